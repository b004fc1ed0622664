"""From files to models: documents are opened, checked, and understood."""

from __future__ import annotations

import gc
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.building import build
from generator.codes import Code
from generator.config import SpecConfig
from generator.diagnostics import Diagnostics, Stop
from generator.dialects import dialect_of
from generator.document import Document, Pointer, Position
from generator.grammar import version_of
from generator.model import Api
from generator.overlay import overlay
from generator.reading.files import Files
from generator.reading.load import load, load_part
from generator.resolve import Spec, resolve
from generator.rules import check
from generator.swagger import translate
from generator.validate import validate

if TYPE_CHECKING:
    from generator.reading.remote import Remote


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that was read with everything that belongs to it."""

    config: SpecConfig
    document: Document
    """As it was read, with overlays."""
    spec: Spec
    is_right: bool
    """Whether all of it could be read, and all references answered."""


def read_all(configs: Sequence[SpecConfig], found: Diagnostics) -> list[Api]:
    """The models of several documents.

    Raises:
        Stop: A document is wrong; why was reported, for all of them.
    """
    return understand_all(open_all(configs, found), found)


def read(config: SpecConfig, found: Diagnostics) -> Api:
    """The model of a document.

    Raises:
        Stop: The document is wrong; why was reported.
    """
    (api,) = read_all([config], found)
    return api


def lint(
    configs: Sequence[SpecConfig], found: Diagnostics, *, thoroughly: bool
) -> None:
    """Look for everything that is wrong with documents.

    Raises:
        Stop: One is so wrong that no client can be made; why was reported.
    """
    opened = open_all(configs, found)
    try:
        understand_all(opened, found)
    finally:
        if thoroughly:
            from generator.thorough import thorough  # in a process of its own

            for one in opened:
                thorough(one.spec.document, found)


def examine(config: SpecConfig, found: Diagnostics) -> tuple[str, str]:
    """An overlay that repairs where a document contradicts itself, and a summary.

    What is wrong is reported as warnings. The overlay is empty if there is nothing that
    one could do.

    Raises:
        Stop: The document is not valid; why was reported.
    """
    from generator import doctor  # the engine behind it takes a while to load

    opened = open_spec(config, found)
    heard = Diagnostics(documents=found.documents)
    try:
        spec = checked(opened, heard)
    except Stop:
        found.found += heard.found
        raise
    examination = doctor.examine(spec)
    doctor.report(examination, spec, found)
    overlay = doctor.prescribe(examination, spec, opened.document)
    findings = len(examination.findings)
    summary = f"{examination.samples} values compared, {findings} contradictions"
    if findings and not overlay:
        summary += "; an overlay cannot reach them"
    return overlay, summary


def open_all(configs: Sequence[SpecConfig], found: Diagnostics) -> list[Opened]:
    """Several documents. One that cannot be read does not hide what ails the others.

    Raises:
        Stop: One cannot be read; why was reported.
    """
    opened: list[Opened] = []
    unreadable = False
    for config in configs:
        try:
            with _keeping_everything():
                opened.append(open_spec(config, found))
        except Stop:
            unreadable = True
    if unreadable:
        understand_all(opened, found)
        raise Stop
    return opened


def open_spec(config: SpecConfig, found: Diagnostics) -> Opened:
    """A document as a whole: overlays applied, all files read, references answered.

    Raises:
        Stop: It cannot be read; why was reported.
    """
    since = found.errors
    document = load(config.path, found)
    if config.overlays:
        layers = [load_part(path, found) for path in config.overlays]
        document = overlay(document, layers, found)
    version = version_of(document.value)
    if version is None:
        validate(document, found)  # says what is wrong with the version
        raise Stop
    remote = _remote(config, found)
    files = Files(document, found, root=config.root, remote=remote)
    spec = resolve(document, version, files, found)
    is_right = found.errors == since
    if remote is not None and is_right:
        remote.save()
    return Opened(config, document, spec, is_right)


def understand_all(opened: Sequence[Opened], found: Diagnostics) -> list[Api]:
    """The models of documents that were opened.

    Raises:
        Stop: One is wrong; why was reported, for all of them.
    """
    apis: list[Api] = []
    for one in opened:
        try:
            apis.append(understand(one, found))
        except Stop:
            continue
    found.stop_on_error()
    return apis


def understand(opened: Opened, found: Diagnostics) -> Api:
    """The model of a document.

    Raises:
        Stop: The document is wrong; why was reported.
    """
    since = found.errors
    spec = checked(opened, found)
    config = opened.config
    dialect = dialect_of(spec.root, found)
    api = build(spec, dialect, config.mount, found, config.paging)
    found.stop_on_error(since)
    return api


def checked(opened: Opened, found: Diagnostics) -> Spec:
    """What a document says, as OpenAPI, if it breaks no rule.

    Raises:
        Stop: It does; how was reported.
    """
    since, spec = found.errors, opened.spec
    validate(spec.document, found)
    if spec.version == "2.0":
        found.stop_on_error(since)
        if not opened.is_right:
            raise Stop
        spec = _translated(spec, found)
    # Also where references lead nowhere: one mistake must not hide the others.
    check(spec, found)
    found.stop_on_error(since)
    if not opened.is_right:
        raise Stop
    return spec


@contextmanager
def _keeping_everything() -> Generator[None]:
    """Do not look for garbage: reading makes many objects, and keeps nearly all."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def _translated(spec: Spec, found: Diagnostics) -> Spec:
    document = translate(spec.document, found)
    return resolve(document, "3.0", Files(document, found), found)


def _remote(config: SpecConfig, found: Diagnostics) -> Remote | None:
    """What fetches documents from the hosts that the user allows."""
    if not config.hosts:
        return None
    from generator.reading.remote import Remote  # nobody else needs the network

    lock = config.path.with_name(f"{config.path.name}.lock")
    try:
        return Remote(config.hosts, lock, update=config.update_lock)
    except ValueError as problem:
        at = Pointer(file="command line")
        found.error(Code.CONFIGURATION, str(problem), at, position=Position(1, 1))
        raise Stop from None

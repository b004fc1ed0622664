"""From documents to packages: the stages, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.building.paging_settings import unused_paging
from generator.codes import Code
from generator.config import ClientConfig
from generator.diagnostics import Diagnostics, Stop
from generator.document import Pointer, Position
from generator.fingerprint import fingerprint
from generator.languages import find_language
from generator.model import Api
from generator.packs import Pack, find_pack
from generator.plan.credentials import unused_settings
from generator.plan.layout import lay_out
from generator.plan.lock import LOCK, lock_text, read_lock, report_heirs
from generator.plan.published import Names
from generator.understand import open_all, understand_all
from generator.write import Changes, foreign_files, read_manifest, write


@dataclass(frozen=True, slots=True)
class Prepared:
    """A client that only has to be written."""

    config: ClientConfig
    inputs: str
    files: Mapping[str, str] | None
    """None if nothing has changed since it was last written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    config: ClientConfig
    changes: Changes | None
    """None if nothing had changed since the last run."""


def generate(
    configs: Sequence[ClientConfig], found: Diagnostics, *, fresh: bool
) -> list[Outcome]:
    """Make clients. `fresh` does so even if nothing seems to have changed.

    Raises:
        Stop: One cannot be made; why was reported. All outputs are as they were.
    """
    prepared: list[Prepared] = []
    for config in configs:
        try:
            prepared.append(prepare(config, found, fresh=fresh))
        except Stop:
            continue  # the problems of the others are shown as well
    found.stop_on_error()
    return [put(one, found) for one in prepared]


def prepare(config: ClientConfig, found: Diagnostics, *, fresh: bool) -> Prepared:
    """All files of a client, if they have to be written.

    Raises:
        Stop: They cannot be made; why was reported.
    """
    pack = find_pack(config.settings.language)
    opened = open_all(config.specs, found)
    places = [(spec.mount, spec.paging) for spec in config.specs]
    settings = repr((config.settings, places))
    documents = [one.spec.document for one in opened]
    inputs = fingerprint(documents, settings, pack.folder)
    is_right = all(one.is_right for one in opened)
    if is_right and not fresh and _is_up_to_date(config, inputs):
        return Prepared(config, inputs, None)
    apis = understand_all(opened, found)
    if config.source:
        check_settings(config, apis, found)
    lock = config.folder / LOCK
    names = Names(pack.naming, read_lock(lock, pack.language, found))
    files = make(config, apis, pack, found, names)
    files[LOCK] = lock_text(names, pack.language)
    check_ownership(config, files, found)
    return Prepared(config, inputs, files)


def check_settings(
    config: ClientConfig, apis: Sequence[Api], found: Diagnostics
) -> None:
    """Report what is configured about credentials and operations that are not there.

    Raises:
        Stop: Something is.
    """
    unused = unused_settings(apis, config.settings)
    for key in unused:
        message = f"`credentials.{key}` fits no security scheme of the documents"
        at = Pointer(file=config.source)
        found.error(Code.CONFIGURATION, message, at, position=Position(1, 1))
    lost = unused_paging(apis, config.paging)
    for key in lost:
        setting = config.paging[key]
        message = f"no operation is called `{key}`: give its id, or `GET /path`"
        found.error(Code.CONFIGURATION, message, setting.at, position=setting.position)
    if unused or lost:
        raise Stop


def check_ownership(
    config: ClientConfig, files: Mapping[str, str], found: Diagnostics
) -> None:
    """Report files that must not be overwritten.

    Raises:
        Stop: There are some.
    """
    foreign = foreign_files(files, config.folder, editable={LOCK})
    for path in foreign:
        _refuse(found, "was edited, or is not ours: move it away", str(path))
    if foreign:
        raise Stop


def put(prepared: Prepared, found: Diagnostics) -> Outcome:
    """Write a client.

    Raises:
        Stop: The folder cannot be written to; why was reported.
    """
    if prepared.files is None:
        return Outcome(prepared.config, None)
    folder = prepared.config.folder
    try:
        changes = write(prepared.files, prepared.inputs, folder)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        _refuse(found, f"cannot be written: {reason}", str(folder))
        raise Stop from None
    return Outcome(prepared.config, changes)


def make(
    config: ClientConfig,
    apis: list[Api],
    pack: Pack,
    found: Diagnostics,
    names: Names | None = None,
) -> dict[str, str]:
    """All files of a package by their path, with their text.

    `names` holds what was published before, and afterwards what is published now.

    Raises:
        Stop: A template is wrong; why was reported.
    """
    # Rendering loads Jinja and black, which a run that ends earlier can do without.
    from generator.render import TemplateFault, render

    language = find_language(pack.language)
    names = names or Names(pack.naming)
    planned = language.files(lay_out(apis, names), apis, config.settings, names, pack)
    heirs = names.pass_on()
    if heirs:
        layout = lay_out(apis, names)
        planned = language.files(layout, apis, config.settings, names, pack)
        inherited = [heir for heir in heirs if names.has_inherited(heir)]
        report_heirs(inherited, config.folder / LOCK, found)
    try:
        files = render(planned, pack, language)
    except TemplateFault as fault:
        at = Pointer(file=str(pack.folder / fault.template))
        found.error(Code.TEMPLATE, str(fault), at, position=Position(fault.line, 1))
        raise Stop from None
    for path in sorted(pack.runtime.glob("*.py")):
        files[f"_runtime/{path.name}"] = path.read_text(encoding="utf-8")
    files["py.typed"] = ""
    return files


def _is_up_to_date(config: ClientConfig, inputs: str) -> bool:
    manifest = read_manifest(config.folder)
    return manifest.inputs == inputs and manifest.is_intact(config.folder)


def _refuse(found: Diagnostics, message: str, file: str) -> None:
    found.error(Code.OUTPUT, message, Pointer(file=file), position=Position(1, 1))

"""A second opinion: openapi-spec-validator's own walk over a document.

The walk is slow, has no end on some documents, and runs patterns that a document may have
made to take for ever. So it runs in a process of its own, which has a limited time, reads
no file and asks no host.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Node, Pointer
from generator.grammar import version_of
from generator.thorough.sayings import ENDLESS

SECONDS = 120.0
"""How long the walk may take. The largest public documents need a few seconds."""

MAX_FINDINGS = 1_000
"""How many findings are told. More are of no use to anybody."""


def thorough(document: Document, found: Diagnostics, seconds: float = SECONDS) -> None:
    """Report what the walk finds in places of which nothing was reported so far.

    What is reported at a place covers what lies below and above it, short of the root.
    """
    version = version_of(document.value)
    if version is None:
        return
    output, end = _walk(document, version, seconds)
    reported = _Reported(found, document)
    has_circles = any(one.code is Code.REFERENCE for one in found.found)
    told: set[Pointer] = set()
    place: list[str | int] = []
    for place, message in _read(output):
        at = _written(document, place) if message else None
        is_known = message == ENDLESS and has_circles
        if at is None or at in told or is_known or reported.covers(at):
            continue
        found.warning(Code.THOROUGH, f"openapi-spec-validator: {message}", at)
        told.add(at)
        if len(told) >= MAX_FINDINGS:
            break
    if end:
        message = f"openapi-spec-validator {end}: what comes after is not checked"
        found.warning(Code.LIMIT, message, _written(document, place))


class _Reported:
    """The places of a document that something was said about."""

    def __init__(self, found: Diagnostics, document: Document) -> None:
        self._places: set[tuple[str, ...]] = set()
        self._above: set[tuple[str, ...]] = set()
        for one in found.found:
            if one.at.file == document.file and one.at.parts:
                parts = one.at.parts
                self._places.add(parts)
                self._above.update(parts[:end] for end in range(1, len(parts)))

    def covers(self, at: Pointer) -> bool:
        """Whether something was said about a place, or below or above it."""
        parts = at.parts
        ends = range(1, len(parts) + 1)
        return parts in self._above or any(parts[:end] in self._places for end in ends)


def _walk(document: Document, version: str, seconds: float) -> tuple[str, str]:
    """The output of the walk, and why it ended early; empty if it did not."""
    text = f"{version}\n{json.dumps(document.value)}"
    package = str(Path(__file__).parent.parent.parent)
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    try:
        # -P: nothing that lies where the user stands is taken for a module.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "generator.thorough"],
            input=text.encode(),
            capture_output=True,
            env={**os.environ, "PYTHONPATH": path},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return _decoded(late.stdout), f"did not end within {seconds:g} seconds"
    return _decoded(done.stdout), "failed" if done.returncode else ""


def _decoded(output: bytes | None) -> str:
    return (output or b"").decode("utf-8", "replace")


def _read(output: str) -> Iterator[tuple[list[str | int], str]]:
    """The places and messages of an output, of which the last line may be cut off."""
    for line in output.splitlines(keepends=True):
        if line.endswith("\n"):
            finding: Any = json.loads(line)
            yield finding[0], finding[1]


def _written(document: Document, place: Iterable[str | int]) -> Pointer:
    """Where something is, to which the way leads through references."""
    node = document.root
    for step in place:
        if step not in node.fields:
            node = _followed(node, document)
        node /= step
    return _followed(node, document).at


def _followed(node: Node, document: Document) -> Node:
    """What a reference within the document leads to; what is none stays."""
    seen: set[Pointer] = set()
    while (node / "$ref").text.startswith("#/") and node.at not in seen:
        seen.add(node.at)
        target = document.root
        for step in Pointer.parse((node / "$ref").text[1:]).parts:
            is_index = isinstance(target.value, list) and step.isdecimal()
            target /= int(step) if is_index else step
        if not isinstance(target.value, dict):
            break  # it leads to nothing, or to no object
        node = target
    return node

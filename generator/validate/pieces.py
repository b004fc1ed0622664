"""A document in pieces, each of which can be checked alone.

The engine finds all errors of what it is given before it tells the first, at up to 20
kilobytes each. In pieces, what is right is passed over, and all can end in between.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.document import Json
from generator.grammar import homes
from generator.validate.faults import Parts

MAX_VALUES = 100_000
"""How many values a piece may have that is wrong. Honest ones stay below 10,000."""


def pieces(
    document: dict[str, Json], version: str
) -> Iterator[tuple[Parts, dict[str, Json]]]:
    """Documents that are wrong, all together, just where a document is.

    With each, the place that it is about; of the first, it is the rest of the document.
    """
    sections: list[Parts] = [("paths",), ("webhooks",)]
    if version == "2.0":
        sections += [("definitions",), ("parameters",), ("responses",)]
    else:
        sections += [("components", home) for home in homes(version).values()]
    frame = document
    apart: list[tuple[Parts, dict[str, Json]]] = []
    for section in sections:
        entries = _at(document, section)
        if isinstance(entries, dict) and entries:
            frame = _with(frame, section, {})
            apart.append((section, entries))
    yield (), frame
    for section, entries in apart:
        for key, value in entries.items():
            piece = _with(_frame(version), section, {key: value})
            yield (*section, key), piece


def is_large(piece: Json) -> bool:
    """Whether a piece has more than `MAX_VALUES` values."""
    count = 0
    pending = [piece]
    while pending and count <= MAX_VALUES:
        value = pending.pop()
        count += 1
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return count > MAX_VALUES


def _frame(version: str) -> dict[str, Json]:
    """A document with nothing in it, which is right."""
    empty: dict[str, Json] = {"info": {"title": "", "version": ""}, "paths": {}}
    if version == "2.0":
        return {"swagger": "2.0", **empty}
    return {"openapi": f"{version}.0", **empty}


def _at(document: dict[str, Json], section: Parts) -> Json:
    value: Json = document
    for key in section:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _with(
    document: dict[str, Json], section: Parts, entries: dict[str, Json]
) -> dict[str, Json]:
    """A copy of a document with other entries in a section."""
    key = section[0]
    if len(section) == 1:
        return {**document, key: entries}
    holder = document.get(key)
    if not isinstance(holder, dict):
        holder = {}
    return {**document, key: _with(holder, section[1:], entries)}

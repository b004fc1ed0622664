"""The ways to send a body: its media types, sorted by how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from generator.building.media import (
    FORM,
    MULTIPART,
    is_json,
    is_media_type,
    is_text,
    json_first,
    plain,
    precise,
    subject,
)
from generator.document import Node
from generator.resolve import Spec
from generator.words import split_words


class Notation(Enum):
    """How a body is written."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to send a body."""

    notation: Notation
    media_types: tuple[str, ...]
    """Those that are written alike, the one to send first."""
    words: tuple[str, ...]
    """What it is called beside another one: `form`, `xml`."""


_TEXT = "text/plain"
_ALONE: dict[Notation, Callable[[str], bool]] = {
    Notation.FORM: lambda one: plain(one) == FORM,
    Notation.MULTIPART: lambda one: plain(one) == MULTIPART,
}


def ways_of(content: Node, spec: Spec) -> list[Way]:
    """The ways to send a body, the usual one first.

    That is `application/json`, then what else is written as JSON, then forms, first
    without files; a text, and then bytes. An API has to accept each of its media types,
    so of those with the same schema that are written as JSON one is enough.
    """
    known = [one for one in json_first(content.fields) if is_media_type(one)]
    ways = list(_as_json(content, known, spec))
    taken = {one for way in ways for one in way.media_types}
    others = [one for one in known if one not in taken]
    for notation, fits in _ALONE.items():
        found = tuple(one for one in others if fits(one))
        if found:
            ways.append(Way(notation, found[:1], (notation.value,)))
            others = [one for one in others if one not in found]
    texts = tuple(sorted(filter(is_text, others), key=lambda one: plain(one) != _TEXT))
    if texts:
        subjects = {split_words(subject(one)) for one in texts}
        words = subjects.pop() if len(subjects) == 1 else ()
        is_named = words and words != ("plain",)
        ways.append(Way(Notation.TEXT, texts, words if is_named else ("text",)))
    rest = tuple(one for one in others if one not in texts)
    if rest:
        ways.append(Way(Notation.BYTES, rest, ("bytes",)))
    return ways


def _as_json(content: Node, known: list[str], spec: Spec) -> Iterator[Way]:
    """A way for each schema of what is written as JSON."""
    by_schema: dict[str, list[str]] = {}
    for one in known:
        schema = spec.follow(content / one / "schema")
        is_range = one != precise(one)
        is_open = is_range and (not schema.fields or is_binary(schema))
        if is_json(precise(one)) and not is_open:
            key = str(schema.at) if schema.at.parts[:1] == ("components",) else ""
            by_schema.setdefault(key or repr(schema.value), []).append(one)
    for listed in by_schema.values():
        yield Way(Notation.JSON, tuple(listed), split_words(_json_name(listed[0])))


def _json_name(media_type: str) -> str:
    name = plain(media_type).rpartition("/")[2]
    return name.removesuffix("+json").removeprefix("vnd.")


def is_binary(schema: Node) -> bool:
    """Whether a schema is that of bytes as they are.

    (OpenAPI 3.0: `format: binary`; 3.1, "Working with Binary Data": a text of another
    media type that is not encoded.)
    """
    if (schema / "format").text == "binary":
        return True
    encoding = (schema / "contentEncoding").text.lower()
    media_type = (schema / "contentMediaType").text
    if encoding or not media_type:
        return encoding == "binary"
    return not is_json(media_type) and not is_text(media_type)

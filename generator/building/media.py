"""Media types: which of a body's or response's contents a client uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.document import Node
from generator.model import Content
from generator.resolve import Spec

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = "multipart/form-data"

# RFC 9110, section 8.3.1; also ranges of media types, as `image/*`. A media type goes
# into a header, so nothing else may.
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = rf';\s?{_TOKEN}=(?:{_TOKEN}|"[ !#-\[\]-~]*")'
_MEDIA_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}(?:\s?{_PARAMETER})*")

_TEXTS = frozenset(
    {
        "application/ecmascript",
        "application/graphql",
        "application/javascript",
        "application/sdp",
        "application/sql",
        "application/toml",
        "application/x-yaml",
        "application/xml",
        "application/yaml",
    }
)
_TEXT_SUFFIXES = ("+xml", "+yaml")
_STREAMS = {
    "application/json-seq": Content.JSON_SEQUENCE,
    "application/jsonl": Content.JSON_LINES,
    "application/jsonlines": Content.JSON_LINES,
    "application/ndjson": Content.JSON_LINES,
    "application/x-json-stream": Content.JSON_LINES,
    "application/x-jsonlines": Content.JSON_LINES,
    "application/x-ndjson": Content.JSON_LINES,
    "text/event-stream": Content.EVENTS,
}
_ANYTHING = frozenset({"*/*", "application/*"})
"""Ranges that JSON is in."""


def is_media_type(media_type: str) -> bool:
    """Whether a text is a media type, or a range of them."""
    return _MEDIA_TYPE.fullmatch(media_type) is not None


def is_token(text: str) -> bool:
    """Whether a text can be the name of a header (RFC 9110, section 5.1)."""
    return re.fullmatch(_TOKEN, text) is not None


def plain(media_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a content is JSON: `application/json`, or anything that ends in `+json`."""
    return plain(media_type).endswith(("/json", "+json"))


def json_first(media_types: Iterable[str]) -> list[str]:
    """JSON, then what is written as JSON, then the others by name."""
    return sorted(
        media_types, key=lambda one: (plain(one) != JSON, not is_json(one), one)
    )


def precise(media_type: str) -> str:
    """The media type of what is JSON: of a range, `application/json`."""
    return JSON if plain(media_type) in _ANYTHING else media_type


def content_of(media_type: str, schema: Node, spec: Spec) -> Content | None:
    """How a response of a media type is read; None if it is not.

    What may be anything is JSON if its schema is that of an object or an array.
    """
    name = plain(media_type)
    if not is_media_type(media_type):
        return None
    if name in _STREAMS:
        return _STREAMS[name]
    if name in _ANYTHING:
        return Content.JSON if _is_structured(spec.follow(schema)) else Content.BYTES
    if is_json(name):
        return Content.JSON
    return Content.TEXT if is_text(name) else Content.BYTES


def is_text(media_type: str) -> bool:
    """Whether a content is a text: by its media type, or by what that is written as."""
    name = plain(media_type)
    return name.startswith("text/") or name in _TEXTS or name.endswith(_TEXT_SUFFIXES)


def subject(media_type: str) -> str:
    """What a media type is about, in a word: `xml`, `csv`, `octet stream`."""
    return plain(media_type).rpartition("/")[2].rpartition("+")[2]


def _is_structured(schema: Node) -> bool:
    kinds = schema / "type"
    listed = {kind.text for kind in kinds.items()} | {kinds.text}
    combined = {"properties", "items", "allOf", "oneOf", "anyOf"} & schema.fields.keys()
    return bool({"object", "array"} & listed or combined)

"""The values that a document shows: examples, defaults, constants, enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.document import Node, Pointer
from generator.resolve import Spec
from generator.values.translation import Direction

_OWNERS = {
    "request body": Direction.REQUEST,
    "parameter": Direction.REQUEST,
    "response": Direction.RESPONSE,
    "header": Direction.RESPONSE,
}
# Media types whose examples are values; those of others may be texts in that format.
_VALUES = re.compile(
    r"(?:.*[/+])?json\s*(?:;.*)?|application/x-www-form-urlencoded.*|multipart/.*",
    re.IGNORECASE | re.DOTALL,
)


class Kind(StrEnum):
    """What a value is for."""

    EXAMPLE = "example"
    DEFAULT = "default"
    CONSTANT = "constant"
    MEMBER = "value of the enumeration"


@dataclass(frozen=True, slots=True)
class Sample:
    """A value, and the schema that it should fit."""

    kind: Kind
    value: Node
    schema: Pointer
    direction: Direction
    entry: Pointer
    """What has to go if this value has to: the value, or an Example Object around it."""
    is_parameter: bool = False
    """Whether a list may be spelled as one text, with commas: `pending,reserved`."""


def samples(spec: Spec) -> Iterator[Sample]:
    """All values of a document that have a schema.

    A value that several places refer to comes once for each of them.
    """
    for node in spec.places("schema"):
        yield from _of_schema(node, spec)
    for kind in ("parameter", "header"):
        for node in spec.places(kind):
            for value, entry in _examples(node, spec):
                yield Sample(
                    Kind.EXAMPLE,
                    value,
                    (node / "schema").at,
                    _OWNERS[kind],
                    entry,
                    is_parameter=True,
                )
    owners = {
        node.at.parts: direction
        for kind, direction in _OWNERS.items()
        for node in spec.places(kind)
    }
    for node in spec.places("media type"):
        direction = owners.get(node.at.parts[:-2], Direction.EITHER)
        for value, entry in _examples(node, spec):
            if isinstance(value.value, str) and not _holds_values(node):
                continue
            yield Sample(Kind.EXAMPLE, value, (node / "schema").at, direction, entry)


def _of_schema(node: Node, spec: Spec) -> Iterator[Sample]:
    def sample(kind: Kind, value: Node) -> Sample:
        return Sample(kind, value, node.at, Direction.EITHER, value.at)

    for key, kind in (("example", Kind.EXAMPLE), ("default", Kind.DEFAULT)):
        if key in node:
            yield sample(kind, node / key)
    if spec.version != "3.0":
        for value in (node / "examples").items():
            yield sample(Kind.EXAMPLE, value)
        if "const" in node:
            yield sample(Kind.CONSTANT, node / "const")
    if "$ref" not in node:
        for value in (node / "enum").items():
            yield sample(Kind.MEMBER, value)


def _examples(node: Node, spec: Spec) -> Iterator[tuple[Node, Pointer]]:
    """The examples of something with a schema, and what to remove for each."""
    if "schema" in node:
        yield from shown(node, spec)


def shown(node: Node, spec: Spec) -> Iterator[tuple[Node, Pointer]]:
    """The values that a media type or a parameter shows, and what to remove for each."""
    if "example" in node:
        yield node / "example", (node / "example").at
    for _, entry in (node / "examples").entries():
        example = spec.follow(entry)
        for key in ("value", "dataValue"):
            if key in example:
                yield example / key, entry.at


def _holds_values(media_type: Node) -> bool:
    return _VALUES.fullmatch(media_type.at.parts[-1]) is not None

"""A document as plain data, and cursors into it that know where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in a document (RFC 6901)."""

    parts: tuple[str, ...] = ()
    file: str = ""
    """The file as the user named it."""

    def __truediv__(self, part: str | int) -> Pointer:
        return Pointer((*self.parts, str(part)), self.file)

    def __str__(self) -> str:
        """As a URI fragment: `#/paths/~1pets`."""
        escaped = (part.replace("~", "~0").replace("/", "~1") for part in self.parts)
        return "/".join(("#", *escaped))

    @classmethod
    def parse(cls, fragment: str, file: str = "") -> Pointer:
        """Read the fragment of a `$ref`, without its `#`: `/paths/~1pets`."""
        steps = fragment.split("/")[1:]
        parts = (unquote(s).replace("~1", "/").replace("~0", "~") for s in steps)
        return cls(tuple(parts), file)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file. Lines and columns count from 1, columns in characters."""

    line: int
    column: int
    width: int = 1
    """How many characters the thing there is long."""


@dataclass(frozen=True, slots=True)
class Document:
    """A specification that was read."""

    file: str
    """The file as the user named it."""
    text: str = field(repr=False)
    value: Json = field(repr=False)

    @property
    def root(self) -> Node:
        return Node(self.value, Pointer(file=self.file))


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place. What is missing or of another type is read as empty.

    Validation has told the user about such faults by the time a node is read.
    """

    value: Json
    at: Pointer

    def __truediv__(self, key: str | int) -> Node:
        match self.value, key:
            case dict() as fields, str() if key in fields:
                return Node(fields[key], self.at / key)
            case list() as items, int() if key < len(items):
                return Node(items[key], self.at / key)
            case _:
                return Node(None, self.at / key)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    @property
    def exists(self) -> bool:
        return self.value is not None

    @property
    def fields(self) -> Mapping[str, Json]:
        return self.value if isinstance(self.value, dict) else {}

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""

    @property
    def number(self) -> int | None:
        """A whole number that is not negative, such as a length."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            return None
        return value

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The keys and values of a mapping, sorted by key.

        The order in which a document has them means nothing (RFC 8259, section 4), so
        nothing that is made from it may depend on it.
        """
        for key, value in sorted(self.fields.items()):
            yield key, Node(value, self.at / key)

    def items(self) -> Iterator[Node]:
        """The items of a list."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(value, self.at / index)

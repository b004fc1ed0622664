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
    origins: Mapping[tuple[str, ...], Pointer] = field(
        default_factory=dict[tuple[str, ...], Pointer], repr=False
    )
    """Where parts that this file does not hold in this place were written.

    Empty for a file as it was read. Overlays, bundles and translations move parts: an
    entry holds for its place and all below it, unless a longer one says otherwise.
    """

    @property
    def root(self) -> Node:
        return Node(self.value, Pointer(file=self.file))

    def origin(self, at: Pointer) -> Pointer:
        """Where a place of this document was written: another place, maybe a file."""
        if not self.origins:
            return at
        for length in range(len(at.parts), -1, -1):
            written = self.origins.get(at.parts[:length])
            if written is not None:
                return Pointer((*written.parts, *at.parts[length:]), written.file)
        return at


class Node:
    """A value and its place. What is missing or of another type is read as empty.

    Validation has told the user about such faults by the time a node is read. Nodes are
    made by the million and few are ever asked for their place, so it is put together
    when it is asked for.
    """

    __slots__ = ("_above", "_at", "_step", "value")

    def __init__(self, value: Json, at: Pointer) -> None:
        self.value = value
        self._at: Pointer | None = at
        self._above = self
        self._step: str | int = ""

    @property
    def at(self) -> Pointer:
        """Where the value stands."""
        if self._at is None:
            self._at = self._above.at / self._step
        return self._at

    def __repr__(self) -> str:
        return f"Node({self.at})"

    def __truediv__(self, key: str | int) -> Node:
        match self.value, key:
            case dict() as fields, str() if key in fields:
                return self._below(key, fields[key])
            case list() as items, int() if key < len(items):
                return self._below(key, items[key])
            case _:
                return self._below(key, None)

    def _below(self, step: str | int, value: Json) -> Node:
        node = Node.__new__(Node)
        node.value = value
        node._at = None
        node._above = self
        node._step = step
        return node

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
        """The keys and values of a mapping, in the order of the document.

        People care for the order, and members of classes keep it. It means nothing all
        the same (RFC 8259, section 4): what is decided must not depend on it.
        """
        for key, value in self.fields.items():
            yield key, self._below(key, value)

    def sorted_entries(self) -> Iterator[tuple[str, Node]]:
        """The same, sorted by key: for decisions."""
        for key, value in sorted(self.fields.items()):
            yield key, self._below(key, value)

    def items(self) -> Iterator[Node]:
        """The items of a list."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield self._below(index, value)

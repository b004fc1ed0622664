"""Schemas without alternatives: constants, lists, tuples, maps and scalars."""

from __future__ import annotations

from typing import Protocol

from generator.building.enums import constants, lists_structures
from generator.building.extras import others_of, unnamed_values
from generator.building.kinds import of_kind
from generator.building.notices import Notices
from generator.building.parts import is_never
from generator.building.scalars import constant, primitive
from generator.building.unions import union_of
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node
from generator.model import ListOf, MapOf, Primitive, TupleOf, Type
from generator.scalar import Scalar
from generator.text import Text

_ANY = Primitive(Scalar.ANY)
_NEVER = Primitive(Scalar.NEVER)
MAX_NESTING = 50
"""How deeply lists and maps may be nested. Languages have limits, and readers too."""
_OF_LISTS = ("prefixItems",)
_OF_MAPS = ("additionalProperties", "patternProperties", "unevaluatedProperties")


def is_tuple(node: Node) -> bool:
    """Whether all items of an array are listed, and all of them are there."""
    length = len(list((node / "prefixItems").items()))
    is_whole = is_never(node / "items") or _is_short(node, length)
    return length > 0 and is_whole and ((node / "minItems").number or 0) >= length


def _is_short(node: Node, length: int) -> bool:
    """Whether an array has no more than a number of items."""
    longest = (node / "maxItems").number
    return longest is not None and longest <= length


class TypeMaker(Protocol):
    """What structures need of the other types."""

    def type_of(self, node: Node, words: tuple[str, ...]) -> Type:
        """The type that a schema describes."""
        ...


class Structures:
    """Builds the types that have no name of their own."""

    def __init__(
        self, dialect: Dialect, types: TypeMaker, found: Diagnostics, notices: Notices
    ) -> None:
        self._dialect = dialect
        self._types = types
        self._found = found
        self._notices = notices
        self._nesting = 0

    def of(self, node: Node, words: tuple[str, ...]) -> Type:
        """The type of a schema that is its only part."""
        held = constant(node) or constants(node)
        if held is not None:
            return held
        if lists_structures(node):
            self._notices.tell(node, "enum")
        kinds = [kind.text for kind in (node / "type").items()]
        if kinds:
            several = [of_kind(node, kind) for kind in kinds]
            return union_of(self._types.type_of(one, words) for one in several)
        kind = (node / "type").text
        if kind == "array" or (not kind and any(key in node for key in _OF_LISTS)):
            return self._array(node, words)
        if kind == "object" or (not kind and any(key in node for key in _OF_MAPS)):
            return self._map(node, words)
        return primitive(node, kind, self._dialect)

    def _array(self, node: Node, words: tuple[str, ...]) -> Type:
        """A list, or a tuple (JSON Schema, Core, section 10.3.1).

        Items behind those that are listed may be anything where nothing is said of them
        (JSON Schema, Core, section 10.3.1.2).
        """
        first = list((node / "prefixItems").items())
        rest = node / "items"
        if not first:
            return ListOf(self._inside(rest, words))
        types = [
            self._inside(one, (*words, "item", str(number)))
            for number, one in enumerate(first, 1)
        ]
        if is_tuple(node):
            return TupleOf(tuple(types))
        if not is_never(rest) and not _is_short(node, len(first)):
            types.append(self._inside(rest, words))
        return ListOf(union_of(types))

    def _map(self, node: Node, words: tuple[str, ...]) -> Type:
        values = [self._inside(one, words) for one in unnamed_values(node)]
        patterns: list[str] = []
        is_closed = is_never(others_of(node))
        if is_closed:
            patterns = sorted((node / "patternProperties").fields)
        named = (node / "propertyNames" / "pattern").text
        if named and not patterns:
            patterns = [named]
        names = tuple(map(Text, patterns))
        if not values and is_closed:
            return MapOf(_NEVER)
        return MapOf(union_of(values) if values else _ANY, names)

    def _inside(self, node: Node, words: tuple[str, ...]) -> Type:
        """The type of what a list or a map holds, which may be lists and maps again."""
        if self._nesting >= MAX_NESTING:
            message = f"lists and maps nested deeper than {MAX_NESTING} levels"
            self._found.error(Code.LIMIT, message, node.at)
            return _ANY
        self._nesting += 1
        try:
            return self._types.type_of(node, words)
        finally:
            self._nesting -= 1

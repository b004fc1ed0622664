"""Defaults: what the API takes where nothing is given."""

from __future__ import annotations

from collections.abc import Iterable

from generator.document import Json, Node
from generator.facts import Default, Literal
from generator.model import (
    Constant,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    TupleOf,
    Type,
)
from generator.resolve import Spec
from generator.scalar import Scalar
from generator.text import Text

_MAX_ITEMS = 100
"""How many items a list may have that is worth being known."""
_NUMBERS = frozenset({Scalar.NUMBER, Scalar.EXACT_NUMBER})


def default_of(spec: Spec, nodes: Iterable[Node], kind: Type) -> Default | None:
    """The default that descriptions of a value give it; of several, the last one.

    One that cannot be of the type is none: the rules have told of it.
    """
    found: Default | None = None
    for node in nodes:
        for one in (spec.follow(node), node):
            value = (one / "default").value
            if "default" in one and _is_constant(value) and _fits(value, kind):
                found = Default(_constant(value))
    return found


def _is_constant(value: Json) -> bool:
    """Whether a value is a scalar, or a list of scalars."""
    if isinstance(value, list):
        items = value[: _MAX_ITEMS + 1]
        return len(items) <= _MAX_ITEMS and not any(
            isinstance(item, list | dict) for item in items
        )
    return not isinstance(value, dict)


def _constant(value: Json) -> Literal:
    match value:
        case str():
            return Text(value)
        case list():
            return tuple(map(_constant, value))
        case None | bool() | int() | float():
            return value
        case dict():
            raise TypeError("an object is no constant")


def _fits(value: Json, kind: Type) -> bool:
    """Whether a value is of the sort of JSON that a type asks for."""
    match kind:
        case Nullable(inner):
            return value is None or _fits(value, inner)
        case Primitive(Scalar.ANY) | OneOf():
            return True
        case Primitive(Scalar.DECIMAL):
            return isinstance(value, str | int | float)
        case Primitive(Scalar.BOOLEAN):
            return isinstance(value, bool)
        case Primitive(Scalar.INTEGER):
            return isinstance(value, int) and not isinstance(value, bool)
        case Primitive(scalar) if scalar in _NUMBERS:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Primitive(Scalar.NEVER) | MapOf():
            return False
        case Primitive():
            return isinstance(value, str)
        case Constant(only):
            return value == (only.raw if isinstance(only, Text) else only)
        case ListOf(item):
            return isinstance(value, list) and all(_fits(one, item) for one in value)
        case TupleOf(items):
            return (
                isinstance(value, list)
                and len(value) == len(items)
                and all(map(_fits, value, items))
            )
        case Ref():
            return isinstance(value, str | int | float | bool | list)

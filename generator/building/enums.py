"""`enum`: values that are listed become enumerations, or unions of constants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from generator.building.names import name_of
from generator.building.unions import union_of
from generator.dialects import Dialect
from generator.document import Node
from generator.model import (
    Constant,
    Doc,
    Enumeration,
    Member,
    Name,
    Primitive,
    Type,
    TypeId,
)
from generator.scalar import Scalar
from generator.text import Text

_Value: TypeAlias = bool | int | float | str
_TYPES: dict[str, tuple[type[_Value], ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
}


def is_enumeration(node: Node, dialect: Dialect) -> bool:
    """Whether the values of an `enum` have names: texts, or numbers that are given some.

    What has no name is told apart well enough by what it is: 15, 30 or 60.
    """
    kinds = {type(value) for value in _listed(node)}
    return kinds == {str} or (kinds == {int} and bool(dialect.member_names(node)))


def constants(node: Node) -> Type | None:
    """The union of the values of an `enum`; None if it lists none, or none but scalars'.

    Null is left to `Nullable`. In a list with a fraction, all numbers may be fractions.
    """
    values = _listed(node)
    if not values:
        return None
    if {True, False} <= {value for value in values if isinstance(value, bool)}:
        others = [value for value in values if not isinstance(value, bool)]
        kinds = [Primitive(Scalar.BOOLEAN), *_constants(others)]
    else:
        kinds = _constants(values)
    return union_of(kinds)


def _constants(values: Sequence[_Value]) -> list[Type]:
    has_fraction = any(isinstance(value, float) for value in values)
    kinds: list[Type] = []
    for value in values:
        match value:
            case str():
                kinds.append(Constant(Text(value)))
            case int() if has_fraction and not isinstance(value, bool):
                kinds.append(Constant(float(value)))
            case _:
                kinds.append(Constant(value))
    return kinds


def lists_structures(node: Node) -> bool:
    """Whether an `enum` lists arrays or objects."""
    return any(isinstance(one.value, list | dict) for one in (node / "enum").items())


def _listed(node: Node) -> list[_Value]:
    """The scalars that an `enum` lists and its `type` allows, null left aside.

    None if there are arrays or objects among them: then the `type` alone counts.
    """
    if lists_structures(node):
        return []
    types = _allowed(node)
    values: list[_Value] = []
    for one in (node / "enum").items():
        value = one.value
        # JSON does not tell 1.0 from 1 (JSON Schema, Core, section 4.2.2).
        if isinstance(value, float) and value.is_integer() and float not in types:
            value = int(value)
        if isinstance(value, bool | int | float | str) and type(value) in types:
            values.append(value)
    return values


def _allowed(node: Node) -> set[type[_Value]]:
    """The types of scalars that the `type` of a schema allows."""
    said = node / "type"
    kinds = [said.text] if said.text else [one.text for one in said.items()]
    named = kinds or list(_TYPES)
    return {one for kind in named for one in _TYPES.get(kind, ())}


def enumeration(
    identifier: TypeId, name: Name, doc: Doc, node: Node, dialect: Dialect
) -> Enumeration:
    """The texts or the integers that an `enum` lists, with the names that they have."""
    names = dialect.member_names(node)
    texts = dialect.member_descriptions(node)
    members: dict[_Value, Member] = {}
    for value in _listed(node):
        wire = str(value)
        called = names.get(wire, wire)
        about = Doc(body=Text(texts.get(wire, "")))
        held = value if isinstance(value, int) else Text(wire)
        members.setdefault(value, Member(name_of(called), held, about))
    return Enumeration(
        id=identifier,
        name=name,
        members=tuple(members.values()),
        ignores_case=dialect.ignores_case(node),
        doc=doc,
    )

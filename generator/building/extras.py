"""The fields that an object may have beyond those that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from generator.building.parts import Part, is_never
from generator.building.unions import union_of
from generator.document import Node
from generator.facts import Extra
from generator.model import Primitive, Type
from generator.scalar import Scalar
from generator.text import Text

TypeOf: TypeAlias = Callable[[Node], Type]
"""The type that a schema describes."""


def extra_of(node: Node, parts: tuple[Part, ...], type_of: TypeOf) -> Type | Extra:
    """What other fields of a record may be (JSON Schema, Core, sections 10.3.2 and 11.3).

    A part that allows no fields but its own cannot speak for the others that it is joined
    with, whose fields it does not know: it counts if it names all fields, or if every
    part says so. Where several parts give a type, the later one is narrower. What
    `unevaluatedProperties` says counts unless a part has taken all fields already.
    """
    rest = node / "unevaluatedProperties"
    taken = (part.node / "additionalProperties" for part in parts)
    if rest.exists and not any(one.exists and not is_never(one) for one in taken):
        said = _said(Part(Node({"additionalProperties": rest.value}, node.at), ()))
        return _known([type_of(rest)]) if said is None else said
    describing = [part for part in parts if _describes(part.node)]
    names = {name for part in describing for name in _names(part)}
    typed = [part for part in describing if _said(part) is None]
    if typed:
        return _known([type_of(one) for one in unnamed_values(typed[-1].node)])
    closed = [part for part in describing if _said(part) is Extra.FORBIDDEN]
    is_closed = any(names <= _names(part) for part in closed)
    if is_closed or (closed and len(closed) == len(describing)):
        return Extra.FORBIDDEN
    is_said = any(others_of(part.node).exists for part in describing)
    return Primitive(Scalar.ANY) if is_said and not closed else Extra.FREE


def unnamed_values(node: Node) -> Iterator[Node]:
    """The schemas of an object's fields that have no name.

    Those that fit no pattern may be anything where nothing is said of them (JSON Schema,
    Core, section 10.3.2.3).
    """
    patterns = node / "patternProperties"
    for _, schema in patterns.sorted_entries():
        yield schema
    others = others_of(node)
    if (others.exists or patterns.fields) and not is_never(others):
        yield others


def others_of(node: Node) -> Node:
    """What is said of an object's fields that have no name and fit no pattern.

    `unevaluatedProperties` says the same of a schema that joins no others.
    """
    others = node / "additionalProperties"
    return others if others.exists else node / "unevaluatedProperties"


def dependencies_of(
    parts: tuple[Part, ...],
) -> tuple[tuple[Text, tuple[Text, ...]], ...]:
    """Fields, and those that have to be there if they are, in the order of the parts.

    `dependencies` is what `dependentRequired` was called before, among others.
    """
    needed: dict[str, dict[str, None]] = {}
    for part in parts:
        for key in ("dependencies", "dependentRequired"):
            for name, others in (part.node / key).entries():
                listed = [
                    one.text for one in others.items() if isinstance(one.value, str)
                ]
                if listed:
                    needed.setdefault(name, {}).update(dict.fromkeys(listed))
    return tuple((Text(name), tuple(map(Text, needed[name]))) for name in needed)


def _describes(node: Node) -> bool:
    keys = ("additionalProperties", "patternProperties", "properties")
    return any(key in node for key in (*keys, "unevaluatedProperties"))


def _names(part: Part) -> frozenset[str]:
    return frozenset((part.node / "properties").fields)


def _said(part: Part) -> Extra | None:
    """What a part says of other fields; None if it gives them types."""
    others = others_of(part.node)
    if (part.node / "patternProperties").fields and not _is_free(others):
        return None
    if not others.exists or _is_free(others):
        return Extra.FREE
    return Extra.FORBIDDEN if is_never(others) else None


def _is_free(schema: Node) -> bool:
    return schema.value is True or schema.value == {}


def _known(kinds: list[Type]) -> Type | Extra:
    kind = union_of(kinds)
    never = isinstance(kind, Primitive) and kind.scalar is Scalar.NEVER
    return Extra.FORBIDDEN if never else kind

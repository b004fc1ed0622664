"""The fields of records, each described by one part or by several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from generator.building.defaults import default_of
from generator.building.extras import dependencies_of, extra_of
from generator.building.names import name_of
from generator.building.parts import Part, Parts
from generator.building.unions import union_of
from generator.dialects import Dialect
from generator.document import Node, Pointer
from generator.model import (
    Direction,
    Doc,
    Field,
    Lifecycle,
    Name,
    Nullable,
    Record,
    Type,
    TypeId,
)
from generator.resolve import Spec
from generator.text import Text
from generator.words import split_words


class TypeMaker(Protocol):
    """What fields need of types."""

    def type_of(self, node: Node, words: tuple[str, ...]) -> Type:
        """The type that a schema describes."""
        ...

    def joined(
        self, node: Node, parts: tuple[Part, ...], words: tuple[str, ...]
    ) -> Type:
        """The type of what all parts of a schema describe together."""
        ...


@dataclass(slots=True)
class _Described:
    """What the parts of a record say of a field."""

    at: Pointer
    is_conditional: bool
    """Whether only some objects have it."""
    said: list[Part] = field(default_factory=list[Part])


@dataclass(frozen=True, slots=True)
class Fields:
    """Builds the fields of records."""

    spec: Spec
    dialect: Dialect
    parts: Parts
    types: TypeMaker

    def of(
        self, at: Pointer, parts: tuple[Part, ...], words: tuple[str, ...]
    ) -> tuple[Field, ...]:
        """The fields of a record, in the order in which its parts first name them."""
        described: dict[str, _Described] = {}
        required: set[str] = set()
        for part in sorted(parts, key=lambda part: part.is_conditional):
            required |= part.requires
            if "properties" not in part.says:
                continue
            for key, node in (part.node / "properties").entries():
                place = at / "properties" / key
                new = _Described(place, part.is_conditional)
                one = described.setdefault(key, new)
                if part.is_conditional and not one.is_conditional:
                    continue
                one.said.append(Part(node, (*part.words, *split_words(key))))
        built = {
            key: self._field(key, one, key in required, (*words, *split_words(key)))
            for key, one in sorted(described.items())
        }
        return tuple(built[key] for key in described)

    def record(
        self,
        identifier: TypeId,
        node: Node,
        parts: tuple[Part, ...],
        name: Name,
        doc: Doc,
    ) -> Record:
        """A record, with all that its parts say of its fields."""
        extra = (*name.words, "extra")
        return Record(
            id=identifier,
            name=name,
            fields=self.of(node.at, parts, name.words),
            extra=extra_of(node, parts, lambda one: self.types.type_of(one, extra)),
            dependencies=dependencies_of(parts),
            doc=doc,
        )

    def _field(
        self, key: str, one: _Described, required: bool, words: tuple[str, ...]
    ) -> Field:
        nodes = [part.node for part in one.said]
        titles = [text for node in nodes if (text := (node / "title").text)]
        texts = [text for node in nodes if (text := self.dialect.description(node))]
        told = [tells for node in nodes if (tells := self.dialect.sensitivity(node))]
        directions = {self._direction(node) for node in nodes} - {Direction.BOTH}
        kind = self._type(one, words)
        return Field(
            name=name_of(key),
            type=kind,
            required=required,
            direction=directions.pop() if len(directions) == 1 else Direction.BOTH,
            sensitivity=told[-1] if told else None,
            default=default_of(self.spec, nodes, kind),
            doc=Doc(
                summary=Text(titles[-1] if titles else ""),
                body=Text(texts[-1] if texts else ""),
                lifecycle=self._lifecycle(nodes),
            ),
        )

    def _lifecycle(self, nodes: list[Node]) -> Lifecycle:
        """How firm a field is: what any of its descriptions says, if it says anything."""
        told = {self.dialect.lifecycle(node) for node in nodes}
        if Lifecycle.DEPRECATED in told:
            return Lifecycle.DEPRECATED
        return next(iter(sorted(told - {Lifecycle.STABLE})), Lifecycle.STABLE)

    def _type(self, one: _Described, words: tuple[str, ...]) -> Type:
        """The type of a field. Of several descriptions, the later one is narrower."""
        if one.is_conditional:
            kinds = (self.types.type_of(part.node, part.words) for part in one.said)
            return union_of(kinds)
        distinct: dict[Pointer, Part] = {}
        for part in one.said:
            if "$ref" in part.node or part.says or len(one.said) == 1:
                distinct[self.spec.follow(part.node).at] = part
        if len(distinct) < 2:
            part = next(iter(distinct.values()), one.said[-1])
            return self.types.type_of(part.node, part.words)
        parts: dict[Pointer, Part] = {}
        for part in distinct.values():
            for inner in self.parts.of_target(part):
                parts[inner.node.at] = inner
        node = Node(one.said[-1].node.value, one.at)
        kind = self.types.joined(node, tuple(parts.values()), words)
        nullable = all(self.parts.allow_null(part.node) for part in one.said)
        if nullable and not isinstance(kind, Nullable):
            return Nullable(kind)
        return kind

    def _direction(self, node: Node) -> Direction:
        """Who writes a field. What says both at once says nothing.

        Beside a reference, it counts from OpenAPI 3.1 on only.
        """
        schema = self.spec.follow(node)
        said = [schema, *map(self.spec.follow, (schema / "allOf").items())]
        if self.spec.version != "3.0":
            said.append(node)
        received = any((one / "readOnly").value is True for one in said)
        sent = any((one / "writeOnly").value is True for one in said)
        if received is sent:
            return Direction.BOTH
        return Direction.RECEIVED if received else Direction.SENT

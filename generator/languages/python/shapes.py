"""The shapes of the run time that stand for types, unions above all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.languages.python.imports import Import, runtime
from generator.languages.python.patterns import is_safe_pattern
from generator.languages.python.spelling import literal
from generator.languages.python.table import Row
from generator.languages.python.unions import Nest, Piece
from generator.model import (
    Alias,
    Constant,
    Declaration,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    TupleOf,
    Type,
    TypeId,
)
from generator.text import Code, Text


class Names(Protocol):
    """What shapes need to know of types."""

    def declaration(self, identifier: TypeId) -> Declaration:
        """What a reference leads to."""
        ...

    def shape_name(self, identifier: TypeId) -> tuple[Code, Import]:
        """The constant that holds the shape of an alias, and its import."""
        ...

    def class_name(self, identifier: TypeId) -> tuple[Code, Import]:
        """The class of a record or an enumeration, and its import."""
        ...

    def row(self, kind: Primitive) -> Row:
        """How the pack has a type."""
        ...

    def is_undefined(self, identifier: TypeId) -> bool:
        """Whether an alias is defined only further below."""
        ...


@dataclass(frozen=True, slots=True)
class Shapes:
    """Spells shapes, and collects the imports that they need."""

    names: Names
    imports: set[Import]

    def piece(self, kind: Type) -> Piece:
        """The expression for the shape of a type."""
        match kind:
            case Primitive():
                shape = self.names.row(kind).shape
                self.imports.update(shape.imports)
                return shape.name
            case Constant(value):
                return self._call("constant_shape", literal(value))
            case ListOf(inner):
                return self._call("list_shape", self.piece(inner))
            case TupleOf(items):
                return self._call("tuple_shape", *map(self.piece, items))
            case MapOf(inner, patterns):
                return self._call("map_shape", self.piece(inner), *names(patterns))
            case Nullable(inner, is_firm):
                # Where null does not count, it is read as it is, and reported.
                piece = self.piece(inner)
                return self._call("nullable_shape", piece) if is_firm else piece
            case OneOf():
                return self._one_of(kind)
            case Ref(identifier):
                return self._declared(identifier)

    def _one_of(self, union: OneOf) -> Piece:
        inside: list[Piece] = []
        values = [one.value for one in union.variants if isinstance(one, Constant)]
        if values:
            inside.append(self._call("constant_shape", *map(literal, values)))
        if len(values) == len(union.variants):
            return inside[0]
        others = [one for one in union.variants if not isinstance(one, Constant)]
        inside += map(self.piece, others)
        if union.discriminator is not None:
            inside.append(Code(f"by={literal(union.discriminator.field)}"))
            meant: dict[Text, list[Piece]] = {}
            for text, ref in union.discriminator.mapping:
                meant.setdefault(text, []).append(self.piece(ref))
            entries = tuple(_entry(text, refs) for text, refs in meant.items())
            inside.append(Nest("values={", entries, "}"))
        return self._call("one_of", *inside)

    def _declared(self, identifier: TypeId) -> Piece:
        if not isinstance(self.names.declaration(identifier), Alias):
            name, imported = self.names.class_name(identifier)
            self.imports.add(imported)
            return name
        name, imported = self.names.shape_name(identifier)
        self.imports.add(imported)
        if self.names.is_undefined(identifier):
            return self._call("later", Code(f"lambda: {name}"))
        return name

    def _call(self, name: str, *inside: Piece) -> Nest:
        return Nest(f"{self._used(name)}(", inside)

    def _used(self, name: str) -> Code:
        self.imports.update(runtime(name))
        return Code(name)


def names(patterns: Sequence[Text]) -> list[Code]:
    """The patterns for names of a map as an argument; none if one of them is not safe."""
    if not patterns or not all(is_safe_pattern(one.raw) for one in patterns):
        return []
    return [Code(f"names={literal(tuple(patterns))}")]


def _entry(text: Text, meant: list[Piece]) -> Piece:
    key = literal(text)
    if len(meant) > 1:
        return Nest(f"{key}: (", tuple(meant))
    return Code(f"{key}: {meant[0]}")

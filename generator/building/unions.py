"""`oneOf` and `anyOf`: values of one of several types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from generator.building.parts import (
    Part,
    Parts,
    alternatives,
    is_never,
    is_null,
    literal_fields,
)
from generator.building.products import combinations, joined_words, place_of
from generator.building.telling import Candidate, Telling
from generator.document import Node, Pointer
from generator.model import (
    Declaration,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Record,
    Ref,
    Type,
)
from generator.resolve import Spec
from generator.scalar import Scalar
from generator.words import split_words

_DEMANDING = frozenset({"properties", "required"})
_DEPTH = 20
"""How deeply unions of unions are looked into for records that look alike."""
_SHORT = 4
"""How much a union may weigh that is written where it is used."""


class TypeMaker(Protocol):
    """What unions need of the other types."""

    def type_of(self, node: Node, words: tuple[str, ...]) -> Type:
        """The type that a schema describes."""
        ...

    def shape_of(self, node: Node, parts: tuple[Part, ...]) -> type[Declaration] | None:
        """Which declaration a schema needs, if any."""
        ...

    def ref_to(self, node: Node) -> Ref:
        """A reference to what a schema is, or will be, declared as."""
        ...

    def record(
        self,
        node: Node,
        parts: tuple[Part, ...],
        words: tuple[str, ...],
        at: Pointer,
    ) -> Ref:
        """A record of several parts, declared for a place of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Unions:
    """Builds unions."""

    spec: Spec
    parts: Parts
    types: TypeMaker
    telling: Telling

    def build(
        self, node: Node, parts: tuple[Part, ...], words: tuple[str, ...]
    ) -> Type:
        """The type of a schema some of whose parts have alternatives.

        What stands beside them belongs to each of them. Null makes the whole nullable,
        equal variants are one, and unions among them are taken apart.
        """
        sources = [part.node for part in parts if part.has_alternatives]
        base = tuple(part for part in parts if part.says & _DEMANDING)
        if len(sources) > 1:
            return self._product(node, sources, base, words)
        source = sources[0]
        found = [one for one in alternatives(source) if not is_never(one)]
        variants = [one for one in found if not is_null(one)]
        names = self._names(source, variants, words)
        kinds: list[Type] = []
        candidates: list[Candidate] = []
        for one, name in zip(variants, names, strict=True):
            own = self.parts.of_target(Part(one, name))
            joined = (*base, *own)
            if base and self._are_records(own):
                at = node.at / one.at.parts[-2] / one.at.parts[-1]
                ref = self.types.record(one, joined, name, at)
                kinds.append(ref)
                candidates.append(Candidate(ref, joined, self.spec.follow(one)))
            else:
                kinds.append(self.types.type_of(one, name))
                candidates += self._candidates(one, name)
        itself = self.types.ref_to(node)
        others = [kind for kind in kinds if kind != itself]
        union = union_of(others, nullable=len(variants) < len(found))
        return self._told_apart(union, source, candidates)

    def _product(
        self,
        node: Node,
        sources: list[Node],
        base: tuple[Part, ...],
        words: tuple[str, ...],
    ) -> Type:
        """The records that several unions of objects make together."""
        names: list[dict[Pointer, tuple[str, ...]]] = []
        for source in sources:
            listed = [one for one in alternatives(source) if not is_null(one)]
            called = self._names(source, listed, words)
            names.append(
                {one.at: name for one, name in zip(listed, called, strict=True)}
            )
        candidates: list[Candidate] = []
        for chosen in combinations(sources, names):
            own = [part for one in chosen for part in self.parts.of_target(one)]
            joined = tuple({part.node.at: part for part in (*base, *own)}.values())
            at = place_of(node.at, chosen)
            ref = self.types.record(node, joined, joined_words(chosen, words), at)
            candidates.append(Candidate(ref, joined, Node(node.value, at)))
        union = union_of(one.ref for one in candidates)
        return self._told_apart(union, node, candidates)

    def of_types(self, kinds: Iterable[tuple[Node, Type]], source: Node) -> Type:
        """The union of types that were made already, each with its schema.

        `source` is where it is said that they are alternatives.
        """
        known = dict(kinds)
        candidates = [one for node in known for one in self._candidates(node, ())]
        return self._told_apart(union_of(known.values()), source, candidates)

    def _told_apart(
        self, union: Type, source: Node, candidates: list[Candidate]
    ) -> Type:
        """A union with what its records are told apart by."""
        if isinstance(union, Nullable):
            return Nullable(self._told_apart(union.inner, source, candidates))
        if not isinstance(union, OneOf):
            return union
        distinct = list({one.ref: one for one in candidates}.values())
        discriminator = self.telling.discriminator(source, distinct)
        mapped = (
            {ref for _, ref in discriminator.mapping} if discriminator else set[Ref]()
        )
        free = [one for one in distinct if one.ref not in mapped]
        self.telling.report_twins(source, free)
        return replace(union, discriminator=discriminator)

    def _are_records(self, parts: Iterable[Part]) -> bool:
        return all(
            (part.is_object or part.is_empty) and not part.has_alternatives
            for part in parts
        )

    def _candidates(self, start: Node, words: tuple[str, ...]) -> list[Candidate]:
        """The records that an alternative leads to."""
        found: list[Candidate] = []
        seen: set[Pointer] = set()
        pending = [(start, 0)]
        while pending:
            one, depth = pending.pop()
            node = one if self.parts.is_joined(one) else self.spec.follow(one)
            if node.at in seen or depth > _DEPTH:
                continue
            seen.add(node.at)
            parts = self.parts.of(node, words)
            if self.types.shape_of(node, parts) is Record:
                found.append(Candidate(self.types.ref_to(node), parts, node))
            elif len(parts) == 1 and parts[0].node.at != node.at:
                pending.append((parts[0].node, depth + 1))
            elif len(parts) == 1 and not parts[0].says & _DEMANDING:
                others = reversed(alternatives(parts[0].node))
                pending += [(other, depth + 1) for other in others]
        return found

    def _names(
        self, source: Node, variants: list[Node], words: tuple[str, ...]
    ) -> list[tuple[str, ...]]:
        """What alternatives are called that the document gives no name."""
        if len(variants) == 1:
            return [words]
        kinds = [_word(one) for one in variants]
        counts = Counter(kinds)
        names: list[tuple[str, ...]] = []
        for one, kind in zip(variants, kinds, strict=True):
            title = split_words((one / "title").text)
            own = self.parts.words_of(self.spec.follow(one))
            special = title or self._literal_words(source, one)
            if own:
                names.append((*words, *own))
            elif special:
                named = special[: len(words)] == words
                names.append(special if named else (*words, *special))
            elif counts[kind] == 1:
                names.append((*words, kind))
            else:
                names.append((*words, "variant", str(int(one.at.parts[-1]) + 1)))
        return names

    def _literal_words(self, source: Node, variant: Node) -> tuple[str, ...]:
        """The words of the text by which a variant is told from others."""
        if "$ref" in variant:
            return ()
        fields = literal_fields(self.spec, self.parts.of(variant, ()))
        named = (source / "discriminator" / "propertyName").text
        for name in (named, "type", "kind"):
            if len(fields.get(name, ())) == 1:
                return split_words(fields[name][0])
        return ()


def is_short(union: Type) -> bool:
    """Whether a union needs no name: two declared types, say, or four others."""
    plain = union.inner if isinstance(union, Nullable) else union
    variants = plain.variants if isinstance(plain, OneOf) else ()
    return sum(2 if _is_declared(one) else 1 for one in variants) <= _SHORT


def _is_declared(kind: Type) -> bool:
    while isinstance(kind, ListOf | MapOf | Nullable):
        kind = kind.item if isinstance(kind, ListOf) else _inside(kind)
    return isinstance(kind, Ref)


def _inside(kind: MapOf | Nullable) -> Type:
    return kind.value if isinstance(kind, MapOf) else kind.inner


def _word(node: Node) -> str:
    """What kind of type an alternative is, for its name."""
    kind = (node / "type").text
    if "enum" in node:
        return "value"
    if "$ref" in node or kind in ("boolean", "integer", "number", "string"):
        return kind  # it has a name, or needs none
    return "item" if kind == "array" else "object"


def union_of(kinds: Iterable[Type], *, nullable: bool = False) -> Type:
    """The union of types: one of them, if that is all there is."""
    variants: dict[Type, None] = {}
    for kind in kinds:
        if isinstance(kind, Nullable):
            nullable, kind = True, kind.inner
        inner = kind.variants if isinstance(kind, OneOf) else (kind,)
        variants.update(dict.fromkeys(inner))
    never, anything = Primitive(Scalar.NEVER), Primitive(Scalar.ANY)
    variants.pop(never, None)
    union: Type
    if anything in variants:
        union = anything
    elif len(variants) > 1:
        union = OneOf(tuple(variants))
    else:
        union = next(iter(variants), never)
    return Nullable(union) if nullable else union

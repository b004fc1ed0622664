"""How the variants of a union are told apart."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.building.parts import Part, literal_fields
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node
from generator.model import Discriminator, Ref
from generator.resolve import Spec
from generator.text import Text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that an object of a union may be."""

    ref: Ref
    parts: tuple[Part, ...]
    target: Node
    """The schema that a reference led to, or the schema itself."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Finds what tells the records of a union apart."""

    spec: Spec
    found: Diagnostics

    def discriminator(
        self, node: Node, candidates: Sequence[Candidate]
    ) -> Discriminator | None:
        """The field that says which record an object is; None if there is none.

        It is the one that the document names (OpenAPI, Discriminator Object), or one
        that each record holds to texts of its own.
        """
        if len(candidates) < 2:
            return None
        literals = [literal_fields(self.spec, one.parts) for one in candidates]
        named = (node / "discriminator" / "propertyName").text
        if not named:
            return _implied(candidates, literals)
        said = self._mapping(node / "discriminator" / "mapping", candidates)
        mapped = {ref for _, ref in said}
        for one, fields in zip(candidates, literals, strict=True):
            if one.ref not in mapped:
                texts = fields.get(named, _component(one.target))
                said += [(text, one.ref) for text in texts]
        return _discriminator(named, said)

    def report_twins(self, node: Node, candidates: Sequence[Candidate]) -> None:
        """Report records that look alike: what is read is always the first of them."""
        first: dict[str, Candidate] = {}
        for one in candidates:
            before = first.setdefault(self._looks(one), one)
            if before is not one:
                message = (
                    f"objects like {before.target.at} and {one.target.at} cannot be "
                    "told apart: they are read as the first"
                )
                self.found.notice(Code.DISCRIMINATOR, message, node.at)

    def _mapping(
        self, mapping: Node, candidates: Sequence[Candidate]
    ) -> list[tuple[str, Ref]]:
        """What the document's mapping says of these records."""
        refs = {str(one.target.at): one.ref for one in candidates}
        schemas = self.spec.root / "components" / "schemas"
        said: list[tuple[str, Ref]] = []
        for text, entry in mapping.entries():
            target = self.spec.follow(entry)
            if target.at == entry.at:
                name = entry.text.removeprefix("#/components/schemas/")
                target = self.spec.follow(schemas / name)
            ref = refs.get(str(target.at))
            if ref is not None:
                said.append((text, ref))
        return said

    def _looks(self, candidate: Candidate) -> str:
        """All by which an object is recognised, written down."""
        fields: dict[str, object] = {}
        required: set[str] = set()
        for part in candidate.parts:
            required |= part.requires
            for name, node in (part.node / "properties").entries():
                target = self.spec.follow(node)
                keys = ("type", "format", "enum", "const")
                said = {key: target.fields.get(key) for key in keys}
                fields[name] = str(target.at) if "$ref" in node else said
        return json.dumps([fields, sorted(required)], sort_keys=True, default=str)


def _component(target: Node) -> tuple[str, ...]:
    """The name by which a schema is known where no mapping says another one."""
    parts = target.at.parts
    return parts[-1:] if parts[:-1] == ("components", "schemas") else ()


def _implied(
    candidates: Sequence[Candidate], literals: Sequence[Mapping[str, tuple[str, ...]]]
) -> Discriminator | None:
    """The first field, by name, of which each record has texts that no other one has."""
    shared = set(literals[0]).intersection(*literals[1:])
    for name in sorted(shared):
        texts = [text for fields in literals for text in set(fields[name])]
        if max(Counter(texts).values()) == 1:
            said = [
                (text, one.ref)
                for one, fields in zip(candidates, literals, strict=True)
                for text in fields[name]
            ]
            return _discriminator(name, said)
    return None


def _discriminator(name: str, said: Sequence[tuple[str, Ref]]) -> Discriminator | None:
    in_order = sorted(dict.fromkeys(said), key=lambda one: one[0])
    mapping = tuple((Text(text), ref) for text, ref in in_order)
    return Discriminator(Text(name), mapping) if mapping else None

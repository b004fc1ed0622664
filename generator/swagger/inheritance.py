"""Discriminators whose values are names that schemas no longer have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from generator.document import Json, Node, Pointer
from generator.swagger.names import allowed_names
from generator.swagger.places import Places, fragment

_MOST_ANCESTORS = 10


def note_renamed(
    definitions: Node, schemas: Mapping[str, Json], places: Places
) -> None:
    """Let discriminators lead to schemas whose names had to change.

    In Swagger 2.0 the value of a discriminator is the name of a definition (Schema
    Object). It still is on the wire, so the base of what was renamed gets a mapping.
    """
    names = allowed_names(definitions.fields)
    for name, new in sorted(names.items()):
        if name == new:
            continue
        for base in islice(_ancestors(definitions, name), _MOST_ANCESTORS):
            schema = Node(schemas[names[base]], Pointer())
            discriminator = (schema / "discriminator").value
            if not isinstance(discriminator, dict):
                continue
            mapping = discriminator.setdefault("mapping", {})
            if isinstance(mapping, dict):
                mapping[name] = fragment(("components", "schemas", new))
                place = ("components", "schemas", names[base], "discriminator")
                places.note((*place, "mapping"), (definitions / base).at)
                places.note((*place, "mapping", name), (definitions / name).at)


def _ancestors(definitions: Node, name: str) -> Iterator[str]:
    """A definition and all that it is made of by `allOf`."""
    seen = {name}
    pending = [name]
    while pending:
        name = pending.pop()
        yield name
        for part in (definitions / name / "allOf").items():
            parts = Pointer.parse((part / "$ref").text.removeprefix("#")).parts
            is_definition = len(parts) == 2 and parts[0] == "definitions"
            if is_definition and parts[1] in definitions and parts[1] not in seen:
                seen.add(parts[1])
                pending.append(parts[1])

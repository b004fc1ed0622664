"""The keys that objects have by OpenAPI's schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.document import Json, Node, Pointer
from generator.grammar import METHODS
from generator.validate.faults import Fault


def known_keys(fault: Fault, schema: Json) -> set[str]:
    """The keys that an object may have, where a fault says that it may not have one."""
    keys: set[str] = set(METHODS[:8]) if fault.kind == "pathitem" else set()
    root = Node(schema, Pointer())
    for part in _parts(_at(root, fault.rule[:-1]), root):
        keys.update((part / "properties").fields)
    return keys


def _parts(holder: Node, schema: Node) -> Iterator[Node]:
    """A schema, and all that it applies to the same value."""
    pending, seen = [holder], set[Pointer]()
    while pending:
        part = pending.pop()
        if part.at in seen or not part.fields:
            continue
        seen.add(part.at)
        yield part
        pending.extend(part / key for key in ("if", "then", "else"))
        for key in ("allOf", "anyOf", "oneOf"):
            pending.extend((part / key).items())
        pending.extend(inner for _, inner in (part / "dependentSchemas").entries())
        reference = (part / "$ref").text
        if reference:
            pending.append(_at(schema, Pointer.parse(reference[1:]).parts))


def _at(node: Node, steps: Iterable[str]) -> Node:
    for step in steps:
        node /= int(step) if isinstance(node.value, list) else step
    return node

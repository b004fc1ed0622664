"""Schemas that allow several types, as they are for some of them."""

from __future__ import annotations

from generator.document import Node

_ONLY_OF = {
    "additionalProperties": "object",
    "enum": "string",
    "properties": "object",
    "required": "object",
}
"""Keys that speak of one type only, for schemas that allow several types."""


def without_null(node: Node) -> Node:
    """A schema without the `null` in its `type` (3.1)."""
    kinds = node / "type"
    if not isinstance(kinds.value, list):
        return node
    others = [kind.value for kind in kinds.items() if kind.text != "null"]
    kind = others[0] if len(others) == 1 else others
    return Node({**node.fields, "type": kind}, node.at)


def of_kind(node: Node, kind: str) -> Node:
    """A schema that allows several types, as it is for one of them."""
    fields = {
        key: value
        for key, value in node.fields.items()
        if _ONLY_OF.get(key, kind) == kind
    }
    return Node({**fields, "type": kind}, node.at)

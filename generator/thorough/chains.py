"""Chains of references, made short before the walk."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document import Json, Node, Pointer


def shorten(document: Json) -> None:
    """Let each reference lead to the end of its chain at once, in place.

    The library follows every link again from each start, which takes time by the square
    of the length. What it finds stays the same: it reads nothing beside a `$ref`.
    """
    mappings = list(_mappings(document))
    if any("$id" in mapping for mapping in mappings):
        return  # pointers may begin elsewhere than at the root
    links: dict[str, str] = {}
    for mapping in mappings:
        text = mapping.get("$ref")
        if isinstance(text, str) and text.startswith("#/") and text not in links:
            next_link = (_target(document, text) / "$ref").text
            if next_link.startswith("#/"):
                links[text] = next_link
    ends = {text: end for text in [*links] if (end := _end(text, links))}
    for mapping in mappings:
        text = mapping.get("$ref")
        if isinstance(text, str):
            mapping["$ref"] = ends.get(text, text)


def _mappings(document: Json) -> Iterator[dict[str, Json]]:
    pending: list[Json] = [document]
    while pending:
        match pending.pop():
            case dict() as fields:
                yield fields
                pending.extend(fields.values())
            case list() as items:
                pending.extend(items)
            case _:
                pass


def _target(document: Json, text: str) -> Node:
    node = Node(document, Pointer())
    for step in Pointer.parse(text[1:]).parts:
        is_index = isinstance(node.value, list) and step.isdecimal()
        node /= int(step) if is_index else step
    return node


def _end(text: str, links: dict[str, str]) -> str:
    """The end of a chain; empty if it has none. What was passed leads there from now."""
    passed: list[str] = []
    seen: set[str] = set()
    while text in links:
        if text in seen:
            for one in passed:
                del links[one]
            return ""
        seen.add(text)
        passed.append(text)
        text = links[text]
    for one in passed:
        links[one] = text
    return text

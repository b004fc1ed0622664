"""Parts of a schema that are not all objects: which of them tells the type."""

from __future__ import annotations

from generator.building.parts import Part, alternatives, is_null


def agreed(parts: tuple[Part, ...]) -> Part | None:
    """The part that says most; None if no value could be all that the parts say.

    What lists values says more than a union, and that more than a type which its
    alternatives have anyway. Of two that say the same, the later one is narrower.
    """
    unions = [part for part in parts if part.has_alternatives]
    others = [part for part in parts if not part.has_alternatives]
    kinds = {kind for part in others if (kind := _kind(part))}
    if len(kinds) > 1 and kinds != {"integer", "number"}:
        return None
    if unions and any(part.is_object for part in others):
        return None
    ranks = [(_rank(part, unions), index) for index, part in enumerate(parts)]
    return parts[max(ranks)[1]]


def _rank(part: Part, unions: list[Part]) -> int:
    if part.has_alternatives:
        return 2
    if "const" in part.node:
        return 5
    if "enum" in part.node:
        return 4
    is_narrower = any(_kinds(union) - {_kind(part), ""} for union in unions)
    return 3 if is_narrower else 1


def _kind(part: Part) -> str:
    return (part.node / "type").text


def _kinds(union: Part) -> set[str]:
    """The types of a union's alternatives; empty texts for those that are references."""
    found = alternatives(union.node)
    return {(one / "type").text for one in found if not is_null(one)}

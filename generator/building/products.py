"""Several unions of objects in one `allOf`: each alternative of one with each of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from generator.building.parts import Part, alternatives, is_never, is_null
from generator.document import Node, Pointer
from generator.resolve import Spec

_MOST = 64
"""How many records a product may have. Nobody would read more of them."""


def has_product(spec: Spec, sources: Sequence[Node]) -> bool:
    """Whether unions can be multiplied: their alternatives are objects, and few."""
    listed = [_objects_of(source) for source in sources]
    small = 0 < prod(map(len, listed)) <= _MOST
    return small and all(_is_object(spec, one) for several in listed for one in several)


def combinations(
    sources: Sequence[Node], names: Sequence[dict[Pointer, tuple[str, ...]]]
) -> Iterator[list[Part]]:
    """The alternatives that make a record together, one of each union."""
    listed = [
        [Part(one, known[one.at]) for one in _objects_of(source)]
        for source, known in zip(sources, names, strict=True)
    ]
    for chosen in product(*listed):
        yield list(chosen)


def joined_words(chosen: Sequence[Part], words: tuple[str, ...]) -> tuple[str, ...]:
    """What a record of several alternatives is called: after all of them."""
    said = words
    for part in chosen:
        own = part.words
        said += own[len(words) :] if own[: len(words)] == words else own
    return said


def place_of(at: Pointer, chosen: Sequence[Part]) -> Pointer:
    """A place for a record that stands nowhere: the steps to all alternatives."""
    for part in chosen:
        at = at / part.node.at.parts[-2] / part.node.at.parts[-1]
    return at


def _objects_of(source: Node) -> list[Node]:
    """The alternatives that can hold together with others; null and nothing cannot."""
    return [one for one in alternatives(source) if not (is_null(one) or is_never(one))]


def _is_object(spec: Spec, start: Node) -> bool:
    """Whether a schema, with all that it is joined of, describes an object and no union."""
    seen: set[Pointer] = set()
    pending = [start]
    while pending:
        node = spec.follow(pending.pop())
        if node.at in seen:
            continue
        seen.add(node.at)
        inner = list((node / "allOf").items())
        if alternatives(node) or not (inner or Part(node, ()).is_object):
            return False
        pending += inner
    return True

"""Which types share a module."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from generator.model import Declaration, Enumeration, TypeId
from generator.plan.graph import cycles, uses


def find_homes(
    types: Collection[Declaration], published: Mapping[TypeId, TypeId]
) -> dict[TypeId, TypeId]:
    """For each type, the one that gives its module the name.

    Each record has a module, which it shares with the enumerations that only it needs.
    Types that need each other share one as well, so that no import is circular. What is
    published stays where it is, as far as that lets it; the type that gave a module its
    name may be gone.
    """
    graph = {declaration.id: uses(declaration) for declaration in types}
    together = cycles(graph)
    homes: dict[TypeId, TypeId] = {}
    for declaration in types:
        one = declaration.id
        first = together[one]
        homes[one] = published.get(one) or published.get(first) or first
    users: dict[TypeId, set[TypeId]] = {}
    for user, used in graph.items():
        for one in used:
            users.setdefault(one, set()).add(homes[user])
    for declaration in types:
        owners = users.get(declaration.id, set())
        is_new = declaration.id not in published
        if is_new and isinstance(declaration, Enumeration) and len(owners) == 1:
            homes[declaration.id] = next(iter(owners))
    merged = _merged(graph, homes, published)
    return {one: merged[home] for one, home in homes.items()}


def _merged(
    graph: Mapping[TypeId, Sequence[TypeId]],
    homes: Mapping[TypeId, TypeId],
    published: Mapping[TypeId, TypeId],
) -> Mapping[TypeId, TypeId]:
    """Modules that need each other become one, called after a published one if it can."""
    between: dict[TypeId, list[TypeId]] = {}
    known = set(published.values())
    for home in sorted(set(homes.values()), key=lambda one: (one not in known, one)):
        between[home] = []
    for user, used in graph.items():
        between[homes[user]] += (
            homes[one] for one in used if homes[one] != homes[user]
        )
    return cycles(between)

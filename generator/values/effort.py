"""How much work it is to measure a value, counted before it is done.

Alternatives of alternatives take time that doubles with each of them, in any engine. A
few lines of a document can ask for more than there is, so what takes too much is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from generator.document import Json
from generator.values.translation import Definition

# How often a schema may meet a part of a value. Large honest examples need thousands.
MAX_STEPS = 50_000
MAX_STEPS_OF_ALL = 2_000_000  # for all values of a document; the largest need a tenth

# These hold schemas for the same value, for any of its members, for any of its items.
_SAME = ("allOf", "anyOf", "dependentSchemas", "else", "if", "not", "oneOf", "then")
_MEMBERS = ("additionalProperties", "patternProperties", "unevaluatedProperties")
_ITEMS = ("contains", "items", "prefixItems", "unevaluatedItems")


@dataclass(frozen=True, slots=True)
class _Branches:
    """The schemas that a schema leads to, by number."""

    same: Sequence[int]
    properties: dict[str, int]
    members: Sequence[int]
    items: Sequence[int]


@dataclass(slots=True)
class Effort:
    """Counts the steps of measuring values, and knows how many are left."""

    left: int = MAX_STEPS_OF_ALL
    refused: int = 0
    """How many times a value was not measured."""
    _branches: dict[int, tuple[Definition, _Branches]] = field(
        default_factory=dict[int, tuple[Definition, _Branches]]
    )

    def allows(
        self, value: Json, number: int, definition: Callable[[int], Definition]
    ) -> bool:
        """Whether a value can be measured by a schema. If so, the steps are taken."""
        most = min(MAX_STEPS, self.left)
        steps = 0
        pending: list[tuple[int, Json]] = [(number, value)]
        while pending and steps <= most:
            steps += 1
            number, value = pending.pop()
            branches = self._branches_of(number, definition(number))
            pending += [(one, value) for one in branches.same]
            if isinstance(value, dict):
                names = branches.properties.keys() & value.keys()
                pending += [(branches.properties[name], value[name]) for name in names]
                for one in branches.members:
                    pending += [(one, member) for member in value.values()]
            elif isinstance(value, list):
                for one in branches.items:
                    pending += [(one, item) for item in value]
        self.left -= min(steps, most)
        if pending:
            self.refused += 1
        return not pending

    def _branches_of(self, number: int, definition: Definition) -> _Branches:
        known = self._branches.get(number)
        if known is None or known[0] is not definition:
            known = definition, _read(definition)
            self._branches[number] = known
        return known[1]


def _read(definition: Definition) -> _Branches:
    if isinstance(definition, bool):
        return _Branches((), {}, (), ())
    properties = definition.get("properties")
    named = properties.items() if isinstance(properties, dict) else ()
    targets = {name: _targets(inner) for name, inner in named}
    return _Branches(
        same=(*_targets(definition, deep=False), *_below(definition, _SAME)),
        properties={name: found[0] for name, found in targets.items() if found},
        members=_below(definition, _MEMBERS),
        items=_below(definition, _ITEMS),
    )


def _below(definition: dict[str, Json], keys: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(n for k in keys if k in definition for n in _targets(definition[k]))


def _targets(value: Json, *, deep: bool = True) -> list[int]:
    """The numbers that a reference, a list or a mapping of them leads to."""
    match value:
        case {"$ref": str(target)}:
            return [int(target.rpartition("/")[2])]
        case dict() if deep:
            inner = list(value.values())
        case list():
            inner = value
        case _:
            return []
    return [number for one in inner for number in _targets(one, deep=False)]

"""A document as it should be, and what makes it so, as actions of an overlay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.document import Json, Pointer

Parts: TypeAlias = tuple[str, ...]

_MAX_REASONS = 3  # that an action tells


@dataclass(frozen=True, slots=True)
class Action:
    """An Action Object (OpenAPI Overlay 1.0.0): removes a place, or adds to an object."""

    target: Pointer
    why: str
    update: Json = None
    """What is merged into the target; None if the target is removed."""


@dataclass(slots=True)
class Draft:
    """A changed copy of a value, which shares all that has not changed with it."""

    value: Json
    _copies: dict[int, Json] = field(default_factory=dict[int, Json])
    """The containers that are the draft's own, by their `id`."""
    _reasons: dict[Parts, dict[str, None]] = field(
        default_factory=dict[Parts, dict[str, None]]
    )

    def get(self, parts: Parts) -> Json:
        """What stands at a place, None if nothing does."""
        here = self.value
        for part in parts:
            match here:
                case dict() if part in here:
                    here = here[part]
                case list() if _is_index(part, here):
                    here = here[int(part)]
                case _:
                    return None
        return here

    def put(self, parts: Parts, value: Json, why: str) -> None:
        """Replace what stands at a place, or add a key to an object."""
        if not parts:
            self.value = value
            return
        match self._own(parts[:-1]):
            case dict() as fields:
                fields[parts[-1]] = value
            case list() as items if _is_index(parts[-1], items):
                items[int(parts[-1])] = value
            case _:
                return
        self._note(parts, why)

    def drop(self, places: Iterable[Parts], why: Callable[[Parts], str]) -> None:
        """Remove places. A list of samples that gets empty goes as a whole."""
        # The last items go first, so that the indexes of the others stay right.
        for parts in sorted(places, key=_backwards, reverse=True):
            match self._own(parts[:-1]):
                case dict() as fields:
                    fields.pop(parts[-1], None)
                    is_empty = not fields and parts[-2:-1] == ("examples",)
                case list() as items if _is_index(parts[-1], items):
                    del items[int(parts[-1])]
                    is_empty = not items and parts[-2] in ("enum", "examples")
                case _:
                    continue
            self._note(parts, why(parts))
            if is_empty:
                self.drop([parts[:-1]], why)

    def actions(self, original: Json, file: str) -> list[Action]:
        """What makes the draft of the original, in the order of the document."""
        return [
            Action(Pointer(target, file), self._reason((*target, *more)), update)
            for target, more, update in _differences(original, self.value)
        ]

    def _own(self, parts: Parts) -> Json:
        """The container at a place, the draft's own, as are those around it."""
        self.value = here = self._copy(self.value)
        for part in parts:
            match here:
                case dict() if part in here:
                    here[part] = below = self._copy(here[part])
                case list() if _is_index(part, here):
                    here[int(part)] = below = self._copy(here[int(part)])
                case _:
                    return None
            here = below
        return here

    def _copy(self, value: Json) -> Json:
        if id(value) in self._copies or not isinstance(value, (dict, list)):
            return value
        copy = value.copy()
        self._copies[id(copy)] = copy  # kept, so that no other gets its `id`
        return copy

    def _note(self, parts: Parts, why: str) -> None:
        # A change may show as one of something around it.
        for length in range(len(parts), 0, -1):
            self._reasons.setdefault(parts[:length], {})[why] = None

    def _reason(self, parts: Parts) -> str:
        while parts and parts not in self._reasons:
            parts = parts[:-1]
        reasons = list(self._reasons.get(parts, ()))
        more = [f"{len(reasons) - _MAX_REASONS} more"] if reasons[_MAX_REASONS:] else []
        return "; ".join([*reasons[:_MAX_REASONS], *more])


def _is_index(part: str, items: list[Json]) -> bool:
    return part.isdecimal() and int(part) < len(items)


def _backwards(parts: Parts) -> tuple[int, Parts, int, str]:
    last = parts[-1]
    return len(parts), parts[:-1], int(last) if last.isdecimal() else -1, last


def _differences(old: Json, new: Json) -> Iterator[tuple[Parts, Parts, Json]]:
    """Targets, what they are about below the target, and updates (None: removals).

    What both values share is not looked at.
    """
    rewritten = _rewritten(old, new)
    pending: list[tuple[Parts, Json, Json]] = [((), old, new)]
    while pending:
        at, before, after = pending.pop()
        below: list[tuple[Parts, Json, Json]] = []
        match before, after:
            case list(), list():
                pairs = enumerate(zip(before, after, strict=True))
                below = [((*at, str(i)), a, b) for i, (a, b) in pairs if a is not b]
            case dict(), dict():
                yield from (
                    ((*at, key), (), None) for key in before if key not in after
                )
                for key, value in after.items():
                    place = (*at, key)
                    known = before.get(key)
                    if key in before and known is value:
                        continue
                    if place in rewritten:
                        yield place, (), None
                        yield at, (key,), {key: value}
                    elif (more := _appended(known, value)) is not None:
                        yield at, (key,), {key: more}
                    elif key in before and isinstance(value, (dict, list)):
                        below.append((place, known, value))
                    else:
                        yield at, (key,), {key: value}
            case _:
                pass
        pending += reversed(below)


def _rewritten(old: Json, new: Json) -> set[Parts]:
    """The places that have to be removed and written anew.

    Overlay 1.0.0 selects objects and lists only, merges objects and appends to lists. So
    a single value can change, but not go or become a list; then what is around it is
    rewritten, up to something that is known by a key.
    """
    rewritten: set[Parts] = set()
    pending: list[tuple[Parts, Parts, Json, Json]] = [((), (), old, new)]
    while pending:
        at, keyed, before, after = pending.pop()
        match before, after:
            case dict(), dict():
                for key, known in before.items():
                    value = after.get(key)
                    if key in after and known is value:
                        continue
                    is_nested = isinstance(value, (dict, list))
                    if isinstance(known, (dict, list)):
                        if key in after:
                            pending.append(((*at, key), (*at, key), known, value))
                    elif key not in after or is_nested:
                        rewritten.add(keyed)
            case list(), list() if _appended(before, after) is not None:
                pass
            case list(), list() if len(before) == len(after):
                pairs = enumerate(zip(before, after, strict=True))
                pending += [
                    ((*at, str(i)), keyed, a, b) for i, (a, b) in pairs if a is not b
                ]
            case _:
                rewritten.add(keyed)
    return rewritten


def _appended(before: Json, after: Json) -> list[Json] | None:
    """What was appended to a list, if nothing else was done to it."""
    if not (isinstance(before, list) and isinstance(after, list)):
        return None
    if len(after) <= len(before) or not all(map(_is_same, before, after)):
        return None
    return after[len(before) :]


def _is_same(one: Json, other: Json) -> bool:
    return one is other or (
        not isinstance(one, (dict, list)) and type(one) is type(other) and one == other
    )

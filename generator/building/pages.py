"""What a response has to say about pages: its lists, and the fields around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from generator.building.schemas import Types
from generator.model import Alias, ListOf, Nullable, Primitive, Record, Ref, Type
from generator.paging import Steps
from generator.scalar import Scalar
from generator.words import singular, split_words

# Objects that tell about pages, beside the list or around each other.
_ASIDE = frozenset(
    [
        "cursors",
        "links",
        "meta",
        "metadata",
        "next",
        "nextpage",
        "page",
        "pageinfo",
        "pages",
        "pagination",
        "paging",
        "responsemetadata",
    ]
)
# Objects that hold nothing but the list.
_WRAPPERS = frozenset(["data", "embedded", "response", "result"])
_DEPTH = 3

_ITEMS = frozenset(
    [
        "content",
        "data",
        "elements",
        "entries",
        "items",
        "objects",
        "records",
        "results",
        "rows",
        "value",
        "values",
    ]
)
_BY_NAME = frozenset(
    [
        "nexthref",
        "nextlink",
        "nextpagehref",
        "nextpagelink",
        "nextpageuri",
        "nextpageurl",
        "nexturi",
        "nexturl",
        "odatanextlink",
    ]
)
_NEXT = frozenset(["next", "nextpage"])
_URL_FORMATS = frozenset(["uri", "uri-reference", "url"])


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a page, at whatever depth."""

    steps: Steps
    type: Type
    """Without null, and without names of its own."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names on the way to it, as they are compared."""
        return tuple(plain(step.raw) for step in self.steps)

    @property
    def last(self) -> str:
        """Its own name."""
        return self.steps[-1].raw

    def is_of(self, *scalars: Scalar) -> bool:
        return isinstance(self.type, Primitive) and self.type.scalar in scalars

    @property
    def is_url(self) -> bool:
        """Whether it holds the URL of the next page."""
        if not isinstance(self.type, Primitive) or not self.is_of(Scalar.STRING):
            return False
        *above, last = self.names
        if last in _BY_NAME:
            return True
        if last in {"href", "link", "uri", "url"}:
            return bool(_NEXT & set(above[-1:]))
        form = self.type.format.raw if self.type.format else ""
        return last in _NEXT and (form in _URL_FORMATS or "links" in above)


@dataclass(frozen=True, slots=True)
class Page:
    """The places of a response that may have to do with pages."""

    places: tuple[Place, ...]
    lists: tuple[Place, ...]

    def where(self, names: Collection[str], *scalars: Scalar) -> Steps | None:
        """The field of one of some names and types; the one that is least deep."""
        return self.find(lambda one: one.names[-1] in names and one.is_of(*scalars))

    def find(self, is_meant: Callable[[Place], bool]) -> Steps | None:
        """The first place that is meant; those that are less deep come first."""
        return next((one.steps for one in self.places if is_meant(one)), None)

    def items(self, path: str) -> Place | None:
        """The list that the pages are of, unless it could be another one as well.

        It is the only one, or the only one with a name that is usual, or that of the
        last static segment of the path.
        """
        if len(self.lists) < 2:
            return next(iter(self.lists), None)
        static = [part for part in path.split("/") if part and "{" not in part]
        called = _singular(static[-1]) if static else ()
        usual = [one for one in self.lists if one.names[-1] in _ITEMS]
        namesakes = [one for one in self.lists if _singular(one.last) == called]
        for meant in (usual, namesakes):
            if len(meant) == 1:
                return meant[0]
        return None


def page_of(kind: Type, types: Types) -> Page:
    """What is known of a response that may be a page."""
    start = Place((), bare(kind, types))
    if isinstance(start.type, ListOf):
        return Page((), (start,))
    places: list[Place] = []
    level = [start]
    lists: list[Place] = []
    for _ in range(_DEPTH):
        below = [one for place in level for one in _fields(place, types)]
        lists = lists or [one for one in below if isinstance(one.type, ListOf)]
        level = [one for one in below if one.names[-1] in _ASIDE | _WRAPPERS]
        # What stands in the object that holds the list may be one of its items' own.
        places += [one for one in below if set(one.names[:-1]) <= _ASIDE]
    return Page(tuple(places), tuple(lists))


def field_at(kind: Type, steps: Steps, types: Types) -> Type | None:
    """The type of what some steps lead to, null left aside; None if they lead nowhere."""
    found = Place((), bare(kind, types))
    for step in steps:
        below = {one.steps[-1]: one for one in _fields(found, types)}
        if step not in below:
            return None
        found = below[step]
    return found.type


def bare(kind: Type, types: Types) -> Type:
    """What a type is without null and without the names of aliases."""
    seen: set[Type] = set()
    while kind not in seen:
        seen.add(kind)
        match kind:
            case Nullable(inner):
                kind = inner
            case Ref(identifier):
                declared = types.declaration(identifier)
                kind = declared.target if isinstance(declared, Alias) else kind
            case _:
                break
    return kind


def plain(name: str) -> str:
    """A name as it is compared: without case and signs."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _fields(place: Place, types: Types) -> Iterator[Place]:
    if isinstance(place.type, Ref):
        record = types.declaration(place.type.id)
        for field in record.fields if isinstance(record, Record) else ():
            yield Place((*place.steps, field.name.wire), bare(field.type, types))


def _singular(name: str) -> tuple[str, ...]:
    return tuple(map(singular, split_words(name)))

"""Paging: found by the parameters of an operation and by what its pages are like.

What only looks alike must not be taken for a page: a list that ends too early loses data
without a word. So each shape asks for all that it needs to go on, and to find the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from generator.building.pages import Page, Place, bare, field_at, page_of, plain
from generator.building.responses import successes
from generator.building.schemas import Types
from generator.document import Node
from generator.model import (
    Content,
    ListOf,
    Location,
    Operation,
    Parameter,
    Primitive,
)
from generator.paging import (
    Next,
    NextAfterLast,
    NextCursor,
    NextLink,
    NextNumber,
    NextOffset,
    NextUrl,
    PageSize,
    Paging,
    Steps,
)
from generator.resolve import Spec
from generator.scalar import Scalar
from generator.text import Text
from generator.writing import Style

# Names as `plain` makes them: of arguments first, then of fields.
_SIZES = frozenset(
    [
        "itemsperpage",
        "limit",
        "maxpagesize",
        "maxresults",
        "pagelimit",
        "pagesize",
        "perpage",
        "resultsperpage",
        "size",
        "take",
        "top",
    ]
)
_NUMBERS = frozenset(
    ["currentpage", "page", "pageindex", "pageno", "pagenum", "pagenumber"]
)
_OFFSETS = frozenset(["offset", "skip"])
_TOKENS = frozenset(
    [
        "continuationtoken",
        "cursor",
        "nextcursor",
        "nextpagetoken",
        "nexttoken",
        "pagecursor",
        "pagetoken",
        "token",
    ]
)
_AFTERS = frozenset(["after", "startafter", "startingafter"])
_CURSORS = _TOKENS | _AFTERS | {"marker", "offset", "page"}

_NEXT_CURSORS = frozenset(
    [
        "continuationtoken",
        "endcursor",
        "next",
        "nextcursor",
        "nextmarker",
        "nextoffset",
        "nextpage",
        "nextpagecursor",
        "nextpagetoken",
        "nexttoken",
    ]
)
_MORE = frozenset(["hasmore", "hasnext", "hasnextpage", "more"])
_PAGES = frozenset(["numpages", "pagecount", "pages", "pagestotal", "totalpages"])
_TOTALS = frozenset(
    [
        "count",
        "itemstotal",
        "total",
        "totalcount",
        "totalelements",
        "totalitems",
        "totalresults",
        "totalrecords",
    ]
)
_CURRENT = frozenset(["currentpage", "page", "pageindex", "pagenumber"])

_COUNT = (Scalar.INTEGER, Scalar.NUMBER)
_TEXT = (Scalar.STRING, Scalar.UUID)


def find_paging(arguments: Arguments) -> Paging | None:
    """How to go through what an operation lists, if it lists by pages."""
    operation, types = arguments.operation, arguments.types
    result = operation.result
    if operation.method != "GET" or operation.body is not None:
        return None
    if result is None or result.content is not Content.JSON or result.type is None:
        return None
    page = page_of(result.type, types)
    items = page.items(operation.path.template.raw)
    if items is None:
        return None
    next_page = _next(page, items, arguments, types)
    if next_page is None:
        return None
    return Paging(
        items=items.steps,
        next=next_page,
        size=arguments.size(),
        steered=arguments.steered(next_page),
    )


def _next(page: Page, items: Place, arguments: Arguments, types: Types) -> Next | None:
    """How the next page is found. What the server says goes before what we count."""
    url = page.find(lambda one: one.is_url)
    if url is not None:
        return NextUrl(url)
    # Objects have links for much else.
    if arguments.has_link and (items.steps == () or arguments.are_of_pages):
        return NextLink()
    return (
        _by_cursor(page, arguments)
        or _after_last(page, items, arguments, types)
        or _by_number(page, arguments)
        or _by_offset(page, arguments)
    )


def _by_cursor(page: Page, arguments: Arguments) -> NextCursor | None:
    more = page.where(_MORE, Scalar.BOOLEAN)
    cursor = page.where(_NEXT_CURSORS, *_TEXT)
    parameter = arguments.cursor(cursor)
    if cursor is None and more is not None:
        cursor = page.where({"lastid"}, *_TEXT)
        parameter = arguments.query(_AFTERS, *_TEXT)
    if cursor is None or parameter is None:
        return None
    return NextCursor(parameter.name.wire, cursor, more)


def _after_last(
    page: Page, items: Place, arguments: Arguments, types: Types
) -> NextAfterLast | None:
    more = page.where(_MORE, Scalar.BOOLEAN)
    parameter = arguments.query(_AFTERS, *_TEXT)
    if more is None or parameter is None or not isinstance(items.type, ListOf):
        return None
    identifier = (Text("id"),)
    kind = field_at(items.type.item, identifier, types)
    if not isinstance(kind, Primitive) or kind.scalar not in _TEXT:
        return None
    return NextAfterLast(parameter.name.wire, identifier, more)


def _by_number(page: Page, arguments: Arguments) -> NextNumber | None:
    parameter = arguments.query(_NUMBERS, Scalar.INTEGER)
    # Where there are tokens, numbers are no more than a name for pages.
    if parameter is None or arguments.query(_TOKENS, *_TEXT):
        return None
    first = arguments.bound(parameter, "default")
    current = page.where(_CURRENT, *_COUNT)
    more = page.where(_MORE, Scalar.BOOLEAN)
    pages = page.where(_PAGES, *_COUNT)
    has_end = arguments.size() is not None or more is not None or pages is not None
    if not has_end or (first is None and current is None):
        return None
    total = page.where(_TOTALS, *_COUNT)
    return NextNumber(parameter.name.wire, first, current, more, pages, total)


def _by_offset(page: Page, arguments: Arguments) -> NextOffset | None:
    parameter = arguments.query(_OFFSETS, Scalar.INTEGER)
    if parameter is None or arguments.size() is None:
        return None
    more = page.where(_MORE, Scalar.BOOLEAN)
    return NextOffset(parameter.name.wire, more, page.where(_TOTALS, *_COUNT))


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of an operation's query, and what may have to do with pages."""

    operation: Operation
    item: Node
    """The path item."""
    node: Node
    """The operation, in the document."""
    spec: Spec
    types: Types

    def query(self, names: Collection[str], *scalars: Scalar) -> Parameter | None:
        """The argument of one of some names and types; None if there are several."""
        found = list(self._all(names, *scalars))
        return found[0] if len(found) == 1 else None

    def in_query(self) -> Iterator[Parameter]:
        """All of them but those that are written as JSON: pages hold plain texts."""
        for one in self.operation.parameters:
            is_json = one.writing is not None and one.writing.style is Style.JSON
            if one.location is Location.QUERY and not is_json:
                yield one

    def cursor(self, field: Steps | None) -> Parameter | None:
        """The argument that takes what a field holds: the only one, or its namesake."""
        if field is None:
            return None
        found = list(self._all(_CURSORS, *_TEXT))
        name = plain(field[-1].raw)
        alike = [
            one
            for one in found
            if plain(one.name.wire.raw) in {name, name.removeprefix("next")}
        ]
        for candidates in (alike, found):
            if len(candidates) == 1:
                return candidates[0]
        return None

    def size(self) -> PageSize | None:
        """The argument that says how many items a page has."""
        found = self.query(_SIZES, Scalar.INTEGER)
        if found is None:
            return None
        return self.sized_by(found)

    def sized_by(self, parameter: Parameter) -> PageSize:
        """An argument that says how many items a page has."""
        return PageSize(
            parameter=parameter.name.wire,
            least=max(self.bound(parameter, "minimum") or 1, 1),
            most=self.bound(parameter, "maximum"),
            usual=self.bound(parameter, "default"),
        )

    @property
    def are_of_pages(self) -> bool:
        """Whether one of them says which page is wanted, or how long it is to be."""
        numbers = self._all(_NUMBERS | _SIZES, Scalar.INTEGER)
        return any(numbers) or any(self._all(_CURSORS, *_TEXT))

    def steered(self, following: Next) -> tuple[Text, ...]:
        """The arguments that nobody needs to give, since URLs of the server have them."""
        if not isinstance(following, NextUrl | NextLink):
            return ()
        listed = [
            *self._all(_CURSORS, *_TEXT),
            *self._all(_NUMBERS | _OFFSETS, Scalar.INTEGER),
        ]
        return tuple(one.name.wire for one in listed if not one.required)

    def bound(self, parameter: Parameter, key: str) -> int | None:
        """A limit, or the default, of an argument that is a whole number."""
        for listed in (self.node, self.item):
            for entry in (listed / "parameters").items():
                one = self.spec.follow(entry)
                place = (one / "in").text, (one / "name").text
                if place == ("query", parameter.name.wire.raw):
                    return (self.spec.follow(one / "schema") / key).number
        return None

    @property
    def has_link(self) -> bool:
        """Whether the header `Link` is described (RFC 8288)."""
        answers = successes(self.node / "responses").values()
        headers = [self.spec.follow(one) / "headers" for one in answers]
        return any(name.casefold() == "link" for one in headers for name in one.fields)

    def _all(self, names: Collection[str], *scalars: Scalar) -> Iterator[Parameter]:
        for one in self.in_query():
            kind = bare(one.type, self.types)
            is_meant = isinstance(kind, Primitive) and kind.scalar in scalars
            if is_meant and plain(one.name.wire.raw) in names:
                yield one

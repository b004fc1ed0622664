"""Paging, as the model has it: how a list is gone through that comes in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from generator.text import Text

Steps: TypeAlias = tuple[Text, ...]
"""The way to a part of a response: names of fields, the outermost first."""


@dataclass(frozen=True, slots=True)
class NextUrl:
    """The page says where the next one is, by a URL (RFC 3986)."""

    url: Steps


@dataclass(frozen=True, slots=True)
class NextLink:
    """The header `Link` says it, by the relation `next` (RFC 8288)."""


@dataclass(frozen=True, slots=True)
class NextCursor:
    """The page holds a text that, given back, leads to the next one."""

    parameter: Text
    """Which argument of the query it is given back by."""
    cursor: Steps
    more: Steps | None = None
    """What says whether there are more pages. If nothing does, the text is missing from
    the last one."""


@dataclass(frozen=True, slots=True)
class NextAfterLast:
    """The last item of a page leads to the next one: it begins after that."""

    parameter: Text
    identifier: Steps
    """What is given back, in the item."""
    more: Steps
    """What says whether there are more pages."""


@dataclass(frozen=True, slots=True)
class NextOffset:
    """The next page begins behind as many items as were there so far, counted from 0."""

    parameter: Text
    more: Steps | None = None
    total: Steps | None = None
    """How many items all pages have. If nothing says where they end, an empty one is."""


@dataclass(frozen=True, slots=True)
class NextNumber:
    """Pages are numbered."""

    parameter: Text
    first: int | None = 1
    """The number of the first page; None if only `current` tells."""
    current: Steps | None = None
    """The number that a page says it has."""
    more: Steps | None = None
    pages: Steps | None = None
    """How many pages there are."""
    total: Steps | None = None
    """How many items all pages have. If nothing says where they end, an empty one is."""


Next: TypeAlias = (
    NextUrl | NextLink | NextCursor | NextAfterLast | NextOffset | NextNumber
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """The argument of the query that says how many items a page is to have."""

    parameter: Text
    least: int = 1
    most: int | None = None
    """None if the specification does not say."""
    usual: int | None = None
    """The size of pages of which nothing was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How a list is gone through that comes in pages."""

    items: Steps
    """Where a page has its items; empty if it is the list itself."""
    next: Next
    size: PageSize | None = None
    steered: tuple[Text, ...] = ()
    """Arguments of the query that nobody gives but the links of the pages."""

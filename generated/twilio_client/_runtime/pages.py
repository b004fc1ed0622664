"""How a page of a list leads to the next one.

A page is what a response holds; each class here knows one way to go on. They are told the
places in a page by functions, so that type checkers know what is there.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from .calls import Request, Response
from .errors import InvalidArgumentError, PagingError
from .links import follow, links
from .unset import UNSET, Unset
from .values import wire_text

P = TypeVar("P")
T = TypeVar("T")

# What a page has where nothing leads on; it is unset in models that are sent as well.
_NOTHING = (None, "", UNSET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(Generic[P, T]):
    """A page that has come, and what is known when the next one is wanted."""

    request: Request[P]
    response: Response[P]
    items: Sequence[T]
    so_far: int
    """How many items there were in all pages up to this one."""

    def at(self, parameter: str, value: object) -> Request[P]:
        """The same request, but with another value of an argument of the query."""
        try:
            text = wire_text(parameter, value)
        except InvalidArgumentError:
            text = ""
        if not text:
            raise PagingError(f"a page says something unusable for {parameter}")
        query = self.request.query
        others = tuple(pair for pair in query if pair[0] != parameter)
        return replace(self.request, query=(*others, (parameter, text)))

    def number(self, parameter: str, otherwise: int) -> int:
        """The number that an argument of the query was given."""
        given = dict(self.request.query).get(parameter, "")
        return int(given) if given.isdecimal() and given.isascii() else otherwise


@dataclass(frozen=True, kw_only=True)
class Pages(ABC, Generic[P, T]):
    """Leads from page to page: the model of a page, and the type of its items.

    Those that do have no slots: Python 3.11 cannot make a class of types, as
    `NextUrl[Page, Item]`, if it is frozen and has some.
    """

    items: Callable[[P], Sequence[T] | Unset | None]
    """The items of a page."""

    @abstractmethod
    def following(self, turn: Turn[P, T], /) -> Request[P] | None:
        """The request for the next page; None after the last one.

        Raises:
            PagingError: There is one, and it cannot be asked for.
        """


@dataclass(frozen=True, kw_only=True)
class NextUrl(Pages[P, T]):
    """A page has the URL of the next one."""

    url: Callable[[P], object]

    def following(self, turn: Turn[P, T], /) -> Request[P] | None:
        link = self.url(turn.response.value)
        if link in _NOTHING:
            return None
        if not isinstance(link, str):
            raise PagingError("the next page's URL is no text")
        return follow(turn.request, turn.response.url, link)


@dataclass(frozen=True, kw_only=True)
class NextLink(Pages[P, T]):
    """The header `Link` has the URL of the next page (RFC 8288)."""

    def following(self, turn: Turn[P, T], /) -> Request[P] | None:
        link = links(turn.response.headers).get("next")
        return follow(turn.request, turn.response.url, link) if link else None


@dataclass(frozen=True, kw_only=True)
class NextCursor(Pages[P, T]):
    """A page has a text that leads to the next one: the argument `parameter`."""

    parameter: str
    cursor: Callable[[P], object]
    more: Callable[[P], bool | Unset | None] | None = None
    """Whether there are more pages; if this cannot be known, the last has no text."""

    def following(self, turn: Turn[P, T], /) -> Request[P] | None:
        page = turn.response.value
        more = self.more(page) if self.more else None
        cursor = self.cursor(page)
        if more is False or (not more and cursor in _NOTHING):
            return None
        return turn.at(self.parameter, cursor)


@dataclass(frozen=True, kw_only=True)
class NextAfterLast(Pages[P, T]):
    """The next page begins after the last item: the argument `parameter`."""

    parameter: str
    identifier: Callable[[T], object]
    more: Callable[[P], bool | Unset | None]

    def following(self, turn: Turn[P, T], /) -> Request[P] | None:
        if not self.more(turn.response.value):
            return None
        if not turn.items:
            raise PagingError("there is more, but no item that it would come after")
        return turn.at(self.parameter, self.identifier(turn.items[-1]))


@dataclass(frozen=True, kw_only=True)
class _Counted(Pages[P, T]):
    """Pages that are asked for by a number, `parameter`, until there are no more.

    What is not known is not looked at; an empty page is the last one in any case.
    """

    parameter: str
    more: Callable[[P], bool | Unset | None] | None = None
    """Whether there are more pages."""
    total: Callable[[P], float | Unset | None] | None = None
    """How many items there are in all."""

    def _is_last(self, turn: Turn[P, T]) -> bool:
        page = turn.response.value
        relations = links(turn.response.headers)
        if not turn.items or (self.more and self.more(page) is False):
            return True
        if relations.keys() & {"first", "prev", "last", "next"}:
            return "next" not in relations
        return False


@dataclass(frozen=True, kw_only=True)
class NextOffset(_Counted[P, T]):
    """A page begins behind as many items as `parameter` says."""

    def following(self, turn: Turn[P, T], /) -> Request[P] | None:
        offset = turn.number(self.parameter, 0) + len(turn.items)
        total = _count(self.total, turn.response.value)
        if self._is_last(turn) or (total is not None and offset >= total):
            return None
        return turn.at(self.parameter, offset)


@dataclass(frozen=True, kw_only=True)
class NextNumber(_Counted[P, T]):
    """Pages have numbers, by which `parameter` asks for them."""

    first: int = 1
    """The number of the first page, if no page tells its own."""
    current: Callable[[P], float | Unset | None] | None = None
    """The number of a page."""
    pages: Callable[[P], float | Unset | None] | None = None
    """How many pages there are."""

    def following(self, turn: Turn[P, T], /) -> Request[P] | None:
        page = turn.response.value
        number = _count(self.current, page)
        if number is None:
            number = turn.number(self.parameter, self.first)
        total, pages = _count(self.total, page), _count(self.pages, page)
        is_last = self._is_last(turn)
        if is_last or (total is not None and turn.so_far >= total):
            return None
        if pages is not None and number + 1 - self.first >= pages:
            return None
        return turn.at(self.parameter, number + 1)


def _count(place: Callable[[P], float | Unset | None] | None, page: P) -> int | None:
    """A number that a page has, if it is one that can be counted with."""
    value: object = place(page) if place else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if math.isfinite(value) else None

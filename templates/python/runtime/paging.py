"""Lists that come in pages, as one list whose pages are asked for when they are needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, overload
from urllib.parse import urlsplit

from .calls import CallOptions, Request, Response
from .clients import AsyncBaseClient, BaseClient
from .errors import (
    ApiError,
    DecodeError,
    InvalidArgumentError,
    RepeatedPageError,
    TooManyPagesError,
)
from .headers import Headers
from .pages import Pages, Turn
from .unset import UNSET, Unset

P = TypeVar("P")
T = TypeVar("T")

MAX_PAGES = 100_000
"""How many pages a list may have if the call does not say otherwise."""


class PagerOptions(CallOptions, total=False):
    """What can be set for a list that comes in pages: for each of its requests, and for
    all of them together."""

    max_pages: int
    """How many pages may be asked for before `TooManyPagesError` is raised: 100,000 if
    this does not say otherwise. No server is to keep a program busy for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A page of a list."""

    items: Sequence[T]
    """The items, without those beyond the limit."""
    number: int
    """Which page it is, counted from 1 where the pager has begun."""
    response: Response[Any] = field(repr=False)
    """The response as a whole: its value is the page as the API describes it."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status

    @property
    def headers(self) -> Headers:
        """The headers of the response."""
        return self.response.headers


class Pager(Generic[T]):
    """All items of a list. Its pages are asked for while it is iterated over.

    Making one sends nothing. Each iteration begins anew with the first page. If a page
    cannot be had, the error says so by its number, `page`; no page that came is asked for
    again.
    """

    __slots__ = ("_client", "_plan")

    def __init__(
        self,
        client: BaseClient,
        request: Request[P],
        pages: Pages[P, T],
        *,
        limit: int | None = None,
        options: PagerOptions | None = None,
    ) -> None:
        self._client = client
        self._plan: _Plan[T] = _Plan(request, pages, limit, options or {})

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[T]]:
        """The pages that have the items, one after the other.

        Raises:
            ApiError: A page could not be had.
        """
        walk = _Walk(self._plan)
        while (request := walk.next_request()) is not None:
            yield self._fetched(walk, request)

    def first_page(self) -> Page[T]:
        """The first page, and no other.

        Raises:
            ApiError: It could not be had.
            InvalidArgumentError: The limit is 0.
        """
        walk = _Walk(self._plan)
        return self._fetched(walk, walk.first_request())

    def _fetched(self, walk: _Walk[T], request: Request[Any]) -> Page[T]:
        with walk.numbered_errors():
            return walk.page(self._client.send(request, **walk.options))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._plan.title})"


class AsyncPager(Generic[T]):
    """The same for asyncio: `async for item in pager`."""

    __slots__ = ("_client", "_plan")

    def __init__(
        self,
        client: AsyncBaseClient,
        request: Request[P],
        pages: Pages[P, T],
        *,
        limit: int | None = None,
        options: PagerOptions | None = None,
    ) -> None:
        self._client = client
        self._plan: _Plan[T] = _Plan(request, pages, limit, options or {})

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[T]]:
        """The pages that have the items, one after the other.

        Raises:
            ApiError: A page could not be had.
        """
        walk = _Walk(self._plan)
        while (request := walk.next_request()) is not None:
            yield await self._fetched(walk, request)

    async def first_page(self) -> Page[T]:
        """The first page, and no other.

        Raises:
            ApiError: It could not be had.
            InvalidArgumentError: The limit is 0.
        """
        walk = _Walk(self._plan)
        return await self._fetched(walk, walk.first_request())

    async def _fetched(self, walk: _Walk[T], request: Request[Any]) -> Page[T]:
        with walk.numbered_errors():
            return walk.page(await self._client.send(request, **walk.options))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._plan.title})"


@overload
def fit_page_size(
    page_size: int,
    limit: int | None,
    *,
    least: int = 1,
    most: int | None = None,
    usual: int | None = None,
) -> int: ...


@overload
def fit_page_size(
    page_size: int | Unset,
    limit: int | None,
    *,
    least: int = 1,
    most: int | None = None,
    usual: int | None = None,
) -> int | Unset: ...


def fit_page_size(
    page_size: int | Unset,
    limit: int | None,
    *,
    least: int = 1,
    most: int | None = None,
    usual: int | None = None,
) -> int | Unset:
    """The size of pages to ask for: not more than the API allows, nor than is wanted.

    If none is given, pages are as large as the limit needs and the API is known to allow.
    `usual` is the size that they have if nothing is asked for.

    Raises:
        InvalidArgumentError: The size is not 1 or more, or the limit not 0 or more.
    """
    if not isinstance(page_size, Unset):
        _check_number("page_size", page_size, 1)
    if limit is not None:
        _check_number("limit", limit, 0)
    allowed = most or usual
    if isinstance(page_size, Unset):
        if not limit or allowed is None or (most is None and limit >= allowed):
            return UNSET
        return max(min(limit, allowed), least)
    wanted = page_size if most is None else min(page_size, most)
    return min(wanted, max(limit, least)) if limit else wanted


class _Plan(Generic[T]):
    """What a pager was made of."""

    def __init__(
        self,
        request: Request[P],
        pages: Pages[P, T],
        limit: int | None,
        options: PagerOptions,
    ) -> None:
        if limit is not None:
            _check_number("limit", limit, 0)
        options = options.copy()
        self.max_pages = options.pop("max_pages", MAX_PAGES)
        _check_number("max_pages", self.max_pages, 1)
        self.request: Request[Any] = request
        self.pages: Pages[Any, T] = pages
        self.limit = limit
        self.options: CallOptions = options

    @property
    def title(self) -> str:
        return f"{self.request.method} {self.request.path}"


class _Walk(Generic[T]):
    """One way through all pages: what to ask for next, without input and output."""

    def __init__(self, plan: _Plan[T]) -> None:
        self._plan = plan
        self._number = 0
        self._so_far = 0
        self._seen: set[int] = set()
        self._turn: Turn[Any, T] | None = None
        self._request: Request[Any] = plan.request

    @property
    def options(self) -> CallOptions:
        """The options of the next request. What is in its URL already is not added."""
        extra = self._plan.options.get("extra_query")
        if not extra or not self._request.from_root:
            return self._plan.options
        named = {name for name, _ in self._request.query}
        rest = {name: value for name, value in extra.items() if name not in named}
        return {**self._plan.options, "extra_query": rest}

    def next_request(self) -> Request[Any] | None:
        """What to send next; None at the end.

        Raises:
            PagingError: There is a next page that must not be asked for.
        """
        if self._plan.limit is not None and self._so_far >= self._plan.limit:
            return None
        with self.numbered_errors(1):
            request = self._following()
            if request is None:
                return None
            if self._turn and _key(request, self._turn.response) in self._seen:
                raise RepeatedPageError("the next page was there before")
            if self._number >= self._plan.max_pages:
                raise TooManyPagesError(f"more than {self._plan.max_pages:,} pages")
        self._number += 1
        self._request = request
        return request

    def first_request(self) -> Request[Any]:
        """What to send first.

        Raises:
            InvalidArgumentError: Nothing, since nothing is wanted.
        """
        request = self.next_request()
        if request is None:
            raise InvalidArgumentError("limit: with 0 there is no page to ask for")
        return request

    def page(self, response: Response[Any]) -> Page[T]:
        """The page that a response holds."""
        with _reading():
            items = self._plan.pages.items(response.value)
        if items is None or items is UNSET:
            items = ()
        elif not isinstance(items, list):
            raise DecodeError("a page has something else than a list of items")
        before, limit = self._so_far, self._plan.limit
        self._seen.add(_key(self._request, response))
        self._so_far += len(items)
        self._turn = Turn(
            request=self._request,
            response=response,
            items=items,
            so_far=self._so_far,
        )
        shown = items if limit is None else items[: limit - before]
        return Page(items=shown, number=self._number, response=response)

    @contextmanager
    def numbered_errors(self, ahead: int = 0) -> Generator[None]:
        """Have errors say which page they are about, and what came before."""
        try:
            yield
        except ApiError as error:
            error.page = self._number + ahead
            if error.method is None and self._turn is not None:
                error.method = self._request.method
                error.url = self._turn.response.url
            raise

    def _following(self) -> Request[Any] | None:
        if self._turn is None:
            return self._plan.request
        with _reading():
            return self._plan.pages.following(self._turn)


@contextmanager
def _reading() -> Generator[None]:
    """Have a page that is not as described be an error of ours.

    Reading is tolerant: where an object is expected, there may be something else.
    """
    try:
        yield
    except (AttributeError, TypeError):
        pass
    else:
        return
    raise DecodeError("a page is not as the API describes it")


def _key(request: Request[Any], response: Response[Any]) -> int:
    """What tells a page from others of the same server: path and query, as a number.

    The response is that to the request, or, where only the query is new, to the one
    before. What counts is what was asked for: a server may redirect as it likes.
    """
    path = request.path if request.from_root else urlsplit(response.requested_url).path
    return hash((path, request.query))


def _check_number(name: str, value: object, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise InvalidArgumentError(f"{name}: {value!r} is no number from {least} on")

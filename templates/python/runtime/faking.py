"""Transports for tests: they answer by themselves, and keep what they were asked."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from .errors import ApiError
from .headers import Headers
from .transport import HttpRequest, HttpResponse

Answer: TypeAlias = HttpResponse | ApiError
"""What comes of a request: a response, or an error, which is raised."""

_Listed: TypeAlias = Answer | Callable[[HttpRequest], Answer]

Answers: TypeAlias = Callable[[HttpRequest], Answer] | Mapping[str, _Listed]
"""A function from requests to answers, or answers and such functions by method and path,
`GET /v1/pets/{id}`. The path is the whole one of the URL, without its query; what is in
braces stands for any one segment."""


def answer(
    value: object = None, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """A response that holds a value as JSON, or else, if it is bytes, just these.

    Raises:
        TypeError: The value has no JSON.
    """
    given = {name.lower(): text for name, text in (headers or {}).items()}
    if isinstance(value, bytes):
        content = value
    else:
        content = json.dumps(value).encode()
        given.setdefault("content-type", "application/json")
    return HttpResponse(status=status, headers=Headers(given.items()), content=content)


class _Answering:
    """What both transports have in common."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.requests: list[HttpRequest] = []
        """What was sent, in that order, credentials included."""
        self.is_closed = False

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """What a request is answered with.

        Raises:
            AssertionError: There is no answer for it.
            ApiError: The answer is an error.
        """
        self.requests.append(request)
        answers = self._answers
        found = answers if callable(answers) else _listed(answers, request)
        given = found(request) if callable(found) else found
        if isinstance(given, ApiError):
            raise given
        return given


def _listed(listed: Mapping[str, _Listed], request: HttpRequest) -> _Listed:
    """The entry for a request.

    Raises:
        AssertionError: There is none.
    """
    asked = f"{request.method} {urlsplit(request.url).path}"
    for known, given in listed.items():
        parts = re.split(r"\{[^{}]*\}", known)
        if re.fullmatch("[^/]+".join(map(re.escape, parts)), asked):
            return given
    known = ", ".join(listed) or "nothing"
    raise AssertionError(f"no answer for {asked}, but for {known}")


class FakeStream:
    """A response that only seems to arrive."""

    def __init__(self, answer: HttpResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self._content = answer.content

    def pieces(self) -> Iterator[bytes]:
        """All of it."""
        yield self._content

    def close(self) -> None:
        """There is nothing to end."""


class AsyncFakeStream:
    """The same for asyncio."""

    def __init__(self, answer: HttpResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self._content = answer.content

    async def pieces(self) -> AsyncIterator[bytes]:
        """All of it."""
        yield self._content

    async def aclose(self) -> None:
        """There is nothing to end."""


class FakeTransport(_Answering):
    """A transport that sends nothing."""

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Give the answer for a request."""
        return self._answer(request)

    def open(self, request: HttpRequest, /) -> FakeStream:
        """Give the answer for a request, to be read piece by piece: it is one piece."""
        return FakeStream(self._answer(request))

    def close(self) -> None:
        """Note that the client was closed."""
        self.is_closed = True


class AsyncFakeTransport(_Answering):
    """The same for asyncio."""

    async def send(self, request: HttpRequest, /) -> HttpResponse:
        """Give the answer for a request."""
        return self._answer(request)

    async def open(self, request: HttpRequest, /) -> AsyncFakeStream:
        """Give the answer for a request, to be read piece by piece: it is one piece."""
        return AsyncFakeStream(self._answer(request))

    async def aclose(self) -> None:
        """Note that the client was closed."""
        self.is_closed = True

"""What carries requests: two methods that a transport of your own can have as well."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from .headers import Headers
from .uploads import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """A request as it goes to the server, credentials included."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    content: bytes | Upload
    """What it carries. Of an `Upload`, the `pieces` are sent: with the header
    `Content-Length` if it knows its length, and otherwise in chunks."""
    timeout: float
    """Seconds for each phase: writing and reading; at most, for connecting."""
    time_left: float
    """Seconds for all of it, until the whole response has arrived; if that is read while
    it arrives, until it begins."""
    max_bytes: int
    """How large the response may be, unpacked. What is read while it arrives has no limit
    but the reader's."""

    def __repr__(self) -> str:
        # A query may hold credentials and sensitive texts.
        return f"HttpRequest({self.method} {self.url.partition('?')[0]})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TokenRequest(HttpRequest):
    """A request for a token, which has to come before that of the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """What came back, read to its end and unpacked."""

    status: int
    headers: Headers = field(default_factory=Headers)
    content: bytes = field(repr=False)


class Transport(Protocol):
    """Sends one request and gives the response, whatever its status.

    It does not follow redirects, and raises nothing but `TransportError`s and, where a
    response is too large or cannot be unpacked, `DecodeError`s.
    """

    def send(self, request: HttpRequest, /) -> HttpResponse: ...
    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """The same for asyncio."""

    async def send(self, request: HttpRequest, /) -> HttpResponse: ...
    async def aclose(self) -> None: ...


class HttpStream(Protocol):
    """A response of which the body is read piece by piece, unpacked.

    Reading raises nothing but `TransportError`s and, where it cannot be unpacked,
    `DecodeError`s. Closing it ends the reading.
    """

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Headers: ...
    def pieces(self) -> Iterator[bytes]: ...
    def close(self) -> None: ...


class AsyncHttpStream(Protocol):
    """The same for asyncio."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Headers: ...
    def pieces(self) -> AsyncIterator[bytes]: ...
    async def aclose(self) -> None: ...


@runtime_checkable
class StreamingTransport(Protocol):
    """What a transport has besides, if responses can be read while they arrive."""

    def open(self, request: HttpRequest, /) -> HttpStream: ...


@runtime_checkable
class AsyncStreamingTransport(Protocol):
    """The same for asyncio."""

    async def open(self, request: HttpRequest, /) -> AsyncHttpStream: ...

"""What carries requests: two methods that a transport of your own can have as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from .headers import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """A request as it goes to the server, credentials included."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    content: bytes
    timeout: float
    """Seconds for each phase: writing and reading; at most, for connecting."""
    time_left: float
    """Seconds for all of it, until the whole response has arrived."""
    max_bytes: int
    """How large the response may be, unpacked."""

    def __repr__(self) -> str:
        # A query may hold credentials and sensitive texts.
        return f"HttpRequest({self.method} {self.url.partition('?')[0]})"


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

"""The transport on httpx2, loaded when the first client is made."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import SSLContext
from typing import Any, TypeVar

import httpx2

from .deadlines import Deadline
from .errors import (
    ConfigurationError,
    ConnectError,
    RequestTimeoutError,
    TransportError,
)
from .headers import Headers
from .httpx_streams import (
    AsyncHttpxStream,
    Content,
    HttpxStream,
    async_content,
    framing_of,
    sync_content,
)
from .transport import HttpRequest, HttpResponse
from .unpacking import Unpacker

T = TypeVar("T")

_CONNECT_SECONDS = 5.0
_PIECE_BYTES = 65_536
# Where httpx2 tells of a new connection, in the clear or inside TLS.
_CONNECTED = (
    ".connect_tcp.complete",
    ".connect_unix_socket.complete",
    ".start_tls.complete",
)
# The stack below raises errors of its own and, for closed clients, odd hosts, proxies
# and certificates, some of Python's.
_FAILURES = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    ImportError,
    OSError,
    RuntimeError,
    ValueError,
)


class HttpxTransport:
    """Sends requests with an `httpx2.Client`: your own, or one made here.

    Raises:
        ConfigurationError: The environment asks for a proxy or for certificates that
            cannot be used.
    """

    def __init__(
        self,
        client: httpx2.Client | None = None,
        *,
        ssl_context: SSLContext | None = None,
    ) -> None:
        problem = ""
        try:
            self._client = client or httpx2.Client(
                cookies=_no_cookies(), verify=ssl_context or True
            )
        except _FAILURES as error:
            problem = _reason(error)
        if problem:
            raise ConfigurationError(f"the transport cannot be made: {problem}")

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send a request and read its response to the end.

        Raises:
            InvalidArgumentError: Its content has to be waited for.
            TransportError: No complete response arrived.
            DecodeError: It is too large, or packed in an odd way.
        """
        content = sync_content(request)
        try:
            with _ending_in(request.time_left):
                built = _built(self._client, request, content)
                return self._exchanged(built, request)
        except _FAILURES as error:
            problem = _translated(error)
        # Raised here and not above, it does not carry the original along, which holds
        # the whole request with its credentials.
        raise problem

    def open(self, request: HttpRequest, /) -> HttpxStream:
        """Send a request and give its response as soon as its headers are there.

        Raises:
            InvalidArgumentError: Its content has to be waited for.
            TransportError: No response arrived.
        """
        content = sync_content(request)
        try:
            with _ending_in(request.time_left):
                built = _built(self._client, request, content, is_stream=True)
                response = self._begun(built)
            return HttpxStream(response, _FAILURES, _translated)
        except _FAILURES as error:
            problem = _translated(error)
        raise problem

    def _begun(self, built: httpx2.Request) -> httpx2.Response:
        """A response whose headers are there."""
        return self._client.send(
            built, stream=True, follow_redirects=False, auth=_no_other_auth
        )

    def _exchanged(self, built: httpx2.Request, request: HttpRequest) -> HttpResponse:
        response = self._begun(built)
        try:
            headers = Headers(response.headers.multi_items())
            unpacker = Unpacker(response.status_code, headers, request.max_bytes)
            for piece in response.iter_raw():
                unpacker.add(piece)
        finally:
            response.close()
        return HttpResponse(
            status=response.status_code, headers=headers, content=unpacker.content()
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


class AsyncHttpxTransport:
    """Sends requests with an `httpx2.AsyncClient`: your own, or one made here.

    Raises:
        ConfigurationError: The environment asks for a proxy or for certificates that
            cannot be used.
    """

    def __init__(
        self,
        client: httpx2.AsyncClient | None = None,
        *,
        ssl_context: SSLContext | None = None,
    ) -> None:
        problem = ""
        try:
            self._client = client or httpx2.AsyncClient(
                cookies=_no_cookies(), verify=ssl_context or True
            )
        except _FAILURES as error:
            problem = _reason(error)
        if problem:
            raise ConfigurationError(f"the transport cannot be made: {problem}")

    async def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send a request and read its response to the end.

        Raises:
            TransportError: No complete response arrived.
            DecodeError: It is too large, or packed in an odd way.
        """
        content = async_content(request)
        try:
            async with asyncio.timeout(request.time_left):
                built = _built(self._client, request, content)
                return await self._exchanged(built, request)
        except _FAILURES as error:
            problem = _translated(error)
        raise problem  # see the twin of this method

    async def open(self, request: HttpRequest, /) -> AsyncHttpxStream:
        """Send a request and give its response as soon as its headers are there.

        Raises:
            TransportError: No response arrived.
        """
        content = async_content(request)
        try:
            async with asyncio.timeout(request.time_left):
                built = _built(self._client, request, content, is_stream=True)
                response = await self._begun(built)
            return AsyncHttpxStream(response, _FAILURES, _translated)
        except _FAILURES as error:
            problem = _translated(error)
        raise problem

    async def _begun(self, built: httpx2.Request) -> httpx2.Response:
        """A response whose headers are there."""
        return await self._client.send(
            built, stream=True, follow_redirects=False, auth=_no_other_auth
        )

    async def _exchanged(
        self, built: httpx2.Request, request: HttpRequest
    ) -> HttpResponse:
        response = await self._begun(built)
        try:
            headers = Headers(response.headers.multi_items())
            unpacker = Unpacker(response.status_code, headers, request.max_bytes)
            async for piece in response.aiter_raw():
                unpacker.add(piece)
        finally:
            await response.aclose()
        return HttpResponse(
            status=response.status_code, headers=headers, content=unpacker.content()
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()


def _no_cookies() -> CookieJar:
    """A jar that stays empty: what one response sets must not reach another request."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _no_other_auth(request: httpx2.Request) -> httpx2.Request:
    """Keep httpx2 from adding credentials of its own, as from a URL with a user name."""
    return request


class _QuietURL(httpx2.URL):
    """A URL that is shown without its query, which may hold credentials.

    httpx2 logs the URL of every request at the level INFO.
    """

    def __str__(self) -> str:
        return super().__str__().partition("?")[0]

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"


def _built(
    client: httpx2.Client | httpx2.AsyncClient,
    request: HttpRequest,
    content: Content,
    *,
    is_stream: bool = False,
) -> httpx2.Request:
    """The request as httpx2 has it."""
    built = client.build_request(
        request.method,
        request.url,
        content=content,
        headers=[*request.headers, *framing_of(request)],
        timeout=_timeout(request, is_stream=is_stream),
    )
    if isinstance(client, httpx2.Client):
        built.extensions["trace"] = _limit
    built.url = _QuietURL(built.url)
    return built


def _timeout(request: HttpRequest, *, is_stream: bool) -> httpx2.Timeout:
    """The limits of each phase. What is left of a call's time ends with it, and says
    nothing of how long the pieces of a stream may take."""
    short = min(request.timeout, request.time_left)
    phase = request.timeout if is_stream else short
    return httpx2.Timeout(phase, connect=min(_CONNECT_SECONDS, short), pool=short)


# When the request that this thread is sending has to be over.
_current = threading.local()


@contextmanager
def _ending_in(seconds: float) -> Generator[None, None, None]:
    """Let nothing that is read or written here take longer than that."""
    # A request whose body is made while it is sent may lead to others.
    before = getattr(_current, "deadline", None)
    _current.deadline = Deadline(seconds)
    try:
        yield
    finally:
        _current.deadline = before


def _limit(event: str, info: Mapping[str, Any]) -> None:
    """Have all reads and writes of a new connection end when their request has to.

    httpx2 limits each of them, and not all together: a server that sends a byte now and
    then could keep us for days. (With asyncio, a call can be ended from outside.)
    """
    if event.endswith(_CONNECTED):
        stream = info["return_value"]
        stream.read = _limited(stream.read)
        stream.write = _in_pieces(_limited(stream.write))


def _limited(transfer: Callable[[Any, float | None], T]) -> Callable[..., T]:
    """A read or a write for which there is no more time than the request has left."""

    def transfer_in_time(data: Any, timeout: float | None = None) -> T:
        deadline: Deadline | None = getattr(_current, "deadline", None)
        if deadline is None:
            return transfer(data, timeout)
        left = deadline.left()
        if left <= 0:
            raise TimeoutError
        return transfer(data, left if timeout is None else min(timeout, left))

    return transfer_in_time


def _in_pieces(write: Callable[..., None]) -> Callable[..., None]:
    """A write that looks at the clock now and then."""

    def write_pieces(data: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(data), _PIECE_BYTES):
            write(data[start : start + _PIECE_BYTES], timeout)

    return write_pieces


def _translated(error: Exception) -> TransportError:
    """An error of ours for one of the stack below."""
    match error:
        case httpx2.ConnectError() | httpx2.ConnectTimeout() | httpx2.PoolTimeout():
            return ConnectError(f"could not connect: {_reason(error)}")
        case httpx2.TimeoutException() | TimeoutError():
            return RequestTimeoutError(f"timed out: {_reason(error)}")
        case _:
            return TransportError(f"no complete response: {_reason(error)}")


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")

"""The transport on httpx2, loaded when the first client is made."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2

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

_CONNECT_SECONDS = 5.0
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

    def __init__(self, client: httpx2.Client | None = None) -> None:
        problem = ""
        try:
            self._client = client or httpx2.Client(cookies=_no_cookies())
        except _FAILURES as error:
            problem = _reason(error)
        if problem:
            raise ConfigurationError(f"the transport cannot be made: {problem}")

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send a request and read its response to the end.

        Raises:
            InvalidArgumentError: Its content has to be waited for.
            TransportError: No complete response arrived.
        """
        content = sync_content(request)
        try:
            response = self._client.send(
                _built(self._client, request, content),
                follow_redirects=False,
                auth=_no_other_auth,
            )
            return _received(response)
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
            response = self._client.send(
                _built(self._client, request, content),
                follow_redirects=False,
                auth=_no_other_auth,
                stream=True,
            )
            return HttpxStream(response, _FAILURES, _translated)
        except _FAILURES as error:
            problem = _translated(error)
        raise problem

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


class AsyncHttpxTransport:
    """Sends requests with an `httpx2.AsyncClient`: your own, or one made here.

    Raises:
        ConfigurationError: The environment asks for a proxy or for certificates that
            cannot be used.
    """

    def __init__(self, client: httpx2.AsyncClient | None = None) -> None:
        problem = ""
        try:
            self._client = client or httpx2.AsyncClient(cookies=_no_cookies())
        except _FAILURES as error:
            problem = _reason(error)
        if problem:
            raise ConfigurationError(f"the transport cannot be made: {problem}")

    async def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send a request and read its response to the end.

        Raises:
            TransportError: No complete response arrived.
        """
        try:
            response = await self._client.send(
                _built(self._client, request, async_content(request)),
                follow_redirects=False,
                auth=_no_other_auth,
            )
            return _received(response)
        except _FAILURES as error:
            problem = _translated(error)
        raise problem  # see the twin of this method

    async def open(self, request: HttpRequest, /) -> AsyncHttpxStream:
        """Send a request and give its response as soon as its headers are there.

        Raises:
            TransportError: No response arrived.
        """
        try:
            response = await self._client.send(
                _built(self._client, request, async_content(request)),
                follow_redirects=False,
                auth=_no_other_auth,
                stream=True,
            )
            return AsyncHttpxStream(response, _FAILURES, _translated)
        except _FAILURES as error:
            problem = _translated(error)
        raise problem

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
    client: httpx2.Client | httpx2.AsyncClient, request: HttpRequest, content: Content
) -> httpx2.Request:
    """The request as httpx2 has it."""
    built = client.build_request(
        request.method,
        request.url,
        content=content,
        headers=[*request.headers, *framing_of(request)],
        timeout=_timeout(request),
    )
    built.url = _QuietURL(built.url)
    return built


def _timeout(request: HttpRequest) -> httpx2.Timeout:
    connect = min(_CONNECT_SECONDS, request.timeout)
    return httpx2.Timeout(request.timeout, connect=connect)


def _received(response: httpx2.Response) -> HttpResponse:
    return HttpResponse(
        status=response.status_code,
        headers=Headers(response.headers.multi_items()),
        content=response.content,
    )


def _translated(error: Exception) -> TransportError:
    """An error of ours for one of the stack below."""
    match error:
        case httpx2.ConnectError() | httpx2.ConnectTimeout():
            return ConnectError(f"could not connect: {_reason(error)}")
        case httpx2.TimeoutException():
            return RequestTimeoutError(f"timed out: {_reason(error)}")
        case _:
            return TransportError(f"no complete response: {_reason(error)}")


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")

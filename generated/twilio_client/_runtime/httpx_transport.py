"""The transport on httpx2, loaded when the first client is made."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import httpx2

from .errors import ConnectError, RequestTimeoutError, TransportError
from .headers import Headers
from .transport import HttpRequest, HttpResponse

_CONNECT_SECONDS = 5.0


class HttpxTransport:
    """Sends requests with an `httpx2.Client`: your own, or one made here."""

    def __init__(self, client: httpx2.Client | None = None) -> None:
        self._client = client or httpx2.Client()

    def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send a request and read its response to the end.

        Raises:
            TransportError: No complete response arrived.
        """
        with _translated():
            response = self._client.request(
                request.method,
                request.url,
                content=request.content or None,
                headers=list(request.headers),
                timeout=_timeout(request),
                follow_redirects=False,
                auth=_no_other_auth,
            )
            return _received(response)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


class AsyncHttpxTransport:
    """Sends requests with an `httpx2.AsyncClient`: your own, or one made here."""

    def __init__(self, client: httpx2.AsyncClient | None = None) -> None:
        self._client = client or httpx2.AsyncClient()

    async def send(self, request: HttpRequest, /) -> HttpResponse:
        """Send a request and read its response to the end.

        Raises:
            TransportError: No complete response arrived.
        """
        with _translated():
            response = await self._client.request(
                request.method,
                request.url,
                content=request.content or None,
                headers=list(request.headers),
                timeout=_timeout(request),
                follow_redirects=False,
                auth=_no_other_auth,
            )
            return _received(response)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()


def _no_other_auth(request: httpx2.Request) -> httpx2.Request:
    """Keep httpx2 from adding credentials of its own, as from a URL with a user name."""
    return request


def _timeout(request: HttpRequest) -> httpx2.Timeout:
    connect = min(_CONNECT_SECONDS, request.timeout)
    return httpx2.Timeout(request.timeout, connect=connect)


def _received(response: httpx2.Response) -> HttpResponse:
    return HttpResponse(
        status=response.status_code,
        headers=Headers(response.headers.multi_items()),
        content=response.content,
    )


@contextmanager
def _translated() -> Generator[None]:
    """Turn errors of httpx2 into ours.

    Ours are raised outside the handler and thus do not carry the original, which holds
    the whole request with its credentials.
    """
    try:
        yield
        return
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        ours: TransportError = ConnectError(f"could not connect: {_reason(error)}")
    except httpx2.TimeoutException as error:
        ours = RequestTimeoutError(f"timed out: {_reason(error)}")
    except (httpx2.HTTPError, httpx2.InvalidURL, RuntimeError) as error:
        # A client that was closed raises RuntimeError.
        ours = TransportError(f"no complete response: {_reason(error)}")
    raise ours


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")

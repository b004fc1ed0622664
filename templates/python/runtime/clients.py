"""The two clients: they drive `flow.exchange` and are the only ones to wait."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, Unpack
from urllib.parse import urlsplit

from .auth import Alternatives, Auth, Scheme
from .calls import CallOptions, Request, Response
from .drift import Drift, DriftHook, raise_drift
from .errors import ConfigurationError, TransportError
from .flow import Outcome, Settings, check_timeout, exchange
from .transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from .streaming import AsyncStreaming, Streaming
    from .streams import StreamRequest

T = TypeVar("T")

DEFAULT_TIMEOUT = 30.0
"""Seconds that a server may take to write, and to read, each."""


class BaseClient:
    """The base of a client that waits."""

    def __init__(self, settings: Settings, transport: Transport | None) -> None:
        self._settings = settings
        if transport is None:
            from .httpx_transport import HttpxTransport

            transport = HttpxTransport()
        self._transport = transport

    def send(
        self, request: Request[T], /, **options: Unpack[CallOptions]
    ) -> Response[T]:
        """Send a request and give its response, with status and headers.

        Raises:
            ApiError: See `_runtime/errors.py` for the kinds.
        """
        steps = exchange(request, self._settings, options)
        try:
            outgoing = next(steps)
            while True:
                try:
                    outcome: Outcome = self._transport.send(outgoing)
                except TransportError as error:
                    outcome = error
                outgoing = steps.send(outcome)
        except StopIteration as done:
            response: Response[T] = done.value
            return response

    def stream(
        self, request: StreamRequest[T], /, **options: Unpack[CallOptions]
    ) -> Streaming[T]:
        """The items of a response as they arrive, in a `with`: that sends the request.

        What can go wrong does when it is entered, and while it is read.
        """
        from .streaming import Streaming

        return Streaming(request, self._settings, self._transport, options)

    def close(self) -> None:
        """Close all connections. The client cannot be used afterwards."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class AsyncBaseClient:
    """The base of a client for asyncio."""

    def __init__(self, settings: Settings, transport: AsyncTransport | None) -> None:
        self._settings = settings
        if transport is None:
            from .httpx_transport import AsyncHttpxTransport

            transport = AsyncHttpxTransport()
        self._transport = transport

    async def send(
        self, request: Request[T], /, **options: Unpack[CallOptions]
    ) -> Response[T]:
        """Send a request and give its response, with status and headers.

        Raises:
            ApiError: See `_runtime/errors.py` for the kinds.
        """
        steps = exchange(request, self._settings, options)
        try:
            outgoing = next(steps)
            while True:
                try:
                    outcome: Outcome = await self._transport.send(outgoing)
                except TransportError as error:
                    outcome = error
                outgoing = steps.send(outcome)
        except StopIteration as done:
            response: Response[T] = done.value
            return response

    def stream(
        self, request: StreamRequest[T], /, **options: Unpack[CallOptions]
    ) -> AsyncStreaming[T]:
        """The items of a response as they arrive, in an `async with`: that sends the
        request.

        What can go wrong does when it is entered, and while it is read.
        """
        from .streaming import AsyncStreaming

        return AsyncStreaming(request, self._settings, self._transport, options)

    async def aclose(self) -> None:
        """Close all connections. The client cannot be used afterwards."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def settings(
    *,
    schemes: Mapping[str, Scheme] = MappingProxyType({}),
    needed: Alternatives = (),
    base_url: str | None,
    timeout: float,
    user_agent: str,
    strict: bool,
    on_drift: DriftHook | None,
) -> Settings:
    """Check what a client was given.

    `needed` are the credentials without which no request at all can be sent.

    Raises:
        ConfigurationError: The base URL is none that requests could be sent to, or
            there are no credentials.
        InvalidArgumentError: The timeout is not a finite number above zero.
    """
    auth = Auth(schemes)
    auth.choose(needed)
    return Settings(
        auth=auth,
        base_url=check_base_url(base_url) if base_url else None,
        timeout=check_timeout(timeout),
        user_agent=user_agent,
        on_drift=_strictly(on_drift) if strict else on_drift,
    )


def check_base_url(url: object) -> str:
    """A URL that a path can be appended to.

    Raises:
        ConfigurationError: It is not http or https, or holds a user, a query, a
            fragment or a blank.
    """
    # `urlsplit` drops some characters silently that other readers of URLs do not.
    if not isinstance(url, str) or not re.fullmatch(r"[!-~]+", url):
        raise ConfigurationError("the base URL must be a text without blanks")
    if "?" in url or "#" in url:
        raise ConfigurationError("the base URL must have no query or fragment")
    try:
        parts = urlsplit(url)
        is_server = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_server = is_server and (parts.port is None or parts.port > 0)
    except ValueError:
        is_server = False
    if not is_server or "@" in url:
        raise ConfigurationError("the base URL must be https:// and a host, no user")
    return url


def _strictly(hook: DriftHook | None) -> DriftHook:
    """A hook that tells another one first, if there is one, and then raises."""

    def tell_and_raise(drift: Drift) -> None:
        if hook is not None:
            hook(drift)
        raise_drift(drift)

    return tell_and_raise

"""The two clients: they drive `flow.exchange` and are the only ones to wait."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, Unpack

from .calls import CallOptions, Request, Response
from .configuration import Settings
from .errors import ApiError, ConfigurationError
from .flow import Outcome, Pause, Step, exchange
from .transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from ssl import SSLContext

    from .streaming import AsyncStreaming, Streaming
    from .streams import StreamRequest

T = TypeVar("T")


class BaseClient:
    """The base of a client that waits."""

    def __init__(
        self,
        settings: Settings,
        transport: Transport | None,
        ssl_context: SSLContext | None = None,
    ) -> None:
        self._settings = settings
        if transport is None:
            from .httpx_transport import HttpxTransport

            transport = HttpxTransport(ssl_context=ssl_context)
        elif ssl_context is not None:
            raise ConfigurationError(
                "`ssl_context` is for httpx2: give it to `transport`"
            )
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
            step = next(steps)
            while True:
                step = steps.send(self._take(step))
        except StopIteration as done:
            response: Response[T] = done.value
            return response
        finally:
            steps.close()

    def _take(self, step: Step) -> Outcome | None:
        """Do what has to be done next, and tell what came of it."""
        if isinstance(step, Pause):
            time.sleep(step.seconds)
            return None
        try:
            return self._transport.send(step)
        except ApiError as error:
            return error

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

    def __init__(
        self,
        settings: Settings,
        transport: AsyncTransport | None,
        ssl_context: SSLContext | None = None,
    ) -> None:
        self._settings = settings
        if transport is None:
            from .httpx_transport import AsyncHttpxTransport

            transport = AsyncHttpxTransport(ssl_context=ssl_context)
        elif ssl_context is not None:
            raise ConfigurationError(
                "`ssl_context` is for httpx2: give it to `transport`"
            )
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
            step = next(steps)
            while True:
                step = steps.send(await self._take(step))
        except StopIteration as done:
            response: Response[T] = done.value
            return response
        finally:
            steps.close()

    async def _take(self, step: Step) -> Outcome | None:
        """Do what has to be done next, and tell what came of it."""
        import asyncio  # slow to load, and here in any case

        if isinstance(step, Pause):
            await asyncio.sleep(step.seconds)
            return None
        try:
            return await self._transport.send(step)
        except ApiError as error:
            return error

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

"""Responses that are read while they arrive.

    with client.stream(listen_to_prices()) as prices:
        for price in prices:
            ...

Nothing is sent before the `with`; when it is left, the connection is closed, whether all
was read or not. The deadline of a call limits the time until its response begins, attempts
and waits between included; what has begun is not repeated. Its timeout limits the wait for
each piece, and nothing limits the whole, since a stream may go on for ever.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

from .calls import CallOptions
from .configuration import Settings
from .deadlines import Deadline
from .drift import too_deep
from .errors import (
    ApiError,
    ConfigurationError,
    DecodeError,
    InvalidArgumentError,
    UnexpectedContentTypeError,
)
from .flow import Outcome, Pause, Step, exchange
from .frames import Framing
from .headers import Headers
from .streams import StreamRequest
from .transport import (
    AsyncHttpStream,
    AsyncStreamingTransport,
    AsyncTransport,
    HttpRequest,
    HttpResponse,
    HttpStream,
    StreamingTransport,
    TokenRequest,
    Transport,
)

T = TypeVar("T")

_LONGEST_ERROR = 1024 * 1024
"""How many bytes are read of a response that is an error."""


class Streaming(Generic[T]):
    """The items of a response, one after another, inside of a `with`.

    Entering it raises what `send` raises. Reading raises a `TransportError` if the
    response breaks off, and a `DecodeError` if an item cannot be read.
    """

    def __init__(
        self,
        request: StreamRequest[T],
        settings: Settings,
        transport: Transport,
        options: CallOptions,
    ) -> None:
        self._request = request
        self._settings = settings
        self._transport = transport
        self._options = options
        self._stream: HttpStream | None = None
        self._items: Generator[T, None, None] | None = None

    @property
    def status(self) -> int:
        """The HTTP status of the response."""
        return _entered(self._stream).status

    @property
    def headers(self) -> Headers:
        """The headers of the response."""
        return _entered(self._stream).headers

    def __enter__(self) -> Self:
        self.close()
        transport = self._transport
        if not isinstance(transport, StreamingTransport):
            raise ConfigurationError("the transport cannot stream: it has no `open`")
        steps = exchange(self._request.opening(), self._settings, self._options)
        step = next(steps)
        try:
            while True:
                step = steps.send(self._take(transport, step))
        except StopIteration:
            pass  # the last step was to send the request that succeeded
        except BaseException:
            self.close()
            raise
        finally:
            steps.close()
        reading = _Reading(self._request.framing, self._settings, step)
        return self._started(reading)

    def _take(self, transport: StreamingTransport, step: Step) -> Outcome | None:
        """Do what has to be done next, and tell what came of it."""
        if isinstance(step, Pause):
            self.close()
            time.sleep(step.seconds)
            return None
        try:
            if isinstance(step, TokenRequest):
                return self._transport.send(step)
            return self._attempt(transport, step)
        except ApiError as error:
            return error

    def _attempt(
        self, transport: StreamingTransport, outgoing: HttpRequest
    ) -> HttpResponse:
        """Open a response. One that is no success is read, and closed again."""
        self.close()
        end = Deadline(outgoing.time_left)
        self._stream = stream = transport.open(outgoing)
        if 200 <= stream.status <= 299:
            return _response(stream, b"")
        content = bytearray()
        for piece in stream.pieces():
            content += piece
            if _is_enough(content, end):
                break
        return _response(stream, bytes(content))

    def _started(self, reading: _Reading[T]) -> Self:
        try:
            reading.check(_entered(self._stream).headers)
        except DecodeError:
            self.close()
            raise
        self._items = self._read(reading)
        return self

    def _read(self, reading: _Reading[T]) -> Generator[T, None, None]:
        try:
            for piece in _entered(self._stream).pieces():
                yield from reading.feed(piece)
        except ApiError as error:
            reading.locate(error)
            raise
        yield from reading.end()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        return next(_entered(self._items))

    def close(self) -> None:
        """Read no more, and close the connection."""
        stream, items = self._stream, self._items
        self._stream, self._items = None, None
        if items is not None:
            items.close()
        if stream is not None:
            stream.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._request.method} {self._request.path})"


class AsyncStreaming(Generic[T]):
    """The same for asyncio: `async with`, and `async for`."""

    def __init__(
        self,
        request: StreamRequest[T],
        settings: Settings,
        transport: AsyncTransport,
        options: CallOptions,
    ) -> None:
        self._request = request
        self._settings = settings
        self._transport = transport
        self._options = options
        self._stream: AsyncHttpStream | None = None
        self._items: AsyncGenerator[T, None] | None = None

    @property
    def status(self) -> int:
        """The HTTP status of the response."""
        return _entered(self._stream).status

    @property
    def headers(self) -> Headers:
        """The headers of the response."""
        return _entered(self._stream).headers

    async def __aenter__(self) -> Self:
        await self.aclose()
        transport = self._transport
        if not isinstance(transport, AsyncStreamingTransport):
            raise ConfigurationError("the transport cannot stream: it has no `open`")
        steps = exchange(self._request.opening(), self._settings, self._options)
        step = next(steps)
        try:
            while True:
                step = steps.send(await self._take(transport, step))
        except StopIteration:
            pass  # the last step was to send the request that succeeded
        except BaseException:
            await self.aclose()
            raise
        finally:
            steps.close()
        reading = _Reading(self._request.framing, self._settings, step)
        return await self._started(reading)

    async def _take(
        self, transport: AsyncStreamingTransport, step: Step
    ) -> Outcome | None:
        """Do what has to be done next, and tell what came of it."""
        import asyncio  # slow to load, and here in any case

        if isinstance(step, Pause):
            await self.aclose()
            await asyncio.sleep(step.seconds)
            return None
        try:
            if isinstance(step, TokenRequest):
                return await self._transport.send(step)
            return await self._attempt(transport, step)
        except ApiError as error:
            return error

    async def _attempt(
        self, transport: AsyncStreamingTransport, outgoing: HttpRequest
    ) -> HttpResponse:
        """Open a response. One that is no success is read, and closed again."""
        await self.aclose()
        end = Deadline(outgoing.time_left)
        self._stream = stream = await transport.open(outgoing)
        if 200 <= stream.status <= 299:
            return _response(stream, b"")
        content = bytearray()
        async for piece in stream.pieces():
            content += piece
            if _is_enough(content, end):
                break
        return _response(stream, bytes(content))

    async def _started(self, reading: _Reading[T]) -> Self:
        try:
            reading.check(_entered(self._stream).headers)
        except DecodeError:
            await self.aclose()
            raise
        self._items = self._read(reading)
        return self

    async def _read(self, reading: _Reading[T]) -> AsyncGenerator[T, None]:
        try:
            async for piece in _entered(self._stream).pieces():
                for item in reading.feed(piece):
                    yield item
        except ApiError as error:
            reading.locate(error)
            raise
        for item in reading.end():
            yield item

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        return await anext(_entered(self._items))

    async def aclose(self) -> None:
        """Read no more, and close the connection."""
        stream, items = self._stream, self._items
        self._stream, self._items = None, None
        if items is not None:
            await items.aclose()
        if stream is not None:
            await stream.aclose()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._request.method} {self._request.path})"


class _Reading(Generic[T]):
    """The reading of one response; its errors name the request."""

    def __init__(self, framing: Framing[T], settings: Settings, sent: Step) -> None:
        assert isinstance(sent, HttpRequest)  # a pause is no end of a call
        self._framing = framing
        self._sent = sent
        self._parser = framing.parser(settings.on_drift)

    def check(self, headers: Headers) -> None:
        """Refuse a response of another media type.

        Raises:
            UnexpectedContentTypeError: It is not of one that the framing knows.
        """
        expected = self._framing.media_types
        found = headers.get("content-type", "").partition(";")[0].strip().lower()
        if expected and found not in expected:
            error = UnexpectedContentTypeError(
                f"expected {expected[0]}, received {found[:80]!r}"
            )
            self.locate(error)
            raise error

    def feed(self, piece: bytes) -> Iterator[T]:
        """The items that a piece completes."""
        return self._told(self._parser.feed(piece))

    def end(self) -> Iterator[T]:
        """The item that the end completes, if there is one."""
        return self._told(self._parser.end())

    def locate(self, error: ApiError) -> None:
        """Name the request in an error."""
        error.method = self._sent.method
        error.url = self._sent.url.partition("?")[0]

    def _told(self, items: Iterable[T]) -> Iterator[T]:
        try:
            yield from items
            return
        except DecodeError as error:
            self.locate(error)
            raise
        except RecursionError:
            problem = too_deep()
        self.locate(problem)
        raise problem


Entered = TypeVar("Entered")


def _entered(value: Entered | None) -> Entered:
    """What there is between the beginning and the end of a `with`.

    Raises:
        InvalidArgumentError: There is none now.
    """
    if value is None:
        raise InvalidArgumentError("a stream is read inside of its `with`")
    return value


def _is_enough(content: bytes | bytearray, end: Deadline) -> bool:
    """Whether no more of an error is waited for."""
    return len(content) > _LONGEST_ERROR or end.left() <= 0


def _response(stream: HttpStream | AsyncHttpStream, content: bytes) -> HttpResponse:
    return HttpResponse(status=stream.status, headers=stream.headers, content=content)

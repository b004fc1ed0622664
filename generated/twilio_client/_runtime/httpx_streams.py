"""What httpx2 sends and receives piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from typing import TypeAlias

import httpx2

from .errors import InvalidArgumentError, TransportError
from .headers import Headers
from .transport import HttpRequest
from .unpacking import is_gzip
from .uploads import Upload

Content: TypeAlias = bytes | Iterator[bytes] | AsyncIterator[bytes] | None
Failures: TypeAlias = tuple[type[Exception], ...]
Translate: TypeAlias = Callable[[Exception], TransportError]


def sync_content(request: HttpRequest) -> Content:
    """What a request carries, for a client that waits.

    Raises:
        InvalidArgumentError: Its pieces have to be waited for.
    """
    if not isinstance(request.content, Upload):
        return request.content or None
    if request.content.needs_waiting:
        raise InvalidArgumentError("body: only an AsyncClient can wait for its pieces")
    return request.content.pieces()


def async_content(request: HttpRequest) -> Content:
    """What a request carries, for a client for asyncio."""
    if not isinstance(request.content, Upload):
        return request.content or None
    return request.content.async_pieces()


def framing_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The header that tells the length of pieces, where it is known beforehand."""
    if not isinstance(request.content, Upload) or request.content.length is None:
        return []
    return [("Content-Length", str(request.content.length))]


class HttpxStream:
    """A response that is read piece by piece; `failures` become errors of ours."""

    def __init__(
        self, response: httpx2.Response, failures: Failures, translate: Translate
    ) -> None:
        self._response = response
        self._failures = failures
        self._translate = translate
        self.status = response.status_code
        self.headers = Headers(response.headers.multi_items())

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives, unpacked.

        Raises:
            TransportError: It does not arrive completely.
            DecodeError: It is packed in an odd way.
        """
        is_gzip(self.status, self.headers)
        try:
            yield from self._response.iter_bytes()
            return
        except self._failures as error:
            problem = self._translate(error)
        raise problem  # outside the handler: the original holds the whole request

    def close(self) -> None:
        """Read no more."""
        self._response.close()


class AsyncHttpxStream:
    """The same for asyncio."""

    def __init__(
        self, response: httpx2.Response, failures: Failures, translate: Translate
    ) -> None:
        self._response = response
        self._failures = failures
        self._translate = translate
        self.status = response.status_code
        self.headers = Headers(response.headers.multi_items())

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it arrives, unpacked.

        Raises:
            TransportError: It does not arrive completely.
            DecodeError: It is packed in an odd way.
        """
        is_gzip(self.status, self.headers)
        try:
            async with aclosing(self._response.aiter_bytes()) as pieces:
                async for piece in pieces:
                    yield piece
            return
        except self._failures as error:
            problem = self._translate(error)
        raise problem

    async def aclose(self) -> None:
        """Read no more."""
        await self._response.aclose()

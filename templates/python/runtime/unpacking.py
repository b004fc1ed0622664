"""The content of a response, taken out of its packing piece by piece, up to a limit.

A few bytes of gzip can stand for gigabytes, so the limit applies to what comes out, and
before it has come out.
"""

from __future__ import annotations

import zlib

from .errors import DecodeError, ResponseTooLargeError, TransportError
from .headers import Headers

DEFAULT_MAX_RESPONSE_BYTES = 100_000_000
"""How large a response may be, unpacked."""

_GZIP = 16 + zlib.MAX_WBITS


class Unpacker:
    """Collects the content of a response that has some; an answer to HEAD has none."""

    def __init__(self, status: int, headers: Headers, limit: int) -> None:
        self._status = status
        self._headers = headers
        self._limit = limit
        self._left = limit
        self._pieces: list[bytes] = []
        self._gzip = zlib.decompressobj(_GZIP)
        self._is_begun = self._is_packed = False

    def add(self, piece: bytes) -> None:
        """Take the next bytes, as they came.

        Raises:
            DecodeError: They are packed in a way that was not asked for.
            ResponseTooLargeError: The content is larger than the limit, or will be.
            TransportError: These are no bytes of gzip.
        """
        if not piece:
            return
        if not self._is_begun:
            self._begin()
        if not self._is_packed:
            self._keep(piece)
            return
        try:
            # One byte more than there is room for tells that there is more.
            self._keep(self._gzip.decompress(piece, self._left + 1))
            is_sound = not self._gzip.unused_data
        except zlib.error:
            is_sound = False
        if not is_sound:
            raise TransportError("no complete response: it is not gzip throughout")

    def _begin(self) -> None:
        self._is_begun = True
        if is_gzip(self._status, self._headers):
            self._is_packed = True
        elif _announced(self._headers) > self._limit:
            self._refuse()

    def _keep(self, content: bytes) -> None:
        self._left -= len(content)
        if self._left < 0:
            self._refuse()
        self._pieces.append(content)

    def content(self) -> bytes:
        """All of it.

        Raises:
            TransportError: Its end is missing.
        """
        if self._is_packed and not self._gzip.eof:
            raise TransportError("no complete response: its gzip is cut off")
        return b"".join(self._pieces)

    def _refuse(self) -> None:
        raise ResponseTooLargeError(
            f"the response is larger than {self._limit:,} bytes", status=self._status
        )


def is_gzip(status: int, headers: Headers) -> bool:
    """Whether the content of a response is packed.

    Raises:
        DecodeError: It is, in a way that was not asked for.
    """
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        # One layer at most: layers multiply what a byte can stand for.
        raise DecodeError("the response is packed in an odd way", status=status)
    return coding.endswith("gzip")


def _announced(headers: Headers) -> int:
    """The length that a response says it has; 0 if it does not."""
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0

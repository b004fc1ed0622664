"""Where the items of a stream begin and end: lines, records, server-sent events.

No module here waits for anything: a parser is fed with bytes as they arrive, however they
were cut, and gives the items that are complete.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from .calls import Read
from .drift import DriftHook, too_deep
from .errors import DecodeError
from .reading import parse_json

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_LONGEST = 64 * 1024 * 1024
"""How many bytes an item may have, since one is held in memory as a whole."""
_LINE_ENDS = re.compile(rb"\r\n|\n|\r")


class Parser(Protocol[T_co]):
    """Makes items of bytes.

    Both methods may raise a `DecodeError`: an item cannot be read, or is too long.
    """

    def feed(self, piece: bytes) -> Iterable[T_co]:
        """The items that are complete with a piece."""
        ...

    def end(self) -> Iterable[T_co]:
        """The item that the end completes, if there is one."""
        ...


class Framing(Protocol[T_co]):
    """How a response is cut into items."""

    @property
    def media_types(self) -> tuple[str, ...]:
        """The media types that a response may be of; none if any will do."""
        ...

    def parser(self, on_drift: DriftHook | None) -> Parser[T_co]:
        """A parser for one response."""
        ...


class Lines:
    """Cuts bytes into lines, which end in LF, or also in CR and CR LF."""

    def __init__(self, end: re.Pattern[bytes]) -> None:
        self._end = end
        self._begun: list[bytes] = []
        self._length = 0
        self._is_after_cr = False

    def feed(self, piece: bytes) -> list[bytes]:
        """The lines that are complete with a piece, without their ends.

        Raises:
            DecodeError: A line is too long.
        """
        if not piece:
            return []
        if self._is_after_cr and piece.startswith(b"\n"):
            piece = piece[1:]  # the rest of an end that the last piece had
        self._is_after_cr = self._end is _LINE_ENDS and piece.endswith(b"\r")
        first, *others = self._end.split(piece)
        self._begun.append(first)
        self._length += len(first)
        if self._length > _LONGEST:
            raise DecodeError(f"an item of the stream is longer than {_LONGEST} bytes")
        if not others:
            return []
        *whole, last = [b"".join(self._begun), *others]
        self._begun, self._length = [last], len(last)
        return whole

    def rest(self) -> bytes:
        """What came after the last end of a line."""
        return b"".join(self._begun)


@dataclass(frozen=True, slots=True)
class ServerSentEvent(Generic[T]):
    """An event of a stream (HTML Standard, section 9.2). `data` may say anything.

    Its text is not shown, since it may be sensitive.
    """

    event: str
    """What kind of event it is; `message` if the stream does not say."""
    data: str = field(repr=False)
    id: str
    """The last id that the stream gave, to go on from; empty if it gave none."""
    retry: int | None
    """After how many milliseconds the stream says to connect again, if it does."""
    _frames: EventFrames[T] = field(repr=False, compare=False)
    _on_drift: DriftHook | None = field(repr=False, compare=False)

    @property
    def value(self) -> T:
        """What the data is by the API's description. It is read when it is asked for,
        so that an event of another kind, a farewell say, does no harm.

        Raises:
            DecodeError: The data cannot be read as that.
        """
        try:
            return self._frames.value(self.data, self._on_drift)
        except RecursionError:
            pass
        raise too_deep()


@dataclass(frozen=True, slots=True)
class EventFrames(Generic[T]):
    """`text/event-stream`: `read` makes the value of each event of its data."""

    read: Read[T]
    is_json: bool = True
    exact: bool = False
    media_types = ("text/event-stream",)

    def value(self, text: str, on_drift: DriftHook | None) -> T:
        """What the data of an event is."""
        data = parse_json(text.encode(), exact=self.exact) if self.is_json else text
        return self.read(data, on_drift=on_drift)

    def parser(self, on_drift: DriftHook | None) -> Parser[ServerSentEvent[T]]:
        """A parser for one response."""
        return _Events(self, on_drift)


class _Events(Generic[T]):
    """Reads events as the HTML Standard tells (section 9.2.6)."""

    def __init__(self, frames: EventFrames[T], on_drift: DriftHook | None) -> None:
        self._frames = frames
        self._on_drift = on_drift
        self._lines = Lines(_LINE_ENDS)
        self._is_first = True
        self._event = ""
        self._data: list[str] = []
        self._size = 0
        self._id = ""
        self._retry: int | None = None

    def feed(self, piece: bytes) -> Iterator[ServerSentEvent[T]]:
        for line in self._lines.feed(piece):
            if self._is_first:
                line = line.removeprefix(codecs.BOM_UTF8)
                self._is_first = False
            if line:
                self._field(line)
            else:
                yield from self._dispatched()

    def end(self) -> Iterable[ServerSentEvent[T]]:
        """Nothing: an event without an empty line after it is not complete."""
        return ()

    def _field(self, line: bytes) -> None:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                self._event = value
            case "data":
                self._data.append(value)
                self._size += len(line)
                if self._size > _LONGEST:
                    raise DecodeError(f"an event is longer than {_LONGEST} bytes")
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if re.fullmatch("[0-9]{1,9}", value):
                self._retry = int(value)
            case _:
                pass  # a comment, or a field that means nothing

    def _dispatched(self) -> Iterator[ServerSentEvent[T]]:
        kind, data = self._event or "message", self._data
        self._event, self._size = "", 0
        self._data = list[str]()
        if data:
            yield ServerSentEvent(
                kind,
                "\n".join(data),
                self._id,
                self._retry,
                self._frames,
                self._on_drift,
            )


@dataclass(frozen=True, slots=True)
class JsonLines(Generic[T]):
    """One JSON value a line, `application/x-ndjson` or `application/jsonl`."""

    read: Read[T]
    exact: bool = False
    media_types = (
        "application/jsonl",
        "application/jsonlines",
        "application/ndjson",
        "application/x-jsonlines",
        "application/x-ndjson",
        "application/x-json-stream",
    )

    def parser(self, on_drift: DriftHook | None) -> Parser[T]:
        """A parser for one response."""
        return _Values(self.read, re.compile(rb"\n"), on_drift, exact=self.exact)


@dataclass(frozen=True, slots=True)
class JsonSequence(Generic[T]):
    """JSON values, each behind the character RS, `application/json-seq` (RFC 7464)."""

    read: Read[T]
    exact: bool = False
    media_types = ("application/json-seq",)

    def parser(self, on_drift: DriftHook | None) -> Parser[T]:
        """A parser for one response."""
        return _Values(self.read, re.compile(rb"\x1e"), on_drift, exact=self.exact)


class _Values(Generic[T]):
    """Reads values of JSON with ends between them. Blank ones are none."""

    def __init__(
        self,
        read: Read[T],
        end: re.Pattern[bytes],
        on_drift: DriftHook | None,
        *,
        exact: bool,
    ) -> None:
        self._read = read
        self._lines = Lines(end)
        self._on_drift = on_drift
        self._exact = exact

    def feed(self, piece: bytes) -> Iterator[T]:
        for line in self._lines.feed(piece):
            yield from self._value(line)

    def end(self) -> Iterator[T]:
        """The last value, which may have no end."""
        yield from self._value(self._lines.rest())

    def _value(self, line: bytes) -> Iterator[T]:
        if line.strip():
            data = parse_json(line, exact=self._exact)
            yield self._read(data, on_drift=self._on_drift)


class Chunks:
    """Bytes as they arrive, in pieces of any size."""

    media_types: tuple[str, ...] = ()

    def parser(self, on_drift: DriftHook | None) -> Parser[bytes]:
        """A parser for one response."""
        return _AsTheyCome()


class _AsTheyCome:
    def feed(self, piece: bytes) -> Iterable[bytes]:
        return (piece,) if piece else ()

    def end(self) -> Iterable[bytes]:
        return ()


class TextLines:
    """Lines of a text in UTF-8, without their ends, be they LF, CR LF or CR."""

    media_types: tuple[str, ...] = ()

    def parser(self, on_drift: DriftHook | None) -> Parser[str]:
        """A parser for one response."""
        return _Texts()


class _Texts:
    def __init__(self) -> None:
        self._lines = Lines(_LINE_ENDS)

    def feed(self, piece: bytes) -> Iterator[str]:
        for line in self._lines.feed(piece):
            yield line.decode("utf-8", "replace")

    def end(self) -> Iterator[str]:
        rest = self._lines.rest()
        if rest:
            yield rest.decode("utf-8", "replace")

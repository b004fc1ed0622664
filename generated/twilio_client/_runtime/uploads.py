"""Bytes to send that need not be in memory: files, and what is made piece by piece."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol, TypeAlias, TypeGuard, cast, runtime_checkable

from .errors import InvalidArgumentError
from .headers import check_header

_PIECE = 64 * 1024
"""How many bytes of a file are in memory at a time."""


@runtime_checkable
class Readable(Protocol):
    """A file that was opened for reading bytes, or what reads like one."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to send, with what is told of it.

    Without a `name`, that of an opened file or of a path is sent, or else that of its
    field. Without a `content_type`, it is what the API's description says, or what the
    name's suffix means. `headers` are those of its part alone.

    Raises:
        InvalidArgumentError: A text holds what a header cannot.
    """

    content: bytes | Readable | os.PathLike[str]
    name: str | None = field(default=None, repr=False)
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def __post_init__(self) -> None:
        if self.content_type is not None:
            check_header("Content-Type", self.content_type)
        for name, value in self.headers.items():
            check_header(name, value)

    def __repr__(self) -> str:
        return "File()"  # neither the content nor the name is ours to show


FileLike: TypeAlias = bytes | Readable | os.PathLike[str] | File
"""A file to send: its bytes, an opened file, a `Path`, or a `File` that says more."""

BinaryBody: TypeAlias = (
    bytes | Readable | os.PathLike[str] | Iterable[bytes] | AsyncIterable[bytes]
)
"""Bytes to send: as they are, an opened file, a `Path`, or pieces, one after another. An
`AsyncClient` also takes pieces that it has to wait for."""


class Source(Protocol):
    """Where a part of what is sent comes from."""

    @property
    def length(self) -> int | None:
        """How many bytes it gives; None if that is not known beforehand."""
        ...

    @property
    def is_repeatable(self) -> bool:
        """Whether it can be read again from its beginning."""
        ...

    def pieces(self) -> Iterator[bytes]:
        """Its bytes.

        Raises:
            OSError: It cannot be read, or gives fewer bytes than it had.
        """
        ...


class Upload:
    """The content of a request that is sent piece by piece.

    `length` is the number of its bytes, None if that is not known beforehand;
    `is_repeatable` says whether it can be sent again; `needs_waiting`, that only
    `async_pieces` gives it.
    """

    needs_waiting = False

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = tuple(_joined(sources))
        lengths = [one.length for one in self._sources]
        known = [length for length in lengths if length is not None]
        self.length: int | None = None
        if len(known) == len(lengths):
            self.length = sum(known)
        self.is_repeatable = all(one.is_repeatable for one in self._sources)

    def pieces(self) -> Iterator[bytes]:
        """The bytes, from the beginning. A source that cannot be repeated gives its own
        once."""
        for source in self._sources:
            yield from source.pieces()

    async def async_pieces(self) -> AsyncIterator[bytes]:
        """The same for asyncio. Reading a piece of a file is not waited for."""
        for piece in self.pieces():
            yield piece

    def __repr__(self) -> str:
        size = "unknown" if self.length is None else str(self.length)
        return f"Upload({size})"


class _Awaited(Upload):
    """Pieces that have to be waited for."""

    needs_waiting = True

    def __init__(self, pieces: AsyncIterable[object]) -> None:
        super().__init__(())
        self._pieces = pieces
        self.length = None
        self.is_repeatable = False

    async def async_pieces(self) -> AsyncIterator[bytes]:
        async for piece in self._pieces:
            yield _checked(piece)


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes that are in memory."""

    content: bytes
    is_repeatable = True

    @property
    def length(self) -> int:
        return len(self.content)

    def pieces(self) -> Iterator[bytes]:
        yield self.content


def _joined(sources: Iterable[Source]) -> Iterator[Source]:
    """The sources, with short bytes that follow each other in one: fewer packets."""
    begun = b""
    for source in sources:
        if isinstance(source, Bytes) and len(source.content) < _PIECE:
            begun += source.content
            if len(begun) < _PIECE:
                continue
            source = Bytes(b"")
        if begun:
            yield Bytes(begun)
            begun = b""
        if source.length != 0:
            yield source
    if begun:
        yield Bytes(begun)


class _OpenFile:
    """A file that someone else has opened, from where it stands to its end.

    One that knows no places, as a pipe, is read once, to an end that is not known.
    """

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._start: int | None = None
        self.length: int | None = None
        if isinstance(file, io.IOBase) and file.seekable():
            self._start = file.tell()
            self.length = max(file.seek(0, os.SEEK_END) - self._start, 0)
            file.seek(self._start)
        self.is_repeatable = self._start is not None

    def pieces(self) -> Iterator[bytes]:
        if self._start is not None and isinstance(self._file, io.IOBase):
            self._file.seek(self._start)
        yield from _read(self._file, self.length)


class _PathFile:
    """A file by its path, which is open only while it is sent."""

    is_repeatable = True

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = path
        self.length = os.stat(path).st_size

    def pieces(self) -> Iterator[bytes]:
        with _opened(self._path) as file:
            yield from _read(file, self.length)


def _opened(path: os.PathLike[str]) -> BinaryIO:
    """Open a file.

    Raises:
        OSError: It cannot be opened. The error does not name it.
    """
    try:
        return open(path, "rb")
    except OSError as error:
        problem = type(error).__name__
    raise OSError(f"the file cannot be read: {problem}")


class _Pieces:
    """Pieces that come one after another; their number of bytes is not known."""

    length: int | None = None

    def __init__(self, pieces: Iterable[object]) -> None:
        self._pieces = pieces
        self.is_repeatable = not isinstance(pieces, Iterator)

    def pieces(self) -> Iterator[bytes]:
        for piece in self._pieces:
            yield _checked(piece)


def source_of(name: str, content: object) -> Source:
    """What gives the bytes of a file.

    Raises:
        InvalidArgumentError: It is no file, was opened for reading text, or cannot be
            read. `name` says which argument.
    """
    problem = ""
    try:
        if is_bytes(content):
            return Bytes(bytes(content))
        if is_path(content):
            return _PathFile(content)
        if isinstance(content, io.TextIOBase):
            problem = "the file is open for text: open it with 'rb'"
        elif isinstance(content, Readable):
            return _OpenFile(content)
    except (OSError, ValueError) as error:
        problem = f"the file cannot be read: {type(error).__name__}"
    if isinstance(content, str):
        problem = "a str is no file: pass bytes, an open file or a Path"
    # Raised here, it does not carry along an error that names the file.
    raise InvalidArgumentError(f"{name}: {problem or _no_file(content)}")


def _no_file(content: object) -> str:
    kind = "None" if content is None else f"this {type(content).__name__}"
    return f"{kind} is no file"


def upload_of(name: str, content: object) -> Upload:
    """What sends bytes piece by piece.

    Raises:
        InvalidArgumentError: It gives no bytes. `name` says which argument.
    """
    if not _is_whole(content):
        if isinstance(content, AsyncIterable):
            return _Awaited(cast(AsyncIterable[object], content))
        if isinstance(content, Iterable):
            return Upload([_Pieces(cast(Iterable[object], content))])
    return Upload([source_of(name, content)])


def is_bytes(value: object) -> TypeGuard[bytes | bytearray | memoryview[int]]:
    """Whether a value is bytes that are in memory."""
    return isinstance(value, (bytes, bytearray, memoryview))


def is_file(value: object) -> bool:
    """Whether a value is a file, and is sent as one wherever it stands."""
    return is_bytes(value) or isinstance(value, (File, os.PathLike, Readable))


def _is_whole(value: object) -> bool:
    """Whether a value can be iterated over, and is no pieces all the same."""
    return is_file(value) or isinstance(value, (str, Mapping))


def is_path(value: object) -> TypeGuard[os.PathLike[str]]:
    """Whether a value is the path of a file. A `str` is not: it may be a text."""
    return isinstance(value, os.PathLike)


def file_name(content: object) -> str | None:
    """The name of a file, without the folders that it lies in; None if it has none."""
    path: object
    path = os.fspath(content) if is_path(content) else getattr(content, "name", None)
    if not isinstance(path, str) or path.startswith("<"):
        return None
    return os.path.basename(path) or None


def _read(file: Readable, length: int | None) -> Iterator[bytes]:
    """The bytes of a file: as many as it had, if that is known.

    Raises:
        OSError: It has become shorter, which would leave the request without its end.
    """
    left = length
    while left is None or left > 0:
        piece = file.read(_PIECE if left is None else min(_PIECE, left))
        if not piece:
            break
        yield _checked(piece)
        left = None if left is None else left - len(piece)
    if left:
        raise OSError("the file has become shorter while it was sent")


def _checked(piece: object) -> bytes:
    """A piece that is bytes.

    Raises:
        OSError: It is something else, which says nothing of how it is written.
    """
    if is_bytes(piece):
        return bytes(piece)
    raise OSError(f"a {type(piece).__name__} where bytes were to be sent")

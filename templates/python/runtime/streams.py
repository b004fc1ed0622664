"""Calls whose responses are made of items, one after another."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

from .calls import Content, Read, Request, read_nothing
from .drift import DriftHook
from .frames import Chunks, Framing, TextLines

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRequest(Request[list[T]], Generic[T]):
    """One call whose response is made of items, one after another, of the type `T`.

    `client.stream` gives them as they arrive, `client.send` all of them at its end.
    """

    framing: Framing[T]
    """How the response is cut into items."""
    content: Content = field(default="bytes", init=False)
    read: Read[list[T]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", self._read_whole)

    def _read_whole(
        self, data: Any, /, *, on_drift: DriftHook | None = None
    ) -> list[T]:
        parser = self.framing.parser(on_drift)
        return [*parser.feed(data), *parser.end()]

    def opening(self) -> Request[None]:
        """The same call, of whose response only the beginning is waited for.

        It is not to be packed: what is packed comes late, and may be large.
        """
        same = _fields(self)
        same["headers"] = (("Accept-Encoding", "identity"), *self.headers)
        same["read"] = read_nothing
        return Request(**same)


def in_chunks(request: Request[Any]) -> StreamRequest[bytes]:
    """The same call, for reading what its response holds as bytes, piece by piece."""
    return _streamed(request, Chunks())


def in_lines(request: Request[Any]) -> StreamRequest[str]:
    """The same call, for reading what its response holds as a text, line by line."""
    return _streamed(request, TextLines())


def _streamed(request: Request[Any], framing: Framing[T]) -> StreamRequest[T]:
    same = _fields(request)
    del same["content"], same["read"]
    return StreamRequest(**same, framing=framing)


def _fields(request: Request[Any]) -> dict[str, Any]:
    """What a call is made of, but not how its response is read by its status."""
    names = (one.name for one in fields(Request) if one.name != "by_status")
    return {name: getattr(request, name) for name in names}

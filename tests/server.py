"""A real HTTP server on the loopback interface that notes every byte it receives."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


@dataclass(frozen=True)
class Received:
    """One request, as it came."""

    head: str
    body: bytes

    @property
    def line(self) -> str:
        return self.head.split("\r\n")[0]

    @property
    def headers(self) -> dict[str, str]:
        rows = (row.split(": ", 1) for row in self.head.split("\r\n")[1:])
        return {name.lower(): value for name, value in rows}


@dataclass(frozen=True)
class Reply:
    """What the server answers, and whether it hangs up then."""

    raw: bytes
    hangs_up: bool = False
    more: Iterable[bytes] = ()
    """What follows, each piece as soon as it is there."""
    drip: float = 0.0
    """Seconds before each byte; 0 for all bytes at once."""

    @classmethod
    def of(
        cls,
        status: int,
        content: bytes,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        lines = [f"HTTP/1.1 {status} Status", f"Content-Type: {content_type}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        lines += [f"Content-Length: {len(content)}", "", ""]
        return cls("\r\n".join(lines).encode() + content)

    @classmethod
    def json(
        cls, value: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Reply:
        return cls.of(status, json.dumps(value).encode(), headers=headers)


@dataclass
class Server:
    """Answers every request with `reply`, which a test may change at any time.

    Before that, what is in `replies` is used up, one for each request.
    """

    replies: list[Reply] = field(default_factory=list[Reply])
    reply: Reply = field(default_factory=lambda: Reply.json({}))
    requests: list[Received] = field(default_factory=list[Received])
    before_reply: Callable[[], None] = lambda: None
    keeps_bodies: bool = True
    """Whether bodies are kept, and not only counted in `received`."""
    received: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)
    """Is set when a reply could not be sent to its end."""
    certificate: Path | None = None
    """A file with a key and with a certificate for `localhost`: then it speaks TLS."""

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._tls: ssl.SSLContext | None = None
        if self.certificate:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(self.certificate)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def url(self) -> str:
        if self._tls:
            return f"https://localhost:{self._listener.getsockname()[1]}"
        return f"http://{self.address}"

    @property
    def only(self) -> Received:
        """The one request that was received."""
        assert len(self.requests) == 1, self.requests
        return self.requests[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(
                target=self._serve, args=(connection,), daemon=True
            ).start()

    def _serve(self, connection: socket.socket) -> None:
        if self._tls:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:
                return
        with connection, connection.makefile("rb") as stream:
            while head := self._head(stream.readline):
                body = b"".join(self._body(Received(head, b"").headers, stream))
                self.requests.append(Received(head, body))
                self.before_reply()
                reply = self.replies.pop(0) if self.replies else self.reply
                try:
                    _send(connection, reply)
                except OSError:
                    self.hung_up.set()
                    return
                if reply.hangs_up:
                    return

    def _body(self, headers: Mapping[str, str], stream: BinaryIO) -> Iterator[bytes]:
        """What was sent, of a length that was told or in chunks (RFC 9112, section 7.1)."""
        if headers.get("transfer-encoding") != "chunked":
            yield from self._read(stream, int(headers.get("content-length", "0")))
            return
        while size := int(stream.readline(), 16):
            yield from self._read(stream, size)
            stream.readline()
        stream.readline()

    def _read(self, stream: BinaryIO, length: int) -> Iterator[bytes]:
        while length and (piece := stream.read(min(length, 1 << 16))):
            length -= len(piece)
            self.received += len(piece)
            if self.keeps_bodies:
                yield piece

    def _head(self, readline: Callable[[], bytes]) -> str:
        lines: list[str] = []
        try:
            while line := readline().decode("latin-1").rstrip("\r\n"):
                lines.append(line)
        except OSError:
            return ""
        return "\r\n".join(lines)


def _send(connection: socket.socket, reply: Reply) -> None:
    if not reply.drip:
        connection.sendall(reply.raw)
    else:
        for byte in reply.raw:
            time.sleep(reply.drip)
            connection.sendall(bytes([byte]))
    for piece in reply.more:
        connection.sendall(piece)

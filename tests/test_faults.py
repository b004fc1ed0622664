"""Servers that are slow, broken or hostile: only our errors come out, and in time."""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
import json
import pickle
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio_client import (
    ApiError,
    AsyncClient,
    Attempt,
    AttemptResult,
    Client,
    ConfigurationError,
    ConnectError,
    DecodeError,
    InvalidArgumentError,
    RequestTimeoutError,
    ResponseTooLargeError,
    ServerError,
    TransportError,
    UnexpectedContentTypeError,
)
from twilio_client._runtime import Json
from twilio_client._runtime.headers import Headers
from twilio_client._runtime.httpx_transport import AsyncHttpxTransport, HttpxTransport
from twilio_client._runtime.unpacking import Unpacker
from twilio_client.testing import AsyncFakeTransport, FakeTransport

from tests.calls import ACCOUNT, TOKEN, Clock, Send, call, patient
from tests.certificate import self_signed
from tests.server import Reply, Server

MEGABYTE = 1_000_000


# --- deadlines


class Stopwatch:
    """A hook that measures a call, from its first attempt to the end of its last one.

    To make a client takes a while as well, which is not meant here.
    """

    def __init__(self) -> None:
        self._started = 0.0
        self.seconds = 0.0

    def before(self, attempt: Attempt, /) -> None:
        self._started = self._started or time.monotonic()

    def after(self, attempt: Attempt, result: AttemptResult, /) -> None:
        self.seconds = time.monotonic() - self._started


def is_near(deadline: float, seconds: float) -> bool:
    """Whether a call ended at its deadline, as far as a busy computer lets us see that.

    Without a deadline, each of these calls would take at least half a minute.
    """
    return 0.9 * deadline < seconds < deadline + 0.9


DRIPS = {
    "head": Reply(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 10_000, drip=0.02),
    "body": Reply(
        b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n" + b"x" * 10_000, drip=0.005
    ),
    "nothing": Reply(b"H", drip=30),
}


@pytest.mark.parametrize("kind", DRIPS)
@patient
def test_a_drip_ends_at_the_deadline(send: Send, server: Server, kind: str) -> None:
    server.reply = DRIPS[kind]
    server.requests.clear()
    watch = Stopwatch()
    with pytest.raises(RequestTimeoutError) as caught:
        send(call(), client={"hooks": [watch]}, deadline=1.5)
    assert is_near(1.5, watch.seconds)
    assert caught.value.method == "GET"
    assert len(server.requests) == 1


@patient
def test_the_deadline_holds_on_a_connection_that_is_used_again(server: Server) -> None:
    server.replies = [Reply.json({})]
    server.reply = DRIPS["head"]
    with Client(ACCOUNT, TOKEN, base_url=server.url) as twilio:
        twilio.send(call())
        started = time.monotonic()
        with pytest.raises(RequestTimeoutError):
            twilio.send(call(), deadline=0.5)
    assert is_near(0.5, time.monotonic() - started)


def test_no_read_begins_after_the_deadline(server: Server, clock: Clock) -> None:
    def oversleep() -> None:
        clock.now += 100

    server.before_reply = oversleep
    server.reply = Reply(Reply.json({}).raw, drip=0.001)
    twilio = Client(ACCOUNT, TOKEN, base_url=server.url)
    with twilio, pytest.raises(RequestTimeoutError):
        twilio.send(call(), deadline=50)


@patient
def test_the_deadline_is_for_all_attempts(send: Send, server: Server) -> None:
    server.reply = Reply.json({}, 503, {"retry-after-ms": "100"})
    server.requests.clear()
    watch = Stopwatch()
    with pytest.raises(ServerError):
        send(call(), client={"hooks": [watch]}, deadline=1.0, retries=100)
    assert watch.seconds < 1.9
    assert 2 <= len(server.requests) <= 10


@patient
def test_a_server_that_does_not_read(send: Send) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        request = call("POST", body=Json("x" * 30 * MEGABYTE))
        watch = Stopwatch()
        with pytest.raises(RequestTimeoutError):
            send(request, client={"base_url": url, "hooks": [watch]}, deadline=1.5)
    assert is_near(1.5, watch.seconds)


@pytest.mark.parametrize("option", ["timeout", "deadline"])
@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), True, "3", None])
def test_times_must_end(send: Send, server: Server, option: str, value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=option):
        send(call(), **{option: value})
    with pytest.raises(InvalidArgumentError, match=option):
        send(call(), client={option: value})
    assert server.requests == []


# --- how much is read


def packed(content: bytes, coding: str = "gzip", **headers: str) -> Reply:
    more = {"Content-Encoding": coding, **headers}
    return Reply.of(200, content, headers=more)


def test_gzip_is_unpacked(send: Send, server: Server) -> None:
    value = {"text": "ä" * 100_000}
    for coding in ("gzip", "GZIP", "x-gzip"):
        server.reply = packed(gzip.compress(json.dumps(value).encode()), coding)
        assert send(call()).value == value
    assert server.requests[0].headers["accept-encoding"] == "gzip"


def test_what_is_not_packed_may_say_so(send: Send, server: Server) -> None:
    server.reply = packed(b"[1]", "identity")
    assert send(call()).value == [1]


def test_an_empty_answer_needs_no_gzip(send: Send, server: Server) -> None:
    server.reply = packed(b"")
    assert send(call(may_be_missing=True)).value is None


@pytest.mark.parametrize("status", [200, 500])
def test_a_gzip_bomb(send: Send, server: Server, status: int) -> None:
    bomb = gzip.compress(b"[" + b" " * 50 * MEGABYTE + b"]", 9)
    assert len(bomb) < 60_000
    server.reply = Reply.of(status, bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(
        ResponseTooLargeError, match="larger than 2,000,000 bytes"
    ) as it:
        send(call(), client={"max_response_bytes": 2 * MEGABYTE})
    assert it.value.status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_large_response(send: Send, server: Server, is_announced: bool) -> None:
    content = b"[" + b" " * MEGABYTE + b"]"
    length = f"Content-Length: {len(content)}\r\n" if is_announced else ""
    head = f"HTTP/1.1 200 OK\r\n{length}Connection: close\r\n\r\n".encode()
    server.reply = Reply(head + content, hangs_up=True)
    assert send(call(), client={"max_response_bytes": len(content)}).value == []
    with pytest.raises(ResponseTooLargeError):
        send(call(), client={"max_response_bytes": len(content) - 1})


@pytest.mark.parametrize("headers", ["Content-Length: 999999999999", "X: y"])
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_what_has_no_content(
    send: Send, server: Server, headers: str, coding: str
) -> None:
    head = f"HTTP/1.1 200 OK\r\n{headers}\r\nContent-Encoding: {coding}\r\n\r\n"
    server.reply = Reply(head.encode(), hangs_up=True)
    request = call("HEAD", may_be_missing=True)
    assert send(request, client={"max_response_bytes": 10}).value is None


@pytest.mark.parametrize("number", [0, -1, 1.5, True, None])
def test_the_limit_is_checked(send: Send, number: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="max_response_bytes"):
        send(call(), client={"max_response_bytes": number})


pieces = st.lists(st.integers(0, 200), max_size=5).map(sorted)


@given(st.binary(max_size=500), pieces, st.integers(0, 500), st.booleans())
def test_content_comes_in_any_pieces(
    content: bytes, cuts: list[int], limit: int, is_packed: bool
) -> None:
    sent = gzip.compress(content) if is_packed else content
    coding = [("Content-Encoding", "gzip")] if is_packed else []
    unpacker = Unpacker(200, Headers(coding), limit)
    ends = [*cuts, len(sent)]

    def unpack() -> bytes:
        for start, end in zip([0, *cuts], ends, strict=True):
            unpacker.add(sent[start:end])
        return unpacker.content()

    if len(content) <= limit:
        assert unpack() == content
    else:
        with pytest.raises(ResponseTooLargeError):
            unpack()


GOOD = gzip.compress(b'{"a": 1}')


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (packed(GOOD[:-1]), TransportError),
        (packed(GOOD[:5]), TransportError),
        (packed(GOOD + b"x"), TransportError),
        (packed(GOOD + GOOD), TransportError),
        (packed(GOOD[:-6] + b"\0\0" + GOOD[-4:]), TransportError),
        (packed(b'{"a": 1}'), TransportError),
        (packed(gzip.compress(GOOD), "gzip, gzip"), DecodeError),
        (packed(zlib.compress(b"{}"), "deflate"), DecodeError),
        (packed(b"{}", "br"), DecodeError),
        (packed(b"{}", "identity, gzip"), DecodeError),
        (packed(b"{}", "x" * 1000), DecodeError),
        (packed(gzip.compress(b"[" * 100_000)), DecodeError),
        (packed(gzip.compress(b'{"a": NaN}')), DecodeError),
        (Reply.of(200, b'{"a": Infinity}'), DecodeError),
        (Reply.of(200, b"\x1f\x8b\x08"), DecodeError),
        (Reply.of(200, b"<html></html>", "text/html"), UnexpectedContentTypeError),
        (Reply.of(503, b"<html></html>", "text/html"), ServerError),
        (
            Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}", True),
            TransportError,
        ),
        (
            Reply(b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}", True),
            TransportError,
        ),
        (
            Reply(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}", True),
            TransportError,
        ),
        (
            Reply(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}", True
            ),
            TransportError,
        ),
        (
            Reply(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n{}", True
            ),
            TransportError,
        ),
        (Reply(b"HTTP/1.1 2000 OK\r\n\r\n", True), TransportError),
        (Reply(b"HTTP/9.9 200 OK\r\n\r\n", True), DecodeError),
        (Reply(b"SSH-2.0-OpenSSH\r\n", True), TransportError),
        (Reply(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, True), TransportError),
        (Reply(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000, True), TransportError),
        (Reply(b"HTTP/1.1 200 OK\r\nX\0: y\r\n\r\n", True), TransportError),
    ],
)
def test_rubbish(
    send: Send, server: Server, reply: Reply, kind: type[ApiError]
) -> None:
    server.reply = reply
    with pytest.raises(kind) as caught:
        send(call(), retries=0)
    assert caught.value.method == "GET"
    assert caught.value.__context__ is None
    assert type(pickle.loads(pickle.dumps(caught.value))) is type(caught.value)


@pytest.mark.parametrize(("status", "phrase"), [(599, "599"), (503, "503 Service")])
def test_statuses_without_a_name(
    send: Send, server: Server, status: int, phrase: str
) -> None:
    server.reply = Reply.of(status, b"")
    with pytest.raises(ServerError, match=f"^{phrase}"):
        send(call(), retries=0)


def test_values_that_are_nested_too_deeply(send: Send, server: Server) -> None:
    def read(data: Any, /, *, on_drift: Any = None) -> Any:
        return read(data)

    with pytest.raises(DecodeError, match="nested too deeply"):
        send(dataclasses.replace(call(), read=read))


def test_there_must_be_a_server(send: Send) -> None:
    request = dataclasses.replace(call(), server="")
    with pytest.raises(ConfigurationError, match="base_url"):
        send(request, client={"base_url": None})


# --- a client of httpx2 that others use as well


def test_our_deadline_is_not_that_of_others(server: Server) -> None:
    with httpx2.Client() as own:
        twilio = Client(
            ACCOUNT, TOKEN, base_url=server.url, transport=HttpxTransport(own)
        )
        twilio.send(call(), deadline=0.2)
        server.before_reply = lambda: time.sleep(0.4)
        assert own.get(server.url).json() == {}  # on the same connection
        with pytest.raises(RequestTimeoutError):
            twilio.send(call(), deadline=0.2)


# --- TLS


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Server]:
    with Server(certificate=self_signed("localhost", tmp_path)) as running:
        yield running


def test_servers_are_verified(send: Send, secure: Server) -> None:
    with pytest.raises(ConnectError, match="certificate"):
        send(call(), client={"base_url": secure.url, "ssl_context": None}, retries=0)
    assert secure.requests == []
    context = ssl.create_default_context(cafile=secure.certificate)
    trusting = {"base_url": secure.url, "ssl_context": context}
    assert send(call(), client=trusting).value == {}
    other = {**trusting, "base_url": secure.url.replace("localhost", "127.0.0.1")}
    with pytest.raises(ConnectError, match="certificate"):
        send(call(), client=other, retries=0)


@patient
def test_the_deadline_holds_inside_tls(send: Send, secure: Server) -> None:
    context = ssl.create_default_context(cafile=secure.certificate)
    watch = Stopwatch()
    trusting = {"base_url": secure.url, "ssl_context": context, "hooks": [watch]}
    secure.reply = DRIPS["head"]
    with pytest.raises(RequestTimeoutError):
        send(call(), client=trusting, deadline=1.0)
    assert is_near(1.0, watch.seconds)


def test_a_context_is_for_the_transport_that_is_made_here() -> None:
    context = ssl.create_default_context()
    with pytest.raises(ConfigurationError, match="ssl_context"):
        Client("AC1", "t", transport=FakeTransport({}), ssl_context=context)
    with pytest.raises(ConfigurationError, match="ssl_context"):
        AsyncClient("AC1", "t", transport=AsyncFakeTransport({}), ssl_context=context)


# --- threads, and cancellation


def test_many_threads_use_one_client(server: Server) -> None:
    server.reply = Reply.json({"fine": True})
    with Client(ACCOUNT, TOKEN, base_url=server.url) as twilio:

        def work(number: int) -> list[Any]:
            return [twilio.send(call(path=f"/{number}/{n}")).value for n in range(5)]

        with ThreadPoolExecutor(64) as pool:
            values = [value for done in pool.map(work, range(64)) for value in done]
    assert values == [{"fine": True}] * 320
    paths = sorted(received.line.split()[1] for received in server.requests)
    assert paths == sorted(f"/{m}/{n}" for m in range(64) for n in range(5))


def test_deadlines_of_threads_do_not_mix(server: Server) -> None:
    server.before_reply = lambda: time.sleep(1.0)
    with Client(ACCOUNT, TOKEN, base_url=server.url) as twilio:

        def is_in_time(deadline: float) -> bool:
            try:
                twilio.send(call(), deadline=deadline)
            except RequestTimeoutError:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(is_in_time, [0.2, 5.0] * 4))
    assert results == [False, True] * 4


def test_cancelled_tasks_leave_nothing_behind(server: Server) -> None:
    """1,000 tasks, cancelled after all kinds of times, and ten connections."""
    server.reply = Reply.json({"fine": True})
    limits = httpx2.Limits(max_connections=10)
    hung = Reply.json({}, 503, {"retry-after-ms": "5"})

    async def run() -> tuple[int, int]:
        inner = httpx2.AsyncClient(limits=limits)
        transport = AsyncHttpxTransport(inner)
        client = AsyncClient(
            ACCOUNT, TOKEN, base_url=server.url, transport=transport, retries=20
        )
        async with client as twilio:
            tasks = [asyncio.create_task(twilio.send(call())) for _ in range(1000)]
            for number, task in enumerate(tasks):
                if number % 3:
                    task.cancel()
                if number % 7 == 0:
                    server.replies.append(hung)
                    await asyncio.sleep(0.0005 * (number % 5))
            results = await asyncio.gather(*tasks, return_exceptions=True)
            done = [one for one in results if not isinstance(one, BaseException)]
            kinds = {type(one) for one in results if isinstance(one, BaseException)}
            assert kinds == {asyncio.CancelledError}
            # All ten connections can still be had, at the same time.
            barrier = threading.Barrier(10)

            def wait_for_all() -> None:
                barrier.wait(5)

            server.before_reply = wait_for_all
            await asyncio.gather(*(twilio.send(call()) for _ in range(10)))
            return len(done), len(results)

    done, of = asyncio.run(run())
    assert of == 1000
    assert done >= 300


@pytest.mark.parametrize("when", [0.0, 0.02, 0.1])
def test_cancellation_is_not_repeated(server: Server, when: float) -> None:
    server.before_reply = lambda: time.sleep(0.3)

    async def run() -> None:
        async with AsyncClient(ACCOUNT, TOKEN, base_url=server.url) as twilio:
            task = asyncio.create_task(twilio.send(call()))
            await asyncio.sleep(when)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert task.cancelled()

    asyncio.run(run())
    assert len(server.requests) <= 1


def test_a_pause_can_be_cancelled(server: Server) -> None:
    server.reply = Reply.json({}, 503, {"Retry-After": "60"})

    async def run() -> None:
        async with AsyncClient(ACCOUNT, TOKEN, base_url=server.url) as twilio:
            async with asyncio.timeout(0.3):
                await twilio.send(call())

    with pytest.raises(TimeoutError):
        asyncio.run(run())
    assert len(server.requests) == 1

"""Responses that are read while they arrive: events, values of JSON, bytes, lines."""

from __future__ import annotations

import asyncio
import gzip
import importlib
import json
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from runtime.calls import Read, reads
from runtime.errors import DecodeError
from runtime.frames import (
    Chunks,
    EventFrames,
    Framing,
    JsonLines,
    JsonSequence,
    ServerSentEvent,
    TextLines,
)

from tests.conftest import Call
from tests.server import Reply, Server

# Streams, and the events in them: kind, data, id, retry (HTML Standard, section 9.2.6).
EVENTS: dict[str, tuple[str, list[tuple[str, str, str, int | None]]]] = {
    "plain": (
        "data: a\n\ndata: b\n\n",
        [("message", "a", "", None), ("message", "b", "", None)],
    ),
    "a kind": ("event: add\ndata: 1\n\n", [("add", "1", "", None)]),
    "a kind counts once": (
        "event: x\ndata:1\n\ndata:2\n\n",
        [("x", "1", "", None), ("message", "2", "", None)],
    ),
    "several lines": (
        "data: YHOO\ndata: +2\ndata: 10\n\n",
        [("message", "YHOO\n+2\n10", "", None)],
    ),
    "comments": (
        ": hello\n\ndata: a\n: more\n\n:\n\n",
        [("message", "a", "", None)],
    ),
    "blanks": (
        "data:a\n\ndata: a\n\ndata:  a \n\n",
        [
            ("message", "a", "", None),
            ("message", "a", "", None),
            ("message", " a ", "", None),
        ],
    ),
    "empty data": (
        "data\n\ndata\ndata\n\ndata:\n\n",
        [
            ("message", "", "", None),
            ("message", "\n", "", None),
            ("message", "", "", None),
        ],
    ),
    "ids": (
        "data: 1\nid: 7\n\ndata: 2\n\ndata: 3\nid\n\n",
        [
            ("message", "1", "7", None),
            ("message", "2", "7", None),
            ("message", "3", "", None),
        ],
    ),
    "an id with NUL": (
        "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n",
        [("message", "a", "1", None), ("message", "b", "1", None)],
    ),
    "an id without data": ("id: 5\n\ndata: a\n\n", [("message", "a", "5", None)]),
    "retry": (
        "retry: 1500\ndata: a\n\nretry: 1x\ndata: b\n\n",
        [("message", "a", "", 1500), ("message", "b", "", 1500)],
    ),
    "other fields": (
        "date: x\nDATA: y\n data: z\ndata: a\n\n",
        [("message", "a", "", None)],
    ),
    "a kind without data": (
        "event: x\n\ndata: a\n\n",
        [("message", "a", "", None)],
    ),
    "not ended": ("data: a\n\ndata: b\n", [("message", "a", "", None)]),
    "not ended at all": ("data: a", []),
    "a colon": ('data: {"a": ":"}\n\n', [("message", '{"a": ":"}', "", None)]),
    "one BOM": (
        "\ufeffdata: a\n\n\ufeffdata: b\n\n",
        [("message", "a", "", None)],
    ),
    "not ASCII": ("data: Grüße 🎈\n\n", [("message", "Grüße 🎈", "", None)]),
    "empty lines": ("\n\n\ndata: a\n\n\n\n", [("message", "a", "", None)]),
    "a farewell": (
        "data: {}\n\ndata: [DONE]\n\n",
        [("message", "{}", "", None), ("message", "[DONE]", "", None)],
    ),
    "nothing": ("", []),
}
ANY: Read[Any] = reads()
TEXTS: Framing[ServerSentEvent[Any]] = EventFrames(ANY, is_json=False)


def items(framing: Framing[Any], pieces: list[bytes]) -> list[Any]:
    """What a framing makes of pieces."""
    parser = framing.parser(None)
    found = [item for piece in pieces for item in parser.feed(piece)]
    return [*found, *parser.end()]


def cuts(content: bytes) -> Iterator[list[bytes]]:
    """A content as a whole, in two pieces, cut anywhere, and byte by byte."""
    yield [content]
    for place in range(len(content) + 1):
        yield [content[:place], content[place:]]
        yield [content[:place], b"", content[place : place + 1], content[place + 1 :]]
    yield [content[place : place + 1] for place in range(len(content))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", EVENTS)
def test_events_however_they_are_cut(name: str, end: str) -> None:
    text, expected = EVENTS[name]
    for pieces in cuts(text.replace("\n", end).encode()):
        found = [(e.event, e.data, e.id, e.retry) for e in items(TEXTS, pieces)]
        assert found == expected, pieces


def test_ends_of_lines_may_differ() -> None:
    content = b"data: a\r\n\ndata: b\n\r\ndata: c\r\r\ndata: d\n\n"
    for pieces in cuts(content):
        assert [event.data for event in items(TEXTS, pieces)] == list("abcd")


def test_bytes_that_are_no_text_do_no_harm() -> None:
    (event,) = items(TEXTS, [b"data: a\xff\n\n"])
    assert event.data == "a\ufffd"


def test_events_are_read_when_they_are_asked_for() -> None:
    framing: Framing[ServerSentEvent[Any]] = EventFrames(ANY)
    first, last = items(framing, [b'data: {"a": 1}\n\ndata: [DONE]\n\n'])
    assert first.value == {"a": 1}
    assert last.data == "[DONE]"
    with pytest.raises(DecodeError):
        last.value  # noqa: B018
    assert repr(last) == "ServerSentEvent(event='message', id='', retry=None)"


@pytest.mark.parametrize(
    ("framing", "content", "expected"),
    [
        (JsonLines(ANY), b'{"a":1}\n\n[2]\r\n"\xc3\xa4"\n', [{"a": 1}, [2], "ä"]),
        (JsonLines(ANY), b"1\n2", [1, 2]),
        (JsonLines(ANY), b"", []),
        (JsonSequence(ANY), b'\x1e{"a":\n1}\n\x1e2\n\x1e\x1e3', [{"a": 1}, 2, 3]),
        (TextLines(), "ä\r\nb\r\rc\n\nd".encode(), ["ä", "b", "", "c", "", "d"]),
        (TextLines(), b"a\n", ["a"]),
    ],
)
def test_items_however_they_are_cut(
    framing: Framing[Any], content: bytes, expected: list[Any]
) -> None:
    for pieces in cuts(content):
        assert items(framing, pieces) == expected


def test_chunks_lose_nothing() -> None:
    for pieces in cuts(b"\0\r\nabc"):
        assert b"".join(items(Chunks(), pieces)) == b"\0\r\nabc"


def test_long_lines_take_no_more_than_their_length() -> None:
    piece = b'"' + b"x" * 1000
    count = 2000
    content = [piece.replace(b'"', b"")] * count
    assert len(items(JsonLines(ANY), [b'"', *content, b'"'])[0]) == 1000 * count


def test_an_item_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.frames._LONGEST", 100)
    with pytest.raises(DecodeError, match="longer"):
        items(JsonLines(ANY), [b"x" * 60, b"x" * 60])
    with pytest.raises(DecodeError, match="longer"):
        items(TEXTS, [b"data: xxxxxxxxxxxxxxx\n"] * 10)


# --- against a server


def streamed(*pieces: bytes, content_type: str = "text/event-stream") -> Reply:
    """A reply of pieces, in chunks (RFC 9112, section 7.1)."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n"
    chunks = [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces]
    raw = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode()
    return Reply(raw, more=[*chunks, b"0\r\n\r\n"])


def test_events(visit: Call, server: Server, gallery: Any) -> None:
    models = importlib.import_module(f"{gallery.__name__}.models")
    server.reply = streamed(b'data: {"delta"', b': "a"}\n\nda', b"ta: [DONE]\n\n")
    events = visit(lambda client: client.answers.create_stream(question="?"))
    assert events[0].value == models.Piece(delta="a")
    assert events[1].data == "[DONE]"
    assert json.loads(server.only.body) == {"question": "?"}
    assert server.only.headers["accept"] == "text/event-stream"
    assert server.only.headers["accept-encoding"] == "identity"


def test_events_of_several_kinds(visit: Call, server: Server, gallery: Any) -> None:
    models = importlib.import_module(f"{gallery.__name__}.models")
    server.reply = streamed(
        b'event: picture\ndata: {"id": "P1"}\n\nevent: place\ndata: {"latitude": 1}\n\n'
    )
    events = visit(lambda client: client.changes.watch_changes(kind="all"))
    assert [event.value for event in events] == [
        models.Picture(id="P1"),
        models.Place(latitude=1),
    ]
    assert server.only.line == "GET /changes?kind=all HTTP/1.1"


def test_texts_of_events(visit: Call, server: Server) -> None:
    server.reply = streamed(b"data: tick\n\n")
    (event,) = visit(lambda client: client.ticks.watch_ticks())
    assert event.value == event.data == "tick"


def test_values(visit: Call, server: Server, gallery: Any) -> None:
    models = importlib.import_module(f"{gallery.__name__}.models")
    server.reply = streamed(
        b'{"id":"1"}\n{"i', b'd":"2"}', content_type="application/x-ndjson"
    )
    assert visit(lambda client: client.pictures.list()) == [
        models.Picture(id="1"),
        models.Picture(id="2"),
    ]
    server.reply = streamed(b'\x1e{"text":"a"}\n', content_type="application/json-seq")
    assert visit(lambda client: client.journal.read()) == [models.Answer(text="a")]


def test_all_at_once(gallery: Any, server: Server) -> None:
    pictures = importlib.import_module(f"{gallery.__name__}.pictures")
    server.reply = streamed(b'{"id":"1"}\n', content_type="application/x-ndjson")
    with gallery.Client(base_url=server.url) as client:
        response = client.send(pictures.list_pictures())
    assert [picture.id for picture in response.value] == ["1"]


def test_a_download_in_chunks(visit: Call, server: Server, gallery: Any) -> None:
    original = importlib.import_module(f"{gallery.__name__}.original")
    request = gallery.in_chunks(original.download_original("P1"))
    server.reply = streamed(b"one", b"two", content_type="image/png")
    assert b"".join(visit(lambda client: client.stream(request))) == b"onetwo"
    packed = gzip.compress(b"packed all the same")
    server.reply = Reply.of(200, packed, headers={"Content-Encoding": "gzip"})
    chunks = visit(lambda client: client.stream(request))
    assert b"".join(chunks) == b"packed all the same"


def test_a_text_in_lines(visit: Call, server: Server, gallery: Any) -> None:
    notes = importlib.import_module(f"{gallery.__name__}.notes")
    request = gallery.in_lines(notes.render_note(body="x"))
    server.reply = streamed(b"a\r", b"\nb", content_type="text/html")
    assert visit(lambda client: client.stream(request)) == ["a", "b"]


def test_an_error_is_read_and_raised(visit: Call, server: Server, gallery: Any) -> None:
    models = importlib.import_module(f"{gallery.__name__}.models")
    server.reply = Reply.json({"reason": "no"}, 400)
    with pytest.raises(gallery.BadRequestError) as caught:
        visit(lambda client: client.answers.create_stream(question="?"))
    assert caught.value.details == models.Refusal(reason="no")


def test_another_media_type_is_no_stream(
    visit: Call, server: Server, gallery: Any
) -> None:
    server.reply = Reply.json({"text": "whole"})
    with pytest.raises(gallery.UnexpectedContentTypeError) as caught:
        visit(lambda client: client.answers.create_stream(question="?"))
    assert caught.value.method == "POST"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            b"Content-Length: 99\r\n\r\ndata: a\n\n",
            hangs_up=True,
        ),
        Reply(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n9\r\ndata: a\n\n\r\n",
            hangs_up=True,
        ),
    ],
)
def test_a_stream_that_breaks_off(server: Server, gallery: Any, reply: Reply) -> None:
    server.reply = reply
    seen: list[str] = []

    def sync() -> None:
        with (
            gallery.Client(base_url=server.url) as client,
            client.ticks.watch_ticks() as stream,
        ):
            seen.extend(event.data for event in stream)

    async def asynchronous() -> None:
        async with (
            gallery.AsyncClient(base_url=server.url) as client,
            client.ticks.watch_ticks() as stream,
        ):
            async for event in stream:
                seen.append(event.data)

    for run in (sync, lambda: asyncio.run(asynchronous())):
        with pytest.raises(gallery.TransportError) as caught:
            run()
        assert seen == ["a"]
        assert (caught.value.method, caught.value.url) == ("GET", f"{server.url}/ticks")
        seen.clear()


def test_a_value_that_cannot_be_read(visit: Call, server: Server, gallery: Any) -> None:
    server.reply = streamed(b"{}\n{oh\n", content_type="application/x-ndjson")
    with pytest.raises(gallery.DecodeError) as caught:
        visit(lambda client: client.pictures.list())
    assert caught.value.url == f"{server.url}/pictures"


def test_drift_in_a_stream(server: Server, gallery: Any) -> None:
    server.reply = streamed(b'{"title": "x"}\n', content_type="application/x-ndjson")
    told: list[Any] = []
    with (
        gallery.Client(base_url=server.url, on_drift=told.append) as client,
        client.pictures.list() as stream,
    ):
        list(stream)
    assert [drift.pointer for drift in told] == ["/id"]


def endless(is_asked: threading.Event) -> Iterator[bytes]:
    """Events without an end; the first one at once."""
    while True:
        yield b"9\r\ndata: a\n\n\r\n"
        is_asked.wait(0.001)


def endless_reply() -> Reply:
    return Reply(streamed().raw, more=endless(threading.Event()))


def test_what_is_left_early_is_closed(server: Server, gallery: Any) -> None:
    server.reply = endless_reply()
    with gallery.Client(base_url=server.url) as client:
        with client.ticks.watch_ticks() as stream:
            assert next(stream).data == "a"
            assert [event.data for event, _ in zip(stream, "xy", strict=False)] == [
                "a"
            ] * 2
        assert server.hung_up.wait(5)
        with pytest.raises(gallery.InvalidArgumentError, match="with"):
            next(stream)


def test_what_is_left_early_is_closed_for_asyncio(server: Server, gallery: Any) -> None:
    async def run() -> None:
        async with gallery.AsyncClient(base_url=server.url) as client:
            async with client.ticks.watch_ticks() as stream:
                async for event in stream:
                    assert event.data == "a"
                    break
            assert await asyncio.to_thread(server.hung_up.wait, 5)
            with pytest.raises(gallery.InvalidArgumentError, match="with"):
                await anext(stream)

    server.reply = endless_reply()
    asyncio.run(run())


def test_what_is_left_by_an_error_is_closed(server: Server, gallery: Any) -> None:
    server.reply = endless_reply()
    with gallery.Client(base_url=server.url) as client:
        with pytest.raises(KeyError), client.ticks.watch_ticks():
            raise KeyError
        assert server.hung_up.wait(5)


def test_a_task_that_is_cancelled_closes_its_stream(
    server: Server, gallery: Any
) -> None:
    async def run() -> None:
        async with gallery.AsyncClient(base_url=server.url) as client:

            async def watch() -> None:
                async with client.ticks.watch_ticks() as stream:
                    async for _ in stream:
                        started.set()

            started = asyncio.Event()
            task = asyncio.create_task(watch())
            await started.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(server.hung_up.wait, 5)

    server.reply = endless_reply()
    asyncio.run(run())


def test_nothing_is_sent_before_the_with(server: Server, gallery: Any) -> None:
    with gallery.Client(base_url=server.url) as client:
        stream = client.ticks.watch_ticks()
        with pytest.raises(gallery.InvalidArgumentError, match="with"):
            list(stream)
        with pytest.raises(gallery.InvalidArgumentError, match="with"):
            stream.status  # noqa: B018
        assert server.requests == []
        server.reply = streamed(b"data: a\n\n")
        for _ in range(2):  # each time it is another call
            with stream:
                assert stream.status == 200
                assert stream.headers["content-type"] == "text/event-stream"
                assert [event.data for event in stream] == ["a"]
        assert len(server.requests) == 2
        assert repr(stream) == "Streaming(GET /ticks)"


def test_a_transport_that_cannot_stream(gallery: Any) -> None:
    class Plain:
        def send(self, request: object, /) -> object:
            raise AssertionError

        def close(self) -> None:
            pass

    with (
        gallery.Client(transport=Plain()) as client,
        pytest.raises(gallery.ConfigurationError, match="open"),
        client.ticks.watch_ticks(),
    ):
        pass


def test_a_big_download_is_never_in_memory(server: Server, gallery: Any) -> None:
    size = 64 * 1024 * 1024
    piece = bytes(1024 * 1024)
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode()
    server.reply = Reply(head, more=[piece] * 64)
    original = importlib.import_module(f"{gallery.__name__}.original")
    request = gallery.in_chunks(original.download_original("P1"))
    tracemalloc.start()
    with (
        gallery.Client(base_url=server.url) as client,
        client.stream(request) as chunks,
    ):
        received = sum(map(len, chunks))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert received == size
    assert peak < 8 * 1024 * 1024


def test_a_stream_is_begun_again_where_a_call_would_be(
    visit: Call, server: Server
) -> None:
    busy = Reply.json({}, 503, {"retry-after-ms": "1"})
    server.replies = [busy, streamed(b"event: picture\ndata: {}\n\n")]
    events = visit(lambda client: client.changes.watch_changes(kind="all"))
    assert [event.event for event in events] == ["picture"]
    assert len(server.requests) == 2


def test_what_has_begun_has_no_deadline(visit: Call, server: Server) -> None:
    def slowly() -> Iterator[bytes]:
        for _ in range(3):
            time.sleep(0.3)
            yield b"data: {}\n\n"

    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    server.reply = Reply(head, hangs_up=True, more=slowly())
    events = visit(
        lambda client: client.changes.watch_changes(kind="all", deadline=0.6)
    )
    assert len(events) == 3


def test_a_stream_of_a_transport_for_tests(gallery: Any) -> None:
    testing = importlib.import_module(f"{gallery.__name__}.testing")
    headers = {"content-type": "text/event-stream"}
    answer = testing.answer(b"data: {}\n\n", headers=headers)
    transport = testing.FakeTransport({"GET /changes": answer})
    client = gallery.Client(base_url="https://gallery.example", transport=transport)
    with client.changes.watch_changes(kind="all") as events:
        assert [event.data for event in events] == ["{}"]
    assert len(transport.requests) == 1


def test_a_stream_that_is_packed_twice(gallery: Any, server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    server.reply = Reply(head + b"Content-Encoding: gzip, gzip\r\n\r\n", hangs_up=True)
    client = gallery.Client(base_url=server.url)
    changes = client.changes.watch_changes(kind="all")
    with client, changes as events, pytest.raises(gallery.DecodeError, match="odd way"):
        next(events)

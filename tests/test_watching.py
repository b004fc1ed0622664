"""What the log, hooks and OpenTelemetry are told of a call, and what they are not."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import sys
import traceback
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest
from twilio_client import (
    ApiError,
    AsyncClient,
    Attempt,
    AttemptResult,
    Client,
    NotFoundError,
    RequestTimeoutError,
    TransportError,
)
from twilio_client._runtime import Form, telemetry

from tests.calls import ACCOUNT, Clock, Send, call, play
from tests.server import Reply, Server

TOKEN = "canary-token"
TEXT = "canary text"
AGAIN = Reply.json({}, 503, {"retry-after-ms": "20"})


class Notes:
    """A hook that keeps all that it is told."""

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.results: list[AttemptResult] = []

    def before(self, attempt: Attempt, /) -> None:
        self.attempts.append(attempt)

    def after(self, attempt: Attempt, result: AttemptResult, /) -> None:
        assert attempt is self.attempts[-1]
        self.results.append(result)


# --- hooks


def test_hooks_see_each_attempt(send: Send, server: Server) -> None:
    server.replies = [AGAIN, Reply(b"", hangs_up=True)]
    server.reply = Reply.json({}, headers={"X-Cost": "3"})
    first, second = Notes(), Notes()
    send(call(path="/a"), client={"hooks": [first, second]}, extra_query={"q": "x"})
    assert first.attempts == second.attempts
    assert [one.number for one in first.attempts] == [1, 2, 3]
    assert {one.method for one in first.attempts} == {"GET"}
    assert {one.url for one in first.attempts} == {f"{server.url}/a"}
    unavailable, lost, good = first.results
    assert (unavailable.status, unavailable.repeated_in) == (503, 0.02)
    assert unavailable.error is None
    assert lost.status is None
    assert isinstance(lost.error, TransportError)
    assert lost.repeated_in is not None
    assert (good.status, good.repeated_in, good.error) == (200, None, None)
    assert good.headers["x-cost"] == "3"
    assert all(0 < one.seconds < 5 for one in first.results)


def test_a_redirect_is_an_attempt(send: Send, server: Server) -> None:
    server.replies = [Reply.of(302, b"", headers={"Location": "/b"})]
    notes = Notes()
    send(call(path="/a"), client={"hooks": [notes], "follow_redirects": True})
    assert [one.url for one in notes.attempts] == [f"{server.url}/a", f"{server.url}/b"]
    assert [one.status for one in notes.results] == [302, 200]


class Angry(Notes):
    def before(self, attempt: Attempt, /) -> None:
        raise LookupError("not today")


def test_what_a_hook_raises_ends_the_call(send: Send, server: Server) -> None:
    with pytest.raises(LookupError, match="not today"):
        send(call(), client={"hooks": [Angry()]})
    assert server.requests == []


def test_hooks_are_shown_no_secrets(send: Send, server: Server) -> None:
    echo = {"Set-Cookie": "session=canary", "X-Echo": TOKEN, "X-Kind": "fine"}
    server.replies = [Reply.json({}, 503, {"retry-after-ms": "5", **echo})]
    server.reply = Reply(
        b"HTTP/1.1 200 OK\r\nbad: \0" + TOKEN.encode() + b"\r\n\r\n", True
    )
    notes = Notes()
    with pytest.raises(TransportError):
        send(
            call(),
            client={"hooks": [notes], "auth_token": TOKEN},
            extra_headers={"X-Copy": TOKEN, "Cookie": "a=canary", "X-Kind": "fine"},
            retries=1,
        )
    shown = repr((notes.attempts, notes.results))
    assert "canary" not in shown
    assert "Y2FuYXJ5" not in shown
    assert notes.attempts[0].headers["authorization"] == "***"
    assert notes.attempts[0].headers["x-copy"] == "***"
    assert notes.attempts[0].headers["x-kind"] == "fine"
    assert notes.results[0].headers["x-kind"] == "fine"
    assert notes.results[0].headers["x-echo"] == "***"


# --- the log


def test_the_log_tells_of_each_attempt(
    send: Send, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "twilio_client")
    server.replies = [AGAIN]
    send(call(path="/a"), extra_query={"q": "x"})
    told = [one.getMessage() for one in caplog.records if one.name == "twilio_client"]
    start = f"GET {server.url}/a: "
    assert [one.removeprefix(start).split(" in ")[0] for one in told] == [
        "503",
        "attempt 2 follows",
        "200",
    ]


# --- no secret anywhere


FAILURES = {
    "echo": Reply.json({"message": f"{TOKEN} {TEXT}", "code": TOKEN}, 400),
    "echoed header": Reply.json({}, 404, {"X-Request-Id": TOKEN}),
    "rubbish": Reply.of(200, f"{TOKEN} {TEXT}".encode()),
    "another type": Reply.of(200, TOKEN.encode(), f"text/{TOKEN}"),
    "hung up": Reply(b"", hangs_up=True),
    "bad header": Reply(f"HTTP/1.1 200 OK\r\n{TOKEN}\r\n\r\n".encode(), True),
    "bad gzip": Reply.of(200, TOKEN.encode(), headers={"Content-Encoding": "gzip"}),
    "odd packing": Reply.of(200, b"", headers={"Content-Encoding": TOKEN}),
    "redirect": Reply.of(302, b"", headers={"Location": f"/{TOKEN}"}),
    "too slow": Reply(b"HTTP/1.1 200 OK\r\n", drip=5),
    "too large": Reply.of(200, TOKEN.encode() * 1000),
}


@pytest.mark.parametrize("reply", FAILURES.values(), ids=FAILURES)
def test_canaries(
    send: Send, server: Server, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    """One secret each in the token, a header, the query and a sensitive field."""
    caplog.set_level(logging.DEBUG)
    server.reply = reply
    notes = Notes()
    form = Form({"Body": TEXT, "File": "canary.pdf"}, sensitive=("Body", "File"))
    with pytest.raises(ApiError) as caught:
        send(
            call("POST", body=form),
            client={"auth_token": TOKEN, "hooks": [notes], "max_response_bytes": 5000},
            extra_headers={"Cookie": "session=canary"},
            extra_query={"q": "canary"},
            deadline=0.5 if reply.drip else 5.0,
        )
    error = caught.value
    shown = [str(error), repr(error), repr(vars(error)), repr(pickle.dumps(error))]
    shown += ["".join(traceback.format_exception(error)), repr(notes.results)]
    shown += [repr(notes.attempts), repr(notes.results[0].error)]
    for record in caplog.records:
        if "receive_response_headers" not in record.getMessage():
            # That is the transport's, of what the server has put into its headers.
            shown += [record.getMessage(), repr(record.args), repr(record.exc_info)]
    assert error.__cause__ is None
    assert error.__context__ is None
    for text in shown:
        assert "canary" not in text
        assert "Y2FuYXJ5" not in text  # where it begins a group of base64
    assert b"canary" in server.only.body
    assert "canary" in server.only.line


# --- OpenTelemetry


class Span:
    def __init__(self, name: str, kind: object, attributes: Mapping[str, Any]) -> None:
        self.name = name
        self.kind = kind
        self.attributes = dict(attributes)
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.status: object = None
        self.ends = 0

    def is_recording(self) -> bool:
        return True

    def set_attribute(self, key: str, value: object) -> None:
        self.attributes[key] = value

    def set_status(self, status: object) -> None:
        self.status = status

    def add_event(self, name: str, attributes: Mapping[str, Any]) -> None:
        self.events.append((name, dict(attributes)))

    def end(self) -> None:
        self.ends += 1


class Idle(Span):
    def is_recording(self) -> bool:
        return False


class Tracer:
    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.kind = Span

    def start_span(
        self, name: str, *, kind: object, attributes: Mapping[str, Any]
    ) -> Span:
        self.spans.append(self.kind(name, kind, attributes))
        return self.spans[-1]


@pytest.fixture
def tracer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tracer]:
    """A module `opentelemetry.trace` that has what is used of the real one."""
    made = Tracer()

    class SpanKind:
        CLIENT = "client"

    class StatusCode:
        ERROR = "error"

    def get_tracer(name: str) -> Tracer:
        assert name == "twilio_client"
        return made

    module = ModuleType("opentelemetry.trace")
    vars(module).update(SpanKind=SpanKind, StatusCode=StatusCode, get_tracer=get_tracer)
    package = ModuleType("opentelemetry")
    vars(package).update(trace=module)
    monkeypatch.setitem(sys.modules, "opentelemetry", package)
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", module)
    forget()
    yield made
    forget()


def forget() -> None:
    for name in ("_tracer", "_opentelemetry"):
        vars(telemetry)[name].cache_clear()


def test_a_call_is_a_span(send: Send, server: Server, tracer: Tracer) -> None:
    server.replies = [AGAIN, Reply(b"", hangs_up=True)]
    send(call(path="/a"), extra_query={"q": "x"})
    (span,) = tracer.spans
    port = int(server.address.split(":")[1])
    assert (span.name, span.kind, span.status, span.ends) == ("GET", "client", None, 1)
    assert span.attributes == {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "server.port": port,
        "url.full": f"{server.url}/a",
        "http.response.status_code": 200,
        "http.request.resend_count": 2,
    }
    assert {name for name, _ in span.events} == {"attempt"}
    told = [
        {key: value for key, value in event.items() if not key.endswith("duration")}
        for _, event in span.events
    ]
    assert told == [
        {"http.request.resend_count": 0, "http.response.status_code": 503},
        {"http.request.resend_count": 1, "error.type": "TransportError"},
        {"http.request.resend_count": 2, "http.response.status_code": 200},
    ]


def test_a_failed_call_is_a_failed_span(
    send: Send, server: Server, tracer: Tracer
) -> None:
    server.reply = Reply.json({"message": "none"}, 404)
    with pytest.raises(NotFoundError):
        send(call())
    server.reply = Reply.of(200, b"{")
    with pytest.raises(ApiError):
        send(call())
    server.reply = Reply(b"H", drip=5)
    with pytest.raises(RequestTimeoutError):
        send(call(), deadline=0.2)
    types = [span.attributes["error.type"] for span in tracer.spans]
    assert types == ["404", "DecodeError", "RequestTimeoutError"]
    assert [span.status for span in tracer.spans] == ["error"] * 3
    assert [span.ends for span in tracer.spans] == [1, 1, 1]


def test_a_cancelled_call_is_a_failed_span(server: Server, tracer: Tracer) -> None:
    server.reply = Reply(b"H", drip=5)

    async def run() -> None:
        async with AsyncClient(ACCOUNT, TOKEN, base_url=server.url) as twilio:
            async with asyncio.timeout(0.3):
                await twilio.send(call())

    with pytest.raises(TimeoutError):
        asyncio.run(run())
    (span,) = tracer.spans
    assert span.attributes["error.type"] == "cancelled"
    assert span.ends == 1


def test_spans_hold_no_secrets(send: Send, server: Server, tracer: Tracer) -> None:
    for reply in (FAILURES["echo"], FAILURES["bad header"], Reply.json({})):
        server.reply = reply
        form = Form({"Body": TEXT}, sensitive=("Body",))
        try:
            send(
                call("POST", body=form),
                client={"auth_token": TOKEN},
                extra_query={"q": "canary"},
            )
        except ApiError:
            pass
    assert len(tracer.spans) == 3
    assert "canary" not in json.dumps([vars(span) for span in tracer.spans])


def test_nobody_looks(clock: Clock, tracer: Tracer) -> None:
    tracer.kind = Idle
    played = play(call(), [TransportError("lost")], clock, retries=0)
    assert isinstance(played.error, TransportError)
    (span,) = tracer.spans
    assert (span.events, span.status, span.ends) == ([], None, 0)


def test_ports_of_spans(tracer: Tracer) -> None:
    for url in ("http://a.test/x", "https://a.test/x", "https://a.test:8/x"):
        assert telemetry.start_span("GET", url)
    assert [one.attributes["server.port"] for one in tracer.spans] == [80, 443, 8]


def test_it_may_be_missing(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    monkeypatch.delitem(sys.modules, "opentelemetry.trace", raising=False)
    forget()
    assert telemetry.start_span("GET", "https://a.test/") is None
    forget()


def test_both_clients_are_given_hooks() -> None:
    notes = Notes()
    for make in (Client, AsyncClient):
        client: Any = make(ACCOUNT, TOKEN, hooks=[notes])
        assert client._settings.hooks == (notes,)

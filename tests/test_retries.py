"""Which requests are repeated, when, and when no longer."""

from __future__ import annotations

from typing import Any

import pytest
from twilio_client import (
    ApiError,
    ConnectError,
    DecodeError,
    InvalidArgumentError,
    RateLimitError,
    RequestTimeoutError,
    ResponseTooLargeError,
    ServerError,
    TransportError,
)
from twilio_client._runtime.headers import Headers
from twilio_client._runtime.retries import asked_pause, pause_before
from twilio_client.testing import answer

from tests.calls import Clock, Send, call, play
from tests.server import Reply, Server

GOOD = answer({"fine": True})
LOST = TransportError("no complete response")
NOT_SENT = ConnectError("could not connect")
LATE = RequestTimeoutError("timed out")


# --- what is repeated


SAFE = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")
PASSING = (408, 429, 500, 502, 503, 504)
LASTING = (400, 401, 403, 404, 409, 410, 413, 418, 422, 425, 501, 505, 511)


@pytest.mark.parametrize("method", [*SAFE, "POST", "PATCH"])
@pytest.mark.parametrize("outcome", [*PASSING, *LASTING, 302, 304])
@pytest.mark.parametrize("key", [None, "key-1"])
def test_statuses(clock: Clock, method: str, outcome: int, key: str | None) -> None:
    options: dict[str, Any] = {"idempotency_key": key} if key else {}
    played = play(call(method), [answer({}, outcome), GOOD], clock, **options)
    is_repeated = outcome == 429 or (
        outcome in PASSING and (method in SAFE or key is not None)
    )
    assert len(played.sent) == (2 if is_repeated else 1)
    assert (played.response is not None) is is_repeated


@pytest.mark.parametrize("method", [*SAFE, "POST", "PATCH"])
@pytest.mark.parametrize("error", [LOST, NOT_SENT, LATE])
def test_errors_of_the_transport(clock: Clock, method: str, error: ApiError) -> None:
    played = play(call(method), [error, GOOD], clock)
    is_repeated = error is NOT_SENT or method in SAFE
    assert len(played.sent) == (2 if is_repeated else 1)
    if not is_repeated:
        assert played.error is error
        assert error.method == method


@pytest.mark.parametrize(
    "error", [DecodeError("odd packing"), ResponseTooLargeError("too large")]
)
def test_what_would_be_the_same_again_is_not_repeated(
    clock: Clock, error: ApiError
) -> None:
    assert len(play(call(), [error, GOOD], clock).sent) == 1


def test_success_that_cannot_be_read_is_not_repeated(clock: Clock) -> None:
    played = play(call(), [answer(b"{"), GOOD], clock)
    assert len(played.sent) == 1
    assert isinstance(played.error, DecodeError)


# --- how often


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_number(clock: Clock, number: int) -> None:
    played = play(call(), [answer({}, 503)], clock, retries=number, deadline=1000)
    assert len(played.sent) == number + 1
    assert len(played.pauses) == number
    assert isinstance(played.error, ServerError)


def test_two_repetitions_are_the_default(clock: Clock) -> None:
    assert len(play(call(), [NOT_SENT], clock).sent) == 3


@pytest.mark.parametrize("number", [-1, True, 1.0, "2", None])
def test_the_number_is_checked(clock: Clock, number: Any) -> None:
    played = play(call(), [GOOD], clock, retries=number)
    assert isinstance(played.error, InvalidArgumentError)
    assert played.sent == []


# --- idempotency keys


def keys(sent: list[Any]) -> list[str]:
    return [
        value
        for request in sent
        for name, value in request.headers
        if name.lower() == "idempotency-key"
    ]


def test_all_attempts_have_the_same_key(clock: Clock) -> None:
    played = play(
        call("POST"), [LOST, answer({}, 503), GOOD], clock, idempotency_key="k"
    )
    assert keys(played.sent) == ["k", "k", "k"]
    assert {request.content for request in played.sent} == {b'{"amount":5}'}


@pytest.mark.parametrize(
    ("request_headers", "options"),
    [
        ((("Idempotency-Key", "k"),), {}),
        ((), {"extra_headers": {"idempotency-key": "k"}}),
        ((), {"extra_headers": {"IDEMPOTENCY-KEY": "k"}, "idempotency_key": "other"}),
    ],
)
def test_a_key_may_come_as_a_header(
    clock: Clock, request_headers: Any, options: Any
) -> None:
    request = call("POST", headers=request_headers)
    played = play(request, [LOST, GOOD], clock, **options)
    assert keys(played.sent) == ["k", "k"]


def test_no_key_is_made_up(clock: Clock) -> None:
    assert keys(play(call("POST"), [GOOD], clock).sent) == []


@pytest.mark.parametrize("key", ["", "a\r\nX-B: c", " a", "ü", 5, None])
def test_the_key_is_checked(clock: Clock, key: Any) -> None:
    played = play(call("POST"), [GOOD], clock, idempotency_key=key)
    assert isinstance(played.error, InvalidArgumentError)
    assert played.sent == []


# --- how long in between


def test_pauses_double_up_to_eight_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    for share, expected in (
        (0.0, [0.25, 0.5, 1.0, 2.0, 4.0, 4.0, 4.0]),
        (1.0, [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]),
    ):
        monkeypatch.setattr("random.random", lambda share=share: share)
        pauses = [pause_before(number, LOST) for number in range(1, 8)]
        assert pauses == expected
        assert pause_before(10**6, LOST) == expected[-1]


def test_pauses_differ() -> None:
    assert len({pause_before(1, LOST) for _ in range(20)}) > 10


NOW = 1_800_000_000.0  # Fri, 15 Jan 2027 08:00:00 GMT
NOTHING = None

RETRY_AFTER: list[tuple[str, float | None]] = [
    # seconds
    ("1", 1.0),
    ("0001", 1.0),
    ("120", 120.0),
    ("121", 121.0),
    ("3600", 3600.0),
    (" 7 ", 7.0),
    ("1.5", 1.5),
    ("0.25", 0.25),
    (".5", 0.5),
    ("5.", 5.0),
    ("1" + "0" * 34, 1e34),
    ("9" * 400, float("inf")),
    ("0", NOTHING),
    ("0.0", NOTHING),
    ("-1", NOTHING),
    ("-0.5", NOTHING),
    ("+5", NOTHING),
    ("1e3", NOTHING),
    ("0x10", NOTHING),
    ("1_000", NOTHING),
    ("1,5", NOTHING),
    ("5, 5", NOTHING),
    ("5 seconds", NOTHING),
    ("5s", NOTHING),
    ("\u0665", NOTHING),
    ("\u00b2", NOTHING),
    ("inf", NOTHING),
    ("Infinity", NOTHING),
    ("-inf", NOTHING),
    ("nan", NOTHING),
    ("NaN", NOTHING),
    ("", NOTHING),
    ("   ", NOTHING),
    ("soon", NOTHING),
    ("null", NOTHING),
    ("True", NOTHING),
    # dates
    ("Fri, 15 Jan 2027 08:00:30 GMT", 30.0),
    ("Fri, 15 Jan 2027 08:02:00 GMT", 120.0),
    ("Fri, 15 Jan 2027 09:00:30 +0100", 30.0),
    ("Friday, 15-Jan-27 08:00:30 GMT", 30.0),
    ("Fri Jan 15 08:00:30 2027", 30.0),
    ("Mon, 15 Jan 2027 08:00:30 GMT", 30.0),  # another weekday
    ("Xyz, 15 Jan 2027 08:00:30 GMT", 30.0),
    ("Fri, 15 Jan 2027 08:00:00 GMT", NOTHING),
    ("Fri, 15 Jan 2027 07:59:59 GMT", NOTHING),
    ("Thu, 01 Jan 1970 00:00:00 GMT", NOTHING),
    ("Fri, 15 Jan 100000 08:00:30 GMT", NOTHING),
    ("Fri, 32 Jan 2027 08:00:30 GMT", NOTHING),
    ("Fri, 15 Foo 2027 08:00:30 GMT", NOTHING),
    ("Fri, 15 Jan 2027 25:00:30 GMT", NOTHING),
    ("Fri, 15 Jan 2027 08:00:30 +9999999999", NOTHING),
    ("Fri,", NOTHING),
    ("2027-01-15T08:00:30Z", NOTHING),
    ("15 Jan 2027 08:00:30 GMT", NOTHING),
]


@pytest.mark.parametrize(("text", "seconds"), RETRY_AFTER)
def test_retry_after(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, text: str, seconds: float | None
) -> None:
    monkeypatch.setattr("time.time", lambda: NOW)
    assert asked_pause(Headers([("Retry-After", text)])) == seconds
    refusal = answer({}, 503, {"Retry-After": text})
    played = play(call(), [refusal, GOOD], clock, deadline=1000)
    if seconds is None:
        assert 0.25 <= played.pauses[0] <= 0.5
    elif seconds <= 120:
        assert played.pauses == [seconds]
    else:
        assert played.pauses == []
        assert isinstance(played.error, ServerError)
        assert played.error.retry_after == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500"}, 1.5),
        ({"Retry-After-Ms": "1500", "Retry-After": "7"}, 1.5),
        ({"retry-after-ms": "20.5"}, 0.0205),
        ({"retry-after-ms": "0", "Retry-After": "7"}, 7.0),
        ({"retry-after-ms": "nan", "Retry-After": "7"}, 7.0),
        ({"retry-after-ms": "-3"}, None),
        ({"retry-after-ms": ""}, None),
        ({"retry-after-ms": "9" * 40}, 1e37),
        ({}, None),
    ],
)
def test_retry_after_in_milliseconds(
    headers: dict[str, str], seconds: float | None
) -> None:
    found = asked_pause(Headers(headers.items()))
    assert found == (None if seconds is None else pytest.approx(seconds))


def test_a_post_waits_after_429_as_long_as_it_is_asked_to(clock: Clock) -> None:
    refusal = answer({}, 429, {"Retry-After": "3"})
    assert play(call("POST"), [refusal, refusal, GOOD], clock).pauses == [3.0, 3.0]


def test_an_error_says_how_long_to_wait(clock: Clock) -> None:
    refusal = answer({}, 429, {"Retry-After": "600"})
    played = play(call("POST"), [refusal], clock)
    assert isinstance(played.error, RateLimitError)
    assert played.error.retry_after == 600
    assert len(played.sent) == 1


# --- not beyond the deadline


def test_no_pause_ends_after_the_deadline(clock: Clock) -> None:
    refusal = answer({}, 503, {"Retry-After": "30"})
    played = play(call(), [refusal], clock, deadline=70, retries=10)
    assert played.pauses == [30.0, 30.0]
    assert isinstance(played.error, ServerError)
    assert clock.now == 1060


def test_each_attempt_knows_how_much_time_is_left(clock: Clock) -> None:
    refusal = answer({}, 503, {"Retry-After": "10"})
    played = play(call(), [refusal], clock, takes=20, deadline=100, retries=10)
    # After the fourth attempt, the next pause would end ten seconds too late.
    assert [request.time_left for request in played.sent] == [100, 70, 40, 10]
    assert clock.now == 1110


def test_nothing_is_sent_after_a_pause_that_took_too_long(clock: Clock) -> None:
    refusal = answer({}, 503, {"Retry-After": "1"})
    played = play(call(), [refusal], clock, deadline=10, oversleeps=60)
    assert len(played.sent) == 1
    assert isinstance(played.error, ServerError)


# --- by either client, against a server


def test_a_server_that_recovers(send: Send, server: Server) -> None:
    refusal = Reply.json({}, 503, {"retry-after-ms": "20"})
    server.replies = [refusal, Reply(b"", hangs_up=True)]
    server.reply = Reply.json({"fine": True})
    assert send(call()).value == {"fine": True}
    assert len(server.requests) == 3
    assert len({received.head for received in server.requests}) == 1


def test_a_post_whose_answer_was_lost_is_not_repeated(
    send: Send, server: Server
) -> None:
    server.reply = Reply(b"", hangs_up=True)
    with pytest.raises(TransportError):
        send(call("POST"))
    assert len(server.requests) == 1


def test_a_post_with_a_key_is(send: Send, server: Server) -> None:
    server.replies = [Reply(b"", hangs_up=True), Reply(b"", hangs_up=True)]
    server.reply = Reply.json([1])
    assert send(call("POST"), idempotency_key="k-1").value == [1]
    assert [one.headers["idempotency-key"] for one in server.requests] == ["k-1"] * 3
    assert {one.body for one in server.requests} == {b'{"amount":5}'}

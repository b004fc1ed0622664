"""Calls of any kind, driven without input and output, by a clock that can be set."""

from __future__ import annotations

import asyncio
import functools
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeAlias

import pytest
from twilio_client import (
    ApiError,
    AsyncClient,
    Client,
    HttpRequest,
    HttpResponse,
    Request,
    Response,
)
from twilio_client._runtime import Json, reads
from twilio_client._runtime.flow import Pause, exchange
from twilio_client.testing import FakeTransport

from tests.server import Server

P = ParamSpec("P")

ACCOUNT = f"AC{'b' * 32}"
TOKEN = "a-very-secret-token"
CONTEXT = ssl.create_default_context()  # to make one for each client takes long


def call(method: str = "GET", path: str = "/things", **more: Any) -> Request[Any]:
    """A request; POST and PATCH have a body."""
    if method in {"POST", "PATCH"}:
        more.setdefault("body", Json({"amount": 5}))
    return Request(
        method=method,
        server="https://api.test",
        path=path,
        read=reads(),
        security=(("account_sid_auth_token",),),
        **more,
    )


@dataclass
class Clock:
    """A clock that goes on only when it is told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("twilio_client._runtime.deadlines.monotonic", made)
    return made


@dataclass
class Played:
    """What a call did."""

    sent: list[HttpRequest] = field(default_factory=list[HttpRequest])
    pauses: list[float] = field(default_factory=list[float])
    response: Response[Any] | None = None
    error: ApiError | None = None


def play(
    request: Request[Any],
    outcomes: Sequence[HttpResponse | ApiError],
    clock: Clock,
    *,
    takes: float = 0.0,
    oversleeps: float = 0.0,
    client: Client | None = None,
    **options: Any,
) -> Played:
    """Carry out a call to which these outcomes come one after the other.

    Each attempt `takes` so many seconds, and each pause more than it should if it
    `oversleeps`. The last outcome comes again and again.
    """
    client = client or Client(ACCOUNT, TOKEN, transport=FakeTransport({}))
    played = Played()
    given: Any = options  # there may be some that are wrong
    steps = exchange(request, vars(client)["_settings"], given)
    try:
        step = next(steps)
        while True:
            if isinstance(step, Pause):
                played.pauses.append(step.seconds)
                clock.now += step.seconds + oversleeps
                step = steps.send(None)
            else:
                outcome = outcomes[min(len(played.sent), len(outcomes) - 1)]
                played.sent.append(step)
                clock.now += takes
                step = steps.send(outcome)
    except StopIteration as done:
        played.response = done.value
    except ApiError as error:
        played.error = error
    return played


def _sync(client: dict[str, Any], request: Any, options: Any) -> Any:
    with Client(ACCOUNT, **client) as twilio:
        return twilio.send(request, **options)


def _async(client: dict[str, Any], request: Any, options: Any) -> Any:
    async def run() -> Any:
        async with AsyncClient(ACCOUNT, **client) as twilio:
            return await twilio.send(request, **options)

    return asyncio.run(run())


Send: TypeAlias = Callable[..., Response[Any]]


@pytest.fixture(params=[_sync, _async], ids=["sync", "async"])
def send(request: pytest.FixtureRequest, server: Server) -> Send:
    """`send` of either client, connected to the server."""

    def sent(
        asked: Request[Any], client: dict[str, Any] | None = None, **options: Any
    ) -> Response[Any]:
        given = {"base_url": server.url, "auth_token": TOKEN, **(client or {})}
        if "transport" not in given:
            given.setdefault("ssl_context", CONTEXT)
        response: Response[Any] = request.param(given, asked, options)
        return response

    return sent


def patient(test: Callable[P, None]) -> Callable[P, None]:
    """A test of times, which a busy machine may delay: it has to pass once in three."""

    @functools.wraps(test)
    def tried(*args: P.args, **kwargs: P.kwargs) -> None:
        for _ in range(2):
            try:
                return test(*args, **kwargs)
            except AssertionError:
                continue
        return test(*args, **kwargs)

    return tried

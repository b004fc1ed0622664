"""Transports for tests, as users of a client would use them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import pytest
from twilio_client import (
    ApiError,
    AsyncClient,
    AsyncTransport,
    Client,
    ConnectError,
    HttpRequest,
    HttpResponse,
    RateLimitError,
    Transport,
)
from twilio_client.testing import AsyncFakeTransport, FakeTransport, answer

from tests.conftest import PARTICIPANT, PATH, ROOT, SERVICE, SESSION

TEMPLATE = (
    "POST /v1/Services/{ServiceSid}/Sessions/{SessionSid}"
    "/Participants/{ParticipantSid}/MessageInteractions"
)


def create(transport: Transport, **options: Any) -> Any:
    with Client("AC1", "t", transport=transport) as twilio:
        session = twilio.proxy.v1.services(SERVICE).sessions(SESSION)
        messages = session.participants(PARTICIPANT).message_interactions
        return messages.create(body="hello", **options)


def create_later(transport: AsyncTransport, **options: Any) -> Any:
    async def run() -> Any:
        async with AsyncClient("AC1", "t", transport=transport) as twilio:
            session = twilio.proxy.v1.services(SERVICE).sessions(SESSION)
            messages = session.participants(PARTICIPANT).message_interactions
            return await messages.create(body="hello", **options)

    return asyncio.run(run())


def test_answers_by_path(example: dict[str, Any]) -> None:
    answers = {"GET /v1/Services/{sid}": answer({}), TEMPLATE: answer(example, 201)}
    transport = FakeTransport(answers)
    assert create(transport).to_dict() == example
    (request,) = transport.requests
    assert request.method == "POST"
    assert request.url == f"https://proxy.twilio.com{PATH}"
    assert request.content == b"Body=hello"
    assert transport.is_closed


def test_the_same_for_asyncio(example: dict[str, Any]) -> None:
    transport = AsyncFakeTransport({TEMPLATE: answer(example)})
    assert create_later(transport).to_dict() == example
    assert [request.content for request in transport.requests] == [b"Body=hello"]
    assert transport.is_closed


def test_answers_of_a_function(example: dict[str, Any]) -> None:
    def respond(request: HttpRequest) -> HttpResponse:
        assert dict(request.headers)["User-Agent"] == "twilio_client"
        return answer(example, headers={"X-A": "b"})

    assert create(FakeTransport(respond)).sid == example["sid"]
    assert create(FakeTransport({TEMPLATE: respond})).sid == example["sid"]


def test_errors_are_raised() -> None:
    refusal = answer({"message": "slowly"}, 429, {"Retry-After": "500"})
    with pytest.raises(RateLimitError, match="slowly"):
        create(FakeTransport({TEMPLATE: refusal}))
    transport = FakeTransport({TEMPLATE: ConnectError("no network")})
    with pytest.raises(ConnectError, match="no network"):
        create(transport, retries=0)
    with pytest.raises(ConnectError, match="no network"):
        create_later(AsyncFakeTransport(transport_error), retries=0)


def transport_error(_: HttpRequest) -> ApiError:
    return ConnectError("no network")


@pytest.mark.parametrize(
    "pattern",
    [
        TEMPLATE.removeprefix("POST "),
        TEMPLATE.replace("POST", "GET"),
        TEMPLATE.removesuffix("s"),
        TEMPLATE.replace("/v1", ""),
        TEMPLATE.replace("{ServiceSid}/Sessions/", "{x}/"),
        "POST .*",
        "POST {x}",
        "",
    ],
)
def test_an_answer_is_missing(pattern: str) -> None:
    with pytest.raises(AssertionError, match="no answer for POST /v1/Services/KS"):
        create(FakeTransport({pattern: answer({})}))
    with pytest.raises(AssertionError, match="but for nothing"):
        create(FakeTransport({}))


def test_content() -> None:
    assert answer(b"raw").content == b"raw"
    assert dict(answer(b"raw").headers) == {}
    assert answer().content == b"null"
    assert answer([1]).headers["Content-Type"] == "application/json"
    other = answer("a", headers={"Content-Type": "text/x"})
    assert dict(other.headers) == {"content-type": "text/x"}
    with pytest.raises(TypeError):
        answer(object())


def test_no_transport_is_loaded() -> None:
    script = (
        "import sys\n"
        "from twilio_client import Client\n"
        "from twilio_client.testing import FakeTransport, answer\n"
        "Client('AC1', 't', transport=FakeTransport({})).close()\n"
        "names = {name.split('.')[0] for name in sys.modules}\n"
        "print(sorted(names & {'httpx2', 'httpcore2', 'ssl', 'asyncio'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT / "generated",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"

"""The generated client against a real server: what it sends, what it makes of answers."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import json
import pickle
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

import pytest
from twilio_client import (
    UNSET,
    ApiError,
    AsyncClient,
    Client,
    ConfigurationError,
    ConnectError,
    DecodeError,
    Drift,
    DriftError,
    InvalidArgumentError,
    MissingArgumentError,
    NotFoundError,
    RequestTimeoutError,
    ServerError,
    StatusError,
    TransportError,
    UnexpectedContentTypeError,
    UnexpectedRedirectError,
)
from twilio_client.proxy.v1.message_interactions import create_message_interaction
from twilio_client.proxy.v1.models import (
    MessageInteraction,
    MessageInteractionResourceStatus,
    MessageInteractionType,
)

from tests.conftest import PARTICIPANT, PATH, SERVICE, SESSION
from tests.server import Reply, Server

ACCOUNT = f"AC{'b' * 32}"
TOKEN = "a-very-secret-token"
Create: TypeAlias = Callable[..., MessageInteraction]


def _sync(server_url: str, client: dict[str, Any], call: dict[str, Any]) -> Any:
    with Client(ACCOUNT, TOKEN, base_url=server_url, **client) as twilio:
        participant = (
            twilio.proxy.v1.services(SERVICE)
            .sessions(SESSION)
            .participants(PARTICIPANT)
        )
        return participant.message_interactions.create(**call)


def _async(server_url: str, client: dict[str, Any], call: dict[str, Any]) -> Any:
    async def run() -> Any:
        async with AsyncClient(ACCOUNT, TOKEN, base_url=server_url, **client) as twilio:
            session = twilio.proxy.v1.services(SERVICE).sessions(SESSION)
            participant = session.participants(PARTICIPANT)
            return await participant.message_interactions.create(**call)

    return asyncio.run(run())


@pytest.fixture(params=[_sync, _async], ids=["sync", "async"])
def create(request: pytest.FixtureRequest, server: Server) -> Create:
    """`create` of a client that is connected to the server."""

    def send(client: dict[str, Any] | None = None, **call: Any) -> MessageInteraction:
        result: MessageInteraction = request.param(
            server.url, client or {}, call or {"body": "hello"}
        )
        return result

    return send


def test_request_byte_for_byte(
    create: Create, server: Server, example: dict[str, Any]
) -> None:
    server.reply = Reply.json(example)
    create(body="Grüße & more: 100 % = 1+1", media_url=["https://a.test/1", "b c"])
    credentials = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    body = (
        b"Body=Gr%C3%BC%C3%9Fe+%26+more%3A+100+%25+%3D+1%2B1"
        b"&MediaUrl=https%3A%2F%2Fa.test%2F1&MediaUrl=b+c"
    )
    assert server.only.head == "\r\n".join(
        [
            f"POST {PATH} HTTP/1.1",
            f"Host: {server.address}",
            "Connection: keep-alive",
            "User-Agent: twilio_client",
            "Accept-Encoding: gzip",
            "Accept: application/json",
            "Content-Type: application/x-www-form-urlencoded",
            f"Authorization: Basic {credentials}",
            f"Content-Length: {len(body)}",
        ]
    )
    assert server.only.body == body


def test_page_response(create: Create, server: Server, example: dict[str, Any]) -> None:
    server.reply = Reply.json(example)
    message = create()
    assert message.sid == f"KI{'a' * 32}"
    assert message.type is MessageInteractionType.MESSAGE
    assert message.outbound_resource_status is MessageInteractionResourceStatus.SENT
    assert message.date_created == dt.datetime(2015, 7, 30, 20, tzinfo=dt.UTC)
    assert message.inbound_resource_status is None
    assert message.to_dict() == example
    assert list(message.to_dict()) == list(example)


@pytest.mark.parametrize("status", [200, 201, 202])
def test_any_success_is_taken(
    create: Create, server: Server, example: dict[str, Any], status: int
) -> None:
    server.reply = Reply.json(example, status)
    assert create().sid == example["sid"]


def test_unknown_enum_value(
    create: Create, server: Server, example: dict[str, Any]
) -> None:
    example["type"] = "telepathy"
    server.reply = Reply.json(example)
    kind = create().type
    assert isinstance(kind, MessageInteractionType)
    assert kind == "telepathy"
    assert not kind.is_known
    assert pickle.loads(pickle.dumps(kind)) == kind
    assert repr(kind) == "MessageInteractionType('telepathy')"


def test_unknown_absent_and_odd_fields_come_back(
    create: Create, server: Server, example: dict[str, Any]
) -> None:
    del example["url"]
    example |= {"new": {"deep": [1]}, "date_updated": "2015-07-30T20:00:00.120+02:00"}
    example |= {"date_created": "yesterday", "account_sid": 7, "type": ["message"]}
    server.reply = Reply.json(example)
    message = create()
    assert message.extra == {"new": {"deep": [1]}}
    assert message.to_dict() == example


def test_a_changed_model_is_written_as_it_is_now(example: dict[str, Any]) -> None:
    message = MessageInteraction.from_dict(example)
    message.sid = "KI1"
    message.account_sid = None
    message.date_created = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    changes = {
        "sid": "KI1",
        "account_sid": None,
        "date_created": "2026-01-02T03:04:05Z",
    }
    assert message.to_dict() == example | changes
    assert MessageInteraction(sid="KI2").to_dict() == {"sid": "KI2"}
    assert MessageInteraction(sid="KI2") == MessageInteraction(sid="KI2")
    assert pickle.loads(pickle.dumps(message)) == message


def test_drift_is_reported_and_strict_raises(
    create: Create, server: Server, example: dict[str, Any]
) -> None:
    example |= {"type": 5, "sid": "KI", "date_created": "soon"}
    server.reply = Reply.json(example)
    drifts: list[Drift] = []
    assert create(client={"on_drift": drifts.append}).sid == "KI"
    assert [(drift.pointer, drift.found) for drift in drifts] == [
        ("/sid", "2"),
        ("/type", "a number"),
        ("/inbound_resource_status", "null"),
        ("/date_created", "another string"),
    ]
    drifts.clear()
    with pytest.raises(DriftError) as caught:
        create(client={"strict": True, "on_drift": drifts.append})
    assert [drift.pointer for drift in drifts] == ["/sid"]
    with pytest.raises(DriftError) as caught:
        create(client={"strict": True})
    assert caught.value.pointer == "/sid"
    assert caught.value.status == 200


def test_api_error(create: Create, server: Server) -> None:
    problem = {"code": 20404, "message": "No such participant.", "status": 404}
    server.reply = Reply.json(problem, 404, {"Twilio-Request-Id": "RQ1"})
    with pytest.raises(NotFoundError) as caught:
        create()
    error = caught.value
    assert (error.status, error.code, error.request_id) == (404, 20404, "RQ1")
    assert json.loads(error.body) == problem
    assert str(error) == (
        "404 Not Found: No such participant. "
        f"(code 20404, request RQ1, POST {server.url}{PATH})"
    )
    copy = pickle.loads(pickle.dumps(error))
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply.of(200, b'{"sid": "KI'), DecodeError),
        (Reply.of(200, b""), DecodeError),
        (Reply.of(200, b"null"), DecodeError),
        (Reply.of(200, b"[]"), DecodeError),
        (Reply.of(200, b'{"sid": NaN}'), DecodeError),
        (Reply.of(200, b"\xff\xfe\xfd"), DecodeError),
        (Reply.of(200, b"[" * 100_000), DecodeError),
        (Reply.of(200, b"1" * 5_000), DecodeError),
        (Reply.of(200, b"<html>", "text/html"), UnexpectedContentTypeError),
        (Reply.of(302, b"", headers={"Location": "/"}), UnexpectedRedirectError),
        (Reply.of(502, b"<html>", "text/html"), ServerError),
        (Reply.of(418, b"[1]"), StatusError),
        (
            Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", True),
            TransportError,
        ),
        (Reply(b"rubbish\r\n\r\n", True), TransportError),
        (Reply(b"", True), TransportError),
    ],
)
def test_rubbish(
    create: Create, server: Server, reply: Reply, kind: type[ApiError]
) -> None:
    server.reply = reply
    with pytest.raises(kind) as caught:
        create()
    assert type(pickle.loads(pickle.dumps(caught.value))) is type(caught.value)
    assert caught.value.method == "POST"


def test_a_hook_s_own_error_comes_out(
    create: Create, server: Server, example: dict[str, Any]
) -> None:
    server.reply = Reply.json(example)

    def hook(_: Drift) -> None:
        raise TypeError("a mistake of the hook's")

    with pytest.raises(TypeError, match="a mistake"):
        create(client={"on_drift": hook})


def test_a_closed_client(server: Server) -> None:
    twilio = Client(ACCOUNT, TOKEN, base_url=server.url)
    twilio.close()
    request = create_message_interaction(SERVICE, SESSION, PARTICIPANT, body="x")
    with pytest.raises(TransportError, match="closed"):
        twilio.send(request)


def test_an_empty_success(create: Create, server: Server) -> None:
    server.reply = Reply.of(200, b"", headers={"Twilio-Request-Id": "RQ1"})
    with pytest.raises(DecodeError, match="the response is empty .request RQ1, POST"):
        create()


def test_headers_of_a_call_replace_ours(
    create: Create, server: Server, example: dict[str, Any]
) -> None:
    server.reply = Reply.json(example)
    create(body="x", extra_headers={"accept-encoding": "identity", "user-agent": "me"})
    assert server.only.head.lower().count("accept-encoding") == 1
    assert server.only.headers["accept-encoding"] == "identity"
    assert server.only.headers["user-agent"] == "me"


def test_nothing_listens() -> None:
    async def run() -> None:
        async with AsyncClient(ACCOUNT, TOKEN, base_url=url) as client:
            await client.send(request)

    url = "http://127.0.0.1:1"
    request = create_message_interaction(SERVICE, SESSION, PARTICIPANT, body="x")
    twilio = Client(ACCOUNT, TOKEN, base_url=url)
    with pytest.raises(ConnectError) as caught:
        twilio.send(request)
    with pytest.raises(ConnectError) as caught_later:
        asyncio.run(run())
    # The transport's own error would hold the request, with credentials and text.
    for error in (caught.value, caught_later.value):
        assert error.__context__ is None
        assert error.__cause__ is None


def test_cookies_are_not_kept(server: Server, example: dict[str, Any]) -> None:
    server.reply = Reply.json(example, headers={"Set-Cookie": "a=b; Path=/"})
    request = create_message_interaction(SERVICE, SESSION, PARTICIPANT, body="x")
    with Client(ACCOUNT, TOKEN, base_url=server.url) as twilio:
        assert twilio.send(request).headers["set-cookie"] == "a=b; Path=/"
        twilio.send(request)
    assert [
        received for received in server.requests if "cookie" in received.headers
    ] == []
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "foo://x"),
        ("ALL_PROXY", "http://h:abc"),
        ("SSL_CERT_FILE", "/no"),
    ],
)
def test_an_environment_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    for make in (Client, AsyncClient):
        with pytest.raises(ConfigurationError):
            make(ACCOUNT, TOKEN)


def test_timeout(create: Create, server: Server) -> None:
    release = threading.Event()

    def stall() -> None:
        release.wait(5)

    server.before_reply = stall
    with pytest.raises(RequestTimeoutError):
        create(body="x", timeout=0.1)
    release.set()


@pytest.mark.parametrize(
    "seconds", [0, -1, float("inf"), float("nan"), 10**400, True, "3", None]
)
def test_a_timeout_must_end(create: Create, server: Server, seconds: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        create(body="x", timeout=seconds)
    with pytest.raises(InvalidArgumentError):
        Client(ACCOUNT, TOKEN, timeout=seconds)
    assert server.requests == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"body": UNSET},
        {"body": UNSET, "media_url": UNSET},
        {"media_url": []},
        {"media_url": ()},
        {"media_url": frozenset[str]()},
    ],
)
def test_nothing_to_send(
    create: Create, server: Server, arguments: dict[str, Any]
) -> None:
    with pytest.raises(MissingArgumentError, match="`body`, `media_url`") as caught:
        create(**arguments)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, ValueError)
    assert server.requests == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"body": None},
        {"body": object()},
        {"body": b"bytes"},
        {"body": {"a": 1}},
        {"media_url": {"https://a.test": 1}},
        {"media_url": [None]},
        {"body": "x", "extra_headers": {"X-A": "1\r\nX-B: 2"}},
        {"body": "x", "extra_headers": {"X A": "1"}},
        {"body": "x", "extra_headers": {"X-A": "ü"}},
        {"body": "x", "extra_headers": {"X-A": 1}},
        {"body": "half a pair \ud800"},
        {"body": 10**5000},
        {"media_url": iter([])},
        {"body": "x", "timeot": 1},
        {"body": "x", "extra_headers": {"Content-Length": "3"}},
        {"body": "x", "extra_headers": {"host": "evil.test"}},
        {"body": Decimal("Infinity")},
        {"body": dt.datetime(2026, 1, 1)},
    ],
)
def test_what_cannot_be_sent(
    create: Create, server: Server, arguments: dict[str, Any]
) -> None:
    with pytest.raises(InvalidArgumentError):
        create(**arguments)
    assert server.requests == []


def test_a_single_text_for_a_list_is_one_item(
    create: Create, server: Server, example: dict[str, Any]
) -> None:
    server.reply = Reply.json(example)
    create(media_url="https://a.test")  # type checkers refuse it
    assert server.only.body == b"MediaUrl=https%3A%2F%2Fa.test"


def test_options_of_a_call(
    create: Create, server: Server, example: dict[str, Any]
) -> None:
    server.reply = Reply.json(example)
    create(
        body="x",
        extra_headers={"authorization": "Bearer mine", "X-Trace": "1"},
        extra_query={"a b": ["1", "2"], "no": UNSET},
    )
    assert server.only.line == f"POST {PATH}?a+b=1&a+b=2 HTTP/1.1"
    assert server.only.headers["authorization"] == "Bearer mine"
    assert server.only.headers["x-trace"] == "1"


@pytest.mark.parametrize(
    "sid",
    ["", ".", "..", "../../v2/Admin", "%2e%2e", "KS1?x=1#f", f"{SERVICE}/x", "KS\n"],
)
def test_path_arguments_are_checked(server: Server, sid: str) -> None:
    with Client(ACCOUNT, TOKEN, base_url=server.url) as twilio:
        messages = (
            twilio.proxy.v1.services(sid)
            .sessions(SESSION)
            .participants(PARTICIPANT)
            .message_interactions
        )
        with pytest.raises(InvalidArgumentError, match="service_sid"):
            messages.create(body="x")
    assert server.requests == []


def test_credentials_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, server: Server, example: dict[str, Any]
) -> None:
    server.reply = Reply.json(example)
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC1")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "t")
    monkeypatch.setenv("TWILIO_BASE_URL", server.url)
    with Client() as twilio:
        request = create_message_interaction(SERVICE, SESSION, PARTICIPANT, body="x")
        response = twilio.send(request)
    assert response.status == 200
    assert response.headers["CONTENT-TYPE"] == "application/json"
    assert response.value.sid == example["sid"]
    expected = base64.b64encode(b"AC1:t").decode()
    assert server.only.headers["authorization"] == f"Basic {expected}"


def test_credentials_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_ACCOUNT_SID", raising=False)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "")
    for make in (Client, AsyncClient):
        with pytest.raises(ConfigurationError) as caught:
            make()
        for name in ("account_sid", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
            assert name in str(caught.value)
    wrong: list[tuple[Any, Any]] = [
        ("AC:1", "t"),
        ("AC1", "\ud800"),
        (5, "t"),
        ("A", b"t"),
    ]
    for sid, token in wrong:
        with pytest.raises(ConfigurationError):
            Client(sid, token)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://a",
            "//a",
            "https://u:p@a",
            "https://a?x=1",
            "https://a#f",
            "https://",
        ),
        *("http://[", "https://a?", "https://a#", "https://a b", "https://a\n"),
        *("https://a:x", "https://a:99999"),
    ],
)
def test_base_url_is_checked(url: str) -> None:
    with pytest.raises(ConfigurationError):
        Client(ACCOUNT, TOKEN, base_url=url)


def test_the_default_server_is_the_specification_s() -> None:
    request = create_message_interaction(SERVICE, SESSION, PARTICIPANT, body="x")
    assert request.server + request.path == f"https://proxy.twilio.com{PATH}"

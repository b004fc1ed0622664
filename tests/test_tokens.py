"""Tokens that a client gets for its own id and secret, of the client of `specs/tokens.yaml`."""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import pickle
import sys
import traceback
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.settings import ClientSettings
from generator.understand import read
from tests.test_output import SPECS

PACKAGE = "made_safes"
SECRET = "s3cret+/ of ours"
TOKEN_URL = "https://login.example/token"
SAFES = "https://safes.example/safes"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What gives a module of the client by its name."""
    folder = tmp_path_factory.mktemp("safes")
    found = Diagnostics()
    api = read(SpecConfig(SPECS / "tokens.yaml"), found)
    config = ClientConfig(folder, ClientSettings(PACKAGE), ())
    for name, text in make(config, [api], find_pack("python"), found).items():
        path = folder / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield lambda name="": importlib.import_module(f"{PACKAGE}{name}")
    finally:
        sys.path.remove(str(folder))
        for name in [one for one in sys.modules if one.split(".")[0] == PACKAGE]:
            del sys.modules[name]


class Servers:
    """A server that gives tokens, and one that wants them."""

    def __init__(self, made: Any) -> None:
        self._answer = made(".testing").answer
        self.requests: list[Any] = []
        self.tokens = 0
        self.grant: Callable[[], Any] = self.granted
        self.refused: set[str] = set()

    def granted(self, **others: object) -> Any:
        """A new token."""
        self.tokens += 1
        token = f"token-{self.tokens}-canary"
        fields = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        return self._answer({**fields, **others})

    def __call__(self, request: Any) -> Any:
        self.requests.append(request)
        if request.url == TOKEN_URL:
            return self.grant()
        assert request.url == SAFES
        if self.shown(request) in self.refused:
            return self._answer({"message": "who are you?"}, status=401)
        return self._answer(b"", 204) if request.method == "POST" else self._answer([])

    @staticmethod
    def shown(request: Any) -> str:
        """What a request holds in the header `Authorization`."""
        (value,) = (v for n, v in request.headers if n.lower() == "authorization")
        return str(value)

    @property
    def urls(self) -> list[str]:
        return [one.url for one in self.requests]


@pytest.fixture
def servers(made: Any) -> Servers:
    return Servers(made)


def client(made: Any, servers: Servers, **options: Any) -> Any:
    token = made("").ClientCredentials("me:you", SECRET, scopes=["read", "open"])
    transport = made(".testing").FakeTransport(servers)
    return made("").Client(token=token, transport=transport, **options)


def test_a_token_is_got_once_and_kept(made: Any, servers: Servers) -> None:
    safes = client(made, servers).safes
    safes.list()
    safes.open_safe()
    assert servers.urls == [TOKEN_URL, SAFES, SAFES]
    asked, *sent = servers.requests
    assert asked.method == "POST"
    assert parse_qs(asked.content.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["read open"],
    }
    pair = b64decode(servers.shown(asked).removeprefix("Basic ")).decode()
    assert pair == "me%3Ayou:s3cret%2B%2F+of+ours"
    assert {servers.shown(one) for one in sent} == {"Bearer token-1-canary"}


def test_asyncio_gets_them_as_well(made: Any, servers: Servers) -> None:
    token = made("").ClientCredentials("me", SECRET)
    transport = made(".testing").AsyncFakeTransport(servers)

    async def call() -> None:
        async with made("").AsyncClient(token=token, transport=transport) as safes:
            await safes.safes.list()
            await safes.safes.list()

    asyncio.run(call())
    assert servers.urls == [TOKEN_URL, SAFES, SAFES]
    assert parse_qs(servers.requests[0].content.decode()) == {
        "grant_type": ["client_credentials"]
    }


def test_a_token_is_renewed_before_it_ends(
    made: Any, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(made("._runtime.tokens"), "monotonic", lambda: now)
    safes = client(made, servers).safes
    safes.list()
    now += 3569
    safes.list()
    assert servers.tokens == 1
    now += 2
    safes.list()
    assert servers.tokens == 2
    servers.grant = lambda: servers.granted(expires_in=10)
    now += 3600
    safes.list()
    now += 8
    safes.list()
    assert servers.tokens == 3
    now += 2
    safes.list()
    assert servers.tokens == 4


@pytest.mark.parametrize("seconds", [None, "3600", True, -1, 0])
def test_a_token_without_an_end_is_kept(
    made: Any, servers: Servers, seconds: object
) -> None:
    keep = made("").ClientCredentials("me", SECRET)
    fields = {"access_token": "x", "token_type": "bearer", "expires_in": seconds}
    keep.keep(json.dumps(fields).encode())
    assert keep.token == "x"


def test_a_refused_token_is_renewed_once(made: Any, servers: Servers) -> None:
    safes = client(made, servers).safes
    safes.list()
    servers.refused = {"Bearer token-1-canary"}
    safes.open_safe()  # a POST: what is not let in is not carried out
    assert servers.urls == [TOKEN_URL, SAFES, SAFES, TOKEN_URL, SAFES]
    servers.refused |= {"Bearer token-2-canary", "Bearer token-3-canary"}
    with pytest.raises(made("").AuthenticationError):
        safes.list()
    assert servers.urls[5:] == [SAFES, TOKEN_URL, SAFES]


def test_a_token_that_is_given_is_not_renewed(made: Any, servers: Servers) -> None:
    servers.refused = {"Bearer fixed"}
    transport = made(".testing").FakeTransport(servers)
    safes = made("").Client(token="fixed", transport=transport).safes
    with pytest.raises(made("").AuthenticationError):
        safes.list()
    assert servers.urls == [SAFES]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"access_token": None}, "holds no token"),
        ({"access_token": ""}, "holds no token"),
        ({"access_token": 5}, "holds no token"),
        ({"token_type": "mac"}, "another type"),
        ({"token_type": None}, "another type"),
    ],
)
def test_what_is_no_token_is_our_error(
    made: Any, servers: Servers, fields: dict[str, object], complaint: str
) -> None:
    servers.grant = lambda: servers.granted(**fields)
    with pytest.raises(made("").DecodeError, match=complaint) as caught:
        client(made, servers).safes.list()
    assert servers.urls == [TOKEN_URL]
    assert (caught.value.method, caught.value.url) == ("POST", TOKEN_URL)


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"NaN", b"[" * 100_000])
def test_another_response_is_our_error(
    made: Any, servers: Servers, content: bytes
) -> None:
    servers.grant = lambda: made(".testing").answer(content)
    with pytest.raises(made("").DecodeError):
        client(made, servers).safes.list()


def test_the_error_of_the_token_server_is_told(made: Any, servers: Servers) -> None:
    fields = {"error": "invalid_client", "error_description": f"not {SECRET}"}
    servers.grant = lambda: made(".testing").answer(fields, status=401)
    with pytest.raises(made("").AuthenticationError) as caught:
        client(made, servers).safes.list()
    assert caught.value.url == TOKEN_URL
    assert str(caught.value) == f"401 Unauthorized: not *** (POST {TOKEN_URL})"
    assert servers.urls == [TOKEN_URL]


def test_a_redirect_of_the_token_server_is_not_followed(
    made: Any, servers: Servers
) -> None:
    headers = {"location": "https://evil.example/token"}
    servers.grant = lambda: made(".testing").answer(b"", 307, headers)
    with pytest.raises(made("").UnexpectedRedirectError):
        client(made, servers, follow_redirects=True).safes.list()
    assert servers.urls == [TOKEN_URL]


def test_asking_for_a_token_is_repeated(
    made: Any, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(made("._runtime.clients").time, "sleep", pauses.append)
    answers = [made("").TransportError("cut off"), made(".testing").answer({}, 503)]

    def grant() -> Any:
        return answers.pop() if answers else servers.granted()

    servers.grant = grant
    client(made, servers).safes.open_safe()
    assert servers.urls == [TOKEN_URL, TOKEN_URL, TOKEN_URL, SAFES]
    assert len(pauses) == 2
    answers = [made("").ConnectError("refused")] * 3
    with pytest.raises(made("").ConnectError) as caught:
        client(made, servers).safes.open_safe()
    assert (caught.value.method, caught.value.url) == ("POST", TOKEN_URL)


def test_another_server_can_be_named(made: Any, servers: Servers) -> None:
    url = "https://other.example/token"
    token = made("").ClientCredentials("me", SECRET, token_url=url)
    transport = made(".testing").FakeTransport(
        {"POST /token": servers.granted(), "GET /safes": made(".testing").answer([])}
    )
    made("").Client(token=token, transport=transport).safes.list()
    assert [one.url for one in transport.requests] == [url, SAFES]


@pytest.mark.parametrize(
    ("client_id", "client_secret"),
    [("", "x"), ("x", ""), ("x", None), (5, "x"), ("x", "\ud800")],
)
def test_what_cannot_be_sent_is_refused(
    made: Any, client_id: Any, client_secret: Any
) -> None:
    with pytest.raises(made("").ConfigurationError, match="must be a text"):
        made("").ClientCredentials(client_id, client_secret)


def test_a_scheme_without_a_place_for_tokens_refuses(made: Any) -> None:
    auth = made("._runtime.auth")
    credential = auth.Credential("token", made("").ClientCredentials("me", SECRET))
    with pytest.raises(made("").ConfigurationError, match="needs a `token_url`"):
        auth.BearerAuth(credential)


def test_nothing_shows_the_secret(
    made: Any, servers: Servers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    safes = client(made, servers)
    servers.refused = {"Bearer token-1-canary", "Bearer token-2-canary"}
    with pytest.raises(made("").AuthenticationError) as caught:
        safes.safes.list()
    token = made("").ClientCredentials("me", SECRET)
    with pytest.raises(TypeError):
        pickle.dumps(token)
    shown = [repr(token), repr(safes), caplog.text, repr(servers.requests)]
    shown += traceback.format_exception(caught.value)
    shown.append(str(pickle.dumps(caught.value)))
    for text in shown:
        assert SECRET not in text
        assert "canary" not in text

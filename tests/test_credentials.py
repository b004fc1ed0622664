"""Credentials reach the server that they are for, and no other."""

from __future__ import annotations

import asyncio
import base64
import itertools
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from twilio_client import (
    ApiError,
    HttpRequest,
    HttpResponse,
    InvalidArgumentError,
    UnexpectedRedirectError,
)
from twilio_client._runtime import (
    ApiKeyAuth,
    AsyncBaseClient,
    BaseClient,
    BasicAuth,
    BearerAuth,
    Credential,
    reads,
    settings,
)
from twilio_client._runtime.auth import Scheme
from twilio_client._runtime.calls import Request
from twilio_client._runtime.redirects import redirected
from twilio_client.testing import FakeTransport, answer

from tests.server import Received, Reply, Server

SECRET = "s3cr3t-of-ours"
CONTEXT = ssl.create_default_context()  # to make one for each client takes long


def secret() -> str:
    return SECRET


KINDS: dict[str, Callable[[], Scheme]] = {
    "basic": lambda: BasicAuth(Credential("user", "me"), Credential("key", SECRET)),
    "bearer": lambda: BearerAuth(Credential("key", SECRET)),
    "header": lambda: ApiKeyAuth("header", "X-Api-Key", Credential("key", SECRET)),
    "query": lambda: ApiKeyAuth("query", "api_key", Credential("key", SECRET)),
    "cookie": lambda: ApiKeyAuth("cookie", "session", Credential("key", SECRET)),
    "function": lambda: BearerAuth(Credential("key", secret)),
}


def made(scheme: Scheme, url: str, **more: Any) -> Any:
    given: dict[str, Any] = {
        "timeout": 2.0,
        "deadline": 5.0,
        "retries": 0,
        "max_response_bytes": 1000,
        "follow_redirects": True,
        "hooks": (),
        **more,
    }
    return settings(
        schemes={"one": scheme},
        base_url=url,
        user_agent="test",
        strict=False,
        on_drift=None,
        **given,
    )


def call(method: str = "GET", path: str = "/a/b?", **more: Any) -> Request[Any]:
    return Request(
        method=method,
        server="",
        path=path.rstrip("?"),
        read=reads(),
        security=(("one",),),
        **more,
    )


Send: TypeAlias = Callable[..., Any]


def _sync(given: Any, request: Request[Any]) -> Any:
    with BaseClient(given, None, CONTEXT) as client:
        return client.send(request).value


def _async(given: Any, request: Request[Any]) -> Any:
    async def run() -> Any:
        async with AsyncBaseClient(given, None, CONTEXT) as client:
            return (await client.send(request)).value

    return asyncio.run(run())


@pytest.fixture(params=[_sync, _async], ids=["sync", "async"])
def fetch(request: pytest.FixtureRequest) -> Send:
    sent: Send = request.param
    return sent


@pytest.fixture
def other() -> Iterator[Server]:
    with Server() as running:
        yield running


def has_secret(received: Received) -> bool:
    basic = base64.b64encode(f"me:{SECRET}".encode()).decode()
    return SECRET in received.head or basic in received.head


# Where a server could point. HOST is its own host, HERE its own port, THERE that of
# another server on the same host.
ASTRAY = [
    # another server
    "http://HOST:THERE/",
    "http://HOST:THERE/a/b",
    "http://HOST:THERE",
    "HTTP://HOST:THERE/",
    "//HOST:THERE/",
    "http://localhost:THERE/",
    "http://localhost:HERE/",
    "http://evil.test/",
    "//evil.test/a",
    "///evil.test/a",
    "http:///HOST:THERE/",
    "////HOST:THERE/",
    "http:/HOST:THERE/",
    "http:HOST:THERE/",
    "http:evil.test/",
    # a user name, which is none
    "http://HOST:HERE@HOST:THERE/",
    "http://HOST:HERE@evil.test/",
    "http://user@HOST:HERE/",
    "http://user:password@HOST:HERE/",
    "http://@HOST:HERE/",
    "//me@HOST:THERE/",
    "http://HOST:HERE%40evil.test/",
    # another port, or one that is left out
    "http://HOST/",
    "http://HOST:80/",
    "http://HOST:/",
    "http://HOST:0/",
    "http://HOST:HERE0/",
    "http://HOST:-1/",
    "http://HOST:99999/",
    "http://HOST:HEREx/",
    # another name for the host, or nearly so
    "http://HOST.:HERE/",
    "http://HOST.evil.test:HERE/",
    "http://127.1:HERE/",
    "http://2130706433:HERE/",
    "http://0x7f000001:HERE/",
    "http://0177.0.0.1:HERE/",
    "http://[::ffff:127.0.0.1]:HERE/",
    "http://[::1]:THERE/",
    "http://[HOST]:HERE/",
    "http://%31%32%37.0.0.1:THERE/",
    "http://xn--80ak6aa92e.test/",
    "http://\u0430\u0440\u0440\u04cf\u0435.test/",
    "http://\uff11\uff12\uff17.0.0.1:THERE/",
    "http://HOST\u3002:HERE/",
    # another scheme
    "https://HOST:HERE/",
    "https://HOST:THERE/",
    "ftp://HOST:HERE/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,x",
    "ws://HOST:HERE/",
    # what readers of URLs do not agree about
    "\\\\HOST:THERE\\",
    "/\\HOST:THERE/",
    "\\/HOST:THERE/",
    "http:\\\\HOST:THERE/",
    "http://HOST:THERE\\@HOST:HERE/",
    "http://HOST:HERE\\@HOST:THERE/",
    "http://HOST:HERE\\.evil.test/",
    "/\t/HOST:THERE/",
    "ht\ttp://HOST:THERE/",
    "http://HOST:THERE#@HOST:HERE/",
    "http://HOST:THERE?@HOST:HERE/",
    "http://HOST:THERE/#http://HOST:HERE/",
    "http://HOST:THERE;@HOST:HERE/",
    "http://HOST :HERE/",
    "http://HO\u00adST:HERE/",
    "/a b",
    '/a"b',
    "",
]


def pointing(location: str, home: Server, other: Server, status: int) -> Reply:
    host, here = home.address.split(":")
    there = other.address.split(":")[1]
    text = location.replace("HOST", host).replace("THERE", there).replace("HERE", here)
    head = f"HTTP/1.1 {status} Elsewhere\r\nContent-Length: 0\r\n"
    return Reply(f"{head}Location: {text}\r\n\r\n".encode())


def test_there_are_enough_of_them() -> None:
    assert len(set(ASTRAY)) == len(ASTRAY) >= 40


@pytest.mark.parametrize("location", ASTRAY)
def test_astray(fetch: Send, server: Server, other: Server, location: str) -> None:
    statuses = itertools.cycle([301, 302, 303, 307, 308])
    for kind, scheme in KINDS.items():
        server.requests.clear()
        server.reply = pointing(location, server, other, next(statuses))
        with pytest.raises(UnexpectedRedirectError):
            fetch(made(scheme(), server.url), call())
        assert [has_secret(one) for one in server.requests] == [True], kind
        assert other.requests == [], kind


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ("/c", "/c"),
        ("c?x=1", "/a/c?x=1"),
        ("?x=1", "/a/b?x=1"),
        ("../c/./d", "/c/d"),
        ("/c?x=%20&y=+#part", "/c?x=%20&y=+"),
        ("http://HOST:HERE/c", "/c"),
        ("HTTP://HOST:HERE/c", "/c"),
        ("//HOST:HERE/c", "/c"),
        ("http://HOST:HERE", "/"),
        ("http://HOST:0HERE/c", "/c"),
        ("/c@evil.test/", "/c@evil.test/"),
        ("/c?to=http://evil.test/", "/c?to=http://evil.test/"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_server(
    server: Server, other: Server, location: str, line: str, kind: str
) -> None:
    server.replies = [pointing(location, server, other, 302)]
    server.reply = Reply.json({"fine": True})
    assert _sync(made(KINDS[kind](), server.url), call()) == {"fine": True}
    assert [has_secret(one) for one in server.requests] == [True, True]
    asked = server.requests[1].line.split()[1]
    if kind == "query":
        line += f"{'&' if '?' in line else '?'}api_key={SECRET}"
    assert asked == line


def test_a_key_in_a_location_is_not_doubled(server: Server, other: Server) -> None:
    location = "/c?api_key=another"
    server.replies = [pointing(location, server, other, 302)]
    _sync(made(KINDS["query"](), server.url), call())
    assert server.requests[1].line == f"GET {location} HTTP/1.1"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_get_and_head_are_redirected(
    fetch: Send, server: Server, other: Server, method: str
) -> None:
    server.reply = pointing("/c", server, other, 307)
    with pytest.raises(UnexpectedRedirectError):
        fetch(made(KINDS["bearer"](), server.url), call(method))
    assert len(server.requests) == 1


def test_no_more_than_five_are_followed(
    fetch: Send, server: Server, other: Server
) -> None:
    server.reply = pointing("/a/b", server, other, 302)
    with pytest.raises(UnexpectedRedirectError):
        fetch(made(KINDS["bearer"](), server.url), call())
    assert len(server.requests) == 6
    server.replies = [server.reply] * 5
    server.reply = Reply.json({})
    assert fetch(made(KINDS["bearer"](), server.url), call()) == {}


def test_none_is_followed_unless_it_is_asked_for(
    fetch: Send, server: Server, other: Server
) -> None:
    server.reply = pointing("/c", server, other, 302)
    with pytest.raises(UnexpectedRedirectError):
        fetch(made(KINDS["bearer"](), server.url, follow_redirects=False), call())
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        ("https://a.test/x", "https://a.test:443/y", "https://a.test/y"),
        ("https://a.test:443/x", "https://a.test/y", "https://a.test:443/y"),
        ("https://A.test/x", "https://a.TEST/y", "https://A.test/y"),
        ("http://a.test/x", "http://a.test:80/y", "http://a.test/y"),
        ("https://a.test/x", "http://a.test/y", None),
        ("https://a.test/x", "http://a.test:443/y", None),
        ("http://a.test/x", "https://a.test/y", None),
        ("http://a.test/x", "https://a.test:80/y", None),
        ("https://a.test/x", "https://a.test./y", None),
        ("https://a.test./x", "https://a.test/y", None),
        ("https://xn--bcher-kva.test/x", "https://b\u00fccher.test/y", None),
        (
            "https://xn--bcher-kva.test/x",
            "//XN--bcher-kva.test",
            "https://xn--bcher-kva.test/",
        ),
        ("https://[::1]:8/x", "https://[::1]:8/y", "https://[::1]:8/y"),
        ("https://[::1]:8/x", "https://[0:0::1]:8/y", None),
        ("https://[::1]:8/x", "https://[::1/y", None),
    ],
)
def test_origins(url: str, location: str, target: str | None) -> None:
    response = answer({}, 302, {"Location": location})
    assert redirected("GET", url, response) == target


# --- other ways


def test_credentials_are_asked_for_before_each_attempt() -> None:
    tokens = iter(["first", "second", "third"])
    outcomes = iter(
        [
            answer({}, 503, {"retry-after-ms": "1"}),
            answer({}, 302, {"Location": "/c"}),
            answer({}),
        ]
    )

    def respond(request: HttpRequest) -> HttpResponse | ApiError:
        return next(outcomes)

    transport = FakeTransport(respond)
    scheme = BearerAuth(Credential("key", lambda: next(tokens)))
    client = BaseClient(made(scheme, "https://a.test", retries=2), transport)
    client.send(call())
    sent = [dict(request.headers)["Authorization"] for request in transport.requests]
    assert sent == ["Bearer first", "Bearer second", "Bearer third"]


@pytest.mark.parametrize("path", ["@evil.test/", ".evil.test/", ":1@evil.test/", "a"])
def test_a_path_is_no_part_of_the_host(server: Server, path: str) -> None:
    for scheme in KINDS.values():
        with pytest.raises(InvalidArgumentError, match="slash"):
            _sync(made(scheme(), server.url), call(path=path))
    assert server.requests == []


@pytest.mark.parametrize("path", ["//evil.test/", "/..//evil.test", "/\\evil.test"])
def test_a_path_stays_on_the_server(server: Server, path: str) -> None:
    _sync(made(KINDS["bearer"](), server.url), call(path=path))
    assert has_secret(server.only)


def test_netrc_is_not_read(
    fetch: Send, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = "machine 127.0.0.1 login me password of-netrc\ndefault login a password b\n"
    for name in (".netrc", "_netrc"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for kind, scheme in KINDS.items():
        server.requests.clear()
        fetch(made(scheme(), server.url), call())
        head = server.only.head.lower()
        assert has_secret(server.only)
        expected = kind in {"basic", "bearer", "function"}
        assert ("authorization:" in head) is expected


def test_a_proxy_of_the_environment_is_used(
    fetch: Send, server: Server, other: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the README says: whoever sets the environment is trusted."""
    monkeypatch.setenv("HTTP_PROXY", server.url)
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    fetch(made(KINDS["bearer"](), "http://a.test"), call())
    assert server.only.line == "GET http://a.test/a/b HTTP/1.1"

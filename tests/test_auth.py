"""Credentials and cookies: what is asked for, what is given, and what is sent."""

from __future__ import annotations

import asyncio
import base64
import copy
import importlib
import inspect
import logging
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.codes import Code
from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics, Stop
from generator.languages.python.client import OWN_ARGUMENTS
from generator.model import Api
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.credentials import unused_settings
from generator.plan.settings import ClientSettings, CredentialSetting
from generator.understand import read_all
from tests.conftest import ROOT
from tests.server import Received, Reply, Server

DOORS = ROOT / "tests" / "specs" / "doors.yaml"
SECRET = "canary-0123456789"


def read(*paths: Path) -> list[Api]:
    found = Diagnostics()
    apis = read_all([SpecConfig(path) for path in paths], found)
    assert [one.message for one in found.found if one.severity == "error"] == []
    return apis


def written(folder: Path, *paths: Path, package: str = "made", **settings: Any) -> Any:
    """A client of documents, imported."""
    config = ClientConfig(folder, ClientSettings(package, **settings), ())
    files = make(config, read(*paths), find_pack("python"), Diagnostics())
    for path, text in files.items():
        target = config.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(package)
    finally:
        sys.path.remove(str(folder))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Makes clients that are forgotten after the test."""
    known = set(sys.modules)
    yield lambda *paths, **settings: written(tmp_path, *paths, **settings)
    for name in sys.modules.keys() - known:
        if name.partition(".")[0] == "made":
            del sys.modules[name]


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(tmp_path_factory.mktemp("doors"), DOORS, package="doors")


def document(tmp_path: Path, schemes: Any, security: Any, name: str = "a") -> Path:
    """A document with one operation."""
    operation = {
        "operationId": f"get {name}",
        "responses": {"204": {"description": ""}},
    }
    value = {
        "openapi": "3.1.0",
        "info": {"title": name, "version": "1"},
        "servers": [{"url": "https://a.test"}],
        "paths": {f"/{name}": {"get": operation}},
        "security": security,
        "components": {"securitySchemes": schemes},
    }
    path = tmp_path / f"{name}.yaml"
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    return path


class Sender:
    """Sends requests of the doors, by one of the twins."""

    def __init__(self, doors: Any, server: Server, *, is_async: bool) -> None:
        self._doors = doors
        self._server = server
        self._is_async = is_async

    def __call__(
        self, door: str, given: Mapping[str, Any], *, options: Any = None, **call: Any
    ) -> Received:
        self._server.requests.clear()
        self._server.reply = Reply.of(204, b"")
        module = importlib.import_module(f"{self._doors.__name__}.{door}")
        request = getattr(module, f"get_{door}")(**call)
        asyncio.run(self._send(request, given, options or {}))
        return self._server.only

    async def _send(self, request: Any, given: Mapping[str, Any], options: Any) -> None:
        if self._is_async:
            url = self._server.url
            async with self._doors.AsyncClient(base_url=url, **given) as client:
                await client.send(request, **options)
        else:
            with self._doors.Client(base_url=self._server.url, **given) as client:
                client.send(request, **options)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def send(request: pytest.FixtureRequest, doors: Any, server: Server) -> Sender:
    return Sender(doors, server, is_async=request.param)


BASIC = f"Basic {base64.b64encode(b'me:pw').decode()}"
LOGIN = {"username": "me", "password": "pw"}
ALL = {
    **LOGIN,
    "staff": "s",
    "header_key": "h",
    "query_key": "q",
    "session": "c",
    "guests": "g",
    "members": "m",
}


def credentials_of(received: Received) -> dict[str, str]:
    """What a request has that could be credentials."""
    names = {"authorization", "x-key", "cookie"}
    found = {name: text for name, text in received.headers.items() if name in names}
    query = received.line.split(" ")[1].partition("?")[2]
    return {**found, "query": query} if query else found


@pytest.mark.parametrize(
    ("door", "given", "expected"),
    [
        ("open", ALL, {}),
        ("open", {}, {}),
        ("default", {"staff": "s"}, {"authorization": "Bearer s"}),
        ("default", ALL, {"authorization": "Bearer s"}),
        ("basic", LOGIN, {"authorization": BASIC}),
        ("header", ALL, {"x-key": "h"}),
        ("query", ALL, {"query": "key=q"}),
        ("both", ALL, {"x-key": "h", "query": "key=q", "cookie": "sid=c"}),
        ("either", ALL, {"authorization": BASIC}),
        ("either", {"header_key": "h"}, {"x-key": "h"}),
        ("either", {"header_key": "h", "session": "c"}, {"x-key": "h"}),
        (
            "either",
            {"header_key": "h", "query_key": "q"},
            {"x-key": "h", "query": "key=q"},
        ),
        ("optional", {}, {}),
        ("optional", LOGIN, {}),
        ("optional", ALL, {"authorization": "Bearer s"}),
        ("flows", {"guests": "g"}, {"authorization": "Bearer g"}),
        ("flows", {"members": "m"}, {"authorization": "Bearer m"}),
        ("flows", ALL, {"authorization": "Bearer g"}),
        ("certificate", ALL, {}),
    ],
)
def test_what_is_sent(
    send: Sender, door: str, given: dict[str, str], expected: dict[str, str]
) -> None:
    assert credentials_of(send(door, given)) == expected


def test_what_a_call_brings_itself_wins(send: Sender) -> None:
    own = {"extra_headers": {"AUTHORIZATION": "mine"}}
    for given in ({}, ALL):
        sent = send("own", given, authorization="Bearer mine")
        assert credentials_of(sent) == {"authorization": "Bearer mine"}
        assert sent.head.lower().count("authorization") == 1
        sent = send("basic", given, options=own)
        assert credentials_of(sent) == {"authorization": "mine"}
        assert credentials_of(send("query", given, key="x")) == {"query": "key=x"}
        sent = send("query", given, options={"extra_query": {"key": "y"}})
        assert credentials_of(sent) == {"query": "key=y"}
        sent = send("cookie", given, count=1, sid="z")
        assert credentials_of(sent) == {"cookie": "count=1; sid=z"}
        sent = send(
            "cookie", given, count=1, options={"extra_headers": {"Cookie": "a=b"}}
        )
        assert credentials_of(sent) == {"cookie": "a=b"}


@pytest.mark.parametrize(
    ("door", "given", "mend"),
    [
        ("default", LOGIN, "pass `staff`"),
        ("basic", {"username": "me"}, "pass `password`"),
        ("basic", {"username": "me", "password": ""}, "pass `password`"),
        ("basic", {}, "pass `username` and pass `password`"),
        ("both", {"query_key": "q"}, "pass `header_key` and pass `session`"),
        (
            "either",
            {"username": "me", "query_key": "q"},
            "pass `password`; or pass `header_key`",
        ),
        ("flows", {"staff": "s"}, "pass `guests` and pass `members`"),
    ],
)
def test_nothing_is_sent_without_credentials(
    send: Sender,
    doors: Any,
    server: Server,
    door: str,
    given: dict[str, str],
    mend: str,
) -> None:
    with pytest.raises(doors.ConfigurationError) as caught:
        send(door, given)
    assert server.requests == []
    expected = f"no credentials: {mend} (GET {server.url}/{door})"
    assert str(caught.value) == expected
    assert str(pickle.loads(pickle.dumps(caught.value))) == expected


def test_a_function_gives_a_token_for_each_request(doors: Any, server: Server) -> None:
    tokens = iter(["one", "two"])
    server.reply = Reply.of(204, b"")
    request = importlib.import_module("doors.default").get_default()
    with doors.Client(staff=lambda: next(tokens), base_url=server.url) as client:
        client.send(importlib.import_module("doors.open").get_open())
        client.send(request)
        client.send(request)
    sent = [one.headers.get("authorization") for one in server.requests]
    assert sent == [None, "Bearer one", "Bearer two"]


def test_a_function_s_own_error_comes_out(send: Sender, server: Server) -> None:
    def fail() -> str:
        raise LookupError("a mistake of the function's")

    with pytest.raises(LookupError, match="a mistake"):
        send("default", {"staff": fail})
    assert server.requests == []


@pytest.mark.parametrize("value", [f"{SECRET}\r\nX: y", f"{SECRET} b", SECRET + "\n"])
@pytest.mark.parametrize("by_function", [False, True])
def test_a_token_that_cannot_be_sent(
    send: Sender, doors: Any, server: Server, value: str, *, by_function: bool
) -> None:
    with pytest.raises(doors.ConfigurationError, match="`staff` ") as caught:
        send("default", {"staff": (lambda: value) if by_function else value})
    assert "canary" not in "".join(traceback.format_exception(caught.value))
    assert server.requests == []


@pytest.mark.parametrize(
    ("door", "given"),
    [
        ("basic", {"username": "a:b", "password": "p"}),
        ("basic", {"username": "\ud800", "password": "p"}),
        ("default", {"staff": 5}),
        ("default", {"staff": b"x"}),
        ("default", {"staff": lambda: b"x"}),
        ("default", {"staff": lambda: ""}),
        ("header", {"header_key": "ü"}),
        ("header", {"header_key": " x"}),
        ("header", {"header_key": lambda: "x\r\ny"}),
        ("query", {"query_key": "\udfff"}),
        ("cookie", {"session": "\udfff"}),
    ],
)
def test_credentials_that_cannot_be_used(
    send: Sender, doors: Any, server: Server, door: str, given: dict[str, Any]
) -> None:
    call = {"count": 1} if door == "cookie" else {}
    with pytest.raises(doors.ConfigurationError):
        send(door, given, **call)
    assert server.requests == []


def test_a_request_of_another_api(doors: Any, made: Any, tmp_path: Path) -> None:
    path = document(tmp_path, {"k": {"type": "http", "scheme": "basic"}}, [])
    client = made(path).Client()
    request = importlib.import_module("doors.default").get_default()
    with pytest.raises(Exception, match="by a client that was made for this API"):
        client.send(request)
    assert doors.ConfigurationError is not importlib.import_module("made").ApiError


# --- cookies


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("de", "de"),
        ("a b", "a%20b"),
        ('a;b,c"\\', "a%3Bb%2Cc%22%5C"),
        ("x\r\nSet-Cookie: a=b", "x%0D%0ASet-Cookie:%20a=b"),
        ("ü\x00\x7f", "%C3%BC%00%7F"),
        ("s%3Aabc.d/e+f=", "s%3Aabc.d/e+f="),
        ("", ""),
        (True, "true"),
    ],
)
def test_cookies(send: Sender, value: Any, expected: str) -> None:
    sent = send("cookie", {"session": "s 1"}, count=7, lang=value)
    assert sent.headers["cookie"] == f"sid=s%201; lang={expected}; count=7"
    assert sent.head.lower().count("\r\ncookie:") == 1
    assert "\r\nset-cookie" not in sent.head.lower()


def test_the_name_of_a_cookie(doors: Any) -> None:
    headers = importlib.import_module("doors._runtime.headers")
    with pytest.raises(doors.InvalidArgumentError):
        headers.cookie_header([("a; b", "c")])


@pytest.mark.parametrize("name", ["a;b", "a b", "a\r\nb", "", "ü"])
def test_names_that_no_cookie_can_have(tmp_path: Path, name: str) -> None:
    scheme = {"type": "apiKey", "in": "cookie", "name": name}
    path = document(tmp_path, {"k": scheme}, [{"k": []}])
    found = Diagnostics()
    with pytest.raises(Stop):
        read_all([SpecConfig(path)], found)
    (problem,) = [one for one in found.found if one.severity == "error"]
    assert problem.code is Code.SECURITY
    assert str(problem.at) == "#/components/securitySchemes/k/name"


# --- what is shown


def reprs(*values: Any) -> list[str]:
    return [repr(value) for value in values]


def test_no_secret_is_shown(
    doors: Any, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    given = dict.fromkeys(ALL, SECRET) | {"guests": lambda: SECRET}
    caplog.set_level(logging.DEBUG)
    echo = f"{SECRET} {base64.b64encode(f'{SECRET}:{SECRET}'.encode()).decode()}"
    server.reply = Reply.json({"message": echo, "code": echo}, 401)
    shown: list[str] = []
    client = doors.Client(base_url=server.url, **given)
    for door in ("default", "basic", "header", "query", "both", "flows"):
        request = getattr(importlib.import_module(f"doors.{door}"), f"get_{door}")()
        with pytest.raises(doors.AuthenticationError) as caught:
            client.send(request)
        error = caught.value
        shown += [str(error), *reprs(error, vars(error), pickle.dumps(error), request)]
        shown += traceback.format_exception(error)
    assert len(server.requests) == 6
    assert sum(SECRET in one.head for one in server.requests) == 5
    settings = client._settings
    schemes: list[Any] = list(settings.auth._schemes.values())
    shown += reprs(client, vars(client), settings, settings.auth, *schemes)
    shown += reprs(*(part for one in schemes for part in one.parts))
    shown += reprs(*(one.present() for one in schemes))
    for record in caplog.records:
        if "receive_response_headers" not in record.getMessage():
            shown += [record.getMessage(), *reprs(record.args, record.exc_info)]
    assert any("HTTP Request: GET" in text for text in shown)
    client.close()
    assert [text for text in shown if "canary" in text or "Y2FuYXJ5" in text] == []


def test_a_transport_of_one_s_own_may_print_requests(doors: Any) -> None:
    shown: list[str] = []
    response: Any = doors.HttpResponse

    class Printer:
        def send(self, request: Any, /) -> Any:
            shown.append(repr(request))
            return response(status=204, content=b"")

        def close(self) -> None: ...

    client = doors.Client(query_key=SECRET, transport=Printer())
    client.send(importlib.import_module("doors.query").get_query(page=3))
    assert shown == ["HttpRequest(GET https://doors.test/query)"]


def test_credentials_are_not_pickled(doors: Any) -> None:
    client = doors.Client(staff=SECRET)
    for value in (client, client._settings, client._settings.auth):
        for copied in (pickle.dumps, copy.deepcopy):
            with pytest.raises(TypeError):
                copied(value)


# --- the arguments of the client


def parameters(client: Any) -> dict[str, str]:
    """The arguments that are credentials, with their annotations."""
    own = OWN_ARGUMENTS | {"self"}
    signature = inspect.signature(client.__init__)
    return {
        name: one.annotation
        for name, one in signature.parameters.items()
        if name not in own
    }


SECRET_TYPE = "str | Callable[[], str] | None"


def test_arguments(doors: Any) -> None:
    assert parameters(doors.Client) == parameters(doors.AsyncClient)
    assert parameters(doors.Client) == {
        "username": "str | None",
        "password": "str | None",
        "staff": SECRET_TYPE,
        "header_key": SECRET_TYPE,
        "query_key": SECRET_TYPE,
        "session": SECRET_TYPE,
        "guests": SECRET_TYPE,
        "members": SECRET_TYPE,
    }
    assert "For people with a badge." in doors.Client.__init__.__doc__


BEARER = {"type": "http", "scheme": "bearer"}
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
LOGIN_SCHEME = {"type": "http", "scheme": "basic"}


@pytest.mark.parametrize(
    ("schemes", "expected"),
    [
        ({"whatever": BEARER}, ["token"]),
        ({"whatever": KEY}, ["api_key"]),
        ({"a": BEARER, "b": KEY}, ["token", "api_key"]),
        ({"a": BEARER, "token": KEY, "x": KEY}, ["token", "key_token", "x"]),
        ({"base_url": KEY, "super": KEY}, ["key_base_url", "key_super"]),
        ({"-": KEY, "self": KEY}, ["api_key", "self_"]),
        (
            {"a": LOGIN_SCHEME, "b": LOGIN_SCHEME},
            ["a_username", "a_password", "b_username", "b_password"],
        ),
        ({"m": {"type": "mutualTLS"}}, []),
    ],
)
def test_names_of_arguments(
    made: Any, tmp_path: Path, schemes: dict[str, Any], expected: list[str]
) -> None:
    client = made(document(tmp_path, schemes, [])).Client
    assert list(parameters(client)) == expected
    client()


def test_names_do_not_depend_on_the_order(made: Any, tmp_path: Path) -> None:
    schemes = {"x_y": BEARER, "xY": BEARER, "x-y": BEARER}
    names: list[set[str]] = []
    for order in (schemes, dict(reversed(schemes.items()))):
        files = made(document(tmp_path, order, [{"x_y": []}]))
        names.append(set(parameters(files.Client)))
        for name in [one for one in sys.modules if one.partition(".")[0] == "made"]:
            del sys.modules[name]
    assert names[0] == names[1]
    assert len(names[0]) == 3


def test_configured_names(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemes = {"a": BEARER, "b": BEARER, "c": BEARER, "k": KEY, "l": LOGIN_SCHEME}
    settings = ClientSettings(
        "made",
        {
            "token": CredentialSetting("bearer_token", "MADE_TOKEN"),
            "username": CredentialSetting("user"),
        },
        {"b": {"token": CredentialSetting("other", "MADE_OTHER")}},
    )
    path = document(tmp_path, schemes, [{"a": []}, {"k": []}])
    client = made(path, credentials=settings.credentials, schemes=settings.schemes)
    names = ["user", "password", "bearer_token", "other", "api_key"]
    assert list(parameters(client.Client)) == names
    monkeypatch.delenv("MADE_TOKEN", raising=False)
    expected = (
        "no credentials: pass `bearer_token` or set MADE_TOKEN; or pass `api_key`"
    )
    with pytest.raises(client.ConfigurationError) as caught:
        client.Client()
    assert str(caught.value) == expected
    monkeypatch.setenv("MADE_TOKEN", "t")
    client.Client()
    assert unused_settings(read(path), settings) == []
    wrong = ClientSettings(
        "made", {}, {"l": settings.credentials, "z": settings.credentials}
    )
    assert unused_settings(read(path), wrong) == [
        "schemes.l.token",
        "schemes.z.token",
        "schemes.z.username",
    ]


def test_no_variable_is_read_unasked(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = made(document(tmp_path, {"a": BEARER}, [{"a": []}]))
    for name in ("TOKEN", "MADE_TOKEN", "token"):
        monkeypatch.setenv(name, "t")
    with pytest.raises(client.ConfigurationError, match="pass `token`$"):
        client.Client()


def test_several_documents(made: Any, tmp_path: Path, server: Server) -> None:
    other = {**KEY, "name": "X-Other"}
    first = document(tmp_path, {"a": BEARER, "k": KEY}, [{"k": []}], "first")
    second = document(tmp_path, {"a": BEARER, "k": other}, [{"k": []}], "second")
    package = made(first, second)
    names = list(parameters(package.Client))
    assert names[0] == "token"
    assert len(names) == 3
    server.reply = Reply.of(204, b"")
    given = {names[1]: "one", names[2]: "two"}
    with package.Client(base_url=server.url, **given) as client:
        client.first.get()
        client.second.get()
    assert [one.headers.get("x-key") for one in server.requests] == ["one", None]
    assert [one.headers.get("x-other") for one in server.requests] == [None, "two"]


@pytest.mark.parametrize(
    ("asked", "is_built"),
    [
        ([], True),
        ([()], True),
        ([("digest",), ()], True),
        ([("digest",), ("a",)], True),
        ([("digest",)], False),
        ([("a", "digest")], False),
    ],
)
def test_schemes_that_are_not_served(
    tmp_path: Path, asked: list[tuple[str, ...]], *, is_built: bool
) -> None:
    security = [{name: list[str]() for name in names} for names in asked]
    schemes = {"a": BEARER, "digest": {"type": "http", "scheme": "digest"}}
    (api,) = read(document(tmp_path, schemes, security))
    built = [one for resource in api.root.walk() for one in resource.operations]
    assert bool(built) is is_built
    assert [one.id.raw for one in api.schemes] == ["a"]


CONFIG = """
[tool.clientsmith]
output = "out"
[[tool.clientsmith.clients]]
package = "made"
specs = [{ path = "doors.yaml" }]
[tool.clientsmith.credentials]
"""


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("token = { argument = 't' }", ""),
        ("api-key = { argument = 't', variable = 'T' }", ""),
        ("schemes.staff.token = { argument = 't' }", ""),
        ("tokn = { argument = 't' }", "unknown key `tokn`"),
        ("token = { argument = 't', varable = 'x' }", "unknown key `varable`"),
        ("schemes.staff.tokn = { argument = 't' }", "unknown key `tokn`"),
        ("schemes.staff = 5", "`staff` must be a table"),
        ("token = { variable = 'T' }", "`argument` is missing"),
        ("token = { argument = 't', variable = 'a b' }", "cannot be a variable"),
        ("token = { argument = 'timeout' }", "another argument"),
        (
            "token = { argument = 't' }\nschemes.staff.token = { argument = 't' }",
            "another argument",
        ),
    ],
)
def test_configuration(tmp_path: Path, rows: str, complaint: str) -> None:
    (tmp_path / "pyproject.toml").write_text(CONFIG + rows, encoding="utf-8")
    (tmp_path / "doors.yaml").write_bytes(DOORS.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "generator", "generate"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (2 if complaint else 0), done.stderr
    assert complaint in done.stderr


def test_types(doors: Any, tmp_path: Path) -> None:
    snippet = tmp_path / "snippet.py"
    lines = [
        "from doors import AsyncClient, Client",
        "Client('me', 'pw', staff='x', session=lambda: 'x')",
        "AsyncClient(username='me', password='pw', guests=str)",
        "Client(staff=lambda: 5)  # refused",
        "Client(staff=b'x')  # refused",
        "Client('me', 'pw', 'token')  # refused",
        "Client(stuff='x')  # refused",
    ]
    snippet.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(snippet)],
        env={"MYPYPATH": str(Path(doors.__file__).parent.parent)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    refused = {n for n, line in enumerate(lines, 1) if line.endswith("# refused")}
    found = [row.split(":")[1] for row in done.stdout.split("\n") if ": error:" in row]
    assert set(map(int, found)) == refused, done.stdout

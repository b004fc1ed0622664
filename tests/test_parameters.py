"""Parameters of a generated client against a real server, and what becomes of odd ones."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

import pytest
import yaml

from generator.codes import Code
from generator.config import SpecConfig
from generator.diagnostics import Diagnostics, Severity
from generator.model import FormBody, Operation, Parameter
from generator.understand import read
from generator.writing import Style, Writing
from tests.conftest import ROOT
from tests.server import Reply, Server

SPEC = Path(__file__).parent / "specs" / "styles.yaml"

Use: TypeAlias = Callable[[Any], Any]
"""What is done with a client."""

Call: TypeAlias = Callable[[Use], Any]
"""Does it, with a client of either kind."""


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package that is generated of `styles.yaml`."""
    folder = tmp_path_factory.mktemp("styles")
    command = [sys.executable, "-m", "generator", "generate", str(SPEC)]
    options = ["--output", str(folder), "--package", "styles_client"]
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("styles_client")
    sys.path.remove(str(folder))


@pytest.fixture
def models(styles: Any) -> Any:
    return importlib.import_module(f"{styles.__name__}.models")


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, styles: Any, server: Server) -> Call:
    """Do something with a client that is connected to the server."""
    server.reply = Reply.of(204, b"")

    def sync(use: Use) -> Any:
        with styles.Client(base_url=server.url) as client:
            return use(client)

    def asynchronous(use: Use) -> Any:
        async def run() -> Any:
            async with styles.AsyncClient(base_url=server.url) as client:
                return await use(client)

        return asyncio.run(run())

    return sync if request.param == "sync" else asynchronous


NAMES = ["blue", "a,b c", "ü&="]


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ({}, ""),
        ({"plain": "a b&c"}, "plain=a+b%26c"),
        ({"repeated": NAMES}, "repeated=blue&repeated=a%2Cb+c&repeated=%C3%BC%26%3D"),
        ({"commas": NAMES}, "commas=blue,a%2Cb%20c,%C3%BC%26%3D"),
        ({"commas": []}, ""),
        ({"spaces": ["a", "b,c"]}, "spaces=a%20b%2Cc"),
        ({"bars": (1, 2)}, "bars=1%7C2"),
        ({"bars_apart": ["a", "b"]}, "barsApart=a&barsApart=b"),
        ({"mix_spaces": {"a": "b"}}, "mixSpaces=a%20b"),
        ({"deep_list": ["a", "b"]}, "deepList%5B%5D=a&deepList%5B%5D=b"),
        ({"kept": "a/b?c:d&e#f+g"}, "kept=a/b?c:d%26e%23f%2Bg"),
        ({"kept_commas": ["a/b", "c,d"]}, "keptCommas=a/b,c%2Cd"),
        ({"either": "a,b"}, "either=a%2Cb"),
        ({"either": ["a", "b"]}, "either=a,b"),
        (
            {"since": [dt.datetime(2026, 1, 2, tzinfo=dt.UTC)]},
            "since=2026-01-02T00%3A00%3A00Z",
        ),
        (
            {
                "made_before": dt.date(2026, 1, 2),
                "made_after": dt.date(2025, 1, 2),
                "made_where": "x",
            },
            "Made%3C=2026-01-02&Made%3E=2025-01-02&Made.Where=x",
        ),
    ],
)
def test_queries(call: Call, server: Server, arguments: Any, query: str) -> None:
    call(lambda client: client.colours.list(**arguments))
    separator = "?" if query else ""
    assert server.only.line == f"GET /colours{separator}{query} HTTP/1.1"


def test_objects_in_queries(call: Call, server: Server, models: Any) -> None:
    mix = models.Mix.from_dict({"R": 1, "B": 3, "id": "only the API sets it"})
    day = dt.date(2026, 1, 2)
    deep = models.Filter(
        made=models.Range(from_=day), names=["a", "b"], labels={"x y": "1"}, bright=True
    )
    call(
        lambda client: client.colours.list(
            members=mix, mix_commas=mix, mix_bars=mix, deep=deep, json=deep
        )
    )
    query = server.only.line.split(" ")[1].partition("?")[2]
    assert query.split("&json=")[0] == (
        "R=1&B=3&mixCommas=R,1,B,3&mixBars=R%7C1%7CB%7C3"
        "&deep%5Bmade%5D%5Bfrom%5D=2026-01-02&deep%5Bnames%5D=a&deep%5Bnames%5D=b"
        "&deep%5Blabels%5D%5Bx+y%5D=1&deep%5Bbright%5D=true"
    )
    assert json.loads(unquote(query.split("&json=")[1].replace("+", " "))) == {
        "made": {"from": "2026-01-02"},
        "names": ["a", "b"],
        "labels": {"x y": "1"},
        "bright": True,
    }


def test_headers_and_cookies(call: Call, server: Server, models: Any) -> None:
    mix = models.Mix(r=1, g=2)
    call(
        lambda client: client.colours.list(
            x_list=["a", "b c"],
            x_mix=mix,
            x_mix_apart=mix,
            x_json=models.Filter(names=["ü"]),
            list=["a", "b;c"],
            list_commas=["a", "b,%"],
            mix=mix,
        )
    )
    headers = server.only.headers
    assert headers["x-list"] == "a,b c"
    assert headers["x-mix"] == "R,1,G,2"
    assert headers["x-mix-apart"] == "R=1,G=2"
    assert headers["x-json"] == '{"names":["\\u00fc"]}'
    assert headers["cookie"] == ("list=a; list=b%3Bc; listCommas=a,b%2C%25; R=1; G=2")
    assert "authorization" not in headers
    assert server.only.line == "GET /colours HTTP/1.1"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x_text": "ü"}, "header X-Text: .* outside ASCII"),
        ({"x_text": "a\r\nX-Other: b"}, "header X-Text: .* control character"),
        ({"x_text": " a"}, "header X-Text: .* blank at an end"),
        ({"x_list": ["a", "ü"]}, "header X-List: .* outside ASCII"),
        ({"x_list": ["a,b"]}, "X-List: a part .* holds a comma"),
        ({"x_list": [""]}, "X-List: a part is empty"),
        ({"plain": None}, "plain: None cannot be sent"),
        ({"commas": None}, "commas: None cannot be sent"),
        ({"commas": ["a", None]}, "commas: None cannot be sent"),
        ({"spaces": ["a b"]}, "spaces: .* separates parts"),
        ({"bars": [None]}, "bars: None cannot be sent"),
        ({"deep_list": None}, "deepList: None cannot be sent"),
        ({"list_commas": None}, "listCommas: None cannot be sent"),
        ({"authorization": None}, "Authorization: None cannot be sent"),
    ],
)
def test_what_is_refused(
    call: Call, server: Server, styles: Any, arguments: Any, message: str
) -> None:
    with pytest.raises(styles.InvalidArgumentError, match=message):
        call(lambda client: client.colours.list(**arguments))
    assert server.requests == []


def test_forms(call: Call, server: Server, models: Any) -> None:
    mix = models.Mix(r=1, g=2)
    call(
        lambda client: client.colours.create(
            name="a b",
            repeated=["a", "b"],
            commas=["a", "b,c"],
            deep=models.Filter(labels={"k": "v"}),
            members=mix,
            json=["a"],
            plain_mix=mix,
            kept="a/b",
        )
    )
    assert server.only.body.decode() == (
        "name=a+b&repeated=a&repeated=b&commas=a,b%2Cc&deep%5Blabels%5D%5Bk%5D=v"
        "&R=1&G=2&json=%5B%22a%22%5D&plainMix=%7B%22R%22%3A1%2C%22G%22%3A2%7D&kept=a/b"
    )


def test_placeholders(call: Call, server: Server, models: Any) -> None:
    mix = models.Mix(r=1, g=2)
    json_filter = models.Filter(names=["a/b"])
    uses: tuple[Use, ...] = (
        lambda client: client.simple(["a", "b,c"])(mix).get(),
        lambda client: client.label(5)(["a", "b/c"]).get(),
        lambda client: client.matrix.x("")(["a", "b"])(mix).get(),
        lambda client: client.json(json_filter).get(),
    )
    for use in uses:
        call(use)
    paths = [one.line.split(" ")[1] for one in server.requests]
    assert paths == [
        "/simple/a,b%2Cc/R=1,G=2",
        "/label/.5/.a.b%2Fc",
        "/matrix/x;one;colourList=a;colourList=b;R=1;G=2",
        "/json/%7B%22names%22%3A%5B%22a%2Fb%22%5D%7D",
    ]


# --- credentials


def test_authorization_as_a_parameter_wins_where_it_is_given(
    styles: Any, server: Server
) -> None:
    server.reply = Reply.of(204, b"")
    with styles.Client(base_url=server.url, token="mine") as client:
        client.guarded.get()
        client.guarded.get(authorization="Other yours")
    with styles.Client(base_url=server.url) as client:
        client.guarded.get(authorization="Other yours")
        with pytest.raises(styles.ConfigurationError):
            client.guarded.get()
    sent = [one.headers["authorization"] for one in server.requests]
    assert sent == ["Bearer mine", "Other yours", "Other yours"]


# --- documents


def document(
    folder: Path, parameters: list[Any], body: Any = None, **more: Any
) -> Path:
    """A document with one operation that has some parameters."""
    operation: dict[str, Any] = {
        "operationId": "getThing",
        "parameters": parameters,
        "responses": {"204": {"description": "done"}},
    }
    if body is not None:
        operation["requestBody"] = body
    content = {
        "openapi": "3.1.1",
        "info": {"title": "Made", "version": "1"},
        "servers": [{"url": "https://made.example"}],
        "paths": {"/things": {"post": operation}},
        **more,
    }
    path = folder / "made.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    return path


def built(
    folder: Path,
    *parameters: Any,
    body: Any = None,
    strict: bool = False,
    **more: Any,
) -> tuple[Operation | None, Diagnostics]:
    """The only operation of a document; None if it is left out."""
    found = Diagnostics(strict=strict)
    path = document(folder, list(parameters), body, **more)
    api = read(SpecConfig(path), found)
    operations = [one for step in api.root.walk() for one in step.operations]
    return (operations[0] if operations else None), found


def only(folder: Path, parameter: Any, **more: Any) -> Parameter:
    operation, found = built(folder, parameter, **more)
    assert found.found == []
    assert operation is not None
    (one,) = operation.parameters
    return one


TEXTS = {"type": "array", "items": {"type": "string"}}
FLAT = {"type": "object", "properties": {"a": {"type": "string"}}}
NESTED = {"type": "object", "properties": {"a": FLAT}}
LISTING = {"type": "object", "properties": {"a": TEXTS}}
OBJECTS = {"type": "array", "items": FLAT}
TREE = {
    "type": "object",
    "properties": {"children": {"$ref": "#/components/schemas/Tree"}},
}
LOOP = {
    "type": "object",
    "properties": {
        "all": {"type": "array", "items": {"$ref": "#/components/schemas/Loop"}}
    },
}


@pytest.mark.parametrize(
    ("place", "schema", "keys", "expected"),
    [
        # There is one way to write these, whatever is said of it.
        ("query", {"type": "string"}, {"style": "form", "explode": False}, None),
        ("query", {"type": "string"}, {"style": "deepObject"}, None),
        ("query", {"type": "string"}, {"allowEmptyValue": True}, None),
        ("query", TEXTS, {}, None),
        ("query", TEXTS, {"style": "spaceDelimited", "explode": True}, None),
        ("header", {"type": "integer"}, {"explode": True}, None),
        ("cookie", TEXTS, {}, None),
        # And several to write these.
        ("query", TEXTS, {"explode": False}, Writing(style=Style.FORM)),
        ("query", FLAT, {}, Writing(style=Style.FORM, explode=True)),
        ("query", LISTING, {}, Writing(style=Style.FORM, explode=True)),
        (
            "query",
            FLAT,
            {"style": "pipeDelimited"},
            Writing(style=Style.PIPE_DELIMITED),
        ),
        ("query", NESTED, {"style": "deepObject"}, Writing(style=Style.DEEP_OBJECT)),
        (
            "query",
            {"$ref": "#/components/schemas/Tree"},
            {"style": "deepObject", "explode": True},
            Writing(style=Style.DEEP_OBJECT),
        ),
        (
            "query",
            {"type": "string"},
            {"allowReserved": True},
            Writing(style=Style.FORM, explode=True, allow_reserved=True),
        ),
        (
            "query",
            {"oneOf": [{"type": "string"}, TEXTS]},
            {"explode": False},
            Writing(style=Style.FORM),
        ),
        ("header", TEXTS, {}, Writing(style=Style.SIMPLE)),
        ("header", FLAT, {"explode": True}, Writing(style=Style.SIMPLE, explode=True)),
        ("cookie", TEXTS, {"explode": False}, Writing(style=Style.FORM)),
    ],
)
def test_how_parameters_are_written(
    tmp_path: Path, place: str, schema: Any, keys: Any, expected: Writing | None
) -> None:
    entry = {"name": "x", "in": place, "schema": schema, **keys}
    parameter = only(tmp_path, entry, components={"schemas": {"Tree": TREE}})
    assert parameter.writing == expected


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"in": "query", "schema": OBJECTS}, "no style .* an object in a list"),
        (
            {"in": "query", "schema": {"type": "array", "items": TEXTS}},
            "a list in a list",
        ),
        ({"in": "query", "schema": NESTED}, "an object in an object"),
        (
            {"in": "query", "schema": OBJECTS, "style": "deepObject"},
            "an object in a list",
        ),
        (
            {
                "in": "query",
                "schema": {"$ref": "#/components/schemas/Loop"},
                "style": "deepObject",
            },
            "an object in a list",
        ),
        ({"in": "query", "schema": LISTING, "explode": False}, "a list in an object"),
        (
            {"in": "query", "schema": FLAT, "style": "pipeDelimited", "explode": True},
            "no style of OpenAPI",
        ),
        ({"in": "header", "schema": LISTING}, "a list in an object"),
        ({"in": "cookie", "schema": NESTED}, "an object in an object"),
        (
            {"in": "query", "content": {"application/xml": {"schema": FLAT}}},
            "is application/xml",
        ),
        ({"in": "query", "content": {"text/plain": {"schema": FLAT}}}, "is text/plain"),
        (
            {"in": "header", "name": "a b", "schema": {}},
            "no header can be called `a b`",
        ),
        ({"in": "header", "name": "Host", "schema": {}}, "`Host` is set by"),
        (
            {"in": "cookie", "name": "a;b", "schema": {}},
            "no cookie can be called `a;b`",
        ),
    ],
)
def test_what_has_no_text_is_left_out(tmp_path: Path, entry: Any, reason: str) -> None:
    schemas: dict[str, Any] = {"components": {"schemas": {"Loop": LOOP}}}
    entry = {"name": "x", **entry}
    operation, found = built(tmp_path, entry, **schemas)
    assert operation is not None
    assert operation.parameters == ()
    (problem,) = found.found
    assert (problem.code, problem.severity) == (Code.UNSUPPORTED, Severity.WARNING)
    assert problem.message.startswith("a parameter is left out: ")
    assert f"`{entry['name']}`" in problem.message
    assert re.search(reason, problem.message)
    operation, found = built(tmp_path, {**entry, "required": True}, **schemas)
    assert operation is None
    (problem,) = found.found
    assert problem.message.startswith("POST /things is left out: ")


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("name", ["Accept", "content-type"])
def test_headers_that_openapi_ignores(
    tmp_path: Path, name: str, required: bool
) -> None:
    schema = {"type": "string"}
    entry = {"name": name, "in": "header", "required": required, "schema": schema}
    operation, found = built(tmp_path, entry, strict=True)
    assert operation is not None
    assert operation.parameters == ()
    (problem,) = found.found
    assert (problem.code, problem.severity) == (Code.PARAMETER, Severity.WARNING)
    assert f"`{name}` is ignored" in problem.message


def test_json_as_a_parameter(tmp_path: Path) -> None:
    content = {"application/vnd.x+json; charset=utf-8": {"schema": OBJECTS}}
    parameter = only(tmp_path, {"name": "x", "in": "query", "content": content})
    assert parameter.writing == Writing(style=Style.JSON)


def test_text_as_a_parameter(tmp_path: Path) -> None:
    content = {"text/plain": {"schema": {"type": "string"}}}
    parameter = only(tmp_path, {"name": "x", "in": "query", "content": content})
    assert parameter.writing is None


def test_the_whole_query(tmp_path: Path) -> None:
    content = {"application/x-www-form-urlencoded": {"schema": LISTING}}
    entry = {"name": "x", "in": "querystring", "content": content}
    parameter = only(tmp_path, entry, openapi="3.2.0")
    assert parameter.location == "query"
    assert parameter.writing == Writing(style=Style.FORM, explode=True)
    entry["content"] = {"application/json": {"schema": LISTING}}
    operation, found = built(tmp_path, entry, openapi="3.2.0")
    assert operation is not None
    assert operation.parameters == ()
    assert "is the whole query, as application/json" in found.found[0].message


def test_cookies_of_openapi_3_2(tmp_path: Path) -> None:
    schema = {"type": "string"}
    entry = {"name": "x", "in": "cookie", "style": "cookie", "schema": schema}
    parameter = only(tmp_path, entry, openapi="3.2.0")
    assert parameter.writing == Writing(style=Style.COOKIE, explode=True)


def test_fields_of_forms(tmp_path: Path) -> None:
    """One that cannot be written is left out if no request needs it."""
    fields = {
        "plain": FLAT,
        "commas": TEXTS,
        "odd": OBJECTS,
        "json": {"type": "string"},
    }
    encoding = {
        "commas": {"explode": False},
        "odd": {"style": "form"},
        "json": {"contentType": "application/json"},
    }
    schema: dict[str, Any] = {"type": "object", "properties": fields}
    form = {"schema": schema, "encoding": encoding}
    body = {"content": {"application/x-www-form-urlencoded": form}}
    operation, found = built(tmp_path, body=body)
    assert operation is not None
    assert isinstance(operation.body, FormBody)
    names = [field.name.wire.raw for field in operation.body.fields]
    assert names == ["plain", "commas", "json"]
    assert {name.raw: writing for name, writing in operation.body.writings} == {
        "commas": Writing(style=Style.FORM),
        "json": Writing(style=Style.JSON),
    }
    (problem,) = found.found
    assert problem.message.startswith("a field is left out: ")
    schema["required"] = ["odd"]
    operation, found = built(tmp_path, body=body)
    assert operation is None

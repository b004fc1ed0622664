"""The library's own walk: what it finds, where; and that it does no harm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Json, Pointer
from generator.thorough import thorough
from generator.thorough.walk import walk


def spec(version: str = "3.0.3", /, **schemas: Any) -> Any:
    """A document whose only operation answers with the schema `A`."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    answer = {"description": "d", "content": content}
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": answer}}}},
        "components": {"schemas": {"A": {"type": "string"}, **schemas}},
    }


def findings(
    document: Json, *reported: str, seconds: float = 60.0
) -> list[tuple[str, str]]:
    """The places and messages of a walk, after places were reported before."""
    found = Diagnostics()
    for place in reported:
        at = Pointer.parse(place.removeprefix("#"), "spec.json")
        found.error(Code.SCHEMA, "known", at)
    thorough(Document("spec.json", "", document), found, seconds)
    prefix = "openapi-spec-validator"
    told = found.found[len(reported) :]
    assert all(one.message.startswith(prefix) for one in told)
    assert all(len(one.message) < 300 for one in told)
    return [
        (str(one.at), one.message.removeprefix(prefix).lstrip(": ")) for one in told
    ]


def test_a_right_document() -> None:
    assert findings(spec()) == []


WRONG_DEFAULT = {"type": "object", "default": None}
DEFAULT = "#/components/schemas/A/default"


def test_a_finding_is_where_it_was_written() -> None:
    # The walk comes to it by the reference of the operation.
    assert findings(spec(A=WRONG_DEFAULT)) == [
        (DEFAULT, "`default` must be a mapping, and is null")
    ]


@pytest.mark.parametrize(
    ("reported", "is_told"),
    [
        (DEFAULT, False),
        ("#/components/schemas", False),
        (f"{DEFAULT}/deeper", False),
        ("#/components/schemas/A/type", True),
        ("#/components/schemas/B", True),
        ("#", True),
    ],
)
def test_what_is_known_is_not_told_again(reported: str, is_told: bool) -> None:
    assert bool(findings(spec(A=WRONG_DEFAULT), reported)) is is_told


FOUND: list[tuple[Any, str, str]] = [
    ({"enum": ["x", "x"]}, "/enum", "`x` is twice in `enum`"),
    ({"type": "string", "enum": ["x"], "default": "y"}, "/default", "must be `x`"),
    ({"allOf": [{"properties": {"a": {}}}], "required": ["b"]}, "", "`allOf` has: `b`"),
    ({"properties": {"a": {"default": 5, "maxLength": 3, "type": "string"}}},
     "/properties/a/default", "must be a text, and is a number"),
    ({"pattern": "\\p{L}"}, "/pattern", "this pattern is not valid here"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "place", "message"), FOUND)
def test_what_it_finds_in_a_schema(schema: Any, place: str, message: str) -> None:
    told = findings(spec(A=schema), "#/paths")
    assert [at for at, _ in told] == [f"#/components/schemas/A{place}"]
    assert message in told[0][1]


def test_what_it_finds_in_operations() -> None:
    document = spec()
    query: Any = {"name": "q", "in": "query", "schema": {}}
    item = document["paths"]["/a"]
    item["get"] |= {"operationId": "x", "parameters": [query, query]}
    document["paths"]["/b/{c}"] = {"get": {**item["get"], "parameters": []}}
    document["tags"] = [{"name": "t"}, {"name": "t", "description": "d"}]
    assert findings(document) == [
        ("#/paths/~1a/get/parameters", "the schema of OpenAPI is broken"),
        ("#/tags", "two tags have the same name"),
        ("#/paths/~1b~1{c}/get", "another operation has the same `operationId`"),
    ]


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_a_dialect_that_is_not_known(version: str) -> None:
    document = spec(version) | {"jsonSchemaDialect": "https://a.test/dialect"}
    ((place, message),) = findings(document, "#/paths")
    assert place == "#/components/schemas/A"
    assert message == "the dialect of JSON Schema is not known"


def test_swagger() -> None:
    document: Any = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/a": {
                "get": {
                    "parameters": [
                        {"name": "n", "in": "query", "type": "integer", "default": "x"}
                    ],
                    "responses": {"200": {"description": "d"}},
                }
            }
        },
    }
    assert findings(document) == [
        (
            "#/paths/~1a/get/parameters/0/default",
            "`default` must be a whole number, and is a text",
        )
    ]


def test_what_the_library_cannot_read_does_not_end_the_walk() -> None:
    document = spec(A=WRONG_DEFAULT)
    document["paths"]["/b"] = {"get": {"parameters": [{"x": 1}], "responses": 5}}
    document["tags"] = [{}]
    told = dict(findings(document))
    assert told["#/tags"] == "it cannot read what is here (KeyError)"
    assert told["#/paths/~1b/get/parameters"].startswith("it cannot read")
    assert told[DEFAULT] == "`default` must be a mapping, and is null"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_what_has_no_end_and_what_is_deep(version: str) -> None:
    deep: Any = {"type": "string"}
    for _ in range(180):
        deep = {"type": "array", "items": deep}
    chain = {
        f"L{number}": {"$ref": f"#/components/schemas/L{number + 1}"}
        for number in range(300)
    }
    around = {
        "X": {"$ref": "#/components/schemas/Y"},
        "Y": {"$ref": "#/components/schemas/X"},
    }
    itself = {"allOf": [{"$ref": "#/components/schemas/S"}], "required": ["a"]}
    document = spec(version, D=deep, **chain, L300=WRONG_DEFAULT, **around, S=itself)
    told = dict(findings(document))
    endless = "this leads back to itself without an end"
    assert told.pop("#/components/schemas/X") == endless
    assert told.pop("#/components/schemas/Y") == endless
    assert told.pop("#/components/schemas/L300/default")
    assert told.keys() <= {"#/components/schemas/S"}


def test_parts_that_are_shared_take_no_exponential_time() -> None:
    twice = {
        f"P{number}": {"allOf": [{"$ref": f"#/components/schemas/P{number + 1}"}] * 2}
        for number in range(40)
    }
    document = spec(**twice, P40={"type": "object"})
    assert findings(document, seconds=30.0) == []


def test_a_walk_that_takes_too_long_is_ended() -> None:
    hard = {"type": "string", "pattern": "^(a+)+$", "default": f"{'a' * 60}!"}
    document = spec(A=WRONG_DEFAULT, B=hard)
    assert findings(document, seconds=5.0) == [
        (DEFAULT, "`default` must be a mapping, and is null"),
        (
            "#/components/schemas/B/default",
            "did not end within 5 seconds: what comes after is not checked",
        ),
    ]


class _Host(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"type": "string"}')

    def log_message(self, format: str, *args: Any) -> None:
        """Be silent."""


@pytest.fixture
def host() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Host)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_fetched_and_no_file_is_read(host: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"type": "secret"}', encoding="utf-8")
    urls = [
        f"{host}/a.json",
        secret.as_uri(),
        str(secret),
        "ftp://a.test/x",
        "data:,{}",
    ]
    for version in ("3.0.3", "3.1.0"):
        schemas = {f"S{number}": {"$ref": url} for number, url in enumerate(urls)}
        nested = {
            f"N{number}": {"items": one} for number, one in enumerate(schemas.values())
        }
        more = {"type": "integer", "default": "a"}
        told = findings(spec(version, **schemas, **nested, More=more))
        # References were answered before the walk, which goes on after each of them.
        (place,) = (place for place, _ in told)
        assert place.startswith("#/components/schemas/More")
    assert _Host.asked == []


def test_no_module_is_taken_from_where_the_user_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w')\n"
    for name in ("json.py", "jsonschema.py", "sitecustomize.py", "generator.py"):
        (tmp_path / name).write_text(trap, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert findings(spec(A=WRONG_DEFAULT))
    assert not (tmp_path / "sprung").exists()


def test_a_document_of_no_version_is_left_alone() -> None:
    assert findings({"openapi": "4.0.0"}) == []


def test_the_walk_finds_as_much_as_the_library_alone() -> None:
    document = spec(
        A=WRONG_DEFAULT,
        B={"allOf": [{"properties": {"a": {}}}], "required": ["b"]},
        C={"enum": ["x", "x"], "type": 5},
        D={"properties": {"a": {"default": 1, "type": "string", "enum": ["x"]}}},
    )
    document["paths"]["/b/{c}"] = document["paths"]["/a"]
    told: list[str] = []
    walk(document, "3.0", lambda _, message: told.append(message) if message else None)
    errors = list(OpenAPIV30SpecValidator(document).iter_errors())
    assert len(told) == len(errors) >= 6

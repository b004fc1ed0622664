"""Swagger 2.0 documents mean the same after they became OpenAPI 3.0 documents.

`test_swagger_any.py` holds what is true of any document.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.building import build
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import dialect_of
from generator.document import Document, Json, Pointer
from generator.dump import dump
from generator.reading.files import Files
from generator.reading.load import load
from generator.reporting.locate import locate
from generator.resolve import resolve
from generator.rules import check
from generator.swagger import translate

SPECS = Path(__file__).parent / "specs"
SHOP = SPECS / "swagger_shop.yaml"
BY_HAND = SPECS / "swagger_shop_by_hand.yaml"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

Parts = tuple[str, ...]


def shop() -> Document:
    return load(SHOP, Diagnostics())


def document(**root: Any) -> Document:
    """A small Swagger document."""
    value: dict[str, Any] = {"swagger": "2.0", "paths": {}, **root}
    value["info"] = {"title": "T", "version": "1"}
    return Document("api.yaml", "", value)


def translated(source: Document, *codes: Code) -> Any:
    """The value of the translation, about which no more than `codes` is reported."""
    before = copy.deepcopy(source.value)
    found = Diagnostics()
    result = translate(source, found)
    assert source.value == before
    assert [one.code for one in found.found] == [*codes]
    return result.value


def operation(*codes: Code, root: Any = None, **fields: Any) -> Any:
    """The translation of an operation."""
    fields = {"responses": {"204": {"description": "d"}}, **fields}
    paths = {"/a": {"post": fields}}
    return translated(document(paths=paths, **(root or {})), *codes)["paths"]["/a"][
        "post"
    ]


def schema(value: Json, *codes: Code) -> Any:
    """The translation of a definition."""
    source = document(definitions={"A": value, "B": {}})
    return translated(source, *codes)["components"]["schemas"]["A"]


def broken_rules(version: str, value: Json) -> list[str]:
    """What OpenAPI's own schema finds in a document."""
    # As generator/validate.py does it; the library reads it once, for all tests.
    os.environ["OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"] = "jsonschema-rs"
    schemas: Any = import_module("openapi_spec_validator.schemas")
    name = {"2.0": "v2", "3.0": "v30"}[version]
    validator = getattr(schemas, f"openapi_{name}_schema_validator")
    return [error.message for error in validator.iter_errors(value)]


def places(value: Json) -> Iterator[tuple[Parts, Json]]:
    """All values within a value."""
    pending: list[tuple[Parts, Json]] = [((), value)]
    while pending:
        parts, inner = pending.pop()
        yield parts, inner
        if isinstance(inner, dict):
            pending += [((*parts, key), one) for key, one in inner.items()]
        elif isinstance(inner, list):
            pending += [((*parts, str(n)), one) for n, one in enumerate(inner)]


# --- a whole document


def test_the_shop_is_what_one_would_have_written_by_hand() -> None:
    assert broken_rules("2.0", shop().value) == []
    assert translated(shop()) == load(BY_HAND, Diagnostics()).value


def test_the_validator_finds_nothing() -> None:
    library: Any = import_module("openapi_spec_validator")
    validator = library.OpenAPIV30SpecValidator(translated(shop()))
    assert list(validator.iter_errors()) == []


def test_the_model_is_that_of_the_document_by_hand() -> None:
    models: list[str] = []
    for source in (translate(shop(), Diagnostics()), load(BY_HAND, Diagnostics())):
        found = Diagnostics()
        spec = resolve(source, "3.0", Files(source, found), found)
        models.append(dump(build(spec, dialect_of(spec.root, found), (), found)))
        assert found.errors == 0
    assert '"kind": "Record"' in models[0]
    assert models[0] == models[1]


def test_the_order_of_the_document_means_nothing() -> None:
    def turned(value: Json) -> Json:
        if isinstance(value, list):
            return [turned(one) for one in value]
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return value

    large = {"description": "d", "schema": {"enum": ["a"]}}
    responses = {"200": {"$ref": "#/paths/~1b/get/responses/200"}}
    paths = {
        "/b": {"get": {"responses": {"200": large}}},
        "/a": {"get": {"responses": responses}},
    }
    for source in (shop(), document(paths=paths)):
        other = replace(source, value=turned(source.value))
        first, second = (translate(one, Diagnostics()) for one in (source, other))
        assert first.value == second.value
        assert first.origins == second.origins
        assert json.dumps(first.value) != json.dumps(second.value)


# --- places


def test_every_part_knows_where_it_was_written() -> None:
    source = shop()
    result = translate(source, Diagnostics())
    written = dict(places(source.value))
    made = {"$ref", "explode", "format", "nullable", "openapi", "scheme", "style"}
    made |= {"type", "url"}
    for parts, value in places(result.value):
        origin = result.origin(Pointer(parts, result.file))
        assert origin.file == source.file
        at = origin.parts
        while at not in written:
            at = at[:-1]
        # Not just anywhere in the document, but in the operation or component.
        depth = {"paths": 3, "host": 1}.get(at[0], 2) if at else 0
        assert len(at) >= min(depth, len(parts) - 1), parts
        assert at or len(parts) < 2
        is_leaf = not isinstance(value, list | dict)
        if is_leaf and not made & set(parts[-1:]) and "mapping" not in parts:
            assert written[at] == value or at[-1:] == ("required",), parts


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("operationId: sendReceipt", "operationId: listOrders", Code.OPERATION_ID),
        ("- login: []", "- lgoin: []", Code.SECURITY),
        ("name: X-Key", 'name: "X: Key"', Code.SECURITY),
        ("name: order id, in: path", "name: id, in: path", Code.PATH_PARAMETER),
        ("host: api.shop.test", "host: me@api.shop.test", Code.SERVER),
        ("basePath: /v1", "basePath: /{version}", Code.SERVER),
        ("schemes: [http, https, wss]", "schemes: [wss]", Code.SERVER),
    ],
)
def test_a_problem_is_shown_where_it_was_written(
    old: str, new: str, code: Code, tmp_path: Path
) -> None:
    path = tmp_path / "api.yaml"
    text = SHOP.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = Diagnostics()
    result = translate(load(path, found), found)
    check(resolve(result, "3.0", Files(result, found), found), found)
    located = [one for one in locate(found) if one.diagnostic.code is code]
    # Of the URL of a server, it is the host.
    place = text.index("host:" if old.startswith("schemes:") else old)
    line = text.count("\n", 0, place) + 1
    assert (str(path), line) in [(one.file, one.position.line) for one in located]


def test_what_came_from_another_file_still_does() -> None:
    elsewhere = Pointer(("Pet",), "pets.yaml")
    source = replace(
        document(
            definitions={"my pet": {"properties": {"name": {"x-nullable": True}}}}
        ),
        origins={("definitions", "my pet", "properties"): elsewhere},
    )
    result = translate(source, Diagnostics())
    pet = Pointer(("components", "schemas", "my_pet"), result.file)
    assert result.origin(pet) == Pointer(("definitions", "my pet"), "api.yaml")
    name = pet / "properties" / "name"
    assert result.origin(name) == elsewhere / "name"
    assert result.origin(name / "nullable") == elsewhere / "name" / "x-nullable"


# --- servers


@pytest.mark.parametrize(
    ("root", "urls"),
    [
        ({}, None),
        ({"schemes": ["https"]}, None),
        ({"basePath": "/v1"}, ["/v1"]),
        ({"basePath": "v1"}, ["/v1"]),
        ({"host": "a.test"}, ["https://a.test"]),
        ({"host": "a.test", "basePath": "/", "schemes": ["http"]}, ["http://a.test/"]),
        (
            {"host": "a.test:80", "schemes": ["http", "https"]},
            ["https://a.test:80", "http://a.test:80"],
        ),
        ({"host": "a.test", "schemes": ["ws", "http"]}, ["http://a.test"]),
        ({"host": "a.test", "schemes": ["wss"]}, ["wss://a.test"]),
    ],
)
def test_servers(root: Any, urls: list[str] | None) -> None:
    servers = translated(document(**root)).get("servers")
    assert (servers and [one["url"] for one in servers]) == urls


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(
            ("host", text)
            for text in ("{a}.test", "a.test/b", "u:p@a.test", "a test", "a?b", "a\n")
        ),
        *(
            ("basePath", text)
            for text in ("//evil.test", "/{v}", "/a?b", "/a#b", "/\\b", "/a b")
        ),
    ],
)
def test_a_server_that_could_be_another_one_is_refused(key: str, value: str) -> None:
    found = Diagnostics()
    result = translate(document(**{key: value}), found)
    assert [(one.code, one.at) for one in found.found] == [
        (Code.SERVER, Pointer((key,), "api.yaml"))
    ]
    assert "servers" not in result.root


# --- parameters


def parameter(*codes: Code, **fields: Any) -> Any:
    """The translation of a parameter, without its name and place."""
    (made,) = operation(*codes, parameters=[{"name": "n", "in": "query", **fields}])[
        "parameters"
    ]
    assert made.pop("name") == "n"
    return made


@pytest.mark.parametrize(
    ("location", "style", "made"),
    [
        ("query", None, {"style": "form", "explode": False}),
        ("query", "csv", {"style": "form", "explode": False}),
        ("query", "multi", {"style": "form", "explode": True}),
        ("query", "ssv", {"style": "spaceDelimited", "explode": False}),
        ("query", "pipes", {"style": "pipeDelimited", "explode": False}),
        ("header", None, {}),
        ("path", "csv", {}),
    ],
)
def test_the_style_of_lists(location: str, style: str | None, made: Any) -> None:
    given: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
    format_ = {"collectionFormat": style} if style else {}
    assert parameter(**{"in": location}, **given, **format_) == {
        "in": location,
        **made,
        "schema": given,
    }


@pytest.mark.parametrize(
    ("location", "style"),
    [("query", "tsv"), ("path", "pipes"), ("header", "ssv"), ("header", "tsv")],
)
def test_a_list_that_cannot_be_said_is_a_text(location: str, style: str) -> None:
    given = {"in": location, "type": "array", "items": {"type": "integer"}}
    made = parameter(Code.UNSUPPORTED, **given, collectionFormat=style)
    assert made == {"in": location, "schema": {"type": "string"}}


def test_what_describes_the_value_of_a_parameter_is_in_its_schema() -> None:
    made = parameter(
        description="d",
        required=True,
        allowEmptyValue=True,
        type="string",
        default={"$ref": "#/definitions/B"},
        enum=["file"],
        **{"x-nullable": True, "x-example": "e", "x-a": {"type": "file"}},
    )
    assert made == {
        "in": "query",
        "description": "d",
        "required": True,
        "allowEmptyValue": True,
        "schema": {
            "type": "string",
            "default": {"$ref": "#/definitions/B"},
            "enum": ["file"],
            "nullable": True,
        },
        "example": "e",
        "x-a": {"type": "file"},
    }


# --- bodies


BODY = {"name": "b", "in": "body", "schema": {"enum": ["a"]}}
FIELD = {"name": "f", "in": "formData", "type": "string"}
FILE = {"name": "f", "in": "formData", "type": "file"}


@pytest.mark.parametrize(
    ("root", "own", "given", "types"),
    [
        (None, None, BODY, ["application/json"]),
        (["a/b"], None, BODY, ["a/b"]),
        (["a/b"], ["c/d", "z/json", "c/d"], BODY, ["z/json", "c/d"]),
        (["a/b"], [], BODY, ["application/json"]),
        (["application/json"], None, FIELD, [FORM]),
        ([MULTIPART], None, FIELD, [MULTIPART]),
        (None, [f"{MULTIPART}; boundary=x", FORM.upper()], FIELD, [FORM, MULTIPART]),
        (None, [FORM], FILE, [MULTIPART]),
    ],
)
def test_media_types_of_requests(
    root: Any, own: Any, given: Any, types: list[str]
) -> None:
    consumes = {} if own is None else {"consumes": own}
    shared = {} if root is None else {"consumes": root}
    made = operation(root=shared, parameters=[given], **consumes)["requestBody"]
    assert list(made["content"]) == types


def test_more_media_types_than_anybody_needs() -> None:
    types = [f"a/b{number}" for number in range(1000)]
    made = operation(Code.LIMIT, parameters=[BODY], consumes=types)["requestBody"]
    assert len(made["content"]) == 30


def test_a_schema_of_several_media_types_is_written_once() -> None:
    inline = {"type": "object", "properties": {"a": {"type": "file"}}}
    made = operation(
        parameters=[{**BODY, "schema": inline}],
        consumes=["a/json", "a/xml"],
        responses={
            "200": {
                "description": "",
                "schema": {"$ref": "#/paths/~1a/post/parameters/0/schema/properties/a"},
            }
        },
    )
    content = made["requestBody"]["content"]
    assert content["a/json"]["schema"]["properties"]["a"]["format"] == "binary"
    first = "#/paths/~1a/post/requestBody/content/a~1json/schema"
    assert content["a/xml"]["schema"] == {"$ref": first}
    response = made["responses"]["200"]["content"]["application/json"]["schema"]
    assert response == {"$ref": f"{first}/properties/a"}


@pytest.mark.parametrize(
    ("inherited", "own", "codes", "expected"),
    [
        ([BODY], [], [], {"application/json"}),
        ([FIELD], [], [], {"f"}),
        ([FIELD], [{**FIELD, "type": "integer"}], [], {"f"}),
        ([FIELD], [{**FIELD, "name": "g"}], [], {"f", "g"}),
        ([BODY], [FIELD], [], {"f"}),
        ([FIELD], [BODY], [], {"application/json"}),
        ([], [BODY, FIELD], [Code.CONTRADICTION], {"application/json"}),
        ([], [BODY, {**BODY, "name": "c"}], [Code.PARAMETER], {"application/json"}),
        ([], [FIELD, FILE], [Code.PARAMETER], {"f"}),
    ],
)
def test_the_body_of_an_operation_wins_over_that_of_its_path(
    inherited: Any, own: Any, codes: list[Code], expected: set[str]
) -> None:
    responses = {"200": {"description": "d"}}
    item = {
        "parameters": inherited,
        "get": {"responses": responses},
        "put": {"parameters": own, "responses": responses},
    }
    made = translated(document(paths={"/a": item}), *codes)["paths"]["/a"]
    assert "requestBody" not in made["get"]
    assert "parameters" not in made
    content = made["put"]["requestBody"]["content"]
    form = next(iter(content.values()))["schema"].get("properties", {})
    assert set(form) | (set(content) - {FORM, MULTIPART}) == expected
    if [{**FIELD, "type": "integer"}] == own:
        assert form["f"] == {"type": "integer"}


def test_how_fields_of_forms_are_written() -> None:
    lists = {"type": "array", "items": {"type": "string"}, "in": "formData"}
    made = operation(
        Code.UNSUPPORTED,
        parameters=[
            {**lists, "name": "a", "required": True, "description": "d", "x-a": 1},
            {**lists, "name": "b", "collectionFormat": "multi"},
            {**lists, "name": "c", "collectionFormat": "tsv"},
        ],
    )["requestBody"]
    items = {"type": "array", "items": {"type": "string"}}
    assert made == {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["a"],
                    "properties": {
                        "a": {"description": "d", "x-a": 1, **items},
                        "b": items,
                        "c": {"type": "string"},
                    },
                },
                "encoding": {"a": {"style": "form", "explode": False}},
            }
        },
    }


def test_shared_bodies_are_components_where_the_media_types_are_the_same() -> None:
    root = {"parameters": {"a<b>": BODY, "f": FIELD}, "consumes": ["a/json"]}
    reference = {"$ref": "#/parameters/a%3Cb%3E"}
    made = operation(root=root, parameters=[reference], consumes=["a/json"])
    assert made["requestBody"] == {"$ref": "#/components/requestBodies/a_b"}
    made = operation(root=root, parameters=[reference], consumes=["a/xml"])
    content = "#/components/requestBodies/a_b/content/a~1json/schema"
    assert made["requestBody"]["content"] == {"a/xml": {"schema": {"$ref": content}}}
    made = operation(root=root, parameters=[{"$ref": "#/parameters/f"}])
    fields = made["requestBody"]["content"][FORM]["schema"]["properties"]
    assert fields == {"f": {"type": "string"}}


# --- responses


@pytest.mark.parametrize(
    ("produces", "response", "types"),
    [
        (None, {"schema": {}}, ["application/json"]),
        (["a/b"], {}, []),
        (["a/b", "c/d"], {"schema": {}}, ["a/b", "c/d"]),
        ([], {"schema": {}, "examples": {"a/b": 1, "c": 2}}, ["a/b"]),
        (
            ["application/json"],
            {"schema": {"type": "file"}},
            ["application/octet-stream"],
        ),
        (["a/b", "a/b+json"], {"schema": {"type": "file"}}, ["a/b"]),
    ],
)
def test_media_types_of_responses(
    produces: Any, response: Any, types: list[str]
) -> None:
    listed = {} if produces is None else {"produces": produces}
    responses = {"200": {"description": "d", **response}}
    made = operation(responses=responses, **listed)["responses"]["200"]
    assert list(made.get("content", {})) == types
    assert made["description"] == "d"


def test_references_lead_to_where_a_parameter_or_response_is_now() -> None:
    shared = {"description": "d", "schema": {"type": "file"}}
    first = {
        "parameters": [BODY, {"name": "q", "in": "query", "type": "string"}],
        "responses": {"200": shared, "default": {"$ref": "#/responses/x y"}},
    }
    second = {
        "parameters": [{"$ref": "#/paths/~1a/post/parameters/1"}, {"$ref": "#/x-p/q"}],
        "responses": {"200": {"$ref": "#/paths/~1a/post/responses/200"}},
    }
    made = translated(
        document(
            paths={
                "/a": {"post": first},
                "/b": {"post": second},
                "/c": {"$ref": "#/paths/~1a"},
            },
            responses={"x y": shared},
            **{"x-p": {"q": {"name": "r", "in": "query", "type": "integer"}}},
        )
    )
    paths = made["paths"]
    assert paths["/b"]["post"]["parameters"] == [
        {"$ref": "#/paths/~1a/post/parameters/0"},
        {"name": "r", "in": "query", "schema": {"type": "integer"}},
    ]
    responses = paths["/a"]["post"]["responses"]
    assert responses["default"] == {"$ref": "#/components/responses/x_y"}
    content = paths["/b"]["post"]["responses"]["200"]["content"]
    file = {"type": "string", "format": "binary"}
    assert content == {"application/octet-stream": {"schema": file}}
    assert paths["/c"] == {"$ref": "#/paths/~1a"}


def test_references_into_a_parameter() -> None:
    item = {"type": "string", "enum": ["a"]}
    shared = {"name": "q", "in": "query", "type": "array", "items": item}
    made = translated(
        document(
            parameters={"q q": shared},
            definitions={"A": {"$ref": "#/parameters/q%20q/items"}},
        )
    )["components"]
    assert made["schemas"]["A"] == {"$ref": "#/components/parameters/q_q/schema/items"}
    assert made["parameters"]["q_q"]["schema"]["items"] == item


# --- schemas


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ({"type": "null"}, {"nullable": True}),
        (
            {"type": ["string", "integer"]},
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        ),
        ({"x-nullable": "no"}, {"x-nullable": "no"}),
        ({"x-nullable": False}, {"nullable": False}),
        ({"discriminator": "kind"}, {"discriminator": {"propertyName": "kind"}}),
        (
            {"items": [{"$ref": "#/definitions/B"}]},
            {"items": {"$ref": "#/components/schemas/B"}},
        ),
        ({"additionalProperties": True}, {"additionalProperties": True}),
        (
            {"additionalProperties": {"type": "file"}},
            {"additionalProperties": {"type": "string", "format": "binary"}},
        ),
        (
            {"$ref": "#/definitions/B", "description": "d", "type": "object", "x-a": 1},
            {"$ref": "#/components/schemas/B", "description": "d", "x-a": 1},
        ),
        (
            {
                "properties": {
                    "discriminator": {},
                    "items": {"x-nullable": True},
                    "x-a": {"type": "file"},
                }
            },
            {
                "properties": {
                    "discriminator": {},
                    "items": {"nullable": True},
                    "x-a": {"type": "string", "format": "binary"},
                }
            },
        ),
        ({"$ref": "#/nowhere/~1"}, {"$ref": "#/nowhere/~1"}),
        (
            {"$ref": "#/definitions/A/allOf/0", "allOf": [{"type": "object"}]},
            {"$ref": "#/components/schemas/A/allOf/0"},
        ),
    ],
)
def test_schemas(value: Json, made: Json) -> None:
    assert schema(value) == made


def test_a_schema_for_each_item() -> None:
    value: Json = {"items": [{"type": "file"}, {"$ref": "#/definitions/A/items/0"}]}
    assert schema(value, Code.UNSUPPORTED) == {
        "items": {
            "anyOf": [
                {"type": "string", "format": "binary"},
                {"$ref": "#/components/schemas/A/items/anyOf/0"},
            ]
        }
    }


def test_data_is_never_translated() -> None:
    data: dict[str, Json] = {
        "$ref": "#/definitions/B",
        "type": "file",
        "discriminator": "a",
    }
    kept: dict[str, Json] = {
        "example": data,
        "default": data,
        "enum": [data],
        "x-a": {"schema": data},
    }
    assert schema(kept) == kept


def test_names_of_components() -> None:
    names = [
        "Page<Pet>",
        "Page[Pet]",
        "Page_Pet",
        "a b",
        "#",
        "Größe",
        "订单",
        "a.b-c_d",
    ]
    for order in (names, names[::-1]):
        definitions = {name: {"title": name} for name in order}
        made = translated(document(definitions=definitions))["components"]["schemas"]
        assert {name: value["title"] for name, value in made.items()} == {
            "Page_Pet": "Page_Pet",
            "Page_Pet_2": "Page<Pet>",
            "Page_Pet_3": "Page[Pet]",
            "a_b": "a b",
            "Unnamed": "#",
            "Groudfe": "Größe",
            "u8ba2u5355": "订单",
            "a.b-c_d": "a.b-c_d",
        }


def test_a_discriminator_still_has_the_values_of_before() -> None:
    base = {"$ref": "#/definitions/Base"}
    definitions = {
        "Base": {"type": "object", "discriminator": "kind"},
        "Plain": {"allOf": [base]},
        "Odd<1>": {"allOf": [{"$ref": "#/definitions/Plain"}]},
    }
    made = translated(document(definitions=definitions))["components"]["schemas"]
    assert made["Base"]["discriminator"] == {
        "propertyName": "kind",
        "mapping": {"Odd<1>": "#/components/schemas/Odd_1"},
    }


# --- security


def test_security() -> None:
    url = "https://a.test/"
    flows = {
        "implicit": ("implicit", {"authorizationUrl": url}),
        "password": ("password", {"tokenUrl": url}),
        "application": ("clientCredentials", {"tokenUrl": url}),
        "accessCode": ("authorizationCode", {"authorizationUrl": url, "tokenUrl": url}),
    }
    key = {"type": "apiKey", "in": "query", "name": "k"}
    given: dict[str, Any] = {"basic auth": {"type": "basic", "x-a": 1}, "key": key}
    for flow, (_, urls) in flows.items():
        given[flow] = {"type": "oauth2", "flow": flow, "scopes": {"s": "d"}, **urls}
    made = translated(
        document(securityDefinitions=given, security=[{"basic auth": [], "other": []}])
    )
    assert made["security"] == [{"basic_auth": [], "other": []}]
    schemes = made["components"]["securitySchemes"]
    assert schemes.pop("basic_auth") == {"type": "http", "scheme": "basic", "x-a": 1}
    assert schemes.pop("key") == key
    for flow, (name, urls) in flows.items():
        made_flow = {name: {"scopes": {"s": "d"}, **urls}}
        assert schemes[flow] == {"type": "oauth2", "flows": made_flow}


def test_no_depth_and_no_chain_is_too_long() -> None:
    deep: dict[str, Any] = {}
    inner = deep
    for _ in range(5000):
        inner["items"] = inner = {}
    chain: dict[str, Any] = {
        f"A{n}": {"$ref": f"#/definitions/A{n + 1}"} for n in range(3000)
    }
    responses = {
        str(n): {"$ref": f"#/paths/~1a/get/responses/{n + 1}"} for n in range(100, 998)
    }
    circle = {"998": {"$ref": "#/paths/~1a/get/responses/998"}}
    paths = {"/a": {"get": {"responses": responses | circle}}}
    source = document(definitions={"Deep": deep, **chain}, paths=paths)
    result = translate(source, Diagnostics())
    schemas: Any = result.root / "components" / "schemas"
    assert (schemas / "A0" / "$ref").text == "#/components/schemas/A1"

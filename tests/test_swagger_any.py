"""Whatever a Swagger 2.0 document says, right or wrong, there is a translation of it."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document
from generator.reading.files import Files
from generator.reading.load import load
from generator.resolve import resolve
from generator.swagger import translate
from tests.test_swagger import FORM, MULTIPART, SHOP, broken_rules, places

TEXTS = st.sampled_from(["a", "B c", "x<y>", "ü", "$ref", "type", "x-z", "100", "~/%"])
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2)
    ),
    max_leaves=4,
)
EXTENSIONS = st.dictionaries(st.sampled_from(["x-a", "x-nullable", "x-example"]), DATA)
NAMES = ["Pet", "A<b>", "a/b", "x-c"]
TYPES = st.lists(
    st.sampled_from(["application/json", "a/xml", MULTIPART, FORM]), unique=True
)


VALUE = load(SHOP, Diagnostics()).value


def fields(always: dict[str, Any], **optional: Any) -> st.SearchStrategy[Any]:
    """Objects with extensions."""
    known = st.fixed_dictionaries(always, optional=optional)
    return joined(EXTENSIONS, known)


def joined(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Any]:
    """Objects that have what the parts have; the later ones win."""

    def join(drawn: tuple[dict[str, Any], ...]) -> dict[str, Any]:
        return {key: value for part in drawn for key, value in part.items()}

    return st.tuples(*parts).map(join)


def values(kinds: list[str]) -> st.SearchStrategy[Any]:
    """What describes a parameter, header or item."""

    def more(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        formats = st.sampled_from(["csv", "ssv", "tsv", "pipes"])
        kind = {"type": st.just("array")}
        return fields(kind, items=inner, collectionFormat=formats, minItems=st.just(1))

    numbers = {"maximum": st.integers(), "multipleOf": st.integers(1), "format": TEXTS}
    leaf = fields({"type": st.sampled_from(kinds)}, default=DATA, **numbers)
    return st.recursive(leaf, more, max_leaves=3)


SIMPLE = values(["string", "number", "integer", "boolean"])
REFERENCES = st.sampled_from(NAMES).map(
    lambda name: {
        "$ref": "#/definitions/"
        + name.replace("/", "~1").replace("<", "%3C").replace(">", "%3E")
    }
)
SCHEMAS = st.recursive(
    REFERENCES
    | fields(
        {},
        type=st.sampled_from(
            ["string", "object", "null", ["string", "null"], ["array", "object"]]
        ),
        enum=st.lists(DATA, min_size=1, max_size=1),
        example=DATA,
        readOnly=st.booleans(),
        discriminator=TEXTS,
    ),
    lambda inner: fields(
        {},
        items=inner | st.lists(inner, min_size=1, max_size=2),
        properties=st.dictionaries(TEXTS, inner, max_size=3),
        additionalProperties=inner | st.booleans(),
        allOf=st.lists(inner, min_size=1, max_size=2),
        required=st.just(["a"]),
    ),
    max_leaves=5,
)


def parameters(location: str) -> st.SearchStrategy[Any]:
    """Parameters of one place, by their names."""
    kinds = SIMPLE
    if location == "formData":
        kinds |= st.just({"type": "file"})
    if location == "body":
        return fields({"name": TEXTS, "in": st.just("body"), "schema": SCHEMAS})
    required: dict[str, Any] = {"name": TEXTS, "in": st.just(location)}
    if location == "path":
        required["required"] = st.just(True)
    return joined(kinds, fields(required))


PLAIN = parameters("query") | parameters("header") | parameters("path")
RESPONSES = fields(
    {"description": TEXTS},
    schema=SCHEMAS | st.just({"type": "file"}),
    headers=st.dictionaries(TEXTS, SIMPLE, max_size=1),
    examples=st.dictionaries(st.sampled_from(["a/xml", "application/json"]), DATA),
)
SHARED = {
    "parameters": {
        "shared 1": PLAIN,
        "body": parameters("body"),
        "form": parameters("formData"),
    },
    "responses": {"x y": RESPONSES},
    "definitions": {name: SCHEMAS for name in NAMES},
}


def unique(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As the schema of Swagger 2.0 wants lists to be."""
    texts = {json.dumps(one, sort_keys=True): one for one in listed}
    return list(texts.values())


NO_SCOPES: list[str] = []
SECURITY = st.just([{"a b": NO_SCOPES}])
REFERRED = st.sampled_from(["shared 1", "form"]).map(
    lambda name: {"$ref": f"#/parameters/{name.replace(' ', '%20')}"}
)
LISTS = st.lists(PLAIN | REFERRED | parameters("formData"), max_size=3).map(
    unique
) | st.lists(PLAIN | st.just({"$ref": "#/parameters/body"}), max_size=3).map(unique)
OPERATIONS = fields(
    {
        "responses": st.dictionaries(
            st.sampled_from(["200", "default", "404"]),
            RESPONSES | st.just({"$ref": "#/responses/x%20y"}),
            min_size=1,
        )
    },
    parameters=LISTS,
    consumes=TYPES,
    produces=TYPES,
    schemes=st.just(["https"]),
    security=SECURITY,
    deprecated=st.booleans(),
)
DOCUMENTS: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {
        "swagger": st.just("2.0"),
        "info": st.just({"title": "T", "version": "1"}),
        "paths": st.dictionaries(
            st.sampled_from(["/a", "/b/{c}"]),
            st.fixed_dictionaries(
                {},
                optional={"parameters": LISTS, "post": OPERATIONS, "get": OPERATIONS},
            ),
        ),
        **{key: st.fixed_dictionaries(parts) for key, parts in SHARED.items()},
    },
    optional={
        "host": st.just("a.test"),
        "basePath": st.just("/b"),
        "consumes": TYPES,
        "produces": TYPES,
        "securityDefinitions": st.just({"a b": {"type": "basic"}}),
    },
)


@given(DOCUMENTS)
def test_what_is_right_in_swagger_is_right_in_openapi(value: Any) -> None:
    assert broken_rules("2.0", value) == []
    found = Diagnostics()
    result = translate(Document("api.json", "", value), found)
    assert broken_rules("3.0", result.value) == []
    resolve(result, "3.0", Files(result, found), found)
    wrong = [one.message for one in found.found if one.code is Code.REFERENCE]
    assert [message for message in wrong if "circle" not in message] == []


@settings(max_examples=200)
@given(st.data())
def test_nothing_that_is_wrong_ends_the_translation(data: st.DataObject) -> None:
    value: Any = copy.deepcopy(VALUE)
    for _ in range(data.draw(st.integers(1, 4))):
        parts = data.draw(
            st.sampled_from([parts for parts, _ in places(value) if parts])
        )
        inner = value
        for part in parts[:-1]:
            inner = inner[int(part) if isinstance(inner, list) else part]
        last = parts[-1]
        inner[int(last) if isinstance(inner, list) else last] = data.draw(DATA)
    result = translate(Document("api.json", "", value), Diagnostics())
    assert isinstance(result.value, dict)

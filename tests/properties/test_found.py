"""What the properties have found wrong once, in small."""

from __future__ import annotations

from typing import Any

import pytest

from tests.properties import test_properties
from tests.properties.clients import generate, imported
from tests.properties.documents import VERSIONS, Case, Drawn, operations


def drifts(schema: Any, value: Any, version: str = "3.1", **others: Any) -> list[str]:
    """How a response that holds a value contradicts its schema; `others` have names."""
    files, _ = generate(document(schema, version, **others))
    with imported(files) as client:
        read, found = client.reads("/r0", value)
        assert client.writes(read, value) == value
        return found


def document(schema: Any, version: str, **others: Any) -> dict[str, Any]:
    return {
        "openapi": VERSIONS[version],
        "info": {"title": "Found", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {"/r0": operations(schema)},
        "components": {"schemas": others},
    }


PET = {"$ref": "#/components/schemas/Pet"}
KINDS = {"type": "string", "enum": ["cat", "dog"]}


@pytest.mark.parametrize("value", [None, "owl", 7, []])
def test_a_whole_response_is_compared_with_its_enumeration(value: Any) -> None:
    assert drifts(PET, "cat", Pet=KINDS) == []
    assert len(drifts(PET, value, Pet=KINDS)) == 1
    assert len(drifts({"type": "array", "items": PET}, ["cat", value], Pet=KINDS)) == 1


def test_null_is_a_value_of_a_whole_response_that_allows_it() -> None:
    record = {"type": ["object", "null"], "properties": {"a": {"type": "string"}}}
    assert drifts(PET, None, Pet=record) == []
    assert drifts(PET, {"a": "b"}, Pet=record) == []
    assert drifts({"type": "array", "items": PET}, [None, {}], Pet=record) == []
    assert len(drifts(PET, {"a": 1}, Pet=record)) == 1


def test_null_that_does_not_count_is_drift_in_a_whole_response() -> None:
    held = {**KINDS, "nullable": True}
    assert len(drifts(PET, None, "3.0", Pet=held)) == 1
    items = {"type": "array", "items": held}
    assert len(drifts(items, [None, "cat"], "3.0")) == 1


@pytest.mark.parametrize("value", [0, "x", {}, False])
def test_what_is_only_null_is_compared(value: Any) -> None:
    for schema in ({"type": "null"}, {"const": None}):
        assert drifts(schema, None) == []
        assert len(drifts(schema, value)) == 1
    assert len(drifts({"type": "array", "items": {"type": "null"}}, [None, value])) == 1


def test_a_union_with_a_name_is_written_by_the_formats_inside() -> None:
    exact = {"type": "number", "format": "decimal"}
    files, _ = generate(document(PET, "3.1", Pet={"anyOf": [exact, KINDS]}))
    with imported(files) as client:
        assert client.sends("/r0", 0.1) == 0.1
        assert client.sends("/r0", "cat") == "cat"


def test_names_of_a_whole_response_are_held_against_a_pattern() -> None:
    named = {"patternProperties": {"^x": KINDS}, "additionalProperties": False}
    listed = {"type": "array", "items": {"type": "object", **named}}
    assert drifts(listed, [{"x1": "cat"}]) == []
    assert len(drifts(listed, [{"y": "cat"}])) == 1
    assert len(drifts({"type": "object", **named}, {"y": "cat"})) == 1


def test_an_object_without_any_fields_has_none() -> None:
    nothing = {"type": "object", "additionalProperties": False}
    held = {"type": "object", "properties": {"a": nothing}}
    assert drifts(nothing, {}) == drifts(held, {"a": {}}) == []
    assert len(drifts(nothing, {"x": 1})) == 1
    assert len(drifts(held, {"a": {"x": 1}})) == 1


def test_fields_that_a_part_takes_are_not_unevaluated() -> None:
    base = {"type": "object", "properties": {"a": KINDS}, "additionalProperties": True}
    own = {"type": "object", "properties": {"b": KINDS}}
    whole = {"allOf": [PET], "unevaluatedProperties": False, **own}
    assert drifts(whole, {"a": "cat", "b": "dog", "x": 1}, Pet=base) == []
    del base["additionalProperties"]
    assert len(drifts(whole, {"a": "cat", "b": "dog", "x": 1}, Pet=base)) == 1


def test_a_number_is_no_decimal_text_where_numbers_are_allowed() -> None:
    texts = {"type": "string", "format": "decimal"}
    for kind in ("integer", "number"):
        files, _ = generate(document({"anyOf": [texts, {"type": kind}]}, "3.1"))
        with imported(files) as client:
            assert client.sends("/r0", 1) == 1
            assert client.sends("/r0", "1.50") == "1.50"


def test_a_field_called_str_hides_no_type_from_other_fields() -> None:
    record = {
        "type": "object",
        "properties": {"str": KINDS},
        "additionalProperties": True,
    }
    assert drifts(PET, {"str": "cat", "x": 1}, Pet=record) == []


def test_what_is_made_of_nothing_has_no_value() -> None:
    made = {"allOf": [PET], "nullable": True}
    held = {"type": "object", "properties": {"a": made}}
    assert drifts(held, {}, "3.0", Pet={"not": {}}) == []
    assert len(drifts(held, {"a": 0}, "3.0", Pet={"not": {}})) == 1


PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "created": {"type": "string", "readOnly": True},
    },
}
DRAWN = Drawn(
    "3.1",
    document(PET, "3.1", Pet=PERSON),
    (
        Case(
            "Pet",
            "/r0",
            False,
            ({"name": "a", "created": "b", "x": 1},),
            ({"name": 1},),
        ),
    ),
)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("data = dict(self._wire or {})", "data = {}", "/x is lost"),
        ('fields.string("name")', "", "is not of type"),
        ('"name": name', '"Name": name', "/Name is added|/name is lost"),
    ],
)
def test_a_wrong_client_is_found_out(
    right: str, wrong: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert test_properties.check(DRAWN)
    files, found = generate(DRAWN.document)
    changed = {
        path: text if path.startswith("_") else text.replace(right, wrong)
        for path, text in files.items()
    }
    assert changed != files

    def changed_client(_: object) -> object:
        return changed, found

    monkeypatch.setattr(test_properties, "generate", changed_client)
    with pytest.raises(AssertionError, match=told):
        test_properties.check(DRAWN)

"""What is legal and contradicts itself is found, and the overlay mends it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS30Validator

from generator.diagnostics import Diagnostics
from generator.doctor import (
    Complaint,
    Examination,
    contradictions,
    examine,
    prescribe,
    report,
)
from generator.doctor.prescription import json_path
from generator.document import Document, Pointer
from generator.grammar import version_of
from generator.overlay import overlay
from generator.reading.files import Files
from generator.reading.load import load
from generator.resolve import Spec, resolve
from generator.values.samples import Kind, samples


class Patient:
    """A document that is examined, and what the overlay makes of it."""

    def __init__(self, folder: Path, content: Any) -> None:
        self._folder = folder
        self._found = Diagnostics(strict=True)
        self.document = self._load("api.json", json.dumps(content))
        self.spec = self._resolve(self.document)
        self.examination = examine(self.spec)
        self.prescription = prescribe(self.examination, self.spec, self.document)
        self.cured = self._cure()

    @property
    def messages(self) -> list[str]:
        return [finding.message for finding in self.examination.findings]

    def value(self, *parts: str | int) -> Any:
        """A place of the document after the overlay."""
        node = self.cured.root
        for part in parts:
            node = node / part
        return node.value

    def _cure(self) -> Document:
        """Apply the overlay: nothing is left to find."""
        if not self.prescription:
            return self.document
        layer = self._load("overlay.yaml", self.prescription)
        cured = overlay(self.document, [layer], self._found)
        assert self._found.found == []
        remaining = examine(self._resolve(cured))
        assert [one.message for one in remaining.findings if one.remedy] == []
        return cured

    def _load(self, name: str, text: str) -> Document:
        path = self._folder / name
        path.write_text(text, encoding="utf-8")
        return load(path, self._found)

    def _resolve(self, document: Document) -> Spec:
        version = version_of(document.value)
        assert version
        spec = resolve(document, version, Files(document, self._found), self._found)
        assert self._found.found == []
        return spec


def api(
    schema: Any = None,
    example: Any = None,
    *,
    version: str = "3.0.3",
    schemas: Any = None,
    **operation: Any,
) -> Any:
    """A document with one operation, whose response has a schema and an example."""
    content = {"application/json": {"schema": schema, "example": example}}
    response = {"description": "", **({"content": content} if schema else {})}
    return {
        "openapi": version,
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"get": {"responses": {"200": response}, **operation}}},
        "components": {"schemas": schemas or {}},
    }


MEDIA_TYPE = (
    "paths",
    "/pets",
    "get",
    "responses",
    "200",
    "content",
    "application/json",
)
PET = ("components", "schemas", "Pet")


@pytest.mark.parametrize(
    ("version", "schema", "allowed"),
    [
        ("3.0.3", {"type": "string"}, {"type": "string", "nullable": True}),
        ("3.1.0", {"type": "string"}, {"type": ["string", "null"]}),
        (
            "3.1.0",
            {"type": ["string", "integer"]},
            {"type": ["string", "integer", "null"]},
        ),
        (
            "3.0.3",
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": "string", "enum": ["a", None], "nullable": True},
        ),
        (
            "3.0.3",
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            {"anyOf": [{"type": "string"}, {"type": "integer"}, {"enum": [None]}]},
        ),
        (
            "3.1.0",
            {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
        ),
    ],
)
def test_null_of_a_response_is_allowed(
    tmp_path: Path, version: str, schema: Any, allowed: Any
) -> None:
    pet = {"type": "object", "properties": {"name": schema}}
    patient = Patient(tmp_path, api(pet, {"name": None}, version=version))
    (finding,) = patient.examination.findings
    assert finding.at.parts == (*MEDIA_TYPE, "example", "name")
    assert "null" in finding.message
    assert patient.value(*MEDIA_TYPE, "schema", "properties", "name") == allowed
    assert patient.value(*MEDIA_TYPE, "example") == {"name": None}


@pytest.mark.parametrize(
    ("version", "null"), [("3.0.3", {"enum": [None]}), ("3.1.0", {"type": "null"})]
)
def test_a_type_with_a_name_keeps_it_when_null_is_allowed(
    tmp_path: Path, version: str, null: Any
) -> None:
    color = {"type": "string", "enum": ["red"]}
    reference = {"$ref": "#/components/schemas/Color", "description": "Of its fur."}
    pet = {"type": "object", "properties": {"color": reference}}
    content = api(pet, {"color": None}, version=version, schemas={"Color": color})
    patient = Patient(tmp_path, content)
    assert patient.value("components", "schemas", "Color") == color
    assert patient.value(*MEDIA_TYPE, "schema", "properties", "color") == {
        "description": "Of its fur.",
        "anyOf": [{"$ref": "#/components/schemas/Color"}, null],
    }


def test_nullable_beside_a_reference_is_seen_by_no_one_else(tmp_path: Path) -> None:
    reference = {
        "$ref": "#/components/schemas/Color",
        "nullable": True,
        "type": "object",
    }
    pet = {"type": "object", "properties": {"color": reference}}
    schemas = {"Color": {"type": "string"}}
    patient = Patient(tmp_path, api(pet, {"color": None}, schemas=schemas))
    assert "`nullable` beside `$ref`" in patient.messages[0]
    assert patient.value(*MEDIA_TYPE, "schema", "properties", "color") == {
        "nullable": True,
        "anyOf": [{"$ref": "#/components/schemas/Color"}, {"enum": [None]}],
    }


def test_null_of_a_request_is_a_mistake_of_the_example(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    form = {"schema": schema, "example": {"name": None, "age": 1}}
    body = {"content": {"application/x-www-form-urlencoded": form}}
    content = api()
    content["paths"]["/pets"]["post"] = {
        "requestBody": body,
        "responses": {"204": {"description": ""}},
    }
    patient = Patient(tmp_path, content)
    at = ("paths", "/pets", "post", "requestBody", "content", *body["content"])
    assert patient.value(*at) == {"schema": schema, "example": {"age": 1}}


@pytest.mark.parametrize(
    ("name", "value", "is_added"),
    [
        ("codec", "opus", True),
        ("codec", "SPEEX", False),  # written in another way than all others
        ("codec", "Vp8", False),  # another spelling of one of them
        ("codec", "codec", False),  # the name of the field
        ("codec", "7", False),
        ("codec", "", False),
    ],
)
def test_a_new_value_of_an_enumeration_is_added_if_it_looks_like_one(
    tmp_path: Path, name: str, value: str, *, is_added: bool
) -> None:
    codec = {"type": "string", "enum": ["vp8", "h264"]}
    schema = {"type": "object", "properties": {name: codec}}
    patient = Patient(tmp_path, api(schema, {name: value, "id": 1}))
    assert patient.messages == [
        f'the example contradicts its schema: `"{value}"` is not one of the enumeration'
    ]
    members = patient.value(*MEDIA_TYPE, "schema", "properties", name, "enum")
    assert (value in members) is is_added


@pytest.mark.parametrize(
    ("schema", "value", "mended"),
    [
        ({"type": "number"}, "19.720000", 19.72),
        ({"type": "integer"}, "12", 12),
        ({"type": "integer"}, 3.0, 3.0),  # a whole number in JSON Schema
        ({"type": "boolean"}, "True", True),
        ({"type": "string"}, 12345, "12345"),
        ({"type": "string"}, ["a"], "a"),
        ({"type": "array", "items": {"type": "string"}}, "ringing", ["ringing"]),
        ({"type": "array", "items": {"type": "integer"}}, "[1, 2]", [1, 2]),
        ({"type": "object"}, '{"a": [1]}', {"a": [1]}),
        ({"type": "string", "enum": ["gcm", "fcm"]}, "GcM", "gcm"),
        ({"type": "integer", "enum": [1, 2]}, "2", 2),
        ({"type": "string", "nullable": True, "minLength": 2}, "", None),
        ({"type": "array", "items": {"type": "integer"}}, [1, "x", 3], [1, 3]),
        ({"type": "array", "items": {}, "uniqueItems": True}, [1, 2, 1], [1, 2]),
    ],
)
def test_what_is_spelled_in_a_wrong_way_is_spelled_right(
    tmp_path: Path, schema: Any, value: Any, mended: Any
) -> None:
    whole = {"type": "object", "properties": {"it": schema}}
    patient = Patient(tmp_path, api(whole, {"it": value, "id": 1}))
    assert patient.value(*MEDIA_TYPE, "example") == {"it": mended, "id": 1}
    assert patient.value(*MEDIA_TYPE, "schema") == whole


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "pattern": "^TK[0-9a-f]{2}$"}, "AP11"),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, 1),
        ({"type": "string", "maxLength": 3}, "abcd"),
        ({"type": "integer"}, "eyJ0"),
        ({"not": {"type": "string"}}, "a"),
    ],
)
def test_what_cannot_be_mended_is_left_out(
    tmp_path: Path, schema: Any, value: Any
) -> None:
    whole = {"type": "object", "properties": {"it": schema}}
    patient = Patient(tmp_path, api(whole, {"it": value, "id": 1}))
    assert len(patient.messages) == 1
    assert patient.value(*MEDIA_TYPE, "example") == {"id": 1}
    patient = Patient(tmp_path, api(schema, value))
    assert patient.value(*MEDIA_TYPE) == {"schema": schema}


def test_a_missing_property_is_taken_from_what_the_schema_says(tmp_path: Path) -> None:
    kind = {"type": "string", "enum": ["pet"]}
    schema = {"type": "object", "required": ["kind"], "properties": {"kind": kind}}
    patient = Patient(tmp_path, api(schema, {"id": 1}))
    assert patient.value(*MEDIA_TYPE, "example") == {"id": 1, "kind": "pet"}
    schema["properties"] = {"kind": {"type": "string"}}
    patient = Patient(tmp_path, api(schema, {"id": 1}))
    assert patient.value(*MEDIA_TYPE) == {"schema": schema}


def test_undeclared_properties_go_only_where_they_are_forbidden(tmp_path: Path) -> None:
    schema: Any = {"type": "object", "properties": {"a": {}}}
    assert Patient(tmp_path, api(schema, {"a": 1, "b": 2})).messages == []
    schema["additionalProperties"] = False
    patient = Patient(tmp_path, api(schema, {"a": 1, "b": 2}))
    assert patient.value(*MEDIA_TYPE, "example") == {"a": 1}


def test_more_than_one_alternative_becomes_any(tmp_path: Path) -> None:
    alternatives = [{"type": "string"}, {"type": "string", "example": 5}]
    patient = Patient(tmp_path, api({"oneOf": alternatives}, "a"))
    # The example inside of the alternative is mended on the way.
    mended = [{"type": "string"}, {"type": "string", "example": "5"}]
    assert patient.value(*MEDIA_TYPE, "schema") == {"anyOf": mended}


@pytest.mark.parametrize(
    ("schema", "mended"),
    [
        ({"type": "string", "enum": ["a"], "default": "b"}, {"enum": ["a"]}),
        ({"type": "string", "enum": ["a"], "default": "A"}, {"default": "a"}),
        ({"type": "integer", "default": "10"}, {"default": 10}),
        ({"type": "string", "default": None}, {}),
        ({"type": "integer", "enum": ["1", 2]}, {"enum": [1, 2]}),
        ({"type": "string", "enum": ["a", None]}, {"nullable": True}),
    ],
)
def test_schemas_contradict_themselves(
    tmp_path: Path, schema: Any, mended: Any
) -> None:
    patient = Patient(tmp_path, api(schemas={"Pet": schema}))
    assert len(patient.messages) == 1
    after = patient.value(*PET)
    assert {key: after[key] for key in mended} == mended
    if schema.get("default") is None or "default" not in mended:
        assert "default" not in after


def test_examples_of_newer_versions_are_lists(tmp_path: Path) -> None:
    schema = {"type": "integer", "examples": [1, "two", "3"]}
    patient = Patient(tmp_path, api(version="3.1.0", schemas={"Pet": schema}))
    assert len(patient.messages) == 2
    assert patient.value(*PET, "examples") == [1, 3]


def test_a_constant_is_of_its_type(tmp_path: Path) -> None:
    schema = {"type": "integer", "const": "4"}
    patient = Patient(tmp_path, api(version="3.1.0", schemas={"Pet": schema}))
    assert len(patient.messages) == 1
    assert patient.value(*PET) == {"type": "integer", "const": 4}


def test_parameters_spell_lists_with_commas(tmp_path: Path) -> None:
    parameter: Any = {
        "name": "status",
        "in": "query",
        "schema": {"type": "array", "items": {"type": "string"}},
        "examples": {"some": {"value": "pending, reserved"}, "one": {"value": []}},
    }
    patient = Patient(tmp_path, api(parameters=[parameter]))
    at = ("paths", "/pets", "get", "parameters", 0, "examples")
    assert patient.value(*at, "some", "value") == ["pending", "reserved"]


def test_an_example_of_several_is_mended_for_all_or_for_none(tmp_path: Path) -> None:
    content = api({"type": "integer"}, 1)
    media_types = {
        "application/json": {"type": "integer"},
        "application/a+json": {"type": "integer"},
        "application/b+json": {"type": "string"},
    }
    reference = {"$ref": "#/components/examples/five"}
    content["paths"]["/pets"]["get"]["responses"]["200"]["content"] = {
        name: {"schema": schema, "examples": {"five": reference}}
        for name, schema in media_types.items()
    }
    content["components"]["examples"] = {"five": {"value": "5"}}
    patient = Patient(tmp_path, content)
    assert len(patient.messages) == 2
    assert patient.value("components", "examples", "five", "value") == "5"
    left = patient.value(*MEDIA_TYPE[:-1])
    assert [name for name, one in left.items() if "examples" in one] == [
        "application/b+json"
    ]


def test_text_in_another_format_is_no_value(tmp_path: Path) -> None:
    content = api({"type": "object"}, "<pet/>")
    responses = content["paths"]["/pets"]["get"]["responses"]["200"]
    responses["content"] = {"application/xml": responses["content"].popitem()[1]}
    assert Patient(tmp_path, content).messages == []


def test_what_is_read_only_is_not_asked_of_a_request(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "required": ["id", "secret"],
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "secret": {"type": "string", "writeOnly": True},
        },
    }
    body = {"application/json": {"schema": schema, "example": {"secret": "x"}}}
    content = api(schema, {"id": "1"}, requestBody={"content": body})
    assert Patient(tmp_path, content).messages == []
    content = api(schema, {"secret": "1"})
    assert Patient(tmp_path, content).messages == [
        "the example contradicts its schema: `id` is missing"
    ]


def test_places_and_rules_of_a_value() -> None:
    content = api(
        schemas={
            "Tree": {
                "type": "object",
                "properties": {
                    "200": {"type": "integer"},
                    "children": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Tree"},
                    },
                },
            }
        }
    )
    spec = _spec(content)
    tree = spec.root / "components" / "schemas" / "Tree"
    value: Any = {"children": [{}, {"200": "a", "children": [5]}]}
    found = contradictions(value, tree, spec)
    assert {(one.at, one.keyword, one.schema.at.parts[-1]) for one in found} == {
        (("children", 1, "200"), "type", "200"),
        (("children", 1, "children", 0), "type", "Tree"),
    }


def test_pages_without_a_list(tmp_path: Path) -> None:
    page = {
        "type": "object",
        "properties": {
            "meta": {
                "type": "object",
                "properties": {"next_page_url": {"type": "string"}},
            }
        },
    }
    patient = Patient(tmp_path, api(page, {"pets": [], "meta": {}}))
    (finding,) = patient.examination.findings
    assert finding.complaint is Complaint.PAGING
    assert "`meta.next_page_url`" in finding.message
    properties = patient.value(*MEDIA_TYPE, "schema", "properties")
    assert properties["pets"] == {"type": "array", "items": {}}
    # Without an example, nobody knows.
    patient = Patient(tmp_path, api(page, {"meta": {}}))
    assert [one.remedy for one in patient.examination.findings] == [""]
    assert patient.prescription == ""


def test_pages_with_a_list_are_sound(tmp_path: Path) -> None:
    pets: Any = {"type": "array", "items": {}}
    page: Any = {
        "type": "object",
        "properties": {"has_more": {"type": "boolean"}, "data": pets},
    }
    assert Patient(tmp_path, api(page, {})).messages == []
    page["properties"]["data"] = {"type": "object", "properties": {"items": pets}}
    assert Patient(tmp_path, api(page, {})).messages == []


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    content = api({"type": "object"}, {}, operationId="list")
    content["paths"]["/pets/{id}"] = {
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        ],
        "get": {"operationId": "get", "responses": {"204": {"description": ""}}},
    }
    good = {"operationId": "get", "parameters": {"id": "1", "path.id": "1"}}
    content["paths"]["/pets"]["get"]["responses"]["200"]["links"] = {
        "good": good,
        "by_reference": {"operationRef": "#/paths/~1pets~1{id}/get"},
        "elsewhere": {"operationRef": "https://other.example/#/paths/~1x/get"},
        "dead": {"operationId": "gone"},
        "lost": {"operationRef": "#/paths/~1gone/get"},
        "stranger": {"operationId": "get", "parameters": {"id": "1", "name": "x"}},
        "shared": {"$ref": "#/components/links/dead"},
    }
    content["components"]["links"] = {"dead": {"operationId": "gone"}}
    patient = Patient(tmp_path, content)
    assert {one.complaint for one in patient.examination.findings} == {Complaint.LINK}
    assert len(patient.messages) == 5
    links = patient.value("paths", "/pets", "get", "responses", "200", "links")
    assert sorted(links) == ["by_reference", "elsewhere", "good", "stranger"]
    assert links["stranger"]["parameters"] == {"id": "1"}
    assert links["good"] == good


def test_an_independent_checker_agrees(tmp_path: Path) -> None:
    schemas = {
        "Color": {"type": "string", "enum": ["red"]},
        "Pet": {
            "type": "object",
            "properties": {
                "color": {"$ref": "#/components/schemas/Color"},
                "tags": {"type": "array", "items": {"type": "number"}},
                "mood": {"type": "string", "enum": ["calm"], "nullable": True},
            },
        },
    }
    example = {"color": None, "tags": ["1", None, "x"], "mood": None}
    reference = {"$ref": "#/components/schemas/Pet"}
    patient = Patient(tmp_path, api(reference, example, schemas=schemas))
    assert _independent(api(reference, example, schemas=schemas)) > 0
    assert _independent(patient.cured.value) == 0
    assert patient.value(*MEDIA_TYPE, "example") == {
        "color": None,
        "tags": [1, None],
        "mood": None,
    }


@pytest.mark.skipif("CORPUS" not in os.environ, reason="needs CORPUS=FOLDER")
def test_what_is_known_of_twilio(tmp_path: Path) -> None:
    compared = contradicting = found = left = 0
    for path in sorted(Path(os.environ["CORPUS"], "twilio").glob("*.json")):
        patient = Patient(tmp_path, json.loads(path.read_text(encoding="utf-8")))
        found += len(patient.messages)
        before = _verdicts(patient.spec)
        compared += len(before)
        contradicting += before.count(False)
        left += _verdicts(_spec(patient.cured.value)).count(False)
    assert (compared, contradicting, found, left) == (4697, 234, 234, 0)


def test_the_overlay_reads_the_same_in_every_yaml(tmp_path: Path) -> None:
    texts = ["1e3", "on", "0o14", "null", "~", "a: b", "it's", '"', "\\", "\n", "é", ""]
    schema = {"type": "array", "items": {"type": "string"}}
    whole = {"type": "object", "properties": {"it's": schema}}
    patient = Patient(tmp_path, api(whole, {"it's": [*texts, 5]}))
    assert patient.value(*MEDIA_TYPE, "example") == {"it's": [*texts, "5"]}
    # PyYAML reads YAML 1.1, and what it reads must say the same.
    update = yaml.safe_load(patient.prescription)["actions"][-1]["update"]
    assert update == {"it's": [*texts, "5"]}


def test_the_same_document_gets_the_same_overlay(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    content = api(schema, {"a": None})
    patients = [Patient(tmp_path, content) for _ in range(2)]
    assert patients[0].prescription == patients[1].prescription
    assert "description: 'null is allowed: 1 example shows it'" in (
        patients[0].prescription.replace('"', "'")
    )


def test_paths_are_normalized() -> None:
    at = Pointer(("a'b", "\\", "1", "0", "\n\x01"))
    document: Any = {"a'b": {"\\": {"1": ["x"]}}}
    expected = "$['a\\'b']['\\\\']['1'][0]['\\n\\u0001']"
    assert json_path(at, document) == expected


def test_what_other_files_hold_is_told_and_left(tmp_path: Path) -> None:
    pet = {"type": "integer", "default": "1", "enum": [1]}
    (tmp_path / "pet.json").write_text(json.dumps(pet), encoding="utf-8")
    content = api({"$ref": "pet.json"}, 1)
    patient = Patient(tmp_path, content)
    assert len(patient.messages) == 1
    assert patient.prescription == ""


def test_findings_are_reported_as_warnings() -> None:
    spec = _spec(api({"type": "string"}, 5))
    found = Diagnostics()
    report(examine(spec), spec, found)
    (warning,) = found.found
    assert (warning.code.value, warning.severity.value) == ("contradiction", "warning")
    assert warning.at.parts == (*MEDIA_TYPE, "example")
    assert warning.hint == "the example is mended"


def test_hostile_patterns_end() -> None:
    schema = {"type": "string", "pattern": "^(a+)+$"}
    before = time.perf_counter()
    assert len(examine(_spec(api(schema, "a" * 60 + "!"))).findings) == 1
    assert time.perf_counter() - before < 5


def test_invalid_patterns_are_not_enforced() -> None:
    assert _examined({"type": "string", "pattern": "^(a"}, "b").findings == ()


@pytest.mark.parametrize("key", ["allOf", "anyOf"])
def test_hostile_branches_end(key: str) -> None:
    schemas: Any = {"S0": {"type": "string"}}
    for i in range(1, 60):
        inner = {"$ref": f"#/components/schemas/S{i - 1}"}
        schemas[f"S{i}"] = {key: [inner, inner]}
    before = time.perf_counter()
    spec = _spec(api({"$ref": "#/components/schemas/S59"}, 5, schemas=schemas))
    examination = examine(spec)
    assert examination.refused > 0
    found = Diagnostics()
    report(examination, spec, found)
    assert [one.code.value for one in found.found] == ["limit"]
    assert time.perf_counter() - before < 5


def test_schemas_that_contain_themselves_end() -> None:
    node = {"properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    value: Any = {"next": 1}
    for _ in range(150):
        value = {"next": value}
    schemas = {"Node": {"type": "object", **node}}
    examination = _examined({"$ref": "#/components/schemas/Node"}, value, schemas)
    assert len(examination.findings) == 1


def _examined(schema: Any, example: Any, schemas: Any = None) -> Examination:
    return examine(_spec(api(schema, example, schemas=schemas)))


def _spec(content: Any) -> Spec:
    document = Document("api.json", "", content)
    found = Diagnostics(strict=True)
    return resolve(document, "3.0", Files(document, found), found)


def _independent(content: Any) -> int:
    """How many errors another checker finds in the example."""
    media_type = content["paths"]["/pets"]["get"]["responses"]["200"]["content"][
        "application/json"
    ]
    schema = {**media_type["schema"], "components": content["components"]}
    validator = OAS30Validator(schema)
    return sum(1 for _ in validator.iter_errors(media_type["example"]))


def _verdicts(spec: Spec) -> list[bool]:
    """Whether another checker takes the examples and defaults.

    Examples of headers are left out, but not those of the schemas of headers.
    """
    components = (spec.root / "components").value
    verdicts: list[bool] = []
    for sample in samples(spec):
        is_of_header = sample.value.at.parts[-3:-2] == ("headers",)
        if sample.kind not in (Kind.EXAMPLE, Kind.DEFAULT) or is_of_header:
            continue
        schema = spec.root
        for part in sample.schema.parts:
            schema /= int(part) if isinstance(schema.value, list) else part
        validator = OAS30Validator({**schema.fields, "components": components})
        verdicts.append(validator.is_valid(sample.value.value))
    return verdicts

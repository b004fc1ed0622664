"""What OpenAPI's own schemas find is said at its place, in words, and weighed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Json
from generator.reading.load import load
from generator.reporting.locate import locate
from generator.validate import validate, weights
from generator.validate.explain import MAX_FAULTS
from generator.validate.faults import engine
from tests.conftest import ROOT

OPENAPI = """\
openapi: "{version}"
info: {{title: T, version: "1"}}
paths:
  /pets:
    get:
      parameters:
        - {{name: q, in: query, schema: {{type: string}}}}
      responses:
        "200":
          description: d
          content: {{application/json: {{schema: {{$ref: "#/components/schemas/Pet"}}}}}}
components:
  schemas:
    Pet: {{type: object, required: [id], properties: {{id: {{type: string}}}}}}
  securitySchemes:
    token: {{type: http, scheme: bearer}}
"""
SWAGGER = """\
swagger: "2.0"
info: {title: T, version: "1"}
paths:
  /pets:
    get:
      parameters:
        - {name: q, in: query, type: string}
      responses:
        "200": {description: d, schema: {$ref: "#/definitions/Pet"}}
definitions:
  Pet: {type: object, properties: {id: {type: string}}}
securityDefinitions:
  token: {type: basic}
"""

# A version, what is replaced by what, and what is said: line, column, severity, words.
CASES = [
    # --- types
    ("3.0", 'T, version: "1"}', "5, version: '1'}", "2:15: warning: `title` must be a text"),
    ("3.1", '{title: T, version: "1"}', "[]", "2:7: error: `info` must be a mapping, and is a list"),
    ("3.0", "id: {type: string}", "id: 5", "14:58: error: `id` must be a mapping, and is a number"),
    ("3.1", "id: {type: string}", "id: 5", "14:58: error: `id` must be true or false or a mapping"),
    ("3.0", "required: [id]", "required: true", "14:35: warning: `required` must be a list, and is true: it is not used"),
    ("3.0", "type: object", "type: 5", "14:17: error: `type` must be a text, and is a number"),
    ("3.1", "type: object", "type: 5", "14:17: error: `type` must be a text or a list, and is a number"),
    ("3.0", "type: object", "type: [object]", "14:17: error: `type` must be a text, and is a list (lists of types came with OpenAPI 3.1)"),
    ("3.0", "type: object", "minLength: '5'", "14:22: error: `minLength` must be a whole number, and is a text (write 5, without quotes)"),
    ("3.0", "type: object", "nullable: 'True'", "14:21: error: `nullable` must be true or false, and is a text (write true, without quotes)"),
    ("3.0", "type: object", "enum: abc", "14:17: error: `enum` must be a list, and is a text (write it as a list, with one entry)"),
    ("3.0", "type: object", "enum: []", "14:17: error: `enum` must not be empty"),
    ("3.0", "required: [id]", "required: []", "14:35: warning: `required` must not be empty: it is not used"),
    ("3.1", "required: [id]", "allOf: []", "14:32: warning: `allOf` must not be empty: it is not used"),
    ("3.0", "required: [id]", "exclusiveMinimum: 3", "14:43: warning: `exclusiveMinimum` must be true or false, and is a number: it is not enforced"),
    ("3.1", "required: [id]", "exclusiveMinimum: true", "14:43: warning: `exclusiveMinimum` must be a number, and is true: it is not enforced"),
    ("3.0", "type: object", "multipleOf: 0", "14:23: error: `multipleOf` must be more than 0"),
    ("3.0", "scheme: bearer", "scheme: basic, x-a: 1, description: 5", "16:61: warning: `description` must be a text"),
    ("2.0", "{type: basic}", "[]", "13:10: error: `token` must be a mapping, and is a list"),
    ("2.0", "type: object", "type: 5", "11:15: error: `type` must be a text or a list, and is a number"),
    # --- choices
    ("3.0", "in: query", "in: quary", "7:25: error: `in` must be one of `path`, `query`, `header` or `cookie`, and is `quary` (did you mean `query`?)"),
    ("3.1", "in: query", "in: quary", "7:25: error: `in` must be one of `query`, `header`, `path` or `cookie`, and is `quary`"),
    ("2.0", "in: query", "in: bdoy", "7:25: error: `in` must be one of `body`, `header`, `formData`, `query` or `path`, and is `bdoy` (did you mean `body`?)"),
    ("3.0", "type: http", "type: htp", "16:19: error: `type` must be one of `apiKey`, `http`, `oauth2` or `openIdConnect`, and is `htp`"),
    ("3.1", "type: http", "type: htp", "16:19: error: `type` must be one of `apiKey`, `http`, `mutualTLS`, `oauth2` or `openIdConnect`, and is `htp`"),
    ("2.0", "type: basic", "type: htp", "13:17: error: `type` must be one of `basic`, `apiKey` or `oauth2`, and is `htp`"),
    ("3.0", "type: object", "type: objet", "14:17: error: `type` must be one of `array`, `boolean`, `integer`, `number`, `object` or `string`, and is `objet` (did you mean `object`?)"),
    ("3.1", "type: object", "type: objet", "14:17: error: `type` must be one of `array`, `boolean`, `integer`, `null`, `number`, `object` or `string`, and is `objet`"),
    ("2.0", "type: object", "type: objet", "11:15: error: `type` must be one of"),
    ("3.0", "in: query", "in: path, required: false", "7:41: error: `required` must be true"),
    # --- keys
    ("3.0", "      responses:", "      respones: {}\n      responses:", "8:7: warning: unknown key `respones`: it is not used (did you mean `responses`?)"),
    ("3.1", "      responses:", "      respones: {}\n      responses:", "8:7: warning: unknown key `respones`: it is not used (did you mean `responses`?)"),
    ("2.0", "      responses:", "      respones: {}\n      responses:", "8:7: warning: unknown key `respones`: it is not used (did you mean `responses`?)"),
    ("3.1", "in: query", "in: header, allowReserved: true", "7:33: warning: `allowReserved` has no meaning here"),
    ("3.0", "type: object", "const: 1", "14:11: warning: unknown key `const` (it came with OpenAPI 3.1)"),
    ("3.0", "type: object", "examples: [1]", "14:11: warning: unknown key `examples`: it is not used (it came with OpenAPI 3.1)"),
    ("3.0", "  /pets:", "  pets: {}\n  /pets:", "4:3: error: `pets` is no path: it does not begin with `/` (write `/pets`)"),
    ("3.1", "  /pets:", "  pets: {}\n  /pets:", "4:3: error: `pets` is no path"),
    ("3.0", '        "200":', '        2xx: {description: d}\n        "200":', "9:9: warning: `2xx` is no status code"),
    ("3.1", "    Pet:", "    'a b': {}\n    Pet:", "14:5: error: `a b` cannot be the name of a component"),
    ("3.2", "  /pets:", "  /a: {additionalOperations: {GET: {responses: {}}}}\n  /pets:", "4:31: error: `GET` cannot be the method of an additional operation (write it beside this key, as `get`)"),
    ("2.0", "{type: string}}}", "{colour: 1, shape: 2, size: 3}}}", "11:41: warning: unknown key `colour`: it is not used"),
    # --- what is missing
    ("3.0", 'title: T, version: "1"', "x-a: 1", "2:1: warning: `title` is missing"),
    ("3.0", "name: q, ", "", "7:11: error: `name` is missing"),
    ("3.0", "in: query, ", "", "7:11: error: `in` is missing"),
    ("2.0", "in: query, ", "", "7:11: error: `in` is missing"),
    ("3.0", ", schema: {type: string}}", "}", "7:11: warning: `schema` or `content` is missing"),
    ("3.1", ", schema: {type: string}}", "}", "7:11: warning: `schema` or `content` is missing"),
    ("3.0", "          description: d\n", "", "9:9: warning: `description` is missing"),
    ("3.0", "type: http, ", "", "16:5: error: `type` is missing"),
    ("3.1", "paths:", "x-paths:\nx-more:", None),
    ("3.0", "paths:", "x-paths:", "1:1: error: `paths` is missing"),
    # --- what excludes each other
    ("3.0", "in: query", "in: query, content: {a/b: {}}", "7:32: error: `schema` and `content` exclude each other"),
    ("3.1", "in: query", "in: query, content: {a/b: {}}", "7:32: error: `schema` and `content` exclude each other"),
    ("3.0", "{schema: {$ref", "{example: 1, examples: {}, schema: {$ref", "11:52: warning: `example` and `examples` exclude each other"),
    ("3.0", "schema: {type: string}}", "style: form, content: {a/b: {}}}", "7:32: warning: `style` has no meaning beside `content`: it is not used"),
    ("3.0", "scheme: bearer", "scheme: basic, bearerFormat: x", "16:33: warning: `bearerFormat` has no meaning without `scheme: bearer`"),
    ("3.1", "scheme: bearer", "scheme: basic, bearerFormat: x", "16:40: warning: `bearerFormat` has no meaning here"),
    # --- texts
    ("3.0", "required: [id]", "required: [id, id]", "14:40: warning: `id` is twice in `required`: it counts once"),
    ("3.1", "required: [id]", "required: [id, id]", "14:40: warning: `id` is twice in `required`: it counts once"),
    ("3.0", "type: object", 'pattern: "(a"', "14:20: warning: this pattern is not valid here: it is not enforced"),
    ("3.1", "type: object", 'pattern: "(a"', "14:20: warning: this pattern is not valid here: it is not enforced"),
    ("3.0", "type: object", r'pattern: "^\\p{L}$"', None),
    ("3.1", "type: object", r'pattern: "^\\p{L}$"', None),
    ("3.0", "paths:", "x: 1\npaths:", "3:1: warning: unknown key `x`: it is not used"),
    ("3.0", ', version: "1"', ', version: "1", contact: {email: me}', "2:49: warning: `email` is not an e-mail address"),
    ("3.1", "paths:", "servers: [{url: 'https://{a}.test'}]\npaths:", None),
    ("3.0", '"3.0.3"', '"3.0.13"', None),
    ("2.0", "paths:", "host: 'https://a.test'\npaths:", "3:7: error: `host` does not fit the pattern"),
    # --- references and alternatives
    ("3.0", '$ref: "#/components/schemas/Pet"', "$ref: 5", "11:55: error: `$ref` must be a text"),
    ("3.0", "id: {type: string}", "id: {properties: {a: {type: strin}, b: []}}", "14:82: error: `type` must be one of"),
    ("3.0", "id: {type: string}", "id: {properties: {a: {type: strin}, b: []}}", "14:93: error: `b` must be a mapping, and is a list"),
    ("3.0", "id: {type: string}", "id: {additionalProperties: []}", "14:81: error: `additionalProperties` must be a mapping or true or false, and is a list"),
    ("3.0", "    Pet:", "    '007': {type: 7}\n    Pet:", "14:19: error: `type` must be a text"),
    ("3.0", "description: d", "description: d\n          headers: {a: {schema: 5}}", "11:33: error: `schema` must be a mapping, and is a number"),
    # --- odds and ends
    ("3.0", "      responses:\n", "      responses: {}\n      x-responses:\n", "8:7: warning: `responses` has no response"),
    ("3.1", "      responses:\n", "      responses: {}\n      x-responses:\n", "8:7: warning: `responses` has no response"),
    ("2.0", "      responses:\n", "      responses: {x-a: 1}\n      x-responses:\n", "8:7: warning: `responses` has no response"),
    ("3.0", "paths:", "tags: [{name: 5}]\npaths:", "3:15: warning: `name` must be a text"),
    ("3.0", "      parameters:\n", "      parameters:\n        - &a {name: r, in: query, schema: {}}\n        - *a\n", "8:11: warning: an entry is twice in `parameters`"),
    ("3.0", 'T, version: "1"', "T, version: 1.0", "2:27: warning: `version` must be a text, and is a number: it is not used (write it in quotes)"),
    ("3.1", "type: object", "$recursiveAnchor: true", "14:29: warning: `$recursiveAnchor` must be a text, and is true: it is not used"),
    ("3.1", "paths:", "foo: 1\npaths:", "3:1: warning: unknown key `foo`: it is not used"),
]  # fmt: skip


def source(version: str) -> str:
    if version == "2.0":
        return SWAGGER
    return OPENAPI.format(version=f"{version}.3")


def findings(path: Path, text: str) -> tuple[list[str], Diagnostics]:
    path.write_text(text, encoding="utf-8")
    found = Diagnostics()
    validate(load(path, found), found)
    lines = [
        f"{one.position.line}:{one.position.column}: {one.diagnostic.severity}: "
        f"{one.diagnostic.message}"
        + (f" ({one.diagnostic.hint})" if one.diagnostic.hint else "")
        for one in locate(found)
    ]
    return lines, found


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1", "3.2"])
def test_a_right_document(tmp_path: Path, version: str) -> None:
    assert findings(tmp_path / "spec.yaml", source(version))[0] == []


@pytest.mark.parametrize(("version", "old", "new", "expected"), CASES)
def test_a_wrong_document(
    tmp_path: Path, version: str, old: str, new: str, expected: str | None
) -> None:
    text = source(version)
    assert old in text
    lines, _ = findings(tmp_path / "spec.yaml", text.replace(old, new, 1))
    if expected is None:
        assert lines == []
    else:
        assert any(line.startswith(expected) for line in lines), lines


def test_each_weight_is_of_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    used: set[weights.Weight] = set()
    weigh = weights.weight

    def noting(fault: Any) -> weights.Weight | None:
        weighed = weigh(fault)
        if weighed is not None:
            used.add(weighed)
        return weighed

    monkeypatch.setattr("generator.validate.weight", noting)
    for version, old, new, _ in CASES:
        findings(tmp_path / "spec.yaml", source(version).replace(old, new, 1))
    assert [one for one in weights.WEIGHTS if one not in used] == []


def test_all_problems_in_one_run_each_at_its_place(tmp_path: Path) -> None:
    text = """\
openapi: 3.0.3
info: []
servers: {url: x}
tags: hello
security: no
paths:
  /a:
    get:
      parameters: {name: x}
      responses: []
    post: null
components:
  schemas:
    A: {properties: [a]}
    B: {enum: abc}
    C: {items: [x]}
    D: {type: 5, deprecated: 1}
    E: null
"""
    lines, _ = findings(tmp_path / "spec.yaml", text)
    places = [line.partition(": error: ")[0] for line in lines]
    assert " ".join(places) == (
        "2:7 3:10 4:7 5:11 9:19 10:18 11:11 14:21 15:15 16:16 17:15 17:30 18:8"
    )


@pytest.mark.parametrize("depth", [3, 80])
@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_the_depth_of_a_problem_does_not_matter(version: str, depth: int) -> None:
    schema: Any = {"type": 5}
    for _ in range(depth):
        schema = {"properties": {"a": schema}}
    found = check(version, schemas={"A": schema})
    path = ("components", "schemas", "A", *("properties", "a") * depth, "type")
    assert [one.at.parts for one in found.found] == [path]


def test_more_problems_than_anybody_reads() -> None:
    found = check("3.0", schemas={f"A{n}": {"type": 5} for n in range(11_000)})
    assert len(found.found) == MAX_FAULTS + 1
    assert found.found[-1].message == "more than 10,000 problems: the rest is not shown"


def test_a_wrong_piece_that_is_too_large_to_explain() -> None:
    found = check(
        "3.0", schemas={"A": {"enum": list(range(100_001)), "type": 5}, "B": 1}
    )
    assert [(str(one.at), one.message) for one in found.found] == [
        ("#/components/schemas/A", "`A` is wrong, and too large to say where"),
        ("#/components/schemas/B", "`B` must be a mapping, and is a number"),
    ]


def test_codes() -> None:
    found = check("3.1", schemas={"a b": {}, "A": {"type": 5, "pattern": "("}})
    assert {one.code for one in found.found} == {
        Code.COMPONENT_NAME,
        Code.SCHEMA,
        Code.PATTERN,
    }


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ({"opnapi": "3.0.0"}, "it has no `openapi`", "write `openapi` for `opnapi`"),
        ({"openapi": 3.1}, "OpenAPI must be a text", 'write "3.1.0" in quotes'),
        ({"swagger": 2.0}, "Swagger must be a text", 'write "2.0" in quotes'),
        ({"openapi": "4.0.0"}, "version '4.0.0' of OpenAPI is not supported", ""),
        ({"swagger": "1.2"}, "version '1.2' of Swagger is not supported", ""),
    ],
)
def test_the_version(value: Any, message: str, hint: str) -> None:
    found = Diagnostics()
    validate(Document("spec.json", "", value), found)
    (one,) = found.found
    assert (one.code, message in one.message, one.hint) == (
        Code.NOT_OPENAPI,
        True,
        hint,
    )


def test_the_library_is_loaded_when_there_is_something_to_check() -> None:
    script = (
        "import sys, generator.validate\n"
        "heavy = {'jsonschema', 'jsonschema_rs', 'openapi_spec_validator'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout == b"[]\n"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=300),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["type", "$ref", "in", "name", "schema", "200", "x"]), inner
        )
    ),
    max_leaves=5,
)


@given(st.data(), st.sampled_from(["2.0", "3.0", "3.1"]), JSON)
@settings(max_examples=200, deadline=None)
def test_what_is_said_is_short_and_agrees_with_the_library(
    data: st.DataObject, version: str, value: Any
) -> None:
    document: Any = yaml.safe_load(source(version))
    holder, key = data.draw(st.sampled_from(places_of(document)))
    holder[key] = value
    found = Diagnostics()
    validate(Document("spec.json", "", document), found)
    if found.found and found.found[0].code is Code.NOT_OPENAPI:
        return
    for one in found.found:
        assert len(one.message) <= 300
        assert not isinstance(value, str) or len(value) < 80 or value not in one.message
    accepts = engine(version).decides.is_valid(document)
    assert accepts or found.found
    assert version == "3.1" or accepts == (not found.found)


def check(version: str, schemas: dict[str, Any]) -> Diagnostics:
    document: Any = {
        "openapi": f"{version}.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {"schemas": schemas},
    }
    found = Diagnostics()
    validate(Document("spec.json", "", document), found)
    return found


def places_of(document: Json) -> list[tuple[Any, Any]]:
    """All mappings and lists with each of their keys."""
    found: list[tuple[Any, Any]] = []
    pending = [document]
    while pending:
        match pending.pop():
            case dict() as fields:
                found += [(fields, key) for key in fields]
                pending += fields.values()
            case list() as items:
                found += [(items, index) for index in range(len(items))]
                pending += items
            case _:
                pass
    return found

"""Each rule finds what it is about, where it is, and nothing in a document that is right."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest

from generator.codes import Code
from generator.config import SpecConfig
from generator.diagnostics import Diagnostics, Stop
from generator.document import Document
from generator.reporting import FORMATS, report
from generator.reporting.locate import locate
from generator.rules.schemas import required
from generator.understand import open_spec, read_all

RIGHT = """\
openapi: 3.0.3
info: {title: T, version: "1"}
servers:
  - url: https://{region}.test
    variables: {region: {default: eu}}
security: [{login: []}]
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getA
      parameters:
        - {name: q, in: query, schema: {$ref: "#/components/schemas/Text"}}
      responses: {"204": {description: d}}
  /b:
    get:
      operationId: getB
      responses: {"204": {description: d}}
components:
  securitySchemes:
    login: {type: http, scheme: basic}
    key: {type: apiKey, in: query, name: k}
  parameters:
    P: {name: p, in: query, schema: {type: string}}
  schemas:
    Text: {type: string, enum: [a, b], default: a, pattern: "^a"}
    List: {type: array, items: {$ref: "#/components/schemas/Text"}}
    Pet: {type: object, properties: {kind: {type: string}}}
    Cat: {allOf: [{$ref: "#/components/schemas/Pet"}, {type: object}]}
    Any:
      oneOf: [{$ref: "#/components/schemas/Pet"}]
      discriminator: {propertyName: kind, mapping: {cat: Cat}}
"""

WRONG = [
    ("region: {default: eu}", "region: {default: evil.test/}", Code.SERVER, 5),
    ("https://{region}", "https://u:p@{region}", Code.SERVER, 4),
    ("https://{region}", "javascript:{region}", Code.SERVER, 4),
    ("https://{region}.test", "'https://a.test/\"'", Code.SERVER, 4),
    ("login: []", "lgoin: []", Code.SECURITY, 6),
    ("in: query, name: k", "in: header, name: 'a: b'", Code.SECURITY, 23),
    ("/a/{id}:", "/a/{ident}:", Code.PATH_PARAMETER, 10),
    ("/a/{id}:", "/a/{id}/{id}:", Code.PATH_PARAMETER, 8),
    ("required: true, ", "", Code.PATH_PARAMETER, 10),
    ("  /b:", "  /b?x=1:", Code.PATH, 16),
    ("  /b:", "  //evil.test/b:", Code.PATH, 16),
    ("operationId: getB", "operationId: getA", Code.OPERATION_ID, 18),
    (
        "      parameters:\n        - {",
        "      parameters:\n        - {name: q, in: query, schema: {}}\n        - {",
        Code.PARAMETER,
        15,
    ),
    ("    Text:", "    Te xt: {}\n    Text:", Code.COMPONENT_NAME, 27),
    ('schemas/Text"}}\n      resp', 'parameters/P"}}\n      resp', Code.REFERENCE, 14),
    ('schemas/Text"}}\n      resp', 'schemas/Txt"}}\n      resp', Code.REFERENCE, 14),
    (
        '{$ref: "#/components/schemas/Pet"}, {',
        "{$ref: '#/info'}, {",
        Code.REFERENCE,
        30,
    ),
    ('schemas/Pet"}, {type', 'schemas/Cat"}, {type', Code.REFERENCE, 30),
    ("cat: Cat", "cat: Cta", Code.DISCRIMINATOR, 33),
    ("cat: Cat", "cat: 'http://a.test/cat.json'", Code.DISCRIMINATOR, 33),
    ("default: a", "default: c", Code.VALUE, 27),
    (', items: {$ref: "#/components/schemas/Text"}', "", Code.CONTRADICTION, 28),
    ("{type: object}]", "{type: string}]", Code.CONTRADICTION, 30),
    ('pattern: "^a"', 'pattern: "(a"', Code.PATTERN, 27),
]


def problems(path: Path, text: str) -> list[tuple[Code, int]]:
    path.write_text(text, encoding="utf-8")
    found = Diagnostics()
    with suppress(Stop):
        read_all([SpecConfig(path)], found)
    return [
        (one.diagnostic.code, one.position.line)
        for one in locate(found)
        if one.diagnostic.code is not Code.UNSUPPORTED
    ]


def test_a_right_document(tmp_path: Path) -> None:
    assert problems(tmp_path / "spec.yaml", RIGHT) == []


@pytest.mark.parametrize(("old", "new", "code", "line"), WRONG)
def test_a_wrong_document(
    tmp_path: Path, old: str, new: str, code: Code, line: int
) -> None:
    assert old in RIGHT
    found = problems(tmp_path / "spec.yaml", RIGHT.replace(old, new, 1))
    assert (code, line) in found, found


def test_a_long_chain_of_references_is_followed_once(tmp_path: Path) -> None:
    links = [
        f'    A{n}: {{$ref: "#/components/schemas/A{n + 1}"}}' for n in range(3000)
    ]
    chain = "\n".join([*links, "    A3000: {type: string}"])
    assert problems(tmp_path / "spec.yaml", f"{RIGHT}{chain}\n") == []


def test_circles_of_references(tmp_path: Path) -> None:
    text = f'{RIGHT}    A: {{$ref: "#/components/schemas/B"}}\n'
    text += '    B: {$ref: "#/components/schemas/A"}\n'
    found = problems(tmp_path / "spec.yaml", text)
    assert {code for code, _ in found} == {Code.REFERENCE}


def test_guessing_has_an_end() -> None:
    """Where thousands of names are wrong, hints would take minutes."""
    found = Diagnostics()
    known = [f"name{number}" for number in range(5_000)]
    hints = [found.guess("nome1", known) for _ in range(1_000)]
    assert hints[0] == "did you mean `name1`?"
    assert hints[-1] == ""
    assert Diagnostics().guess("x" * 1_000_000, ["x" * 999_999]) == ""


def test_names_of_a_path_and_of_its_parameters(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(RIGHT.replace("/a/{id}:", "/a/{idd}:"), "utf-8")
    found = Diagnostics()
    with suppress(Stop):
        read_all([SpecConfig(tmp_path / "spec.yaml")], found)
    told = {(one.message, one.hint) for one in found.found}
    assert ("the path has no `{id}`", "did you mean `idd`?") in told
    missing = "`{idd}` in the path has no parameter of that name"
    assert (missing, "did you mean `id`?") in told


def test_what_long_chains_require(tmp_path: Path) -> None:
    """It is looked up as long as that takes no time to speak of."""
    size = 1_500
    chain = [
        f'    A{n}: {{allOf: [{{$ref: "#/components/schemas/A{n + 1}"}}], required: [x]}}'
        for n in range(size)
    ]
    path = tmp_path / "spec.yaml"
    text = "\n".join([RIGHT, *chain, f"    A{size}: {{type: object}}\n"])
    path.write_text(text, encoding="utf-8")
    found = Diagnostics()
    spec = open_spec(SpecConfig(path), found).spec
    required(spec, found)
    assert 0 < len(found.found) < size


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_told_is_printable_and_has_an_end(form: str) -> None:
    found = Diagnostics()
    document = Document("spec.yaml", "a: 1\n", {"a": 1})
    found.documents["spec.yaml"] = document
    found.error(Code.REFERENCE, f"\x7f\x1b{'x' * 100_000}", document.root.at / "a")
    told = report(found, form)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", told)
    assert form in ("json", "sarif") or len(told) < 5_000


def test_one_mistake_does_not_hide_the_others(tmp_path: Path) -> None:
    wrong = RIGHT.replace("operationId: getB", "operationId: getA")
    wrong = wrong.replace(
        "      - {name: id,", "      - {$ref: '#/no'}\n      - {name: i,"
    )
    found = problems(
        tmp_path / "spec.yaml", wrong.replace("region: {default: eu}", "r: {}")
    )
    codes = {code for code, _ in found}
    assert {Code.REFERENCE, Code.OPERATION_ID, Code.SERVER} <= codes
    # The reference might have led to `{id}`.
    assert (Code.PATH_PARAMETER, 12) not in found


def test_operations_that_two_paths_share(tmp_path: Path) -> None:
    shared = '  /b:\n    $ref: "#/paths/~1c"\n    put: {responses: {"200": {description: d}}}\n'
    text = RIGHT.replace("  /b:\n", f"{shared}  /c:\n")
    assert problems(tmp_path / "spec.yaml", text) == []

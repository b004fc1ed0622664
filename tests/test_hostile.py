"""Documents that mean harm, or mean nothing: refused at the right place, or served.

A mark `«` in a text stands before what has to be reported; it is taken out. What is about
no place in particular has none.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.document import Json
from tests.conftest import ROOT

MARK = "«"
HEAD = 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\n'
DOCUMENT = f"{HEAD}paths: {{}}\n"
SCHEMAS = f"{DOCUMENT}components:\n  schemas:\n"
JSON = '{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}'
ANSWER = "responses: {'204': {description: d}}"


def cases(names: Iterable[str]) -> list[Any]:
    """The names of a table."""
    return [pytest.param(one, id=ascii(one)) for one in names]


def lint(path: Path, *, strict: bool = True) -> tuple[int, list[dict[str, Any]]]:
    """The exit code, and what was said, of `lint` without warnings (or with them)."""
    options = ["--strict"] if strict else []
    arguments = ["lint", str(path), "--output-format", "json", *options]
    outcome = CliRunner().invoke(main, arguments)
    error = outcome.exception
    assert error is None or isinstance(error, SystemExit), error
    return outcome.exit_code, json.loads(outcome.stdout)


def placed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and the lines and columns of these."""
    plain, *rest = text.split(MARK)
    places: list[tuple[int, int]] = []
    for piece in rest:
        places.append((plain.count("\n") + 1, len(plain) - plain.rfind("\n")))
        plain += piece
    return plain, places


def refused(path: Path, text: str, says: str) -> list[dict[str, Any]]:
    """See that a document is refused at all marks, and why."""
    plain, places = placed(text)
    path.write_bytes(plain.encode("utf-8", "surrogatepass"))
    started = time.process_time()
    code, said = lint(path)
    assert time.process_time() - started < 5
    assert code == 2, said
    found = {(one["line"], one["column"]) for one in said}
    assert set(places) <= found, said
    assert any(re.search(says, one["message"], re.IGNORECASE) for one in said), said
    assert all(one["pointer"].startswith("#") for one in said), said
    return said


def served(path: Path, text: str) -> None:
    """See that there is nothing to say of a document."""
    path.write_bytes(text.encode("utf-8"))
    assert lint(path) == (0, [])


def chain(form: str, count: int, last: str) -> str:
    """Schemas `S0` to `S<count>` of which each refers to the next one, and a user."""
    targets = (f"'#/components/schemas/S{number + 1}'" for number in range(count))
    links = (form.replace("NEXT", target) for target in targets)
    lines = [f"    S{number}: {link}\n" for number, link in enumerate(links)]
    user = "{type: object, properties: {a: {$ref: '#/components/schemas/S0'}}}"
    return f"{SCHEMAS}{''.join(lines)}    S{count}: {last}\n    User: {user}\n"


# --- YAML

BROKEN_YAML = {
    "tag of a name": ("x-a: «!!python/name:os.system x", "tag"),
    "tag by a directive": (
        "%TAG ! tag:yaml.org,2002:python/\n---\nx-a: «!name:os.system x",
        "tag",
    ),
    "tag in full": ("x-a: «!<tag:yaml.org,2002:python/name:os.system> x", "tag"),
    "tag on a key": ("«!!python/name:os.system x-a: 1", "tag"),
    "tag on a list": ("x-a: «!!python/tuple [1]", "tag"),
    "time": ("x-a: «!!timestamp 2020-01-01", "tag"),
    "number that is none": ("x-a: «!!int abc", ""),
    "boolean that is none": ("x-a: «!!bool maybe", ""),
    "mapping that is a list": ("x-a: «!!map [1]", ""),
    "text that is a mapping": ("x-a: «!!str {b: 1}", ""),
    "number and text": ("x-a: {200: 1, «'200': 2}", "duplicate key `200`"),
    "quoted and plain": ('x-a: {b: 1, «"b": 2}', "duplicate key `b`"),
    "escaped": ('x-a: {b: 1, «"\\x62": 2}', "duplicate key `b`"),
    "two merges": ("x-a: &a {b: 1}\nx-b: {<<: *a, «<<: *a}", "duplicate key `<<`"),
    "merge of a text": ("x-a: {<<: «b}", "merges"),
    "merge of itself": ("x-a: &a {b: {<<: «*a}}", "itself"),
    "no such anchor": ("x-a: «*nowhere", "anchor"),
    "list as a key": ("x-a: {? «[1] : 2}", "key"),
    "mapping as a key": ("? «{a: b}\n: 1", "key"),
    "two documents": (f"{DOCUMENT}«---\n{DOCUMENT}", "second document"),
    "version of YAML": ("«%YAML 3.0\n---\na: 1", ""),
    "NUL": ("x-a: b«\x00", "control character"),
    "DEL": ("x-a: b«\x7f", "control character"),
    "escaped surrogate": ('x-a: «"\\ud800"', "surrogate|escape|unicode"),
    "tab": (f"{HEAD}paths:\n«\t/a: {{}}\n", "tab"),
    "infinity": ("x-a: «-.inf", "counterpart"),
    "too large a number": ("x-a: «1e999", ""),
    "digits": (f"x-a: «{'9' * 5000}", "digits"),
    "list": ("«- openapi: 3.0.3", "mapping"),
    "number": ("# nothing\n«12", "mapping"),
    "only null": ("~", "empty"),
    "conflict": (f"{HEAD}«<<<<<<< HEAD\npaths: {{}}\n=======\n>>>>>>> b\n", "conflict"),
    "deep flow": ("x-a: " + "[" * 100_000, "nested deeper"),
    "deep mappings": ("x-a: " + "{a: " * 50_000 + "}" * 50_000, "nested deeper"),
    "deep block": ("x-a:\n  " + "- " * 50_000 + "1", "nested deeper"),
}


@pytest.mark.parametrize("name", cases(BROKEN_YAML))
def test_broken_yaml(tmp_path: Path, name: str) -> None:
    text, says = BROKEN_YAML[name]
    refused(tmp_path / "spec.yaml", text, says)


@pytest.mark.parametrize("end", cases(["\r", "\r\n", "\n"]))
def test_lines_end_in_three_ways(tmp_path: Path, end: str) -> None:
    served(tmp_path / "right.yaml", DOCUMENT.replace("\n", end))
    for wrong in ("x-a: !!binary aGk=\n", "x-a: b\x07\n", "x-a: 1\nx-a: 2\n"):
        path = tmp_path / "spec.yaml"
        path.write_bytes(f"{DOCUMENT}x-b: 1\n{wrong}".replace("\n", end).encode())
        _, said = lint(path)
        line = 5 + wrong.count("\n") - 1
        assert [one["line"] for one in said] == [line], said


@pytest.mark.parametrize("separator", cases(["\u2028", "\u2029", "\x85"]))
def test_lines_are_counted_as_editors_do(tmp_path: Path, separator: str) -> None:
    text = f"{DOCUMENT}x-a: 'a{separator}b'\nx-b: «!!binary aGk=\n"
    refused(tmp_path / "spec.yaml", text, "tag")


RIGHT_YAML = {
    "byte order mark": f"\ufeff{DOCUMENT}",
    "start and end": f"%YAML 1.2\n---\n{DOCUMENT}...\n# done\n",
    "explicit keys": f"{DOCUMENT}? x-a\n: 1\n",
    "keys of other types": f"{DOCUMENT}x-a: {{1.5: a, true: b, null: c, 0x10: d}}\n",
    "merges": f"{DOCUMENT}x-a: &a {{b: 1}}\nx-b: {{<<: [*a, *a], b: 2}}\n",
    "anchor used twice": f"{DOCUMENT}x-a: [&a 1, *a, &a 2, *a]\n",
    "nothing but JSON": f"{JSON}}}",
    "two forms of a letter": f"{DOCUMENT}x-a: {{\u00e9: 1, e\u0301: 2}}\n",
    "markers in a text": f"{DOCUMENT}x-a: |\n  <<<<<<< HEAD\n  =======\n",
    "escapes": f'{DOCUMENT}x-a: "\\0\\e\\x07\\U0001F600"\n',
    "nested as deeply as allowed": f"{DOCUMENT}x-a: {'[' * 198}{']' * 198}\n",
}


@pytest.mark.parametrize("name", RIGHT_YAML)
def test_right_yaml(tmp_path: Path, name: str) -> None:
    served(tmp_path / "spec.yaml", RIGHT_YAML[name])


BOMBS = {
    "lists of lists": "".join(
        f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    ),
    "mappings of mappings": "".join(
        f"x-{n}: &a{n} {{b: *a{n - 1}, c: *a{n - 1}}}\n" for n in range(1, 60)
    ),
    "merges of merges": "".join(
        f"x-{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: 1}}\n" for n in range(1, 60)
    ),
    "a long chain of merges": "".join(
        f"x-{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}\n" for n in range(1, 6000)
    ),
    "a broad list": f"x-1: &a1 [{'1, ' * 5000}]\nx-2: [{'*a1, ' * 5000}]\n",
    "a long text": f"x-1: &a1 {'x' * 1_000_000}\nx-2: [{'*a1, ' * 5000}]\n",
}


@pytest.mark.parametrize("name", cases(BOMBS))
def test_bombs(tmp_path: Path, name: str) -> None:
    text = f"{DOCUMENT}x-0: &a0 {{a: b}}\n{BOMBS[name]}"
    assert refused(tmp_path / "spec.yaml", text, "larger")[0]["line"] > 4


# --- JSON

BROKEN_JSON = {
    "escaped key": (JSON + ', "a": 1, «"\\u0061": 2}', "duplicate key `a`"),
    "inside a list": (JSON + ', "x": [[{"a": 1,\n «"a": 2}]]}', "duplicate key `a`"),
    "comment": (JSON + "\n«// said\n}", ""),
    "trailing comma": (JSON + ",\n«}", ""),
    "single quotes": (JSON + ", «'a': 1}", ""),
    "two documents": (JSON + "}\n«{}", ""),
    "leading zero": (JSON + ', "x": 0«1}', ""),
    "plus": (JSON + ', "x": «+1}', ""),
    "hexadecimal": (JSON + ', "x": 0«x1}', ""),
    "undefined": (JSON + ', "x": «undefined}', ""),
    "negative NaN": (JSON + ', "x": «-NaN}', ""),
    "infinity": (JSON + ', "x": [«Infinity]}', "Infinity"),
    "too large a number": (JSON + ', "x": «1e999}', ""),
    "digits": (JSON + f', "x": «{"1" * 5000}}}', "digits"),
    "NUL": (JSON + ', "x": "a«\x00"}', ""),
    "line end in a text": (JSON + ', "x": "a«\nb"}', ""),
    "half a pair": (JSON + ', "x": «"\\udc00"}', "surrogate"),
    "pair in the wrong order": (JSON + ', "x": «"\\ude00\\ud83d"}', "surrogate"),
    "half a pair in a key": (JSON + ', «"\\ud800": 1}', "surrogate"),
    "no end": (JSON + '\n, "x": [1, «', "ends|end"),
    "no end of a text": (JSON + '\n, "x": «"abc', ""),
    "list": ("«[]", "mapping"),
    "text": ('«"openapi"', "mapping"),
    "only null": ("null", "empty"),
    "nothing": ("", "empty"),
    "blanks": (" \n\t ", "empty"),
    "deep": (JSON + ', "x": ' + '{"a": ' * 100_000, "nested deeper"),
    "deep lists": (
        JSON + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "nested deeper",
    ),
    "long line": (JSON + f', "x": "{"w" * 3_000_000}", «}}', ""),
}


@pytest.mark.parametrize("name", cases(BROKEN_JSON))
def test_broken_json(tmp_path: Path, name: str) -> None:
    text, says = BROKEN_JSON[name]
    refused(tmp_path / "spec.json", text, says)


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{JSON}}}",
        f'{JSON}, "x-a": "\\ud83d\\ude00\\u0000"}}',
        f"\r\n{JSON}}}\r\n",
    ],
    ids=["byte order mark", "escapes", "blank lines"],
)
def test_right_json(tmp_path: Path, text: str) -> None:
    served(tmp_path / "spec.json", text)


@pytest.mark.parametrize("suffix", ["yaml", "json", "txt"])
@pytest.mark.parametrize(
    "content",
    [
        DOCUMENT.encode("utf-16-le"),
        DOCUMENT.encode("utf-32"),
        b"x-a: \xed\xa0\x80\n",
        b"x-a: \xc0\xaf\n",
        b"x-a: \xe2\x82",
        b"\x80",
        b"\x1f\x8b\x08\x00gzip",
    ],
    ids=["UTF-16", "UTF-32", "surrogate", "overlong", "cut off", "no UTF-8", "gzip"],
)
def test_other_encodings(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"spec.{suffix}"
    path.write_bytes(content)
    code, said = lint(path)
    assert code == 2 and len(said) == 1
    assert said[0]["code"] == "syntax" and said[0]["pointer"].startswith("#")


# --- references

_REMOTE = r"host|outside|only files|not a file|cannot be read|not a URI"
LEADS_NOWHERE = {
    "#/components/schemas/Nowhere": "nothing",
    "#/components/schemas": "schema",
    "#/components": "schema",
    "#": "schema",
    "": "",
    "#/": "nothing",
    "#components/schemas/B": "anchor",
    "#/components/schemas/B/": "nothing",
    "#/components/schemas/b": "nothing",
    "#/components/schemas/%2542": "nothing",
    "#/components/schemas/%zz": "nothing",
    "#/components/schemas/C/allOf/1": "nothing",
    "#/components/schemas/C/allOf/-1": "nothing",
    "#/components/schemas/C/allOf/00": "nothing",
    "#/components/schemas/C/allOf/\u0660": "nothing",
    "#/components/schemas/C/allOf": "schema",
    "#/components/parameters/P": "schema",
    "#/info/title": "schema",
    "https://u:p@a.test/x.yaml": _REMOTE,
    "HtTpS://a.test/x": _REMOTE,
    "ht\\ttp://a.test/x": _REMOTE,
    "//a.test/x": _REMOTE,
    "file:/etc/hosts": _REMOTE,
    "file://localhost/etc/hosts": _REMOTE,
    "/etc/hosts": _REMOTE,
    "../../../../../../../../../etc/hosts": _REMOTE,
    "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fhosts": _REMOTE,
    "C:\\\\x.yaml": _REMOTE,
    "\\\\\\\\host\\\\x.yaml": _REMOTE,
    "jar:file:/x.jar!/x.yaml": _REMOTE,
    "urn:x:y": _REMOTE,
    "data:,{}": _REMOTE,
    ".": _REMOTE,
    "link.yaml": _REMOTE,
    "pipe.yaml": _REMOTE,
    "spec.yaml/x": _REMOTE,
    "http://[": _REMOTE,
    "x\\0.yaml": _REMOTE,
}


@pytest.mark.parametrize("reference", cases(LEADS_NOWHERE))
def test_references_that_lead_nowhere(tmp_path: Path, reference: str) -> None:
    (tmp_path / "link.yaml").symlink_to("/etc/hosts")
    os.mkfifo(tmp_path / "pipe.yaml")
    text = (
        f'{SCHEMAS}    A: {{type: object, properties: {{a: {{$ref: «"{reference}"}}}}}}\n'
        "    B: {type: string}\n    C: {allOf: [{type: string}]}\n"
        "  parameters:\n    P: {name: p, in: query, schema: {type: string}}\n"
    )
    said = refused(tmp_path / "spec.yaml", text, LEADS_NOWHERE[reference])
    assert not any(
        "localhost" in one["message"] for one in said if "//" not in reference
    )
    assert said[0]["pointer"] == "#/components/schemas/A/properties/a/$ref"


@pytest.mark.parametrize(
    "reference",
    [
        "#/components/schemas/B",
        "#/components/schemas/%42",
        "#/components/schemas/C/allOf/0",
        "#/components/schemas/A/properties/x~1y~0z",
        "#/components/schemas/A/properties/x%2Fy%7E0z",
        "#/components/schemas/A/properties/%257B",
        "#/components/schemas/A/properties/$ref",
        "#/components/schemas/A/properties/",
        "#/components/parameters/P/schema",
        "spec.yaml#/components/schemas/B",
        "./spec.yaml#/components/schemas/B",
    ],
)
def test_references_that_lead_somewhere(tmp_path: Path, reference: str) -> None:
    text = (
        f"{SCHEMAS}    A:\n      type: object\n      properties:\n"
        f"        a: {{$ref: '{reference}'}}\n        x/y~z: {{type: string}}\n"
        "        '%7B': {type: string}\n        '': {type: string}\n"
        "        $ref: {type: string}\n"
        "    B: {type: string}\n    C: {allOf: [{type: string}]}\n"
        "  parameters:\n    P: {name: p, in: query, schema: {type: string}}\n"
    )
    served(tmp_path / "spec.yaml", text)


@pytest.mark.parametrize("value", ["5", "null", "[a]", "{}", "true"])
def test_references_that_are_no_texts(tmp_path: Path, value: str) -> None:
    text = f"{SCHEMAS}    A: {{allOf: [{{$ref: {value}}}]}}\n"
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    code, said = lint(path)
    assert code == 2 and said[0]["pointer"].startswith("#/components/schemas/A"), said


_TO = "$ref: '#/components"
CIRCLES = {
    "itself": f"  schemas:\n    A: {{«{_TO}/schemas/A'}}\n",
    "allOf and allOf": (
        f"  schemas:\n    A: {{allOf: [{{{_TO}/schemas/B'}}]}}\n"
        f"    B: {{allOf: [{{type: object}}, {{{_TO}/schemas/A'}}]}}\n"
    ),
    "allOf, by a reference": (
        f"  schemas:\n    A: {{allOf: [{{{_TO}/schemas/B'}}]}}\n"
        f"    B: {{{_TO}/schemas/A'}}\n"
    ),
    "responses": (
        f"  responses:\n    A: {{{_TO}/responses/B'}}\n    B: {{{_TO}/responses/A'}}\n"
    ),
    "parameters": f"  parameters:\n    A: {{{_TO}/parameters/A'}}\n",
    "bodies": f"  requestBodies:\n    A: {{{_TO}/requestBodies/A'}}\n",
    "headers": f"  headers:\n    A: {{{_TO}/headers/A'}}\n",
    "examples": f"  examples:\n    A: {{{_TO}/examples/A'}}\n",
    "links": f"  links:\n    A: {{{_TO}/links/A'}}\n",
    "callbacks": f"  callbacks:\n    A: {{{_TO}/callbacks/A'}}\n",
    "security": f"  securitySchemes:\n    A: {{{_TO}/securitySchemes/A'}}\n",
}


@pytest.mark.parametrize("name", CIRCLES)
def test_circles(tmp_path: Path, name: str) -> None:
    text = f"{DOCUMENT}components:\n{CIRCLES[name]}"
    said = refused(tmp_path / "spec.yaml", text.replace(MARK, ""), "circle|itself| -> ")
    assert re.search(r"([AB])\b.* -> .*\1\b", said[0]["message"]), said
    assert re.match(r"#/components/\w+/[AB]", said[0]["pointer"]), said


def test_circles_of_path_items(tmp_path: Path) -> None:
    text = (
        f"{HEAD}paths:\n  /a: {{$ref: '#/paths/~1b'}}\n  /b: {{$ref: '#/paths/~1a'}}\n"
    )
    refused(tmp_path / "spec.yaml", text, "circle|itself")


RECURSIVE = {
    "list of itself": "{type: array, items: {$ref: '#/components/schemas/A'}}",
    "map of itself": "{additionalProperties: {$ref: '#/components/schemas/A'}}",
    "alternative of itself": "{anyOf: [{type: string}, {$ref: '#/components/schemas/A'}]}",
    "only alternative": "{oneOf: [{$ref: '#/components/schemas/A'}]}",
    "not itself": "{not: {$ref: '#/components/schemas/A'}}",
    "allOf of a property": (
        "{allOf: [{type: object, properties: {a: {$ref: '#/components/schemas/A'}}}]}"
    ),
    "list of lists of itself": (
        "{type: array, items: {type: array, items: {$ref: '#/components/schemas/A'}}}"
    ),
    "property of alternatives": (
        "{type: object, properties: {a: {oneOf: [{$ref: '#/components/schemas/A'}]}}}"
    ),
}


@pytest.mark.parametrize("name", RECURSIVE)
def test_schemas_that_contain_themselves(tmp_path: Path, name: str) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(f"{SCHEMAS}    A: {RECURSIVE[name]}\n", encoding="utf-8")
    code, said = lint(path, strict=False)
    assert code in (0, 1) or "itself" in said[0]["message"], said


LINKS = {
    "references": "{$ref: NEXT}",
    "properties": "{type: object, properties: {a: {$ref: NEXT}}}",
    "allOf": "{allOf: [{$ref: NEXT}, {type: object}]}",
    "only allOf": "{allOf: [{$ref: NEXT}]}",
    "lists": "{type: array, items: {$ref: NEXT}}",
    "maps": "{type: object, additionalProperties: {$ref: NEXT}}",
    "alternatives": "{oneOf: [{$ref: NEXT}, {type: string}]}",
    "not": "{not: {$ref: NEXT}}",
}


@pytest.mark.parametrize("name", cases(LINKS))
def test_long_chains(tmp_path: Path, name: str) -> None:
    """No chain ends in a crash, and what cannot be written is said."""
    path = tmp_path / "spec.yaml"
    path.write_text(chain(LINKS[name], 400, "{type: object}"), encoding="utf-8")
    started = time.process_time()
    code, _ = lint(path, strict=False)
    assert code in (0, 1, 2)
    assert time.process_time() - started < 3


# --- OpenAPI

VERSIONS = {
    '"3.0.0"': True,
    '"3.0.4"': True,
    '"3.0.99"': True,
    '"3.1.0"': True,
    '"3.1.2"': True,
    '"3.2.0"': True,
    '"3.1.0-rc1"': True,
    "3.0": False,
    "3.1": False,
    "3": False,
    '"3"': False,
    '"3.3.0"': False,
    '"3.10.0"': False,
    '"4.0.0"': False,
    '"2.0"': False,
    '"1.2"': False,
    '"v3.0.0"': False,
    '"３.0.0"': False,
    '""': False,
    "null": False,
    "true": False,
    "[3, 0, 3]": False,
    "{major: 3}": False,
}


@pytest.mark.parametrize("version", cases(VERSIONS))
def test_versions(tmp_path: Path, version: str) -> None:
    text = DOCUMENT.replace("3.0.3", f"«{version}", 1)
    if VERSIONS[version]:
        served(tmp_path / "spec.yaml", text.replace(MARK, ""))
    else:
        said = refused(tmp_path / "spec.yaml", text, "version|openapi")
        assert {one["pointer"] for one in said} == {"#/openapi"}


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("openAPI: 3.0.3", "openapi"),
        ("swagger: 2.0", "swagger|version"),
        ('swagger: "1.2"', "swagger|version"),
        ("swagger: null", "swagger|version|openapi"),
        ("asyncapi: 2.0.0", "openapi"),
    ],
)
def test_other_kinds_of_documents(tmp_path: Path, key: str, says: str) -> None:
    refused(tmp_path / "spec.yaml", DOCUMENT.replace("openapi: 3.0.3", key), says)


def test_swagger_is_served(tmp_path: Path) -> None:
    served(tmp_path / "spec.yaml", DOCUMENT.replace("openapi: 3.0.3", 'swagger: "2.0"'))


PATHS = {
    "null": "«null",
    "list": "«[]",
    "text": "«x",
    "list of operations": "{/a: «[]}",
    "text for an item": "{/a: «x}",
    "no slash": "{«a: {}}",
    "a host": f"{{«//a.test/b: {{get: {{{ANSWER}}}}}}}",
    "a query": f"{{«'/a?b': {{get: {{{ANSWER}}}}}}}",
    "a fragment": f"{{«'/a#b': {{get: {{{ANSWER}}}}}}}",
    "no such parameter": f"{{'/a/{{b}}': {{«get: {{{ANSWER}}}}}}}",
    "the same twice": (
        f"{{/a: {{get: {{operationId: x, {ANSWER}}}}}, "
        f"/b: {{get: {{operationId: «x, {ANSWER}}}}}}}"
    ),
    "operation that is null": "{/a: {get: «null}}",
    "no such scheme": f"{{/a: {{get: {{security: [{{«x: []}}], {ANSWER}}}}}}}",
    "optional parameter of a path": (
        "{'/a/{b}': {parameters: [«{name: b, in: path, schema: {type: string}}], "
        f"get: {{{ANSWER}}}}}}}"
    ),
    "parameter twice": (
        "{/a: {parameters: [{name: b, in: query, schema: {}}, "
        f"«{{name: b, in: query, schema: {{}}}}], get: {{{ANSWER}}}}}}}"
    ),
    "parameter nowhere": (
        "{/a: {parameters: [{name: b, in: «body, schema: {}}], "
        f"get: {{{ANSWER}}}}}}}"
    ),
}


@pytest.mark.parametrize("name", PATHS)
def test_wrong_paths(tmp_path: Path, name: str) -> None:
    refused(tmp_path / "spec.yaml", f"{HEAD}paths: {PATHS[name]}\n", "")


WRONG_SCHEMAS = {
    "empty enumeration": "{type: string, enum: «[]}",
    "value twice": "{type: string, enum: [a, b, «a]}",
    "default not listed": "{type: string, enum: [a], default: «b}",
    "type that is none": "{type: «text}",
    "type that is a number": "{type: «5}",
    "items that are a list": "{type: array, items: «[{}]}",
    "no items": "{type: array}",
    "required that is a text": "{type: object, required: «a}",
    "negative length": "{type: string, minLength: «-1}",
    "types that exclude each other": "{allOf: [{type: array, items: {}}, {type: object}]}",
    "mapping to nothing": (
        "{oneOf: [{$ref: '#/components/schemas/B'}], "
        "discriminator: {propertyName: a, mapping: {x: «C}}}"
    ),
}


@pytest.mark.parametrize("name", WRONG_SCHEMAS)
def test_wrong_schemas(tmp_path: Path, name: str) -> None:
    text = f"{SCHEMAS}    A: {WRONG_SCHEMAS[name]}\n    B: {{type: object}}\n"
    said = refused(tmp_path / "spec.yaml", text, "")
    assert any(one["pointer"].startswith("#/components/schemas/A") for one in said)


WHOLE = ROOT / "tests" / "specs" / "hostile_whole.yaml"
WRONG_VALUES: list[Any] = [
    *(None, 5, -1.5, True, "x", "", [], {}, [None], {"a": None}, [{}], ["a", "a"]),
    *("\u2028\x00", {"$ref": "#/nowhere"}, {"$ref": 5}, {"$ref": "#/info"}),
]


def places_in(value: Json) -> Iterator[tuple[Any, Any]]:
    """Every list or mapping inside a value, with every index or key of it."""
    keys: list[Any] = []
    if isinstance(value, dict):
        keys += value
    elif isinstance(value, list):
        keys += range(len(value))
    inside: Any = value
    for key in keys:
        yield value, key
        yield from places_in(inside[key])


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_wrong_values_everywhere(tmp_path: Path, version: str) -> None:
    """Whatever stands wherever: something is said of it, or nothing, but no crash."""
    path = tmp_path / "spec.json"
    document = yaml.safe_load(WHOLE.read_text(encoding="utf-8"))
    document["openapi"] = version
    for number, (holder, key) in enumerate(list(places_in(document))):
        right = holder[key]
        for value in WRONG_VALUES[number % 7 :: 7]:
            holder[key] = value
            path.write_text(json.dumps(document), encoding="utf-8")
            code, said = lint(path, strict=False)
            assert code in (0, 1, 2)
            assert all(one["pointer"].startswith("#") for one in said), (key, value)
        holder[key] = right


ELSEWHERE = ("/a/../b", "/a/.", "/..", "//a.test/b", "/\\evil.test", "/a?b", "/a#b")
UNSENDABLE = ("/a\nb", "/a\0b", "/\u2028", "/a b", "/a{", "/a}", "/{}", "a", "")


@pytest.mark.parametrize("path", cases([*ELSEWHERE, *UNSENDABLE]))
def test_paths_that_lead_elsewhere(tmp_path: Path, path: str) -> None:
    operation = {"operationId": "a", "responses": {"204": {"description": "d"}}}
    document = {**json.loads(f"{JSON}}}"), "paths": {path: {"get": operation}}}
    (tmp_path / "spec.json").write_text(json.dumps(document), encoding="utf-8")
    code, said = lint(tmp_path / "spec.json")
    assert code == 2
    assert all(one["pointer"].startswith("#/paths/") for one in said), said


# --- names

LONG = "ab_" * 100
RECORD = "{type: object, properties: {a: {type: string}}}"
GET = (
    "{operationId: NAME, parameters: [{name: s, in: query, schema: {type: string}}, "
    "{name: l, in: query, schema: {type: array, items: {type: integer}}}], responses: "
    "{'200': {description: d, content: {application/json: {schema: {type: array, "
    "items: {type: string, format: date}}}}}}}"
)
METHODS = ("get", "put", "post", "patch", "delete", "head", "options", "trace")
HIDING = (
    "str",
    "int",
    "list",
    "bool",
    "dict",
    "property",
    "builtins",
    "dt",
    "overload",
)
NAMES = {
    "long schema": f"components:\n  schemas:\n    {LONG}: {RECORD}\n",
    "long properties": (
        "components:\n  schemas:\n    A: "
        + f"{{type: object, properties: {{{LONG}: " * 9
        + RECORD
        + "}}" * 9
    ),
    "long paths": f"paths: {{/{LONG}/{LONG}: {{get: {GET.replace('NAME', LONG)}}}}}\n",
    "attributes that hide": (
        f"paths:\n  /a: {{get: {GET}}}\n"
        + "".join(f"  /a/{one}: {{get: {GET}}}\n" for one in HIDING)
    ),
    "methods that hide": (
        "paths:\n  /a:\n"
        + "".join(
            f"    {method}: {GET.replace('NAME', one)}\n"
            for method, one in zip(METHODS, HIDING, strict=False)
        )
    ),
    "properties that hide": (
        "components:\n  schemas:\n    A: {type: object, properties: {"
        + ", ".join(f"{one}: {{type: array, items: {RECORD}}}" for one in HIDING)
        + "}}\n"
    ),
    "symbols": (
        "components:\n  schemas:\n    A: {type: object, properties: {"
        + ", ".join(f"{chr(0x2600 + n)}: {{type: string}}" for n in range(2000))
        + "}}\n"
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_names(tmp_path: Path, name: str) -> None:
    text = NAMES[name]
    for number in range(text.count("NAME")):
        text = text.replace("NAME", f"op{number}", 1)
    paths = "" if "paths:" in text else "paths: {}\n"
    made(tmp_path, f"{HEAD}{paths}{text}", 0)


def test_deep_data(tmp_path: Path) -> None:
    """What a server nests too deeply is an error of the client, and no crash."""
    schema = "{type: object, properties: {n: {$ref: '#/components/schemas/Thing'}}}"
    answer = f"{{description: d, content: {{application/json: {{schema: {schema}}}}}}}"
    text = (
        f"{HEAD}paths: {{/things: {{get: {{responses: {{'200': {answer}}}}}}}}}\n"
        f"components: {{schemas: {{Thing: {schema}}}}}\n"
    )
    made(tmp_path, text, 148)


def made(folder: Path, text: str, number: int) -> None:
    """Make a client; import all of it elsewhere, and see that it does what it must."""
    spec, output = folder / "spec.yaml", folder / "out"
    spec.write_text(text, encoding="utf-8")
    arguments = ["generate", str(spec), "--output", str(output)]
    outcome = CliRunner().invoke(main, [*arguments, "--package", "made.client", "-q"])
    assert outcome.exit_code == 0, outcome.output
    command = [sys.executable, "-m", "tests.hostile.clients", str(number)]
    done = subprocess.run(
        [*command, str(output), str(spec)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

"""What is lost of an example on its way through a client is told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.building import build
from generator.cli import main
from generator.config import ClientConfig, SpecConfig
from generator.conformance.examples import Example, examples
from generator.conformance.figures import (
    Counts,
    Figures,
    as_record,
    fallen,
    from_record,
)
from generator.conformance.trial import Outcome, try_out
from generator.diagnostics import Diagnostics
from generator.dialects import dialect_of
from generator.languages import Bench, find_language
from generator.languages.python.decoding import difference
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.layout import lay_out
from generator.plan.published import Names
from generator.plan.settings import ClientSettings
from generator.understand import checked, open_spec
from tests.conftest import ROOT

SPEC = ROOT / "tests" / "specs" / "conformance.yaml"


def conformance(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["conformance", *map(str, arguments)])


class Shelves:
    """The client of a document, and its examples."""

    def __init__(self) -> None:
        found = Diagnostics()
        config = SpecConfig(SPEC)
        spec = checked(open_spec(config, found), found)
        api = build(spec, dialect_of(spec.root, found), (), found)
        pack = find_pack("python")
        client = ClientConfig(Path(), ClientSettings("client"), (config,))
        layout = lay_out([api], Names(pack.naming))
        self.files = make(client, [api], pack, found)
        self.bench: Bench = find_language("python").bench(layout, pack, "client")
        listed = list(examples(spec, api))
        self.examples = [one for one in listed if isinstance(one, Example)]

    def tried(self, changes: Mapping[str, tuple[str, str]]) -> list[Outcome]:
        """What becomes of the examples if a text of some files is another one."""
        files = dict(self.files)
        for name, (old, new) in changes.items():
            assert old in files[name]
            files[name] = files[name].replace(old, new)
        return try_out(files, "client", self.bench, self.examples, is_strict=False)


@pytest.fixture(scope="module")
def shelves() -> Shelves:
    return Shelves()


def test_all_examples_of_bodies_and_responses_come_back() -> None:
    done = conformance(SPEC, "--output-format", "json")
    assert done.exit_code == 0
    told: Any = json.loads(done.stdout)
    (document,) = told["documents"]
    counts = {"examples": 5, "decoded": 5, "round_tripped": 5}
    assert document["requests"] == {**counts, "drift": 0, "unread": 0}
    assert document["responses"] == {**counts, "drift": 2, "unread": 2}
    assert told["total"] == {
        "requests": document["requests"],
        "responses": document["responses"],
    }
    assert told["diagnostics"] == []


def test_what_contradicts_its_schema_is_drift() -> None:
    told: Any = json.loads(conformance(SPEC, "--output-format", "json").stdout)
    drifting, loose = told["documents"][0]["drift"]
    assert drifting["pointer"].endswith(
        "/201/content/application~1json/examples/drifting/value"
    )
    assert drifting["contradictions"] == [
        "Shelf/id: expected an integer, found a string",
        "Shelf/label: expected a string, found null",
        "Shelf/tags/1: expected a string, found a number",
        "Shelf/state: expected a value of ShelfState, found one that it lacks",
    ]
    # `nullable` adds nothing to an `enum` (OpenAPI 3.0.3, Schema Object).
    assert loose["contradictions"] == ["Shelf/state: expected ShelfState, found null"]


def test_a_parameter_that_need_not_be_given_takes_nothing_with_it() -> None:
    done = CliRunner().invoke(main, ["lint", str(SPEC), "--output-format", "concise"])
    assert done.stdout == (
        f"{SPEC}:9:11: warning[unsupported]: a parameter is left out: "
        "its parameter `sizes` is application/xml\n"
    )


def test_strict_reading_refuses_drift() -> None:
    done = conformance(SPEC, "--strict-reading", "--output-format", "concise")
    assert done.exit_code == 1
    told = "warning[value]: the example of a response is not decoded: DriftError: Shelf"
    assert done.stdout.splitlines() == [
        f"{SPEC}:43:36: {told}/id: expected an integer, found a string",
        f"{SPEC}:44:33: {told}/state: expected ShelfState, found null",
    ]
    assert "responses: decoded 3 of 5, round-tripped 3 of 5, drift in 2" in done.stderr


def test_what_no_client_reads_is_said() -> None:
    done = conformance(SPEC)
    assert done.stdout.splitlines() == [
        f"{SPEC}: requests: decoded 5 of 5, round-tripped 5 of 5",
        f"{SPEC}: responses: decoded 5 of 5, round-tripped 5 of 5, drift in 2",
        f"{SPEC}: 1 not looked at: application/xml is never asked for",
        f"{SPEC}: 1 not looked at: its value is not written as data of this document",
    ]


def test_what_cannot_be_decoded_is_shown_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(
        """\
openapi: 3.1.0
info: { title: A, version: "1" }
servers: [{ url: https://a.example }]
paths:
  /a:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { b: { type: string } } }
            example: [1]
      responses:
        "200":
          description: A.
          content:
            application/json:
              schema: { type: object, properties: { b: { type: string } } }
              examples: { c: { value: [] } }
""",
        encoding="utf-8",
    )
    done = conformance(path, "--output-format", "concise")
    assert done.exit_code == 1
    body, response = done.stdout.splitlines()
    assert body == (
        f"{path}:11:22: warning[value]: the example of a body is not decoded: "
        "TypeError: `[1]` is no object, and the body is sent as one"
    )
    assert response == (
        f"{path}:18:39: warning[value]: the example of a response is not decoded: "
        "DecodeError: PostAResponse is read from an object, not from an array"
    )


def test_a_document_that_is_wrong_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("openapi: 3.0.3\n", encoding="utf-8")
    done = conformance(tmp_path / "wrong.yaml", SPEC)
    assert done.exit_code == 2
    assert "wrong.yaml:1:1" in done.stderr
    assert f"{SPEC}: requests: decoded 5 of 5" in done.stdout


def test_figures_are_recorded_and_must_not_fall(tmp_path: Path) -> None:
    record = tmp_path / "figures.json"
    assert conformance(SPEC, "--record", record).exit_code == 0
    recorded: Any = json.loads(record.read_text(encoding="utf-8"))
    assert recorded[SPEC.as_posix()]["responses"]["round_tripped"] == 5

    # With strict reading, there are fewer than without, and the record stays.
    done = conformance(
        SPEC, "--strict-reading", "--against", record, "--record", record
    )
    assert done.exit_code == 1
    assert f"{SPEC}: fallen: responses decoded: 3, recorded 5" in done.stdout
    assert json.loads(record.read_text(encoding="utf-8")) == recorded

    recorded[SPEC.as_posix()]["responses"] = {"decoded": 3, "round_tripped": 3}
    record.write_text(json.dumps(recorded), encoding="utf-8")
    done = conformance(SPEC, "--strict-reading", "--against", record)
    assert done.exit_code == 0


@pytest.mark.parametrize(
    "text", ["", "[]", '{"a": 1}', '{"a": {"requests": {"x": 1}, "responses": {}}}']
)
def test_a_broken_record_is_refused(text: str, tmp_path: Path) -> None:
    record = tmp_path / "figures.json"
    record.write_text(text, encoding="utf-8")
    done = conformance(SPEC, "--against", record)
    assert done.exit_code == 2
    assert "figures.json cannot be read" in done.stderr


def test_what_is_new_or_gone_has_not_fallen() -> None:
    ten = Figures(responses=Counts(examples=10, decoded=10, round_tripped=10))
    nine = Figures(responses=Counts(examples=10, decoded=10, round_tripped=9))
    assert from_record(as_record({"a": ten, "b": nine})) == {"a": ten, "b": nine}
    assert fallen({"a": ten, "new": nine}, {"a": nine, "gone": ten}) == {}
    assert fallen({"a": nine}, {"a": ten}) == {
        "a": ["responses round-tripped: 9, recorded 10"]
    }


def test_no_transport_is_loaded(shelves: Shelves) -> None:
    name = "_runtime/httpx_transport.py"
    broken = {name: (shelves.files[name], "raise RuntimeError")}
    assert all(one.is_returned for one in shelves.tried(broken))


def model_of(files: Mapping[str, str], name: str) -> str:
    """The module of a model."""
    (path,) = (
        path for path, text in files.items() if f"class {name}(OpenModel)" in text
    )
    return path


def test_a_client_that_loses_something_is_found_out(shelves: Shelves) -> None:
    losing = ("data = dict(self._wire or {})", "data = {}")
    tried = shelves.tried({model_of(shelves.files, "Shelf"): losing})
    told = {one.reason for one in tried if not one.is_returned}
    # Null is not absent, and the spelling of a time is part of it.
    assert told == {
        (
            '/0/opened is `"2026-01-31T10:00:00.500000Z"` instead of '
            '`"2026-01-31T12:00:00.500+02:00"`'
        ),
        "/label is lost",
        "/state is lost",
    }
    read = 'get("label")'
    changed = (f"label = {read}", f"label = str.lower(*[{read}])")
    tried = shelves.tried({model_of(shelves.files, "Shelf"): changed})
    assert '/0/label is `"a"` instead of `"A"`' in {one.reason for one in tried}


def test_a_body_that_loses_something_is_found_out(shelves: Shelves) -> None:
    losing = ("if value is not UNSET}", 'if value is not UNSET and name != "wood"}')
    tried = shelves.tried({"_runtime/bodies.py": losing})
    assert [one.reason for one in tried if not one.is_returned] == ["/wood is lost"]


def starting(shelves: Shelves, text: str) -> list[Outcome]:
    """What becomes of the examples if a client begins with a statement."""
    first = "from __future__ import annotations\n"
    return shelves.tried({"_runtime/drift.py": (first, f"{first}{text}\n")})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import os; os._exit(3)", "the client ended: 3"),
        ("raise RuntimeError('no')", "the client ended: RuntimeError: no"),
    ],
)
def test_a_client_that_ends_is_told(shelves: Shelves, text: str, reason: str) -> None:
    tried = starting(shelves, text)
    assert {one.reason for one in tried} == {reason}
    assert not any(one.is_decoded or one.is_returned for one in tried)


def test_a_client_may_print(shelves: Shelves) -> None:
    tried = starting(shelves, "print('hello', flush=True)")
    assert all(one.is_returned for one in tried)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (1, 1.0, ""),
        ({"a": 1, "b": [None]}, {"b": [None], "a": 1}, ""),
        (True, 1, "is `1` instead of `true`"),
        ({"a": {"b": 0}}, {"a": {"b": False}}, "/a/b is `false` instead of `0`"),
        ({"a/b": 1}, {}, "/a~1b is lost"),
        ({}, {"a": None}, "/a is added"),
        ([1, 2], [1], "has 1 items instead of 2"),
        ([{"a": "1"}], [{"a": 1}], '/0/a is `1` instead of `"1"`'),
        ({"a": []}, {"a": {}}, "/a is `{}` instead of `[]`"),
    ],
)
def test_values_are_compared_as_json(before: Any, after: Any, told: str) -> None:
    assert difference(before, after) == told


def test_deep_values_are_compared() -> None:
    one: Any = 0
    other: Any = 1
    for _ in range(5000):
        one, other = [one], [other]
    assert re.fullmatch(r"(/0){5000} is `1` instead of `0`", difference(one, other))

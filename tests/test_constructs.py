"""Constructs of schemas: what is built of them, and how their values are read."""

from __future__ import annotations

import copy
import importlib
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.codes import Code
from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics
from generator.facts import Extra
from generator.model import (
    Alias,
    Constant,
    Enumeration,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
)
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.settings import ClientSettings
from generator.scalar import Scalar
from generator.text import Text
from generator.understand import read
from tests.test_output import SPECS
from tests.test_unions import model_of

PACKAGE = "made_workshop"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The models of `specs/constructs.yaml`."""
    folder = tmp_path_factory.mktemp("workshop")
    found = Diagnostics()
    spec = SpecConfig(SPECS / "constructs.yaml", ())
    config = ClientConfig(Path(), ClientSettings(PACKAGE), (spec,))
    files = make(config, [read(spec, found)], find_pack("python"), found)
    for path, text in files.items():
        file = folder / PACKAGE / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    yield importlib.import_module(f"{PACKAGE}.models")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


def tool(**fields: object) -> dict[str, Any]:
    return {"level": 1, "size": 8, **fields}


def drifts(made: Any, **fields: object) -> list[str]:
    """What reading a tool reports; nothing is lost, and strict reading raises."""
    data = tool(**fields)
    found: list[Any] = []
    written = made.Tool.from_dict(data, on_drift=found.append).to_dict()
    assert repr(written) == repr(
        data
    )  # which tells `True` from 1, and tuples from lists
    if found:
        hook = importlib.import_module(f"{PACKAGE}._runtime.drift").raise_drift
        error = importlib.import_module(f"{PACKAGE}._runtime").DriftError
        with pytest.raises(error):
            made.Tool.from_dict(data, on_drift=hook)
    return [f"{one.pointer}: {one.expected}, {one.found}" for one in found]


# --- what is read


def test_enumerations_of_integers_are_open(made: Any) -> None:
    read = made.Tool.from_dict(tool(level=10, levels=[2, 77]))
    assert read.level is made.Level.NEVER_ALONE
    known, unknown = read.levels
    assert known is made.Level.HARD
    assert (unknown, type(unknown), unknown.is_known) == (77, made.Level, False)
    assert unknown != 78
    assert repr(unknown) == "Level(77)"
    assert f"{unknown} {known:03d}" == "77 002"
    assert {77: "x"}[unknown] == "x"
    assert [type(one) for one in read.to_dict()["levels"]] == [int, int]
    for one in (known, unknown):
        for twin in (
            pickle.loads(pickle.dumps(one)),
            copy.copy(one),
            copy.deepcopy(one),
        ):
            assert (twin, type(twin)) == (one, made.Level)
    assert copy.deepcopy(known) is known


def test_drift_of_enumerations_is_reported(made: Any) -> None:
    assert drifts(made, levels=[1, 2]) == []
    lacking = "a value of Level, one that it lacks"
    assert drifts(made, level=3, levels=[4]) == [
        f"/level: {lacking}",
        f"/levels/0: {lacking}",
    ]
    assert drifts(made, level="1") == ["/level: Level, a string"]
    assert drifts(made, level=1.0, levels=[1.0]) == [
        "/level: Level, a number",
        "/levels/0: Level, a number",
    ]


def test_true_is_not_one(made: Any) -> None:
    read = made.Tool.from_dict(tool(level=True, levels=[True], size=True))
    assert read.level is True
    assert read.levels[0] is True
    assert drifts(made, level=True, levels=[True], switch=1) == [
        "/level: Level, a boolean",
        "/levels/0: Level, a boolean",
        "/switch: a value that is listed, another one",
    ]


def test_constants_are_kept_and_checked(made: Any) -> None:
    for switch in (True, "auto", 0, None):
        assert drifts(made, switch=switch, sizes=[0.5, 1], weekday=7, lamp=False) == []
    assert drifts(made, size=9, sizes=[2], weekday=0, narrow=5) == [
        "/size: a value that is listed, another one",
        "/sizes/0: a value that is listed, another one",
        "/weekday: a value that is listed, another one",
        "/narrow: a value that is listed, another one",
    ]
    assert drifts(made, switch=False, size="8") == [
        "/size: a value that is listed, a string",
        "/switch: a value that is listed, another one",
    ]


def test_members_that_look_alike_are_distinct(made: Any) -> None:
    values = {member.name: member.value for member in made.Grade}
    assert values == {
        "EMPTY": "",
        "GOOD": "a",
        "BEST": "A",
        "CLASS": "class",
        "FIRST": "1",
        "BLANK": " ",
    }
    assert drifts(made, grade=None) == []


def test_arrays_of_a_fixed_length_are_tuples(made: Any) -> None:
    fields: dict[str, Any] = {
        "place": [1, 2.5],
        "path": [[1, 2], [3, 4]],
        "mark": [{"at": "2026-01-31"}, 10, None],
        "either": [1, 2],
        "pair": ["a", ["b", None]],
    }
    read = made.Tool.from_dict(tool(**fields))
    assert read.place == (1, 2.5)
    assert read.path == [(1, 2), (3, 4)]
    mark, level, text = read.mark
    assert (mark.at.year, level, text) == (2026, made.Level.NEVER_ALONE, None)
    assert read.either == (1, 2)
    assert read.pair == ("a", ("b", None))
    assert drifts(made, **fields) == []


def test_tuples_of_another_length_stay_as_they_came(made: Any) -> None:
    assert made.Tool.from_dict(tool(place=[1, 2, 3])).place == [1, 2, 3]
    assert drifts(made, place=[1, "x", 3], path=[[1], 5]) == [
        "/place: an array of 2 items, 3",
        "/place/1: a number, a string",
        "/path/0: an array of 2 items, 1",
        "/path/1: an array of 2 items, a number",
    ]


def test_tuples_are_made_by_hand_and_sent(made: Any) -> None:
    mark = made.Mark(at="2026-01-31")
    written = made.Tool(level=1, size=8, place=(1, 2), mark=(mark, 2, "x")).to_dict()
    assert (written["place"], written["mark"]) == ([1, 2], [mark.to_dict(), 2, "x"])
    tools = importlib.import_module(f"{PACKAGE}.tools")
    request = tools.list_tools(between=(1, 5), interval=30, level=made.Level(4))
    assert request.query == (
        ("interval", "30"),
        ("level", "4"),
        ("between", "1"),
        ("between", "5"),
    )


def test_names_of_maps_are_checked_by_patterns(made: Any) -> None:
    assert drifts(made, labels={"x-a": "b", "n-a": 1}) == []
    assert drifts(made, labels={"y": "b"}, notes={"a1": {"at": "2026-01-31"}}) == [
        "/labels/y: a name like ^n- or ^x-, another",
        "/notes/a1: a name like ^[a-z]+$, another",
    ]


def test_circles_are_read(made: Any) -> None:
    box: list[Any] = [{"a": ["x", {}]}, "y"]
    tree: list[Any] = [[], [[]]]
    assert drifts(made, tree=tree, shelves={"a": {"b": {}}}, box=box) == []
    assert drifts(made, tree=[tree, [1]]) == ["/tree/1/0: an array, a number"]
    assert drifts(made, box=[[1]]) == ["/box/0/0: one of several types, a number"]


def test_unions_that_are_joined_are_multiplied(made: Any) -> None:
    loan = {"since": "2026-01-31", "name": "Ann", "phone": "1"}
    read = made.Tool.from_dict(tool(loan=loan)).loan
    assert type(read) is made.LoanGuestByPhone
    assert drifts(made, loan=loan) == []


def test_fields_depend_on_others(made: Any) -> None:
    deposit: dict[str, Any] = {"kind": "card", "card": "1", "coins": [1]}
    assert drifts(made, deposit={**deposit, "cvc": "2", "holder": "Ann"}) == []
    assert made.Deposit(kind="card", holder="Ann").to_dict()["holder"] == "Ann"
    found: list[Any] = []
    made.Deposit.from_dict(deposit, on_drift=found.append)
    assert [(one.pointer, one.expected) for one in found] == [
        ("/cvc", "a value beside `card`"),
        ("/holder", "a value beside `card`"),
    ]


# --- what is built


def extra(schema: str, folder: Path) -> Any:
    types, _ = model_of(schema, folder)
    return types["R"].extra


def test_a_record_knows_what_else_its_objects_may_have(tmp_path: Path) -> None:
    def said(others: str) -> Any:
        schema = f"R: {{type: object, properties: {{a: {{type: string}}}}, {others}}}"
        return extra(schema, tmp_path)

    assert said("additionalProperties: {type: integer}").scalar == "integer"
    assert said("additionalProperties: false") is Extra.FORBIDDEN
    assert said("unevaluatedProperties: false") is Extra.FORBIDDEN
    assert said("title: R") is Extra.FREE
    for anything in ("additionalProperties: true", "additionalProperties: {}"):
        assert said(anything).scalar == "any"
    pattern = "patternProperties: {^x-: {type: string}}"
    assert said(pattern).scalar == "any"
    assert said(f"{pattern}, additionalProperties: false").scalar == "string"
    assert said(f"{pattern}, additionalProperties: true").scalar == "any"
    both = said(f"{pattern}, additionalProperties: {{type: integer}}")
    assert [one.scalar for one in both.variants] == ["string", "integer"]


def test_a_part_cannot_forbid_the_fields_of_others(tmp_path: Path) -> None:
    closed = "type: object, additionalProperties: false, properties: {a: {}}"
    other = "type: object, properties: {b: {}}"
    assert extra(f"R: {{allOf: [{{{closed}}}, {{{other}}}]}}", tmp_path) is Extra.FREE
    twice = f"R: {{allOf: [{{{closed}}}, {{{other}, additionalProperties: false}}]}}"
    assert extra(twice, tmp_path) is Extra.FORBIDDEN
    for one in (closed, closed.replace("additional", "unevaluated")):
        whole = f"R: {{allOf: [{{{one}}}, {{type: object, required: [a]}}]}}"
        assert extra(whole, tmp_path) is Extra.FORBIDDEN


def test_a_map_that_may_hold_nothing_holds_nothing(tmp_path: Path) -> None:
    for key in ("additionalProperties", "unevaluatedProperties"):
        never = f"type: object, properties: {{}}, {key}: false"
        schema = f"R: {{type: object, properties: {{a: {{{never}}}}}}}"
        types, _ = model_of(schema, tmp_path)
        assert types["R"].fields[0].type == MapOf(Primitive(Scalar.NEVER))


def test_names_of_members_that_do_not_fit_are_not_used(tmp_path: Path) -> None:
    types, found = model_of(
        """
        Short: {type: integer, enum: [1, 2], x-enum-varnames: [One]}
        Wrong: {type: string, enum: [a, b], x-enum-varnames: [1, 2]}
        Text: {type: string, enum: [a, b], x-enumNames: Alpha}
        Odd: {type: string, enum: [a, b], x-enum-keys: ["x = 1; y", "Beta"]}
        Told: {type: string, enum: [a, b], x-enumDescriptions: {b: The second one.}}
        """,
        tmp_path,
    )
    assert isinstance(types["Short"], Alias)
    names = {
        name: [member.name.wire.raw for member in one.members]
        for name, one in types.items()
        if isinstance(one, Enumeration)
    }
    assert names == {
        "Odd": ["a", "Beta"],
        "Text": ["a", "b"],
        "Told": ["a", "b"],
        "Wrong": ["a", "b"],
    }
    assert [member.doc.body.raw for member in types["Told"].members] == [
        "",
        "The second one.",
    ]
    assert [one.code for one in found.found] == [Code.DIALECT] * 2


def test_values_of_an_enum_are_what_its_type_allows(tmp_path: Path) -> None:
    types, found = model_of(
        """
        R:
          type: object
          properties:
            texts: {type: string, enum: [1, 2]}
            mixed: {type: [string, integer], enum: [auto, 1, null, true]}
            numbers: {type: number, enum: [1, 2.5]}
            whole: {type: integer, enum: [1.0, 2]}
            flags: {enum: [true, false]}
            one: {type: integer, enum: [4]}
            lists: {type: array, enum: [[1], [2]]}
        """,
        tmp_path,
    )
    fields: dict[str, Any] = {one.name.wire.raw: one.type for one in types["R"].fields}
    assert fields["texts"].scalar == "string"
    mixed = OneOf((Constant(Text("auto")), Constant(1)))
    assert fields["mixed"] == Nullable(mixed)
    assert [repr(one.value) for one in fields["numbers"].variants] == ["1.0", "2.5"]
    assert fields["whole"] == OneOf((Constant(1), Constant(2)))
    assert fields["flags"].scalar == "boolean"
    assert fields["one"] == Constant(4)
    assert fields["lists"].item.scalar == "any"
    (notice,) = found.found
    assert "`enum` of arrays" in notice.message


def test_scalars_that_are_joined_are_what_most_is_said_of(tmp_path: Path) -> None:
    types, found = model_of(
        """
        Text: {anyOf: [{type: string, enum: [a, b]}, {type: string}]}
        R:
          type: object
          properties:
            short: {allOf: [{$ref: "#/components/schemas/Text"}, {type: string, maxLength: 3}]}
            same: {allOf: [{$ref: "#/components/schemas/Text"}, {description: Same.}]}
            whole: {allOf: [{anyOf: [{type: integer}, {type: string}]}, {type: integer}]}
            only: {allOf: [{$ref: "#/components/schemas/Text"}, {enum: [a]}]}
        """,
        tmp_path,
    )
    fields: dict[str, Any] = {one.name.wire.raw: one.type for one in types["R"].fields}
    assert fields["short"] == fields["same"]
    assert fields["whole"].scalar == "integer"
    assert fields["only"] not in (fields["same"], fields["whole"])
    assert found.found == []


def test_what_is_beside_a_reference_counts_from_openapi_31_on(tmp_path: Path) -> None:
    schemas = """
        A: {type: object, properties: {a: {type: string}}}
        R:
          type: object
          properties:
            b: {$ref: "#/components/schemas/A", type: [object, "null"]}
            c: {$ref: "#/components/schemas/A", properties: {d: {type: string}}}
        """
    types, _ = model_of(schemas, tmp_path, "3.0.3")
    _, c = (field.type for field in types["R"].fields)
    assert c == Ref(types["A"].id)
    types, _ = model_of(schemas, tmp_path)
    b, c = (field.type for field in types["R"].fields)
    assert isinstance(b, Nullable)
    assert c != b.inner
    assert [one.name.wire.raw for one in types["r c"].fields] == ["a", "d"]


def test_circles_through_tuples_and_maps_have_names(tmp_path: Path) -> None:
    types, found = model_of(
        """
        A: {type: object, additionalProperties: {$ref: "#/components/schemas/B"}}
        B: {type: array, items: {$ref: "#/components/schemas/C"}}
        C: {type: array, prefixItems: [{$ref: "#/components/schemas/A"}], maxItems: 1}
        D: {allOf: [{$ref: "#/components/schemas/E"}, {description: The same.}]}
        E: {type: array, items: {$ref: "#/components/schemas/D"}}
        R:
          type: object
          properties:
            a: {$ref: "#/components/schemas/A"}
            c: {$ref: "#/components/schemas/C"}
            e: {$ref: "#/components/schemas/D"}
        """,
        tmp_path,
    )
    aliases = {name for name, one in types.items() if isinstance(one, Alias)}
    assert {"A", "D"} <= aliases
    assert found.found == []

"""Values of one of several types: what is generated, and how it is read and written."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.codes import Code
from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics
from generator.model import (
    Alias,
    Api,
    Constant,
    Discriminator,
    OneOf,
    Record,
    Ref,
    TypeId,
)
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.settings import ClientSettings
from generator.understand import read
from tests.test_output import SPECS

PACKAGE = "made_zoo"


def api_of(path: Path) -> tuple[Api, Diagnostics]:
    """The model of a document, and what was found in it."""
    found = Diagnostics()
    return read(SpecConfig(path, ()), found), found


def model_of(
    schemas: str, folder: Path, version: str = "3.1.0"
) -> tuple[dict[str, Any], Diagnostics]:
    """The declarations that come of `components.schemas`, by their names."""
    document = {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": yaml.safe_load(schemas)},
    }
    path = folder / "spec.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    api, found = api_of(path)
    return {one.name.wire.raw: one for one in api.types}, found


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The models of `specs/unions.yaml`."""
    folder = tmp_path_factory.mktemp("zoo")
    found = Diagnostics()
    spec = SpecConfig(SPECS / "unions.yaml", ())
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


CAT = {"species": "cat", "id": 1, "name": "Tom"}
DOG = {"species": "dog", "id": 2}


def cage(**fields: object) -> dict[str, Any]:
    return {"kind": "cage", "animal": CAT, "feeding": "never", **fields}


def drifts(zoo: Any, data: dict[str, Any]) -> list[str]:
    """What reading a cage reports, and that it loses nothing."""
    found: list[Any] = []
    assert zoo.Cage.from_dict(data, on_drift=found.append).to_dict() == data
    return [f"{one.pointer}: {one.expected}, {one.found}" for one in found]


# --- what is read


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (CAT, "Cat"),
        (DOG, "Dog"),
        ({"species": "hound", "id": 3}, "Dog"),
        ({"species": "owl", "wings": 2}, "Bird"),
        ({"species": "cat"}, "Cat"),
        ({"wings": 2}, "Bird"),
        ({"id": 4, "tricks": []}, "Dog"),
    ],
)
def test_a_discriminator_tells(zoo: Any, data: dict[str, Any], kind: str) -> None:
    read = zoo.Cage.from_dict(cage(animal=data)).animal
    assert type(read).__name__ == kind
    assert read.to_dict() == data


def test_what_no_variant_can_be_stays_as_it_is(zoo: Any) -> None:
    newcomer = {"species": "fish", "fins": 3}
    assert zoo.Cage.from_dict(cage(animal=newcomer)).animal is newcomer
    assert drifts(zoo, cage(animal=newcomer)) == [
        "/animal/species: a value that tells the type, another value",
        "/animal: one of several types, an object",
    ]
    assert drifts(zoo, cage(animal=7)) == ["/animal: one of several types, a number"]
    assert drifts(zoo, cage(animal=None)) == ["/animal: one of several types, null"]


def test_drift_inside_of_a_variant_is_reported_where_it_is(zoo: Any) -> None:
    wrong = cage(guests=[CAT, {**CAT, "lives": "nine"}], tags=[{"since": "x"}])
    assert drifts(zoo, wrong) == [
        "/guests/1/lives: an integer, a string",
        "/tags/0/since: a date, another string",
    ]


def test_strict_reading_raises(zoo: Any) -> None:
    runtime = importlib.import_module(f"{PACKAGE}._runtime")
    hook = importlib.import_module(f"{PACKAGE}._runtime.drift").raise_drift
    zoo.Cage.from_dict(cage(), on_drift=hook)
    with pytest.raises(runtime.DriftError, match="/animal/species"):
        zoo.Cage.from_dict(cage(animal={"species": "fish"}), on_drift=hook)


def test_scalars_are_told_apart_by_their_texts(zoo: Any) -> None:
    at = "2026-01-31T12:00:00+02:00"
    assert zoo.Cage.from_dict(cage(feeding=at)).feeding == datetime.fromisoformat(at)
    assert drifts(zoo, cage(feeding=at)) == []
    always = zoo.Cage.from_dict(cage(feeding="always")).feeding
    assert always is zoo.CageFeedingValue.ALWAYS
    other = zoo.Cage.from_dict(cage(feeding="daily")).feeding
    assert (other, type(other)) == ("daily", zoo.CageFeedingValue)
    assert drifts(zoo, cage(feeding="daily")) == [
        "/feeding: a value of CageFeedingValue, one that it lacks"
    ]


def test_lists_of_unions_are_read(zoo: Any) -> None:
    read = zoo.Cage.from_dict(cage(tags=["a", {"since": "2026-01-31"}]))
    assert read.tags[0] == "a"
    assert read.tags[1].since == date(2026, 1, 31)
    assert zoo.Cage.from_dict(cage(tags="one")).tags == "one"


def test_fields_tell_what_has_no_discriminator(zoo: Any) -> None:
    shape = importlib.import_module(f"{PACKAGE}.models.same").SAME_SHAPE
    both, one = shape({"a": "x", "b": "y"}), shape({"a": "x"})
    assert type(both).__name__ == "SameVariant3"
    assert type(one).__name__ == "SameVariant1"
    contact = zoo.Cage.from_dict(cage(contact={"kind": "k", "phone": "1"})).contact
    assert (contact.kind, contact.phone) == ("k", "1")


def test_constants_are_checked_and_kept(zoo: Any) -> None:
    assert drifts(zoo, cage(level=2)) == []
    assert drifts(zoo, cage(level=3)) == [
        "/level: the one value that is allowed, another one"
    ]
    read = zoo.Cage.from_dict(cage(kind="hutch"))
    assert (read.kind, read.to_dict()["kind"]) == ("hutch", "hutch")


def test_what_has_no_value_is_reported(zoo: Any) -> None:
    assert drifts(zoo, cage(nothing=1, anything=[1], whatever={})) == [
        "/nothing: nothing, a number"
    ]


def test_joined_parts_have_all_fields(zoo: Any) -> None:
    data = {**CAT, "home": {"city": "Rome", "basket": True}}
    cat = zoo.Cat.from_dict(data)
    assert (cat.home.city, cat.home.basket, cat.species) == ("Rome", True, "cat")
    assert zoo.Cat(id=1, name="Tom").to_dict() == CAT
    with pytest.raises(TypeError, match="name"):
        zoo.Cat(id=1)


def test_variants_are_written_by_what_they_are(zoo: Any) -> None:
    moment = datetime(2026, 1, 31, tzinfo=UTC)
    written = zoo.Cage(animal=zoo.Dog(id=2), feeding=moment, owner="Ann").to_dict()
    assert written == {
        "kind": "cage",
        "animal": {"species": "dog", "id": 2},
        "feeding": "2026-01-31T00:00:00Z",
        "owner": "Ann",
    }


@pytest.mark.parametrize("strict", [False, True])
def test_what_is_nested_too_deeply_is_an_error_of_ours(zoo: Any, strict: bool) -> None:
    runtime = importlib.import_module(f"{PACKAGE}._runtime")
    deep: Any = "x"
    for _ in range(5000):
        deep = {"all": [deep]}
    reported: list[Any] = []
    hook = reported.append if strict else None
    with pytest.raises(runtime.DecodeError, match="too deeply"):
        zoo.Cage.from_dict(cage(filter=deep), on_drift=hook)


def test_depth_costs_no_more_than_size(zoo: Any) -> None:
    """Trying variants looks at an object's own fields only."""
    deep: Any = "x"
    for _ in range(60):
        deep = {"all": [deep, "y"]}
    assert drifts(zoo, cage(filter=deep)) == []


def test_recursive_types_without_records(zoo: Any) -> None:
    tree = {"a": [1, None, {"b": [True, "x"]}]}
    read = zoo.Cage.from_dict(cage(tree=tree))
    assert read.tree == tree
    assert drifts(zoo, cage(tree=tree)) == []


SNIPPET = """
from typing import Literal, assert_type

from made_zoo.models import Animal, Bird, Cage, CageFeedingValue, Cat, Dog


def legs(animal: Animal) -> int:
    match animal:
        case Cat() | Dog():
            return 4
        case Bird():
            return 2


cage = Cage(animal=Dog(id=1), feeding="now", level=2)  # refused
cage = Cage(animal=1, feeding=CageFeedingValue.NEVER)  # refused
assert_type(cage.animal, Cat | Dog | Bird)
assert_type(cage.mixed, str | int | None)
assert_type(cage.kind, Literal["cage"])
assert_type(cage.nothing, None)
Cat(id=1, name="Tom", species="dog")  # refused
"""


def test_type_checkers_know_the_variants(zoo: Any, tmp_path: Path) -> None:
    folder = Path(zoo.__file__).parent.parent.parent
    path = tmp_path / "snippet.py"
    path.write_text(SNIPPET, encoding="utf-8")
    expected = {
        number
        for number, line in enumerate(SNIPPET.split("\n"), 1)
        if line.endswith("# refused")
    }
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(path)]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"MYPYPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^snippet.py:(\d+): error", done.stdout, re.MULTILINE)
    assert set(map(int, found)) == expected, done.stdout


# --- what is built


def test_a_mapping_wins_over_constants_and_names(tmp_path: Path) -> None:
    types, found = model_of(
        """
        A: {type: object, properties: {t: {const: a}}}
        B: {type: object, properties: {t: {type: string}}}
        C: {type: object, properties: {t: {const: c}}}
        U:
          oneOf: [{$ref: "#/components/schemas/A"}, {$ref: "#/components/schemas/B"},
                  {$ref: "#/components/schemas/C"}]
          discriminator: {propertyName: t, mapping: {x: C}}
        """,
        tmp_path,
    )
    union: Any = types["U"].target
    assert isinstance(union, OneOf)
    assert isinstance(union.discriminator, Discriminator)
    mapping = {
        text.raw: ref.id.split("/")[-1] for text, ref in union.discriminator.mapping
    }
    assert mapping == {"a": "A", "B": "B", "x": "C"}
    assert found.found == []


def test_unions_are_simplified(tmp_path: Path) -> None:
    types, found = model_of(
        """
        R:
          type: object
          properties:
            null: {anyOf: [{$ref: "#/components/schemas/E"}, {type: "null"}]}
            one: {oneOf: [{$ref: "#/components/schemas/E"}]}
            twice: {oneOf: [{type: integer}, {type: integer}]}
            nested: {oneOf: [{oneOf: [{type: integer}, {type: string}]}, {type: boolean}]}
            open: {anyOf: [{type: string}, {}]}
            refused: {anyOf: [{type: string}, false]}
            constant: {const: 1.5}
        E: {type: string, enum: [a, b]}
        """,
        tmp_path,
    )
    fields: dict[str, Any] = {one.name.wire.raw: one.type for one in types["R"].fields}
    assert fields["one"] == Ref(TypeId("#/components/schemas/E"))
    assert fields["null"].inner == fields["one"]
    assert len(fields["nested"].variants) == 3
    assert fields["twice"].scalar == "integer"
    assert fields["open"].scalar == "any"
    assert fields["refused"].scalar == "string"
    assert fields["constant"] == Constant(1.5)
    assert found.found == []


def test_a_union_of_itself_is_built(tmp_path: Path) -> None:
    types, _ = model_of(
        """
        A: {oneOf: [{$ref: "#/components/schemas/A"}, {type: string}, {type: integer}]}
        """,
        tmp_path,
    )
    alias = types["A"]
    assert isinstance(alias, Alias)
    assert isinstance(alias.target, OneOf)
    assert Ref(alias.id) not in alias.target.variants


def test_later_parts_are_narrower(tmp_path: Path) -> None:
    types, found = model_of(
        """
        Base: {type: object, required: [a], properties: {a: {type: number}, b: {type: string}}}
        R:
          allOf:
            - {$ref: "#/components/schemas/Base"}
            - {required: [b], properties: {a: {type: integer}, b: {description: More.}}}
            - {description: Says nothing.}
        Conflict:
          allOf:
            - {$ref: "#/components/schemas/Base"}
            - {type: object, properties: {b: {type: integer}}}
        """,
        tmp_path,
    )
    record = types["R"]
    assert isinstance(record, Record)
    fields: dict[str, Any] = {field.name.wire.raw: field for field in record.fields}
    assert (fields["a"].type.scalar, fields["a"].required) == ("integer", True)
    assert (fields["b"].type.scalar, fields["b"].required) == ("string", True)
    assert fields["b"].doc.body.raw == "More."
    assert types["Conflict"].fields[1].type.scalar == "any"
    assert [one.code for one in found.found] == [Code.UNSUPPORTED]


def test_records_that_look_alike_are_noticed(tmp_path: Path) -> None:
    _, found = model_of(
        """
        A: {type: object, properties: {x: {type: string}}}
        B: {type: object, properties: {x: {type: string}}}
        U: {oneOf: [{$ref: "#/components/schemas/A"}, {$ref: "#/components/schemas/B"}]}
        """,
        tmp_path,
    )
    (notice,) = found.found
    assert "cannot be told apart" in notice.message


def test_long_chains_of_parts_are_no_recursion(tmp_path: Path) -> None:
    lines = ["S0: {type: object, properties: {x: {type: string}}}"]
    lines += [
        f'S{n}: {{allOf: [{{$ref: "#/components/schemas/S{n - 1}"}}, '
        f"{{required: [x]}}]}}"
        for n in range(1, 440)
    ]
    types, _ = model_of("\n".join(lines), tmp_path)
    assert [field.name.wire.raw for field in types["S439"].fields] == ["x"]

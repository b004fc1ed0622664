"""Reading: the rules of YAML 1.2 and of JSON, the limits, and the positions."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.document import Json
from generator.reading import yaml_reader
from generator.reading.json_reader import json_places, read_json
from generator.reading.json_search import search_places
from generator.reading.places import Unreadable
from generator.reading.yaml_reader import read_yaml, yaml_places
from tests.conftest import SPEC


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of this holds with libyaml and without."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[yes, no, on, off, y, n, NO]", ["yes", "no", "on", "off", "y", "n", "NO"]),
        ("[true, False, ~, null, '']", [True, False, None, None, ""]),
        ("[2020-01-02, 12:30:45, 1_000]", ["2020-01-02", "12:30:45", "1_000"]),
        ("[010, 0o14, 0x1F, 1e3, .5, +1]", [10, 12, 31, 1000.0, 0.5, 1]),
        (
            "{200: a, 1.10: b, true: c, null: d}",
            {"200": "a", "1.10": "b", "true": "c", "null": "d"},
        ),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        (
            "a: &x {k: 1}\nb: {<<: *x, k: 2, l: 3}",
            {"a": {"k": 1}, "b": {"k": 2, "l": 3}},
        ),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: |\n  <<<<<<< x\n", {"a": "<<<<<<< x\n"}),
        ("a: 'no: \"colon\"'", {"a": 'no: "colon"'}),
    ],
)
def test_yaml_values(text: str, value: Json) -> None:
    assert read_yaml(text) == value


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: 1\nb: 2\na: 3", (3, 1), "duplicate key `a`, first used in line 1"),
        ("a: !!python/object:os.x 1", (1, 4), "tag"),
        ("a: !!binary aGk=", (1, 4), "tag"),
        ("a: &x [*x]", (1, 8), "contains itself"),
        ("a: *x", (1, 4), "x"),
        ("a: .nan", (1, 4), "no counterpart"),
        ("a: 1\n---\nb: 2", (2, 1), "second document"),
        ("? [a]\n: 1", (1, 3), "key"),
        ("a: \x1b", (1, 4), "U+001B"),
        ("a:\n\t- 1", (2, 1), "YAML"),
        ("[" * 300 + "]" * 300, (1, 201), "nested"),
        ("a: " + "1" * 5000, (1, 4), "digits"),
        ("x: 1\n<<<<<<< HEAD\n", (2, 1), "conflict"),
        ("a: [<<: 1, b]\nc: {<<: 1}", (1, 9), "merges"),
    ],
)
def test_yaml_refused(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(Unreadable, match=message.replace("+", r"\+")) as caught:
        read_yaml(text)
    assert (caught.value.position.line, caught.value.position.column) == place


def test_bombs_end_soon() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    merges = ["b0: &b0 {x: 1, y: 2}"]
    for level in range(1, 40):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]")
        merges.append(f"b{level}: &b{level} {{<<: [*b{level - 1}, *b{level - 1}]}}")
    for bomb in (lines, merges):
        with pytest.raises(Unreadable, match="larger than"):
            read_yaml("\n".join(bomb))


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('{"a": 1,\n "a": 2}', (2, 2), "duplicate key `a`"),
        ('{"a": [1, NaN]}', (1, 11), "NaN"),
        ('{"a": -Infinity}', (1, 7), "Infinity"),
        ('{"a": "\\ud800"}', (1, 7), "surrogate"),
        ('{"a": 1', (1, 8), "JSON"),
        ("[" * 300 + "]" * 300, (1, 201), "nested"),
        ("[" * 100_000, (1, 201), "nested"),
        ('{"a": ' + "1" * 5000 + "}", (1, 7), "digits"),
    ],
)
def test_json_refused(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(Unreadable, match=message) as caught:
        read_json(text)
    assert (caught.value.position.line, caught.value.position.column) == place


def test_surrogate_pairs_are_fine() -> None:
    assert read_json('{"a": "\\ud83d\\ude00"}') == {"a": "😀"}


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab/~0"), inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read(value: Json) -> None:
    text = json.dumps(value, indent=1)
    assert read_json(text) == value
    assert read_yaml(json.dumps(value, ensure_ascii=False)) == value


@given(values)
def test_every_value_has_a_place(value: Json) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    rows = text.split("\n")
    for table in (json_places(text), yaml_places(text)):
        assert set(table) == set(_pointers(value, ()))
        for parts, place in table.items():
            start = rows[place.value.line - 1][place.value.column - 1 :]
            assert start.startswith(
                json.dumps(_at(value, parts), ensure_ascii=False)[0]
            )
            if place.key is not None:
                key = rows[place.key.line - 1][place.key.column - 1 :]
                assert key.startswith(json.dumps(parts[-1], ensure_ascii=False))


def _pointers(value: Json, parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    inner: list[tuple[str, Json]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = [(str(index), item) for index, item in enumerate(value)]
    return [parts, *(p for key, item in inner for p in _pointers(item, (*parts, key)))]


def _at(value: Json, parts: tuple[str, ...]) -> Json:
    for part in parts:
        match value:
            case list():
                value = value[int(part)]
            case dict():
                value = value[part]
            case _:
                raise AssertionError(part)
    return value


def test_the_specification_is_read_as_pyyaml_reads_it() -> None:
    text = Path(SPEC).read_text(encoding="utf-8")
    assert read_yaml(text) == yaml.safe_load(text)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.sampled_from([None, 1]),
    st.randoms(use_true_random=False),
)
def test_a_search_finds_the_same_places(
    data: Json, indent: int | None, chance: random.Random
) -> None:
    text = json.dumps(data, indent=indent)
    table = json_places(text)
    assert search_places(text, table) == table
    some = {parts for parts in table if chance.random() < 0.3}
    found = search_places(text, [*some, ("no", "such", "place")])
    assert some <= found.keys()
    assert all(table[parts] == place for parts, place in found.items())


def test_more_values_than_memory_can_hold() -> None:
    with pytest.raises(Unreadable, match="more than 3,000,000 values"):
        read_json("[" + "0," * 3_000_001 + "0]")

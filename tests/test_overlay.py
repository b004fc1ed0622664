"""Overlays change what they say, nothing else, and everybody knows who wrote what."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonpath import JSONPathEnvironment

from generator.codes import Code
from generator.diagnostics import Diagnostics, Severity, Stop
from generator.document import Document, Json, Pointer
from generator.overlay import overlay
from generator.overlay.query import Faulty, Query
from generator.reading.load import load
from generator.reading.places import MAX_DEPTH
from generator.reporting.locate import locate

API = """\
openapi: 3.1.0
info: {title: Birds, version: "1"}
servers:
  - {url: https://test.example, description: Test}
  - {url: https://live.example, description: Live}
tags: [old, common]
paths:
  /birds:
    get: &get
      summary: All birds
      parameters:
        - {name: kind, in: query}
        - {name: dummy, in: query}
        - {name: limit, in: query}
      tags: [common]
  /eggs:
    get: *get
    delete: {summary: No eggs}
"""


def laid(
    actions: list[dict[str, Json]], *, value: Json = None, version: str = "1.1.0"
) -> tuple[Document, Diagnostics]:
    """A document with an overlay, and what was found."""
    document = Document("api.yaml", "", _api() if value is None else value)
    found = Diagnostics()
    before = copy.deepcopy(document.value)
    result = overlay(document, [layer(actions, version)], found)
    assert document.value == before
    return result, found


def refused(
    actions: list[dict[str, Json]], *, value: Json = None, version: str = "1.1.0"
) -> list[tuple[str, str, str]]:
    """The place, message and hint of each error."""
    document = Document("api.yaml", "", _api() if value is None else value)
    found = Diagnostics()
    before = copy.deepcopy(document.value)
    with pytest.raises(Stop):
        overlay(document, [layer(actions, version)], found)
    assert document.value == before
    return [
        (str(one.at), one.message, one.hint)
        for one in found.found
        if one.severity is Severity.ERROR
    ]


def layer(actions: list[dict[str, Json]], version: str = "1.1.0") -> Document:
    value: Json = {
        "overlay": version,
        "info": {"title": "T", "version": "1"},
        "actions": list(actions),
    }
    return Document("o.yaml", "", value)


def _api() -> Json:
    value: Json = yaml.safe_load(API)
    return value


def at(value: Any, *path: str | int) -> Any:
    for key in path:
        value = value[key]
    return value


# --- updates


def test_mappings_are_merged_lists_joined_and_single_values_replaced() -> None:
    update: Json = {
        "info": {"title": "Fowl", "x-new": {"a": 1}},
        "tags": ["new"],
        "x-also": None,
    }
    result, found = laid([{"target": "$", "update": update}], version="1.0.0")
    value = at(result.value)
    assert value["info"] == {"title": "Fowl", "version": "1", "x-new": {"a": 1}}
    assert value["tags"] == ["old", "common", "new"]
    assert value["x-also"] is None and "x-also" in value
    assert found.found == []


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
@pytest.mark.parametrize(
    ("update", "added"),
    [
        ({"name": "n"}, [{"name": "n"}]),
        ([{"name": "n"}, {"name": "m"}], [{"name": "n"}, {"name": "m"}]),
        ("text", ["text"]),
        (None, [None]),
        ([["nested"]], [["nested"]]),
        ([], []),
    ],
)
def test_lists_get_one_entry_or_several(
    version: str, update: Json, added: list[Json]
) -> None:
    result, _ = laid([{"target": "$.tags", "update": update}], version=version)
    assert at(result.value, "tags") == ["old", "common", *added]
    for index in range(len(added)):
        origin = result.origin(Pointer(("tags", str(2 + index)), "api.yaml"))
        inner = f"/{index}" if isinstance(update, list) else ""
        assert (str(origin), origin.file) == (f"#/actions/0/update{inner}", "o.yaml")


def test_what_an_alias_shares_is_changed_in_one_place_only() -> None:
    actions: list[dict[str, Json]] = [
        {"target": "$.paths['/eggs'].get", "update": {"summary": "All eggs"}},
        {"target": "$.paths['/eggs'].get.tags", "update": "eggs"},
        {"target": "$.paths['/birds'].get.parameters[0]", "remove": True},
    ]
    result, _ = laid(actions)
    birds = at(result.value, "paths", "/birds", "get")
    eggs = at(result.value, "paths", "/eggs", "get")
    assert (birds["summary"], eggs["summary"]) == ("All birds", "All eggs")
    assert (birds["tags"], eggs["tags"]) == (["common"], ["common", "eggs"])
    assert (len(birds["parameters"]), len(eggs["parameters"])) == (2, 3)


def test_an_update_of_several_places_is_not_shared_by_them() -> None:
    actions: list[dict[str, Json]] = [
        {"target": "$.paths.*.get", "update": {"x-a": {"list": [1, 2]}}},
        {"target": "$.paths['/eggs'].get['x-a'].list[0]", "update": 3},
        {"target": "$.paths.*.get.tags", "update": {"x": 1}},
        {"target": "$.paths['/eggs'].get.tags[1].x", "update": 2},
    ]
    result, _ = laid(actions)
    birds = at(result.value, "paths", "/birds", "get")
    eggs = at(result.value, "paths", "/eggs", "get")
    assert (birds["x-a"], eggs["x-a"]) == ({"list": [1, 2]}, {"list": [3, 2]})
    assert (birds["tags"][1], eggs["tags"][1]) == ({"x": 1}, {"x": 2})
    for place, action in ((("x-a", "list", "0"), 0), (("tags", "1", "x"), 2)):
        for bird, late in (("/birds", 0), ("/eggs", 1)):
            at_place = Pointer(("paths", bird, "get", *place), "api.yaml")
            assert result.origin(at_place).parts[1] == str(action + late)


def test_what_does_not_change_is_not_copied() -> None:
    value = at(_api())
    result, _ = laid(
        [{"target": "$.paths['/eggs'].delete", "update": {"x": 1}}], value=value
    )
    assert at(result.value, "servers") is value["servers"]
    assert at(result.value, "paths", "/birds") is value["paths"]["/birds"]
    assert at(result.value, "paths", "/eggs", "get") is value["paths"]["/eggs"]["get"]


def test_a_place_that_is_selected_twice_is_changed_once() -> None:
    result, _ = laid([{"target": "$['tags','tags']", "update": "new"}])
    assert at(result.value, "tags") == ["old", "common", "new"]


def test_each_action_and_each_overlay_sees_what_the_ones_before_have_made() -> None:
    first = layer(
        [
            {"target": "$.tags", "remove": True},
            {"target": "$", "update": {"tags": ["a"]}},
            {"target": "$.tags", "update": "b"},
        ]
    )
    second = layer([{"target": "$.tags[?@=='b']", "update": "c"}])
    document = Document("api.yaml", "", _api())
    result = overlay(document, [first, second], Diagnostics())
    assert at(result.value, "tags") == ["a", "c"]


def test_without_overlays_nothing_changes() -> None:
    document = Document("api.yaml", "", _api())
    assert overlay(document, [], Diagnostics()) is document


@pytest.mark.parametrize(
    ("update", "place"),
    [
        ({"info": ["x"]}, "#/actions/0/update/info"),
        ({"info": None}, "#/actions/0/update/info"),
        ({"paths": {"/birds": {"get": {"tags": {}}}}}, "/paths/~1birds/get/tags"),
        ({"info": {"title": {"a": 1}}}, "#/actions/0/update/info/title"),
        (["x"], "#/actions/0/update"),
        ("x", "#/actions/0/update"),
    ],
)
@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_what_cannot_be_merged_is_reported_where_the_overlay_has_it(
    version: str, update: Json, place: str
) -> None:
    ((found_at, message, hint),) = refused(
        [{"target": "$", "update": update}], version=version
    )
    assert found_at.endswith(place)
    assert "cannot be merged into" in message
    is_list = "tags" in place
    assert ("write a list" if is_list else "remove it in an action before") in hint


def test_a_clash_in_many_places_is_reported_once() -> None:
    errors = refused([{"target": "$.paths.*.get", "update": {"tags": "x"}}])
    assert len(errors) == 1
    assert "api.yaml#/paths/~1birds/get/tags" in errors[0][1]


# --- removals


def test_keys_and_entries_are_removed() -> None:
    actions: list[dict[str, Json]] = [
        {"target": "$.servers[?@.description=='Test']", "remove": True},
        {"target": "$..parameters[?@.name=='dummy']", "remove": True},
        {"target": "$.paths['/eggs']", "remove": True},
    ]
    result, _ = laid(actions, version="1.0.0")
    value = at(result.value)
    assert [one["description"] for one in value["servers"]] == ["Live"]
    assert list(value["paths"]) == ["/birds"]
    names = [one["name"] for one in value["paths"]["/birds"]["get"]["parameters"]]
    assert names == ["kind", "limit"]


def test_what_lies_within_what_is_removed_does_not_disturb() -> None:
    value: Json = {"x": {"x": {"x": [1]}}, "list": [{"x": [1]}, {"x": [2], "y": 3}]}
    result, _ = laid([{"target": "$..['x', 0]", "remove": True}], value=value)
    assert result.value == {"list": [{"y": 3}]}


def test_removing_wins_over_updating() -> None:
    result, found = laid([{"target": "$.tags", "remove": True, "update": ["x"]}])
    assert "tags" not in at(result.value)
    (warning,) = found.found
    assert (str(warning.at), warning.severity) == ("#/actions/0/update", "warning")


def test_the_whole_document_is_not_removed() -> None:
    ((place, message, _),) = refused([{"target": "$", "remove": True}])
    assert (place, message) == (
        "#/actions/0/target",
        "the whole document cannot be removed",
    )


# --- versions


def test_single_values_are_for_version_1_1() -> None:
    actions: list[dict[str, Json]] = [
        {"target": "$.info.title", "update": "Fowl"},
        {"target": "$.tags[?@=='old']", "remove": True},
    ]
    result, _ = laid(actions)
    assert at(result.value, "info", "title") == "Fowl"
    assert at(result.value, "tags") == ["common"]
    errors = refused(actions, version="1.0.0")
    assert [place for place, _, _ in errors] == [
        "#/actions/0/target",
        "#/actions/1/target",
    ]
    assert "a single value (#/info/title)" in errors[0][1]
    assert "overlay: 1.1.0" in errors[0][2]


def test_version_1_1_updates_values_of_one_kind() -> None:
    ((place, message, _),) = refused([{"target": "$['info','tags']", "update": {}}])
    assert place == "#/actions/0/target"
    assert "a mapping (#/info), a list (#/tags)" in message
    action: dict[str, Json] = {"target": "$['info','tags']", "update": {"x": 1}}
    result, _ = laid([action], version="1.0.0")
    assert at(result.value, "info", "x") == 1
    assert at(result.value, "tags") == ["old", "common", {"x": 1}]
    # What is removed may be of any kind.
    result, _ = laid([{"target": "$['info','tags']", "remove": True}])
    assert {"info", "tags"} & at(result.value).keys() == set()


# --- copies


def test_a_copy_is_merged_and_goes_its_own_way() -> None:
    actions: list[dict[str, Json]] = [
        {"target": "$.paths", "update": {"/nests": {"get": {"x-mine": 1}}}},
        {"target": "$.paths['/nests']", "copy": "$.paths['/birds']"},
        {"target": "$.paths['/nests'].get.parameters[1]", "remove": True},
        {"target": "$.paths['/birds'].get.tags", "update": "birds"},
    ]
    result, _ = laid(actions)
    nests = at(result.value, "paths", "/nests", "get")
    birds = at(result.value, "paths", "/birds", "get")
    assert nests["x-mine"] == 1
    assert [one["name"] for one in nests["parameters"]] == ["kind", "limit"]
    assert len(birds["parameters"]) == 3
    assert (nests["tags"], birds["tags"]) == (["common"], ["common", "birds"])
    limit = Pointer(("paths", "/nests", "get", "parameters", "1"), "api.yaml")
    assert str(result.origin(limit)) == "#/paths/~1birds/get/parameters/2"


def test_a_document_can_be_copied_into_itself() -> None:
    value: Json = {"a": {"c": 1, "b": {}}}
    result, _ = laid([{"target": "$.a.b", "copy": "$.a"}], value=value)
    assert result.value == {"a": {"c": 1, "b": {"c": 1, "b": {}}}}
    assert result.origins == {
        ("a", "b", "b"): Pointer(("a", "b"), "api.yaml"),
        ("a", "b", "c"): Pointer(("a", "c"), "api.yaml"),
    }


def test_a_copy_shares_nothing_that_was_changed_before_it() -> None:
    actions: list[dict[str, Json]] = [
        {"target": "$.a.inner", "update": {"x": 1}},
        {"target": "$.b", "copy": "$.a"},
        {"target": "$.a.inner", "update": {"x": 2}},
    ]
    result, _ = laid(actions, value={"a": {"inner": {}}, "b": {}})
    assert result.value == {"a": {"inner": {"x": 2}}, "b": {"inner": {"x": 1}}}


@pytest.mark.parametrize("source", ["$.nothing", "$.paths.*"])
def test_a_copy_is_of_one_value(source: str) -> None:
    ((place, message, _),) = refused([{"target": "$.info", "copy": source}])
    assert place == "#/actions/0/copy"
    assert "must select one value" in message


def test_a_copy_that_does_not_fit_is_reported_at_the_action() -> None:
    ((place, message, _),) = refused([{"target": "$.info", "copy": "$.tags"}])
    assert place == "#/actions/0/copy"
    assert "a list cannot be merged into a mapping" in message


# --- the form of overlays

RIGHT = """\
overlay: 1.0.0
info:
  title: T
  version: "1"
extends: api.yaml
x-any: 1
actions:
  - target: $.info
    description: d
    update: {x-a: 1}
    x-any: 2
  - target: $.tags
    remove: true
"""

WRONG = [
    ("overlay: 1.0.0\n", "", "`overlay` is missing", 1),
    ("1.0.0", "1.0", "`overlay` must be a text", 1),
    ("1.0.0", "'1.0'", "version '1.0' of overlays is not known", 1),
    ("1.0.0", "1.2.0", "version '1.2.0' of overlays is not known", 1),
    ("info:\n  title: T\n  version: '1'\n", "", "`info` must be a mapping", 1),
    ("  title: T\n", "", "`title` is missing", 2),
    ("title: T", "titel: T", "`info` has no key `titel`", 3),
    ('"1"', "1.0", "`version` must be a text", 4),
    ("extends: api.yaml", "extends: 1", "`extends` must be a text", 5),
    ("x-any: 1", "any: 1", "an overlay has no key `any`", 6),
    ("actions:", "x-actions:", "`actions` must be a list", 1),
    ("actions:", "actions: []\nx-actions:", "`actions` must be a list", 7),
    ("  - target: $.tags\n", "  - x\n  - target: $.tags\n", "must be a mapping", 12),
    ("  - target: $.tags\n", "  - x-a: 1\n", "`target` is missing", 12),
    ("target: $.tags", "target: 1", "`target` must be a text", 12),
    ("target: $.tags", "target: ''", "must begin with `$`", 12),
    ("target: $.tags", "target: $.a[", "`target` is no JSONPath (RFC 9535)", 12),
    ("remove: true", "remove: 'yes'", "`remove` must be true or false", 13),
    ("description: d", "description: 1", "`description` must be a text", 9),
    ("update:", "updat:", "an action has no key `updat`", 10),
    ("remove: true", "copy: $.info", "an action has no key `copy`", 13),
    ("1.0.0", "1.1.0\nx-a:", "an action has no key `updat`", 11),
]


@pytest.fixture
def api(tmp_path: Path) -> Path:
    path = tmp_path / "api.yaml"
    path.write_text(API, encoding="utf-8")
    return path


def lay(api: Path, text: str) -> tuple[Document, Diagnostics]:
    path = api.with_name("o.yaml")
    path.write_text(text, encoding="utf-8")
    found = Diagnostics()
    document = load(api, found)
    try:
        document = overlay(document, [load(path, found)], found)
    except Stop:
        assert found.errors
    return document, found


def test_an_overlay_in_the_right_form_is_applied_in_silence(api: Path) -> None:
    document, found = lay(api, RIGHT)
    assert found.found == []
    assert at(document.value, "info", "x-a") == 1
    assert "tags" not in at(document.value)


@pytest.mark.parametrize(("right", "wrong", "message", "line"), WRONG)
def test_what_is_wrong_with_the_form_is_reported_in_its_line(
    api: Path, right: str, wrong: str, message: str, line: int
) -> None:
    text = RIGHT.replace("'1'", '"1"')
    right = right.replace("'1'", '"1"')
    if "updat`" in message and line == 11:
        text = text.replace("update:", "updat:")
    assert right in text
    _, found = lay(api, text.replace(right, wrong, 1))
    errors = [
        (one.diagnostic.message, one.position.line, Path(one.file).name)
        for one in locate(found)
        if one.diagnostic.severity is Severity.ERROR
    ]
    assert any(message in text and where == line for text, where, _ in errors), errors
    assert {file for _, _, file in errors} == {"o.yaml"}


def test_all_that_is_wrong_is_reported_at_once(api: Path) -> None:
    text = RIGHT.replace("title: T", "titel: T").replace("$.info", "info")
    _, found = lay(api, text)
    assert found.errors == 3


def test_hints_name_the_edit(api: Path) -> None:
    text = RIGHT.replace("update:", "updat:").replace("$.tags", "$.paths./birds")
    _, found = lay(api, text)
    hints = {one.hint for one in found.found}
    assert "did you mean `update`?" in hints
    assert any("$.paths['/pets']" in hint for hint in hints)


@pytest.mark.parametrize(
    ("right", "wrong", "message", "line"),
    [
        ("$.tags", "$.tagz", "selects nothing", 12),
        ("remove: true", "remove: false", "does nothing", 12),
        ("extends: api", "extends: ./other", "made for `other`", 5),
    ],
)
def test_what_does_nothing_is_a_warning(
    api: Path, right: str, wrong: str, message: str, line: int
) -> None:
    document, found = lay(api, RIGHT.replace(right, wrong))
    (one,) = locate(found)
    assert one.diagnostic.severity is Severity.WARNING
    assert message in one.diagnostic.message
    assert (Path(one.file).name, one.position.line) == ("o.yaml", line)
    assert at(document.value, "info", "x-a") == 1


@pytest.mark.parametrize(
    "extends", ["./api.json", "../x/api.yaml", "https://a.test/openapi.yaml", "''"]
)
def test_an_overlay_may_have_been_made_for_this_file(api: Path, extends: str) -> None:
    _, found = lay(api, RIGHT.replace("extends: api.yaml", f"extends: {extends}"))
    assert found.found == []


def test_either_update_or_copy() -> None:
    errors = refused([{"target": "$.info", "update": {}, "copy": "$.tags"}])
    assert [place for place, _, _ in errors] == ["#/actions/0/copy"]


# --- where things were written


def test_problems_lead_to_the_file_that_has_them(api: Path) -> None:
    document, found = lay(
        api,
        RIGHT.replace("{x-a: 1}", "{x-a: 1, title: New}").replace(
            "$.tags", "$.servers[0]"
        ),
    )
    for place in (
        ("info", "title"),
        ("info", "x-a"),
        ("info", "version"),
        ("servers", "0", "url"),
        ("info",),
    ):
        found.error(Code.SCHEMA, "/".join(place), Pointer(place, document.file))
    lines = {
        one.diagnostic.message: (Path(one.file).name, one.position.line)
        for one in locate(found)
    }
    assert lines == {
        "info/title": ("o.yaml", 10),
        "info/x-a": ("o.yaml", 10),
        "info/version": ("api.yaml", 2),
        "servers/0/url": ("api.yaml", 5),
        "info": ("api.yaml", 2),
    }


def test_origins_go_on_from_those_that_a_document_has() -> None:
    value: Json = {"a": [{"b": 1}, {"b": 2}, {"b": 3}], "c": {"d": {"e": 1}}}
    origins = {
        ("c", "d", "e"): Pointer(("w",), "other.yaml"),
        ("a", "1"): Pointer(("x",), "part.yaml"),
        ("a", "1", "b"): Pointer(("y",), "other.yaml"),
        ("c",): Pointer(("z", "q"), "part.yaml"),
        (): Pointer((), "before.yaml"),
    }
    actions: list[dict[str, Json]] = [
        {"target": "$.a[0]", "remove": True},
        {"target": "$.c.d", "update": {"new": 1}},
        {"target": "$", "update": {"f": {}}},
        {"target": "$.f", "copy": "$.c"},
    ]
    document = Document("api.yaml", "", value, origins)
    result = overlay(document, [layer(actions)], Diagnostics())

    def origin(*parts: str) -> str:
        place = result.origin(Pointer(parts, "api.yaml"))
        return f"{place.file}{place}"

    assert origin("a", "0") == "part.yaml#/x"
    assert origin("a", "0", "b") == "other.yaml#/y"
    assert origin("a", "1", "b") == "before.yaml#/a/2/b"
    assert origin() == "before.yaml#"
    assert origin("c", "d") == "part.yaml#/z/q/d"
    assert origin("c", "d", "e") == "other.yaml#/w"
    assert origin("c", "d", "new") == "o.yaml#/actions/1/update/new"
    assert origin("f", "d", "e") == "other.yaml#/w"
    assert origin("f", "d", "new") == "o.yaml#/actions/1/update/new"
    assert origin("f") == "o.yaml#/actions/2/update/f"
    assert document.origins is origins and len(origins) == 5


def test_what_was_removed_and_written_anew_has_forgotten_its_past() -> None:
    actions: list[dict[str, Json]] = [
        {"target": "$.servers[0]", "remove": True},
        {"target": "$.servers", "remove": True},
        {"target": "$", "update": {"servers": [{"url": "/"}]}},
    ]
    result, _ = laid(actions[:2])
    assert result.origins == {}
    result, _ = laid(actions)
    assert result.origins == {
        ("servers",): Pointer(("actions", "2", "update", "servers"), "o.yaml")
    }


# --- paths


@pytest.mark.parametrize(
    "path",
    [
        "",
        "info",
        " $",
        "$ ",
        "$.",
        "$..",
        "$.a[",
        "$.a['b]",
        "$.paths./a",
        "$.a[01]",
        "$[?@.a==]",
        "$[?length(@)]",
        "$[?nothing(@)==1]",
        # beyond RFC 9535
        "$.a | $.b",
        "$.a & $.b",
        "^.a",
        "$.a.~",
        "$[?@.a in ['x']]",
        "$[?@ =~ /a/]",
        f"$[?{'(' * 3000}@.a{')' * 3000}]",
    ],
)
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(Faulty) as fault:
        Query.parse(path)
    assert "\n" not in str(fault.value) and "TOKEN" not in str(fault.value)


@pytest.mark.parametrize(
    ("path", "value", "places"),
    [
        ("$", {"a": 1}, [()]),
        ("$[0]", {"0": 1}, []),
        ("$[-1]", [1, 2, 3], [(2,)]),
        ("$[::2]", [1, 2, 3], [(0,), (2,)]),
        ("$['a b']", {"a b": 1}, [("a b",)]),
        ("$[?@.a]", [{"a": False}, {"a": None}, {}], [(0,), (1,)]),
        ("$[?@==true]", [1, True, "true"], [(1,)]),
        ("$[?@.a==$.k]", {"k": 2, "x": {"a": 2}, "y": {"a": 3}}, [("x",)]),
        ("$[?match(@, 'a.')]", ["ab", "xab"], [(0,)]),
        ("$.a.b", {"a": [{"b": 1}]}, []),
        ("$..a.a", {"a": {"a": {"a": 1}}}, [("a", "a"), ("a", "a", "a")]),
    ],
)
def test_what_a_path_selects(path: str, value: Any, places: list[Any]) -> None:
    assert sorted(Query.parse(path).select(value)) == sorted(places)


def nested(depth: int) -> Json:
    value: Json = {}
    for _ in range(depth - 1):
        value = {"x": value}
    return value


def test_depth_does_no_harm() -> None:
    deep = nested(MAX_DEPTH)
    result, _ = laid([{"target": "$..x..x", "update": {"y": 1}}], value=deep)
    assert json.dumps(result.value).count('"y"') == MAX_DEPTH - 2
    # Within filters the library goes down by itself.
    result, _ = laid([{"target": "$..[?@..x]", "update": {"y": 1}}], value=deep)
    assert json.dumps(result.value).count('"y"') == MAX_DEPTH - 2
    long = f"${'.x' * 5000}"
    result, found = laid([{"target": long, "update": {}}], value=deep)
    assert "selects nothing" in found.found[0].message


def test_a_document_does_not_become_too_deep() -> None:
    half = nested(MAX_DEPTH // 2)
    target = f"${'.x' * (MAX_DEPTH // 2 - 1)}"
    laid([{"target": target, "update": {"x": nested(MAX_DEPTH // 2)}}], value=half)
    action: dict[str, Json] = {
        "target": target,
        "update": {"x": nested(MAX_DEPTH // 2 + 1)},
    }
    ((_, message, _),) = refused([action], value=half)
    assert "nested deeper" in message


def test_a_document_does_not_become_too_large() -> None:
    zeros: list[Json] = [0] * 100_000
    value: Json = {"list": [{} for _ in range(60)]}
    action: dict[str, Json] = {"target": "$.list[0:20]", "update": {"x": zeros}}
    laid([action], value=value)
    ((place, message, _),) = refused([action, action], value=value)
    assert place == "#/actions/1"
    assert "more than 3,000,000 values" in message


# --- what holds for all documents

KEYS = st.sampled_from(["a", "b", "c"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.text("xy", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=12,
)
MAPPINGS = st.dictionaries(KEYS, VALUES, max_size=3)
PATHS = st.sampled_from(
    [
        "$",
        "$.a",
        "$.b[0]",
        "$.*",
        "$.*.*",
        "$..a",
        "$..[0]",
        "$..[0,0,-1]",
        "$..*",
        "$..a..b",
        "$..*..*",
        "$..[?@.a]",
        "$..[?@.a==1]",
        "$[?@..b]",
    ]
)


@given(value=MAPPINGS, path=PATHS)
def test_the_same_is_selected_as_by_the_library(value: Any, path: str) -> None:
    matches = JSONPathEnvironment(strict=True).finditer(path, value)
    expected = {match.parts: match.obj for match in matches}
    assert Query.parse(path).select(value) == expected


ACTIONS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"target": PATHS, "update": VALUES}),
        st.fixed_dictionaries({"target": PATHS, "copy": PATHS}),
        st.fixed_dictionaries({"target": PATHS, "remove": st.just(True)}),
    ),
    min_size=1,
    max_size=4,
)


@given(value=MAPPINGS, actions=ACTIONS)
def test_every_single_value_is_where_its_origin_says(
    value: dict[str, Any], actions: list[dict[str, Any]]
) -> None:
    document = Document("api.yaml", "", value)
    over = layer(actions)
    before = copy.deepcopy((value, over.value))
    try:
        result = overlay(document, [over], Diagnostics())
    except Stop:
        return
    finally:
        assert (value, over.value) == before
    sources = {"api.yaml": document.root, "o.yaml": over.root}
    pending: list[tuple[tuple[str, ...], Json]] = [((), result.value)]
    while pending:
        place, one = pending.pop()
        origin = result.origin(Pointer(place, "api.yaml"))
        node = sources[origin.file]
        for part in origin.parts:
            node /= int(part) if isinstance(node.value, list) else part
        assert type(node.value) is type(one)
        match one:
            case dict():
                pending += [((*place, key), inner) for key, inner in one.items()]
            case list():
                pending += [((*place, str(i)), x) for i, x in enumerate(one)]
            case _:
                assert node.value == one


class Clash(Exception):
    """Two values that the specification does not merge."""


@given(value=MAPPINGS, update=MAPPINGS)
def test_merging_is_what_the_specification_says(value: Any, update: Any) -> None:
    def merge(old: Json, new: Json) -> Json:
        if isinstance(old, dict) and isinstance(new, dict):
            both = {key: merge(old[key], new[key]) for key in old if key in new}
            return {**old, **new, **both}
        if isinstance(old, list) and isinstance(new, list):
            return old + new
        if isinstance(old, dict | list) or isinstance(new, dict | list):
            raise Clash
        return new

    document = Document("api.yaml", "", value)
    over = layer([{"target": "$", "update": update}])
    try:
        expected = merge(value, update)
    except Clash:
        with pytest.raises(Stop):
            overlay(document, [over], Diagnostics())
        return
    assert overlay(document, [over], Diagnostics()).value == expected

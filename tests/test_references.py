"""References: where they lead, in one file and in many, and what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Diagnostics
from generator.document import Pointer
from generator.grammar import version_of
from generator.reading.files import Files
from generator.reading.load import load
from generator.reporting.locate import locate
from generator.resolve import Spec, resolve

HEAD = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}


def read(folder: Path, root: Path | None = None) -> tuple[Spec, list[str]]:
    """The document `api.yaml` of a folder, and what was found wrong with it."""
    found = Diagnostics()
    document = load(folder / "api.yaml", found)
    version = version_of(document.value)
    assert version is not None
    spec = resolve(document, version, Files(document, found, root=root), found)
    problems = [
        f"{os.path.relpath(one.file, folder)}:{one.position.line}:"
        f"{one.position.column}: {one.diagnostic.message}"
        for one in locate(found)
    ]
    return spec, problems


def write(folder: Path, **files: Any) -> None:
    """Write files; `a__b` is `b.yaml` in the folder `a`."""
    for name, content in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, indent=1)
        path.write_text(text, encoding="utf-8")


def schema_at(spec: Spec, *parts: str) -> Any:
    node = spec.root
    for part in parts:
        node = spec.follow(node / part)
    return node.value


def test_many_files_become_one(tmp_path: Path) -> None:
    pet = {"type": "object", "properties": {"owner": {"$ref": "people.yaml#/Owner"}}}
    write(
        tmp_path,
        api={
            **HEAD,
            "paths": {"/pets": {"$ref": "paths/pets.yaml"}},
            "components": {"schemas": {"Pet": {"$ref": "models/pet.yaml"}}},
        },
        paths__pets={"get": {"$ref": "../operations.yaml#/list"}},
        operations={
            "list": {
                "description": {"$ref": "texts.yaml#/list"},
                "parameters": [{"$ref": "#/limit"}],
                "responses": {"200": {"$ref": "responses/pets.yaml"}},
            },
            "limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        },
        texts={"list": "All pets."},
        responses__pets={
            "description": "ok",
            "content": {
                "application/json": {
                    "schema": {"type": "array", "items": {"$ref": "../models/pet.yaml"}}
                }
            },
        },
        models__pet=pet,
        models__people={"Owner": {"type": "object", "properties": {}}},
    )
    spec, problems = read(tmp_path)
    assert problems == []
    operation = spec.follow(spec.root / "paths" / "/pets") / "get"
    assert (operation / "description").text == "All pets."
    (limit,) = (operation / "parameters").items()
    assert (spec.follow(limit) / "name").text == "limit"
    components = spec.root / "components"
    assert sorted((components / "schemas").fields) == ["Owner", "Pet"]
    response = spec.follow(operation / "responses" / "200")
    items = response / "content" / "application/json" / "schema" / "items"
    assert (spec.follow(items) / "type").text == "object"
    owner = spec.follow(spec.follow(items) / "properties" / "owner")
    assert owner.at.parts == ("components", "schemas", "Owner")
    written = spec.document.origin(owner.at)
    assert written == Pointer(("Owner",), str(tmp_path / "models" / "people.yaml"))
    assert all(
        value.startswith("#/components/")
        for node in spec.places("schema")
        if (value := (node / "$ref").text)
    )


def test_names_of_parts_come_from_their_files(tmp_path: Path) -> None:
    def model(*names: str) -> dict[str, Any]:
        return {"allOf": [{"$ref": f"{name}.yaml"} for name in names]}

    write(
        tmp_path,
        api={
            **HEAD,
            "components": {
                "schemas": {"Cat": model("a/item", "b/item", "b/cat", "c d/übel")}
            },
        },
        a__item={"type": "string"},
        b__item={"type": "integer"},
        b__cat={"type": "boolean"},
    )
    (tmp_path / "c d").mkdir()
    (tmp_path / "c d" / "übel.yaml").write_text("type: 'null'\n", "utf-8")
    spec, problems = read(tmp_path)
    assert problems == []
    names = sorted((spec.root / "components" / "schemas").fields)
    assert names == ["Cat", "a_item", "b_cat", "b_item", "bel"]


@pytest.mark.parametrize(
    ("reference", "message", "place"),
    [
        ("missing.yaml", "cannot be read: no such file", "api.yaml:3:23"),
        ("pet.yaml#/Nothing", "leads to nothing", "api.yaml:3:23"),
        ("../outside.yaml", "lies outside of", "api.yaml:3:23"),
        ("%2e%2e/outside.yaml", "lies outside of", "api.yaml:3:23"),
        ("link.yaml", "lies outside of", "api.yaml:3:23"),
        ("/etc/passwd", "only files beside the document", "api.yaml:3:23"),
        ("file:///etc/passwd", "only files beside the document", "api.yaml:3:23"),
        ("//host/x.yaml", "only files beside the document", "api.yaml:3:23"),
        ("C:\\x.yaml", "only files beside the document", "api.yaml:3:23"),
        ("data:,x", "only files beside the document", "api.yaml:3:23"),
        ("https://host.test/x", "on another host", "api.yaml:3:23"),
        ("folder", "is not a file", "api.yaml:3:23"),
        ("pipe", "is not a file", "api.yaml:3:23"),
        ("a\0b.yaml", "cannot be read: not a path", "api.yaml:3:23"),
        ("broken.yaml", "cannot be read", "api.yaml:3:23"),
        ("http://[x", "is not a URI", "api.yaml:3:23"),
        ("loop.yaml", "lead in a circle", "loop.yaml:1:7"),
        ("number.yaml", "a schema is needed here", "api.yaml:3:23"),
    ],
)
def test_what_is_not_followed(
    tmp_path: Path, reference: str, message: str, place: str
) -> None:
    (tmp_path / "outside.yaml").write_text("secret: 1\n", "utf-8")
    folder = tmp_path / "specs"
    write(
        folder,
        api="openapi: 3.1.0\ncomponents:\n"
        f"  schemas: {{A: {{$ref: {json.dumps(reference)}}}}}\n",
        pet="Pet: {}\n",
        broken="a: [\n",
        loop="$ref: loop.yaml\n",
        number="12\n",
    )
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    _, problems = read(folder)
    assert any(one.startswith(place) and message in one for one in problems), problems
    assert not any("secret" in one for one in problems)


def test_a_root_lets_siblings_be_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        shared__pet={"type": "string"},
        v1__api={
            **HEAD,
            "components": {"schemas": {"A": {"$ref": "../shared/pet.yaml"}}},
        },
    )
    _, problems = read(tmp_path / "v1")
    assert "lies outside of" in problems[0]
    spec, problems = read(tmp_path / "v1", root=tmp_path)
    assert problems == []
    assert schema_at(spec, "components", "schemas", "A") == {"type": "string"}


def test_problems_of_a_part_are_told_where_it_stands(tmp_path: Path) -> None:
    write(
        tmp_path,
        api="openapi: 3.0.3\npaths:\n  /a: {$ref: item.yaml}\n",
        item="get:\n  responses:\n    '200': {$ref: '#/nothing'}\n",
    )
    _, problems = read(tmp_path)
    assert problems == ["item.yaml:3:19: `#/nothing` leads to nothing"]


def test_ids_and_anchors(tmp_path: Path) -> None:
    write(
        tmp_path,
        api={
            **HEAD,
            "components": {
                "schemas": {
                    "Tree": {
                        "$id": "https://schemas.test/tree",
                        "$defs": {"leaf": {"$anchor": "leaf", "type": "string"}},
                        "properties": {
                            "left": {"$ref": "#leaf"},
                            "right": {"$ref": "#/$defs/leaf"},
                            "self": {"$ref": "tree"},
                            "next": {"$dynamicRef": "#node"},
                        },
                        "$dynamicAnchor": "node",
                    },
                    "Use": {"$ref": "https://schemas.test/tree#leaf"},
                    "Remote": {
                        "$id": "https://schemas.test/other",
                        "properties": {"a": {"$ref": "nothing"}},
                    },
                }
            },
        },
    )
    spec, problems = read(tmp_path)
    assert len(problems) == 1 and "`nothing` is on another host" in problems[0]
    write(
        tmp_path,
        api=(tmp_path / "api.yaml").read_text("utf-8").replace('"nothing"', '"tree"'),
    )
    spec, problems = read(tmp_path)
    assert problems == []
    tree = spec.root / "components" / "schemas" / "Tree"
    leaf = tree / "$defs" / "leaf"
    for name in ("left", "right"):
        assert spec.follow(tree / "properties" / name).at == leaf.at
    assert spec.follow(tree / "properties" / "self").at == tree.at
    assert spec.follow(tree / "properties" / "next").at == tree.at
    assert spec.follow(spec.root / "components" / "schemas" / "Use").at == leaf.at
    other = spec.root / "components" / "schemas" / "Remote" / "properties" / "a"
    assert spec.follow(other).at == tree.at


def test_a_discriminator_may_name_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        api={
            **HEAD,
            "components": {
                "schemas": {
                    "Pet": {
                        "oneOf": [{"$ref": "cat.yaml"}],
                        "discriminator": {
                            "propertyName": "kind",
                            "mapping": {"cat": "cat.yaml", "dog": "Pet"},
                        },
                    }
                }
            },
        },
        cat={"type": "object"},
    )
    spec, problems = read(tmp_path)
    assert problems == []
    pet = spec.root / "components" / "schemas" / "Pet"
    mapping = {"cat": "#/components/schemas/cat", "dog": "Pet"}
    assert (pet / "discriminator" / "mapping").value == mapping


def test_references_of_every_kind(tmp_path: Path) -> None:
    write(
        tmp_path,
        api={
            **HEAD,
            "paths": {
                "/a": {"$ref": "#/components/pathItems/A"},
                "/b": {"$ref": "#/paths/~1c"},
                "/c": {
                    "get": {"responses": {"200": {"$ref": "#/components/responses/R"}}}
                },
            },
            "components": {
                "pathItems": {
                    "A": {"parameters": [{"$ref": "#/components/parameters/P"}]}
                },
                "parameters": {
                    "P": {"name": "p", "in": "query", "schema": {"$ref": "x.yaml"}}
                },
                "responses": {
                    "R": {
                        "description": "",
                        "headers": {"H": {"$ref": "#/components/headers/H"}},
                        "links": {"L": {"$ref": "#/components/links/L"}},
                        "content": {
                            "a/b": {
                                "examples": {"E": {"$ref": "#/components/examples/E"}}
                            }
                        },
                    }
                },
                "headers": {"H": {"schema": {}}},
                "links": {"L": {"operationId": "x"}},
                "examples": {"E": {"value": {"$ref": "#/data"}}},
            },
        },
        x="true\n",
    )
    spec, problems = read(tmp_path)
    assert problems == []
    assert schema_at(spec, "paths", "/b", "get", "responses", "200", "links", "L")
    assert (spec.root / "components" / "schemas" / "x").value is True


def test_a_wrong_kind_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        api={
            **HEAD,
            "paths": {
                "/a": {
                    "get": {"responses": {"200": {"$ref": "#/components/schemas/S"}}}
                }
            },
            "components": {"schemas": {"S": {}, "T": {"$ref": "#/components/schemas"}}},
        },
    )
    _, problems = read(tmp_path)
    assert [one.split(": ", 1)[1] for one in problems] == [
        "a response is needed here, which #/components/schemas/S is not",
        "a schema is needed here, which #/components/schemas is not",
    ]


def test_a_long_chain_costs_little(tmp_path: Path) -> None:
    length = 5000
    schemas = {
        f"A{i}": {"$ref": f"#/components/schemas/A{i + 1}"} for i in range(length)
    }
    schemas[f"A{length}"] = {"type": "string"}
    write(tmp_path, api={**HEAD, "components": {"schemas": schemas}})
    spec, problems = read(tmp_path)
    assert problems == []
    assert schema_at(spec, "components", "schemas", "A0") == {"type": "string"}


def test_what_contains_itself_in_files_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        api="openapi: 3.0.3\npaths:\n  /a: {get: {$ref: x.yaml}}\n",
        x="$ref: y.yaml\n",
        y="$ref: x.yaml\n",
    )
    _, problems = read(tmp_path)
    assert problems and all("itself" in one or "circle" in one for one in problems)


def test_recursive_schemas_in_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        api={**HEAD, "components": {"schemas": {"T": {"$ref": "tree.yaml"}}}},
        tree={"properties": {"child": {"$ref": "tree.yaml"}, "b": {"$ref": "b.yaml"}}},
        b={"properties": {"a": {"$ref": "./tree.yaml"}}},
    )
    spec, problems = read(tmp_path)
    assert problems == []
    tree = spec.follow(spec.root / "components" / "schemas" / "T")
    assert spec.follow(tree / "properties" / "child").at == tree.at
    b = spec.follow(tree / "properties" / "b")
    assert spec.follow(b / "properties" / "a").at == tree.at


@pytest.mark.parametrize(
    ("schemas", "message"),
    [
        ({"A": {"$ref": "#/components/schemas/A/x"}}, "through too many references"),
        (
            {
                f"A{number}": {"$ref": f"#/components/schemas/A{number + 1}/x"}
                for number in range(3_000)
            },
            "through too many references",
        ),
        ({"A": {"$ref": f"#/components/schemas/B/allOf/{'9' * 5000}"}}, "to nothing"),
        ({"A": {"$ref": "#/components/schemas/B/allOf/00"}}, "leads to nothing"),
        (
            {"A": {"$id": "https://a.test/", "$defs": {"x": {"$id": "http://[x"}}}},
            "",
        ),
        (
            {"A": {"$id": "https://a.test/", "items": {"$ref": "http://[x"}}},
            "is not a URI",
        ),
    ],
)
def test_a_way_that_has_no_end(tmp_path: Path, schemas: Any, message: str) -> None:
    more = {"B": {"allOf": [{"type": "string"}]}}
    write(tmp_path, api={**HEAD, "components": {"schemas": {**schemas, **more}}})
    _, problems = read(tmp_path)
    assert bool(problems) == bool(message)
    assert not problems or message in problems[0]


def test_a_way_through_other_references(tmp_path: Path) -> None:
    schemas = {
        "A": {"$ref": "#/components/schemas/B/properties/c/properties/d"},
        "B": {"properties": {"c": {"$ref": "#/components/schemas/C"}}},
        "C": {"$ref": "#/components/schemas/E"},
        "E": {"properties": {"d": {"type": "integer"}}},
    }
    write(tmp_path, api={**HEAD, "components": {"schemas": schemas}})
    spec, problems = read(tmp_path)
    assert not problems
    assert schema_at(spec, "components", "schemas", "A") == {"type": "integer"}


def test_a_circle_is_told_once(tmp_path: Path) -> None:
    """However long it is, and however many references lead into it."""
    size = 20_000
    schemas: dict[str, Any] = {
        f"A{number:05}": {"$ref": f"#/components/schemas/A{(number + 1) % size:05}"}
        for number in range(size)
    }
    schemas = {"": {"items": {"$ref": "#/components/schemas/A00007"}}, **schemas}
    write(tmp_path, api={**HEAD, "components": {"schemas": schemas}})
    _, problems = read(tmp_path)
    (problem,) = problems
    around = (
        "lead in a circle: #/components/schemas/A00001 -> #/components/schemas/A00002"
    )
    assert around in problem


def test_a_path_item_that_is_joined_with_another(tmp_path: Path) -> None:
    """A `$ref` of a path item may have operations beside it, in any version."""
    answers = {"responses": {"200": {"$ref": "#/components/responses/Fine"}}}
    write(
        tmp_path,
        api={
            **HEAD,
            "openapi": "3.0.3",
            "paths": {
                "/a": {"$ref": "#/paths/~1b", "get": answers},
                "/b": {"post": answers},
            },
            "components": {"responses": {"Fine": {"description": "fine"}}},
        },
    )
    spec, problems = read(tmp_path)
    assert not problems
    assert schema_at(spec, "paths", "/a") == {"post": answers, "get": answers}
    assert [*schema_at(spec, "paths", "/b")] == ["post"]

"""Documents as a user hands them over: in many files, overlaid, of an older kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.test_cli import clientsmith, generate, tree

API = """\
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {$ref: "%s"}
              example: {name: null, kind: cat}
"""
PET = """\
type: object
properties:
  name: {type: string}
  kind: {type: string, enum: [cat, dog]}
"""
OVERLAY = """\
overlay: 1.0.0
info: {title: O, version: "1"}
actions:
  - target: $.paths['/pets'].get
    update: {summary: All pets.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "v1").mkdir()
    (tmp_path / "api.yaml").write_text(API % "pet.yaml", "utf-8")
    (tmp_path / "v1" / "api.yaml").write_text(API % "../pet.yaml", "utf-8")
    (tmp_path / "pet.yaml").write_text(PET, "utf-8")
    (tmp_path / "overlay.yaml").write_text(OVERLAY, "utf-8")
    return tmp_path


def test_parts_become_named_models(folder: Path) -> None:
    done = generate(folder / "api.yaml", folder / "out")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    model = (folder / "out/made/client/models/pet.py").read_text("utf-8")
    assert "class Pet(OpenModel):" in model


def test_references_stay_within_the_root(folder: Path) -> None:
    refused = generate(folder / "v1" / "api.yaml", folder / "out")
    assert refused.returncode == 2
    assert "lies outside of" in refused.stderr and "--root DIR" in refused.stderr
    assert not (folder / "out").exists()
    allowed = generate(folder / "v1" / "api.yaml", folder / "out", "--root", folder)
    assert allowed.returncode == 0, allowed.stderr


def test_a_changed_part_is_a_changed_input(folder: Path) -> None:
    assert generate(folder / "api.yaml", folder / "out").returncode == 0
    again = generate(folder / "api.yaml", folder / "out")
    assert "up to date" in again.stderr
    (folder / "pet.yaml").write_text(PET.replace("dog", "cow"), "utf-8")
    # The module of the enumeration, and the lock of names.
    assert "2 updated" in generate(folder / "api.yaml", folder / "out").stderr


def test_other_hosts_are_asked_for_nothing(folder: Path) -> None:
    spec = folder / "api.yaml"
    spec.write_text(API % "https://127.0.0.1/pet.yaml", "utf-8")
    refused = clientsmith("lint", spec)
    assert refused.returncode == 2 and "--allow-remote 127.0.0.1" in refused.stderr
    private = clientsmith("lint", spec, "--allow-remote", "127.0.0.1")
    assert private.returncode == 2 and "127.0.0.1" in private.stderr
    assert not (folder / "api.yaml.lock").exists()
    unusable = clientsmith("lint", spec, "--allow-remote", "a b")
    assert unusable.returncode == 2 and "is not a host" in unusable.stderr


def test_overlays_change_a_document_first(folder: Path) -> None:
    options = ("--overlay", folder / "overlay.yaml")
    assert generate(folder / "api.yaml", folder / "out", *options).returncode == 0
    module = (folder / "out/made/client/pets.py").read_text("utf-8")
    assert '"""All pets.' in module
    broken = folder / "overlay.yaml"
    broken.write_text(OVERLAY.replace("/pets", "/cats"), "utf-8")
    done = clientsmith("lint", folder / "api.yaml", *options, "--strict")
    assert done.returncode == 2 and "overlay.yaml:4:13: error[overlay]" in done.stderr
    missing = clientsmith("lint", folder / "api.yaml", "--overlay", folder / "no.yaml")
    assert missing.returncode == 2 and "no.yaml:1:1: error[file]" in missing.stderr


def test_the_doctor_repairs(folder: Path) -> None:
    (folder / "one.yaml").write_text(
        API.replace(
            '{$ref: "%s"}', "{type: object, properties: {name: {type: string}}}"
        ),
        "utf-8",
    )
    found = clientsmith("doctor", folder / "one.yaml")
    assert found.returncode == 1
    assert "one.yaml:13:31: warning[" in found.stderr
    assert yaml.safe_load(found.stdout)["overlay"] == "1.0.0"
    repairs = folder / "repairs.yaml"
    written = clientsmith("doctor", folder / "one.yaml", "--write", repairs)
    assert (written.returncode, written.stdout) == (1, "")
    assert repairs.read_text("utf-8") == found.stdout
    again = clientsmith("doctor", folder / "one.yaml", "--overlay", repairs)
    assert again.returncode == 0, again.stderr
    nowhere = clientsmith("doctor", folder / "one.yaml", "--write", folder / "x/y.yaml")
    assert nowhere.returncode == 2 and "Traceback" not in nowhere.stderr


def test_the_doctor_wants_a_valid_document(folder: Path) -> None:
    (folder / "one.yaml").write_text(API % "#/nothing", "utf-8")
    done = clientsmith("doctor", folder / "one.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "error[reference]" in done.stderr


def test_swagger_is_told_of_where_it_is_written(tmp_path: Path) -> None:
    document = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "host": "a.test",
        "schemes": ["https"],
        "produces": ["application/json"],
        "paths": {
            "/pets/{id}": {
                "get": {
                    "responses": {
                        "200": {
                            "description": "ok",
                            "schema": {"$ref": "#/definitions/P"},
                        }
                    }
                }
            }
        },
        "definitions": {
            "P": {"type": "object", "properties": {"a": {"type": "string"}}}
        },
    }
    spec = tmp_path / "swagger.json"
    spec.write_text(json.dumps(document, indent=1), "utf-8")
    wrong = clientsmith("lint", spec, "--output-format", "json")
    (problem,) = json.loads(wrong.stdout)
    assert problem["pointer"] == "#/paths/~1pets~1{id}/get"
    assert (problem["file"], problem["line"]) == (str(spec), 16)
    spec.write_text(json.dumps(document).replace("/pets/{id}", "/pets"), "utf-8")
    assert generate(spec, tmp_path / "out").returncode == 0
    assert (tmp_path / "out/made/client/models/p.py").exists()


def test_the_walk_is_there_for_who_asks(folder: Path) -> None:
    for options in ((), ("--thorough",)):
        done = clientsmith("lint", folder / "api.yaml", *options)
        assert done.returncode == 0, done.stderr


def test_a_configuration_says_how_a_document_is_read(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        "[tool.clientsmith]\noutput = 'out'\n[[tool.clientsmith.clients]]\n"
        "package = 'made'\nspecs = [{path = 'v1/api.yaml', root = '.', "
        "overlays = ['overlay.yaml'], allow-remote = ['a.test']}]\n",
        "utf-8",
    )
    done = clientsmith("generate", cwd=folder, PYTHONPATH=str(ROOT))
    assert done.returncode == 0, done.stderr
    assert b'"""All pets.' in tree(folder / "out")["made/pets.py"]


def test_credentials_that_nothing_asks_for_are_refused(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        "[tool.clientsmith]\noutput = 'out'\n[[tool.clientsmith.clients]]\n"
        "package = 'made'\nspecs = [{path = 'api.yaml'}]\n"
        "credentials = {schemes = {login = {token = {argument = 'token'}}}}\n",
        "utf-8",
    )
    done = clientsmith("generate", cwd=folder)
    assert done.returncode == 2
    assert "`credentials.schemes.login.token` fits no security scheme" in done.stderr
    assert not (folder / "out").exists()

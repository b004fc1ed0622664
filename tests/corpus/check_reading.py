"""Every document of the corpus becomes a model, and nothing is hidden."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics, Stop
from generator.reading.yaml_values import resolved
from generator.reporting.locate import locate
from generator.understand import lint
from tests.corpus.documents import CORPUS, documents, hostile, name_of, read, report
from tests.places import ROOT
from tests.surface import surface


def test_every_document_becomes_a_model(snapshot: SnapshotAssertion) -> None:
    reports: dict[str, list[str]] = {}
    for path in documents():
        found, _ = read(path)
        assert found.errors == 0, report(found)
        reports[name_of(path)] = list(report(found))
    assert reports == snapshot


@pytest.mark.parametrize("path", [*documents(), *hostile()], ids=lambda path: path.stem)
def test_the_full_walk_finds_nothing_more(path: Path) -> None:
    found = Diagnostics()
    with suppress(Stop):
        lint([SpecConfig(path)], found, thoroughly=True)
    # A walk that has failed or given up would find nothing, and says so by its name.
    messages = [one.diagnostic.message for one in locate(found)]
    assert [one for one in messages if one.startswith("openapi-spec-validator")] == []


def test_nothing_is_opened_or_asked_for_that_should_not_be() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.audit", *documents(), *hostile()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr[-2000:]


def test_reading_costs_a_fifth_of_validating() -> None:
    path = CORPUS / "github.json"
    ours = _seconds(
        "from tests.corpus.documents import *\n"
        "from generator.understand import *\n"
        "from generator.validate import validate as v; import openapi_spec_validator\n",
        f"found = Diagnostics(); s = open_spec(SpecConfig(Path({str(path)!r})), found)\n"
        "v(s.spec.document, found); check(s.spec, found)\n",
    )
    theirs = _seconds(
        "import json, openapi_spec_validator\n"
        f"document = json.load(open({str(path)!r}))\n",
        "openapi_spec_validator.validate(document)\n",
    )
    print(f"{ours:.2f} s against {theirs:.2f} s: {ours / theirs:.3f}")
    assert ours <= theirs / 5


def _seconds(before: str, timed: str) -> float:
    """The least processor time of three runs, each in a process of its own."""
    source = (
        f"{before}\nimport time\nstart = time.process_time()\n{timed}"
        "print(time.process_time() - start)"
    )
    return min(
        float(
            subprocess.run(
                [sys.executable, "-c", source],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for _ in range(3)
    )


TWILIO = [path for path in documents() if path.parent.name == "twilio"]


@pytest.mark.parametrize("path", TWILIO, ids=lambda path: path.stem)
def test_json_and_yaml_and_shuffled_keys(path: Path, tmp_path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    shuffled = _shuffled(data, random.Random(path.name))
    written = yaml.dump(data, Dumper=_Yaml12, sort_keys=False)
    (tmp_path / "a.yaml").write_text(written, encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(shuffled), encoding="utf-8")
    as_json = _generated(path, tmp_path / "json")
    assert _generated(tmp_path / "a.yaml", tmp_path / "yaml") == as_json
    other = _generated(tmp_path / "b.json", tmp_path / "shuffled")
    assert other.keys() == as_json.keys()
    assert surface(other) == surface(as_json)


class _Yaml12(yaml.CSafeDumper):
    """Writes YAML 1.2, in which other texts than in 1.1 need quotes: `0149`, `1e3`."""


def _quoted(dumper: Any, text: str) -> Any:
    style = None if resolved(text) == (text, "") else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Yaml12.add_representer(str, _quoted)


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        entries = list(cast(dict[str, Any], value).items())
        chance.shuffle(entries)
        return {key: _shuffled(item, chance) for key, item in entries}
    if isinstance(value, list):
        return [_shuffled(item, chance) for item in cast(list[object], value)]
    return value


def _generated(spec: Path, output: Path) -> dict[str, bytes]:
    start = time.monotonic()
    subprocess.run(
        [
            *(sys.executable, "-m", "generator", "generate", str(spec), "--quiet"),
            *("--output", str(output), "--package", "made"),
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    print(f"{spec.name}: {time.monotonic() - start:.1f} s")
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }

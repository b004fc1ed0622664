"""What type checkers make of the generated client."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SNIPPETS = Path(__file__).parent / "typing"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The folders in which type checkers find clients: the committed one, and others."""
    folder = tmp_path_factory.mktemp("packages")
    packages = {
        "constructs": "constructs",
        "formats": "formats",
        "gallery": "gallery",
        "kennel": "kennel",
        "notes": "notes",
        "pages": "post",
        "records": "records",
    }
    for name, package in packages.items():
        spec = ROOT / "tests" / "specs" / f"{name}.yaml"
        command = [sys.executable, "-m", "generator", "generate", str(spec)]
        options = ["--output", str(folder), "--package", f"{package}_client"]
        subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    return [ROOT / "generated", folder]


def mypy(path: Path, packages: list[Path], *options: str) -> set[int]:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", *options]
    done = subprocess.run(
        [*command, str(path)],
        cwd=ROOT,
        env={"MYPYPATH": os.pathsep.join(map(str, packages))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    found = re.findall(rf"^\S*{path.name}:(\d+): error", done.stdout, re.MULTILINE)
    return set(map(int, found))


def pyright(path: Path, folder: Path, packages: list[Path]) -> set[int]:
    shutil.copy(path, folder)
    config = {
        "extraPaths": list(map(str, packages)),
        "typeCheckingMode": "strict",
        # An expression without an effect is what several snippets are about.
        "reportUnusedExpression": False,
        "reportUnusedCoroutine": False,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--project", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    return {
        diagnostic["range"]["start"]["line"] + 1
        for diagnostic in report["generalDiagnostics"]
        if diagnostic["severity"] == "error"
    }


@pytest.mark.parametrize(
    "name",
    [
        "accepted.py",
        "refused.py",
        "bodies_accepted.py",
        "bodies_refused.py",
        "constructs.py",
        "formats.py",
        "gallery.py",
        "paging.py",
        "records.py",
        "kennel.py",
    ],
)
def test_snippets(name: str, packages: list[Path], tmp_path: Path) -> None:
    path = SNIPPETS / name
    lines = path.read_text(encoding="utf-8").split("\n")
    expected = {n for n, line in enumerate(lines, 1) if line.endswith("# refused")}
    assert mypy(path, packages) == expected
    assert pyright(path, tmp_path, packages) == expected


def test_what_is_deprecated_is_seen(packages: list[Path], tmp_path: Path) -> None:
    path = SNIPPETS / "deprecated.py"
    lines = path.read_text(encoding="utf-8").split("\n")
    expected = {n for n, line in enumerate(lines, 1) if "# deprecated" in line}
    # mypy tells of an imported name where it is imported, pyright where it is used, too.
    again = {n for n, line in enumerate(lines, 1) if line.endswith("again")}
    assert mypy(path, packages, "--enable-error-code=deprecated") == expected - again
    assert pyright(path, tmp_path, packages) == expected


def test_the_client_itself_is_not_told(packages: list[Path]) -> None:
    """It has what is deprecated, as long as the API has."""
    folder = packages[-1]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    options = ["--enable-error-code=deprecated", "-p", "records_client"]
    done = subprocess.run(
        [*command, *options], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    config = {"include": ["records_client"], "typeCheckingMode": "strict"}
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout

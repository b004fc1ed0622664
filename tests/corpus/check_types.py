"""The clients of the whole corpus compile, can be imported, and please all checkers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.corpus.documents import documents, name_of
from tests.places import ROOT

# What pyright reads of Twilio's client; it takes several times as long as others.
FOR_PYRIGHT = (
    *("api/v2010", "content", "lookups/v2", "messaging", "numbers/v2", "proxy"),
    *("_runtime", "client.py"),
)

# `typing.override` came with Python 3.12, and generated code begins with 3.11.
PYREFLY = f"""\
preset = "strict"
project-includes = ["."]
search-path = ["."]
python-version = "3.11"
python-interpreter-path = {json.dumps(sys.executable)}
[errors]
missing-override-decorator = "ignore"
"""

IMPORT_ALL = """\
import importlib, pkgutil, sys
for package in map(importlib.import_module, sys.argv[1:]):
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(one.name)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a client for each document, and one for all of Twilio's."""
    folder = tmp_path_factory.mktemp("clients")
    twilio = [path for path in documents() if path.parent.name == "twilio"]
    _configure(folder, "twilio", [(path, _mount(path)) for path in twilio])
    for path in sorted(set(documents()) - set(twilio)):
        package = re.sub(r"\W", "_", name_of(path).rsplit(".", 1)[0]).lower()
        _configure(folder, package, [(path, "")])
    with ThreadPoolExecutor(2) as pool:
        # The longest takes about half of the time, and begins.
        largest = sorted(folder.glob("*.toml.d"), key=_weight, reverse=True)
        list(pool.map(_generate, largest))
    return folder


def _mount(path: Path) -> str:
    """`proxy.v1` for `twilio_proxy_v1.json`."""
    name = path.stem.removeprefix("twilio_")
    return re.sub(r"_(v\d+|organizations|scim)$", r".\1", name)


def _configure(folder: Path, package: str, specs: Sequence[tuple[Path, str]]) -> None:
    """Write the configuration of a client into a folder of its own."""
    entries = [
        f"{{ path = {json.dumps(str(path.absolute()))}"
        + (f', mount = "{mount}" }}' if mount else " }")
        for path, mount in specs
    ]
    own = folder / f"{package}.toml.d"
    own.mkdir()
    (own / "pyproject.toml").write_text(
        f"[tool.clientsmith]\noutput = {json.dumps(str(folder))}\n"
        f'[[tool.clientsmith.clients]]\npackage = "{package}"\n'
        f"specs = [{', '.join(entries)}]\n",
        encoding="utf-8",
    )


def _weight(own: Path) -> int:
    """The size of the documents of a client, in bytes."""
    text = (own / "pyproject.toml").read_text(encoding="utf-8")
    return sum(
        Path(path).stat().st_size for path in re.findall(r'path = "(.*?)"', text)
    )


def _generate(own: Path) -> None:
    _run("-m", "generator", "generate", "--quiet", cwd=own, path=ROOT)


def _run(*arguments: str, cwd: Path, path: Path | None = None) -> None:
    """Have Python do something that has to succeed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(path or cwd)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def _packages(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/client.py"))


def test_all_modules_can_be_imported(folder: Path) -> None:
    for package in _packages(folder):
        _run("-W", "error", "-c", IMPORT_ALL, package, cwd=folder)


@pytest.mark.skipif(find_spec("pyrefly") is None, reason="pyrefly is not installed")
def test_pyrefly_finds_nothing(folder: Path) -> None:
    (folder / "pyrefly.toml").write_text(PYREFLY, encoding="utf-8")
    options = ("--output-format", "min-text", "--min-severity", "warn")
    _run("-m", "pyrefly", "check", *options, *_packages(folder), cwd=folder)


@pytest.mark.parametrize("package", ["github", "openai", "twilio"])
def test_mypy_finds_nothing(package: str, folder: Path) -> None:
    cache = f"--cache-dir={folder / 'mypy'}"
    _run("-m", "mypy", "--strict", "--config-file=", cache, package, cwd=folder)


def test_pyright_finds_nothing(folder: Path) -> None:
    own = folder / "pyright"
    own.mkdir()
    config = {
        "include": [f"../twilio/{part}" for part in FOR_PYRIGHT],
        "extraPaths": [".."],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (own / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    python = ("--pythonpath", sys.executable)
    _run("-m", "pyright", "--project", str(own), *python, cwd=folder)


@pytest.mark.parametrize("command", ["check", "format --check"])
def test_ruff_finds_nothing(command: str, folder: Path) -> None:
    options = ("--isolated", "--quiet", *_packages(folder))
    _run("-m", "ruff", *command.split(), *options, cwd=folder)


def test_black_would_change_nothing(folder: Path) -> None:
    # Every fiftieth file: all of them would take many minutes.
    sample = sorted(map(str, folder.rglob("*.py")))[::50]
    _run("-m", "black", "--check", "--quiet", *sample, cwd=folder)

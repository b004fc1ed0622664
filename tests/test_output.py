"""What is generated: snapshots of it, and properties that all of it has."""

from __future__ import annotations

import ast
import copy
import doctest
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import black
import pytest
from black.mode import TargetVersion
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.settings import ClientSettings
from generator.understand import read
from tests.conftest import ROOT, SPEC

SPECS = Path(__file__).parent / "specs"
COMMITTED = ROOT / "generated" / "twilio_client"


class TextFile(SingleFileSnapshotExtension):
    """A snapshot is a file that can be read as such."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


def generated(spec: Path, mount: tuple[str, ...] = ()) -> dict[str, str]:
    """All files of a client, but those that are the same for every API."""
    found = Diagnostics()
    config = ClientConfig(Path(), ClientSettings("made"), (SpecConfig(spec, mount),))
    files = make(config, [read(config.specs[0], found)], find_pack("python"), found)
    assert [one.message for one in found.found if one.severity == "error"] == []
    return {
        path: text for path, text in files.items() if not path.startswith("_runtime/")
    }


def joined(files: Mapping[str, str]) -> str:
    """Files one below the other, each under its name."""
    return "\n".join(f"==> {path}\n{files[path]}" for path in sorted(files))


def sources() -> list[Path]:
    return sorted(path for path in COMMITTED.rglob("*.py"))


@pytest.mark.parametrize(
    "name",
    ["doors", "formats", "gallery", "library", "notes", "odd_names", "unions"],
)
def test_snapshot(name: str, snapshot: SnapshotAssertion) -> None:
    files = generated(SPECS / f"{name}.yaml")
    for path, text in files.items():
        compile(text, path, "exec")
    assert joined(files) == snapshot(extension_class=TextFile)


@pytest.mark.parametrize(
    "name",
    ["doors", "formats", "gallery", "library", "notes", "odd_names", "unions"],
)
def test_other_clients_import_and_type_check(name: str, tmp_path: Path) -> None:
    arguments = ["--output", str(tmp_path), "--package", "made"]
    command = [sys.executable, "-m", "generator", "generate"]
    spec = str(SPECS / f"{name}.yaml")
    subprocess.run([*command, spec, *arguments], check=True, capture_output=True)
    modules = [
        ".".join(path.relative_to(tmp_path).with_suffix("").parts)
        for path in sorted(tmp_path.rglob("*.py"))
    ]
    script = "import importlib, sys\n[importlib.import_module(m) for m in sys.argv[1:]]"
    subprocess.run([sys.executable, "-c", script, *modules], cwd=tmp_path, check=True)
    for tool in (["mypy", "--strict", "-p", "made"], ["ruff", "check", "."]):
        done = subprocess.run(
            [sys.executable, "-m", *tool],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_the_snapshot_of_the_flagship_is_committed() -> None:
    files = generated(SPEC, ("proxy", "v1"))
    for path, text in files.items():
        if path != "client.py":  # it has the configured names of the credentials
            assert (COMMITTED / path).read_text(encoding="utf-8") == text


def stable(text: str) -> bool:
    mode = black.Mode(target_versions={TargetVersion.PY311})
    return black.format_str(text, mode=mode) == text


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_black_would_change_nothing(path: Path) -> None:
    assert stable(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name",
    ["doors", "formats", "gallery", "library", "notes", "odd_names", "unions"],
)
def test_black_would_change_nothing_else(name: str) -> None:
    files = generated(SPECS / f"{name}.yaml")
    assert [path for path, text in files.items() if text and not stable(text)] == []


def test_the_templates_are_laid_out_as_black_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only a name that is too long for its line may need black."""
    from generator.languages.python import PythonLanguage

    with_black = generated(SPEC, ("proxy", "v1"))

    def as_it_is(_: PythonLanguage, source: str) -> str:
        return source

    monkeypatch.setattr(PythonLanguage, "format", as_it_is)
    assert generated(SPEC, ("proxy", "v1")) == with_black


class _Plain(ast.NodeTransformer):
    """A class for asyncio as its twin would be."""

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        function = ast.FunctionDef(**dict(ast.iter_fields(node)))
        return self.generic_visit(function)

    def visit_Await(self, node: ast.Await) -> ast.AST:
        value: ast.AST = self.visit(node.value)
        return value

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(node.id.removeprefix("Async"), node.ctx)

    def visit_alias(self, node: ast.alias) -> ast.AST:
        return ast.alias(node.name.removeprefix("Async"), node.asname)


def twins() -> Iterator[tuple[ast.ClassDef, ast.ClassDef]]:
    for path in sources():
        if "_runtime" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            classes = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)}
            for name, node in classes.items():
                if name.startswith("Async"):
                    yield classes[name.removeprefix("Async")], node


def test_twins_are_equal() -> None:
    pairs = list(twins())
    assert len(pairs) > 8
    for sync, asynchronous in pairs:
        plain = _Plain().visit(copy.deepcopy(asynchronous))
        plain.name = plain.name.removeprefix("Async")
        assert ast.dump(plain) == ast.dump(sync)


def test_no_doctest_is_found() -> None:
    finder = doctest.DocTestParser()
    for path in sources():
        assert finder.get_examples(path.read_text(encoding="utf-8")) == []


def test_only_the_standard_library_and_httpx2_are_imported() -> None:
    allowed = sys.stdlib_module_names | {"httpx2"}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} <= allowed
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                assert (node.module or "").split(".")[0] in allowed


def test_importing_is_quick_and_does_not_load_the_transport() -> None:
    script = (
        "import sys, time\n"
        "started = time.process_time()\n"
        "import twilio_client\n"
        "used = time.process_time() - started\n"
        "loaded = [m for m in sys.modules if m.split('.')[0] in ('httpx2', 'ssl')]\n"
        "loaded += [m for m in sys.modules if m.startswith('twilio_client.proxy')]\n"
        "print(used, loaded)"
    )
    best = 1.0
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT / "generated",
            capture_output=True,
            text=True,
            check=True,
        )
        used, _, loaded = done.stdout.strip().partition(" ")
        assert loaded == "[]"
        best = min(best, float(used))
    assert best < 0.04

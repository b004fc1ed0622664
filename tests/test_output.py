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
CASES = (
    "constructs",
    "doors",
    "events",
    "formats",
    "gallery",
    "library",
    "notes",
    "odd_names",
    "pages",
    "records",
    "styles",
    "unions",
)
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


@pytest.mark.parametrize("name", CASES)
def test_snapshot(name: str, snapshot: SnapshotAssertion) -> None:
    files = generated(SPECS / f"{name}.yaml")
    for path, text in files.items():
        compile(text, path, "exec")
    assert joined(files) == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("name", (*CASES, "wide"))
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


KEYED = """
openapi: 3.1.0
info: {title: Payments, version: "1"}
servers: [{url: "https://pay.test"}]
paths:
  /testing:
    post:
      parameters:
        - {name: idempotency-key, in: header, schema: {type: string}}
      responses: {"204": {description: done}}
    put:
      parameters:
        - {name: Idempotency-Key, in: header, required: true, schema: {type: string}}
      responses: {"204": {description: done}}
"""


def test_an_idempotency_key_is_an_option_of_the_call(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(KEYED, encoding="utf-8")
    files = generated(spec)
    assert "FakeTransport" in files["testing.py"]
    (module,) = (text for text in files.values() if "def put" in text)
    assert module.count("Unpack[CallOptions]") == 2  # of post, sync and async
    assert '"Idempotency-Key": idempotency_key' in module  # of put, which needs it
    assert '"idempotency-key"' not in module


def stable(text: str) -> bool:
    mode = black.Mode(target_versions={TargetVersion.PY311})
    return black.format_str(text, mode=mode) == text


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_black_would_change_nothing(path: Path) -> None:
    assert stable(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
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


def test_black_and_ruff_agree_on_long_names(tmp_path: Path) -> None:
    for path, text in generated(SPECS / "wide.yaml").items():
        if path.endswith(".py") and text:
            assert stable(text), path
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    for command in (("check", "--quiet"), ("format", "--check", "--quiet")):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "")


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


# What the twins of the run time call by other names.
SPELLINGS = {
    "aclose": "close",
    "aiter_bytes": "iter_bytes",
    "aiter_raw": "iter_raw",
    "anext": "next",
    "async_content": "sync_content",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "asyncio.sleep": "time.sleep",
    "asyncio.timeout": "_ending_in",
}


class _PlainRuntime(_Plain):
    """A class of the run time for asyncio as its twin would be."""

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        node.name = SPELLINGS.get(node.name, node.name)
        return super().visit_AsyncFunctionDef(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = SPELLINGS.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Generators for asyncio return nothing, which those of their twins say."""
        match node:
            case ast.Subscript(ast.Name("AsyncGenerator"), ast.Tuple([*kinds])):
                node.slice = ast.Tuple([*kinds, ast.Constant(None)], ast.Load())
            case _:
                pass
        return self.generic_visit(node)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        match node:
            case ast.AsyncWith(
                [ast.withitem(ast.Call(ast.Name("aclosing"), [given]))],
                [ast.AsyncFor() as loop],
            ):
                loop.iter = given  # other generators are closed without being told
                return self.visit_AsyncFor(loop)
            case _:
                return self.generic_visit(ast.With(**dict(ast.iter_fields(node))))

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        return self.visit_For(ast.For(**dict(ast.iter_fields(node))))

    def visit_For(self, node: ast.For) -> ast.AST:
        """A loop that only gives what it gets is `yield from`, which asyncio has not."""
        given = ast.unparse(node.target)
        if [ast.unparse(one) for one in node.body] == [f"yield {given}"]:
            return self.generic_visit(ast.Expr(ast.YieldFrom(node.iter)))
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        spelling = SPELLINGS.get(ast.unparse(node))
        if spelling:
            return ast.parse(spelling, mode="eval").body
        node.attr = SPELLINGS.get(node.attr, node.attr).removeprefix("Async")
        return self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> ast.AST | None:
        return None if ast.unparse(node) == "import asyncio" else node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return super().visit_Name(ast.Name(SPELLINGS.get(node.id, node.id), node.ctx))


def _without_docs(node: ast.AST) -> ast.AST:
    """A piece of code without its docstrings, where twins may refer to each other."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.ClassDef | ast.FunctionDef):
            match inner.body[0]:
                case ast.Expr(ast.Constant(str())):
                    inner.body = inner.body[1:] or [ast.Pass()]
                case _:
                    pass
    return node


def test_twins_of_the_run_time_are_equal() -> None:
    compared: list[str] = []
    for path in sorted((COMMITTED / "_runtime").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)}
        for name, node in classes.items():
            if name.startswith("Async"):
                plain = _PlainRuntime().visit(copy.deepcopy(node))
                plain.name = name.removeprefix("Async")
                sync = _without_docs(classes[plain.name])
                assert ast.dump(_without_docs(plain)) == ast.dump(sync)
                compared.append(plain.name)
    assert compared == [
        "BaseClient",
        "FakeStream",
        "FakeTransport",
        "HttpxStream",
        "HttpxTransport",
        "Pager",
        "Resource",
        "Streaming",
        "Transport",
        "HttpStream",
        "StreamingTransport",
    ]


def test_no_doctest_is_found() -> None:
    finder = doctest.DocTestParser()
    for path in sources():
        assert finder.get_examples(path.read_text(encoding="utf-8")) == []


def executed(tree: ast.Module) -> Iterator[ast.AST]:
    """What runs of a module: not what is for type checkers alone."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            pending += node.orelse
        else:
            pending += ast.iter_child_nodes(node)


def test_only_the_standard_library_and_httpx2_are_imported() -> None:
    allowed = sys.stdlib_module_names | {"httpx2"}
    for path in sources():
        for node in executed(ast.parse(path.read_text(encoding="utf-8"))):
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

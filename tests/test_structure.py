"""How the generator is built: one way, in small pieces."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

GENERATOR = ROOT / "generator"
RUNTIME = ROOT / "templates" / "python" / "runtime"

# A stage imports stages of the lines above its own only.
LAYERS = (
    {"text", "words", "hints", "document", "codes", "scalar", "writing"},
    {"facts", "notes", "paging", "types"},
    {"schemes"},
    {"model", "diagnostics", "grammar"},
    {"reading", "dialects"},
    {"reporting", "overlay", "survey", "dump", "tree"},
    {"bundle"},
    {"resolve"},
    {"swagger", "validate"},
    {"thorough"},
    {"values"},
    {"rules", "doctor"},
    {"building"},
    {"plan"},
    {"packs"},
    {"languages"},
    {"render", "write", "fingerprint"},
    {"config"},
    {"understand"},
    {"pipeline"},
    {"conformance"},
    {"options"},
    {"cli"},
    {"__main__", "__init__"},
)
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}


def sources(folder: Path) -> list[tuple[Path, ast.Module]]:
    return [
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(folder.rglob("*.py"))
    ]


def part_of(path: Path) -> str:
    return path.relative_to(GENERATOR).with_suffix("").parts[0]


def imports(tree: ast.Module) -> Iterator[str]:
    """The parts of the generator that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "generator."
        ):
            yield (node.module or "").split(".")[1]


def test_data_flows_one_way() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {target}"
        for path, tree in sources(GENERATOR)
        for target in imports(tree)
        if target != part_of(path) and RANK[target] >= RANK[part_of(path)]
    ]
    assert wrong == []


def test_the_core_names_no_language() -> None:
    core = [path for path, _ in sources(GENERATOR) if part_of(path) != "languages"]
    naming = [
        path.name
        for path in core
        if re.search(r"""["'./]python\b""", path.read_text(encoding="utf-8"))
        and path.name != "settings.py"  # its default
    ]
    assert naming == []


def test_modules_and_functions_can_be_seen_whole() -> None:
    long: list[str] = []
    for path, tree in [*sources(GENERATOR), *sources(RUNTIME)]:
        if len(path.read_text(encoding="utf-8").split("\n")) > 400:
            long.append(path.name)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 60:
                    long.append(f"{path.name}: {node.name} has {lines} lines")
    assert long == []


def test_the_options_of_a_call_are_known_to_the_generator() -> None:
    from runtime.calls import CallOptions
    from runtime.paging import PagerOptions

    from generator.languages.python import operations

    options = operations.OPTIONS
    assert options == CallOptions.__annotations__.keys()
    assert options | operations.PAGER_OPTIONS == PagerOptions.__annotations__.keys()


def test_the_arguments_of_a_client_are_known_to_the_generator() -> None:
    from twilio_client import Client

    from generator import config
    from generator.languages.python.client import OWN_ARGUMENTS

    signature = inspect.signature(Client).parameters
    assert signature.keys() == OWN_ARGUMENTS | {"account_sid", "auth_token"}
    assert vars(config)["_TAKEN"] == OWN_ARGUMENTS | {"self"}


def test_what_the_runtime_offers_is_sorted_and_complete() -> None:
    from runtime.places import MODULES

    tree = ast.parse((RUNTIME / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        alias.name: f".{node.module}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level == 1
        for alias in node.names
    }
    assert imported.pop("lazy_attributes") == ".lazy"
    assert imported.pop("MODULES") == ".places"
    (offered,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
    )
    assert imported == MODULES
    assert sorted(imported) == list(MODULES) == sorted(offered)

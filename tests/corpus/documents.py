"""The documents of the corpus, and what the generator makes of them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics, Stop
from generator.understand import Opened, open_all, understand_all

CORPUS = Path(os.environ.get("CORPUS", "../shared/corpus"))
HOSTILE = Path(os.environ.get("HOSTILE", "../shared/hostile"))

# A document of many files begins with the one that lies above the others.
_ROOTS = ("*.json", "*.yaml", "*/*.v2.yaml", "*/*.json")


@cache
def documents() -> tuple[Path, ...]:
    """The root documents of the corpus."""
    found = {path for pattern in _ROOTS for path in CORPUS.glob(pattern)}
    assert found, f"no documents in {CORPUS}"
    return tuple(sorted(found))


@cache
def hostile() -> tuple[Path, ...]:
    """The hostile documents."""
    paths = [*HOSTILE.glob("*.yaml"), *HOSTILE.glob("*.json")]
    return tuple(sorted(path for path in paths if path.name != "manifest.json"))


def name_of(path: Path) -> str:
    """How a document is called in reports."""
    return path.relative_to(CORPUS).as_posix()


def read(path: Path) -> tuple[Diagnostics, list[Opened]]:
    """Open a document and make its model; what was found."""
    found = Diagnostics()
    opened: list[Opened] = []
    try:
        opened = open_all([SpecConfig(path)], found)
        understand_all(opened, found)
    except Stop:
        pass
    return found, opened


def report(found: Diagnostics) -> Iterator[str]:
    """How often each kind of problem was found. Names of the document are left out."""
    kinds = Counter(
        f"{one.severity.value}[{one.code.value}] {_without_names(one.message)}"
        for one in found.found
    )
    for kind, count in sorted(kinds.items()):
        yield f"{count:>5} {kind}"


def _without_names(message: str) -> str:
    plain = re.sub(r"`[^`]*`|#/\S+", "...", message)
    return re.sub(r"^[A-Z]+ /\S* is left out", "... is left out", plain)

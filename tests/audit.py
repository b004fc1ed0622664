"""Reads documents while Python's audit hooks watch: `python -m tests.audit SPEC...`.

Prints whatever is opened, listed, started or connected that a run has no business with:
anything but the files below the folder of the document, and installed packages.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics, Stop
from generator.pipeline import make
from generator.understand import read_all
from tests.places import ROOT

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "urllib.",
)
_OPENING = frozenset({"open", "os.listdir", "os.scandir", "os.open"})
_INSTALLED = tuple(
    os.path.realpath(folder)
    for folder in (
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_paths()["stdlib"],
        ROOT / "generator",
        ROOT / "templates",
    )
)


class _Watch:
    """What happened that should not have."""

    def __init__(self) -> None:
        self.allowed: tuple[str, ...] = _INSTALLED
        self.seen: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            self.seen.append(f"{event} {arguments!r}"[:300])
        elif event == "os.listdir" and str(arguments[0]) in sys.path:
            pass  # Python looks for a module
        elif event in _OPENING and isinstance(arguments[0], str | bytes | Path):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not any(_is_below(path, folder) for folder in self.allowed):
                self.seen.append(f"{event} {path}")


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def main(specs: list[str]) -> int:
    """The number of documents during whose reading something happened."""
    from generator.config import ClientConfig
    from generator.packs import find_pack
    from generator.plan.settings import ClientSettings

    watch = _Watch()
    sys.addaudithook(watch)
    bad = 0
    for spec in map(Path, specs):
        watch.seen.clear()
        watch.allowed = (*_INSTALLED, os.path.realpath(spec.parent))
        found = Diagnostics()
        try:
            config = SpecConfig(spec)
            apis = read_all([config], found)
            client = ClientConfig(Path("out"), ClientSettings("made"), (config,))
            if spec.stat().st_size < 300_000:
                make(client, apis, find_pack(client.settings.language), found)
        except Stop:
            pass
        for line in watch.seen:
            print(f"{spec.name}: {line}")
        bad += bool(watch.seen)
    return min(bad, 100)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A run of the command in a process of its own: what it said, wrote and cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tests.places import ROOT

MAX_SECONDS = 10.0
"""Processor time of the whole process."""
MAX_BYTES = 512_000_000
"""Peak of what it has in memory."""


class Said(TypedDict):
    """A diagnostic, as `--output-format json` prints it."""

    code: str
    severity: str
    message: str
    file: str
    line: int
    column: int
    pointer: str
    hint: str | None
    related: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run."""

    exit_code: int
    said: Sequence[Said]
    errors: str
    """What it printed for people."""
    seconds: float
    bytes: int
    misdeeds: Sequence[str]
    """Connections, processes and secrets that it must not have touched."""


def generate(spec: Path, folder: Path, *, strict: bool) -> Run:
    """Make the package `made.client` of a document; `folder` must not exist."""
    options = ["--strict"] if strict else []
    return run(
        "generator",
        ["generate", str(spec), "--output", str(folder), "--package", "made.client"]
        + ["--output-format", "json", *options],
        folder.with_suffix(".log"),
    )


def run(module: str, arguments: Sequence[str], log: Path) -> Run:
    """Run a module in a child process; `log` is the stem of its files."""
    out, err, report = (log.with_suffix(s) for s in (".out", ".err", ".seen"))
    environment = {k: v for k, v in os.environ.items() if k != "PWNED"}
    with out.open("wb") as stdout, err.open("wb") as stderr:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.launch", str(report), module]
            + list(arguments),
            cwd=ROOT,
            env=environment,
            stdout=stdout,
            stderr=stderr,
        )
        # Only this call tells what one child has cost, and not all of them.
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    text = (
        report.read_text(encoding="utf-8") if report.exists() else '["it was killed"]'
    )
    return Run(
        child.returncode,
        _diagnostics(out.read_text(encoding="utf-8")),
        err.read_text(encoding="utf-8", errors="replace"),
        used.ru_utime + used.ru_stime,
        used.ru_maxrss * 1024,
        json.loads(text),
    )


def _diagnostics(text: str) -> list[Said]:
    try:
        said: list[Said] = json.loads(text)
    except ValueError:
        return []
    return said

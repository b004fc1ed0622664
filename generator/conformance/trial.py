"""Trying a client out: it is written to a folder, and runs in a process of its own.

What was generated of a document runs nowhere else. The process imports the package,
decodes and encodes, and sends nothing; it has a limited time.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator.conformance.examples import Example
from generator.languages import Bench

SECONDS = 300.0
"""How long a client may take for all of its examples."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example."""

    example: Example
    is_decoded: bool
    is_returned: bool
    """Whether it was encoded again, and is the same as JSON data."""
    drift: tuple[str, ...]
    """In which points it contradicts its schema, as the client tells them."""
    reason: str
    """Why it was not decoded, or did not come back; empty if it did."""


def try_out(
    files: Mapping[str, str],
    package: str,
    bench: Bench,
    examples: Sequence[Example],
    *,
    is_strict: bool,
) -> list[Outcome]:
    """What becomes of examples in a client of these files.

    A strict client refuses what contradicts its schema.
    """
    if not examples:
        return []
    tasks, unsound = _tasks(examples, is_strict=is_strict)
    with TemporaryDirectory(prefix="clientsmith-") as folder:
        for name, text in {**files, **bench.files}.items():
            path = Path(folder, package, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        output, end = _run(bench.command, folder, tasks)
    answers = _answers(output)
    return [
        (
            _failed(example, unsound[index])
            if index in unsound
            else _outcome(example, next(answers, None), end)
        )
        for index, example in enumerate(examples)
    ]


def _tasks(
    examples: Sequence[Example], *, is_strict: bool
) -> tuple[bytes, dict[int, str]]:
    """What the process is to do, and which examples cannot be given to it."""
    lines: list[str] = []
    unsound: dict[int, str] = {}
    for index, example in enumerate(examples):
        task = {
            "operation": example.operation,
            "is_response": example.is_response,
            "status": example.status,
            "is_strict": is_strict,
            "value": example.value.value,
        }
        try:
            lines.append(f"{json.dumps(task, allow_nan=False)}\n")
        except (RecursionError, ValueError):
            unsound[index] = "JSON has no such value, or it is nested too deeply"
    return "".join(lines).encode(), unsound


def _run(command: Sequence[str], folder: str, tasks: bytes) -> tuple[bytes, str]:
    """The output of the process, and how it ended early, if it did."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            input=tasks,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b"", f"the client needs more than {SECONDS:g} seconds"
    if done.returncode == 0:
        return done.stdout, ""
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return done.stdout, f"the client ended: {last[:200] or done.returncode}"


def _answers(output: bytes) -> Iterator[dict[str, Any]]:
    """The outcomes of an output, of which the last line may be cut off."""
    for line in output.splitlines(keepends=True):
        if line.endswith(b"\n"):
            yield json.loads(line)


def _outcome(example: Example, answer: dict[str, Any] | None, end: str) -> Outcome:
    if answer is None:
        return _failed(example, end or "the client says nothing of it")
    return Outcome(
        example,
        is_decoded=answer["decoded"],
        is_returned=answer["returned"],
        drift=tuple(answer["drift"]),
        reason=answer.get("reason", ""),
    )


def _failed(example: Example, reason: str) -> Outcome:
    return Outcome(
        example, is_decoded=False, is_returned=False, drift=(), reason=reason
    )

"""Holds the generator against a folder of hostile documents, and says what fails."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.hostile.places import Source
from tests.hostile.refusals import FAULTS
from tests.hostile.runs import MAX_BYTES, MAX_SECONDS, Run, Said, generate, run

GROUPS = ("yaml-json", "references", "openapi", "scale", "names")
# Where something may be said of a document that is right; the first two must be told of,
# and `--strict` may take that for an error.
_REMARKED = {
    163: r"#/components/schemas/Thing/properties/[abc]/pattern",
    200: r"#/paths/~1things/get(/requestBody.*)?",
    208: r"#/paths/~1things/get(/requestBody.*)?",
}
_REMARKS_WANTED = {163: 3, 200: 1}
_SECONDS = {93: 2.0}
_FETCHED_PORT = 9
_TYPE_CHECKED = (69,)


@dataclass(frozen=True, slots=True)
class Case:
    """A document, and what its group is."""

    path: Path
    number: int
    group: str
    is_refused: bool
    source: Source


def main() -> None:
    """`FOLDER [NUMBER...]`; exit code 1 if a document does not get what it must."""
    folder, *numbers = sys.argv[1:]
    failed = 0
    cases = [
        one for one in read(Path(folder)) if not numbers or str(one.number) in numbers
    ]
    with Listener() as listener:
        for case in cases:
            with tempfile.TemporaryDirectory() as temporary:
                runs: list[Run] = []
                problems = list(problems_of(case, Path(temporary), runs))
            problems += listener.heard()
            failed += bool(problems)
            seconds = max(one.seconds for one in runs)
            megabytes = max(one.bytes for one in runs) / 1e6
            cost = f"{seconds:.1f} s, {megabytes:.0f} MB"
            print(
                f"{'FAIL' if problems else 'ok  '} {case.path.name}: {cost}", flush=True
            )
            for problem in dict.fromkeys(problems):
                print(f"       {problem}", flush=True)
    print(f"{len(cases) - failed} of {len(cases)} documents get what they must")
    sys.exit(1 if failed else 0)


def read(folder: Path) -> Iterator[Case]:
    """The documents of the groups that this is about."""
    entries: list[dict[str, Any]]
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for entry in entries:
        path = folder / entry["file"]
        if entry["category"] in GROUPS:
            number = int(entry["file"].partition("-")[0])
            is_refused = entry["expect"] == "REFUSE"
            group = entry["category"]
            yield Case(path.resolve(), number, group, is_refused, Source.of(path))


def problems_of(case: Case, folder: Path, runs: list[Run]) -> Iterator[str]:
    """What is wrong with what becomes of a document, with `--strict` and without.

    Adds to `runs` what the generator was made to do for it.
    """
    found: dict[str, list[str]] = {}
    for mode in ("with --strict", "without"):
        strict = mode == "with --strict"
        output = folder / mode.partition(" ")[0]
        outcome = generate(case.path, output, strict=strict)
        runs.append(outcome)
        for problem in _faults_of_run(case, outcome, output, strict=strict):
            found.setdefault(problem, []).append(mode)
    for problem, modes in found.items():
        yield problem if len(modes) > 1 else f"{modes[0]}: {problem}"


def _faults_of_run(
    case: Case, outcome: Run, output: Path, *, strict: bool
) -> Iterator[str]:
    yield from outcome.misdeeds
    if "Traceback" in outcome.errors:
        yield f"a traceback: {outcome.errors.strip().splitlines()[-1][:200]}"
    if outcome.seconds > _SECONDS.get(case.number, MAX_SECONDS):
        yield f"{outcome.seconds:.1f} s of processor time"
    if outcome.bytes > MAX_BYTES:
        yield f"{outcome.bytes / 1e6:.0f} MB"
    yield from untrue_places(case, outcome.said)
    if case.is_refused:
        yield from _faults_of_refusal(case, outcome, output, strict=strict)
    else:
        yield from _faults_of_success(case, outcome, strict=strict)
    if outcome.exit_code == 0:
        yield from _faults_of_client(case, output)


def _faults_of_refusal(
    case: Case, outcome: Run, output: Path, *, strict: bool
) -> Iterator[str]:
    may_warn = case.group == "openapi" and not strict
    if outcome.exit_code not in ((0, 2) if may_warn else (2,)):
        yield f"exit code {outcome.exit_code} instead of 2"
    if outcome.exit_code == 2 and output.exists():
        yield "something was written"
    for fault in FAULTS[case.number]:
        if not fault.is_met(outcome.said, case.source):
            yield f"not said: {fault.pointer} {fault.says} {fault.names_line_of}".rstrip()
            yield f"    but: {_shown(outcome.said)}"


def _faults_of_success(case: Case, outcome: Run, *, strict: bool) -> Iterator[str]:
    expected = re.compile(_REMARKED.get(case.number, r"(?!)"))
    others = [one for one in outcome.said if not expected.fullmatch(one["pointer"])]
    remarks = {one["pointer"] for one in outcome.said if one not in others}
    may_refuse = strict and case.number in _REMARKS_WANTED and remarks and not others
    if outcome.exit_code != 0 and not may_refuse:
        yield f"exit code {outcome.exit_code} instead of 0: {_shown(outcome.said)}"
    if others and not strict:
        yield f"warned of what is right: {_shown(others)}"
    if len(remarks) < _REMARKS_WANTED.get(case.number, 0):
        yield f"only told of {', '.join(sorted(remarks)) or 'nothing'}"


def _faults_of_client(case: Case, output: Path) -> Iterator[str]:
    arguments = [
        str(case.number if not case.is_refused else 0),
        str(output),
        str(case.path),
    ]
    outcome = run("tests.hostile.clients", arguments, output.with_suffix(".use"))
    said = output.with_suffix(".out").read_text(encoding="utf-8").strip()
    if said:
        yield said
    if outcome.exit_code != 0:
        lines = outcome.errors.strip().splitlines()
        where = [line.strip() for line in lines if line.lstrip().startswith("File")]
        yield f"the client: {lines[-1][:300]} {where[-1] if where else ''}"
    yield from outcome.misdeeds
    if case.number in _TYPE_CHECKED:
        yield from _type_errors(output)


def _type_errors(output: Path) -> Iterator[str]:
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file",
            "",
            "-p",
            "made.client",
        ]
        + ["--cache-dir", str(output / ".mypy"), "--python-executable", sys.executable],
        cwd=output,
        capture_output=True,
        text=True,
        check=False,
    )
    if checked.returncode != 0:
        yield f"mypy: {checked.stdout.strip()[:300]}"


def untrue_places(case: Case, said: Sequence[Said]) -> Iterator[str]:
    """Diagnostics whose file, line and column are not those of what they are about."""
    for one in said:
        spot = one["line"], one["column"]
        place = f"{one['file']}:{spot[0]}:{spot[1]}"
        if Path(one["file"]) != case.path or not one["pointer"].startswith("#"):
            yield f"no place: {place} {one['pointer']}"
        elif not 1 <= spot[0] <= len(case.source.lines):
            yield f"no such line: {place}"
        elif one["pointer"] != "#" and case.source.tree is not None:
            true = case.source.spots(one["pointer"])
            known = [f.spot(case.source) for f in FAULTS.get(case.number, ()) if f.spot]
            if spot not in [*true, *known] and not case.source.is_alias(spot, true):
                yield f"{one['pointer']} is not at {spot} but at {true}"


def _shown(said: Sequence[Said]) -> str:
    shown = [
        f"{one['line']}:{one['column']} {one['pointer']} {one['message'][:120]}"
        + (f" ({one['hint']})" if one["hint"] else "")
        for one in said[:4]
    ]
    more = f" and {len(said) - 4} more" if len(said) > 4 else ""
    return "; ".join(shown) + more or "nothing"


class Listener:
    """Listens where some documents would like to have something fetched from."""

    def __enter__(self) -> Self:
        self._socket: socket.socket | None = None
        try:
            self._socket = socket.create_server(("127.0.0.1", _FETCHED_PORT))
            self._socket.setblocking(False)
        except OSError:
            print(f"port {_FETCHED_PORT} is taken: only the interpreter is watched")
        return self

    def __exit__(self, *_: object) -> None:
        if self._socket is not None:
            self._socket.close()

    def heard(self) -> list[str]:
        """Whether somebody has called since."""
        try:
            if self._socket is not None:
                self._socket.accept()[0].close()
                return ["something was fetched"]
        except BlockingIOError:
            pass
        return []


if __name__ == "__main__":
    main()

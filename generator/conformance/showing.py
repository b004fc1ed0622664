"""What became of examples, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from generator.conformance.examination import Result
from generator.conformance.figures import Counts, Figures, total
from generator.diagnostics import Diagnostics
from generator.reporting import report


def as_lines(
    results: Sequence[Result], fallen: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """The figures of each document, and of all, with what was not looked at.

    `fallen` says of each document which of its figures are less than was recorded.
    """
    for result in results:
        name = result.document.as_posix()
        yield from _lines(name, result.figures)
        reasons = Counter(one.reason for one in result.unread)
        for reason, number in sorted(reasons.items()):
            yield f"{name}: {number} not looked at: {reason}"
        yield from (f"{name}: fallen: {words}" for words in fallen.get(name, ()))
    if len(results) > 1:
        yield from _lines("all", total(one.figures for one in results))


def _lines(name: str, figures: Figures) -> Iterator[str]:
    kinds = (("requests", figures.requests), ("responses", figures.responses))
    shown = [_line(name, kind, counts) for kind, counts in kinds if counts.examples]
    yield from shown or [f"{name}: no examples"]


def _line(name: str, kind: str, counts: Counts) -> str:
    line = (
        f"{name}: {kind}: decoded {counts.decoded} of {counts.examples}, "
        f"round-tripped {counts.round_tripped} of {counts.examples}"
    )
    return f"{line}, drift in {counts.drift}" if kind == "responses" else line


def as_data(
    results: Sequence[Result], fallen: Mapping[str, Sequence[str]], found: Diagnostics
) -> str:
    """The same as JSON, with all that contradicts its schema, and with diagnostics."""
    data = {
        "documents": [_document(one, fallen, found) for one in results],
        "total": asdict(total(one.figures for one in results)),
        "diagnostics": json.loads(report(found, "json")),
    }
    return f"{json.dumps(data, indent=2)}\n"


def _document(
    result: Result, fallen: Mapping[str, Sequence[str]], found: Diagnostics
) -> dict[str, Any]:
    name = result.document.as_posix()
    return {
        "document": name,
        **asdict(result.figures),
        "fallen": list(fallen.get(name, ())),
        "drift": [
            {
                "pointer": str(found.written(one.example.value.at)),
                "contradictions": one.drift,
            }
            for one in result.outcomes
            if one.drift
        ],
        "unread": [
            {"pointer": str(found.written(one.at)), "reason": one.reason}
            for one in result.unread
        ],
    }

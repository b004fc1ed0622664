"""Printing diagnostics: where, what, and what to do, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.diagnostics import Diagnostics
from generator.reporting.locate import Located, locate
from generator.reporting.machine import concise, github, sarif, to_json
from generator.reporting.text import text

FORMATS = ("text", "concise", "json", "github", "sarif")
"""`text` is for people; `concise` has a line for each; the others are for programs."""

_WRITERS: Mapping[str, Callable[[Sequence[Located]], str]] = {
    "concise": concise,
    "json": to_json,
    "github": github,
    "sarif": sarif,
}


def report(
    found: Diagnostics, form: str = "text", *, last: str = "", colored: bool = False
) -> str:
    """All diagnostics, in the order of their places, each once.

    `last` is what people are told after the number of errors.
    """
    located = locate(found)
    if form == "text":
        return text(located, found.documents, last=last, colored=colored)
    return _WRITERS[form](located)

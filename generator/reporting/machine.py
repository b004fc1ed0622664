"""Diagnostics for programs: a line each, JSON, GitHub's annotations, and SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator.codes import Code
from generator.diagnostics import Severity
from generator.reporting.locate import Located
from generator.reporting.text import printable

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def concise(located: Sequence[Located]) -> str:
    """A line for each: `file:line:column: error[code]: message`."""
    lines = [
        f"{one.place}: {one.diagnostic.severity.value}[{one.diagnostic.code.value}]: "
        f"{one.diagnostic.message}"
        + (f" (first: {one.related})" if one.related else "")
        for one in located
    ]
    return "".join(f"{printable(line)}\n" for line in lines)


def to_json(located: Sequence[Located]) -> str:
    """A list of objects; lines and columns count from 1, columns in characters."""
    return _dumped([_fields(one) for one in located])


def github(located: Sequence[Located]) -> str:
    """Workflow commands, by which GitHub shows annotations beside the lines."""
    return "".join(_annotation(one) for one in located)


def sarif(located: Sequence[Located]) -> str:
    """SARIF 2.1.0, the interchange format of code scanning."""
    codes = sorted({one.diagnostic.code for one in located}, key=lambda c: c.value)
    run = {
        "tool": {"driver": {"name": "clientsmith", "rules": list(map(_rule, codes))}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one) for one in located],
    }
    return _dumped({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _fields(one: Located) -> dict[str, Any]:
    diagnostic, position = one.diagnostic, one.position
    return {
        "code": diagnostic.code.value,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "file": one.file,
        "line": position.line,
        "column": position.column,
        "width": position.width,
        "pointer": str(diagnostic.at),
        "hint": diagnostic.hint or None,
        "related": one.related or None,
    }


def _annotation(one: Located) -> str:
    diagnostic, position = one.diagnostic, one.position
    message = diagnostic.message
    if diagnostic.hint:
        message += f"\nhint: {diagnostic.hint}"
    properties: dict[str, str | int] = {
        "title": f"clientsmith ({diagnostic.code.value})",
        "file": one.file,
        "line": position.line,
        "col": position.column,
        "endLine": position.line,
        "endColumn": position.column + position.width,
    }
    listed = ",".join(
        f"{name}={_property(value)}" for name, value in properties.items()
    )
    return f"::{diagnostic.severity.value} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    """Text as a workflow command has it: one line, nothing that begins another."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(value: str | int) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")


def _rule(code: Code) -> dict[str, Any]:
    explanation = code.explanation
    return {
        "id": code.value,
        "shortDescription": {"text": " ".join(explanation.split("\n\n")[0].split())},
        "help": {"text": explanation, "markdown": explanation},
    }


def _result(one: Located) -> dict[str, Any]:
    position = one.position
    message = one.diagnostic.message
    if one.diagnostic.hint:
        message += f" ({one.diagnostic.hint})"
    return {
        "ruleId": one.diagnostic.code.value,
        "level": "error" if one.diagnostic.severity is Severity.ERROR else "warning",
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": one.file.replace("\\", "/")},
                    "region": {
                        "startLine": position.line,
                        "startColumn": position.column,
                        "endColumn": position.column + position.width,
                    },
                },
                "logicalLocations": [{"fullyQualifiedName": str(one.diagnostic.at)}],
            }
        ],
    }


def _dumped(value: object) -> str:
    # No character of a document that is not printable ASCII reaches the terminal.
    dumped = json.dumps(value, indent=2).replace("\x7f", "\\u007f")
    return f"{dumped}\n"

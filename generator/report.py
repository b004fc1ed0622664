"""Diagnostics as text: where, what, the lines around it, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Diagnostics, Severity
from generator.document import Document, Position
from generator.reading.load import places
from generator.reading.places import Table

MAX_SHOWN = 50
_EXCERPT_WIDTH = 100
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def report(found: Diagnostics) -> str:
    """All diagnostics in the order of their places, each once, and their number."""
    located = _Locator(found.documents)
    ordered = sorted(
        {(one.at.file, *located.find(one), one) for one in found.found},
        key=lambda entry: (entry[0], entry[1].line, entry[1].column, entry[3].message),
    )
    blocks = [
        _block(diagnostic, position, found.documents.get(file), exact)
        for file, position, exact, diagnostic in ordered[:MAX_SHOWN]
    ]
    if len(ordered) > MAX_SHOWN:
        blocks.append(f"... and {len(ordered) - MAX_SHOWN} more\n")
    return "\n".join([*blocks, _summary(entry[3] for entry in ordered)])


class _Locator:
    """Finds positions; reads the places of a document when first asked."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self._documents = documents
        self._tables: dict[str, Table] = {}

    def find(self, diagnostic: Diagnostic) -> tuple[Position, bool]:
        """The position, and whether it is that of the thing itself."""
        if diagnostic.position is not None:
            return diagnostic.position, True
        table = self._table(diagnostic.at.file)
        parts = diagnostic.at.parts
        while parts and parts not in table:
            parts = parts[:-1]  # what is missing is shown at what should contain it
        entry = table.get(parts)
        if entry is None:
            return Position(1, 1), False
        exact = parts == diagnostic.at.parts
        if entry.key is not None and (diagnostic.on_key or not exact):
            return entry.key, exact
        return entry.value, exact

    def _table(self, file: str) -> Table:
        if file not in self._tables:
            document = self._documents.get(file)
            self._tables[file] = places(document) if document else {}
        return self._tables[file]


def _block(
    diagnostic: Diagnostic, position: Position, document: Document | None, exact: bool
) -> str:
    where = f"{diagnostic.at.file}:{position.line}:{position.column}"
    kind = f"{diagnostic.severity.value}[{diagnostic.code.value}]"
    lines = [f"{where}: {kind}: {diagnostic.message}"]
    if document is not None:
        lines += _excerpt(document.text, position)
    if diagnostic.at.parts:
        lines.append(f"  at: {diagnostic.at}")
    if diagnostic.hint:
        lines.append(f"  hint: {diagnostic.hint}")
    return "\n".join(_printable(line) for line in lines) + "\n"


def _excerpt(text: str, position: Position) -> list[str]:
    """The line in question with one before and after it, and a caret below."""
    rows = text.split("\n")
    if position.line > len(rows) or not rows[position.line - 1].strip():
        return []
    # A very long line is cut to what surrounds the column.
    shift = max(0, position.column - 1 - _EXCERPT_WIDTH // 2)
    if len(rows[position.line - 1]) <= _EXCERPT_WIDTH:
        shift = 0
    first = max(1, position.line - 1)
    last = min(len(rows), position.line + 1)
    gutter = len(str(last))
    lines: list[str] = []
    for number in range(first, last + 1):
        shown = rows[number - 1].rstrip("\r")[shift : shift + _EXCERPT_WIDTH]
        lines.append(f"  {number:>{gutter}} | {shown}".rstrip())
        if number == position.line:
            column = position.column - 1 - shift
            width = max(1, min(position.width, _EXCERPT_WIDTH - column))
            lines.append(f"  {'':>{gutter}} | {' ' * column}{'^' * width}")
    return lines


def _printable(line: str) -> str:
    """The line without anything that a terminal would obey."""
    return _UNPRINTABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", line)


def _summary(diagnostics: Iterable[Diagnostic]) -> str:
    severities = [diagnostic.severity for diagnostic in diagnostics]
    errors = severities.count(Severity.ERROR)
    warnings = len(severities) - errors
    counts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    end = "; nothing was written" if errors else ""
    return f"{' and '.join(counts)}{end}\n"

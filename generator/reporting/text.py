"""Diagnostics for people: the lines around each place, a caret, and a hint."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.diagnostics import Severity
from generator.document import Document, Position
from generator.reading.places import LINE_END
from generator.reporting.locate import Located

MAX_SHOWN = 50
_EXCERPT_WIDTH = 100
_LINE_WIDTH = 2_000
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_STYLES = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
_FAINT, _PLAIN = "\x1b[2m", "\x1b[0m"


def text(
    located: Sequence[Located],
    documents: Mapping[str, Document],
    *,
    last: str,
    colored: bool,
) -> str:
    """A block for each diagnostic, and their number."""
    shown = located[:MAX_SHOWN]
    rows = {
        file: LINE_END.split(documents[file].text)
        for file in {one.file for one in shown} & documents.keys()
    }
    blocks = [_block(one, rows.get(one.file, []), colored) for one in shown]
    if len(located) > MAX_SHOWN:
        blocks.append(f"... and {len(located) - MAX_SHOWN} more\n")
    return "\n".join([*blocks, summary(located, last)])


def printable(line: str) -> str:
    """A line without anything that a terminal would obey, and with an end."""
    if len(line) > _LINE_WIDTH:
        line = f"{line[:_LINE_WIDTH]}..."
    return _UNPRINTABLE.sub(_escaped, line)


def summary(located: Sequence[Located], last: str) -> str:
    """How many of each kind there are."""
    severities = [one.diagnostic.severity for one in located]
    errors = severities.count(Severity.ERROR)
    counts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (len(severities) - errors, "warning"))
        if count
    ]
    return f"{' and '.join(counts)}{last if errors else ''}\n"


def _block(one: Located, rows: Sequence[str], colored: bool) -> str:
    diagnostic = one.diagnostic
    kind = f"{diagnostic.severity.value}[{diagnostic.code.value}]"
    style = _STYLES[diagnostic.severity]
    shown = f"{style}{kind}{_PLAIN}" if colored else kind
    lines = [f"{printable(one.place)}: {shown}: {printable(diagnostic.message)}"]
    lines += [
        f"{_FAINT}{line}{_PLAIN}" if colored else line
        for line in map(printable, _excerpt(rows, one.position))
    ]
    if diagnostic.at.parts:
        lines.append(f"  at: {printable(str(diagnostic.at))}")
    if one.related:
        lines.append(f"  first: {printable(one.related)}")
    if diagnostic.hint:
        lines.append(f"  hint: {printable(diagnostic.hint)}")
    return "\n".join(lines) + "\n"


def _excerpt(rows: Sequence[str], position: Position) -> list[str]:
    """The line in question with one before and after it, and a caret below."""
    if position.line > len(rows) or not rows[position.line - 1].strip():
        return []
    # A very long line is cut to what surrounds the column.
    is_long = len(rows[position.line - 1]) > _EXCERPT_WIDTH
    shift = max(0, position.column - 1 - _EXCERPT_WIDTH // 2) if is_long else 0
    first, last = max(1, position.line - 1), min(len(rows), position.line + 1)
    gutter = len(str(last))
    lines: list[str] = []
    for number in range(first, last + 1):
        shown = rows[number - 1][shift : shift + _EXCERPT_WIDTH]
        lines.append(f"  {number:>{gutter}} | {shown}".rstrip())
        if number == position.line:
            column = position.column - 1 - shift
            width = max(1, min(position.width, _EXCERPT_WIDTH - column))
            lines.append(f"  {'':>{gutter}} | {' ' * column}{'^' * width}")
    return lines


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

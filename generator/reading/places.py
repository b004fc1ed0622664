"""What the readers of JSON and of YAML have in common: limits, places and problems."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.codes import Code
from generator.document import Position

LINE_END = re.compile(r"\r\n|\r|\n")

MAX_DEPTH = 200
"""How deeply lists and mappings may be nested. Real documents stay below 60."""

MAX_VALUES = 3_000_000
"""How many values a document may have once all aliases are written out."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a value stands, and where its key does if it has one."""

    value: Position
    key: Position | None = None


Table: TypeAlias = Mapping[tuple[str, ...], Places]
"""The places of all values, by the parts of their pointers."""


class Unreadable(Exception):
    """The text breaks a rule; no data can be made of it."""

    def __init__(
        self, code: Code, message: str, position: Position, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.position = position
        self.hint = hint
        self.others: tuple[Unreadable, ...] = ()
        """More of the same kind, where reading could go on."""


class Lines:
    """Where the lines of a text begin, as editors count them.

    YAML takes more characters for the end of a line, and JSON fewer.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in LINE_END.finditer(text))]

    def position(self, index: int, width: int = 1) -> Position:
        """The line and column of a character."""
        line = bisect_right(self._starts, index)
        return Position(line, index - self._starts[line - 1] + 1, width)

    def index(self, position: Position) -> int:
        """Which character stands at a line and column."""
        line = min(position.line, len(self._starts))
        return self._starts[line - 1] + position.column - 1

"""The places of some values of a JSON text that was read before.

Whatever is on no way to them is skipped at the speed of the parser, which is written in C;
so a few problems in a document of many megabytes are placed in a fraction of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from json import JSONDecoder

from generator.document import Position
from generator.reading.places import Lines, Places, Table

_BLANKS = re.compile(r"[ \t\r\n]*")
_decode = JSONDecoder().raw_decode


def search_places(text: str, wanted: Iterable[tuple[str, ...]]) -> Table:
    """The places of the wanted values, and of what they are in, as far as they exist."""
    return _Search(text, wanted).run()


@dataclass(slots=True)
class _Open:
    """A list or mapping that the search is in."""

    parts: tuple[str, ...]
    closes: str
    count: int = 0


class _Search:
    def __init__(self, text: str, wanted: Iterable[tuple[str, ...]]) -> None:
        self._text = text
        self._on_the_way = {
            parts[:length] for parts in wanted for length in range(len(parts) + 1)
        }
        self._inner = {parts[:-1] for parts in self._on_the_way if parts}
        self._lines = Lines(text)
        self._table: dict[tuple[str, ...], Places] = {}
        self._stack: list[_Open] = []

    def run(self) -> Table:
        index = self._value(self._blanks(0), (), None)
        while self._stack:
            index = self._blanks(index)
            if self._text[index] == ",":
                index = self._blanks(index + 1)
            if self._text[index] == self._stack[-1].closes:
                self._stack.pop()
                index += 1
            else:
                index = self._entry(index, self._stack[-1])
        return self._table

    def _entry(self, index: int, inside: _Open) -> int:
        """Pass the next item of a list, or key and value; the index behind it."""
        if inside.closes == "]":
            parts = (*inside.parts, str(inside.count))
            inside.count += 1
            return self._value(index, parts, None)
        start = index
        key, index = _decode(self._text, start)
        parts = (*inside.parts, key)
        position = None
        if parts in self._on_the_way:
            position = self._lines.position(start, index - start)
        colon = self._blanks(index)
        return self._value(self._blanks(colon + 1), parts, position)

    def _value(self, start: int, parts: tuple[str, ...], key: Position | None) -> int:
        """Pass a value, or go into it; the index behind it, or behind its bracket."""
        mark = self._text[start]
        is_open = mark in "[{" and parts in self._inner
        end: int = start + 1 if is_open else _decode(self._text, start)[1]
        if parts in self._on_the_way:
            width = 1 if mark in "[{" else end - start
            self._table[parts] = Places(self._lines.position(start, width), key)
        if is_open:
            self._stack.append(_Open(parts, "]" if mark == "[" else "}"))
        return end

    def _blanks(self, index: int) -> int:
        found = _BLANKS.match(self._text, index)
        return found.end() if found else index

"""JSON by the standard library, made strict; places by a scanner of our own.

The scanner runs only when something is to be printed, or when the fast reader has met
something that it cannot place: a duplicate key, `NaN`, half a surrogate pair.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from generator.diagnostics import Code
from generator.document import Json, Position
from generator.reading.places import (
    MAX_DEPTH,
    Places,
    Table,
    Unreadable,
)

_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")'
    r"|(?P<mark>[\[\]{}:,])|(?P<other>[^\s\[\]{}:,\"]+))"
)
_SURROGATE = re.compile(r"\\u[dD][89abcdefABCDEF]")


class _Suspicious(Exception):
    """The fast reader met something that the scanner has to place."""


def read_json(text: str) -> Json:
    """The data of a JSON text.

    Raises:
        Unreadable: It breaks a rule of JSON (RFC 8259), or one of ours.
    """
    try:
        data: Json = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        message = f"broken JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        place = Position(error.lineno, error.colno)
        raise Unreadable(Code.SYNTAX, message, place) from None
    except (_Suspicious, RecursionError, ValueError):
        json_places(text)
        raise Unreadable(Code.SYNTAX, "broken JSON", Position(1, 1)) from None
    # The fast reader has no limit of depth below Python's, and accepts half pairs.
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        json_places(text)
    if _SURROGATE.search(text):
        json_places(text)
    return data


def json_places(text: str) -> Table:
    """The places of all values.

    Raises:
        Unreadable: The text breaks a rule that the fast reader could not place.
    """
    return _Scanner(text).scan()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _Suspicious
    return fields


def _no_constant(name: str) -> NoReturn:
    raise _Suspicious(name)


def _depth(text: str) -> int:
    """How deeply the text is nested, strings left aside."""
    depth = deepest = 0
    for bracket in re.findall(r'"(?:[^"\\]|\\.)*"|([\[\]{}])', text):
        if bracket in ("[", "{"):
            depth += 1
            deepest = max(deepest, depth)
        elif bracket:
            depth -= 1
    return deepest


class _Scanner:
    """Reads tokens one after the other and notes where each value begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._table: dict[tuple[str, ...], Places] = {}
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self._line = 0

    def scan(self) -> Table:
        # One entry for each open list or mapping: the parts of its pointer, and its
        # keys, or None and the number of items.
        stack: list[tuple[tuple[str, ...], dict[str, Position] | None]] = []
        counts: list[int] = []
        key: tuple[str, Position] | None = None
        index, end = 0, len(self._text)
        while (token := _TOKEN.match(self._text, index)) and index < end:
            index = token.end()
            start = token.start(token.lastgroup or 0)
            width = index - start
            mark = token["mark"]
            if mark in ("]", "}"):
                stack.pop()
                counts.pop()
                continue
            if mark in (":", ","):
                if mark == "," and counts:
                    counts[-1] += 1
                continue
            position = self._position(start, 1 if mark else width)
            if token["string"] is not None:
                text = self._string(token["string"], position)
                if stack and stack[-1][1] is not None and key is None:
                    key = (text, position)
                    self._check_unique(stack[-1][1], text, position)
                    continue
            elif token["other"] is not None:
                self._check_constant(token["other"], position)
            parts: tuple[str, ...] = ()
            if stack:
                step = key[0] if key else str(counts[-1])
                parts = (*stack[-1][0], step)
            self._table[parts] = Places(position, key[1] if key else None)
            key = None
            if mark:
                if len(stack) >= MAX_DEPTH:
                    message = f"nested deeper than {MAX_DEPTH} levels"
                    raise Unreadable(Code.LIMIT, message, position)
                stack.append((parts, {} if mark == "{" else None))
                counts.append(0)
        return self._table

    def _position(self, index: int, width: int) -> Position:
        while (
            self._line + 1 < len(self._line_starts)
            and self._line_starts[self._line + 1] <= index
        ):
            self._line += 1
        return Position(
            self._line + 1, index - self._line_starts[self._line] + 1, width
        )

    def _string(self, token: str, position: Position) -> str:
        text: str = json.loads(token)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Unreadable(Code.SYNTAX, "half a surrogate pair in a text", position)
        return text

    def _check_unique(
        self, keys: dict[str, Position], key: str, position: Position
    ) -> None:
        first = keys.setdefault(key, position)
        if first is not position:
            raise Unreadable(
                Code.DUPLICATE_KEY,
                f"duplicate key `{key[:80]}`, first used in line {first.line}",
                position,
            )

    def _check_constant(self, token: str, position: Position) -> None:
        if token.lstrip("-") in ("NaN", "Infinity"):
            raise Unreadable(Code.SYNTAX, f"`{token}` is not JSON", position)
        if len(token) > 4000:
            raise Unreadable(Code.LIMIT, "too many digits", position)

"""JSON by the standard library, made strict; places by a scanner of our own.

The scanner runs only when something is to be printed, or when the fast reader has met
something that it cannot place: a duplicate key, `NaN`, half a surrogate pair.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from math import isinf
from typing import Any, NoReturn

from generator.codes import Code
from generator.document import Json, Position
from generator.reading.places import (
    MAX_DEPTH,
    MAX_VALUES,
    Lines,
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
    if text.count(",") > MAX_VALUES:
        # The parser would have filled the memory before anything could be counted.
        message = f"more than {MAX_VALUES:,} values"
        raise Unreadable(Code.LIMIT, message, Position(1, 1))
    try:
        data: Json = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        message = f"broken JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        if not text[error.pos :].strip():
            message = "unexpected end: the text ends before the JSON does"
        place = Lines(text).position(error.pos)
        raise Unreadable(Code.SYNTAX, message, place) from None
    except (_Suspicious, RecursionError, ValueError):
        json_places(text)
        raise Unreadable(Code.SYNTAX, "broken JSON", Position(1, 1)) from None
    # The fast reader has no limit of depth below Python's, and accepts half pairs.
    if _is_too_deep(data):
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


def json_pointer(text: str, position: Position) -> tuple[str, ...]:
    """The parts of the pointer of what stands at a place of a text that is refused."""
    scanner = _Scanner(text)
    with suppress(Unreadable, IndexError, ValueError):
        scanner.scan(until=position)
    return scanner.pointer()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _Suspicious
    return fields


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise _Suspicious
    return number


def _no_constant(name: str) -> NoReturn:
    raise _Suspicious(name)


def _is_too_deep(data: Json) -> bool:
    """Whether lists and mappings are nested more deeply than they may be."""
    level: list[Json] = [data]
    for _ in range(MAX_DEPTH + 1):
        inner: list[Json] = []
        for value in level:
            members = value.values() if isinstance(value, dict) else value
            if isinstance(members, str | int | float | None):
                continue
            inner += [one for one in members if isinstance(one, dict | list)]
        if not inner:
            return False
        level = inner
    return True


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun."""

    parts: tuple[str, ...]
    keys: dict[str, Position] | None
    """The keys of a mapping so far; None for a list."""
    count: int = 0
    """The number of items before the next one."""
    key: tuple[str, Position] | None = None
    """The key whose value comes next."""


class _Scanner:
    """Reads tokens one after the other and notes where each value begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._table: dict[tuple[str, ...], Places] = {}
        self._stack: list[_Open] = []
        self._lines = Lines(text)

    def scan(self, until: Position | None = None) -> Table:
        """Read all tokens, or those that begin before a position."""
        index, end = 0, len(self._text)
        if until is not None:
            end = min(end, self._lines.index(until) + 1)
        while index < end and (token := _TOKEN.match(self._text, index)):
            index = token.end()
            self._take(token)
        return self._table

    def pointer(self) -> tuple[str, ...]:
        """The parts of the pointer of what has been reached."""
        if not self._stack:
            return ()
        last = self._stack[-1]
        if last.keys is None:
            return (*last.parts, str(last.count))
        return (*last.parts, last.key[0]) if last.key else last.parts

    def _take(self, token: re.Match[str]) -> None:
        mark = token["mark"]
        if mark in ("]", "}"):
            self._stack.pop()
        elif mark == ",":
            self._stack[-1].count += 1
        elif mark != ":":
            start = token.start(token.lastgroup or 0)
            position = self._lines.position(start, 1 if mark else token.end() - start)
            if token["string"] is not None:
                self._string(token["string"], position)
            else:
                if not mark:
                    self._check_constant(token["other"], position)
                self._value(mark, position)

    def _string(self, token: str, position: Position) -> None:
        text: str = json.loads(token)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Unreadable(Code.SYNTAX, "half a surrogate pair in a text", position)
        above = self._stack[-1] if self._stack else None
        if above is not None and above.keys is not None and above.key is None:
            above.key = (text, position)
            self._check_unique(above.keys, text, position)
        else:
            self._value(None, position)

    def _value(self, mark: str | None, position: Position) -> None:
        """Note the place of a value; if it is a list or mapping, go into it."""
        parts: tuple[str, ...] = ()
        key: Position | None = None
        if self._stack:
            above = self._stack[-1]
            step, key = above.key or (str(above.count), None)
            parts = (*above.parts, step)
            above.key = None
        self._table[parts] = Places(position, key)
        if mark:
            if len(self._stack) >= MAX_DEPTH:
                message = f"nested deeper than {MAX_DEPTH} levels"
                raise Unreadable(Code.LIMIT, message, position)
            self._stack.append(_Open(parts, {} if mark == "{" else None))

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
        with suppress(ValueError):
            if isinf(float(token)):
                raise Unreadable(Code.LIMIT, "larger than any number", position)

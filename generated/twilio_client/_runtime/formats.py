"""Formats: JSON that stands for a value of a Python type, as a text for a date.

A format is a shape that writes as well, and the place to add one: give it a constant here
or in a module beside, and a row in `pack.toml`.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from re import Pattern
from typing import Any

from .decimals import parse_decimal, write_decimal, write_number
from .drift import Drift, DriftHook, kind_of
from .durations import parse_duration, write_duration
from .shapes import Score, Shape
from .times import (
    FULL_DATE,
    FULL_DATE_TIME,
    FULL_TIME,
    parse_date_time,
    parse_mail_time,
    parse_time,
    read_date,
    write_date_time,
    write_mail_time,
    write_time,
)


class Format(Shape):
    """How values of a Python type are read, checked and written.

    `parse` makes a value of JSON, whatever that is, or gives None if it stands for none;
    `write` makes JSON of a value. `kinds` are the types of JSON that the API's
    description asks for, and `spelling` how a text has to look: reading accepts more.
    """

    def __init__(
        self,
        expected: str,
        python: type[Any],
        parse: Callable[[Any], Any],
        write: Callable[[Any], Any],
        *,
        kinds: tuple[type[Any], ...] = (str,),
        spelling: Pattern[str] | None = None,
    ) -> None:
        super().__init__(expected, *kinds, generality=3)
        self._python = python
        self._parse = parse
        self._write = write
        self._spelling = spelling

    def score(self, value: Any) -> Score | None:
        if self._parse(value) is None:
            return None
        # A number where the API asks for a text: whatever asks for numbers fits better.
        is_lenient = str in self.kinds and not isinstance(value, str)
        return (0, 6, 0, 0) if is_lenient else self._score

    def read(self, value: Any) -> Any:
        parsed = self._parse(value)
        return value if parsed is None else parsed

    def is_right(self, value: Any) -> bool:
        """Whether a value of JSON is what the API's description asks for."""
        if type(value) not in self.kinds or self._parse(value) is None:
            return False
        return self._spelling is None or bool(self._spelling.fullmatch(value))

    def check(self, value: Any, hook: DriftHook) -> None:
        if not self.is_right(value):
            is_other_text = isinstance(value, str) and str in self.kinds
            found = "another string" if is_other_text else kind_of(value)
            hook(Drift("", "", self.expected, found))

    def written(self, value: object, was: object = None) -> Any:
        """A value as JSON has it: as it was received, in `was`, while it means the same.

        What is no value of the Python type, as a text, is JSON already.

        Raises:
            InvalidArgumentError: It has no JSON that every server would read alike.
        """
        if isinstance(value, self._python):
            return was if self._parse(was) == value else self._write(value)
        return str.__str__(value) if isinstance(value, str) else value


def _date(value: Any) -> date | None:
    parsed = read_date(value)
    return parsed if isinstance(parsed, date) else None


def _date_time(value: Any) -> datetime | None:
    return parse_date_time(value) if isinstance(value, str) else None


def _base64(value: Any) -> bytes | None:
    if not isinstance(value, str):
        return None
    try:
        return a2b_base64(value, strict_mode=True)
    except ValueError:
        return None


def _write_base64(value: bytes) -> str:
    return b2a_base64(value, newline=False).decode()


DATE = Format("a date", date, _date, date.isoformat, spelling=FULL_DATE)
DATE_TIME = Format(
    "a date and time with a zone",
    datetime,
    _date_time,
    write_date_time,
    spelling=FULL_DATE_TIME,
)
MAIL_TIME = Format(
    "a date and time as in mail", datetime, parse_mail_time, write_mail_time
)
TIME = Format("a time with a zone", time, parse_time, write_time, spelling=FULL_TIME)
DURATION = Format("a duration", timedelta, parse_duration, write_duration)
DECIMAL = Format(
    "a decimal number",
    Decimal,
    parse_decimal,
    write_decimal,
    kinds=(str, int, float),
)
EXACT_NUMBER = Format(
    "a number", Decimal, parse_decimal, write_number, kinds=(int, float)
)
BASE64 = Format("bytes in base64", bytes, _base64, _write_base64)

_BY_TYPE = (
    (datetime, DATE_TIME, (DATE_TIME, MAIL_TIME)),
    (date, DATE, (DATE,)),
    (time, TIME, (TIME,)),
    (timedelta, DURATION, (DURATION,)),
    (Decimal, DECIMAL, (EXACT_NUMBER, DECIMAL)),
    (bytes, BASE64, (BASE64,)),
)
"""For each type, how it is written where nothing else is said, and all ways."""


def written(value: object, was: object = None) -> Any:
    """A value as JSON has it if its Python type has a format; otherwise as it is.

    It is written as it was received, in `was`, while it means the same, and in the same
    format afterwards.
    """
    for python, usual, formats in _BY_TYPE:
        if isinstance(value, python):
            if was is None:
                return usual.written(value)
            if any(one.read(was) == value for one in formats):
                return was
            right = (one for one in formats if one.is_right(was))
            return next(right, usual).written(value)
    from .uuids import UUID_TEXT

    return UUID_TEXT.written(value, was)

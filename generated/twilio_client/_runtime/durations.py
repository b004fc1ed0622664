"""Durations between Python and the wire (ISO 8601; RFC 3339, appendix A)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

# In microseconds, as a `timedelta` has them.
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_DURATION = re.compile(
    rf"([+-]?)P(?=.)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)


def parse_duration(value: Any) -> timedelta | str | None:
    """Read a duration: `P1DT2H`; None if it is none.

    It stays a text if no `timedelta` is exactly as long: years and months are of no
    certain length, and the shortest there is is a microsecond.
    """
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    sign, years, months, *parts = found.groups()
    try:
        length = None if years or months else _microseconds(parts)
        if length is not None:
            return timedelta(microseconds=-length if sign == "-" else length)
    except (OverflowError, ValueError):
        pass  # it is too long for a `timedelta`, or for Python's `int`
    return str(value)


def _microseconds(parts: list[str | None]) -> int | None:
    """The sum of weeks, days, hours, minutes and seconds; None if it is not whole."""
    total = 0
    units = (7 * _DAY, _DAY, _HOUR, _MINUTE, _SECOND)
    for part, unit in zip(parts, units, strict=True):
        whole, _, fraction = (part or "0").replace(",", ".").partition(".")
        length, rest = divmod(int(whole + fraction) * unit, 10 ** len(fraction))
        if rest:
            return None
        total += length
    return total


def write_duration(duration: timedelta) -> str:
    """Write a duration: `P1DT2H`, `PT0.5S`, `-PT30S`; none at all is `PT0S`."""
    rest = abs(duration) // timedelta(microseconds=1)
    days, rest = divmod(rest, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds, fraction = divmod(rest, _SECOND)
    date = f"{days}D" if days else ""
    time = f"{hours}H" if hours else ""
    time += f"{minutes}M" if minutes else ""
    if fraction:
        time += f"{seconds}.{fraction:06}".rstrip("0") + "S"
    elif seconds or not (date or time):
        time += f"{seconds}S"
    sign = "-" if duration < timedelta() else ""
    return f"{sign}P{date}T{time}" if time else f"{sign}P{date}"

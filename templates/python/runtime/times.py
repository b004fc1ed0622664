"""Dates and times between Python and the wire (RFC 3339; RFC 5322 for those of mail)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, TypeVar

from .errors import InvalidArgumentError

T = TypeVar("T")

_CLOCK = r"\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
FULL_TIME = re.compile(_CLOCK, re.ASCII)
FULL_DATE_TIME = re.compile(rf"\d{{4}}-\d\d-\d\d[Tt]{_CLOCK}", re.ASCII)
"""RFC 3339, section 5.6: a time has a zone. Much that lacks one is read all the same."""

_LEAP_SECOND = re.compile(r"(\d\d:\d\d):60", re.ASCII)
_from_iso = datetime.fromisoformat
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_MAIL = re.compile(
    rf"(?:(?:{'|'.join(_DAYS)}), ?)?(\d\d?) ({'|'.join(_MONTHS)}) (\d{{4}}) "
    r"(\d\d):(\d\d)(?::(\d\d))? (?:(?:GMT|UTC?|Z)|([+-])(\d\d)([0-5]\d))",
    re.ASCII | re.IGNORECASE,
)


def parse_date_time(text: str) -> datetime | None:
    """Read a date and time; None if it is none. Lower-case letters are accepted.

    Of a leap second, which Python does not have, it gives the second before.
    """
    return _parsed(datetime.fromisoformat, text)


def _parsed(read: Callable[[str], T], text: str) -> T | None:
    """What is read of a text as it is, or else as Python would spell it."""
    try:
        return read(text)
    except ValueError:
        pass
    try:
        return read(_usual(text))
    except ValueError:
        return None


def _usual(text: str) -> str:
    """A time as Python reads it: in capital letters, without a leap second."""
    return _LEAP_SECOND.sub(r"\1:59", text.upper())


def read_date_time(value: Any, on_drift: object = None) -> Any:
    """A `datetime` for a text that is one; anything else stays as it is."""
    try:
        return _from_iso(value)
    except (TypeError, ValueError):
        if not isinstance(value, str):
            return value
        return parse_date_time(value) or value


def read_date(value: Any, on_drift: object = None) -> Any:
    """A `date` for a text that is one; anything else stays as it is."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def parse_time(value: Any) -> time | None:
    """Read a time of the day; None if it is none."""
    return _parsed(time.fromisoformat, value) if isinstance(value, str) else None


def parse_mail_time(value: Any) -> datetime | None:
    """Read a date and time of mail: `Thu, 30 Jul 2015 20:00:00 +0000`; None if it is none.

    RFC 5322, section 3.3, which came after RFC 2822 and RFC 822; without comments, and
    without the zones that have a name.
    """
    found = _MAIL.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        return datetime(
            int(year),
            _MONTHS.index(month.capitalize()) + 1,
            int(day),
            int(hour),
            int(minute),
            min(int(second or 0), 59),
            tzinfo=timezone(-offset if sign == "-" else offset) if offset else UTC,
        )
    except ValueError:
        return None


def write_date_time(moment: datetime) -> str:
    """Write a time in UTC: `2026-01-31T12:00:00Z`.

    Raises:
        InvalidArgumentError: The time does not know its zone.
    """
    return _in_utc(moment).isoformat().replace("+00:00", "Z")


def write_time(moment: time) -> str:
    """Write a time of the day, in its own zone or without one: `12:00:00Z`."""
    return moment.isoformat().replace("+00:00", "Z")


def write_mail_time(moment: datetime) -> str:
    """Write a time as mail has it, in UTC: `Thu, 30 Jul 2015 20:00:00 +0000`.

    A fraction of a second has no place there, and is left out.

    Raises:
        InvalidArgumentError: The time does not know its zone.
    """
    moment = _in_utc(moment)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment:%d} {month} {moment.year:04} {moment:%H:%M:%S %z}"


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InvalidArgumentError("a time needs a time zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment  # the first and last days that there are keep their own zone

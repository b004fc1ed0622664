"""Dates and times between Python and the wire (RFC 3339)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from .errors import InvalidArgumentError


def parse_date_time(text: str) -> datetime | None:
    """Read a date and time; None if it is none. Lower-case letters are accepted."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def read_date_time(value: Any, on_drift: object = None) -> Any:
    """A `datetime` for a text that is one; anything else stays as it is."""
    try:
        return datetime.fromisoformat(value)
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


def write_date_time(moment: datetime) -> str:
    """Write a time in UTC: `2026-01-31T12:00:00Z`.

    Raises:
        InvalidArgumentError: The time does not know its zone.
    """
    if moment.tzinfo is None:
        raise InvalidArgumentError("a time needs a time zone")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        pass  # the first and last days that there are keep their own zone
    return moment.isoformat().replace("+00:00", "Z")

"""Dates and times between Python and the wire (RFC 3339)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any


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


def read_date_time(value: Any) -> Any:
    """A `datetime` for a text that is one; anything else stays as it is."""
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        if not isinstance(value, str):
            return value
        return parse_date_time(value) or value


def read_date(value: Any) -> Any:
    """A `date` for a text that is one; anything else stays as it is."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def write_date_time(moment: datetime) -> str:
    """Write a time that knows its zone, in UTC: `2026-01-31T12:00:00Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

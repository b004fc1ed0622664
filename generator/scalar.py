"""The types of the model that hold no other type."""

from __future__ import annotations

from enum import StrEnum


class Scalar(StrEnum):
    """The types that hold no other type."""

    ANY = "any"
    NEVER = "never"
    """No value at all: a field of this type is not there."""
    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    """A day, in a text (RFC 3339, `full-date`)."""
    DATE_TIME = "date-time"
    """A moment, in a text (RFC 3339, `date-time`)."""
    MAIL_TIME = "mail-time"
    """A moment, in a text as mail has it (RFC 5322, section 3.3)."""
    TIME = "time"
    """A time of the day, in a text (RFC 3339, `full-time`)."""
    DURATION = "duration"
    """A length of time, in a text (ISO 8601); years and months have no certain one."""
    UUID = "uuid"
    """A UUID, in a text (RFC 9562)."""
    DECIMAL = "decimal"
    """A decimal number, exact to the last digit, in a text; it may come as a number."""
    EXACT_NUMBER = "exact-number"
    """A number of JSON of which no digit may be lost."""
    BYTES = "bytes"
    """Bytes, in a text as base64 (RFC 4648, section 4)."""
    FILE = "file"
    """Bytes of any number, as they are: a part of a body that is no JSON."""
    CONTENT = "content"
    """Bytes of any number, as they are: the whole of a body."""
    MEDIA_TYPE = "media-type"
    """What a body of bytes is (RFC 9110, section 8.3.1), where it may be several things."""

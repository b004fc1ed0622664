"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.document import Json, Pointer


class Complaint(StrEnum):
    """A kind of finding."""

    VALUE = "value"
    """A value contradicts its schema."""
    PAGING = "paging"
    """A page has no list of what it is a page of."""
    LINK = "link"
    """A link leads nowhere."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is legal, but cannot be meant."""

    complaint: Complaint
    at: Pointer
    """The place that is wrong: for a value, the place inside of it."""
    message: str
    remedy: str = ""
    """What the overlay does about it; empty if only its owner can help."""


@dataclass(frozen=True, slots=True)
class Put:
    """A place gets another value."""

    at: Pointer
    value: Json


@dataclass(frozen=True, slots=True)
class Drop:
    """A place goes."""

    at: Pointer


Edit: TypeAlias = Put | Drop

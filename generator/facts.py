"""Small facts that the model is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.text import Text

Literal: TypeAlias = "None | bool | int | float | Text | tuple[Literal, ...]"
"""A constant of the specification: a default, a value of an enumeration."""


@dataclass(frozen=True, slots=True)
class Default:
    """What the API takes where nothing is given, if that is a constant."""

    value: Literal
    """As JSON has it."""


class Extra(StrEnum):
    """Whether an object may have fields that its record does not name."""

    FREE = "free"
    """Nothing is said of them: later versions of the API may have more."""
    FORBIDDEN = "forbidden"
    """It may not. One that comes all the same contradicts the specification."""

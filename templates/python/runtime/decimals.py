"""Decimal numbers between Python and the wire, with all of their digits."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from .errors import InvalidArgumentError

# RFC 8259, section 6; texts may also have a plus, and zeros or nothing before the point.
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)

_PLACES = 100
"""How many places a number may have before or after the point to be written without an
exponent, which some servers do not read."""


class ExactFloat(float):
    """A number of JSON that remembers its digits.

    It is a `float` for all who do not ask: it compares, counts and is written like one.
    """

    __slots__ = ("digits",)

    digits: str
    """The number as it was received."""

    def __new__(cls, digits: str) -> Self:
        number = super().__new__(cls, digits)
        number.digits = digits
        return number

    def __reduce__(self) -> tuple[type[ExactFloat], tuple[str]]:
        return ExactFloat, (self.digits,)


def parse_decimal(value: Any) -> Decimal | None:
    """Read a number, or a text that holds one; None if it is neither."""
    match value:
        case ExactFloat():
            text = value.digits
        case str():
            text = value
        case float():
            text = repr(value)
        case int() if not isinstance(value, bool):
            return Decimal(value)
        case _:
            return None
    try:
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None  # its exponent is too large


def write_decimal(value: Decimal) -> str:
    """Write a number as a text that has all of its digits: `0.0075`.

    Raises:
        InvalidArgumentError: It is infinite, or no number.
    """
    if not value.is_finite():
        raise InvalidArgumentError("a Decimal that is no number cannot be sent")
    return f"{value:f}" if abs(value.adjusted()) < _PLACES else str(value)


def write_number(value: Decimal) -> int | float:
    """Write a number as a number of JSON.

    Raises:
        InvalidArgumentError: It is infinite, no number, or has more digits than what
            reads JSON usually keeps (RFC 8259, section 6).
    """
    text = write_decimal(value)
    if value.adjusted() < _PLACES and value == value.to_integral_value():
        return int(value)
    number = float(text)
    if math.isfinite(number) and Decimal(repr(number)) == value:
        return number
    raise InvalidArgumentError("this Decimal has too many digits for a number of JSON")

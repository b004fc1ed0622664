"""How long a call may take."""

from __future__ import annotations

from time import monotonic

from .errors import InvalidArgumentError

DEFAULT_TIMEOUT = 60.0
"""Seconds that a server may take to write, and to read, each."""

DEFAULT_DEADLINE = 120.0
"""Seconds that a call may take as a whole."""

_LONGEST = 1e9


class Deadline:
    """The moment when a call has to be over, with all that it is made of."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """The seconds until then; below zero afterwards."""
        return self._end - monotonic()


def check_seconds(name: str, seconds: object) -> float:
    """A time that ends.

    Raises:
        InvalidArgumentError: It is not a finite number above zero.
    """
    match seconds:
        case bool():
            pass
        case int() | float() if 0 < seconds <= _LONGEST:
            return float(seconds)
        case _:
            pass
    raise InvalidArgumentError(f"{name}: {seconds!r} is not a number above zero")


def check_count(name: str, number: object, least: int) -> int:
    """A whole number that is not too small.

    Raises:
        InvalidArgumentError: It is another one, or none.
    """
    if isinstance(number, int) and not isinstance(number, bool) and number >= least:
        return number
    raise InvalidArgumentError(
        f"{name}: {number!r} is not a whole number from {least} on"
    )

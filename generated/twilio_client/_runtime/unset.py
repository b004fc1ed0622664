"""`UNSET`: the value of an argument that was not given, and is not sent."""

from __future__ import annotations

from enum import Enum
from typing import Literal


class Unset(Enum):
    """The type of `UNSET`.

    `None` cannot say "not given", because APIs give null a meaning of its own. An
    enumeration with one member can: type checkers narrow it with `is`, and it stays the
    same object when it is copied or pickled.
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset.UNSET
"""Leave this argument out of the request."""

"""Text from a specification: poison until a language pack has made it harmless."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Text:
    """A text that came from a specification.

    It does not turn into a `str` by itself, so it cannot reach generated code by way of
    a template, an f-string or `join`. A language pack reads `raw` and makes a literal, a
    documentation comment or a checked name of it.
    """

    raw: str

    def __bool__(self) -> bool:
        return bool(self.raw)

    def __str__(self) -> NoReturn:
        raise TypeError(f"text of a specification used as it is: {self.raw[:80]!r}")

    def __format__(self, spec: str) -> NoReturn:
        str(self)
        raise AssertionError("unreachable")


NO_TEXT = Text("")
"""What the specification does not say."""


class Code(str):
    """Text that is known to be right in generated code. Nothing else is rendered."""

    __slots__ = ()

"""Guessing what was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 100
"""How long a word may be that is worth a guess: nobody reads a hint that is longer."""


def closest(word: str, known: Iterable[str]) -> str:
    """A hint that names what was probably meant; empty if nothing is near."""
    if len(word) > _LONGEST:
        return ""
    matches = get_close_matches(word, list(known), n=1)
    return f"did you mean `{matches[0]}`?" if matches else ""

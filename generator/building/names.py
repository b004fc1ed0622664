"""Names as the model has them: the spelling on the wire, and the words."""

from __future__ import annotations

from generator.model import Name
from generator.text import Text
from generator.words import sign_words, split_words


def name_of(wire: str, qualifiers: tuple[str, ...] = ()) -> Name:
    """The name for a spelling on the wire; signs are spelled out if it has only these."""
    return Name(Text(wire), split_words(wire) or sign_words(wire), qualifiers)


def derived(words: tuple[str, ...]) -> Name:
    """A name for what the document leaves without one."""
    return Name(Text(" ".join(words)), words)

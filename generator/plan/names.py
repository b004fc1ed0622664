"""Names in the target language: planned once, each unique where it lives."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.model import Name

_Words: TypeAlias = tuple[str, ...]


def _pascal(words: _Words) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words)


def _snake(words: _Words) -> str:
    return "_".join(words)


def _screaming(words: _Words) -> str:
    return "_".join(word.upper() for word in words)


# Bytes. File systems take 255, for a name with its suffix; some take less.
_LONGEST_FILE = 120

_CASES: Mapping[str, Callable[[_Words], str]] = {
    "pascal": _pascal,
    "snake": _snake,
    "screaming": _screaming,
}


@dataclass(frozen=True, slots=True)
class Naming:
    """How a language spells names: the case of each kind, and the words it reserves."""

    cases: Mapping[str, str]
    reserved: Mapping[str, frozenset[str]]

    def spell(self, kind: str, words: Iterable[str]) -> str:
        """The spelling of words as a name of a kind, reserved words evaded."""
        name = _CASES[self.cases[kind]](tuple(words))
        name = "".join(c for c in name if f"_{c}".isidentifier())
        if kind == "module":
            # Its end is cut off last: there are the number and what is most special.
            name = name.encode()[-_LONGEST_FILE:].decode(errors="ignore").lstrip("_")
        if not name or not name.isidentifier():
            name = f"{self._prefix(kind)}{name}"
        if name in self.reserved["all"] or name in self.reserved.get(kind, frozenset()):
            name = f"{name}_"
        return name

    def _prefix(self, kind: str) -> str:
        """What goes before a name that begins with a digit, or is empty."""
        return {"pascal": "N", "snake": "n", "screaming": "N"}[self.cases[kind]]


@dataclass(slots=True)
class Scope:
    """Names that live side by side and must differ.

    They are compared as file systems and compilers may: without regard to case, and
    after Unicode's compatibility normalisation (NFKC).
    """

    naming: Naming
    taken: set[str] = field(default_factory=set[str])
    tried: dict[tuple[str, _Words], int] = field(
        default_factory=dict[tuple[str, _Words], int]
    )
    """The last number that was tried behind some words: all below are taken."""

    def reserve(self, *names: str) -> None:
        """Keep names for what the templates need."""
        self.taken.update(map(_key, names))

    def take(self, kind: str, name: Name) -> str:
        """A free name: the plain one, or one with words of its surroundings.

        Only when these do not help either, a number is put behind it.
        """
        return next(wish for wish in self._wishes(kind, name) if self._claim(wish))

    def take_all(self, kind: str, names: Sequence[Name]) -> list[str]:
        """A free name for each, in their order.

        Which one gets its first wish depends on the spellings alone, not on the order.
        """
        order = sorted(range(len(names)), key=lambda index: names[index].wire.raw)
        taken = {index: self.take(kind, names[index]) for index in order}
        return [taken[index] for index in range(len(names))]

    def take_twins(self, kind: str, name: Name) -> str:
        """A free name for a class that has a twin for asynchronous use."""
        return next(
            wish
            for wish in self._wishes(kind, name)
            if not {_key(wish), _key(f"Async{wish}")} & self.taken
            and self._claim(wish)
            and self._claim(f"Async{wish}")
        )

    def _wishes(self, kind: str, name: Name) -> Iterator[str]:
        """The names to try, the best one first."""
        for count in range(len(name.qualifiers) + 1):
            qualifiers = name.qualifiers[len(name.qualifiers) - count :]
            yield self.naming.spell(kind, (*qualifiers, *name.words))
        for number in itertools.count(self.tried.get((kind, name.words), 2)):
            self.tried[kind, name.words] = number
            yield self.naming.spell(kind, (*name.words, str(number)))

    def _claim(self, name: str) -> bool:
        """Take a name if it is free; whether it was."""
        if _key(name) in self.taken:
            return False
        self.taken.add(_key(name))
        return True


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()

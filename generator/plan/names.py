"""Names in the target language: each unique where it lives, and kept once published."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from generator.model import Name
from generator.words import manner_words

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

# Small Cyrillic and Greek letters that most fonts draw as Latin ones (a choice of those
# in Unicode Technical Standard 39); names are compared in small letters.
_LOOK_ALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u03b1\u03bf\u03bd\u03c1\u03c5\u03b9\u03ba\u03c7",
    "aeopcyxijshdqwaovpuikx",
)


@dataclass(frozen=True, slots=True)
class Naming:
    """How a language spells names: the case of each kind, and the words it reserves."""

    cases: Mapping[str, str]
    reserved: Mapping[str, frozenset[str]]

    def spell(self, kind: str, words: Iterable[str]) -> str:
        """The spelling of words as a name of a kind, reserved words evaded."""
        name = _CASES[self.cases[kind]](tuple(words))
        # Capitals may be letters that are not as compilers compare them.
        name = unicodedata.normalize("NFKC", name)
        name = "".join(c for c in name if f"_{c}".isidentifier())
        if kind == "module":
            # Its end is cut off last: there are the number and what is most special.
            name = name.encode()[-_LONGEST_FILE:].decode(errors="ignore").lstrip("_")
        if not name or not name.isidentifier():
            name = f"{self._prefix(kind)}{name}"
        return f"{name}_" if self.is_reserved(kind, name) else name

    def is_reserved(self, kind: str, name: str) -> bool:
        """Whether the language, or the code around, means something else by a name."""
        own = self.reserved.get(kind, frozenset[str]())
        return name in self.reserved["all"] or name in own

    def _prefix(self, kind: str) -> str:
        """What goes before a name that begins with a digit, or is empty."""
        return {"pascal": "N", "snake": "n", "screaming": "N"}[self.cases[kind]]


class Scope:
    """Names that live side by side and must differ.

    They are compared by how they look (`look`). Each is asked for by a key: what it
    stands for, such as a name on the wire. The names that were published under some keys
    are given to these only, and before all others.
    """

    def __init__(
        self,
        naming: Naming,
        published: Mapping[str, str] = MappingProxyType({}),
        reserved: Iterable[str] = (),
        *,
        twins: bool = False,
    ) -> None:
        """`reserved` are names that the templates need. With `twins`, each name has one
        for asynchronous use, which must be free as well."""
        self._naming = naming
        self._twins = twins
        self._tried: dict[tuple[str, _Words], int] = {}
        self._wires: dict[str, str] = {}
        # Who has what looks so; a name that is reserved is nobody's.
        self._owners: dict[str, str | None] = dict.fromkeys(map(look, reserved))
        self.published: dict[str, str] = {}
        """The names that earlier runs have given, as far as they can be had."""
        self.given: dict[str, str] = {}
        """The names that were asked for, by their keys."""
        self.withheld: dict[str, tuple[str, str]] = {}
        """By key, the plain names that were not given since others had them: the name,
        and the key of who has it."""
        for key, name in sorted(published.items()):
            if self._claim(key, name):
                self.published[key] = name

    def take(self, kind: str, key: str, name: Name) -> str:
        """The published name of a key, or else a free one.

        That is the plain one, or one with words of its surroundings, or of how it is
        written. Only when these do not help either, a number is put behind it.
        """
        key = unused(key, self.given)  # nothing tells these apart but their order
        known = self.published.get(key)
        if known is None or self._naming.is_reserved(kind, known):
            known = self._free(kind, key, name)
        self.given[key] = known
        self._wires[key] = name.wire.raw
        return known

    def take_all(self, kind: str, names: Iterable[tuple[str, Name]]) -> list[str]:
        """A name for each key, in their order.

        Which one gets its first wish depends on the spellings alone, not on the order.
        """
        listed = list(names)
        order = sorted(range(len(listed)), key=lambda at: _rank(*listed[at]))
        taken = {at: self.take(kind, *listed[at]) for at in order}
        return [taken[at] for at in range(len(listed))]

    def _free(self, kind: str, key: str, name: Name) -> str:
        for index, wish in enumerate(self._wishes(kind, name)):
            if self._claim(key, wish):
                return wish
            owner = self._owners.get(look(wish))
            if index == 0 and owner is not None:
                self.withheld[key] = (wish, owner)
        raise AssertionError("there is always another number")

    def _wishes(self, kind: str, name: Name) -> Iterator[str]:
        """The names to try, the best one first."""
        plain = self._naming.spell(kind, name.words)
        yield plain
        for count in range(1, len(name.qualifiers) + 1):
            qualifiers = name.qualifiers[-count:]
            yield self._naming.spell(kind, (*qualifiers, *name.words))
        owner = self._owners.get(look(plain))
        if owner is None:
            yield f"{plain}_"  # as words do that are reserved everywhere
        elif self._wires.get(owner) != name.wire.raw:
            manner = manner_words(name.wire.raw)
            yield self._naming.spell(kind, (*name.words, *manner))
        for number in itertools.count(self._tried.get((kind, name.words), 2)):
            self._tried[kind, name.words] = number
            yield self._naming.spell(kind, (*name.words, str(number)))

    def _claim(self, key: str, name: str) -> bool:
        """Take a name if it is free; whether it was."""
        looks = [look(name)]
        if self._twins:
            looks.append(look(f"Async{name}"))
        if any(one in self._owners for one in looks):
            return False
        self._owners.update(dict.fromkeys(looks, key))
        return True


def _rank(key: str, name: Name) -> tuple[bool, str, str]:
    """Where a name stands among those that choose: plain ones come first."""
    wire = name.wire.raw
    plain = unicodedata.normalize("NFKC", wire).strip("_")
    return wire != plain or not wire.isidentifier(), wire, key


def unused(key: str, taken: Container[str]) -> str:
    """The key, or the first of `key ~2`, `key ~3`... that is not taken."""
    numbered = (f"{key} ~{number}" for number in itertools.count(2))
    return next(one for one in itertools.chain((key,), numbered) if one not in taken)


def look(name: str) -> str:
    """What names have in common that people, file systems or compilers may confuse.

    They are compared without regard to case, after Unicode's compatibility normalisation
    (NFKC), and with letters of other scripts that look Latin taken for these.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded).translate(_LOOK_ALIKES)

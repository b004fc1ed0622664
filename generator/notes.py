"""What is said of all parts of an API: names, places, and notes for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.text import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands on the wire, and its words. Casing is up to each language."""

    wire: Text
    words: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()
    """Words of the surroundings, for telling it from another one of the same name."""


class Lifecycle(StrEnum):
    """How firm a part of the API is."""

    STABLE = "stable"
    BETA = "beta"
    PREVIEW = "preview"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """What the specification says to people, as Markdown."""

    summary: Text = NO_TEXT
    body: Text = NO_TEXT
    lifecycle: Lifecycle = Lifecycle.STABLE

    def __bool__(self) -> bool:
        return bool(self.summary or self.body)


NO_DOC = Doc()
"""What the specification says where it says nothing."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Content that must not be shown, and by when its keeper deletes it."""

    delete_after_days: int | None = None
    """Days after which the API's owner deletes it; None if the owner does not say."""


class Location(StrEnum):
    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"

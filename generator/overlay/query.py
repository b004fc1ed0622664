"""A JSONPath selects places of a document (RFC 9535)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias, cast

from jsonpath import JSONPath, JSONPathEnvironment, JSONPathError, JSONPathMatch
from jsonpath.segments import JSONPathRecursiveDescentSegment, JSONPathSegment

from generator.document import Json
from generator.reading.places import MAX_DEPTH

Path: TypeAlias = tuple[str | int, ...]
"""A place: keys of mappings and indexes of lists."""


class Faulty(Exception):
    """A text is no JSONPath, or one that cannot be followed. It says why."""


@dataclass(frozen=True, slots=True)
class Query:
    """A JSONPath that was understood."""

    steps: tuple[JSONPathSegment, ...]

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read a path.

        Raises:
            Faulty: It is none.
        """
        try:
            # Only what goes beyond the RFC is compiled to anything else.
            return cls(cast(JSONPath, _environment().compile(text)).segments)
        except JSONPathError as error:
            raise Faulty(_reason(text, error)) from None

    def select(self, document: Json) -> dict[Path, Json]:
        """The values that the path selects, by their places, each once.

        Raises:
            Faulty: A filter goes too deep.
        """
        matches: dict[Path, JSONPathMatch] = {(): _Match.root_of(document)}
        try:
            for step in self.steps:
                is_descent = isinstance(step, JSONPathRecursiveDescentSegment)
                tops = _descend(matches) if is_descent else matches.values()
                matches = {
                    match.parts: match
                    for top in tops
                    for selector in step.selectors
                    for match in selector.resolve(top)
                }
        except (JSONPathError, RecursionError):
            raise Faulty("it goes too deep") from None
        return {path: cast(Json, match.obj) for path, match in matches.items()}


class _Match(JSONPathMatch):
    """A match that knows its place and no more, which halves the time."""

    __slots__ = ()

    @classmethod
    def root_of(cls, document: Json) -> _Match:
        return cls(
            filter_context={},
            obj=document,
            parent=None,
            path="",
            parts=(),
            root=cast("dict[str, Json]", document),
        )

    def new_child(self, obj: object, key: int | str) -> _Match:
        return _Match(
            filter_context={},
            obj=obj,
            parent=None,
            path="",
            parts=(*self.parts, key),
            root=self.root,
        )

    def add_child(self, *children: JSONPathMatch) -> None:
        """Forget it."""


def _descend(tops: Mapping[Path, JSONPathMatch]) -> Iterator[JSONPathMatch]:
    """The mappings and lists in some places and everywhere below, each once.

    The library would recurse, and visit every text and number as well.
    """
    for path, top in tops.items():
        if any(path[:length] in tops for length in range(len(path))):
            continue  # it is below another
        pending = [top]
        while pending:
            match = pending.pop()
            yield match
            pending += [
                match.new_child(value, key)
                for key, value in _children(cast(Json, match.obj))
                if isinstance(value, (dict, list))
            ]


def _children(value: Json) -> Iterable[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


@cache
def _environment() -> JSONPathEnvironment:
    environment = JSONPathEnvironment(strict=True)
    # For paths within filters, which the library follows.
    environment.max_recursion_depth = MAX_DEPTH + 1
    return environment


def _reason(text: str, error: JSONPathError) -> str:
    if not text.startswith("$"):
        return "it must begin with `$`"
    reason = str(error.message).replace("TOKEN_", "").lower()
    if error.token is None:
        return reason
    index = error.token.index
    return f"{reason}, at " + ("its end" if index < 0 else f"character {index + 1}")

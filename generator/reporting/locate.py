"""Finding the places that diagnostics are about, now that they are to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.codes import Code
from generator.diagnostics import Diagnostic, Diagnostics
from generator.document import Document, Pointer, Position
from generator.reading.load import places
from generator.reading.places import Table


@dataclass(frozen=True, slots=True)
class Located:
    """A diagnostic and its position."""

    diagnostic: Diagnostic
    position: Position
    related: str = ""
    """The place of what has to do with it: `file:line:column`."""

    @property
    def file(self) -> str:
        return self.diagnostic.at.file

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals understand it."""
        return f"{self.file}:{self.position.line}:{self.position.column}"


def locate(found: Diagnostics) -> list[Located]:
    """All diagnostics by file and position; what is reported twice is there once."""
    written = [_as_written(one, found.documents) for one in found.found]
    locator = _Locator(found.documents, written)
    located = {locator.located(one): None for one in written}
    # Where a rule says something, OpenAPI's schemas say the same in fewer words.
    ruled = {one.place for one in located if one.diagnostic.code is not Code.SCHEMA}
    return sorted(
        (
            one
            for one in located
            if one.diagnostic.code is not Code.SCHEMA or one.place not in ruled
        ),
        key=lambda one: (
            one.file,
            one.position.line,
            one.position.column,
            one.diagnostic.code.value,
            one.diagnostic.message,
        ),
    )


def _as_written(
    diagnostic: Diagnostic, documents: Mapping[str, Document]
) -> Diagnostic:
    """A diagnostic about the file and the place that somebody wrote."""
    document = documents.get(diagnostic.at.file)
    if document is None or not document.origins:
        return diagnostic
    related = diagnostic.related
    return replace(
        diagnostic,
        at=document.origin(diagnostic.at),
        related=related and document.origin(related),
    )


class _Locator:
    """Finds positions; each file is searched once, for all of them."""

    def __init__(
        self, documents: Mapping[str, Document], diagnostics: Iterable[Diagnostic]
    ) -> None:
        wanted: dict[str, set[tuple[str, ...]]] = {}
        for one in diagnostics:
            for at in (one.at if one.position is None else None, one.related):
                if at is not None:
                    wanted.setdefault(at.file, set()).add(at.parts)
        self._tables: dict[str, Table] = {
            file: places(documents[file], parts)
            for file, parts in wanted.items()
            if file in documents
        }

    def located(self, diagnostic: Diagnostic) -> Located:
        """A diagnostic with its position, and that of what is related."""
        position = diagnostic.position
        if position is None:
            position = self._find(diagnostic.at, on_key=diagnostic.on_key)
        related = diagnostic.related
        if related is None:
            return Located(diagnostic, position)
        other = self._find(related, on_key=False)
        return Located(
            diagnostic, position, f"{related.file}:{other.line}:{other.column}"
        )

    def _find(self, at: Pointer, *, on_key: bool) -> Position:
        """The position of what a pointer names, or of what should contain it."""
        table = self._tables.get(at.file, {})
        parts = at.parts
        while parts and parts not in table:
            parts = parts[:-1]
        entry = table.get(parts)
        if entry is None:
            return Position(1, 1)
        is_missing = parts != at.parts
        if entry.key is not None and (on_key or is_missing):
            return entry.key
        return entry.value

"""Finding the places that diagnostics are about, now that they are to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Diagnostics
from generator.document import Document, Position
from generator.reading.load import places
from generator.reading.places import Table


@dataclass(frozen=True, slots=True)
class Located:
    """A diagnostic and its position."""

    diagnostic: Diagnostic
    position: Position

    @property
    def file(self) -> str:
        return self.diagnostic.at.file

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals understand it."""
        return f"{self.file}:{self.position.line}:{self.position.column}"


def locate(found: Diagnostics) -> list[Located]:
    """All diagnostics by file and position; what is reported twice is there once."""
    locator = _Locator(found.documents)
    located = {Located(one, locator.find(one)): None for one in found.found}
    return sorted(
        located,
        key=lambda one: (
            one.file,
            one.position.line,
            one.position.column,
            one.diagnostic.code.value,
            one.diagnostic.message,
        ),
    )


class _Locator:
    """Finds positions; reads the places of a document when first asked."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self._documents = documents
        self._tables: dict[str, Table] = {}

    def find(self, diagnostic: Diagnostic) -> Position:
        """The position of what a pointer names, or of what should contain it."""
        if diagnostic.position is not None:
            return diagnostic.position
        table = self._table(diagnostic.at.file)
        parts = diagnostic.at.parts
        while parts and parts not in table:
            parts = parts[:-1]
        entry = table.get(parts)
        if entry is None:
            return Position(1, 1)
        is_missing = parts != diagnostic.at.parts
        if entry.key is not None and (diagnostic.on_key or is_missing):
            return entry.key
        return entry.value

    def _table(self, file: str) -> Table:
        if file not in self._tables:
            document = self._documents.get(file)
            self._tables[file] = places(document) if document else {}
        return self._tables[file]

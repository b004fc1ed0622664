"""What is wrong with an input: collected, not raised, until a stage is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from generator.codes import Code
from generator.document import Document, Pointer, Position
from generator.hints import closest

_MAX_COMPARED = 500_000
"""How many words are compared for hints, which takes a few seconds at most."""


class Severity(StrEnum):
    ERROR = "error"
    """No client that keeps its word can be made of this. Nothing is written."""
    WARNING = "warning"
    """Something is left out, and the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem and its place: a pointer into a document, or a position in a file."""

    code: Code
    severity: Severity
    message: str
    at: Pointer
    on_key: bool = False
    """Whether the key at `at` is meant and not its value."""
    position: Position | None = None
    """Known already for what has no pointer, such as broken syntax."""
    hint: str = ""
    related: Pointer | None = None
    """The other place that has to do with it, such as the first of two."""


@dataclass(slots=True)
class Diagnostics:
    """Collects problems, and remembers the documents that they are about."""

    strict: bool = False
    """Whether what would be a warning is an error."""
    found: list[Diagnostic] = field(default_factory=list[Diagnostic])
    documents: dict[str, Document] = field(default_factory=dict[str, Document])
    _compared: int = field(default=0, init=False)

    def guess(self, word: str, known: Collection[str]) -> str:
        """A hint that names what was probably meant; empty if nothing is near.

        Where thousands of names are wrong, only the first ones are worth the time.
        """
        if self._compared + len(known) > _MAX_COMPARED:
            return ""
        self._compared += len(known)
        return closest(word, known)

    def error(
        self,
        code: Code,
        message: str,
        at: Pointer,
        *,
        on_key: bool = False,
        position: Position | None = None,
        hint: str = "",
        related: Pointer | None = None,
    ) -> None:
        """Report a problem with which nothing can be written."""
        self.found.append(
            Diagnostic(
                code=code,
                severity=Severity.ERROR,
                message=message,
                at=at,
                on_key=on_key,
                position=position,
                hint=hint,
                related=related,
            )
        )

    def warning(
        self,
        code: Code,
        message: str,
        at: Pointer,
        *,
        on_key: bool = False,
        hint: str = "",
    ) -> None:
        """Report what is left out."""
        severity = Severity.ERROR if self.strict else Severity.WARNING
        self.found.append(
            Diagnostic(
                code=code,
                severity=severity,
                message=message,
                at=at,
                on_key=on_key,
                hint=hint,
            )
        )

    def notice(
        self,
        code: Code,
        message: str,
        at: Pointer,
        *,
        on_key: bool = False,
        hint: str = "",
    ) -> None:
        """Report what a reader should know, though nothing of the API is left out.

        It is shown as a warning, but strictness does not make an error of it.
        """
        self.found.append(
            Diagnostic(
                code=code,
                severity=Severity.WARNING,
                message=message,
                at=at,
                on_key=on_key,
                hint=hint,
            )
        )

    def written(self, at: Pointer) -> Pointer:
        """The place in a file that somebody wrote, for a place that was moved."""
        document = self.documents.get(at.file)
        return document.origin(at) if document else at

    @property
    def errors(self) -> int:
        return sum(one.severity is Severity.ERROR for one in self.found)

    def stop_on_error(self, since: int = 0) -> None:
        """End what is being done if there are errors, more than there were before.

        Raises:
            Stop: There are.
        """
        if self.errors > since:
            raise Stop


class Stop(Exception):
    """Errors were found and collected; there is nothing more to do."""

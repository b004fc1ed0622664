"""What a language pack's tables and templates cannot say, one module a language."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from generator.model import Api
from generator.packs import Pack
from generator.plan.layout import Layout
from generator.plan.settings import ClientSettings


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be rendered: which template, and what the template sees."""

    path: str
    """Below the package's folder, with `/`."""
    template: str
    view: Mapping[str, object]


class Language(Protocol):
    """A target language."""

    def files(
        self,
        layout: Layout,
        apis: Sequence[Api],
        settings: ClientSettings,
        pack: Pack,
    ) -> Sequence[File]:
        """All files of a package, with everything in them decided."""
        ...

    def filters(self, *, neutral: bool) -> Mapping[str, Callable[..., Any]]:
        """The filters of the templates.

        Neutral ones put a fixed text in the place of every text of a specification, so
        that the two outcomes can be compared.
        """
        ...

    def format(self, source: str) -> str:
        """The source as the language's formatter would have it."""
        ...

    def skeleton(self, source: str) -> str:
        """What remains of a source if the contents of all its literals are blanked.

        Raises:
            SyntaxError: It is not valid in the language.
        """
        ...


def find_language(name: str) -> Language:
    """The module of a language."""
    language: Language = importlib.import_module(f"generator.languages.{name}").LANGUAGE
    return language

"""What a language pack's tables and templates cannot say, one module a language."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from generator.model import Api
from generator.packs import Pack
from generator.plan.layout import Layout
from generator.plan.published import Names
from generator.plan.settings import ClientSettings


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be rendered: which template, and what the template sees."""

    path: str
    """Below the package's folder, with `/`."""
    template: str
    view: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Bench:
    """What tries a client out, apart from the process that has made it."""

    files: Mapping[str, str]
    """Files that the client has to have besides its own, with their texts."""
    command: tuple[str, ...]
    """A program, to be started in the folder that holds the package.

    It reads tasks from its standard input and writes outcomes to its standard output,
    for each a line of JSON (`generator/conformance/trial.py`).
    """


class Language(Protocol):
    """A target language."""

    def files(
        self,
        layout: Layout,
        apis: Sequence[Api],
        settings: ClientSettings,
        names: Names,
        pack: Pack,
    ) -> Sequence[File]:
        """All files of a package, with everything in them decided."""
        ...

    def bench(self, layout: Layout, pack: Pack, package: str) -> Bench:
        """What tries out a package that was made of the same layout."""
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

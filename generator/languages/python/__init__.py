"""Python: all that the pack's tables and templates cannot say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from generator.languages import Bench, File
from generator.languages.python.bench import make_bench
from generator.languages.python.client import RESERVED, client_files
from generator.languages.python.formatting import format_code
from generator.languages.python.models import ModelModules
from generator.languages.python.resources import ResourceModules
from generator.languages.python.skeleton import skeleton
from generator.languages.python.spelling import (
    Docstring,
    call,
    docstring,
    literal,
)
from generator.languages.python.table import TypeTable
from generator.languages.python.types import Types
from generator.languages.python.webhooks import WebhookModules
from generator.model import Alias, Api, Lifecycle
from generator.packs import Pack
from generator.plan.credentials import plan_credentials
from generator.plan.graph import holders
from generator.plan.layout import Layout
from generator.plan.published import Names
from generator.plan.settings import ClientSettings
from generator.text import Code


class PythonLanguage:
    """Implements `generator.languages.Language`."""

    def files(
        self,
        layout: Layout,
        apis: Sequence[Api],
        settings: ClientSettings,
        names: Names,
        pack: Pack,
    ) -> Sequence[File]:
        types = _types(layout, pack)
        credentials = plan_credentials(apis, settings, names, RESERVED)
        resources = ResourceModules(layout, types, names, credentials)
        return [
            *client_files(layout, apis, settings, credentials, resources),
            *resources.files(),
            *ModelModules(layout, types, names).files(),
            *WebhookModules(layout, types, names).files(),
        ]

    def bench(self, layout: Layout, pack: Pack, package: str) -> Bench:
        return make_bench(layout, _types(layout, pack), pack.naming, package)

    def filters(self, *, neutral: bool) -> Mapping[str, Callable[..., Any]]:
        return {
            "literal": partial(literal, neutral=neutral),
            "docstring": partial(_docstring, neutral=neutral),
            "call": call,
            "keywords": keywords,
            "comma": comma,
        }

    def format(self, source: str) -> str:
        return format_code(source)

    def skeleton(self, source: str) -> str:
        return skeleton(source)


def _types(layout: Layout, pack: Pack) -> Types:
    """The types of a client, as its pack has them."""
    table = TypeTable(pack.types, pack.formats)
    declared = layout.declarations
    exact = holders(declared, lambda one: table.row(one).is_exact)
    deprecated = frozenset(
        one.id
        for one in declared.values()
        if one.doc.lifecycle is Lifecycle.DEPRECATED and not isinstance(one, Alias)
    )
    return Types(table, layout.types, declared, exact=exact, deprecated=deprecated)


def _docstring(doc: Docstring, indent: int = 0, *, neutral: bool = False) -> Code:
    return docstring(doc, indent, neutral=neutral)


def keywords(names: Sequence[Code]) -> tuple[Code, ...]:
    """Names that are passed on as keywords: `body=body`."""
    return tuple(Code(f"{name}={name}") for name in names)


def comma(pieces: Sequence[Code]) -> Code:
    """Pieces of code with commas between them."""
    return Code(", ".join(pieces))


LANGUAGE = PythonLanguage()

"""Packages that load their modules when they are used."""

from __future__ import annotations

from collections.abc import Iterable

from generator.languages import File
from generator.languages.python.imports import (
    RUNTIME,
    Import,
    ModuleAt,
    import_block,
    sort_exports,
)
from generator.languages.python.spelling import Docstring
from generator.languages.python.views import ExportView
from generator.plan.layout import ModulePath
from generator.text import Code


def lazy_package(
    path: ModulePath,
    doc: Docstring,
    offered: Iterable[Import],
    *,
    uses_deprecated: bool = False,
) -> File:
    """The `__init__.py` of a package that offers names of its modules.

    `uses_deprecated` says whether there are deprecated classes among them.
    """
    at = ModuleAt(path, is_package=True)
    imports = set(offered)
    modules = {one.name: at.relative(one.module) for one in imports}
    exports = [ExportView(name, Code(modules[name])) for name in sort_exports(modules)]
    view = {
        "doc": doc,
        "uses_deprecated": uses_deprecated,
        "exports": exports,
        "runtime": Code(at.relative((*RUNTIME, "lazy"))),
        "imports": import_block(imports, at, indent=4),
    }
    return File("/".join((*path, "__init__.py")), "lazy_package.py.jinja", view)

"""Import statements, planned from what a module uses, in the order of ruff's isort."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from generator.languages.python.spelling import WIDTH
from generator.plan.layout import ModulePath
from generator.text import Code


@dataclass(frozen=True, slots=True)
class Import:
    """A name, and where it comes from: a module of the package, or another one."""

    module: ModulePath | str
    name: str


_Natural: TypeAlias = tuple[tuple[str, int], ...]

RUNTIME: ModulePath = ("_runtime",)


def runtime(*names: str) -> set[Import]:
    """Imports from the package's run time."""
    return {Import(RUNTIME, name) for name in names}


def standard(module: str, *names: str) -> set[Import]:
    """Imports from the standard library; without names, of a module as a whole."""
    return {Import(module, name) for name in names or ("",)}


@dataclass(frozen=True, slots=True)
class ModuleAt:
    """A module of the output, as the importing side."""

    path: ModulePath
    is_package: bool

    @property
    def package(self) -> ModulePath:
        return self.path if self.is_package else self.path[:-1]

    def relative(self, module: ModulePath) -> str:
        """How another module of the package is written here: `..models.pet`."""
        here = self.package
        common = 0
        while common < min(len(here), len(module)) and here[common] == module[common]:
            common += 1
        dots = "." * (len(here) - common + 1)
        return dots + ".".join(module[common:])


def import_block(imports: Iterable[Import], at: ModuleAt, indent: int = 0) -> Code:
    """All imports of a module: the standard library's, a blank line, the package's."""
    modules: dict[str, set[str]] = {}
    for one in imports:
        name = one.module if isinstance(one.module, str) else at.relative(one.module)
        modules.setdefault(name, set()).add(one.name)
    absolute = sorted(name for name in modules if not name.startswith("."))
    local = sorted((name for name in modules if name.startswith(".")), key=_distance)
    whole = [f"import {name}" for name in absolute if "" in modules[name]]
    absolute = [name for name in absolute if modules[name] != {""}]
    sections = [
        whole + [_statement(name, modules[name], indent) for name in absolute],
        [_statement(name, modules[name], indent) for name in local],
    ]
    text = "\n\n".join("\n".join(section) for section in sections if section)
    return Code(
        text.replace("\n", "\n" + " " * indent).replace(" " * indent + "\n", "\n")
    )


def _statement(module: str, names: set[str], indent: int) -> str:
    ordered = sorted(names - {""}, key=_by_kind)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) + indent <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {n}," for n in ordered), ")"])


def _by_kind(name: str) -> tuple[int, _Natural, str]:
    """Constants, then classes, then the rest."""
    if name.isupper() and len(name) > 1:
        kind = 0
    else:
        kind = 1 if name[:1].isupper() else 2
    return kind, _natural(name), name


def _distance(module: str) -> tuple[int, _Natural, str]:
    """Modules that are further away come first."""
    name = module.lstrip(".")
    return len(name) - len(module), _natural(name), name


def _natural(name: str) -> _Natural:
    """The order in which `a2` comes before `a10`, whatever the case."""
    parts = re.findall(r"(\D*)(\d*)", name.lower())
    return tuple((text, int(number or -1)) for text, number in parts)

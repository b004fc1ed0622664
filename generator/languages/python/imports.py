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
    alias: str = ""
    """The name here, if another thing has that name already."""

    @property
    def text(self) -> str:
        """As an import statement has it: `Pet`, or `Pet as PetModel`."""
        return f"{self.name} as {self.alias}" if self.alias else self.name


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

    def relative(self, module: ModulePath | str) -> str:
        """How a module is written here: `..models.pet`, or `typing` as it is."""
        if isinstance(module, str):
            return module
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
        modules.setdefault(at.relative(one.module), set()).add(one.text)
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
    """The import of names of a module; what gets another name has a line of its own."""
    renamed = {name for name in names if " as " in name}
    lines = {name: f"from {module} import {name}" for name in renamed}
    plain = names - renamed - {""}
    if plain:
        first = sort_names(plain)[0]
        lines[first] = _together(module, plain, indent)
    return "\n".join(lines[name] for name in sort_names(lines))


def _together(module: str, names: set[str], indent: int) -> str:
    ordered = sort_names(names)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) + indent <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {n}," for n in ordered), ")"])


def sort_names(names: Iterable[str]) -> tuple[Code, ...]:
    """Names in the order that an import has them in."""
    return tuple(
        Code(name)
        for name in sorted(names, key=lambda n: (_kind(n), _natural(n.lower()), n))
    )


def sort_exports(names: Iterable[str]) -> tuple[Code, ...]:
    """Names in the order that `__all__` has them in, where the case counts."""
    ordered = sorted(names, key=lambda n: (_kind(n), _natural(n)))
    return tuple(map(Code, ordered))


def _kind(name: str) -> int:
    """Constants, then classes, then the rest."""
    if name.isupper() and len(name) > 1:
        return 0
    return 1 if name[:1].isupper() else 2


def _distance(module: str) -> tuple[int, _Natural, str]:
    """Modules that are further away come first."""
    name = module.lstrip(".")
    return len(name) - len(module), _natural(name.lower()), name


def _natural(name: str) -> _Natural:
    """The order in which `a2` comes before `a10`."""
    parts = re.findall(r"(\D*)(\d*)", name)
    return tuple((text, int(number or -1)) for text, number in parts)

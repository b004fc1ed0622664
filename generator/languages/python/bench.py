"""What tries a client out on examples: a table of its operations, and a process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.languages import Bench
from generator.languages.python.arguments import Arguments
from generator.languages.python.imports import Import, ModuleAt, import_block
from generator.languages.python.spelling import literal
from generator.languages.python.types import Types
from generator.model import Field
from generator.plan.arguments import is_whole
from generator.plan.layout import Layout, PlacedOperation
from generator.plan.names import Naming
from generator.plan.published import Names
from generator.text import Code, Text

_TABLE = "_bench"
_SCRIPT = Path(__file__).with_name("decoding.py")


def make_bench(layout: Layout, types: Types, naming: Naming, package: str) -> Bench:
    """The bench of a client."""
    # -I: neither the environment nor what lies where the user stands has a say.
    command = (sys.executable, "-I", str(_SCRIPT), f"{package}.{_TABLE}")
    return Bench({f"{_TABLE}.py": _table(layout, types, naming)}, command)


def _table(layout: Layout, types: Types, naming: Naming) -> str:
    """A module that says how operations are called, and how their arguments are read."""
    imports: set[Import] = set()
    types = replace(types, taken=naming.reserved["class"], has_tables=False)
    names = Names(naming)
    rows: list[str] = []
    for path, resources in layout.resource_modules.items():
        for placed in (one for resource in resources for one in resource.operations):
            arguments = _arguments(placed, types, names, imports)
            whole = is_whole(placed.operation.body)
            rows.append(
                f"    {literal(Text(placed.operation.id))}: (\n"
                f"        {literal(Code('.'.join(path)))},\n"
                f"        {literal(Code(placed.builder))},\n"
                f"        {{{', '.join(arguments)}}},\n"
                f"        {whole},\n"
                "    ),\n"
            )
    at = ModuleAt((_TABLE,), is_package=False)
    head = f"from __future__ import annotations\n\n{import_block(imports, at)}\n\n"
    return f"{head}OPERATIONS = {{\n{''.join(rows)}}}\n"


def _arguments(
    placed: PlacedOperation, types: Types, names: Names, imports: set[Import]
) -> Iterator[str]:
    """For each field of a body: its argument, and what reads its JSON."""
    arguments = Arguments(placed, names, types)
    for field in arguments.of_body:
        name = literal(arguments.of(field))
        yield f"{literal(field.name.wire)}: ({name}, {_reader(field, types, imports)})"


def _reader(field: Field, types: Types, imports: set[Import]) -> Code:
    reader = types.reader(field.type)
    if reader is None:
        return Code("None")
    imports |= reader.imports
    return reader.code

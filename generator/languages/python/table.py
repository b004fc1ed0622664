"""The pack's table of types: how Python has each scalar type, and each format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.languages.python.imports import RUNTIME, Import, runtime, standard
from generator.model import Primitive
from generator.text import Code

_COLUMNS = {
    "annotation": str,
    "argument": str,
    "by_type": str,
    "exact": bool,
    "format": str,
    "import": str,
    "inspect": str,
    "of": str,
    "read": str,
    "shape": str,
    "write": str,
}


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant of the run time, and where it comes from."""

    name: Code
    source: Import

    @property
    def imports(self) -> frozenset[Import]:
        return frozenset({self.source})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How Python has a scalar type, or a format. `templates/python/README.md` explains
    the columns."""

    annotation: str
    argument: str
    imports: frozenset[Import]
    """What the annotations need."""
    shape: Constant
    """What reads and checks it where there is no shorter way."""
    is_format: bool
    """Whether the shape writes it as well."""
    read: Code | None
    """The function that reads it; None if the JSON is the value."""
    write: Code
    """The function that writes a field of it."""
    inspect: Code
    """The method of the inspector that checks a field of it."""
    is_told_in_texts: bool
    """Whether the type of a value says how it is written in paths, queries and forms."""
    is_told_in_json: bool
    """Whether it says how it is written in JSON."""
    is_exact: bool
    """Whether no digit of a number may be lost."""


@dataclass(frozen=True, slots=True, eq=False)
class TypeTable:
    """The rows of the scalar types, and those of the formats that refine them."""

    types: Mapping[str, Mapping[str, str | bool]]
    formats: Mapping[str, Mapping[str, str | bool]]

    def row(self, kind: Primitive) -> Row:
        """The row of a type: that of its format, if the pack knows it."""
        form = self.formats.get(kind.format.raw) if kind.format else None
        if form is not None and form.get("of", "string") == kind.scalar.value:
            return _row(tuple(form.items()))
        return _row(tuple(self.types[kind.scalar.value].items()))


@cache
def _row(items: tuple[tuple[str, str | bool], ...]) -> Row:
    """A row of its columns.

    Raises:
        ValueError: It has a column that is not known, or one that is of another type.
    """
    cells = dict(items)
    for column, cell in items:
        if type(cell) is not _COLUMNS.get(column):
            raise ValueError(f"pack.toml: `{column} = {cell!r}` is no column of a type")

    def text(column: str, default: str = "") -> str:
        return str(cells.get(column, default))

    form = text("format")
    shape = _constant(form or text("shape"))
    read = text("read", f"{shape.name}.read" if form else "")
    return Row(
        annotation=text("annotation"),
        argument=text("argument", text("annotation")),
        imports=_imported(text("import")),
        shape=shape,
        is_format=bool(form),
        read=Code(read) if read else None,
        write=Code(text("write", "put_json" if form else "put")),
        inspect=Code(text("inspect", "formatted" if form else "shape")),
        is_told_in_texts=not form or text("by_type") in ("always", "texts"),
        is_told_in_json=not form or text("by_type") == "always",
        is_exact=cells.get("exact") is True,
    )


def _constant(text: str) -> Constant:
    """`DATE`, or `money:PRICE` of another module of the run time."""
    module, _, name = text.rpartition(":")
    source = (*RUNTIME, *module.split(".")) if module else RUNTIME
    return Constant(Code(name), Import(source, name))


def _imported(text: str) -> frozenset[Import]:
    """`decimal:Decimal` of Python, or of another library; `:File` of the run time."""
    module, _, name = text.partition(":")
    if module or not name:
        return frozenset(standard(module, name) if module else ())
    return frozenset(runtime(name))


def reads(row: Row) -> frozenset[Import]:
    """What reading a field of a row needs."""
    name = row.read or ""
    return row.shape.imports if "." in name else frozenset(runtime(name))

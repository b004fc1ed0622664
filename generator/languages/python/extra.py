"""The fields that a record does not name, where they are of a type."""

from __future__ import annotations

from generator.languages.python.fields import items
from generator.languages.python.imports import Import, runtime, standard
from generator.languages.python.spelling import call, literal
from generator.languages.python.types import Types
from generator.languages.python.views import ExtraView
from generator.model import MapOf, Primitive, Type
from generator.plan.graph import references
from generator.plan.layout import ModulePath
from generator.scalar import Scalar
from generator.text import Code

_INDENT = 8
"""How deep the template stands where it reads them."""


def extra_view(
    kind: Type,
    types: Types,
    module: ModulePath,
    shape: Code | None,
    shadowed: frozenset[str],
    imports: set[Import],
) -> ExtraView:
    """What reads, writes and checks fields of a type; adds the imports.

    `module` is where the record is defined, `shape` the constant that holds the shape of the type, if there is one; `shadowed`
    are the names that mean something else in the class at hand.
    """
    annotation = types.annotation(MapOf(kind), shadowed)
    reader = types.reader(kind)
    form = types.format_of(kind)
    imports |= annotation.imports | runtime("put_extra", "read_extra")
    read = [Code("data"), Code("cls._names")]
    if reader is not None:
        read.append(shape or reader.code)
        imports |= frozenset() if shape else reader.imports
    write = [Code("data"), Code("self._names"), Code("self.extra")]
    if form is not None:
        write.append(form.shape.name)
        imports |= form.shape.imports
    inspect: Code | None = None
    if kind != Primitive(Scalar.ANY):
        checked = items(kind, types)
        inspect = shape or checked.code
        imports |= frozenset() if shape else checked.imports
    return ExtraView(
        annotation=annotation.code,
        default=_default(kind, types, module, shadowed, imports),
        read=call(read, "read_extra", _INDENT, len("model.extra = ")),
        write=call(write, "put_extra", _INDENT),
        inspect=inspect,
    )


def _default(
    kind: Type,
    types: Types,
    module: ModulePath,
    shadowed: frozenset[str],
    imports: set[Import],
) -> Code:
    """A dictionary of its own for each object."""
    field = Code("dataclasses.field" if "field" in shadowed else "field")
    imports |= standard("dataclasses", *(() if "field" in shadowed else ("field",)))
    # Other classes of the module may not be defined yet.
    is_late = any(types.places[one].module == module for one in references(kind))
    value = types.annotation(kind, shadowed).code
    inside = literal(value) if is_late else value
    factory = types.annotation(MapOf(kind), shadowed).code.replace(value, inside)
    return Code(f"{field}(default_factory={factory})")

"""The fields of models: what reads, writes and checks them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from generator.languages.python.imports import Import, runtime
from generator.languages.python.nulls import accepts_null
from generator.languages.python.patterns import is_safe_pattern
from generator.languages.python.shapes import names
from generator.languages.python.spelling import call, literal
from generator.languages.python.table import Row, reads
from generator.languages.python.types import Expression, Types, optional
from generator.model import (
    Alias,
    Constant,
    Direction,
    Enumeration,
    Field,
    Limits,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    TupleOf,
    Type,
)
from generator.scalar import Scalar
from generator.text import Code, Text

_ANY = Primitive(Scalar.ANY)
_READ_INDENT = 8
"""How deep the template stands where it reads a field."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function or a method, its last arguments, and the imports that they need."""

    name: Code
    arguments: tuple[Code, ...] = ()
    imports: frozenset[Import] = frozenset()


class Absence(Enum):
    """What an attribute is where its object lacks the field."""

    NEVER = ""
    """Nothing stands for it: the field has to be given."""
    NONE = "None"
    UNSET = "UNSET"
    """`None` is null, and may be sent."""

    @property
    def received(self) -> tuple[Code, ...]:
        """What reading is told to take instead."""
        return (Code("UNSET"),) if self is Absence.UNSET else ()

    def annotation(self, given: Expression) -> Expression:
        """The annotation of an attribute, from that of a value that is there."""
        match self:
            case Absence.NEVER:
                return given
            case Absence.NONE:
                return optional(given)
            case Absence.UNSET:
                code = f"{given.code} | Unset"
                if given.code.endswith('"'):  # a name that is not defined yet
                    code = f'{given.code[:-1]} | Unset"'
                return Expression(Code(code), given.imports | runtime("UNSET", "Unset"))

    def written(self, kind: Type) -> tuple[Code, ...]:
        """What writing is told of `None`, where that may be null."""
        match self:
            case Absence.UNSET:
                return (Code("null=True"),)
            case Absence.NEVER if isinstance(kind, Nullable) or kind == _ANY:
                # What was received without the field is written without it.
                return (Code("null=self._wire is None"),)
            case _:
                return ()


def absence(field: Field, types: Types, is_sent: bool) -> Absence:
    """Whether an object may lack a field, and null says more than that it does.

    `is_sent` says whether requests have its record: only there the two differ.
    """
    match field.direction:
        case Direction.RECEIVED if is_sent:
            return Absence.NONE
        case Direction.BOTH | Direction.RECEIVED if field.required:
            return Absence.NEVER
        case _:
            kind = field.type
            may_be_null = not isinstance(kind, Nullable) or kind.is_firm
            may_be_null = may_be_null and accepts_null(kind, types)
            return Absence.UNSET if is_sent and may_be_null else Absence.NONE


def reading(
    kind: Type, types: Types, source: str, name: str, shape: Code | None
) -> Expression:
    """The value of a field called `name`, from the expression that has its JSON.

    `shape` is the constant that holds its shape, if there is one.
    """
    plain = kind.inner if isinstance(kind, Nullable) else kind
    reader = types.reader(kind)
    if shape is not None and reader is not None:
        reader = Expression(shape)
    elif isinstance(plain, Ref) and types.is_enumeration(plain.id):
        reader = Expression(Code(f"{types.table_name(plain.id)}.read"))
    elif isinstance(plain, Primitive):
        row = types.row(plain)
        reader = Expression(row.read, reads(row)) if row.read else None
    if reader is None:
        return Expression(Code(source))
    taken = len(f"model.{name} = ")
    code = call([Code(source)], reader.code, _READ_INDENT, taken)
    return Expression(code, reader.imports)


def writing(kind: Type, types: Types) -> Call:
    """What writes a field; it is given the object, the name and the value before."""
    match kind:
        case Primitive():
            row = types.row(kind)
            return _written_as(row) if row.write == "put_json" else _put(row.write)
        case Constant():
            return _put("put")
        case Nullable(inner):
            return writing(inner, types)
        case Ref(identifier):
            match types.declarations[identifier]:
                case Enumeration(ignores_case=True):
                    return _put("put_caseless")
                case Enumeration() as enum:
                    return _put("put_json" if enum.is_numeric else "put_text")
                case _:
                    return _put("put_json")
        case ListOf() | MapOf():
            form = types.format_of(kind)
            return _written_as(form) if form else _put("put_json")
        case OneOf() | TupleOf():
            return _put("put_json")


def _put(name: str) -> Call:
    return Call(Code(name), imports=frozenset(runtime(name)))


def _written_as(row: Row) -> Call:
    imports = row.shape.imports | runtime("put_json")
    return Call(Code("put_json"), (row.shape.name,), imports)


def checking(field: Field, types: Types, shape: Code | None) -> Call:
    """The method of the inspector that checks a field, and its arguments.

    `shape` is the constant that holds its shape, if there is one.
    """
    kind = field.type
    plain = kind.inner if isinstance(kind, Nullable) else kind
    told = Call(Code("shape"), (shape,)) if shape else _checking(plain, types)
    arguments = [literal(field.name.wire), *told.arguments]
    if field.required and field.direction is not Direction.SENT:
        arguments.append(Code("required=True"))
    if isinstance(kind, Nullable) and kind.is_firm:
        arguments.append(Code("nullable=True"))
    if isinstance(plain, Primitive) and types.row(plain).inspect == "string":
        arguments += limits(plain.limits)
    return Call(told.name, tuple(arguments), told.imports)


def _checking(kind: Type, types: Types) -> Call:
    match kind:
        case Primitive():
            row = types.row(kind)
            if row.inspect not in ("formatted", "shape"):
                return Call(row.inspect)
            return Call(row.inspect, (row.shape.name,), row.shape.imports)
        case Constant(value):
            return Call(Code("constant"), (literal(value),))
        case Ref(identifier):
            method = "enum" if types.is_enumeration(identifier) else "model"
            return Call(Code(method), (Code(types.places[identifier].name),))
        case ListOf(inner):
            return _checking_all("array", inner, types)
        case MapOf(inner, patterns):
            if names(patterns):
                shape = types.shape(kind)
                return Call(Code("shape"), (shape.code,), shape.imports)
            return _checking_all("mapping", inner, types)
        case Nullable() | OneOf() | TupleOf():
            return Call(Code("anything"))


def _checking_all(method: str, item: Type, types: Types) -> Call:
    if item == Primitive(Scalar.ANY):
        return Call(Code(method))
    checked = items(item, types)
    return Call(Code(method), (checked.code,), checked.imports)


def items(item: Type, types: Types) -> Expression:
    """What the items of a list or map are compared with: their class, or their shape."""
    if isinstance(item, Ref) and not isinstance(types.declarations[item.id], Alias):
        return Expression(Code(types.places[item.id].name))
    return types.shape(item)


def limits(limits: Limits) -> list[Code]:
    """Limits as keyword arguments."""
    return [
        Code(f"{name}={literal(value)}")
        for name, value in (
            ("min_length", limits.min_length),
            ("max_length", limits.max_length),
            ("pattern", limits.pattern),
        )
        if value is not None and not _unsafe(value)
    ]


def _unsafe(value: int | Text) -> bool:
    return isinstance(value, Text) and not is_safe_pattern(value.raw)

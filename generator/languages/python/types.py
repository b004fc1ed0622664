"""The types of the model as Python has them: annotations, reading, writing, checking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.languages.python.imports import Import, runtime, standard
from generator.languages.python.patterns import is_safe_pattern
from generator.languages.python.spelling import call, literal
from generator.model import (
    Alias,
    Declaration,
    Enumeration,
    Field,
    Limits,
    ListOf,
    MapOf,
    Nullable,
    Primitive,
    Record,
    Ref,
    Scalar,
    Type,
    TypeId,
)
from generator.plan.layout import Place
from generator.text import Code, Text

TypeTable: TypeAlias = Mapping[str, Mapping[str, str]]
"""The pack's table of scalar types."""


_READ_INDENT = 12
"""How deep the template stands where it reads a field."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A piece of code and the imports that it needs."""

    code: Code
    imports: frozenset[Import] = frozenset()


@dataclass(frozen=True, slots=True)
class Types:
    """Spells types; knows where each declared one is."""

    table: TypeTable
    places: Mapping[TypeId, Place]
    declarations: Mapping[TypeId, Declaration]
    taken: frozenset[str] = frozenset()
    """Names that are something else in the module at hand: the model of that name is
    imported under another one."""
    has_tables: bool = True
    """Whether the module at hand has a table for each enumeration that it reads."""

    def annotation(
        self, kind: Type, shadowed: frozenset[str] = frozenset()
    ) -> Expression:
        """The annotation of a value.

        `shadowed` are the names that mean something else in the class at hand: a field
        called `list` does not change its name, the annotation beside it does.
        """
        match kind:
            case Primitive(scalar):
                row = self.table[scalar.value]
                return _builtin(row["annotation"], row.get("import"), shadowed)
            case ListOf(inner):
                return _wrap("list[{}]", shadowed, self.annotation(inner, shadowed))
            case MapOf(value):
                name = _builtin("str", None, shadowed)
                form = f"dict[{name.code}, {{}}]"
                return _wrap(form, shadowed, self.annotation(value, shadowed))
            case Nullable(inner):
                return optional(self.annotation(inner, shadowed))
            case Ref(identifier):
                return self._declared(identifier)

    def argument(self, kind: Type) -> Expression:
        """The annotation of an argument, which may be any sequence that is no string."""
        match kind:
            case ListOf(one):
                inner = self.argument(one)
                return _wrap(
                    "Items[{}]", frozenset(), inner, frozenset(runtime("Items"))
                )
            case Nullable(inner):
                return self.argument(inner)
            case _:
                return self.annotation(kind)

    def reader(self, kind: Type) -> Expression | None:
        """What makes a value of its JSON; None if the JSON is the value."""
        match kind:
            case Primitive(scalar):
                name = self.table[scalar.value].get("read")
                return (
                    Expression(Code(name), frozenset(runtime(name))) if name else None
                )
            case Nullable(inner):
                return self.reader(inner)
            case ListOf(inner) | MapOf(inner):
                reader = self.reader(inner)
                if reader is None:
                    return None
                name = "reads_list" if isinstance(kind, ListOf) else "reads_map"
                return _wrap(
                    f"{name}({{}})", frozenset(), reader, frozenset(runtime(name))
                )
            case Ref(identifier):
                return self._declared_reader(identifier)

    def read(self, kind: Type, source: str, name: str) -> Expression:
        """The value of a field called `name`, from the expression that has its JSON."""
        plain = kind.inner if isinstance(kind, Nullable) else kind
        if isinstance(plain, Ref) and self.is_enumeration(plain.id):
            table = f"{self.table_name(plain.id)}.read"
            return Expression(call([Code(source)], table, _READ_INDENT, len(name) + 2))
        reader = self.reader(kind)
        if reader is None:
            return Expression(Code(source))
        return Expression(Code(f"{reader.code}({source})"), reader.imports)

    def writer(self, kind: Type) -> str:
        """The function of the run time that writes a field of a type."""
        match kind:
            case Primitive(scalar):
                return self.table[scalar.value].get("write", "put")
            case Nullable(inner):
                return self.writer(inner)
            case Ref(identifier) if self.is_enumeration(identifier):
                return "put_text"
            case Ref() | ListOf() | MapOf():
                return "put_json"

    def inspection(self, field: Field) -> tuple[Code, tuple[Code, ...]]:
        """The method of the inspector that checks a field, and its arguments."""
        kind = field.type
        nullable = isinstance(kind, Nullable)
        plain = kind.inner if isinstance(kind, Nullable) else kind
        arguments = [literal(field.name.wire)]
        method = "anything"
        match plain:
            case Primitive(scalar):
                method = self.table[scalar.value]["inspect"]
            case Ref(identifier):
                method = "enum" if self.is_enumeration(identifier) else "model"
                arguments.append(Code(self.places[identifier].name))
            case ListOf(inner) | MapOf(inner):
                method = "array" if isinstance(plain, ListOf) else "mapping"
                arguments += self._inspected(inner)
            case Nullable():
                pass
        if field.required:
            arguments.append(Code("required=True"))
        if nullable:
            arguments.append(Code("nullable=True"))
        if isinstance(plain, Primitive) and plain.scalar is Scalar.STRING:
            arguments += limits(plain.limits)
        return Code(method), tuple(arguments)

    def _inspected(self, item: Type) -> list[Code]:
        """The model that the items of a list or map are, if they are of one."""
        plain = item.inner if isinstance(item, Nullable) else item
        if isinstance(plain, Ref) and isinstance(self.declarations[plain.id], Record):
            return [Code(self.places[plain.id].name)]
        return []

    def is_enumeration(self, identifier: TypeId) -> bool:
        return isinstance(self.declarations[identifier], Enumeration)

    def table_name(self, identifier: TypeId) -> Code:
        """The table of members by which a module reads an enumeration."""
        name = self.places[identifier].name
        words = "".join(f"_{c}" if c.isupper() else c for c in name)
        return Code(words.upper())

    def _declared(self, identifier: TypeId) -> Expression:
        name, imported = self._imported(identifier)
        return Expression(name, frozenset({imported}))

    def _imported(self, identifier: TypeId) -> tuple[Code, Import]:
        """What a declared type is called here, and its import."""
        place = self.places[identifier]
        alias = f"{place.name}Model" if place.name in self.taken else ""
        return Code(alias or place.name), Import(place.module, place.name, alias)

    def _declared_reader(self, identifier: TypeId) -> Expression | None:
        match self.declarations[identifier]:
            case Enumeration():
                if self.has_tables:
                    return Expression(Code(f"{self.table_name(identifier)}.read"))
                name, imported = self._imported(identifier)
                imports = runtime("Members") | {imported}
                return Expression(Code(f"Members({name}).read"), frozenset(imports))
            case Record():
                name, imported = self._imported(identifier)
                imports = runtime("reads_model") | {imported}
                return Expression(Code(f"reads_model({name})"), frozenset(imports))
            case Alias(target=target):
                return self.reader(target)


def optional(inner: Expression) -> Expression:
    """The annotation of a value that may be `None`."""
    if inner.code == "Any" or inner.code.endswith("| None"):
        return inner
    return Expression(Code(f"{inner.code} | None"), inner.imports)


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


def _builtin(name: str, origin: str | None, shadowed: frozenset[str]) -> Expression:
    if origin:
        module, _, imported = origin.partition(":")
        return Expression(Code(name), frozenset(standard(module, imported)))
    if name in shadowed:
        return Expression(Code(f"builtins.{name}"), frozenset(standard("builtins")))
    return Expression(Code(name))


def _wrap(
    form: str,
    shadowed: frozenset[str],
    inner: Expression,
    imports: frozenset[Import] = frozenset(),
) -> Expression:
    """A generic type around another one."""
    name = form.partition("[")[0]
    outer = (
        _builtin(name, None, shadowed) if "(" not in form else Expression(Code(name))
    )
    code = form.replace("{}", inner.code, 1).replace(name, outer.code, 1)
    return Expression(Code(code), inner.imports | outer.imports | imports)

"""The types of the model as Python has them: annotations, and what reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.languages.python.imports import Import, runtime, standard
from generator.languages.python.shapes import Shapes
from generator.languages.python.shapes import names as checked_names
from generator.languages.python.spelling import literal
from generator.languages.python.table import Row, TypeTable
from generator.languages.python.unions import join_annotations, on_one_line
from generator.model import (
    Alias,
    Constant,
    Content,
    Declaration,
    Enumeration,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Record,
    Ref,
    TupleOf,
    Type,
    TypeId,
)
from generator.plan.graph import primitives, references
from generator.plan.layout import Place
from generator.text import Code, Text

_BUILTINS = frozenset({"bool", "bytes", "float", "int", "str"})


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
    undefined: frozenset[TypeId] = frozenset()
    """Aliases of the module at hand that are defined only further below."""
    exact: frozenset[TypeId] = frozenset()
    """Declared types that hold, at any depth, numbers that may lose no digit."""
    deprecated: frozenset[TypeId] = frozenset()
    """Declared types whose classes type checkers know to be deprecated."""
    members: frozenset[str] = frozenset()
    """Names in the module and the class at hand that hide what Python means by them."""

    def annotation(
        self, kind: Type, shadowed: frozenset[str] = frozenset()
    ) -> Expression:
        """The annotation of a value.

        `shadowed` are the names that mean something else in the class at hand: a field
        called `list` does not change its name, the annotation beside it does.
        """
        shadowed |= self.members
        match kind:
            case Primitive():
                row = self.row(kind)
                return _spelled(row.annotation, row, shadowed)
            case ListOf(inner):
                return _wrap("list[{}]", shadowed, self.annotation(inner, shadowed))
            case TupleOf(items):
                parts = [self.annotation(one, shadowed) for one in items]
                return _tuple(parts, shadowed)
            case MapOf(value):
                name = _builtin("str", shadowed)
                form = f"dict[{name.code}, {{}}]"
                inside = self.annotation(value, shadowed)
                return _wrap(form, shadowed, inside, name.imports)
            case Constant(value):
                return _literal(value, shadowed)
            case Nullable(inner):
                return optional(self.annotation(inner, shadowed))
            case OneOf(variants):
                return union([self.annotation(one, shadowed) for one in variants])
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
            case TupleOf(several):
                inner = union([self.argument(one) for one in several])
                return _wrap(
                    "Items[{}]", frozenset(), inner, frozenset(runtime("Items"))
                )
            case MapOf():
                return self.sent(kind)
            case Nullable(inner):
                return self.argument(inner)
            case OneOf(variants):
                return union([self.argument(variant) for variant in variants])
            case Primitive():
                row = self.row(kind)
                return _spelled(row.argument, row, self.members)
            case _:
                return self.annotation(kind)

    def sent(self, kind: Type) -> Expression:
        """The annotation of an argument that is sent as JSON.

        It may be any sequence that is no string, any mapping, and null where that is one
        of its values.
        """
        match kind:
            case ListOf(one):
                inner = self.sent(one)
                items = frozenset(runtime("Items"))
                return _wrap("Items[{}]", frozenset(), inner, items)
            case TupleOf(several):
                inner = union([self.sent(one) for one in several])
                items = frozenset(runtime("Items"))
                return _wrap("Items[{}]", frozenset(), inner, items)
            case MapOf(value):
                name = _builtin("str", self.members)
                mapping = name.imports | standard("collections.abc", "Mapping")
                form = f"Mapping[{name.code}, {{}}]"
                return _wrap(form, frozenset(), self.sent(value), mapping)
            case Nullable(inner_kind):
                return optional(self.sent(inner_kind))
            case OneOf(variants):
                return union([self.sent(variant) for variant in variants])
            case _:
                return self.argument(kind)

    def content(self, content: Content, shadowed: frozenset[str]) -> Expression:
        """The annotation of what a response holds that is no JSON."""
        name = "bytes" if content is Content.BYTES else "str"
        return _builtin(name, shadowed)

    def reader(self, kind: Type) -> Expression | None:
        """What makes a value of its JSON; None if the JSON is the value."""
        match kind:
            case Primitive():
                return self.shape(kind) if self.row(kind).is_format else None
            case Constant():
                return None
            case Nullable(Primitive() as inner):
                return self.shape(kind) if self.row(inner).is_format else None
            case Nullable(inner):
                return self.reader(inner)
            case TupleOf():
                return self.shape(kind)
            case OneOf(variants):
                plain = all(self.reader(variant) is None for variant in variants)
                return None if plain else self.shape(kind)
            case ListOf(inner) | MapOf(inner):
                reader = self._item_reader(inner)
                if reader is None:
                    return None
                if isinstance(kind, MapOf) and checked_names(kind.names):
                    return self.shape(kind)
                name = "reads_list" if isinstance(kind, ListOf) else "reads_map"
                return _wrap(
                    f"{name}({{}})", frozenset(), reader, frozenset(runtime(name))
                )
            case Ref(identifier):
                return self._declared_reader(identifier)

    def _item_reader(self, kind: Type) -> Expression | None:
        """What reads the items of a list or a map: null as well, where they may be null."""
        reader = self.reader(kind)
        match kind:
            case Nullable(Ref(identifier)) if self.is_enumeration(identifier):
                return reader  # its table has null
            case Nullable(Ref() | ListOf() | MapOf()) if reader is not None:
                imports = frozenset(runtime("reads_nullable"))
                return _wrap("reads_nullable({})", frozenset(), reader, imports)
            case _:
                return reader

    def row(self, kind: Primitive) -> Row:
        """How the pack has a type."""
        return self.table.row(kind)

    def format_of(self, kind: Type) -> Row | None:
        """The row of the format that a type is of, or what a list or map of it holds."""
        while True:
            match kind:
                case ListOf(inner) | MapOf(inner) | Nullable(inner):
                    kind = inner
                case Primitive():
                    row = self.row(kind)
                    return row if row.is_format else None
                case _:
                    return None

    def is_exact(self, kind: Type) -> bool:
        """Whether a type holds, at any depth, numbers that may lose no digit."""
        if any(one in self.exact for one in references(kind)):
            return True
        return any(self.row(one).is_exact for one in primitives(kind))

    def written_apart(self, kind: Type) -> Iterator[Primitive]:
        """The types without parts that a value may be of; models write theirs themselves."""
        pending = [kind]
        seen: set[TypeId] = set()
        while pending:
            one = pending.pop()
            yield from primitives(one)
            for identifier in references(one):
                declared = self.declarations[identifier]
                if isinstance(declared, Alias) and identifier not in seen:
                    seen.add(identifier)
                    pending.append(declared.target)

    def shape(self, kind: Type) -> Expression:
        """The shape of a type, on one line."""
        imports: set[Import] = set()
        line = on_one_line(Shapes(self, imports).piece(kind))
        return Expression(Code(line), frozenset(imports))

    def has_deprecated(self, imports: Iterable[Import]) -> bool:
        """Whether classes that are deprecated are among what is imported."""
        places = [self.places[one] for one in self.deprecated]
        deprecated = {(place.module, place.name) for place in places}
        return any((one.module, one.name) in deprecated for one in imports)

    def is_enumeration(self, identifier: TypeId) -> bool:
        return isinstance(self.declarations[identifier], Enumeration)

    def has_union(self, kind: Type) -> bool:
        """Whether a type, or what a list or map of it holds, is read by its shape: one of
        several, or a tuple."""
        while True:
            match kind:
                case ListOf(inner) | MapOf(inner) | Nullable(inner):
                    kind = inner
                case OneOf() | TupleOf():
                    return True
                case Ref(identifier):
                    return isinstance(self.declarations[identifier], Alias)
                case Primitive() | Constant():
                    return False

    def declaration(self, identifier: TypeId) -> Declaration:
        """What a reference leads to."""
        return self.declarations[identifier]

    def shape_name(self, identifier: TypeId) -> tuple[Code, Import]:
        """The constant that holds the shape of an alias, and its import."""
        name = Code(f"{self.table_name(identifier)[1:]}_SHAPE")
        return name, Import(self.places[identifier].module, name)

    def class_name(self, identifier: TypeId) -> tuple[Code, Import]:
        """What a declared type is called here, and its import."""
        return self._imported(identifier)

    def is_undefined(self, identifier: TypeId) -> bool:
        """Whether an alias is defined only further below."""
        return identifier in self.undefined

    def table_name(self, identifier: TypeId) -> Code:
        """The table of members by which a module reads an enumeration."""
        name = self.places[identifier].name
        words = "".join(f"_{c}" if c.isupper() else c for c in name)
        return Code(words.upper())

    def table_maker(self, identifier: TypeId) -> Code:
        """The class of such a table."""
        enum = self.declarations[identifier]
        is_numeric = isinstance(enum, Enumeration) and enum.is_numeric
        return Code("IntMembers" if is_numeric else "Members")

    def _declared(self, identifier: TypeId) -> Expression:
        name, imported = self._imported(identifier)
        if identifier in self.undefined:
            name = Code(f'"{name}"')
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
                maker = self.table_maker(identifier)
                imports = runtime(maker) | {imported}
                return Expression(Code(f"{maker}({name}).read"), frozenset(imports))
            case Record():
                name, imported = self._imported(identifier)
                imports = runtime("reads_model") | {imported}
                return Expression(Code(f"reads_model({name})"), frozenset(imports))
            case Alias():
                name, imported = self.shape_name(identifier)
                return Expression(name, frozenset({imported}))


def optional(inner: Expression) -> Expression:
    """The annotation of a value that may be `None`."""
    if inner.code == "Any" or inner.code.endswith(("| None", '| None"')):
        return inner
    if inner.code == "Never":
        return Expression(Code("None"))
    if inner.code.endswith('"'):  # a name that is not defined yet
        return Expression(Code(f'{inner.code[:-1]} | None"'), inner.imports)
    return Expression(Code(f"{inner.code} | None"), inner.imports)


def union(parts: Sequence[Expression]) -> Expression:
    """The annotation of a value that is of one of several types."""
    code = join_annotations([part.code for part in parts])
    imports = {one for part in parts for one in part.imports}
    if code == "Any":
        imports = standard("typing", "Any")
    elif code.startswith("Union["):
        imports |= standard("typing", "Union")
    return Expression(code, frozenset(imports))


def _literal(value: bool | float | Text, shadowed: frozenset[str]) -> Expression:
    """The annotation of a single value; Python has none for fractions."""
    if isinstance(value, float):
        return _builtin("float", shadowed)
    code = Code(f"Literal[{literal(value)}]")
    return Expression(code, frozenset(standard("typing", "Literal")))


def _tuple(parts: Sequence[Expression], shadowed: frozenset[str]) -> Expression:
    """The annotation of a tuple, whose items are of types of their own."""
    outer = _builtin("tuple", shadowed)
    inside = ", ".join(part.code for part in parts)
    imports = outer.imports.union(*(part.imports for part in parts))
    return Expression(Code(f"{outer.code}[{inside}]"), imports)


def _spelled(annotation: str, row: Row, shadowed: frozenset[str]) -> Expression:
    """An annotation of the pack's table: `UUID | str`."""
    parts = [
        _builtin(name, shadowed) if name in _BUILTINS else Expression(Code(name))
        for name in annotation.split(" | ")
    ]
    code = Code(" | ".join(part.code for part in parts))
    return Expression(code, row.imports.union(*(part.imports for part in parts)))


def _builtin(name: str, shadowed: frozenset[str]) -> Expression:
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
    outer = _builtin(name, shadowed) if "(" not in form else Expression(Code(name))
    code = form.replace("{}", inner.code, 1).replace(name, outer.code, 1)
    return Expression(Code(code), inner.imports | outer.imports | imports)

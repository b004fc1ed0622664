"""The modules that hold models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.facts import Extra
from generator.languages import File
from generator.languages.python.documentation import (
    declaration_doc,
    deprecation,
    field_doc,
)
from generator.languages.python.extra import extra_view
from generator.languages.python.fields import (
    Absence,
    absence,
    checking,
    reading,
    writing,
)
from generator.languages.python.imports import (
    Import,
    ModuleAt,
    import_block,
    runtime,
    standard,
)
from generator.languages.python.packages import lazy_package
from generator.languages.python.shapes import Shapes
from generator.languages.python.spelling import WIDTH, Docstring, literal
from generator.languages.python.types import Types, union
from generator.languages.python.unions import alias_lines, laid_out
from generator.languages.python.views import (
    AliasView,
    EnumView,
    ExtraView,
    FieldView,
    MemberView,
    RecordView,
    ShapeView,
    TableView,
)
from generator.model import (
    Alias,
    Constant,
    Declaration,
    Direction,
    Doc,
    Enumeration,
    Field,
    Nullable,
    OneOf,
    Record,
    Ref,
    Type,
    TypeId,
)
from generator.plan.fields import FieldNames
from generator.plan.graph import parts, references, uses
from generator.plan.layout import Layout, ModulePath
from generator.plan.published import Names
from generator.text import Code, Text


class ModelModules:
    """Makes the views of all modules of models."""

    def __init__(
        self, layout: Layout, types: Types, names: Names, fields: FieldNames
    ) -> None:
        self._layout = layout
        self._types = types
        self._names = names
        self._fields = fields

    def files(self) -> list[File]:
        """One file for each module, and one for each package of them."""
        files = [
            self._module(path, identifiers)
            for path, identifiers in self._layout.type_modules.items()
        ]
        for path, identifiers in self._layout.type_packages.items():
            files.append(self._package(path, identifiers))
        return files

    def _module(self, path: ModulePath, identifiers: list[TypeId]) -> File:
        declarations = [self._layout.declarations[one] for one in identifiers]
        imports: set[Import] = set()
        enums = [self._enum(d) for d in declarations if isinstance(d, Enumeration)]
        named = defined_in_order([d for d in declarations if isinstance(d, Alias)])
        undefined = {alias.id for alias in named}
        aliases: list[AliasView] = []
        shapes: list[ShapeView] = []
        for alias in named:
            aliases += self._alias(alias, undefined, imports)
            shapes.append(self._alias_shape(alias, undefined, imports))
            undefined.remove(alias.id)
        records = [
            self._record(d, shapes, imports)
            for d in declarations
            if isinstance(d, Record)
        ]
        tables = self._tables(declarations)
        if enums:
            imports |= runtime(*(enum.base for enum in enums))
        if aliases:
            imports |= standard("typing", "TypeAlias")
        if records:
            imports |= standard("dataclasses", "dataclass")
            imports |= standard("typing", "ClassVar")
            imports |= runtime("DriftHook", "Inspector", "JsonObject", "getter")
            imports |= runtime(*(record.base for record in records))
        if any(one.deprecated for one in enums) or any(r.deprecated for r in records):
            imports |= runtime("deprecated")
        if tables:
            imports |= runtime(*(table.maker for table in tables))
        if not all(one.is_inferred for one in shapes):
            imports |= runtime("Shape")
        used = {u for d in declarations if isinstance(d, Record) for u in uses(d)}
        imports |= {
            Import(self._types.places[u].module, self._types.places[u].name)
            for u in used
        }
        uses_deprecated = self._types.has_deprecated(imports) or any(
            one in self._types.deprecated for one in identifiers
        )
        imports = {one for one in imports if one.module != path}
        kinds = Record if records else Enumeration if enums else Alias
        leading = [one.id for one in declarations if type(one) is kinds]
        first = self._types.places[min(leading)]
        return File(
            "/".join(path) + ".py",
            "models.py.jinja",
            {
                "doc": Docstring((Text(_title(first.name)),)),
                "imports": import_block(imports, ModuleAt(path, is_package=False)),
                "uses_deprecated": uses_deprecated,
                "enums": enums,
                "aliases": aliases,
                "tables": tables,
                "records": records,
                "shapes": shapes,
            },
        )

    def _package(self, path: ModulePath, identifiers: list[TypeId]) -> File:
        places = [self._layout.types[one] for one in identifiers]
        doc = Docstring((Text("The models. Each is loaded when it is used."),))
        offered = [Import(place.module, place.name) for place in places]
        uses_deprecated = any(one in self._types.deprecated for one in identifiers)
        return lazy_package(path, doc, offered, uses_deprecated=uses_deprecated)

    def _enum(self, enum: Enumeration) -> EnumView:
        scope = self._names.scope("members", self._layout.keys[enum.id])
        wishes = [(_key(member.value), member.name) for member in enum.members]
        taken = scope.take_all("member", wishes)
        members = tuple(
            MemberView(Code(name), member.value, _member_doc(member.doc))
            for name, member in zip(taken, enum.members, strict=True)
        )
        name = Code(self._types.places[enum.id].name)
        base = Code("CaselessEnum" if enum.ignores_case else "OpenEnum")
        if enum.is_numeric:
            base = Code("OpenIntEnum")
        told = deprecation(enum.doc, f"`{name}`")
        return EnumView(name, base, declaration_doc(enum, name), members, told)

    def _alias(
        self, alias: Alias, undefined: set[TypeId], imports: set[Import]
    ) -> Iterator[AliasView]:
        """An alias; those before it that it is put together from have no text."""
        types = replace(self._types, undefined=frozenset(undefined))
        target = alias.target
        kinds = target.variants if isinstance(target, OneOf) else (target,)
        parts = [types.annotation(kind) for kind in kinds]
        imports |= union(parts).imports
        name = Code(self._types.places[alias.id].name)
        for part, line in alias_lines(name, [part.code for part in parts]):
            yield AliasView(
                part, line, declaration_doc(alias, name) if part == name else None
            )

    def _alias_shape(
        self, alias: Alias, undefined: set[TypeId], imports: set[Import]
    ) -> ShapeView:
        types = replace(self._types, undefined=frozenset(undefined))
        name, _ = types.shape_name(alias.id)
        return _shape_view(name, alias.target, types, imports)

    def _record(
        self, record: Record, shapes: list[ShapeView], imports: set[Import]
    ) -> RecordView:
        names = list(map(Code, self._fields.of(record)))
        shadowed = frozenset(map(str, names))
        is_sent = record.id in self._layout.sent
        table = self._types.table_name(record.id)
        constants = [
            self._shape(Code(f"{table}__{name.upper()}"), field.type, shapes, imports)
            for name, field in zip(names, record.fields, strict=True)
        ]
        fields = tuple(
            self._field(name, field, is_sent, shape, shadowed, imports)
            for name, field, shape in zip(names, record.fields, constants, strict=True)
        )
        class_name = Code(self._types.places[record.id].name)
        return RecordView(
            class_name,
            declaration_doc(record, class_name),
            fields,
            tuple(
                name
                for name, field in zip(names, record.fields, strict=True)
                if field.sensitivity is not None
            ),
            tuple(
                field.name.wire
                for field in record.fields
                if is_sent and field.direction is Direction.RECEIVED
            ),
            dependencies=tuple(
                (literal(name), *map(literal, needed))
                for name, needed in record.dependencies
            ),
            base=Code("OpenModel" if isinstance(record.extra, Extra) else "Model"),
            extra=self._extra(record, shadowed, shapes, imports),
            is_closed=record.extra is Extra.FORBIDDEN,
            deprecated=deprecation(record.doc, f"`{class_name}`"),
        )

    def _extra(
        self,
        record: Record,
        shadowed: frozenset[str],
        shapes: list[ShapeView],
        imports: set[Import],
    ) -> ExtraView | None:
        if isinstance(record.extra, Extra):
            return None
        constant = Code(f"{self._types.table_name(record.id)}__EXTRA")
        shape: Code | None = constant
        if isinstance(record.extra, Nullable) and self._types.has_union(record.extra):
            # Fields say by themselves that they may be null; these have no such word.
            shapes.append(_shape_view(constant, record.extra, self._types, imports))
        else:
            shape = self._shape(constant, record.extra, shapes, imports)
        module = self._types.places[record.id].module
        return extra_view(record.extra, self._types, module, shape, shadowed, imports)

    def _field(
        self,
        name: Code,
        field: Field,
        is_sent: bool,
        shape: Code | None,
        shadowed: frozenset[str],
        imports: set[Import],
    ) -> FieldView:
        absent = absence(field, self._types, is_sent)
        annotation = absent.annotation(self._types.annotation(field.type, shadowed))
        sought = (literal(field.name.wire), *absent.received)
        read = reading(field.type, self._types, sought, name, shape)
        write = writing(field.type, self._types)
        inspect = checking(field, self._types, shape)
        for piece in (annotation, read, write, inspect):
            imports |= piece.imports
        return FieldView(
            name=name,
            annotation=annotation.code,
            default=_default(field.type, absent),
            doc=field_doc(field, is_sent, absent is not Absence.NEVER),
            wire=field.name.wire,
            read=read.code,
            write=write.name,
            write_arguments=(*write.arguments, *absent.written(field.type)),
            inspect=inspect.name,
            inspect_arguments=inspect.arguments,
        )

    def _shape(
        self, name: Code, kind: Type, shapes: list[ShapeView], imports: set[Import]
    ) -> Code | None:
        """The constant that holds the shape of a field, if it is of several types."""
        kind = kind.inner if isinstance(kind, Nullable) else kind
        if not self._types.has_union(kind):
            return None
        if isinstance(kind, Ref):
            shared, imported = self._types.shape_name(kind.id)
            imports.add(imported)
            return shared
        shapes.append(_shape_view(name, kind, self._types, imports))
        return name

    def _tables(self, declarations: list[Declaration]) -> list[TableView]:
        """A table for each enumeration that the records of a module read."""
        kinds: list[Type] = [
            kind
            for declaration in declarations
            if isinstance(declaration, Record)
            for kind in parts(declaration)
            if not self._types.has_union(kind)
        ]
        used = dict.fromkeys(one for kind in kinds for one in references(kind))
        return [
            TableView(
                self._types.table_name(one),
                Code(self._types.places[one].name),
                self._types.table_maker(one),
            )
            for one in used
            if self._types.is_enumeration(one)
        ]


def defined_in_order(aliases: Sequence[Alias]) -> list[Alias]:
    """Aliases, each after those that it is made of, where they are no circle."""
    known = {alias.id: alias for alias in aliases}
    ordered: dict[TypeId, Alias] = {}
    seen: set[TypeId] = set()
    pending = [(alias, False) for alias in reversed(aliases)]
    while pending:
        alias, is_open = pending.pop()
        if is_open:
            ordered.setdefault(alias.id, alias)
        elif alias.id not in seen:
            seen.add(alias.id)
            pending.append((alias, True))
            inner = [known[one] for one in uses(alias) if one in known]
            pending += [(one, False) for one in inner]
    return list(ordered.values())


def _shape_view(
    name: Code, kind: Type, types: Types, imports: set[Import]
) -> ShapeView:
    piece = Shapes(types, imports).piece(kind)
    value = laid_out(piece, len(f"{name}: Shape = "))
    first, _, _ = value.partition("\n")
    is_wide = len(f"{name}: Shape = {first}") > WIDTH
    if is_wide:
        value = laid_out(piece, len(f"{name} = "))
    # Only a shape with a name of its own may be part of itself, and has to say its type.
    is_inferred = len(f"{name}: Shape") > WIDTH and name.startswith("_")
    return ShapeView(name, Code(value), is_wide, is_inferred)


def _default(kind: Type, absent: Absence) -> Code | None:
    """What a field is unless it is given: a constant need not be."""
    if absent is not Absence.NEVER:
        return Code(absent.value)
    return literal(kind.value) if isinstance(kind, Constant) else None


def _key(value: Text | int) -> str:
    """What stands for a member: its value, as it is on the wire."""
    return value.raw if isinstance(value, Text) else str(value)


def _member_doc(doc: Doc) -> Docstring | None:
    return Docstring((doc.body,)) if doc else None


def _title(name: str) -> str:
    """`MessageInteraction` and what belongs to it, as the first line of a module."""
    return f"`{name}` and what belongs to it."

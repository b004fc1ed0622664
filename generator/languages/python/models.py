"""The modules that hold models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.languages import File
from generator.languages.python.fields import checking, reading, writing
from generator.languages.python.imports import (
    Import,
    ModuleAt,
    import_block,
    runtime,
    standard,
)
from generator.languages.python.packages import lazy_package
from generator.languages.python.shapes import Shapes
from generator.languages.python.spelling import Docstring, literal
from generator.languages.python.types import Expression, Types, optional, union
from generator.languages.python.unions import alias_lines, laid_out
from generator.languages.python.views import (
    AliasView,
    EnumView,
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
    Enumeration,
    Field,
    Name,
    Nullable,
    OneOf,
    Record,
    Ref,
    Type,
    TypeId,
)
from generator.plan.fields import FieldNames
from generator.plan.graph import references, uses
from generator.plan.layout import Layout, ModulePath
from generator.plan.published import Names
from generator.text import NO_TEXT, Code, Text


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
            imports |= runtime(
                "DriftHook", "Inspector", "JsonObject", "Model", "getter"
            )
        if tables:
            imports |= runtime("Members")
        if shapes:
            imports |= runtime("Shape")
        used = {u for d in declarations if isinstance(d, Record) for u in uses(d)}
        imports |= {
            Import(self._types.places[u].module, self._types.places[u].name)
            for u in used
        }
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
        return lazy_package(
            path, doc, [Import(place.module, place.name) for place in places]
        )

    def _enum(self, enum: Enumeration) -> EnumView:
        scope = self._names.scope("members", self._layout.keys[enum.id])
        wishes = [(member.value.raw, member.name) for member in enum.members]
        taken = scope.take_all("member", wishes)
        members = tuple(
            MemberView(Code(name), member.value)
            for name, member in zip(taken, enum.members, strict=True)
        )
        name = Code(self._types.places[enum.id].name)
        base = Code("CaselessEnum" if enum.ignores_case else "OpenEnum")
        return EnumView(name, base, _doc(enum, name), members)

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
            yield AliasView(part, line, _doc(alias, name) if part == name else None)

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
            self._shape(Code(f"{table}__{name.upper()}"), field, shapes, imports)
            for name, field in zip(names, record.fields, strict=True)
        ]
        fields = tuple(
            self._field(name, field, is_sent, shape, shadowed, imports)
            for name, field, shape in zip(names, record.fields, constants, strict=True)
        )
        class_name = Code(self._types.places[record.id].name)
        return RecordView(
            class_name,
            _doc(record, class_name),
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
        )

    def _field(
        self,
        name: Code,
        field: Field,
        is_sent: bool,
        shape: Code | None,
        shadowed: frozenset[str],
        imports: set[Import],
    ) -> FieldView:
        annotation: Expression = self._types.annotation(field.type, shadowed)
        may_be_missing = _may_be_missing(field, is_sent)
        if may_be_missing:
            annotation = optional(annotation)
        source = f"get({literal(field.name.wire)})"
        read = reading(field.type, self._types, source, name, shape)
        write = writing(field.type, self._types)
        inspect = checking(field, self._types, shape)
        for piece in (annotation, read, write, inspect):
            imports |= piece.imports
        return FieldView(
            name=name,
            annotation=annotation.code,
            default=_default(field.type, may_be_missing),
            doc=_field_doc(field, is_sent),
            wire=field.name.wire,
            read=read.code,
            write=write.name,
            write_arguments=write.arguments,
            inspect=inspect.name,
            inspect_arguments=inspect.arguments,
        )

    def _shape(
        self, name: Code, field: Field, shapes: list[ShapeView], imports: set[Import]
    ) -> Code | None:
        """The constant that holds the shape of a field, if it is of several types."""
        kind = field.type.inner if isinstance(field.type, Nullable) else field.type
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
            field.type
            for declaration in declarations
            if isinstance(declaration, Record)
            for field in declaration.fields
            if not self._types.has_union(field.type)
        ]
        used = dict.fromkeys(one for kind in kinds for one in references(kind))
        return [
            TableView(self._types.table_name(one), Code(self._types.places[one].name))
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
    return ShapeView(name, Code(laid_out(piece, len(f"{name}: Shape = "))))


def _default(kind: Type, may_be_missing: bool) -> Code | None:
    """What a field is unless it is given: a constant need not be."""
    if may_be_missing:
        return Code("None")
    return literal(kind.value) if isinstance(kind, Constant) else None


def _title(name: str) -> str:
    """`MessageInteraction` and what belongs to it, as the first line of a module."""
    return f"`{name}` and what belongs to it."


def _doc(declaration: Declaration, name: Code) -> Docstring:
    doc, own = declaration.doc, declaration.name
    summary = doc.summary
    if not doc:
        summary = Text(f"{' '.join(own.words).capitalize()}.")
    return Docstring((summary, doc.body, *_other_name(own, name)))


def _other_name(own: Name, name: Code) -> tuple[Text, ...]:
    """What a type is called in the document, where its class is called otherwise.

    A name with blanks is none of the document (OpenAPI, Components Object), but derived.
    """
    plain = "".join(word[:1].upper() + word[1:] for word in own.words)
    if name == plain or " " in own.wire.raw:
        return ()
    return (Text(f"Called `{own.wire.raw}` in the API's description."),)


def _may_be_missing(field: Field, is_sent: bool) -> bool:
    """Whether an object can be without a field that is not sent, or not received."""
    match field.direction:
        case Direction.BOTH:
            return not field.required
        case Direction.SENT:
            return True
        case Direction.RECEIVED:
            return is_sent or not field.required


def _field_doc(field: Field, is_sent: bool) -> Docstring | None:
    notes: list[Code] = []
    if field.direction is Direction.SENT:
        notes.append(Code("Only requests have it."))
    if field.direction is Direction.RECEIVED and is_sent:
        notes.append(Code("Only the API sets it: requests leave it out."))
    doc = field.doc
    if field.sensitivity is not None:
        days = field.sensitivity.delete_after_days
        deleted = f" The API's owner deletes it after {days} days." if days else ""
        notes.append(Code(f"Sensitive: not shown in `repr`, logs or errors.{deleted}"))
    if doc.body == NO_TEXT and not notes:
        return None
    return Docstring((doc.body,), notes=tuple(notes))

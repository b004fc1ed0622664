"""The modules that hold models."""

from __future__ import annotations

from generator.languages import File
from generator.languages.python.imports import (
    Import,
    ModuleAt,
    import_block,
    runtime,
    standard,
)
from generator.languages.python.packages import lazy_package
from generator.languages.python.spelling import Docstring, literal
from generator.languages.python.types import Expression, Types, optional
from generator.languages.python.views import (
    AliasView,
    EnumView,
    FieldView,
    MemberView,
    RecordView,
    TableView,
)
from generator.model import (
    Alias,
    Declaration,
    Doc,
    Enumeration,
    Field,
    Member,
    Name,
    Record,
    Sensitivity,
    Type,
    TypeId,
)
from generator.plan.graph import references, uses
from generator.plan.layout import Layout, ModulePath
from generator.plan.names import Naming, Scope
from generator.text import NO_TEXT, Code, Text


class ModelModules:
    """Makes the views of all modules of models."""

    def __init__(self, layout: Layout, types: Types, naming: Naming) -> None:
        self._layout = layout
        self._types = types
        self._naming = naming

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
        aliases = [
            self._alias(d, imports) for d in declarations if isinstance(d, Alias)
        ]
        records = [
            self._record(d, imports) for d in declarations if isinstance(d, Record)
        ]
        tables = self._tables(declarations)
        if enums:
            imports |= runtime("OpenEnum")
        if aliases:
            imports |= standard("typing", "TypeAlias")
        if records:
            imports |= standard("dataclasses", "dataclass")
            imports |= standard("typing", "ClassVar")
            imports |= runtime(
                "DriftHook", "Inspector", "JsonObject", "Model", "getter"
            )
            imports |= runtime(*(f.write for r in records for f in r.fields))
        if tables:
            imports |= runtime("Members")
        used = {u for d in declarations if isinstance(d, Record) for u in uses(d)}
        imports |= {
            Import(self._types.places[u].module, self._types.places[u].name)
            for u in used
        }
        imports = {one for one in imports if one.module != path}
        first = (records or enums or aliases)[0]
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
            },
        )

    def _package(self, path: ModulePath, identifiers: list[TypeId]) -> File:
        places = [self._layout.types[one] for one in identifiers]
        doc = Docstring((Text("The models. Each is loaded when it is used."),))
        return lazy_package(
            path, doc, [Import(place.module, place.name) for place in places]
        )

    def _enum(self, enum: Enumeration) -> EnumView:
        scope = Scope(self._naming)
        members = tuple(self._member(member, scope) for member in enum.members)
        return EnumView(
            Code(self._types.places[enum.id].name), _doc(enum.doc, enum.name), members
        )

    def _member(self, member: Member, scope: Scope) -> MemberView:
        return MemberView(Code(scope.take("member", member.name)), member.value)

    def _alias(self, alias: Alias, imports: set[Import]) -> AliasView:
        target = self._types.annotation(alias.target)
        imports |= target.imports
        name = Code(self._types.places[alias.id].name)
        return AliasView(name, target.code, _doc(alias.doc, alias.name))

    def _record(self, record: Record, imports: set[Import]) -> RecordView:
        scope = Scope(self._naming)
        names = [Code(scope.take("field", field.name)) for field in record.fields]
        shadowed = frozenset(map(str, names))
        fields = tuple(
            self._field(name, field, shadowed, imports)
            for name, field in zip(names, record.fields, strict=True)
        )
        return RecordView(
            Code(self._types.places[record.id].name),
            _doc(record.doc, record.name),
            fields,
            tuple(
                name
                for name, field in zip(names, record.fields, strict=True)
                if field.sensitivity is not None
            ),
        )

    def _field(
        self,
        name: Code,
        field: Field,
        shadowed: frozenset[str],
        imports: set[Import],
    ) -> FieldView:
        annotation: Expression = self._types.annotation(field.type, shadowed)
        if not field.required:
            annotation = optional(annotation)
        read = self._types.read(field.type, f"get({literal(field.name.wire)})", name)
        imports |= annotation.imports | read.imports
        inspect, inspect_arguments = self._types.inspection(field)
        return FieldView(
            name=name,
            annotation=annotation.code,
            default=None if field.required else Code("None"),
            doc=_field_doc(field.doc, field.sensitivity),
            wire=field.name.wire,
            read=read.code,
            write=Code(self._types.writer(field.type)),
            inspect=inspect,
            inspect_arguments=inspect_arguments,
        )

    def _tables(self, declarations: list[Declaration]) -> list[TableView]:
        """A table for each enumeration that the records of a module read."""
        kinds: list[Type] = [
            field.type
            for declaration in declarations
            if isinstance(declaration, Record)
            for field in declaration.fields
        ]
        used = dict.fromkeys(one for kind in kinds for one in references(kind))
        return [
            TableView(self._types.table_name(one), Code(self._types.places[one].name))
            for one in used
            if self._types.is_enumeration(one)
        ]


def _title(name: str) -> str:
    """`MessageInteraction` and what belongs to it, as the first line of a module."""
    return f"`{name}` and what belongs to it."


def _doc(doc: Doc, name: Name) -> Docstring:
    if doc:
        return Docstring((doc.summary, doc.body))
    return Docstring((Text(f"{' '.join(name.words).capitalize()}."),))


def _field_doc(doc: Doc, sensitivity: Sensitivity | None) -> Docstring | None:
    notes: list[Code] = []
    if sensitivity is not None:
        days = sensitivity.delete_after_days
        deleted = f" The API's owner deletes it after {days} days." if days else ""
        notes.append(Code(f"Sensitive: not shown in `repr`, logs or errors.{deleted}"))
    if doc.body == NO_TEXT and not notes:
        return None
    return Docstring((doc.body,), notes=tuple(notes))

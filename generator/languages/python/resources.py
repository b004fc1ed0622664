"""The modules that hold resources, their operations, and the client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.languages import File
from generator.languages.python.imports import (
    Import,
    ModuleAt,
    import_block,
    runtime,
    standard,
)
from generator.languages.python.spelling import Docstring
from generator.languages.python.types import Types, limits
from generator.languages.python.views import (
    FLAVOURS,
    ArgumentView,
    ChildView,
    ContextView,
    OperationView,
    ResourceView,
    SegmentView,
    WireView,
)
from generator.model import (
    Doc,
    Field,
    Lifecycle,
    Limits,
    Location,
    Name,
    Nullable,
    Operation,
    Parameter,
    Primitive,
    Record,
    Ref,
    Type,
)
from generator.plan.layout import Layout, ModulePath, PlacedOperation, PlacedResource
from generator.plan.names import Naming, Scope
from generator.text import Code, Text

_LIFECYCLES = {
    Lifecycle.BETA: "Public beta: it may change before it becomes generally available.",
    Lifecycle.PREVIEW: "Preview: it may change or go away.",
    Lifecycle.DEPRECATED: "Deprecated: it may go away.",
}


class ResourceModules:
    """Makes the views of all modules of resources."""

    def __init__(self, layout: Layout, types: Types, naming: Naming) -> None:
        self._layout = layout
        self._types = types
        self._naming = naming

    def files(self) -> list[File]:
        """One file for each module."""
        return [
            self._module(path, placed)
            for path, placed in self._layout.resource_modules.items()
        ]

    def children(
        self, placed: Sequence[PlacedResource], at: ModuleAt
    ) -> tuple[ChildView, ...]:
        """The attributes that lead to resources."""
        return tuple(
            ChildView(
                Code(child.attribute),
                Code(child.place.name),
                Code(at.relative(child.place.module)),
                _brief(_resource_doc(child)),
            )
            for child in placed
        )

    def _module(self, path: ModulePath, placed: list[PlacedResource]) -> File:
        is_package = any(
            other[:-1] == path and other != path
            for other in (*self._layout.resource_modules, *self._layout.type_packages)
        )
        at = ModuleAt(path, is_package)
        imports: set[Import] = runtime("AsyncResource", "Resource")
        resources = [self._resource(one, at, imports) for one in placed]
        type_imports = {
            Import(child.place.module, name)
            for one in placed
            for child in one.children
            for name in (child.place.name, f"Async{child.place.name}")
        }
        if type_imports:
            imports |= standard("typing", "TYPE_CHECKING")
        name = "/__init__.py" if is_package else ".py"
        return File(
            "/".join(path) + name,
            "resources.py.jinja",
            {
                "doc": _brief(_resource_doc(placed[0])),
                "imports": import_block(imports, at),
                "type_imports": import_block(type_imports, at, indent=4),
                "resources": resources,
                "flavours": FLAVOURS,
                "operations": [o for r in resources for o in r.operations],
            },
        )

    def _resource(
        self, placed: PlacedResource, at: ModuleAt, imports: set[Import]
    ) -> ResourceView:
        context = None
        if placed.context is not None:
            argument = placed.context.path[-1]
            name = Scope(self._naming).take("argument", argument.name)
            annotation = self._types.argument(argument.type)
            imports |= annotation.imports
            context = ContextView(
                Code(placed.context.place.name),
                ArgumentView(Code(name), annotation.code),
                Docstring(
                    (Text("Go on to one of them. Nothing is sent."),),
                    arguments=((Code(name), argument.doc.body),),
                ),
            )
        path = [self._types.argument(argument.type) for argument in placed.path]
        for annotation in path:
            imports |= annotation.imports
        return ResourceView(
            name=Code(placed.place.name),
            doc=_resource_doc(placed),
            path=tuple(annotation.code for annotation in path),
            children=self.children(placed.children, at),
            context=context,
            operations=tuple(self._operation(o, imports) for o in placed.operations),
        )

    def _operation(
        self, placed: PlacedOperation, imports: set[Import]
    ) -> OperationView:
        operation = placed.operation
        arguments = _Arguments(operation, self._naming)
        fields = operation.body.fields if operation.body else ()
        keyed: list[Field | Parameter] = [*fields, *operation.parameters]
        keywords = [self._keyword(one, arguments, imports) for one in keyed]
        # Those without a default come first: a reader looks for what has to be given.
        keywords.sort(key=lambda argument: argument.default is not None)
        positional = tuple(
            self._positional(parameter, arguments, imports)
            for parameter in operation.path.parameters
        )
        groups = tuple(
            tuple(arguments.of(wire) for wire in group)
            for group in operation.at_least_one_of
        )
        result, read = self._result(operation, imports)
        _operation_imports(operation, groups, keywords, imports)
        described = [
            (arguments.of(one.name.wire, one), one.doc.body)
            for one in (*operation.path.parameters, *keyed)
        ]
        inherited = len(operation.path.parameters)
        return OperationView(
            name=Code(placed.method),
            builder=Code(placed.builder),
            builder_doc=_builder_doc(operation, described, groups),
            doc=_operation_doc(operation, described[inherited:], groups),
            method=Text(operation.method),
            server=operation.server,
            path=operation.path.template,
            positional=positional,
            keywords=tuple(keywords),
            overloads=_overloads(keywords, groups),
            segments=tuple(
                SegmentView(
                    parameter.name.wire,
                    argument.name,
                    tuple(limits(_limits(parameter.type))),
                )
                for parameter, argument in zip(
                    operation.path.parameters, positional, strict=True
                )
            ),
            query=arguments.at(Location.QUERY),
            headers=arguments.at(Location.HEADER),
            form=(
                tuple(
                    WireView(field.name.wire, arguments.of(field.name.wire, field))
                    for field in fields
                )
                if operation.body
                else None
            ),
            sensitive=tuple(f.name.wire for f in fields if f.sensitivity is not None),
            at_least_one_of=groups,
            result=result,
            read=read,
            reads_nothing=operation.result is None,
            authenticated=operation.authenticated,
        )

    def _positional(
        self, parameter: Parameter, arguments: _Arguments, imports: set[Import]
    ) -> ArgumentView:
        annotation = self._types.argument(parameter.type)
        imports |= annotation.imports
        name = arguments.of(parameter.name.wire, parameter)
        return ArgumentView(name, annotation.code)

    def _keyword(
        self, one: Field | Parameter, arguments: _Arguments, imports: set[Import]
    ) -> ArgumentView:
        annotation = self._types.argument(one.type)
        imports |= annotation.imports
        name = arguments.of(one.name.wire, one)
        if one.required:
            return ArgumentView(name, annotation.code)
        imports |= runtime("UNSET", "Unset")
        return ArgumentView(name, Code(f"{annotation.code} | Unset"), Code("UNSET"))

    def _result(self, operation: Operation, imports: set[Import]) -> tuple[Code, Code]:
        """The annotation of what comes back, and what reads it."""
        kind = operation.result
        if kind is None:
            imports |= runtime("read_nothing")
            return Code("None"), Code("read_nothing")
        annotation = self._types.annotation(kind)
        imports |= annotation.imports
        if isinstance(kind, Ref) and isinstance(
            self._types.declarations[kind.id], Record
        ):
            return annotation.code, Code(f"{annotation.code}.from_dict")
        reader = self._types.reader(kind)
        imports |= runtime("reads")
        if reader is None:
            return annotation.code, Code("reads()")
        imports |= reader.imports
        return annotation.code, Code(f"reads({reader.code})")


class _Arguments:
    """The names of an operation's arguments, which must all differ."""

    def __init__(self, operation: Operation, naming: Naming) -> None:
        scope = Scope(naming)
        scope.reserve("self", "options")
        self._operation = operation
        self._names: dict[int, Code] = {}
        self._by_wire: dict[str, Code] = {}
        fields = operation.body.fields if operation.body else ()
        places: list[tuple[str, Sequence[Field | Parameter]]] = [
            ("path", operation.path.parameters),
            ("body", fields),
            ("argument", operation.parameters),
        ]
        for place, group in places:
            for one in group:
                words = (place,) if isinstance(one, Field) else (one_location(one),)
                wish = Name(one.name.wire, one.name.words, words)
                name = Code(scope.take("argument", wish))
                self._names[id(one)] = name
                if isinstance(one, Field):
                    self._by_wire[one.name.wire.raw] = name

    def of(self, wire: Text, one: Field | Parameter | None = None) -> Code:
        """The name of an argument; without it, of the body's field of that name."""
        return self._by_wire[wire.raw] if one is None else self._names[id(one)]

    def at(self, location: Location) -> tuple[WireView, ...]:
        """The arguments of the query, or of the headers."""
        return tuple(
            WireView(parameter.name.wire, self._names[id(parameter)])
            for parameter in self._operation.parameters
            if parameter.location is location
        )


def one_location(parameter: Parameter) -> str:
    """Where a parameter goes, as a word for its name."""
    return parameter.location.value


def _operation_imports(
    operation: Operation,
    groups: Sequence[object],
    keywords: Iterable[ArgumentView],
    imports: set[Import],
) -> None:
    """What the templates use for an operation of this kind."""
    imports |= standard("typing", "Unpack")
    imports |= runtime("CallOptions", "Request")
    if operation.path.parameters:
        imports |= runtime("expand", "segment")
    if operation.body is not None:
        imports |= runtime("Form")
    if operation.parameters:
        imports |= runtime("flatten")
    if groups:
        imports |= runtime("require_any") | standard("typing", "overload")


def _overloads(
    keywords: list[ArgumentView], groups: tuple[tuple[Code, ...], ...]
) -> tuple[tuple[ArgumentView, ...], ...]:
    """The ways to call an operation that wants at least one of some arguments.

    With several groups there is a way for each choice of one from each, up to 16; beyond
    that the check before sending has to do.
    """
    choices: list[frozenset[Code]] = [frozenset()]
    for group in groups:
        choices = [choice | {name} for choice in choices for name in group]
    distinct = list(dict.fromkeys(choices))
    if len(distinct) < 2 or len(distinct) > 16:
        return ()
    return tuple(
        tuple(_given(argument, argument.name in choice) for argument in keywords)
        for choice in distinct
    )


def _given(argument: ArgumentView, given: bool) -> ArgumentView:
    if not given:
        return argument
    annotation = argument.annotation.removesuffix(" | Unset")
    return ArgumentView(argument.name, Code(annotation))


def _limits(kind: Type) -> Limits:
    match kind:
        case Primitive(limits=limits):
            return limits
        case Nullable(inner):
            return _limits(inner)
        case _:
            return Limits()


def _resource_doc(placed: PlacedResource) -> Docstring:
    if placed.doc:
        return Docstring((placed.doc.summary, placed.doc.body))
    if placed.template:
        return Docstring((Text(f"What is found at `{placed.template.raw}`."),))
    return Docstring((Text(f"What belongs to {placed.place.name}."),))


def _brief(doc: Docstring) -> Docstring:
    """The first of its paragraphs that says something."""
    return Docstring(tuple(text for text in doc.paragraphs if text)[:1])


def _builder_doc(
    operation: Operation,
    arguments: list[tuple[Code, Text]],
    groups: tuple[tuple[Code, ...], ...],
) -> Docstring:
    """The documentation of the function that makes the request."""
    note = Code("This makes the request only; a client's `send` sends it.")
    raises = [(Code("InvalidArgumentError"), Code("An argument cannot be sent."))]
    if groups:
        missing = Code("An argument is needed and was not given.")
        raises.append((Code("MissingArgumentError"), missing))
    return Docstring(
        (_operation_title(operation),), tuple(arguments), (note,), tuple(raises)
    )


def _operation_title(operation: Operation) -> Text:
    words = " ".join(operation.name.words).capitalize()
    return operation.doc.summary or Text(f"{words}.")


def _operation_doc(
    operation: Operation,
    arguments: list[tuple[Code, Text]],
    groups: tuple[tuple[Code, ...], ...],
) -> Docstring:
    """The documentation of the method."""
    doc: Doc = operation.doc
    title = _operation_title(operation)
    body = doc.body if doc.body != doc.summary else Text("")
    notes = [
        Code(f"At least one of {_enumerated(group)} has to be given.")
        for group in groups
    ]
    if doc.lifecycle in _LIFECYCLES:
        notes.append(Code(_LIFECYCLES[doc.lifecycle]))
    options = (
        Code("**options"),
        Text("`timeout`, `extra_headers`, `extra_query`: for this call only."),
    )
    raises = (
        (Code("InvalidArgumentError"), Code("An argument cannot be sent.")),
        (Code("ApiError"), Code("The call failed; see its subclasses.")),
    )
    return Docstring((title, body), (*arguments, options), tuple(notes), raises)


def _enumerated(names: tuple[Code, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[:-1] else quoted)

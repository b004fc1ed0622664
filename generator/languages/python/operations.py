"""Operations: the functions that make requests, and the methods that send them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.languages.python.imports import Import, runtime, standard
from generator.languages.python.spelling import Docstring
from generator.languages.python.types import Types, limits
from generator.languages.python.views import (
    ArgumentView,
    OperationView,
    SegmentView,
    WireView,
)
from generator.model import (
    Doc,
    Field,
    Lifecycle,
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
from generator.plan.layout import PlacedOperation
from generator.plan.names import Naming, Scope
from generator.text import Code, Text

_LIFECYCLES = {
    Lifecycle.BETA: "Public beta: it may change before it becomes generally available.",
    Lifecycle.PREVIEW: "Preview: it may change or go away.",
    Lifecycle.DEPRECATED: "Deprecated: it may go away.",
}


# The keys of the run time's `CallOptions`.
OPTIONS = frozenset({"extra_headers", "extra_query", "timeout"})


class Operations:
    """Makes the views of operations."""

    def __init__(self, types: Types, naming: Naming) -> None:
        self._types = types
        self._naming = naming

    def view(
        self, placed: PlacedOperation, shadowed: frozenset[str], imports: set[Import]
    ) -> OperationView:
        """All that the templates say of an operation; adds the imports that it needs.

        `shadowed` are the names of the class's members, which mean something else in it.
        """
        operation = placed.operation
        names = _Arguments(operation, self._naming)
        fields = operation.body.fields if operation.body else ()
        path = operation.path.parameters
        # What has to be given comes first: that is what a reader looks for.
        keyed: list[Field | Parameter] = [*fields, *operation.parameters]
        keyed.sort(key=lambda one: not one.required)
        positional = tuple(self._positional(one, names, imports) for one in path)
        keywords = tuple(self._keyword(one, names, imports) for one in keyed)
        groups = tuple(
            tuple(names.of_field(wire) for wire in group)
            for group in operation.at_least_one_of
        )
        result, read = self._result(operation, shadowed, imports)
        _operation_imports(operation, groups, imports)
        overloads = _overloads(keywords, groups)
        if overloads:
            imports |= standard("typing", "overload")
        if not _has_own_options(keywords):
            imports |= standard("typing", "Unpack")
        described = [(names.of(one), one.doc.body) for one in (*path, *keyed)]
        return OperationView(
            name=Code(placed.method),
            builder=Code(placed.builder),
            builder_doc=_builder_doc(operation, described, groups),
            doc=_operation_doc(operation, described[len(path) :], groups),
            method=Text(operation.method),
            server=operation.server,
            path=operation.path.template,
            positional=positional,
            keywords=keywords,
            passed=_passed(positional, keywords),
            overloads=overloads,
            segments=tuple(
                SegmentView(one.name.wire, names.of(one), tuple(_limits(one.type)))
                for one in path
            ),
            query=names.at(Location.QUERY),
            headers=names.at(Location.HEADER),
            form=names.wires(fields) if operation.body else None,
            sensitive=tuple(f.name.wire for f in fields if f.sensitivity is not None),
            at_least_one_of=groups,
            result=result,
            read=read,
            reads_nothing=operation.result is None,
            authenticated=operation.authenticated,
            has_own_options=_has_own_options(keywords),
        )

    def _positional(
        self, parameter: Parameter, names: _Arguments, imports: set[Import]
    ) -> ArgumentView:
        annotation = self._types.argument(parameter.type)
        imports |= annotation.imports
        return ArgumentView(names.of(parameter), annotation.code)

    def _keyword(
        self, one: Field | Parameter, names: _Arguments, imports: set[Import]
    ) -> ArgumentView:
        annotation = self._types.argument(one.type)
        imports |= annotation.imports
        name = names.of(one)
        if one.required:
            return ArgumentView(name, annotation.code)
        imports |= runtime("UNSET", "Unset")
        return ArgumentView(name, Code(f"{annotation.code} | Unset"), Code("UNSET"))

    def _result(
        self, operation: Operation, shadowed: frozenset[str], imports: set[Import]
    ) -> tuple[Code, Code]:
        """The annotation of what comes back, and what reads it."""
        kind = operation.result
        if kind is None:
            imports |= runtime("read_nothing")
            return Code("None"), Code("read_nothing")
        annotation = self._types.annotation(kind, shadowed)
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
        self._parameters = operation.parameters
        self._fields = operation.body.fields if operation.body else ()
        # The arguments of the path are named first, since they are part of the chain.
        ordered: list[Field | Parameter] = list(operation.path.parameters)
        ordered += [*self._fields, *self._parameters]
        self._names = {
            id(one): Code(scope.take("argument", _qualified(one))) for one in ordered
        }

    def of(self, one: Field | Parameter) -> Code:
        """The name of an argument."""
        return self._names[id(one)]

    def of_field(self, wire: Text) -> Code:
        """The name of the argument for a field of the body."""
        return next(self.of(one) for one in self._fields if one.name.wire == wire)

    def wires(self, arguments: Iterable[Field | Parameter]) -> tuple[WireView, ...]:
        """Arguments with their names on the wire."""
        return tuple(WireView(one.name.wire, self.of(one)) for one in arguments)

    def at(self, location: Location) -> tuple[WireView, ...]:
        """The arguments of the query, or of the headers."""
        return self.wires(one for one in self._parameters if one.location is location)


def _qualified(one: Field | Parameter) -> Name:
    """The name of an argument; where it goes tells it from another one."""
    place = "body" if isinstance(one, Field) else one.location.value
    return Name(one.name.wire, one.name.words, (place,))


def _operation_imports(
    operation: Operation,
    groups: Sequence[object],
    imports: set[Import],
) -> None:
    """What the templates use for an operation of this kind."""
    imports |= runtime("CallOptions", "Request")
    if operation.path.parameters:
        imports |= runtime("expand", "segment")
    if operation.body is not None:
        imports |= runtime("Form")
    if operation.parameters:
        imports |= runtime("flatten")
    if groups:
        imports |= runtime("require_any")


def _has_own_options(keywords: Sequence[ArgumentView]) -> bool:
    return any(argument.name in OPTIONS for argument in keywords)


def _passed(
    positional: Sequence[ArgumentView], keywords: Sequence[ArgumentView]
) -> tuple[Code, ...]:
    """The arguments of the call that makes the request."""
    path = (Code("*self._path"),) if positional else ()
    return (*path, *(Code(f"{one.name}={one.name}") for one in keywords))


def _overloads(
    keywords: Sequence[ArgumentView], groups: tuple[tuple[Code, ...], ...]
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


def _limits(kind: Type) -> list[Code]:
    """The limits of an argument of the path, as keyword arguments."""
    match kind:
        case Primitive(limits=found):
            return limits(found)
        case Nullable(inner):
            return _limits(inner)
        case _:
            return []


def _builder_doc(
    operation: Operation,
    arguments: list[tuple[Code, Text]],
    groups: tuple[tuple[Code, ...], ...],
) -> Docstring:
    """The documentation of the function that makes the request."""
    notes = [*_demands(groups), Code("This makes the request; `send` sends it.")]
    title = _operation_title(operation)
    return Docstring((title,), tuple(arguments), tuple(notes), _refusals(groups))


def _demands(groups: tuple[tuple[Code, ...], ...]) -> list[Code]:
    return [
        Code(f"At least one of {_enumerated(group)} has to be given.")
        for group in groups
    ]


def _refusals(groups: tuple[tuple[Code, ...], ...]) -> tuple[tuple[Code, Code], ...]:
    """What is raised before anything is sent."""
    refusals = [(Code("InvalidArgumentError"), Code("An argument cannot be sent."))]
    if groups:
        missing = Code("An argument is needed and was not given.")
        refusals.append((Code("MissingArgumentError"), missing))
    return tuple(refusals)


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
    notes = _demands(groups)
    if doc.lifecycle in _LIFECYCLES:
        notes.append(Code(_LIFECYCLES[doc.lifecycle]))
    options = (
        Code("options"),
        Text("`timeout`, `extra_headers` and `extra_query`, for this call only."),
    )
    raises = (*_refusals(groups), (Code("ApiError"), Code("The call failed.")))
    return Docstring((title, body), (*arguments, options), tuple(notes), raises)


def _enumerated(names: tuple[Code, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[:-1] else quoted)

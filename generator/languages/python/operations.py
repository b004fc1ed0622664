"""Operations: the functions that make requests, and the methods that send them."""

from __future__ import annotations

from collections.abc import Sequence

from generator.languages.python.arguments import Arguments
from generator.languages.python.bodies import body_view
from generator.languages.python.documentation import builder_doc, operation_doc
from generator.languages.python.fields import limits
from generator.languages.python.imports import Import, runtime, standard
from generator.languages.python.results import result_view
from generator.languages.python.spelling import literal
from generator.languages.python.types import Types
from generator.languages.python.views import (
    ArgumentView,
    OperationView,
    SegmentView,
)
from generator.model import (
    Field,
    JsonBody,
    JsonFields,
    Location,
    Nullable,
    Operation,
    Parameter,
    Primitive,
    RawBody,
    Type,
)
from generator.plan.arguments import default_media_type
from generator.plan.credentials import Credentials
from generator.plan.layout import PlacedOperation
from generator.plan.published import Names
from generator.scalar import Scalar
from generator.text import Code, Text

_MEDIA_TYPE = Primitive(Scalar.MEDIA_TYPE)

# The keys of the run time's `CallOptions`.
OPTIONS = frozenset({"extra_body", "extra_headers", "extra_query", "timeout"})


class Operations:
    """Makes the views of operations."""

    def __init__(self, types: Types, names: Names, credentials: Credentials) -> None:
        self._types = types
        self._names = names
        self._credentials = credentials

    def view(
        self, placed: PlacedOperation, shadowed: frozenset[str], imports: set[Import]
    ) -> OperationView:
        """All that the templates say of an operation; adds the imports that it needs.

        `shadowed` are the names of the class's members, which mean something else in it.
        """
        operation = placed.operation
        body = operation.body
        names = Arguments(placed, self._names, self._types)
        groups = names.at_least_one_of
        path = operation.path.parameters
        positional = tuple(self._positional(one, names, imports) for one in path)
        keywords = tuple(
            self._keyword(one, names, operation, imports) for one in names.keyed
        )
        described = [(names.of(one), one.doc.body) for one in (*path, *names.keyed)]
        view = OperationView(
            name=Code(placed.method),
            builder=Code(placed.builder),
            builder_doc=builder_doc(operation, described, groups),
            doc=operation_doc(operation, described[len(path) :], groups),
            method=Text(operation.method),
            server=operation.server,
            path=operation.path.template,
            positional=positional,
            keywords=keywords,
            passed=_passed(positional, keywords),
            overloads=_overloads(keywords, groups),
            segments=tuple(
                SegmentView(
                    one.name.wire,
                    names.of(one),
                    names.value(one),
                    tuple(_limits(one.type)),
                )
                for one in path
            ),
            query=names.at(Location.QUERY),
            headers=names.at(Location.HEADER),
            cookies=names.at(Location.COOKIE),
            body=body_view(body, names, self._types) if body else None,
            at_least_one_of=groups,
            result=result_view(operation, self._types, shadowed, imports),
            security=tuple(
                tuple(map(Code, keys)) for keys in self._credentials.demanded(operation)
            ),
            has_own_options=any(one.name in OPTIONS for one in keywords),
        )
        imports |= _needed(view) | names.imports
        return view

    def _positional(
        self, parameter: Parameter, names: Arguments, imports: set[Import]
    ) -> ArgumentView:
        annotation = self._types.argument(parameter.type)
        imports |= annotation.imports
        return ArgumentView(names.of(parameter), annotation.code)

    def _keyword(
        self,
        one: Field | Parameter,
        names: Arguments,
        operation: Operation,
        imports: set[Import],
    ) -> ArgumentView:
        is_json = isinstance(one, Field) and isinstance(
            operation.body, JsonFields | JsonBody
        )
        spell = self._types.sent if is_json else self._types.argument
        annotation = spell(one.type)
        imports |= annotation.imports
        name = names.of(one)
        if isinstance(operation.body, RawBody) and one.type == _MEDIA_TYPE:
            return _media_type(operation.body, name, annotation.code, imports)
        if one.required:
            return ArgumentView(name, annotation.code)
        imports |= runtime("UNSET", "Unset")
        return ArgumentView(name, Code(f"{annotation.code} | Unset"), Code("UNSET"))


def _media_type(
    body: RawBody, name: Code, annotation: Code, imports: set[Import]
) -> ArgumentView:
    """The argument that says what a raw body is: one of its media types, or any."""
    default = default_media_type(body)
    if not any("*" in one.raw for one in body.media_types):
        imports |= standard("typing", "Literal")
        annotation = Code(f"Literal[{', '.join(map(literal, body.media_types))}]")
    return ArgumentView(name, annotation, literal(default) if default else None)


def _needed(view: OperationView) -> set[Import]:
    """What the templates use for an operation of this kind."""
    imports = runtime("CallOptions", view.result.request)
    if view.segments:
        imports |= runtime("expand", "segment")
    if view.body:
        imports |= runtime(view.body.maker)
    if view.query or view.headers or view.cookies:
        imports |= runtime("flatten")
    if view.at_least_one_of:
        imports |= runtime("require_any")
    if view.overloads:
        imports |= standard("typing", "overload")
    if not view.has_own_options:
        imports |= standard("typing", "Unpack")
    return imports


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

"""Operations: the functions that make requests, and the methods that send them."""

from __future__ import annotations

from collections.abc import Sequence

from generator.languages.python.arguments import Arguments
from generator.languages.python.bodies import body_view
from generator.languages.python.documentation import builder_doc, operation_doc
from generator.languages.python.imports import Import, runtime, standard
from generator.languages.python.results import result_view
from generator.languages.python.types import Expression, Types
from generator.languages.python.views import (
    ArgumentView,
    OperationView,
)
from generator.model import (
    Field,
    Location,
    Parameter,
)
from generator.plan.credentials import Credentials
from generator.plan.layout import PlacedOperation
from generator.plan.published import Names
from generator.text import Code, Text

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
        keywords = tuple(self._keyword(one, names, imports) for one in names.keyed)
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
            segments=tuple(names.segment(one) for one in path),
            query=names.at(Location.QUERY),
            headers=names.at(Location.HEADER),
            cookies=names.at(Location.COOKIE),
            body=body_view(body, names, self._types) if body else None,
            at_least_one_of=groups,
            result=result_view(operation.result, self._types, shadowed, imports),
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
        annotation = self._annotation(parameter, names)
        imports |= annotation.imports
        return ArgumentView(names.of(parameter), annotation.code)

    def _annotation(self, one: Field | Parameter, names: Arguments) -> Expression:
        is_json = names.is_json(one)
        return self._types.sent(one.type) if is_json else self._types.argument(one.type)

    def _keyword(
        self,
        one: Field | Parameter,
        names: Arguments,
        imports: set[Import],
    ) -> ArgumentView:
        annotation = self._annotation(one, names)
        imports |= annotation.imports
        name = names.of(one)
        if one.required:
            return ArgumentView(name, annotation.code)
        imports |= runtime("UNSET", "Unset")
        return ArgumentView(name, Code(f"{annotation.code} | Unset"), Code("UNSET"))


def _needed(view: OperationView) -> set[Import]:
    """What the templates use for an operation of this kind."""
    imports = runtime("CallOptions", "Request")
    if view.segments:
        imports |= runtime("expand")
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

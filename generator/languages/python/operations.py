"""Operations: the functions that make requests, and the methods that send them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.languages.python.arguments import Arguments
from generator.languages.python.bodies import body_view
from generator.languages.python.documentation import (
    argument_doc,
    builder_doc,
    deprecation,
    maker_doc,
    method_doc,
)
from generator.languages.python.imports import Import, runtime, standard
from generator.languages.python.paging import Pagers
from generator.languages.python.results import result_view
from generator.languages.python.spelling import WIDTH, literal
from generator.languages.python.types import Expression, Types
from generator.languages.python.views import (
    ArgumentView,
    OperationView,
    PagingView,
)
from generator.model import (
    Body,
    Field,
    Location,
    Parameter,
    Primitive,
    RawBody,
)
from generator.plan.arguments import default_media_type
from generator.plan.credentials import Credentials
from generator.plan.fields import FieldNames
from generator.plan.layout import PlacedOperation
from generator.plan.published import Names
from generator.scalar import Scalar
from generator.text import Code, Text

_MEDIA_TYPE = Primitive(Scalar.MEDIA_TYPE)

# The keys of the run time's `CallOptions`.
OPTIONS = frozenset(
    {"deadline", "extra_body", "extra_headers", "extra_query"}
    | {"idempotency_key", "retries", "timeout"}
)
# Those that `PagerOptions` has besides.
PAGER_OPTIONS = frozenset({"max_pages"})
# The header that the option of this name sends, in small letters.
_KEY_HEADER = "idempotency-key"


class Operations:
    """Makes the views of operations."""

    def __init__(
        self,
        types: Types,
        names: Names,
        fields: FieldNames,
        credentials: Credentials,
        path: Sequence[Expression],
    ) -> None:
        """`path` are the annotations of the arguments that lead to the operations."""
        self._types = types
        self._path = path
        self._names = names
        self._pagers = Pagers(types, fields)
        self._credentials = credentials

    def view(
        self, placed: PlacedOperation, shadowed: frozenset[str], imports: set[Import]
    ) -> OperationView:
        """All that the templates say of an operation; adds the imports that it needs.

        `shadowed` are the names of the class's members, which mean something else in it.
        """
        demands = self._credentials.demanded(placed.operation)
        placed = _without_key(placed)
        operation = placed.operation
        body = operation.body
        names = Arguments(placed, self._names, self._types)
        groups = names.at_least_one_of
        path = operation.path.parameters
        positional = self._positional(names, path)
        keywords = tuple(
            self._keyword(one, body, names, imports) for one in names.keyed
        )
        paging = self._pagers.view(placed, names, keywords, imports)
        described = [(names.of(o), argument_doc(o)) for o in (*path, *names.keyed)]
        builder = Code(placed.builder)
        documented = builder_doc(operation, described, groups)
        called = f"`{operation.method} {operation.path.template.raw}`"
        told = deprecation(operation.doc, called)
        maker = Code(f"_{builder}") if told else builder
        result = result_view(operation, self._types, shadowed, imports)
        head = f"def {maker}() -> {result.request}[{result.annotation}]:"
        view = OperationView(
            name=Code(placed.method),
            builder=builder,
            builder_doc=documented,
            maker=maker,
            maker_doc=maker_doc(builder) if told else documented,
            deprecated=told,
            doc=method_doc(operation, described[len(path) :], groups, paging),
            method=Text(operation.method),
            server=operation.server,
            path=operation.path.template,
            positional=positional,
            keywords=keywords,
            passed=_passed(positional, keywords),
            forwarded=_forwarded(positional, keywords),
            overloads=_overloads(keywords, groups),
            segments=tuple(names.segment(one) for one in path),
            query=names.at(Location.QUERY),
            headers=names.at(Location.HEADER),
            cookies=names.at(Location.COOKIE),
            body=body_view(body, names, self._types) if body else None,
            at_least_one_of=groups,
            result=result,
            paging=paging,
            security=tuple(tuple(map(Code, keys)) for keys in demands),
            is_wide=len(head) > WIDTH and not positional and not keywords,
            has_own_options=_has_own_options(keywords, paging),
        )
        imports |= _needed(view) | names.imports
        return view

    def _positional(
        self, names: Arguments, path: Sequence[Parameter]
    ) -> tuple[ArgumentView, ...]:
        """What the chain accepts, since its arguments are passed on.

        Where paths differ only in what they say of an argument, that is more than a
        single one takes.
        """
        return tuple(
            ArgumentView(names.of(one), annotation.code)
            for one, annotation in zip(path, self._path, strict=True)
        )

    def _annotation(self, one: Field | Parameter, names: Arguments) -> Expression:
        is_json = names.is_json(one)
        return self._types.sent(one.type) if is_json else self._types.argument(one.type)

    def _keyword(
        self,
        one: Field | Parameter,
        body: Body | None,
        names: Arguments,
        imports: set[Import],
    ) -> ArgumentView:
        annotation = self._annotation(one, names)
        name = names.of(one)
        if isinstance(body, RawBody) and one.type == _MEDIA_TYPE:
            return _media_type(body, name, annotation.code, imports)
        if annotation.code == "Never" and not one.required:
            imports |= runtime("UNSET", "Unset")
            return ArgumentView(name, Code("Unset"), Code("UNSET"))
        imports |= annotation.imports
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


def _without_key(placed: PlacedOperation) -> PlacedOperation:
    """The operation without the header for an idempotency key, which is an option."""
    parameters = placed.operation.parameters
    kept = tuple(one for one in parameters if one.required or not _is_key(one))
    if len(kept) == len(parameters):
        return placed
    return replace(placed, operation=replace(placed.operation, parameters=kept))


def _is_key(one: Parameter) -> bool:
    return one.location is Location.HEADER and one.name.wire.raw.lower() == _KEY_HEADER


def _needed(view: OperationView) -> set[Import]:
    """What the templates use for an operation of this kind."""
    imports = runtime(view.result.request)
    if not view.paging:
        imports |= runtime("CallOptions")
    if view.deprecated:
        imports |= runtime("deprecated")
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


def _has_own_options(
    keywords: Sequence[ArgumentView], paging: PagingView | None
) -> bool:
    """Whether an argument has the name of a call's option."""
    if paging is None:
        return any(one.name in OPTIONS for one in keywords)
    return any(one.name in OPTIONS | PAGER_OPTIONS for one in paging.keywords)


def _passed(
    positional: Sequence[ArgumentView], keywords: Sequence[ArgumentView]
) -> tuple[Code, ...]:
    """The arguments of the call that makes the request."""
    path = (Code("*self._path"),) if positional else ()
    return (*path, *(Code(f"{one.name}={one.name}") for one in keywords))


def _forwarded(
    positional: Sequence[ArgumentView], keywords: Sequence[ArgumentView]
) -> tuple[Code, ...]:
    """The arguments of a function, as it passes them to one that has the same."""
    path = [one.name for one in positional]
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

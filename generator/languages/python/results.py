"""Results: what the response of an operation is read as."""

from __future__ import annotations

from generator.languages.python.imports import Import, runtime
from generator.languages.python.spelling import literal
from generator.languages.python.types import Expression, Types, optional
from generator.languages.python.views import ResultView
from generator.model import (
    Content,
    ListOf,
    MapOf,
    Nullable,
    Primitive,
    Record,
    Ref,
    Result,
    Type,
)
from generator.scalar import Scalar
from generator.text import Code, Text


def result_view(
    result: Result | None, types: Types, shadowed: frozenset[str], imports: set[Import]
) -> ResultView:
    """The annotation of what comes back, and what reads it; adds the imports.

    `shadowed` are the names that mean something else in the class at hand.
    """
    if result is None:
        imports |= runtime("read_nothing")
        return ResultView(Code("None"), Code("read_nothing"), (Code("accept=None"),))
    if result.type is None:
        annotation = types.content(result.content, shadowed)
        read = Expression(Code("reads()"), frozenset(runtime("reads")))
    else:
        annotation = types.annotation(result.type, shadowed)
        read = reader(result.type, annotation, types)
    if result.may_be_missing:
        annotation = optional(annotation)
    imports |= annotation.imports | read.imports
    return ResultView(annotation.code, read.code, tuple(_options(result, types)))


def reader(kind: Type, annotation: Expression, types: Types) -> Expression:
    """What reads the JSON of a response."""
    if isinstance(kind, Ref) and isinstance(types.declarations[kind.id], Record):
        return Expression(Code(f"{annotation.code}.from_dict"), annotation.imports)
    imports = frozenset(runtime("reads"))
    if kind == Primitive(Scalar.ANY):
        return Expression(Code("reads()"), imports)
    # Of what may be null, only a shape knows; and it tells of drift where nothing is read.
    read = None if _may_be_null(kind) else types.reader(kind)
    if read is None:
        read = types.shape(kind)
    return Expression(Code(f"reads({read.code})"), imports | read.imports)


def _may_be_null(kind: Type) -> bool:
    """Whether null is a value of a type, or of what a list or map of it holds."""
    while True:
        match kind:
            case Nullable(inner, is_firm):
                if is_firm:
                    return True
                kind = inner
            case ListOf(inner) | MapOf(inner):
                kind = inner
            case _:
                return False


def _options(result: Result, types: Types) -> list[Code]:
    """What the request says of its response, beyond what most of them say."""
    options: list[Code] = []
    if result.accept != Text("application/json"):
        options.append(Code(f"accept={literal(result.accept)}"))
    if result.content is not Content.JSON:
        options.append(Code(f"content={literal(Code(result.content.value))}"))
    if result.type is not None and types.is_exact(result.type):
        options.append(Code("exact=True"))
    if result.may_be_missing:
        options.append(Code("may_be_missing=True"))
    return options

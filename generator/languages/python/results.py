"""Results: what the responses of an operation are read as."""

from __future__ import annotations

from collections.abc import Sequence

from generator.languages.python.imports import Import, runtime
from generator.languages.python.spelling import literal
from generator.languages.python.types import Expression, Types, optional, union
from generator.languages.python.views import ResultView
from generator.model import (
    STREAMED,
    Answer,
    Content,
    ListOf,
    MapOf,
    Nullable,
    Operation,
    Primitive,
    Record,
    Ref,
    Result,
    Type,
)
from generator.scalar import Scalar
from generator.text import Code, Text

_FRAMES = {
    Content.EVENTS: "EventFrames",
    Content.JSON_LINES: "JsonLines",
    Content.JSON_SEQUENCE: "JsonSequence",
}
_TEXT = Primitive(Scalar.STRING)
_REQUEST = Code("Request")


def result_view(
    operation: Operation, types: Types, shadowed: frozenset[str], imports: set[Import]
) -> ResultView:
    """The annotation of what comes back, and what reads it; adds the imports.

    `shadowed` are the names that mean something else in the class at hand.
    """
    result = operation.result
    errors = _errors(operation.errors, types, imports)
    if result is None:
        imports |= runtime("read_nothing")
        nothing = (Code("accept=None"), *errors)
        return ResultView(Code("None"), _REQUEST, False, Code("read_nothing"), nothing)
    if result.content in STREAMED:
        return _stream_view(result, types, shadowed, imports, errors)
    annotation = _annotation(result, types, shadowed)
    others = [_annotation(one, types, shadowed) for one in result.others]
    if others:
        distinct = {one.code: one for one in (annotation, *others)}
        annotation = union(list(distinct.values()))
    if result.may_be_missing:
        annotation = optional(annotation)
    read = _reader(result, types)
    imports |= annotation.imports | read.imports
    options = [*_options(result, types), *_by_status(result, types, imports), *errors]
    return ResultView(annotation.code, _REQUEST, False, read.code, tuple(options))


def _stream_view(
    result: Result,
    types: Types,
    shadowed: frozenset[str],
    imports: set[Import],
    errors: Sequence[Code],
) -> ResultView:
    """A result that is given item by item."""
    item = _annotation(result, types, shadowed)
    read = _reader(result, types)
    frames = _FRAMES[result.content]
    imports |= item.imports | read.imports | runtime(frames)
    imports |= runtime("AsyncStreaming", "Streaming")
    annotation = item.code
    arguments = [read.code]
    if result.content is Content.EVENTS:
        imports |= runtime("ServerSentEvent")
        annotation = Code(f"ServerSentEvent[{item.code}]")
        if result.type == _TEXT:
            arguments.append(Code("is_json=False"))
    if result.type is not None and types.is_exact(result.type):
        arguments.append(Code("exact=True"))
    framing = Code(f"{frames}({', '.join(arguments)})")
    options = (Code(f"accept={literal(result.accept)}"), *errors)
    return ResultView(annotation, Code("StreamRequest"), True, framing, options)


def _annotation(
    answer: Result | Answer, types: Types, shadowed: frozenset[str]
) -> Expression:
    if answer.type is None:
        return types.content(answer.content, shadowed)
    return types.annotation(answer.type, shadowed)


def _reader(answer: Result | Answer, types: Types) -> Expression:
    """What reads the JSON, the text or the bytes of a response, or an item of it."""
    if answer.type is None:
        return Expression(Code("reads()"), frozenset(runtime("reads")))
    return reader(answer.type, types)


def reader(kind: Type, types: Types) -> Expression:
    """What reads JSON of a type."""
    if isinstance(kind, Ref) and isinstance(types.declarations[kind.id], Record):
        annotation = types.annotation(kind)
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
    kinds = [result.type, *(one.type for one in result.others)]
    if any(kind is not None and types.is_exact(kind) for kind in kinds):
        options.append(Code("exact=True"))
    if result.may_be_missing:
        options.append(Code("may_be_missing=True"))
    return options


def _by_status(result: Result, types: Types, imports: set[Import]) -> list[Code]:
    """How successes are read that are read differently."""
    rows: list[Code] = []
    for one in result.others:
        read = _reader(one, types)
        imports |= read.imports | runtime("ReadAs")
        content = ""
        if one.content is not Content.JSON:
            content = f", {literal(Code(one.content.value))}"
        rows.append(Code(f"{literal(one.status)}: ReadAs({read.code}{content})"))
    return _table("by_status", rows)


def _errors(errors: Sequence[Answer], types: Types, imports: set[Import]) -> list[Code]:
    """How errors are read."""
    rows: list[Code] = []
    for one in errors:
        read = _reader(one, types)
        imports |= read.imports
        rows.append(Code(f"{literal(one.status)}: {read.code}"))
    return _table("errors", rows)


def _table(option: str, rows: Sequence[Code]) -> list[Code]:
    """A dictionary as the template has it, with one entry on each line."""
    if not rows:
        return []
    inside = "".join(f"            {row},\n" for row in rows)
    return [Code(f"{option}={{\n{inside}        }}")]

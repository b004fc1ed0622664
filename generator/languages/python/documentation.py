"""What operations say of themselves."""

from __future__ import annotations

from generator.languages.python.spelling import Docstring
from generator.model import (
    STREAMED,
    Content,
    Doc,
    FormBody,
    JsonFields,
    Lifecycle,
    MultipartBody,
    Operation,
    RawBody,
)
from generator.text import Code, Text

_LIFECYCLES = {
    Lifecycle.BETA: "Public beta: it may change before it becomes generally available.",
    Lifecycle.PREVIEW: "Preview: it may change or go away.",
    Lifecycle.DEPRECATED: "Deprecated: it may go away.",
}


def builder_doc(
    operation: Operation,
    arguments: list[tuple[Code, Text]],
    groups: tuple[tuple[Code, ...], ...],
) -> Docstring:
    """The documentation of the function that makes the request."""
    is_stream = operation.result is not None and operation.result.content in STREAMED
    sends = "`stream` sends it" if is_stream else "`send` sends it"
    notes = [*_demands(groups), *_ways(operation)]
    notes.append(Code(f"This makes the request; {sends}."))
    title = _operation_title(operation)
    return Docstring((title,), tuple(arguments), tuple(notes), _refusals(groups))


def _ways(operation: Operation) -> list[Code]:
    """How a variant differs from the usual operation, and how streams are read."""
    notes: list[Code] = []
    match operation.body:
        case FormBody() if operation.variant:
            notes.append(Code("The body is sent as a form."))
        case MultipartBody() if operation.variant:
            notes.append(Code("The body is sent as a form of several parts."))
        case RawBody() if operation.variant:
            notes.append(Code("The body is sent as it is given."))
        case _:
            pass
    content = operation.result.content if operation.result else None
    if content in STREAMED:
        notes.append(Code("The response is read while it arrives, in a `with`."))
    if content is Content.LOCATION:
        notes.append(Code("It gives the URL of a redirect, which is not followed."))
    return notes


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


def operation_doc(
    operation: Operation,
    arguments: list[tuple[Code, Text]],
    groups: tuple[tuple[Code, ...], ...],
) -> Docstring:
    """The documentation of the method."""
    doc: Doc = operation.doc
    title = _operation_title(operation)
    body = doc.body if doc.body != doc.summary else Text("")
    notes = [*_demands(groups), *_ways(operation)]
    if doc.lifecycle in _LIFECYCLES:
        notes.append(Code(_LIFECYCLES[doc.lifecycle]))
    options = (Code("options"), Text(_options(operation)))
    raises = (*_refusals(groups), (Code("ApiError"), Code("The call failed.")))
    return Docstring((title, body), (*arguments, options), tuple(notes), raises)


def _options(operation: Operation) -> str:
    """What can be set for a single call."""
    if isinstance(operation.body, FormBody | MultipartBody | JsonFields):
        listed = "`timeout`, `extra_headers`, `extra_query` and `extra_body`"
    else:
        listed = "`timeout`, `extra_headers` and `extra_query`"
    return f"{listed}, for this call only."


def _enumerated(names: tuple[Code, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[:-1] else quoted)

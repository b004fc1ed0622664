"""What operations say of themselves."""

from __future__ import annotations

from generator.languages.python.spelling import Docstring
from generator.languages.python.views import PagingView
from generator.model import Doc, FormBody, JsonFields, Lifecycle, Operation
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


def operation_doc(
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
    options = (Code("options"), Text(_options(operation)))
    raises = (*_refusals(groups), (Code("ApiError"), Code("The call failed.")))
    return Docstring((title, body), (*arguments, options), tuple(notes), raises)


def paging_doc(
    operation: Operation, arguments: list[tuple[Code, Text]], paging: PagingView
) -> Docstring:
    """The documentation of a method that lists by pages."""
    doc = operation_doc(operation, [], ())
    size = operation.paging.size if operation.paging else None
    most = f", {size.most:,} at most" if size and size.most else ""
    options = (
        "`timeout`, `extra_headers` and `extra_query`, for each request; `max_pages`."
    )
    texts = {
        **dict(arguments),
        paging.page_size: Text(f"How many items to ask for at a time{most}."),
        paging.limit: Text("How many items to give at most; None means all."),
    }
    listed = [(one.name, texts[one.name]) for one in paging.keywords]
    note = Code("Nothing is sent until the pager is iterated over.")
    failure = Code("A page could not be had; raised by the iteration.")
    return Docstring(
        doc.paragraphs,
        (*listed, (Code("options"), Text(options))),
        (*doc.notes, note),
        (*_refusals(()), (Code("ApiError"), failure)),
    )


def _options(operation: Operation) -> str:
    """What can be set for a single call."""
    if isinstance(operation.body, FormBody | JsonFields):
        listed = "`timeout`, `extra_headers`, `extra_query` and `extra_body`"
    else:
        listed = "`timeout`, `extra_headers` and `extra_query`"
    return f"{listed}, for this call only."


def _enumerated(names: tuple[Code, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[:-1] else quoted)

"""What operations, models and their fields say of themselves."""

from __future__ import annotations

import re
import textwrap

from generator.facts import Literal
from generator.languages.python.spelling import Docstring, literal
from generator.languages.python.views import PagingView
from generator.model import (
    STREAMED,
    Content,
    Declaration,
    Direction,
    Doc,
    Field,
    FormBody,
    JsonFields,
    Lifecycle,
    MultipartBody,
    Name,
    Operation,
    Parameter,
    RawBody,
)
from generator.text import NO_TEXT, Code, Text
from generator.words import split_words

# What can be set for each call, and for each request of a list.
_OPTIONS = tuple(
    map(Code, ("timeout", "deadline", "retries", "extra_headers", "extra_query"))
)
_LIFECYCLES = {
    Lifecycle.BETA: "Public beta: it may change before it becomes generally available.",
    Lifecycle.PREVIEW: "Preview: it may change or go away.",
    Lifecycle.DEPRECATED: "Deprecated: it may go away.",
}
_DEPRECATION = re.compile(r"\bdeprecat", re.IGNORECASE)
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MAX_MESSAGE = 200  # characters
_MAX_DEFAULT = 60  # characters


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
    if operation.doc.lifecycle is Lifecycle.DEPRECATED:
        notes += lifecycle_notes(operation.doc)
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


def maker_doc(builder: Code) -> Docstring:
    """The documentation of the function that does the work of a deprecated one."""
    return Docstring((Text(f"What `{builder}` does, for whoever has been warned."),))


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


def method_doc(
    operation: Operation,
    arguments: list[tuple[Code, Text]],
    groups: tuple[tuple[Code, ...], ...],
    paging: PagingView | None,
) -> Docstring:
    """The documentation of the method."""
    if paging is not None:
        return _paging_doc(operation, arguments, paging)
    return _operation_doc(operation, arguments, groups)


def _operation_doc(
    operation: Operation,
    arguments: list[tuple[Code, Text]],
    groups: tuple[tuple[Code, ...], ...],
) -> Docstring:
    doc: Doc = operation.doc
    title = _operation_title(operation)
    body = doc.body if doc.body != doc.summary else Text("")
    notes = [*_demands(groups), *_ways(operation), *lifecycle_notes(doc)]
    options = (Code("options"), Text(_options(operation)))
    raises = (*_refusals(groups), (Code("ApiError"), Code("The call failed.")))
    return Docstring((title, body), (*arguments, options), tuple(notes), raises)


def _paging_doc(
    operation: Operation, arguments: list[tuple[Code, Text]], paging: PagingView
) -> Docstring:
    """The documentation of a method that lists by pages."""
    doc = _operation_doc(operation, [], ())
    size = operation.paging.size if operation.paging else None
    most = f", {size.most:,} at most" if size and size.most else ""
    # A list changes nothing: it is asked for again without a key.
    options = f"{_enumerated(_OPTIONS)}, for each request; `max_pages`."
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
    names = [*_OPTIONS[:3], Code("idempotency_key"), *_OPTIONS[3:]]
    if isinstance(operation.body, FormBody | MultipartBody | JsonFields):
        names.append(Code("extra_body"))
    return f"{_enumerated(tuple(names))}, for this call only."


def _enumerated(names: tuple[Code, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[:-1] else quoted)


def argument_doc(one: Field | Parameter) -> Text:
    """What an argument is about, as one paragraph."""
    told = one.doc.body or (NO_TEXT if _is_name(one.doc, one.name) else one.doc.summary)
    default = NO_TEXT if one.required else _default(one)
    notes = [*lifecycle_notes(one.doc), *([default.raw] if default else [])]
    said = told.raw.strip()
    if notes and said and said[-1] not in ".!?:)":
        said += "."
    return Text(" ".join([said, *notes]).strip())


def field_doc(field: Field, is_sent: bool, may_be_missing: bool) -> Docstring | None:
    """The documentation of a field; `is_sent` says whether requests have its record."""
    notes: list[Code] = []
    if field.direction is Direction.SENT:
        notes.append(Code("Only requests have it."))
    if field.direction is Direction.RECEIVED and is_sent:
        notes.append(Code("Only the API sets it: requests leave it out."))
    notes += lifecycle_notes(field.doc)
    if field.sensitivity is not None:
        days = field.sensitivity.delete_after_days
        deleted = f" The API's owner deletes it after {days} days." if days else ""
        notes.append(Code(f"Sensitive: not shown in `repr`, logs or errors.{deleted}"))
    told = _paragraphs(field.doc, field.name)
    default = _default(field) if may_be_missing else NO_TEXT
    if not any((*told, default)) and not notes:
        return None
    return Docstring((*told, default), notes=tuple(notes))


def declaration_doc(declaration: Declaration, name: Code) -> Docstring:
    """The documentation of a declared type that is called `name` here."""
    doc, own = declaration.doc, declaration.name
    told = _paragraphs(doc, own)
    if not any(told):
        told = (doc.summary or Text(f"{' '.join(own.words).capitalize()}."),)
    return Docstring(
        (*told, *_other_name(own, name)), notes=tuple(lifecycle_notes(doc))
    )


def deprecation(doc: Doc, name: str) -> Text | None:
    """What those are told who use what is deprecated; None if it is not.

    It is the sentence by which the description says so, if there is one.
    """
    if doc.lifecycle is not Lifecycle.DEPRECATED:
        return None
    for text in (doc.summary.raw, doc.body.raw):
        for sentence in _END_OF_SENTENCE.split(text):
            if _DEPRECATION.search(sentence):
                words = " ".join(sentence.split())
                return Text(textwrap.shorten(words, _MAX_MESSAGE, placeholder="..."))
    return Text(f"{name} is deprecated: it may go away.")


def lifecycle_notes(doc: Doc) -> list[Code]:
    """How firm a part of the API is, unless its description says that it goes away."""
    note = _LIFECYCLES.get(doc.lifecycle)
    is_deprecated = doc.lifecycle is Lifecycle.DEPRECATED
    told = f"{doc.summary.raw} {doc.body.raw}"
    if note is None or (is_deprecated and _DEPRECATION.search(told)):
        return []
    return [Code(note)]


def _paragraphs(doc: Doc, name: Name) -> tuple[Text, ...]:
    """A title and a description, unless one says what the other or the name says."""
    title, body = doc.summary, doc.body
    if _is_name(doc, name) or _plain(title) == _plain(body):
        return (body or title,) if not _is_name(doc, name) else (body,)
    return (title, body)


def _is_name(doc: Doc, name: Name) -> bool:
    """Whether a title is but the name once more: `Page Size`, of `page_size`."""
    return split_words(doc.summary.raw) == name.words


def _plain(text: Text) -> str:
    return " ".join(text.raw.split()).rstrip(".").casefold()


def _default(one: Field | Parameter) -> Text:
    """What the API takes for an argument that is not given, if nobody has said it yet."""
    if one.default is None or one.default.value is None or one.sensitivity is not None:
        return NO_TEXT
    value = _shown(one.default.value)
    is_told = value.strip("\"'").casefold() in one.doc.body.raw.casefold()
    if len(value) > _MAX_DEFAULT or (is_told and "default" in one.doc.body.raw.lower()):
        return NO_TEXT
    return Text(f"Default: `{value}`.")


def _shown(value: Literal) -> str:
    """A constant as a reader expects it: lists in brackets."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return literal(value)


def _other_name(own: Name, name: Code) -> tuple[Text, ...]:
    """What a type is called in the document, where its class is called otherwise.

    A name with blanks is none of the document (OpenAPI, Components Object), but derived.
    """
    plain = "".join(word[:1].upper() + word[1:] for word in own.words)
    if name == plain or " " in own.wire.raw:
        return ()
    return (Text(f"Called `{own.wire.raw}` in the API's description."),)

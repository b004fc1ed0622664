"""What the templates see: every piece of code is there, they only arrange it.

These classes and their fields are the contract with the templates, our own and those of
users; `templates/python/README.md` describes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.languages.python.spelling import Docstring
from generator.text import Code, Text


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a dataclass."""

    name: Code
    annotation: Code
    default: Code | None
    doc: Docstring | None
    wire: Text
    read: Code
    """The value, of the object's `get`."""
    write: Code
    """The function of the run time that writes it."""
    write_arguments: tuple[Code, ...]
    """What it is given besides: the format."""
    inspect: Code
    """The method of the inspector that checks it."""
    inspect_arguments: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ExtraView:
    """The fields that a record does not name."""

    annotation: Code
    default: Code
    read: Code
    """The call that gives all of them."""
    write: Code
    """The call that writes them."""
    inspect: Code | None
    """What each is compared with; None if it may be anything."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """A dataclass."""

    name: Code
    doc: Docstring
    fields: tuple[FieldView, ...]
    sensitive: tuple[Code, ...]
    """The fields whose values are not shown."""
    read_only: tuple[Text, ...]
    """The names on the wire of the fields that requests leave out."""
    dependencies: tuple[tuple[Code, ...], ...]
    """Names on the wire: of a field, and of those that it does not come without."""
    base: Code
    """The class of the run time that it is a subclass of."""
    extra: ExtraView | None
    """The fields that it does not name, if they are of a type."""
    is_closed: bool
    """Whether there must be none."""
    deprecated: Text | None
    """What those are told who use it; None if it is not deprecated."""


@dataclass(frozen=True, slots=True)
class MemberView:
    name: Code
    value: Text | int
    doc: Docstring | None


@dataclass(frozen=True, slots=True)
class EnumView:
    """An open enumeration."""

    name: Code
    base: Code
    """The class of the run time that it is a subclass of."""
    doc: Docstring
    members: tuple[MemberView, ...]
    deprecated: Text | None
    """What those are told who use it; None if it is not deprecated."""


@dataclass(frozen=True, slots=True)
class AliasView:
    """A name for a type."""

    name: Code
    target: Code
    doc: Docstring | None
    """None for a part of a union that is too long for one expression."""


@dataclass(frozen=True, slots=True)
class ShapeView:
    """A constant by which a module reads what is of one of several types."""

    name: Code
    value: Code
    is_wide: bool
    """Whether it is too long to be declared and defined in one line."""
    is_inferred: bool
    """Whether its name is so long that no line is left for its type: its value says it."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table by which a module reads an enumeration."""

    name: Code
    enum: Code
    maker: Code
    """The class of the run time that it is of."""


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """An argument of a method."""

    name: Code
    annotation: Code
    default: Code | None = None


@dataclass(frozen=True, slots=True)
class SegmentView:
    """An argument of the path: the placeholder, and how it is checked."""

    wire: Text
    maker: Code
    """The function of the run time that does it: `segment`, or `styled_segment`."""
    name: Code
    value: Code
    """The argument, as its format writes it."""
    options: tuple[Code, ...]
    """What the function is told besides: limits, or a style."""


@dataclass(frozen=True, slots=True)
class WireView:
    """An argument and its name on the wire."""

    wire: Text
    value: Code
    """The argument, as its format or its style writes it."""


@dataclass(frozen=True, slots=True)
class BodyView:
    """How the body of a request is made."""

    maker: Code
    """The class of the run time that it is: `Form`."""
    fields: tuple[WireView, ...] | None
    """Its fields; None if `arguments` begin with the whole of it."""
    arguments: tuple[Code, ...]
    """What the class is given besides: `required=True`."""


@dataclass(frozen=True, slots=True)
class ResultView:
    """What comes back, and how it is read."""

    annotation: Code
    """The type of the value; for streams, that of an item."""
    request: Code
    """The class of the run time that the request is of: `Request`."""
    is_stream: bool
    """Whether items are given while they arrive."""
    read: Code
    """What makes a value of it; for streams, what cuts them into items."""
    options: tuple[Code, ...]
    """What the request says of its response: `accept="text/plain"`."""


@dataclass(frozen=True, slots=True)
class PagingView:
    """How a list is gone through that comes in pages."""

    constant: Code
    """What is called so leads from page to page."""
    definition: Code
    """It, and what it is: where a page has what."""
    item: Code
    """The type of an item."""
    limit: Code
    """The name of the argument that says how many items are wanted."""
    page_size: Code
    """The name of the argument that says how many are asked for at a time."""
    keywords: tuple[ArgumentView, ...]
    """The arguments of the method, in the place of those of the operation."""
    passed: tuple[Code, ...]
    """What it passes on to the function that makes the request."""


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation: the function that makes its request, and the methods that send it."""

    name: Code
    builder: Code
    """The function that makes its request."""
    builder_doc: Docstring
    maker: Code
    """The function that does so without a warning: another one, if it is deprecated."""
    maker_doc: Docstring
    deprecated: Text | None
    """What those are told who use it; None if it is not deprecated."""
    doc: Docstring
    method: Text
    server: Text
    path: Text
    positional: tuple[ArgumentView, ...]
    """The arguments of the path; the resource knows them already."""
    keywords: tuple[ArgumentView, ...]
    passed: tuple[Code, ...]
    """All of them, as a method passes them on."""
    forwarded: tuple[Code, ...]
    """All of them, as the one function passes them on to the other."""
    overloads: tuple[tuple[ArgumentView, ...], ...]
    """The keywords of each way to call it, if there are several."""
    segments: tuple[SegmentView, ...]
    query: tuple[WireView, ...]
    headers: tuple[WireView, ...]
    cookies: tuple[WireView, ...]
    body: BodyView | None
    at_least_one_of: tuple[tuple[Code, ...], ...]
    result: ResultView
    paging: PagingView | None
    """None if it does not list by pages: its method then gives what comes back."""
    security: tuple[tuple[Code, ...], ...]
    """The credentials that it asks for: alternatives, each of one scheme or several."""
    is_wide: bool
    """Whether its function has no arguments, and yet a head that is longer than a line.
    Black and ruff break it each in its own way, unless there is a comment."""
    has_own_options: bool
    """Whether an argument has the name of a call's option. The options are then one
    argument, `options`, and not keywords."""


@dataclass(frozen=True, slots=True)
class ChildView:
    """An attribute of a resource."""

    name: Code
    class_name: Code
    module: Code
    """The module of the class, as an import writes it."""
    doc: Docstring


@dataclass(frozen=True, slots=True)
class ContextView:
    """What a resource leads to when it is called with an argument."""

    class_name: Code
    argument: ArgumentView
    doc: Docstring


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A class of the chain; it has a twin for asyncio."""

    name: Code
    doc: Docstring
    path: tuple[Code, ...]
    """The types of the arguments that lead to it."""
    children: tuple[ChildView, ...]
    context: ContextView | None
    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True)
class FlavourView:
    """One of the twins."""

    prefix: Code
    definition: Code
    """`def`, or `async def`."""
    wait: Code
    """What goes before a call that takes time: nothing, or `await`."""


FLAVOURS = (
    FlavourView(Code(""), Code("def"), Code("")),
    FlavourView(Code("Async"), Code("async def"), Code("await ")),
)


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A security scheme: the call that makes it of the client's arguments."""

    head: Code
    """What stands before the parentheses: `"login": BasicAuth`."""
    arguments: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A function that reads a request which the API sends."""

    name: Code
    wire: Text
    """What the API's description calls it."""
    doc: Docstring
    annotation: Code
    imports: Code
    """The imports of what it reads, which are made when it is called."""
    maker: Code
    """The function of the run time that reads it: `parse_event`."""
    arguments: tuple[Code, ...]
    """What that one is given."""
    is_form: bool
    is_loose: bool
    """Whether the value has to be told its type."""


@dataclass(frozen=True, slots=True)
class ExportView:
    """A name that a package offers, and the module that it comes from."""

    name: Code
    module: Code

"""The model of an API: what its specification says, in no particular target language.

Values are immutable throughout, which lets models be compared and printed. A type that
uses another one holds its id, the JSON pointer of the schema, and not the object: a type
may thus contain itself. Whether a field may be left out is said by the field
(`required`); whether a value may be null is said by its type (`Nullable`).

All that came from the specification as text is `Text`. The types of values are in
`types.py`, names and notes in `notes.py`, security schemes in `schemes.py`; all of them
are imported from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.facts import Default, Extra
from generator.notes import NO_DOC, Doc, Lifecycle, Location, Name, Sensitivity
from generator.paging import Paging
from generator.schemes import Alternatives, SchemeKind, SecurityScheme
from generator.text import NO_TEXT, Text
from generator.types import (
    Constant,
    Discriminator,
    Limits,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    TupleOf,
    Type,
    TypeId,
)
from generator.writing import Writing

# What is imported here for others; what is defined here needs no mention.
__all__ = [
    "Alternatives",
    "Constant",
    "Discriminator",
    "Doc",
    "Lifecycle",
    "Limits",
    "ListOf",
    "Location",
    "MapOf",
    "Name",
    "Nullable",
    "OneOf",
    "Primitive",
    "Ref",
    "SchemeKind",
    "SecurityScheme",
    "Sensitivity",
    "TupleOf",
    "Type",
    "TypeId",
]


# --- declarations


class Direction(StrEnum):
    """Who writes a field."""

    BOTH = "both"
    RECEIVED = "received"
    """Only the API does (`readOnly`): no request has it."""
    SENT = "sent"
    """Only the client does (`writeOnly`): no response has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: Name
    type: Type
    required: bool
    """Whether it is always there, in the direction in which it is written."""
    direction: Direction = Direction.BOTH
    sensitivity: Sensitivity | None = None
    default: Default | None = None
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An object with named fields."""

    id: TypeId
    name: Name
    fields: tuple[Field, ...]
    extra: Type | Extra = Extra.FREE
    """What other fields it may have; a type is that of each of them."""
    dependencies: tuple[tuple[Text, tuple[Text, ...]], ...] = ()
    """Fields, and those that have to be there if they are (JSON Schema, Validation,
    section 6.5.4)."""
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class Member:
    name: Name
    value: Text | int
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """Named strings, or named integers, one or more of either.

    It is open: the API may send others that were added later.
    """

    id: TypeId
    name: Name
    members: tuple[Member, ...]
    ignores_case: bool = False
    """Whether the API writes a member in any case, and means the same."""
    doc: Doc = NO_DOC

    @property
    def is_numeric(self) -> bool:
        """Whether its members are integers."""
        return any(isinstance(member.value, int) for member in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A named type that is neither a record nor an enumeration."""

    id: TypeId
    name: Name
    target: Type
    doc: Doc = NO_DOC


Declaration: TypeAlias = Record | Enumeration | Alias


# --- operations


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An argument of an operation that is no part of its body."""

    name: Name
    location: Location
    type: Type
    required: bool
    writing: Writing | None = None
    """None if it is a text, or, in a query or cookie, a list that repeats its name."""
    sensitivity: Sensitivity | None = None
    default: Default | None = None
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class Path:
    template: Text
    """As written: `/pets/{petId}`."""
    parameters: tuple[Parameter, ...]
    """One for each placeholder, in the order of the template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBody:
    """Fields as `application/x-www-form-urlencoded`; lists repeat their name."""

    fields: tuple[Field, ...]
    required: bool
    writings: tuple[tuple[Text, Writing], ...] = ()
    """The fields, by their names on the wire, that are written in another way."""
    is_open: bool = False
    """Whether it has whatever fields a caller gives, since none are named."""


@dataclass(frozen=True, slots=True)
class PartOf:
    """How a field of a multipart body is written, where its type does not say."""

    field: Text
    """Its name on the wire."""
    media_type: Text
    """What its parts are told to be."""
    is_json: bool
    """Whether its value, or each of a list, is written as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipartBody:
    """Fields and files as `multipart/form-data` (RFC 7578); lists repeat their name.

    What is no file and has no text of its own is written as JSON.
    """

    fields: tuple[Field, ...]
    parts: tuple[PartOf, ...] = ()
    required: bool
    is_open: bool = False
    """Whether it has whatever fields a caller gives, since none are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFields:
    """An object as JSON that is given by its fields."""

    media_type: Text
    fields: tuple[Field, ...]
    """Those that are sent."""
    record: TypeId | None
    """The declared type that has the fields; None if only this body has them."""
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonBody:
    """A value as JSON that is given as a whole: a list, a map, one of several types."""

    media_type: Text
    type: Type
    sensitivity: Sensitivity | None = None
    required: bool
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBody:
    """A text or bytes that are sent as they are."""

    media_types: tuple[Text, ...]
    """What it may be; ranges such as `image/*` among them. The first one is meant if a
    caller does not say, unless that is none that can be sent."""
    is_text: bool
    sensitivity: Sensitivity | None = None
    required: bool
    doc: Doc = NO_DOC


Body: TypeAlias = FormBody | MultipartBody | JsonFields | JsonBody | RawBody


class Content(StrEnum):
    """How a response is read."""

    JSON = "json"
    TEXT = "text"
    BYTES = "bytes"
    LOCATION = "location"
    """Not at all: it is a redirect, of which the URL counts that it leads to."""
    EVENTS = "events"
    """Event by event (HTML Standard, section 9.2). The type is that of an event's data."""
    JSON_LINES = "json-lines"
    """JSON, a value a line. The type is that of a value."""
    JSON_SEQUENCE = "json-sequence"
    """JSON values, each behind a mark (RFC 7464). The type is that of a value."""


STREAMED = frozenset({Content.EVENTS, Content.JSON_LINES, Content.JSON_SEQUENCE})
"""The contents that are made of items, one after another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the response of one status holds, or of several."""

    status: Text
    """`202`, `2XX` or `default`."""
    content: Content
    type: Type | None
    """What the JSON is; None for what is no JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a success holds."""

    content: Content
    type: Type | None
    """What the JSON is, or that of an item; None for what is no JSON."""
    accept: Text
    """The media types to ask for, as the header `Accept` lists them."""
    may_be_missing: bool
    """Whether there are successes that hold nothing."""
    others: tuple[Answer, ...] = ()
    """The successes that hold something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked of the API."""

    id: str
    """Where it stands: the JSON pointer of the operation."""
    name: Name
    """The whole name, unique in the API: `create message interaction`."""
    verb: tuple[str, ...]
    """What it is called among the operations of its resource: `create`."""
    variant: Text = NO_TEXT
    """What tells it from the one that is called usually: the media type that it sends, or
    asks for. Empty for that one."""
    method: str
    server: Text
    """The URL that the path is appended to."""
    path: Path
    parameters: tuple[Parameter, ...]
    """The arguments of the query, the headers and the cookies."""
    body: Body | None
    at_least_one_of: tuple[tuple[Text, ...], ...]
    """Groups of wire names: of each group, one or more have to be given."""
    result: Result | None
    """What a success holds; None if nothing is to be read."""
    paging: Paging | None = None
    """How to go through it, if it is a page of a list."""
    errors: tuple[Answer, ...] = ()
    """What errors hold, as far as it is JSON."""
    security: Alternatives
    """The credentials that it asks for."""
    doc: Doc = NO_DOC


class Encoding(StrEnum):
    """How the values of a body are written."""

    JSON = "json"
    FORM = "form"
    """As `application/x-www-form-urlencoded`: the type is that of an object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A request that the API sends to us: news, or the answer to a request of ours."""

    id: str
    """Where it stands: the JSON pointer of the operation."""
    name: Name
    """What it is called: `batch completed`."""
    encoding: Encoding
    type: Type
    """What its body holds."""
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A step of the chain: what its path leads to, and what can be done there."""

    name: Name
    """A static segment of the path; of an argument, its name."""
    argument: Parameter | None
    """The argument that leads here; None if it is a static segment."""
    template: Text
    """The path up to here."""
    operations: tuple[Operation, ...]
    children: tuple[Resource, ...]
    doc: Doc = NO_DOC

    def walk(self) -> Iterator[Resource]:
        """This resource and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What one document describes."""

    name: Name
    mount: tuple[Name, ...]
    """Where the API hangs below the client."""
    types: tuple[Declaration, ...]
    root: Resource
    schemes: tuple[SecurityScheme, ...]
    webhooks: tuple[Webhook, ...] = ()
    event: Type | None = None
    """What any webhook holds that is JSON; None if none is."""
    doc: Doc = NO_DOC

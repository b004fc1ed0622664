"""The model of an API: what its specification says, in no particular target language.

Values are immutable throughout, which lets models be compared and printed. A type that
uses another one holds its id, the JSON pointer of the schema, and not the object: a type
may thus contain itself. Whether a field may be left out is said by the field
(`required`); whether a value may be null is said by its type (`Nullable`).

All that came from the specification as text is `Text`. The types of values are in
`types.py`, and are imported from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.facts import Default, Extra
from generator.paging import Paging
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
    "Constant",
    "Discriminator",
    "Limits",
    "ListOf",
    "MapOf",
    "Nullable",
    "OneOf",
    "Primitive",
    "Ref",
    "TupleOf",
    "Type",
    "TypeId",
]


# --- names and notes


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands on the wire, and its words. Casing is up to each language."""

    wire: Text
    words: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()
    """Words of the surroundings, for telling it from another one of the same name."""


class Lifecycle(StrEnum):
    """How firm a part of the API is."""

    STABLE = "stable"
    BETA = "beta"
    PREVIEW = "preview"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """What the specification says to people, as Markdown."""

    summary: Text = NO_TEXT
    body: Text = NO_TEXT
    lifecycle: Lifecycle = Lifecycle.STABLE

    def __bool__(self) -> bool:
        return bool(self.summary or self.body)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Content that must not be shown, and by when its keeper deletes it."""

    delete_after_days: int | None = None
    """Days after which the API's owner deletes it; None if the owner does not say."""


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
    doc: Doc = Doc()


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
    doc: Doc = Doc()


@dataclass(frozen=True, slots=True)
class Member:
    name: Name
    value: Text | int
    doc: Doc = Doc()


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
    doc: Doc = Doc()

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
    doc: Doc = Doc()


Declaration: TypeAlias = Record | Enumeration | Alias


# --- operations


class Location(StrEnum):
    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


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
    doc: Doc = Doc()


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
    doc: Doc = Doc()


Body: TypeAlias = FormBody | JsonFields | JsonBody


class Content(StrEnum):
    """How a response is read."""

    JSON = "json"
    TEXT = "text"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a success holds."""

    content: Content
    type: Type | None
    """What the JSON is; None for texts and bytes."""
    accept: Text
    """The media types to ask for, as the header `Accept` lists them."""
    may_be_missing: bool
    """Whether there are successes that hold nothing."""


class SchemeKind(StrEnum):
    """How credentials are presented."""

    BASIC = "basic"
    """A user name and a password (RFC 7617)."""
    BEARER = "bearer"
    """A token in the header `Authorization` (RFC 6750)."""
    OAUTH2 = "oauth2"
    """The same, with a token that an OAuth 2 server has given (RFC 6749)."""
    OPEN_ID_CONNECT = "open-id-connect"
    """The same, with a token of OpenID Connect."""
    API_KEY = "api-key"
    """A text at a place that the API has chosen."""
    MUTUAL_TLS = "mutual-tls"
    """A certificate, which the connection presents: no part of a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """A way to say who is calling."""

    id: Text
    name: Name
    kind: SchemeKind
    location: Location | None = None
    """Where an API key goes: a header, the query or a cookie. None for other kinds."""
    place: Text = NO_TEXT
    """What an API key is called there."""
    token_url: Text = NO_TEXT
    """Of OAuth 2: the URL that gives a client a token for its own id and secret (RFC 6749,
    section 4.4); empty if there is none."""
    doc: Doc = Doc()


Alternatives: TypeAlias = tuple[tuple[Text, ...], ...]
"""Security schemes, by their ids: those inside belong together, any one of the outer
ones will do. An empty one says that no credentials will do as well; if there are none at
all, none are to be sent.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked of the API."""

    id: str
    """Where it stands: the JSON pointer of the operation."""
    name: Name
    """The whole name, unique in the API: `create message interaction`."""
    verb: tuple[str, ...]
    """What it is called among the operations of its resource: `create`."""
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
    security: Alternatives
    """The credentials that it asks for."""
    doc: Doc = Doc()


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
    doc: Doc = Doc()


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
    doc: Doc = Doc()

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
    doc: Doc = Doc()

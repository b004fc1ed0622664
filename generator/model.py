"""The model of an API: what its specification says, in no particular target language.

Values are immutable throughout, which lets models be compared and printed. A type that
uses another one holds its id, the JSON pointer of the schema, and not the object: a type
may thus contain itself. Whether a field may be left out is said by the field
(`required`); whether a value may be null is said by its type (`Nullable`).

All that came from the specification as text is `Text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, TypeAlias

from generator.text import NO_TEXT, Text

TypeId = NewType("TypeId", str)
"""The JSON pointer of a schema: `#/components/schemas/Pet`."""

Literal: TypeAlias = "None | bool | int | float | Text | tuple[Literal, ...]"
"""A constant of the specification: a default, a value of an enumeration."""


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


# --- types


class Scalar(StrEnum):
    """The types that hold no other type."""

    ANY = "any"
    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATE_TIME = "date-time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a text may be. Lengths are in characters; None means no limit."""

    min_length: int | None = None
    max_length: int | None = None
    pattern: Text | None = None
    """An ECMA-262 pattern that occurs somewhere in the text."""


@dataclass(frozen=True, slots=True)
class Primitive:
    scalar: Scalar
    format: Text | None = None
    """The format as it was written, for packs that know more of them."""
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Type


@dataclass(frozen=True, slots=True)
class MapOf:
    value: Type


@dataclass(frozen=True, slots=True)
class Nullable:
    inner: Type


@dataclass(frozen=True, slots=True)
class Ref:
    """A use of a declared type."""

    id: TypeId


Type: TypeAlias = Primitive | ListOf | MapOf | Nullable | Ref


# --- declarations


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: Name
    type: Type
    required: bool
    sensitivity: Sensitivity | None = None
    doc: Doc = Doc()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An object with named fields. Fields that it does not name may come as well."""

    id: TypeId
    name: Name
    fields: tuple[Field, ...]
    doc: Doc = Doc()


@dataclass(frozen=True, slots=True)
class Member:
    name: Name
    value: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """Named strings. It is open: the API may send others that were added later."""

    id: TypeId
    name: Name
    members: tuple[Member, ...]
    doc: Doc = Doc()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An argument of an operation that is no part of its body."""

    name: Name
    location: Location
    type: Type
    required: bool
    sensitivity: Sensitivity | None = None
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


class SchemeKind(StrEnum):
    """How credentials are presented."""

    BASIC = "basic"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    id: Text
    kind: SchemeKind
    doc: Doc = Doc()


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
    """The arguments of the query and the headers."""
    body: FormBody | None
    at_least_one_of: tuple[tuple[Text, ...], ...]
    """Groups of wire names: of each group, one or more have to be given."""
    result: Type | None
    """What a success holds, as JSON; None if nothing is to be read."""
    authenticated: bool
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
    doc: Doc = Doc()

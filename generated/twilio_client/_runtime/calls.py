"""A call as a value: what to send, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypedDict, TypeVar
from urllib.parse import urlencode

from .drift import DriftHook, Reader
from .headers import Headers
from .values import Value, pairs

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class CallOptions(TypedDict, total=False):
    """What can be set for a single call, as keywords of every method."""

    timeout: float
    """Seconds that sending, and waiting for more of the response, may take, each.
    Connecting has the same limit, but no more than 5 seconds."""
    extra_headers: Mapping[str, str]
    """Headers to add, or to put in the place of ours."""
    extra_query: Mapping[str, Value]
    """Query parameters that the API's description does not know."""


class Body(Protocol):
    """What a request carries."""

    @property
    def content_type(self) -> str:
        """The media type, for the header `Content-Type`."""
        ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """The sensitive texts inside, which nothing may show."""
        ...

    def encode(self) -> bytes:
        """The body as it is sent."""
        ...


def read_nothing(data: Any, /, *, on_drift: DriftHook | None = None) -> None:
    """The reading of a response that holds nothing."""


def reads(reader: Reader[T] | None = None) -> Read[T]:
    """The reading of a response that is no single model."""

    def read(data: Any, /, *, on_drift: DriftHook | None = None) -> T:
        value: T = data if reader is None else reader(data, on_drift)
        return value

    return read


def flatten(values: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    """Arguments as pairs of name and text, without those that are unset.

    Raises:
        InvalidArgumentError: A value cannot be sent.
    """
    return tuple(pair for name, value in values.items() for pair in pairs(name, value))


class Form:
    """A body of form fields, `application/x-www-form-urlencoded`.

    The items of a list repeat their field's name. `sensitive` names the fields whose
    text must not be shown anywhere.

    Raises:
        InvalidArgumentError: A value cannot be sent.
    """

    content_type = "application/x-www-form-urlencoded"

    def __init__(
        self, fields: Mapping[str, Value], *, sensitive: tuple[str, ...] = ()
    ) -> None:
        self._pairs = flatten(fields)
        self.secrets = tuple(text for name, text in self._pairs if name in sensitive)

    def encode(self) -> bytes:
        """The fields in the order in which they were given."""
        return urlencode(self._pairs).encode("ascii")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self._pairs == other._pairs

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        return f"Form({', '.join(name for name, _ in self._pairs)})"


class Read(Protocol[T_co]):
    """Makes a value of the JSON in a response."""

    def __call__(self, data: Any, /, *, on_drift: DriftHook | None = None) -> T_co: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[T]):
    """One call of the API, ready to be sent. `T` is what its response holds."""

    method: str
    server: str
    """Where the API lives: scheme, host, and the path before `path`."""
    path: str
    """The path with its arguments filled in and encoded."""
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: Body | None = None
    accept: str | None = "application/json"
    """The media type to ask for; None if the response has nothing to be read."""
    read: Read[T] = field(repr=False)
    authenticated: bool = True
    """Whether the API's description asks for credentials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Generic[T]):
    """What the server answered: the value, the HTTP status and the headers."""

    value: T
    status: int
    headers: Headers = field(default_factory=Headers)

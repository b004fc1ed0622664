"""A call as a value: what to send, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import (
    Any,
    Generic,
    Literal,
    Never,
    Protocol,
    TypeAlias,
    TypedDict,
    TypeVar,
    overload,
)

from .auth import Alternatives
from .bodies import Body
from .drift import DriftHook, Reader
from .headers import Headers
from .values import Value

_NOTHING: Mapping[str, Never] = MappingProxyType({})

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class CallOptions(TypedDict, total=False):
    """What can be set for a single call, as keywords of every method."""

    timeout: float
    """Seconds that sending, and waiting for more of the response, may take, each.
    Connecting has the same limit, but no more than 5 seconds."""
    deadline: float
    """Seconds that the whole call may take, with all attempts and the waits between; if
    its response is read while it arrives, until that begins."""
    retries: int
    """How often the request is repeated at most, if it may be."""
    idempotency_key: str
    """A text, never used before, by which the server knows this request when it comes
    again, if the API has that. It may then be repeated whatever its method is."""
    extra_headers: Mapping[str, str]
    """Headers to add, or to put in the place of ours."""
    extra_query: Mapping[str, Value]
    """Query parameters that the API's description does not know."""
    extra_body: Mapping[str, object]
    """Fields of the body that the API's description does not know, or others in the place
    of ours. Values of JSON, or, in a form, what has a text of its own."""


def read_nothing(data: Any, /, *, on_drift: DriftHook | None = None) -> None:
    """The reading of a response that holds nothing."""


@overload
def reads() -> Read[Any]: ...


@overload
def reads(reader: Reader[T], /) -> Read[T]: ...


def reads(reader: Reader[T] | None = None, /) -> Read[Any]:
    """The reading of a response that is no single model: by a reader, or as it is."""

    def read(data: Any, /, *, on_drift: DriftHook | None = None) -> Any:
        return data if reader is None else reader(data, on_drift)

    return read


Content: TypeAlias = Literal["json", "text", "bytes", "location"]
"""How a response is read. Of a redirect, the location is what it holds."""


class Read(Protocol[T_co]):
    """Makes a value of what a response holds: of its JSON, its text or its bytes."""

    def __call__(self, data: Any, /, *, on_drift: DriftHook | None = None) -> T_co: ...


@dataclass(frozen=True, slots=True)
class ReadAs(Generic[T_co]):
    """How the response of one status is read, where others are read differently."""

    read: Read[T_co]
    content: Content = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[T]):
    """One call of the API, ready to be sent. `T` is what its response holds."""

    method: str
    server: str
    """Where the API lives: scheme, host, and the path before `path`."""
    path: str
    """The path with its arguments filled in and encoded."""
    from_root: bool = False
    """Whether the path begins at the root of the server, and not below its base URL: a
    server has named it so."""
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    cookies: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: Body | None = None
    accept: str | None = "application/json"
    """The media types to ask for; None if the response has nothing to be read."""
    content: Content = "json"
    exact: bool = False
    """Whether numbers are read with all of their digits."""
    may_be_missing: bool = False
    """Whether a response without content is read as None."""
    read: Read[T] = field(repr=False)
    by_status: Mapping[str, ReadAs[T]] = field(
        default_factory=lambda: _NOTHING, repr=False, hash=False
    )
    """How successes are read that are not read so, by their status: `202` or `2XX`."""
    errors: Mapping[str, Read[object]] = field(
        default_factory=lambda: _NOTHING, repr=False, hash=False
    )
    """How errors are read, by their status: `404`, `4XX` or `default`."""
    security: Alternatives = ()
    """The credentials that the API's description asks for."""

    def url(self, base_url: str | None = None) -> str:
        """Where it goes, without its query; to `base_url` and not `server`, if given."""
        base = (base_url or self.server).rstrip("/")
        if self.from_root:
            base = "/".join(base.split("/", 3)[:3])
        return base + self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Generic[T]):
    """What the server answered: the value, the HTTP status and the headers."""

    value: T
    status: int
    headers: Headers = field(default_factory=Headers)
    url: str = ""
    """Where it came from, without the query."""
    requested_url: str = ""
    """Where the request was sent first, without its query: redirects lead elsewhere."""

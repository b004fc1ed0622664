"""Hooks: who wants to see each attempt to send a request, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from .errors import ApiError
from .headers import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A request that is about to be sent, credentials and sensitive texts masked."""

    method: str
    url: str
    """Without its query."""
    headers: Headers
    number: int
    """1 for the first one of a call; redirects and repetitions count on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptResult:
    """What came of an attempt: a response, or an error."""

    seconds: float
    """How long it took."""
    status: int | None = None
    headers: Headers = field(default_factory=Headers)
    """Those of the response, credentials and sensitive texts masked."""
    error: ApiError | None = None
    """Why there is no response."""
    repeated_in: float | None = None
    """Seconds until the next attempt; None if this was the last one."""


class AttemptHook(Protocol):
    """Is told of every attempt, by the asyncio client as well: it should not take long.

    What it raises ends the call, even if the request was carried out.
    """

    def before(self, attempt: Attempt, /) -> None: ...
    def after(self, attempt: Attempt, result: AttemptResult, /) -> None: ...


AttemptHooks: TypeAlias = Sequence[AttemptHook]

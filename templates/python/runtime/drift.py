"""Drift: where a response contradicts the API's description.

Real servers send null where nothing is nullable, values that an enumeration does not
list, numbers as strings. Reading keeps such values as they are. Who wants to know passes
a hook, which is told of each, and may raise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from .errors import DecodeError, DriftError


@dataclass(frozen=True, slots=True)
class Drift:
    """One contradiction. The value itself is not named, since it may be sensitive."""

    model: str
    """The class of the object that has the field."""
    pointer: str
    """Where in what was read: a JSON pointer (RFC 6901)."""
    expected: str
    """What the description asks for."""
    found: str
    """What was there instead, in general words: `null`, `a number`."""

    def __str__(self) -> str:
        return (
            f"{self.model}{self.pointer}: expected {self.expected}, found {self.found}"
        )


DriftHook = Callable[[Drift], None]
"""Is told of each contradiction. What it raises ends the reading."""


def raise_drift(drift: Drift) -> None:
    """The hook of strict reading.

    Raises:
        DriftError: Always.
    """
    raise DriftError(str(drift), pointer=drift.pointer)


T_co = TypeVar("T_co", covariant=True)


class Reader(Protocol[T_co]):
    """Makes a value of its JSON, and tells a hook of drift if there is one."""

    def __call__(self, value: Any, on_drift: DriftHook | None = None, /) -> T_co: ...


def below(hook: DriftHook | None, name: str | int) -> DriftHook | None:
    """A hook for a part of what is read; the pointers it passes on begin with its name."""
    if hook is None:
        return None
    return lambda drift: hook(
        replace(drift, pointer=f"/{step(str(name))}{drift.pointer}")
    )


def tell(hook: DriftHook | None, expected: str, value: object) -> None:
    """Report that a value as a whole is not of the type that was expected."""
    if hook is not None:
        hook(Drift("", "", expected, kind_of(value)))


def too_deep() -> DecodeError:
    """The error for what is nested more deeply than Python goes."""
    return DecodeError("what was received is nested too deeply")


def step(name: str) -> str:
    """A name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def kind_of(value: object) -> str:
    """What a JSON value is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"

"""Drift: where a response contradicts the API's description.

Real servers send null where nothing is nullable, values that an enumeration does not
list, numbers as strings. Reading keeps such values as they are. Who wants to know passes
a hook, which is told of each, and may raise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypeVar, cast

from .enums import OpenEnum
from .errors import DriftError
from .times import parse_date_time

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


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


def below(hook: DriftHook | None, step: str | int) -> DriftHook | None:
    """A hook for a part of what is read; the pointers it passes on begin with a step."""
    if hook is None:
        return None
    return lambda drift: hook(
        replace(drift, pointer=f"/{_step(str(step))}{drift.pointer}")
    )


def tell(hook: DriftHook | None, expected: str, value: object) -> None:
    """Report that a value as a whole is not of the type that was expected."""
    if hook is not None:
        hook(Drift("", "", expected, kind_of(value)))


class Inspected(Protocol):
    """A model: it can say what is expected of its fields."""

    @staticmethod
    def inspect(fields: Inspector) -> None: ...


class Inspector:
    """Compares the fields of one JSON object with what the description says."""

    __slots__ = ("_at", "_data", "_hook", "_model")

    def __init__(
        self, data: Mapping[str, Any], model: str, hook: DriftHook, at: str = ""
    ) -> None:
        self._data = data
        self._model = model
        self._hook = hook
        self._at = at

    def string(
        self,
        name: str,
        *,
        required: bool = False,
        nullable: bool = False,
        min_length: int = 0,
        max_length: int | None = None,
        pattern: str | None = None,
    ) -> None:
        """A string, its length in characters, and a pattern found anywhere in it."""
        value = self._typed(name, str, "a string", required, nullable)
        if value is None:
            return
        if len(value) < min_length:
            self._report(name, f"{min_length} or more characters", f"{len(value)}")
        elif max_length is not None and len(value) > max_length:
            self._report(name, f"{max_length} characters at most", f"{len(value)}")
        elif pattern is not None and not re.search(pattern, value, re.ASCII):
            self._report(name, f"a string like {pattern}", "another one")

    def boolean(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """`true` or `false`."""
        self._typed(name, bool, "a boolean", required, nullable)

    def integer(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """A whole number."""
        self._typed(name, int, "an integer", required, nullable)

    def number(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """A number, whole or not."""
        self._typed(name, (int, float), "a number", required, nullable)

    def date(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """A full date of RFC 3339: `2026-01-31`."""
        value = self._typed(name, str, "a date", required, nullable)
        try:
            if value is not None:
                date.fromisoformat(value)
        except ValueError:
            self._report(name, "a date", "another string")

    def date_time(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """A date and time of RFC 3339, which always has a time zone."""
        value = self._typed(name, str, "a date and time", required, nullable)
        if value is None:
            return
        if not _RFC_3339.fullmatch(value) or parse_date_time(value) is None:
            self._report(name, "a date and time with a zone", "another string")

    def anything(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """Any value, where the description does not say more."""
        if required and name not in self._data:
            self._report(name, "a value", "nothing")

    def array(
        self,
        name: str,
        items: type[Inspected] | None = None,
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """A list, of models if they are given."""
        value: list[Any] | None
        value = self._typed(name, list, "an array", required, nullable)
        if value is not None and items is not None:
            self._inspect_all(name, enumerate(value), items)

    def mapping(
        self,
        name: str,
        items: type[Inspected] | None = None,
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """An object with names of its own, for models if they are given."""
        value = self._typed(name, dict, "an object", required, nullable)
        if value is not None and items is not None:
            entries = cast(dict[str, Any], value).items()
            self._inspect_all(name, entries, items)

    def model(
        self,
        name: str,
        model: type[Inspected],
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """An object that is described by a model of its own."""
        value = self._typed(name, dict, "an object", required, nullable)
        if value is not None:
            at = f"{self._at}/{_step(name)}"
            model.inspect(Inspector(value, model.__name__, self._hook, at))

    def enum(
        self,
        name: str,
        enum: type[OpenEnum],
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """One of the values that an enumeration lists."""
        value = self._typed(name, str, enum.__name__, required, nullable)
        if value is not None and value not in enum._value2member_map_:
            self._report(name, f"a value of {enum.__name__}", "one that it lacks")

    def _inspect_all(
        self, name: str, entries: Iterable[tuple[Any, Any]], model: type[Inspected]
    ) -> None:
        for key, value in entries:
            at = f"{self._at}/{_step(name)}/{_step(str(key))}"
            if isinstance(value, dict):
                fields = cast(dict[str, Any], value)
                model.inspect(Inspector(fields, model.__name__, self._hook, at))
            else:
                found = kind_of(value)
                self._hook(Drift(self._model, at, "an object", found))

    def _typed(
        self,
        name: str,
        kind: type[Any] | tuple[type[Any], ...],
        expected: str,
        required: bool,
        nullable: bool,
    ) -> Any:
        """The value of a field if it is of a type; reports it and gives None if not."""
        value = self._data.get(name)
        if value is None:
            if name not in self._data:
                if required:
                    self._report(name, expected, "nothing")
            elif not nullable:
                self._report(name, expected, "null")
            return None
        # In Python a boolean is an integer, in JSON it is not.
        if not isinstance(value, kind) or (
            isinstance(value, bool) and kind is not bool
        ):
            self._report(name, expected, kind_of(value))
            return None
        return value

    def _report(self, name: str, expected: str, found: str) -> None:
        self._hook(Drift(self._model, f"{self._at}/{_step(name)}", expected, found))


def _step(name: str) -> str:
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

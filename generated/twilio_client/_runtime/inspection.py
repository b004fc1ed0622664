"""Comparing the fields of an object with what the API's description says of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol, cast

from .drift import Drift, DriftHook, kind_of, step, too_deep
from .enums import AnyEnum, OpenEnum, OpenIntEnum
from .times import FULL_DATE, FULL_DATE_TIME, parse_date_time, read_date


class Inspected(Protocol):
    """A model: it can say what is expected of its fields."""

    @staticmethod
    def inspect(fields: Inspector) -> None: ...


class Checked:
    """What a value of several possible types is compared with."""

    @property
    def kinds(self) -> frozenset[type[Any]]:
        """The Python types of the JSON values that it may be."""
        raise NotImplementedError

    @property
    def expected(self) -> str:
        """What is expected, in words."""
        raise NotImplementedError

    def check(self, value: Any, hook: DriftHook) -> None:
        """Report what contradicts the API's description."""
        raise NotImplementedError


class Formatted(Protocol):
    """What a value that stands for one of Python is compared with."""

    @property
    def kinds(self) -> frozenset[type[Any]]: ...
    @property
    def expected(self) -> str: ...
    def is_right(self, value: Any) -> bool: ...


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
        if value is None:
            return
        if not FULL_DATE.fullmatch(value) or isinstance(read_date(value), str):
            self._report(name, "a date", "another string")

    def date_time(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """A date and time of RFC 3339, which always has a time zone."""
        value = self._typed(name, str, "a date and time", required, nullable)
        if value is None:
            return
        if not FULL_DATE_TIME.fullmatch(value) or parse_date_time(value) is None:
            self._report(name, "a date and time with a zone", "another string")

    def formatted(
        self,
        name: str,
        form: Formatted,
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """A value of a format: a duration, a UUID."""
        kinds = tuple(form.kinds)
        value = self._typed(name, kinds, form.expected, required, nullable)
        if value is not None and not form.is_right(value):
            self._report(name, form.expected, "another string")

    def never(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """A field that is not there."""
        self._typed(name, (), "nothing", required, nullable)

    def constant(
        self,
        name: str,
        value: object,
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """The one value that is allowed."""
        found = self._typed(name, object, "a constant", required, nullable)
        # In Python `True == 1`, in JSON it is not.
        if found is not None and (
            found != value or isinstance(found, bool) is not isinstance(value, bool)
        ):
            self._report(name, "the one value that is allowed", "another one")

    def shape(
        self,
        name: str,
        shape: Checked,
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """A value of one of several types."""
        value = self._typed(name, object, shape.expected, required, nullable)
        if value is not None:
            self._check(name, value, shape)

    def anything(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        """Any value, where the description does not say more."""
        if required and name not in self._data:
            self._report(name, "a value", "nothing")

    def extra(
        self, names: Collection[str], items: type[Inspected | AnyEnum] | Checked
    ) -> None:
        """All fields but those that have names: each is of one type."""
        for name, value in self._data.items():
            if name not in names:
                self._inspect_item(f"{self._at}/{step(name)}", value, items)

    def nothing_else(self, names: Collection[str]) -> None:
        """No fields but those that have names."""
        for name, value in self._data.items():
            if name not in names:
                self._report(name, "nothing", kind_of(value))

    def array(
        self,
        name: str,
        items: type[Inspected | AnyEnum] | Checked | None = None,
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """A list, of models, members or a shape if they are given."""
        value: list[Any] | None
        value = self._typed(name, list, "an array", required, nullable)
        if value is not None and items is not None:
            self._inspect_all(name, enumerate(value), items)

    def mapping(
        self,
        name: str,
        items: type[Inspected | AnyEnum] | Checked | None = None,
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """An object with names of its own, for models, members or a shape."""
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
            self._inspect(f"{self._at}/{step(name)}", value, model)

    def enum(
        self,
        name: str,
        enum: type[AnyEnum],
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        """One of the values that an enumeration lists."""
        kind = str if issubclass(enum, OpenEnum) else int
        value = self._typed(name, kind, enum.__name__, required, nullable)
        if value is None or value in enum._value2member_map_:
            return
        if not enum.knows(value):
            self._report(name, f"a value of {enum.__name__}", "one that it lacks")

    def depends(self, name: str, *needed: str) -> None:
        """A field that does not come without others."""
        if name in self._data:
            for other in needed:
                if other not in self._data:
                    self._report(other, f"a value beside `{name}`", "nothing")

    def _check(self, name: str, value: object, shape: Checked) -> None:
        self._compare(f"{self._at}/{step(name)}", value, shape)

    def _compare(self, at: str, value: object, shape: Checked) -> None:
        """Compare a value with its shape, and say where it is."""

        def hook(drift: Drift) -> None:
            pointer = f"{at}{drift.pointer}"
            model = drift.model or self._model
            self._hook(replace(drift, pointer=pointer, model=model))

        try:
            shape.check(value, hook)
        except RecursionError:
            pass  # see `reads_model`
        else:
            return
        raise too_deep()

    def _inspect_all(
        self,
        name: str,
        entries: Iterable[tuple[Any, Any]],
        items: type[Inspected | AnyEnum] | Checked,
    ) -> None:
        for key, value in entries:
            at = f"{self._at}/{step(name)}/{step(str(key))}"
            self._inspect_item(at, value, items)

    def _inspect_item(
        self, at: str, value: object, items: type[Inspected | AnyEnum] | Checked
    ) -> None:
        """Compare an item of a list or a map with what all of them are."""
        if isinstance(items, Checked):
            self._compare(at, value, items)
        elif issubclass(items, (OpenEnum, OpenIntEnum)):
            self._inspect_member(at, value, items)
        elif isinstance(value, dict):
            self._inspect(at, cast(dict[str, Any], value), items)
        else:
            self._hook(Drift(self._model, at, "an object", kind_of(value)))

    def _inspect_member(self, at: str, value: Any, enum: type[AnyEnum]) -> None:
        """Compare an item of a list or a map with an enumeration."""
        if not enum.accepts(value):
            self._hook(Drift(self._model, at, enum.__name__, kind_of(value)))
        elif not enum.knows(value):
            expected = f"a value of {enum.__name__}"
            self._hook(Drift(self._model, at, expected, "one that it lacks"))

    def _inspect(self, at: str, value: dict[str, Any], model: type[Inspected]) -> None:
        """Compare an object with its model, which is inside this one."""
        try:
            model.inspect(Inspector(value, model.__name__, self._hook, at))
        except RecursionError:
            pass  # see `reads_model`
        else:
            return
        raise too_deep()

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
            isinstance(value, bool) and kind not in (bool, object)
        ):
            self._report(name, expected, kind_of(value))
            return None
        return value

    def _report(self, name: str, expected: str, found: str) -> None:
        self._hook(Drift(self._model, f"{self._at}/{step(name)}", expected, found))

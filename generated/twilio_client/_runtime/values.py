"""Python values as the text that stands for them in paths, queries and forms."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sized
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Protocol, TypeAlias, TypeGuard, TypeVar
from urllib.parse import quote_plus
from uuid import UUID

from .decimals import write_decimal
from .durations import write_duration
from .errors import InvalidArgumentError, MissingArgumentError
from .times import write_date_time, write_time
from .unset import UNSET, Unset

Scalar: TypeAlias = (
    str | bool | int | float | Decimal | datetime | date | time | timedelta | UUID
)
"""A value that has a text of its own on the wire."""

# Python refuses to write integers of more than 4,300 digits.
_LARGEST = 10**4000
_SURROGATE = re.compile(r"[\ud800-\udfff]")

ItemT_co = TypeVar("ItemT_co", covariant=True)


class Items(Protocol[ItemT_co]):
    """A sequence that is not a string: a list or a tuple, say.

    `Sequence[str]` would accept a single `str` and mean its letters. Whether something
    is in a list can be asked of any object, but of a string only for another string;
    by that difference in `__contains__`, type checkers tell the two apart.
    """

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[ItemT_co]: ...
    def __getitem__(self, index: int, /) -> ItemT_co: ...
    def __contains__(self, value: object, /) -> bool: ...


Value: TypeAlias = Scalar | Items[Scalar] | Unset
"""What an argument of a query or a form may be."""


class Encoded(str):
    """A text that goes into a URL, a form or a cookie as it stands: it is encoded."""

    __slots__ = ()


class Written:
    """An argument that knows its own way to be written; `styles.py` has them."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def pairs(self, name: str) -> Iterator[tuple[str, str]]:
        """The pairs of name and text that it becomes.

        Raises:
            InvalidArgumentError: It cannot be sent.
        """
        raise NotImplementedError


def wire_text(name: str, value: object) -> str:
    """Write a scalar as text: `true`, `12`, `2026-01-31T12:00:00Z`.

    Raises:
        InvalidArgumentError: The value has no text that every server would read alike,
            as infinity, half a surrogate pair, or a time without a time zone. `name`
            says which argument.
    """
    match value:
        case str() if _SURROGATE.search(value):
            pass
        case str():
            return str.__str__(value)
        case bool():
            return "true" if value else "false"
        case int() if abs(value) < _LARGEST:
            return str(value)
        case Decimal() if value.is_finite():
            return write_decimal(value)
        case float() if math.isfinite(value):
            return repr(value)
        case datetime() if value.tzinfo is not None:
            return write_date_time(value)
        case datetime():
            raise InvalidArgumentError(f"{name}: a time needs a time zone")
        case date():
            return value.isoformat()
        case time():
            return write_time(value)
        case timedelta():
            return write_duration(value)
        case UUID():
            return str(value)
        case _:
            pass
    kind = "None" if value is None else f"this {type(value).__name__}"
    raise InvalidArgumentError(f"{name}: {kind} cannot be sent")


def pairs(name: str, value: Value) -> Iterator[tuple[str, str]]:
    """The fields of one argument: none when it is unset, one for each item of a list.

    Raises:
        InvalidArgumentError: The value, or one of its items, cannot be sent.
    """
    if isinstance(value, Unset):
        return
    # What is neither is refused by `wire_text`, whatever type checkers were told.
    items = value if _is_list(value) else [value]
    for item in items:
        yield name, wire_text(name, item)


def flatten(values: Mapping[str, Value | Written]) -> tuple[tuple[str, str], ...]:
    """Arguments as pairs of name and text, without those that are unset.

    Raises:
        InvalidArgumentError: A value cannot be sent.
    """
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        found += value.pairs(name) if isinstance(value, Written) else pairs(name, value)
    return tuple(found)


def urlencoded(fields: Iterable[tuple[str, str]]) -> str:
    """Pairs as a query or a form has them (WHATWG URL, `application/x-www-form-...`)."""
    return "&".join(
        f"{quote_plus(name)}={text if isinstance(text, Encoded) else quote_plus(text)}"
        for name, text in fields
    )


def _is_list(value: Scalar | Items[Scalar]) -> TypeGuard[Items[Scalar]]:
    # What has no length could turn out to be empty only after it was used up.
    return isinstance(value, Collection) and not isinstance(
        value, (str, bytes, Mapping)
    )


def require_any(**arguments: object) -> None:
    """Refuse a call that gives none of several arguments.

    Raises:
        MissingArgumentError: All of them are unset or empty lists.
    """
    if not any(map(_is_given, arguments.values())):
        names = ", ".join(f"`{name}`" for name in arguments)
        raise MissingArgumentError(f"give at least one of {names}")


def _is_given(value: object) -> bool:
    """Whether an argument puts anything into the request: an empty list does not."""
    is_empty = isinstance(value, Sized) and len(value) == 0
    return value is not UNSET and (isinstance(value, str) or not is_empty)

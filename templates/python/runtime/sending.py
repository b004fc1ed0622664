"""Python values as the JSON that a request carries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from datetime import date, time, timedelta
from typing import Any, cast
from uuid import UUID

from .errors import InvalidArgumentError
from .models import Form, Model, to_json
from .unset import Unset
from .values import Written, wire_text


def as_json(name: str, value: object) -> Any:
    """Write a value for a request: models become objects, dates and enums texts.

    What only the API sets (`readOnly`) is left out of models.

    Raises:
        InvalidArgumentError: The value, or a part of it, has no JSON that every server
            would read alike, as infinity, half a surrogate pair, or a time without a
            time zone; or it is nested more deeply than Python goes. `name` says which
            argument.
    """
    try:
        return _as_json(name, value)
    except RecursionError:
        pass  # an error that is raised here would keep this one, and all its frames
    raise InvalidArgumentError(f"{name}: nested too deeply")


def _as_json(name: str, value: object) -> Any:
    match value:
        case Model():
            return _as_json(name, value.to_request())
        case None | bool():
            return value
        case str() | date() | time() | timedelta():
            return wire_text(name, value)
        case int() | float():
            wire_text(name, value)  # refuses what has no text
            return value
        case Mapping():
            entries = cast(Mapping[object, object], value).items()
            return {
                _key(name, key): _as_json(name, one)
                for key, one in entries
                if not isinstance(one, Unset)
            }
        case Collection() if not isinstance(value, (bytes, bytearray, memoryview)):
            return [_as_json(name, one) for one in cast(Collection[object], value)]
        case UUID():
            return wire_text(name, value)
        case _:
            raise InvalidArgumentError(
                f"{name}: this {type(value).__name__} cannot be sent"
            )


def sent_as(name: str, value: object, form: Form) -> Any:
    """Values of an argument as its format writes them; texts and `UNSET` as they are.

    For formats that are not told by the type of their values: a `time` has one way to be
    written as JSON, a `datetime` or a `Decimal` several.

    Raises:
        InvalidArgumentError: A value has no JSON that every server would read alike, or
            is nested more deeply than Python goes. `name` says which argument.
    """
    try:
        return _sent_as(value, form)
    except InvalidArgumentError as error:
        problem = str(error)
    except RecursionError:
        problem = "nested too deeply"
    raise InvalidArgumentError(f"{name}: {problem}")


def _sent_as(value: object, form: Form) -> Any:
    match value:
        case Mapping():
            entries = cast(Mapping[object, object], value).items()
            return {key: _sent_as(one, form) for key, one in entries}
        case Collection() if not isinstance(value, (str, bytes)):
            return [_sent_as(one, form) for one in cast(Collection[object], value)]
        case _:
            return form.written(value)


def _key(name: str, key: object) -> str:
    if isinstance(key, str):
        return wire_text(name, key)
    raise InvalidArgumentError(f"{name}: a name has to be a str")


def secret_texts(value: object, *, everything: bool = False) -> Iterator[str]:
    """The texts in a value that nothing may show: those of sensitive fields, or all."""
    pending = [(value, everything)]
    while pending:
        one, is_secret = pending.pop()
        match one:
            case Model():
                values = [getattr(one, field.name) for field in fields(one)]
                pending.extend((inner, is_secret) for inner in values)
                pending.extend((inner, True) for inner in one.sensitive_values())
            case Written():
                pending.append((one.value, is_secret))
            case Mapping():
                entries = cast(Mapping[object, object], one)
                pending.extend((inner, is_secret) for inner in entries.values())
            case None | bool() | Unset():
                pass
            case Collection() if not isinstance(one, (str, bytes)):
                items = cast(Collection[object], one)
                pending.extend((inner, is_secret) for inner in items)
            case _ if is_secret:
                yield wire_text("", to_json(one))
            case _:
                pass

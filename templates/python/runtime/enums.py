"""Enumerations that stay open: a value the API adds later is kept, not refused."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Any, Self, TypeAlias

from .drift import Drift, DriftHook, tell


class OpenEnum(StrEnum):
    """An enumeration of strings that accepts values it does not know.

    Every member equals its string. A value without a member of its own becomes an
    instance of the class all the same, with `is_known` false, so that an API can add
    values without breaking the clients that were made before.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Whether a value is of the JSON type that the members have."""
        return isinstance(value, str)

    @classmethod
    def knows(cls, value: str) -> bool:
        """Whether a string on the wire was known when this client was made."""
        return value in cls._value2member_map_

    @property
    def is_known(self) -> bool:
        """Whether the value was known when this client was made."""
        return self._value_ in type(self)._value2member_map_

    def __repr__(self) -> str:
        if self.is_known:
            return f"{type(self).__name__}.{self._name_}"
        return f"{type(self).__name__}({self._value_!r})"


class CaselessEnum(OpenEnum):
    """An open enumeration whose values the API writes in any case.

    All spellings of a value give the one member that it has.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        folded = value.casefold() if isinstance(value, str) else None
        for member in cls:
            if member.value.casefold() == folded:
                return member
        return super()._missing_(value)

    @classmethod
    def knows(cls, value: str) -> bool:
        """Whether a string, in any case, was known when this client was made."""
        return cls(value).is_known


class OpenIntEnum(IntEnum):
    """An enumeration of integers that accepts values it does not know.

    Every member equals its integer. A value without a member of its own becomes an
    instance of the class all the same, with `is_known` false.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = str(value)
        member._value_ = value
        return member

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Whether a value is of the JSON type that the members have."""
        # In Python a boolean is an integer, in JSON it is not.
        return isinstance(value, int) and not isinstance(value, bool)

    @classmethod
    def knows(cls, value: int) -> bool:
        """Whether an integer on the wire was known when this client was made."""
        return value in cls._value2member_map_

    @property
    def is_known(self) -> bool:
        """Whether the value was known when this client was made."""
        return self._value_ in type(self)._value2member_map_

    def __repr__(self) -> str:
        if self.is_known:
            return f"{type(self).__name__}.{self._name_}"
        return f"{type(self).__name__}({self._value_!r})"


AnyEnum: TypeAlias = OpenEnum | OpenIntEnum
"""An enumeration that stays open."""


class Members(dict[Any, Any]):
    """The members of an enumeration by their value on the wire, for reading.

    A dictionary is several times faster than calling the class. `None` stays `None`, a
    string that no member has becomes an open member, and a value of another type, which
    the API should not have sent, is kept as it is.
    """

    def __init__(self, enum: type[OpenEnum]) -> None:
        super().__init__({member.value: member for member in enum})
        self[None] = None
        self._enum = enum

    def __missing__(self, value: object) -> object:
        return self._enum(value) if isinstance(value, str) else value

    def read(self, value: Any, on_drift: DriftHook | None = None) -> Any:
        """The member for a value on the wire, whatever its type."""
        if on_drift is not None:
            _inspect(self._enum, value, on_drift)
        try:
            return self[value]
        except TypeError:  # arrays and objects are no keys
            return value


class IntMembers(dict[Any, Any]):
    """The same for an enumeration of integers: neither `True` nor 1.0 is its 1."""

    def __init__(self, enum: type[OpenIntEnum]) -> None:
        super().__init__({member.value: member for member in enum})
        self._enum = enum

    def __missing__(self, value: int) -> OpenIntEnum:
        return self._enum(value)

    def read(self, value: Any, on_drift: DriftHook | None = None) -> Any:
        """The member for a value on the wire, whatever its type."""
        if on_drift is not None:
            _inspect(self._enum, value, on_drift)
        return self[value] if type(value) is int else value


def _inspect(enum: type[AnyEnum], value: Any, hook: DriftHook) -> None:
    """Report a value that no member has."""
    expected = f"a value of {enum.__name__}"
    if not enum.accepts(value):
        tell(hook, expected, value)
    elif not enum.knows(value):
        hook(Drift("", "", expected, "one that it lacks"))

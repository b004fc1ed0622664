"""What values may be: the closed family of types that `model.py` speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType, TypeAlias

from generator.scalar import Scalar
from generator.text import Text

TypeId = NewType("TypeId", str)
"""The JSON pointer of a schema: `#/components/schemas/Pet`."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A single value (JSON Schema, Validation, section 6.1.3, `const`)."""

    value: bool | int | float | Text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Constant) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[type, object]:
        """In Python `True == 1`, in JSON it is not."""
        return type(self.value), self.value


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Type


@dataclass(frozen=True, slots=True)
class TupleOf:
    """An array of a fixed length, each of whose items has a type of its own."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class MapOf:
    value: Type
    names: tuple[Text, ...] = ()
    """ECMA-262 patterns, one of which occurs in each name; none if names are free."""


@dataclass(frozen=True, slots=True)
class Nullable:
    inner: Type
    is_firm: bool = True
    """Whether null is allowed, too, and not only said to be, where that does not count.

    It is to be expected all the same, and contradicts the specification."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A use of a declared type."""

    id: TypeId


@dataclass(frozen=True, slots=True)
class Discriminator:
    """A field whose text says which of several records an object is."""

    field: Text
    """Its name on the wire."""
    mapping: tuple[tuple[Text, Ref], ...]
    """Records by what the field says, sorted by it. Several records may share a text, and
    a record may have several, or none."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of one of several types: two or more, none of them null."""

    variants: tuple[Type, ...]
    """All different, in the order of the document."""
    discriminator: Discriminator | None = None


Type: TypeAlias = (
    Primitive | Constant | ListOf | TupleOf | MapOf | Nullable | OneOf | Ref
)

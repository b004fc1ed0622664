"""Shapes: what a JSON value may look like where several types are possible.

A shape reads values, and says how well one fits (`unions.py`).
"""

from __future__ import annotations

import re
from typing import Any, Protocol, TypeAlias, TypeGuard

from .decimals import ExactFloat
from .drift import Drift, DriftHook, below, kind_of, too_deep
from .enums import AnyEnum, IntMembers, Members, OpenEnum, OpenIntEnum
from .inspection import Checked, Inspector
from .trial import Trial

Score: TypeAlias = tuple[int, int, int, int]
"""How badly a shape fits: contradictions, generality, unknown fields, absent fields."""


class Shape(Checked):
    """What a value may look like. It is a reader, too."""

    def __init__(self, expected: str, *kinds: type[Any], generality: int = 5) -> None:
        exact = (ExactFloat,) if float in kinds else ()
        self._kinds = frozenset((*kinds, *exact))
        self._expected = expected
        self._score = (0, generality, 0, 0)

    def __call__(self, value: Any, on_drift: DriftHook | None = None, /) -> Any:
        try:
            if on_drift is not None:
                self.check(value, on_drift)
            return self.read(value)
        except RecursionError:
            pass  # see `reads_model`
        raise too_deep()

    @property
    def kinds(self) -> frozenset[type[Any]]:
        return self._kinds

    @property
    def expected(self) -> str:
        return self._expected

    def score(self, value: Any) -> Score | None:
        """How badly a value of one of its kinds fits; None if not at all."""
        return self._score

    def read(self, value: Any) -> Any:
        """The value in Python; as it is if it does not fit."""
        return value

    def check(self, value: Any, hook: DriftHook) -> None:
        if type(value) not in self.kinds or self.score(value) is None:
            hook(Drift("", "", self.expected, kind_of(value)))


TEXT = Shape("a string", str)
INTEGER = Shape("an integer", int, generality=4)
NUMBER = Shape("a number", int, float)
BOOLEAN = Shape("a boolean", bool)
ANYTHING = Shape("a value", str, int, float, bool, list, dict, type(None), generality=9)
NOTHING = Shape("nothing")


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def _is_array(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


class _Constant(Shape):
    """One of some values. In Python `True == 1`, in JSON it is not."""

    def __init__(self, values: tuple[str | bool | float, ...]) -> None:
        is_one = len(values) == 1
        expected = (
            "the one value that is allowed" if is_one else "a value that is listed"
        )
        super().__init__(expected, *map(type, values), generality=1)
        self._values = frozenset((type(one) is bool, one) for one in values)
        if {int, float} & self._kinds:  # a number may be written in either way
            self._kinds |= {int, float}

    def score(self, value: Any) -> Score | None:
        is_listed = (type(value) is bool, value) in self._values
        return self._score if is_listed else None

    def check(self, value: Any, hook: DriftHook) -> None:
        if type(value) in self.kinds and self.score(value) is None:
            hook(Drift("", "", self.expected, "another one"))
        else:
            super().check(value, hook)


class _Enum(Shape):
    """A member of an enumeration, which is open: values that it lacks fit worst."""

    def __init__(self, enum: type[AnyEnum]) -> None:
        kind = str if issubclass(enum, OpenEnum) else int
        super().__init__(f"a value of {enum.__name__}", kind, generality=2)
        self._enum = enum
        self._members = (
            Members(enum) if issubclass(enum, OpenEnum) else IntMembers(enum)
        )

    def score(self, value: Any) -> Score | None:
        return self._score if self._enum.knows(value) else (0, 8, 0, 0)

    def read(self, value: Any) -> Any:
        return self._members.read(value)

    def check(self, value: Any, hook: DriftHook) -> None:
        if not self._enum.accepts(value):
            super().check(value, hook)
        elif not self._enum.knows(value):
            hook(Drift("", "", self.expected, "one that it lacks"))


class _Readable(Protocol):
    """A model."""

    @classmethod
    def from_dict(
        cls, data: dict[str, Any], /, *, on_drift: DriftHook | None = None
    ) -> Any: ...

    @staticmethod
    def inspect(fields: Inspector) -> None: ...


class _Model(Shape):
    """An object that is described by a model."""

    def __init__(self, model: type[_Readable]) -> None:
        super().__init__("an object", dict, generality=5)
        self._model = model

    def score(self, value: Any) -> Score | None:
        trial = Trial(value)
        self._model.inspect(trial)
        strange = len(value) > 0 and trial.present == trial.wrong
        if trial.is_another or (strange and trial.contradictions):
            return None
        generality = 7 if strange else 5
        unknown = len(value) - trial.present - trial.extras
        return trial.contradictions, generality, unknown, trial.absent

    def read(self, value: Any) -> Any:
        return self._model.from_dict(value) if is_object(value) else value

    def check(self, value: Any, hook: DriftHook) -> None:
        if is_object(value):
            self._model.inspect(Inspector(value, self._model.__name__, hook))
        else:
            super().check(value, hook)


Variant: TypeAlias = Shape | type[AnyEnum] | type[_Readable]
"""A shape; a model or an enumeration stands for its own."""


def shape_of(variant: Variant) -> Shape:
    """The shape that a variant stands for."""
    if isinstance(variant, Shape):
        return variant
    if issubclass(variant, (OpenEnum, OpenIntEnum)):
        return _Enum(variant)
    return _Model(variant)


class _List(Shape):
    """An array. How well it fits is seen by its first item."""

    def __init__(self, item: Shape) -> None:
        super().__init__("an array", list)
        self._item = item

    def score(self, value: Any) -> Score | None:
        return _score_inside(self._item, value[:1])

    def read(self, value: Any) -> Any:
        if not _is_array(value):
            return value
        read = self._item.read
        return [read(one) for one in value]

    def check(self, value: Any, hook: DriftHook) -> None:
        if not _is_array(value):
            super().check(value, hook)
            return
        for index, one in enumerate(value):
            self._item.check(one, below(hook, index) or hook)


class _Tuple(Shape):
    """An array of a fixed length. What is longer or shorter stays as it is."""

    def __init__(self, items: tuple[Shape, ...]) -> None:
        super().__init__(f"an array of {len(items)} items", list, generality=4)
        self._items = items

    def score(self, value: Any) -> Score | None:
        if len(value) != len(self._items):
            return None
        pairs = zip(self._items, value, strict=True)
        wrong = sum(_score_inside(item, [one]) is None for item, one in pairs)
        return (wrong, 4, 0, 0) if wrong < len(self._items) else None

    def read(self, value: Any) -> Any:
        if not _is_array(value) or len(value) != len(self._items):
            return value
        pairs = zip(self._items, value, strict=True)
        return tuple(item.read(one) for item, one in pairs)

    def check(self, value: Any, hook: DriftHook) -> None:
        if not _is_array(value):
            super().check(value, hook)
            return
        if len(value) != len(self._items):
            hook(Drift("", "", self.expected, f"{len(value)}"))
        for index, (item, one) in enumerate(zip(self._items, value, strict=False)):
            item.check(one, below(hook, index) or hook)


class _Map(Shape):
    """An object with names of its own. How well it fits is seen by its first value."""

    def __init__(self, value: Shape, names: tuple[str, ...]) -> None:
        super().__init__("an object", dict)
        self._value = value
        self._names = names

    def score(self, value: Any) -> Score | None:
        score = _score_inside(self._value, list(value.values())[:1])
        return score and (score[0], 6, 0, 0)

    def read(self, value: Any) -> Any:
        if not is_object(value):
            return value
        read = self._value.read
        return {name: read(one) for name, one in value.items()}

    def check(self, value: Any, hook: DriftHook) -> None:
        if not is_object(value):
            super().check(value, hook)
            return
        for name, one in value.items():
            to = below(hook, name) or hook
            if self._names and not _is_like(name, self._names):
                to(Drift("", "", f"a name like {' or '.join(self._names)}", "another"))
            self._value.check(one, to)


def _is_like(name: str, patterns: tuple[str, ...]) -> bool:
    return any(re.search(pattern, name, re.ASCII) for pattern in patterns)


def _score_inside(shape: Shape, values: list[Any]) -> Score | None:
    for one in values:
        return shape.score(one) if type(one) in shape.kinds else None
    return (0, 5, 0, 0)


class _Nullable(Shape):
    """A value, or null."""

    def __init__(self, inner: Shape) -> None:
        super().__init__(inner.expected)
        self._inner = inner

    @property
    def kinds(self) -> frozenset[type[Any]]:
        return self._inner.kinds | {type(None)}

    def score(self, value: Any) -> Score | None:
        return (0, 0, 0, 0) if value is None else self._inner.score(value)

    def read(self, value: Any) -> Any:
        return None if value is None else self._inner.read(value)

    def check(self, value: Any, hook: DriftHook) -> None:
        if value is not None:
            self._inner.check(value, hook)


def list_shape(item: Variant) -> Shape:
    """An array of values of a shape."""
    return _List(shape_of(item))


def tuple_shape(*items: Variant) -> Shape:
    """An array whose items are of a shape each."""
    return _Tuple(tuple(map(shape_of, items)))


def map_shape(value: Variant, names: tuple[str, ...] = ()) -> Shape:
    """An object with names of its own, for values of a shape.

    In each name, one of some patterns occurs, if there are any.
    """
    return _Map(shape_of(value), names)


def nullable_shape(inner: Variant) -> Shape:
    """A value of a shape, or null."""
    return _Nullable(shape_of(inner))


def constant_shape(*values: str | bool | float) -> Shape:
    """A single value, or one of several."""
    return _Constant(values)

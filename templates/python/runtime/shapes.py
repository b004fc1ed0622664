"""Shapes: what a JSON value may look like where several types are possible.

A shape reads values, and says how well one fits (`unions.py`).
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias, TypeGuard

from .decimals import ExactFloat
from .drift import Drift, DriftHook, below, kind_of, too_deep
from .enums import Members, OpenEnum
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
    """A single value. In Python `True == 1`, in JSON it is not."""

    def __init__(self, value: str | bool | float) -> None:
        numbers = (int, float) if type(value) in (int, float) else (type(value),)
        super().__init__("the one value that is allowed", *numbers, generality=1)
        self._value = value

    def score(self, value: Any) -> Score | None:
        return self._score if value == self._value else None


class _Enum(Shape):
    """A member of an enumeration, which is open: strings that it lacks fit worst."""

    def __init__(self, enum: type[OpenEnum]) -> None:
        super().__init__(f"a value of {enum.__name__}", str, generality=2)
        self._enum = enum
        self._members = Members(enum)

    def score(self, value: Any) -> Score | None:
        return self._score if self._enum.knows(value) else (0, 8, 0, 0)

    def read(self, value: Any) -> Any:
        return self._members.read(value)

    def check(self, value: Any, hook: DriftHook) -> None:
        if not isinstance(value, str):
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
        unknown = len(value) - trial.present
        return trial.contradictions, generality, unknown, trial.absent

    def read(self, value: Any) -> Any:
        return self._model.from_dict(value) if is_object(value) else value

    def check(self, value: Any, hook: DriftHook) -> None:
        if is_object(value):
            self._model.inspect(Inspector(value, self._model.__name__, hook))
        else:
            super().check(value, hook)


Variant: TypeAlias = Shape | type[OpenEnum] | type[_Readable]
"""A shape; a model or an enumeration stands for its own."""


def shape_of(variant: Variant) -> Shape:
    """The shape that a variant stands for."""
    if isinstance(variant, Shape):
        return variant
    if issubclass(variant, OpenEnum):
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


class _Map(Shape):
    """An object with names of its own. How well it fits is seen by its first value."""

    def __init__(self, value: Shape) -> None:
        super().__init__("an object", dict)
        self._value = value

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
            self._value.check(one, below(hook, name) or hook)


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


def map_shape(value: Variant) -> Shape:
    """An object with names of its own, for values of a shape."""
    return _Map(shape_of(value))


def nullable_shape(inner: Variant) -> Shape:
    """A value of a shape, or null."""
    return _Nullable(shape_of(inner))


def constant_shape(value: str | bool | float) -> Shape:
    """A single value."""
    return _Constant(value)

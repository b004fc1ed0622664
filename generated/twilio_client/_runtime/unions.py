"""Unions: values of one of several shapes.

Of the shapes, one is taken by the field that tells objects apart, if there is such a field
and it says something known. Otherwise it is, among those of the value's JSON type, the
one that

1. contradicts the value least: constants must be equal, fields that are required be
   there, and fields be of their types, without looking into what they hold;
2. is the most specific: a constant before a member of an enumeration, a date before any
   text, an integer before a number, a model before a map;
3. knows most of the object's fields, and has the fewest others;
4. comes first in the API's description.

What fits none stays as it is. Nothing is lost, since models keep what they were read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .drift import Drift, DriftHook, below, kind_of
from .shapes import Score, Shape, Variant, is_object, shape_of


class _Later(Shape):
    """A shape that is defined further below."""

    def __init__(self, find: Callable[[], Shape]) -> None:
        super().__init__("another value")
        self._find = find

    @property
    def target(self) -> Shape:
        """The shape that is meant."""
        return self._find()

    @property
    def kinds(self) -> frozenset[type[Any]]:
        return self.target.kinds

    def score(self, value: Any) -> Score | None:
        return self.target.score(value)

    def read(self, value: Any) -> Any:
        return self.target.read(value)

    def check(self, value: Any, hook: DriftHook) -> None:
        self.target.check(value, hook)


class _OneOf(Shape):
    """A value of one of several shapes; those that are unions themselves are opened."""

    def __init__(
        self,
        variants: Iterable[Shape],
        by: str | None,
        values: Mapping[str, tuple[Shape, ...]],
    ) -> None:
        super().__init__("one of several types")
        self._variants = tuple(variants)
        self._by = by
        self._values = values
        self._by_kind: dict[type[Any], tuple[Shape, ...]] | None = None

    @property
    def kinds(self) -> frozenset[type[Any]]:
        return frozenset(self._sorted())

    def score(self, value: Any) -> Score | None:
        chosen = self._choose(value)
        return None if chosen is None else chosen.score(value)

    def read(self, value: Any) -> Any:
        chosen = self._choose(value)
        return value if chosen is None else chosen.read(value)

    def check(self, value: Any, hook: DriftHook) -> None:
        if self._by is not None and is_object(value) and not self._told(value):
            found = "another value" if self._by in value else "nothing"
            to = below(hook, self._by) or hook
            to(Drift("", "", "a value that tells the type", found))
        chosen = self._choose(value)
        if chosen is None:
            hook(Drift("", "", self.expected, kind_of(value)))
        else:
            chosen.check(value, hook)

    def _choose(self, value: Any) -> Shape | None:
        """The shape that fits best."""
        shapes: tuple[Shape, ...] = ()
        if is_object(value):
            shapes = self._told(value)
        if not shapes:
            shapes = self._sorted().get(value.__class__, ())
        if len(shapes) == 1:
            return shapes[0]
        best, least = None, None
        for shape in shapes:
            score = shape.score(value)
            if score is not None and (least is None or score < least):
                best, least = shape, score
        return best

    def _told(self, value: dict[str, Any]) -> tuple[Shape, ...]:
        """What the field says that tells objects apart."""
        said = None if self._by is None else value.get(self._by)
        return self._values.get(said, ()) if isinstance(said, str) else ()

    def _sorted(self) -> dict[type[Any], tuple[Shape, ...]]:
        """The shapes for each type of value, found out when first needed."""
        if self._by_kind is None:
            by_kind: dict[type[Any], list[Shape]] = {}
            for shape in self._opened():
                for kind in shape.kinds:
                    by_kind.setdefault(kind, []).append(shape)
            self._by_kind = {kind: tuple(shapes) for kind, shapes in by_kind.items()}
        return self._by_kind

    def _opened(self) -> list[Shape]:
        """All shapes, unions among them taken apart."""
        opened: dict[int, Shape] = {}
        seen: set[int] = set()
        pending: list[Shape] = [self]
        while pending:
            shape = pending.pop()
            if id(shape) in seen:
                continue
            seen.add(id(shape))
            if isinstance(shape, _OneOf):
                pending.extend(reversed(shape._variants))
            elif isinstance(shape, _Later):
                pending.append(shape.target)
            else:
                opened[id(shape)] = shape
        return list(opened.values())


def one_of(
    *variants: Variant,
    by: str | None = None,
    values: Mapping[str, Variant | tuple[Variant, ...]] | None = None,
) -> Shape:
    """A value of one of several shapes.

    `by` is the field that tells objects apart, and `values` says what each of its texts
    stands for: one model, or several that it does not tell apart.
    """
    known = {id(variant): shape_of(variant) for variant in variants}
    told: dict[str, tuple[Shape, ...]] = {}
    for text, meant in (values or {}).items():
        several = meant if isinstance(meant, tuple) else (meant,)
        told[text] = tuple(known.get(id(one)) or shape_of(one) for one in several)
    return _OneOf(known.values(), by, told)


def later(find: Callable[[], Shape]) -> Shape:
    """A shape that is not defined yet, since it is made of itself."""
    return _Later(find)

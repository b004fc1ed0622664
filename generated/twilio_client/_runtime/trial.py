"""Trying whether an object can be of a model, where several are possible."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .drift import Drift
from .enums import AnyEnum, OpenEnum, OpenIntEnum
from .inspection import Checked, Inspected, Inspector


class Trial(Inspector):
    """Counts what speaks against a model, without looking into what the fields hold."""

    __slots__ = ("absent", "contradictions", "extras", "is_another", "present", "wrong")

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, "", _ignore)
        self.present = 0
        """How many of the fields that it knows are there."""
        self.absent = 0
        self.extras = 0
        """How many fields are there that have no name, and need none."""
        self.contradictions = 0
        self.wrong = 0
        """How many fields are there and are not what they have to be."""
        self.is_another = False
        """Whether a constant is not what it has to be."""

    def constant(
        self,
        name: str,
        value: object,
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        before = self.contradictions
        super().constant(name, value, required=required, nullable=nullable)
        if self.contradictions > before and self._data.get(name) is not None:
            self.is_another = True

    def enum(
        self,
        name: str,
        enum: type[AnyEnum],
        *,
        required: bool = False,
        nullable: bool = False,
    ) -> None:
        before = self.contradictions
        super().enum(name, enum, required=required, nullable=nullable)
        if len(enum) == 1 and self.contradictions > before and name in self._data:
            self.is_another = True

    def anything(
        self, name: str, *, required: bool = False, nullable: bool = False
    ) -> None:
        self._typed(name, object, "a value", required, True)

    def extra(
        self, names: Collection[str], items: type[Inspected | AnyEnum] | Checked
    ) -> None:
        """They are known, but say nothing for the model by being there."""
        if isinstance(items, Checked):
            kinds = items.kinds
        else:
            kinds = frozenset({_kind(items)})
        for name, value in self._data.items():
            if name not in names:
                self.extras += 1
                self.contradictions += type(value) not in kinds

    def nothing_else(self, names: Collection[str]) -> None:
        """Each field too many speaks against the model."""
        self.contradictions += sum(1 for name in self._data if name not in names)

    def _typed(
        self,
        name: str,
        kind: type[Any] | tuple[type[Any], ...],
        expected: str,
        required: bool,
        nullable: bool,
    ) -> Any:
        if name in self._data:
            self.present += 1
        else:
            self.absent += 1
        return super()._typed(name, kind, expected, required, nullable)

    def _report(self, name: str, expected: str, found: str) -> None:
        self.contradictions += 1
        self.wrong += name in self._data

    def _check(self, name: str, value: object, shape: Checked) -> None:
        if type(value) not in shape.kinds:
            self._report(name, "", "")

    def _inspect(self, at: str, value: dict[str, Any], model: type[Inspected]) -> None:
        pass

    def _inspect_all(
        self,
        name: str,
        entries: Iterable[tuple[Any, Any]],
        items: type[Inspected | AnyEnum] | Checked,
    ) -> None:
        pass


def _kind(items: type[Inspected | AnyEnum]) -> type[Any]:
    """The type of the JSON that a model or an enumeration is read from."""
    if issubclass(items, OpenEnum):
        return str
    return int if issubclass(items, OpenIntEnum) else dict


def _ignore(drift: Drift) -> None:
    """The hook of who only counts."""

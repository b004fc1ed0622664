"""The names of fields, for the module that has them and for those that look into them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model import Record, TypeId
from generator.plan.published import Names


class FieldNames:
    """What the fields of records are called. Each scope is opened once."""

    def __init__(self, keys: Mapping[TypeId, str], names: Names) -> None:
        self._keys = keys
        self._names = names
        self._known: dict[TypeId, list[str]] = {}

    def of(self, record: Record) -> list[str]:
        """The names of all fields, in their order."""
        known = self._known.get(record.id)
        if known is None:
            scope = self._names.scope("fields", self._keys[record.id])
            wishes = [(field.name.wire.raw, field.name) for field in record.fields]
            known = self._known[record.id] = scope.take_all("field", wishes)
        return known

"""Fields that a model does not name, where the API's description says of what type."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .drift import Reader
from .errors import InvalidArgumentError
from .models import Form, JsonObject, put_json


def read_extra(
    data: JsonObject, names: Collection[str], read: Reader[Any] | None = None
) -> dict[str, Any]:
    """The fields of an object that are not among `names`, by their names."""
    extra = {name: value for name, value in data.items() if name not in names}
    if read is None or not extra:
        return extra
    return {name: read(value) for name, value in extra.items()}


def put_extra(
    data: JsonObject,
    names: Collection[str],
    extra: dict[str, Any],
    form: Form | None = None,
) -> None:
    """Write the fields that are not among `names`; those that are gone are left out.

    Raises:
        InvalidArgumentError: One has the name of a field that the model has itself, or
            cannot be sent.
    """
    for name in extra:
        if name in names:
            raise InvalidArgumentError(f"extra: `{name}` is a field of its own")
    for name in [one for one in data if one not in names and one not in extra]:
        del data[name]
    for name, value in extra.items():
        put_json(data, name, value, form, null=True)

"""JSON, and schemas, which are JSON too."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeGuard

Json: TypeAlias = Any
Schema: TypeAlias = Any
"""An object, or, from OpenAPI 3.1 on, a boolean."""


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    return isinstance(value, dict)


def is_array(value: Json) -> TypeGuard[list[Json]]:
    return isinstance(value, list)

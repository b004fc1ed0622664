"""The model as JSON, for people who debug and for programs in other languages."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, cast

from generator.model import Api
from generator.text import Text


def dump(api: Api) -> str:
    """The model of an API. Objects that can be of several kinds say so in `kind`."""
    return f"{json.dumps(_plain(api), indent=2, ensure_ascii=False)}\n"


def _plain(value: Any) -> Any:
    match value:
        case Text(raw):
            return raw
        case Enum():
            return value.value
        case tuple():
            return [_plain(item) for item in cast(tuple[object, ...], value)]
        case _ if is_dataclass(value):
            kind = type(value).__name__
            entries = {
                one.name: _plain(getattr(value, one.name)) for one in fields(value)
            }
            return {"kind": kind, **entries}
        case _:
            return value

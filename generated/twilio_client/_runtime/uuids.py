"""UUIDs between Python and the wire (RFC 9562, section 4).

They have a module of their own since Python's takes long to load.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from .formats import Format

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


def _parse(value: Any) -> UUID | None:
    is_one = isinstance(value, str) and _UUID.fullmatch(value)
    return UUID(value) if is_one else None


UUID_TEXT = Format("a UUID", UUID, _parse, str)

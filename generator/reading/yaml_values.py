"""What a plain text of YAML stands for, by the core schema of YAML 1.2.2, section 10.3.2.

The infinities are left out, which JSON does not have.
"""

from __future__ import annotations

import re
from math import isinf

from generator.document import Json

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CONSTANTS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
LIMITS = ("too many digits", "larger than any number")
"""Problems that are none of the grammar."""


def resolved(text: str) -> tuple[Json, str]:
    """The value of a text without quotes, and why it has none; empty if it has."""
    if text in _CONSTANTS:
        return _CONSTANTS[text], ""
    if _INTEGER.fullmatch(text):
        try:
            return int(text, 0 if text.startswith(("0o", "0x")) else 10), ""
        except ValueError:
            return None, LIMITS[0]
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number, LIMITS[1] if isinf(number) else ""
    if _NOT_A_NUMBER.fullmatch(text):
        return None, f"`{text}` has no counterpart in JSON"
    return text, ""

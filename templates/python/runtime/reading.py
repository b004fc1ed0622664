"""What a response holds: JSON and text, of its bytes."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from .decimals import ExactFloat
from .errors import DecodeError

_CHARSET = re.compile(r";\s*charset=\"?([\w-]+)", re.IGNORECASE | re.ASCII)
_CHARSETS = ("utf-8", "utf-16", "utf-32", "us-ascii", "iso-8859-", "windows-125")


def is_json(content_type: str) -> bool:
    """Whether a media type is JSON, or is written as JSON."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type.endswith(("/json", "+json"))


def parse_json(
    content: bytes, *, exact: bool = False, what: str = "the response"
) -> Any:
    """Read JSON; if it is to be `exact`, numbers remember their digits.

    `what` it is, errors say.

    The error is raised outside the handler: the parser's own one holds the whole text.

    Raises:
        DecodeError: The content is not JSON (RFC 8259), or nested too deeply.
    """
    try:
        number = ExactFloat if exact else None
        return json.loads(content, parse_constant=_refuse, parse_float=number)
    except json.JSONDecodeError as error:
        problem = f"{error.msg} at line {error.lineno}, column {error.colno}"
    except RecursionError:
        problem = "nested too deeply"
    except ValueError as error:
        problem = type(error).__name__
    raise DecodeError(f"{what} of {len(content)} bytes is not JSON: {problem}")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity are not JSON


def read_text(content: bytes, content_type: str) -> str:
    """Read a text in the charset that its media type names, or else in UTF-8.

    Bytes that mean nothing there become U+FFFD: a log should not be lost for one of them.
    """
    named = _CHARSET.search(content_type)
    charset = named[1].lower() if named else ""
    if not charset.startswith(_CHARSETS):
        charset = "utf-8"
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")

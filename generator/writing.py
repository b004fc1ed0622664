"""How arguments are written into requests, where there is more than one way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How lists and objects become texts (OpenAPI, Parameter Object, Style Values)."""

    SIMPLE = "simple"
    LABEL = "label"
    MATRIX = "matrix"
    FORM = "form"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    DEEP_OBJECT = "deepObject"
    COOKIE = "cookie"
    JSON = "json"
    """As JSON, whatever the value is (`content`, or `contentType` of an encoding)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a value becomes text, where there is more than one way to do it."""

    style: Style
    explode: bool = False
    """Whether items and members stand apart, each with a name of its own. Only for styles
    that make a difference there."""
    allow_reserved: bool = False
    """Whether the reserved characters of RFC 3986 stay as they are in a query or form."""

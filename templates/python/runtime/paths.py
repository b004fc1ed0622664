"""Paths made of a template and arguments, such that no argument can leave its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from .errors import InvalidArgumentError
from .values import Scalar, wire_text

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_DOTS = frozenset({".", ".."})


def segment(
    name: str,
    value: Scalar,
    *,
    pattern: str | None = None,
    min_length: int = 0,
    max_length: int | None = None,
) -> str:
    """Check an argument of a path and encode it (RFC 3986, section 2.1).

    Raises:
        InvalidArgumentError: The value is empty, holds a control character, would be
            read as a step to another path (`..`, however encoded), or is not what the
            API's description asks for.
    """
    text = wire_text(name, value)
    if not text:
        raise InvalidArgumentError(f"{name}: must not be empty")
    if _UNSENDABLE.search(text):
        raise InvalidArgumentError(f"{name}: holds a control character")
    if _climbs(text):
        raise InvalidArgumentError(f"{name}: {text[:80]!r} would leave its path")
    if len(text) < min_length or (max_length is not None and len(text) > max_length):
        raise InvalidArgumentError(
            f"{name}: {text[:80]!r} has {len(text)} characters, "
            f"not {_span(min_length, max_length)}"
        )
    if pattern is not None and not re.search(pattern, text, re.ASCII):
        raise InvalidArgumentError(f"{name}: {text[:80]!r} does not match {pattern}")
    return quote(text, safe="")


def expand(template: str, segments: Mapping[str, str]) -> str:
    """Fill the placeholders of a path template with encoded segments.

    Raises:
        InvalidArgumentError: The segments together make a step to another path.
    """
    path = _PLACEHOLDER.sub(lambda match: segments[match[1]], template)
    if any(part in _DOTS for part in path.split("/")):
        raise InvalidArgumentError(f"{path[:80]!r} would leave its path")
    return path


def _climbs(text: str) -> bool:
    """Whether some server, decoding once or more, could read a step such as `..`."""
    for _ in range(4):
        if any(part in _DOTS for part in re.split(r"[/\\]", text)):
            return True
        decoded = unquote(text)
        if decoded == text:
            return False
        text = decoded
    return True


def _span(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} or more"
    return str(least) if least == most else f"{least} to {most}"

"""Paths made of a template and arguments, such that no argument can leave its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias
from urllib.parse import quote, unquote

from .errors import InvalidArgumentError
from .styles import is_made_of_parts, is_object, opened, pieces
from .unset import Unset
from .values import Scalar, wire_text

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# Some servers drop what follows a semicolon before they look for steps.
_STEP = re.compile(r"(?:^|[/\\])\.\.?(?:$|[/\\;])")


def segment(
    name: str,
    value: Scalar,
    *,
    pattern: str | None = None,
    min_length: int = 0,
    max_length: int | None = None,
) -> str:
    """Check an argument of a path and encode it (RFC 3986, section 2.1).

    A slash is encoded like anything else. A server that decodes a path before it takes it
    apart reads more segments then, but none of them leads back.

    Raises:
        InvalidArgumentError: The value is empty, holds a control character, would be
            read as a step to another path (`..`, however encoded), or is not what the
            API's description asks for.
    """
    text = wire_text(name, value)
    if not text:
        raise InvalidArgumentError(f"{name}: must not be empty")
    _check(name, text)
    if len(text) < min_length or (max_length is not None and len(text) > max_length):
        raise InvalidArgumentError(
            f"{name}: {text[:80]!r} has {len(text)} characters, "
            f"not {_span(min_length, max_length)}"
        )
    if pattern is not None and not re.search(pattern, text, re.ASCII):
        raise InvalidArgumentError(f"{name}: {text[:80]!r} does not match {pattern}")
    return quote(text, safe="")


PathStyle: TypeAlias = Literal["simple", "label", "matrix"]


def styled_segment(
    name: str,
    value: object,
    style: PathStyle = "simple",
    *,
    explode: bool = False,
    wire: str = "",
) -> str:
    """Encode a list or an object, or what is written in a style of its own.

        simple      1,2             R,1,G,2         exploded: 1,2           R=1,G=2
        label       .1,2            .R,1,G,2                  .1.2          .R=1.G=2
        matrix      ;c=1,2          ;c=R,1,G,2                ;c=1;c=2      ;R=1;G=2

    (OpenAPI, Parameter Object, Style Values.) `matrix` alone may be empty: `;c`. `wire` is
    what it calls the argument.

    Raises:
        InvalidArgumentError: There is nothing to write, a part cannot stand in a path as
            `segment` has it, or it holds the dot by which it would be taken apart.
    """
    given = opened(name, value)
    exploded = explode and is_made_of_parts(given)

    def encode(name: str, text: str) -> str:
        _check(name, text)
        if style == "label" and exploded and "." in text:
            message = f"{text[:80]!r} holds a dot, which separates items"
            raise InvalidArgumentError(f"{name}: {message}")
        return quote(text, safe="")

    texts = pieces(name, given, encode, explode=explode)
    is_empty = not any(texts) if style != "matrix" else not texts
    if is_empty or isinstance(given, Unset):
        raise InvalidArgumentError(f"{name}: must not be empty")
    match style:
        case "simple":
            return ",".join(texts)
        case "label":
            return "." + ("." if explode else ",").join(texts)
        case "matrix":
            own = quote(wire or name, safe="")
            if exploded:
                named = is_object(given)
                return "".join(f";{x}" if named else _matrix(own, x) for x in texts)
            return _matrix(own, ",".join(texts))


def expand(template: str, segments: Mapping[str, str]) -> str:
    """Fill the placeholders of a path template with encoded segments.

    Raises:
        InvalidArgumentError: The segments together make a step to another path.
    """
    path = _PLACEHOLDER.sub(lambda match: segments[match[1]], template)
    if any(_climbs(unquote(part)) for part in path.split("/")):
        raise InvalidArgumentError(f"{path[:80]!r} would leave its path")
    return path


def _matrix(name: str, text: str) -> str:
    return f";{name}={text}" if text else f";{name}"


def _check(name: str, text: str) -> None:
    """Refuse a text that no segment may hold."""
    if _UNSENDABLE.search(text):
        raise InvalidArgumentError(f"{name}: holds a control character")
    if _climbs(text):
        raise InvalidArgumentError(f"{name}: {text[:80]!r} would leave its path")


def _climbs(text: str) -> bool:
    """Whether some server, decoding once or more, could read a step such as `..`."""
    for _ in range(4):
        if _STEP.search(text):
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

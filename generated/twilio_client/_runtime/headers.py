"""HTTP headers: reading them without regard to case, and refusing unsafe ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from .errors import InvalidArgumentError
from .redaction import MASK
from .values import Encoded

_SECRET = frozenset({"authorization", "cookie", "proxy-authorization", "set-cookie"})
# What frames the message is up to the transport.
_FRAMING = frozenset({"connection", "content-length", "host", "transfer-encoding"})
# RFC 9110, sections 5.1 and 5.5: a name is a token; a value holds no control character.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?")
# RFC 6265, section 4.1.1: what may stand in a cookie, beside letters and digits.
_COOKIE_MARKS = "!#$%&'()*+-./:<=>?@[]^_`{|}~"


class Headers(Mapping[str, str]):
    """Headers of a response. Names are compared without regard to case (RFC 9110)."""

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            known = self._values.get(key)
            self._values[key] = value if known is None else f"{known}, {value}"

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        shown = {
            name: MASK if name in _SECRET else value
            for name, value in self._values.items()
        }
        return f"Headers({shown!r})"


def is_secret(name: str) -> bool:
    """Whether a header carries credentials."""
    return name.lower() in _SECRET


def check_header(name: object, value: object) -> None:
    """Refuse a header that could end its line and begin another one.

    Raises:
        InvalidArgumentError: The name is no token or frames the message, or the value
            holds a control character, a character outside ASCII, or a blank at an end.
    """
    if not (isinstance(name, str) and _NAME.fullmatch(name)):
        raise InvalidArgumentError(f"not a header name: {name!r}")
    if name.lower() in _FRAMING:
        raise InvalidArgumentError(f"header {name} is set by the transport")
    if not (isinstance(value, str) and can_be_value(value)):
        reason = _reason(value)
        raise InvalidArgumentError(f"header {name}: the value cannot be sent: {reason}")


def _reason(value: object) -> str:
    """Why a header cannot have a value; says nothing of what the value is."""
    if not isinstance(value, str):
        return "it is no text"
    if not value.isascii():
        return "it holds a character outside ASCII"
    return "it holds a control character, or a blank at an end"


def can_be_value(text: str) -> bool:
    """Whether a header can have a text as its value."""
    return _VALUE.fullmatch(text) is not None


def cookie_header(cookies: Iterable[tuple[str, str]]) -> str:
    """The value of the one header `Cookie` (RFC 6265, section 4.2).

    Characters that a cookie cannot hold are percent-encoded, others stand as they are: a
    value that was copied from elsewhere, `%2C` and all, is sent as it was. What a style has
    encoded is not encoded again.

    Raises:
        InvalidArgumentError: A name is no token.
    """
    written: list[str] = []
    for name, value in cookies:
        if not _NAME.fullmatch(name):
            raise InvalidArgumentError(f"not a name of a cookie: {name!r}")
        is_ready = isinstance(value, Encoded)
        text = value if is_ready else quote(value, safe=_COOKIE_MARKS)
        written.append(f"{name}={text}")
    return "; ".join(written)

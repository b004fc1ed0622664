"""Lists and objects as text: what OpenAPI calls the style of a parameter.

What a style separates by is encoded inside of names and values, so that a server that
splits before it decodes reads what was meant. Where nothing can be encoded, or servers
decode first, such a value is refused and not sent as something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal, TypeAlias, TypeGuard, cast
from urllib.parse import quote

from .errors import InvalidArgumentError
from .models import Model
from .sending import as_json
from .unset import Unset
from .values import Encoded, Written, wire_text

Style: TypeAlias = Literal[
    "form", "spaceDelimited", "pipeDelimited", "deepObject", "simple", "cookie"
]
"""OpenAPI, Parameter Object, Style Values; those of paths are in `paths.py`."""

# RFC 3986, section 2.2, but for what ends a query (`#`), parts its fields (`&`, and `;` on
# some servers), means a blank (`+`), or may not stand in one (`[` and `]`).
_KEPT = ":/?@!$'()*,="
# RFC 6265, section 4.1.1: what a cookie's value may hold. A comma separates items.
_COOKIE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*")

_DEEPEST = 100
"""How many brackets a name may have; what has more may have no end."""

Encode: TypeAlias = Callable[[str, str], str]
"""Makes a text safe inside of a style, or refuses it; is told which argument it is of."""


class Styled(Written):
    """A list or an object that is written in a style of its own.

        form, exploded      c=1&c=2         R=1&G=2         lists inside repeat their name
        form                c=1,2           c=R,1,G,2
        spaceDelimited      c=1%202         c=R%201%20G%202
        pipeDelimited       c=1%7C2         c=R%7C1%7CG%7C2
        deepObject          c[]=1&c[]=2     c[R]=1&c[G]=2   c[a][b]=1&c[a][b]=2 further in
        simple, exploded    1,2             R=1,G=2         in a header
        simple              1,2             R,1,G,2
        cookie              c=1; c=2        R=1; G=2        exploded
                            c=1,2           c=R,1,G,2

    What is neither is a text alone. Unless `explode` is given, `form` and `cookie` are
    exploded. `allow_reserved` leaves the reserved characters of RFC 3986 in values as they
    are, where a query has no use of its own for them.

    A value that holds the blank or the bar by which it would be taken apart is refused; so
    is one that cannot stand in a header or, with `cookie`, in a cookie, since nothing is
    encoded there. In a name, brackets are refused by `deepObject`.
    """

    __slots__ = ("_allow_reserved", "_explode", "_style")

    def __init__(
        self,
        value: object,
        style: Style = "form",
        *,
        explode: bool | None = None,
        allow_reserved: bool = False,
    ) -> None:
        super().__init__(value)
        self._style: Style = style
        self._explode = style in ("form", "cookie") if explode is None else explode
        self._allow_reserved = allow_reserved

    def pairs(self, name: str) -> Iterator[tuple[str, str]]:
        """The pairs of name and text: none for an empty list or object, or `UNSET`."""
        value = opened(name, self.value)
        if isinstance(value, Unset) or (not value and is_made_of_parts(value)):
            return
        match self._style:
            case "deepObject":
                yield from self._deep(name, value)
            case "form" | "cookie" if self._explode:
                yield from self._exploded(name, value)
            case "form":
                safe = _KEPT.replace(",", "").replace("=", "")
                yield name, self._joined(name, value, ",", "", safe)
            case "spaceDelimited":
                yield name, self._joined(name, value, "%20", " ", _KEPT)
            case "pipeDelimited":
                yield name, self._joined(name, value, "%7C", "|", _KEPT)
            case "simple":
                yield name, self._in_header(name, value)
            case "cookie":
                texts = pieces(name, value, _in_cookie)
                yield name, Encoded(",".join(texts))

    def _exploded(self, name: str, value: object) -> Iterator[tuple[str, str]]:
        """A pair for each item or member."""
        members = value if is_object(value) else {name: value}
        for key, member in members.items():
            one = opened(key, member)
            for item in one if is_list(one) else [one]:
                yield key, self._text(key, wire_text(key, item))

    def _deep(self, name: str, value: object) -> Iterator[tuple[str, str]]:
        """A pair for each value, with the way to it in brackets."""
        if is_list(value):
            name = f"{name}[]"
        pending: list[tuple[str, object]] = [(name, value)]
        while pending:
            at, one = pending.pop()
            one = opened(at, one)
            if is_object(one):
                if at.count("[") >= _DEEPEST:
                    raise InvalidArgumentError(f"{name}: nested too deeply")
                pending += [
                    (f"{at}[{_in_brackets(at, key)}]", one[key])
                    for key in reversed(one)
                ]
                continue
            for item in one if is_list(one) else [one]:
                yield at, self._text(at, wire_text(at, item))

    def _text(self, name: str, text: str) -> str:
        """A text that stands alone in its pair."""
        if self._style == "cookie":
            return Encoded(_in_cookie(name, text))
        return Encoded(quote(text, safe=_KEPT)) if self._allow_reserved else text

    def _joined(
        self, name: str, value: object, separator: str, refused: str, safe: str
    ) -> str:
        """All items in one text, or a member's name and its value in turn."""

        def encode(name: str, text: str) -> str:
            if refused and refused in text:
                message = f"a part holds {refused!r}, which separates parts"
                raise InvalidArgumentError(f"{name}: {message}")
            return quote(text, safe=safe if self._allow_reserved else "")

        if not is_made_of_parts(value):
            return self._text(name, wire_text(name, value))
        return Encoded(separator.join(pieces(name, value, encode)))

    def _in_header(self, name: str, value: object) -> str:
        if not is_made_of_parts(value):
            return wire_text(name, value)
        return ",".join(pieces(name, value, _header_item, explode=self._explode))


def json_text(name: str, value: object) -> str | Unset:
    """An argument as JSON, in ASCII; `UNSET` as it is (Parameter Object, `content`).

    Raises:
        InvalidArgumentError: The value, or a part of it, has no JSON.
    """
    if isinstance(value, Unset):
        return value
    return json.dumps(as_json(name, value), separators=(",", ":"))


def opened(name: str, value: object) -> object:
    """A model or mapping as a `dict` without what is unset, a sequence as a `list`.

    Raises:
        InvalidArgumentError: A name in it is not a text.
    """
    match value:
        case Model():
            return _request(name, value)
        case Mapping():
            entries = cast(Mapping[object, object], value).items()
            return {
                _key(name, key): one
                for key, one in entries
                if not isinstance(one, Unset)
            }
        case Collection() if not isinstance(value, (str, bytes, bytearray, Unset)):
            return list(cast(Collection[object], value))
        case _:
            return value


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether what was opened is a list."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether what was opened is an object."""
    return isinstance(value, dict)


def is_made_of_parts(value: object) -> bool:
    """Whether what was opened is a list or an object."""
    return isinstance(value, (list, dict))


def pieces(
    name: str, value: object, encode: Encode, *, explode: bool = False
) -> list[str]:
    """The items of a list; the names and values of an object, exploded as `R=100`.

    Raises:
        InvalidArgumentError: One of them cannot be sent.
    """
    if not is_object(value):
        items = value if is_list(value) else [value]
        return [encode(name, wire_text(name, item)) for item in items]
    written: list[str] = []
    for key, one in value.items():
        start, text = encode(name, key), encode(name, wire_text(f"{name}.{key}", one))
        if explode and "=" in start:
            raise InvalidArgumentError(f"{name}: a name in it holds a `=`")
        written += [f"{start}={text}"] if explode else [start, text]
    return written


def _request(name: str, model: Model) -> dict[str, object]:
    try:
        return model.to_request()
    except RecursionError:
        pass  # an error that is raised here would keep this one, and all its frames
    raise InvalidArgumentError(f"{name}: nested too deeply")


def _key(name: str, key: object) -> str:
    if not isinstance(key, str):
        raise InvalidArgumentError(f"{name}: a name has to be a str")
    return wire_text(name, key)


def _in_brackets(name: str, key: str) -> str:
    if not key or "[" in key or "]" in key:
        raise InvalidArgumentError(f"{name}: a name in it cannot stand in brackets")
    return key


def _in_cookie(name: str, text: str) -> str:
    if not _COOKIE.fullmatch(text):
        raise InvalidArgumentError(f"{name}: holds what no cookie can hold")
    return text


def _header_item(name: str, text: str) -> str:
    """An item that is read back as one (RFC 9110, section 5.6.1)."""
    if not text or "," in text or text != text.strip():
        message = "a part is empty, or holds a comma, or a blank at an end"
        raise InvalidArgumentError(f"{name}: {message}")
    return text

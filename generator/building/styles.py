"""Styles: how the lists and objects of parameters and forms become texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from generator.building.leaving_out import LeftOut
from generator.building.media import is_json, plain
from generator.building.schemas import Types
from generator.document import Node
from generator.model import (
    Alias,
    Constant,
    Direction,
    Enumeration,
    ListOf,
    Location,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Record,
    Ref,
    TupleOf,
    Type,
    TypeId,
)
from generator.writing import Style, Writing

_STYLES: Mapping[Location, tuple[Style, ...]] = {
    Location.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX),
    Location.QUERY: (
        Style.FORM,
        Style.SPACE_DELIMITED,
        Style.PIPE_DELIMITED,
        Style.DEEP_OBJECT,
    ),
    Location.HEADER: (Style.SIMPLE,),
    Location.COOKIE: (Style.FORM, Style.COOKIE),
}
"""Which styles there are at a place; the first one is taken if none is named."""

_Part: TypeAlias = tuple[str, str]
"""What is in a value, and what it is in itself: `("list", "object")`; `("object", "")` for
the whole."""

_FLAT: frozenset[_Part] = frozenset({("list", ""), ("object", "")})
_LISTS_INSIDE: frozenset[_Part] = _FLAT | {("list", "object")}
_DEEP: frozenset[_Part] = _LISTS_INSIDE | {("object", "object")}
STYLE_KEYS = frozenset({"allowReserved", "explode", "style"})


def parameter_writing(
    node: Node, location: Location, kind: Type, types: Types
) -> Writing | None:
    """How a parameter is written; None if it is a text, or a list that repeats its name.

    Raises:
        LeftOut: Its style is none of its place, or has no way to write its type.
    """
    wire = (node / "name").text
    return _writing(node, location, kind, types, f"its parameter `{wire}`")


def field_writing(
    encoding: Node, name: str, kind: Type, types: Types
) -> Writing | None:
    """How a field of a form is written (Encoding Object); None as for parameters.

    What is neither styled nor JSON is a text, whatever its media type is called.

    Raises:
        LeftOut: Its style has no way to write its type.
    """
    node, what = encoding / name, f"its field `{name}`"
    if STYLE_KEYS & node.fields.keys():  # then `contentType` is ignored
        return _writing(node, Location.QUERY, kind, types, what)
    is_whole = is_json((node / "contentType").text)
    return Writing(style=Style.JSON) if is_whole else None


def content_writing(
    media_type: str, node: Node, kind: Type, types: Types, what: str
) -> Writing | None:
    """How a value of a media type is written: as JSON, or, if it is text, as it is.

    Raises:
        LeftOut: It is of another media type.
    """
    if is_json(media_type):
        return Writing(style=Style.JSON)
    if not plain(media_type).startswith("text/") or parts_of(kind, types):
        raise LeftOut(f"{what} is {media_type}", node.at)
    return None


def parts_of(kind: Type, types: Types) -> frozenset[_Part]:
    """The lists and objects that a value may be or hold; empty if it is a text."""
    found: set[_Part] = set()
    seen: set[tuple[TypeId, str]] = set()
    pending = [(kind, "")]
    while pending:
        one, place = pending.pop()
        match one:
            case Primitive() | Constant():
                pass
            case Nullable(inner):
                pending.append((inner, place))
            case OneOf(variants):
                pending += [(variant, place) for variant in variants]
            case ListOf(item):
                found.add(("list", place))
                pending.append((item, "list"))
            case TupleOf(items):
                found.add(("list", place))
                pending += [(item, "list") for item in items]
            case MapOf(value):
                found.add(("object", place))
                pending.append((value, "object"))
            case Ref(identifier) if (identifier, place) not in seen:
                seen.add((identifier, place))
                match types.declaration(identifier):
                    case Alias(target=target):
                        pending.append((target, place))
                    case Record(fields=fields):
                        found.add(("object", place))
                        pending += [
                            (field.type, "object")
                            for field in fields
                            if field.direction is not Direction.RECEIVED
                        ]
                    case Enumeration():
                        pass
            case Ref():
                pass
    return frozenset(found)


def _writing(
    node: Node, location: Location, kind: Type, types: Types, what: str
) -> Writing | None:
    default, *_ = styles = _STYLES[location]
    named = (node / "style").text or default.value
    if named not in styles:
        raise LeftOut(f"the style of {what}", node.at)
    style, parts = Style(named), parts_of(kind, types)
    explode = _explode(node, style)
    allow_reserved = (
        location is Location.QUERY and (node / "allowReserved").value is True
    )
    if explode and style in (Style.SPACE_DELIMITED, Style.PIPE_DELIMITED):
        # Undefined by OpenAPI; a list that is exploded has nothing left to separate.
        parts |= {("object", "list")} if ("object", "") in parts else frozenset()
        style = Style.FORM
    odd = sorted(parts - _writable(style, explode=explode))
    if odd:
        message = f"no style of OpenAPI says how {what} is written: {_told(odd[0])}"
        raise LeftOut(message, node.at)
    if not (allow_reserved or _matters(style, parts, explode=explode)):
        return None
    return Writing(style=style, explode=explode, allow_reserved=allow_reserved)


def _explode(node: Node, style: Style) -> bool:
    """Whether parts stand apart; by default they do where they are fields or cookies."""
    if style is Style.DEEP_OBJECT:
        return False  # it has one way only
    given = (node / "explode").value
    return given if isinstance(given, bool) else style in (Style.FORM, Style.COOKIE)


def _writable(style: Style, *, explode: bool) -> frozenset[_Part]:
    """What a style can write. Exploded, lists in objects repeat the member's name."""
    if style is Style.DEEP_OBJECT:
        return _DEEP
    is_apart = explode and style in (Style.FORM, Style.COOKIE)
    return _LISTS_INSIDE if is_apart else _FLAT


def _matters(style: Style, parts: frozenset[_Part], *, explode: bool) -> bool:
    """Whether a value is written otherwise than as a text, or a list by its name."""
    if style in (Style.LABEL, Style.MATRIX, Style.COOKIE):
        return True
    return bool(parts - {("list", "")} if style is Style.FORM and explode else parts)


def _told(part: _Part) -> str:
    kind, place = part
    kind = "an object" if kind == "object" else "a list"
    return f"{kind} in {'a list' if place == 'list' else 'an object'}"

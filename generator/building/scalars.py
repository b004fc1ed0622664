"""Types that hold no other type, and enumerations."""

from __future__ import annotations

from generator.building.names import name_of
from generator.document import Node
from generator.model import Constant, Limits, Member, Primitive, Scalar
from generator.text import Text

_SCALARS = {
    "boolean": Scalar.BOOLEAN,
    "integer": Scalar.INTEGER,
    "number": Scalar.NUMBER,
    "string": Scalar.STRING,
}
_FORMATS = {"date": Scalar.DATE, "date-time": Scalar.DATE_TIME}


def primitive(node: Node, kind: str, *, ignores_format: bool) -> Primitive:
    """The type of a schema whose `type` is `kind`; any value if that is no scalar."""
    scalar = _SCALARS.get(kind, Scalar.ANY)
    form = "" if ignores_format else (node / "format").text
    if scalar is Scalar.STRING:
        scalar = _FORMATS.get(form, scalar)
    pattern = (node / "pattern").text
    limits = Limits(
        min_length=(node / "minLength").number,
        max_length=(node / "maxLength").number,
        pattern=Text(pattern) if pattern else None,
    )
    return Primitive(scalar, Text(form) if form else None, limits)


def constant(node: Node) -> Constant | None:
    """The single value that a schema allows, if that is a scalar and not null."""
    match (node / "const").value:
        case str() as text:
            return Constant(Text(text))
        case bool() | int() | float() as value:
            return Constant(value)
        case _:
            return None


def members(node: Node) -> tuple[Member, ...]:
    """The strings that an `enum` lists."""
    return tuple(
        Member(name_of(value.text), Text(value.text))
        for value in (node / "enum").items()
        if isinstance(value.value, str)
    )

"""Types that hold no other type."""

from __future__ import annotations

from generator.dialects import Dialect
from generator.document import Node
from generator.model import Constant, Limits, Primitive
from generator.scalar import Scalar
from generator.text import Text

_SCALARS = {
    "boolean": Scalar.BOOLEAN,
    "integer": Scalar.INTEGER,
    "number": Scalar.NUMBER,
    "string": Scalar.STRING,
}
# OpenAPI's registry of formats, and `date-time-rfc-2822` of Twilio. The binary ones are
# not among them: in JSON, `binary` says nothing of how bytes become a text.
_FORMATS = {
    Scalar.NUMBER: {
        "decimal": Scalar.EXACT_NUMBER,
        "int32": Scalar.INTEGER,
        "int64": Scalar.INTEGER,
    },
    Scalar.STRING: {
        "byte": Scalar.BYTES,
        "date": Scalar.DATE,
        "date-time": Scalar.DATE_TIME,
        "date-time-rfc-2822": Scalar.MAIL_TIME,
        "decimal": Scalar.DECIMAL,
        "duration": Scalar.DURATION,
        "time": Scalar.TIME,
        "uuid": Scalar.UUID,
    },
}


def primitive(node: Node, kind: str, dialect: Dialect) -> Primitive:
    """The type of a schema whose `type` is `kind`; any value if that is no scalar."""
    scalar = _SCALARS.get(kind, Scalar.ANY)
    form = "" if dialect.ignores_format(node) else (node / "format").text
    special = _FORMATS.get(scalar, {}).get(form)
    if scalar is Scalar.STRING and not form and _is_base64(node):
        special = Scalar.BYTES
    scalar = dialect.scalar(node) or special or scalar
    pattern = (node / "pattern").text
    limits = Limits(
        min_length=(node / "minLength").number,
        max_length=(node / "maxLength").number,
        pattern=Text(pattern) if pattern else None,
    )
    return Primitive(scalar, Text(form) if form else None, limits)


def _is_base64(node: Node) -> bool:
    """Whether a text holds bytes (JSON Schema, Validation, section 8.3)."""
    return (node / "contentEncoding").text.lower() == "base64"


def constant(node: Node) -> Constant | None:
    """The single value that a schema allows, if that is a scalar and not null."""
    match (node / "const").value:
        case str() as text:
            return Constant(Text(text))
        case bool() | int() | float() as value:
            return Constant(value)
        case _:
            return None

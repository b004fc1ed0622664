"""Bodies: what makes them of the arguments."""

from __future__ import annotations

from collections.abc import Iterable

from generator.languages.python.arguments import Arguments
from generator.languages.python.spelling import call, literal
from generator.languages.python.types import Types
from generator.languages.python.views import BodyView
from generator.model import (
    Alias,
    Body,
    FormBody,
    JsonBody,
    JsonFields,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    Scalar,
    Type,
    TypeId,
)
from generator.text import Code, Text

_INDENT = 12
"""How deep the template stands where it makes a body."""


def body_view(body: Body, names: Arguments, types: Types) -> BodyView:
    """How a body is made of its arguments."""
    match body:
        case FormBody():
            return _view("Form", names, _sensitive(names))
        case JsonFields():
            return _view("JsonFields", names, _fields_options(body, names, types))
        case JsonBody():
            (whole,) = names.of_body
            options = (names.of(whole), *_value_options(body, types))
            return BodyView(Code("Json"), None, options)


def _view(maker: str, names: Arguments, options: list[Code]) -> BodyView:
    wires = names.wires(names.of_body)
    if not wires:
        return BodyView(Code(maker), None, (Code("{}"), *options))
    return BodyView(Code(maker), wires, tuple(options))


def _fields_options(body: JsonFields, names: Arguments, types: Types) -> list[Code]:
    nullable = [f.name.wire for f in names.of_body if _accepts_null(f.type, types)]
    options = [Code("required=True")] if body.required else []
    return options + _named("nullable", nullable) + _sensitive(names) + _media(body)


def _value_options(body: JsonBody, types: Types) -> list[Code]:
    options = [Code("nullable=True")] if _accepts_null(body.type, types) else []
    options += [Code("sensitive=True")] if body.sensitivity is not None else []
    return options + _media(body)


def _sensitive(names: Arguments) -> list[Code]:
    """The fields whose texts are not shown."""
    fields = [f.name.wire for f in names.of_body if f.sensitivity is not None]
    return _named("sensitive", fields)


def _named(option: str, wires: Iterable[Text]) -> list[Code]:
    listed = tuple(wires)
    if len(listed) < 2:
        return [Code(f"{option}={literal(listed)}")] if listed else []
    return [call([literal(wire) for wire in listed], f"{option}=", _INDENT, 1)]


def _media(body: JsonFields | JsonBody) -> list[Code]:
    if body.media_type == Text("application/json"):
        return []
    return [Code(f"content_type={literal(body.media_type)}")]


def _accepts_null(kind: Type, types: Types) -> bool:
    """Whether null is a value of a type."""
    pending = [kind]
    seen: set[TypeId] = set()
    while pending:
        match pending.pop():
            case Nullable() | Primitive(Scalar.ANY):
                return True
            case OneOf(variants):
                pending += variants
            case Ref(identifier) if identifier not in seen:
                seen.add(identifier)
                declared = types.declarations[identifier]
                pending += [declared.target] if isinstance(declared, Alias) else []
            case _:
                pass
    return False

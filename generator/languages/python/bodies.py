"""Bodies: what makes them of the arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.languages.python.arguments import Arguments
from generator.languages.python.nulls import accepts_null
from generator.languages.python.spelling import call, literal
from generator.languages.python.types import Types
from generator.languages.python.views import BodyView
from generator.model import (
    Alias,
    Body,
    Enumeration,
    FormBody,
    JsonBody,
    JsonFields,
    ListOf,
    MapOf,
    MultipartBody,
    Nullable,
    OneOf,
    Primitive,
    RawBody,
    Record,
    Ref,
    TupleOf,
    Type,
    TypeId,
)
from generator.scalar import Scalar
from generator.text import Code, Text

_INDENT = 12
"""How deep the template stands where it makes a body."""


def body_view(body: Body, names: Arguments, types: Types) -> BodyView:
    """How a body is made of its arguments."""
    match body:
        case FormBody(is_open=True) | MultipartBody(is_open=True):
            (whole,) = names.of_body
            maker = "Form" if isinstance(body, FormBody) else "Multipart"
            required = isinstance(body, MultipartBody) and body.required
            options = [Code("required=True")] if required else []
            return BodyView(Code(maker), None, (names.value(whole), *options))
        case FormBody():
            plain = [f for f in names.of_body if names.writing(f) is None]
            written = [f.name.wire for f in plain if _needs_json(f.type, types)]
            return _view("Form", names, _named("json", written) + _sensitive(names))
        case MultipartBody():
            return _view("Multipart", names, _parts_options(body, names))
        case JsonFields():
            return _view("JsonFields", names, _fields_options(body, names, types))
        case JsonBody():
            (whole,) = names.of_body
            inside = (names.value(whole), *_value_options(body, types))
            return BodyView(Code("Json"), None, inside)
        case RawBody():
            return BodyView(Code("RawBody"), None, tuple(_raw(body, names)))


def _view(maker: str, names: Arguments, options: list[Code]) -> BodyView:
    wires = names.wires(names.of_body)
    if not wires:
        return BodyView(Code(maker), None, (Code("{}"), *options))
    return BodyView(Code(maker), wires, tuple(options))


def _parts_options(body: MultipartBody, names: Arguments) -> list[Code]:
    """What is said of parts: which are files, which are JSON, and their media types."""
    options = [Code("required=True")] if body.required else []
    files = [f.name.wire for f in names.of_body if _is_file(f.type)]
    json = [part.field for part in body.parts if part.is_json]
    typed = [
        Code(f"{literal(part.field)}: {literal(part.media_type)}")
        for part in body.parts
    ]
    options += _named("files", files) + _named("json", json)
    if typed:
        options.append(_dictionary("content_types", typed))
    return options + _sensitive(names)


def _raw(body: RawBody, names: Arguments) -> Iterator[Code]:
    """The body, what it is, and whether it is shown."""
    whole, *choice = names.of_body
    yield names.value(whole)
    if choice:
        yield Code(f"content_type={names.of(choice[0])}")
    else:
        yield Code(f"content_type={literal(body.media_types[0])}")
    if body.is_text:
        yield Code("is_text=True")
    if body.sensitivity is not None:
        yield Code("sensitive=True")


def _dictionary(option: str, entries: list[Code]) -> Code:
    """A dictionary with one entry on each line."""
    margin = " " * _INDENT
    inside = "".join(f"{margin}    {entry},\n" for entry in entries)
    return Code(f"{option}={{\n{inside}{margin}}}")


def _is_file(kind: Type) -> bool:
    """Whether a field, or each item of it, is a file and nothing else."""
    pending = [kind]
    while pending:
        match pending.pop():
            case ListOf(inner) | Nullable(inner):
                pending.append(inner)
            case OneOf(variants):
                pending += variants
            case Primitive(Scalar.FILE):
                pass
            case _:
                return False
    return True


def _fields_options(body: JsonFields, names: Arguments, types: Types) -> list[Code]:
    nullable = [f.name.wire for f in names.of_body if accepts_null(f.type, types)]
    options = [Code("required=True")] if body.required else []
    return options + _named("nullable", nullable) + _sensitive(names) + _media(body)


def _value_options(body: JsonBody, types: Types) -> list[Code]:
    options = [Code("nullable=True")] if accepts_null(body.type, types) else []
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


def _needs_json(kind: Type, types: Types) -> bool:
    """Whether a field of a form, or an item of one, may be without a text of its own."""
    pending = [(kind, False)]
    seen: set[tuple[TypeId, bool]] = set()
    while pending:
        one, is_item = pending.pop()
        match one:
            case MapOf() | Primitive(Scalar.ANY):
                return True
            case ListOf(item):
                if is_item:
                    return True
                pending.append((item, True))
            case TupleOf(items):
                if is_item:
                    return True
                pending += [(item, True) for item in items]
            case Nullable(inner):
                pending.append((inner, is_item))
            case OneOf(variants):
                pending += [(variant, is_item) for variant in variants]
            case Ref(identifier) if (identifier, is_item) not in seen:
                seen.add((identifier, is_item))
                match types.declarations[identifier]:
                    case Alias(target=target):
                        pending.append((target, is_item))
                    case Record():
                        return True
                    case Enumeration():
                        pass
            case _:
                pass
    return False

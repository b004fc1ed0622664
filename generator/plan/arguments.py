"""What a caller gives for the body of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.model import (
    Api,
    Body,
    Declaration,
    Direction,
    Doc,
    Field,
    FormBody,
    JsonBody,
    JsonFields,
    MapOf,
    MultipartBody,
    Name,
    OneOf,
    Primitive,
    RawBody,
    Record,
    TypeId,
)
from generator.plan.graph import references, uses
from generator.scalar import Scalar
from generator.text import Text

_BODY = Name(Text("body"), ("body",))
_CONTENT_TYPE = Name(Text("content type"), ("content", "type"))
_FIELDS = Name(Text("fields"), ("fields",))


def body_arguments(body: Body | None) -> tuple[Field, ...]:
    """The arguments for a body: its fields, or `body` for one that is given as a whole."""
    match body:
        case None:
            return ()
        case FormBody(is_open=True) | MultipartBody(is_open=True):
            anything = MapOf(Primitive(Scalar.ANY))
            return (Field(name=_FIELDS, type=anything, required=body.required),)
        case (
            FormBody(fields=fields)
            | MultipartBody(fields=fields)
            | JsonFields(fields=fields)
        ):
            return fields
        case RawBody():
            return _raw_arguments(body)
        case JsonBody():
            whole = Field(
                name=_BODY,
                type=body.type,
                required=body.required,
                sensitivity=body.sensitivity,
                doc=body.doc,
            )
            return (whole,)


def is_whole(body: Body | None) -> bool:
    """Whether a body is given by one argument, and not by its fields."""
    match body:
        case JsonBody() | RawBody():
            return True
        case FormBody(is_open=is_open) | MultipartBody(is_open=is_open):
            return is_open
        case JsonFields() | None:
            return False


def _raw_arguments(body: RawBody) -> tuple[Field, ...]:
    """The argument `body`, and `content_type` where there is a choice."""
    content = Primitive(Scalar.CONTENT)
    text = Primitive(Scalar.STRING)
    whole = Field(
        name=_BODY,
        type=OneOf((text, content)) if body.is_text else content,
        required=body.required,
        sensitivity=body.sensitivity,
        doc=body.doc,
    )
    if len(body.media_types) == 1 and default_media_type(body) == body.media_types[0]:
        return (whole,)
    choice = Field(
        name=_CONTENT_TYPE,
        type=Primitive(Scalar.MEDIA_TYPE),
        required=body.required and default_media_type(body) is None,
        doc=Doc(body=Text(f"What the body is: {_listed(body.media_types)}.")),
    )
    return (whole, choice)


def _listed(media_types: tuple[Text, ...]) -> str:
    return ", ".join(f"`{one.raw}`" for one in media_types)


def default_media_type(body: RawBody) -> Text | None:
    """What a raw body is if its caller does not say; None if that has to be said."""
    for media_type in body.media_types:
        if media_type.raw.startswith("*/"):
            return Text("application/octet-stream")
        if "*" not in media_type.raw and not media_type.raw.startswith("multipart/"):
            return media_type
    return None


def sent_types(api: Api) -> set[TypeId]:
    """All types of which a request of an API may hold a value."""
    declared = {one.id: one for one in api.types}
    sent: set[TypeId] = set()
    for resource in api.root.walk():
        for operation in resource.operations:
            parameters = (*operation.path.parameters, *operation.parameters)
            kinds = [one.type for one in parameters]
            of_parameters = [one for kind in kinds for one in references(kind)]
            _add(sent, of_parameters + _types_of(operation.body), declared)
    return sent


def _types_of(body: Body | None) -> list[TypeId]:
    """The types that a body names itself."""
    named = [body.record] if isinstance(body, JsonFields) and body.record else []
    kinds = [field.type for field in body_arguments(body)]
    return named + [one for kind in kinds for one in references(kind)]


def _add(
    sent: set[TypeId],
    pending: list[TypeId],
    declared: Mapping[TypeId, Declaration],
) -> None:
    """Add types, and all that they are made of."""
    while pending:
        identifier = pending.pop()
        if identifier not in sent:
            sent.add(identifier)
            pending += uses(_as_sent(declared[identifier]))


def _as_sent(declaration: Declaration) -> Declaration:
    """A type without what only the API sets."""
    if not isinstance(declaration, Record):
        return declaration
    fields = declaration.fields
    kept = tuple(one for one in fields if one.direction is not Direction.RECEIVED)
    return replace(declaration, fields=kept)

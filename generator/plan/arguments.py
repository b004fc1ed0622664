"""What a caller gives for the body of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.model import (
    Api,
    Body,
    Declaration,
    Direction,
    Field,
    FormBody,
    JsonBody,
    JsonFields,
    Name,
    Record,
    TypeId,
)
from generator.plan.graph import references, uses
from generator.text import Text

_BODY = Name(Text("body"), ("body",))


def body_arguments(body: Body | None) -> tuple[Field, ...]:
    """The arguments for a body: its fields, or `body` for one that is given as a whole."""
    match body:
        case None:
            return ()
        case FormBody(fields=fields) | JsonFields(fields=fields):
            return fields
        case JsonBody():
            whole = Field(
                name=_BODY,
                type=body.type,
                required=body.required,
                sensitivity=body.sensitivity,
                doc=body.doc,
            )
            return (whole,)


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

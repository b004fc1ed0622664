"""The examples of all requests and responses that a client reads or writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.building.media import FORM, plain, precise
from generator.building.responses import successes
from generator.document import Node, Pointer
from generator.model import (
    Api,
    Body,
    Content,
    FormBody,
    JsonBody,
    JsonFields,
    MultipartBody,
    Operation,
    RawBody,
    Result,
)
from generator.resolve import Spec
from generator.rules.operations import operations
from generator.values.samples import shown


@dataclass(frozen=True, slots=True)
class Example:
    """A value that an operation sends or receives."""

    operation: str
    """The id of the operation."""
    is_response: bool
    value: Node
    schema: Pointer
    """Where the schema stands that it should fit."""
    status: str = ""
    """That of a response: `200`, `2XX` or `default`; empty for what is sent."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An example that is none of what a client sends or receives."""

    at: Pointer
    reason: str
    is_response: bool


def examples(spec: Spec, api: Api) -> Iterator[Example | Unread]:
    """All examples of bodies and of responses to what succeeded.

    They stand at the media type or at its schema. What several operations share comes
    once for each of them, since each reads it on its own.
    """
    built = {
        operation.id: operation
        for resource in api.root.walk()
        for operation in resource.operations
    }
    for path, method, _, node in operations(spec):
        operation = built.get(str(node.at))
        title = f"{method.upper()} {path} is left out"
        body = spec.follow(node / "requestBody")
        for media_type, media in (body / "content").entries():
            unread = _unsent(media_type, operation.body) if operation else title
            yield from _of_media(media, node, spec, unread, "")
        for status, entry in successes(node / "responses").items():
            for media_type, media in (spec.follow(entry) / "content").entries():
                unread = _unasked(media_type, status, operation) if operation else title
                yield from _of_media(media, node, spec, unread, status)


def _of_media(
    media: Node, operation: Node, spec: Spec, unread: str, status: str
) -> Iterator[Example | Unread]:
    """The examples of a media type; `unread` says why they are not looked at, if so."""
    is_response = bool(status)
    schema = spec.follow(media / "schema")
    values = [value for value, _ in shown(media, spec)]
    if "example" in schema:
        values.append(schema / "example")
    if spec.version != "3.0":
        values += (schema / "examples").items()
    for value in values:
        if unread:
            yield Unread(value.at, unread, is_response)
        else:
            at = (media / "schema").at
            yield Example(str(operation.at), is_response, value, at, status)
    for _, entry in (media / "examples").entries():
        example = spec.follow(entry)
        if not {"value", "dataValue"} & example.fields.keys():
            reason = "its value is not written as data of this document"
            yield Unread(entry.at, reason, is_response)


def _unsent(media_type: str, body: Body | None) -> str:
    """Why a client never sends a media type; empty if it does."""
    match body:
        case None:
            return "the body is never sent"
        case FormBody():
            sent = FORM
        case JsonFields() | JsonBody():
            sent = body.media_type.raw
        case MultipartBody() | RawBody():
            return f"{media_type} is sent as it is given"
    is_sent = sent in (plain(media_type), precise(media_type))
    return "" if is_sent else f"{media_type} is not what is sent usually"


def _unasked(media_type: str, status: str, operation: Operation) -> str:
    """Why a client never reads a media type; empty if it does."""
    others = operation.result.others if operation.result else ()
    for other in others:
        if other.status.raw == status and other.content is not Content.JSON:
            return f"{media_type} is given as {other.content.value}, as it comes"
    match operation.result:
        case Result(content=Content.JSON, accept=accept):
            is_asked = precise(media_type) in accept.raw.split(", ")
            return "" if is_asked else f"{media_type} is never asked for"
        case Result(content=content):
            return f"{media_type} is given as {content.value}, as it comes"
        case None:
            return "nothing of the response is read"

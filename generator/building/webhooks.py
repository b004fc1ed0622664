"""Webhooks and callbacks: the requests that an API sends to us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.building.leaving_out import LeftOut
from generator.building.media import FORM, is_json, json_first, plain
from generator.building.names import derived, name_of
from generator.building.schemas import Types
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node
from generator.grammar import METHODS
from generator.model import Doc, Encoding, Name, Type, Webhook
from generator.resolve import Spec
from generator.rules.operations import operations
from generator.text import Text
from generator.words import split_words

_MAX_HOPS = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """What an API sends to us."""

    webhooks: tuple[Webhook, ...]
    event: Type | None
    """What any of them holds that is JSON; None if none is."""


@dataclass(frozen=True, slots=True)
class _Request:
    """A request of the API: an operation with us as the server."""

    name: Name
    operation: Node


def build_webhooks(
    spec: Spec, dialect: Dialect, types: Types, found: Diagnostics
) -> Sent:
    """All requests that an API may send to us, if they hold something.

    What cannot be read is left out, and is named in a warning.
    """
    builder = _Builder(spec, dialect, types)
    built: list[Webhook] = []
    events: list[tuple[Node, Type]] = []
    for request in (*builder.webhooks(), *builder.callbacks()):
        before = types.checkpoint()
        try:
            schema, webhook = builder.build(request)
        except LeftOut as reason:
            types.rollback(before)
            wire = request.name.wire.raw
            message = f"the webhook `{wire}` is left out: {reason.reason}"
            found.warning(Code.UNSUPPORTED, message, reason.at)
            continue
        types.settle()
        built.append(webhook)
        if webhook.encoding is Encoding.JSON:
            events.append((schema, webhook.type))
    event = types.any_of(events, spec.root / "webhooks") if events else None
    return Sent(tuple(built), event)


@dataclass(frozen=True, slots=True)
class _Builder:
    spec: Spec
    dialect: Dialect
    types: Types

    def webhooks(self) -> Iterator[_Request]:
        """The webhooks of the document, by their keys."""
        for webhooks in self.dialect.webhooks(self.spec.root):
            for key, entry in webhooks.entries():
                yield from self._requests(name_of(key), self._reached(entry))

    def callbacks(self) -> Iterator[_Request]:
        """The answers that are sent to a URL which an operation was given.

        (OpenAPI, Callback Object: path items by expressions for the URL.)
        """
        for _, _, _, operation in operations(self.spec):
            owner = split_words((operation / "operationId").text)
            for key, entry in (operation / "callbacks").entries():
                callback = self.spec.follow(entry)
                for expression, item in callback.entries():
                    if not expression.startswith("x-"):
                        name = name_of(key, owner)
                        yield from self._requests(name, self._reached(item))

    def build(self, request: _Request) -> tuple[Node, Webhook]:
        """The schema of what a request holds, and all that is known of it.

        Raises:
            LeftOut: It is neither JSON nor a form.
        """
        node, name = request.operation, request.name
        content = self._reached(node / "requestBody") / "content"
        media_type, encoding = _choice(content)
        schema = self._reached(content / media_type / "schema")
        kind = self.types.type_of(schema, (*name.words, "payload"))
        if encoding is Encoding.FORM and self.types.record_of(kind) is None:
            raise LeftOut("it is a form without fields", schema.at)
        webhook = Webhook(
            id=str(node.at),
            name=name,
            encoding=encoding,
            type=kind,
            doc=Doc(
                summary=Text((node / "summary").text),
                body=Text((node / "description").text),
                lifecycle=self.dialect.lifecycle(node),
            ),
        )
        return schema, webhook

    def _requests(self, name: Name, item: Node) -> Iterator[_Request]:
        """The operations of a path item that carry something."""
        found = [
            (method, operation)
            for method, operation in item.entries()
            if method in METHODS and "requestBody" in operation
        ]
        for method, operation in found:
            own = derived((*name.words, method)) if len(found) > 1 else name
            yield _Request(own, operation)

    def _reached(self, node: Node) -> Node:
        """What a node stands for. References below extensions were not followed yet."""
        for _ in range(_MAX_HOPS):
            node = self.spec.follow(node)
            text = (node / "$ref").text
            if not text.startswith("#/"):
                break
            target = self.spec.root
            for step in text[2:].split("/"):
                target /= step.replace("~1", "/").replace("~0", "~")
            node = target
        return node


def _choice(content: Node) -> tuple[str, Encoding]:
    """The media type that is read: JSON if there is one, else a form."""
    kinds = json_first(content.fields)
    for kind in kinds:
        if is_json(kind):
            return kind, Encoding.JSON
    for kind in kinds:
        if plain(kind) == FORM:
            return kind, Encoding.FORM
    raise LeftOut(f"it is {', '.join(kinds) or 'nothing'}", content.at)

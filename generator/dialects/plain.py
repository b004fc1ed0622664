"""The dialect of documents of no particular vendor."""

from __future__ import annotations

from collections.abc import Mapping

from generator.diagnostics import Diagnostics
from generator.dialects.members import MemberNotes
from generator.document import Node
from generator.model import Lifecycle, Sensitivity
from generator.scalar import Scalar


class PlainDialect:
    """Reads OpenAPI's own keys, and what is used as if it were one of them."""

    def __init__(self, found: Diagnostics) -> None:
        self._members = MemberNotes(found)

    def schema_words(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return words

    def sensitivity(self, node: Node) -> Sensitivity | None:
        """Passwords, and what is only ever written, are not shown."""
        secret = (node / "format").text == "password"
        return Sensitivity() if secret or (node / "writeOnly").value is True else None

    def at_least_one_of(self, operation: Node) -> tuple[tuple[str, ...], ...]:
        return ()

    def description(self, node: Node) -> str:
        return (node / "description").text

    def ignores_format(self, schema: Node) -> bool:
        return False

    def scalar(self, schema: Node) -> Scalar | None:
        return None

    def ignores_case(self, schema: Node) -> bool:
        return False

    def member_names(self, schema: Node) -> Mapping[str, str]:
        return self._members.names(schema)

    def member_descriptions(self, schema: Node) -> Mapping[str, str]:
        return self._members.descriptions(schema)

    def webhooks(self, root: Node) -> tuple[Node, ...]:
        """Before OpenAPI 3.1 had webhooks, documents had them as `x-webhooks`."""
        return root / "webhooks", root / "x-webhooks"

    def lifecycle(self, node: Node) -> Lifecycle:
        deprecated = (node / "deprecated").value is True
        return Lifecycle.DEPRECATED if deprecated else Lifecycle.STABLE

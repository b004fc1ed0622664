"""Dialects translate a vendor's extensions (`x-...`) into facts of the model.

Nothing else looks at extensions. Each dialect has a list of keys that it knows, takes them
only if they are of the right type, and says which ones it has never heard of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from generator.diagnostics import Diagnostics
from generator.dialects.plain import PlainDialect
from generator.dialects.twilio import TwilioDialect
from generator.document import Node
from generator.model import Lifecycle, Sensitivity
from generator.scalar import Scalar


class Dialect(Protocol):
    """What a vendor can tell beyond OpenAPI."""

    def schema_words(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words of a schema's name, without those that only the vendor needs."""
        ...

    def sensitivity(self, node: Node) -> Sensitivity | None:
        """Whether a property or parameter holds what must not be shown."""
        ...

    def at_least_one_of(self, operation: Node) -> tuple[tuple[str, ...], ...]:
        """Groups of body fields, of each of which one has to be given."""
        ...

    def description(self, node: Node) -> str:
        """What a property or parameter is about; empty if nothing says it."""
        ...

    def ignores_format(self, schema: Node) -> bool:
        """Whether the format of a schema means nothing."""
        ...

    def scalar(self, schema: Node) -> Scalar | None:
        """What the values of a schema are; None if its `type` and `format` say it."""
        ...

    def ignores_case(self, schema: Node) -> bool:
        """Whether the values that a schema lists may be written in any case."""
        ...

    def member_names(self, schema: Node) -> Mapping[str, str]:
        """The names of the values that a schema lists, by their text."""
        ...

    def member_descriptions(self, schema: Node) -> Mapping[str, str]:
        """What is said about the values that a schema lists, by their text."""
        ...

    def webhooks(self, root: Node) -> tuple[Node, ...]:
        """The maps of the webhooks of a document, by their names."""
        ...

    def lifecycle(self, node: Node) -> Lifecycle:
        """How firm an operation, a parameter or a schema is."""
        ...


def dialect_of(root: Node, found: Diagnostics) -> Dialect:
    """The dialect of a document."""
    if "x-twilio" in root / "info":
        return TwilioDialect(root, found)
    return PlainDialect(found)

"""Twilio's dialect: `x-twilio`, and `x-maturity` of its older documents."""

from __future__ import annotations

from collections.abc import Iterator

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects.plain import PlainDialect
from generator.document import Node
from generator.model import Lifecycle, Sensitivity
from generator.scalar import Scalar

# All keys that `x-twilio` is known to have, read here or not.
_KNOWN = frozenset(
    {
        "apiStandards",
        "className",
        "conditional",
        "defaultOutputProperties",
        "dependentProperties",
        "ignoreFormat",
        "isIEnum",
        "mountName",
        "overrideType",
        "parent",
        "pathType",
        "pii",
        "shortDescription",
    }
)
_MATURITY = {
    "Beta": Lifecycle.BETA,
    "Preview": Lifecycle.PREVIEW,
    "GA": Lifecycle.STABLE,
}


class TwilioDialect(PlainDialect):
    """Reads `x-twilio.pii`, `.conditional`, `.ignoreFormat`, `.overrideType`, `.isIEnum`
    and `.shortDescription`, and `x-maturity`.
    """

    def __init__(self, root: Node, found: Diagnostics) -> None:
        super().__init__(found)
        self._found = found
        self._report_unknown_keys(root)

    def schema_words(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """`message_interaction_enum_type` is the type of a message interaction."""
        return tuple(word for word in words if word != "enum") or words

    def sensitivity(self, node: Node) -> Sensitivity | None:
        pii = node / "x-twilio" / "pii"
        if (pii / "handling").text != "sensitive":
            return super().sensitivity(node)
        return Sensitivity((pii / "deleteSla").number)

    def at_least_one_of(self, operation: Node) -> tuple[tuple[str, ...], ...]:
        groups = operation / "x-twilio" / "conditional"
        return tuple(
            tuple(name.text for name in group.items() if name.text)
            for group in groups.items()
        )

    def description(self, node: Node) -> str:
        """Where only the short one is given, it has to do."""
        short = (node / "x-twilio" / "shortDescription").text
        return super().description(node) or short

    def ignores_format(self, schema: Node) -> bool:
        return (schema / "x-twilio" / "ignoreFormat").value is True

    def scalar(self, schema: Node) -> Scalar | None:
        """Prices are described as numbers and sent as texts, lest digits are lost."""
        override = (schema / "x-twilio" / "overrideType").text
        is_price = (schema / "type").text == "number" and override == "string"
        return Scalar.DECIMAL if is_price else None

    def ignores_case(self, schema: Node) -> bool:
        return (schema / "x-twilio" / "isIEnum").value is True

    def lifecycle(self, node: Node) -> Lifecycle:
        """What is deprecated is so, whatever its stage was."""
        plain = super().lifecycle(node)
        first = next((node / "x-maturity").items(), None)
        stage = _MATURITY.get(first.text) if first else None
        return stage if stage and plain is Lifecycle.STABLE else plain

    def _report_unknown_keys(self, root: Node) -> None:
        for node in _extensions(root):
            for key, value in node.entries():
                if key not in _KNOWN:
                    message = f"`x-twilio.{key}` is not known, and not used"
                    self._found.warning(Code.DIALECT, message, value.at)


def _extensions(root: Node) -> Iterator[Node]:
    """All `x-twilio` of a document."""
    pending = [root]
    while pending:
        node = pending.pop()
        for key, child in node.entries():
            if key == "x-twilio":
                yield child
            elif key != "examples":
                pending.append(child)
        pending.extend(node.items())

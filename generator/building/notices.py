"""What schemas ask for that types cannot express: it is said, once for each place."""

from __future__ import annotations

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node, Pointer

_NOT_ENFORCED = {
    "not": "`not` is not enforced: values that it refuses are accepted",
    "if": "`if` is not enforced: objects are read as if it were not there",
    "dependentSchemas": "`dependentSchemas` is not enforced",
    "contains": "`contains` is not enforced: arrays may be without such an item",
    "unevaluatedItems": "`unevaluatedItems` is not enforced",
    "propertyNames": "`propertyNames` is not enforced: all names are accepted",
    "enum": "an `enum` of arrays or objects is not enforced: its `type` counts",
}

_OF_TEXTS = frozenset({"description", "maxLength", "minLength", "pattern", "type"})
"""What a text may be is limited in many places; of names, patterns are checked."""


class Notices:
    """Tells what is not enforced."""

    def __init__(self, found: Diagnostics) -> None:
        self._found = found
        self._told: set[Pointer] = set()

    def tell_all(self, node: Node) -> None:
        """Report all keys of a schema that change nothing."""
        for key in ("not", "if", "dependentSchemas", "contains", "unevaluatedItems"):
            if key in node:
                self.tell(node, key)
        names = (node / "propertyNames").fields.keys()
        if names - _OF_TEXTS:
            self.tell(node, "propertyNames")

    def tell(self, node: Node, key: str) -> None:
        """Report a key of a schema that changes nothing."""
        at = node.at / key
        if at not in self._told:
            self._told.add(at)
            self._found.notice(Code.UNSUPPORTED, _NOT_ENFORCED[key], at)

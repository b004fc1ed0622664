"""`x-enum-varnames` and the like: names and descriptions of the values of an `enum`.

Several generators have spread these keys; none of them is Twilio's or anyone's alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Json, Node, Pointer

_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-keys")
_DESCRIPTIONS = ("x-enum-descriptions", "x-enumDescriptions")
_LONGEST_NAME = 100  # characters


class MemberNotes:
    """Reads what is said of the values of enumerations; reports once what is wrong."""

    def __init__(self, found: Diagnostics) -> None:
        self._found = found
        self._told: set[Pointer] = set()

    def names(self, schema: Node) -> Mapping[str, str]:
        """The names of values, by their text; empty if they have none."""
        said = self._said(schema, _NAMES)
        return {value: name for value, name in said.items() if _is_name(name)}

    def descriptions(self, schema: Node) -> Mapping[str, str]:
        """What is said about values, by their text."""
        return self._said(schema, _DESCRIPTIONS)

    def _said(self, schema: Node, keys: tuple[str, ...]) -> Mapping[str, str]:
        for key in keys:
            if key in schema:
                return self._read(schema, schema / key)
        return {}

    def _read(self, schema: Node, note: Node) -> Mapping[str, str]:
        """A list beside that of the values, or a mapping from their texts."""
        values = [one.value for one in (schema / "enum").items()]
        if isinstance(note.value, dict):
            said = note.value
        elif isinstance(note.value, list):
            if len(note.value) != len(values):
                values = [value for value in values if value is not None]
            if len(note.value) != len(values):
                count = f"{len(note.value)} for {len(values)} values"
                return self._refused(note, f"has not one entry for each value: {count}")
            said = {_key(v): t for v, t in zip(values, note.value, strict=True)}
        else:
            return {}  # it is of somebody else, and means something else
        if not all(isinstance(text, str | None) for text in said.values()):
            return self._refused(note, "has entries that are no texts")
        return {value: text for value, text in said.items() if isinstance(text, str)}

    def _refused(self, note: Node, problem: str) -> Mapping[str, str]:
        if note.at not in self._told:
            self._told.add(note.at)
            message = f"`{note.at.parts[-1]}` {problem}; it is not used"
            self._found.warning(Code.DIALECT, message, note.at)
        return {}


def _key(value: Json) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _is_name(text: str) -> bool:
    """Whether a text can be the name of a member: letters, digits, and what joins them."""
    plain = text.replace("_", "").replace("-", "").replace(" ", "").replace(".", "")
    return plain.isalnum() and len(text) <= _LONGEST_NAME

"""Schemas of any version of OpenAPI as JSON Schema 2020-12, each on its own.

Every schema becomes a definition with a number, and those inside of it references by
number. So a place in the outcome names its schema, whatever the document is called,
nested or referred to like; and nothing here recurses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from typing import TypeAlias

import jsonschema_rs

from generator.document import Json, Node, Pointer
from generator.grammar import Holds, table
from generator.resolve import Spec

Definition: TypeAlias = "bool | dict[str, Json]"


class Direction(Enum):
    """Which way a value goes. What is read-only is not asked for in a request."""

    REQUEST = "request"
    RESPONSE = "response"
    EITHER = "either"


_MARKS = ("readOnly", "writeOnly")
_HIDDEN: Mapping[Direction, tuple[str, ...]] = {
    Direction.REQUEST: _MARKS[:1],
    Direction.RESPONSE: _MARKS[1:],
    Direction.EITHER: _MARKS,
}
# These hold schemas that no value is measured by, unless something refers to them.
_INERT = frozenset({"$defs", "additionalItems", "contentSchema", "definitions"})
_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


class Translation:
    """The schemas of a document: all, or those that some of them need."""

    def __init__(self, spec: Spec, roots: Iterable[Pointer] | None = None) -> None:
        self.places = [
            node
            for node in spec.places("schema")
            if isinstance(node.value, (dict, bool))
        ]
        """The schemas, by number."""
        self.numbers = {node.at.parts: i for i, node in enumerate(self.places)}
        self._spec = spec
        self._slots = {
            key: slot.holds
            for key, slot in table(spec.version)["schema"].items()
            if slot.kind == "schema" and key not in _INERT
        }
        self._definitions: dict[int, Definition] = {}
        self._pending = list(range(len(self.places)))
        if roots is not None:
            numbers = (self.numbers.get(at.parts) for at in roots)
            self._pending = [number for number in numbers if number is not None]
        while self._pending:
            number = self._pending.pop()
            if number not in self._definitions:
                self._definitions[number] = self._define(self.places[number])
        self._marked = [
            i
            for i in self._definitions
            if any(
                self._is_hidden(self.places[i], name, _MARKS)
                for name in self._required(i)
            )
        ]

    def definitions(self, direction: Direction) -> dict[int, Definition]:
        """The schemas by number, for values that go one way."""
        definitions = dict(self._definitions)
        for i in self._marked:
            definition = definitions[i]
            if isinstance(definition, dict):
                hidden = _HIDDEN[direction]
                names: list[Json] = [
                    name
                    for name in self._required(i)
                    if not self._is_hidden(self.places[i], name, hidden)
                ]
                definitions[i] = {**definition, "required": names}
        return definitions

    def _define(self, node: Node) -> Definition:
        if isinstance(node.value, bool):
            return node.value
        is_30 = self._spec.version == "3.0"
        target = self._target(node)
        if target is not None and is_30:
            return self._need(target)
        made: dict[str, Json] = {} if target is None else {**self._need(target)}
        for key, value in node.fields.items():
            if key in self._slots:
                self._nest(made, node / key, key, self._slots[key])
            elif key in _KEYWORDS and _KEYWORDS[key](value):
                made[key] = value
        if "required" in node:
            names = dict.fromkeys(item.text for item in (node / "required").items())
            made["required"] = list(names)
        if is_30:
            _modernize(made, node)
        if "discriminator" in node and "oneOf" in made:
            # Which of the schemas is meant is said: that others fit as well is no fault.
            made["anyOf"] = made.pop("oneOf")
        return made

    def _target(self, node: Node) -> int | None:
        """The next link of a chain of references, since each may add to the last."""
        text = (node / "$ref").text
        if not text and "$dynamicRef" not in node:
            return None
        step = self.numbers.get(Pointer.parse(text[1:]).parts)
        if step is None:
            step = self.numbers.get(self._spec.follow(node).at.parts)
        return None if step == self.numbers[node.at.parts] else step

    def _nest(self, made: dict[str, Json], node: Node, key: str, holds: Holds) -> None:
        match holds:
            case Holds.ONE:
                if node.at.parts in self.numbers:
                    made[key] = self._need(self.numbers[node.at.parts])
            case Holds.LIST:
                parts: list[Json] = [self._inner(item) for item in node.items()]
                if parts:
                    made[key] = parts
            case Holds.MAP:
                names = (name for name, _ in node.entries())
                if key == "patternProperties":
                    names = (name for name in names if is_pattern(name))
                made[key] = {name: self._inner(node / name) for name in names}

    def _inner(self, node: Node) -> Json:
        number = self.numbers.get(node.at.parts)
        return True if number is None else self._need(number)

    def _need(self, number: int) -> dict[str, Json]:
        """A reference to a schema, which has to be defined then."""
        self._pending.append(number)
        return refer(number)

    def _required(self, number: int) -> list[str]:
        definition = self._definitions[number]
        names = definition.get("required") if isinstance(definition, dict) else None
        return [str(name) for name in names] if isinstance(names, list) else []

    def _is_hidden(self, node: Node, name: str, marks: tuple[str, ...]) -> bool:
        here = node / "properties" / name
        there = self._spec.follow(here)
        return any((n / mark).value is True for n in (here, there) for mark in marks)


def refer(number: int) -> dict[str, Json]:
    """A reference to a definition."""
    return {"$ref": f"#/$defs/{number}"}


@cache
def is_pattern(pattern: str) -> bool:
    """Whether the engine takes a pattern. What it does not take is not enforced."""
    try:
        jsonschema_rs.validator_for({"pattern": pattern})
    except (ValueError, UnicodeError):
        return False
    return True


def _modernize(made: dict[str, Json], node: Node) -> None:
    """Say what only OpenAPI 3.0 says in its own way (Schema Object, 3.0.3)."""
    # "nullable" means something only beside a type, and adds nothing to an "enum".
    if (node / "nullable").value is True and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    for key in ("minimum", "maximum"):
        exclusive = f"exclusive{key.capitalize()}"
        if (node / exclusive).value is True and key in made:
            made[exclusive] = made.pop(key)


def _is_type(value: Json) -> bool:
    if isinstance(value, list):
        texts = [one for one in value if isinstance(one, str) and one in _TYPES]
        return 0 < len(set(texts)) == len(value)
    return isinstance(value, str) and value in _TYPES


def _is_number(value: Json) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value)


def _is_positive(value: Json) -> bool:
    return _is_number(value) and isinstance(value, (int, float)) and value > 0


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_pattern(value: Json) -> bool:
    return isinstance(value, str) and is_pattern(value)


def _is_names_by_name(value: Json) -> bool:
    return isinstance(value, dict) and all(
        isinstance(names, list)
        and all(isinstance(name, str) for name in names)
        and len({name for name in names if isinstance(name, str)}) == len(names)
        for names in value.values()
    )


# What is not sound was reported by other rules, and must not keep the rest from being
# looked at. `format` is left out: most of its values are a document's own, and JSON
# Schema 2020-12 (Validation, section 7.2.1) does not enforce it either.
_KEYWORDS: Mapping[str, Callable[[Json], bool]] = {
    "const": lambda _: True,
    "dependentRequired": _is_names_by_name,
    "enum": lambda value: isinstance(value, list),
    "exclusiveMaximum": _is_number,
    "exclusiveMinimum": _is_number,
    "maxContains": _is_count,
    "maxItems": _is_count,
    "maxLength": _is_count,
    "maxProperties": _is_count,
    "maximum": _is_number,
    "minContains": _is_count,
    "minItems": _is_count,
    "minLength": _is_count,
    "minProperties": _is_count,
    "minimum": _is_number,
    "multipleOf": _is_positive,
    "pattern": _is_pattern,
    "type": _is_type,
    "uniqueItems": lambda value: isinstance(value, bool),
}

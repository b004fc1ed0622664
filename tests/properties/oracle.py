"""What a value is of, said by a library that is not ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import OAS30Validator, OAS31Validator, OAS32Validator

from tests.properties.documents import Case, Drawn
from tests.properties.kinds import Json, Schema, is_array, is_object
from tests.properties.schemas import ref
from tests.properties.texts import RECEIVED, SENT

_VALIDATORS: dict[str, Any] = {
    "3.0": OAS30Validator,
    "3.1": OAS31Validator,
    "3.2": OAS32Validator,
}

CHECKED = frozenset(
    {
        "additionalProperties",
        "const",
        "dependentRequired",
        "enum",
        "items",
        "required",
        "type",
        "unevaluatedProperties",
    }
)
"""What strict reading finds out about, by the key that a value contradicts."""

UNCHECKED = {
    "anyOf": "what fits none is reported, but what nearly fits one is read as that",
    "oneOf": "the same; and a value may fit several",
    "if": "it is not enforced, as a notice says",
    "then": "the same",
    "else": "the same",
    "propertyNames": "not enforced either, but for patterns of names of maps",
}
"""Below these, it does not."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a value."""

    is_right: bool
    has_to_be_reported: tuple[str, ...]
    """What is wrong with it that strict reading has to find, in words."""
    is_open: bool
    """Whether parts of it may be anything for the client."""
    is_guessed: bool = False
    """Whether it holds objects of several kinds that nothing tells apart: the client
    takes what they hold for right while it looks for the one that fits best."""


class Oracle:
    """Knows which values the schemas of a document allow.

    What is wrong in components that are left open, the client does not notice.
    """

    def __init__(self, drawn: Drawn, left_open: frozenset[str]) -> None:
        self._left_open = left_open
        self._document = drawn.document
        self._schemas: dict[str, Schema] = drawn.document["components"]["schemas"]
        self._version = drawn.version

    def verdict(self, case: Case, value: Json) -> Verdict:
        schema = {**self._document, "$ref": ref(case.name)}
        kind = _VALIDATORS[self._version]
        validator = kind(schema, format_checker=FormatChecker(()))
        listed: list[ValidationError]
        try:
            listed = list(validator.iter_errors(value))
        except (RecursionError, TypeError):
            # A discriminator leads to its own union, or is no text.
            return Verdict(False, (), False)
        used = self._used(case.name)
        is_left_open = bool(self._left_open & {case.path, *used})
        is_open = is_left_open or any(_is_loose(self._schemas[one]) for one in used)
        checked = [] if is_left_open else listed
        if len(checked) > 1:  # what is wrong elsewhere is not evaluated either
            checked = [o for o in checked if o.validator != "unevaluatedProperties"]
        told = tuple(one.message for one in checked if self._is_checked(one, case.name))
        is_guessed = any(_is_guessed(self._schemas[one]) for one in used)
        return Verdict(not listed, told, is_open, is_guessed)

    def _is_checked(self, error: ValidationError, name: str) -> bool:
        is_never = error.validator == "not" and error.validator_value in ({}, True)
        if error.validator not in CHECKED and not is_never:
            return False
        is_part = is_inside = False
        for key, schema in self._way(error, name):
            # What a part that joins others itself has evaluated, its owner does not know.
            is_joining = is_inside and "allOf" in schema
            if is_excused(key, schema, is_part=is_part or is_joining):
                return False
            is_inside = key == "allOf"
            is_part = is_inside and _is_joined(schema)
            if key == "allOf" and error.instance is None:
                # See `Schemas.reference`: all the world writes `nullable` beside it.
                return False
        # Who may leave out what the other side writes, JSON Schema does not know.
        return not any(repr(name) in error.message for name in (*RECEIVED, *SENT))

    def _way(self, error: ValidationError, name: str) -> Iterator[tuple[str, Schema]]:
        """The keys that lead to what a value contradicts, each with its schema.

        References are no steps of the way, and something may stand beside them.
        """
        reached: list[Schema] = [self._schemas[name]]
        steps = iter(error.absolute_schema_path)
        for step in steps:
            found = [one for one in self._followed(reached) if step in one]
            for one in found:
                yield str(step), one
            reached = [one[step] for one in found]
            if step in _OF_SEVERAL:
                inner = next(steps, None)
                reached = [one[inner] for one in reached if _has(one, inner)]

    def _followed(self, schemas: Sequence[Schema]) -> list[Schema]:
        """Schemas that are objects, and those that they refer to."""
        pending = list(schemas)
        found: list[Schema] = []
        while pending:
            one = pending.pop()
            if not is_object(one) or one in found:
                continue
            found.append(one)
            if "$ref" in one:
                pending.append(self._schemas[one["$ref"].rpartition("/")[2]])
        return found

    def _used(self, start: str) -> set[str]:
        """The components that a component is made of, itself among them."""
        used: set[str] = set()
        names = [start]
        while names:
            name = names.pop()
            if name not in used:
                used.add(name)
                names += _references(self._schemas[name])
        return used


def _references(schema: Schema) -> list[str]:
    """The components that a schema refers to."""
    targets = (one.get("$ref") for one in _objects(schema))
    return [one.rpartition("/")[2] for one in targets if isinstance(one, str)]


def _is_loose(schema: Schema) -> bool:
    """Whether values may be anything somewhere, beside what is described there."""
    for one in _objects(schema):
        listed = [*one.get("anyOf", ()), *one.get("oneOf", ())]
        if any(not is_object(variant) or not variant for variant in listed):
            return True
        is_list = "prefixItems" in one and not _is_tuple(one)
        if is_list or "patternProperties" in one or "not" in one:
            return True
    return False


def _is_guessed(schema: Schema) -> bool:
    """Whether there are objects of several kinds that nothing tells apart."""
    for one in _objects(schema):
        listed = [*one.get("anyOf", ()), *one.get("oneOf", ())]
        if sum("$ref" in variant for variant in listed if is_object(variant)) > 1:
            return True
    return False


def _objects(schema: Schema) -> Iterator[dict[str, Json]]:
    """All objects in a schema, itself among them."""
    pending = [schema]
    while pending:
        one = pending.pop()
        if is_object(one):
            yield one
            pending += one.values()
        elif is_array(one):
            pending += one


_OF_SEVERAL = frozenset(
    {"allOf", "anyOf", "oneOf", "patternProperties", "prefixItems", "properties"}
)
"""Keys that hold several schemas, by name or by number."""


def is_excused(key: str, schema: Schema, *, is_part: bool) -> bool:
    """Whether a key of a schema says more than the type of its values does."""
    match key:
        case "items":  # items behind others are of any of all their types
            return "prefixItems" in schema and not _is_tuple(schema)
        case "prefixItems":
            return not _is_tuple(schema)
        case "patternProperties":
            return not _has_one_pattern(schema)
        case "additionalProperties" if "patternProperties" in schema:
            # Names that a record does not know are not held against patterns.
            return "properties" in schema or not _has_one_pattern(schema)
        case "additionalProperties":  # a part does not know the fields of the others
            others = {"allOf", "dependentSchemas", "if"}
            return is_part or bool(others & schema.keys())
        case "unevaluatedProperties":
            return is_part
        case "type":  # a decimal may be a number: many APIs are not strict there
            return bool(schema.get("format") == "decimal")
        case "enum":
            return any(is_object(one) or is_array(one) for one in schema["enum"])
        case _:
            return key in UNCHECKED


def _is_tuple(schema: Schema) -> bool:
    """Whether all items are listed, and there: others are lists of any of their types."""
    return schema.get("items") is False and schema.get("minItems", 0) >= len(
        schema["prefixItems"]
    )


def _has_one_pattern(schema: Schema) -> bool:
    is_closed = schema.get("additionalProperties") is False
    return is_closed and len(schema["patternProperties"]) == 1


def _is_joined(schema: Schema) -> bool:
    return len(schema["allOf"]) > 1 or "properties" in schema


def _has(schemas: Schema, key: str | int | None) -> bool:
    if is_array(schemas):
        return isinstance(key, int) and key < len(schemas)
    return key in schemas

"""What a value is of, said by a library that is not ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import OAS30Validator, OAS31Validator, OAS32Validator

from tests.properties.documents import Case, Drawn
from tests.properties.schemas import Json, Schema, is_array, is_object, ref
from tests.properties.texts import RECEIVED, SENT

_VALIDATORS: dict[str, Any] = {
    "3.0": OAS30Validator,
    "3.1": OAS31Validator,
    "3.2": OAS32Validator,
}

CHECKED = frozenset({"const", "enum", "required", "type"})
"""What strict reading finds out about."""

UNCHECKED = {
    "anyOf": "what fits none is reported, but what nearly fits one is read as that",
    "oneOf": "the same; and a value may fit several",
    "additionalProperties": "what a model does not know is kept, and not looked at",
    "patternProperties": "left open, with a warning",
    "prefixItems": "left open, with a warning",
    "dependentRequired": "a limit of values, and of no type",
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


class Oracle:
    """Knows which values the schemas of a document allow.

    What is wrong in components that are left open, the client does not notice.
    """

    def __init__(self, drawn: Drawn, left_open: frozenset[str]) -> None:
        self._left_open = left_open
        self._document = drawn.document
        self._version = drawn.version

    def verdict(self, case: Case, value: Json) -> Verdict:
        schema = {**self._document, "$ref": ref(case.name)}
        kind = _VALIDATORS[self._version]
        validator = kind(schema, format_checker=FormatChecker(()))
        listed: list[ValidationError]
        try:
            listed = list(validator.iter_errors(value))
        except RecursionError:  # a discriminator leads to its own union
            return Verdict(False, (), False)
        is_open = bool(self._left_open & {case.path, *self._used(case.name)})
        checked = () if is_open else listed
        told = tuple(one.message for one in checked if _is_checked(one))
        return Verdict(not listed, told, is_open)

    def _used(self, start: str) -> set[str]:
        """The components that a component is made of, itself among them."""
        schemas = self._document["components"]["schemas"]
        used: set[str] = set()
        names = [start]
        while names:
            name = names.pop()
            if name not in used:
                used.add(name)
                names += _references(schemas[name])
        return used


def _references(schema: Schema) -> list[str]:
    """The components that a schema refers to."""
    found: list[str] = []
    pending = [schema]
    while pending:
        one = pending.pop()
        if is_object(one):
            target = one.get("$ref")
            if isinstance(target, str):
                found.append(target.rpartition("/")[2])
            pending += one.values()
        elif is_array(one):
            pending += one
    return found


def _is_checked(error: ValidationError) -> bool:
    steps = [step for step in error.absolute_schema_path if isinstance(step, str)]
    if error.validator not in CHECKED or UNCHECKED.keys() & set(steps):
        return False
    allowed: Any = error.validator_value
    if error.validator == "enum" and not all(map(_is_text, allowed)):
        return False  # enumerations of others than strings are left open
    if error.instance is None and "allOf" in steps:
        return (
            False  # see `Schemas.reference`: all the world writes `nullable` beside it
        )
    # Who may leave out what the other side writes, JSON Schema does not know.
    return not any(repr(name) in error.message for name in (*RECEIVED, *SENT))


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)

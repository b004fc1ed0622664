"""What openapi-spec-validator finds, in words of ours: never with values that it dumps."""

from __future__ import annotations

import re
from typing import Any

from jsonschema.exceptions import UnknownType, ValidationError
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    ExtraParametersError,
    ParameterDuplicateError,
    UnresolvableParameterError,
)
from referencing.exceptions import Unresolvable

from generator.document import Node, Pointer
from generator.validate.faults import Fault
from generator.validate.words import said as fault_said

_QUOTED = re.compile(r"'([^']{1,60})'")
RAISED: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    Unresolvable,
    UnknownType,
    ValueError,
    re.error,
)
"""What the library raises on documents that it did not expect, besides RecursionError."""

# What the library says without a class or a keyword of its own, and what that means.
_MESSAGES = (
    ("is not of type 'object', 'boolean'", "must be a mapping, or true or false"),
    ("Duplicate tag name", "two tags have the same name"),
    ("references unknown parent tag", "a tag has a parent that is no tag"),
    ("Circular tag hierarchy", "tags are parents of each other"),
    ("Unknown JSON Schema dialect", "the dialect of JSON Schema is not known"),
)


def said(error: ValidationError, place: tuple[str | int, ...]) -> str:
    """An error at a place in words."""
    match error:
        case DuplicateOperationIDError():
            return "another operation has the same `operationId`"
        case ExtraParametersError():
            names = ", ".join(f"`{name}`" for name in _QUOTED.findall(error.message))
            return f"`required` names what no part of `allOf` has: {names}"[:200]
        case ParameterDuplicateError():
            return f"two parameters are called {_name(error)}"
        case UnresolvableParameterError():
            return f"either the path or its parameters lack {_name(error)}"
        case _ if isinstance(error.validator, str):
            return _broken(error, error.validator, place)
        case _:
            known = (said for part, said in _MESSAGES if part in error.message)
            return next(known, "the schema of OpenAPI is broken")


ENDLESS = "this leads back to itself without an end"
"""What is said of circles, of which `resolve` has told each once."""


def raised(error: Exception) -> str:
    """What the library fails with, in words."""
    match error:
        case RecursionError():
            return ENDLESS
        case Unresolvable():
            # All references were answered before. What the library takes for another one
            # is a `$ref` in a default, where it is data.
            return ""
        case _:
            return f"it cannot read what is here ({type(error).__name__})"


def _broken(error: ValidationError, keyword: str, place: tuple[str | int, ...]) -> str:
    """A broken keyword of JSON Schema, as the check of the document would say it."""
    value: Any = error.instance
    expected: Any = error.validator_value
    parts = tuple(map(str, place))
    if keyword in ("oneOf", "anyOf"):
        return f"`{parts[-1][:60]}` fits none of its alternatives"
    if keyword == "required":
        expected = [name for name in expected if name not in value]
    elif keyword in ("additionalProperties", "unevaluatedProperties"):
        expected = _QUOTED.findall(error.message) or ["?"]
    wanted = _scalars(expected)
    fault = Fault(parts, keyword, wanted, "", ())
    return fault_said(fault, Node(value, Pointer(parts)), frozenset).message


def _scalars(expected: Any) -> tuple[str, ...]:
    if isinstance(expected, str | int | float):
        return (str(expected),)
    return tuple(str(one) for one in expected if isinstance(one, str | int | float))


def _name(error: ValidationError) -> str:
    found = _QUOTED.search(error.message)
    return f"`{found[1]}`" if found else "one"

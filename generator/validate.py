"""A document against OpenAPI's own schemas, by openapi-spec-validator."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Node, Pointer
from generator.hints import closest
from generator.resolve import nodes

VERSIONS = ("3.0", "3.1", "3.2")


def validate(document: Document, found: Diagnostics) -> None:
    """Check a document against the schema of its version of OpenAPI.

    Only the schema is applied, and by jsonschema-rs: what the library's own walk over
    the document would find is found by our rules, with positions. Thus no reference is
    followed, nothing is fetched, and no cycle is entered.
    """
    version = _version(document, found)
    if version is None:
        return
    # The library reads this once, when it is imported. The other engine is slower by
    # two orders of magnitude, and words its errors in another way.
    os.environ["OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"] = "jsonschema-rs"
    schemas = import_module("openapi_spec_validator.schemas")
    validator = getattr(
        schemas, f"openapi_v{version.replace('.', '')}_schema_validator"
    )
    for error in validator.iter_errors(document.value):
        at = _node(document, error.absolute_path).at
        rule, message = error.schema_path[-1], _first_line(error.message)
        alternative = None
        if rule in ("oneOf", "anyOf"):
            alternative = _best_alternative(error, document)
            at, message = alternative or (at, message)
        if rule == "format" or (rule in ("oneOf", "anyOf") and alternative is None):
            _report_patterns(_node(document, error.absolute_path), found)
        else:
            found.error(Code.SCHEMA, message, at)


def _version(document: Document, found: Diagnostics) -> str | None:
    """The version of OpenAPI, without its last number."""
    node = document.root / "openapi"
    if not node.exists:
        hint = closest("openapi", document.root.fields)
        found.error(
            Code.NOT_OPENAPI,
            "no OpenAPI document: it has no `openapi` to tell its version",
            document.root.at,
            hint=hint,
        )
        return None
    if not isinstance(node.value, str):
        found.error(
            Code.NOT_OPENAPI,
            "the version of OpenAPI must be a text",
            node.at,
            hint=f'write "{node.value}.0" in quotes',
        )
        return None
    version = next((v for v in VERSIONS if node.text.startswith(f"{v}.")), None)
    if version is None:
        known = ", ".join(VERSIONS)
        message = f"version {node.text!r} of OpenAPI is not supported ({known} are)"
        found.error(Code.NOT_OPENAPI, message, node.at)
    return version


def _report_patterns(node: Node, found: Diagnostics) -> None:
    """Report what is wrong only because a text has not the format that it should have.

    In OpenAPI's schemas these are patterns and URLs. A client can be made all the same.
    """
    for inner in nodes(node) if isinstance(node.value, dict) else [node]:
        pattern = inner / "pattern"
        if pattern.text and not _compiles(pattern.text):
            message = "this pattern is not valid here: it is not enforced"
            found.warning(Code.PATTERN, message, pattern.at)
            return
    found.warning(Code.PATTERN, "not of the format that it should have", node.at)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError):
        return False
    return True


def _best_alternative(error: Any, document: Document) -> tuple[Pointer, str] | None:
    """Why the likeliest one of several alternatives does not fit.

    "Fits none of the schemas" is all that the fast engine says. The slow one, applied to
    just the place in question, knows more. It does not look at formats: None means that
    only a format is wrong.
    """
    best_match = import_module("jsonschema.exceptions").best_match
    validator_for = import_module("jsonschema.validators").validator_for
    node = _node(document, error.absolute_path)
    schema: Any = error.schema
    alternatives: Any = schema
    for step in error.schema_path:
        alternatives = alternatives[step]
    definitions = {
        key: schema[key] for key in ("$schema", "definitions", "$defs") if key in schema
    }
    local: Any = {**definitions, str(error.schema_path[-1]): alternatives}
    best: Any = best_match(validator_for(local)(local).iter_errors(node.value))
    if best is None:
        return None
    at = node.at
    for step in best.absolute_path:
        at /= step
    return at, _first_line(best.message)


def _node(document: Document, path: Iterable[str | int]) -> Node:
    node = document.root
    for step in path:
        # The engine takes numbers for indexes, also where they are keys: `200`.
        node /= step if isinstance(node.value, list) else str(step)
    return node


def _first_line(message: str) -> str:
    line = message.partition("\n")[0]
    return line if len(line) <= 200 else f"{line[:200]}..."

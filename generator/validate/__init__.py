"""A document against OpenAPI's own schemas, by openapi-spec-validator.

Only the schema is applied, by the library's document-level validator and jsonschema-rs.
What the library's own walk over the document would find is found by our rules, with
positions. Thus no reference is followed, nothing is fetched, and no cycle is entered.
"""

from __future__ import annotations

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Pointer
from generator.grammar import VERSIONS, version_of
from generator.hints import closest
from generator.validate.explain import explain, node_at
from generator.validate.faults import Engine, Fault, engine
from generator.validate.keys import known_keys
from generator.validate.weights import weight
from generator.validate.words import said

_METHODS = ("additionalOperations",)


def validate(document: Document, found: Diagnostics) -> None:
    """Check a document against the schema of its version of OpenAPI, or of Swagger 2.0."""
    version = version_of(document.value)
    if version is None or not isinstance(document.value, dict):
        _report_version(document, found)
        return
    ready = engine(version)
    for fault in explain(ready, document.value):
        _report(fault, document, ready, found)


def _report(
    fault: Fault, document: Document, ready: Engine, found: Diagnostics
) -> None:
    if fault.path == ("openapi",) and fault.keyword == "pattern":
        return  # the schema has one digit in mind, the specification any number
    node = node_at(document.value, fault.path)
    words = said(fault, node, lambda: known_keys(fault, ready.schema))
    at = Pointer(fault.path, document.file)
    if words.key is not None:
        at /= words.key
    code = Code.SCHEMA
    if fault.keyword == "format":
        code = Code.PATTERN
    elif fault.keyword == "propertyNames" and fault.path[-1:] != _METHODS:
        code = Code.COMPONENT_NAME
    weighed = weight(fault)
    if weighed is None or weighed.is_error:
        found.error(code, words.message, at, on_key=words.on_key, hint=words.hint)
    else:
        effect = f": {weighed.effect}" if weighed.effect else ""
        message = f"{words.message}{effect}"
        # What is not enforced is left to the server: nothing of the API is left out.
        say = found.notice if code is Code.PATTERN else found.warning
        say(code, message, at, on_key=words.on_key, hint=words.hint)


def _report_version(document: Document, found: Diagnostics) -> None:
    """Say why the version of a document cannot be read."""
    root = document.root
    key, name = "openapi", "OpenAPI"
    if "swagger" in root and "openapi" not in root:
        key, name = "swagger", "Swagger"
    node = root / key
    hint = ""
    if key not in root:
        message = "no OpenAPI document: it has no `openapi` to tell its version"
        near = [one for one in root.fields if closest(one, ["openapi"])]
        hint = f"write `openapi` for `{near[0]}`" if near else ""
    elif not isinstance(node.value, str):
        message = f"the version of {name} must be a text"
        last = "" if name == "Swagger" else ".0"
        hint = f'write "{node.value}{last}" in quotes'
    else:
        known = f"{', '.join(VERSIONS)} and Swagger 2.0"
        message = f"version {node.text[:20]!r} of {name} is not supported ({known} are)"
    at = node.at if key in root else root.at
    found.error(Code.NOT_OPENAPI, message, at, hint=hint)

"""Rules about components and schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node
from generator.hints import closest
from generator.resolve import Spec, nodes

# OpenAPI, Components Object.
_COMPONENT_NAME = re.compile(r"[a-zA-Z0-9._-]+")
# Below these keys stands a schema, or a mapping or list of them.
_SCHEMA_KEYS = frozenset(
    [
        "additionalProperties",
        "contains",
        "else",
        "if",
        "itemSchema",
        "items",
        "not",
        "propertyNames",
        "schema",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
_SCHEMAS_KEYS = frozenset(
    [
        "$defs",
        "allOf",
        "anyOf",
        "definitions",
        "dependentSchemas",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
    ]
)


def component_names(spec: Spec, found: Diagnostics) -> None:
    """Names of components are letters, digits, dots, dashes and underscores."""
    for _, components in (spec.root / "components").entries():
        for name, node in components.entries():
            if not _COMPONENT_NAME.fullmatch(name):
                message = f"`{name[:80]}` cannot be the name of a component"
                found.error(Code.COMPONENT_NAME, message, node.at, on_key=True)


def kinds(spec: Spec, found: Diagnostics) -> None:
    """Where a schema belongs, a reference leads to a schema."""
    found_schemas = list(schemas(spec))
    places = {node.at for node in found_schemas}
    for node in found_schemas:
        target = spec.follow(node).at
        if "$ref" in node and target not in places:
            message = f"a schema is needed here, which {target} is not"
            found.error(Code.REFERENCE, message, node.at / "$ref")


def inheritance(spec: Spec, found: Diagnostics) -> None:
    """No schema is made of itself by `allOf`, which no value could ever match."""
    done: set[str] = set()
    for _, start in (spec.root / "components" / "schemas").entries():
        trail: list[str] = []
        pending = [(start, 0)]
        while pending:
            node, depth = pending.pop()
            here = str(spec.follow(node).at)
            del trail[depth:]
            if here in trail:
                cycle = " -> ".join([*trail[trail.index(here) :], here])
                found.error(Code.REFERENCE, f"made of itself: {cycle[:500]}", start.at)
                break
            if here in done:
                continue
            trail.append(here)
            parts = (spec.follow(node) / "allOf").items()
            pending += [(part, depth + 1) for part in parts]
        done.update(trail)


def discriminators(spec: Spec, found: Diagnostics) -> None:
    """A discriminator's mapping leads to schemas of the document."""
    known = (spec.root / "components" / "schemas").fields
    for node in schemas(spec):
        for _, target in (node / "discriminator" / "mapping").entries():
            text = target.text
            name = text.removeprefix("#/components/schemas/")
            if name in known:
                continue
            if not text.startswith("#") and re.search(r"[/:]|\.(json|ya?ml)", text):
                message = f"only schemas of the document are used, not `{text}`"
            else:
                message = f"`{text}` is not a schema of the document"
            hint = closest(name, known)
            found.error(Code.DISCRIMINATOR, message, target.at, hint=hint)


def contradictions(spec: Spec, found: Diagnostics) -> None:
    """A schema does not contradict itself; where it does, that part is left out."""
    is_30 = (spec.root / "openapi").text.startswith("3.0")
    for node in schemas(spec):
        allowed = [value.value for value in (node / "enum").items()]
        if "default" in node and allowed and (node / "default").value not in allowed:
            message = "the default is not one of the enumeration: it is left out"
            found.warning(Code.CONTRADICTION, message, node.at / "default")
        if is_30 and (node / "type").text == "array" and "items" not in node:
            message = "an array needs `items` (OpenAPI 3.0): its items are left open"
            found.warning(Code.CONTRADICTION, message, node.at)
        types = [(spec.follow(part) / "type").text for part in (node / "allOf").items()]
        distinct = list(dict.fromkeys(filter(None, types)))
        if len(distinct) > 1 and set(distinct) != {"integer", "number"}:
            message = f"`allOf` joins {' with '.join(distinct)}: it is left open"
            found.warning(Code.CONTRADICTION, message, node.at / "allOf")


def schemas(spec: Spec) -> Iterator[Node]:
    """All schemas of a document, by the keys that they stand under."""
    for node in nodes(spec.root):
        above, last = ("", "", *node.at.parts)[-2:]
        is_named = node.at.parts[:-1] == ("components", "schemas")
        if last in _SCHEMA_KEYS or above in _SCHEMAS_KEYS or is_named:
            yield node

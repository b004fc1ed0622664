"""Rules about schemas, and about what they are made of."""

from __future__ import annotations

import json
import re
import warnings
from functools import cache

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Json, Node, Pointer
from generator.resolve import Spec

_MAX_PARTS = 300_000
"""How many parts of schemas are looked at for what is required. Honest documents have a
hundredth of that; a long chain of `allOf` would make it the square of its length."""


def inheritance(spec: Spec, found: Diagnostics) -> None:
    """No schema is made of itself by `allOf`, which no value could ever match."""
    done: set[str] = set()
    for start in spec.places("schema"):
        if "allOf" not in start:
            continue
        trail: list[str] = []
        pending = [(start, 0)]
        while pending:
            node, depth = pending.pop()
            here = str(spec.follow(node).at)
            del trail[depth:]
            if here in trail:
                circle = " -> ".join([*trail[trail.index(here) :], here])
                at = (node / "$ref").at if "$ref" in node else node.at
                found.error(Code.REFERENCE, f"made of itself: {circle[:500]}", at)
                continue
            if here in done:
                continue
            trail.append(here)
            parts = (spec.follow(node) / "allOf").items()
            pending += [(part, depth + 1) for part in parts]
        done.update(trail)


def contradictions(spec: Spec, found: Diagnostics) -> None:
    """A schema does not contradict itself; where it does, that part is left out."""
    is_30 = spec.version == "3.0"
    for node in spec.places("schema"):
        if is_30 and (node / "type").text == "array" and "items" not in node:
            message = "an array needs `items` (OpenAPI 3.0): its items are left open"
            found.warning(Code.CONTRADICTION, message, node.at)
        if "allOf" not in node:
            continue
        types = [(spec.follow(part) / "type").text for part in (node / "allOf").items()]
        distinct = list(dict.fromkeys(filter(None, types)))
        if len(distinct) > 1 and set(distinct) != {"integer", "number"}:
            message = f"`allOf` joins {' with '.join(distinct)}: it is left open"
            found.warning(Code.CONTRADICTION, message, node.at / "allOf")


def siblings(spec: Spec, found: Diagnostics) -> None:
    """Before OpenAPI 3.1, what stands beside `$ref` is ignored, officially.

    Real documents say there what is nullable, and describe it; that much is taken. It is
    said once for a document, at the first such place.
    """
    if spec.version != "3.0":
        return
    beside = [
        node
        for node in spec.places("schema")
        if "$ref" in node and len(node.fields) > 1 and _says_more(node)
    ]
    if beside:
        count = f", as in {len(beside) - 1} other places" if len(beside) > 1 else ""
        message = f"OpenAPI 3.0 ignores what is beside `$ref`{count}"
        hint = (
            "`description` and `nullable` are taken; write `allOf: [$ref]` for others"
        )
        found.notice(Code.SIBLINGS, message, beside[0].at, hint=hint)


def _says_more(node: Node) -> bool:
    return any(key != "$ref" and not key.startswith("x-") for key in node.fields)


def required(spec: Spec, found: Diagnostics) -> None:
    """What is required is listed once, and described by the schema or by a part of it."""
    looked_at = 0
    for node in spec.places("schema"):
        listed = list((node / "required").items())
        names: set[str] = set()
        for item in listed:
            if item.text in names:
                message = f"`{item.text}` is listed twice as required"
                found.warning(Code.CONTRADICTION, message, item.at)
            names.add(item.text)
        if "allOf" not in node or not names or looked_at > _MAX_PARTS:
            continue
        known, parts = _property_names(spec, node)
        looked_at += parts
        for item in listed:
            if item.text and item.text not in known:
                message = f"`{item.text}` is required, and no part describes it"
                hint = found.guess(item.text, known)
                found.warning(Code.CONTRADICTION, message, item.at, hint=hint)


def _property_names(spec: Spec, start: Node) -> tuple[set[str], int]:
    """The properties that a schema or its parts describe, and how many parts it has."""
    names: set[str] = set()
    seen: set[Pointer] = set()
    pending = [start]
    while pending:
        node = spec.follow(pending.pop())
        if node.at in seen:
            continue
        seen.add(node.at)
        names.update((node / "properties").fields)
        for key in ("allOf", "anyOf", "oneOf"):
            pending.extend((node / key).items())
        for key in ("items", "not", "then", "else"):
            if key in node:
                pending.append(node / key)
    return names, len(seen)


def patterns(spec: Spec, found: Diagnostics) -> None:
    """A pattern that cannot be read here is not enforced; the server checks it itself."""
    for node in spec.places("schema"):
        pattern = node / "pattern"
        if pattern.text and not _is_readable(pattern.text):
            message = "this pattern is not valid here: it is not enforced"
            found.notice(Code.PATTERN, message, pattern.at)


@cache
def _is_readable(pattern: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of what will change its meaning
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning):
        return False
    return True


def enumerations(spec: Spec, found: Diagnostics) -> None:
    """No value of an enumeration is listed twice."""
    for node in spec.places("schema"):
        if "enum" not in node:
            continue
        first: dict[str, Node] = {}
        for item in (node / "enum").items():
            before = first.setdefault(_as_json(item.value), item)
            if before is not item:
                message = f"the value is already at {found.written(before.at)}"
                found.error(Code.ENUMERATION, message, item.at, related=before.at)


def _as_json(value: Json) -> str:
    """A text that is the same for values that JSON Schema takes for equal."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True)

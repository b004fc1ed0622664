"""Each error of the schema check, taken down to the places that are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from generator.document import Json, Node, Pointer
from generator.validate.faults import Engine, Fault, Parts, Scalar
from generator.validate.keys import known_keys
from generator.validate.meant import Union, meant
from generator.validate.pieces import is_large, pieces

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

MAX_FAULTS = 10_000
"""How many faults are told. More are of no use to anybody."""

_UNKNOWN = frozenset({"additionalProperties", "unevaluatedProperties"})


def explain(engine: Engine, document: dict[str, Json]) -> list[Fault]:
    """All faults of a document, each once.

    At most `MAX_FAULTS`, and one that says that there are `more`.
    """
    if engine.accepts(document):
        return []
    faults: dict[Fault, None] = {}
    mistyped: set[Parts] = set()
    for fault in _faults(engine, document):
        if fault.keyword == "type":
            mistyped.add(fault.path)
        if fault.keyword == "type" or fault.path not in mistyped:
            faults[fault] = None
        if len(faults) >= MAX_FAULTS:
            faults[Fault((), "more", (MAX_FAULTS,), "", ())] = None
            break
    told = list(_without_echoes(faults, mistyped, engine))
    return told or [Fault((), "unknown", (), "", ())]


def node_at(document: Json, path: Iterable[str | int]) -> Node:
    """What stands at a path of the engine, which takes keys like `007` for numbers."""
    node = Node(document, Pointer())
    for step in path:
        if isinstance(node.value, list):
            node /= int(step)
        elif isinstance(step, int) and str(step) not in node:
            keys = (key for key in node.fields if _is_number(key, step))
            node /= next(keys, str(step))
        else:
            node /= str(step)
    return node


def _is_number(key: str, number: int) -> bool:
    return key.isdecimal() and len(key) < 20 and int(key) == number


def _faults(engine: Engine, document: dict[str, Json]) -> Iterator[Fault]:
    for path, piece in pieces(document, engine.version):
        if engine.accepts(piece):
            continue
        if is_large(piece):
            yield Fault(path, "large", (), "", ())
            continue
        for error in engine.explains.iter_errors(piece):
            yield from _taken_down(error, document, engine)


def _taken_down(
    error: ValidationError, document: Json, engine: Engine
) -> Iterator[Fault]:
    """The faults that an error comes from. Alternatives may have alternatives inside."""
    pending = [error]
    while pending:
        one = pending.pop()
        node = node_at(document, one.instance_path)
        if one.kind.name not in ("oneOf", "anyOf"):
            yield from _plain(one, node)
            continue
        inner = meant(one, node.value, engine.schema)
        if isinstance(inner, Union):
            at = (node / inner.key if inner.key else node).at
            kind, rule = _where(inner.source)
            yield Fault(at.parts, inner.keyword, inner.expected, kind, rule)
        else:
            pending.extend(reversed(inner))


def _plain(error: ValidationError, node: Node) -> Iterator[Fault]:
    """The faults of an error that has no alternatives: one, or one for each key."""
    keyword, expected = error.kind.name, error.kind.value
    kind, rule = _where(error)
    path = node.at.parts
    if keyword in _UNKNOWN:
        for key in expected:
            yield Fault(path, keyword, (key,), kind, rule)
        return
    if keyword == "propertyNames":
        expected = expected.instance
    elif keyword == "not":
        expected = expected.get("required", [])
    yield Fault(path, keyword, _scalars(expected), kind, rule)


def _scalars(expected: Any) -> tuple[Scalar, ...]:
    """What a keyword asks for, without what is no use in a message."""
    if isinstance(expected, str | int | float | None):
        return (expected,)
    return tuple(one for one in expected if isinstance(one, str | int | float | None))


def _where(error: ValidationError) -> tuple[str, Parts]:
    """The kind of object that an error is about, and the place of its rule."""
    rule = tuple(str(step) for step in error.schema_path)
    location = error.absolute_keyword_location or ""
    if "//json-schema.org/" in location or location.startswith("urn:"):
        return "schema", ("", *rule)
    if rule[0] not in ("definitions", "$defs"):
        return "", rule
    return rule[1].lower().replace("-", ""), rule


def _without_echoes(
    faults: Iterable[Fault], mistyped: set[Parts], engine: Engine
) -> Iterator[Fault]:
    """Leave out what is there only because of another fault."""
    faults = list(faults)
    others: set[Parts] = set()
    """The places of faults, and all places above them."""
    for fault in faults:
        if fault.keyword not in ("unevaluatedProperties", "oneOf"):
            others.update(fault.path[:end] for end in range(len(fault.path) + 1))
    for fault in faults:
        # Of a value of the wrong type nothing else can be said.
        if fault.keyword != "type" and fault.path in mistyped:
            continue
        if fault.keyword == "oneOf" and fault.path in others:
            continue
        # Keys count as evaluated only if all that is said about them holds.
        if (
            fault.keyword == "unevaluatedProperties"
            and fault.path in others
            and fault.expected[0] in known_keys(fault, engine.schema)
        ):
            continue
        yield fault

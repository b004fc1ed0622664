"""What a fault is, in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from generator.document import Json, Node
from generator.grammar import METHODS
from generator.hints import closest
from generator.validate.faults import Fault, Scalar

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a text",
}
_FORMATS = {
    "email": "an e-mail address",
    "uri": "a URL",
    "uri-reference": "a URL",
}
# Where keys follow a pattern, and what the pattern means.
_PATTERNED = {
    "paths": ("no path: it does not begin with `/`", "write `/{key}`"),
    "responses": ("no status code, no range such as `2XX`, and not `default`", ""),
}
# Keywords of JSON Schema that OpenAPI 3.0 and 2.0 do not have.
_LATE = frozenset(
    [
        "$anchor",
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "$dynamicRef",
        "$id",
        "$schema",
        "const",
        "contains",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "examples",
        "if",
        "maxContains",
        "minContains",
        "patternProperties",
        "prefixItems",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
_EMPTY_RESPONSES = frozenset({"minProperties", "not", "required"})
_MAX_NAME = 60
_MAX_CHOICES = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A fault in words."""

    message: str
    hint: str = ""
    key: str | int | None = None
    """The key or entry that is meant, of the value at the fault's place."""
    on_key: bool = False


def said(fault: Fault, node: Node, known: Callable[[], Collection[str]]) -> Said:
    """A fault at a node in words; `known` gives the keys that are allowed there."""
    if fault.kind == "responses" and fault.keyword in _EMPTY_RESPONSES:
        return Said(f"{subject(node)} has no response", on_key=True)
    expected = [str(one) for one in fault.expected]
    match fault.keyword:
        case "type":
            return _type(expected, node)
        case "enum" | "const":
            return _choice(fault.expected, node)
        case "required":
            return Said(f"{_listed(expected, 'or')} is missing", on_key=True)
        case "exclusive":
            return _exclusive(expected)
        case "not":
            return _not(fault, node)
        case "additionalProperties" | "unevaluatedProperties":
            return _unknown(fault, known())
        case "propertyNames":
            return _name_of(fault, expected[0])
        case "uniqueItems":
            return _twice(node)
        case "pattern" | "format":
            return _text(fault, node)
        case "more":
            limit = f"{int(expected[0]):,}"
            return Said(f"more than {limit} problems: the rest is not shown")
        case "large":
            return Said(f"{subject(node)} is wrong, and too large to say where")
        case "oneOf" | "anyOf":
            return Said(f"{subject(node)} fits more than one of its alternatives")
        case "falseSchema" | "false":
            return Said(f"{subject(node)} has no meaning here", on_key=True)
        case keyword:
            return Said(f"{subject(node)} {_size(keyword, ''.join(expected))}")


def subject(node: Node) -> str:
    """What a place is called."""
    match node.at.parts:
        case ():
            return "the document"
        case (*_, holder, entry) if entry.isdecimal():
            return _name(f"{holder}/{entry}")
        case parts:
            return _name(parts[-1])


def a_type(value: Json) -> str:
    """What a value is."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a mapping"


def _name(key: str) -> str:
    return f"`{key}`" if len(key) <= _MAX_NAME else f"`{key[:_MAX_NAME]}...`"


def _listed(names: Sequence[str], word: str) -> str:
    shown = [_name(name) for name in names]
    if len(shown) > _MAX_CHOICES:
        return f"{', '.join(shown[:_MAX_CHOICES])}, ..."
    if len(shown) > 1:
        return f"{', '.join(shown[:-1])} {word} {shown[-1]}"
    return shown[0]


def _type(expected: Sequence[str], node: Node) -> Said:
    wanted = " or ".join(_TYPES.get(one, one) for one in expected)
    message = f"{subject(node)} must be {wanted}, and is {a_type(node.value)}"
    return Said(message, _type_hint(expected, node))


def _type_hint(expected: Sequence[str], node: Node) -> str:
    """How to write it, if it was only written in another way."""
    key = node.at.parts[-1] if node.at.parts else ""
    # These texts are names that JSON Schema knows, and no number is one.
    value, is_type, is_name = node.value, key == "type", key == "type" or key[:1] == "$"
    match value:
        case bool() | int() | float() if "string" in expected and not is_name:
            return "write it in quotes"
        case list() if is_type and "string" in expected:
            return "lists of types came with OpenAPI 3.1"
        case str() if "array" in expected:
            return "write it as a list, with one entry"
        case str() if "boolean" in expected and value.lower() in ("true", "false"):
            return f"write {value.lower()}, without quotes"
        case str() if {"number", "integer"} & {*expected} and _is_number(value):
            return f"write {value}, without quotes"
        case _:
            return ""


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdecimal()


def _choice(options: Sequence[Scalar], node: Node) -> Said:
    if options == (True,):
        return Said(f"{subject(node)} must be true")
    choices = [str(one) for one in options]
    hint = closest(node.text, choices) if node.text else ""
    wanted = _listed(choices, "or")
    one_of = "one of " if len(choices) > 1 else ""
    actual = _name(node.text) if node.text else a_type(node.value)
    return Said(f"{subject(node)} must be {one_of}{wanted}, and is {actual}", hint)


def _exclusive(names: Sequence[str]) -> Said:
    message = f"{_listed(names, 'and')} exclude each other"
    return Said(message, "", names[-1], True)


def _not(fault: Fault, node: Node) -> Said:
    names = [str(one) for one in fault.expected]
    if len(names) > 1:
        return _exclusive(names)
    if names:
        beside = " beside `content`" if "content" in node else ""
        return Said(f"{_name(names[0])} has no meaning{beside}", "", names[0], True)
    return Said(f"{subject(node)} is not allowed here")


def _unknown(fault: Fault, known: Collection[str]) -> Said:
    key = str(fault.expected[0])
    if fault.kind in _PATTERNED:
        message, hint = _PATTERNED[fault.kind]
        return Said(f"{_name(key)} is {message}", hint.format(key=key[:60]), key, True)
    if key in known:
        return Said(f"{_name(key)} has no meaning here", "", key, True)
    if fault.kind == "schema" and key in _LATE:
        hint = "it came with OpenAPI 3.1"
        return Said(f"unknown key {_name(key)}", hint, key, True)
    return Said(f"unknown key {_name(key)}", closest(key, known), key, True)


def _name_of(fault: Fault, key: str) -> Said:
    """What cannot be the name of a component, or the method of an operation (3.2)."""
    if fault.path[-1:] != ("additionalOperations",):
        return Said(f"{_name(key)} cannot be the name of a component", "", key, True)
    message = f"{_name(key)} cannot be the method of an additional operation"
    usual = key.lower()
    hint = f"write it beside this key, as `{usual}`" if usual in METHODS else ""
    return Said(message, hint, key, True)


def _twice(node: Node) -> Said:
    """Which entry of a list is there twice."""
    seen: dict[str, int] = {}
    for index, entry in enumerate(node.items()):
        text = repr(entry.value)
        if text in seen:
            name = _name(entry.text) if entry.text else "an entry"
            return Said(f"{name} is twice in {subject(node)}", "", index)
        seen[text] = index
    return Said(f"{subject(node)} has an entry twice")


def _text(fault: Fault, node: Node) -> Said:
    """A text that has not the form that it should have."""
    if node.at.parts == ("openapi",):
        return Said(f"version {_name(node.text)} is read as {node.text[:3]}")
    if fault.keyword == "format":
        name = str(fault.expected[0])
        if name == "regex":
            return Said("this pattern is not valid here")
        form = _FORMATS.get(name, f"of the format {name}")
        return Said(f"{subject(node)} is not {form}")
    if fault.kind == "httpsecurityscheme":
        return Said("`bearerFormat` has no meaning without `scheme: bearer`")
    pattern = str(fault.expected[0])
    return Said(f"{subject(node)} does not fit the pattern {_name(pattern)}")


_SIZES: Mapping[str, str] = {
    "minItems": "at least {} entries",
    "minProperties": "at least {} entries",
    "maxItems": "at most {} entries",
    "maxProperties": "at most {} entries",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
}
_BOUNDS: Mapping[str, str] = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
}


def _size(keyword: str, limit: str) -> str:
    if keyword in ("minItems", "minProperties", "minLength") and limit == "1":
        return "must not be empty"
    if keyword in _SIZES:
        wanted = _SIZES[keyword].format(limit)
        return f"must have {wanted}".replace("1 entries", "1 entry")
    if keyword in _BOUNDS:
        return f"must be {_BOUNDS[keyword].format(limit)}"
    return f"breaks a rule of OpenAPI's schema (`{keyword}`)"

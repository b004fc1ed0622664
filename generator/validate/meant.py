"""Which of several alternatives was meant by what fits none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.document import Json

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    Errors: TypeAlias = list[ValidationError]

_TYPES: dict[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
}


@dataclass(frozen=True, slots=True)
class Union:
    """What several alternatives ask for together, if none was meant more than others."""

    keyword: str
    """`type`, `enum`, `required`, `exclusive` or `oneOf`."""
    expected: tuple[str, ...]
    source: ValidationError
    """One of the errors that say so."""
    key: str = ""
    """The key of the object that is wrong, if it is one of them."""


def meant(
    error: ValidationError, value: Json, schema: dict[str, Any]
) -> Errors | Union:
    """The errors of the alternative that was meant, or what all of them ask for.

    Of a `oneOf` or `anyOf` that is broken by a value.
    """
    alternatives = _flattened(error)
    if not all(alternatives):
        return _exclusive(error, schema)
    if isinstance(value, dict) and "$ref" in value:
        for errors in alternatives:
            if _is_reference(errors):
                return errors
    own = [errors for errors in alternatives if not _is_reference(errors)]
    own = own or alternatives
    place = error.instance_path
    fitting = [errors for errors in own if not _is_foreign(errors, place, value)]
    if not fitting:
        return _union(own, place)
    if len(fitting) > 1:
        missing = [_missing(errors, place) for errors in fitting]
        shared = [key for key in missing[0] if all(key in keys for keys in missing)]
        names = shared[:1] or ([keys[0] for keys in missing] if all(missing) else [])
        if names:
            return Union("required", tuple(names), fitting[0][0])
    return min(fitting, key=lambda errors: (_strangeness(errors, place), len(errors)))


def _flattened(error: ValidationError) -> list[Errors]:
    """The errors of each alternative. Alternatives within one are alternatives too."""
    done: list[Errors] = []
    pending: list[Errors] = [list(one) for one in reversed(error.kind.value)]
    while pending:
        errors = pending.pop()
        inner = [
            one
            for one in errors
            if one.kind.name in ("oneOf", "anyOf")
            and one.instance_path == error.instance_path
            and all(one.kind.value)
        ]
        if len(inner) != 1:
            done.append(errors)
            continue
        rest = [one for one in errors if one is not inner[0]]
        pending.extend([*rest, *one] for one in reversed(inner[0].kind.value))
    return done


def _exclusive(error: ValidationError, schema: dict[str, Any]) -> Union:
    """What is wrong with a value that fits more than one alternative."""
    alternatives: Any = schema
    for step in error.schema_path:
        alternatives = alternatives[step]
    keys = [one.get("required", [""])[0] for one in alternatives]
    if all(keys):
        return Union("exclusive", tuple(keys), error)
    return Union("oneOf", (), error)


def _is_reference(errors: Errors) -> bool:
    """Whether these are the errors of a Reference Object."""
    steps = (step for one in errors for step in one.schema_path[:2])
    return any("eference" in str(step) for step in steps)


def _missing(errors: Errors, place: Sequence[str | int]) -> list[str]:
    """The keys that a mapping lacks to be an alternative."""
    return [
        one.kind.value
        for one in errors
        if one.kind.name == "required" and one.instance_path == place
    ]


def _strangeness(errors: Errors, place: Sequence[str | int]) -> int:
    """How many keys are missing from a mapping, or unknown, if it is an alternative."""
    unknown = [
        len(one.kind.value)
        for one in errors
        if one.kind.name == "additionalProperties" and one.instance_path == place
    ]
    return sum(unknown) + len(_missing(errors, place))


def _is_foreign(errors: Errors, place: Sequence[str | int], value: Json) -> bool:
    """Whether a value was meant to be something else than this alternative."""
    for one in errors:
        depth = len(one.instance_path) - len(place)
        if depth == 0 and one.kind.name == "type":
            return True
        if depth == 0 and one.kind.name == "enum":
            return _TYPES[type(value)] not in _types(one)
        if depth == 1 and _is_tag(one):
            return True
    return False


def _is_tag(error: ValidationError) -> bool:
    """Whether a key has another value than the one that names the alternative."""
    expected = error.kind.value
    return error.kind.name == "enum" and len(expected) == 1 and expected[0] is not True


def _types(error: ValidationError) -> list[str]:
    """The types that a value may have by an error."""
    expected: list[Any] = error.kind.value
    if error.kind.name == "enum":
        return list(dict.fromkeys(_TYPES[type(one)] for one in expected))
    return [str(one) for one in expected]


def _union(alternatives: list[Errors], place: Sequence[str | int]) -> Union:
    """What alternatives ask for, none of which was meant."""
    types: dict[str, None] = {}
    tags: dict[str, list[str]] = {}
    for errors in alternatives:
        for one in errors:
            depth = len(one.instance_path) - len(place)
            if depth == 0 and one.kind.name in ("type", "enum"):
                types.update(dict.fromkeys(_types(one)))
            elif depth == 1 and _is_tag(one):
                key = str(one.instance_path[-1])
                tags.setdefault(key, []).append(str(one.kind.value[0]))
    if not tags:
        return Union("type", tuple(types), alternatives[0][0])
    # The key by which most of the alternatives are told apart.
    key = max(tags, key=lambda key: len(tags[key]))
    options = tuple(dict.fromkeys(tags[key]))
    return Union("enum", options, alternatives[0][0], key)

"""Values against the schemas that they should fit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias, cast

import jsonschema_rs

from generator.document import Json, Node, Pointer
from generator.resolve import Spec
from generator.values.effort import Effort
from generator.values.translation import Definition, Direction, Translation, refer

Path: TypeAlias = "tuple[str | int, ...]"
"""The way into a value: keys and indexes."""

MAX_MISFITS = 1000
"""How many misfits of one value are told. The value is as wrong with more of them."""
_BACKTRACKING = 100_000  # steps, which the engine takes in some milliseconds
_MAX_EXCERPT = 60  # characters

# From a schema to those of what is inside a value.
_DESCENDING = frozenset(
    [
        "additionalProperties",
        "contains",
        "items",
        "patternProperties",
        "prefixItems",
        "properties",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
# The engine gave up: nothing is known about the value.
_UNKNOWN = frozenset({"BacktrackLimitExceeded", "Referencing", "RegexEngineFailure"})


@dataclass(frozen=True, slots=True)
class Misfit:
    """What a schema does not allow in a value."""

    at: Path
    """Where inside the value."""
    value: Json
    """What stands there."""
    keyword: str
    """The rule that is broken: `type`, `enum`, `required`..."""
    schema: Node
    """The schema that says so, after all references."""
    reference: Node | None
    """The first reference that leads there from the schema of the place, if any."""
    detail: Json
    """What the rule asks for: types, the missing name, names that are not allowed."""
    is_ambiguous: bool = False
    """Whether more than one schema of a `oneOf` fits."""

    @property
    def message(self) -> str:
        """What is wrong, for people. `` ` `` encloses what comes from the document."""
        shown = _excerpt(self.value)
        listed = self.detail if isinstance(self.detail, list) else [self.detail]
        match self.keyword:
            case "required" | "dependentRequired":
                return f"`{str(self.detail)[:_MAX_EXCERPT]}` is missing"
            case "additionalProperties" | "unevaluatedProperties":
                return f"`{str(listed[0])[:_MAX_EXCERPT]}` is not allowed"
            case _ if self.value is None:
                return self._null_message()
            case "type":
                kinds = [str(kind) for kind in listed if kind != "null"]
                return f"{shown} is not of type {' or '.join(kinds)}"
            case "enum":
                return f"{shown} is not one of the enumeration"
            case "pattern":
                return f"{shown} does not match `{str(self.detail)[:_MAX_EXCERPT]}`"
            case "oneOf" if self.is_ambiguous:
                return f"{shown} fits more than one schema of `oneOf`"
            case "anyOf" | "oneOf":
                return f"{shown} fits no schema of `{self.keyword}`"
            case _ if isinstance(self.detail, (int, float)):
                return f"{shown} breaks `{self.keyword}: {self.detail}`"
            case keyword:
                return f"{shown} breaks `{keyword}`"

    def _null_message(self) -> str:
        if self.reference is not None and "nullable" in self.reference:
            return "null, which a `nullable` beside `$ref` does not allow (OpenAPI 3.0)"
        if (self.schema / "nullable").value is True:
            return f"null, which `nullable` would allow, but `{self.keyword}` does not"
        return "null, where the schema allows none"


def contradictions(value: Json, schema: Node, spec: Spec) -> list[Misfit]:
    """What a schema of a document does not allow in a value.

    For many values, a `Checker` costs less: it reads the document once.
    """
    translation = Translation(spec)
    checker = Checker(translation, Direction.EITHER, [schema.at], Effort())
    return checker.misfits(value, schema.at)


class Checker:
    """Measures values by the schemas of a document, for values that go one way.

    The engine is written in Rust: neither a regular expression nor the depth of a
    schema that contains itself can exhaust it. `effort` refuses what else could.
    """

    def __init__(
        self,
        translation: Translation,
        direction: Direction,
        schemas: Iterable[Pointer],
        effort: Effort,
    ) -> None:
        self._effort = effort
        self._places = translation.places
        self._numbers = translation.numbers
        self._definitions = translation.definitions(direction)
        numbers = (self._numbers.get(at.parts) for at in schemas)
        self._roots = {i: None for i in numbers if i is not None}
        self._validator: jsonschema_rs.Validator | None = None

    def misfits(self, value: Json, schema: Pointer) -> list[Misfit]:
        """What the schema at a place does not allow in a value, as far as is known."""
        number = self._numbers.get(schema.parts)
        if number is None:
            return []
        if not self._effort.allows(value, number, self._definitions.__getitem__):
            return []
        if self._validator is None:
            self._validator = self._compile()
        # All schemas are compiled once, as properties of one object.
        errors = self._validator.iter_errors({str(number): value})
        settled = _settled(islice(errors, MAX_MISFITS))
        return [self._misfit(one, value) for one in islice(settled, MAX_MISFITS)]

    def definition(self, schema: Pointer) -> Definition:
        """A schema as JSON Schema; its references are numbers."""
        number = self._numbers[schema.parts]
        return self._definitions[number]

    def redefine(self, schema: Pointer, definition: Definition) -> None:
        """Measure by another schema from now on."""
        number = self._numbers[schema.parts]
        self._definitions[number] = definition
        self._validator = None

    def _compile(self) -> jsonschema_rs.Validator:
        definitions = self._definitions.items()
        return jsonschema_rs.validator_for(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$defs": {str(i): one for i, one in definitions},
                "properties": {str(i): refer(i) for i in self._roots},
            },
            validate_formats=False,
            pattern_options=jsonschema_rs.FancyRegexOptions(_BACKTRACKING),
            offline=True,
        )

    def _misfit(self, error: jsonschema_rs.ValidationError, whole: Json) -> Misfit:
        at, value = _inside(whole, error.instance_path[1:])
        kind = error.kind
        detail = None if kind.name in ("anyOf", "oneOf") else kind.value
        trail = self._trail(error.evaluation_path)
        places = self._places
        return Misfit(
            at=at,
            value=value,
            keyword=kind.name,
            schema=places[int(error.schema_path[1])],
            reference=next((places[i] for i in trail if "$ref" in places[i]), None),
            detail=cast(Json, detail),
            is_ambiguous=type(kind).__name__ == "OneOfMultipleValid",
        )

    def _trail(self, path: list[str | int]) -> list[int]:
        """The schemas on the way from that of the place to that which is broken."""
        here: Json = {str(i): refer(i) for i in (int(path[1]),)}
        trail: list[int] = []
        is_keyword, descends = False, True
        for step in path[1:]:
            target = here.get("$ref") if isinstance(here, dict) else None
            if step == "$ref" and isinstance(target, str):
                number = int(target.rpartition("/")[2])
                trail = [number] if descends else [*trail, number]
                here = self._definitions[number]
                is_keyword, descends = True, False
                continue
            descends = descends or (is_keyword and step in _DESCENDING)
            is_keyword = False
            match here:
                case dict() if str(step) in here:
                    here = here[str(step)]
                case list() if isinstance(step, int) and step < len(here):
                    here = here[step]
                case _:
                    break
        return trail


def _settled(
    errors: Iterable[jsonschema_rs.ValidationError],
) -> Iterator[jsonschema_rs.ValidationError]:
    """Errors, with those of the likeliest alternative in place of "fits none"."""
    pending = list(errors)[::-1]
    while pending:
        error = pending.pop()
        kind = error.kind
        name = type(kind).__name__
        if name in _UNKNOWN:
            continue
        if isinstance(
            kind,
            jsonschema_rs.ValidationErrorKind.AnyOf
            | jsonschema_rs.ValidationErrorKind.OneOfNotValid,
        ):
            nothing: list[jsonschema_rs.ValidationError] = []
            likeliest = min(kind.context, key=_distance, default=nothing)
            at_null = _distance(likeliest)[0] and error.instance is None
            if likeliest and not at_null:
                pending.extend(reversed(likeliest))
                continue
        yield error


def _distance(branch: list[jsonschema_rs.ValidationError]) -> tuple[bool, int]:
    """How far a value is from an alternative: first of all, whether it is another type."""
    depth = min((len(error.instance_path) for error in branch), default=0)
    is_other = any(
        error.kind.name in ("type", "const", "enum")
        and len(error.instance_path) == depth
        for error in branch
    )
    return is_other, len(branch)


def _inside(value: Json, steps: list[str | int]) -> tuple[Path, Json]:
    """A place in a value. The engine takes keys like `200` for indexes."""
    at: list[str | int] = []
    for step in steps:
        match value:
            case dict() if str(step) in value:
                at.append(str(step))
                value = value[str(step)]
            case list() if isinstance(step, int) and step < len(value):
                at.append(step)
                value = value[step]
            case _:
                break
    return tuple(at), value


def _excerpt(value: Json) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "an array"
        case _:
            text = json.dumps(value, ensure_ascii=False)
            shown = text if len(text) <= _MAX_EXCERPT else f"{text[:_MAX_EXCERPT]}..."
            return f"`{shown}`"

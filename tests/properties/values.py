"""Values of schemas: such as they ask for, and such as they do not."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

from tests.properties.kinds import Json, Schema, is_array, is_object
from tests.properties.texts import FORMATS, PATTERNS, VALUES

T = TypeVar("T")

_DEPTH = 4
"""How deep values go before they leave out what they can."""
_END = 12
"""How deep they go at all: what requires itself has no value."""

_ANYTHING: tuple[Json, ...] = (
    None,
    "x",
    0,
    1.5,
    True,
    [],
    {},
    [1, None, {"a": [False]}],
    {"$ref": "#/x", "": {"b": None}},
)
_STRANGE: tuple[Json, ...] = (
    None,
    "another",
    "",
    7,
    -1.5,
    True,
    False,
    [],
    [None],
    {},
    {"x": 1},
)
_EXTRA = ("unknown", "Unknown", "x-extra", "x y")


@dataclass(frozen=True, slots=True)
class Values:
    """Makes values of the schemas of one document.

    What is chosen depends on `seed` and on the place in the value, and on nothing else.
    So a value stays nearly the same when hypothesis makes its schema smaller.
    """

    schemas: Mapping[str, Schema]
    seed: int

    def fitting(self, schema: Schema, at: str = "", depth: int = 0) -> Json:
        """A value that a schema asks for; now and then, one that it refuses.

        Schemas may contradict themselves. Whether a value is right says the oracle.
        """
        if not is_object(schema):
            return copy.deepcopy(self._of(_ANYTHING, at))
        if depth > _END:
            return None
        if (
            depth
            and _allows_null(schema)
            and (depth > _DEPTH or self._chance(5, f"{at} null"))
        ):
            return None
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._of(schema["enum"], at)
        if "$ref" in schema:
            return self.fitting(self.target(schema), at, depth + 1)
        if "allOf" in schema:
            return self._joined(schema, at, depth)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                return self._chosen(schema, key, at, depth)
        return self._typed(schema, at, depth)

    def bent(self, value: Json) -> Json:
        """A value with something changed that is in it."""
        value = copy.deepcopy(value)
        holders = list(_holders(value))
        if not holders or self._chance(6, "bent whole"):
            return copy.deepcopy(self._of(_STRANGE, "bent"))
        holder = self._of(holders, "bent holder")
        if is_object(holder):
            name = self._of(sorted(holder), "bent key")
            holder[name] = copy.deepcopy(self._of(_STRANGE, "bent inside"))
            if self._chance(2, "bent away"):
                del holder[name]
        else:
            index = self._of(range(len(holder)), "bent key")
            holder[index] = copy.deepcopy(self._of(_STRANGE, "bent inside"))
        return value

    def target(self, schema: Schema) -> Schema:
        """What a reference leads to."""
        name: str = schema["$ref"].removeprefix("#/components/schemas/")
        return self.schemas[name]

    def _typed(self, schema: Schema, at: str, depth: int) -> Json:
        kind = schema.get("type")
        if is_array(kind):
            kinds: list[str] = [one for one in kind if one != "null"]
            kind = self._of(kinds or ["null"], f"{at} type")
        match kind:
            case "null":
                return None
            case "string":
                return self._text(schema, at)
            case "number" if not str(schema.get("format")).startswith("int"):
                return self._of((0, 0.5, 1, -1.25, 1e20, 12345.678), at)
            case "integer" | "number":
                return self._of((0, 1, -1, 2**31 - 1), at)
            case "boolean":
                return self._of((True, False), at)
            case "array":
                return self._array(schema, at, depth)
            case "object":
                return self._object(schema, at, depth)
            case _:
                return copy.deepcopy(self._of(_ANYTHING, at))

    def _text(self, schema: Schema, at: str) -> str:
        texts: Sequence[str] = VALUES
        if "pattern" in schema:
            texts = (PATTERNS[schema["pattern"]],)
        elif "format" in schema:
            texts = FORMATS[schema["format"]]
        elif "minLength" in schema or "maxLength" in schema:
            texts = ("x", "yy")
        return self._of(texts, at)

    def _array(self, schema: Schema, at: str, depth: int) -> list[Json]:
        count = 0 if depth > _DEPTH else self._of(range(3), f"{at} count")
        count = max(count, schema.get("minItems", 0))
        rest = schema.get("items", True)
        others = [] if rest is False else [rest] * 2
        kinds = [*schema.get("prefixItems", []), *others]
        return [
            self.fitting(one, f"{at}/{index}", depth + 1)
            for index, one in enumerate(kinds[:count])
        ]

    def _object(self, schema: Schema, at: str, depth: int) -> dict[str, Json]:
        value: dict[str, Json] = {}
        required = schema.get("required", ())
        is_deep = depth > _DEPTH
        for name, one in self._properties(schema, at):
            here = f"{at}/{name}"
            if one is False:
                continue
            if name in required or not (is_deep or self._chance(2, f"{here} there")):
                value[name] = self.fitting(one, here, depth + 1)
        others = schema.get("additionalProperties", True)
        if "patternProperties" in schema:
            others = schema["patternProperties"]["^x"]
        if schema.get("unevaluatedProperties") is False:
            others = False
        likely = 4 if "properties" in schema else 2
        if others is not False and not is_deep and self._chance(likely, f"{at} more"):
            name = self._of(_EXTRA, f"{at} name")
            value.setdefault(name, self.fitting(others, f"{at}/{name}", depth + 1))
        return value

    def _properties(self, schema: Schema, at: str) -> Iterator[tuple[str, Schema]]:
        """The fields of an object, with those that it has in some cases only."""
        yield from schema.get("properties", {}).items()
        of_some = schema.get(self._of(("then", "else"), f"{at} if"))
        if is_object(of_some):
            yield from of_some.get("properties", {}).items()

    def _joined(self, schema: Schema, at: str, depth: int) -> Json:
        parts = [*schema["allOf"]]
        own = {key: one for key, one in schema.items() if key != "allOf"}
        if "properties" in own:
            parts.append(own)
        values = [self.fitting(part, at, depth + 1) for part in parts]
        if not all(map(is_object, values)):
            return values[-1]
        return {name: one for value in values for name, one in value.items()}

    def _chosen(self, schema: Schema, key: str, at: str, depth: int) -> Json:
        variant = self._of(schema[key], f"{at} {key}")
        value = self.fitting(variant, at, depth + 1)
        told = schema.get("discriminator")
        if told is None or not is_object(value):
            return value
        texts = [t for t, r in told.get("mapping", {}).items() if r == variant["$ref"]]
        name = variant["$ref"].rpartition("/")[2]
        return {**value, told["propertyName"]: texts[0] if texts else name}

    def _of(self, choices: Sequence[T], at: str) -> T:
        return choices[crc32(f"{self.seed} {at}".encode()) % len(choices)]

    def _chance(self, of: int, at: str) -> bool:
        return self._of(range(of), at) == of - 1


def _allows_null(schema: Schema) -> bool:
    kinds = schema.get("type")
    if is_array(kinds):
        return "null" in kinds and ("enum" not in schema or None in schema["enum"])
    is_said = schema.get("nullable") is True and "type" in schema
    return is_said and ("enum" not in schema or None in schema["enum"])


def _holders(value: Json) -> Iterator[Json]:
    """All lists and objects in a value that hold something."""
    pending = [value]
    while pending:
        one = pending.pop()
        if one and (is_object(one) or is_array(one)):
            yield one
            pending += one.values() if is_object(one) else one

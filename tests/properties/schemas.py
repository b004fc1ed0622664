"""Schemas, drawn by hypothesis: every construct that OpenAPI has for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.properties.beside import (
    REFUSED,
    said_of_arrays,
    said_of_maps,
    said_of_objects,
)
from tests.properties.kinds import Json, Schema, is_array, is_object
from tests.properties.texts import (
    FORMATS,
    PATTERNS,
    PROPERTIES,
    PROSE,
    RECEIVED,
    SENT,
    TITLES,
    VALUES,
)

LATER = range(12)
"""References to components that may not be drawn yet, by their number."""

SCALARS: tuple[Json, ...] = (*VALUES[:8], 1, 0, -7, 2**40, 1.5, 0.5, True, False, None)
"""Values of enumerations of all kinds."""

DEPTH = 2
"""How deeply schemas are nested, not counting references."""


@dataclass
class Schemas:
    """Draws the schemas of one document."""

    draw: st.DrawFn
    version: str
    """`3.0`, `3.1` or `3.2`."""
    done: Mapping[str, Schema]
    """Those that are drawn: only they may be joined, or be variants."""

    @property
    def is_30(self) -> bool:
        return self.version == "3.0"

    def component(self) -> Schema:
        """A schema that has a name."""
        kinds = [self.object, self.enum, self.array, self.map, self.scalar]
        if self._objects():
            kinds += [self.joined, self.union, self.told_apart]
            kinds += [self.family, self.joined_choice]
        kind = self.draw(st.sampled_from(kinds))
        return self._described(kind(0))

    def inner(self, depth: int) -> Schema:
        """A schema inside of another one."""
        plain = [self.reference, self.scalar, self.enum]
        deeper = [self.array, self.map, self.object, self.union, self.several]
        kinds = plain if depth > DEPTH else [*plain, self.reference, *deeper]
        schema = self.draw(st.sampled_from(kinds))(depth)
        return self._described(schema) if self._chance(4) else schema

    # --- what holds no other schema

    def reference(self, depth: int) -> Schema:
        reference = {"$ref": self.draw(st.sampled_from(LATER))}
        if not self._chance(4):
            return reference
        if self.is_30:
            return {"allOf": [reference], "nullable": True}
        if self._chance(2):
            return {**reference, "description": self._prose()}
        return {"anyOf": [reference, {"type": "null"}]}

    def scalar(self, depth: int) -> Schema:
        kinds: list[Callable[[], Schema]] = [self._string, self._number, self._format]
        kinds += [lambda: {"type": "boolean"}, dict]
        kinds.append(lambda: {"not": self.draw(st.sampled_from(REFUSED))})
        if not self.is_30:
            kinds += [self._constant, lambda: True, lambda: {"type": "null"}]
            kinds.append(lambda: False)
        return self._maybe_null(self.draw(st.sampled_from(kinds))())

    def enum(self, depth: int) -> Schema:
        texts = st.lists(st.sampled_from(VALUES), min_size=1, max_size=4, unique=True)
        values: list[Json] = self.draw(texts)
        if self._chance(6):
            return {"enum": self._mixed()}
        if self._chance(5):
            values = [*values, None]
            if self.is_30:
                return {"type": "string", "nullable": True, "enum": values}
            return {"type": ["string", "null"], "enum": values}
        return {"type": "string", "enum": values}

    def _mixed(self) -> list[Json]:
        """Values of several types, or of one that is not strings."""
        scalars = st.sampled_from(SCALARS)
        # In Python `True == 1`, in JSON it is not.
        several = st.lists(scalars, min_size=1, max_size=4, unique_by=repr)
        return self.draw(several)

    def several(self, depth: int) -> Schema:
        """Any of several types."""
        if self.is_30:
            return {"anyOf": [self.scalar(depth), self.scalar(depth)]}
        kinds = ("string", "integer", "boolean", "null", "array", "object")
        types = st.lists(st.sampled_from(kinds), min_size=2, max_size=3, unique=True)
        return {"type": self.draw(types)}

    def _string(self) -> Schema:
        schema: Schema = {"type": "string"}
        if self._chance(3):
            limits = ({"maxLength": 2}, {"minLength": 1}, {"pattern": "^[a-z]{1,9}$"})
            patterns = tuple({"pattern": pattern} for pattern in PATTERNS)
            schema |= self.draw(st.sampled_from((*limits, *patterns)))
        return schema

    def _format(self) -> Schema:
        return {"type": "string", "format": self.draw(st.sampled_from(list(FORMATS)))}

    def _number(self) -> Schema:
        schema: Schema = {"type": self.draw(st.sampled_from(("integer", "number")))}
        says: tuple[Schema, ...] = (
            {},
            {},
            {"format": "int32"},
            {"format": "int64"},
            {"minimum": -3},
        )
        if schema["type"] == "number":
            says += ({"format": "double"}, {"format": "float"}, {"format": "decimal"})
        return schema | self.draw(st.sampled_from(says))

    def _constant(self) -> Schema:
        values = (*VALUES[:12], 1, 0, 1.5, True, False, None)
        return {"const": self.draw(st.sampled_from(values))}

    # --- what does

    def array(self, depth: int) -> Schema:
        schema: Schema = {"type": "array", "items": self.inner(depth + 1)}
        if not self.is_30 and self._chance(4):
            schema = self._tuple(depth)
        if self._chance(8):
            schema |= said_of_arrays(self.draw, self.version)
        return self._maybe_null(schema)

    def _tuple(self, depth: int) -> Schema:
        """An array whose first items are of types of their own."""
        first = [self.inner(depth + 1) for _ in range(self.draw(st.integers(1, 3)))]
        rest: tuple[Schema, ...] = (
            {},
            {"items": False},
            {"items": {"type": "integer"}},
            {"items": False, "minItems": len(first)},
            {"items": False, "minItems": len(first), "maxItems": len(first)},
        )
        schema = {"type": "array", "prefixItems": first}
        return schema | self.draw(st.sampled_from(rest))

    def map(self, depth: int) -> Schema:
        values = True if self._chance(6) else self.inner(depth + 1)
        schema: Schema = {"type": "object", "additionalProperties": values}
        if not self.is_30 and self._chance(6):
            schema = {"type": "object", "patternProperties": {"^x": values}}
            if self._chance(2):
                schema["additionalProperties"] = self._chance(2) and self.inner(3)
        if self._chance(8):
            schema |= said_of_maps(self.draw, self.version)
        return self._maybe_null(schema)

    def object(self, depth: int) -> Schema:
        names = self.draw(
            st.lists(st.sampled_from(PROPERTIES), max_size=4, unique=True)
        )
        properties = {name: self.inner(depth + 1) for name in names}
        for key, special in (("readOnly", RECEIVED), ("writeOnly", SENT)):
            if self._chance(5):
                name = self.draw(st.sampled_from(special))
                properties[name] = {"type": "string", key: True}
        schema: Schema = {"type": "object", "properties": properties}
        required = [name for name in properties if self._chance(2)]
        if required:
            schema["required"] = required
        if self._chance(5):
            others: tuple[Schema, ...] = (False, True, {}, {"type": "integer"}, None)
            value = self.draw(st.sampled_from(others))
            schema["additionalProperties"] = (
                self.inner(depth + 1) if value is None else value
            )
        if not self.is_30 and len(names) > 1 and self._chance(8):
            schema["dependentRequired"] = {names[0]: [names[1]]}
        if not self.is_30 and self._chance(12):
            schema["unevaluatedProperties"] = False
        if self._chance(8):
            schema |= said_of_objects(self.draw, self.version)
        return self._maybe_null(schema, rarely=True)

    def joined(self, depth: int) -> Schema:
        """An object of several parts."""
        name = self.draw(st.sampled_from(self._objects()))
        parts: list[Schema] = [{"$ref": ref(name)}]
        if self._chance(4):
            return {"allOf": parts, "description": self._prose()}
        own = self.object(depth)
        for known in self._names_of(name) & own["properties"].keys():
            # Parts that contradict each other have no values to speak of.
            del own["properties"][known]
        own.pop("nullable", None)
        own["type"] = "object"
        if not self.is_30 and self._chance(6):
            own["unevaluatedProperties"] = False
            return {"allOf": parts, **own}
        if self._chance(3):
            return {"allOf": parts, **own}
        return {"allOf": [*parts, own]}

    def family(self, depth: int) -> Schema:
        """An object that is told apart from others by what it is made of."""
        joined = self.joined(depth)
        base = self.done[joined["allOf"][0]["$ref"].rpartition("/")[2]]
        if not base.keys() & {"allOf", "discriminator"}:
            base["properties"].setdefault("family", {"type": "string"})
            base["required"] = sorted({*base.get("required", ()), "family"})
            base["discriminator"] = {"propertyName": "family"}
        return joined

    def joined_choice(self, depth: int) -> Schema:
        """One of several objects that are told apart, with fields that all of them have."""
        own = {"type": "object", "properties": {"shared": self.scalar(depth)}}
        return {"allOf": [self.told_apart(depth), own]}

    def union(self, depth: int) -> Schema:
        """A value of one of several types, with nothing that tells them apart."""
        of = self.draw(st.sampled_from(("oneOf", "anyOf")))
        variants = [self.scalar(depth), self.array(depth + 1), self.enum(depth)]
        told = list(map(self._described, variants))
        chosen = st.lists(st.sampled_from(told), min_size=1, max_size=2)
        listed: list[Schema] = self.draw(chosen)
        objects = self._objects()
        if objects:
            several = st.lists(st.sampled_from(objects), max_size=2, unique=True)
            listed += [{"$ref": ref(name)} for name in self.draw(several)]
        if not self.is_30 and self._chance(4):
            listed.append({"type": "null"})
        return {of: listed}

    def told_apart(self, depth: int) -> Schema:
        """One of several objects, with a field that says which."""
        of = self.draw(st.sampled_from(("oneOf", "anyOf")))
        several = st.lists(
            st.sampled_from(self._objects()), min_size=1, max_size=3, unique=True
        )
        chosen = self.draw(several)
        prefix = self.draw(st.sampled_from(("kind", "@type", "class", "type ", "")))
        field_name = f"{prefix}{len(self.done)}"
        texts = self.draw(st.permutations(VALUES[:6]))
        is_mapped = self._chance(2)
        mapping: dict[str, str] = {}
        for name, text in zip(chosen, texts, strict=False):
            said = text if is_mapped else name
            held: Schema = {"type": "string"}
            if self._chance(2) and not self._is_of_parts(name):
                held["enum"] = [said]
            target = self.done[name]
            target["properties"][field_name] = held
            target["required"] = [*target.get("required", []), field_name]
            mapping[text] = ref(name)
        told: Schema = {"propertyName": field_name}
        if is_mapped:
            told["mapping"] = mapping
        variants = [{"$ref": ref(name)} for name in chosen]
        return {of: variants, "discriminator": told}

    def _is_of_parts(self, name: str) -> bool:
        """Whether an object is joined, or part of another one, which is told otherwise."""
        parts = [one.get("allOf") for one in self.done.values() if is_object(one)]
        listed = [part for several in parts for part in several or ()]
        return "allOf" in self.done[name] or {"$ref": ref(name)} in listed

    # --- what stands beside

    def _described(self, schema: Schema) -> Schema:
        """With what is said to people. Nothing stands beside a reference in 3.0."""
        if not is_object(schema) or ("$ref" in schema and self.is_30):
            return schema
        for key, texts in (("title", TITLES), ("description", PROSE)):
            if self._chance(4):
                schema = {**schema, key: self.draw(st.sampled_from(texts))}
        if self._chance(6):
            schema = {**schema, "default": self._default(schema)}
        if self._chance(8):
            schema = {**schema, "deprecated": True}
        return schema

    def _default(self, schema: Schema) -> Json:
        """What is taken where nothing is given; it need not fit."""
        listed: list[Json] = schema.get("enum", [])
        values: list[Json] = [*listed, schema.get("const"), *SCALARS, [], ["a"], {}]
        return self.draw(st.sampled_from(values))

    def _maybe_null(self, schema: Schema, *, rarely: bool = False) -> Schema:
        if not is_object(schema) or not isinstance(schema.get("type"), str):
            return schema
        if not self._chance(12 if rarely else 5):
            return schema
        if self.is_30:
            return {**schema, "nullable": True}
        if schema["type"] == "null":
            return schema
        return {**schema, "type": [schema["type"], "null"]}

    def _objects(self) -> list[str]:
        """Components that may be joined, and be told apart."""
        return [
            name
            for name, schema in self.done.items()
            if is_object(schema)
            and schema.get("type") == "object"
            and "properties" in schema
            and "nullable" not in schema
        ]

    def _names_of(self, start: str) -> set[str]:
        """The properties of an object and of all that it is joined of."""
        names: set[str] = set()
        pending: list[Schema] = [self.done[start]]
        while pending:
            schema = pending.pop()
            if "$ref" in schema:
                schema = self.done[schema["$ref"].rpartition("/")[2]]
            names.update(schema.get("properties", ()))
            pending += schema.get("allOf", ())
        return names

    def _prose(self) -> str:
        return self.draw(st.sampled_from(PROSE))

    def _chance(self, of: int) -> bool:
        """Once in `of` times; hypothesis makes it false where it can."""
        return self.draw(st.integers(0, of - 1)) == of - 1


def ref(name: str) -> str:
    """A reference to a component."""
    return f"#/components/schemas/{name}"


def settle(schemas: Mapping[str, Schema]) -> None:
    """Put names in the place of numbers of components."""
    names = list(schemas)
    pending: list[Schema] = list(schemas.values())
    while pending:
        schema = pending.pop()
        if is_object(schema):
            number = schema.get("$ref")
            if type(number) is int:  # and not the schema `true` of a property
                schema["$ref"] = ref(names[number % len(names)])
            pending += schema.values()
        elif is_array(schema):
            pending += schema

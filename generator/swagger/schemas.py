"""Schemas of Swagger 2.0 become schemas of OpenAPI 3.0.3."""

from __future__ import annotations

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Json, Node
from generator.swagger.places import Parts, Places, fragment

# What has the same meaning in both (OpenAPI 3.0.3, Schema Object).
_SAME = frozenset(
    [
        "default",
        "description",
        "enum",
        "example",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "externalDocs",
        "format",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "pattern",
        "readOnly",
        "required",
        "title",
        "uniqueItems",
        "xml",
    ]
)
_TYPES = ("array", "boolean", "integer", "number", "object", "string")
# What a schema with one of these says makes a type of its own, that should be one.
_LARGE = frozenset(["additionalProperties", "allOf", "enum", "items", "properties"])
# What documents say beside a `$ref`, though strictly it does not count there.
_BESIDE = ("description", "readOnly", "title")


class Schemas:
    """Writes schemas, by a loop instead of recursion: no depth is too deep."""

    def __init__(self, places: Places, found: Diagnostics) -> None:
        self._places = places
        self._found = found
        self._pending: list[tuple[Node, Parts, dict[str, Json]]] = []

    def put(self, node: Node, place: Parts) -> dict[str, Json]:
        """A schema, written once if it is large: then a reference to that is enough."""
        known = self._places.target(node.at)
        self._places.move(node.at, place)
        if known is not None and _LARGE & node.fields.keys() and "$ref" not in node:
            return {"$ref": fragment(known)}
        return self.write(node, place)

    def write(self, node: Node, place: Parts) -> dict[str, Json]:
        """A schema, with all that it holds."""
        schema = self._begin(node, place)
        while self._pending:
            self._fill(*self._pending.pop())
        return schema

    def _begin(self, node: Node, place: Parts) -> dict[str, Json]:
        """An empty schema that will be filled."""
        schema: dict[str, Json] = {}
        self._pending.append((node, place, schema))
        return schema

    def _fill(self, node: Node, place: Parts, schema: dict[str, Json]) -> None:
        if "$ref" in node and (node / "$ref").text:
            self._fill_reference(node, place, schema)
            return
        for key, value in node.fields.items():
            is_same = key in _SAME or (key == "type" and value in _TYPES)
            if is_same or (key.startswith("x-") and key != "x-nullable"):
                schema[key] = value
            else:
                self._fill_key(key, node / key, (*place, key), place, schema)

    def _fill_key(
        self, key: str, value: Node, at: Parts, place: Parts, schema: dict[str, Json]
    ) -> None:
        """What a key has become; `at` is its own place in the schema."""
        match key:
            case "type":
                self._fill_type(value, place, schema)
            case "items":
                schema[key] = self._items(value, at)
            case "allOf" | "anyOf" | "oneOf":
                schema[key] = self._each(value, at)
            case "properties":
                schema[key] = {
                    name: self._begin(child, (*at, name))
                    for name, child in value.entries()
                }
            case "additionalProperties" if isinstance(value.value, bool):
                schema[key] = value.value
            case "additionalProperties" | "not":
                schema[key] = self._begin(value, at)
            case "discriminator" if value.text:
                self._places.note((*at, "propertyName"), value.at)
                schema[key] = {"propertyName": value.text}
            case "x-nullable" if isinstance(value.value, bool):
                self._places.note((*place, "nullable"), value.at)
                schema["nullable"] = value.value
            case "x-nullable":
                schema[key] = value.value
            case _:
                pass  # `collectionFormat` of a list in a list, for one

    def _fill_reference(
        self, node: Node, place: Parts, schema: dict[str, Json]
    ) -> None:
        """A reference, in an `allOf` if it may be null: beside it, nothing would count."""
        text = (node / "$ref").text
        for key, value in node.fields.items():
            if key in _BESIDE or (key.startswith("x-") and key != "x-nullable"):
                schema[key] = value
        nullable = node / "x-nullable"
        if nullable.value is True:
            self._places.note((*place, "allOf"), node.at)
            self._places.note((*place, "allOf", "0"), node.at)
            self._places.note((*place, "nullable"), nullable.at)
            schema |= {"allOf": [self._places.refer(text, {})], "nullable": True}
        else:
            self._places.refer(text, schema)

    def _fill_type(self, kind: Node, place: Parts, schema: dict[str, Json]) -> None:
        """A type; several are alternatives, and a null among them is `nullable`."""
        if kind.value == "file":
            self._places.note((*place, "format"), kind.at)
            schema |= {"type": "string", "format": "binary"}
            return
        named = [one.text for one in kind.items()] or [kind.text]
        kinds = [one for one in named if one not in ("", "null")]
        if "null" in named:
            self._places.note((*place, "nullable"), kind.at)
            schema["nullable"] = True
        if len(kinds) == 1:
            schema["type"] = kinds[0]
        elif kinds:
            self._places.note((*place, "anyOf"), kind.at)
            schema["anyOf"] = [{"type": one} for one in kinds]

    def _items(self, items: Node, place: Parts) -> Json:
        """The schema of all items; a list of schemas, one for each, has no counterpart."""
        if not isinstance(items.value, list):
            return self._begin(items, place)
        if len(items.value) == 1:
            self._places.move(items.at / 0, place)
            return self._begin(items / 0, place)
        message = "a schema for each item has no counterpart: each may be any of them"
        self._found.warning(Code.UNSUPPORTED, message, items.at)
        self._places.move(items.at, (*place, "anyOf"))
        return {"anyOf": self._each(items, (*place, "anyOf"))}

    def _each(self, listed: Node, place: Parts) -> list[Json]:
        return [
            self._begin(child, (*place, str(index)))
            for index, child in enumerate(listed.items())
        ]

"""Parameters that are no part of the body, and headers of responses."""

from __future__ import annotations

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Json, Node
from generator.swagger.places import Parts, Places
from generator.swagger.schemas import Schemas

# What describes the value (Swagger 2.0, Parameter Object and Items Object); OpenAPI 3.0
# has it in the schema.
_OF_THE_VALUE = frozenset(
    [
        "default",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "pattern",
        "type",
        "uniqueItems",
        "x-nullable",
    ]
)
_STYLES: dict[str, dict[str, Json]] = {
    "csv": {"style": "form", "explode": False},
    "multi": {"style": "form", "explode": True},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
}
# Extensions that are parts of OpenAPI 3.0.
_TAKEN = ("x-example", "x-nullable")
# Where the style of a list can be chosen.
_FREE = ("query", "formData")
_SEPARATORS = {"pipes": "|", "ssv": "spaces", "tsv": "tabs"}


class Parameters:
    """Writes what a parameter or header is called, and the schema of its value."""

    def __init__(self, places: Places, schemas: Schemas, found: Diagnostics) -> None:
        self._places = places
        self._schemas = schemas
        self._found = found

    def parameter(self, node: Node, place: Parts) -> dict[str, Json]:
        """A parameter of the path, the query or the headers."""
        self._places.move(node.at, place)
        location = (node / "in").text
        fields = kept(node, "name", "in", "description", "required")
        if location == "query":
            fields |= kept(node, "allowEmptyValue")
        return {**fields, **self._value(node, place, location)}

    def header(self, node: Node, place: Parts) -> dict[str, Json]:
        """A header of a response."""
        self._places.move(node.at, place)
        return {**kept(node, "description"), **self._value(node, place, "header")}

    def field(
        self, node: Node, place: Parts
    ) -> tuple[dict[str, Json], dict[str, Json]]:
        """A field of a form: its schema, and how a list is written (`encoding`)."""
        self._places.move(node.at, place)
        others = {**kept(node, "description"), **self._extensions(node, place)}
        schema = self._schema(node, place, "formData", others)
        return schema, _style(node, "formData")

    def _value(self, node: Node, place: Parts, location: str) -> dict[str, Json]:
        schema_place = (*place, "schema")
        self._places.note(schema_place, node.at)
        self._places.move(node.at / "items", (*schema_place, "items"))
        extensions = self._extensions(node, place)
        schema = self._schema(node, schema_place, location, {})
        return {**extensions, **_style(node, location), "schema": schema}

    def _schema(
        self, node: Node, place: Parts, location: str, others: dict[str, Json]
    ) -> dict[str, Json]:
        """The schema of a value; a list that cannot be written so is the whole text."""
        if _format(node, location) is None:
            given = node / "collectionFormat"
            message = (
                f"a list separated by {_SEPARATORS[given.text]} has no counterpart here:"
                f" `{_name(node)}` is the whole text, as it is sent"
            )
            self._found.warning(Code.UNSUPPORTED, message, given.at)
            self._places.note((*place, "type"), given.at)
            return {**others, "type": "string"}
        fields = {
            key: value for key, value in node.fields.items() if key in _OF_THE_VALUE
        }
        return self._schemas.write(Node({**others, **fields}, node.at), place)

    def _extensions(self, node: Node, place: Parts) -> dict[str, Json]:
        """The extensions of a parameter; `x-example` has a counterpart now."""
        others = extensions(node)
        for key in _TAKEN:
            others.pop(key, None)
        if "x-example" in node:
            self._places.note((*place, "example"), node.at / "x-example")
            others["example"] = node.fields["x-example"]
        return others


def extensions(node: Node) -> dict[str, Json]:
    """What a vendor says beyond the specification."""
    return {key: value for key, value in node.fields.items() if key.startswith("x-")}


def kept(node: Node, *keys: str) -> dict[str, Json]:
    """Those keys of an object that it has."""
    return {key: node.fields[key] for key in keys if key in node}


def _style(node: Node, location: str) -> dict[str, Json]:
    """How a list is written (OpenAPI 3.0.3, Style Values)."""
    known = _format(node, location)
    if (node / "type").text != "array" or known is None:
        return {}
    # In paths and headers, commas are what there is without a word.
    return dict(_STYLES[known]) if location in _FREE else {}


def _format(node: Node, location: str) -> str | None:
    """The `collectionFormat` of a list; None if OpenAPI 3.0 cannot say it there.

    What is no list, or has none or none that is known, is as good as `csv`.
    """
    given = (node / "collectionFormat").text
    if (node / "type").text != "array" or given not in (*_STYLES, "tsv"):
        return "csv"
    if location in _FREE:
        return None if given == "tsv" else given
    return "csv" if given in ("csv", "multi") else None


def _name(node: Node) -> str:
    """What a parameter is called; a header of a response has its name as its key."""
    return (node / "name").text or node.at.parts[-1]

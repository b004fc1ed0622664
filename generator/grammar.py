"""What stands where in an OpenAPI document: which key of which object holds what.

One table serves OpenAPI 3.0, 3.1 and 3.2, since the schema check tells which keys a
version has; Swagger 2.0 has one of its own. A walk by these tables meets descriptions
only: examples, defaults and extensions are data, in which `$ref` means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from generator.document import Json

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The operations of a path item, in the order of the OpenAPI specification."""

VERSIONS = ("3.0", "3.1", "3.2")
"""The versions of OpenAPI that are read as they are; Swagger 2.0 is translated."""


class Holds(Enum):
    """How many objects a key holds."""

    ONE = "one"
    LIST = "list"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a key holds: objects of a kind."""

    kind: str
    holds: Holds


Table: TypeAlias = Mapping[str, Mapping[str, Slot]]
"""For each kind of object, what its keys hold. `*` stands for all other keys."""


def _one(kind: str) -> Slot:
    return Slot(kind, Holds.ONE)


def _each(kind: str) -> Slot:
    return Slot(kind, Holds.LIST)


def _named(kind: str) -> Slot:
    return Slot(kind, Holds.MAP)


_SCHEMA = {
    **dict.fromkeys(
        (
            "additionalItems",
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties",
        ),
        _one("schema"),
    ),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), _each("schema")),
    **dict.fromkeys(
        (
            "$defs",
            "definitions",
            "dependentSchemas",
            "patternProperties",
            "properties",
        ),
        _named("schema"),
    ),
    "discriminator": _one("discriminator"),
}

# Texts for people. No version lets them be references, yet some documents keep them in
# files of their own.
_TEXTS = {"description": _one("text")}

_OPENAPI: Table = {
    "document": {
        "components": _one("components"),
        "info": _one("info"),
        "paths": _named("path item"),
        "servers": _each("server"),
        "tags": _each("tag"),
        "webhooks": _named("path item"),
    },
    "info": _TEXTS,
    "tag": _TEXTS,
    "text": {},
    "components": {
        "callbacks": _named("callback"),
        "examples": _named("example"),
        "headers": _named("header"),
        "links": _named("link"),
        "mediaTypes": _named("media type"),
        "parameters": _named("parameter"),
        "pathItems": _named("path item"),
        "requestBodies": _named("request body"),
        "responses": _named("response"),
        "schemas": _named("schema"),
        "securitySchemes": _named("security scheme"),
    },
    "path item": {
        **dict.fromkeys(METHODS, _one("operation")),
        "additionalOperations": _named("operation"),
        "parameters": _each("parameter"),
        "servers": _each("server"),
        **_TEXTS,
    },
    "operation": {
        "callbacks": _named("callback"),
        "parameters": _each("parameter"),
        "requestBody": _one("request body"),
        "responses": _named("response"),
        "servers": _each("server"),
        **_TEXTS,
    },
    "parameter": {
        "content": _named("media type"),
        "examples": _named("example"),
        "schema": _one("schema"),
        **_TEXTS,
    },
    "header": {
        "content": _named("media type"),
        "examples": _named("example"),
        "schema": _one("schema"),
        **_TEXTS,
    },
    "request body": {"content": _named("media type"), **_TEXTS},
    "response": {
        "content": _named("media type"),
        "headers": _named("header"),
        "links": _named("link"),
        **_TEXTS,
    },
    "media type": {
        "encoding": _named("encoding"),
        "examples": _named("example"),
        "itemEncoding": _one("encoding"),
        "itemSchema": _one("schema"),
        "prefixEncoding": _each("encoding"),
        "schema": _one("schema"),
    },
    "encoding": {
        "encoding": _named("encoding"),
        "headers": _named("header"),
        "itemEncoding": _one("encoding"),
        "prefixEncoding": _each("encoding"),
    },
    "callback": {"*": _one("path item")},
    "example": {},
    "link": {"server": _one("server")},
    "security scheme": {},
    "server": {"variables": _named("server variable")},
    "server variable": {},
    "schema": {**_SCHEMA, **_TEXTS},
    "discriminator": {},
}

_SWAGGER: Table = {
    "document": {
        "definitions": _named("schema"),
        "info": _one("info"),
        "parameters": _named("parameter"),
        "paths": _named("path item"),
        "responses": _named("response"),
        "securityDefinitions": _named("security scheme"),
        "tags": _each("tag"),
    },
    "info": _TEXTS,
    "tag": _TEXTS,
    "text": {},
    "path item": {
        **dict.fromkeys(METHODS[:7], _one("operation")),
        "parameters": _each("parameter"),
    },
    "operation": {
        "parameters": _each("parameter"),
        "responses": _named("response"),
        **_TEXTS,
    },
    "parameter": {"schema": _one("schema"), **_TEXTS},
    "response": {
        "headers": _named("header"),
        "schema": _one("schema"),
        **_TEXTS,
    },
    "header": {},
    "security scheme": {},
    # In 2.0 a discriminator is a text, the name of a property.
    "schema": {
        **{key: slot for key, slot in _SCHEMA.items() if key != "discriminator"},
        **_TEXTS,
    },
}

_HOMES: Mapping[str, str] = {
    slot.kind: key for key, slot in _OPENAPI["components"].items()
}
_LATE_HOMES = {"path item": ("3.1", "3.2"), "media type": ("3.2",)}
_SWAGGER_HOMES: Mapping[str, str] = {
    "schema": "definitions",
    "parameter": "parameters",
    "response": "responses",
}


def homes(version: str) -> Mapping[str, str]:
    """Where objects of each kind live that may be referred to: a key of `components`.

    In Swagger 2.0 it is a key of the document.
    """
    if version == "2.0":
        return _SWAGGER_HOMES
    return {
        kind: key
        for kind, key in _HOMES.items()
        if version in _LATE_HOMES.get(kind, VERSIONS)
    }


def table(version: str) -> Table:
    """The table of a version: `2.0` or one of `VERSIONS`."""
    return _SWAGGER if version == "2.0" else _OPENAPI


def version_of(value: Json) -> str | None:
    """The version that a document says it has, without its last number.

    None if it says none, or one that cannot be read.
    """
    if not isinstance(value, dict):
        return None
    if value.get("swagger") == "2.0":
        return "2.0"
    said = value.get("openapi")
    if not isinstance(said, str):
        return None
    return next((v for v in VERSIONS if said == v or said.startswith(f"{v}.")), None)

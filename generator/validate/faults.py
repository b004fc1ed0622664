"""What is wrong with a document by the schema of its version, as data."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.document import Json

if TYPE_CHECKING:
    from jsonschema_rs import Validator

Parts: TypeAlias = tuple[str, ...]
Scalar: TypeAlias = "str | int | float | bool | None"

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# These say what a text is about. By JSON Schema 2020-12 they need not hold, and URLs of
# servers are none as long as they have variables.
_ANNOTATIONS = ("email", "iri", "iri-reference", "media-range", "uri", "uri-reference")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a schema of OpenAPI does not allow."""

    path: Parts
    """The place that is wrong. Of a key, it is the mapping that has or lacks it."""
    keyword: str
    """The keyword of JSON Schema that is broken, or `exclusive`: one of several keys only."""
    expected: tuple[Scalar, ...]
    """What the keyword asks for, such as types. Where keys are wrong, these keys."""
    kind: str
    """The object of OpenAPI that it is about, such as `operation`; empty: the document."""
    rule: Parts
    """Where the keyword stands in the schema."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The schema of a version, ready for use."""

    version: str
    schema: dict[str, Any]
    """OpenAPI's schema. From 3.1 on it says nothing about the Schema Objects."""
    decides: Any
    """openapi-spec-validator's validator: what it accepts is right."""
    explains: Validator
    """Applies the same schema, and from 3.1 on that of JSON Schema to Schema Objects."""

    def accepts(self, document: Json) -> bool:
        """Whether there is nothing to explain."""
        if not self.decides.is_valid(document):
            return False
        return not self.is_split or self.explains.is_valid(document)

    @property
    def is_split(self) -> bool:
        """Whether Schema Objects have a schema of their own."""
        return "$id" in self.schema


@cache
def engine(version: str) -> Engine:
    """The schema of a version, without its last number: `3.0`; `2.0` is Swagger."""
    # The library reads this once, when it is used first. The other engine is slower by
    # two orders of magnitude.
    os.environ["OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"] = "jsonschema-rs"
    backend = import_module("openapi_spec_validator.schemas.backend")
    rust = import_module("jsonschema_rs")
    schema = _schema(version)
    decides = backend.get_validator_for(schema)
    # The mask keeps the document out of the engine's own messages.
    options: dict[str, Any] = {"mask": "it", "offline": True}
    if "$id" not in schema:
        return Engine(version, schema, decides, rust.validator_for(schema, **options))
    registry = rust.Registry([(schema["$id"], schema)])
    formats = {name: _anything for name in _ANNOTATIONS}
    explains = rust.validator_for(
        _with_schema_objects(schema["$id"]),
        registry=registry,
        validate_formats=True,
        formats=formats,
        **options,
    )
    return Engine(version, schema, decides, explains)


def _schema(version: str) -> dict[str, Any]:
    """OpenAPI's schema, from the library's folder.

    The library itself opens the same file by a URL, for which it reads the system's table
    of file types. A generator opens no files that are none of its business.
    """
    folder = files("openapi_spec_validator") / "resources" / "schemas"
    text = (folder / f"v{version}" / "schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _anything(_: object) -> bool:
    return True


def _with_schema_objects(identifier: str) -> dict[str, Any]:
    """OpenAPI's schema, with Schema Objects being JSON Schema and not just anything.

    OpenAPI's schema leaves that to others by a dynamic anchor (`meta`), so that a document
    may choose another dialect. Whatever it chooses, we read the keywords of 2020-12.
    """
    mapping = {"type": "object", "additionalProperties": {"type": "string"}}
    discriminator = {
        "type": "object",
        "required": ["propertyName"],
        "properties": {"propertyName": {"type": "string"}, "mapping": mapping},
    }
    schema_object = {
        "$dynamicAnchor": "meta",
        "$ref": _DRAFT,
        "properties": {"discriminator": discriminator},
    }
    return {
        "$schema": _DRAFT,
        "$id": "urn:clientsmith:openapi",
        "$ref": identifier,
        "$defs": {"schema": schema_object},
    }

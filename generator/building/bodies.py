"""Bodies: what a request carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.building.leaving_out import LeftOut
from generator.building.media import precise
from generator.building.multipart import Parts
from generator.building.schemas import Types
from generator.building.styles import field_writing
from generator.building.ways import Notation, Way, ways_of
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node
from generator.model import (
    Body,
    Direction,
    Doc,
    Field,
    FormBody,
    JsonBody,
    JsonFields,
    MultipartBody,
    RawBody,
)
from generator.resolve import Spec
from generator.text import Text
from generator.words import split_words
from generator.writing import Writing


@dataclass(frozen=True, slots=True)
class Bodies:
    """Builds the bodies of operations."""

    spec: Spec
    dialect: Dialect
    types: Types
    found: Diagnostics

    def ways(self, node: Node) -> list[Way]:
        """The ways to send the body of an operation, the usual one first.

        Raises:
            LeftOut: It has a body that is of no media type.
        """
        if "requestBody" not in node:
            return []
        body = self.spec.follow(node / "requestBody")
        ways = ways_of(body / "content", self.spec)
        if not ways:
            kinds = ", ".join(sorted((body / "content").fields)) or "nothing"
            raise LeftOut(f"its body is {kinds}", body.at)
        return ways

    def build(
        self, node: Node, way: Way, owner: tuple[str, ...]
    ) -> tuple[Body, tuple[tuple[Text, ...], ...]]:
        """The body of an operation, and the groups of its fields of which one is needed.

        Raises:
            LeftOut: A form has a field without a text.
        """
        body = self.spec.follow(node / "requestBody")
        media = self.spec.follow(body / "content" / way.media_types[0])
        schema = self.spec.follow(media / "schema")
        built = self._built(body, media, way, owner)
        if isinstance(built, JsonBody | RawBody):
            return built, ()
        groups = self._at_least_one_of(node, schema, built.fields)
        several = tuple(group for group in groups if len(group) > 1)
        return _demanding(built, groups), several

    def _built(self, body: Node, media: Node, way: Way, owner: tuple[str, ...]) -> Body:
        required = (body / "required").value is True
        schema = self.spec.follow(media / "schema")
        match way.notation:
            case Notation.FORM:
                encoding = media / "encoding"
                return self._form(schema, encoding, owner, required=required)
            case Notation.MULTIPART:
                fields = _sent(self.types.fields_of(schema, owner))
                parts = Parts(self.spec, self.types, self.found)
                return parts.body(media, fields, required=required)
            case Notation.TEXT | Notation.BYTES:
                return RawBody(
                    media_types=tuple(map(Text, way.media_types)),
                    is_text=way.notation is Notation.TEXT,
                    sensitivity=self.dialect.sensitivity(schema),
                    required=required,
                    doc=Doc(body=Text((body / "description").text)),
                )
            case Notation.JSON:
                return self._json(body, media, way.media_types[0], owner)

    def _json(
        self, body: Node, content: Node, media_type: str, owner: tuple[str, ...]
    ) -> JsonFields | JsonBody:
        required = (body / "required").value is True
        schema = self.spec.follow(content / "schema")
        media = Text(precise(media_type))
        if _has_fields(schema):
            return JsonFields(
                media_type=media,
                fields=_sent(self.types.fields_of(schema, owner)),
                record=self.types.record_at(schema),
                required=required,
            )
        kind = self.types.type_of(content / "schema", (*owner, "body"))
        record = self.types.record_of(kind)
        if record is not None:
            return JsonFields(
                media_type=media,
                fields=_sent(record.fields),
                record=record.id,
                required=required,
            )
        return JsonBody(
            media_type=media,
            type=kind,
            sensitivity=self.dialect.sensitivity(schema),
            required=required,
            doc=Doc(body=Text((body / "description").text)),
        )

    def _form(
        self, schema: Node, encoding: Node, owner: tuple[str, ...], *, required: bool
    ) -> FormBody:
        """A form. What has no text of its own is written as JSON, unless a style is named.

        (OpenAPI 3.0.4 and 3.1.1, Encoding Object, `contentType` and `style`.)
        """
        fields = _sent(self.types.fields_of(schema, owner))
        left: set[Text] = set()
        writings: list[tuple[Text, Writing]] = []
        for field in fields:
            wire = field.name.wire
            try:
                writing = field_writing(encoding, wire.raw, field.type, self.types)
            except LeftOut as reason:
                if field.required:
                    raise
                left.add(wire)
                message = f"a field is left out: {reason.reason}"
                self.found.warning(Code.UNSUPPORTED, message, reason.at)
            else:
                writings += [(wire, writing)] if writing is not None else []
        kept = tuple(field for field in fields if field.name.wire not in left)
        return FormBody(
            fields=kept,
            required=required,
            is_open=not fields,
            writings=tuple(writings),
        )

    def _at_least_one_of(
        self, node: Node, schema: Node, known: Sequence[Field]
    ) -> tuple[tuple[Text, ...], ...]:
        """What the schema and the dialect ask for; fields are known by their words."""
        fields = {field.name.words: field.name.wire for field in known}
        groups: list[tuple[Text, ...]] = []
        alternatives = _alternatives(schema)
        wires_known = {wire.raw for wire in fields.values()}
        asked = (alternatives,) if wires_known.issuperset(alternatives) else ()
        for group in filter(None, (*asked, *self.dialect.at_least_one_of(node))):
            wires = [fields.get(split_words(name)) for name in group]
            if None in wires:
                message = f"the body has not all of {', '.join(group)}"
                self.found.warning(Code.DIALECT, message, node.at)
            else:
                groups.append(tuple(wire for wire in wires if wire is not None))
        return tuple(dict.fromkeys(groups))


def _has_fields(schema: Node) -> bool:
    """Whether a schema is that of an object, whatever it demands of its fields besides."""
    if {"allOf", "oneOf", "not"} & schema.fields.keys():
        return False
    alternatives = (schema / "anyOf").items()
    demands = all(one.fields.keys() <= {"required"} for one in alternatives)
    return demands and bool((schema / "properties").fields)


def _sent(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields that a request may have (OpenAPI, Schema Object, `readOnly`)."""
    return tuple(one for one in fields if one.direction is not Direction.RECEIVED)


def _alternatives(schema: Node) -> tuple[str, ...]:
    """The fields of which a body's schema wants any: an `anyOf` of `required`."""
    names: list[str] = []
    for alternative in (schema / "anyOf").items():
        required = [item.text for item in (alternative / "required").items()]
        if len(required) != 1 or len(alternative.fields) != 1:
            return ()
        names += required
    return tuple(names)


def _demanding(
    body: FormBody | MultipartBody | JsonFields, groups: tuple[tuple[Text, ...], ...]
) -> FormBody | MultipartBody | JsonFields:
    """A body in which the only member of a group is required."""
    alone = {group[0] for group in groups if len(group) == 1}
    fields = tuple(
        replace(field, required=True) if field.name.wire in alone else field
        for field in body.fields
    )
    return replace(body, fields=fields)

"""Bodies: `in: body`, forms, and what a response holds, for each media type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Json, Node, Pointer
from generator.swagger.parameters import Parameters, extensions, kept
from generator.swagger.places import Parts, Places
from generator.swagger.schemas import Schemas

_JSON = "application/json"
_BYTES = "application/octet-stream"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_MOST_TYPES = 30


@dataclass(frozen=True, slots=True)
class MediaType:
    name: str
    at: Pointer | None = None
    """Where it is listed."""


def media_types(listed: Node, found: Diagnostics) -> tuple[MediaType, ...]:
    """What `consumes` or `produces` lists: JSON first, then by name; none of them twice.

    Each of them is written out in each operation. Nobody needs dozens.
    """
    known = {one.text: one.at for one in listed.items() if one.text}
    names = sorted(known, key=lambda name: (not _is_json(name), name))
    if len(names) > _MOST_TYPES:
        message = f"more than {_MOST_TYPES} media types: others are left out"
        found.warning(Code.LIMIT, message, listed.at)
    return tuple(MediaType(name, known[name]) for name in names[:_MOST_TYPES])


class Bodies:
    """Writes request bodies and the contents of responses."""

    def __init__(
        self, places: Places, schemas: Schemas, parameters: Parameters
    ) -> None:
        self._places = places
        self._schemas = schemas
        self._parameters = parameters

    def body(
        self, node: Node, types: Sequence[MediaType], place: Parts
    ) -> dict[str, Json]:
        """A parameter with `in: body`. If nothing is said, it is JSON."""
        self._places.move(node.at, place)
        types = types or (MediaType(_JSON),)
        content = self._content(node, types, (*place, "content"))
        return {
            **kept(node, "description", "required"),
            **extensions(node),
            "content": content,
        }

    def form(
        self, fields: Sequence[Node], types: Sequence[MediaType], place: Parts
    ) -> dict[str, Json]:
        """Parameters with `in: formData`. Files need a multipart body."""
        content: dict[str, Json] = {}
        has_file = any((field / "type").text == "file" for field in fields)
        for kind in _form_types(types, has_file=has_file):
            at = (*place, "content", kind.name)
            if kind.at is not None:
                self._places.note(at, kind.at)
            content[kind.name] = self._fields(fields, at)
        body: dict[str, Json] = {"content": content}
        if any(_is_required(field) for field in fields):
            body["required"] = True
        return body

    def response_content(
        self, node: Node, types: Sequence[MediaType], place: Parts
    ) -> dict[str, Json]:
        """What a response holds: nothing, if it has no schema."""
        if not (node / "schema").exists:
            return {}
        if not types:
            examples = node / "examples"
            named = sorted(key for key in examples.fields if "/" in key)
            types = [MediaType(name, examples.at / name) for name in named]
            types = types or [MediaType(_JSON)]
        if (node / "schema" / "type").text == "file":
            # Bytes, whatever they are: as JSON, they would be read and not handed over.
            types = [kind for kind in types if not _is_json(kind.name)]
            types = types or [MediaType(_BYTES)]
        return self._content(node, types, place)

    def _content(
        self, node: Node, types: Sequence[MediaType], place: Parts
    ) -> dict[str, Json]:
        content: dict[str, Json] = {}
        schema, examples = node / "schema", node / "examples"
        for kind in types:
            at = (*place, kind.name)
            self._places.note(at, kind.at or schema.at)
            media: dict[str, Json] = {}
            media["schema"] = self._schemas.put(schema, (*at, "schema"))
            if kind.name in examples:
                self._places.note((*at, "example"), examples.at / kind.name)
                media["example"] = examples.fields[kind.name]
            content[kind.name] = media
        return content

    def _fields(self, fields: Sequence[Node], place: Parts) -> Json:
        """The fields of a form as the properties of an object."""
        self._places.note((*place, "schema"), fields[0].at)
        properties: dict[str, Json] = {}
        encoding: dict[str, Json] = {}
        required: list[Json] = []
        for field in fields:
            name = (field / "name").text
            at = (*place, "schema", "properties", name)
            properties[name], style = self._parameters.field(field, at)
            if style and not style["explode"]:
                self._places.note((*place, "encoding", name), field.at)
                encoding[name] = style
            if _is_required(field):
                number = str(len(required))
                self._places.note(
                    (*place, "schema", "required", number), field.at / "required"
                )
                required.append(name)
        schema: dict[str, Json] = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        return (
            {"schema": schema, "encoding": encoding} if encoding else {"schema": schema}
        )


def _form_types(types: Sequence[MediaType], *, has_file: bool) -> list[MediaType]:
    """The media types of forms among those that are consumed, by their plain names."""
    known = {kind.name.partition(";")[0].strip().lower(): kind.at for kind in types}
    if has_file:
        return [MediaType(_MULTIPART, known.get(_MULTIPART))]
    named = [MediaType(one, known[one]) for one in (_FORM, _MULTIPART) if one in known]
    return named or [MediaType(_FORM)]


def _is_required(field: Node) -> bool:
    return (field / "required").value is True


def _is_json(media_type: str) -> bool:
    plain = media_type.partition(";")[0].strip().lower()
    return plain.endswith(("/json", "+json"))

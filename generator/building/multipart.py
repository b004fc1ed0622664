"""Bodies of several parts: which fields are files, and how the others are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.building.leaving_out import LeftOut
from generator.building.media import is_json, is_media_type
from generator.building.schemas import Types
from generator.building.styles import STYLE_KEYS, parts_of
from generator.building.unions import union_of
from generator.building.ways import is_binary
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node
from generator.model import (
    Alias,
    Field,
    ListOf,
    MultipartBody,
    Nullable,
    OneOf,
    PartOf,
    Primitive,
    Ref,
    Type,
    TypeId,
)
from generator.resolve import Spec
from generator.scalar import Scalar
from generator.text import Text

_FILE = Primitive(Scalar.FILE)
_TEXT = Primitive(Scalar.STRING)
_LIST = ("list", "")


@dataclass(frozen=True, slots=True)
class Parts:
    """Builds multipart bodies of their fields."""

    spec: Spec
    types: Types
    found: Diagnostics

    def body(
        self, media: Node, fields: tuple[Field, ...], *, required: bool
    ) -> MultipartBody:
        """A body with these fields. Bytes become files, which JSON has none of.

        Raises:
            LeftOut: A field without a text is to be written in a style of parameters.
        """
        schemas = self._properties(media / "schema")
        filed: list[Field] = []
        parts: list[PartOf] = []
        for field in fields:
            wire = field.name.wire.raw
            encoding = media / "encoding" / wire
            schema = schemas.get(wire, Node(None, media.at))
            field = replace(field, type=self._filed(field.type, schema, set()))
            is_plain = parts_of(field.type, self.types) <= {_LIST}
            if STYLE_KEYS & encoding.fields.keys() and not is_plain:
                raise LeftOut(f"the style of its field `{wire}`", encoding.at)
            media_type = self._media_type(encoding)
            if media_type:
                json = is_json(media_type) and _FILE not in _leaves(field.type)
                if not (json or is_plain or _FILE in _leaves(field.type)):
                    # An object in a format of its own is up to the caller.
                    field = replace(field, type=union_of([_TEXT, _FILE]))
                parts.append(PartOf(field.name.wire, Text(media_type), json))
            filed.append(field)
        return MultipartBody(
            fields=tuple(filed),
            parts=tuple(parts),
            required=required,
            is_open=not fields,
        )

    def _media_type(self, encoding: Node) -> str:
        """The one media type that a part is to have; empty if there is a choice."""
        said = (encoding / "contentType").text.strip()
        if not said or "," in said or "*" in said.partition(";")[0]:
            return ""
        if is_media_type(said):
            return said
        message = f"parts cannot be of the media type `{said}`, which is left out"
        self.found.warning(Code.UNSUPPORTED, message, (encoding / "contentType").at)
        return ""

    def _properties(self, schema: Node) -> dict[str, Node]:
        """The schemas of an object's fields, those of its parts among them."""
        found: dict[str, Node] = {}
        seen: set[str] = set()
        pending = [schema]
        while pending:
            one = self.spec.follow(pending.pop())
            if str(one.at) not in seen:
                seen.add(str(one.at))
                for name, field in (one / "properties").entries():
                    found.setdefault(name, self.spec.follow(field))
                pending += (one / "allOf").items()
        return found

    def _filed(self, kind: Type, schema: Node, seen: set[TypeId]) -> Type:
        """A type in which bytes are files."""
        match kind:
            case Primitive(Scalar.STRING, form):
                is_file = form == Text("binary") or is_binary(schema)
                return _FILE if is_file else kind
            case ListOf(item):
                inside = self.spec.follow(schema / "items")
                return ListOf(self._filed(item, inside, seen))
            case Nullable(inner, is_firm):
                return Nullable(self._filed(inner, schema, seen), is_firm)
            case OneOf(variants):
                nothing = Node(None, schema.at)
                filed = [self._filed(one, nothing, seen) for one in variants]
                return kind if tuple(filed) == variants else union_of(filed)
            case Ref(identifier) if identifier not in seen:
                declared = self.types.declaration(identifier)
                if not isinstance(declared, Alias):
                    return kind
                target = declared.target
                filed_target = self._filed(target, schema, {*seen, identifier})
                return kind if filed_target == target else filed_target
            case _:
                return kind


def _leaves(kind: Type) -> Iterator[Type]:
    """What a type, or each of a list, may be."""
    pending = [kind]
    while pending:
        match pending.pop():
            case ListOf(inner) | Nullable(inner):
                pending.append(inner)
            case OneOf(variants):
                pending += variants
            case leaf:
                yield leaf

"""The items of streams: what the schema of a media type says of each."""

from __future__ import annotations

from generator.building.parts import alternatives
from generator.building.schemas import Types
from generator.building.unions import union_of
from generator.document import Node
from generator.model import Content, Primitive, Type
from generator.resolve import Spec
from generator.scalar import Scalar

_EVENT = frozenset({"data", "event", "id", "retry"})
"""The fields of an event (HTML Standard, section 9.2.6)."""
_MOST = 1000
"""How many alternatives of events are looked at."""


def item_type(
    content: Content, media: Node, spec: Spec, types: Types, words: tuple[str, ...]
) -> Type:
    """The type of an item: of an event's data, or of a value of JSON.

    `itemSchema` says it (OpenAPI 3.2, Media Type Object). Where there is only `schema`,
    it may be that of the item, or of an array of them. The data of events are a text if
    nothing else is said.
    """
    is_told = "itemSchema" in media
    schema = media / ("itemSchema" if is_told else "schema")
    whole = spec.follow(schema)
    if not is_told and (whole / "type").text == "array":
        schema = whole / "items"
    if content is not Content.EVENTS:
        return types.type_of(schema, words)
    if schema.value is None:
        return Primitive(Scalar.STRING)
    described = _events(schema, spec)
    if described is None:
        return types.type_of(schema, words)
    return union_of([_data_type(one, types, words) for one in described])


def _events(schema: Node, spec: Spec) -> list[Node] | None:
    """The data of all alternatives, if each of them describes an event as a whole."""
    found: dict[str, Node] = {}
    seen = set[str]()
    pending = [schema]
    while pending:
        one = spec.follow(pending.pop())
        if str(one.at) in seen:
            continue
        seen.add(str(one.at))
        fields = (one / "properties").fields
        if alternatives(one) and not fields:
            pending += reversed(list(alternatives(one)))
        elif "data" in fields and fields.keys() <= _EVENT:
            data = one / "properties" / "data"
            found.setdefault(str(spec.follow(data).at), data)
        else:
            return None
        if len(seen) > _MOST:
            return None
    return list(found.values())


def _data_type(data: Node, types: Types, words: tuple[str, ...]) -> Type:
    """The type of an event's data: of the JSON in a text, where that is described."""
    inside = data / "contentSchema"
    return types.type_of(inside if inside.value is not None else data, words)

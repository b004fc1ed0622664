"""What schemas say beside types: it limits values, and clients do not enforce it."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.kinds import Schema

REFUSED: tuple[Schema, ...] = (
    {},
    {"type": "string"},
    {"enum": ["a", "b"]},
    {"type": "object", "required": ["id"]},
    {"not": {"type": "integer"}},
)
"""What `not` refuses; the first of them is everything."""

_OF_ALL: tuple[Schema, ...] = tuple({"not": one} for one in REFUSED[1:])
_OF_OBJECTS: tuple[Schema, ...] = ({"maxProperties": 4}, {"minProperties": 1})
_OF_NAMES: tuple[Schema, ...] = (
    {"propertyNames": {"pattern": "^[a-zA-Z ]"}},
    {"propertyNames": {"maxLength": 9}},
    {"propertyNames": {"enum": ["id", "name", "x"]}},
    {"propertyNames": True},
)
_OF_SOME: tuple[Schema, ...] = (
    {
        "if": {"required": ["id"]},
        "then": {"required": ["name"]},
    },
    {
        "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
        "then": {"properties": {"more": {"type": "integer"}}},
        "else": {"properties": {"more": {"type": ["string", "null"]}}},
    },
    {"if": True, "then": {"properties": {"more": {"type": "boolean"}}}},
    {"if": False, "else": False},
    {"dependentSchemas": {"id": {"properties": {"more": {"type": "array"}}}}},
)
_OF_ARRAYS: tuple[Schema, ...] = ({"uniqueItems": True}, {"maxItems": 1})
_OF_NEWER_ARRAYS: tuple[Schema, ...] = (
    {"contains": {"type": "string"}},
    {"contains": True, "minContains": 1, "maxContains": 2},
    {"contains": {"const": None}, "minContains": 0},
    {"unevaluatedItems": False},
)


def said_of_objects(draw: st.DrawFn, version: str) -> Schema:
    """One more thing that a schema of objects says."""
    more = () if version == "3.0" else (*_OF_NAMES, *_OF_SOME)
    return dict(draw(st.sampled_from((*_OF_ALL, *_OF_OBJECTS, *more))))


def said_of_maps(draw: st.DrawFn, version: str) -> Schema:
    """One more thing that a schema of objects says that names no fields."""
    more = () if version == "3.0" else _OF_NAMES
    return dict(draw(st.sampled_from((*_OF_ALL, *_OF_OBJECTS, *more))))


def said_of_arrays(draw: st.DrawFn, version: str) -> Schema:
    """One more thing that a schema of arrays says."""
    more = () if version == "3.0" else _OF_NEWER_ARRAYS
    return dict(draw(st.sampled_from((*_OF_ALL, *_OF_ARRAYS, *more))))

"""Schemas become types; those that need a name of their own are declared."""

from __future__ import annotations

from generator.building.names import derived, name_of
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node
from generator.model import (
    Declaration,
    Doc,
    Enumeration,
    Field,
    Limits,
    ListOf,
    MapOf,
    Member,
    Name,
    Nullable,
    Primitive,
    Record,
    Ref,
    Scalar,
    Type,
    TypeId,
)
from generator.resolve import Spec
from generator.text import Text
from generator.words import split_words

_ANY = Primitive(Scalar.ANY)
_UNSUPPORTED = ("oneOf", "anyOf", "not", "prefixItems", "patternProperties")
_SCALARS = {
    "boolean": Scalar.BOOLEAN,
    "integer": Scalar.INTEGER,
    "number": Scalar.NUMBER,
    "string": Scalar.STRING,
}
_FORMATS = {"date": Scalar.DATE, "date-time": Scalar.DATE_TIME}


class Types:
    """The types of a document. Each schema is declared once, however often it is used.

    References to other schemas do not recurse: they are put on a list of what remains
    to be declared, so that neither cycles nor long chains can exhaust the stack.
    """

    def __init__(self, spec: Spec, dialect: Dialect, found: Diagnostics) -> None:
        self._spec = spec
        self._dialect = dialect
        self._found = found
        self._declared: dict[TypeId, Declaration] = {}
        self._pending: dict[TypeId, tuple[Node, Name]] = {}
        self._expanding: set[TypeId] = set()

    def declarations(self) -> tuple[Declaration, ...]:
        """All that was declared, components first."""
        return tuple(self._declared.values())

    def declare_components(self) -> None:
        """Declare the schemas that the document gives a name."""
        for key, node in (self._spec.root / "components" / "schemas").entries():
            if "$ref" not in node and _shape(node) is not None:
                self._pending.setdefault(_id(node), (node, self._component_name(key)))
        self.settle()

    def settle(self) -> None:
        """Declare what was referred to and is not declared yet."""
        while self._pending:
            identifier = next(iter(self._pending))
            node, name = self._pending.pop(identifier)
            self._declare(node, name)

    def checkpoint(self) -> dict[TypeId, Declaration]:
        """What is declared now, for `rollback`."""
        return dict(self._declared)

    def rollback(self, checkpoint: dict[TypeId, Declaration]) -> None:
        """Forget what was declared since a checkpoint."""
        self._declared = checkpoint
        self._pending.clear()

    def type_of(self, node: Node, words: tuple[str, ...]) -> Type:
        """The type that a schema describes.

        `words` name it if it needs a name and the document gives it none.
        """
        inner, nullable = self._without_null(node)
        described = self._described(inner, words)
        if nullable and not isinstance(described, Nullable):
            return Nullable(described)
        return described

    def is_enumeration(self, identifier: TypeId) -> bool:
        """Whether a type that was referred to is an enumeration."""
        if identifier in self._pending:
            return _shape(self._pending[identifier][0]) is Enumeration
        return isinstance(self._declared.get(identifier), Enumeration)

    def fields_of(self, node: Node, words: tuple[str, ...]) -> tuple[Field, ...]:
        """The fields of an object's schema."""
        required = {item.text for item in (node / "required").items()}
        return tuple(
            self._field(key, child, key in required, words)
            for key, child in (node / "properties").entries()
        )

    def _described(self, node: Node, words: tuple[str, ...]) -> Type:
        if "$ref" in node:
            return self._referred(node, words)
        wrapped = _only_part(node)
        if wrapped is not None:
            return self.type_of(wrapped, words)
        if any(key in node for key in (*_UNSUPPORTED, "allOf")):
            key = next(key for key in (*_UNSUPPORTED, "allOf") if key in node)
            message = f"`{key}` is left open: any value is accepted here"
            self._found.warning(Code.UNSUPPORTED, message, node.at / key)
            return _ANY
        if _shape(node) is not None:
            return self._named(node, derived(words))
        return self._structural(node, words)

    def _referred(self, node: Node, words: tuple[str, ...]) -> Type:
        target = self._spec.follow(node)
        identifier = _id(target)
        if _shape(target) is not None:
            return self._named(target, self._component_name(target.at.parts[-1]))
        if identifier in self._expanding:
            message = "this type contains itself, and is left open here"
            self._found.warning(Code.UNSUPPORTED, message, node.at)
            return _ANY
        self._expanding.add(identifier)
        try:
            return self.type_of(target, words)
        finally:
            self._expanding.remove(identifier)

    def _named(self, node: Node, name: Name) -> Ref:
        identifier = _id(node)
        if identifier not in self._declared:
            self._pending.setdefault(identifier, (node, name))
        return Ref(identifier)

    def _declare(self, node: Node, name: Name) -> None:
        doc = Doc(
            summary=Text((node / "title").text), body=Text((node / "description").text)
        )
        if _shape(node) is Enumeration:
            members = tuple(
                Member(name_of(value.text), Text(value.text))
                for value in (node / "enum").items()
                if isinstance(value.value, str)
            )
            self._declared[_id(node)] = Enumeration(
                id=_id(node), name=name, members=members, doc=doc
            )
        else:
            self._declared[_id(node)] = Record(
                id=_id(node),
                name=name,
                fields=self.fields_of(node, name.words),
                doc=doc,
            )

    def _field(
        self, key: str, node: Node, required: bool, owner: tuple[str, ...]
    ) -> Field:
        return Field(
            name=name_of(key),
            type=self.type_of(node, (*owner, *split_words(key))),
            required=required,
            sensitivity=self._dialect.sensitivity(node),
            doc=Doc(body=Text((node / "description").text)),
        )

    def _structural(self, node: Node, words: tuple[str, ...]) -> Type:
        kind = (node / "type").text
        if kind == "array":
            return ListOf(self.type_of(node / "items", words))
        if kind == "object" or "additionalProperties" in node:
            values = node / "additionalProperties"
            if isinstance(values.value, dict):
                return MapOf(self.type_of(values, words))
            return MapOf(_ANY)
        return self._primitive(node, kind)

    def _primitive(self, node: Node, kind: str) -> Type:
        scalar = _SCALARS.get(kind, Scalar.ANY)
        form = "" if self._dialect.ignores_format(node) else (node / "format").text
        if scalar is Scalar.STRING:
            scalar = _FORMATS.get(form, scalar)
        pattern = (node / "pattern").text
        limits = Limits(
            min_length=(node / "minLength").number,
            max_length=(node / "maxLength").number,
            pattern=Text(pattern) if pattern else None,
        )
        return Primitive(scalar, Text(form) if form else None, limits)

    def _without_null(self, node: Node) -> tuple[Node, bool]:
        """A schema without its null: `nullable` (3.0), or `null` in `type` (3.1)."""
        kinds = node / "type"
        if not isinstance(kinds.value, list):
            return node, (node / "nullable").value is True
        others = [kind.text for kind in kinds.items() if kind.text != "null"]
        nullable = len(others) < len(kinds.value)
        kind = others[0] if len(others) == 1 else None
        return Node({**node.fields, "type": kind}, node.at), nullable

    def _component_name(self, key: str) -> Name:
        """`a.b.pet` is a pet, of `a` and `b` if there is another one."""
        *above, last = key.split(".")
        words = self._dialect.schema_words(split_words(last))
        qualifiers = tuple(word for part in above for word in split_words(part))
        return Name(Text(key), words, qualifiers)


def _id(node: Node) -> TypeId:
    return TypeId(str(node.at))


def _only_part(node: Node) -> Node | None:
    """The schema in an `allOf` of one: how OpenAPI 3.0 adds a text to a reference."""
    parts = list((node / "allOf").items())
    plain = not ({"properties", "type", "enum"} & node.fields.keys())
    return parts[0] if len(parts) == 1 and plain else None


def _shape(node: Node) -> type[Enumeration | Record] | None:
    """Which declaration a schema needs, if any."""
    if {"allOf", "oneOf", "anyOf", "not"} & node.fields.keys():
        return None
    values = [value.value for value in (node / "enum").items()]
    if any(isinstance(value, str) for value in values):
        return Enumeration
    return Record if (node / "properties").fields else None

"""Schemas become types; those that need a name of their own are declared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.building.agreement import agreed
from generator.building.enums import constants, enumeration, is_enumeration
from generator.building.fields import Fields
from generator.building.kinds import without_null
from generator.building.names import derived
from generator.building.notices import Notices
from generator.building.parts import (
    Part,
    Parts,
    alternatives,
    has_choice,
    is_firm_null,
    is_never,
    is_null,
    own_null,
)
from generator.building.products import has_product
from generator.building.structures import Structures, is_tuple
from generator.building.telling import Telling
from generator.building.unions import Unions, is_short
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node, Pointer
from generator.model import (
    Alias,
    Declaration,
    Doc,
    Enumeration,
    Field,
    Name,
    Nullable,
    OneOf,
    Primitive,
    Record,
    Ref,
    Type,
    TypeId,
)
from generator.resolve import Spec
from generator.scalar import Scalar
from generator.text import Text
from generator.words import singular, split_words

_ANY = Primitive(Scalar.ANY)
_NEVER = Primitive(Scalar.NEVER)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A declaration that something has referred to."""

    node: Node
    """The schema whose text describes it; its place is the id."""
    parts: tuple[Part, ...]
    name: Name
    shape: type[Declaration]


class Types:
    """The types of a document. Each schema is declared once, however often it is used.

    References to other schemas do not recurse: they are put on a list of what remains
    to be declared, so that neither cycles nor long chains can exhaust the stack.
    """

    def __init__(
        self, spec: Spec, dialect: Dialect, found: Diagnostics, base: str = ""
    ) -> None:
        """`base` is what the ids of all types begin with."""
        self._spec = spec
        self._base = base
        self._dialect = dialect
        self._found = found
        self._parts = Parts(spec, self._words_of, found)
        self._unions = Unions(spec, self._parts, self, Telling(spec, found))
        self._fields = Fields(spec, dialect, self._parts, self)
        self._declared: dict[TypeId, Declaration] = {}
        self._pending: dict[TypeId, _Wanted] = {}
        self._expanding: set[TypeId] = set()
        self._circular: set[TypeId] = set()
        self._notices = Notices(found)
        self._structures = Structures(dialect, self, found, self._notices)

    def declarations(self) -> tuple[Declaration, ...]:
        """All that was declared, in the order of the document."""
        schemas = self._spec.places("schema")
        rank = {self._id(node): index for index, node in enumerate(schemas)}
        last = len(rank)
        declared = self._declared.values()
        return tuple(sorted(declared, key=lambda one: (rank.get(one.id, last), one.id)))

    def declare_components(self) -> None:
        """Declare the schemas that the document gives a name."""
        schemas = self._spec.root / "components" / "schemas"
        for _, node in schemas.sorted_entries():
            if "$ref" not in node:
                parts = self._parts.of(node, self._words_of(node))
                shape = self.shape_of(node, parts)
                if shape is not None:
                    self._named(node, parts, self._name_of(node), shape)
        self.settle()

    def settle(self) -> None:
        """Declare what was referred to and is not declared yet."""
        while self._pending:
            self._declare(next(iter(self._pending)))

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
        if is_null(node):
            return Nullable(_NEVER)
        described = self._described(without_null(node), words)
        if own_null(node) and not isinstance(described, Nullable):
            return Nullable(described, is_firm_null(node, self._spec.version))
        return described

    def any_of(self, kinds: Iterable[tuple[Node, Type]], source: Node) -> Type:
        """The union of types that were made already, each with its schema; declared.

        It is called after `source`, where it is said that they are alternatives.
        """
        self.settle()
        union = self._unions.of_types(kinds, source)
        if not isinstance(union, OneOf):
            return union
        words = (*split_words(singular(source.at.parts[-1])), "event")
        doc = Doc(summary=Text("Whatever the API sends, of all kinds."))
        alias = Alias(id=self._id(source), name=derived(words), target=union, doc=doc)
        self._declared[alias.id] = alias
        return Ref(alias.id)

    def declaration(self, identifier: TypeId) -> Declaration:
        """What was declared for a reference."""
        if identifier in self._pending:
            self._declare(identifier)
        return self._declared[identifier]

    def record_at(self, node: Node) -> TypeId | None:
        """The id of the record that was declared for a schema, if one was."""
        declared = self._declared.get(self._id(node))
        return declared.id if isinstance(declared, Record) else None

    def record_of(self, kind: Type) -> Record | None:
        """The record that a type is, null left aside, if it is one."""
        self.settle()
        plain = kind.inner if isinstance(kind, Nullable) else kind
        declared = self._declared.get(plain.id) if isinstance(plain, Ref) else None
        return declared if isinstance(declared, Record) else None

    def fields_of(self, node: Node, words: tuple[str, ...]) -> tuple[Field, ...]:
        """The fields of an object's schema, those of its parts among them."""
        return self._fields.of(node.at, self._parts.of(node, words), words)

    def shape_of(self, node: Node, parts: tuple[Part, ...]) -> type[Declaration] | None:
        """Which declaration a schema needs, if any."""
        if len(parts) > 1:
            return self._shape_of_several(parts)
        if not parts or parts[0].node.at != node.at or is_never(node):
            return None
        if "const" in node:
            return None
        if "prefixItems" in node:
            return Alias if is_tuple(node) and _is_component(node) else None
        if alternatives(node):
            return Alias if has_choice(node) else None
        if "enum" in node:
            return self._shape_of_values(node)
        is_object = (node / "type").text in ("object", "")
        return Record if (node / "properties").fields and is_object else None

    def _shape_of_values(self, node: Node) -> type[Declaration] | None:
        if is_enumeration(node, self._dialect):
            return Enumeration
        listed = constants(node)
        if listed is None or not isinstance(listed, OneOf):
            return None
        return Alias if _is_component(node) or not is_short(listed) else None

    def _shape_of_several(self, parts: tuple[Part, ...]) -> type[Declaration] | None:
        unions = [part.node for part in parts if part.has_alternatives]
        if unions:
            others = [part for part in parts if not part.has_alternatives]
            if not all(part.is_object for part in others):
                return None
            if len(unions) == 1:
                return Alias if has_choice(unions[0]) else None
            return Alias if has_product(self._spec, unions) else None
        has_fields = any("properties" in part.says for part in parts)
        return Record if has_fields and all(part.is_object for part in parts) else None

    def ref_to(self, node: Node) -> Ref:
        """A reference to what a schema is, or will be, declared as."""
        return Ref(self._id(node))

    def record(
        self,
        node: Node,
        parts: tuple[Part, ...],
        words: tuple[str, ...],
        at: Pointer,
    ) -> Ref:
        """A record of several parts, declared for a place of its own."""
        return self._named(Node(node.value, at), parts, derived(words), Record)

    def joined(
        self, node: Node, parts: tuple[Part, ...], words: tuple[str, ...]
    ) -> Type:
        """The type of what all parts of a schema describe together."""
        if any(is_never(part.node) for part in parts):
            return _NEVER
        shape = self.shape_of(node, parts)
        if shape is Alias:
            return self._union(node, parts, words)
        if shape is not None:
            return self._named(node, parts, derived(words), shape)
        if not parts:
            return _ANY
        if len(parts) == 1:
            return self._type_of_part(parts[0], node, words)
        return self._agreed(node, parts, words)

    def _described(self, node: Node, words: tuple[str, ...]) -> Type:
        if is_never(node):
            return _NEVER
        self._notices.tell_all(node)
        if "$ref" in node and not self._parts.is_joined(node):
            return self._reached(self._spec.follow(node), words)
        return self.joined(node, self._parts.of(node, words), words)

    def _union(
        self, node: Node, parts: tuple[Part, ...], words: tuple[str, ...]
    ) -> Type:
        """A union, under a name of its own unless it is short."""
        union = self._choice(node, parts, words)
        if is_short(union):
            return union
        plain = union.inner if isinstance(union, Nullable) else union
        name = derived(words)
        doc = _doc(node, node, self._dialect)
        alias = Alias(id=self._id(node), name=name, target=plain, doc=doc)
        self._declared[alias.id] = alias
        ref = Ref(alias.id)
        return Nullable(ref) if isinstance(union, Nullable) else ref

    def _choice(
        self, node: Node, parts: tuple[Part, ...], words: tuple[str, ...]
    ) -> Type:
        """What an alias stands for: alternatives, constants or a tuple."""
        if any(part.has_alternatives for part in parts):
            return self._unions.build(node, parts, words)
        return self._structures.of(node, words)

    def _reached(self, target: Node, words: tuple[str, ...]) -> Type:
        """The type of a schema that a reference leads to."""
        parts = self._parts.of(target, self._words_of(target) or words)
        shape = self.shape_of(target, parts)
        if shape is not None:
            named = self._named(target, parts, self._name_of(target), shape)
            if self._parts.allow_null(target):
                return Nullable(named, is_firm_null(target, self._spec.version))
            return named
        return self._expanded(target, words)

    def _expanded(self, target: Node, words: tuple[str, ...]) -> Type:
        """The type of a schema that needs no name, unless it contains itself."""
        identifier = self._id(target)
        if identifier in self._expanding or identifier in self._declared:
            self._circular.add(identifier)
            ref = Ref(identifier)
            return Nullable(ref) if self._parts.allow_null(target) else ref
        self._expanding.add(identifier)
        try:
            kind = self.type_of(target, words)
        finally:
            self._expanding.remove(identifier)
        if identifier not in self._circular:
            return kind
        plain = kind.inner if isinstance(kind, Nullable) else kind
        alias = Alias(
            id=identifier,
            name=self._name_of(target),
            target=plain,
            doc=_doc(target, target, self._dialect),
        )
        self._declared[identifier] = alias
        ref = Ref(identifier)
        return replace(kind, inner=ref) if isinstance(kind, Nullable) else ref

    def _named(
        self,
        node: Node,
        parts: tuple[Part, ...],
        name: Name,
        shape: type[Declaration],
    ) -> Ref:
        identifier = self._id(node)
        if identifier not in self._declared:
            wanted = _Wanted(node, parts, name, shape)
            self._pending.setdefault(identifier, wanted)
        return Ref(identifier)

    def _declare(self, identifier: TypeId) -> None:
        wanted = self._pending.pop(identifier)
        node, parts, name = wanted.node, wanted.parts, wanted.name
        doc = _doc(node, self._spec.follow(node), self._dialect)
        for part in parts:
            self._notices.tell_all(part.node)
        declared: Declaration
        if wanted.shape is Enumeration:
            declared = enumeration(identifier, name, doc, node, self._dialect)
        elif wanted.shape is Alias:
            union = self._choice(node, parts, name.words)
            target = union.inner if isinstance(union, Nullable) else union
            declared = Alias(id=identifier, name=name, target=target, doc=doc)
        else:
            declared = self._fields.record(identifier, node, parts, name, doc)
        self._declared[identifier] = declared

    def _agreed(
        self, node: Node, parts: tuple[Part, ...], words: tuple[str, ...]
    ) -> Type:
        """The type of parts that are not all objects: what the most telling one says."""
        telling = agreed(parts)
        if telling is None:
            message = f"{len(parts)} parts do not make a type that can be written"
            self._found.warning(Code.UNSUPPORTED, f"{message}: left open", node.at)
            return _ANY
        return self._type_of_part(telling, node, words)

    def _type_of_part(self, part: Part, node: Node, words: tuple[str, ...]) -> Type:
        """The type of one part as if there were no other."""
        own = part.node
        if own.at != node.at:
            if own.at == self._spec.follow(own).at and _is_component(own):
                return self._reached(own, part.words)
            return self.type_of(own, part.words)
        if alternatives(own):
            return self._union(own, (part,), words)
        shape = self.shape_of(own, (part,))
        if shape is not None:
            return self._named(own, (part,), derived(words), shape)
        return self._structures.of(own, words)

    def _id(self, node: Node) -> TypeId:
        return TypeId(f"{self._base}{node.at}")

    def _words_of(self, node: Node) -> tuple[str, ...]:
        """The words of a component's name; none for other schemas."""
        return self._name_of(node).words if _is_component(node) else ()

    def _name_of(self, node: Node) -> Name:
        """`a.b.pet` is a pet, of `a` and `b` if there is another one."""
        key = node.at.parts[-1]
        *above, last = key.split(".")
        words = self._dialect.schema_words(split_words(last))
        qualifiers = tuple(word for part in above for word in split_words(part))
        return Name(Text(key), words, qualifiers)


def _is_component(node: Node) -> bool:
    return node.at.parts[:-1] == ("components", "schemas")


def _doc(node: Node, target: Node, dialect: Dialect) -> Doc:
    summary = (node / "title").text or (target / "title").text
    body = (node / "description").text or (target / "description").text
    lifecycle = dialect.lifecycle(target)
    return Doc(summary=Text(summary), body=Text(body), lifecycle=lifecycle)

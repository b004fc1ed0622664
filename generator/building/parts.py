"""What `allOf` joins: the parts of a schema that say something about its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node, Pointer
from generator.resolve import Spec

_SAYINGS = frozenset(
    {
        "additionalProperties",
        "anyOf",
        "const",
        "dependencies",
        "dependentRequired",
        "enum",
        "format",
        "items",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "required",
        "type",
    }
)
"""The keys that tell types apart. Others limit values, or talk to people."""

_OF_OBJECTS = frozenset(
    {
        "additionalProperties",
        "dependencies",
        "dependentRequired",
        "patternProperties",
        "properties",
        "required",
    }
)
_OF_OTHERS = frozenset({"const", "enum", "format", "items", "prefixItems"})
_BESIDE = (_SAYINGS | {"allOf"}) - {"format"}
"""What makes a part of its own of what stands beside a reference."""
_DEMANDS = frozenset(
    {"description", "maxProperties", "minProperties", "not", "required", "title"}
)

MAX_PARTS = 100_000
"""How many parts all schemas may have together. Large documents have some thousands."""

WordsOf: TypeAlias = Callable[[Node], tuple[str, ...]]
"""The words of the name of a schema that a reference leads to."""


@dataclass(frozen=True)
class Part:
    """A schema that is joined with others; what its own `allOf` joins are other parts.

    It has no slots, so that it can remember what it was asked.
    """

    node: Node
    words: tuple[str, ...]
    """What the types inside are named after."""
    is_conditional: bool = False
    """Whether it counts for some objects only."""

    @cached_property
    def says(self) -> frozenset[str]:
        return _SAYINGS & self.node.fields.keys()

    @cached_property
    def is_object(self) -> bool:
        """Whether it can be part of a record."""
        kind = self.node / "type"
        kinds = {kind.text} if kind.text else {item.text for item in kind.items()}
        if self.says & _OF_OTHERS or kinds - {"object", "null"}:
            return False
        return bool(kinds or self.says & _OF_OBJECTS)

    @cached_property
    def requires(self) -> frozenset[str]:
        """The fields that have to be there."""
        return frozenset(item.text for item in (self.node / "required").items())

    @cached_property
    def has_alternatives(self) -> bool:
        """Whether it is a union."""
        return bool({"anyOf", "oneOf"} & self.says and alternatives(self.node))

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing beside parts that say more."""
        is_bare = self.says <= {"type"} and (self.is_object or not self.says)
        return is_bare and not is_never(self.node)


class Parts:
    """Takes schemas apart; remembers those that were joined by `allOf`."""

    def __init__(self, spec: Spec, words_of: WordsOf, found: Diagnostics) -> None:
        self._spec = spec
        self._found = found
        self._left = MAX_PARTS
        self.words_of = words_of
        self._joined: dict[Pointer, tuple[Part, ...]] = {}
        self._null: dict[Pointer, bool] = {}

    def of(self, node: Node, words: tuple[str, ...]) -> tuple[Part, ...]:
        """The parts of a schema that say something, those of `allOf` first.

        Where parts say different things, the later one counts. A schema without `allOf`
        is its only part.
        """
        if not self.is_joined(node):
            return (Part(node, words),)
        if node.at not in self._joined:
            for one in self._inner_first(Part(node, words)):
                self._joined[one.node.at] = self._telling(one)
        return self._joined[node.at]

    def of_target(self, part: Part) -> tuple[Part, ...]:
        """The parts of what a part refers to, or of itself."""
        if self.is_joined(part.node):
            return self.of(part.node, part.words)
        target = self._spec.follow(part.node)
        return self.of(target, self.words_of(target) or part.words)

    def is_joined(self, node: Node) -> bool:
        """Whether a schema has parts: by `allOf`, or beside a reference.

        OpenAPI 3.0 ignores what is beside a reference (Reference Object).
        """
        if "$ref" not in node:
            return "allOf" in node or any(_conditional(node))
        counts = self._spec.version != "3.0"
        return counts and bool(_BESIDE & node.fields.keys())

    def allow_null(self, start: Node) -> bool:
        """Whether a schema, or one of the alternatives that it leads to, allows null."""
        above: dict[Pointer, Pointer | None] = {}
        pending: list[tuple[Node, Pointer | None]] = [(start, None)]
        while pending:
            node, parent = pending.pop()
            node = self._spec.follow(node)
            if node.at in above:
                continue
            above[node.at] = parent
            known = self._null.get(node.at)
            if known or own_null(node) or is_null(node):
                at: Pointer | None = node.at
                while at is not None:
                    self._null[at] = True
                    at = above[at]
                return True
            if known is None:
                pending += [(one, node.at) for one in alternatives(node)]
        self._null |= dict.fromkeys(above, False)
        return False

    def _telling(self, part: Part) -> tuple[Part, ...]:
        """The parts of a schema that say something; one at least."""
        if self._left < 0:
            return ()
        every = self._taken_apart(part.node, part.words)
        self._left -= len(every)
        if self._left < 0:
            message = (
                f"`allOf` joins more than {MAX_PARTS:,} parts, counting all schemas"
            )
            self._found.error(Code.LIMIT, message, part.node.at / "allOf")
        telling = tuple(one for one in every if not one.is_empty)
        return telling or tuple(one for one in every if one.says)[:1]

    def _inner_first(self, start: Part) -> Iterator[Part]:
        """A schema and all that it is joined of, each after what it is joined of itself.

        So each is taken apart once, however long the chain is that it ends.
        """
        seen: set[Pointer] = set()
        pending = [(start, False)]
        while pending:
            part, is_done = pending.pop()
            if is_done:
                yield part
                continue
            node = part.node
            if node.at in seen or node.at in self._joined or not self.is_joined(node):
                continue
            seen.add(node.at)
            pending.append((part, True))
            for one in (node, *(node / "allOf").items()):
                target = self._spec.follow(one)
                words = self.words_of(target) or part.words
                pending.append((Part(target, words), False))

    def _taken_apart(self, start: Node, words: tuple[str, ...]) -> list[Part]:
        """All parts, in the order in which later ones count. Rules refuse circles."""
        parts: list[Part] = []
        seen: set[Pointer] = set()
        pending = [(Part(start, words), False)]
        while pending:
            part, is_open = pending.pop()
            node = part.node
            if is_open:
                parts.append(part)
                continue
            target = self._spec.follow(node)
            if target.at != node.at:
                if node.at == start.at and self.is_joined(node):
                    pending.append((part, True))
                target_part = Part(target, self.words_of(target) or part.words)
                pending.append((target_part, False))
                continue
            if node.at in seen:
                continue
            seen.add(node.at)
            known = self._joined.get(node.at)
            if known:
                parts += known
                continue
            pending.append((part, True))
            inner = [Part(one, part.words) for one in (node / "allOf").items()]
            inner += [Part(one, part.words, True) for one in _conditional(node)]
            pending += [(one, False) for one in reversed(inner)]
        distinct: dict[Pointer, Part] = {}
        for part in parts:
            distinct.setdefault(part.node.at, part)
        return list(distinct.values())


def alternatives(node: Node) -> list[Node]:
    """The schemas of `oneOf`, or of `anyOf`, if they are types of their own.

    Some documents ask by them only which fields have to be given together.
    """
    for key in ("oneOf", "anyOf"):
        found = list((node / key).items())
        if any(one.fields.keys() - _DEMANDS or one.value is True for one in found):
            return found
    return []


def _conditional(node: Node) -> Iterator[Node]:
    """What `then`, `else` and `dependentSchemas` say of the fields of some objects.

    It only adds fields: what they ask for beyond that is not enforced.
    """
    said = [node / "then", node / "else"] if "if" in node else []
    said += (one for _, one in (node / "dependentSchemas").sorted_entries())
    for one in said:
        properties = (one / "properties").value
        if properties and isinstance(properties, dict):
            yield Node({"type": "object", "properties": properties}, one.at)


def is_null(node: Node) -> bool:
    """Whether null is the only value of a schema."""
    if "const" in node:
        return (node / "const").value is None
    values = node / "enum"
    if isinstance(values.value, list) and values.value:
        return all(value is None for value in values.value)
    kinds = node / "type"
    return kinds.text == "null" or kinds.value == ["null"]


def is_never(node: Node) -> bool:
    """Whether a schema has no value: `false`, or `not` of all."""
    refused = node / "not"
    return node.value is False or refused.value is True or refused.value == {}


def own_null(node: Node) -> bool:
    """Whether a schema itself says that its values may be null."""
    kinds = (node / "type").items()
    if any(kind.text == "null" for kind in kinds):
        return True
    values = (node / "enum").value
    return (node / "nullable").value is True or (
        isinstance(values, list) and None in values and len(values) > 1
    )


def is_firm_null(node: Node, version: str) -> bool:
    """Whether it counts that a schema says of itself that its values may be null.

    In OpenAPI 3.0 `nullable` adds nothing to an `enum` (3.0.3, Schema Object), and what
    is beside a reference is ignored (Reference Object).
    """
    if version != "3.0":
        return True
    values = (node / "enum").value
    return "$ref" not in node and (not isinstance(values, list) or None in values)


def literal_texts(spec: Spec, node: Node) -> tuple[str, ...]:
    """The texts to which `const` or `enum` holds a schema; none if it is free."""
    target = spec.follow(node)
    only = list((target / "allOf").items())
    if len(only) == 1:
        target = spec.follow(only[0])
    if "const" in target:
        text = (target / "const").value
        return (text,) if isinstance(text, str) else ()
    texts = [item.value for item in (target / "enum").items()]
    return tuple(text for text in texts if isinstance(text, str))


def literal_fields(
    spec: Spec, parts: tuple[Part, ...]
) -> Mapping[str, tuple[str, ...]]:
    """The fields that are held to some texts, and these texts."""
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, node in (part.node / "properties").entries():
            texts = literal_texts(spec, node)
            if texts:
                found[name] = texts
    return found


def has_choice(node: Node) -> bool:
    """Whether there are several alternatives that values may be of, null left aside."""
    others = [one for one in alternatives(node) if not (is_null(one) or is_never(one))]
    return len(others) > 1

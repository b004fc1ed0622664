"""Parameters: the arguments of the path, the query, the headers and the cookies."""

from __future__ import annotations

from dataclasses import dataclass

from generator.building.defaults import default_of
from generator.building.leaving_out import LeftOut
from generator.building.names import name_of
from generator.building.schemas import Types
from generator.building.security import can_be_cookie
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node
from generator.model import (
    Alias,
    Constant,
    Doc,
    Enumeration,
    ListOf,
    Location,
    MapOf,
    Nullable,
    OneOf,
    Parameter,
    Primitive,
    Record,
    Ref,
    TupleOf,
    Type,
    TypeId,
)
from generator.resolve import Spec
from generator.text import Text
from generator.words import split_words


@dataclass(frozen=True, slots=True)
class Parameters:
    """Builds the parameters of operations."""

    spec: Spec
    dialect: Dialect
    types: Types
    found: Diagnostics

    def build(self, item: Node, node: Node, owner: tuple[str, ...]) -> list[Parameter]:
        """The parameters of the path and the operation; the latter win.

        One that cannot be written is left out if no request needs it.

        Raises:
            LeftOut: One that has to be given cannot be written.
        """
        nodes: dict[tuple[str, str], Node] = {}
        for listed in (item / "parameters", node / "parameters"):
            for entry in listed.items():
                one = self.spec.follow(entry)
                nodes[(one / "in").text, (one / "name").text] = one
        parameters: list[Parameter] = []
        for one in nodes.values():
            try:
                parameters.append(self._parameter(one, owner))
            except LeftOut as reason:
                if (one / "required").value is True:
                    raise
                message = f"a parameter is left out: {reason.reason}"
                self.found.warning(Code.UNSUPPORTED, message, reason.at)
        return parameters

    def _parameter(self, node: Node, owner: tuple[str, ...]) -> Parameter:
        wire, location = (node / "name").text, (node / "in").text
        if location not in ("path", "query", "header", "cookie"):
            raise LeftOut(f"its {location} parameter `{wire}`", node.at)
        if location == "cookie" and not can_be_cookie(wire):
            raise LeftOut(f"no cookie can be called `{wire}`", node.at)
        if "schema" not in node:
            raise LeftOut(f"its parameter `{wire}` is described by media type", node.at)
        kind = self.types.type_of(node / "schema", (*owner, *split_words(wire)))
        if not has_text(kind, self.types, lists=location == "query"):
            raise LeftOut(f"its parameter `{wire}` has no text of its own", node.at)
        if not (node / "explode").value and "explode" in node and location == "query":
            raise LeftOut(f"the style of its parameter `{wire}`", node.at)
        return Parameter(
            name=name_of(wire),
            location=Location(location),
            type=kind,
            required=(node / "required").value is True,
            sensitivity=self.dialect.sensitivity(node),
            default=default_of(self.spec, [node / "schema"], kind),
            doc=Doc(
                body=Text(self.dialect.description(node)),
                lifecycle=self.dialect.lifecycle(node),
            ),
        )


def has_text(kind: Type, types: Types, *, lists: bool) -> bool:
    """Whether a value of a type is written as a text, or, in a list, as several."""
    seen: set[TypeId] = set()
    pending = [(kind, lists)]
    while pending:
        one, as_list = pending.pop()
        match one:
            case Primitive() | Constant():
                pass
            case Nullable(inner):
                pending.append((inner, as_list))
            case OneOf(variants):
                pending += [(variant, as_list) for variant in variants]
            case ListOf(item):
                if not as_list:
                    return False
                pending.append((item, False))
            case TupleOf(items):
                if not as_list:
                    return False
                pending += [(item, False) for item in items]
            case Ref(identifier):
                match types.declaration(identifier):
                    case Alias(target=target) if identifier not in seen:
                        pending.append((target, as_list))
                        seen.add(identifier)
                    case Enumeration() | Alias():
                        pass
                    case Record():
                        return False
            case MapOf():
                return False
    return True

"""The arguments of operations: what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.languages.python.imports import Import, runtime
from generator.languages.python.spelling import literal
from generator.languages.python.types import Types
from generator.languages.python.views import WireView
from generator.model import (
    Field,
    JsonBody,
    JsonFields,
    Location,
    Name,
    Parameter,
)
from generator.plan.arguments import body_arguments
from generator.plan.layout import PlacedOperation
from generator.plan.published import Names
from generator.text import Code, Text

# Whose arguments are named first: those that are given most often.
_LOCATIONS = (Location.QUERY, Location.HEADER, Location.COOKIE)


class Arguments:
    """The names of an operation's arguments, which must all differ."""

    def __init__(self, placed: PlacedOperation, names: Names, types: Types) -> None:
        operation = placed.operation
        self._types = types
        self._has_json = isinstance(operation.body, JsonFields | JsonBody)
        self.imports: set[Import] = set()
        """What the values of arguments need, as far as they were asked for."""
        # The function that has these arguments is called by a method that has them too.
        reserved = (placed.builder,)
        scope = names.scope("arguments", placed.key, reserved=reserved)
        self._parameters = operation.parameters
        self.of_body = body_arguments(operation.body)
        # The arguments of the path are named first, since they are part of the chain.
        path = operation.path.parameters
        self._names = {
            id(one): Code(scope.take("argument", f"path {number}", _qualified(one)))
            for number, one in enumerate(path, start=1)
        }
        groups: list[Sequence[Field | Parameter]] = [self.of_body]
        groups += map(self._located, _LOCATIONS)
        for group in groups:
            wishes = [(_key(one), _qualified(one)) for one in group]
            taken = scope.take_all("argument", wishes)
            self._names |= zip(map(id, group), map(Code, taken), strict=True)
        # What has to be given comes first: that is what a reader looks for.
        keyed: list[Field | Parameter] = [*self.of_body, *operation.parameters]
        self.keyed = sorted(keyed, key=lambda one: not one.required)
        self.at_least_one_of = tuple(
            tuple(self._of_field(wire) for wire in group)
            for group in operation.at_least_one_of
        )

    def of(self, one: Field | Parameter) -> Code:
        """The name of an argument."""
        return self._names[id(one)]

    def value(self, one: Field | Parameter) -> Code:
        """An argument as it is sent: as its format writes it, where its type does not."""
        name = value = self.of(one)
        is_json = self._has_json and isinstance(one, Field)
        rows = map(self._types.row, self._types.written_apart(one.type))
        for row in sorted(set(rows), key=lambda row: row.shape.name):
            if not (row.is_told_in_json if is_json else row.is_told_in_texts):
                self.imports |= row.shape.imports | runtime("sent_as")
                value = Code(f"sent_as({literal(name)}, {value}, {row.shape.name})")
        return value

    def _of_field(self, wire: Text) -> Code:
        """The name of the argument for a field of the body."""
        return next(self.of(one) for one in self.of_body if one.name.wire == wire)

    def wires(self, arguments: Iterable[Field | Parameter]) -> tuple[WireView, ...]:
        """Arguments with their names on the wire."""
        return tuple(WireView(one.name.wire, self.value(one)) for one in arguments)

    def at(self, location: Location) -> tuple[WireView, ...]:
        """The arguments of one place: the query, say, or the headers."""
        return self.wires(self._located(location))

    def _located(self, location: Location) -> list[Parameter]:
        return [one for one in self._parameters if one.location is location]


def _qualified(one: Field | Parameter) -> Name:
    """The name of an argument; where it goes tells it from another one."""
    return Name(one.name.wire, one.name.words, (_place(one),))


def _key(one: Field | Parameter) -> str:
    """What stands for an argument among all names: `query PageSize`."""
    return f"{_place(one)} {one.name.wire.raw}"


def _place(one: Field | Parameter) -> str:
    return "body" if isinstance(one, Field) else one.location.value

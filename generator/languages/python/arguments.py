"""The arguments of operations: what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from generator.languages.python.views import WireView
from generator.model import Field, Location, Name, Operation, Parameter
from generator.plan.arguments import body_arguments
from generator.plan.names import Naming, Scope
from generator.text import Code, Text


class Arguments:
    """The names of an operation's arguments, which must all differ."""

    def __init__(self, operation: Operation, naming: Naming) -> None:
        scope = Scope(naming)
        self._parameters = operation.parameters
        self.of_body = body_arguments(operation.body)
        # The arguments of the path are named first, since they are part of the chain.
        self._names: dict[int, Code] = {}
        for group in (operation.path.parameters, self.of_body, self._parameters):
            names = scope.take_all("argument", [_qualified(one) for one in group])
            self._names |= zip(map(id, group), map(Code, names), strict=True)
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

    def _of_field(self, wire: Text) -> Code:
        """The name of the argument for a field of the body."""
        return next(self.of(one) for one in self.of_body if one.name.wire == wire)

    def wires(self, arguments: Iterable[Field | Parameter]) -> tuple[WireView, ...]:
        """Arguments with their names on the wire."""
        return tuple(WireView(one.name.wire, self.of(one)) for one in arguments)

    def at(self, location: Location) -> tuple[WireView, ...]:
        """The arguments of one place: the query, say, or the headers."""
        return self.wires(one for one in self._parameters if one.location is location)


def _qualified(one: Field | Parameter) -> Name:
    """The name of an argument; where it goes tells it from another one."""
    place = "body" if isinstance(one, Field) else one.location.value
    return Name(one.name.wire, one.name.words, (place,))

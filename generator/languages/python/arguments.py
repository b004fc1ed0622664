"""The arguments of operations: what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.languages.python.fields import limits
from generator.languages.python.imports import Import, runtime
from generator.languages.python.spelling import call, literal
from generator.languages.python.types import Types
from generator.languages.python.views import SegmentView, WireView
from generator.model import (
    Field,
    FormBody,
    JsonBody,
    JsonFields,
    Location,
    Name,
    Nullable,
    Parameter,
    Primitive,
    Type,
)
from generator.plan.arguments import body_arguments
from generator.plan.layout import PlacedOperation
from generator.plan.published import Names
from generator.text import Code, Text
from generator.writing import Style, Writing

# Whose arguments are named first: those that are given most often.
_LOCATIONS = (Location.QUERY, Location.HEADER, Location.COOKIE)
_INDENT = 16
"""How deep the template stands where it names an argument and its value."""


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
        self._writings = dict(
            operation.body.writings if isinstance(operation.body, FormBody) else ()
        )
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
        """An argument as it is sent: as its format or its style writes it."""
        value, writing = self.plain(one), self.writing(one)
        if writing is None or writing.style is Style.JSON:
            return value
        self.imports |= runtime("Styled")
        head = f"{literal(one.name.wire)}: Styled"
        line = call([value, *_styled(writing)], head, _INDENT, 1)
        return Code(line.removeprefix(head.removesuffix("Styled")))

    def plain(self, one: Field | Parameter) -> Code:
        """An argument without its style: as its format writes it, or as JSON."""
        name = value = self.of(one)
        in_json = self.is_json(one)
        rows = map(self._types.row, self._types.written_apart(one.type))
        for row in sorted(set(rows), key=lambda row: row.shape.name):
            if not (row.is_told_in_json if in_json else row.is_told_in_texts):
                self.imports |= row.shape.imports | runtime("sent_as")
                value = Code(f"sent_as({literal(name)}, {value}, {row.shape.name})")
        writing = self.writing(one)
        if writing is not None and writing.style is Style.JSON:
            self.imports |= runtime("json_text")
            value = Code(f"json_text({literal(name)}, {value})")
        return value

    def is_json(self, one: Field | Parameter) -> bool:
        """Whether an argument is sent as JSON, by itself or in a body."""
        if self._has_json and isinstance(one, Field):
            return True
        writing = self.writing(one)
        return writing is not None and writing.style is Style.JSON

    def writing(self, one: Field | Parameter) -> Writing | None:
        """How an argument is written, if it is no plain text."""
        if isinstance(one, Field):
            return self._writings.get(one.name.wire)
        return one.writing

    def segment(self, one: Parameter) -> SegmentView:
        """How an argument of the path is checked and encoded."""
        name, value, writing = self.of(one), self.plain(one), one.writing
        if writing is None:
            maker, options = "segment", _limits(one.type)
        else:
            maker, options = "styled_segment", _path_style(writing, one.name.wire, name)
        self.imports |= runtime(maker)
        return SegmentView(one.name.wire, Code(maker), name, value, tuple(options))

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


def _styled(writing: Writing) -> list[Code]:
    """What `Styled` is told beside the value; most of it is what it takes for granted."""
    options: list[Code] = []
    if writing.style is not Style.FORM:
        options.append(literal(Code(writing.style.value)))
    if writing.explode != (writing.style in (Style.FORM, Style.COOKIE)):
        options.append(Code(f"explode={writing.explode}"))
    if writing.allow_reserved:
        options.append(Code("allow_reserved=True"))
    return options


def _path_style(writing: Writing, wire: Text, name: Code) -> list[Code]:
    """What `styled_segment` is told beside the value."""
    options: list[Code] = []
    if writing.style not in (Style.SIMPLE, Style.JSON):
        options.append(literal(Code(writing.style.value)))
    if writing.explode:
        options.append(Code("explode=True"))
    if writing.style is Style.MATRIX and wire != Text(name):
        options.append(Code(f"wire={literal(wire)}"))
    return options


def _limits(kind: Type) -> list[Code]:
    """The limits of an argument of the path, as keyword arguments."""
    match kind:
        case Primitive(limits=found):
            return limits(found)
        case Nullable(inner):
            return _limits(inner)
        case _:
            return []


def _qualified(one: Field | Parameter) -> Name:
    """The name of an argument; where it goes tells it from another one."""
    return Name(one.name.wire, one.name.words, (_place(one),))


def _key(one: Field | Parameter) -> str:
    """What stands for an argument among all names: `query PageSize`."""
    return f"{_place(one)} {one.name.wire.raw}"


def _place(one: Field | Parameter) -> str:
    return "body" if isinstance(one, Field) else one.location.value

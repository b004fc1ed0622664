"""Paging as the user says it is, where it is not found, or found wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.building.pages import bare, field_at, page_of
from generator.building.paging import Arguments
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Pointer, Position
from generator.model import Api, ListOf, Operation, Parameter, Type
from generator.paging import (
    Next,
    NextAfterLast,
    NextCursor,
    NextLink,
    NextNumber,
    NextOffset,
    NextUrl,
    Paging,
    Steps,
)
from generator.text import Text

WAYS = ("next-url", "next-link", "cursor", "last-item", "offset", "page")
"""How a page leads to the next one: one of these has to be said."""

_ALSO: Mapping[str, frozenset[str]] = {
    "next-url": frozenset(),
    "next-link": frozenset(),
    "cursor": frozenset({"parameter", "more"}),
    "last-item": frozenset({"parameter", "more"}),
    "offset": frozenset({"more", "total"}),
    "page": frozenset({"more", "total", "pages", "current", "first"}),
}
_NEEDED = {
    "cursor": ("parameter",),
    "last-item": ("parameter", "more"),
}
KEYS = frozenset({"items", "page-size", *WAYS}.union(*_ALSO.values()))


@dataclass(frozen=True, slots=True)
class PagingSetting:
    """What the user says about the paging of an operation."""

    parts: Mapping[str, str | int | bool] | None
    """By key; None if it is no list that comes in pages."""
    at: Pointer = field(repr=False, compare=False)
    position: Position = field(repr=False, compare=False)


def parts_problem(parts: Mapping[str, object]) -> str:
    """What is wrong with the parts of a setting, whatever document it is for."""
    ways = [key for key in WAYS if key in parts]
    if len(ways) != 1:
        return f"one of {', '.join(f'`{key}`' for key in WAYS)} has to be given"
    (way,) = ways
    for key, value in parts.items():
        if key not in {"items", "page-size", way, *_ALSO[way]}:
            return f"`{key}` does not go with `{way}`"
        kind = {"first": int, "next-link": bool}.get(key, str)
        if type(value) is not kind or value is False or value == "":
            what = {int: "a whole number", bool: "`true`", str: "a text"}[kind]
            return f"`{key}` must be {what}"
    missing = [key for key in _NEEDED.get(way, ()) if key not in parts]
    return f"`{missing[0]}` is missing beside `{way}`" if missing else ""


def names(operation: Operation) -> tuple[str, str]:
    """What settings may call an operation: by its id, and by its method and path."""
    by_path = f"{operation.method} {operation.path.template.raw}"
    return operation.name.wire.raw, by_path


def setting_for(
    operation: Operation, settings: Mapping[str, PagingSetting]
) -> PagingSetting | None:
    """The setting of an operation, if there is one."""
    found = (settings[name] for name in names(operation) if name in settings)
    return next(found, None)


def unused_paging(
    apis: Sequence[Api], settings: Mapping[str, PagingSetting]
) -> list[str]:
    """The names of settings that are those of no operation."""
    if not settings:
        return []
    known = {
        name
        for api in apis
        for resource in api.root.walk()
        for operation in resource.operations
        for name in names(operation)
    }
    return [name for name in settings if name not in known]


def set_paging(
    setting: PagingSetting, arguments: Arguments, found: Diagnostics
) -> Paging | None:
    """The paging that the user has described. What does not fit is reported."""
    if setting.parts is None:
        return None
    try:
        return _Reader(setting.parts, arguments).paging()
    except _Misfit as misfit:
        _, name = names(arguments.operation)
        message = f"paging of {name}: {misfit}"
        found.error(Code.CONFIGURATION, message, setting.at, position=setting.position)
        return None


class _Misfit(Exception):
    """What the operation does not have."""


class _Reader:
    def __init__(
        self, parts: Mapping[str, str | int | bool], arguments: Arguments
    ) -> None:
        self._parts = parts
        self._arguments = arguments
        result = arguments.operation.result
        if arguments.operation.body is not None or result is None:
            raise _Misfit("it has a body, or no response that could be a page")
        if result.type is None:
            raise _Misfit("its response is no JSON")
        self._page = result.type

    def paging(self) -> Paging:
        items, item = self._items()
        following = self._next(item)
        size = self._arguments.size()
        if "page-size" in self._parts:
            size = self._arguments.sized_by(self._parameter("page-size"))
        return Paging(
            items=items,
            next=following,
            size=size,
            steered=self._arguments.steered(following),
        )

    def _items(self) -> tuple[Steps, Type]:
        """Where the items are, and what they are."""
        types = self._arguments.types
        if "items" in self._parts:
            steps = self._steps("items")
        else:
            path = self._arguments.operation.path.template.raw
            place = page_of(self._page, types).items(path)
            if place is None:
                raise _Misfit("`items` has to say which list is meant")
            steps = place.steps
        kind = field_at(self._page, steps, types)
        if not isinstance(kind, ListOf):
            raise _Misfit(f"`{self._parts['items']}` is no list")
        return steps, bare(kind.item, types)

    def _next(self, item: Type) -> Next:
        way = next(key for key in WAYS if key in self._parts)
        match way:
            case "next-url":
                return NextUrl(self._steps(way))
            case "next-link":
                return NextLink()
            case "cursor":
                parameter = self._parameter("parameter").name.wire
                return NextCursor(parameter, self._steps(way), self._some("more"))
            case "last-item":
                parameter = self._parameter("parameter").name.wire
                identifier = self._steps(way, item)
                return NextAfterLast(parameter, identifier, self._steps("more"))
            case "offset":
                parameter = self._parameter(way).name.wire
                return NextOffset(parameter, self._some("more"), self._some("total"))
            case _:
                return self._numbered()

    def _numbered(self) -> NextNumber:
        parameter = self._parameter("page")
        first = self._parts.get("first", self._arguments.bound(parameter, "default"))
        return NextNumber(
            parameter.name.wire,
            1 if first is None else int(first),
            self._some("current"),
            self._some("more"),
            self._some("pages"),
            self._some("total"),
        )

    def _some(self, key: str) -> Steps | None:
        return self._steps(key) if key in self._parts else None

    def _steps(self, key: str, start: Type | None = None) -> Steps:
        """Where a field is: `links.next` is `next` in `links`."""
        text = str(self._parts[key])
        steps = tuple(map(Text, text.split(".")))
        kind = field_at(start or self._page, steps, self._arguments.types)
        if kind is None:
            raise _Misfit(f"there is no field `{text}` for `{key}`")
        return steps

    def _parameter(self, key: str) -> Parameter:
        wire = Text(str(self._parts[key]))
        for one in self._arguments.in_query():
            if one.name.wire == wire:
                return one
        raise _Misfit(f"there is no parameter `{wire.raw}` of the query for `{key}`")

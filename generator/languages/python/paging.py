"""Lists that come in pages: the constant that leads through them, and the method."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from generator.languages.python.arguments import Arguments
from generator.languages.python.imports import Import, runtime
from generator.languages.python.spelling import WIDTH, call, literal
from generator.languages.python.types import Types, optional
from generator.languages.python.views import ArgumentView, PagingView
from generator.model import (
    Alias,
    ListOf,
    Location,
    Nullable,
    Primitive,
    Record,
    Ref,
    Type,
)
from generator.paging import (
    Next,
    NextAfterLast,
    NextCursor,
    NextLink,
    NextNumber,
    NextOffset,
    NextUrl,
    PageSize,
    Steps,
)
from generator.plan.fields import FieldNames
from generator.plan.layout import PlacedOperation
from generator.scalar import Scalar
from generator.text import Code

# What a method has for paging, and what that is called beside an argument of that name.
_LIMIT = ("limit", "max_items")
_PAGE_SIZE = ("page_size", "items_per_page")
_ARGUMENT_INDENT = 16
"""How deep the template passes an argument on to the function that makes the request."""


@dataclass(frozen=True, slots=True)
class _Own:
    """What the arguments are called that a list has besides those of the API."""

    limit: Code
    page_size: Code


@dataclass(frozen=True, slots=True)
class Pagers:
    """Makes the views of paging."""

    types: Types
    fields: FieldNames

    def view(
        self,
        placed: PlacedOperation,
        names: Arguments,
        keywords: Sequence[ArgumentView],
        imports: set[Import],
    ) -> PagingView | None:
        """How an operation lists; adds the imports. None if it does not by pages."""
        result, paging = placed.operation.result, placed.operation.paging
        if paging is None or result is None or result.type is None:
            return None
        page = Nullable(result.type) if result.may_be_missing else result.type
        items, kind = self._way("page", page, paging.items)
        if not isinstance(kind, ListOf):
            return None
        queried = {
            one.name.wire: names.of(one)
            for one in placed.operation.parameters
            if one.location is Location.QUERY
        }
        steered = {queried[wire] for wire in paging.steered}
        size = queried[paging.size.parameter] if paging.size else None
        kept = [one for one in keywords if one.name not in {*steered, size}]
        own = _Own(_free(_LIMIT, kept), _free(_PAGE_SIZE, kept))
        added = self._added(own, keywords, size, imports)
        passed = [one.name for one in keywords if one.name not in steered]
        sized = _sized(own, size, paging.size) if size and paging.size else None
        follower = Code(type(paging.next).__name__)
        item = self.types.annotation(kind.item)
        imports |= item.imports
        imports |= runtime("AsyncPager", "Pager", "PagerOptions", follower)
        constant = Code(f"_{placed.builder.upper()}_PAGES")
        types = (self.types.annotation(page).code, item.code)
        arguments = [
            _argument("items", "page", items),
            *self._places(paging.next, page, kind.item),
        ]
        return PagingView(
            constant=constant,
            definition=_definition(constant, follower, types, arguments),
            item=item.code,
            limit=own.limit,
            page_size=own.page_size,
            keywords=tuple(
                sorted((*kept, *added), key=lambda one: one.default is not None)
            ),
            passed=(
                *([Code("*self._path")] if placed.operation.path.parameters else ()),
                *(
                    sized if sized and name == size else Code(f"{name}={name}")
                    for name in passed
                ),
            ),
        )

    def _added(
        self,
        own: _Own,
        keywords: Sequence[ArgumentView],
        size: Code | None,
        imports: set[Import],
    ) -> Iterator[ArgumentView]:
        """The arguments that a list has besides those of the API."""
        for one in keywords:
            if one.name == size:
                yield ArgumentView(own.page_size, one.annotation, one.default)
                imports |= runtime("fit_page_size")
        whole = self.types.argument(Primitive(Scalar.INTEGER))
        imports |= whole.imports
        yield ArgumentView(own.limit, optional(whole).code, Code("None"))

    def _places(self, following: Next, page: Type, item: Type) -> list[Code]:
        """Where a page says how to go on, as keyword arguments."""
        match following:
            case NextLink():
                return []
            case NextUrl(url):
                return self._lambdas(page, url=url)
            case NextCursor(parameter, cursor, more):
                places = self._lambdas(page, cursor=cursor, more=more)
            case NextAfterLast(parameter, identifier, more):
                way, _ = self._way("item", item, identifier)
                places = [_argument("identifier", "item", way)]
                places += self._lambdas(page, more=more)
            case NextOffset(parameter, more, total):
                places = self._lambdas(page, more=more, total=total)
            case NextNumber(parameter, first, current, more, pages, total):
                places = [] if first in (None, 1) else [Code(f"first={first}")]
                places += self._lambdas(
                    page, current=current, more=more, pages=pages, total=total
                )
            case _:
                assert_never(following)
        return [Code(f"parameter={literal(parameter)}"), *places]

    def _lambdas(self, page: Type, **places: Steps | None) -> list[Code]:
        return [
            _argument(name, "page", self._way("page", page, steps)[0])
            for name, steps in places.items()
            if steps is not None
        ]

    def _way(self, start: str, kind: Type, steps: Steps) -> tuple[Code, Type]:
        """What some steps lead to, as an expression; None if an object is missing."""
        code, may_be_missing, checked = start, False, list[str]()
        for step in steps:
            plain, is_nullable = self._plain(kind)
            record = (
                self.types.declarations[plain.id] if isinstance(plain, Ref) else None
            )
            assert isinstance(record, Record), "paging leads through records only"
            if is_nullable or may_be_missing:
                checked.append(code)
            at = [field.name.wire for field in record.fields].index(step)
            code = f"{code}.{self.fields.of(record)[at]}"
            kind = record.fields[at].type
            may_be_missing = not record.fields[at].required
        condition = f" if {' and '.join(checked)} else None" if checked else ""
        return Code(f"{code}{condition}"), self._plain(kind)[0]

    def _plain(self, kind: Type) -> tuple[Type, bool]:
        """A type without null and names of its own, and whether null is one of its values.

        Names do not lead in a circle: paging was found through them.
        """
        is_nullable = False
        while True:
            match kind:
                case Nullable(inner):
                    kind, is_nullable = inner, True
                case Ref(identifier):
                    declared = self.types.declarations[identifier]
                    if not isinstance(declared, Alias):
                        return kind, is_nullable
                    kind = declared.target
                case _:
                    return kind, is_nullable


def _definition(
    name: Code, follower: Code, types: tuple[Code, ...], arguments: Sequence[Code]
) -> Code:
    """The constant, laid out as black and ruff do."""
    lines = "".join(f"    {argument},\n" for argument in arguments)
    listed = "".join(f"    {one},\n" for one in types)
    head = f"{name}: {follower}[{', '.join(types)}] = {follower}("
    if len(head) <= WIDTH:
        return Code(f"{head}\n{lines})")
    if len(f"{name}: {follower}[") <= WIDTH:
        return Code(f"{name}: {follower}[\n{listed}] = {follower}(\n{lines})")
    # There is no room for a type: what it is made of is told to what makes it.
    made = f"{follower}[{', '.join(types)}]("
    if len(made) + 4 > WIDTH:
        made = f"{follower}[\n{listed}]("
    inside = textwrap.indent(f"{made}\n{lines})", "    ")
    return Code(f"{name} = (\n{inside}\n)")


def _argument(name: str, start: str, way: Code) -> Code:
    """An argument that says where something is, laid out as black does."""
    head = f"{name}=lambda {start}: "
    if len(head) + len(way) + 5 > WIDTH:
        return Code(f"{head}(\n        {way}\n    )")
    return Code(f"{head}{way}")


def _free(names: tuple[str, ...], kept: Sequence[ArgumentView]) -> Code:
    """The first name that no argument has; the last one if there is none."""
    taken = {str(one.name) for one in kept}
    return Code(next((name for name in names if name not in taken), names[-1]))


def _sized(own: _Own, name: Code, size: PageSize) -> Code:
    """The size of pages, passed on under the name that the API has for it."""
    arguments = [own.page_size, own.limit]
    if size.least > 1:
        arguments.append(Code(f"least={size.least}"))
    if size.most is not None:
        arguments.append(Code(f"most={size.most}"))
    elif size.usual is not None:
        arguments.append(Code(f"usual={size.usual}"))
    return call(arguments, f"{name}=fit_page_size", _ARGUMENT_INDENT, 1)

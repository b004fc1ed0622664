"""The tree of an API's paths as text, for people who want to see what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from generator.model import Api, Operation, Resource
from generator.paging import (
    Next,
    NextAfterLast,
    NextCursor,
    NextLink,
    NextNumber,
    NextOffset,
    NextUrl,
    PageSize,
    Paging,
    Steps,
)
from generator.text import Text


def draw(api: Api, *, paging: bool) -> Iterator[str]:
    """A line for each step of the tree, and below it one for each operation.

    With `paging`, lists that come in pages say how; what is no list says nothing.
    """
    mount = ".".join(_shown(part.wire) for part in api.mount)
    yield mount or "."
    pending = [(api.root, 0)]
    while pending:
        resource, depth = pending.pop()
        if depth:
            yield f"{'  ' * depth}{_step(resource)}"
        for operation in resource.operations:
            yield f"{'  ' * (depth + 1)}{_operation(operation)}"
            if paging and operation.paging is not None:
                yield f"{'  ' * (depth + 3)}{explain(operation.paging)}"
        pending += [(child, depth + 1) for child in reversed(resource.children)]


def explain(paging: Paging) -> str:
    """How a list is gone through, in a sentence without an end."""
    items = f"items in {_path(paging.items)}" if paging.items else "items"
    parts = [f"pages of {items}", _next(paging.next)]
    if paging.size is not None:
        parts.append(_size(paging.size))
    return "; ".join(parts)


def _next(following: Next) -> str:
    match following:
        case NextUrl(url):
            return f"the next URL is in {_path(url)}"
        case NextLink():
            return "the next URL is in the header Link"
        case NextCursor(parameter, cursor, more):
            way = f"{_shown(parameter)} is what {_path(cursor)} says"
            return way + _until(more=more)
        case NextAfterLast(parameter, identifier, more):
            way = f"{_shown(parameter)} is {_path(identifier)} of the last item"
            return way + _until(more=more)
        case NextOffset(parameter, more, total):
            way = f"{_shown(parameter)} counts items"
            return way + _until(more=more, total=total)
        case NextNumber(parameter, first, _, more, pages, total):
            way = f"{_shown(parameter)} counts pages"
            start = "" if first is None else f" from {first}"
            return way + start + _until(more=more, pages=pages, total=total)
        case _:
            assert_never(following)


def _until(**ends: Steps | None) -> str:
    told = [_path(steps) for steps in ends.values() if steps is not None]
    return f", until {' or '.join(told)} ends it" if told else ""


def _size(size: PageSize) -> str:
    most = "" if size.most is None else f", {size.most:,} at most"
    return f"{_shown(size.parameter)} is their size{most}"


def _step(resource: Resource) -> str:
    wire = _shown(resource.name.wire)
    return f"{{{wire}}}" if resource.argument else f"/{wire}"


def _operation(operation: Operation) -> str:
    name = " ".join(operation.name.words)
    return f"{operation.method} {_shown(operation.path.template)}  {name}"


def _path(steps: Steps) -> str:
    return ".".join(map(_shown, steps))


def _shown(text: Text) -> str:
    """A text of the document, such that no terminal obeys it."""
    return "".join(c if c.isprintable() else "?" for c in text.raw)

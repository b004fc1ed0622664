"""Pages without a list of what they are pages of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.doctor.finding import Complaint, Finding, Put
from generator.document import Json, Node
from generator.resolve import Spec

# What only a page has: where the next one is, or whether there is one.
_SIGNS = frozenset(
    [
        "endcursor",
        "hasmore",
        "hasnext",
        "hasnextpage",
        "nextcursor",
        "nextlink",
        "nextpage",
        "nextpagetoken",
        "nextpageuri",
        "nextpageurl",
        "nexttoken",
        "nexturi",
        "nexturl",
    ]
)
# Where such fields stand if not beside the list.
_ASIDE = frozenset(["links", "meta", "page", "pageinfo", "pagination", "paging"])
_MAX_PARTS = 1000  # schemas that one is joined of


def empty_pages(spec: Spec) -> Iterator[tuple[Finding, Put | None]]:
    """Responses with fields for paging and nothing to go through.

    If an example shows a list, the schema gets it.
    """
    seen: set[tuple[str, ...]] = set()
    for operation in spec.places("operation"):
        if operation.at.parts[-1] != "get":
            continue
        for status, entry in (operation / "responses").entries():
            if not status.startswith("2"):
                continue
            for _, media_type in (spec.follow(entry) / "content").entries():
                page = spec.follow(media_type / "schema")
                if page.at.parts in seen:
                    continue
                seen.add(page.at.parts)
                yield from _look(page, media_type, spec)


def _look(
    page: Node, media_type: Node, spec: Spec
) -> Iterator[tuple[Finding, Put | None]]:
    fields = _fields(page, spec)
    sign = _sign(fields, spec)
    if not sign or any(_may_list(field, spec, 1) for field in fields.values()):
        return
    message = f"`{sign}` speaks of pages, but there is no list to go through"
    shown = _shown(media_type, fields, spec)
    if not shown or "properties" not in page:
        yield Finding(Complaint.PAGING, page.at, message), None
        return
    properties = dict((page / "properties").fields)
    properties |= {name: {"type": "array", "items": {}} for name in shown}
    names = ", ".join(f"`{name[:80]}`" for name in shown)
    remedy = f"the list that an example shows is described: {names}"
    finding = Finding(Complaint.PAGING, page.at, message, remedy)
    yield finding, Put(page.at / "properties", properties)


def _fields(schema: Node, spec: Spec) -> dict[str, Node]:
    """The properties of an object, also of those that `allOf` joins."""
    fields: dict[str, Node] = {}
    pending, parts = [schema], 0
    while pending and parts < _MAX_PARTS:
        parts += 1
        node = spec.follow(pending.pop())
        for key, field in (node / "properties").entries():
            fields.setdefault(key, field)
        for joined in ("allOf", "anyOf", "oneOf"):
            pending += (node / joined).items()
    return fields


def _sign(fields: dict[str, Node], spec: Spec) -> str:
    for key, field in fields.items():
        if _plain(key) in _SIGNS:
            return key
        if _plain(key) in _ASIDE:
            for inner in _fields(field, spec):
                if _plain(inner) in _SIGNS:
                    return f"{key}.{inner}"
    return ""


def _may_list(field: Node, spec: Spec, depth: int) -> bool:
    """Whether a field holds a list, perhaps one level down, or may hold anything."""
    target = spec.follow(field)
    kind = target / "type"
    kinds = {one.text for one in kind.items()} | {kind.text}
    if "array" in kinds or "items" in target:
        return True
    if kinds == {""} and not {"properties", "enum", "const"} & target.fields.keys():
        return True
    if {"allOf", "anyOf", "oneOf", "additionalProperties"} & target.fields.keys():
        return True
    inner = target / "properties"
    if "object" in kinds and "properties" not in target:
        return True  # nothing says what is inside
    return depth > 0 and any(_may_list(one, spec, 0) for _, one in inner.entries())


def _shown(media_type: Node, fields: dict[str, Node], spec: Spec) -> list[str]:
    """The lists that examples show and the schema does not know."""
    entries = [
        spec.follow(one) / "value" for _, one in (media_type / "examples").entries()
    ]
    shown: dict[str, Json] = {}
    for example in (media_type / "example", *entries):
        for key, value in example.fields.items():
            if key not in fields and isinstance(value, list):
                shown.setdefault(key)
    return sorted(shown)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())

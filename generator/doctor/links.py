"""Links (OpenAPI, Link Object) that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from generator.doctor.finding import Complaint, Drop, Finding
from generator.document import Node, Pointer
from generator.grammar import METHODS
from generator.resolve import Spec

_LOCATIONS = ("cookie", "header", "path", "query", "querystring")


def dead_links(spec: Spec) -> Iterator[tuple[Finding, Drop]]:
    """Links to operations or parameters that the document does not have.

    Nothing is fetched: a link to an operation of another document is taken for good.
    """
    operations = {node.at.parts: node for node in spec.places("operation")}
    by_id = {
        (node / "operationId").text: node
        for node in operations.values()
        if "operationId" in node
    }
    dead: set[tuple[str, ...]] = set()
    for link in spec.places("link"):
        named, reference = (link / "operationId").text, (link / "operationRef").text
        if named:
            operation, key = by_id.get(named), "operationId"
        elif reference.startswith("#"):
            pointer = Pointer.parse(reference[1:])
            operation, key = operations.get(pointer.parts), "operationRef"
        else:
            continue
        if operation is None:
            dead.add(link.at.parts)
            text = (named or reference)[:80]
            yield _dead(
                f"the link leads to no operation: `{text}`", link.at / key, link
            )
        else:
            yield from _strangers(link, operation, spec)
    for link in spec.places("link"):
        target = spec.follow(link)
        if "$ref" in link and target.at.parts in dead:
            yield _dead("the link leads to no operation", link.at / "$ref", link)


def _dead(message: str, at: Pointer, link: Node) -> tuple[Finding, Drop]:
    finding = Finding(Complaint.LINK, at, message, "the link is left out")
    return finding, Drop(link.at)


def _strangers(
    link: Node, operation: Node, spec: Spec
) -> Iterator[tuple[Finding, Drop]]:
    """Parameters of a link that the operation does not have."""
    known: set[str] = set()
    length = -1 if operation.at.parts[-1] in METHODS else -2
    above = Pointer(operation.at.parts[:length], operation.at.file)
    item = _at(spec, above)
    for owner in (operation, item):
        for entry in (owner / "parameters").items():
            parameter = spec.follow(entry)
            name = (parameter / "name").text
            known |= {name, f"{(parameter / 'in').text}.{name}"}
    for name, value in (link / "parameters").entries():
        if name not in known:
            message = f"the link sets `{name[:80]}`, which its operation does not have"
            remedy = "the parameter of the link is left out"
            yield Finding(Complaint.LINK, value.at, message, remedy), Drop(value.at)


def _at(spec: Spec, pointer: Pointer) -> Node:
    node = spec.root
    for part in pointer.parts:
        node = node / (int(part) if isinstance(node.value, list) else part)
    return node

"""Every `$ref` of a document, answered or reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Json, Node, Pointer
from generator.hints import closest

# What stands under these keys is data of the API, in which `$ref` means nothing.
_DATA_KEYS = frozenset({"example", "default", "enum", "const", "value"})


@dataclass(frozen=True, slots=True)
class Spec:
    """A document whose references all lead somewhere."""

    document: Document
    root: Node
    targets: dict[str, Pointer] = field(repr=False)
    """Where each `$ref` text leads in the end."""

    def follow(self, node: Node) -> Node:
        """What a node stands for: itself, or the end of its chain of references."""
        reference = (node / "$ref").text
        if not reference or reference not in self.targets:
            return node
        return _get(self.root, self.targets[reference])


def resolve(document: Document, found: Diagnostics) -> Spec:
    """Answer all references of a document.

    Only references within the document are followed (`#/...`, RFC 6901).
    """
    root = document.root
    targets: dict[str, Pointer] = {}
    for node in nodes(root):
        if not (node / "$ref").text:
            continue
        if (node / "$ref").text not in targets:
            _follow(root, node / "$ref", targets, found)
    return Spec(document, root, targets)


def nodes(root: Node) -> Iterator[Node]:
    """All mappings that describe something. A loop, so that no depth is too deep."""
    pending = [root]
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        value = node.value
        # Aliases of YAML share their value; once is enough.
        if not isinstance(value, (dict, list)) or id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, list):
            pending.extend(node.items())
            continue
        yield node
        pending.extend(
            child for key, child in node.entries() if not _is_data(node, key)
        )


def _is_data(node: Node, key: str) -> bool:
    """Whether a key holds data instead of a description.

    Below `properties` and in `components`, `example` or `x-y` are names like any other.
    """
    if node.at.parts[-1:] in (("properties",), ("schemas",), ("parameters",)):
        return False
    return key in _DATA_KEYS or key.startswith("x-")


def _follow(
    root: Node, reference: Node, targets: dict[str, Pointer], found: Diagnostics
) -> None:
    """Find the end of a chain of references, for all of its links."""
    chain: dict[str, None] = {}
    text = reference.text
    while text not in targets:
        if text in chain:
            cycle = " -> ".join([*chain, text])
            message = f"references lead in a circle: {cycle[:500]}"
            found.error(Code.REFERENCE, message, reference.at)
            return
        chain[text] = None
        if not text.startswith("#"):
            message = f"only references within the document are followed, not `{text}`"
            found.error(Code.REFERENCE, message, reference.at)
            return
        pointer = Pointer.parse(text[1:], root.at.file)
        target = _find(root, pointer)
        if target is None:
            message = f"`{text}` leads to nothing"
            hint = _suggestion(root, pointer)
            found.error(Code.REFERENCE, message, reference.at, hint=hint)
            return
        further = (target / "$ref").text
        if not further:
            targets[text] = pointer
            break
        text = further
    targets.update(dict.fromkeys(chain, targets[text]))


def _find(root: Node, pointer: Pointer) -> Node | None:
    value: Json = root.value
    for part in pointer.parts:
        match value:
            case dict() if part in value:
                value = value[part]
            case list() if part.isdecimal() and int(part) < len(value):
                value = value[int(part)]
            case _:
                return None
    return Node(value, pointer)


def _get(root: Node, pointer: Pointer) -> Node:
    return _find(root, pointer) or Node(None, pointer)


def _suggestion(root: Node, pointer: Pointer) -> str:
    """The sibling that was probably meant."""
    if not pointer.parts:
        return ""
    *above, last = pointer.parts
    parent = _find(root, Pointer(tuple(above), pointer.file))
    if parent is None or not isinstance(parent.value, dict):
        return ""
    return closest(last, parent.value)

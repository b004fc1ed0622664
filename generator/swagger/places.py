"""Where everything was in the Swagger document, and where it is in the other one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import quote

from generator.document import Document, Json, Node, Pointer

Parts: TypeAlias = tuple[str, ...]

# RFC 3986, section 3.5: what stands in a fragment as it is.
_FRAGMENT = "!$&'()*+,;=:@~"


class Places:
    """Notes what was moved, and rewrites references when all is in its place.

    What is not noted is where it was, within what it belongs to.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = document.root
        self._sources: dict[Parts, Pointer] = {(): self._root.at}
        self._targets: dict[Parts, Parts] = {}
        self._references: list[tuple[dict[str, Json], str]] = []
        self._ends: dict[str, Node] = {}

    def move(self, source: Pointer, target: Parts) -> None:
        """Say that a place is another one now. References lead to the first of several."""
        self._targets.setdefault(source.parts, target)
        self.note(target, source)

    def note(self, target: Parts, source: Pointer) -> None:
        """Say where a part of the result comes from, to which no reference can lead."""
        self._sources[target] = source

    def target(self, source: Pointer) -> Parts | None:
        """Where a place was moved to, if that was noted."""
        return self._targets.get(source.parts)

    def origins(self) -> dict[Parts, Pointer]:
        """Where the parts of the result were written (`Document.origins`)."""
        written = self._document.origin
        origins = {self._forward(parts): at for parts, at in self._inherited()}
        origins |= {target: written(at) for target, at in self._sources.items()}
        return origins

    # --- references

    def refer(self, text: str, reference: dict[str, Json]) -> dict[str, Json]:
        """Make an object a reference. It has its new text after `answer` only."""
        reference["$ref"] = text
        self._references.append((reference, text))
        return reference

    def answer(self) -> None:
        """Let all references lead to where their targets are now.

        One that leads nowhere stays as it is: it will be reported as it was written.
        """
        answers: dict[str, str] = {}
        for reference, text in self._references:
            if text not in answers:
                target = self._find(text)
                new = fragment(self._forward(target.at.parts))
                answers[text] = new if target.exists else text
            reference["$ref"] = answers[text]

    def follow(self, node: Node) -> Node:
        """What a node stands for: itself, or the end of its chain of references.

        It is an empty node if they lead nowhere or in a circle.
        """
        chain: dict[str, None] = {}
        while text := (node / "$ref").text:
            if text in self._ends:
                node = self._ends[text]
                break
            if text in chain:
                node = Node(None, node.at)
                break
            chain[text] = None
            node = self._find(text)
        self._ends.update(dict.fromkeys(chain, node))
        return node

    def _find(self, text: str) -> Node:
        """What a reference leads to, in the Swagger document."""
        node = self._root
        if not text.startswith("#"):
            return Node(None, node.at)
        for part in Pointer.parse(text[1:]).parts:
            if not node.exists:
                break
            is_index = isinstance(node.value, list) and part.isdecimal()
            node /= int(part) if is_index and len(part) < 10 else part
        return node

    def _forward(self, parts: Parts) -> Parts:
        """Where a place of the Swagger document is now."""
        for length in range(len(parts), 0, -1):
            target = self._targets.get(parts[:length])
            if target is not None:
                return (*target, *parts[length:])
        return parts

    def _inherited(self) -> list[tuple[Parts, Pointer]]:
        """What came from elsewhere already, when several files were made one."""
        return [(parts, at) for parts, at in self._document.origins.items() if parts]


def in_order(node: Node, write: Callable[[str, Node], Json]) -> dict[str, Json]:
    """What is written for each entry of a mapping, in the order of the document.

    They are written by the order of their keys: where several places come from one,
    which of them is the first must not depend on the order of the document.
    """
    written = {key: write(key, value) for key, value in node.sorted_entries()}
    return {key: written[key] for key in node.fields}


def fragment(parts: Parts) -> str:
    """The text of a reference to a place of the same document (RFC 6901, section 6)."""
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return "/".join(("#", *(quote(part, safe=_FRAGMENT) for part in escaped)))

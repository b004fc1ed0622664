"""Where things stand in a document, by a reader that is not the generator's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Spot = tuple[int, int]
"""A line and a column, from 1."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as text, and as a tree of nodes if it can be read at all."""

    text: str
    tree: Any

    @classmethod
    def of(cls, path: Path) -> Source:
        """Read a document. JSON is read as YAML, which it is nearly a part of."""
        text = path.read_bytes().decode("utf-8-sig", "replace")
        try:
            return cls(text, yaml.compose(text, Loader=yaml.CSafeLoader))
        except (yaml.YAMLError, UnicodeError):
            return cls(text, None)

    def spots(self, pointer: str) -> list[Spot]:
        """The places of the key and the value that a pointer means.

        What is missing has the places of what should hold it. Where keys are repeated,
        all of them count. Empty if the document cannot be read.
        """
        found = [(None, self.tree)] if self.tree is not None else []
        for step in pointer.split("/")[1:]:
            inner = _inside(found, step.replace("~1", "/").replace("~0", "~"))
            if not inner:
                break
            found = inner
        return [spot(node) for pair in found for node in pair if node is not None]

    def is_alias(self, spot: Spot, near: list[Spot]) -> bool:
        """Whether an alias stands there, in a line with one of some other places.

        The tree has what an alias stands for in its place, and where that was written.
        """
        line, column = spot
        marks = self.lines[line - 1][column - 1 : column]
        return marks == "*" and any(line == other for other, _ in near)

    def line(self, pointer: str) -> int:
        """The line that a pointer leads to."""
        return self.spots(pointer)[0][0]

    def at(self, index: int) -> Spot:
        """The line and column of a character."""
        line = self.text.count("\n", 0, index) + 1
        return line, index - self.text.rfind("\n", 0, index)

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


def spot(node: Any) -> Spot:
    """Where a node begins."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def _inside(pairs: list[tuple[Any, Any]], key: str) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for _, node in pairs:
        match node:
            case yaml.MappingNode(value=entries):
                found += [(k, v) for k, v in entries if k.value == key]
            case yaml.SequenceNode(value=items) if key.isdecimal():
                found += [(None, item) for item in items[int(key) : int(key) + 1]]
            case _:
                pass
    return found

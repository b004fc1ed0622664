"""Paths become a tree: a static segment is a step, and so is an argument."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.building.names import name_of
from generator.model import Doc, Operation, Parameter, Resource
from generator.resolve import Spec
from generator.text import Text
from generator.words import split_words

_PART = re.compile(r"\{([^{}]*)\}|([^{}]+)")
_FILE_SUFFIX = re.compile(r"\.json$")


@dataclass(slots=True)
class _Step:
    """A resource while the tree is being built."""

    wire: str
    argument: Parameter | None
    template: str
    doc: str = ""
    operations: list[Operation] = field(default_factory=list[Operation])
    children: dict[str, _Step] = field(default_factory=dict[str, "_Step"])

    def freeze(self) -> Resource:
        return Resource(
            name=name_of(self.wire),
            argument=self.argument,
            template=Text(self.template),
            operations=tuple(self.operations),
            children=tuple(child.freeze() for child in self.children.values()),
            doc=Doc(body=Text(self.doc)),
        )


def build_resources(
    spec: Spec, operations: tuple[Operation, ...], mount: tuple[str, ...]
) -> Resource:
    """The tree of all operations.

    Where a path begins with what the mount ends with, as `/v1` and `proxy.v1` do, the
    mount stands for both.
    """
    root = _Step("", None, "")
    for operation in operations:
        path = operation.path.template.raw
        place = _place(root, operation, mount)
        place.doc = (spec.root / "paths" / path / "description").text
        place.operations.append(operation)
    return root.freeze()


def _place(root: _Step, operation: Operation, mount: tuple[str, ...]) -> _Step:
    arguments = iter(operation.path.parameters)
    segments = _FILE_SUFFIX.sub("", operation.path.template.raw).strip("/").split("/")
    covered = _covered(segments, mount)
    step = root
    template = ""
    for index, segment in enumerate(segments):
        template = f"{template}/{segment}"
        if index < covered:
            continue
        for match in _PART.finditer(segment):
            placeholder, static = match.groups()
            if placeholder is not None:
                argument = next(arguments)
                step = step.children.setdefault(
                    "{}", _Step(placeholder, argument, template)
                )
            elif split_words(static):
                step = step.children.setdefault(static, _Step(static, None, template))
    return step


def _covered(segments: list[str], mount: tuple[str, ...]) -> int:
    """How many of the first segments the end of the mount stands for."""
    for count in range(min(len(segments), len(mount)), 0, -1):
        pairs = zip(mount[-count:], segments[:count], strict=True)
        if all(_stands_for(part, segment) for part, segment in pairs):
            return count
    return 0


def _stands_for(part: str, segment: str) -> bool:
    """Whether a part of a mount is a segment: by its words, or `v2010` by its year."""
    if "{" in segment:
        return False
    version = re.fullmatch(r"v(\d+)", part)
    if version and re.fullmatch(rf"{version[1]}(\D.*)?", segment):
        return True
    return split_words(part) == split_words(segment)

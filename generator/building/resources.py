"""Paths become a tree: a static segment is a step, and so is an argument."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator.building.names import name_of
from generator.building.unions import union_of
from generator.model import Doc, Operation, Parameter, Primitive, Resource, Type
from generator.resolve import Spec
from generator.text import Text
from generator.words import split_words

_PART = re.compile(r"\{([^{}]*)\}|([^{}]+)")
_FILE_SUFFIX = re.compile(r"\.json$")


@dataclass(slots=True)
class _Step:
    """A resource while the tree is being built."""

    order: int
    """Which operation of the document comes first here or below."""

    wire: str
    argument: Parameter | None
    template: str
    doc: str = ""
    types: dict[Type, Type] = field(default_factory=dict[Type, Type])
    """The types that the argument has in the paths that lead here, without limits."""
    operations: list[Operation] = field(default_factory=list[Operation])
    children: dict[str, _Step] = field(default_factory=dict[str, "_Step"])

    def freeze(self) -> Resource:
        return Resource(
            name=name_of(self.wire),
            argument=self._whole_argument(),
            template=Text(self.template),
            operations=tuple(self.operations),
            children=tuple(child.freeze() for child in self._in_order()),
            doc=Doc(body=Text(self.doc)),
        )

    def _whole_argument(self) -> Parameter | None:
        """The argument, of any type that it has below: paths that differ only in their
        placeholders are one step, whatever is said of these."""
        if self.argument is None or len(self.types) < 2:
            return self.argument
        return replace(self.argument, type=union_of(self.types.values()))

    def _in_order(self) -> list[_Step]:
        return sorted(self.children.values(), key=lambda child: child.order)


def build_resources(
    spec: Spec, operations: tuple[Operation, ...], mount: tuple[str, ...]
) -> Resource:
    """The tree of all operations.

    Where a path begins with what the mount ends with, as `/v1` and `proxy.v1` do, the
    mount stands for both.
    """
    root = _Step(0, "", None, "")
    order = {operation.id: index for index, operation in enumerate(operations)}
    # What a step is called must not depend on which of its operations comes first.
    for operation in sorted(operations, key=lambda operation: operation.id):
        path = operation.path.template.raw
        place = _place(root, operation, mount, order[operation.id])
        place.doc = (spec.root / "paths" / path / "description").text
        place.operations.append(operation)
    for step in _steps(root):
        step.operations.sort(key=lambda operation: order[operation.id])
    return root.freeze()


def _steps(root: _Step) -> Iterator[_Step]:
    """A step and all below it."""
    pending = [root]
    while pending:
        step = pending.pop()
        yield step
        pending.extend(step.children.values())


def _place(
    root: _Step, operation: Operation, mount: tuple[str, ...], order: int
) -> _Step:
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
                new = _Step(order, placeholder, argument, template)
                step = step.children.setdefault("{}", new)
                step.types.setdefault(_without_limits(argument.type), argument.type)
            elif split_words(static):
                new = _Step(order, static, None, template)
                step = step.children.setdefault(static, new)
            step.order = min(step.order, order)
    return step


def _without_limits(kind: Type) -> Type:
    return Primitive(kind.scalar, kind.format) if isinstance(kind, Primitive) else kind


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

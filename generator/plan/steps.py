"""Steps of the chain: their keys, and what their classes would like to be called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.model import Name, Resource
from generator.text import Text

_ID_WORDS = frozenset({"code", "id", "key", "name", "number", "sid", "slug", "uuid"})


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A resource whose class has no name yet, with what leads to it."""

    chain: str
    resource: Resource
    collection: Resource | None = None
    """What has to be given an argument to get here, if anything."""
    module: tuple[str, ...] = ()
    """The module of that."""
    above: tuple[str, ...] = ()

    @property
    def name(self) -> Name:
        """What its class would like to be called."""
        own = self.resource.name
        if self.collection is None:
            return Name(own.wire, own.words, self.above)
        return _context_name(self.resource, self.collection, self.above)

    def below(self, module: tuple[str, ...]) -> Iterator[Unnamed]:
        """What it leads to, if it is in a module."""
        above = self.above
        if self.collection is None:
            above = (*above, *self.resource.name.words)
        for chain, child in children_of(self.resource, self.chain).items():
            collection = self.resource if child.argument else None
            yield Unnamed(chain, child, collection, module, above)


def find_steps(root: Resource) -> dict[str, Resource]:
    """What an API's attributes lead to, by their keys.

    The path `/` gets a step of its own, and so does a path that begins with an argument:
    `by_owner`, to be called with it.
    """
    steps: dict[str, Resource] = {}
    for child in root.children:
        if child.argument is None:
            steps[f"/{child.name.wire.raw}"] = child
        else:
            name = Name(child.name.wire, ("by", *child.name.words))
            steps["by"] = replace(root, name=name, operations=(), children=(child,))
    if root.operations:
        name = Name(Text("/"), ("root",))
        steps["/"] = replace(root, name=name, children=())
    return steps


def children_of(resource: Resource, chain: str) -> dict[str, Resource]:
    """What a resource leads to, by its keys."""
    return {
        f"{chain}/{'{}' if child.argument else child.name.wire.raw}": child
        for child in resource.children
    }


def by_name(keyed: tuple[str, Resource]) -> str:
    """For an order that does not depend on that of the document."""
    return keyed[1].name.wire.raw


def _context_name(
    argument: Resource, collection: Resource, above: tuple[str, ...]
) -> Name:
    """`ServiceContext` for `ServiceSid`; after the collection for a mere `Sid`."""
    words = argument.name.words
    while words and words[-1] in _ID_WORDS:
        words = words[:-1]
    words = words or collection.name.words
    return Name(argument.name.wire, (*words, "context"), above)

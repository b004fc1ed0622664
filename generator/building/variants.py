"""Variants of operations: other ways to send the same, and to receive it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.building.bodies import Bodies
from generator.building.leaving_out import LeftOut
from generator.building.names import derived
from generator.building.responses import Responses
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node
from generator.model import Operation
from generator.text import Text


@dataclass(frozen=True, slots=True)
class Variants:
    """Builds the variants of operations.

    Each is an operation of its own, with the name of the usual one and words behind it:
    what it takes and gives is known then, without looking at what it is given.
    """

    bodies: Bodies
    responses: Responses
    found: Diagnostics

    def build(self, usual: Operation, node: Node) -> Iterator[Operation]:
        """The variants of an operation that can be written.

        There is one for each other way to send its body, and one for each way to receive
        its response item by item, while it arrives.
        """
        senders = [usual]
        for way in self.bodies.ways(node)[1:]:
            words = ("from", *way.words)
            try:
                body, groups = self.bodies.build(node, way, (*usual.name.words, *words))
            except LeftOut as reason:
                message = f"the body is never sent as {', '.join(way.media_types)}"
                self.found.warning(
                    Code.UNSUPPORTED, f"{message}: {reason.reason}", reason.at
                )
                continue
            sender = _named(usual, words, way.media_types[0])
            senders.append(replace(sender, body=body, at_least_one_of=groups))
        yield from senders[1:]
        for result in self.responses.streams(node, usual.name.words):
            for sender in senders:
                stream = _named(sender, ("stream",), result.accept.raw)
                yield replace(stream, result=result)


def _named(usual: Operation, words: tuple[str, ...], media_type: str) -> Operation:
    """An operation that is like another one, under a name of its own."""
    variant = f"{usual.variant.raw} {media_type}".lstrip()
    return replace(
        usual,
        id=f"{usual.id.partition(' ')[0]} {variant}",
        name=derived((*usual.name.words, *words)),
        verb=(*usual.verb, *words),
        variant=Text(variant),
    )

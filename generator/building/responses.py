"""Responses: what a success holds."""

from __future__ import annotations

from dataclasses import dataclass

from generator.building.leaving_out import LeftOut
from generator.building.media import content_of, json_first, precise
from generator.building.schemas import Types
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node
from generator.model import Content, Result
from generator.resolve import Spec
from generator.text import Text

_PREFERRED = (Content.JSON, Content.TEXT, Content.BYTES)


@dataclass(frozen=True, slots=True)
class _Held:
    """What the response of one status holds, before it has a type."""

    status: str
    content: Content
    media_types: tuple[str, ...]
    """Those that are read in this way, the best one first."""
    schema: Node

    def is_like(self, other: _Held) -> bool:
        """Whether one method can read both without loss."""
        same = self.content is other.content
        is_json = self.content is Content.JSON
        return same and (not is_json or self.schema.value == other.schema.value)


@dataclass(frozen=True, slots=True)
class Responses:
    """Builds the results of operations."""

    spec: Spec
    types: Types
    found: Diagnostics

    def build(self, method: str, node: Node, owner: tuple[str, ...]) -> Result | None:
        """What a success holds; None if it holds nothing, as all that `HEAD` gets.

        Of several successes that hold something, that of the lowest status counts. If
        others hold nothing, the result may be missing. `default` stands for all if no
        success is described by its own.

        Raises:
            LeftOut: A success is only a redirect, or holds what is not read.
        """
        if method == "head":
            return None
        listed = successes(node / "responses")
        held = [self._held(status, entry) for status, entry in listed.items()]
        full = [one for one in held if one is not None]
        if not full:
            return None
        first, *others = full
        self._report(first, [one for one in others if not one.is_like(first)])
        kind = None
        if first.content is Content.JSON:
            kind = self.types.type_of(first.schema, (*owner, "response"))
        return Result(
            content=first.content,
            type=kind,
            accept=Text(", ".join(first.media_types)),
            may_be_missing=None in held,
        )

    def _held(self, status: str, entry: Node) -> _Held | None:
        content = self.spec.follow(entry) / "content"
        kinds: dict[Content, list[str]] = {}
        for media_type in json_first(content.fields):
            schema = content / media_type / "schema"
            kind = content_of(media_type, schema, self.spec)
            if kind is not None:
                kinds.setdefault(kind, []).append(media_type)
        best = next((kind for kind in _PREFERRED if kind in kinds), None)
        if best is not None:
            # JSON is of the schema of its media type, the others are of none.
            count = 1 if best is Content.JSON else None
            chosen = kinds[best][:count]
            schema = content / chosen[0] / "schema"
            if best is Content.JSON:
                chosen = list(map(precise, chosen))
            return _Held(status, best, tuple(chosen), schema)
        if content.fields:
            raise LeftOut(
                f"its response is {', '.join(sorted(content.fields))}", entry.at
            )
        return None

    def _report(self, first: _Held, others: list[_Held]) -> None:
        for other in others:
            message = f"a response of {other.status} is read as one of {first.status}"
            self.found.notice(Code.UNSUPPORTED, message, other.schema.at)


def successes(responses: Node) -> dict[str, Node]:
    """The responses to what succeeded, by their status, the lowest first.

    Raises:
        LeftOut: There are none, but redirects.
    """
    entries = dict(responses.sorted_entries())
    listed = {status: one for status, one in entries.items() if status[:1] == "2"}
    redirect = next((status for status in entries if status[:1] == "3"), None)
    if redirect and not listed:
        # Redirects are never followed, since they could lead credentials elsewhere.
        reason = f"its success is a redirect, {redirect}"
        raise LeftOut(reason, entries[redirect].at)
    if listed or "default" not in entries:
        return listed
    return {"default": entries["default"]}

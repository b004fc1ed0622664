"""Responses: what successes and errors hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.building.items import item_type
from generator.building.leaving_out import LeftOut
from generator.building.media import content_of, json_first, precise
from generator.building.schemas import Types
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node
from generator.model import STREAMED, Answer, Content, Primitive, Result, Type
from generator.resolve import Spec
from generator.scalar import Scalar
from generator.text import Text

_PREFERRED = (
    Content.JSON,
    Content.TEXT,
    Content.BYTES,
    Content.EVENTS,
    Content.JSON_LINES,
    Content.JSON_SEQUENCE,
)
_NOT_MODIFIED = "304"
_LOCATION = Result(
    content=Content.LOCATION, type=None, accept=Text("*/*"), may_be_missing=False
)


@dataclass(frozen=True, slots=True)
class _Held:
    """What the response of one status holds, before it has a type."""

    status: str
    content: Content
    media_types: tuple[str, ...]
    """Those that are read in this way, the best one first."""
    media: Node

    @property
    def schema(self) -> Node:
        return self.media / "schema"

    def is_like(self, other: _Held) -> bool:
        """Whether one method can read both without loss."""
        same = self.content is other.content
        has_type = self.content is Content.JSON
        return same and (not has_type or self.schema.value == other.schema.value)


@dataclass(frozen=True, slots=True)
class Responses:
    """Builds the results of operations, and what errors hold."""

    spec: Spec
    types: Types
    found: Diagnostics

    def build(self, method: str, node: Node, owner: tuple[str, ...]) -> Result | None:
        """What a success holds; None if it holds nothing, as all that `HEAD` gets.

        Of several successes that hold something, that of the lowest status comes first.
        If others hold nothing, the result may be missing. `default` stands for all if no
        success is described by its own. If all that there is are redirects, it is where
        they lead: they are never followed, since they could lead credentials elsewhere.

        Raises:
            LeftOut: A success holds what cannot be asked for.
        """
        if method == "head":
            return None
        listed = successes(node / "responses")
        if not listed and _has_redirect(node / "responses"):
            return _LOCATION
        held = [self._held(status, entry) for status, entry in listed.items()]
        full = [one for one in held if one is not None]
        if not full:
            return None
        first = full[0]
        others = self._others(full)
        accepted = [kind for one in (first, *others) for kind in one.media_types]
        return Result(
            content=first.content,
            type=self._type(first, (*owner, "response")),
            accept=Text(", ".join(dict.fromkeys(accepted))),
            may_be_missing=None in held and first.content not in STREAMED,
            others=tuple(self._answer(one, first, owner) for one in others),
        )

    def streams(self, node: Node, owner: tuple[str, ...]) -> Iterator[Result]:
        """What the first success holds item by item, besides what it holds usually."""
        listed = successes(node / "responses").values()
        contents = (self._contents(entry) for entry in listed)
        found = next(filter(None, contents), dict[Content, _Held]())
        for content in [one for one in _PREFERRED if one in found][1:]:
            if content in STREAMED:
                held = found[content]
                yield Result(
                    content=content,
                    type=self._type(held, (*owner, "item")),
                    accept=Text(", ".join(held.media_types)),
                    may_be_missing=False,
                )

    def errors(self, node: Node, owner: tuple[str, ...]) -> tuple[Answer, ...]:
        """What errors hold, as far as it is described as JSON, by their status."""
        described = dict((node / "responses").sorted_entries())
        has_others = any(status[:1] in "23" for status in described)
        answers: list[Answer] = []
        for status, entry in described.items():
            is_error = status[:1] in "45" or (status == "default" and has_others)
            held = self._contents(entry, status).get(Content.JSON) if is_error else None
            if held is None:
                continue
            told = () if status == "default" else (status.lower(),)
            kind = self._type(held, (*owner, *told, "error"))
            if kind is not None and kind != Primitive(Scalar.ANY):
                answers.append(
                    Answer(status=Text(status), content=Content.JSON, type=kind)
                )
        return tuple(answers)

    def _held(self, status: str, entry: Node) -> _Held | None:
        """What a status holds: the best of its contents."""
        contents = self._contents(entry, status)
        best = next((kind for kind in _PREFERRED if kind in contents), None)
        if best is not None:
            return contents[best]
        described = (self.spec.follow(entry) / "content").fields
        if described:
            raise LeftOut(f"its response is {', '.join(sorted(described))}", entry.at)
        return None

    def _contents(self, entry: Node, status: str = "") -> dict[Content, _Held]:
        """All that a response may hold, by how it is read.

        JSON is of the schema of its media type, the others are of none.
        """
        content = self.spec.follow(entry) / "content"
        found: dict[Content, _Held] = {}
        for media_type in json_first(content.fields):
            media = self.spec.follow(content / media_type)
            kind = content_of(media_type, media / "schema", self.spec)
            if kind is None:
                continue
            exact = precise(media_type) if kind is Content.JSON else media_type
            known = found.get(kind)
            if known is None:
                found[kind] = _Held(status, kind, (exact,), media)
            elif kind is not Content.JSON:
                found[kind] = replace(known, media_types=(*known.media_types, exact))
        return found

    def _type(self, held: _Held, words: tuple[str, ...]) -> Type | None:
        if held.content is Content.JSON:
            return self.types.type_of(held.schema, words)
        if held.content in STREAMED:
            return item_type(held.content, held.media, self.spec, self.types, words)
        return None

    def _others(self, full: Sequence[_Held]) -> list[_Held]:
        """The successes that are read by their status, beside the first one.

        Where a range of statuses is among them, those that it would cover are as well.
        """
        first = full[0]
        others = [one for one in full[1:] if not one.is_like(first)]
        streamed = [one for one in (first, *others) if one.content in STREAMED]
        if others and streamed:
            # A stream is read in another way, from its first byte on.
            for other in others:
                message = (
                    f"a response of {other.status} is read as one of {first.status}"
                )
                self.found.notice(Code.UNSUPPORTED, message, other.schema.at)
            return []
        has_range = any(not one.status.isdigit() for one in others)
        return list(full) if has_range else others

    def _answer(self, held: _Held, first: _Held, owner: tuple[str, ...]) -> Answer:
        told = () if held.is_like(first) else (held.status.lower(),)
        kind = self._type(held, (*owner, *told, "response"))
        return Answer(status=Text(held.status), content=held.content, type=kind)


def successes(responses: Node) -> dict[str, Node]:
    """The responses to what succeeded, by their status, the lowest first.

    There are none where all that succeeds is a redirect.
    """
    entries = dict(responses.sorted_entries())
    listed = {status: one for status, one in entries.items() if status[:1] == "2"}
    if listed or "default" not in entries or _has_redirect(responses):
        return listed
    return {"default": entries["default"]}


def _has_redirect(responses: Node) -> bool:
    return any(one[:1] == "3" and one != _NOT_MODIFIED for one in responses.fields)

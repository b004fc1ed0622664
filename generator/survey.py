"""A walk over a document and all that it refers to, noting what stands where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urljoin

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Json, Node, Pointer
from generator.grammar import Holds, Slot, Table, table
from generator.reading.files import Files, Refused

Parts: TypeAlias = tuple[str, ...]

# Keys below these are extensions if they begin with `x-`, and no names.
_EXTENSIBLE = frozenset({"paths", "responses", "webhooks"})
_URI = re.compile(r"[#/]|\.(json|ya?ml)\b|:")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")  # RFC 6901, section 4
_MAX_HOPS = 100
"""How many references may lie on the way of another one."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A `$ref`, or an entry of a discriminator's mapping that is a URI."""

    at: Pointer
    """The object that is a reference, or the entry of the mapping."""
    text: str
    slot: Slot
    """What belongs in its place."""
    base: str = ""
    """What `$id` has made of the base URI; empty if it is that of the file."""
    is_mapping: bool = False

    @property
    def place(self) -> Pointer:
        """Where the text stands."""
        return self.at if self.is_mapping else self.at / "$ref"


@dataclass(slots=True)
class Surveyed:
    """What stands where in a file."""

    document: Document
    places: dict[Parts, tuple[str, Json]] = field(
        default_factory=dict[Parts, tuple[str, Json]]
    )
    """The kind and the value of each object. Lists and maps of them are `container`s."""
    rooted: int = 0
    """How many of the places, the first ones, were met from the root."""


class Survey:
    """All objects and references that can be reached from the root of a document."""

    def __init__(
        self, document: Document, version: str, files: Files, found: Diagnostics
    ) -> None:
        self.version = version
        self.files: dict[str, Surveyed] = {document.file: Surveyed(document)}
        self.references: list[Reference] = []
        self.targets: dict[Pointer, Pointer] = {}
        """Where each reference leads: one step, by the place of the reference."""
        self._root = document
        self._table: Table = table(version)
        self._has_ids = version not in ("2.0", "3.0")
        self._ids: dict[tuple[str, str], Pointer] = {}
        self._anchors: dict[tuple[str, str, str], Pointer] = {}
        self._answers: dict[tuple[str, str, str, Slot], Pointer | Refused] = {}
        self._source = files
        self._found = found

    def run(self) -> None:
        """Walk from the root, then to all that is referred to and was not met yet."""
        surveyed = self.files[self._root.file]
        document = Slot("document", Holds.ONE)
        self._walk(self._root.root, document, self._own_base(self._root))
        surveyed.rooted = len(surveyed.places)
        answered = 0
        while answered < len(self.references):
            reference = self.references[answered]
            answered += 1
            target = self._answer(reference)
            if target is not None:
                self.targets[reference.at] = target

    def value(self, at: Pointer) -> Json:
        """What stands at a place of one of the files."""
        entry = self.files[at.file].places.get(at.parts)
        return entry[1] if entry else self._node(at).value

    # --- walking

    def _own_base(self, document: Document) -> str:
        """Note the URI that a document of OpenAPI 3.2 gives itself (`$self`)."""
        own = (document.root / "$self").text
        if self._has_ids and own:
            self._ids[self._id_key(document.file, own)] = document.root.at
        return ""

    def _walk(self, start: Node, slot: Slot, base: str) -> None:
        """Note a place and all below it. A loop, so that no depth is too deep."""
        file = start.at.file
        places = self.files[file].places
        pending: list[tuple[Json, Parts, Slot, str]] = []
        pending.append((start.value, start.at.parts, slot, base))
        while pending:
            value, parts, slot, base = pending.pop()
            if slot.holds is not Holds.ONE:
                places[parts] = ("container", value)
                if not self._is_reference(value, parts, slot, base, file):
                    pending.extend(_contents(value, parts, slot, base))
                continue
            kind = slot.kind
            if not isinstance(value, dict):
                if kind == "schema" and isinstance(value, bool):
                    places[parts] = (kind, value)
                continue
            places[parts] = (kind, value)
            if kind == "schema" and self._has_ids:
                base = self._note_ids(value, parts, base, file)
            if self._is_reference(value, parts, slot, base, file) and not (
                kind == "path item" or kind == "schema" and self._has_ids
            ):
                continue  # before OpenAPI 3.1, what stands beside `$ref` is no schema
            if kind == "discriminator":
                self._note_mapping(value, parts, base, file)
            slots = self._table[kind]
            others = slots.get("*")
            for key in reversed(value):
                inner = slots.get(key, others)
                if inner is None or inner is others and key.startswith("x-"):
                    continue
                pending.append((value[key], (*parts, key), inner, base))

    def _is_reference(
        self, value: Json, parts: Parts, slot: Slot, base: str, file: str
    ) -> bool:
        if not isinstance(value, dict):
            return False
        text = value.get("$ref")
        if not isinstance(text, str) and self._has_ids and slot.kind == "schema":
            # Dynamic references are followed as if nothing had redefined their anchor.
            text = value.get("$dynamicRef")
        if not isinstance(text, str):
            return False
        self.references.append(Reference(Pointer(parts, file), text, slot, base))
        return True

    def _note_ids(
        self, value: dict[str, Json], parts: Parts, base: str, file: str
    ) -> str:
        """Note the names that a schema gives itself; the base of what is inside."""
        identifier = value.get("$id")
        if isinstance(identifier, str) and identifier.partition("#")[0]:
            base = _joined(base, identifier.partition("#")[0])
            self._ids[self._id_key(file, base)] = Pointer(parts, file)
        for key in ("$anchor", "$dynamicAnchor"):
            anchor = value.get(key)
            if isinstance(anchor, str):
                self._anchors.setdefault((file, base, anchor), Pointer(parts, file))
        return base

    def _note_mapping(
        self, value: dict[str, Json], parts: Parts, base: str, file: str
    ) -> None:
        """An entry of a discriminator's mapping is a name or a URI."""
        mapping = value.get("mapping")
        names = (self._root.root / "components" / "schemas").fields
        for key, text in mapping.items() if isinstance(mapping, dict) else ():
            if not isinstance(text, str) or text in names:
                continue
            at = Pointer((*parts, "mapping", key), file)
            if _URI.search(text):
                schema = Slot("schema", Holds.ONE)
                self.references.append(Reference(at, text, schema, base, True))
            else:
                message = f"`{text}` is not a schema of the document"
                hint = self._found.guess(text, names)
                self._found.error(Code.DISCRIMINATOR, message, at, hint=hint)

    @staticmethod
    def _id_key(file: str, uri: str) -> tuple[str, str]:
        """What knows a resource: its URI if that is absolute, else also its file."""
        return ("" if "://" in uri else file, uri)

    # --- answering

    def _answer(self, reference: Reference) -> Pointer | None:
        """Where a reference leads; None if that was reported."""
        key = (reference.at.file, reference.base, reference.text, reference.slot)
        if key not in self._answers:
            try:
                target = self._target(reference)
                self._settle(reference, target)
                self._answers[key] = target.at
            except Refused as problem:
                self._answers[key] = problem
        answer = self._answers[key]
        if isinstance(answer, Pointer):
            return answer
        code = Code.DISCRIMINATOR if reference.is_mapping else Code.REFERENCE
        self._found.error(code, answer.message, reference.place, hint=answer.hint)
        return None

    def _target(self, reference: Reference) -> Node:
        """What a reference leads to, through the references that lie on the way.

        Raises:
            Refused: It leads to nothing, or nowhere that we go.
        """
        node, ahead = self._start(reference)
        hops = 0
        while ahead:
            step, through = ahead[-1], (node / "$ref").text
            if _has(node, step):
                ahead.pop()
                node = node / (int(step) if isinstance(node.value, list) else step)
            elif not through:
                hint = self._found.guess(step, node.fields)
                raise Refused(f"`{reference.text}` leads to nothing", hint)
            elif hops >= _MAX_HOPS:
                message = f"`{reference.text}` leads through too many references"
                raise Refused(message, "name the place itself that they lead to")
            else:
                hops += 1
                schema = Slot("schema", Holds.ONE)
                node, more = self._start(Reference(node.at, through, schema))
                ahead += more
        return node

    def _start(self, reference: Reference) -> tuple[Node, list[str]]:
        """Where the way of a reference begins, and its steps from there, the last first.

        Raises:
            Refused: There is nothing, or it is nowhere that we go.
        """
        uri, _, fragment = reference.text.partition("#")
        file = reference.at.file
        base = _joined(reference.base, uri) if reference.base else uri
        resource = self._ids.get(self._id_key(file, base)) if base else None
        if resource is None and (uri or reference.base):
            document = self._source.read(file, base, reference.text)
            if document.file not in self.files:
                self.files[document.file] = Surveyed(document)
            resource, base = document.root.at, ""
            if fragment and not fragment.startswith("/"):
                self._walk_if_new(document.root, reference.slot)
        elif resource is None:
            resource = Pointer(file=file)
        if fragment and not fragment.startswith("/"):
            anchor = self._anchors.get((resource.file, base, fragment))
            if anchor is None:
                raise Refused(f"`{reference.text}` leads to no anchor")
            return self._node(anchor), []
        steps = Pointer.parse(fragment).parts if fragment else ()
        return self._node(resource), list(reversed(steps))

    def _settle(self, reference: Reference, target: Node) -> None:
        """See that the target is what belongs in the reference's place.

        Raises:
            Refused: It is something else.
        """
        slot = reference.slot
        self._walk_if_new(target, slot)
        kind = slot.kind if slot.holds is Holds.ONE else "container"
        if slot.kind == "text":
            fits = isinstance(target.value, str)
        else:
            entry = self.files[target.at.file].places.get(target.at.parts)
            fits = entry is not None and entry[0] == kind
        if not fits:
            article = "an" if slot.kind[0] in "aeiou" else "a"
            at = self._found.written(target.at)
            where = f"{at}" if at.file == reference.at.file else f"{at.file}{at}"
            raise Refused(f"{article} {slot.kind} is needed here, which {where} is not")

    def _walk_if_new(self, node: Node, slot: Slot) -> None:
        surveyed = self.files[node.at.file]
        if node.at.parts not in surveyed.places:
            self._walk(node, slot, self._own_base(surveyed.document))

    def _node(self, at: Pointer) -> Node:
        node = self.files[at.file].document.root
        for part in at.parts:
            node = node / (int(part) if isinstance(node.value, list) else part)
        return node


def _contents(
    value: Json, parts: Parts, slot: Slot, base: str
) -> Iterator[tuple[Json, Parts, Slot, str]]:
    """The objects of a list or map, the last one first."""
    inner = Slot(slot.kind, Holds.ONE)
    if slot.holds is Holds.LIST and isinstance(value, list):
        for index in range(len(value) - 1, -1, -1):
            yield value[index], (*parts, str(index)), inner, base
    elif slot.holds is Holds.MAP and isinstance(value, dict):
        skips = bool(parts) and parts[-1] in _EXTENSIBLE
        for key in reversed(value):
            if not (skips and key.startswith("x-")):
                yield value[key], (*parts, key), inner, base


def _joined(base: str, uri: str) -> str:
    """A URI, seen from a base (RFC 3986, section 5); itself if it is none."""
    try:
        return urljoin(base, uri)
    except ValueError:
        return uri


def _has(node: Node, step: str) -> bool:
    match node.value:
        case dict() as fields:
            return step in fields
        case list() as items:
            return _INDEX.fullmatch(step) is not None and int(step) < len(items)
        case _:
            return False

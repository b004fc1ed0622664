"""Every `$ref` of a document, answered or reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.bundle import bundle, needs_bundle
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Node, Pointer
from generator.reading.files import Files
from generator.survey import Parts, Reference, Survey


@dataclass(frozen=True, slots=True)
class Spec:
    """A document whose references all lead somewhere within it."""

    document: Document
    version: str
    """The version of OpenAPI, without its last number: `3.0`; `2.0` is Swagger."""
    _places: Mapping[str, Sequence[Node]] = field(repr=False)
    _targets: Mapping[Parts, Node] = field(repr=False)

    @property
    def root(self) -> Node:
        return self.document.root

    def places(self, kind: str) -> Sequence[Node]:
        """All objects of a kind (`generator.grammar`), references among them.

        They come in the order of the document; what was met by a reference comes last.
        """
        return self._places.get(kind, ())

    def follow(self, node: Node) -> Node:
        """What a node stands for: itself, or the end of its chain of references."""
        return self._targets.get(node.at.parts, node)


def resolve(document: Document, version: str, files: Files, found: Diagnostics) -> Spec:
    """Answer all references of a document.

    Where some lead to other files, or stand where OpenAPI does not expect them, the
    document becomes one file in which all references are pointers (RFC 6901).
    """
    before = found.errors
    survey = Survey(document, version, files, found)
    survey.run()
    if needs_bundle(survey, document):
        document = bundle(survey, document, found)
        found.documents[document.file] = document
        if found.errors == before:
            survey = Survey(document, version, files, found)
            survey.run()
    return _spec(survey, document, found)


def _spec(survey: Survey, document: Document, found: Diagnostics) -> Spec:
    places: dict[str, list[Node]] = {}
    surveyed = survey.files[document.file]
    for parts, (kind, value) in surveyed.places.items():
        places.setdefault(kind, []).append(Node(value, Pointer(parts, document.file)))
    return Spec(document, survey.version, places, _ends(survey, document, found))


def _ends(survey: Survey, document: Document, found: Diagnostics) -> dict[Parts, Node]:
    """The end of the chain that begins at each reference.

    A circle has none. It is reported once, wherever it is entered.
    """
    ends: dict[Parts, Node] = {}
    endless: set[Pointer] = set()
    texts = {reference.at: reference for reference in survey.references}
    places = survey.files[document.file].places
    for start in survey.targets:
        chain: dict[Pointer, None] = {}
        at = start
        while at in survey.targets and at not in chain and at.parts not in ends:
            if at in endless:
                break
            chain[at] = None
            at = survey.targets[at]
        if at in chain:
            _report_circle(list(chain), at, texts, found)
        if at in chain or at in endless:
            endless.update(chain)
            continue
        end = ends.get(at.parts)
        if end is None:
            _, value = places.get(at.parts, ("", None))
            end = Node(value, at)
        for one in chain:
            ends[one.parts] = end
    return ends


def _report_circle(
    chain: list[Pointer],
    entry: Pointer,
    references: Mapping[Pointer, Reference],
    found: Diagnostics,
) -> None:
    """Say which references lead to each other, beginning with the same one always."""
    circle = chain[chain.index(entry) :]
    first = circle.index(min(circle, key=lambda at: (at.file, at.parts)))
    circle = [*circle[first:], *circle[: first + 1]]
    around = " -> ".join(references[one].text for one in circle)
    message = f"references lead in a circle: {around[:500]}"
    found.error(Code.REFERENCE, message, references[circle[0]].place)


def nodes(root: Node) -> Iterator[Node]:
    """All mappings (to go)."""
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node.value, list):
            pending.extend(node.items())
        elif isinstance(node.value, dict):
            yield node
            pending.extend(child for _, child in node.entries())

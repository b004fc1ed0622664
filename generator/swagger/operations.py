"""Paths, their operations and the responses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Json, Node
from generator.swagger.bodies import Bodies, MediaType, media_types
from generator.swagger.parameters import Parameters, extensions, kept
from generator.swagger.places import Parts, Places, in_order
from generator.swagger.security import requirements
from generator.swagger.servers import servers

# Swagger 2.0, Path Item Object.
_METHODS = ("delete", "get", "head", "options", "patch", "post", "put")
_SAME = (
    "deprecated",
    "description",
    "externalDocs",
    "operationId",
    "summary",
    "tags",
)
# A body has no meaning here (RFC 9110, section 9.3): that of the path is for the others.
_WITHOUT_BODY = ("delete", "get", "head", "options")
# Extensions are not translated: what is taken from them is written out where it is used.
_EXTENSION = "#/x-"
_BODY, _FIELD = "body", "formData"


@dataclass(frozen=True, slots=True)
class _Given:
    """A parameter of a list: as it stands there, and what it stands for."""

    entry: Node
    node: Node

    @property
    def location(self) -> str:
        return (self.node / "in").text

    @property
    def is_shared(self) -> bool:
        """Whether it stands for one of the parameters of the document."""
        parts = self.node.at.parts
        return self.entry.at.parts != parts and parts[:-1] == ("parameters",)


class Operations:
    """Writes paths, and responses for them and for the components."""

    def __init__(
        self,
        root: Node,
        schemes: Mapping[str, str],
        places: Places,
        parameters: Parameters,
        bodies: Bodies,
        found: Diagnostics,
    ) -> None:
        self._root = root
        self._schemes = schemes
        self._places = places
        self._parameters = parameters
        self._bodies = bodies
        self._found = found
        self._consumed = media_types(root / "consumes", found)
        self._produced = media_types(root / "produces", found)

    # --- components

    def shared_parameter(self, node: Node, place: Parts) -> Json:
        """One of the document's parameters that is no part of a body."""
        return self._parameters.parameter(self._places.follow(node), place)

    def shared_body(self, node: Node, place: Parts) -> Json:
        """A body among the document's parameters."""
        return self._bodies.body(self._places.follow(node), self._consumed, place)

    def shared_response(self, node: Node, place: Parts) -> Json:
        """One of the document's responses."""
        return self._response(self._places.follow(node), self._produced, place)

    # --- paths

    def path_item(self, node: Node, place: Parts) -> Json:
        """A path. Its body and form fields become those of its operations."""
        text = (node / "$ref").text
        if text.startswith(_EXTENSION):
            node = self._places.follow(node)
            self._places.note(place, node.at)
            text = ""
        item = extensions(node)
        if text:
            self._places.refer(text, item)
        given = self._given(node / "parameters")
        plain = self._plain(given, (*place, "parameters"))
        if plain:
            item["parameters"] = plain
        for method in _METHODS:
            if isinstance((node / method).value, dict):
                inherited = () if method in _WITHOUT_BODY else given
                at = (*place, method)
                item[method] = self._operation(node / method, inherited, at)
        return item

    def _operation(
        self, node: Node, inherited: Sequence[_Given], place: Parts
    ) -> dict[str, Json]:
        operation = {**kept(node, *_SAME), **extensions(node)}
        given = self._given(node / "parameters")
        plain = self._plain(given, (*place, "parameters"))
        if plain:
            operation["parameters"] = plain
        body = self._request(node, inherited, given, (*place, "requestBody"))
        if body is not None:
            operation["requestBody"] = body
        if (node / "security").exists:
            operation["security"] = requirements(
                node / "security", self._schemes, (*place, "security"), self._places
            )
        if (node / "schemes").exists and (self._root / "host").text:
            at = (*place, "servers")
            operation["servers"] = servers(
                self._root, node / "schemes", at, self._places
            )
        operation["responses"] = self._responses(node, (*place, "responses"))
        return operation

    def _given(self, listed: Node) -> list[_Given]:
        given = [
            _Given(entry, self._places.follow(entry))
            for entry in listed.items()
            if isinstance(entry.value, dict)
        ]
        self._report_twins(given)
        return given

    def _report_twins(self, given: Iterable[_Given]) -> None:
        """No two parts of a body are the same (Swagger 2.0, Parameter Object).

        About other parameters, the rules for OpenAPI 3.0 say that.
        """
        known: set[str] = set()
        for one in given:
            if one.location not in (_BODY, _FIELD):
                continue
            name = "" if one.location == _BODY else (one.node / "name").text
            if name in known:
                what = f"form field `{name}`" if name else "body"
                message = f"there is another {what} among these parameters"
                self._found.error(Code.PARAMETER, message, one.entry.at)
            known.add(name)

    def _plain(self, given: Iterable[_Given], place: Parts) -> list[Json]:
        """The parameters that stay parameters."""
        written: list[Json] = []
        for one in given:
            if one.location in (_BODY, _FIELD):
                continue
            at = (*place, str(len(written)))
            text = (one.entry / "$ref").text
            if text and not text.startswith(_EXTENSION):
                self._places.move(one.entry.at, at)
                written.append(self._places.refer(text, {}))
            else:
                written.append(self._parameters.parameter(one.node, at))
        return written

    # --- bodies

    def _request(
        self,
        node: Node,
        inherited: Sequence[_Given],
        own: Sequence[_Given],
        place: Parts,
    ) -> dict[str, Json] | None:
        """The body of an operation: its own, or else that of its path."""
        types = self._types(node, "consumes", self._consumed)
        own_body = _first_body(own)
        fields = {
            (one.node / "name").text: one for one in own if one.location == _FIELD
        }
        if own_body is not None and fields:
            message = (
                "a body and form fields exclude each other: the fields are left out"
            )
            self._found.warning(Code.CONTRADICTION, message, own_body.entry.at)
        body = own_body or (None if fields else _first_body(inherited))
        if body is not None:
            return self._body(body, types, place)
        for one in inherited:
            if one.location == _FIELD:
                fields.setdefault((one.node / "name").text, one)
        if not fields:
            return None
        given = list(fields.values())
        self._places.note(place, given[0].entry.at)
        return self._bodies.form([one.node for one in given], types, place)

    def _body(
        self, given: _Given, types: Sequence[MediaType], place: Parts
    ) -> dict[str, Json]:
        if given.is_shared and types == self._consumed:
            self._places.move(given.entry.at, place)
            return self._places.refer((given.entry / "$ref").text, {})
        return self._bodies.body(given.node, types, place)

    def _types(
        self, operation: Node, key: str, inherited: Sequence[MediaType]
    ) -> Sequence[MediaType]:
        """The media types of an operation. An empty list clears what the root says."""
        if not (operation / key).exists:
            return inherited
        types = media_types(operation / key, self._found)
        same = [one.name for one in types] == [one.name for one in inherited]
        return inherited if same else types

    # --- responses

    def _responses(self, operation: Node, place: Parts) -> dict[str, Json]:
        types = self._types(operation, "produces", self._produced)

        def write(status: str, entry: Node) -> Json:
            at = (*place, status)
            if status.startswith("x-"):
                return entry.value
            response = self._places.follow(entry)
            is_shared = response.at.parts[:-1] == ("responses",)
            if is_shared and (types == self._produced or "schema" not in response):
                self._places.move(entry.at, at)
                return self._places.refer((entry / "$ref").text, {})
            return self._response(response, types, at)

        return in_order(operation / "responses", write)

    def _response(
        self, node: Node, types: Sequence[MediaType], place: Parts
    ) -> dict[str, Json]:
        self._places.move(node.at, place)
        response = {"description": (node / "description").text, **extensions(node)}
        headers: dict[str, Json] = {
            name: self._parameters.header(header, (*place, "headers", name))
            for name, header in (node / "headers").entries()
        }
        if headers:
            response["headers"] = headers
        content = self._bodies.response_content(node, types, (*place, "content"))
        if content:
            response["content"] = content
        return response


def _first_body(given: Iterable[_Given]) -> _Given | None:
    return next((one for one in given if one.location == _BODY), None)

"""Parameters: the arguments of the path, the query, the headers and the cookies."""

from __future__ import annotations

from dataclasses import dataclass

from generator.building.defaults import default_of
from generator.building.leaving_out import LeftOut
from generator.building.media import FORM, is_token, plain
from generator.building.names import name_of
from generator.building.schemas import Types
from generator.building.security import can_be_cookie
from generator.building.styles import content_writing, parameter_writing, parts_of
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node
from generator.model import Doc, Location, Parameter, Type
from generator.resolve import Spec
from generator.text import Text
from generator.words import split_words
from generator.writing import Style, Writing

_LOCATIONS = frozenset(one.value for one in Location)
_SET_BY_CLIENTS = frozenset({"accept", "content-type"})
_FRAMING = frozenset({"connection", "content-length", "host", "transfer-encoding"})
"""Headers that say where a message goes and where it ends."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Builds the parameters of operations."""

    spec: Spec
    dialect: Dialect
    types: Types
    found: Diagnostics

    def build(self, item: Node, node: Node, owner: tuple[str, ...]) -> list[Parameter]:
        """The parameters of the path and the operation; the latter win.

        One that cannot be written is left out if no request needs it.

        Raises:
            LeftOut: One that has to be given cannot be written.
        """
        nodes: dict[tuple[str, str], Node] = {}
        for listed in (item / "parameters", node / "parameters"):
            for entry in listed.items():
                one = self.spec.follow(entry)
                nodes[(one / "in").text, (one / "name").text] = one
        parameters: list[Parameter] = []
        for one in nodes.values():
            if self._is_ignored(one):
                continue
            try:
                parameters.append(self._parameter(one, owner))
            except LeftOut as reason:
                if (one / "required").value is True:
                    raise
                message = f"a parameter is left out: {reason.reason}"
                self.found.warning(Code.UNSUPPORTED, message, reason.at)
        return parameters

    def _is_ignored(self, node: Node) -> bool:
        """Whether OpenAPI says to ignore a header, which the client sets by itself.

        It says so of `Authorization`, too. A document that has it as a parameter asks for
        it all the same, and it takes the place of the client's credentials if it is given.
        """
        wire = (node / "name").text
        ignored = (node / "in").text == "header" and wire.lower() in _SET_BY_CLIENTS
        if ignored:
            message = (
                f"header parameter `{wire}` is ignored: the client sets it by itself"
            )
            self.found.notice(Code.PARAMETER, message, node.at)
        return ignored

    def _parameter(self, node: Node, owner: tuple[str, ...]) -> Parameter:
        wire = (node / "name").text
        location = self._location(node)
        words = (*owner, *split_words(wire))
        if "content" in node:
            kind, writing = self._described_by_content(node, words)
        else:
            kind = self.types.type_of(node / "schema", words)
            writing = parameter_writing(node, location, kind, self.types)
        return Parameter(
            name=name_of(wire),
            location=location,
            type=kind,
            required=(node / "required").value is True,
            writing=writing,
            sensitivity=self.dialect.sensitivity(node),
            default=default_of(self.spec, [node / "schema"], kind),
            doc=Doc(
                body=Text(self.dialect.description(node)),
                lifecycle=self.dialect.lifecycle(node),
            ),
        )

    def _location(self, node: Node) -> Location:
        """Where a parameter goes. The whole query string is an object in the query."""
        wire, location = (node / "name").text, (node / "in").text
        if location == "cookie" and not can_be_cookie(wire):
            raise LeftOut(f"no cookie can be called `{wire}`", node.at)
        if location == "header":
            if not is_token(wire):
                raise LeftOut(f"no header can be called `{wire}`", node.at)
            if wire.lower() in _FRAMING:
                raise LeftOut(f"its header `{wire}` is set by the connection", node.at)
        if location == "querystring":
            return Location.QUERY
        if location not in _LOCATIONS:
            raise LeftOut(f"its {location} parameter `{wire}`", node.at)
        return Location(location)

    def _described_by_content(
        self, node: Node, words: tuple[str, ...]
    ) -> tuple[Type, Writing | None]:
        """The type of a parameter that is described by media type, and how it is written.

        The fields of a whole query string are what an exploded form makes of an object.
        """
        what = f"its parameter `{(node / 'name').text}`"
        media_types = list((node / "content").fields)
        if len(media_types) != 1:
            raise LeftOut(f"{what} is described by media type", node.at)
        (media_type,) = media_types
        content = node / "content" / media_type
        kind = self.types.type_of(content / "schema", words)
        if (node / "in").text != "querystring":
            return kind, content_writing(media_type, node, kind, self.types, what)
        is_object = parts_of(kind, self.types) <= {("object", ""), ("list", "object")}
        if plain(media_type) != FORM or not is_object or "encoding" in content:
            raise LeftOut(f"{what} is the whole query, as {media_type}", node.at)
        return kind, Writing(style=Style.FORM, explode=True)

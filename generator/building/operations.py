"""Operations: what their parameters, bodies and responses are put together to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.building.bodies import Bodies
from generator.building.leaving_out import LeftOut
from generator.building.names import derived, name_of
from generator.building.paging import Arguments, find_paging
from generator.building.paging_settings import (
    PagingSetting,
    set_paging,
    setting_for,
)
from generator.building.parameters import Parameters
from generator.building.responses import Responses
from generator.building.schemas import Types
from generator.building.security import demanded
from generator.building.variants import Variants
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node
from generator.grammar import METHODS
from generator.model import Doc, Location, Name, Operation, Path, SecurityScheme
from generator.resolve import Spec
from generator.rules.documents import server_problems
from generator.rules.operations import operations, path_problem, placeholders
from generator.text import Text
from generator.words import singular, split_words

_VERBS = frozenset(
    [
        "add",
        "cancel",
        "create",
        "delete",
        "download",
        "fetch",
        "get",
        "list",
        "patch",
        "post",
        "put",
        "read",
        "remove",
        "replace",
        "retrieve",
        "search",
        "send",
        "set",
        "update",
        "upload",
    ]
)


def build_operations(
    spec: Spec,
    dialect: Dialect,
    types: Types,
    schemes: Mapping[str, SecurityScheme],
    paging: Mapping[str, PagingSetting],
    found: Diagnostics,
) -> tuple[Operation, ...]:
    """All operations that can be written.

    Each is a transaction: one that fails takes the types that only it needs with it, and
    is named in a warning.
    """
    builder = _Builder(spec, dialect, types, schemes, found)
    built: dict[str, list[Operation]] = {}
    in_order = list(operations(spec))
    for path, method, item, node in sorted(in_order, key=lambda one: one[:2]):
        before = types.checkpoint()
        try:
            operation = builder.build(path, method, item, node)
        except LeftOut as reason:
            types.rollback(before)
            title = f"{method.upper()} {path}"
            message = f"{title} is left out: {reason.reason}"
            found.warning(Code.UNSUPPORTED, message, reason.at)
        else:
            types.settle()
            arguments = Arguments(operation, item, node, spec, types)
            setting = setting_for(operation, paging)
            paged = replace(
                operation,
                paging=(
                    set_paging(setting, arguments, found)
                    if setting
                    else find_paging(arguments)
                ),
            )
            built[str(node.at)] = [paged, *builder.variants.build(operation, node)]
            types.settle()
    return tuple(one for *_, node in in_order for one in built.get(str(node.at), ()))


class _Builder:
    def __init__(
        self,
        spec: Spec,
        dialect: Dialect,
        types: Types,
        schemes: Mapping[str, SecurityScheme],
        found: Diagnostics,
    ) -> None:
        self._spec = spec
        self._dialect = dialect
        self._schemes = schemes
        self._parameters = Parameters(spec, dialect, types, found)
        self._bodies = Bodies(spec, dialect, types, found)
        self._responses = Responses(spec, types, found)
        self.variants = Variants(self._bodies, self._responses, found)

    def build(self, path: str, method: str, item: Node, node: Node) -> Operation:
        problem = path_problem(path)
        if problem:
            raise LeftOut(f"its path {problem}", node.at)
        name = self._name(path, method, node)
        parameters = self._parameters.build(item, node, name.words)
        by_name = {
            p.name.wire.raw: p for p in parameters if p.location is Location.PATH
        }
        security = demanded(self._spec.root, node, self._schemes)
        ways = self._bodies.ways(node)
        body, groups = (
            self._bodies.build(node, ways[0], name.words) if ways else (None, ())
        )
        return Operation(
            id=str(node.at),
            name=name,
            verb=_verb(name.words, path),
            # Those of a path item have their names in lower case; others are as sent.
            method=method.upper() if method in METHODS else method,
            server=self._server(item, node),
            path=Path(Text(path), tuple(by_name[wire] for wire in placeholders(path))),
            parameters=tuple(
                parameter
                for parameter in parameters
                if parameter.location is not Location.PATH
            ),
            body=body,
            at_least_one_of=groups,
            result=self._responses.build(method, node, name.words),
            errors=self._responses.errors(node, name.words),
            security=security,
            doc=Doc(
                summary=Text((node / "summary").text),
                body=Text((node / "description").text),
                lifecycle=self._dialect.lifecycle(node),
            ),
        )

    def _name(self, path: str, method: str, node: Node) -> Name:
        identifier = (node / "operationId").text
        if split_words(identifier):
            return name_of(identifier)
        return derived((method, *split_words(path)))

    def _server(self, item: Node, node: Node) -> Text:
        """The first server; its variables have their defaults."""
        for owner in (node, item, self._spec.root):
            server = next((owner / "servers").items(), None)
            if server is not None:
                if any(server_problems(server)):
                    raise LeftOut("requests cannot be sent to its server", server.at)
                url = (server / "url").text
                for name, variable in (server / "variables").entries():
                    url = url.replace(f"{{{name}}}", (variable / "default").text)
                return Text(url.rstrip("/"))
        return Text("")


def _verb(words: tuple[str, ...], path: str) -> tuple[str, ...]:
    """What is left of an operation's name in its place: `create`, of `create pet`.

    Only a well-known verb before the words of the path's last static segment is enough;
    any other name is kept whole.
    """
    static = [part for part in path.split("/") if part and "{" not in part]
    place = (
        {singular(word) for word in split_words(static[-1])} if static else set[str]()
    )
    if words[0] in _VERBS and {singular(word) for word in words[1:]} <= place:
        return words[:1]
    return words

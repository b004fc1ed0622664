"""Operations: their parameters, their body, and what a success holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.building.names import derived, name_of
from generator.building.schemas import Types
from generator.building.security import is_authenticated
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.document import Node, Pointer
from generator.model import (
    Doc,
    FormBody,
    ListOf,
    Location,
    MapOf,
    Name,
    Nullable,
    Operation,
    Parameter,
    Path,
    Primitive,
    Ref,
    SecurityScheme,
    Type,
)
from generator.resolve import Spec
from generator.rules.operations import operations, path_problem, placeholders
from generator.text import Text
from generator.words import singular, split_words

_FORM = "application/x-www-form-urlencoded"
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


class LeftOut(Exception):
    """Why an operation cannot be written yet."""

    def __init__(self, reason: str, at: Pointer) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def build_operations(
    spec: Spec,
    dialect: Dialect,
    types: Types,
    schemes: Mapping[str, SecurityScheme],
    found: Diagnostics,
) -> tuple[Operation, ...]:
    """All operations that can be written.

    Each is a transaction: one that fails takes the types that only it needs with it, and
    is named in a warning.
    """
    built: list[Operation] = []
    for path, method, item, node in operations(spec):
        before = types.checkpoint()
        try:
            operation = _Builder(spec, dialect, types, schemes, found).build(
                path, method, item, node
            )
        except LeftOut as reason:
            types.rollback(before)
            title = f"{method.upper()} {path}"
            message = f"{title} is left out: {reason.reason}"
            found.warning(Code.UNSUPPORTED, message, reason.at)
        else:
            types.settle()
            built.append(operation)
    return tuple(built)


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
        self._types = types
        self._schemes = schemes
        self._found = found

    def build(self, path: str, method: str, item: Node, node: Node) -> Operation:
        problem = path_problem(path)
        if problem:
            raise LeftOut(f"its path {problem}", node.at)
        name = self._name(path, method, node)
        parameters = self._parameters(item, node, name.words)
        by_name = {
            p.name.wire.raw: p for p in parameters if p.location is Location.PATH
        }
        authenticated = is_authenticated(self._spec.root, node, self._schemes)
        if authenticated is None:
            raise LeftOut("its kind of authentication is not served", node.at)
        body = self._body(node, name.words)
        groups = self._at_least_one_of(node, body)
        if body is not None:
            body = _demanding(body, groups)
        return Operation(
            id=str(node.at),
            name=name,
            verb=_verb(name.words, path),
            method=method.upper(),
            server=self._server(item, node),
            path=Path(Text(path), tuple(by_name[wire] for wire in placeholders(path))),
            parameters=tuple(
                parameter
                for parameter in parameters
                if parameter.location is not Location.PATH
            ),
            body=body,
            at_least_one_of=tuple(group for group in groups if len(group) > 1),
            result=self._result(node, name.words),
            authenticated=authenticated,
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

    def _parameters(
        self, item: Node, node: Node, owner: tuple[str, ...]
    ) -> list[Parameter]:
        """The parameters of the path and the operation; the latter win."""
        parameters: dict[tuple[str, str], Parameter] = {}
        for listed in (item / "parameters", node / "parameters"):
            for entry in listed.items():
                parameter = self._parameter(self._spec.follow(entry), owner)
                parameters[parameter.location, parameter.name.wire.raw] = parameter
        return list(parameters.values())

    def _parameter(self, node: Node, owner: tuple[str, ...]) -> Parameter:
        wire, location = (node / "name").text, (node / "in").text
        if location not in ("path", "query", "header"):
            raise LeftOut(f"its {location} parameter `{wire}`", node.at)
        if "schema" not in node:
            raise LeftOut(f"its parameter `{wire}` is described by media type", node.at)
        kind = self._types.type_of(node / "schema", (*owner, *split_words(wire)))
        if not self._has_text(kind, lists=location == "query"):
            raise LeftOut(f"its parameter `{wire}` has no text of its own", node.at)
        if not (node / "explode").value and "explode" in node and location == "query":
            raise LeftOut(f"the style of its parameter `{wire}`", node.at)
        return Parameter(
            name=name_of(wire),
            location=Location(location),
            type=kind,
            required=(node / "required").value is True,
            sensitivity=self._dialect.sensitivity(node),
            doc=Doc(body=Text((node / "description").text)),
        )

    def _body(self, node: Node, owner: tuple[str, ...]) -> FormBody | None:
        if "requestBody" not in node:
            return None
        body = self._spec.follow(node / "requestBody")
        content = body / "content"
        if _FORM not in content:
            kinds = ", ".join(kind for kind, _ in content.entries()) or "nothing"
            raise LeftOut(f"its body is {kinds}", body.at)
        schema = self._spec.follow(content / _FORM / "schema")
        fields = self._types.fields_of(schema, owner)
        for field in fields:
            if not self._has_text(field.type, lists=True):
                reason = f"its field `{field.name.wire.raw}` has no text of its own"
                raise LeftOut(reason, schema.at)
        return FormBody(fields=fields, required=(body / "required").value is True)

    def _has_text(self, kind: Type, *, lists: bool) -> bool:
        """Whether a value of a type is written as a text, or, in a list, as several."""
        match kind:
            case Primitive():
                return True
            case Ref(identifier):
                return self._types.is_enumeration(identifier)
            case Nullable(inner):
                return self._has_text(inner, lists=lists)
            case ListOf(item):
                return lists and self._has_text(item, lists=False)
            case MapOf():
                return False

    def _at_least_one_of(
        self, node: Node, body: FormBody | None
    ) -> tuple[tuple[Text, ...], ...]:
        """What the schema and the dialect ask for; fields are known by their words."""
        known = body.fields if body else ()
        fields = {field.name.words: field.name.wire for field in known}
        groups: list[tuple[Text, ...]] = []
        alternatives = self._alternatives(node)
        asked = (alternatives,) if alternatives else ()
        for group in (*asked, *self._dialect.at_least_one_of(node)):
            wires = [fields.get(split_words(name)) for name in group]
            if None in wires:
                message = f"the body has not all of {', '.join(group)}"
                self._found.warning(Code.DIALECT, message, node.at)
            else:
                groups.append(tuple(wire for wire in wires if wire is not None))
        return tuple(dict.fromkeys(groups))

    def _alternatives(self, node: Node) -> tuple[str, ...]:
        """The fields of which the body's schema wants any: an `anyOf` of `required`."""
        body = self._spec.follow(node / "requestBody")
        schema = self._spec.follow(body / "content" / _FORM / "schema")
        names: list[str] = []
        for alternative in (schema / "anyOf").items():
            required = [item.text for item in (alternative / "required").items()]
            if len(required) != 1 or len(alternative.fields) != 1:
                return ()
            names += required
        return tuple(names)

    def _result(self, node: Node, owner: tuple[str, ...]) -> Type | None:
        """The type of the first success that has a body, or None if none has."""
        responses = node / "responses"
        for status, entry in responses.entries():
            if not status.startswith("2") and status != "default":
                continue
            content = self._spec.follow(entry) / "content"
            kinds = [kind for kind, _ in content.entries()]
            json = next((kind for kind in kinds if _is_json(kind)), None)
            if json is not None:
                words = (*owner, "response")
                return self._types.type_of(content / json / "schema", words)
            if kinds:
                raise LeftOut(f"its response is {', '.join(kinds)}", entry.at)
            if status != "default":
                return None
        return None

    def _server(self, item: Node, node: Node) -> Text:
        """The first server; its variables have their defaults."""
        for owner in (node, item, self._spec.root):
            server = next((owner / "servers").items(), None)
            if server is not None:
                url = (server / "url").text
                for name, variable in (server / "variables").entries():
                    url = url.replace(f"{{{name}}}", (variable / "default").text)
                return Text(url.rstrip("/"))
        return Text("")


def _demanding(body: FormBody, groups: tuple[tuple[Text, ...], ...]) -> FormBody:
    """A body in which the only member of a group is required."""
    alone = {group[0] for group in groups if len(group) == 1}
    fields = tuple(
        replace(field, required=True) if field.name.wire in alone else field
        for field in body.fields
    )
    return replace(body, fields=fields)


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


def _is_json(media_type: str) -> bool:
    plain = media_type.partition(";")[0].strip().lower()
    return plain.endswith(("/json", "+json"))

"""Security definitions become security schemes."""

from __future__ import annotations

from collections.abc import Mapping

from generator.document import Json, Node
from generator.swagger.parameters import kept
from generator.swagger.places import Parts, Places

_FLOWS = {
    "accessCode": "authorizationCode",
    "application": "clientCredentials",
    "implicit": "implicit",
    "password": "password",
}
_URLS = ("authorizationUrl", "tokenUrl")


def security_scheme(node: Node, place: Parts, places: Places) -> Json:
    """A security scheme (OpenAPI 3.0.3, Security Scheme Object)."""
    match (node / "type").text:
        case "basic":
            places.note((*place, "scheme"), node.at / "type")
            return {**node.fields, "type": "http", "scheme": "basic"}
        case "oauth2":
            return _oauth2(node, place, places)
        case _:
            return dict(node.fields)


def _oauth2(node: Node, place: Parts, places: Places) -> Json:
    """The flow of an OAuth 2 definition, in an object of its own."""
    flow = _FLOWS.get((node / "flow").text, "")
    moved = ("flow", "scopes", *_URLS)
    scheme = {key: value for key, value in node.fields.items() if key not in moved}
    if not flow:
        return {**scheme, "flows": {}}
    places.note((*place, "flows"), node.at / "flow")
    places.note((*place, "flows", flow), node.at)
    scopes: dict[str, Json] = {"scopes": dict((node / "scopes").fields)}
    return {**scheme, "flows": {flow: {**kept(node, *_URLS), **scopes}}}


def requirements(
    node: Node, names: Mapping[str, str], place: Parts, places: Places
) -> list[Json]:
    """Security requirements, by the names that the schemes have now."""
    written: list[Json] = []
    for index, requirement in enumerate(node.items()):
        for name in requirement.fields:
            if names.get(name, name) != name:
                at = (*place, str(index), names[name])
                places.note(at, requirement.at / name)
        fields = requirement.fields.items()
        written.append({names.get(name, name): scopes for name, scopes in fields})
    return written

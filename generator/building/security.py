"""Security schemes: how an API wants to be convinced of who is calling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.building.leaving_out import LeftOut
from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node
from generator.model import (
    Alternatives,
    Doc,
    Location,
    Name,
    SchemeKind,
    SecurityScheme,
)
from generator.resolve import Spec
from generator.text import NO_TEXT, Text
from generator.words import split_words

# OpenAPI, Security Scheme Object; those of `http` are compared without regard to case
# (RFC 9110, section 11.1).
_KINDS = {
    "apiKey": SchemeKind.API_KEY,
    "http basic": SchemeKind.BASIC,
    "http bearer": SchemeKind.BEARER,
    "mutualTLS": SchemeKind.MUTUAL_TLS,
    "oauth2": SchemeKind.OAUTH2,
    "openIdConnect": SchemeKind.OPEN_ID_CONNECT,
}
_LOCATIONS = {
    "header": Location.HEADER,
    "query": Location.QUERY,
    "cookie": Location.COOKIE,
}
# RFC 6265, section 4.1.1, by way of RFC 9110, section 5.6.2.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

_SERVER = re.compile(r"https?://[^\s/?#@\\]+(?:[/?][!-~]*)?\Z")


def build_schemes(spec: Spec, found: Diagnostics) -> dict[str, SecurityScheme]:
    """The schemes that can be served, by their id."""
    schemes: dict[str, SecurityScheme] = {}
    for key, entry in (spec.root / "components" / "securitySchemes").entries():
        node = spec.follow(entry)
        what = _what(node)
        kind = _KINDS.get(what)
        if kind is None:
            message = f"security scheme `{key}` is left out: {what}"
            found.warning(Code.UNSUPPORTED, message, entry.at)
            continue
        scheme = _scheme(key, kind, node)
        if scheme.location is Location.COOKIE and not can_be_cookie(scheme.place.raw):
            message = "the name is none that a cookie can have (RFC 6265)"
            found.error(Code.SECURITY, message, node.at / "name")
        schemes[key] = scheme
    return schemes


def can_be_cookie(name: str) -> bool:
    """Whether a cookie can have a name."""
    return _TOKEN.fullmatch(name) is not None


def _what(node: Node) -> str:
    kind = (node / "type").text
    return f"http {(node / 'scheme').text.lower()}" if kind == "http" else kind


def _scheme(key: str, kind: SchemeKind, node: Node) -> SecurityScheme:
    has_place = kind is SchemeKind.API_KEY
    return SecurityScheme(
        id=Text(key),
        # One that consists of signs is called after its kind.
        name=Name(Text(key), split_words(key)),
        kind=kind,
        location=_LOCATIONS.get((node / "in").text) if has_place else None,
        place=Text((node / "name").text) if has_place else NO_TEXT,
        token_url=Text(_token_url(node) if kind is SchemeKind.OAUTH2 else ""),
        doc=Doc(body=Text((node / "description").text)),
    )


def _token_url(node: Node) -> str:
    """Where the client itself gets a token; a relative URL says too little."""
    url = (node / "flows" / "clientCredentials" / "tokenUrl").text
    return url if _SERVER.match(url) else ""


def demanded(
    root: Node, operation: Node, schemes: Mapping[str, SecurityScheme]
) -> Alternatives:
    """What an operation asks for: its own requirements, or else the document's.

    Each requirement is an alternative; one that holds nothing asks for nothing, and so
    does an empty list (OpenAPI, Security Requirement Object). Alternatives with schemes
    that are not served are left out.

    Raises:
        LeftOut: None remains.
    """
    node = operation if "security" in operation else root
    requirements = list((node / "security").items())
    served = dict.fromkeys(_served(requirements, schemes))
    if requirements and not served:
        raise LeftOut("its kind of authentication is not served", operation.at)
    return tuple(served) if any(served) else ()


def _served(
    requirements: list[Node], schemes: Mapping[str, SecurityScheme]
) -> Iterator[tuple[Text, ...]]:
    for requirement in requirements:
        names = [name for name, _ in requirement.sorted_entries()]
        if all(name in schemes for name in names):
            yield tuple(map(Text, names))

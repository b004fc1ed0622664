"""Rules about what holds for the whole document: servers, security, tags, components."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node, Pointer
from generator.hints import closest
from generator.resolve import Spec

# OpenAPI, Components Object.
_COMPONENT_NAME = re.compile(r"[a-zA-Z0-9._-]+")
# What a variable can stand for without ending the part of the URL that it is in.
_VARIABLE = re.compile(r"[A-Za-z0-9\-._~]*")
# RFC 9110, section 5.6.2.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# RFC 3986: what may stand in a URL, and the braces of a server's variables.
_URL = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%{}]+")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def component_names(spec: Spec, found: Diagnostics) -> None:
    """Names of components are letters, digits, dots, dashes and underscores."""
    for _, components in (spec.root / "components").entries():
        for name, node in components.entries():
            if not _COMPONENT_NAME.fullmatch(name):
                message = f"`{name[:80]}` cannot be the name of a component"
                found.error(Code.COMPONENT_NAME, message, node.at, on_key=True)


def servers(spec: Spec, found: Diagnostics) -> None:
    """A server is an http or https URL that carries no credentials, or a path.

    Without the document's own servers nothing can be called; without that of a path or
    an operation, only that is left out.
    """
    for server in (spec.root / "servers").items():
        for problem in server_problems(server):
            found.error(Code.SERVER, problem.message, problem.at, hint=problem.hint)
    for owner in (*spec.places("path item"), *spec.places("operation")):
        for server in (owner / "servers").items():
            for problem in server_problems(server):
                message = f"{problem.message}: what is sent there is left out"
                found.warning(Code.SERVER, message, problem.at, hint=problem.hint)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a server."""

    message: str
    at: Pointer
    hint: str = ""


def server_problems(server: Node) -> Iterator[Problem]:
    """Why requests cannot be sent to a server; nothing if they can."""
    url, variables = server / "url", server / "variables"
    wrong = _url_problem(url.text)
    if wrong:
        yield Problem(f"server URL {wrong}", url.at)
    for name in dict.fromkeys(_PLACEHOLDER.findall(url.text)):
        if name not in variables:
            message = f"the variable `{name}` of the URL is not described"
            yield Problem(message, url.at, closest(name, variables.fields))
    for name, variable in variables.entries():
        default, values = variable / "default", list((variable / "enum").items())
        if not _VARIABLE.fullmatch(default.text):
            message = f"the default of `{name}` could change the server's host"
            yield Problem(message, default.at)
        elif values and default.value not in [value.value for value in values]:
            message = f"the default of `{name}` is not one of its values"
            yield Problem(message, default.at)


def _url_problem(url: str) -> str:
    if not _URL.fullmatch(url):
        return "holds a character that no URL may hold"
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return "is not a URL"
    if parts.username is not None or parts.password is not None:
        return "carries credentials"
    if parts.query or parts.fragment:
        return "has a query or a fragment"
    is_path = not parts.scheme and not parts.netloc
    if not is_path and (parts.scheme not in ("http", "https") or not parts.hostname):
        return "must begin with https:// and a host"
    return "" if port_is_fine else "has no usable port"


def security(spec: Spec, found: Diagnostics) -> None:
    """Every security scheme that is asked for is defined, and can be used safely."""
    schemes = (spec.root / "components" / "securitySchemes").fields
    for place in spec.places("security scheme"):
        scheme = spec.follow(place)
        in_header = (scheme / "in").text == "header"
        if in_header and not _TOKEN.fullmatch((scheme / "name").text):
            message = "the name is none that a header can have (RFC 9110)"
            found.error(Code.SECURITY, message, scheme.at / "name")
    for owner in (spec.root, *spec.places("operation")):
        for requirement in (owner / "security").items():
            for name, node in requirement.entries():
                if name not in schemes:
                    message = f"security scheme `{name}` is not defined"
                    hint = found.guess(name, schemes)
                    found.error(Code.SECURITY, message, node.at, on_key=True, hint=hint)


def tags(spec: Spec, found: Diagnostics) -> None:
    """No tag is described twice; its parent (OpenAPI 3.2) is one that is described."""
    first: dict[str, Pointer] = {}
    parents: dict[str, str] = {}
    for tag in (spec.root / "tags").items():
        name, parent = (tag / "name").text, (tag / "parent").text
        if first.setdefault(name, tag.at) != tag.at:
            message = f"the tag `{name}` is described twice: the first one counts"
            found.warning(Code.TAG, message, (tag / "name").at)
        elif parent:
            parents[name] = parent
    for name, parent in parents.items():
        at = first[name] / "parent"
        if parent not in first:
            message = f"no tag is called `{parent}`"
            found.warning(Code.TAG, message, at, hint=found.guess(parent, first))
    for cycle in _circles(parents):
        message = f"tags lead in a circle: {' -> '.join(cycle)[:500]}"
        found.warning(Code.TAG, message, first[cycle[0]] / "parent")


def _circles(parents: dict[str, str]) -> list[list[str]]:
    """The circles in a relation of children to parents."""
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in parents:
        trail: dict[str, None] = {}
        name = start
        while name in parents and name not in trail and name not in done:
            trail[name] = None
            name = parents[name]
        if name in trail:
            walked = list(trail)
            circles.append([*walked[walked.index(name) :], name])
        done.update(trail)
    return circles

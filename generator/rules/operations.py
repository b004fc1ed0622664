"""Rules about paths, operations, servers and security."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node, Pointer
from generator.hints import closest
from generator.resolve import Spec

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The operations of a path item, in the order of the OpenAPI specification."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# RFC 3986: what may stand in a URL, and the braces of a server's variables.
# What a variable can stand for without ending the part of the URL that it is in.
_VARIABLE = re.compile(r"[A-Za-z0-9\-._~]*")
# RFC 9110, section 5.6.2.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_URL = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%{}]+")


def placeholders(template: str) -> list[str]:
    """The names in braces of a path template, in order."""
    return _PLACEHOLDER.findall(template)


def operations(spec: Spec) -> Iterator[tuple[str, str, Node, Node]]:
    """All operations: the path, the method, the path item and the operation."""
    for path, entry in (spec.root / "paths").entries():
        item = spec.follow(entry)
        for method in METHODS:
            operation = item / method
            if isinstance(operation.value, dict):
                yield path, method, item, operation


def path_parameters(spec: Spec, found: Diagnostics) -> None:
    """Every placeholder of a path is a declared parameter, and the other way round."""
    for path, _, item, operation in operations(spec):
        names = placeholders(path)
        if len(names) != len(set(names)):
            message = "a name in braces occurs twice in the path"
            found.error(Code.PATH_PARAMETER, message, item.at, on_key=True)
        declared: dict[str, Pointer] = {}
        for listed in (item / "parameters", operation / "parameters"):
            for entry in listed.items():
                parameter = spec.follow(entry)
                if (parameter / "in").text != "path":
                    continue
                name = (parameter / "name").text
                declared[name] = entry.at
                if (parameter / "required").value is not True:
                    message = f"path parameter `{name}` must be `required: true`"
                    found.error(Code.PATH_PARAMETER, message, entry.at)
        for name in names:
            if name not in declared:
                hint = closest(name, declared.keys() - set(names))
                message = f"`{{{name}}}` in the path has no parameter of that name"
                found.error(
                    Code.PATH_PARAMETER, message, operation.at, on_key=True, hint=hint
                )
        for name, at in declared.items():
            if name not in names:
                message = f"the path has no `{{{name}}}`"
                hint = closest(name, set(names) - declared.keys())
                found.error(Code.PATH_PARAMETER, message, at, hint=hint)


def parameters(spec: Spec, found: Diagnostics) -> None:
    """No two parameters of a list have the same name in the same place."""
    for _, _, item, operation in operations(spec):
        for listed in (item / "parameters", operation / "parameters"):
            first: dict[tuple[str, str], Pointer] = {}
            for entry in listed.items():
                parameter = spec.follow(entry)
                key = ((parameter / "in").text, (parameter / "name").text)
                if first.setdefault(key, entry.at) != entry.at:
                    message = (
                        f"{key[0]} parameter `{key[1]}` is already at {first[key]}"
                    )
                    found.error(Code.PARAMETER, message, entry.at)


def paths(spec: Spec, found: Diagnostics) -> None:
    """A path leads to one place on the server that it is appended to."""
    for path, node in (spec.root / "paths").entries():
        problem = path_problem(path)
        if problem:
            message = f"the path {problem}: it is left out"
            found.warning(Code.PATH, message, node.at, on_key=True)


def path_problem(path: str) -> str:
    """Why requests cannot be sent to a path; empty if they can."""
    if path.startswith("//"):
        return "would be read as a host"
    if "?" in path or "#" in path:
        return "holds a query or a fragment"
    return ""


def operation_ids(spec: Spec, found: Diagnostics) -> None:
    """No two operations have the same `operationId`."""
    first: dict[str, Pointer] = {}
    for _, _, _, operation in operations(spec):
        node = operation / "operationId"
        if node.text and first.setdefault(node.text, node.at) != node.at:
            message = f"`{node.text}` is already the id of {first[node.text]}"
            found.error(Code.OPERATION_ID, message, node.at)


def servers(spec: Spec, found: Diagnostics) -> None:
    """A server is an http or https URL that carries no credentials, or a path."""
    for entry in (spec.root / "servers").items():
        node = entry / "url"
        problem = _server_problem(node.text)
        if problem:
            found.error(Code.SERVER, f"server URL {problem}", node.at)
        for name, variable in (entry / "variables").entries():
            value = variable / "default"
            if not _VARIABLE.fullmatch(value.text):
                message = f"the default of `{name}` could change the server's host"
                found.error(Code.SERVER, message, value.at)


def _server_problem(url: str) -> str:
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
    if parts.scheme and (parts.scheme not in ("http", "https") or not parts.hostname):
        return "must begin with https:// and a host"
    return "" if port_is_fine else "has no usable port"


def security(spec: Spec, found: Diagnostics) -> None:
    """Every security scheme that is asked for is defined, and can be used safely."""
    schemes = (spec.root / "components" / "securitySchemes").fields
    for _, entry in (spec.root / "components" / "securitySchemes").entries():
        scheme = spec.follow(entry)
        in_header = (scheme / "in").text == "header"
        if in_header and not _TOKEN.fullmatch((scheme / "name").text):
            message = "the name is none that a header can have (RFC 9110)"
            found.error(Code.SECURITY, message, scheme.at / "name")
    asked = [spec.root / "security"]
    asked += [operation / "security" for _, _, _, operation in operations(spec)]
    for requirements in asked:
        for requirement in requirements.items():
            for name, node in requirement.entries():
                if name not in schemes:
                    message = f"security scheme `{name}` is not defined"
                    hint = closest(name, schemes)
                    found.error(Code.SECURITY, message, node.at, on_key=True, hint=hint)

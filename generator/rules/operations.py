"""Rules about paths, operations and their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node, Pointer
from generator.grammar import METHODS
from generator.resolve import Spec

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# RFC 3986, section 3.3. Letters of all scripts can be encoded; servers and browsers read
# a backslash as a slash.
_NOT_IN_A_PATH = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
# RFC 9110, section 9.3: a body has no meaning in these requests.
_WITHOUT_BODY = frozenset({"get", "head", "delete", "options", "trace"})


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
        for method, operation in (item / "additionalOperations").entries():
            if isinstance(operation.value, dict):
                yield path, method, item, operation


def path_parameters(spec: Spec, found: Diagnostics) -> None:
    """Every placeholder of a path is a declared parameter, and the other way round."""
    for path, _, item, operation in operations(spec):
        listed = placeholders(path)
        names = dict.fromkeys(listed)
        if len(names) != len(listed):
            message = "a name in braces occurs twice in the path"
            found.error(Code.PATH_PARAMETER, message, item.at, on_key=True)
        declared: dict[str, Pointer] = {}
        is_known = True
        for owner in (item, operation):
            for entry in (owner / "parameters").items():
                parameter = spec.follow(entry)
                # A reference that leads nowhere was reported, and might be any of them.
                is_known = is_known and "$ref" not in parameter
                if (parameter / "in").text != "path":
                    continue
                name = (parameter / "name").text
                declared[name] = entry.at
                if (parameter / "required").value is not True:
                    message = f"path parameter `{name}` must be `required: true`"
                    found.error(Code.PATH_PARAMETER, message, entry.at)
        unused = declared.keys() - names.keys()
        unknown = names.keys() - declared.keys() if is_known else set[str]()
        for name in names:
            if name in unknown:
                hint = found.guess(name, unused)
                message = f"`{{{name}}}` in the path has no parameter of that name"
                found.error(
                    Code.PATH_PARAMETER, message, operation.at, on_key=True, hint=hint
                )
        for name, at in declared.items():
            if name in unused:
                message = f"the path has no `{{{name}}}`"
                hint = found.guess(name, unknown)
                found.error(Code.PATH_PARAMETER, message, at, hint=hint)


def parameters(spec: Spec, found: Diagnostics) -> None:
    """No two parameters of a list have the same name in the same place."""
    for owner in (*spec.places("path item"), *spec.places("operation")):
        first: dict[tuple[str, str], Pointer] = {}
        for entry in (owner / "parameters").items():
            parameter = spec.follow(entry)
            place, name = (parameter / "in").text, (parameter / "name").text
            if name and first.setdefault((place, name), entry.at) != entry.at:
                before = found.written(first[place, name])
                message = f"{place} parameter `{name}` is already at {before}"
                related = first[place, name]
                found.error(Code.PARAMETER, message, entry.at, related=related)


def paths(spec: Spec, found: Diagnostics) -> None:
    """A path leads to one place on the server that it is appended to."""
    first: dict[str, Pointer] = {}
    for path, node in (spec.root / "paths").entries():
        problem = path_problem(path)
        if problem:
            message = f"the path {problem}: it is left out"
            found.warning(Code.PATH, message, node.at, on_key=True)
        plain = _PLACEHOLDER.sub("{}", path)
        if first.setdefault(plain, node.at) != node.at:
            before = first[plain].parts[-1]
            message = f"the path is the same as `{before}`, but for names"
            found.warning(Code.PATH, message, node.at, on_key=True)


def path_problem(path: str) -> str:
    """Why requests cannot be sent to a path; empty if they can."""
    if path.startswith("//"):
        return "would be read as a host"
    if "?" in path or "#" in path:
        return "holds a query or a fragment"
    if _NOT_IN_A_PATH.search(path):
        return "holds a character that no URL may hold"
    if set("{}") & set(_PLACEHOLDER.sub("", path)):
        return "has a brace without another"
    if any(unquote(segment) in (".", "..") for segment in path.split("/")):
        return "has a segment of dots, which leads to another path"
    return ""


def operation_ids(spec: Spec, found: Diagnostics) -> None:
    """No two operations have the same `operationId`, unless they are one by `$ref`."""
    first: dict[str, Pointer] = {}
    for _, _, _, operation in operations(spec):
        node = operation / "operationId"
        if not node.text or first.setdefault(node.text, node.at) == node.at:
            continue
        before = found.written(first[node.text])
        if before != found.written(node.at):
            message = f"`{node.text}` is already the id of {before}"
            related = first[node.text]
            found.error(Code.OPERATION_ID, message, node.at, related=related)


def bodies(spec: Spec, found: Diagnostics) -> None:
    """A body in a request that has no use for one is sent only since the document asks."""
    for _, method, _, operation in operations(spec):
        if method in _WITHOUT_BODY and "requestBody" in operation:
            message = f"a body in a {method.upper()} request means nothing by RFC 9110"
            at = (operation / "requestBody").at
            found.notice(Code.BODY, message, at, on_key=True)

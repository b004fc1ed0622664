"""Operations with hostile names, paths and parameters, drawn by hypothesis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hypothesis import strategies as st

from tests.properties.kinds import Json
from tests.properties.texts import PROPERTIES, PROSE, TITLES, VALUES

PLACES = ("query", "header", "cookie", "path")
_TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!$'*+^`|~"
"""What names of headers and cookies are made of (RFC 9110, section 5.6.2)."""
_STEPS = ("pets", "class", "self", "a.b", "v1", "1", "@me", "~x", "-")
_NAMES = {
    "query": PROPERTIES,
    "header": [n for n in PROPERTIES if n and {*n} <= {*_TOKEN}],
    "cookie": [n for n in PROPERTIES if n and {*n} <= {*_TOKEN}],
    "path": [n for n in PROPERTIES if n and {*n} <= {*_TOKEN} - {*"%^`|"}],
}
_TEXTS = [
    text for text in VALUES if text.isascii() and text.isprintable() and text.strip()
]


@dataclass(frozen=True, slots=True)
class Call:
    """A document with one operation, and what its parameters are given."""

    document: dict[str, Any]
    method: str
    path: str
    names: dict[str, list[str]]
    """For each place, the names of its parameters on the wire."""
    texts: list[str]
    """What the parameters are given, no two the same."""


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """Calls of one operation, each of whose parameters is a text."""
    names: dict[str, list[str]] = {}
    parameters: list[Json] = []
    for place in PLACES:
        several = st.sampled_from(_NAMES[place])
        # Names of headers are the same in any case.
        names[place] = draw(st.lists(several, max_size=3, unique_by=str.casefold))
        for name in names[place]:
            said: Json = {"name": name, "in": place, "schema": {"type": "string"}}
            said["required"] = place == "path" or draw(st.booleans())
            said["description"] = draw(st.sampled_from(PROSE))
            said["deprecated"] = draw(st.booleans())
            parameters.append(said)
    texts = [f"{draw(st.sampled_from(_TEXTS))}{n}" for n in range(len(parameters))]
    steps = [draw(st.sampled_from(_STEPS))]
    steps += [f"{{{name}}}" for name in names["path"]]
    path = "/" + "/".join(draw(st.permutations(steps)))
    method = draw(st.sampled_from(("get", "post", "delete")))
    operation: Json = {
        "summary": draw(st.sampled_from(TITLES)),
        "description": draw(st.sampled_from(PROSE)),
        "parameters": draw(st.permutations(parameters)),
        "responses": {"204": {"description": "Done."}},
    }
    if draw(st.booleans()):
        operation["operationId"] = draw(st.sampled_from((*PROPERTIES, *TITLES)))
    if draw(st.booleans()):
        operation["tags"] = [draw(st.sampled_from(TITLES))]
    document = {
        "openapi": "3.1.1",
        "info": {"title": draw(st.sampled_from(TITLES)) or "Drawn", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {path: {method: operation}},
    }
    return Call(document, method, path, names, texts)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a server reads of a request."""

    names: dict[str, list[str]]
    """For each place but the path, the names that parameters have there."""
    texts: list[str]


def read_request(request: Any, call: Call) -> Sent:
    """Take a request apart, as a server does."""
    address: str = request.url
    url = urlsplit(address)
    steps = [
        unquote(step)
        for step, meant in zip(url.path.split("/"), call.path.split("/"), strict=True)
        if meant.startswith("{")
    ]
    known = {name.lower(): name for name in call.names["header"]}
    headers: dict[str, str] = {name.lower(): text for name, text in request.headers}
    found: dict[str, list[tuple[str, str]]] = {
        "query": parse_qsl(url.query, keep_blank_values=True),
        "header": [(known[n], headers[n]) for n in headers if n in known],
        "cookie": [
            (name, unquote(text))
            for name, _, text in (
                one.partition("=") for one in headers.get("cookie", "").split("; ")
            )
            if name
        ],
    }
    names = {place: [name for name, _ in pairs] for place, pairs in found.items()}
    texts = [text for pairs in found.values() for _, text in pairs]
    return Sent(names, steps + texts)

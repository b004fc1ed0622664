"""URLs that a server gives: read, and followed to nowhere but where they came from."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from .calls import Request
from .errors import ForeignPageError
from .headers import Headers

T = TypeVar("T")

_PORTS = {"http": 80, "https": 443}
# RFC 8288, section 3: a target, and its parameters.
_TARGET = re.compile(r"[\s,]*<([^<>]*)>")
_PARAMETER = re.compile(
    r"\s*;\s*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*"
    r"(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\";,]*)))?)?"
)


def links(headers: Headers) -> dict[str, str]:
    """The targets of the header `Link`, by their relations (RFC 8288).

    Of several with the same relation, the first one counts. What belongs to something
    else than this response (`anchor`) is left out, as is all behind what cannot be read.
    """
    text = headers.get("link", "")
    found: dict[str, str] = {}
    at = 0
    while target := _TARGET.match(text, at):
        at = target.end()
        parameters: dict[str, str] = {}
        while parameter := _PARAMETER.match(text, at):
            at = parameter.end()
            name, quoted, token = parameter.groups("")
            parameters.setdefault(name.lower(), quoted or token)
        if "anchor" not in parameters:
            for relation in parameters.get("rel", "").lower().split():
                found.setdefault(relation, target[1])
    return found


def follow(request: Request[T], url: str, link: str) -> Request[T]:
    """The request for another page, which the server has named by a URL.

    A relative one is resolved (RFC 3986, section 5) against `url`, the URL that `request`
    went to. Only the path and the query are taken from it: where requests are sent to is
    decided by us alone.

    Raises:
        ForeignPageError: The URL has another scheme, host or port, has a user, or could
            be read in more than one way.
    """
    # Readers of URLs do not agree about other characters, nor about backslashes.
    if not re.fullmatch(r"[!-\[\]-~]+", link):
        raise ForeignPageError("the next page's URL holds characters that no URL has")
    there = _resolved(url, link)
    if there is None:
        raise ForeignPageError(
            "the next page's URL leads to another server, or nowhere"
        )
    path, query = there
    return replace(request, path=path, from_root=True, query=query)


def _resolved(url: str, link: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The path and the query that a URL leads to, if they are of the same server."""
    try:
        there = urlsplit(urljoin(url, link))
        if "@" in there.netloc or _origin(there) != _origin(urlsplit(url)):
            return None
        query = parse_qsl(there.query, keep_blank_values=True, errors="strict")
    except ValueError:  # it would keep the URL, which may hold credentials
        return None
    return there.path or "/", tuple(query)


def _origin(url: SplitResult) -> tuple[str, str, int | None]:
    """Scheme, host and port, as they are compared (RFC 6454, section 4)."""
    port = url.port if url.port is not None else _PORTS.get(url.scheme)
    return url.scheme, url.hostname or "", port

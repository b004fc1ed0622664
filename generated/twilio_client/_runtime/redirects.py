"""Where a redirect may lead: nowhere but to the server that sends it.

Credentials are presented there again, so readers of URLs that differ in their opinion
about one would be a way to lead them astray. Whatever they could differ about is refused,
and scheme, host and port are never taken from the server's text.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from .transport import HttpResponse

MOST_REDIRECTS = 5
"""How many redirects of one call are followed."""

_STATUSES = frozenset({301, 302, 303, 307, 308})
_METHODS = frozenset({"GET", "HEAD"})
_PORTS = {"http": 80, "https": 443}
# What is left of ASCII without control characters, blanks, quotes, and backslashes, which
# some take for slashes.
_PLAIN = re.compile(r"[!#-\[\]-~]+")


def redirected(method: str, url: str, answer: HttpResponse) -> str | None:
    """The URL to go on to, without a fragment; None if there is none that may be used."""
    location = answer.headers.get("location", "")
    if answer.status not in _STATUSES or method not in _METHODS:
        return None
    if not _PLAIN.fullmatch(location):
        return None
    try:
        written = urlsplit(location)
        if not written.netloc and (written.scheme or location.startswith("//")):
            return None  # some find a host in the path then
        target = urlsplit(urljoin(url, location))
        is_same = _origin(target.geturl()) == _origin(url)
    except ValueError:
        return None
    if not is_same or "@" in target.netloc:
        return None
    here = urlsplit(url)
    query = f"?{target.query}" if target.query else ""
    return f"{here.scheme}://{here.netloc}{target.path or '/'}{query}"


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port (RFC 6454, section 4).

    Raises:
        ValueError: There is no such port, or the host is malformed.
    """
    parts = urlsplit(url)
    port = _PORTS.get(parts.scheme) if parts.port is None else parts.port
    return parts.scheme, parts.hostname, port

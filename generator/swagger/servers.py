"""`host`, `basePath` and `schemes` become servers."""

from __future__ import annotations

import re

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Json, Node
from generator.swagger.places import Parts, Places

# A name or an address, maybe with a port. Neither has templates (Swagger 2.0, Swagger
# Object), and a path of two slashes would name another host.
_HOST = re.compile(r"([A-Za-z0-9._~-]+(:[0-9]+)?)?")
_BASE_PATH = re.compile(r"/?([^/?#{}\\\s][^?#{}\\\s]*)?")


def check_server(root: Node, found: Diagnostics) -> None:
    """Report what cannot become a URL that requests are sent to."""
    host, base = root / "host", root / "basePath"
    if not _HOST.fullmatch(host.text):
        message = "the host must be a name or an address, and maybe a port"
        found.error(Code.SERVER, message, host.at)
    if not _BASE_PATH.fullmatch(base.text):
        message = "not a path that requests can be appended to"
        found.error(Code.SERVER, message, base.at)


def servers(root: Node, schemes: Node, place: Parts, places: Places) -> list[Json]:
    """The servers for a list of schemes, https before http; none if nothing is said.

    Without a host they are relative. The scheme of a host is, if none is given, the one
    that the document came by, which nobody knows any more: https is the safe choice.
    """
    host, base = root / "host", root / "basePath"
    if not _HOST.fullmatch(host.text) or not _BASE_PATH.fullmatch(base.text):
        return []  # reported
    at = host.at if host.text else base.at
    path = base.text and f"/{base.text.removeprefix('/')}"
    urls = [path] if path else []
    if host.text:
        urls = [f"{scheme}://{host.text}{path}" for scheme in _chosen(schemes)]
    for index in range(len(urls)):
        places.note((*place, str(index)), at)
        places.note((*place, str(index), "url"), at)
    return [{"url": url} for url in urls]


def _chosen(schemes: Node) -> list[str]:
    named = [scheme.text for scheme in schemes.items() if scheme.text]
    # If there is none but web sockets, the rules about servers refuse them.
    return [one for one in ("https", "http") if one in named] or named or ["https"]

"""One document comes over HTTP, from hosts that are allowed, and from nowhere else.

This is `http.client` with little around it. The generator needs no HTTP library otherwise;
and those that there are resolve names, follow redirects, obey proxies of the environment
and decompress by themselves, all of which has to be done under our eyes here.
"""

from __future__ import annotations

import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse

from generator.reading.addresses import PORTS, Origin, Url
from generator.reading.connect import Budget, Line, Network, connect
from generator.reading.files import Refused

MAX_REDIRECTS = 5

_MOVED = (301, 302, 303, 307, 308)
_BLOCK = 65_536
_HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "clientsmith",
}


def fetch(
    url: Url,
    allowed: frozenset[Origin],
    *,
    limit: int,
    seconds: float,
    network: Network,
) -> bytes:
    """The content of a URL, which may redirect to others that are allowed as well.

    Args:
        url: Where to begin.
        allowed: All that may be spoken to. Every redirect is held against it.
        limit: How many bytes the content may have.
        seconds: How long everything may take together.
        network: How the outside is reached.

    Raises:
        Refused: It is not fetched; the message names the URL and says why.
    """
    budget = Budget(time.monotonic() + seconds, limit)
    here = url
    try:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _exchange(here, allowed, budget, network)
            if isinstance(answer, bytes):
                return answer
            here = _next(here, answer)
        raise Refused(f"more than {MAX_REDIRECTS} redirects")
    except Refused as problem:
        reason, hint = problem.message, problem.hint
    except TimeoutError:
        reason, hint = f"no full answer within {seconds:g} seconds", ""
    except (OSError, HTTPException, ValueError) as error:
        reason, hint = _reason(error), ""
    through = "" if here == url else f", which redirects to `{here}`,"
    raise Refused(f"`{url}`{through} cannot be fetched: {reason}", hint) from None


class _Connection(HTTPConnection):
    """A connection over a line that is there already, and over no other."""

    def __init__(self, origin: Origin, line: Line) -> None:
        super().__init__(origin.host, origin.port)
        self.default_port = PORTS[origin.scheme]  # the `Host` header goes without it
        self._line = line

    def connect(self) -> None:
        self.sock = self._line


def _exchange(
    url: Url, allowed: frozenset[Origin], budget: Budget, network: Network
) -> bytes | str:
    """Ask for a URL: its content, or the `Location` that it has moved to."""
    if url.origin not in allowed:
        raise Refused(
            f"`{url.origin.scheme}://{url.origin.authority}` is not allowed",
            f"allow it if you trust it: --allow-remote {url.origin}",
        )
    with connect(url.origin, budget, network) as line:
        connection = _Connection(url.origin, line)
        connection.request("GET", url.target, headers=_HEADERS)
        with connection.getresponse() as response:
            location = response.headers.get("Location")
            if response.status in _MOVED and location:
                return location
            return _content(response, budget)


def _content(response: HTTPResponse, budget: Budget) -> bytes:
    if response.status != 200:
        raise Refused(f"the server answers with status {response.status}")
    headers = response.headers
    if headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refused("the answer is compressed, though we have asked for it as it is")
    if headers.get("Transfer-Encoding", "chunked").strip().lower() != "chunked":
        raise Refused("the answer has a coding that we have not asked for")
    if (response.length or 0) > budget.limit:
        raise budget.too_large()
    content = bytearray()
    while block := response.read(min(_BLOCK, budget.limit + 1 - len(content))):
        content += block
        if len(content) > budget.limit:
            raise budget.too_large()
    # `http.client` takes a head that was cut off for a whole one, and nothing follows it.
    if response.length or not content:
        raise Refused("the answer is empty, or ends too early")
    return bytes(content)


def _next(here: Url, location: str) -> Url:
    """Where a `Location` leads, which may be relative (RFC 9110, section 10.2.2)."""
    try:
        return here.join(location)
    except ValueError as problem:
        raise Refused(f"it redirects to what we do not fetch: {problem}") from None


def _reason(error: Exception) -> str:
    """What went wrong, in words that are not the server's."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not valid: {error.verify_message}"
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return "the connection ends too early"
        case ssl.SSLError():
            return "no secure connection"
        case OSError() if error.strerror:
            return error.strerror.lower()
        case _:
            return "the answer is broken HTTP, or ends too early"

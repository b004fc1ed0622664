"""A host becomes a connection: to public addresses only, and only for a while.

No proxy is used, whatever the environment says: it would resolve the name itself, and what
we have checked would not be what is connected to. Certificates are trusted as the system
and `SSL_CERT_FILE` say.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from generator.reading.addresses import Origin, is_public
from generator.reading.files import Refused

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 65_536
_BESIDE = "copy it beside the document and refer to it there"


def system_addresses(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order in which they should be tried.

    The system's resolver has its own limits of time: some seconds, mostly.

    Raises:
        OSError: It has none, or nobody can be asked.
    """
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


@cache
def system_trust() -> ssl.SSLContext:
    """Checks certificates and names. Made once, since reading all authorities takes time."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass(frozen=True, slots=True)
class Network:
    """How the outside is reached. Tests put a small world of their own in its place."""

    addresses: Callable[[str, int], Sequence[str]] = system_addresses
    """The IP addresses of a host; asked once for each connection."""
    is_public: Callable[[str], bool] = is_public
    """Whether we connect to an IP address."""
    trust: Callable[[], ssl.SSLContext] = system_trust
    """What checks certificates."""


@dataclass(slots=True)
class Budget:
    """What a document may cost, with all redirects on the way to it."""

    end: float
    """When time is over, by the monotonic clock."""
    limit: int
    """How many bytes the content may have."""

    @property
    def seconds(self) -> float:
        """How much time is left.

        Raises:
            TimeoutError: None is.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def too_large(self) -> Refused:
        return Refused(f"it is larger than {self.limit:,} bytes")


class Line:
    """The part of a socket that `http.client` uses, with our limits.

    A timeout of a socket is one for each read, so that a server could keep us for days.
    """

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self._sock = sock
        self._budget = budget

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._budget.seconds)
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self._sock, self._budget), _BUFFER)

    def close(self) -> None:
        """Left to who has opened the socket: `http.client` reads on after this."""


class _Stream(io.RawIOBase):
    """What arrives at a socket, until time is over, however slowly it drips in."""

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self._sock = sock
        self._budget = budget
        # Chunks have marks around them. Without a limit here, a chunk of a size that is
        # wrong (`-1`) would make `http.client` read whatever comes.
        self._left = 2 * budget.limit + 1_000_000

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        self._sock.settimeout(self._budget.seconds)
        count = self._sock.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise self._budget.too_large()
        return count


@contextmanager
def connect(origin: Origin, budget: Budget, network: Network) -> Generator[Line]:
    """A connection to a host, encrypted if its scheme says so.

    Raises:
        Refused: The host has no address, or one that we do not connect to.
        OSError: It cannot be reached, or does not show its certificate.
    """
    addresses = _checked_addresses(origin, network)
    with closing(_first_that_answers(addresses, origin.port, budget)) as sock:
        if origin.scheme == "http":
            yield Line(sock, budget)
            return
        sock.settimeout(budget.seconds)
        # Checks the certificate for the name, though we have connected to a number. An end
        # that nobody has signed is an error: something may be missing.
        with network.trust().wrap_socket(
            sock, server_hostname=origin.host, suppress_ragged_eofs=False
        ) as encrypted:
            yield Line(encrypted, budget)


def _checked_addresses(origin: Origin, network: Network) -> Sequence[str]:
    """What a name stands for. It is asked once only: a second answer may be another."""
    try:
        addresses = network.addresses(origin.host, origin.port)
    except (OSError, UnicodeError):
        addresses = ()
    if not addresses:
        raise Refused(f"no address is known for `{origin.host}`")
    for address in addresses:
        if not network.is_public(address):
            raise Refused(f"the address {address} is not a public one", _BESIDE)
    return addresses


def _first_that_answers(
    addresses: Sequence[str], port: int, budget: Budget
) -> socket.socket:
    """Connect to the first of the addresses that answers; each gets its share of time."""
    problem = OSError()
    for index, address in enumerate(addresses):
        try:
            share = budget.seconds / (len(addresses) - index)
            return _connect_to(address, port, share)
        except OSError as error:
            problem = error
    raise problem


def _connect_to(address: str, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
    except BaseException:
        sock.close()
        raise
    return sock

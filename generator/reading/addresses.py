"""Where a URL leads: how hosts may be spelled, and which addresses are public."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Self
from urllib.parse import quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}

# The last label begins with a letter, so that no number is taken for a name: resolvers
# read `127.1`, `0x7f000001` and `2130706433` as addresses.
_NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_MAX_NAME = 253
_MAX_URL = 8_000
"""In characters: what every server has to take (RFC 9110, section 4.1)."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as hosts without IPv4 see them (RFC 6052)."""

_UNICAST = ipaddress.ip_network("2000::/3")
"""All IPv6 addresses that were ever given to anybody (RFC 4291, section 2.4)."""

# What `is_global` misses, in all versions of Python or in some. Tunnels (2002::/16, and
# Teredo in 2001::/23) hold an IPv4 address that the tunnel's end would connect to.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # public in form, and answers inside of one cloud only
        "192.0.0.0/24",  # protocol assignments (RFC 6890); one cloud's metadata
        "192.88.99.0/24",  # the way to 6to4 (RFC 7526)
        "2001::/23",  # protocol assignments (RFC 2928)
        "2002::/16",  # 6to4 (RFC 7526)
        "3fff::/20",  # documentation (RFC 9637)
    )
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What is allowed or not: a host, how it is spoken to, and at which port."""

    scheme: str
    """`http` or `https`."""
    host: str
    """A name in lower-case ASCII (IDNA), or an IP address without brackets."""
    port: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `HOST` or `HOST:PORT`, which mean https, or either after `http://`.

        Raises:
            ValueError: It is something else; the message says what.
        """
        if text.count(":") > 1 and "[" not in text and "://" not in text:
            text = f"[{text}]"
        url = Url.parse(text if "://" in text else f"https://{text}")
        if url.target != "/" or "?" in text or "#" in text:
            raise ValueError("it has more than a host and a port")
        origin = url.origin
        return cls(origin.scheme, origin.host, origin.port)

    @property
    def authority(self) -> str:
        """Host and port as a URL has them; without the port if it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """As a user allows it: `example.com`, `http://example.com:8080`."""
        return f"http://{self.authority}" if self.scheme == "http" else self.authority


@dataclass(frozen=True, slots=True)
class Url:
    """A URL of http or https, in one spelling, so that equal means the same."""

    origin: Origin
    target: str
    """Path and query, as they are sent: ASCII that begins with `/`."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a URL or an IRI (RFC 3987). A fragment is not part of what is fetched.

        Raises:
            ValueError: It is none that we would fetch; the message says why.
        """
        if len(text) > _MAX_URL:
            raise ValueError(f"it is longer than {_MAX_URL:,} characters")
        _check_characters(text)
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            raise ValueError("it is not a URL") from None
        if parts.scheme not in PORTS:
            raise ValueError("it is not a URL of https")
        if "@" in parts.netloc:
            raise ValueError("it has a user name, which is never sent")
        if port == 0:
            raise ValueError("port 0 does not exist")
        host = _host(parts.hostname or "", in_brackets=parts.netloc.startswith("["))
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        if parts.query:
            target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?[]")
        port = port or PORTS[parts.scheme]
        return cls(Origin(parts.scheme, host, port), target)

    def join(self, reference: str) -> Self:
        """Where a reference leads from here, such as the `Location` of a redirect.

        Raises:
            ValueError: It is none that we would fetch; the message says why.
        """
        _check_characters(reference)
        return self.parse(urljoin(str(self), reference))

    def __str__(self) -> str:
        return f"{self.origin.scheme}://{self.origin.authority}{self.target}"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, which anybody can reach.

    All others are refused, since they may lead to what only this machine can reach: its
    own services, those of its network, and the credentials that clouds hand out.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        ip = _embedded(ip)
    if isinstance(ip, IPv6Address) and ip not in _UNICAST:
        return False
    if ip.is_multicast or ip.is_reserved or any(ip in network for network in _SPECIAL):
        return False
    return ip.is_global


def _embedded(ip: IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that the system would connect to in place of an IPv6 one."""
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    return IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in _NAT64 else ip


def _check_characters(text: str) -> None:
    """Refuse what `urllib` drops silently, and `\\`, which browsers read as `/`."""
    if re.search(r"[\x00-\x20\x7f-\x9f\\]", text):
        raise ValueError("it has spaces, control characters or backslashes")


def _host(text: str, *, in_brackets: bool) -> str:
    """The one spelling of a host: lower case, ASCII, addresses as they are printed."""
    if in_brackets:
        try:
            address = IPv6Address(text)
        except ValueError:
            raise ValueError("only IPv6 addresses stand in brackets") from None
        if address.scope_id is not None:
            raise ValueError("its address is one of a single network")
        return str(address)
    try:
        return str(IPv4Address(text))
    except ValueError:
        return _name(text)


def _name(text: str) -> str:
    try:
        # The length is limited first: the codec is slow with long names.
        name = text[: _MAX_NAME + 1].encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if len(text) > _MAX_NAME or len(name) > _MAX_NAME or not _NAME.fullmatch(name):
        raise ValueError("its host is not the name of one")
    return name

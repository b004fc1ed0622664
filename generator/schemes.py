"""Security schemes: the ways to say who is calling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.notes import NO_DOC, Doc, Location, Name
from generator.text import NO_TEXT, Text


class SchemeKind(StrEnum):
    """How credentials are presented."""

    BASIC = "basic"
    """A user name and a password (RFC 7617)."""
    BEARER = "bearer"
    """A token in the header `Authorization` (RFC 6750)."""
    OAUTH2 = "oauth2"
    """The same, with a token that an OAuth 2 server has given (RFC 6749)."""
    OPEN_ID_CONNECT = "open-id-connect"
    """The same, with a token of OpenID Connect."""
    API_KEY = "api-key"
    """A text at a place that the API has chosen."""
    MUTUAL_TLS = "mutual-tls"
    """A certificate, which the connection presents: no part of a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """A way to say who is calling."""

    id: Text
    name: Name
    kind: SchemeKind
    location: Location | None = None
    """Where an API key goes: a header, the query or a cookie. None for other kinds."""
    place: Text = NO_TEXT
    """What an API key is called there."""
    token_url: Text = NO_TEXT
    """Of OAuth 2: the URL that gives a client a token for its own id and secret (RFC 6749,
    section 4.4); empty if there is none."""
    doc: Doc = NO_DOC


Alternatives: TypeAlias = tuple[tuple[Text, ...], ...]
"""Security schemes, by their ids: those inside belong together, any one of the outer
ones will do. An empty one says that no credentials will do as well; if there are none at
all, none are to be sent.
"""

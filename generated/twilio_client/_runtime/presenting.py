"""Credentials on requests: the one place where they are put on.

That happens when it is settled where a request goes, for this one URL. No redirect is
followed, so they reach no other server.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from .auth import Auth, BearerAuth, Presented, Scheme, Where
from .calls import Request
from .errors import ConfigurationError
from .tokens import ClientCredentials

Pairs: TypeAlias = tuple[tuple[str, str], ...]


def present(
    auth: Auth, request: Request[Any], url: str, headers: Pairs, query: Pairs
) -> tuple[Presented, ...]:
    """The credentials that a request needs, as they are now.

    `headers` and `query` are what the call has brought itself: that takes the place of
    credentials.

    Raises:
        ConfigurationError: There are none, or they cannot be sent.
    """
    try:
        return tuple(one.present() for one in _chosen(auth, request, headers, query))
    except ConfigurationError as error:
        error.method, error.url = request.method, url
        raise


def token_schemes(
    auth: Auth, request: Request[Any], headers: Pairs, query: Pairs
) -> list[tuple[ClientCredentials, str]]:
    """What a request needs that gets tokens from a server, and where from."""
    if not auth.gets_tokens:
        return []
    return [
        (part.source, scheme.token_url)
        for scheme in _chosen(auth, request, headers, query)
        if isinstance(scheme, BearerAuth)
        for part in scheme.parts
        if part.source is not None
    ]


def _chosen(
    auth: Auth, request: Request[Any], headers: Pairs, query: Pairs
) -> list[Scheme]:
    """The schemes for which the call has brought nothing itself."""
    taken = {("header", name.lower()) for name, _ in headers}
    taken |= {("query", name) for name, _ in query}
    taken |= {("cookie", name) for name, _ in request.cookies}
    return auth.choose(request.security, taken)


def placed(presented: Iterable[Presented], where: Where) -> Pairs:
    """The credentials that go into a part of the request."""
    return tuple((one.name, one.value) for one in presented if one.where == where)

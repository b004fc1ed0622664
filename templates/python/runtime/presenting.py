"""Credentials on requests: the one place where they are put on.

That happens when it is settled where a request goes, for this one URL. No redirect is
followed, so they reach no other server.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from .auth import Auth, Presented, Where
from .calls import Request
from .errors import ConfigurationError

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
    taken = {("header", name.lower()) for name, _ in headers}
    taken |= {("query", name) for name, _ in query}
    taken |= {("cookie", name) for name, _ in request.cookies}
    try:
        return tuple(one.present() for one in auth.choose(request.security, taken))
    except ConfigurationError as error:
        error.method, error.url = request.method, url
        raise


def placed(presented: Iterable[Presented], where: Where) -> Pairs:
    """The credentials that go into a part of the request."""
    return tuple((one.name, one.value) for one in presented if one.where == where)

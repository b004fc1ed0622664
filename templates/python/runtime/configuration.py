"""What a client brings to each of its calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from .auth import Alternatives, Auth, Scheme
from .deadlines import check_count, check_seconds
from .drift import Drift, DriftHook, raise_drift
from .errors import ConfigurationError
from .hooks import AttemptHook, AttemptHooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was checked when the client was made. Times are in seconds."""

    auth: Auth = field(repr=False)
    base_url: str | None
    timeout: float
    deadline: float
    retries: int
    max_response_bytes: int
    follow_redirects: bool
    user_agent: str
    hooks: tuple[AttemptHook, ...]
    on_drift: DriftHook | None


def settings(
    *,
    schemes: Mapping[str, Scheme] = MappingProxyType({}),
    needed: Alternatives = (),
    base_url: str | None,
    timeout: float,
    deadline: float,
    retries: int,
    max_response_bytes: int,
    follow_redirects: bool,
    user_agent: str,
    hooks: AttemptHooks,
    strict: bool,
    on_drift: DriftHook | None,
) -> Settings:
    """Check what a client was given.

    `needed` are the credentials without which no request at all can be sent.

    Raises:
        ConfigurationError: The base URL is none that requests could be sent to, or
            there are no credentials.
        InvalidArgumentError: A number is out of its range.
    """
    auth = Auth(schemes)
    auth.choose(needed)
    return Settings(
        auth=auth,
        base_url=check_base_url(base_url) if base_url else None,
        timeout=check_seconds("timeout", timeout),
        deadline=check_seconds("deadline", deadline),
        retries=check_count("retries", retries, 0),
        max_response_bytes=check_count("max_response_bytes", max_response_bytes, 1),
        follow_redirects=follow_redirects,
        user_agent=user_agent,
        hooks=tuple(hooks),
        on_drift=_strictly(on_drift) if strict else on_drift,
    )


def check_base_url(url: object) -> str:
    """A URL that a path can be appended to.

    Raises:
        ConfigurationError: It is not http or https, or holds a user, a query, a
            fragment or a blank.
    """
    # `urlsplit` drops some characters silently that other readers of URLs do not.
    if not isinstance(url, str) or not re.fullmatch(r"[!-~]+", url):
        raise ConfigurationError("the base URL must be a text without blanks")
    if "?" in url or "#" in url:
        raise ConfigurationError("the base URL must have no query or fragment")
    try:
        parts = urlsplit(url)
        is_server = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_server = is_server and (parts.port is None or parts.port > 0)
    except ValueError:
        is_server = False
    if not is_server or "@" in url:
        raise ConfigurationError("the base URL must be https:// and a host, no user")
    return url


def _strictly(hook: DriftHook | None) -> DriftHook:
    """A hook that tells another one first, if there is one, and then raises."""

    def tell_and_raise(drift: Drift) -> None:
        if hook is not None:
            hook(drift)
        raise_drift(drift)

    return tell_and_raise

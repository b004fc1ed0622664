"""What the user decides about a client, beyond the specification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CredentialSetting:
    """How a part of the credentials is passed to the client."""

    argument: str
    """The name of the client's argument: `account_sid`."""
    variable: str = ""
    """The environment variable that is read if the argument is not given; empty if there
    is to be none."""


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """One client package."""

    package: str
    """Its import path, with dots: `twilio.rest`."""
    credentials: Mapping[str, CredentialSetting] = field(
        default_factory=dict[str, CredentialSetting]
    )
    """By part: `username` and `password`, `token`, `api-key`."""
    schemes: Mapping[str, Mapping[str, CredentialSetting]] = field(
        default_factory=dict[str, Mapping[str, CredentialSetting]]
    )
    """By the name of a security scheme, and by part: for those that differ."""
    base_url_variable: str | None = None
    """The environment variable that can name another server, if there is to be one."""
    language: str = "python"
    """The language pack."""

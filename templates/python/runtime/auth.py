"""Credentials: where they come from, and how they are put on a request."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from typing import Protocol

from .errors import ConfigurationError


class Auth(Protocol):
    """A way to authenticate."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that nothing may show."""
        ...

    def header(self) -> str:
        """The value of the header `Authorization`."""
        ...


class BasicAuth:
    """HTTP Basic authentication (RFC 7617), with UTF-8.

    Raises:
        ConfigurationError: The user name holds a colon, which would end it early, or
            the credentials cannot be written as UTF-8.
    """

    __slots__ = ("_password", "_username")

    def __init__(self, username: str, password: str) -> None:
        if not _is_text(username) or not _is_text(password):
            raise ConfigurationError("the credentials must be texts")
        if ":" in username:
            raise ConfigurationError("the user name must not hold a colon")
        self._username = username
        self._password = password

    @classmethod
    def of(cls, *, username: Credential, password: Credential) -> BasicAuth:
        """The credentials that were passed or are in the environment.

        Raises:
            ConfigurationError: Some are missing; the message names all of them.
        """
        if username.value and password.value:
            return cls(username.value, password.value)
        missing = [part for part in (username, password) if not part.value]
        mends = [f"pass `{part.argument}` or set {part.variable}" for part in missing]
        raise ConfigurationError(f"no credentials: {', and '.join(mends)}")

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self._password, self.header().removeprefix("Basic "))

    def header(self) -> str:
        pair = f"{self._username}:{self._password}".encode()
        return f"Basic {b64encode(pair).decode('ascii')}"

    def __repr__(self) -> str:
        return "BasicAuth(***)"


class Credential:
    """A part of the credentials: what was passed, or else an environment variable."""

    __slots__ = ("argument", "value", "variable")

    def __init__(self, argument: str, value: str | None, variable: str) -> None:
        self.argument = argument
        self.value = value if value is not None else os.environ.get(variable)
        self.variable = variable

    def __repr__(self) -> str:
        return f"Credential({self.argument!r}, ***, {self.variable!r})"


def _is_text(value: object) -> bool:
    """Whether a value, whatever type checkers were told, can be written as UTF-8."""
    return isinstance(value, str) and not re.search(r"[\ud800-\udfff]", value)

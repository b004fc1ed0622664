"""Credentials: where they come from, which a call needs, and how they are presented."""

from __future__ import annotations

import os
import re
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, NoReturn, TypeAlias

from .errors import ConfigurationError
from .headers import can_be_value
from .tokens import ClientCredentials

Where: TypeAlias = Literal["header", "query", "cookie"]
"""A part of a request that can hold credentials."""

Place: TypeAlias = tuple[str, str]
"""Such a part, and a name there; that of a header in small letters."""

Alternatives: TypeAlias = tuple[tuple[str, ...], ...]
"""Schemes by their names: those inside belong together, any one of the outer ones will
do. An empty one says that no credentials will do as well; if there are none at all,
none are sent. (OpenAPI, Security Requirement Object)
"""


class Credential:
    """What a client was given for an argument, or else an environment variable.

    It is a text, or a function that gives one: that is called whenever a request is
    made, by the asyncio client as well, and so should not take long. A text that is
    empty counts as not given. Of `ClientCredentials`, it is their token.

    Raises:
        ConfigurationError: The value is neither, or cannot be written as UTF-8.
    """

    __slots__ = ("_value", "argument", "variable")

    def __init__(
        self,
        argument: str,
        value: str | Callable[[], str] | ClientCredentials | None,
        variable: str = "",
    ) -> None:
        self.argument = argument
        self.variable = variable
        if value is None and variable:
            value = os.environ.get(variable)
        self._value = value
        if value is not None and not callable(value) and self.source is None:
            self._checked(value)

    @property
    def source(self) -> ClientCredentials | None:
        """What gets the text from a server, if anything does."""
        return self._value if isinstance(self._value, ClientCredentials) else None

    @property
    def is_given(self) -> bool:
        return bool(self._value)

    @property
    def is_text(self) -> bool:
        """Whether it is known already, and will not change."""
        return isinstance(self._value, str) and self.is_given

    def get(self) -> str:
        """The text, as it is now.

        Raises:
            ConfigurationError: There is none, or it cannot be written as UTF-8.
        """
        value = self._value
        if isinstance(value, ClientCredentials):
            return value.token
        return self._checked(value() if callable(value) else value)

    def refuse(self, reason: str) -> NoReturn:
        """Say what is wrong with it, but not what it is.

        Raises:
            ConfigurationError: Always.
        """
        raise ConfigurationError(f"`{self.argument}` {reason}")

    def mend(self) -> str:
        """What to do about one that is missing."""
        variable = f" or set {self.variable}" if self.variable else ""
        return f"pass `{self.argument}`{variable}"

    def _checked(self, value: object) -> str:
        if not isinstance(value, str):
            self.refuse("must be a text")
        if re.search(r"[\ud800-\udfff]", value):
            self.refuse("cannot be written as UTF-8")
        return value

    def __repr__(self) -> str:
        return f"Credential({self.argument!r}, ***, {self.variable!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled")


@dataclass(frozen=True, slots=True)
class Presented:
    """Credentials as they go into a request."""

    where: Where
    name: str
    value: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    """The texts that nothing may show."""


class Scheme(ABC):
    """A way to say who is calling: a place in the request, and what to put there.

    Raises:
        ConfigurationError: What was given cannot be put there. What a function gives
            is looked at when a request is made.
    """

    __slots__ = ("name", "parts", "secrets", "where")

    def __init__(self, where: Where, name: str, *parts: Credential) -> None:
        self.where: Where = where
        self.name = name
        self.parts = parts
        self.secrets: tuple[str, ...] = ()
        """What is known by now of the texts that nothing may show."""
        if all(part.is_text for part in parts):
            self.secrets = self.present().secrets

    @abstractmethod
    def _written(self, *texts: str) -> str:
        """What stands in the place."""

    @property
    def place(self) -> Place:
        return (self.where, self.name.lower() if self.where == "header" else self.name)

    @property
    def is_given(self) -> bool:
        return all(part.is_given for part in self.parts)

    def is_in(self, taken: Collection[Place]) -> bool:
        """Whether a call has brought something for the place itself."""
        return self.place in taken or (
            self.where == "cookie" and ("header", "cookie") in taken
        )

    def present(self) -> Presented:
        """The credentials as they are now.

        Raises:
            ConfigurationError: They cannot be put there.
        """
        texts = [part.get() for part in self.parts]
        last = self.parts[-1]
        if not all(texts):
            last.refuse("must not be empty")
        value = self._written(*texts)
        if self.where == "header" and not can_be_value(value):
            last.refuse("holds a character, or a blank at an end, that cannot be sent")
        secrets = (texts[-1], value, value.partition(" ")[2])
        return Presented(self.where, self.name, value, secrets)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class BasicAuth(Scheme):
    """HTTP Basic authentication (RFC 7617), with UTF-8.

    Raises:
        ConfigurationError: The user name holds a colon, which would end it early.
    """

    __slots__ = ()

    def __init__(self, username: Credential, password: Credential) -> None:
        super().__init__("header", "Authorization", username, password)

    def _written(self, *texts: str) -> str:
        if ":" in texts[0]:
            self.parts[0].refuse("must not hold a colon")
        return f"Basic {b64encode(':'.join(texts).encode()).decode('ascii')}"


class BearerAuth(Scheme):
    """A token that suffices to be let in (RFC 6750), of OAuth 2 or any other origin.

    `token_url` is where the API's description says that clients get tokens.

    Raises:
        ConfigurationError: Nobody says where to get a token.
    """

    __slots__ = ("token_url",)

    def __init__(self, token: Credential, *, token_url: str = "") -> None:
        super().__init__("header", "Authorization", token)
        self.token_url = token_url
        if token.source is not None:
            self.token_url = token.source.token_url or token_url
            if not self.token_url.startswith(("http://", "https://")):
                token.refuse("needs a `token_url` to get a token")
            self.secrets = token.source.secrets

    def _written(self, *texts: str) -> str:
        if " " in texts[0] or "\t" in texts[0]:
            self.parts[0].refuse("must not hold a blank")
        return f"Bearer {texts[0]}"


class ApiKeyAuth(Scheme):
    """A key in a header, the query or a cookie."""

    __slots__ = ()

    def __init__(self, where: Where, name: str, key: Credential) -> None:
        super().__init__(where, name, key)

    def _written(self, *texts: str) -> str:
        return texts[0]


class Auth:
    """All security schemes of an API, by name, with what the client was given."""

    __slots__ = ("_gets_tokens", "_schemes")

    def __init__(self, schemes: Mapping[str, Scheme]) -> None:
        self._schemes = schemes
        parts = [part for one in schemes.values() for part in one.parts]
        self._gets_tokens = any(part.source is not None for part in parts)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What is known by now of the texts that nothing may show."""
        return tuple(text for one in self._schemes.values() for text in one.secrets)

    @property
    def gets_tokens(self) -> bool:
        """Whether a scheme has to ask a server for what it presents."""
        return self._gets_tokens

    def choose(
        self, alternatives: Alternatives, taken: Collection[Place] = ()
    ) -> list[Scheme]:
        """The schemes of the first alternative for which there are credentials.

        `taken` are the places for which a call has brought something itself: a scheme
        for one of them is left out.

        Raises:
            ConfigurationError: There are none, and the API does not do without.
        """
        for names in filter(None, alternatives):
            chosen = self._usable(names, taken)
            if chosen is not None:
                return chosen
        if not alternatives or () in alternatives:
            return []
        mends = dict.fromkeys(map(self._mend, alternatives))
        raise ConfigurationError(f"no credentials: {'; or '.join(mends)}")

    def _usable(
        self, names: tuple[str, ...], taken: Collection[Place]
    ) -> list[Scheme] | None:
        """The schemes of an alternative; None if there are no credentials for one.

        Of several for the same place, as a token by one of two flows of OAuth 2, one is
        enough, since no more than that could be sent.
        """
        if not self._schemes.keys() >= set(names):
            return None
        usable: dict[Place, Scheme | None] = {}
        for scheme in (self._schemes[name] for name in names):
            if not scheme.is_in(taken) and usable.get(scheme.place) is None:
                usable[scheme.place] = scheme if scheme.is_given else None
        schemes = [scheme for scheme in usable.values() if scheme is not None]
        return schemes if len(schemes) == len(usable) else None

    def _mend(self, names: tuple[str, ...]) -> str:
        """What to do to have the credentials of an alternative."""
        if not self._schemes.keys() >= set(names):
            return "send it by a client that was made for this API"
        parts = [part for name in names for part in self._schemes[name].parts]
        missing = [part.mend() for part in parts if not part.is_given]
        return " and ".join(dict.fromkeys(missing))

    def __repr__(self) -> str:
        return f"Auth({', '.join(self._schemes)})"

"""Tokens that a client is given for an id and a secret of its own (OAuth 2)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from time import monotonic
from typing import Any, NoReturn, cast
from urllib.parse import quote_plus, urlencode

from .errors import ConfigurationError, DecodeError
from .reading import parse_json

_MARGIN = 30.0
"""Seconds before its end from which on a token is not used, for it has to arrive."""


class ClientCredentials:
    """An id and a secret, for which a server gives tokens (RFC 6749, section 4.4).

    A token is asked for when one is needed, by the client that needs it, and kept until
    shortly before it ends, or until it is refused. Several clients and threads may share
    it.

    Args:
        client_id: Who the client is.
        client_secret: What proves that.
        scopes: What the token is to be good for; without them, the server decides.
        token_url: Where tokens are given, if that is not where the API's description
            says.

    Raises:
        ConfigurationError: A text is empty or cannot be sent.
    """

    __slots__ = ("_body", "_end", "_header", "_secrets", "_token", "token_url")

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        scopes: Iterable[str] = (),
        token_url: str = "",
    ) -> None:
        for name, text in (("client_id", client_id), ("client_secret", client_secret)):
            if not _can_be_sent(text):
                raise ConfigurationError(f"`{name}` must be a text that can be sent")
        fields = {"grant_type": "client_credentials"}
        if wanted := " ".join(scopes):
            fields["scope"] = wanted
        # Both are encoded as in a form before they are put together (section 2.3.1).
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
        basic = b64encode(pair.encode("ascii")).decode("ascii")
        self.token_url = token_url
        self._body = urlencode(fields).encode("ascii")
        self._header = f"Basic {basic}"
        self._secrets = (client_secret, basic)
        self._token = ""
        self._end = 0.0

    @property
    def token(self) -> str:
        """The token that can be used now; empty if one has to be asked for."""
        return self._token if monotonic() < self._end else ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that nothing may show."""
        return (*self._secrets, self._token) if self._token else self._secrets

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers of the request for a token, beside those of all requests."""
        return (
            ("Accept", "application/json"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Authorization", self._header),
        )

    @property
    def body(self) -> bytes:
        """The body of that request."""
        return self._body

    def keep(self, content: bytes) -> None:
        """Take the token out of a response.

        Raises:
            DecodeError: There is none that can be used (RFC 6749, section 5.1).
        """
        data = parse_json(content, what="the token's response")
        fields = cast(dict[str, Any], data) if isinstance(data, dict) else {}
        token, kind = fields.get("access_token"), fields.get("token_type")
        if not isinstance(token, str) or not token:
            raise DecodeError("the token's response holds no token")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise DecodeError("the token is of another type than `Bearer`")
        self._end = monotonic() + _usable(fields.get("expires_in"))
        self._token = token

    def drop(self, token: str) -> None:
        """Forget a token that was refused, unless there is a newer one already."""
        if self._token == token:
            self._token = ""

    def __repr__(self) -> str:
        return "ClientCredentials(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled")


def _usable(seconds: object) -> float:
    """How long a token is used that ends after some seconds; for ever if it has no end."""
    match seconds:
        case bool():
            pass
        case int() | float() if seconds > 0:
            return seconds - min(_MARGIN, seconds / 10)
        case _:
            pass
    return float("inf")


def _can_be_sent(text: object) -> bool:
    """Whether it is a text, and can be written as UTF-8."""
    if not isinstance(text, str):
        return False
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False

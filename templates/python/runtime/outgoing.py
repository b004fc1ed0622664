"""A call on its way out: what is sent, each time that it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from .auth import Presented
from .bodies import Body
from .calls import CallOptions, Request
from .configuration import Settings
from .deadlines import Deadline, check_count, check_seconds
from .errors import ConfigurationError, InvalidArgumentError
from .headers import check_header, cookie_header, is_secret
from .presenting import Pairs, placed, present, token_schemes
from .redaction import MASK, mask
from .retries import KEY_HEADER
from .tokens import ClientCredentials
from .transport import HttpRequest, TokenRequest
from .uploads import Upload
from .values import flatten, urlencoded


class Call:
    """One call: what it sends, where to, and by when it has to be over.

    Raises:
        ConfigurationError: There is no server to send it to.
        InvalidArgumentError: An option cannot be used.
    """

    def __init__(
        self, request: Request[Any], settings: Settings, options: CallOptions
    ) -> None:
        self.request = request
        self.method = request.method
        self.settings = settings
        self.url = request.url(settings.base_url)
        """Where it goes, without a query. A redirect changes that."""
        self.requested_url = self.url
        """Where it goes at first."""
        if not self.url.startswith(("http://", "https://")):
            raise ConfigurationError("the API names no server: pass `base_url`")
        if request.path[:1] not in {"", "/"}:  # it would be read as a part of the host
            raise InvalidArgumentError(
                "the path of the request must begin with a slash"
            )
        self.retries = settings.retries
        self._timeout = settings.timeout
        seconds = settings.deadline
        self._own = request.headers
        self._query = request.query
        self._body = request.body
        if options:
            seconds = self._apply(options)
        self.has_key = any(name.lower() == _KEY for name, _ in self._own)
        for name, value in self._own:
            check_header(name, value)
        self._query_text = urlencoded(self._query)
        self._content = self._body.encode() if self._body else None
        self._presented: tuple[Presented, ...] = ()
        self._headers: Pairs = ()
        self.deadline = Deadline(seconds)

    def _apply(self, options: CallOptions) -> float:
        """Take what was set for this call alone, and give its deadline in seconds."""
        unknown = options.keys() - CallOptions.__annotations__.keys()
        if unknown:
            raise InvalidArgumentError(f"no such option: {', '.join(sorted(unknown))}")
        self.retries = check_count("retries", options.get("retries", self.retries), 0)
        self._timeout = check_seconds("timeout", options.get("timeout", self._timeout))
        if "idempotency_key" in options:
            self._own += ((KEY_HEADER, _key(options["idempotency_key"])),)
        self._own += tuple((options.get("extra_headers") or {}).items())
        self._query += flatten(options.get("extra_query") or {})
        self._body = _extended(self._body, options)
        deadline = options.get("deadline", self.settings.deadline)
        return check_seconds("deadline", deadline)

    @property
    def is_repeatable(self) -> bool:
        """Whether it can be sent again: not if its body is gone once it was read."""
        return not isinstance(self._content, Upload) or self._content.is_repeatable

    def outgoing(self) -> HttpRequest:
        """What is sent now, with the credentials as they are now.

        Raises:
            ConfigurationError: There are none.
        """
        self._presented = present(
            self.settings.auth, self.request, self.url, self._own, self._query
        )
        self._headers = self._all_headers()
        query = self._query_text
        if extra := placed(self._presented, "query"):
            query = f"{query}&{urlencoded(extra)}" if query else urlencoded(extra)
        return HttpRequest(
            method=self.method,
            url=f"{self.url}?{query}" if query else self.url,
            headers=self._headers,
            content=self._content or b"",
            timeout=self._timeout,
            # A transport is asked for a moment at least, lest it is asked for less.
            time_left=max(self.deadline.left(), 0.001),
            max_bytes=self.settings.max_response_bytes,
        )

    def token_requests(self) -> Iterator[tuple[ClientCredentials, TokenRequest]]:
        """The requests for tokens that have to come first."""
        for source, url in self._token_schemes():
            if not source.token:
                request = TokenRequest(
                    method="POST",
                    url=url,
                    headers=(("User-Agent", self.settings.user_agent), *source.headers),
                    content=source.body,
                    timeout=self._timeout,
                    time_left=max(self.deadline.left(), 0.001),
                    max_bytes=self.settings.max_response_bytes,
                )
                yield source, request

    def drop_tokens(self) -> bool:
        """Forget the tokens that were sent last; whether there are any to be had anew."""
        sources = [source for source, _ in self._token_schemes()]
        for source in sources:
            for presented in self._presented:
                source.drop(presented.value.partition(" ")[2])
        return bool(sources)

    def _token_schemes(self) -> list[tuple[ClientCredentials, str]]:
        return token_schemes(self.settings.auth, self.request, self._own, self._query)

    def move(self, url: str) -> None:
        """Go on to another URL of the same server."""
        self.url, _, self._query_text = url.partition("?")
        self._query = tuple(parse_qsl(self._query_text, keep_blank_values=True))

    @property
    def full_url(self) -> str:
        """Where it goes, with the query but without credentials in it."""
        query = self._query_text
        return f"{self.url}?{query}" if query else self.url

    def masked(self, text: str) -> str:
        """A text without anything that nothing may show."""
        return mask(text, self._secrets())

    def masked_pairs(self, pairs: Pairs) -> Pairs:
        """Headers with nothing in them that nothing may show."""
        secrets = self._secrets()
        return tuple(
            (name, MASK if is_secret(name) else mask(value, secrets))
            for name, value in pairs
        )

    def _secrets(self) -> tuple[str, ...]:
        return (
            *self.settings.auth.secrets,
            *(text for one in self._presented for text in one.secrets),
            *(self._body.secrets if self._body else ()),
            *(value for name, value in self._headers if is_secret(name)),
        )

    def _all_headers(self) -> Pairs:
        """All headers of a request; the call's own ones win."""
        headers = {
            "user-agent": ("User-Agent", self.settings.user_agent),
            "accept-encoding": ("Accept-Encoding", "gzip"),
        }
        if self.request.accept:
            headers["accept"] = ("Accept", self.request.accept)
        if self._body and self._content is not None:
            headers["content-type"] = ("Content-Type", self._body.content_type)
        cookies = placed(self._presented, "cookie") + self.request.cookies
        if cookies:
            headers["cookie"] = ("Cookie", cookie_header(cookies))
        own = placed(self._presented, "header")
        for name, value in own:
            check_header(name, value)
        for name, value in (*own, *self._own):
            key = name.lower()
            headers.pop(key, None)
            headers[key] = (name, value)
        return tuple(headers.values())


_KEY = KEY_HEADER.lower()


def _key(key: object) -> str:
    if isinstance(key, str) and key:
        return key
    raise InvalidArgumentError("idempotency_key: must be a text that is not empty")


def _extended(body: Body | None, options: CallOptions) -> Body | None:
    """The body, with the fields that are added for this call."""
    extra = options.get("extra_body")
    if not extra:
        return body
    if body is None:
        raise InvalidArgumentError("extra_body: this request has no body")
    return body.extended(extra)

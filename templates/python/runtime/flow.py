"""The life of a call, without input and output.

`exchange` is a generator: it yields what to send and is sent what came of it, until it
returns the response. The clients drive it, one with `await` and one without, so that
all decisions are made here, once for both.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn, TypeAlias, TypeVar, cast
from urllib.parse import urlencode

from .auth import Auth, Presented
from .bodies import Body
from .calls import CallOptions, Content, Request, Response
from .drift import DriftHook
from .errors import (
    ConfigurationError,
    DecodeError,
    InvalidArgumentError,
    StatusError,
    TransportError,
    UnexpectedContentTypeError,
    error_class,
)
from .headers import check_header, cookie_header, is_secret
from .outcomes import error_details, location_of, of_status
from .presenting import Pairs, placed, present
from .reading import is_json, parse_json, read_text
from .redaction import mask
from .transport import HttpRequest, HttpResponse
from .values import flatten

T = TypeVar("T")

Outcome: TypeAlias = HttpResponse | TransportError
"""What came of sending a request."""

_LOGGER = logging.getLogger(__name__.partition("._runtime")[0])
_LOGGER.addHandler(logging.NullHandler())
_REQUEST_ID = ("twilio-request-id", "x-request-id", "request-id", "x-github-request-id")
_SHOWN_CHARACTERS = 2000
_LONGEST = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a client brings to each of its calls."""

    auth: Auth = field(repr=False)
    base_url: str | None
    timeout: float
    user_agent: str
    on_drift: DriftHook | None


def exchange(
    request: Request[T], settings: Settings, options: CallOptions
) -> Generator[HttpRequest, Outcome, Response[T]]:
    """Carry out one call.

    Raises:
        ConfigurationError: There are no credentials for it; nothing was sent.
        InvalidArgumentError: An option cannot be used; nothing was sent.
        TransportError: No complete response arrived.
        StatusError: The server answered with an error.
        DecodeError: The response could not be read.
    """
    call = _Call(request, settings, options)
    started = time.monotonic()
    outcome = yield call.outgoing
    milliseconds = (time.monotonic() - started) * 1000
    if isinstance(outcome, TransportError):
        _log(call.outgoing.method, call.url, type(outcome).__name__, milliseconds)
        call.fail(outcome)
    _log(call.outgoing.method, call.url, outcome.status, milliseconds)
    if not call.is_success(outcome):
        raise call.status_error(outcome)
    return Response(
        value=cast(T, call.read(outcome)),
        status=outcome.status,
        headers=outcome.headers,
    )


def check_timeout(seconds: object) -> float:
    """A timeout that ends.

    Raises:
        InvalidArgumentError: It is not a finite number above zero.
    """
    match seconds:
        case bool():
            pass
        case int() | float() if 0 < seconds <= _LONGEST:
            return float(seconds)
        case _:
            pass
    raise InvalidArgumentError(f"timeout: {seconds!r} is not a number above zero")


class _Call:
    """One call: the request as it is sent, and the reading of what comes back."""

    def __init__(
        self, request: Request[Any], settings: Settings, options: CallOptions
    ) -> None:
        self._request = request
        self._on_drift = settings.on_drift
        self.url = (settings.base_url or request.server).rstrip("/") + request.path
        if not self.url.startswith(("http://", "https://")):
            raise ConfigurationError("the API names no server: pass `base_url`")
        unknown = options.keys() - CallOptions.__annotations__.keys()
        if unknown:
            raise InvalidArgumentError(f"no such option: {', '.join(sorted(unknown))}")
        own = (*request.headers, *(options.get("extra_headers") or {}).items())
        for name, value in own:
            check_header(name, value)
        query = request.query + flatten(options.get("extra_query") or {})
        body = _body(request, options)
        content = body.encode() if body else None
        request = replace(request, body=body if content is not None else None)
        presented = present(settings.auth, request, self.url, own, query)
        headers = _headers(request, settings, presented, own)
        self._secrets = _secrets(request, settings, presented, headers)
        query += placed(presented, "query")
        self.outgoing = HttpRequest(
            method=request.method,
            url=f"{self.url}?{urlencode(query)}" if query else self.url,
            headers=headers,
            content=content or b"",
            timeout=check_timeout(options.get("timeout", settings.timeout)),
        )

    def fail(self, error: TransportError) -> NoReturn:
        """Raise an error of the transport, with the request named."""
        error.message = mask(error.message, self._secrets)
        error.args = (error.message,)
        error.method, error.url = self.outgoing.method, self.url
        raise error

    def is_success(self, answer: HttpResponse) -> bool:
        """Whether a status is what the call is for: 2xx, or 3xx if it asks for where
        that leads."""
        wants_location = self._request.content == "location"
        return answer.status // 100 == 2 or (
            wants_location
            and answer.status // 100 == 3
            and "location" in answer.headers
        )

    def status_error(self, answer: HttpResponse) -> StatusError:
        """The error for a status that is no success."""
        text = answer.content.decode("utf-8", "replace")
        message, code = _explanation(text)
        phrase = _phrase(answer.status)
        shown = _one_line(mask(message, self._secrets)[:_SHOWN_CHARACTERS])
        return error_class(answer.status)(
            f"{phrase}: {shown}" if shown else phrase,
            status=answer.status,
            code=mask(code, self._secrets) if isinstance(code, str) else code,
            request_id=self._request_id(answer),
            body=mask(text, self._secrets)[:_SHOWN_CHARACTERS],
            details=error_details(self._request.errors, answer, self._secrets),
            method=self.outgoing.method,
            url=self.url,
        )

    def _request_id(self, answer: HttpResponse) -> str | None:
        """What the server calls this request, so that its owner can find it."""
        found = (answer.headers.get(name) for name in _REQUEST_ID)
        first = next((value for value in found if value), None)
        return first and mask(first, self._secrets)[:200]

    def read(self, answer: HttpResponse) -> object:
        """The value of a response that is a success."""
        try:
            return self._decoded(answer)
        except DecodeError as error:
            error.status = answer.status
            error.request_id = self._request_id(answer)
            error.method, error.url = self.outgoing.method, self.url
            raise

    def _decoded(self, answer: HttpResponse) -> object:
        if self._request.accept is None:
            return self._request.read(None)
        if self._request.may_be_missing and not answer.content:
            return None
        reading = of_status(self._request.by_status, answer.status) or self._request
        data = self._content(answer, reading.content)
        try:
            return reading.read(data, on_drift=self._on_drift)
        except RecursionError:
            pass
        raise DecodeError("the response is nested too deeply")

    def _content(self, answer: HttpResponse, kind: Content) -> object:
        """The bytes, the text or the JSON of a response, or where it leads."""
        content_type = answer.headers.get("content-type", "")
        match kind:
            case "location":
                return location_of(answer, self.url)
            case "bytes":
                return answer.content
            case "text":
                return read_text(answer.content, content_type)
            case "json":
                pass
        if not is_json(content_type or "application/json"):
            shown = mask(content_type, self._secrets)[:80]
            raise UnexpectedContentTypeError(f"expected JSON, received {shown!r}")
        if not answer.content:
            raise DecodeError("the response is empty")
        return parse_json(answer.content, exact=self._request.exact)


def _body(request: Request[Any], options: CallOptions) -> Body | None:
    """The body, with the fields that are added for this call."""
    extra = options.get("extra_body")
    if not extra:
        return request.body
    if request.body is None:
        raise InvalidArgumentError("extra_body: this request has no body")
    return request.body.extended(extra)


def _headers(
    request: Request[Any],
    settings: Settings,
    presented: tuple[Presented, ...],
    own: Pairs,
) -> Pairs:
    """All headers of a request; the call's own ones win."""
    # What is asked for must not depend on which packages happen to be installed.
    headers = {"User-Agent": settings.user_agent, "Accept-Encoding": "gzip, deflate"}
    if request.accept:
        headers["Accept"] = request.accept
    if request.body:
        headers["Content-Type"] = request.body.content_type
    cookies = placed(presented, "cookie") + request.cookies
    if cookies:
        headers["Cookie"] = cookie_header(cookies)
    for name, value in (*placed(presented, "header"), *own):
        check_header(name, value)
        same = next((known for known in headers if known.lower() == name.lower()), name)
        headers.pop(same, None)
        headers[name] = value
    return tuple(headers.items())


def _secrets(
    request: Request[Any],
    settings: Settings,
    presented: tuple[Presented, ...],
    headers: Pairs,
) -> tuple[str, ...]:
    """All texts of this call that nothing may show."""
    return (
        *settings.auth.secrets,
        *(text for one in presented for text in one.secrets),
        *(request.body.secrets if request.body else ()),
        *(value for name, value in headers if is_secret(name)),
    )


def _explanation(text: str) -> tuple[str, str | int | None]:
    """The message and the code of an API's error, as far as they can be found."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return "", None
    outer = _fields(data)
    for fields in (outer, _fields(outer.get("error"))):
        message = _first(fields, "message", "detail", "title", "error_description")
        if message is not None:
            return str(message), _first(fields, "code", "type")
    return "", None


def _fields(data: object) -> dict[str, Any]:
    return cast(dict[str, Any], data) if isinstance(data, dict) else {}


def _first(fields: dict[str, Any], *names: str) -> str | int | None:
    values = (fields.get(name) for name in names)
    return next((value for value in values if isinstance(value, (str, int))), None)


def _one_line(text: str) -> str:
    """A server's text without line ends and what else a terminal or log would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def _phrase(status: int) -> str:
    from http import HTTPStatus  # of use for errors only

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _log(method: str, url: str, result: int | str, milliseconds: float) -> None:
    _LOGGER.debug("%s %s: %s in %.0f ms", method, url, result, milliseconds)

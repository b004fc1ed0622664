"""Answers that are no success, as errors."""

from __future__ import annotations

import json
from typing import Any, cast

from .errors import StatusError, error_class
from .outcomes import error_details
from .outgoing import Call
from .retries import asked_pause
from .transport import HttpRequest, HttpResponse

_REQUEST_ID = ("twilio-request-id", "x-request-id", "request-id", "x-github-request-id")
_SHOWN_CHARACTERS = 2000


def status_error(
    call: Call, answer: HttpResponse, asked: HttpRequest | None = None
) -> StatusError:
    """The error for a status that is no success.

    `asked` is what was answered, if that is not the request of the call itself.
    """
    text = answer.content.decode("utf-8", "replace")
    message, code = _explanation(text)
    phrase = _phrase(answer.status)
    details = None
    if asked is None:  # what else was asked is none of the API's description
        details = error_details(call.request.errors, answer, call.masked)
    shown = _one_line(call.masked(message)[:_SHOWN_CHARACTERS])
    return error_class(answer.status)(
        f"{phrase}: {shown}" if shown else phrase,
        status=answer.status,
        code=call.masked(code) if isinstance(code, str) else code,
        request_id=request_id(call, answer),
        body=call.masked(text)[:_SHOWN_CHARACTERS],
        details=details,
        retry_after=asked_pause(answer.headers),
        method=asked.method if asked else call.method,
        url=asked.url if asked else call.url,
    )


def request_id(call: Call, answer: HttpResponse) -> str | None:
    """What the server calls this request, so that its owner can find it."""
    found = (answer.headers.get(name) for name in _REQUEST_ID)
    first = next((value for value in found if value), None)
    return first and call.masked(first)[:200]


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

"""Which requests are repeated, and when.

A request is repeated if nothing can have come of it, or if it makes no difference how
often it is carried out. Everything else may happen twice: a message, a payment.
"""

from __future__ import annotations

import random
import re
import time

from .errors import ApiError, ConnectError, TransportError
from .headers import Headers
from .transport import HttpResponse

DEFAULT_RETRIES = 2
"""How often a request is repeated at most."""

KEY_HEADER = "Idempotency-Key"
"""By this header, a server knows a request that it has seen before."""

LONGEST_PAUSE = 120.0
"""Seconds that a server may ask us to wait. If it asks for more, we give up."""

_FIRST_PAUSE = 0.5
_LAST_PAUSE = 8.0
# Methods for which it makes no difference (RFC 9110, section 9.2.2).
_IDEMPOTENT = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"})
_TOO_MANY = 429  # RFC 6585: the request was counted, and not carried out
_PASSING = frozenset({408, _TOO_MANY, 500, 502, 503, 504})
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)


def may_repeat(method: str, outcome: HttpResponse | ApiError, *, has_key: bool) -> bool:
    """Whether a request may be repeated after what came of it.

    `has_key` says that the server recognises it by an idempotency key.
    """
    makes_no_difference = has_key or method in _IDEMPOTENT
    match outcome:
        case HttpResponse(status=status):
            return status == _TOO_MANY or (makes_no_difference and status in _PASSING)
        case ConnectError():
            return True
        case TransportError():
            return makes_no_difference
        case _:
            return False


def pause_before(number: int, outcome: HttpResponse | ApiError) -> float | None:
    """The seconds to wait before a request is repeated for the `number`th time.

    None if the server asks for more than we are ready to wait. If it asks for nothing,
    that is half a second, doubled each time up to eight, and then anything from half of
    that to all of it: clients that failed together should not come back together.
    """
    asked = asked_pause(outcome.headers) if isinstance(outcome, HttpResponse) else None
    if asked is not None:
        return asked if asked <= LONGEST_PAUSE else None
    longest = min(_LAST_PAUSE, _FIRST_PAUSE * (1 << min(number - 1, 10)))
    return longest * (0.5 + random.random() / 2)


def asked_pause(headers: Headers) -> float | None:
    """The seconds that a server asks to wait; None if it does not, or says nonsense.

    They are above zero: `retry-after-ms`, or `Retry-After` (RFC 9110, section 10.2.3) in
    seconds, with a fraction if need be, or as a date.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after", "").strip()
    return _number(text) or _until(text)


def _number(text: str) -> float | None:
    """A number above zero."""
    text = text.strip()
    return (float(text) or None) if _NUMBER.fullmatch(text) else None


def _until(date: str) -> float | None:
    """The seconds until a date, if it lies ahead."""
    if not date[:1].isalpha():
        return None
    from datetime import UTC  # of use for these dates only
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(date)
        # One without a zone is meant to be in UTC (RFC 9110, section 5.6.7).
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = aware.timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return seconds if seconds > 0 else None

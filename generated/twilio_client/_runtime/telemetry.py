"""Spans of OpenTelemetry, where it is installed: one for each call.

Names are those of its conventions for HTTP clients. A query, a header or a body is never
part of a span.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

_Value: TypeAlias = str | int | float


class _Span(Protocol):
    """What is used of a span of OpenTelemetry."""

    def is_recording(self) -> bool: ...
    def set_attribute(self, key: str, value: _Value, /) -> None: ...
    def set_status(self, status: object, /) -> None: ...
    def add_event(self, name: str, attributes: Mapping[str, _Value], /) -> None: ...
    def end(self) -> None: ...


class CallSpan:
    """The span of one call; its attempts are events."""

    __slots__ = ("_attempts", "_span")

    def __init__(self, span: _Span) -> None:
        self._span = span
        self._attempts = 0

    def attempt(self, result: int | str, seconds: float) -> None:
        """Note an attempt: its status, or the name of its error."""
        self._attempts += 1
        kind = "http.response.status_code" if isinstance(result, int) else "error.type"
        self._span.add_event(
            "attempt",
            {
                "http.request.resend_count": self._attempts - 1,
                kind: result,
                "http.client.request.duration": seconds,
            },
        )
        if isinstance(result, int):
            self._span.set_attribute("http.response.status_code", result)
        if self._attempts > 1:
            self._span.set_attribute("http.request.resend_count", self._attempts - 1)

    def fail(self, kind: str) -> None:
        """Note why the call failed: a status, or the name of an error."""
        self._span.set_attribute("error.type", kind)
        self._span.set_status(_opentelemetry().StatusCode.ERROR)

    def end(self) -> None:
        """The call is over."""
        self._span.end()


def start_span(method: str, url: str) -> CallSpan | None:
    """The span of a call that begins; None if nobody would see it."""
    tracer = _tracer()
    if tracer is None:
        return None
    parts = urlsplit(url)
    span: _Span = tracer.start_span(
        method,
        kind=_opentelemetry().SpanKind.CLIENT,
        attributes={
            "http.request.method": method,
            "server.address": parts.hostname or "",
            "server.port": parts.port or (443 if parts.scheme == "https" else 80),
            "url.full": url,
        },
    )
    return CallSpan(span) if span.is_recording() else None


@cache
def _tracer() -> Any:
    """The tracer of this package; None if OpenTelemetry is not installed."""
    try:
        opentelemetry = _opentelemetry()
    except ImportError:
        return None
    return opentelemetry.get_tracer(__name__.partition("._runtime")[0])


@cache
def _opentelemetry() -> Any:
    return import_module("opentelemetry.trace")

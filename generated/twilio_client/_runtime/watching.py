"""What others are told of a call while it goes on: the log, hooks, OpenTelemetry."""

from __future__ import annotations

import logging
from time import monotonic

from .errors import ApiError, StatusError
from .headers import Headers
from .hooks import Attempt, AttemptResult
from .outgoing import Call
from .telemetry import start_span
from .transport import HttpRequest, HttpResponse

_LOGGER = logging.getLogger(__name__.partition("._runtime")[0])
_LOGGER.addHandler(logging.NullHandler())


class Watch:
    """Tells of one call, and of each attempt that it makes."""

    __slots__ = ("_attempt", "_call", "_number", "_span", "_started")

    def __init__(self, call: Call) -> None:
        self._call = call
        self._number = 0
        self._started = 0.0
        self._attempt: Attempt | None = None
        self._span = start_span(call.method, call.url)

    def before(self, outgoing: HttpRequest) -> None:
        """A request is about to be sent."""
        self._number += 1
        if self._call.settings.hooks:
            self._attempt = Attempt(
                method=outgoing.method,
                url=self._call.url,
                headers=Headers(self._call.masked_pairs(outgoing.headers)),
                number=self._number,
            )
            for hook in self._call.settings.hooks:
                hook.before(self._attempt)
        self._started = monotonic()

    def after(self, outcome: HttpResponse | ApiError, pause: float | None) -> None:
        """This came of it; if there is a pause, another attempt will follow it."""
        seconds = monotonic() - self._started
        call = self._call
        if isinstance(outcome, ApiError):
            self._name(outcome)
            result: int | str = type(outcome).__name__
        else:
            result = outcome.status
        _LOGGER.debug(
            "%s %s: %s in %.0f ms", call.method, call.url, result, seconds * 1000
        )
        if pause is not None:
            _LOGGER.debug(
                "%s %s: attempt %d follows in %.1f s",
                *(call.method, call.url, self._number + 1, pause),
            )
        if self._span is not None:
            self._span.attempt(result, seconds)
        if self._attempt is not None:
            told = self._told(outcome, seconds, pause)
            for hook in call.settings.hooks:
                hook.after(self._attempt, told)

    def _told(
        self, outcome: HttpResponse | ApiError, seconds: float, pause: float | None
    ) -> AttemptResult:
        """What hooks are shown."""
        if isinstance(outcome, ApiError):
            return AttemptResult(seconds=seconds, error=outcome, repeated_in=pause)
        shown = self._call.masked_pairs(tuple(outcome.headers.items()))
        return AttemptResult(
            seconds=seconds,
            status=outcome.status,
            headers=Headers(shown),
            repeated_in=pause,
        )

    def _name(self, error: ApiError) -> None:
        """Have an error of the transport name the request, and show no secret."""
        error.message = self._call.masked(error.message)
        error.args = (error.message,)
        error.method, error.url = self._call.method, self._call.url

    def fail(self, error: BaseException) -> None:
        """The call failed, or was given up."""
        if self._span is None:
            return
        match error:
            case StatusError(status=status):
                self._span.fail(str(status))
            case GeneratorExit():
                self._span.fail("cancelled")
            case _:
                self._span.fail(type(error).__name__)

    def end(self) -> None:
        """The call is over."""
        if self._span is not None:
            self._span.end()

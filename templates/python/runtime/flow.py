"""The life of a call, without input and output.

`exchange` is a generator: it yields what to do next, to send a request or to wait, and is
sent what came of it, until it returns the response. The clients drive it, one with
`await` and one without, so that all decisions are made here, once for both.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar, cast

from .calls import CallOptions, Content, Request, Response
from .configuration import Settings
from .errors import ApiError, DecodeError, UnexpectedContentTypeError
from .failures import request_id, status_error
from .outcomes import is_success, location_of, of_status
from .outgoing import Call
from .reading import is_json, parse_json, read_text
from .redirects import MOST_REDIRECTS, redirected
from .retries import may_repeat, pause_before
from .transport import HttpRequest, HttpResponse
from .watching import Watch

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait, before a request is repeated."""

    seconds: float


Step: TypeAlias = HttpRequest | Pause
"""What to do next."""

Outcome: TypeAlias = HttpResponse | ApiError
"""What came of sending a request."""

Steps: TypeAlias = Generator[Step, Outcome | None, T]


def exchange(
    request: Request[T], settings: Settings, options: CallOptions
) -> Steps[Response[T]]:
    """Carry out one call.

    Raises:
        ConfigurationError: There are no credentials for it; nothing was sent.
        InvalidArgumentError: An option cannot be used; nothing was sent.
        TransportError: No complete response arrived.
        StatusError: The server answered with an error.
        DecodeError: The response could not be read.
    """
    call = Call(request, settings, options)
    watch = Watch(call)
    try:
        answer = yield from _answered(call, watch)
        value = cast(T, _read(call, answer))
    except BaseException as error:
        watch.fail(error)
        raise
    finally:
        watch.end()
    return Response(
        value=value,
        status=answer.status,
        headers=answer.headers,
        url=call.url,
        requested_url=call.requested_url,
    )


def _answered(call: Call, watch: Watch) -> Steps[HttpResponse]:
    """Send a request, elsewhere and again if that is allowed, and give its success."""
    redirects = repetitions = 0
    may_renew = True
    while True:
        yield from _obtain_tokens(call)
        outgoing = call.outgoing()
        watch.before(outgoing)
        outcome = yield outgoing
        assert outcome is not None  # what a request is answered with
        target = _target(call, outcome) if redirects < MOST_REDIRECTS else None
        if target is not None:
            watch.after(outcome, 0)
            redirects += 1
            call.move(target)
            continue
        if may_renew and _is_refused(outcome) and _may_renew(call):
            watch.after(outcome, 0)
            may_renew = False
            continue
        repetitions += 1
        pause = _pause(call, outcome, repetitions)
        watch.after(outcome, pause)
        if pause is None:
            return _success(call, outcome)
        yield Pause(pause)
        if call.deadline.left() <= 0:
            return _success(call, outcome)


def _obtain_tokens(call: Call) -> Steps[None]:
    """Ask for the tokens that the request has to present.

    Raises:
        ApiError: They were not given. The request was not sent.
    """
    for source, asking in call.token_requests():
        try:
            answer = yield from _granted(call, asking)
            source.keep(answer.content)
        except ApiError as error:
            error.method, error.url = asking.method, asking.url
            raise


def _granted(call: Call, asking: HttpRequest) -> Steps[HttpResponse]:
    """Ask for a token, again if that may help: to ask twice does no harm."""
    number = 0
    while True:
        outcome = yield asking
        assert outcome is not None  # what a request is answered with
        number += 1
        pause = None
        if number <= call.retries and may_repeat("POST", outcome, has_key=True):
            pause = pause_before(number, outcome)
        if pause is None or pause >= call.deadline.left():
            break
        yield Pause(pause)
    if not isinstance(outcome, HttpResponse):
        raise outcome
    if outcome.status != 200:
        raise status_error(call, outcome, asking)
    return outcome


def _is_refused(outcome: Outcome) -> bool:
    """Whether the server does not know who is calling, and so has done nothing."""
    return isinstance(outcome, HttpResponse) and outcome.status == 401


def _may_renew(call: Call) -> bool:
    """Forget the tokens that were refused; whether to try again with others."""
    return call.drop_tokens() and call.is_repeatable


def _target(call: Call, outcome: Outcome) -> str | None:
    """Where a redirect leads, if it is followed."""
    is_wanted = call.request.content == "location"  # then it is the result
    if is_wanted or not call.settings.follow_redirects or not call.is_repeatable:
        return None
    if isinstance(outcome, HttpResponse):
        return redirected(call.method, call.full_url, outcome)
    return None


def _pause(call: Call, outcome: Outcome, number: int) -> float | None:
    """The seconds before the `number`th repetition; None if there is none."""
    if isinstance(outcome, HttpResponse) and outcome.status < 400:
        return None
    if not call.is_repeatable or number > call.retries:
        return None
    if not may_repeat(call.method, outcome, has_key=call.has_key):
        return None
    pause = pause_before(number, outcome)
    # A pause beyond the deadline would only keep back what is known already.
    return pause if pause is not None and pause < call.deadline.left() else None


def _success(call: Call, outcome: Outcome) -> HttpResponse:
    """A response that is a success.

    Raises:
        ApiError: There is none.
    """
    if not isinstance(outcome, HttpResponse):
        raise outcome
    if not is_success(call.request.content, outcome):
        raise status_error(call, outcome)
    return outcome


def _read(call: Call, answer: HttpResponse) -> object:
    """The value of a response that is a success."""
    try:
        return _decoded(call, answer)
    except DecodeError as error:
        error.status = answer.status
        error.request_id = request_id(call, answer)
        error.method, error.url = call.method, call.url
        raise


def _decoded(call: Call, answer: HttpResponse) -> object:
    request = call.request
    if request.accept is None:
        return request.read(None)
    if request.may_be_missing and not answer.content:
        return None
    reading = of_status(request.by_status, answer.status) or request
    data = _content(call, answer, reading.content)
    try:
        return reading.read(data, on_drift=call.settings.on_drift)
    except RecursionError:
        pass
    raise DecodeError("the response is nested too deeply")


def _content(call: Call, answer: HttpResponse, kind: Content) -> object:
    """The bytes, the text or the JSON of a response, or where it leads."""
    content_type = answer.headers.get("content-type", "")
    match kind:
        case "location":
            return location_of(answer, call.url)
        case "bytes":
            return answer.content
        case "text":
            return read_text(answer.content, content_type)
        case "json":
            pass
    if not is_json(content_type or "application/json"):
        shown = call.masked(content_type)[:80]
        raise UnexpectedContentTypeError(f"expected JSON, received {shown!r}")
    if not answer.content:
        raise DecodeError("the response is empty")
    return parse_json(answer.content, exact=call.request.exact)

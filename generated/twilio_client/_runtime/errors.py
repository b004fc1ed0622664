"""The errors of this package. Whatever goes wrong in a call is one of them.

    ApiError
    ├── ConfigurationError          no client, or no call, without it: credentials, say
    ├── InvalidArgumentError        refused before anything was sent (also a ValueError)
    │   └── MissingArgumentError    an argument that is needed (also a TypeError)
    ├── TransportError              no complete response arrived
    │   ├── ConnectError            no connection was made: nothing was sent
    │   └── RequestTimeoutError     the server took too long
    ├── DecodeError                 a response that could not be read
    │   ├── UnexpectedContentTypeError
    │   ├── ResponseTooLargeError
    │   └── DriftError              strict reading: it contradicts the description
    ├── PagingError                 a list whose next page cannot be asked for
    │   ├── ForeignPageError        it is on another server: nothing was sent there
    │   ├── RepeatedPageError       it was there before
    │   └── TooManyPagesError       there seems to be no end
    └── StatusError                 the server answered with another status than 2xx
        ├── UnexpectedRedirectError 3xx: it leads elsewhere, or is not to be followed
        ├── BadRequestError 400, AuthenticationError 401, PermissionDeniedError 403,
        │   NotFoundError 404, ConflictError 409, UnprocessableEntityError 422,
        │   RateLimitError 429
        └── ServerError             5xx

No error shows a credential or the text of a field that the API marks as sensitive. All
of them can be pickled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """The root of all errors of this package.

    `method` and `url` (without its query) name the request, where there was one; `page`
    is the number of the page, counted from 1, if it was one of a list.
    """

    def __init__(
        self, message: str, *, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.method = method
        self.url = url
        self.page: int | None = None

    def __str__(self) -> str:
        page = [f"page {self.page}"] if self.page is not None else []
        notes = [*page, *self._notes()]
        return f"{self.message} ({', '.join(notes)})" if notes else self.message

    def _notes(self) -> list[str]:
        """What stands in parentheses after the message."""
        return [f"{self.method} {self.url}"] if self.method else []

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would call the class with `args` alone, which lack the keywords.
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(
    kind: type[ApiError], args: tuple[Any, ...], state: dict[str, Any]
) -> ApiError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigurationError(ApiError):
    """The client was given too little, or something unusable, to work with.

    Credentials that only some calls need are missed by these calls. Nothing was sent.
    """


class InvalidArgumentError(ApiError, ValueError):
    """An argument that cannot be sent. Nothing was sent."""


class MissingArgumentError(InvalidArgumentError, TypeError):
    """An argument that the API needs was not given. Nothing was sent."""


class TransportError(ApiError):
    """No complete response arrived. Whether the request was carried out is unknown."""


class ConnectError(TransportError):
    """No connection to the server was made: the request was not sent."""


class RequestTimeoutError(TransportError):
    """The server, or the way to it, took longer than the timeout or the deadline."""


class DecodeError(ApiError):
    """The server answered with success, but its response could not be read.

    The request was carried out: do not simply repeat it. The response is not kept in
    the error, since it may hold sensitive text; `status` and `request_id` find it again.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        request_id: str | None = None,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(message, method=method, url=url)
        self.status = status
        self.request_id = request_id

    def _notes(self) -> list[str]:
        request = [f"request {self.request_id}"] if self.request_id else []
        return [*request, *super()._notes()]


class UnexpectedContentTypeError(DecodeError):
    """The response is of another media type than the API's description says."""


class ResponseTooLargeError(DecodeError):
    """The response is larger than `max_response_bytes`, unpacked; it was not kept."""


class DriftError(DecodeError):
    """Strict reading met a value that contradicts the API's description.

    `pointer` is the JSON pointer (RFC 6901) of the value inside the response.
    """

    def __init__(self, message: str, *, pointer: str) -> None:
        super().__init__(message)
        self.pointer = pointer


class PagingError(ApiError):
    """The next page of a list cannot be asked for. All items before it were given.

    `page` is the number of the page that is missing.
    """


class ForeignPageError(PagingError):
    """The server names a page that is not its own, or by a URL that is none.

    Nothing was sent there, and no credentials.
    """


class RepeatedPageError(PagingError):
    """The server names a page that was there before: there would be no end."""


class TooManyPagesError(PagingError):
    """There are more pages than `max_pages`, an option of the call, allows."""


class StatusError(ApiError):
    """The server answered with an error.

    `code` and `message` are the API's own, where the response names them. `body` is the
    response as text, cut after 2,000 characters, with sensitive values masked. `details`
    is what the API's description says that such a response holds, with the same masks:
    an object of `models` mostly, to be asked for by `isinstance`. It is None where
    nothing is described, or the response is something else. `retry_after` are the seconds
    that the server asks to wait, if it does.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str | int | None = None,
        request_id: str | None = None,
        body: str = "",
        details: object = None,
        retry_after: float | None = None,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(message, method=method, url=url)
        self.status = status
        self.code = code
        self.request_id = request_id
        self.body = body
        self.details = details
        self.retry_after = retry_after

    def _notes(self) -> list[str]:
        code = [f"code {self.code}"] if self.code is not None else []
        request = [f"request {self.request_id}"] if self.request_id else []
        return [*code, *request, *super()._notes()]


class UnexpectedRedirectError(StatusError):
    """3xx: the server points elsewhere. Credentials are not carried there."""


class BadRequestError(StatusError):
    """400: the API refused the arguments."""


class AuthenticationError(StatusError):
    """401: the credentials were not accepted."""


class PermissionDeniedError(StatusError):
    """403: the credentials do not allow this."""


class NotFoundError(StatusError):
    """404: there is no such resource."""


class ConflictError(StatusError):
    """409: the resource is in a state that does not allow this."""


class UnprocessableEntityError(StatusError):
    """422: the arguments are well formed, but make no sense to the API."""


class RateLimitError(StatusError):
    """429: too many requests."""


class ServerError(StatusError):
    """5xx: the server failed."""


_BY_STATUS: Mapping[int, type[StatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}
_BY_HUNDRED: Mapping[int, type[StatusError]] = {
    3: UnexpectedRedirectError,
    5: ServerError,
}


def error_class(status: int) -> type[StatusError]:
    """The class of error for an HTTP status."""
    return _BY_STATUS.get(status) or _BY_HUNDRED.get(status // 100, StatusError)

"""What responses hold, by their status: successes of several kinds, and errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

from .calls import Content, Read
from .errors import DecodeError
from .reading import is_json, parse_json
from .transport import HttpResponse

V = TypeVar("V")

_LARGEST = 1024 * 1024
"""How many bytes an error may have to be more than text."""


def of_status(table: Mapping[str, V], status: int) -> V | None:
    """What a table has for a status: by itself, by its hundred as `4XX`, or by
    `default` (OpenAPI, Responses Object)."""
    for key in (str(status), f"{status // 100}XX", "default"):
        if key in table:
            return table[key]
    return None


def is_success(content: Content, answer: HttpResponse) -> bool:
    """Whether a status is what a call is for: 2xx, or 3xx if it asks for where that
    leads."""
    if content == "location" and answer.status // 100 == 3:
        return "location" in answer.headers
    return answer.status // 100 == 2


def location_of(answer: HttpResponse, url: str) -> str:
    """Where a redirect leads: an absolute URL, of any host. Nothing is sent there.

    Raises:
        DecodeError: The response is no redirect, or does not say where to.
    """
    location = answer.headers.get("location")
    if answer.status // 100 == 3 and location:
        try:
            return urljoin(url, location)
        except ValueError:
            pass
    raise DecodeError("expected a redirect and where it leads")


def error_details(
    errors: Mapping[str, Read[object]],
    answer: HttpResponse,
    masked: Callable[[str], str],
) -> object:
    """What an error says, as the API's description has it; None if it is not that.

    `masked` gives texts without what nothing may show.
    Whatever is wrong with it must not hide the error itself, so nothing is raised.
    """
    read = of_status(errors, answer.status)
    content_type = answer.headers.get("content-type", "")
    if read is None or len(answer.content) > _LARGEST or not is_json(content_type):
        return None
    try:
        data = parse_json(answer.content)
        text = answer.content.decode("utf-8", "replace")
        if masked(text) != text:
            data = _without_secrets(data, masked)
        return read(data)
    except Exception:  # noqa: BLE001 - an error must not hide the one it is about
        return None


def _without_secrets(data: Any, masked: Callable[[str], str]) -> Any:
    """JSON without the secrets that a server repeats, in names and in values."""
    holder: list[Any] = [data]
    pending: list[list[Any] | dict[str, Any]] = [holder]
    while pending:
        match pending.pop():
            case list() as items:
                items[:] = [_hidden(one, masked) for one in items]
                pending += [one for one in items if isinstance(one, (list, dict))]
            case fields:
                pairs = [(masked(name), fields[name]) for name in fields]
                fields.clear()
                fields.update((name, _hidden(one, masked)) for name, one in pairs)
                values = fields.values()
                pending += [one for one in values if isinstance(one, (list, dict))]
    return holder[0]


def _hidden(value: Any, masked: Callable[[str], str]) -> Any:
    """A text or a number without secrets; what holds others, as it is."""
    if value is None or isinstance(value, (bool, list, dict)):
        return cast(Any, value)
    text = masked(str(value))
    return value if text == str(value) else text

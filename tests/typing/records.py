"""Fields without a name, null and nothing: what is accepted, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any, assert_type

from records_client import UNSET, Unset
from records_client.models import (
    Anything,
    Closed,
    Dates,
    Draft,
    Free,
    Lists,
    Numbers,
    Part,
    Report,
)


def extra(dates: Dates, free: Free, closed: Closed) -> None:
    assert_type(dates.extra, dict[str, dt.date])
    dates.extra["day"] = dt.date(2026, 1, 31)
    dates.extra["day"] = "2026-01-31"  # refused
    dates.extra = {}
    assert_type(Numbers(extra={"a": 1}).extra, dict[str, int])
    Numbers(extra={"a": "x"})  # refused
    assert_type(Lists(extra={"a": [closed]}).extra, dict[str, list[Closed]])
    assert_type(Anything(extra={"a": object()}).extra, dict[str, Any])
    assert_type(free.extra, dict[str, Any])
    free.extra = {}  # refused
    Free(extra={})  # refused
    Closed(a=1, extra={})  # refused


def null(draft: Draft, report: Report) -> None:
    Draft(owner=None, note=None)
    Draft(owner=None, note=None, due=None, part=Part(name="x"), any=UNSET)
    Draft(note=None)  # refused
    Draft(owner=UNSET, note=None)  # refused
    Draft(owner="x", note=None, plain=UNSET)  # refused
    assert_type(draft.due, dt.date | None | Unset)
    assert_type(report.note, str | None)
    if draft.due is not UNSET and draft.due is not None:
        assert_type(draft.due, dt.date)

"""Decoders of a message as people write them by hand, for `decoding.py`.

Each does no more than it has to: fields that are not there become None, times become
`datetime`, members become members, and values that an enumeration lacks stay texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twilio_client.proxy.v1.models import (
    MessageInteractionResourceStatus,
    MessageInteractionType,
)


@dataclass(slots=True)
class Message:
    """A message, its fields in the order of the document."""

    sid: str | None = None
    session_sid: str | None = None
    service_sid: str | None = None
    account_sid: str | None = None
    data: str | None = None
    type: MessageInteractionType | str | None = None
    participant_sid: str | None = None
    inbound_participant_sid: str | None = None
    inbound_resource_sid: str | None = None
    inbound_resource_status: MessageInteractionResourceStatus | str | None = None
    inbound_resource_type: str | None = None
    inbound_resource_url: str | None = None
    outbound_participant_sid: str | None = None
    outbound_resource_sid: str | None = None
    outbound_resource_status: MessageInteractionResourceStatus | str | None = None
    outbound_resource_type: str | None = None
    outbound_resource_url: str | None = None
    date_created: datetime | None = None
    date_updated: datetime | None = None
    url: str | None = None


_TYPES: dict[Any, Any] = {one.value: one for one in MessageInteractionType}
_STATUSES: dict[Any, Any] = {one.value: one for one in MessageInteractionResourceStatus}


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def by_keyword(data: dict[str, Any]) -> Message:
    """The usual way: keywords, in any order."""
    get = data.get
    kind = get("type")
    inbound = get("inbound_resource_status")
    outbound = get("outbound_resource_status")
    return Message(
        sid=get("sid"),
        session_sid=get("session_sid"),
        service_sid=get("service_sid"),
        account_sid=get("account_sid"),
        data=get("data"),
        type=_TYPES.get(kind, kind),
        participant_sid=get("participant_sid"),
        inbound_participant_sid=get("inbound_participant_sid"),
        inbound_resource_sid=get("inbound_resource_sid"),
        inbound_resource_status=_STATUSES.get(inbound, inbound),
        inbound_resource_type=get("inbound_resource_type"),
        inbound_resource_url=get("inbound_resource_url"),
        outbound_participant_sid=get("outbound_participant_sid"),
        outbound_resource_sid=get("outbound_resource_sid"),
        outbound_resource_status=_STATUSES.get(outbound, outbound),
        outbound_resource_type=get("outbound_resource_type"),
        outbound_resource_url=get("outbound_resource_url"),
        date_created=_moment(get("date_created")),
        date_updated=_moment(get("date_updated")),
        url=get("url"),
    )


def by_position(data: dict[str, Any]) -> Message:
    """The quickest way: twenty arguments without their names, which nobody would keep."""
    get = data.get
    kind = get("type")
    inbound = get("inbound_resource_status")
    outbound = get("outbound_resource_status")
    return Message(
        get("sid"),
        get("session_sid"),
        get("service_sid"),
        get("account_sid"),
        get("data"),
        _TYPES.get(kind, kind),
        get("participant_sid"),
        get("inbound_participant_sid"),
        get("inbound_resource_sid"),
        _STATUSES.get(inbound, inbound),
        get("inbound_resource_type"),
        get("inbound_resource_url"),
        get("outbound_participant_sid"),
        get("outbound_resource_sid"),
        _STATUSES.get(outbound, outbound),
        get("outbound_resource_type"),
        get("outbound_resource_url"),
        _moment(get("date_created")),
        _moment(get("date_updated")),
        get("url"),
    )

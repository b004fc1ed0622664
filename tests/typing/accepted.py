"""What type checkers must accept, and the types that they must find."""

from __future__ import annotations

import datetime as dt
from typing import assert_type

from twilio_client import UNSET, AsyncClient, Client, Response
from twilio_client.proxy.v1.message_interactions import create_message_interaction
from twilio_client.proxy.v1.models import MessageInteraction, MessageInteractionType


def sync(client: Client) -> None:
    messages = (
        client.proxy.v1.services("KS").sessions("KC").participants("KP")
    ).message_interactions
    assert_type(messages.create(body="x"), MessageInteraction)
    assert_type(messages.create(media_url=["x"]), MessageInteraction)
    messages.create(body="x", media_url=("x",), timeout=1.0, extra_headers={"A": "b"})
    messages.create(body="x", media_url=UNSET, extra_query={"a": [1, 2], "b": True})
    message = messages.create(body="x")
    assert_type(message.sid, str | None)
    assert_type(message.type, MessageInteractionType | None)
    assert_type(message.date_created, dt.datetime | None)
    request = create_message_interaction("KS", "KC", "KP", body="x")
    assert_type(client.send(request), Response[MessageInteraction])
    assert_type(client.send(request, timeout=2).status, int)


async def asynchronous(client: AsyncClient) -> None:
    messages = (
        client.proxy.v1.services("KS").sessions("KC").participants("KP")
    ).message_interactions
    assert_type(await messages.create(body="x"), MessageInteraction)
    assert_type(await messages.create(media_url=["x"]), MessageInteraction)
    async with AsyncClient("a", "b") as other:
        request = create_message_interaction("KS", "KC", "KP", media_url=["x"])
        assert_type(await other.send(request), Response[MessageInteraction])

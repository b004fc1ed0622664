"""What type checkers must refuse: every line that ends in `# refused`, and no other."""

from __future__ import annotations

from twilio_client import AsyncClient, Client
from twilio_client.proxy.v1 import models
from twilio_client.proxy.v1.message_interactions import create_message_interaction


def sync(client: Client) -> None:
    client.prxy  # refused
    client.proxy.v1.services(1)  # refused
    client.proxy.v1.services("KS").participants  # refused
    messages = (
        client.proxy.v1.services("KS").sessions("KC").participants("KP")
    ).message_interactions
    messages.create()  # refused
    messages.create("x")  # refused
    messages.create(timeout=1.0)  # refused
    messages.create(body=None)  # refused
    messages.create(body=1)  # refused
    messages.create(media_url="https://a.test")  # refused
    messages.create(body="x", timeot=1.0)  # refused
    messages.create(body="x", timeout="1")  # refused
    messages.create(body="x").sid.upper()  # refused
    create_message_interaction("KS", "KC", body="x")  # refused


async def asynchronous(client: AsyncClient) -> None:
    messages = (
        client.proxy.v1.services("KS").sessions("KC").participants("KP")
    ).message_interactions
    await messages.create()  # refused
    (await messages.create(body="x")).nothing  # refused
    messages.create(body="x").sid  # refused


models.MessageIntraction  # refused

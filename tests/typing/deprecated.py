"""What type checkers tell of what is deprecated."""

from __future__ import annotations

from records_client import AsyncClient, Client
from records_client.models import OldThing, Thing  # deprecated
from records_client.things import change_thing, create_thing  # deprecated


def sync(client: Client) -> None:
    client.things.list()
    client.things("1").fetch()  # deprecated
    client.things("1").change_thing(name="x")  # deprecated
    change_thing("1", color="red")  # deprecated again
    create_thing(name="x", weight=None, seen=None)


async def asynchronous(client: AsyncClient) -> None:
    await client.things("1").fetch()  # deprecated
    await client.things("1").change_thing(color="red")  # deprecated


def reading(thing: Thing) -> None:
    print(thing.old, thing.shade, thing.color)
    OldThing(id="x")  # deprecated again

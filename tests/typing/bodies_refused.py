"""Bodies that type checkers must refuse: every line that ends in `# refused`."""

from __future__ import annotations

from notes_client import AsyncClient, Client
from notes_client.models import Note, Person, Visit


def sync(client: Client) -> None:
    ada = Person(name="Ada")
    client.notes.create(text="x", author=ada)  # refused
    client.notes.create(text="x", author=ada, code="y", id="N1")  # refused
    client.notes.create(text="x", author={"name": "Ada"}, code="y")  # refused
    client.notes.create(text=None, author=ada, code="y")  # refused
    client.notes.create(text="x", author=ada, code="y", readers=ada)  # refused
    client.notes.create(text="x", author=ada, code="y", kind="odd")  # refused
    client.notes.update(body=Note(text="x", author=ada))  # refused
    client.notes.update()  # refused
    client.notes.delete(ids="abc")  # refused
    client.notes.delete(ids=[1])  # refused
    client.notes.delete(ids=["a"], extra_body=[1])  # refused
    client.labels.replace(body=None)  # refused
    client.labels.replace(body={"a": "b"})  # refused
    client.notes("N1").update(any=1)  # refused
    client.notes("N1").picture.read().hex()  # refused
    Visit()  # refused
    Note(text="x")  # refused


async def asynchronous(client: AsyncClient) -> None:
    await client.notes.update()  # refused

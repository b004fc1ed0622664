"""Bodies and responses that type checkers must accept; made of `specs/notes.yaml`."""

from __future__ import annotations

import datetime as dt
from typing import assert_type

from notes_client import UNSET, AsyncClient, Client
from notes_client.models import Kind, Note, Person


def sync(client: Client) -> None:
    ada = Person(name="Ada", born=dt.date(1815, 12, 10))
    assert_type(ada.id, int | None)
    note = client.notes.create(text="x", author=ada, code="y", readers=(ada,))
    assert_type(note, Note | None)
    client.notes.create(text="x", author=ada, code="y", due=None, kind=Kind.PUBLIC)
    client.notes.create(text="x", author=ada, code="y", due=UNSET, readers=[ada])
    client.notes.update(body=[Note(text="x", author=ada)])
    client.notes.update(body=(Note(text="x", author=ada, code="y"),), timeout=1)
    client.notes.delete(ids=["a"], reason=None, extra_body={"force": True, "n": [1]})
    client.notes("N1").update(text="x", labels={"a": None, "b": "c"}, any=object())
    client.labels.replace()
    assert_type(client.labels.replace(body={"a": 1}), dict[str, int])
    assert_type(client.notes("N1").text.read(), str)
    assert_type(client.notes("N1").picture.read(), bytes | None)
    assert_type(client.ping.ping(), bytes)


async def asynchronous(client: AsyncClient) -> None:
    assert_type(await client.notes("N1").text.read(), str)
    assert_type(await client.notes("N1").update(due=None), Note | Person)

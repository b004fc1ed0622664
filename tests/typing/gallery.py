"""Files, raw bodies, streams and details of errors, as type checkers see them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from io import StringIO
from pathlib import Path
from typing import assert_type

from gallery_client import (
    AsyncClient,
    Client,
    File,
    NotFoundError,
    ServerSentEvent,
    Streaming,
    in_chunks,
    in_lines,
)
from gallery_client.answers import create_answer
from gallery_client.models import Answer, Picture, Piece, Place, Problem, Ticket
from gallery_client.notes import render_note
from gallery_client.original import download_original
from gallery_client.pictures import list_pictures


def bodies(client: Client, generated: Iterator[bytes]) -> None:
    with Path("a.png").open("rb") as file:
        made = client.pictures.create(
            title="x", image=file, thumbnails=[b"", Path("b")]
        )
    assert_type(made, Picture | Ticket)
    client.pictures.create(title="x", image=File(content=b"", name="a.png"))
    client.pictures.create(title="x", image="a.png")  # refused
    client.pictures.create(title="x", image=StringIO("text"))  # refused
    client.pictures.create(title="x", image=b"", thumbnails=b"one")  # refused
    client.pictures.create(title="x")  # refused
    client.pictures("1").original.upload(body=generated, content_type="image/png")
    client.pictures("1").original.upload(body="text")  # refused
    client.scans.send(body=Path("a.gif"), content_type="image/gif")
    client.scans.send(body=Path("a.gif"))  # refused
    client.letters.send(body="<a/>")
    client.letters.send(body=b"<a/>")
    client.notes.render_note(body="x", content_type="text/markdown")
    client.notes.render_note(body="x", content_type="text/html")  # refused
    client.forms.send(fields={"a": 1, "b": b"file"})
    client.forms.send()  # refused
    client.pictures("1").update_from_multipart(image=b"")
    client.pictures("1").update_from_form(image=b"")  # refused


def streams(client: Client) -> None:
    with client.answers.create_stream(question="?") as events:
        assert_type(events, Streaming[ServerSentEvent[Piece]])
        for event in events:
            assert_type(event.value, Piece)
    with client.changes.watch_changes() as changes:
        assert_type(next(changes).value, Picture | Place)
    with client.ticks.watch_ticks() as ticks:
        assert_type([tick.value for tick in ticks], list[str])
    with client.pictures.list() as pictures:
        assert_type(list(pictures), list[Picture])
    assert_type(client.send(list_pictures()).value, list[Picture])
    with client.stream(in_chunks(download_original("1"))) as chunks:
        assert_type(next(chunks), bytes)
    with client.stream(in_lines(render_note(body="x"))) as lines:
        assert_type(next(lines), str)
    client.stream(create_answer(question="?"))  # refused
    assert_type(client.pictures("1").link.find_link(), str)
    assert_type(client.pictures("1").fetch(), Picture | str)
    assert_type(client.answers.create(question="?"), Answer)
    try:
        client.pictures("1").original.download()
    except NotFoundError as error:
        _ = error.details.title  # refused
        if isinstance(error.details, Problem):
            assert_type(error.details.title, str | None)


async def asynchronous(client: AsyncClient, generated: AsyncIterator[bytes]) -> None:
    await client.pictures("1").original.upload(body=generated)
    async with client.pictures.list() as pictures:
        assert_type([one async for one in pictures], list[Picture])
    with client.pictures.list():  # refused
        pass

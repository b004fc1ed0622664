"""Bodies of several parts, raw bodies and files, as a server understands them."""

from __future__ import annotations

import asyncio
import email.policy
import importlib
import io
import logging
import os
import re
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from runtime.bodies import RawBody
from runtime.errors import InvalidArgumentError
from runtime.multipart import Multipart
from runtime.uploads import File, Upload, upload_of

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics
from generator.model import MultipartBody, Operation
from generator.understand import read
from tests.conftest import Call, Use
from tests.server import Received, Reply, Server

PICTURE = {"id": "P1"}
PNG = b"\x89PNG\r\n--\r\n\0"


@dataclass(frozen=True)
class Part:
    """A part as Python's own parser of mail reads it."""

    name: str
    content: bytes
    content_type: str | None = None
    file_name: str | None = None


def parsed(received: Received) -> list[Part]:
    """The parts of a body, by a parser that is not ours."""
    head = f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode()
    parser = BytesParser(policy=email.policy.HTTP)
    message = parser.parsebytes(head + received.body)
    assert isinstance(message, EmailMessage)
    assert message.is_multipart()
    assert not message.defects
    return [_part(one) for one in message.iter_parts()]


def _part(message: Any) -> Part:
    disposition = message["content-disposition"]
    assert disposition.content_disposition == "form-data"
    return Part(
        disposition.params["name"],
        message.get_payload(decode=True),
        message.get_content_type() if "content-type" in message else None,
        disposition.params.get("filename"),
    )


def strictly(body: bytes, boundary: str) -> list[tuple[bytes, bytes]]:
    """The heads and the contents of parts, cut at the boundary and nowhere else."""
    mark = b"--" + boundary.encode()
    assert body.startswith(mark + b"\r\n")
    assert body.endswith(b"\r\n" + mark + b"--\r\n")
    inside = body[len(mark) + 2 : -len(mark) - 6]
    parts = inside.split(b"\r\n" + mark + b"\r\n")
    return [tuple(part.split(b"\r\n\r\n", 1)) for part in parts]  # type: ignore[misc] # of two


def sent(body: Multipart) -> bytes:
    content = body.encode()
    assert content is not None
    return b"".join(content.pieces())


def test_fields_and_files(visit: Call, server: Server, gallery: Any) -> None:
    server.reply = Reply.json(PICTURE, 201)
    models = importlib.import_module(f"{gallery.__name__}.models")
    picture = visit(
        lambda client: client.pictures.create(
            title="Grüße\nan alle",
            image=gallery.File(content=PNG, name="a.png"),
            thumbnails=[io.BytesIO(b"one"), b"two"],
            tags=("a", "b"),
            place=models.Place(latitude=1.5),
            rating=3,
            caption="quoted",
            outline="<points/>",
        )
    )
    assert picture == models.Picture(id="P1")
    assert parsed(server.only) == [
        Part("title", "Grüße\nan alle".encode()),
        Part("image", PNG, "image/png", "a.png"),
        Part("thumbnails", b"one", "image/webp", "thumbnails"),
        Part("thumbnails", b"two", "image/webp", "thumbnails"),
        Part("tags", b"a"),
        Part("tags", b"b"),
        Part("place", b'{"latitude":1.5}', "application/json"),
        Part("rating", b"3"),
        Part("caption", b'"quoted"', "application/json"),
        Part("outline", b"<points/>", "application/xml"),
    ]
    assert int(server.only.headers["content-length"]) == len(server.only.body)


def test_files_by_path_and_opened(visit: Call, server: Server, tmp_path: Path) -> None:
    server.reply = Reply.json(PICTURE, 201)
    path = tmp_path / "holiday.jpeg"
    path.write_bytes(b"jpeg")
    with path.open("rb") as file:
        file.read(1)
        visit(
            lambda client: client.pictures.create(
                title="x", image=path, thumbnails=[file]
            )
        )
    assert parsed(server.only)[1:] == [
        Part("image", b"jpeg", "image/jpeg", "holiday.jpeg"),
        Part("thumbnails", b"peg", "image/webp", "holiday.jpeg"),
    ]


def test_a_file_that_knows_no_length_is_sent_in_chunks(
    visit: Call, server: Server
) -> None:
    server.reply = Reply.json(PICTURE, 201)
    reading, writing = os.pipe()
    os.write(writing, b"from a pipe")
    os.close(writing)
    with open(reading, "rb") as pipe:
        visit(lambda client: client.pictures.create(title="x", image=pipe))
    assert server.only.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in server.only.headers
    image = parsed(server.only)[1]
    assert (image.content, image.content_type) == (
        b"from a pipe",
        "application/octet-stream",
    )


HOSTILE = [
    'a"; filename="evil.sh',
    'a"\r\nContent-Type: text/html\r\n\r\n<script>',
    "a\nb\rc",
    "a\\",
    "Grüße ✓.png",
    "%22",
    "",
    "a\0b",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_never_leave_their_quotes(name: str) -> None:
    body = Multipart(
        {name: "text", "file": File(content=b"x", name=name or None)}, boundary="B"
    )
    field, file = strictly(sent(body), "B")
    escaped = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    disposition = 'Content-Disposition: form-data; name="'
    assert field == (f'{disposition}{escaped}"'.encode(), b"text")
    assert file[0].decode().split("\r\n")[0] == (
        f'{disposition}file"; filename="{escaped or "file"}"'
    )
    assert file[1] == b"x"


def test_a_name_that_is_no_text() -> None:
    with pytest.raises(InvalidArgumentError):
        Multipart({"f": File(content=b"", name="a\ud800")})


def test_headers_of_a_part() -> None:
    file = File(content=b"x", name="a", content_type="text/x", headers={"X-Of": "1"})
    assert strictly(sent(Multipart({"f": file}, boundary="B")), "B") == [
        (
            b'Content-Disposition: form-data; name="f"; filename="a"'
            + b"\r\nContent-Type: text/x\r\nX-Of: 1",
            b"x",
        )
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"content_type": "text/x\r\nX-Evil: 1"},
        {"headers": {"X-A": "1\r\nX-Evil: 1"}},
        {"headers": {"X-A: 1\r\nX-Evil": "1"}},
    ],
)
def test_no_header_is_injected_into_a_part(more: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        File(content=b"", **more)


def test_boundaries_are_random_and_can_be_given() -> None:
    boundaries = {Multipart({}).content_type for _ in range(50)}
    assert len(boundaries) == 50
    assert all(
        re.fullmatch("multipart/form-data; boundary=[0-9a-f]{32}", one)
        for one in boundaries
    )
    assert Multipart({}, boundary="B").content_type.endswith("; boundary=B")
    with pytest.raises(InvalidArgumentError):
        Multipart({}, boundary="a\r\nb")


def test_nothing_is_sent_unless_something_has_to_be() -> None:
    assert Multipart({}).encode() is None
    assert sent(Multipart({}, required=True, boundary="B")) == b"--B--\r\n"


def test_bodies_with_the_same_parts_are_equal() -> None:
    one, same = Multipart({"a": "b", "f": b"x"}), Multipart({"a": "b", "f": b"x"})
    assert one == same
    assert hash(one) == hash(same)
    assert one != Multipart({"a": "c", "f": b"x"})


REFUSED: list[Use] = [
    lambda client: client.pictures.create(title="x", image="a.png"),
    lambda client: client.pictures.create(title="x", image=io.StringIO("text")),
    lambda client: client.pictures.create(title="x", image=None),
    lambda client: client.pictures.create(title="x", image=Path("/not/there.png")),
    lambda client: client.pictures.create(title="x", image=_closed()),
    lambda client: client.pictures.create(title="a\ud800", image=b""),
    lambda client: client.pictures.create(
        title="x", image=b"", extra_body={"a\ud800": 1}
    ),
    lambda client: client.pictures("1").original.upload(body="text.png"),
    lambda client: client.pictures("1").original.upload(body={"a": 1}),
    lambda client: client.pictures("1").original.upload(body=3),
    lambda client: client.pictures("1").original.upload(
        body=b"", content_type="a/b\r\nX-Evil: 1"
    ),
    lambda client: client.notes.render_note(body=None),
    lambda client: client.notes.render_note(body="x", extra_body={"a": 1}),
]


def _closed() -> io.BytesIO:
    file = io.BytesIO()
    file.close()
    return file


@pytest.mark.parametrize("use", REFUSED)
def test_what_cannot_be_sent(
    visit: Call, gallery: Any, server: Server, use: Use
) -> None:
    with pytest.raises(gallery.InvalidArgumentError) as caught:
        visit(use)
    assert server.requests == []
    assert "there.png" not in str(caught.value) + repr(caught.value.__context__)


def test_extra_fields(visit: Call, server: Server) -> None:
    server.reply = Reply.json(PICTURE, 201)
    extra = {"title": "y", "more": io.BytesIO(b"file")}
    visit(
        lambda client: client.pictures.create(title="x", image=b"i", extra_body=extra)
    )
    assert [(one.name, one.content) for one in parsed(server.only)] == [
        ("title", b"y"),
        ("image", b"i"),
        ("more", b"file"),
    ]


def test_fields_that_nobody_names(visit: Call, server: Server) -> None:
    server.reply = Reply.of(204, b"")
    fields = {"a": ["b", "c"], "file": b"bytes", "deep": {"x": [1]}}
    visit(lambda client: client.forms.send(fields=fields))
    assert [(one.name, one.content) for one in parsed(server.only)] == [
        ("a", b"b"),
        ("a", b"c"),
        ("file", b"bytes"),
        ("deep", b'{"x":[1]}'),
    ]
    visit(lambda client: client.forms.replace(fields={"a": ["b c", 1]}))
    assert server.requests[1].body == b"a=b+c&a=1"
    visit(lambda client: client.forms.replace())
    assert server.requests[2].body == b""


# --- other bodies


SENT: list[tuple[Use, str, bytes]] = [
    (
        lambda client: client.notes.render_note(body="Grüße"),
        "text/plain; charset=utf-8",
        "Grüße".encode(),
    ),
    (
        lambda client: client.notes.render_note(
            body=b"\xff", content_type="text/markdown"
        ),
        "text/markdown",
        b"\xff",
    ),
    (
        lambda client: client.letters.send(body="<ä/>"),
        "application/xml",
        "<ä/>".encode(),
    ),
    (
        lambda client: client.scans.send(body=b"gif", content_type="image/gif"),
        "image/gif",
        b"gif",
    ),
    (
        lambda client: client.pictures("1").original.upload(body=b"\0\1"),
        "application/octet-stream",
        b"\0\1",
    ),
    (
        lambda client: client.pictures("1").update(title="a"),
        "application/json",
        b'{"title":"a"}',
    ),
    (
        lambda client: client.pictures("1").update_from_form(title="a b"),
        "application/x-www-form-urlencoded",
        b"title=a+b",
    ),
    (
        lambda client: client.pictures("1").update_from_xml(body="<t/>"),
        "application/xml",
        b"<t/>",
    ),
    (
        lambda client: client.pictures("1").update_from_merge_patch(body={"a": "b"}),
        "application/merge-patch+json",
        b'{"a":"b"}',
    ),
]


@pytest.mark.parametrize(("use", "content_type", "body"), SENT)
def test_bodies_of_all_kinds(
    visit: Call, server: Server, use: Use, content_type: str, body: bytes
) -> None:
    server.reply = Reply.of(200, b'{"id": "P1"}')
    visit(use)
    assert server.only.headers["content-type"] == content_type
    assert server.only.body == body
    assert int(server.only.headers["content-length"]) == len(body)


def test_one_operation_in_parts(visit: Call, server: Server) -> None:
    server.reply = Reply.json(PICTURE)
    visit(lambda client: client.pictures("1").update_from_multipart(image=b"i"))
    assert parsed(server.only) == [
        Part("image", b"i", "application/octet-stream", "image")
    ]


def test_nothing_is_sent_of_a_body_that_is_not_given(
    visit: Call, server: Server
) -> None:
    server.reply = Reply.of(204, b"")
    visit(lambda client: client.pictures("1").original.upload())
    assert server.only.body == b""
    assert "content-type" not in server.only.headers


def test_pieces(visit: Call, server: Server) -> None:
    server.reply = Reply.of(204, b"")
    pieces = (b"%d," % number for number in range(5))
    visit(lambda client: client.pictures("1").original.upload(body=pieces))
    assert server.only.body == b"0,1,2,3,4,"
    assert server.only.headers["transfer-encoding"] == "chunked"


def test_only_what_can_be_sent_again_is_repeated(
    visit: Call, server: Server, gallery: Any
) -> None:
    busy = Reply.json({}, 429, {"retry-after-ms": "1"})
    for body, attempts in (([b"a"], 2), (iter([b"a"]), 1)):
        server.requests.clear()
        server.replies, server.reply = [busy], busy

        def upload(client: Any, body: Any = body) -> Any:
            return client.pictures("1").original.upload(body=body, retries=1)

        with pytest.raises(gallery.RateLimitError):
            visit(upload)
        assert [one.body for one in server.requests] == [b"a"] * attempts


def test_pieces_that_are_waited_for(gallery: Any, server: Server) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    async def run() -> None:
        async with gallery.AsyncClient(base_url=server.url) as client:
            await client.pictures("1").original.upload(body=pieces())

    server.reply = Reply.of(204, b"")
    asyncio.run(run())
    assert server.only.body == b"onetwo"
    with (
        gallery.Client(base_url=server.url) as client,
        pytest.raises(gallery.InvalidArgumentError, match="AsyncClient"),
    ):
        client.pictures("1").original.upload(body=pieces())
    assert len(server.requests) == 1


def test_what_can_be_sent_again(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")

    def generated() -> Iterator[bytes]:
        yield b"abc"

    again: list[object] = [b"abc", io.BytesIO(b"abc"), path, [b"a", b"bc"]]
    for content in again:
        upload = upload_of("body", content)
        assert upload.is_repeatable
        assert b"".join(upload.pieces()) == b"".join(upload.pieces()) == b"abc"
    assert not upload_of("body", generated()).is_repeatable
    assert Multipart({"f": path, "g": b"x"}).encode().is_repeatable  # type: ignore[union-attr] # it has parts


class Shrinking(io.BytesIO):
    """A file that ends sooner than it said."""

    def read(self, size: int | None = -1, /) -> bytes:
        return b""


def test_a_file_that_shrinks_is_no_complete_request(
    visit: Call, gallery: Any, server: Server
) -> None:
    with pytest.raises(gallery.TransportError, match="shorter"):
        visit(lambda client: client.pictures("1").original.upload(body=Shrinking(b"x")))


def test_a_file_that_goes_is_not_named(
    visit: Call, gallery: Any, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "canary"
    path.write_bytes(b"x")
    original = importlib.import_module(f"{gallery.__name__}.original")
    request = original.upload_original("P1", body=path)
    path.unlink()
    with pytest.raises(gallery.TransportError, match="FileNotFoundError") as caught:
        visit(lambda client: client.send(request))
    assert "canary" not in str(caught.value)


def test_a_file_that_grows_is_sent_as_it_was() -> None:
    file = io.BytesIO(b"abc")
    upload = upload_of("body", file)
    file.seek(0, io.SEEK_END)
    file.write(b"more")
    assert (upload.length, b"".join(upload.pieces())) == (3, b"abc")


def test_a_big_file_is_never_in_memory(
    visit: Call, server: Server, tmp_path: Path
) -> None:
    size = 64 * 1024 * 1024
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.truncate(size)
    server.reply = Reply.json(PICTURE, 201)
    server.keeps_bodies = False
    tracemalloc.start()
    visit(lambda client: client.pictures.create(title="x", image=path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert server.received > size
    assert peak < 8 * 1024 * 1024


def test_nothing_of_files_and_secrets_is_shown(
    visit: Call, server: Server, gallery: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.reply = Reply.json({"title": "canary-note"}, 400)
    file = gallery.File(content=b"canary-content", name="canary-name.png")
    with pytest.raises(gallery.BadRequestError) as caught:
        visit(
            lambda client: client.pictures.create(
                title="x", image=file, note="canary-note"
            )
        )
    assert b"canary-note" in server.only.body
    error: Exception = caught.value
    shown = [str(error), repr(error), repr(vars(error)), repr(file)]
    shown += [
        f"{record.getMessage()} {record.args}"
        for record in caplog.records
        if not record.name.startswith(("httpcore", "httpx"))
    ]
    assert [text for text in shown if "canary" in text] == []
    own = File(content=b"canary-content", name="canary-name.png")
    body = Multipart({"image": own, "note": "canary-note"}, sensitive=("note",))
    assert repr(body) == "Multipart(image, note)"
    assert body.secrets == ("canary-note",)
    assert "canary" not in repr(
        RawBody("canary", content_type="text/plain", is_text=True)
    )
    assert repr(Upload([])) == "Upload(0)"


def test_a_secret_text_is_masked(visit: Call, server: Server, gallery: Any) -> None:
    server.reply = Reply.of(500, b"was: canary", "text/plain")
    with pytest.raises(gallery.ServerError) as caught:
        visit(lambda client: client.secrets.send(body="canary"))
    assert server.only.body == b"canary"
    assert caught.value.body == "was: ***"


# --- what documents mean


def made(content: dict[str, Any], folder: Path) -> tuple[list[Operation], list[str]]:
    """An operation with a body of this content and its variants, and the messages."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/a": {
                "post": {
                    "operationId": "createA",
                    "requestBody": {"content": content},
                    "responses": {"204": {"description": "x"}},
                }
            }
        },
    }
    path = folder / "spec.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    found = Diagnostics()
    api = read(SpecConfig(path, ()), found)
    listed = [one for resource in api.root.walk() for one in resource.operations]
    return listed, [one.message for one in found.found]


FIELDS = {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}


@pytest.mark.parametrize(
    ("media_types", "names"),
    [
        (["application/json"], ["create a"]),
        (["text/xml", "application/xml"], ["create a"]),
        (["multipart/related"], ["create a"]),
        (["application/json", "application/scim+json"], ["create a"]),
        (
            ["application/octet-stream", "text/csv", "multipart/form-data"],
            ["create a", "create a from csv", "create a from bytes"],
        ),
        (
            ["text/plain", "text/csv", "application/x-www-form-urlencoded"],
            ["create a", "create a from text"],
        ),
    ],
)
def test_each_way_to_send_is_an_operation(
    tmp_path: Path, media_types: list[str], names: list[str]
) -> None:
    built, messages = made(dict.fromkeys(media_types, FIELDS), tmp_path)
    assert [" ".join(one.name.words) for one in built] == names
    assert len({one.id for one in built}) == len(built)
    assert messages == []


def test_a_media_type_of_a_part_that_would_be_a_header(tmp_path: Path) -> None:
    encoding = {"encoding": {"a": {"contentType": "text/x\r\nX-Evil: 1"}}}
    (one,), messages = made({"multipart/form-data": {**FIELDS, **encoding}}, tmp_path)
    assert isinstance(one.body, MultipartBody)
    assert one.body.parts == ()
    assert len(messages) == 1
    assert "media type" in messages[0]


def test_a_way_that_cannot_be_written_leaves_the_others(tmp_path: Path) -> None:
    styled = {
        "schema": {
            "type": "object",
            "properties": {"a": {"type": "object", "additionalProperties": True}},
        },
        "encoding": {"a": {"style": "deepObject"}},
    }
    content = {"application/json": FIELDS, "multipart/form-data": styled}
    built, messages = made(content, tmp_path)
    assert [" ".join(one.name.words) for one in built] == ["create a"]
    assert messages == [
        "the body is never sent as multipart/form-data: the style of its field `a`"
    ]

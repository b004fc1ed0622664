"""Bodies and responses of a generated client, against a real server."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import json
import logging
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.conftest import ROOT
from tests.server import Reply, Server

SPEC = Path(__file__).parent / "specs" / "notes.yaml"
NOTE = {"id": "N1", "text": "hello", "author": {"id": 7, "name": "Ada"}}

Use: TypeAlias = Callable[[Any], Any]
"""What is done with a client."""

Call: TypeAlias = Callable[[Use], Any]
"""Does it, with a client of either kind."""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package that is generated of `notes.yaml`."""
    folder = tmp_path_factory.mktemp("notes")
    command = [sys.executable, "-m", "generator", "generate", str(SPEC)]
    options = ["--output", str(folder), "--package", "notes_client"]
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("notes_client")
    sys.path.remove(str(folder))


@pytest.fixture
def models(notes: Any) -> Any:
    return importlib.import_module(f"{notes.__name__}.models")


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, notes: Any, server: Server) -> Call:
    """Do something with a client that is connected to the server."""

    def sync(use: Use) -> Any:
        with notes.Client(base_url=server.url) as client:
            return use(client)

    def asynchronous(use: Use) -> Any:
        async def run() -> Any:
            async with notes.AsyncClient(base_url=server.url) as client:
                return await use(client)

        return asyncio.run(run())

    return sync if request.param == "sync" else asynchronous


def sent(server: Server) -> Any:
    """The JSON that the server received."""
    return json.loads(server.only.body)


def test_json_byte_for_byte(call: Call, server: Server, models: Any) -> None:
    server.reply = Reply.json(NOTE, 201)
    ada = models.Person(name="Ada", born=dt.date(1815, 12, 10))
    note = call(
        lambda client: client.notes.create(
            text="Grüße",
            author=ada,
            code="sesame",
            due=None,
            readers=(ada,),
            kind=models.Kind.PRIVATE,
        )
    )
    person = '{"name":"Ada","born":"1815-12-10"}'
    assert server.only.body.decode() == (
        f'{{"text":"Grüße","author":{person},"code":"sesame","due":null,'
        f'"readers":[{person}],"kind":"private"}}'
    )
    assert server.only.headers["content-type"] == "application/json"
    assert server.only.headers["accept"] == "application/vnd.notes+json"
    assert note == models.Note.from_dict(NOTE)


def test_values_are_written_by_their_types(call: Call, server: Server) -> None:
    server.reply = Reply.json(NOTE)
    moment = dt.datetime(2026, 1, 2, 3, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    whatever = {"list": [1, 2.5, True, None, moment], "tuple": ("a",)}
    call(
        lambda client: client.notes("N1").update(
            due=dt.date(2026, 1, 2), weight=0.1, labels={"a": None}, any=whatever
        )
    )
    assert sent(server) == {
        "due": "2026-01-02",
        "weight": 0.1,
        "labels": {"a": None},
        "any": {"list": [1, 2.5, True, None, "2026-01-02T02:00:00Z"], "tuple": ["a"]},
    }


def test_what_only_the_api_sets_is_not_sent(
    call: Call, server: Server, models: Any
) -> None:
    server.reply = Reply.of(204, b"")
    friend = {"id": 8, "name": "Bob", "nick": "B"}
    note = models.Note.from_dict({**NOTE, "readers": [friend], "new": 1})
    call(lambda client: client.notes.update(body=[note]))
    assert sent(server) == [
        {
            "text": "hello",
            "author": {"name": "Ada"},
            "readers": [{"name": "Bob", "nick": "B"}],
            "new": 1,
        }
    ]
    assert note.to_dict() == {**NOTE, "readers": [friend], "new": 1}
    assert note.author.id == 7
    assert server.only.headers["content-type"] == "application/merge-patch+json"


def test_fields_of_one_direction(models: Any) -> None:
    drifts: list[Any] = []
    models.Note.from_dict(NOTE, on_drift=drifts.append)
    assert drifts == []
    models.Note.from_dict(
        {"text": "x", "author": {"id": 1, "name": "y"}}, on_drift=drifts.append
    )
    assert [drift.pointer for drift in drifts] == ["/id"]
    assert models.Person(name="Ada").to_dict() == {"name": "Ada"}
    with pytest.raises(TypeError):
        models.Visit()  # is never sent, so it always has its id


def test_read_only_fields_are_no_arguments(notes: Any) -> None:
    made = importlib.import_module(f"{notes.__name__}.notes")
    with pytest.raises(TypeError, match="id"):
        made.create_note(id="N1", text="x", author=None, code="y")


def test_an_optional_body(call: Call, server: Server) -> None:
    server.reply = Reply.json({})
    call(lambda client: client.labels.replace())
    assert server.only.body == b""
    assert "content-type" not in server.only.headers


@pytest.mark.parametrize("labels", [{}, {"a": 1}])
def test_an_optional_body_that_is_given(
    call: Call, server: Server, labels: dict[str, int]
) -> None:
    server.reply = Reply.json(labels)
    assert call(lambda client: client.labels.replace(body=labels)) == labels
    assert sent(server) == labels


def test_a_required_body_without_fields(call: Call, server: Server) -> None:
    assert call(lambda client: client.ping.ping()) == b"{}"
    assert server.only.body == b"{}"


def test_a_body_of_delete(call: Call, server: Server) -> None:
    server.reply = Reply.of(204, b"")
    assert call(lambda client: client.notes.delete(ids=["N1"])) is None
    assert server.only.line == "DELETE /notes HTTP/1.1"
    assert sent(server) == {"ids": ["N1"]}


def test_no_body_where_none_is_described(call: Call, server: Server) -> None:
    server.reply = Reply.json([NOTE])
    assert [note.id for note in call(lambda client: client.notes.list())] == ["N1"]
    assert server.only.body == b""


def test_extra_body(call: Call, server: Server) -> None:
    server.reply = Reply.of(204, b"")
    extra = {"ids": ["N2"], "force": None, "deep": {"a": [dt.date(2026, 1, 2)]}}
    call(lambda client: client.notes.delete(ids=["N1"], extra_body=extra))
    assert sent(server) == {"ids": ["N2"], "force": None, "deep": {"a": ["2026-01-02"]}}


REFUSED: list[Use] = [
    lambda client: client.notes.list(extra_body={"a": 1}),
    lambda client: client.labels.replace(body={"a": 1}, extra_body={"b": 1}),
    lambda client: client.notes.delete(ids=["a"], extra_body={"a": object()}),
    lambda client: client.notes.delete(ids=None),
    lambda client: client.labels.replace(body=None),
    lambda client: client.labels.replace(body={1: 1}),
    lambda client: client.labels.replace(body={"a": Decimal(1)}),
    lambda client: client.labels.replace(body={"a": b"bytes"}),
    lambda client: client.labels.replace(body={"a": float("nan")}),
    lambda client: client.labels.replace(body={"a": 10**5000}),
    lambda client: client.labels.replace(body={"a\ud800": 1}),
    lambda client: client.notes("N1").update(text="a\ud800"),
    lambda client: client.notes("N1").update(text="a", any=dt.datetime(2026, 1, 1)),
    lambda client: client.notes("N1").update(),
]


@pytest.mark.parametrize("use", REFUSED)
def test_what_cannot_be_sent(call: Call, notes: Any, server: Server, use: Use) -> None:
    with pytest.raises(notes.InvalidArgumentError):
        call(use)
    assert server.requests == []


def _update(value: object, client: Any) -> Any:
    return client.notes("N1").update(text="a", any=value)


def test_what_is_nested_too_deeply(call: Call, notes: Any, models: Any) -> None:
    circle: list[Any] = []
    circle.append(circle)
    person = models.Person(name="x")
    person.name = circle
    for value in (circle, person):
        with pytest.raises(notes.InvalidArgumentError, match="deep"):
            call(partial(_update, value))


def test_a_changed_body_is_another_one(notes: Any) -> None:
    made = importlib.import_module(f"{notes.__name__}.notes")
    requests = [made.update_note("N1", text=text) for text in ("a", "a", "b")]
    assert requests[0].body == requests[1].body != requests[2].body
    assert hash(requests[0].body) == hash(requests[1].body)
    labels = importlib.import_module(f"{notes.__name__}.labels").replace_labels
    assert labels(body={"a": 1}).body == labels(body={"a": 1}).body
    assert labels(body={"a": 1}).body != labels(body={"a": 2}).body


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        ("Grüße\r\n".encode(), "text/plain", "Grüße\r\n"),
        ("Grüße".encode("latin-1"), "text/plain; charset=ISO-8859-1", "Grüße"),
        ("Grüße".encode("utf-16"), 'text/markdown;charset="UTF-16"', "Grüße"),
        (b"a\xffb", "text/plain; charset=utf-8", "a\ufffdb"),
        (b"a", "text/plain; charset=hex", "a"),
        (b"a", "text/plain; charset=iso-8859-99", "a"),
        (b"", "text/plain", ""),
    ],
)
def test_texts(
    call: Call, server: Server, content: bytes, content_type: str, text: str
) -> None:
    server.reply = Reply.of(200, content, content_type)
    assert call(lambda client: client.notes("N1").text.read()) == text
    assert server.only.headers["accept"] == "text/markdown, text/plain"


def test_bytes(call: Call, server: Server) -> None:
    server.reply = Reply.of(200, bytes(range(256)), "image/png")
    read: Use = lambda client: client.notes("N1").picture.read()
    assert call(read) == bytes(range(256))
    assert server.only.headers["accept"] == "image/png"
    server.reply = Reply.of(204, b"")
    assert call(read) is None


def test_a_success_that_may_hold_nothing(
    call: Call, server: Server, notes: Any, models: Any
) -> None:
    create: Use = lambda client: client.notes.create(
        text="x", author=models.Person(name="y"), code="z"
    )
    server.reply = Reply.of(202, b"")
    assert call(create) is None
    server.reply = Reply.json(NOTE, 201)
    assert call(create).id == "N1"
    server.reply = Reply.of(200, b"")
    with pytest.raises(notes.DecodeError, match="empty"):
        call(lambda client: client.notes("N1").update(text="x"))


def test_head(call: Call, server: Server) -> None:
    server.reply = Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
    assert call(lambda client: client.notes("N1").head_note()) is None


SECRET = 'canary "text"\\ äöü'
ECHOES = [
    Reply.json({"message": f"received {json.dumps({'text': SECRET})}"}, 400),
    Reply.of(400, json.dumps({"text": SECRET}, ensure_ascii=False).encode()),
    Reply.of(500, f"cut off: {SECRET[:13]}".encode(), "text/plain"),
    Reply.of(200, json.dumps({"text": SECRET}).encode()[:-4]),
    Reply.of(200, b"", f"text/{SECRET[:13]}"),
]


@pytest.mark.parametrize("reply", ECHOES)
@pytest.mark.parametrize("given", ["field", "model", "extra"])
def test_sensitive_texts_are_not_shown(
    call: Call,
    server: Server,
    notes: Any,
    models: Any,
    reply: Reply,
    given: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.reply = reply
    caplog.set_level(logging.DEBUG)
    person = models.Person(name="Ada")
    note = models.Note(text="x", author=person, code=SECRET)
    uses: dict[str, Use] = {
        "field": lambda client: client.notes("N").update(text=SECRET),
        "model": lambda client: client.notes("N").update(text="x", any=[{"a": note}]),
        "extra": lambda client: client.notes("N").update(
            text="x", extra_body={"text": [SECRET]}
        ),
    }
    with pytest.raises(notes.ApiError) as caught:
        call(uses[given])
    assert b"canary" in server.only.body
    error: Exception = caught.value
    shown = [str(error), repr(error), repr(vars(error)), repr(pickle.dumps(error))]
    shown += ["".join(traceback.format_exception(error)), repr(note)]
    shown += [f"{record.getMessage()} {record.args}" for record in caplog.records]
    assert [
        text
        for text in shown
        if "canary" in text and "receive_response_headers" not in text
    ] == []


def test_a_body_shows_no_values(notes: Any) -> None:
    made = importlib.import_module(f"{notes.__name__}.notes")
    request = made.update_note("N1", text=SECRET, weight=1.5)
    assert repr(request.body) == "JsonFields(text, weight)"
    assert "canary" not in repr(request)

"""What responses hold, by their status: successes of several kinds, errors, redirects."""

from __future__ import annotations

import importlib
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics
from generator.model import Content, OneOf, Operation, Primitive, Ref
from generator.scalar import Scalar
from generator.understand import read
from tests.conftest import Call, Use
from tests.server import Reply, Server

CREATE: Use = lambda client: client.pictures.create(title="x", image=b"i")
FETCH: Use = lambda client: client.pictures("P1").fetch()
LINK: Use = lambda client: client.pictures("P1").link.find_link()


@pytest.fixture
def models(gallery: Any) -> Any:
    return importlib.import_module(f"{gallery.__name__}.models")


def test_a_status_says_what_it_is(visit: Call, server: Server, models: Any) -> None:
    server.reply = Reply.json({"id": "P1"}, 201)
    assert visit(CREATE) == models.Picture(id="P1")
    server.reply = Reply.json({"number": 7}, 202)
    assert visit(CREATE) == models.Ticket(number=7)
    server.reply = Reply.json({"id": "P1"}, 200)  # not described: as the first one
    assert visit(CREATE) == models.Picture(id="P1")


def test_a_range_says_what_the_rest_is(
    visit: Call, server: Server, models: Any
) -> None:
    server.reply = Reply.json({"id": "P1"})
    assert visit(FETCH) == models.Picture(id="P1")
    assert server.only.headers["accept"] == "application/json, text/plain"
    server.reply = Reply.of(206, b"half", "text/plain")
    assert visit(FETCH) == "half"


PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("status", "content", "content_type", "kind", "expected"),
    [
        (400, {"reason": "no"}, "application/json", "Refusal", {"reason": "no"}),
        (404, {"title": "x"}, PROBLEM, "Problem", {"title": "x"}),
        (422, {"title": "x", "new": 1}, PROBLEM, "Problem", {"title": "x", "new": 1}),
        (400, {}, "application/json", "Refusal", {}),
        (400, {"reason": 5}, "application/json", "Refusal", {"reason": 5}),
    ],
)
def test_details_of_errors(
    visit: Call,
    server: Server,
    gallery: Any,
    models: Any,
    status: int,
    content: Any,
    content_type: str,
    kind: str,
    expected: Any,
) -> None:
    server.reply = Reply.of(status, json.dumps(content).encode(), content_type)
    with pytest.raises(gallery.StatusError) as caught:
        visit(CREATE)
    details = caught.value.details
    assert isinstance(details, getattr(models, kind))
    assert details.to_dict() == expected
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.details == details


@pytest.mark.parametrize(
    ("status", "content", "content_type"),
    [
        (400, b"", "application/json"),
        (400, b"<html>", "text/html"),
        (400, b'{"reason": "no"', "application/json"),
        (400, b"[1]", "application/json"),
        (400, b"null", "application/json"),
        (400, b"[" * 100_000, "application/json"),
        (400, b'{"reason": NaN}', "application/json"),
        (400, b'{"reason": "%s"}' % (b"x" * 2_000_000), "application/json"),
        (400, b"\xff", "application/json"),
        (500, b'{"reason": "no"}', "application/json"),
    ],
)
def test_an_error_is_raised_whatever_it_holds(
    visit: Call,
    server: Server,
    gallery: Any,
    status: int,
    content: bytes,
    content_type: str,
) -> None:
    server.reply = Reply.of(status, content, content_type)
    with pytest.raises(gallery.StatusError) as caught:
        visit(CREATE)
    assert (caught.value.status, caught.value.details) == (status, None)


def test_strict_reading_hides_no_error(server: Server, gallery: Any) -> None:
    server.reply = Reply.json({"reason": 5}, 400)
    with (
        gallery.Client(base_url=server.url, strict=True) as client,
        pytest.raises(gallery.BadRequestError) as caught,
    ):
        CREATE(client)
    assert caught.value.details.reason == 5


def test_what_the_server_repeats_is_masked_in_details(
    visit: Call, server: Server, gallery: Any
) -> None:
    secret = "canary 12345"
    problem = {
        "title": f"got {secret}",
        "errors": [{"field": "note", secret: [secret, 1, None]}],
    }
    server.reply = Reply.of(404, json.dumps(problem).encode(), PROBLEM)
    with pytest.raises(gallery.NotFoundError) as caught:
        visit(lambda client: client.pictures.create(title="x", image=b"i", note=secret))
    details = caught.value.details
    assert details.title == "got ***"
    assert details.errors[0].field == "note"
    assert details.errors[0].extra == {"***": ["***", 1, None]}
    assert b"canary" not in pickle.dumps(caught.value)


def test_a_number_that_is_secret_is_masked(
    visit: Call, server: Server, gallery: Any
) -> None:
    server.reply = Reply.json({"reason": 271828182845}, 400)
    with pytest.raises(gallery.BadRequestError) as caught:
        visit(
            lambda client: client.pictures.create(
                title="x", image=b"i", note="271828182845"
            )
        )
    assert caught.value.details.reason == "***"


# --- redirects


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://elsewhere.test/a?token=x", "https://elsewhere.test/a?token=x"),
        ("/files/1", "{url}/files/1"),
        ("1.png", "{url}/pictures/P1/1.png"),
        ("//other.test/x", "http://other.test/x"),
    ],
)
@pytest.mark.parametrize("status", [302, 307, 303])
def test_a_redirect_says_where_it_leads(
    visit: Call, server: Server, location: str, expected: str, status: int
) -> None:
    server.reply = Reply.of(status, b"", headers={"Location": location})
    assert visit(LINK) == expected.format(url=server.url)
    assert len(server.requests) == 1  # it was not followed


def test_a_redirect_to_nowhere(visit: Call, server: Server, gallery: Any) -> None:
    server.reply = Reply.of(302, b"")
    with pytest.raises(gallery.UnexpectedRedirectError):
        visit(LINK)
    server.reply = Reply.of(302, b"", headers={"Location": "http://[x"})
    with pytest.raises(gallery.DecodeError, match="redirect"):
        visit(LINK)
    server.reply = Reply.json({}, 200)
    with pytest.raises(gallery.DecodeError, match="redirect"):
        visit(LINK)


def test_a_redirect_that_is_not_asked_for(
    visit: Call, server: Server, gallery: Any
) -> None:
    server.reply = Reply.of(302, b"", headers={"Location": "/x"})
    with pytest.raises(gallery.UnexpectedRedirectError):
        visit(FETCH)


# --- what documents mean

A = {"$ref": "#/components/schemas/A"}
TEXT = {"type": "string"}
JSON = {"application/json": {"schema": A}}


def response(content: dict[str, Any] | None = None) -> dict[str, Any]:
    """A response that holds something, or nothing."""
    return {"description": "x"} | ({"content": content} if content else {})


def operations(
    responses: dict[str, Any], folder: Path
) -> tuple[list[Operation], list[str]]:
    """An operation with these responses and its variants, and the messages."""
    document = {
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "fetchA", "responses": responses}}},
        "components": {"schemas": {"A": {"type": "object", "properties": {"a": TEXT}}}},
    }
    path = folder / "spec.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    found = Diagnostics()
    api = read(SpecConfig(path, ()), found)
    listed = [one for resource in api.root.walk() for one in resource.operations]
    return listed, [one.message for one in found.found]


ALL = {
    "text/event-stream": {"schema": A},
    "application/jsonl": {"schema": A},
    "application/json": {"schema": A},
}


@pytest.mark.parametrize(
    ("responses", "contents"),
    [
        ({"200": response(JSON)}, ["json"]),
        ({"204": response()}, [None]),
        ({"302": response()}, ["location"]),
        ({"307": response(), "default": response()}, ["location"]),
        ({"304": response()}, [None]),
        ({"200": response(), "302": response()}, [None]),
        ({"200": response({"a/b": {"schema": TEXT}})}, ["bytes"]),
        ({"200": response({"multipart/mixed": {"schema": TEXT}})}, ["bytes"]),
        ({"200": response({"text/csv": {"schema": TEXT}})}, ["text"]),
        ({"200": response({"text/event-stream": {"schema": A}})}, ["events"]),
        ({"200": response(ALL)}, ["json", "events", "json-lines"]),
    ],
)
def test_how_a_success_is_read(
    tmp_path: Path, responses: dict[str, Any], contents: list[str | None]
) -> None:
    built, messages = operations(responses, tmp_path)
    found = [one.result.content.value if one.result else None for one in built]
    assert found == contents
    assert messages == []


def event(data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The schema of an event as a whole."""
    return {"type": "object", "properties": {"data": data, **more}}


EVENTS = "text/event-stream"
INSIDE = {"type": "string", "contentSchema": A}


@pytest.mark.parametrize(
    ("media_type", "media", "expected"),
    [
        (EVENTS, {"itemSchema": A}, "A"),
        (EVENTS, {"schema": A}, "A"),
        (EVENTS, {"schema": {"type": "array", "items": A}}, "A"),
        (EVENTS, {"schema": TEXT}, Scalar.STRING),
        (EVENTS, {"schema": {}}, Scalar.ANY),
        (EVENTS, {}, Scalar.STRING),
        (EVENTS, {"itemSchema": event(TEXT, id={})}, Scalar.STRING),
        (EVENTS, {"itemSchema": event(INSIDE, event={"const": "a"})}, "A"),
        (EVENTS, {"schema": {"oneOf": [{"anyOf": [event(A), event(INSIDE)]}]}}, "A"),
        (EVENTS, {"schema": event(TEXT, more={})}, "schema"),
        (EVENTS, {"schema": {"oneOf": [event(TEXT), A]}}, None),
        ("application/jsonl", {"itemSchema": A}, "A"),
        ("application/x-ndjson", {"schema": A}, "A"),
        ("application/json-seq", {"schema": {"type": "array", "items": A}}, "A"),
        ("application/x-ndjson", {}, Scalar.ANY),
    ],
)
def test_what_items_are(
    tmp_path: Path,
    media_type: str,
    media: dict[str, Any],
    expected: str | Scalar | None,
) -> None:
    content = {**JSON, media_type: media}
    (usual, stream), messages = operations({"200": response(content)}, tmp_path)
    assert usual.result is not None
    assert usual.result.content is Content.JSON
    assert stream.name.words == ("fetch", "a", "stream")
    assert stream.verb == ("fetch", "stream")
    assert stream.result is not None
    match stream.result.type:
        case Primitive(scalar):
            assert scalar is expected
        case Ref(identifier):
            assert identifier.rpartition("/")[2] == expected
        case OneOf():
            assert expected is None
        case other:
            raise AssertionError(other)
    assert messages == []


def test_errors_that_say_nothing_are_none(tmp_path: Path) -> None:
    (one,), _ = operations(
        {
            "200": response(),
            "400": response({"application/json": {}}),
            "401": response({"text/plain": {}}),
            "402": response(),
            "5XX": response(JSON),
            "default": response(JSON),
        },
        tmp_path,
    )
    assert [error.status.raw for error in one.errors] == ["5XX", "default"]


def test_default_is_a_success_if_there_is_no_other(tmp_path: Path) -> None:
    (one,), _ = operations({"default": response(JSON)}, tmp_path)
    assert one.errors == ()
    assert one.result is not None
    assert one.result.content is Content.JSON

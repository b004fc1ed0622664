"""What an API sends is read: webhooks and callbacks, of the client of `specs/events.yaml`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics
from generator.model import Api, Encoding
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.settings import ClientSettings
from generator.understand import read
from tests.test_output import SPECS

PACKAGE = "made_events"
SENT = b'{"kind": "parcel.sent", "parcel": "x", "weight": 1.5}'


def api_of(path: Path) -> tuple[Api, Diagnostics]:
    """The model of a document, and what was found in it."""
    found = Diagnostics()
    return read(SpecConfig(path), found), found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The modules `webhooks`, `models` and the package itself, imported."""
    folder = tmp_path_factory.mktemp("events")
    api, found = api_of(SPECS / "events.yaml")
    config = ClientConfig(folder, ClientSettings(PACKAGE), ())
    for name, text in make(config, [api], find_pack("python"), found).items():
        path = folder / PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield lambda name="": importlib.import_module(f"{PACKAGE}{name}")
    finally:
        sys.path.remove(str(folder))
        for name in [one for one in sys.modules if one.split(".")[0] == PACKAGE]:
            del sys.modules[name]


def test_a_webhook_is_read_by_its_function(made: Any) -> None:
    sent = made(".webhooks").parse_parcel_sent(SENT)
    assert sent == made(".models").Sent(
        kind=made(".models").SentKind.PARCEL_SENT, parcel="x", weight=1.5
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SENT, "Sent"),
        (b'{"kind": "parcel.lost", "parcel": "x"}', "ParcelLostPayload"),
        (b"[1.10]", "list"),
    ],
)
def test_what_is_sent_tells_which_one_it_is(
    made: Any, content: bytes, expected: str
) -> None:
    assert type(made(".webhooks").parse(content)).__name__ == expected


def test_the_name_tells_it_as_well(made: Any) -> None:
    read = made(".webhooks").parse(SENT, "parcel-lost")
    assert type(read).__name__ == "ParcelLostPayload"
    assert made(".webhooks").parse(b"[1.10]", "weights") == [Decimal("1.10")]


def test_numbers_keep_their_digits(made: Any) -> None:
    (weight,) = made(".webhooks").parse_weights(b"[0.10000000000000000001]")
    assert weight == Decimal("0.10000000000000000001")


def test_a_form_is_read_as_its_fields_say(made: Any) -> None:
    content = (
        b"Parcel=a%20b&Step=5&Late=true&Seen=2026-01-31T12:00:00Z&Tags=1&Tags=2"
        b"&Place=%7B%22town%22%3A%22x%22%7D&Unknown=9"
    )
    drifts: list[Any] = []
    move = made(".webhooks").parse_parcel_moved(content, on_drift=drifts.append)
    models = made(".models")
    assert drifts == []
    assert move == models.Move(
        parcel="a b",
        step=5,
        late=True,
        seen=datetime(2026, 1, 31, 12, tzinfo=UTC),
        tags=["1", "2"],
        place=models.MovePlace(town="x"),
    )
    assert move.extra == {"Unknown": "9"}


def test_a_field_that_occurs_once_is_a_list_where_lists_are_expected(made: Any) -> None:
    assert made(".webhooks").parse_parcel_moved(b"Tags=1").tags == ["1"]


def test_texts_that_are_no_number_are_drift(made: Any) -> None:
    drifts: list[Any] = []
    parse = made(".webhooks").parse_parcel_moved
    move = parse(b"Step=05&Late=yes&Parcel=1&Parcel=2", on_drift=drifts.append)
    assert (move.step, move.late, move.parcel) == ("05", "yes", ["1", "2"])
    assert [one.pointer for one in drifts] == ["/Parcel", "/Step", "/Late"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b"[" * 100_000, b"NaN", b"Step=1"]
)
def test_what_is_no_json_is_our_error(made: Any, content: bytes) -> None:
    error = made("").DecodeError
    for parse in (made(".webhooks").parse, made(".webhooks").parse_parcel_sent):
        with pytest.raises(error, match="the request"):
            parse(content)


@pytest.mark.parametrize("content", [b"\xff=1", b"a=%ff", b"a=1&" * 10_001])
def test_what_is_no_form_is_our_error(made: Any, content: bytes) -> None:
    with pytest.raises(made("").DecodeError, match="is not a form"):
        made(".webhooks").parse_parcel_moved(content)


def test_another_value_than_an_object_is_refused(made: Any) -> None:
    with pytest.raises(made("").DecodeError, match="not from null"):
        made(".webhooks").parse_parcel_sent(b"null")


def test_an_unknown_name_is_refused(made: Any) -> None:
    with pytest.raises(made("").InvalidArgumentError, match="nothing called 'x'"):
        made(".webhooks").parse(SENT, "x")


def test_drift_is_told(made: Any) -> None:
    drifts: list[Any] = []
    parse = made(".webhooks").parse
    parse(b'{"kind": "parcel.sent", "parcel": 1}', on_drift=drifts.append)
    assert [one.pointer for one in drifts] == ["/parcel"]


def test_what_cannot_be_read_is_left_out_and_told() -> None:
    api, found = api_of(SPECS / "events.yaml")
    assert [one.name.wire.raw for one in api.webhooks] == [
        "parcelSent",
        "parcel-lost",
        "weights",
        "parcelMoved",
    ]
    assert api.webhooks[-1].encoding is Encoding.FORM
    (told,) = [one for one in found.found if "picture" in one.message]
    assert told.message == "the webhook `picture` is left out: it is image/png"


def spec_of(folder: Path, version: str, **parts: Any) -> Path:
    document = {"openapi": version, "info": {"title": "T", "version": "1"}, **parts}
    path = folder / "spec.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


def body(schema: Any) -> Any:
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"content": content}, "responses": {}}


def test_documents_of_openapi_3_0_have_an_extension_for_it(tmp_path: Path) -> None:
    hook = {"post": body({"$ref": "#/components/schemas/Pet"})}
    pet = {"type": "object", "properties": {"name": {"type": "string"}}}
    parts = {"x-webhooks": {"pet-born": hook}, "components": {"schemas": {"Pet": pet}}}
    api, found = api_of(spec_of(tmp_path, "3.0.3", paths={}, **parts))
    assert not found.errors
    (webhook,) = api.webhooks
    (record,) = api.types
    assert webhook.type == api.event
    assert record.name.wire.raw == "Pet"


def test_a_resource_of_the_same_name_stays_where_it_is(tmp_path: Path) -> None:
    hook = {"post": body({"type": "object", "properties": {"a": {"type": "string"}}})}
    paths = {"/webhooks": {"get": {"responses": {"204": {"description": ""}}}}}
    path = spec_of(tmp_path, "3.1.0", paths=paths, webhooks={"born": hook})
    api, found = api_of(path)
    config = ClientConfig(tmp_path, ClientSettings("client"), ())
    files = make(config, [api], find_pack("python"), found)
    assert "class Webhooks(" in files["webhooks.py"]
    assert "def parse_born(" in files["received_webhooks.py"]


def test_several_methods_of_a_webhook_are_told_apart(tmp_path: Path) -> None:
    text = body({"type": "string"})
    hook = {"post": text, "put": text}
    path = spec_of(tmp_path, "3.1.0", paths={}, webhooks={"born": hook})
    api, _ = api_of(path)
    assert [" ".join(one.name.words) for one in api.webhooks] == [
        "born post",
        "born put",
    ]

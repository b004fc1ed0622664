"""Records: what they hold beside their fields, null and nothing, copies, and drift."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import datetime as dt
import importlib
import inspect
import json
import pickle
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from twilio_client import DriftError
from twilio_client._runtime.drift import raise_drift
from twilio_client._runtime.inspection import Inspector
from twilio_client.proxy.v1.models import MessageInteraction

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics
from generator.facts import Default, Extra
from generator.model import Api, Lifecycle, Primitive
from generator.scalar import Scalar
from generator.text import Text
from generator.understand import read
from tests.conftest import ROOT
from tests.server import Reply, Server

SPEC = Path(__file__).parent / "specs" / "records.yaml"
PACKAGE = "records_client"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package that is generated of `records.yaml`."""
    folder = tmp_path_factory.mktemp("records")
    command = [sys.executable, "-m", "generator", "generate", str(SPEC)]
    options = ["--output", str(folder), "--package", PACKAGE]
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    sys.path.insert(0, str(folder))
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def models(records: Any) -> Any:
    return importlib.import_module(f"{records.__name__}.models")


@pytest.fixture(scope="module")
def raises(records: Any) -> Any:
    """The hook of strict reading."""
    return importlib.import_module(f"{PACKAGE}._runtime.drift").raise_drift


# --- fields that a record does not name


def drifts(model: Any, data: Any) -> list[str]:
    found: list[Any] = []
    model.from_dict(data, on_drift=found.append)
    return [f"{one.pointer}: {one.expected}, {one.found}" for one in found]


def test_free_fields_are_kept_and_cannot_be_set(models: Any) -> None:
    free = models.Free.from_dict({"a": 1, "new": [2]})
    assert free.extra == {"new": [2]}
    assert free.to_dict() == {"a": 1, "new": [2]}
    assert drifts(models.Free, {"a": 1, "new": [2]}) == []
    with pytest.raises(TypeError):
        models.Free(extra={})
    with pytest.raises(AttributeError):
        free.extra = {}


@pytest.mark.parametrize("name", ["Closed", "Joined"])
def test_forbidden_fields_are_drift_and_kept(
    models: Any, raises: Any, records: Any, name: str
) -> None:
    model = getattr(models, name)
    data = {"a": 1, "a/b": "x"}
    assert drifts(model, data) == ["/a~1b: nothing, a string"]
    read = model.from_dict(data)
    assert (read.extra, read.to_dict()) == ({"a/b": "x"}, data)
    with pytest.raises(records.DriftError, match=name) as caught:
        model.from_dict(data, on_drift=raises)
    assert caught.value.pointer == "/a~1b"


DAY = dt.date(2026, 1, 31)


def closed(models: Any) -> Any:
    return models.Closed(a=1)


EXTRAS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "Numbers": (7, lambda _: 7),
    "Dates": ("2026-01-31", lambda _: DAY),
    "People": ({"name": "Ada"}, lambda m: m.PeopleExtra(name="Ada")),
    "Orders": ("asc", lambda m: m.Order.ASC),
    "Either": ({"a": 1}, closed),
    "Lists": ([{"a": 1}], lambda m: [closed(m)]),
    "Anything": ({"x": [None]}, lambda _: {"x": [None]}),
}


@pytest.mark.parametrize("name", EXTRAS)
def test_typed_extra_fields(models: Any, name: str) -> None:
    model, (wire, value) = getattr(models, name), EXTRAS[name]
    data = {"a": "x", "one": wire, "two": wire}
    read = model.from_dict(data)
    made = value(models)
    assert read.extra == {"one": made, "two": made}
    assert type(read.extra["one"]) is type(made)
    assert read.to_dict() == data
    assert drifts(model, data) == []
    by_hand = model(a="x", extra={"one": made, "two": made})
    assert by_hand == read
    assert by_hand.to_dict() == data
    assert by_hand.to_request() == data
    read.extra["three"] = read.extra.pop("one")
    assert read.to_dict() == {"a": "x", "two": wire, "three": wire}
    assert model(a="x") != by_hand
    assert model().extra is not model().extra
    assert model().extra == {}


def test_extra_fields_that_are_null(models: Any) -> None:
    assert models.Anything(extra={"x": None}).to_dict() == {"x": None}
    assert models.Anything.from_dict({"x": None}).to_dict() == {"x": None}


@pytest.mark.parametrize("name", sorted(EXTRAS.keys() - {"Anything"}))
def test_extra_fields_of_another_type_are_drift(models: Any, name: str) -> None:
    model = getattr(models, name)
    (found,) = drifts(model, {"a": "x", "right": EXTRAS[name][0], "b/c": True})
    assert found.startswith("/b~1c: ")
    assert found.endswith(", a boolean")
    assert model.from_dict({"b": True}).to_dict() == {"b": True}


def test_fields_win_over_extra_ones(models: Any, records: Any) -> None:
    wrong = models.Numbers(a="x", extra={"a": 1})
    with pytest.raises(records.InvalidArgumentError, match="`a`"):
        wrong.to_dict()
    with pytest.raises(records.InvalidArgumentError, match="`a`"):
        wrong.to_request()


def test_names_that_python_needs_may_be_fields(models: Any) -> None:
    numbers = models.Numbers(dict="d", field="f", extra={"x": 1})
    assert numbers.to_dict() == {"dict": "d", "field": "f", "x": 1}
    thing = models.Thing(name="n", weight=1, seen=None, extra_="e")
    assert thing.to_dict()["extra"] == "e"
    assert thing.extra == {}


def test_extra_fields_that_hold_their_own_kind(models: Any) -> None:
    data = {"ada": {"name": "Ada", "more": {"bob": {"name": "Bob"}}}}
    read = models.People.from_dict(data)
    assert read.extra["ada"].more.extra["bob"].name == "Bob"
    assert read.to_dict() == data
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"x": {"name": "n", "more": deep}}
    with pytest.raises(Exception, match="too deeply"):
        models.People.from_dict(deep)


def test_extra_fields_tell_variants_apart(models: Any) -> None:
    one = models.Tables.from_dict({"one": {"a": 1}}).one
    other = models.Tables.from_dict({"one": {"a": "x", "more": 2}}).one
    assert (type(one), type(other)) == (models.Closed, models.Numbers)
    assert drifts(models.Tables, {"one": {"a": "x", "more": 2}}) == []


# --- null and nothing


def test_a_required_null_is_written(models: Any) -> None:
    report = models.Report(total=None, at=None)
    assert report.to_dict() == {"total": None, "at": None}
    assert list(models.Draft(owner=None, note=None).to_dict().items()) == [
        ("kind", "draft"),
        ("owner", None),
        ("note", None),
    ]


@pytest.mark.parametrize(
    "data", [{}, {"total": None}, {"at": None, "note": None}, {"total": 1}]
)
def test_what_was_received_without_a_field_is_written_without_it(
    models: Any, data: Any
) -> None:
    assert models.Report.from_dict(data).to_dict() == data
    assert models.Draft.from_dict({}).to_dict() == {}
    assert models.Draft.from_dict({}).to_request() == {}


def test_a_received_value_can_become_null(models: Any) -> None:
    report = models.Report.from_dict({"total": 1, "note": "x"})
    report.total = report.note = None
    assert report.to_dict() == {"total": None, "note": None}


FIELDS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "due": ("2026-01-31", lambda _: DAY),
    "at": ("2026-01-31T00:00:00Z", lambda _: dt.datetime(2026, 1, 31, tzinfo=dt.UTC)),
    "span": ("PT1M", lambda _: dt.timedelta(minutes=1)),
    "id": (str(UUID(int=1)), lambda _: UUID(int=1)),
    "price": ("1.50", lambda _: Decimal("1.50")),
    "order": ("desc", lambda m: m.Order.DESC),
    "parts": ([{"name": "p"}], lambda m: [m.Part(name="p")]),
    "part": ({"name": "p"}, lambda m: m.Part(name="p")),
    "mixed": (5, lambda _: 5),
    "any": ([1], lambda _: [1]),
    "secret": ("s", lambda _: "s"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_null_nothing_and_a_value(models: Any, records: Any, name: str) -> None:
    wire, value = FIELDS[name]
    needed = {"kind": "draft", "owner": "o", "note": "n"}
    for given, sent in [
        ({}, {}),
        ({name: records.UNSET}, {}),
        ({name: None}, {name: None}),
        ({name: value(models)}, {name: wire}),
    ]:
        draft = models.Draft(owner="o", note="n", **given)
        assert draft.to_dict() == needed | sent
        assert draft.to_request() == needed | sent
        read = models.Draft.from_dict(needed | sent)
        assert read == draft
        assert getattr(read, name) == getattr(draft, name)
        assert read.to_dict() == needed | sent
    draft = models.Draft.from_dict(needed | {name: wire})
    setattr(draft, name, records.UNSET)
    assert draft.to_dict() == needed


def test_repr_tells_null_from_nothing(models: Any) -> None:
    part = models.Part(name="p", size=None)
    assert repr(part) == "Part(name='p', size=None)"
    assert repr(models.Part(name="p")) == "Part(name='p')"
    assert repr(models.Report(total=1, at=None)) == "Report(total=1)"
    assert repr(models.Numbers()) == "Numbers()"
    assert repr(models.Numbers(extra={"x": 1})) == "Numbers(extra={'x': 1})"


def test_bodies_hold_null_and_nothing(records: Any, models: Any) -> None:
    reports = importlib.import_module(f"{PACKAGE}.reports")
    drafts = [models.Draft(owner=None, note=1, due=None, made=DAY)]
    sent = json.loads(reports.create_report(body=drafts).body.encode())
    assert sent == [{"kind": "draft", "owner": None, "note": 1, "due": None}]


def test_types_differ_only_where_they_must(models: Any) -> None:
    by_name = {one.name: one for one in dataclasses.fields(models.Draft)}
    assert str(by_name["due"].type) == "dt.date | None | Unset"
    assert str(by_name["plain"].type) == "str | None"
    assert str(by_name["made"].type) == "dt.date | None"
    received = {one.name: one for one in dataclasses.fields(models.Report)}
    assert str(received["note"].type) == "str | None"


# --- equality and copies


def everything(models: Any) -> Any:
    """A model that holds values of all kinds."""
    draft = {
        "kind": "draft",
        "owner": None,
        "note": {"x": [1]},
        "due": "2026-01-31",
        "at": "2026-01-31T12:00:00.500+02:00",
        "span": "PT1M",
        "price": "1.500",
        "order": "sideways",
        "parts": [{"name": "p", "size": None, "more": 1}],
        "mixed": {"name": "q"},
        "secret": "sesame",
        "unknown": True,
    }
    tables = {
        "dates": {"a": "x", "day": "2026-01-31"},
        "people": {"ada": {"name": "Ada"}},
        "orders": {"x": "sideways"},
        "either": {"x": {"a": 1}, "y": "2026-01-31"},
    }
    return [models.Draft.from_dict(draft), models.Tables.from_dict(tables)]


def pickled(protocol: int, value: Any) -> Any:
    return pickle.loads(pickle.dumps(value, protocol))


COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": lambda one: [copy.copy(item) for item in one],
    "deepcopy": copy.deepcopy,
    "replace": lambda one: [dataclasses.replace(item) for item in one],
    **{
        f"pickle {protocol}": partial(pickled, protocol)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    },
}


@pytest.mark.parametrize("how", COPIES)
def test_copies_are_equal(models: Any, how: str) -> None:
    before = everything(models)
    after = COPIES[how](before)
    assert after == before
    assert [one is two for one, two in zip(before, after, strict=True)] == [False] * 2
    assert [one.to_dict() for one in after] == [one.to_dict() for one in before]
    assert repr(after) == repr(before)
    assert "secret=***" in repr(after)
    assert "sesame" not in repr(after)
    assert type(after[0].order) is models.Order
    assert after[0].extra == {"unknown": True}


def test_a_deep_copy_shares_nothing(models: Any) -> None:
    before = everything(models)
    after = copy.deepcopy(before)
    after[0].parts[0].name = "other"
    after[1].dates.extra["day"] = None
    assert before == everything(models)
    assert after != before


def test_replacing_a_field(models: Any) -> None:
    part = models.Part.from_dict({"name": "p", "size": 1, "more": 2})
    other = dataclasses.replace(part, name="q")
    assert other.to_dict() == {"name": "q", "size": 1, "more": 2}
    assert part.name == "p"


def test_equality_is_of_values_and_classes(models: Any) -> None:
    read = models.Closed.from_dict({"a": 1, "unknown": 2})
    assert read == models.Closed(a=1)
    assert read != models.Closed(a=2)
    assert read != models.Free(a=1)
    assert read != {"a": 1}
    with pytest.raises(TypeError, match="unhashable"):
        hash(read)


# --- drift, and where it is

WRONG: dict[str, tuple[Any, str, str]] = {
    "string": ({"text": "x"}, "/text", "Kinds"),
    "boolean": ({"flag": 1, "count": 1}, "/flag", "Kinds"),
    "integer": ({"count": True}, "/count", "Kinds"),
    "number": ({"size": "1"}, "/size", "Kinds"),
    "date": ({"day": "today"}, "/day", "Kinds"),
    "date_time": ({"at": "2026-01-31T12:00:00"}, "/at", "Kinds"),
    "formatted": ({"span": "long"}, "/span", "Kinds"),
    "never": ({"nothing": 1}, "/nothing", "Kinds"),
    "constant": ({"fixed": "y"}, "/fixed", "Kinds"),
    "shape": ({"either": [{"a": 1}, {"a": "x"}]}, "/either/1/a", "Closed"),
    "anything": ({}, "/any", "Kinds"),
    "array": ({"list": [1, "x"]}, "/list/1", "Kinds"),
    "mapping": ({"map": {"a/b": "up"}}, "/map/a~1b", "Kinds"),
    "model": ({"inner": {"a": None}}, "/inner/a", "Closed"),
    "enum": ({"order": None}, "/order", "Kinds"),
    "extra": ({"more": {"~": 1.5}}, "/more/~0", "Numbers"),
    "depends": ({"text": "xx", "flag": True}, "/count", "Kinds"),
    "nothing_else": ({"inner": {"a": 1, "b": 1}}, "/inner/b", "Closed"),
}

PLACES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "alone": ("/one", lambda one: {"one": one}),
    "list": ("/list/1", lambda one: {"list": [{"any": 1}, one]}),
    "map": ("/map/a~1b", lambda one: {"map": {"a/b": one}}),
    "lists": ("/lists/1/0", lambda one: {"lists": [[], [one]]}),
    "union": ("/either", lambda one: {"either": one}),
    "list of unions": ("/many/1", lambda one: {"many": ["x", one]}),
    "extra": ("/left~0over", lambda one: {"left~over": one}),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", WRONG)
def test_strict_reading_names_model_and_field(
    models: Any, records: Any, raises: Any, method: str, place: str
) -> None:
    wrong, pointer, model = WRONG[method]
    above, put = PLACES[place]
    whole = put({"text": "xx", **wrong} if method == "anything" else {"any": 1} | wrong)
    with pytest.raises(records.DriftError) as caught:
        models.Nest.from_dict(whole, on_drift=raises)
    assert caught.value.pointer == f"{above}{pointer}"
    assert str(caught.value).startswith(f"{model}{above}{pointer}: ")
    assert models.Nest.from_dict(whole).to_dict() == whole


def test_whole_responses_are_read_strictly(records: Any, raises: Any) -> None:
    nests = importlib.import_module(f"{PACKAGE}.nests")
    response = {"x/y": [{}, {"one": {"any": 1, "inner": {"a": "x"}}}]}
    with pytest.raises(records.DriftError) as caught:
        nests.list_nests().read(response, on_drift=raises)
    assert caught.value.pointer == "/x~1y/1/one/inner/a"
    assert str(caught.value).startswith("Closed/x~1y/1/one/inner/a: ")


def test_all_methods_of_the_inspector_are_tried() -> None:
    methods = {
        name
        for name, _ in inspect.getmembers(Inspector, inspect.isfunction)
        if not name.startswith("_")
    }
    assert methods == WRONG.keys()


def test_the_page_response_is_read_tolerantly_and_raises_strictly(
    example: dict[str, Any],
) -> None:
    example["outbound_resource_status"] = None
    message = MessageInteraction.from_dict(example)
    assert message.to_dict() == example
    found = drifts(MessageInteraction, example)
    assert found == [
        "/inbound_resource_status: MessageInteractionResourceStatus, null",
        "/outbound_resource_status: MessageInteractionResourceStatus, null",
    ]
    with pytest.raises(DriftError, match="MessageInteraction/inbound") as caught:
        MessageInteraction.from_dict(example, on_drift=raise_drift)
    assert caught.value.pointer == "/inbound_resource_status"


# --- what is deprecated


TOLD = "This operation is deprecated: list things instead."


def test_calls_of_what_is_deprecated_warn_once(
    records: Any, models: Any, server: Server
) -> None:
    server.reply = Reply.json({"name": "n", "weight": 1, "seen": None})
    with (
        records.Client(base_url=server.url) as client,
        pytest.warns(DeprecationWarning) as told,
    ):
        thing = client.things("1").fetch()
    assert thing == models.Thing(name="n", weight=1, seen=None)
    assert [(str(one.message), one.filename) for one in told] == [(TOLD, __file__)]


def test_asynchronous_calls_warn_where_they_are_made(
    records: Any, server: Server
) -> None:
    server.reply = Reply.json({"name": "n", "weight": 1, "seen": None})

    async def run() -> Any:
        async with records.AsyncClient(base_url=server.url) as client:
            return await asyncio.create_task(client.things("1").fetch())

    with pytest.warns(DeprecationWarning) as told:
        assert asyncio.run(run()).name == "n"
    assert [(str(one.message), one.filename) for one in told] == [(TOLD, __file__)]


def test_functions_warn_and_classes_do_not(records: Any, models: Any) -> None:
    things = importlib.import_module(f"{PACKAGE}.things")
    with pytest.warns(DeprecationWarning, match="PUT /things/{id}"):
        request = things.change_thing("1", name="x")
    assert request.method == "PUT"
    assert things.change_thing.__name__ == "change_thing"
    assert inspect.signature(things.change_thing) == inspect.signature(
        things._change_thing
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        old = {"id": "o", "inner": {"id": "i"}}
        data = {"name": "n", "weight": 1, "seen": None, "old": old, "shade": "dark"}
        thing = models.Thing.from_dict(data)
        assert thing.to_dict() == data
        assert pickle.loads(pickle.dumps(thing)) == thing
        assert models.OldThing(id="o").id == "o"
        assert thing.shade is models.Shade.DARK
    assert models.OldThing.__deprecated__ == "Deprecated, use Thing."
    assert models.Shade.__deprecated__ == "`Shade` is deprecated: it may go away."


# --- what the model knows


@pytest.fixture(scope="module")
def api() -> Api:
    found = Diagnostics()
    built = read(SpecConfig(SPEC, ()), found)
    assert found.found == []
    return built


def test_facts_of_records(api: Api) -> None:
    types: dict[str, Any] = {one.name.wire.raw: one for one in api.types}
    assert types["Closed"].extra is Extra.FORBIDDEN
    assert types["Joined"].extra is Extra.FORBIDDEN
    assert types["Free"].extra is Extra.FREE
    assert types["Numbers"].extra == Primitive(Scalar.INTEGER)
    assert types["Anything"].extra == Primitive(Scalar.ANY)
    fields = {one.name.wire.raw: one for one in types["Thing"].fields}
    assert fields["level"].default == Default(3)
    assert fields["name"].default is None
    assert fields["color"].doc.lifecycle is Lifecycle.DEPRECATED
    assert fields["old"].doc.lifecycle is Lifecycle.STABLE
    assert types["OldThing"].doc.lifecycle is Lifecycle.DEPRECATED
    assert types["Shade"].doc.lifecycle is Lifecycle.DEPRECATED


def test_facts_of_parameters(api: Api) -> None:
    operations = [one for step in api.root.walk() for one in step.operations]
    (listing,) = (one for one in operations if one.name.wire.raw == "listThings")
    by_name = {one.name.wire.raw: one for one in listing.parameters}
    defaults = {name: one.default for name, one in by_name.items()}
    assert defaults == {
        "limit": Default(20),
        "order": Default(Text("asc")),
        "after": None,
        "tags": Default((Text("new"), Text('a"b'))),
        "size": Default(5),
        "wrong": Default(False),
    }
    assert by_name["after"].doc.lifecycle is Lifecycle.DEPRECATED


def test_defaults_are_not_sent(records: Any) -> None:
    things = importlib.import_module(f"{PACKAGE}.things")
    assert things.list_things().query == ()
    body = things.create_thing(name="n", weight=1.5, seen=None).body
    assert json.loads(body.encode()) == {"name": "n", "weight": 1.5, "seen": None}

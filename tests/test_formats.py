"""Formats: dates, durations, decimals and the like, from the document to the wire."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from runtime.decimals import ExactFloat
from runtime.drift import Drift
from runtime.errors import InvalidArgumentError
from runtime.formats import (
    BASE64,
    DATE,
    DATE_TIME,
    DECIMAL,
    DURATION,
    EXACT_NUMBER,
    MAIL_TIME,
    TIME,
    Format,
    written,
)
from runtime.reading import parse_json
from runtime.sending import secret_texts
from runtime.uuids import UUID_TEXT
from runtime.values import wire_text

from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics
from generator.languages.python.table import TypeTable
from generator.model import Enumeration, Primitive, Record
from generator.packs import Pack, find_pack
from generator.pipeline import make
from generator.plan.settings import ClientSettings
from generator.scalar import Scalar
from generator.text import Text
from generator.understand import read
from tests.test_output import SPECS

PACKAGE = "made_ships"
ID = "0B5FF2E2-57C6-4D0B-A5A0-7C1F0D6B8D11"


def put_down(folder: Path, spec: Path, pack: Pack, package: str = PACKAGE) -> None:
    """Write a client into a folder, in which it can be imported."""
    found = Diagnostics()
    spec_config = SpecConfig(spec, ())
    config = ClientConfig(Path(), ClientSettings(package), (spec_config,))
    files = make(config, [read(spec_config, found)], pack, found)
    assert [one.message for one in found.found if one.severity == "error"] == []
    for path, text in files.items():
        file = folder / package / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def imported(folder: Path, package: str = PACKAGE) -> Iterator[Any]:
    """The package in a folder, for as long as it is needed."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield importlib.import_module(package)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def ships(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of `specs/formats.yaml`."""
    folder = tmp_path_factory.mktemp("ships")
    put_down(folder, SPECS / "formats.yaml", find_pack("python"))
    yield from imported(folder)


@pytest.fixture(scope="module")
def ship(ships: Any) -> Any:
    return importlib.import_module(f"{PACKAGE}.models").Ship


def data(**fields: object) -> dict[str, Any]:
    return {"id": ID, "name": "Vega", **fields}


# --- what the document says


def test_the_model_says_what_values_are() -> None:
    api = read(SpecConfig(SPECS / "formats.yaml", ()), Diagnostics())
    (record,) = (one for one in api.types if isinstance(one, Record))
    scalars = {
        field.name.wire.raw: field.type.scalar.value
        for field in record.fields
        if isinstance(field.type, Primitive)
    }
    assert scalars == {
        "built": "date",
        "code": "string",
        "colour": "string",
        "crew": "integer",
        "fee": "decimal",
        "flag": "bytes",
        "home": "string",
        "id": "uuid",
        "length": "number",
        "mass": "integer",
        "name": "string",
        "number": "integer",
        "opens": "time",
        "picture": "string",
        "price": "decimal",
        "seal": "bytes",
        "seen": "date-time",
        "tonnage": "exact-number",
        "voyage": "duration",
    }
    enums = [one for one in api.types if isinstance(one, Enumeration)]
    assert [one.ignores_case for one in enums] == [True, True]


def test_what_only_twilio_says_is_not_believed_of_others(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    text = (SPECS / "formats.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("x-twilio: {apiS", "x-other: {apiS"), encoding="utf-8")
    api = read(SpecConfig(path, ()), Diagnostics())
    (record,) = (one for one in api.types if isinstance(one, Record))
    fields = {field.name.wire.raw: field for field in record.fields}
    assert fields["fee"].type == Primitive(Scalar.NUMBER)
    assert not fields["kind"].doc
    assert not any(
        one.ignores_case for one in api.types if isinstance(one, Enumeration)
    )


# --- each format by itself

OFFSETS = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)
MOMENTS = st.datetimes(timezones=st.one_of(st.just(UTC), OFFSETS))
WHOLE = MOMENTS.map(lambda moment: moment.replace(microsecond=0))
DIGITS = st.decimals(allow_nan=False, allow_infinity=False)

VALUES: list[tuple[Format, st.SearchStrategy[Any]]] = [
    (DATE, st.dates()),
    (DATE_TIME, MOMENTS),
    (MAIL_TIME, WHOLE),
    (TIME, st.times(timezones=st.one_of(st.none(), st.just(UTC), OFFSETS))),
    (DURATION, st.timedeltas()),
    (DECIMAL, DIGITS),
    (EXACT_NUMBER, st.decimals(-(10**9), 10**9, places=6)),
    (BASE64, st.binary()),
    (UUID_TEXT, st.uuids()),
]
NAMES = [form.expected for form, _ in VALUES]
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
ALIKE = st.text("0123456789:-+.TZPYMDHSWeE ,abcf=/", max_size=24)
"""Texts that look like values of some format."""


@pytest.mark.parametrize(("form", "values"), VALUES, ids=NAMES)
@given(source=st.data())
def test_values_come_back(
    form: Format, values: st.SearchStrategy[Any], source: st.DataObject
) -> None:
    value = source.draw(values)
    wire = form.written(value)
    assert json.loads(json.dumps(wire)) == wire
    assert form.read(wire) == value
    assert form.is_right(wire) or (form is TIME and value.tzinfo is None)
    # As it was received, and where nothing is known but the type of the value.
    assert form.written(form.read(wire), wire) == wire
    assert form.read(written(value, wire)) == value
    if form is not EXACT_NUMBER:
        assert type(form.read(wire)) is type(value)


@pytest.mark.parametrize("form", [form for form, _ in VALUES], ids=NAMES)
@given(received=st.one_of(ALIKE, JSON))
@example(received="2015-07-30T20:00:60.5z")
@example(received="P1Y2M")
@example(received="1e99999999999999999999")
def test_whatever_is_received_is_written_as_it_came(
    form: Format, received: Any
) -> None:
    read = form.read(received)
    assert form.written(read, received) is received
    assert written(read, received) is received
    told: list[Drift] = []
    form.check(received, told.append)
    assert bool(told) is not form.is_right(received)
    if form.score(received) is None:
        assert read is received
        assert told


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (TIME, "12:30:00Z", time(12, 30, tzinfo=UTC)),
        (TIME, "12:30:00.25+02:00", time(12, 30, 0, 250000, timezone(timedelta(hours=2)))),
        (TIME, "23:59:60Z", time(23, 59, 59, tzinfo=UTC)),
        (DURATION, "PT30S", timedelta(seconds=30)),
        (DURATION, "P1DT2H3M4.5S", timedelta(1, 7384, 500000)),
        (DURATION, "P2W", timedelta(weeks=2)),
        (DURATION, "PT1,5H", timedelta(minutes=90)),
        (DURATION, "-PT0.000001S", timedelta(microseconds=-1)),
        (DURATION, "P1Y", "P1Y"),
        (DURATION, "P1M", "P1M"),
        (DURATION, "PT0.0000001S", "PT0.0000001S"),
        (DURATION, "P99999999999D", "P99999999999D"),
        (MAIL_TIME, "Thu, 30 Jul 2015 20:00:00 +0000", datetime(2015, 7, 30, 20, tzinfo=UTC)),
        (MAIL_TIME, "30 Jul 2015 20:00 GMT", datetime(2015, 7, 30, 20, tzinfo=UTC)),
        (MAIL_TIME, "Thu, 30 Jul 2015 22:00:00 +0200", datetime(2015, 7, 30, 20, tzinfo=UTC)),
        (MAIL_TIME, "Thu, 30 Jul 2015 20:00:00 -0000", datetime(2015, 7, 30, 20, tzinfo=UTC)),
        (DECIMAL, "0.0075", Decimal("0.0075")),
        (DECIMAL, "-12", Decimal(-12)),
        (DECIMAL, "1.5E3", Decimal("1.5E3")),
        (BASE64, "AAE=", b"\0\1"),
        (BASE64, "", b""),
        (UUID_TEXT, ID, UUID(ID)),
    ],
)  # fmt: skip
def test_texts_are_read(form: Format, text: str, value: object) -> None:
    assert form.read(text) == value
    assert form.is_right(text)
    assert form.written(form.read(text), text) == text


WRONG: list[tuple[Format, list[Any]]] = [
    (DATE, ["2015-02-30", "30.7.2015", "", 20150730]),
    (DATE_TIME, ["yesterday", "2015-07-30T25:00:00Z", 0, {}]),
    (TIME, ["noon", "24:01:00Z", "12:60:00Z", 12]),
    (DURATION, ["P", "PT", "P1H", "1D", "PT1H ", "P1.5D2", 30]),
    (MAIL_TIME, ["Thu, 31 Feb 2015 20:00:00 +0000", "2015-07-30T20:00:00Z", []]),
    (DECIMAL, ["", "NaN", "Infinity", "1_000", " 1", "١", "1,5", True, None]),
    (EXACT_NUMBER, ["twelve", False, float("inf")]),
    (BASE64, ["A", "AAE", "AA E=", "AAE=\n", "_-8=", "ä===", 1]),
    (UUID_TEXT, [ID.replace("-", ""), "{" + ID + "}", ID + "0", 1]),
]


@pytest.mark.parametrize(("form", "wrong"), WRONG)
def test_what_is_of_no_format_stays_as_it_is(form: Format, wrong: list[Any]) -> None:
    for value in wrong:
        assert form.read(value) is value
        assert not form.is_right(value)


def test_some_things_are_read_and_yet_not_right() -> None:
    assert DATE.read("20150730") == date(2015, 7, 30)
    assert not DATE.is_right("20150730")
    assert DATE_TIME.read("2015-07-30T20:00:00") == datetime(2015, 7, 30, 20)
    assert not DATE_TIME.is_right("2015-07-30T20:00:00")
    assert TIME.read("12:30") == time(12, 30)
    assert not TIME.is_right("12:30")
    assert EXACT_NUMBER.read("1.50") == Decimal("1.50")
    assert not EXACT_NUMBER.is_right("1.50")


def test_numbers_keep_their_digits() -> None:
    digits = "1234567890.12345678901234567890"
    exact = parse_json(f'{{"n": {digits}}}'.encode(), exact=True)["n"]
    assert str(DECIMAL.read(exact)) == digits
    assert exact == float(digits)
    assert json.dumps(exact) == json.dumps(float(digits))
    again = pickle.loads(pickle.dumps(copy.deepcopy(exact)))
    assert isinstance(again, ExactFloat)
    assert again.digits == digits
    assert type(parse_json(b"1.5")) is float


def test_decimals_are_written_without_exponents() -> None:
    assert DECIMAL.written(Decimal("1E-7")) == "0.0000001"
    assert DECIMAL.written(Decimal("1E+3")) == "1000"
    assert DECIMAL.written(Decimal("1E+999999")) == "1E+999999"
    assert wire_text("n", Decimal("1E-7")) == "0.0000001"
    assert EXACT_NUMBER.written(Decimal("5.00")) == 5
    assert EXACT_NUMBER.written(Decimal("0.1")) == 0.1
    for value in ("0.12345678901234567890", "1E+400", "NaN", "Infinity"):
        with pytest.raises(InvalidArgumentError):
            EXACT_NUMBER.written(Decimal(value))


# --- models

FULL = data(
    str="P1DT2H",
    built="1999-12-31",
    seen="2015-07-30T20:00:00.123456789+02:00",
    posted="Thu, 30 Jul 2015 20:00:00 +0000",
    opens="08:00:00+01:00",
    voyage="P1Y2M",
    home="https://a.test/%20",
    price="0.00750",
    fee=0.1,
    tonnage=12.50,
    length=3,
    crew=7,
    number=2**53 + 1,
    mass=12,
    seal="AAE=",
    flag="",
    picture="\x00\x01",
    code="secret",
    colour="#fff",
    seal_of=["AA==", "AAE="],
    days=["2026-01-31"],
    calls=["30 Jul 2015 20:00 GMT", None],
    fares={"child": "1.50"},
    grid=[[ID], []],
    either="PT5S",
    kind="STEAM-ship",
    kinds=["Sail", "MOTOR", "kite"],
    twin=data(price="1.0"),
)


def drifts(ship: Any, received: dict[str, Any]) -> list[str]:
    """What reading a ship reports, and that it loses nothing."""
    found: list[Any] = []
    assert ship.from_dict(received, on_drift=found.append).to_dict() == received
    return [f"{one.pointer}: {one.expected}, {one.found}" for one in found]


def test_models_are_read(ship: Any) -> None:
    vega: Any = ship.from_dict(FULL)
    kinds: Any = importlib.import_module(f"{PACKAGE}.models").ShipKind
    assert vega.id == UUID(ID)
    assert vega.str == timedelta(days=1, hours=2)
    assert vega.seen.utcoffset() == timedelta(hours=2)
    assert vega.seen.microsecond == 123456
    assert vega.posted == datetime(2015, 7, 30, 20, tzinfo=UTC)
    assert vega.opens == time(8, tzinfo=timezone(timedelta(hours=1)))
    assert vega.voyage == "P1Y2M"
    assert str(vega.price) == "0.00750"
    assert (vega.fee, vega.tonnage) == (Decimal("0.1"), Decimal("12.5"))
    assert (vega.seal, vega.flag) == (b"\0\1", b"")
    assert (vega.picture, vega.colour) == ("\x00\x01", "#fff")
    assert vega.calls == [datetime(2015, 7, 30, 20, tzinfo=UTC), None]
    assert vega.fares == {"child": Decimal("1.50")}
    assert vega.grid == [[UUID(ID)], []]
    assert vega.either == timedelta(seconds=5)
    assert vega.kind is kinds.STEAM_SHIP
    assert [one.is_known for one in vega.kinds] == [True, True, False]
    assert "secret" not in repr(vega)


def test_models_come_back_as_they_were(ship: Any) -> None:
    vega = ship.from_dict(FULL)
    assert json.dumps(vega.to_dict()) == json.dumps(FULL)
    assert drifts(ship, FULL) == ["/kinds/2: a value of ShipKinds, one that it lacks"]
    again = pickle.loads(pickle.dumps(vega))
    assert again == vega == copy.deepcopy(vega)
    assert again.to_dict() == FULL
    assert vega != ship.from_dict({**FULL, "price": "0.0076"})


def test_what_was_changed_is_written_as_the_format_says(ship: Any) -> None:
    vega: Any = ship.from_dict(FULL)
    kinds: Any = importlib.import_module(f"{PACKAGE}.models").ShipKind
    moment = datetime(2026, 1, 31, 13, 0, 0, 5, timezone(timedelta(hours=1)))
    vega.posted = vega.seen = moment
    vega.calls = [moment]
    vega.str = timedelta(minutes=90)
    vega.opens = time(9)
    vega.price = vega.fee = vega.tonnage = Decimal("2.50")
    vega.seal = b"\xff"
    vega.seal_of = [b"\xff"]
    vega.days = [date(2026, 1, 31), date(2026, 2, 1)]
    vega.fares["child"] = Decimal("1.5")
    vega.fares["dog"] = Decimal(0)
    vega.grid = [[UUID(int=0)]]
    vega.either = UUID(int=1)
    vega.kind = kinds.SAIL
    vega.home = "new"
    assert vega.to_dict() == FULL | {
        "posted": "Sat, 31 Jan 2026 12:00:00 +0000",
        "seen": "2026-01-31T12:00:00.000005Z",
        "calls": ["Sat, 31 Jan 2026 12:00:00 +0000"],
        "str": "PT1H30M",
        "opens": "09:00:00",
        "price": "2.50",
        "fee": "2.50",
        "tonnage": 2.5,
        "seal": "/w==",
        "seal_of": ["/w=="],
        "days": ["2026-01-31", "2026-02-01"],
        "fares": {"child": "1.50", "dog": "0"},
        "grid": [[str(UUID(int=0))]],
        "either": str(UUID(int=1)),
        "kind": "sail",
        "home": "new",
    }


@pytest.mark.parametrize(
    ("received", "value", "sent"),
    [
        (1.5, Decimal("2.50"), 2.5),
        ("PT5S", timedelta(seconds=6), "PT6S"),
        ("PT5S", Decimal("2.50"), "2.50"),
        (1.5, "P1Y", "P1Y"),
        (None, UUID(ID), ID.lower()),
    ],
)
def test_one_of_several_formats(
    ship: Any, received: object, value: object, sent: object
) -> None:
    vega = ship.from_dict(data(either=received))
    assert vega.to_dict()["either"] == received
    vega.either = value
    assert vega.to_dict()["either"] == sent


def test_models_can_be_made_by_hand(ship: Any) -> None:
    made = ship(id=UUID(ID), name="Vega", days=[date(2026, 1, 31)], str="P1Y")
    assert made.to_dict() == {
        "id": ID.lower(),
        "name": "Vega",
        "days": ["2026-01-31"],
        "str": "P1Y",
    }
    assert ship(id=ID, name="").to_dict() == {"id": ID, "name": ""}


def test_drift_is_kept_and_reported(ship: Any) -> None:
    wrong = data(
        str="two days",
        posted="2015-07-30T20:00:00Z",
        opens="08:00",
        voyage=12,
        price="much",
        fee=None,
        tonnage="12.50",
        length="19.720000",
        seal="%",
        seal_of=["AA==", "%", None],
        days=["tomorrow"],
        calls=[None, "never"],
        fares={"a/b": "x"},
        grid=[["?"]],
        either="?",
        kind="STEAM-BOAT",
    )
    assert drifts(ship, wrong) == [
        "/str: a duration, another string",
        "/posted: a date and time as in mail, another string",
        "/opens: a time with a zone, another string",
        "/voyage: a duration, a number",
        "/price: a decimal number, another string",
        "/fee: a decimal number, null",
        "/tonnage: a number, a string",
        "/length: a number, a string",
        "/seal: bytes in base64, another string",
        "/seal_of/1: bytes in base64, another string",
        "/seal_of/2: bytes in base64, null",
        "/days/0: a date, another string",
        "/calls/1: a date and time as in mail, another string",
        "/fares/a~1b: a decimal number, another string",
        "/grid/0/0: a UUID, another string",
        "/either: one of several types, a string",
        "/kind: a value of ShipKind, one that it lacks",
    ]
    read = ship.from_dict(wrong)
    assert (read.str, read.price, read.length) == ("two days", "much", "19.720000")
    # It stands for a number all the same.
    assert read.tonnage == Decimal("12.50")
    assert read.days == ["tomorrow"]


def test_strict_reading_raises(ship: Any) -> None:
    runtime = importlib.import_module(f"{PACKAGE}._runtime")
    hook = importlib.import_module(f"{PACKAGE}._runtime.drift").raise_drift
    ship.from_dict(data(price=12, fee="12.5", kind="Sail"), on_drift=hook)
    with pytest.raises(runtime.DriftError, match="/days/0: expected a date"):
        ship.from_dict(data(days=[1]), on_drift=hook)


def test_the_empty_object_gets_nothing(ship: Any) -> None:
    assert ship.from_dict({}).to_dict() == {}
    assert ship.from_dict({"posted": None}).to_dict() == {"posted": None}


# --- requests

MOMENT = datetime(2026, 1, 31, 13, tzinfo=timezone(timedelta(hours=1)))
MAIL = "Sat, 31 Jan 2026 12:00:00 +0000"


def module(name: str, package: str = PACKAGE) -> Any:
    return importlib.import_module(f"{package}.{name}")


def test_arguments_of_the_query(ships: Any) -> None:
    request = module("ships").list_ships(
        since=MOMENT,
        built=date(2026, 1, 31),
        seen=MOMENT,
        opens=time(12, 30, tzinfo=UTC),
        within=timedelta(hours=1),
        dearest=Decimal("1E-7"),
        tonnage=Decimal("1E-7"),
        seal=b"\xff",
        ids=(UUID(ID), ID),
        stamps=(MOMENT, "as it is"),
        if_seen=MOMENT,
    )
    assert request.query == (
        ("since", "2026-01-31T12:00:00Z"),
        ("built", "2026-01-31"),
        ("seen", MAIL),
        ("opens", "12:30:00Z"),
        ("within", "PT1H"),
        ("dearest", "0.0000001"),
        ("tonnage", "0.0000001"),
        ("seal", "/w=="),
        ("ids", ID.lower()),
        ("ids", ID),
        ("stamps", MAIL),
        ("stamps", "as it is"),
    )
    assert request.headers == (("If-Seen", MAIL),)
    assert request.exact
    assert module("ships").list_ships().query == ()


def test_arguments_of_the_path(ships: Any) -> None:
    assert module("ships").fetch_ship(UUID(ID)).path == f"/ships/{ID.lower()}"
    assert module("ships").fetch_ship(ID).path == f"/ships/{ID}"
    day = module("days").fetch_day(date(2026, 1, 31), MOMENT)
    assert (
        day.path == "/days/2026-01-31/Sat%2C%2031%20Jan%202026%2012%3A00%3A00%20%2B0000"
    )
    assert not day.exact
    with pytest.raises(ships.InvalidArgumentError):
        module("days").fetch_day(date(2026, 1, 31), "..")


def test_arguments_of_a_form(ships: Any) -> None:
    request = module("prices").set_prices(
        price="1.50", weight=Decimal("2.50"), from_=MOMENT, key=b"\xff"
    )
    assert parse_qs(request.body.encode().decode()) == {
        "price": ["1.50"],
        "weight": ["2.50"],
        "from": [MAIL],
        "key": ["/w=="],
    }


def test_arguments_of_json(ships: Any) -> None:
    sent = module("ships").create_ship(
        id=UUID(ID),
        name="Vega",
        str=None,
        posted=MOMENT,
        opens=time(12),
        voyage=timedelta(0),
        price=Decimal("1.50"),
        tonnage=Decimal("1.50"),
        seal=b"\xff",
        seal_of=[b"\xff", "AA=="],
        calls=(MOMENT, None),
        fares={"a": Decimal("0.10")},
        grid=[(UUID(ID),)],
        either=Decimal("2.50"),
        twin=module("models").Ship(id=UUID(ID), name="", tonnage=Decimal(5)),
    )
    assert json.loads(sent.body.encode()) == {
        "id": ID.lower(),
        "name": "Vega",
        "str": None,
        "posted": MAIL,
        "opens": "12:00:00",
        "voyage": "PT0S",
        "price": "1.50",
        "tonnage": 1.5,
        "seal": "/w==",
        "seal_of": ["/w==", "AA=="],
        "calls": [MAIL, None],
        "fares": {"a": "0.10"},
        "grid": [[ID.lower()]],
        "either": 2.5,
        "twin": {"id": ID.lower(), "name": "", "tonnage": 5},
    }
    dates = module("prices").replace_dates(body=[MOMENT, MAIL])
    assert json.loads(dates.body.encode()) == [MAIL, MAIL]


def test_what_cannot_be_sent_is_named(ships: Any) -> None:
    naive = datetime(2026, 1, 31)
    with pytest.raises(ships.InvalidArgumentError, match="seen: a time needs"):
        module("ships").list_ships(seen=naive)
    with pytest.raises(ships.InvalidArgumentError, match="tonnage: this Decimal has"):
        module("ships").create_ship(id=ID, name="", tonnage=Decimal(1) / 3)
    round_and_round: list[Any] = []
    round_and_round.append(round_and_round)
    with pytest.raises(ships.InvalidArgumentError, match="nested too deeply"):
        module("ships").list_ships(stamps=round_and_round)


def test_secrets_are_known_whatever_their_type() -> None:
    secret = [
        Decimal("1.50"),
        UUID(int=1),
        b"\xff",
        time(1),
        timedelta(1),
        "x",
        5,
        None,
    ]
    found = secret_texts({"a": secret, "b": True}, everything=True)
    assert set(found) == {"1.50", str(UUID(int=1)), "/w==", "01:00:00", "P1D", "x", "5"}
    assert list(secret_texts(secret)) == []


def test_responses_are_exact_where_that_is_wanted(ships: Any) -> None:
    request = module("prices").set_prices()
    assert request.exact
    content = b'{"a": 0.10000000000000000000001, "b": null, "c": "1.50"}'
    parse = module("_runtime.reading").parse_json
    read = request.read(parse(content, exact=request.exact))
    assert read == {
        "a": Decimal("0.10000000000000000000001"),
        "b": None,
        "c": Decimal("1.50"),
    }
    hook: list[Any] = []
    request.read({"a": "x", "b": None, "c": "1.50"}, on_drift=hook.append)
    assert [one.pointer for one in hook] == ["/a", "/c"]


# --- a pack of one's own

MONEY = '''\
"""Money, in cents."""

from dataclasses import dataclass

from .formats import Format


@dataclass(frozen=True)
class Money:
    cents: int


def _parse(value):
    return Money(value) if type(value) is int else None


CENTS = Format("an amount", Money, _parse, lambda money: money.cents, kinds=(int,))
'''
ROWS = """
[formats.cents]
of = "integer"
annotation = "Money"
argument = "Money | int"
import = "made_shop._runtime.money:Money"
format = "money:CENTS"

[formats.uri]
annotation = "str"
inspect = "string"
shape = "TEXT"
"""
SHOP = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://a.test}]
paths:
  /things:
    post:
      operationId: findThings
      parameters: [{name: max, in: query, schema: {type: integer, format: cents}}]
      responses:
        "200":
          description: d
          content:
            application/json: {schema: {$ref: "#/components/schemas/Thing"}}
components:
  schemas:
    Thing:
      type: object
      properties:
        price: {type: integer, format: cents}
        prices: {type: array, items: {type: integer, format: cents}}
        text: {type: string, format: cents}
"""


def test_a_pack_can_have_more_formats(tmp_path: Path) -> None:
    ours = find_pack("python")
    folder = tmp_path / "pack"
    shutil.copytree(ours.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "runtime" / "money.py").write_text(MONEY, encoding="utf-8")
    with (folder / "pack.toml").open("a", encoding="utf-8") as file:
        file.write(ROWS)
    table = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    pack = replace(ours, folder=folder, formats=table["formats"])
    spec = tmp_path / "shop.yaml"
    spec.write_text(SHOP, encoding="utf-8")
    put_down(tmp_path / "out", spec, pack, "made_shop")
    for _ in imported(tmp_path / "out", "made_shop"):
        money = module("_runtime.money", "made_shop").Money
        thing = module("models", "made_shop").Thing.from_dict(
            {"price": 5, "prices": [6, "x"], "text": "7"}
        )
        assert (thing.price, thing.prices) == (money(5), [money(6), "x"])
        assert thing.text == "7"
        thing.price = money(8)
        assert thing.to_dict() == {"price": 8, "prices": [6, "x"], "text": "7"}
        found: list[Any] = []
        module("models", "made_shop").Thing.from_dict(
            {"prices": ["x"]}, on_drift=found.append
        )
        assert [str(one) for one in found] == [
            "Thing/prices/0: expected an amount, found a string"
        ]
        assert module("things", "made_shop").find_things(max=money(9)).query == (
            ("max", "9"),
        )


def test_a_column_that_is_not_known_is_refused() -> None:
    kind = Primitive(Scalar.STRING, Text("cents"))
    for row in ({"anotation": "int"}, {"annotation": "int", "exact": "yes"}):
        table = TypeTable(find_pack("python").types, {"cents": row})
        with pytest.raises(ValueError, match=r"pack\.toml"):
            table.row(kind)

"""Every example of the corpus goes through its client unchanged, or we know why not."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from generator.building import build
from generator.config import SpecConfig
from generator.conformance import Result, examine
from generator.conformance.examples import Example, examples
from generator.conformance.figures import total
from generator.diagnostics import Diagnostics
from generator.dialects import dialect_of
from generator.document import Pointer
from generator.understand import checked, open_spec
from generator.values.checking import Checker, Misfit
from generator.values.effort import Effort
from generator.values.translation import Direction, Translation
from tests.corpus.documents import documents, name_of

TWILIO = [path for path in documents() if path.parent.name == "twilio"]

# Why examples do not come back, by what is said of them. They contradict their schemas,
# except for null where an object may be null: the client sends no body instead.
KNOWN = {
    "github.json": {
        "DecodeError: ... is read from an object, not from an array": 1,
        "TypeError: ... is no object, and the body is sent as one": 6,
    },
    "twilio/twilio_marketplace_v1.json": {
        "InvalidArgumentError: ...: this dict cannot be sent": 2,  # for a text
    },
}


@cache
def result(path: Path, *, is_strict: bool = False) -> Result:
    return examine(SpecConfig(path), Diagnostics(), is_strict=is_strict)


def test_all_responses_of_twilio_come_back() -> None:
    figures = total(result(path).figures for path in TWILIO)
    print(figures)
    responses = figures.responses
    assert responses.examples == responses.decoded == responses.round_tripped == 1759
    assert figures.requests.examples == figures.requests.decoded == 616
    assert figures.responses.unread == figures.requests.unread == 0


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_all_come_back_or_we_know_why_not(path: Path) -> None:
    outcomes = result(path).outcomes
    print(result(path).figures)
    wrong = [one for one in outcomes if not (one.is_decoded and one.is_returned)]
    reasons = Counter(
        re.sub(
            r"`[^`]*`|(?<=: )\w+(?= is read)|(?<=: )\w+(?=: this)", "...", one.reason
        )
        for one in wrong
    )
    assert reasons == KNOWN.get(name_of(path), {})


@pytest.mark.parametrize("path", TWILIO, ids=name_of)
def test_what_contradicts_its_schema_is_drift(path: Path) -> None:
    told = {one.example.value.at for one in result(path).outcomes if one.drift}
    misfits = _misfits(path)
    excused = {
        at for at, found in misfits.items() if all(_is_price(one) for one in found)
    }
    assert told == misfits.keys() - excused
    assert not excused or path.name.startswith("twilio_pricing")


@pytest.mark.parametrize("path", TWILIO, ids=name_of)
def test_strict_reading_refuses_drift_and_nothing_else(path: Path) -> None:
    told = [one.example for one in result(path).outcomes if one.drift]
    strict = result(path, is_strict=True).outcomes
    refused = [one for one in strict if not one.is_decoded]
    assert [(one.example.operation, one.example.value.at) for one in refused] == [
        (one.operation, one.value.at) for one in told
    ]
    assert all(one.reason.startswith("DriftError: ") for one in refused)


def _misfits(path: Path) -> dict[Pointer, list[Misfit]]:
    """What JSON Schema has against examples of responses, by their places."""
    found = Diagnostics()
    spec = checked(open_spec(SpecConfig(path), found), found)
    api = build(spec, dialect_of(spec.root, found), (), found)
    listed = [
        one
        for one in examples(spec, api)
        if isinstance(one, Example) and one.is_response
    ]
    schemas = [one.schema for one in listed]
    checker = Checker(Translation(spec), Direction.RESPONSE, schemas, Effort())
    misfits = {
        one.value.at: checker.misfits(one.value.value, one.schema) for one in listed
    }
    return {at: wrong for at, wrong in misfits.items() if wrong}


def _is_price(misfit: Misfit) -> bool:
    """Whether a number is a text where the vendor's extension says that it is one."""
    said = (misfit.schema / "x-twilio" / "overrideType").text
    return (
        misfit.keyword == "type" and said == "string" and isinstance(misfit.value, str)
    )

"""Whatever a document describes comes back from its client as it was."""

from __future__ import annotations

import asyncio
import os
import pickle
from collections import Counter
from datetime import UTC, datetime, time
from decimal import Decimal, InvalidOperation
from uuid import UUID

import black
from black.mode import TargetVersion
from hypothesis import HealthCheck, Phase, given, reject, settings
from openapi_spec_validator import validate

from generator.languages.python.decoding import difference
from tests.properties.calls import Call, calls, read_request
from tests.properties.clients import (
    CannotBeGiven,
    Client,
    Unreadable,
    errors,
    generate,
    imported,
    left_open,
)
from tests.properties.documents import Case, Drawn, documents
from tests.properties.kinds import Json, is_array, is_object
from tests.properties.oracle import Oracle, Verdict
from tests.properties.texts import RECEIVED

CASES = int(os.environ.get("PROPERTIES", "0"))
"""How many cases are tried; 0 for a few, which are always the same."""
_EACH = 4
"""How many cases a document has, on average."""
_DOCUMENTS = (CASES or 200) // _EACH
_MANY = settings(
    max_examples=_DOCUMENTS,
    derandomize=not CASES,
    database=None,
    deadline=None,
    print_blob=False,
    report_multiple_bugs=False,
    suppress_health_check=(
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ),
    phases=[Phase.generate, Phase.shrink],
)
_CALLS = settings(_MANY, max_examples=max(20, _DOCUMENTS // 4))
_FEW = settings(_MANY, max_examples=max(5, _DOCUMENTS // 10))


def test_what_is_described_comes_back() -> None:
    verdicts: Counter[tuple[bool, bool]] = Counter()

    @given(drawn=documents())
    @_MANY
    def comes_back(drawn: Drawn) -> None:
        verdicts.update(check(drawn))

    comes_back()
    # Most values that are meant to fit do; of the others, many have to be reported.
    assert verdicts[True, True] > 4 * verdicts[True, False]
    assert verdicts[False, False] > verdicts[False, True] / 4


def check(drawn: Drawn) -> list[tuple[bool, bool]]:
    """Hold the client of a document against it.

    Says for each value whether it was meant to fit, and whether it does.
    """
    files, found = generate(drawn.document)
    assert errors(found) == []
    oracle = Oracle(drawn, left_open(found))
    verdicts: list[tuple[bool, bool]] = []
    with imported(files) as client:
        for case in drawn.cases:
            for value in case.fitting:
                verdict = oracle.verdict(case, value)
                verdicts.append((True, verdict.is_right))
                check_reading(client, case, value, verdict, is_fitting=True)
                if verdict.is_right:
                    check_sending(client, case, value, verdict)
            for value in case.bent:
                verdict = oracle.verdict(case, value)
                verdicts.append((False, not verdict.has_to_be_reported))
                check_reading(client, case, value, verdict, is_fitting=False)
        assert not asyncio.run(client.sends_otherwise())
    return verdicts


@given(call=calls())
@_CALLS
def test_what_is_called_is_sent(call: Call) -> None:
    files, found = generate(call.document)
    assert errors(found) == []
    with imported(files) as client:
        sent = read_request(client.calls(call.path, call.method, call.texts), call)
        assert sorted(sent.texts) == sorted(call.texts)
        for place, names in sent.names.items():
            assert sorted(names) == sorted(call.names[place]), place


@given(drawn=documents(most=4))
@_FEW
def test_documents_are_valid_and_files_are_laid_out(drawn: Drawn) -> None:
    try:
        validate(_without_defaults(drawn.document))
    except RecursionError:
        reject()  # the library follows a circle that ours ends
    files, _ = generate(drawn.document)
    for path, text in files.items():
        if path.endswith(".py") and not path.startswith(("_runtime/", "_bench")):
            mode = black.Mode(target_versions={TargetVersion.PY311})
            assert black.format_str(text, mode=mode) == text, path


def _without_defaults(value: Json) -> Json:
    """A document in which no default contradicts its schema: there is none."""
    if is_array(value):
        return [_without_defaults(one) for one in value]
    if is_object(value):
        return {
            key: _without_defaults(one)
            for key, one in value.items()
            if key != "default" or is_object(one) and "type" in one
        }
    return value


def check_reading(
    client: Client, case: Case, value: Json, verdict: Verdict, *, is_fitting: bool
) -> None:
    """A value comes back, and drifts where it should, and nowhere else."""
    at = f"{case.name} reads {value!r}"
    try:
        read, drifts = client.reads(case.path, value)
    except Unreadable:
        assert not verdict.is_right and not is_object(value), at
        return
    assert difference(value, client.writes(read, value)) == "", at
    assert client.rereads(read, value) == read, at
    assert pickle.loads(pickle.dumps(read)) == read, at
    if is_fitting and verdict.is_right and not verdict.is_guessed:
        assert drifts == [], f"{at}: {drifts}"
    if verdict.has_to_be_reported:
        assert drifts, f"{at}: {verdict.has_to_be_reported}"


def check_sending(client: Client, case: Case, value: Json, verdict: Verdict) -> None:
    """A server receives what was given, but for what only it writes."""
    at = f"{case.name} sends {value!r}"
    try:
        sent = client.sends(case.path, value)
    except CannotBeGiven:
        return
    if verdict.is_open:  # it is not known there what only the API writes
        sent = without_received(sent)
    assert unlike(without_received(value), sent) == "", at


def without_received(value: Json) -> Json:
    """A value without what only the API writes, which no request has."""
    if is_object(value):
        kept = value.keys() - set(RECEIVED)
        return {name: without_received(value[name]) for name in kept}
    if is_array(value):
        return [without_received(one) for one in value]
    return value


def unlike(before: Json, after: Json) -> str:
    """How what was given differs from what was sent; a time is sent in UTC."""
    return difference(_in_general(before), _in_general(after))


def _in_general(value: Json) -> Json:
    if is_object(value):
        return {name: _in_general(one) for name, one in value.items()}
    if is_array(value):
        return [_in_general(one) for one in value]
    return _meaning(value) if isinstance(value, str) else value


def _meaning(text: str) -> object:
    """What a text of a format stands for, whichever way it is spelled."""
    for read in (_moment, _time, UUID, Decimal):
        try:
            return f"{read(text)}"
        except (ValueError, InvalidOperation):
            continue
    return "P21D" if text == "P3W" else text


def _moment(text: str) -> datetime:
    """A date and time to the microsecond, which is as much as Python has."""
    moment = datetime.fromisoformat(text.upper())
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _time(text: str) -> time:
    return time.fromisoformat(text)

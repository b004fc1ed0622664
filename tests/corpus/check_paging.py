"""Which operations of the corpus list by pages, and how; which ones do not, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics
from generator.model import Api, Operation
from generator.tree import explain
from generator.understand import read
from tests.corpus.documents import documents, name_of

TWILIO = [path for path in documents() if path.parent.name == "twilio"]

# Twilio's lists without a pager.
NO_PAGES = {
    "GET /2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers.json": (
        "has arguments for pages, but its response leads to no other"
    ),
    "GET /Organizations/{OrganizationSid}/scim/Users": "has no argument for pages",
}


@cache
def model(path: Path) -> Api:
    return read(SpecConfig(path), Diagnostics())


def gets(path: Path) -> Iterator[Operation]:
    for resource in model(path).root.walk():
        for operation in resource.operations:
            if operation.method == "GET":
                yield operation


def title(operation: Operation) -> str:
    return f"{operation.method} {operation.path.template.raw}"


def is_list(operation: Operation) -> bool:
    """Whether Twilio calls it one: the id of the operation begins so."""
    return operation.name.words[0] == "list"


def test_each_list_of_twilio_has_pages_or_we_know_why_not() -> None:
    lists = [one for path in TWILIO for one in gets(path) if is_list(one)]
    plain = {title(one) for one in lists if one.paging is None}
    assert len(TWILIO) == 55
    assert plain == NO_PAGES.keys()
    assert len(lists) - len(plain) == 349


def test_nothing_else_of_twilio_has_pages() -> None:
    others = [one for path in TWILIO for one in gets(path) if not is_list(one)]
    assert [title(one) for one in others if one.paging is not None] == []


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_shapes(path: Path, snapshot: SnapshotAssertion) -> None:
    counts = Counter(
        type(one.paging.next).__name__ if one.paging else "none" for one in gets(path)
    )
    ways = Counter(
        re.sub(r"^pages of items( in [^;]+)?; ", "", explain(one.paging))
        for one in gets(path)
        if one.paging
    )
    report = [*sorted(f"{count:>5} {kind}" for kind, count in counts.items()), ""]
    report += sorted(f"{count:>5} {way}" for way, count in ways.items())
    assert "\n".join(report) == snapshot

"""What several tests share."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings

from tests.calls import clock, send
from tests.places import PARTICIPANT, PATH, ROOT, SERVICE, SESSION, SPEC
from tests.server import Server

__all__ = [
    "PARTICIPANT",
    "PATH",
    "ROOT",
    "SERVICE",
    "SESSION",
    "SPEC",
    "clock",
    "send",
]


# How long an example takes says something of the machine, and nothing of the code.
settings.register_profile(
    "tests", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tests")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


_DOCUMENT: Any = yaml.safe_load(SPEC.read_text(encoding="utf-8"))


@pytest.fixture
def example() -> dict[str, Any]:
    """The response that the specification gives as an example."""
    (item,) = _DOCUMENT["paths"].values()
    content = item["post"]["responses"]["200"]["content"]["application/json"]
    response: dict[str, Any] = copy.deepcopy(content["examples"]["create"]["value"])
    return response

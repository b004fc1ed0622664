"""What several tests share."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.calls import clock, send
from tests.server import Server

__all__ = ["clock", "send"]  # fixtures

ROOT = Path(__file__).parent.parent
SPEC = ROOT / "specs" / "message_interaction.yaml"

SERVICE = f"KS{'a' * 32}"
SESSION = f"KC{'a' * 32}"
PARTICIPANT = f"KP{'a' * 32}"
PATH = (
    f"/v1/Services/{SERVICE}/Sessions/{SESSION}"
    f"/Participants/{PARTICIPANT}/MessageInteractions"
)


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

"""What several tests share."""

from __future__ import annotations

import asyncio
import copy
import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

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


Use: TypeAlias = Callable[[Any], Any]
"""What is done with a client."""

Call: TypeAlias = Callable[[Use], Any]
"""Does it, with a client of either kind."""


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package that is generated of `gallery.yaml`."""
    folder = tmp_path_factory.mktemp("gallery")
    spec = ROOT / "tests" / "specs" / "gallery.yaml"
    command = [sys.executable, "-m", "generator", "generate", str(spec)]
    options = ["--output", str(folder), "--package", "gallery_client"]
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("gallery_client")
    sys.path.remove(str(folder))


@pytest.fixture(params=["sync", "async"])
def visit(request: pytest.FixtureRequest, gallery: Any, server: Server) -> Call:
    """Do something with a client of the gallery that is connected to the server.

    Of what is streamed, all items are collected.
    """

    def sync(use: Use) -> Any:
        with gallery.Client(base_url=server.url) as client:
            outcome = use(client)
            if not hasattr(outcome, "__enter__"):
                return outcome
            with outcome as stream:
                return list(stream)

    def asynchronous(use: Use) -> Any:
        async def run() -> Any:
            async with gallery.AsyncClient(base_url=server.url) as client:
                outcome = use(client)
                if not hasattr(outcome, "__aenter__"):
                    return await outcome
                async with outcome as stream:
                    return [item async for item in stream]

        return asyncio.run(run())

    return sync if request.param == "sync" else asynchronous


_DOCUMENT: Any = yaml.safe_load(SPEC.read_text(encoding="utf-8"))


@pytest.fixture
def example() -> dict[str, Any]:
    """The response that the specification gives as an example."""
    (item,) = _DOCUMENT["paths"].values()
    content = item["post"]["responses"]["200"]["content"]["application/json"]
    response: dict[str, Any] = copy.deepcopy(content["examples"]["create"]["value"])
    return response

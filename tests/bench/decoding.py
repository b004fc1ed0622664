"""How long it takes to decode a message: `make bench`, or `python -m tests.bench.decoding`.

The response is the example of `specs/message_interaction.yaml`. Each decoder gets the same
object and makes a value of the same twenty fields. All are run in turn, many times over,
and the least processor time of each counts: so a busy machine slows all of them alike.

Others take part if they are installed (`make bench` does that in a folder of its own):
a pydantic model of the same fields, and the output of openapi-python-client, made from
the same document. That one cannot read null in an enumeration, and gets an object without.
"""

from __future__ import annotations

import gc
import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from twilio_client.proxy.v1.models import (
    MessageInteraction,
    MessageInteractionResourceStatus,
    MessageInteractionType,
)

from tests.bench import by_hand

SPEC = Path(__file__).parents[2] / "specs" / "message_interaction.yaml"
BY_HAND = ("by hand, keywords", "by hand, positions")
OURS = "clientsmith"
ROUNDS = 60
CALLS = 500


def example() -> dict[str, Any]:
    """The response that the document shows."""
    document = yaml.safe_load(SPEC.read_text("utf-8"))
    (path,) = document["paths"].values()
    content = path["post"]["responses"]["200"]["content"]["application/json"]
    value: dict[str, Any] = content["examples"]["create"]["value"]
    return value


def decoders() -> dict[str, Callable[[], object]]:
    """All that can be measured here, by name."""
    data = example()
    found: dict[str, Callable[[], object]] = {
        BY_HAND[0]: lambda: by_hand.by_keyword(data),
        BY_HAND[1]: lambda: by_hand.by_position(data),
        OURS: lambda: MessageInteraction.from_dict(data),
    }
    if find_spec("pydantic"):
        model = _pydantic_model()
        found["pydantic"] = lambda: model.model_validate(data)
    if find_spec("openapi_python_client"):
        other = _other_model()
        known = {name: value for name, value in data.items() if value is not None}
        found["openapi-python-client"] = lambda: other.from_dict(known)
    return found


def measure(decoders: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The processor time of one call of each, in microseconds."""
    least = dict.fromkeys(decoders, float("inf"))
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for name, decode in decoders.items():
                started = time.process_time()
                for _ in range(CALLS):
                    decode()
                spent = time.process_time() - started
                least[name] = min(least[name], spent / CALLS * 1e6)
    finally:
        gc.enable()
    return least


def _pydantic_model() -> Any:
    """A pydantic model of the same fields; texts that no member has stay texts."""
    pydantic = importlib.import_module("pydantic")
    kinds: dict[str, Any] = {
        "type": MessageInteractionType | str | None,
        "inbound_resource_status": MessageInteractionResourceStatus | str | None,
        "outbound_resource_status": MessageInteractionResourceStatus | str | None,
        "date_created": datetime | None,
        "date_updated": datetime | None,
    }
    fields = {name: (kinds.get(name, str | None), None) for name in example()}
    return pydantic.create_model("Message", **fields)


def _other_model() -> Any:
    """What openapi-python-client makes of the same document."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        program = Path(sys.executable).parent / "openapi-python-client"
        options = f"generate --path {SPEC} --output-path {out} --meta none"
        subprocess.run([program, *options.split()], check=True, capture_output=True)
        sys.path.insert(0, folder)
        try:
            models = importlib.import_module("out.models")
        finally:
            sys.path.remove(folder)
    (name,) = (name for name in dir(models) if name.endswith("MessageInteraction"))
    return getattr(models, name)


def main() -> None:
    """Print what each takes, and how it compares with us."""
    spent = measure(decoders())
    for name, microseconds in sorted(spent.items(), key=lambda one: one[1]):
        ratio = microseconds / spent[OURS]
        print(f"{name:24} {microseconds:7.3f} us   {ratio:6.2f} times ours")
    best = min(spent[name] for name in BY_HAND)
    print(f"\nours is {spent[OURS] / best:.2f} times the best by hand")


if __name__ == "__main__":
    main()

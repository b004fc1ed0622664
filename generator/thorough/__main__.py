"""The walk in a process of its own: a document on stdin, what was found on stdout.

The first line of the input is the version, the rest the document as JSON. Each line of
the output is a place and what was found there; nothing if it only says where the walk is.
"""

from __future__ import annotations

import json
import os
import sys
import threading

# The library calls itself for each level of a schema and for each link of a chain of
# references. Its own threads have no room for that; memory is taken only when it is used.
_STACK = 512 * 1024 * 1024
_MAX_CALLS = 20_000


def main() -> None:
    """Walk, and tell."""
    # The library reads this once, when it is used first.
    os.environ["OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"] = "jsonschema-rs"
    sys.setrecursionlimit(_MAX_CALLS)
    threading.stack_size(_STACK)
    ended: list[bool] = []
    worker = threading.Thread(target=_work, args=(ended,))
    worker.start()
    worker.join()
    sys.exit(0 if ended else 1)


def _work(ended: list[bool]) -> None:
    from generator.thorough.chains import shorten
    from generator.thorough.walk import walk

    version = sys.stdin.readline().strip()
    document = json.load(sys.stdin)
    shorten(document)
    walk(document, version, _tell)
    ended.append(True)


def _tell(place: tuple[str | int, ...], message: str) -> None:
    sys.stdout.write(f"{json.dumps([place, message])}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

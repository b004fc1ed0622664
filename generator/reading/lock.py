"""The lock file: what each document of another host was when it was first fetched."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from generator.document import Json
from generator.reading.files import Refused
from generator.reading.json_reader import read_json
from generator.reading.places import Unreadable

_VERSION = 1
_HINT = "restore it from version control, or delete it to trust what is fetched now"


@dataclass(frozen=True, slots=True)
class Pin:
    """What tells whether a document is still the same."""

    sha256: str
    """In lower-case hexadecimal digits."""
    size: int
    """In bytes. Only people read it: a document that has grown looks different."""

    @classmethod
    def of(cls, content: bytes) -> Self:
        return cls(hashlib.sha256(content).hexdigest(), len(content))


def read_lock(path: Path) -> dict[str, Pin]:
    """The pins of a lock file, by URL; none if there is no such file.

    Raises:
        Refused: It is there and cannot be used. Going on would trust whatever comes.
    """
    try:
        return _pins(read_json(path.read_bytes().decode("utf-8")))
    except FileNotFoundError:
        return {}
    except OSError as error:
        reason, hint = (error.strerror or "unknown").lower(), ""
    except UnicodeDecodeError:
        reason, hint = "it is not UTF-8", _HINT
    except Unreadable as problem:
        line = problem.position.line
        reason, hint = f"{problem.message}, in line {line}", _HINT
    except ValueError as problem:
        reason, hint = str(problem), _HINT
    raise Refused(f"the lock file `{path}` cannot be used: {reason}", hint)


def write_lock(path: Path, pins: Mapping[str, Pin]) -> None:
    """Replace a lock file, as a whole or not at all.

    Raises:
        OSError: The disk is full, or the folder cannot be written to.
    """
    documents = {
        url: {"bytes": pin.size, "sha256": pin.sha256} for url, pin in pins.items()
    }
    data = {"documents": documents, "version": _VERSION}
    text = json.dumps(data, indent=2, sort_keys=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A folder on the same disk, so that moving out of it is atomic.
    with TemporaryDirectory(prefix=".clientsmith-", dir=path.parent) as staging:
        staged = Path(staging, "lock")
        staged.write_bytes(f"{text}\n".encode())
        os.replace(staged, path)


def _pins(data: Json) -> dict[str, Pin]:
    match data:
        case {"version": int(version)} if version != _VERSION:
            raise ValueError(f"it has version {version}, and we know {_VERSION} only")
        case {"version": int(), "documents": dict(documents)}:
            return {url: _pin(url, entry) for url, entry in documents.items()}
        case _:
            raise ValueError("it needs `version` and `documents`")


def _pin(url: str, entry: Json) -> Pin:
    match entry:
        case {"sha256": str(sha256), "bytes": int(size)} if re.fullmatch(
            "[0-9a-f]{64}", sha256
        ):
            return Pin(sha256, size)
        case _:
            raise ValueError(f"the entry of `{url}` needs `sha256` and `bytes`")

"""A fingerprint of everything that an output is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from generator.document import Document

_SUFFIXES = frozenset({".jinja", ".py", ".toml", ".txt"})
# What else decides about the bytes: how they are formatted and rendered.
_TOOLS = ("black", "jinja2")


def fingerprint(documents: Iterable[Document], settings: str, pack: Path) -> str:
    """SHA-256 over the documents, the settings, the templates and the generator.

    Of a document it is the data that counts, with overlays and all files that belong to
    it, and not whether it is written as JSON or as YAML.
    """
    digest = hashlib.sha256()
    for part in _parts(documents, settings, pack):
        # The length keeps `ab` + `c` from being the same as `a` + `bc`.
        digest.update(f"{len(part)}:".encode())
        digest.update(part)
    return digest.hexdigest()


def _parts(documents: Iterable[Document], settings: str, pack: Path) -> Iterator[bytes]:
    yield settings.encode()
    for tool in _TOOLS:
        yield f"{tool} {version(tool)}".encode()
    for document in documents:
        yield json.dumps(document.value).encode()
    for root in (Path(__file__).parent, pack):
        for path in _sources(root):
            yield path.relative_to(root).as_posix().encode()
            yield path.read_bytes()


def _sources(root: Path) -> Iterator[Path]:
    """The files of a folder that decide about the output, in a fixed order.

    What tools leave beside them, in hidden folders and `__pycache__`, does not.
    """
    for path in sorted(root.rglob("*"), key=lambda path: path.as_posix()):
        folders = path.relative_to(root).parts[:-1]
        is_left_over = any(name.startswith((".", "__")) for name in folders)
        if path.suffix in _SUFFIXES and path.is_file() and not is_left_over:
            yield path

"""A fingerprint of everything that an output is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

# What else decides about the bytes: how they are formatted and rendered.
_IGNORED = frozenset({"__pycache__", "_templates"})
_TOOLS = ("black", "jinja2")


def fingerprint(specs: Iterable[Path], settings: str, pack: Path) -> str:
    """SHA-256 over the documents, the settings, the templates and the generator.

    Raises:
        OSError: A file cannot be read.
    """
    digest = hashlib.sha256()
    for part in _parts(specs, settings, pack):
        # The length keeps `ab` + `c` from being the same as `a` + `bc`.
        digest.update(f"{len(part)}:".encode())
        digest.update(part)
    return digest.hexdigest()


def _parts(specs: Iterable[Path], settings: str, pack: Path) -> Iterator[bytes]:
    yield settings.encode()
    for tool in _TOOLS:
        yield f"{tool} {version(tool)}".encode()
    for spec in specs:
        yield spec.read_bytes()
    for root in (Path(__file__).parent, pack):
        for path in _sources(root):
            yield path.relative_to(root).as_posix().encode()
            yield path.read_bytes()


def _sources(root: Path) -> Iterator[Path]:
    """All files of a folder in a fixed order, without what Python leaves there."""
    for path in sorted(root.rglob("*"), key=lambda path: path.as_posix()):
        is_ignored = _IGNORED & set(path.relative_to(root).parts)
        if path.is_file() and path.suffix != ".md" and not is_ignored:
            yield path

"""Writing: all or nothing, and only files that are ours."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

MANIFEST = ".clientsmith.json"
"""In the package's folder: what was written, and from what."""

# The states of what is in the way.
_NO_FILE = "not a file"
_NO_FOLDER = "not a folder"
_NO_FILES = frozenset({_NO_FILE, _NO_FOLDER})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an earlier run has written."""

    inputs: str
    """The fingerprint of everything that the files were made from."""
    files: Mapping[str, str]
    """The SHA-256 of each file, by its path below the folder."""
    pending: Mapping[str, str] = field(default_factory=dict[str, str])
    """What a run was about to write when it was interrupted."""

    def is_intact(self, folder: Path) -> bool:
        """Whether all files are there as they were written."""
        return all(_state_of(folder, path) == sha for path, sha in self.files.items())


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run has done to the folder: files by their paths below it."""

    created: tuple[str, ...]
    updated: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: tuple[str, ...]


def read_manifest(folder: Path) -> Manifest:
    """What an earlier run has written; empty if there was none that can be read."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(
            str(data["inputs"]), _own(data["files"]), _own(data.get("pending", {}))
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest("", {})


def foreign_files(
    files: Mapping[str, str], folder: Path, *, editable: Collection[str] = ()
) -> list[Path]:
    """The files to be replaced that were edited, or written by somebody else.

    Those that are editable were read before they are replaced.
    """
    before = read_manifest(folder)
    foreign: list[Path] = []
    for path, text in sorted(files.items()):
        known = (before.files.get(path), before.pending.get(path))
        state = _state_of(folder, path)
        if path in editable and state not in _NO_FILES:
            continue
        if state not in (None, _sha256(text.encode()), *known):
            foreign.append(folder / path)
    return foreign


def write(files: Mapping[str, str], inputs: str, folder: Path) -> Changes:
    """Bring a folder up to date.

    Everything is first written beside the folder and then moved into place, file by
    file; the manifest goes last. A run that is killed in between is made good by the
    next one. Files that no run of ours has written stay as they are.

    Raises:
        OSError: The disk is full, or the folder cannot be written to.
    """
    before = read_manifest(folder)
    hashes = {path: _sha256(text.encode()) for path, text in files.items()}
    ours = {*before.files, *before.pending}
    now = {path: _state_of(folder, path) for path in {*files, *ours}}
    changed = [path for path in sorted(files) if now[path] != hashes[path]]
    # A file that we no longer write goes, unless somebody has edited it.
    stale = [
        path
        for path in sorted(ours - files.keys())
        if now[path] in (before.files.get(path), before.pending.get(path))
        and now[path] is not None
    ]
    manifest = _manifest_text(inputs, hashes)
    with _staging(folder) as staging:
        for path in changed:
            _put(staging / path, files[path])
        _put(staging / MANIFEST, manifest)
        if changed or stale:
            # Should we be interrupted from here on, the next run knows what is ours.
            _put(staging / "begun", _manifest_text("", before.files, hashes))
            os.replace(staging / "begun", folder / MANIFEST)
        for path in changed:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / path, folder / path)
        for path in stale:
            _remove(folder, path)
        if _state_of(folder, MANIFEST) != _sha256(manifest.encode()):
            os.replace(staging / MANIFEST, folder / MANIFEST)
    return Changes(
        created=tuple(path for path in changed if now[path] is None),
        updated=tuple(path for path in changed if now[path] is not None),
        deleted=tuple(stale),
        unchanged=tuple(path for path in sorted(files) if path not in changed),
    )


@contextmanager
def _staging(folder: Path) -> Generator[Path]:
    """A folder on the same disk, so that moving out of it is atomic."""
    folder.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".clientsmith-", dir=folder.parent))
    try:
        yield staging
    finally:
        rmtree(staging, ignore_errors=True)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _remove(folder: Path, path: str) -> None:
    """Delete a file, and the folders that it leaves empty."""
    (folder / path).unlink(missing_ok=True)
    for parent in list(Path(path).parents)[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            break


def _own(files: Mapping[str, str]) -> Mapping[str, str]:
    """The entries of a manifest that are below its folder; a manifest can be edited."""
    return {
        path: sha
        for path, sha in files.items()
        if not path.startswith("/") and not re.search(r"(^|/)\.\.(/|$)|[\\:]", path)
    }


def _manifest_text(
    inputs: str, hashes: Mapping[str, str], pending: Mapping[str, str] | None = None
) -> str:
    data: dict[str, object] = {"files": hashes, "inputs": inputs}
    if pending is not None:
        data["pending"] = pending
    return f"{json.dumps(data, indent=2, sort_keys=True)}\n"


def _state_of(folder: Path, path: str) -> str | None:
    """The SHA-256 of a file below a folder; None if there is nothing.

    A link, a folder in the place of a file and the like have a state of their own, which
    equals no hash: they are not ours, and nothing is written through them.
    """
    place = folder
    *parents, name = path.split("/")
    for parent in parents:
        place /= parent
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            return _NO_FOLDER
    place /= name
    if place.is_symlink() or (place.exists() and not place.is_file()):
        return _NO_FILE
    return _sha256(place.read_bytes()) if place.exists() else None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

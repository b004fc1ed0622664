"""The lock of names: a file by which what is published keeps its names."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node, Pointer
from generator.plan.names import look
from generator.plan.published import Entries, Heir, Names, Published
from generator.reading.load import load_part

LOCK = "names.lock"
"""In the package's folder. Users commit it, and may delete lines, or all of it."""

_VERSION = 1
_SECTIONS = ("names", "retired", "homes")
_RESTORE = "restore it from version control, or delete it to name everything anew"
_DELETE = "delete the line: what it stands for is named anew"


def read_lock(path: Path, language: str, found: Diagnostics) -> Published:
    """What a lock holds; nothing if there is none.

    Raises:
        Stop: It cannot be used; why was reported. Going on would change names.
    """
    if not (path.exists() or path.is_symlink()):
        return Published()
    since = found.errors
    root = load_part(path, found).root
    _check_head(root, language, found)
    found.stop_on_error(since)
    for section in _SECTIONS:
        for place, names in (root / section).entries():
            _check_entries(section, place, names, found)
    found.stop_on_error(since)
    both = [_entries(root / section) for section in ("names", "retired")]
    _check_unique(root, found)
    found.stop_on_error(since)
    merged = {
        place: {**both[1].get(place, {}), **both[0].get(place, {})}
        for place in {**both[0], **both[1]}
    }
    return Published(merged, _entries(root / "homes"))


def lock_text(names: Names, language: str) -> str:
    """The lock after a run: sorted, a name in each line, nothing that cannot be seen."""
    sections: tuple[Entries, ...] = (names.used, names.retired, names.settled)
    data: dict[str, object] = {"language": language, "version": _VERSION}
    for section, entries in zip(_SECTIONS, sections, strict=True):
        data[section] = {place: dict(of) for place, of in entries.items() if of}
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{''.join(map(_visible, text))}\n"


def report_heirs(heirs: list[Heir], path: Path, found: Diagnostics) -> None:
    """Say which names mean something else from now on."""
    for heir in heirs:
        message = (
            f"`{heir.name}` of `{heir.gone}`, which is gone, is from now on that of"
            f" `{heir.new}` ({heir.scope})"
        )
        at = Pointer(("names", heir.scope, heir.gone), path.as_posix())
        found.notice(Code.NAMES, message, at, on_key=True)


def _visible(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return json.dumps(character)[1:-1]


def _entries(section: Node) -> dict[str, Mapping[str, str]]:
    return {
        place: {key: name.text for key, name in names.entries()}
        for place, names in section.entries()
    }


def _check_head(root: Node, language: str, found: Diagnostics) -> None:
    version, written_in = root / "version", root / "language"
    known = {"version", "language", *_SECTIONS}
    if version.value != _VERSION:
        message = f"no lock of names of version {_VERSION}, the only one that is known"
        at = version.at if version.exists else root.at
        found.error(Code.NAMES, message, at, hint=_RESTORE)
    elif written_in.text != language:
        message = f"the names are not those of a client in {language}"
        found.error(Code.NAMES, message, written_in.at, hint=_RESTORE)
    for key, value in root.entries():
        if key not in known:
            message = f"`{key}` is no part of a lock of names"
            found.error(Code.NAMES, message, value.at, on_key=True, hint=_RESTORE)
        elif key in _SECTIONS and not isinstance(value.value, dict):
            found.error(Code.NAMES, f"`{key}` is no mapping", value.at, hint=_RESTORE)


def _check_entries(section: str, place: str, names: Node, found: Diagnostics) -> None:
    if not isinstance(names.value, dict):
        message = f"the names of `{place}` are no mapping"
        found.error(Code.NAMES, message, names.at, hint=_RESTORE)
    for _, name in names.entries():
        if not isinstance(name.value, str):
            found.error(Code.NAMES, "a name is a text", name.at, hint=_DELETE)
        elif section != "homes" and not _is_name(name.text):
            message = f"`{name.text}` cannot be a name"
            found.error(Code.NAMES, message, name.at, hint=_DELETE)


def _is_name(text: str) -> bool:
    """Whether it can be one in the languages that we know, and is not private."""
    return (
        text.isidentifier()
        and not text.startswith("_")
        and unicodedata.is_normalized("NFKC", text)
    )


def _check_unique(root: Node, found: Diagnostics) -> None:
    """No name is given twice in a scope, as it is when two branches are merged."""
    for place, names in _scopes(root).items():
        first: dict[str, Pointer] = {}
        for name in names:
            before = first.setdefault(look(name.text), name.at)
            if before != name.at:
                message = f"`{name.text}` is given twice in `{place}`, or looks so"
                found.error(Code.NAMES, message, name.at, hint=_DELETE, related=before)


def _scopes(root: Node) -> dict[str, list[Node]]:
    """All names of each scope, the retired ones among them."""
    scopes: dict[str, list[Node]] = {}
    for section in ("names", "retired"):
        for place, names in (root / section).entries():
            scopes.setdefault(place, []).extend(_values(names))
    return scopes


def _values(names: Node) -> Iterator[Node]:
    return (name for _, name in names.entries())

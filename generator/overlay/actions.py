"""The actions of an overlay are read, and what is wrong with its form is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Node
from generator.hints import closest
from generator.overlay.query import Faulty, Query

_VERSION = re.compile(r"(1\.[01])\.\d+")
_ROOT_KEYS = frozenset({"overlay", "info", "extends", "actions"})
_INFO_KEYS = frozenset({"title", "version", "description"})
_ACTION_KEYS = {
    "1.0": frozenset({"target", "description", "update", "remove"}),
    "1.1": frozenset({"target", "description", "update", "remove", "copy"}),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One change, which an overlay asks for in the right form."""

    node: Node
    version: str
    """Of the specification, without its last number, which means nothing."""
    target: Query
    copy: Query | None
    """Where what is merged comes from; None if it is the action's own `update`."""

    @property
    def removes(self) -> bool:
        return (self.node / "remove").value is True


def read_actions(
    layer: Document, document: Document, found: Diagnostics
) -> Iterator[Action]:
    """The actions of an overlay that is to be laid over a document."""
    root = layer.root
    text = _text(root, "overlay", found)
    if text is None:
        return
    version = _VERSION.fullmatch(text)
    if version is None:
        message = f"version {text[:80]!r} of overlays is not known"
        hint = "1.0 and 1.1 are: write `overlay: 1.1.0`"
        found.error(Code.OVERLAY, message, (root / "overlay").at, hint=hint)
        return
    _check_keys(root, "an overlay", _ROOT_KEYS, found)
    if _check_keys(root / "info", "`info`", _INFO_KEYS, found):
        _text(root / "info", "title", found)
        _text(root / "info", "version", found)
    if "extends" in root:
        _check_extends(root, document, found)
    actions = root / "actions"
    if not isinstance(actions.value, list) or not actions.value:
        message = "`actions` must be a list with at least one action"
        found.error(Code.OVERLAY, message, actions.at)
    for node in actions.items():
        if _check_keys(node, "an action", _ACTION_KEYS[version[1]], found):
            yield from _read(node, version[1], found)


def _read(node: Node, version: str, found: Diagnostics) -> Iterator[Action]:
    """The action of a mapping; none if it does nothing or cannot be understood."""
    target = _query(node, "target", found)
    remove = node / "remove"
    if "remove" in node and not isinstance(remove.value, bool):
        found.error(Code.OVERLAY, "`remove` must be true or false", remove.at)
        return
    sources = [key for key in ("update", "copy") if key in node]
    copy = None
    if remove.value is True:
        for key in sources:
            message = f"`{key}` is left out, since this action removes its target"
            found.warning(Code.OVERLAY, message, (node / key).at, on_key=True)
    elif not sources:
        message = "does nothing: it has neither `update` nor `remove: true`"
        found.warning(Code.OVERLAY, message, node.at)
        return
    elif len(sources) > 1:
        message = "an action has either `update` or `copy`"
        found.error(Code.OVERLAY, message, (node / "copy").at, on_key=True)
    elif "copy" in node:
        copy = _query(node, "copy", found)
    if target is not None:
        yield Action(node, version, target, copy)


def _check_keys(
    node: Node, name: str, known: frozenset[str], found: Diagnostics
) -> bool:
    """Whether this is a mapping; reports keys that the specification does not have."""
    if not isinstance(node.value, dict):
        found.error(Code.OVERLAY, f"{name} must be a mapping", node.at)
        return False
    for key, child in node.entries():
        if key in known or key.startswith("x-"):
            continue
        hint = closest(key, known)
        if key == "copy" and known == _ACTION_KEYS["1.0"]:
            hint = "it came with version 1.1: write `overlay: 1.1.0`"
        message = f"{name} has no key `{key[:80]}`"
        found.error(Code.OVERLAY, message, child.at, on_key=True, hint=hint)
    if "description" in known and "description" in node:
        _text(node, "description", found)
    return True


def _text(parent: Node, key: str, found: Diagnostics) -> str | None:
    """The text below a key; None, and reported, if there is none."""
    node = parent / key
    if isinstance(node.value, str):
        return node.value
    if key not in parent:
        found.error(Code.OVERLAY, f"`{key}` is missing", node.at)
        return None
    hint = "write it in quotes" if isinstance(node.value, int | float) else ""
    found.error(Code.OVERLAY, f"`{key}` must be a text", node.at, hint=hint)
    return None


def _check_extends(root: Node, document: Document, found: Diagnostics) -> None:
    """Warn if an overlay was evidently made for another file.

    Only a file beside the overlay tells: what is published under a URL may have any name
    here. And what was YAML may have been converted to JSON.
    """
    text = _text(root, "extends", found)
    try:
        url = urlsplit(text or "")
    except ValueError:
        return
    meant = PurePath(unquote(url.path)).stem
    if not url.scheme and meant and meant != PurePath(document.file).stem:
        message = f"made for `{meant[:80]}`, and laid over `{document.file}`"
        found.warning(Code.OVERLAY, message, (root / "extends").at)


def _query(node: Node, key: str, found: Diagnostics) -> Query | None:
    """The path below a key; None if it is none."""
    text = _text(node, key, found)
    if text is None:
        return None
    try:
        return Query.parse(text)
    except Faulty as fault:
        message = f"`{key}` is no JSONPath (RFC 9535): {fault}"
        has_path = "./" in text
        hint = "write names of that kind in brackets: `$.paths['/pets']`"
        at = (node / key).at
        found.error(Code.OVERLAY, message, at, hint=hint if has_path else "")
        return None

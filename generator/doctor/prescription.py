"""The actions of an examination as a document (OpenAPI Overlay 1.0.0)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import yaml

from generator.doctor.draft import Action
from generator.doctor.examination import Examination
from generator.document import Document, Json, Pointer
from generator.resolve import Spec

# Texts that no reader of YAML, old or new, takes for anything else.
_PLAIN = re.compile(r"[A-Za-z$][A-Za-z0-9_$]*(?:[ ./-][A-Za-z0-9_$]+)*")
_WORDS = frozenset(["false", "n", "no", "null", "off", "on", "true", "y", "yes"])
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def prescribe(examination: Examination, spec: Spec, document: Document) -> str:
    """The overlay that repairs a document, as YAML; empty if there is nothing to do.

    `document` is what `spec` was resolved from. What is not in it, since it was written
    in another file or is translated, no overlay can reach: a comment counts it.
    """
    reachable = [
        one
        for one in examination.actions
        if _at(document.value, one.target) == _at(spec.root.value, one.target)
    ]
    left = len(examination.actions) - len(reachable)
    if not reachable:
        return ""
    title = (spec.root / "info" / "title").text or spec.document.file
    layer: dict[str, Json] = {
        "overlay": "1.0.0",
        "info": {"title": f"Repairs of {title}", "version": "1.0.0"},
        "actions": [_action(one, document) for one in _merged(reachable)],
    }
    note = (
        f"# {left} more cannot be made here: they belong elsewhere.\n" if left else ""
    )
    return note + yaml.dump(layer, Dumper=_Dumper, sort_keys=False, width=2**31 - 1)


def json_path(at: Pointer, document: Json) -> str:
    """A place as a normalized path (RFC 9535, section 2.7): `$['paths']['/pets']`."""
    steps = ["$"]
    here = document
    for part in at.parts:
        if isinstance(here, list):
            steps.append(f"[{part}]")
            here = here[int(part)] if int(part) < len(here) else None
        else:
            steps.append(f"['{_escaped(part)}']")
            here = here.get(part) if isinstance(here, dict) else None
    return "".join(steps)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(c) or _escaped_character(c) for c in text)


def _escaped_character(character: str) -> str:
    if character in "'\\":
        return f"\\{character}"
    return f"\\u{ord(character):04x}" if character < " " else character


def _at(value: Json, at: Pointer) -> Json:
    for part in at.parts:
        match value:
            case dict() if part in value:
                value = value[part]
            case list() if part.isdecimal() and int(part) < len(value):
                value = value[int(part)]
            case _:
                return None
    return value


def _merged(actions: Iterable[Action]) -> list[Action]:
    """Updates of one object that follow each other, for one reason, as one."""
    merged: list[Action] = []
    for one in actions:
        last = merged[-1] if merged else None
        if (
            last is not None
            and (last.target, last.why) == (one.target, one.why)
            and isinstance(last.update, dict)
            and isinstance(one.update, dict)
        ):
            merged[-1] = Action(one.target, one.why, {**last.update, **one.update})
        else:
            merged.append(one)
    return merged


def _action(action: Action, document: Document) -> dict[str, Json]:
    target = json_path(action.target, document.value)
    made: dict[str, Json] = {"target": target, "description": action.why}
    if action.update is None:
        return {**made, "remove": True}
    return {**made, "update": action.update}


class _Dumper(yaml.SafeDumper):
    """Writes what every version of YAML reads alike."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if not _PLAIN.fullmatch(text) or text.lower() in _WORDS:
        escaped = text.count('"') + text.count("\\")
        is_short = escaped > text.count("'") and "\n" not in text
        style = "'" if is_short else '"'
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


def _represent_number(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:float", json.dumps(number))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(float, _represent_number)

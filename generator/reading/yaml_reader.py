"""YAML by the rules of version 1.2's core schema, on top of PyYAML's parser.

PyYAML's own constructors follow YAML 1.1, where `no` is false and a date is an object,
and they can be made to run without end. Here the parser's events are put together
directly: keys are strings, duplicates are refused, aliases are shared and counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from generator.codes import Code
from generator.document import Json, Position
from generator.reading.places import (
    MAX_DEPTH,
    MAX_VALUES,
    Places,
    Table,
    Unreadable,
    position_at,
)

# libyaml where it is present; the same events, only slower, where it is not.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FORBIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)

# YAML 1.2.2, section 10.3.2, without the infinities, which JSON does not have.
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CONSTANTS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_TAG = "tag:yaml.org,2002:"
_TAGS = frozenset(
    f"{_TAG}{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")
)


def read_yaml(text: str) -> Json:
    """The data of a YAML text.

    Raises:
        Unreadable: It breaks a rule of YAML, or one of ours.
    """
    return _Composer(text).compose()


def yaml_places(text: str) -> Table:
    """The places of all values of a text that `read_yaml` has accepted."""
    composer = _Composer(text, table={})
    composer.compose()
    return composer.table or {}


def yaml_pointer(text: str, position: Position) -> tuple[str, ...]:
    """The parts of the pointer of what stands at a place of a text that is refused.

    Where the text cannot be read up to there, it is that of what could be.
    """
    composer = _Composer(_FORBIDDEN.sub("?", text), table={})
    last = (position.line - 1, position.column - 1)
    try:
        for event in yaml.parse(composer.text, Loader=_LOADER):
            mark: Any = event.end_mark
            if (mark.line, mark.column) > last:
                return composer.pointer_of(event)
            composer.take(event)
    except (Unreadable, yaml.YAMLError):
        pass
    return composer.pointer_of(None)


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is not yet complete."""

    value: dict[str, Json] | list[Json]
    path: tuple[str, ...]
    anchor: str | None
    key: str | None = None
    """The key whose value comes next."""
    merging: bool = False
    """Whether that key is `<<`."""
    merged: dict[str, Json] = field(default_factory=dict[str, Json])
    key_positions: dict[str, Position] = field(default_factory=dict[str, Position])
    size: int = 1
    """How many values are inside, with all aliases written out."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    value: Json
    size: int


_Table: TypeAlias = "dict[tuple[str, ...], Places]"


class _Composer:
    """Puts the events of the parser together, without recursion."""

    def __init__(self, text: str, table: _Table | None = None) -> None:
        self.table = table
        self.text = text
        self._unknown_tags: list[Unreadable] = []
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Anchor | None] = {}
        self._root: Json = None
        self._documents = 0

    def compose(self) -> Json:
        bad = _FORBIDDEN.search(self.text)
        if bad:
            raise Unreadable(
                Code.SYNTAX,
                f"control character U+{ord(bad[0]):04X}",
                position_at(self.text, bad.start()),
            )
        try:
            for event in yaml.parse(self.text, Loader=_LOADER):
                self.take(event)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from None
        if self._documents == 0:
            raise Unreadable(Code.SYNTAX, "the document is empty", Position(1, 1))
        if self._unknown_tags:
            first, *others = self._unknown_tags
            first.others = tuple(others)
            raise first
        return self._root

    def _syntax(self, error: yaml.MarkedYAMLError) -> Unreadable:
        conflict = _CONFLICT.search(self.text)
        if conflict:
            place = position_at(self.text, conflict.start(), 7)
            return Unreadable(Code.SYNTAX, "a merge conflict was left behind", place)
        mark = error.problem_mark or error.context_mark
        place = Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)
        problem = error.problem or "not YAML"
        if mark and _character(self.text, place) == "\t":
            problem = "a tab is used for indentation, where YAML wants blanks"
        return Unreadable(Code.SYNTAX, f"broken YAML: {problem}", place)

    def pointer_of(self, event: Any) -> tuple[str, ...]:
        """The parts of the pointer of what an event begins."""
        frame = self._frames[-1] if self._frames else None
        is_key = frame is not None and isinstance(frame.value, dict) and not frame.key
        if frame is not None and is_key:
            key = getattr(event, "value", None)
            return frame.path if key is None else (*frame.path, key)
        return self._path()

    def take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._open(event, {})
            case yaml.SequenceStartEvent():
                self._open(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise Unreadable(
                        Code.SYNTAX, "a second document begins here", _position(event)
                    )
            case _:
                pass

    def _scalar(self, event: Any) -> None:
        self._check_tag(event)
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            self._key(frame, event)
            return
        value: Json = event.value
        if (
            event.tag is None
            and event.implicit[0]
            or event.tag is not None
            and event.tag != f"{_TAG}str"
        ):
            value = _resolve(event)
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(value, 1)
        self._put(value, 1, event)

    def _check_tag(self, event: Any) -> None:
        """Note a tag that OpenAPI does not allow. What is below it is read all the same."""
        if event.tag is not None and event.tag not in _TAGS:
            self._unknown_tags.append(_unknown_tag(event))

    def _key(self, frame: _Frame, event: Any) -> None:
        key: str = event.value
        frame.key = key
        frame.merging = key == "<<" and event.implicit[0]
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(key, 1)
        position = _position(event)
        first = frame.key_positions.get(key)
        if first is not None:
            raise Unreadable(
                Code.DUPLICATE_KEY,
                f"duplicate key `{key[:80]}`, first used in line {first.line}",
                position,
            )
        frame.key_positions[key] = position

    def _open(self, event: Any, value: dict[str, Json] | list[Json]) -> None:
        self._check_tag(event)
        if len(self._frames) >= MAX_DEPTH:
            raise Unreadable(
                Code.LIMIT, f"nested deeper than {MAX_DEPTH} levels", _position(event)
            )
        self._require_scalar_key(event)
        if event.anchor:
            self._anchors[event.anchor] = (
                None  # not complete: an alias would be a cycle
            )
        self._frames.append(_Frame(value, self._path(), event.anchor))
        self._note(event, len(self._frames) - 1)

    def _close(self, event: Any) -> None:
        frame = self._frames.pop()
        if isinstance(frame.value, dict):
            for key, value in frame.merged.items():
                frame.value.setdefault(key, value)
        if frame.anchor:
            self._anchors[frame.anchor] = _Anchor(frame.value, frame.size)
        self._put(frame.value, frame.size, event, noted=True)

    def _alias(self, event: Any) -> None:
        self._require_scalar_key(event)
        anchor = self._anchors.get(event.anchor, ...)
        if anchor is ...:
            raise Unreadable(
                Code.SYNTAX, f"no anchor `{event.anchor}`", _position(event)
            )
        if anchor is None:
            raise Unreadable(
                Code.LIMIT, f"`{event.anchor}` contains itself", _position(event)
            )
        self._put(anchor.value, anchor.size, event)

    def _require_scalar_key(self, event: Any) -> None:
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            raise Unreadable(Code.SYNTAX, "a key must be a text", _position(event))

    def _put(self, value: Json, size: int, event: Any, *, noted: bool = False) -> None:
        """Put a complete value in its place."""
        if not noted:
            self._note(event, len(self._frames))
        if not self._frames:
            self._root = value
            return
        frame = self._frames[-1]
        frame.size += size
        if frame.size > MAX_VALUES:
            raise Unreadable(
                Code.LIMIT,
                f"aliases make this larger than {MAX_VALUES:,} values",
                _position(event),
            )
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.merging:
            _merge(frame, value, event)
        elif frame.key is not None:
            frame.value[frame.key] = value
        frame.key = None
        frame.merging = False

    def _path(self) -> tuple[str, ...]:
        """The pointer of the value that comes next."""
        if not self._frames or self.table is None:
            return ()
        frame = self._frames[-1]
        if isinstance(frame.value, list):
            return (*frame.path, str(len(frame.value)))
        return (*frame.path, frame.key or "")

    def _note(self, event: Any, depth: int) -> None:
        """Write down the place of the value that begins with an event."""
        if self.table is None:
            return
        parent = self._frames[depth - 1] if depth else None
        key = parent.key_positions.get(parent.key or "") if parent else None
        path = self._frames[depth].path if depth < len(self._frames) else self._path()
        self.table.setdefault(path, Places(_position(event), key))


def _merge(frame: _Frame, value: Json, event: Any) -> None:
    """Keep the entries of `<<` until the mapping's own ones are known, which win."""
    sources = value if isinstance(value, list) else [value]
    for source in sources:
        if not isinstance(source, dict):
            raise Unreadable(Code.SYNTAX, "`<<` merges mappings only", _position(event))
        for key, inherited in source.items():
            frame.merged.setdefault(key, inherited)


def _resolve(event: Any) -> Json:
    """The value of a plain scalar."""
    text: str = event.value
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text, event)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_A_NUMBER.fullmatch(text):
        raise Unreadable(
            Code.SYNTAX, f"`{text}` has no counterpart in JSON", _position(event)
        )
    return text


def _integer(text: str, event: Any) -> int:
    try:
        if text.startswith(("0o", "0x")):
            return int(text, 0)
        return int(text)
    except ValueError:
        raise Unreadable(Code.LIMIT, "too many digits", _position(event)) from None


def _unknown_tag(event: Any) -> Unreadable:
    tag: str = event.tag.replace(_TAG, "!!")
    return Unreadable(
        Code.SYNTAX,
        f"tag `{tag[:80]}` is not allowed",
        _position(event),
        "OpenAPI allows the types of JSON only",
    )


def _character(text: str, place: Position) -> str:
    line = text.split("\n")[place.line - 1 : place.line]
    return line[0][place.column - 1 : place.column] if line else ""


def _position(event: Any) -> Position:
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Position(start.line + 1, start.column + 1, max(width, 1))

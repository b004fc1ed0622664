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
    Lines,
    Places,
    Table,
    Unreadable,
)
from generator.reading.yaml_values import LIMITS, resolved

# libyaml where it is present; the same events, only slower, where it is not.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FORBIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_CHARACTERS = 64
"""How many characters of a text count as much as a value."""

_TAG = "tag:yaml.org,2002:"
_OF_TAG: dict[str, Any] = {
    "bool": bool,
    "float": (int, float),
    "int": int,
    "null": type(None),
    "str": str,
}
_TAGS: dict[type, frozenset[str]] = {
    yaml.MappingStartEvent: frozenset({f"{_TAG}map"}),
    yaml.ScalarEvent: frozenset(f"{_TAG}{name}" for name in _OF_TAG),
    yaml.SequenceStartEvent: frozenset({f"{_TAG}seq"}),
}


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
    last = composer.lines.index(position)
    try:
        for event in yaml.parse(composer.text, Loader=_LOADER):
            mark: Any = event.end_mark
            if mark.index > last:
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
    begin: Any
    """The event that it began with."""
    key: str | None = None
    """The key whose value comes next."""
    merging: bool = False
    """Whether that key is `<<`."""
    merged: dict[str, Json] = field(default_factory=dict[str, Json])
    key_events: dict[str, Any] = field(default_factory=dict[str, Any])
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
        self.lines = Lines(text)
        self._has_escapes = "\\u" in text.lower()
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
                self.lines.position(bad.start()),
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
            place = self.lines.position(conflict.start(), 7)
            return Unreadable(Code.SYNTAX, "a merge conflict was left behind", place)
        mark: Any = error.problem_mark or error.context_mark
        problem = error.problem or "not YAML"
        if "escape code" in problem:
            mark, problem = error.context_mark, "half a surrogate pair in a text"
        index = mark.index if mark else 0
        place = self.lines.position(index)
        if self.text[index : index + 1] == "\t":
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
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise Unreadable(
                        Code.SYNTAX,
                        "a second document begins here",
                        self._position(event),
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
            value = self._resolved(event)
        elif self._has_escapes and _HALF_PAIR.search(event.value):
            problem = "half a surrogate pair in a text"
            raise Unreadable(Code.SYNTAX, problem, self._position(event))
        # Long texts count for more: what is repeated by aliases is written out later.
        size = 1 + len(event.value) // _CHARACTERS
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(value, size)
        self._put(value, size, event)

    def _check_tag(self, event: Any) -> None:
        """Note a tag that OpenAPI does not allow. What is below it is read all the same."""
        if event.tag is not None and event.tag not in _TAGS[type(event)]:
            tag: str = event.tag.replace(_TAG, "!!")
            message = f"tag `{tag[:80]}` is not allowed here"
            hint = "OpenAPI allows the types of JSON only"
            problem = Unreadable(Code.SYNTAX, message, self._position(event), hint)
            self._unknown_tags.append(problem)

    def _key(self, frame: _Frame, event: Any) -> None:
        key: str = event.value
        frame.key = key
        frame.merging = key == "<<" and event.implicit[0]
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(key, 1)
        first = frame.key_events.setdefault(key, event)
        if first is not event:
            line = self._position(first).line
            raise Unreadable(
                Code.DUPLICATE_KEY,
                f"duplicate key `{key[:80]}`, first used in line {line}",
                self._position(event),
            )

    def _open(self, event: Any, value: dict[str, Json] | list[Json]) -> None:
        self._check_tag(event)
        if len(self._frames) >= MAX_DEPTH:
            raise Unreadable(
                Code.LIMIT,
                f"nested deeper than {MAX_DEPTH} levels",
                self._position(event),
            )
        self._require_scalar_key(event)
        if event.anchor:
            self._anchors[event.anchor] = (
                None  # not complete: an alias would be a cycle
            )
        self._frames.append(_Frame(value, self._path(), event))
        self._note(event, len(self._frames) - 1)

    def _close(self) -> None:
        frame = self._frames.pop()
        if isinstance(frame.value, dict):
            for key, value in frame.merged.items():
                frame.value.setdefault(key, value)
        if frame.begin.anchor:
            self._anchors[frame.begin.anchor] = _Anchor(frame.value, frame.size)
        self._put(frame.value, frame.size, frame.begin, noted=True)

    def _alias(self, event: Any) -> None:
        self._require_scalar_key(event)
        anchor = self._anchors.get(event.anchor, ...)
        if anchor is ...:
            raise Unreadable(
                Code.SYNTAX, f"no anchor `{event.anchor}`", self._position(event)
            )
        if anchor is None:
            raise Unreadable(
                Code.LIMIT, f"`{event.anchor}` contains itself", self._position(event)
            )
        self._put(anchor.value, anchor.size, event)

    def _require_scalar_key(self, event: Any) -> None:
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            raise Unreadable(Code.SYNTAX, "a key must be a text", self._position(event))

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
                self._position(event),
            )
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.merging:
            self._merge(frame, value, event)
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
        event_of_key = parent.key_events.get(parent.key or "") if parent else None
        key = self._position(event_of_key) if event_of_key else None
        path = self._frames[depth].path if depth < len(self._frames) else self._path()
        self.table.setdefault(path, Places(self._position(event), key))

    def _merge(self, frame: _Frame, value: Json, event: Any) -> None:
        """Keep the entries of `<<` until the mapping's own ones are known, which win."""
        sources = value if isinstance(value, list) else [value]
        for source in sources:
            if not isinstance(source, dict):
                message = "`<<` merges mappings only"
                raise Unreadable(Code.SYNTAX, message, self._position(event))
            for key, inherited in source.items():
                frame.merged.setdefault(key, inherited)

    def _resolved(self, event: Any) -> Json:
        """The value of a plain scalar, or of one with a tag."""
        value, problem = resolved(event.value)
        wanted = (event.tag or "").removeprefix(_TAG)
        # A tag that OpenAPI does not allow was noted before.
        kind = _OF_TAG.get(wanted, object)
        if not problem and not isinstance(value, kind):
            problem = f"this is no `!!{wanted}`"
        if problem:
            code = Code.LIMIT if problem in LIMITS else Code.SYNTAX
            raise Unreadable(code, problem, self._position(event))
        return value

    def _position(self, event: Any) -> Position:
        start, end = event.start_mark, event.end_mark
        width = end.index - start.index if end.line == start.line else 1
        return self.lines.position(start.index, max(width, 1))

"""A file becomes a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from generator.codes import Code
from generator.diagnostics import Diagnostics, Stop
from generator.document import Document, Json, Pointer, Position
from generator.reading.json_reader import json_pointer, read_json
from generator.reading.json_search import search_places
from generator.reading.places import Lines, Table, Unreadable
from generator.reading.yaml_reader import read_yaml, yaml_places, yaml_pointer

MAX_BYTES = 100_000_000
"""How large a document may be. The largest public ones are below 15 MB."""


def load(path: Path, found: Diagnostics) -> Document:
    """Read the document that a user has named.

    Raises:
        Stop: It cannot be read, or is none; why was reported.
    """
    return _read(str(path), lambda: _bytes(path), _check_root, found)


def load_part(path: Path, found: Diagnostics) -> Document:
    """Read a file that a document refers to. It may hold anything.

    Raises:
        Stop: It cannot be read; why was reported.
    """
    return _read(path.as_posix(), lambda: _bytes(path), _accept, found)


def parse_part(url: str, content: bytes, found: Diagnostics) -> Document:
    """Read what was fetched from a URL.

    Raises:
        Stop: It cannot be read; why was reported.
    """
    return _read(url, lambda: content, _accept, found)


def _read(
    file: str,
    content: Callable[[], bytes],
    check: Callable[[Document], None],
    found: Diagnostics,
) -> Document:
    try:
        text = _decode(content())
        document = Document(file, text, _parse(Path(file), text))
        check(document)
    except Unreadable as problem:
        text = _text_for_excerpt(content)
        found.documents[file] = Document(file, text, None)
        for one in (problem, *problem.others):
            found.error(
                one.code,
                one.message,
                Pointer(_parts_at(Path(file), text, one.position), file),
                position=one.position,
                hint=one.hint,
            )
        raise Stop from None
    found.documents[file] = document
    return document


def places(document: Document, wanted: Iterable[tuple[str, ...]]) -> Table:
    """The places of some values of a document, and at least of those above them.

    `wanted` has the parts of their pointers. What does not exist has no place.
    """
    if document.value is None:
        return {}  # it could not be read
    if _is_json(Path(document.file), document.text):
        return search_places(document.text, wanted)
    return yaml_places(document.text)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"larger than {MAX_BYTES:,} bytes"
            raise Unreadable(Code.LIMIT, message, Position(1, 1))
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        message = f"cannot be read: {reason}"
        raise Unreadable(Code.FILE, message, Position(1, 1)) from None


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(Code.SYNTAX, "UTF-16; only UTF-8 is read", Position(1, 1))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        message = f"not UTF-8: byte 0x{content[error.start]:02X}"
        place = Lines(before).position(len(before))
        raise Unreadable(Code.SYNTAX, message, place) from None
    if not text.strip():
        raise Unreadable(Code.SYNTAX, "the document is empty", Position(1, 1))
    return text


def _parse(path: Path, text: str) -> Json:
    return read_json(text) if _is_json(path, text) else read_yaml(text)


def _is_json(path: Path, text: str) -> bool:
    """By the file's name; where it does not say, by the first character."""
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return False
    return suffix == ".json" or text.lstrip()[:1] in ("{", "[")


def _parts_at(path: Path, text: str, position: Position) -> tuple[str, ...]:
    """The parts of the pointer of what stands at a place of a text that is refused."""
    if _is_json(path, text):
        return json_pointer(text, position)
    return yaml_pointer(text, position)


def _check_root(document: Document) -> None:
    if document.value is None:
        raise Unreadable(Code.SYNTAX, "the document is empty", Position(1, 1))
    if not isinstance(document.value, dict):
        kind = _kind(document.value)
        entry = places(document, [()]).get(())
        raise Unreadable(
            Code.NOT_OPENAPI,
            f"no OpenAPI document: it must be a mapping, and is {kind}",
            entry.value if entry else Position(1, 1),
        )


def _kind(value: Json) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "a string"
        case list():
            return "a list"
        case _:
            return "a number"


def _accept(document: Document) -> None:
    """Take whatever it is."""


def _text_for_excerpt(content: Callable[[], bytes]) -> str:
    try:
        return content().decode("utf-8-sig", "replace")
    except Unreadable:
        return ""

"""A file becomes a document."""

from __future__ import annotations

from pathlib import Path

from generator.codes import Code
from generator.diagnostics import Diagnostics, Stop
from generator.document import Document, Json, Pointer, Position
from generator.reading.json_reader import json_places, read_json
from generator.reading.places import Table, Unreadable, position_at
from generator.reading.yaml_reader import read_yaml, yaml_places

MAX_BYTES = 100_000_000
"""How large a document may be. The largest public ones are below 15 MB."""


def load(path: Path, found: Diagnostics) -> Document:
    """Read a document.

    Raises:
        Stop: It cannot be read; why was reported.
    """
    file = str(path)
    try:
        text = _decode(_bytes(path))
        document = Document(file, text, _parse(path, text))
        _check_root(document)
    except Unreadable as problem:
        found.documents[file] = Document(file, _text_for_excerpt(path), None)
        found.error(
            problem.code,
            problem.message,
            Pointer(file=file),
            position=problem.position,
            hint=problem.hint,
        )
        raise Stop from None
    found.documents[file] = document
    return document


def places(document: Document) -> Table:
    """The places of all values of a document."""
    try:
        if _is_json(Path(document.file), document.text):
            return json_places(document.text)
        return yaml_places(document.text)
    except Unreadable:
        return {}


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
        place = position_at(before, len(before))
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


def _check_root(document: Document) -> None:
    if document.value is None:
        raise Unreadable(Code.SYNTAX, "the document is empty", Position(1, 1))
    if not isinstance(document.value, dict):
        raise Unreadable(
            Code.NOT_OPENAPI,
            "no OpenAPI document: it must be a mapping, with `openapi` for a start",
            Position(1, 1),
        )


def _text_for_excerpt(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig", "replace")
    except Unreadable:
        return ""

"""Bodies of several parts, `multipart/form-data` (RFC 7578)."""

from __future__ import annotations

import mimetypes
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from .bodies import JSON, encoded, is_list, is_object, secrets_of
from .headers import check_header
from .sending import as_json
from .unset import Unset
from .uploads import (
    Bytes,
    File,
    Source,
    Upload,
    file_name,
    is_file,
    source_of,
)
from .values import wire_text

_BYTES = "application/octet-stream"
_NONE: Mapping[str, str] = MappingProxyType({})
# HTML Standard, "Multipart form data": what would end a name, or its line.
_ESCAPES = {'"': "%22", "\r": "%0D", "\n": "%0A"}
_ESCAPED = re.compile(r'["\r\n]')


class Multipart:
    """A body of parts, `multipart/form-data`: fields, and files beside them.

    Fields that are `UNSET` are not sent; if the body is not `required` and no field is
    given, nothing is sent at all. The items of a list are parts of the same name; objects
    and lists inside are sent as JSON, and so is whatever `json` names. `files` names the
    fields that are files and nothing else, which keeps a path from being sent as a text.
    `content_types` are those of single fields, `sensitive` names the fields whose text
    must not be shown anywhere. The boundary is random: no content can foresee it.

    Raises:
        InvalidArgumentError: A value cannot be sent.
    """

    def __init__(
        self,
        fields: Mapping[str, object] | Unset,
        *,
        required: bool = False,
        files: Collection[str] = (),
        json: Collection[str] = (),
        content_types: Mapping[str, str] = _NONE,
        sensitive: Collection[str] = (),
        boundary: str | None = None,
    ) -> None:
        self._fields: Mapping[str, object] = {} if isinstance(fields, Unset) else fields
        self._required = required
        self._files = files
        self._json = json
        self._content_types = content_types
        self._sensitive = sensitive
        self._boundary = boundary or secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={self._boundary}"
        for told in (self.content_type, *content_types.values()):
            check_header("Content-Type", told)
        self._parts = tuple(
            self._part(name, item)
            for name, value in self._fields.items()
            for item in _items(value)
        )
        self.secrets = (
            *(part.text for part in self._parts if part.name in sensitive),
            *secrets_of(self._fields, ()),
        )

    def encode(self) -> Upload | None:
        """The parts in the order in which they were given, and the last boundary."""
        if not self._parts and not self._required:
            return None
        return Upload(self._sources())

    def extended(self, fields: Mapping[str, object]) -> Multipart:
        """This body with more fields, or others in the place of its own."""
        return Multipart(
            {**self._fields, **fields},
            required=self._required,
            files=self._files,
            json=self._json,
            content_types=self._content_types,
            sensitive=self._sensitive,
            boundary=self._boundary,
        )

    def _part(self, name: str, value: object) -> _Part:
        wire_text("a field's name", name)  # refuses what is no text
        told = self._content_types.get(name)
        if name not in self._files and (
            is_object(value) or is_list(value) or name in self._json
        ):
            content = encoded(as_json(name, value))
            return _Part(name, Bytes(content), content_type=told or JSON)
        if name in self._files or is_file(value):
            return _file_part(name, value, told)
        text = wire_text(name, value)
        return _Part(name, Bytes(text.encode()), content_type=told, text=text)

    def _sources(self) -> Iterator[Source]:
        for part in self._parts:
            yield Bytes(f"--{self._boundary}\r\n{part.head}\r\n".encode())
            yield part.source
            yield Bytes(b"\r\n")
        yield Bytes(f"--{self._boundary}--\r\n".encode())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Multipart) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)

    def __repr__(self) -> str:
        return f"Multipart({', '.join(part.name for part in self._parts)})"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part: what is told of it, and where its bytes come from."""

    name: str
    source: Source
    content_type: str | None = None
    file_name: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    text: str = field(default="", repr=False)
    """What a field says, for keeping it secret; empty for files and JSON."""

    @property
    def head(self) -> str:
        """Its headers, each with the end of its line."""
        disposition = f'form-data; name="{_escaped(self.name)}"'
        if self.file_name is not None:
            disposition += f'; filename="{_escaped(self.file_name)}"'
        lines = [f"Content-Disposition: {disposition}"]
        if self.content_type is not None:
            lines.append(f"Content-Type: {self.content_type}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "".join(f"{line}\r\n" for line in lines)


def _items(value: object) -> Iterator[object]:
    """The values that a field has parts for."""
    if isinstance(value, Unset):
        return
    if is_list(value):
        yield from value
    else:
        yield value


def _file_part(name: str, value: object, content_type: str | None) -> _Part:
    content = value.content if isinstance(value, File) else value
    source = source_of(name, content)
    called = file_name(content) or name
    headers: tuple[tuple[str, str], ...] = ()
    if isinstance(value, File):
        called = value.name or called
        content_type = value.content_type or content_type
        headers = tuple(value.headers.items())
    wire_text(name, called)  # refuses what is no text
    return _Part(
        name=name,
        source=source,
        content_type=content_type or _guessed(called),
        file_name=called,
        headers=headers,
    )


def _guessed(name: str) -> str:
    """What a file is by its suffix: by Python's own table, on every machine."""
    known, packed = _suffixes().guess_type(name)
    return known if known and not packed else _BYTES


@cache
def _suffixes() -> mimetypes.MimeTypes:
    return mimetypes.MimeTypes()


def _escaped(name: str) -> str:
    """A name as browsers write it."""
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], name)

"""The files that a document refers to: each is read once, and none lies outside."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from generator.diagnostics import Diagnostics, Stop
from generator.document import Document
from generator.reading.load import MAX_BYTES, load_part, parse_part

MAX_FILES = 50_000
"""How many files a document may be spread over. Large ones have some thousands."""


class Refused(Exception):
    """A reference that is not followed, and why."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Remote(Protocol):
    """What fetches documents from hosts that the user allows."""

    def read(self, url: str) -> bytes:
        """The content of a URL.

        Raises:
            RemoteRefused: It is not fetched, or is not what it was.
        """
        ...


class Files:
    """The documents of a run, by the name that their file has for the user."""

    def __init__(
        self,
        document: Document,
        found: Diagnostics,
        *,
        root: Path | None = None,
        remote: Remote | None = None,
    ) -> None:
        self._root = Path(root or Path(document.file).parent)
        self._real_root = os.path.realpath(self._root)
        self._remote = remote
        self._found = found
        self._read: dict[str, Document | None] = {document.file: document}
        self._left = MAX_BYTES

    def read(self, file: str, uri: str, text: str) -> Document:
        """The document that a URI means in a file; `text` is the reference as written.

        Raises:
            Refused: It is not one that we read.
        """
        name = self._name(file, uri, text)
        if name not in self._read:
            if len(self._read) >= MAX_FILES:
                raise Refused(f"more than {MAX_FILES:,} files")
            self._read[name] = self._load(name, text)
        document = self._read[name]
        if document is None:
            raise Refused(f"`{text}` cannot be read")
        return document

    def _name(self, file: str, uri: str, text: str) -> str:
        """How a file is called, seen from where the user stands."""
        try:
            if "://" in file:
                uri = urljoin(file, uri)
            parts = urlsplit(uri)
        except ValueError:
            raise Refused(f"`{text}` is not a URI") from None
        if parts.scheme in ("http", "https"):
            return uri
        if parts.scheme or parts.netloc or "\\" in uri or uri.startswith("/"):
            raise Refused(
                f"only files beside the document are read, not `{text}`",
                "write a relative path, with `/` between its parts",
            )
        path = os.path.normpath(
            os.path.join(os.path.dirname(file), unquote(parts.path))
        )
        return path.replace(os.sep, "/")

    def _load(self, name: str, text: str) -> Document | None:
        """Read a file, or fetch it; None if what is wrong with it was reported."""
        try:
            if "://" in name:
                return parse_part(name, self._fetch(name, text), self._found)
            self._check(name, text)
            document = load_part(Path(name), self._found)
        except Stop:
            return None
        self._left -= len(document.text)
        if self._left < 0:
            raise Refused(f"the files are larger than {MAX_BYTES:,} bytes together")
        return document

    def _check(self, name: str, text: str) -> None:
        """See that a path is one of an ordinary file below the root.

        Raises:
            Refused: It is not.
        """
        try:
            real = os.path.realpath(name)
            if os.path.commonpath([real, self._real_root]) != self._real_root:
                raise Refused(
                    f"`{text}` lies outside of `{self._root}`",
                    "name a folder that holds all files: --root DIR",
                )
            mode = os.stat(real).st_mode
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a path"
            hint = self._similar(name) if isinstance(error, FileNotFoundError) else ""
            raise Refused(f"`{text}` cannot be read: {reason.lower()}", hint) from None
        if not stat.S_ISREG(mode):
            raise Refused(f"`{text}` is not a file")

    def _similar(self, name: str) -> str:
        """A hint at a file in the same folder that was probably meant."""
        folder, last = os.path.split(name)
        try:
            return self._found.guess(last, os.listdir(folder or "."))
        except OSError:
            return ""

    def _fetch(self, url: str, text: str) -> bytes:
        host = urlsplit(url).hostname or ""
        if self._remote is None:
            raise Refused(
                f"`{text}` is on another host, and nothing is fetched",
                f"copy it beside the document, or allow it: --allow-remote {host}",
            )
        return self._remote.read(url)

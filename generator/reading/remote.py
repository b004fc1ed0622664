"""Documents of other hosts: those that the user allows, and as they were when pinned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.reading.addresses import Origin, Url
from generator.reading.connect import Network
from generator.reading.fetch import fetch
from generator.reading.files import Refused
from generator.reading.load import MAX_BYTES
from generator.reading.lock import Pin, read_lock, write_lock


class Remote:
    """Fetches each URL once in a run, and sees that it is what it was in earlier ones."""

    def __init__(
        self,
        hosts: Sequence[str],
        lock: Path,
        *,
        update: bool = False,
        limit: int = MAX_BYTES,
        seconds: float = 30.0,
        network: Network | None = None,
    ) -> None:
        """Nothing is fetched yet.

        Args:
            hosts: All that may be spoken to: `HOST` or `HOST:PORT` by https, and either
                after `http://` without encryption. One stands for itself alone: not for
                its subdomains, other ports, or the other of the two protocols.
            lock: The file with the pins; it need not exist.
            update: Whether a document may have changed since it was pinned.
            limit: How many bytes all documents may have together.
            seconds: How long one may take, from the name to the last byte.
            network: How the outside is reached.

        Raises:
            ValueError: One of the hosts is none; the message says why.
        """
        self._allowed = frozenset(_origin(host) for host in hosts)
        self._lock = lock
        self._update = update
        self._limit = limit
        self._left = limit
        self._seconds = seconds
        self._network = network or Network()
        self._known: dict[str, Pin] | None = None
        self._pins: dict[str, Pin] = {}
        self._read: dict[Url, bytes | Refused] = {}

    def read(self, url: str) -> bytes:
        """The content of a URL, which is what was pinned when it was first fetched.

        Raises:
            Refused: It is not fetched, or is not what it was.
        """
        try:
            parsed = Url.parse(url)
        except ValueError as problem:
            raise Refused(f"this URL is not fetched: {problem}") from None
        if parsed not in self._read:
            try:
                self._read[parsed] = self._fetch(parsed)
            except Refused as problem:
                # A server that keeps us waiting does so once.
                self._read[parsed] = problem
        answer = self._read[parsed]
        if isinstance(answer, Refused):
            raise Refused(answer.message, answer.hint)
        return answer

    def save(self) -> None:
        """Write what was pinned by this run; nothing if that was nothing new.

        Pins of documents that this run has not read stay: another run may read them.

        Raises:
            OSError: The disk is full, or the folder cannot be written to.
        """
        known = self._known or {}
        pins = {**known, **self._pins}
        if pins != known:
            write_lock(self._lock, pins)
            self._known = pins

    def _fetch(self, url: Url) -> bytes:
        if self._known is None:
            self._known = read_lock(self._lock)
        content = fetch(
            url,
            self._allowed,
            limit=self._limit,
            seconds=self._seconds,
            network=self._network,
        )
        pin, before = Pin.of(content), self._known.get(str(url))
        if before and before != pin and not self._update:
            raise Refused(
                f"`{url}` is not what it was when it was pinned: "
                f"{_in_short(before)} then, {_in_short(pin)} now",
                "see what has changed, and accept it: --update-lock",
            )
        self._left -= len(content)
        if self._left < 0:
            raise Refused(f"what is fetched is larger than {self._limit:,} bytes")
        self._pins[str(url)] = pin
        return content


def _origin(host: str) -> Origin:
    try:
        return Origin.parse(host)
    except ValueError as problem:
        raise ValueError(f"`{host}` is not a host: {problem}") from None


def _in_short(pin: Pin) -> str:
    return f"{pin.size:,} bytes with SHA-256 {pin.sha256[:12]}..."

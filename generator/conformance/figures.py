"""Counts of examples: what became of them, and whether it is less than it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from generator.conformance.trial import Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the examples of one kind, how many fared how."""

    examples: int = 0
    decoded: int = 0
    round_tripped: int = 0
    """Encoded again, and equal as JSON data."""
    drift: int = 0
    """In contradiction to their schemas; they may be decoded and returned all the same."""
    unread: int = 0
    """Not among `examples`, since no client reads or sends them."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a document, or of several."""

    requests: Counts = Counts()
    responses: Counts = Counts()

    @property
    def is_perfect(self) -> bool:
        """Whether every example was decoded and came back."""
        return all(
            counts.examples == counts.decoded == counts.round_tripped
            for counts in (self.requests, self.responses)
        )

    def less_than(self, recorded: Figures) -> Iterator[str]:
        """What is less than was recorded, in words."""
        for kind in ("request", "response"):
            now: Counts = getattr(self, f"{kind}s")
            was: Counts = getattr(recorded, f"{kind}s")
            if now.decoded < was.decoded:
                yield f"{kind}s decoded: {now.decoded}, recorded {was.decoded}"
            if now.round_tripped < was.round_tripped:
                fell = f"{now.round_tripped}, recorded {was.round_tripped}"
                yield f"{kind}s round-tripped: {fell}"


def count(outcomes: Iterable[Outcome], unread: int) -> Counts:
    """The counts of outcomes."""
    listed = list(outcomes)
    return Counts(
        examples=len(listed),
        decoded=sum(one.is_decoded for one in listed),
        round_tripped=sum(one.is_returned for one in listed),
        drift=sum(bool(one.drift) for one in listed),
        unread=unread,
    )


def total(figures: Iterable[Figures]) -> Figures:
    """The sums of figures."""
    listed = list(figures)
    return Figures(
        _sum(one.requests for one in listed), _sum(one.responses for one in listed)
    )


def _sum(counts: Iterable[Counts]) -> Counts:
    sums = dict.fromkeys(Counts.__annotations__, 0)
    for one in counts:
        for name, number in asdict(one).items():
            sums[name] += number
    return Counts(**sums)


def fallen(
    figures: Mapping[str, Figures], recorded: Mapping[str, Figures]
) -> dict[str, list[str]]:
    """What is less than was recorded, in words, by the names of the documents."""
    less = {
        name: list(one.less_than(recorded[name]))
        for name, one in figures.items()
        if name in recorded
    }
    return {name: words for name, words in less.items() if words}


def as_record(figures: Mapping[str, Figures]) -> str:
    """Figures by the names of the documents, as JSON."""
    data = {name: asdict(figures[name]) for name in sorted(figures)}
    return f"{json.dumps(data, indent=2)}\n"


def from_record(text: str) -> dict[str, Figures]:
    """The figures that were recorded, by the names of the documents.

    Raises:
        ValueError: The text is no record.
    """
    data: Any = json.loads(text)
    try:
        return {name: _figures(entry) for name, entry in data.items()}
    except (AttributeError, KeyError, TypeError):
        raise ValueError("it is no record of figures") from None


def _figures(entry: Any) -> Figures:
    return Figures(_counts(entry["requests"]), _counts(entry["responses"]))


def _counts(entry: Any) -> Counts:
    counts = Counts(**entry)
    if not all(isinstance(number, int) for number in asdict(counts).values()):
        raise TypeError("a count is a whole number")
    return counts

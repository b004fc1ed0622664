"""A document is changed without touching what it was made of, and origins are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from generator.document import Document, Json, Pointer
from generator.overlay.query import Path
from generator.reading.places import MAX_VALUES


@dataclass(slots=True)
class Origins:
    """Where a value was written, and which of its parts, perhaps, elsewhere."""

    written: Pointer
    parts: dict[str, Origins] = field(default_factory=dict[str, "Origins"])

    def part(self, key: str | int) -> Origins:
        """The origins of a part, noted here from now on."""
        name = str(key)
        if name not in self.parts:
            self.parts[name] = Origins(self.written / name)
        return self.parts[name]

    def copy(self) -> Origins:
        """The same, to be changed by itself."""
        twin = Origins(self.written)
        pending: list[tuple[Origins, Origins]] = [(self, twin)]
        while pending:
            mine, its = pending.pop()
            for name, part in mine.parts.items():
                its.parts[name] = Origins(part.written)
                pending.append((part, its.parts[name]))
        return twin


@dataclass(slots=True)
class Part:
    """A value that is to become part of a document."""

    value: Json
    origins: Origins


@dataclass(frozen=True, slots=True)
class Clash:
    """Two values that cannot be merged."""

    old: Part
    new: Part


@dataclass(slots=True)
class Draft:
    """A document that is being changed.

    A mapping or list is copied when it is first changed, and so is what it is in: what
    the document was made of, or shares with itself by an alias, stays as it is.
    """

    _file: str
    _whole: list[Any]
    """The document, in a list: so it is in something, like all its parts."""
    _origins: Origins
    _own: dict[int, Any] = field(default_factory=dict[int, Any])
    """Copies that may be changed, by their identity."""
    room: int = MAX_VALUES
    """How many values may still be added."""

    @classmethod
    def of(cls, document: Document) -> Draft:
        """A draft in which nothing has changed."""
        origins = Origins(Pointer(file=document.file))
        # What is above comes first, since parts are born with the origin of the whole.
        for place in sorted(document.origins, key=len):
            origins_there = origins
            for name in place:
                origins_there = origins_there.part(name)
            origins_there.written = document.origins[place]
        return cls(document.file, [document.value], origins)

    @property
    def value(self) -> Json:
        value: Json = self._whole[0]
        return value

    def origins(self) -> dict[tuple[str, ...], Pointer]:
        """Where parts were written that were not written where they are now."""
        entries: dict[tuple[str, ...], Pointer] = {}
        start = Pointer(file=self._file)
        pending: list[tuple[tuple[str, ...], Pointer, Origins]] = [
            ((), start, self._origins)
        ]
        while pending:
            place, expected, origins = pending.pop()
            if origins.written != expected:
                entries[place] = origins.written
            for name, part in origins.parts.items():
                pending.append(((*place, name), origins.written / name, part))
        return entries

    def part(self, path: Path) -> Part:
        """What there is in a place now, whatever becomes of it there."""
        value, origins = self._whole[0], self._origins
        for key in path:
            value, origins = value[key], origins.part(key)
        return Part(value, origins.copy())

    def seal(self) -> None:
        """End a change. What it made may be used in several places by the next."""
        self._own.clear()

    def merge(self, path: Path, new: Part) -> list[Clash]:
        """Merge something into what there is in a place.

        Mappings are merged by their keys, lists are joined, and a single value replaces
        another (Overlay 1.1, Action Object). Whatever clashes is left as it was.
        """
        clashes: list[Clash] = []
        pending: list[tuple[Any, str | int, Origins, Json, Origins]] = [
            (*self._open(path), new.value, new.origins)
        ]
        while pending:
            holder, key, origins, value, its_origins = pending.pop()
            old: Json = holder[key]
            if isinstance(old, dict) and isinstance(value, dict):
                fields = self._copied(holder, key)
                for name in value:
                    if name not in fields:
                        fields[name] = value[name]
                        origins.parts[name] = its_origins.part(name).copy()
                        continue
                    parts = (origins.part(name), value[name], its_origins.part(name))
                    pending.append((fields, name, *parts))
            elif isinstance(old, list) and isinstance(value, list):
                items = self._copied(holder, key)
                for index, item in enumerate(value):
                    origins.parts[str(len(items))] = its_origins.part(index).copy()
                    items.append(item)
            elif isinstance(old, dict | list) or isinstance(value, dict | list):
                clashes.append(Clash(Part(old, origins), Part(value, its_origins)))
            else:
                holder[key] = value
                origins.written = its_origins.written
        return clashes

    def remove(self, paths: Iterable[Path]) -> None:
        """Remove what there is in some places. What follows in a list moves up."""
        gone: dict[Path, set[str | int]] = {}
        for path in paths:
            gone.setdefault(path[:-1], set()).add(path[-1])
        # The deepest first, since a removal changes the places of what is below.
        for path in sorted(gone, key=len, reverse=True):
            holder, key, origins = self._open(path)
            rest = self._copied(holder, key)
            if isinstance(rest, dict):
                for name in gone[path]:
                    del rest[name]
                    origins.parts.pop(str(name), None)
                continue
            kept = [index for index in range(len(rest)) if index not in gone[path]]
            rest[:] = [rest[index] for index in kept]
            origins.parts = {
                str(new): origins.part(index) for new, index in enumerate(kept)
            }

    def _open(self, path: Path) -> tuple[Any, str | int, Origins]:
        """What holds a place, as a copy; the key of the place there; and its origins."""
        holder: Any = self._whole
        at: str | int = 0
        origins = self._origins
        for key in path:
            holder, at, origins = self._copied(holder, at), key, origins.part(key)
        return holder, at, origins

    def _copied(self, holder: Any, key: str | int) -> Any:
        """A mapping or list, as a copy of our own in its place."""
        value = holder[key]
        if id(value) not in self._own:
            value = holder[key] = value.copy()
            self._own[id(value)] = value
        return value

"""Many files become one document, in which every reference is a pointer.

What other files hold moves into `components`, under the name of its file or key; what
may not be a reference in OpenAPI is put in place of one. The bundle knows for every part
where it was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, TypeAlias, cast

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Document, Json, Pointer
from generator.grammar import Holds, Slot, Table, homes, table
from generator.survey import Parts, Reference, Survey

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
# After this, every reference is a pointer, and nothing needs a name of its own.
_OWN_NAMES = ("$id", "$anchor", "$dynamicAnchor", "$dynamicRef")
_Names: TypeAlias = dict[Pointer, Parts]


def needs_bundle(survey: Survey, document: Document) -> bool:
    """Whether a reference is more than a pointer to where one may lead."""
    return any(
        not reference.is_mapping
        and not _is_plain(reference, survey.version)
        or _is_joined(reference.slot, survey.value(reference.at))
        or reference.at in survey.targets
        and survey.targets[reference.at].file != document.file
        for reference in survey.references
    )


def bundle(survey: Survey, document: Document, found: Diagnostics) -> Document:
    """The document with all that it refers to, in one piece."""
    return _Bundler(survey, document, found).bundle()


def _is_plain(reference: Reference, version: str) -> bool:
    slot = reference.slot
    may_refer = slot.kind in homes(version) or slot.kind == "path item"
    is_pointer = reference.text.startswith("#/") or reference.text == "#"
    return may_refer and slot.holds is Holds.ONE and is_pointer and not reference.base


def _is_joined(slot: Slot, value: Json) -> bool:
    """Whether a reference is one part of what stands there, as in a path item."""
    return slot.kind == "path item" and isinstance(value, dict) and len(value) > 1


@dataclass(frozen=True, slots=True)
class _Task:
    """A value that is to be put into the bundle."""

    value: Json
    source: Pointer
    """Where it was written."""
    place: Parts
    """Where it is put."""
    slot: Slot
    into: Any
    """The list or mapping that it is put into."""
    key: str | int
    inside: tuple[Pointer, ...] = ()
    """What was put in place of a reference on the way here."""


class _Bundler:
    def __init__(self, survey: Survey, document: Document, found: Diagnostics) -> None:
        self._survey = survey
        self._document = document
        self._found = found
        self._table: Table = table(survey.version)
        self._is_swagger = survey.version == "2.0"
        self._homes = homes(survey.version)
        self._references = {reference.at: reference for reference in survey.references}
        surveyed = survey.files[document.file]
        self._rooted = frozenset(islice(surveyed.places, surveyed.rooted))
        self._names = self._plan_names()
        self._origins = dict(document.origins)

    def bundle(self) -> Document:
        holder: dict[str, Any] = {}
        document = Slot("document", Holds.ONE)
        root = self._document.root
        self._put(_Task(root.value, root.at, (), document, holder, "root"))
        for source, place in self._names.items():
            if place in self._rooted:
                continue  # put there already, in place of a reference
            home = holder["root"]
            for part in place[:-1]:
                home = home.setdefault(part, {})
            kind, value = self._survey.files[source.file].places[source.parts]
            slot = Slot(kind, Holds.ONE)
            self._note_origin(place, source)
            self._put(_Task(value, source, place, slot, home, place[-1]))
        return replace(self._document, value=holder["root"], origins=self._origins)

    # --- names

    def _plan_names(self) -> _Names:
        """A place in `components` for all that is referred to and has none.

        A name is taken from the key or the file; where several want it, from as much of
        their paths as tells them apart. The order of the document does not count.
        """
        wanted: dict[str, dict[Pointer, None]] = {}
        places = self._named_by_document()
        for reference in self._survey.references:
            target = self._survey.targets.get(reference.at)
            home = self._homes.get(reference.slot.kind)
            if target is None or not home or reference.slot.holds is not Holds.ONE:
                continue
            if target not in places and not self._is_rooted(target):
                wanted.setdefault(home, {})[target] = None
        for home, targets in wanted.items():
            above = () if self._is_swagger else ("components",)
            taken = set(self._taken((*above, home)))
            folder = PurePosixPath(self._document.file).parent
            for target, name in _distinct_names(list(targets), taken, folder):
                places[target] = (*above, home, name)
        return places

    def _named_by_document(self) -> _Names:
        """What a component of the document consists in a reference to: it is its home."""
        places: _Names = {}
        for home in self._homes.values():
            above = (home,) if self._is_swagger else ("components", home)
            node = self._document.root
            for part in above:
                node = node / part
            for name, component in node.sorted_entries():
                target = self._survey.targets.get(component.at)
                alone = len(component.fields) == 1
                if target is not None and alone and not self._is_rooted(target):
                    places.setdefault(target, (*above, name))
        return places

    def _taken(self, home: Parts) -> Iterator[str]:
        node = self._document.root
        for part in home:
            node = node / part
        yield from (key.casefold() for key in node.fields)

    def _is_rooted(self, target: Pointer) -> bool:
        """Whether a place is one of the document itself, and stays where it is."""
        return target.file == self._document.file and target.parts in self._rooted

    # --- putting together

    def _put(self, first: _Task) -> None:
        """Copy a value, and rewrite its references. A loop: no depth is too deep."""
        pending = [first]
        while pending:
            pending.extend(self._step(pending.pop()))

    def _step(self, task: _Task) -> list[_Task]:
        """Put one object into the bundle; what remains to be done inside it."""
        reference = self._references.get(task.source)
        if reference is not None and not reference.is_mapping:
            target = self._survey.targets.get(reference.at)
            if target is None:
                task.into[task.key] = task.value  # reported as leading nowhere
                return []
            place = self._place_of(target, reference.slot)
            joined = _is_joined(reference.slot, task.value)
            if place is None or place == task.place or joined:
                return self._in_place(task, target)
            return self._contents(task, {"$ref": str(Pointer(place))})
        return self._contents(task, {})

    def _place_of(self, target: Pointer, slot: Slot) -> Parts | None:
        """Where a target is in the bundle; None if it must replace the reference."""
        if slot.holds is not Holds.ONE:
            return None
        if slot.kind not in self._homes and slot.kind != "path item":
            return None
        if self._is_rooted(target):
            return target.parts
        return self._names.get(target)

    def _in_place(self, task: _Task, target: Pointer) -> list[_Task]:
        """Put a target where the reference to it stands."""
        inside = task.inside
        while target not in inside and target in self._survey.targets:
            inside = (*inside, target)
            target = self._survey.targets[target]
        if target in inside:
            at = self._found.written(target)
            file = "" if at.file == task.source.file else at.file
            message = f"{file}{at} contains itself"
            self._found.error(Code.REFERENCE, message, task.source / "$ref")
            task.into[task.key] = {}
            return []
        self._note_origin(task.place, target)
        target_task = replace(
            task,
            value=self._survey.value(target),
            source=target,
            inside=(*inside, target),
        )
        tasks = self._contents(target_task, {})
        return self._beside(task, tasks)

    def _beside(self, task: _Task, tasks: list[_Task]) -> list[_Task]:
        """Let what stands beside a reference win over what it leads to."""
        own, value = task.into[task.key], task.value
        if not isinstance(own, dict) or not isinstance(value, dict):
            return tasks
        siblings = {key: item for key, item in value.items() if key != "$ref"}
        fields = cast(dict[str, Json], own)
        for key, item in siblings.items():
            fields[key] = item
            self._note_origin((*task.place, key), task.source / key)
        slots = self._table[task.slot.kind]
        mine = [
            self._inner(task, key, item, slots[key], own, key)
            for key, item in siblings.items()
            if key in slots
        ]
        return [one for one in tasks if one.key not in siblings] + mine

    def _contents(self, task: _Task, changed: dict[str, Json]) -> list[_Task]:
        """Copy an object: data as it is, and descriptions by further tasks."""
        value = task.value
        if isinstance(value, list) and task.slot.holds is Holds.LIST:
            copied: list[Json] = list(value)
            task.into[task.key] = copied
            inner = Slot(task.slot.kind, Holds.ONE)
            return [
                self._inner(task, str(index), item, inner, copied, index)
                for index, item in enumerate(value)
            ]
        if not isinstance(value, dict):
            task.into[task.key] = value
            return []
        own = {**value, **changed}
        if task.slot.kind == "discriminator":
            self._rewrite_mapping(own, task.source)
        task.into[task.key] = own
        if task.slot.holds is Holds.MAP:
            inner = Slot(task.slot.kind, Holds.ONE)
            return [
                self._inner(task, key, item, inner, own, key)
                for key, item in value.items()
            ]
        if task.slot.kind == "schema":
            for key in _OWN_NAMES:
                own.pop(key, None)
        if changed and task.slot.kind != "schema":
            return []
        slots = self._table[task.slot.kind]
        others = slots.get("*")
        return [
            self._inner(task, key, value[key], slot, own, key)
            for key in value
            if (slot := slots.get(key, others)) is not None
        ]

    def _inner(
        self, task: _Task, part: str, value: Json, slot: Slot, into: Any, key: str | int
    ) -> _Task:
        source, place = task.source / part, (*task.place, part)
        return _Task(value, source, place, slot, into, key, task.inside)

    def _rewrite_mapping(self, own: dict[str, Json], source: Pointer) -> None:
        """Let the URIs of a discriminator's mapping lead to where their targets are."""
        mapping = own.get("mapping")
        if not isinstance(mapping, dict):
            return
        rewritten = dict(mapping)
        for key in mapping:
            at = source / "mapping" / key
            target = self._survey.targets.get(at)
            place = (
                self._place_of(target, self._references[at].slot) if target else None
            )
            if place is not None:
                rewritten[key] = str(Pointer(place))
        own["mapping"] = rewritten

    def _note_origin(self, place: Parts, source: Pointer) -> None:
        document = self._survey.files[source.file].document
        self._origins[place] = document.origin(source)


def _distinct_names(
    targets: list[Pointer], taken: set[str], folder: PurePosixPath
) -> Iterator[tuple[Pointer, str]]:
    """A name for each target, none of them twice, not even in another case."""
    words = {target: _path_words(target, folder) for target in targets}
    pending, length = sorted(targets, key=lambda t: (t.file, t.parts)), 1
    while pending:
        names = {target: "_".join(words[target][-length:]) for target in pending}
        wishes = Counter(name.casefold() for name in names.values())
        clashing: list[Pointer] = []
        for target, name in names.items():
            key = name.casefold()
            if key not in taken and wishes[key] == 1:
                taken.add(key)
                yield target, name
            elif length < len(words[target]):
                clashing.append(target)
            else:
                yield target, _numbered(name, taken)
        pending, length = clashing, length + 1


def _numbered(name: str, taken: set[str]) -> str:
    """The last resort."""
    number = 2
    while f"{name}_{number}".casefold() in taken:
        number += 1
    taken.add(f"{name}_{number}".casefold())
    return f"{name}_{number}"


def _path_words(target: Pointer, folder: PurePosixPath) -> list[str]:
    """The parts of a target's address that a name may be made of."""
    path = PurePosixPath(target.file)
    if path.is_relative_to(folder):
        path = path.relative_to(folder)
    parts = [*path.parent.parts, path.stem, *target.parts]
    words = (_NOT_IN_A_NAME.sub("_", part).strip("_.") for part in parts)
    return [word for word in words if word] or ["part"]

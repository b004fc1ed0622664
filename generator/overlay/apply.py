"""An action is applied to a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.codes import Code
from generator.diagnostics import Diagnostics, Stop
from generator.document import Json, Node, Pointer
from generator.overlay.actions import Action
from generator.overlay.draft import Clash, Draft, Origins, Part
from generator.overlay.query import Faulty, Path, Query
from generator.reading.places import MAX_DEPTH, MAX_VALUES

_SINGLE = "a single value"


def apply(action: Action, draft: Draft, found: Diagnostics) -> None:
    """Apply an action to what the ones before it have made.

    Raises:
        Stop: The document becomes too large; that was reported.
    """
    target = action.node / "target"
    selected = _select(action.target, target, draft, found)
    if selected is None:
        return
    if not selected:
        # The specification calls that a success. But it is how overlays rot.
        message = "selects nothing: this action does nothing"
        found.warning(Code.OVERLAY, message, target.at)
        return
    refusal, hint = _refusal(action, selected)
    if refusal:
        found.error(Code.OVERLAY, refusal, target.at, hint=hint)
    elif action.removes:
        draft.remove(selected)
    else:
        _update(action, selected, draft, found)
    draft.seal()


def _refusal(action: Action, selected: Mapping[Path, Json]) -> tuple[str, str]:
    """Why an action cannot be applied to what it selects, and a hint; empty if it can.

    Version 1.0 selects mappings and lists only. Version 1.1 selects anything, but of one
    kind if it is to be updated (Action Object of both).
    """
    if action.removes and () in selected:
        return "the whole document cannot be removed", ""
    kinds = {_kind(value): path for path, value in selected.items()}
    which = ", ".join(f"{kind} ({_pointer(path)})" for kind, path in kinds.items())
    if action.version == "1.0" and _SINGLE in kinds:
        hint = "write `overlay: 1.1.0`, or select what it is in"
        return f"selects {which}; version 1.0 allows mappings and lists", hint
    if action.version != "1.0" and len(kinds) > 1 and not action.removes:
        return f"selects different kinds of values: {which}", "use an action for each"
    return "", ""


def _update(
    action: Action, selected: Mapping[Path, Json], draft: Draft, found: Diagnostics
) -> None:
    """Merge what an action has, or copies, into all that it selects."""
    new = _new(action, draft, found)
    if new is None:
        return
    _check_size(new, selected, action.node, draft, found)
    reported: set[Pointer] = set()
    for path, value in selected.items():
        fitting = new
        # Version 1.0 speaks of one entry to append, 1.1 of one or a list of them.
        if isinstance(value, list) and not isinstance(new.value, list):
            fitting = Part(
                [new.value], Origins(new.origins.written, {"0": new.origins})
            )
        for clash in draft.merge(path, fitting):
            # Once is enough, in however many places the same does not fit.
            if clash.new.origins.written not in reported:
                reported.add(clash.new.origins.written)
                _report(clash, action, found)


def _new(action: Action, draft: Draft, found: Diagnostics) -> Part | None:
    """What is to be merged; None, and reported, if that is not clear."""
    if action.copy is None:
        update = action.node / "update"
        return Part(update.value, Origins(update.at))
    copy = action.node / "copy"
    selected = _select(action.copy, copy, draft, found)
    if selected is None:
        return None
    if len(selected) != 1:
        message = f"`copy` must select one value and not {len(selected):,}"
        found.error(Code.OVERLAY, message, copy.at)
        return None
    return draft.part(next(iter(selected)))


def _select(
    query: Query, node: Node, draft: Draft, found: Diagnostics
) -> dict[Path, Json] | None:
    """What a path selects; None, and reported, if it cannot be followed."""
    try:
        return query.select(draft.value)
    except Faulty as fault:
        found.error(Code.OVERLAY, f"cannot be followed: {fault}", node.at)
        return None


def _check_size(
    new: Part,
    selected: Mapping[Path, Json],
    node: Node,
    draft: Draft,
    found: Diagnostics,
) -> None:
    """Keep a few actions from making a document that exhausts memory or time.

    Raises:
        Stop: It would become too large or too deep.
    """
    count, depth = _measure(new.value, draft.room)
    draft.room -= count * len(selected)
    if draft.room < 0:
        message = f"overlays add more than {MAX_VALUES:,} values"
    elif depth + max(map(len, selected)) > MAX_DEPTH:
        message = f"this makes the document nested deeper than {MAX_DEPTH} levels"
    else:
        return
    found.error(Code.LIMIT, message, node.at)
    raise Stop


def _measure(value: Json, most: int) -> tuple[int, int]:
    """How many values there are, counted only to some number, and how deeply nested."""
    count = deepest = 0
    pending = [(value, 0)]
    while pending and count <= most:
        one, depth = pending.pop()
        count += 1
        below: Iterable[Json] = ()
        if isinstance(one, dict):
            below = one.values()
        elif isinstance(one, list):
            below = one
        else:
            continue
        deepest = max(deepest, depth + 1)
        pending += [(inner, depth + 1) for inner in below]
    return count, deepest


def _report(clash: Clash, action: Action, found: Diagnostics) -> None:
    is_copy = action.copy is not None
    at = (action.node / "copy").at if is_copy else clash.new.origins.written
    old = clash.old.origins.written
    message = (
        f"{_kind(clash.new.value)} cannot be merged into {_kind(clash.old.value)}, "
        f"which is at {old.file}{old}"
    )
    hint = "to replace that, remove it in an action before this one"
    if isinstance(clash.old.value, list):
        hint = "write a list: its entries are added to that one"
    elif action.version == "1.0" and _kind(clash.old.value) == _SINGLE:
        hint += ", with `overlay: 1.1.0`"
    found.error(Code.OVERLAY, message, at, hint=hint)


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else _SINGLE


def _pointer(path: Path) -> Pointer:
    return Pointer(tuple(map(str, path)))

"""Values that do not fit, made to fit with as little change as possible."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial

from generator.doctor.draft import Draft, Parts
from generator.document import Json, Node
from generator.resolve import Spec
from generator.values.checking import Misfit, Path

_INTEGER = re.compile(r"[+-]?\d{1,18}(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?(?:[eE][+-]?\d{1,2})?")
# How much JSON is read from a text.
_MAX_TEXT = 100_000  # characters
_MAX_CONTAINERS = 150  # which may all be nested


class Unmendable(Exception):
    """A value that has to go, since no small change makes it fit."""


def mended(
    value: Json,
    misfits: Callable[[Json], list[Misfit]],
    spec: Spec,
    *,
    is_parameter: bool = False,
) -> Json:
    """A value without its misfits.

    First, what is only spelled in a wrong way is spelled right. What remains gives way to
    null where that is allowed, then it is left out.

    Raises:
        Unmendable: There would be nothing left of it.
    """
    found = misfits(value)
    draft = Draft({"": value})
    reword = partial(_reword, spec=spec, is_parameter=is_parameter)
    for treat in (reword, _blank, _omit, _omit):
        if not found:
            break
        treat(draft, found)
        found = misfits(draft.get(("",)))
    result = draft.get(("",))
    if found or (isinstance(result, (dict, list)) and not result and value):
        raise Unmendable
    return result


def _reword(draft: Draft, found: list[Misfit], spec: Spec, is_parameter: bool) -> None:
    unwanted: dict[Parts, None] = {}
    for misfit in found:
        at = _parts(misfit.at)
        match misfit.keyword:
            case "additionalProperties" | "unevaluatedProperties":
                names = misfit.detail if isinstance(misfit.detail, list) else []
                unwanted |= {(*at, str(name)): None for name in names}
            case "required":
                name = str(misfit.detail)
                inner = misfit.schema / "properties" / name
                if inner.exists:
                    _put(draft, (*at, name), _own_words(inner, spec))
            case "type":
                _put(draft, at, _retyped(misfit, is_parameter))
            case "enum":
                _put(draft, at, _respelled(misfit))
            case "const":
                _put(draft, at, [misfit.detail])
            case "uniqueItems" if isinstance(misfit.value, list):
                once = {json.dumps(one, sort_keys=True): one for one in misfit.value}
                _put(draft, at, [list(once.values())])
            case _:
                pass
    draft.drop(unwanted, _silent)


def _blank(draft: Draft, found: list[Misfit]) -> None:
    """Put null where it is allowed, and remove the rest."""
    rest: list[Misfit] = []
    for misfit in found:
        kinds = misfit.schema / "type"
        nulls = {one.text for one in kinds.items()} | {kinds.text}
        if (
            misfit.value is not None
            and misfit.at
            and ((misfit.schema / "nullable").value is True or "null" in nulls)
        ):
            _put(draft, _parts(misfit.at), [None])
        else:
            rest.append(misfit)
    _omit(draft, rest)


def _omit(draft: Draft, found: list[Misfit]) -> None:
    places = {_parts(misfit.at): None for misfit in found if misfit.at}
    # What is inside of something that goes, goes with it.
    outer = [
        at for at in places if not any(at[:end] in places for end in range(1, len(at)))
    ]
    draft.drop(outer, _silent)


def _put(draft: Draft, at: Parts, candidates: list[Json]) -> None:
    if candidates:
        draft.put(at, candidates[0], "")


def _parts(at: Path) -> Parts:
    return ("", *map(str, at))


def _silent(_: Parts) -> str:
    return ""


def _own_words(schema: Node, spec: Spec) -> list[Json]:
    """What a schema itself says for a value, if it does: at most one."""
    target = spec.follow(schema)
    for node in (schema, target):
        for key in ("const", "default", "example"):
            if key in node:
                return [node.fields[key]]
        for key in ("examples", "enum"):
            values = [one.value for one in (node / key).items()]
            if key == "examples" and values or len(values) == 1:
                return values[:1]
    return [None] if (target / "nullable").value is True else []


def _respelled(misfit: Misfit) -> list[Json]:
    """The one member of an enumeration that was probably meant."""
    wanted = str(misfit.value).casefold()
    members = [one.value for one in (misfit.schema / "enum").items()]
    meant = [one for one in members if str(one).casefold() == wanted]
    return meant if len(meant) == 1 else []


def _retyped(misfit: Misfit, is_parameter: bool) -> list[Json]:
    """The same value, of the type that is wanted: at most one."""
    value = misfit.value
    detail = misfit.detail if isinstance(misfit.detail, list) else [misfit.detail]
    wanted = {str(kind) for kind in detail}
    if isinstance(value, str):
        return _from_text(value.strip(), wanted, is_parameter)
    if "array" in wanted and value is not None:
        return [[value]]
    match value:
        case [only] if wanted & {"boolean", "integer", "number", "string"}:
            return [only]
        case float() if "integer" in wanted and value.is_integer():
            return [int(value)]
        case bool() | int() | float() | dict() | list() if "string" in wanted:
            return [json.dumps(value, ensure_ascii=False)]
        case _:
            return []


def _from_text(text: str, wanted: set[str], is_parameter: bool) -> list[Json]:
    if "integer" in wanted and _INTEGER.fullmatch(text):
        return [int(text.partition(".")[0])]
    if "number" in wanted and _NUMBER.fullmatch(text):
        return [float(text) if re.search(r"[.eE]", text) else int(text)]
    if "boolean" in wanted and text.lower() in ("true", "false"):
        return [text.lower() == "true"]
    for kind, opening in (("object", "{"), ("array", "[")):
        if kind in wanted and text.startswith(opening):
            read = _from_json(text)
            if read:
                return read
    if "array" in wanted:
        parts = text.split(",") if is_parameter else [text]
        return [[part.strip() for part in parts if part.strip()]]
    if "null" in wanted and text == "":
        return [None]
    return []


def _from_json(text: str) -> list[Json]:
    """The value that a text spells in JSON, if it is one that a document can hold."""
    if len(text) > _MAX_TEXT or text.count("[") + text.count("{") > _MAX_CONTAINERS:
        return []
    try:
        value: Json = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return []
    return [value]


def _refuse(constant: str) -> Json:
    raise ValueError(constant)

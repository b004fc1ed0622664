"""What values tell about schemas: how a schema becomes one that allows what is sent.

The wire is evidence. Null and new members of an enumeration in the example of a response
were sent by a server; a client that does not expect them breaks. Of a request, an example
says only what somebody has tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from generator.document import Json, Pointer
from generator.values.checking import Misfit
from generator.values.samples import Kind, Sample
from generator.values.translation import Direction

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/~+-]{0,63}")
# What says nothing about values. All else beside a `$ref` of 3.0 never counted, and must
# not begin to.
_NOTES = frozenset(
    [
        "default",
        "deprecated",
        "description",
        "example",
        "externalDocs",
        "nullable",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    ]
)


class Change(Enum):
    """What a schema comes to allow."""

    NULL = "null is allowed"
    MEMBER = "the enumeration gets a value"
    OVERLAP = "several schemas may fit: `oneOf` becomes `anyOf`"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a schema."""

    change: Change
    schema: Pointer
    member: str = ""

    @property
    def why(self) -> str:
        if self.change is Change.MEMBER:
            return f"the enumeration gets `{self.member}`"
        return str(self.change.value)


def amendment(sample: Sample, misfit: Misfit) -> Amendment | None:
    """How the schema should change for what a sample shows, if it should."""
    if misfit.is_ambiguous:
        is_free = "anyOf" not in misfit.schema
        return Amendment(Change.OVERLAP, misfit.schema.at) if is_free else None
    if misfit.value is None and _shows_null(sample, misfit):
        there = misfit.reference or misfit.schema
        return Amendment(Change.NULL, there.at) if _can_be_null(there.fields) else None
    is_sent = sample.direction is Direction.RESPONSE and sample.kind is Kind.EXAMPLE
    if is_sent and misfit.keyword == "enum" and isinstance(misfit.value, str):
        names = [step for step in misfit.at if isinstance(step, str)]
        members = [one.value for one in (misfit.schema / "enum").items()]
        if _is_plausible(misfit.value, members, names[-1] if names else ""):
            return Amendment(Change.MEMBER, misfit.schema.at, misfit.value)
    return None


def amended(
    schema: dict[str, Json], change: Amendment, version: str
) -> dict[str, Json]:
    """A schema with a change, in the words of a version of OpenAPI."""
    match change.change:
        case Change.NULL:
            return _with_null(schema, version)
        case Change.MEMBER:
            members = schema.get("enum")
            known = members if isinstance(members, list) else []
            return {**schema, "enum": [*known, change.member]}
        case Change.OVERLAP if "oneOf" in schema:
            others = {key: schema[key] for key in schema if key != "oneOf"}
            return {**others, "anyOf": schema["oneOf"]}
        case Change.OVERLAP:
            return schema


def _shows_null(sample: Sample, misfit: Misfit) -> bool:
    """Whether null is meant, and not only that there is no value to show."""
    there = misfit.reference or misfit.schema
    if sample.kind is Kind.MEMBER or (there / "nullable").value is True:
        return True
    return (
        sample.kind is Kind.EXAMPLE
        and sample.direction is not Direction.REQUEST
        and misfit.at != ()
    )


def _can_be_null(schema: Iterable[str]) -> bool:
    keys = set(schema)
    if "$ref" in keys:
        return not keys & {"anyOf", "const"}
    return bool(keys & {"type", "enum", "anyOf", "oneOf"}) and not keys & {"const"}


def _with_null(schema: dict[str, Json], version: str) -> dict[str, Json]:
    null: Json = {"enum": [None]} if version == "3.0" else {"type": "null"}
    if "$ref" in schema:
        made = {
            key: value
            for key, value in schema.items()
            if key != "$ref"
            and (version != "3.0" or key in _NOTES or key.startswith("x-"))
        }
        # The type keeps its name, and it stays as it is for all others.
        made["anyOf"] = [{"$ref": schema["$ref"]}, null]
    else:
        made = dict(schema)
        for key in ("anyOf", "oneOf"):
            parts = made.get(key)
            if isinstance(parts, list):
                made[key] = [*parts, null]
    kind = made.get("type")
    if version == "3.0" and kind is not None:
        made["nullable"] = True
    elif isinstance(kind, str) and kind != "null":
        made["type"] = [kind, "null"]
    elif isinstance(kind, list) and "null" not in kind:
        made["type"] = [*kind, "null"]
    members = made.get("enum")
    if isinstance(members, list) and None not in members:
        made["enum"] = [*members, None]
    return made


def _is_plausible(value: str, members: list[Json], name: str) -> bool:
    """Whether a value could be one that an enumeration has forgotten.

    Placeholders (the name of the field), numbers for words, and other spellings of a
    known value are mistakes of the example.
    """
    known = [one for one in members if isinstance(one, str) and one]
    if not known or not _TOKEN.fullmatch(value) or _plain(value) == _plain(name):
        return False
    if value.casefold() in {one.casefold() for one in known}:
        return False
    if value.isdecimal() and not any(one.isdecimal() for one in known):
        return False
    return not any(
        all(has(one) for one in known) and not has(value)
        for has in (str.isupper, str.islower)
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())

"""The rule that a default fits its schema."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Json, Node
from generator.resolve import Spec

_Check = Callable[[Json], object]


def defaults(spec: Spec, found: Diagnostics) -> None:
    """A default is a value that its schema allows; one that is not is left out."""
    nodes = [node for node in spec.places("schema") if "default" in node]
    if not nodes:
        return
    # Most documents have none, and need not wait for the engine.
    from generator.values.checking import Checker
    from generator.values.effort import Effort
    from generator.values.translation import Direction, Translation

    schemas = [node.at for node in nodes]
    translation = Translation(spec, schemas)
    checker = Checker(translation, Direction.EITHER, schemas, Effort())
    for node in nodes:
        default = node / "default"
        misfits = checker.misfits(default.value, node.at)
        problem = misfits[0].message if misfits else _format_problem(node)
        if problem:
            message = f"the default does not fit ({problem}): it is left out"
            found.warning(Code.VALUE, message, default.at)


def _format_problem(node: Node) -> str:
    """Why a default is not of the format that the schema asks for."""
    value, name = (node / "default").value, (node / "format").text
    check = _FORMATS.get(name)
    if check is None:
        return ""
    try:
        check(value)
    except (ValueError, TypeError, binascii.Error):
        return f"it is no `{name}`"
    return ""


def _within(bits: int) -> _Check:
    def check(value: Json) -> None:
        if isinstance(value, int) and not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
            raise ValueError

    return check


def _text(read: Callable[[str], object]) -> _Check:
    return lambda value: read(value) if isinstance(value, str) else None


# Those of OpenAPI's registry of formats that a default is worth being held against.
_FORMATS: Mapping[str, _Check] = {
    "byte": _text(lambda text: base64.b64decode(text, validate=True)),
    "date": _text(date.fromisoformat),
    "date-time": _text(datetime.fromisoformat),
    "int32": _within(32),
    "int64": _within(64),
    "uuid": _text(UUID),
}

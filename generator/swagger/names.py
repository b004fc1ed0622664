"""Names that components may have: Swagger 2.0 allows any, OpenAPI 3.0 does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

# OpenAPI 3.0.3, Components Object.
_ALLOWED = re.compile(r"[A-Za-z0-9._-]+")


def allowed_names(names: Iterable[str]) -> Mapping[str, str]:
    """An allowed name for each, none of them twice. Those that are allowed stay.

    `Page<Pet>` becomes `Page_Pet`. Neither the order of the names counts, nor their
    number: it is the last resort, for those that are spelled the same.
    """
    known = set(names)
    allowed = {name: name for name in known if _ALLOWED.fullmatch(name)}
    taken = set(allowed)
    counts: dict[str, int] = {}
    for name in sorted(known - taken):
        spelled = wish = _spelled(name)
        while wish in taken:
            counts[spelled] = counts.get(spelled, 1) + 1
            wish = f"{spelled}_{counts[spelled]}"
        taken.add(wish)
        allowed[name] = wish
    return allowed


def _spelled(name: str) -> str:
    characters = map(_character, unicodedata.normalize("NFKD", name))
    return re.sub("_+", "_", "".join(characters)).strip("_") or "Unnamed"


def _character(one: str) -> str:
    if _ALLOWED.fullmatch(one):
        return one
    if unicodedata.combining(one):
        return ""  # the accent of the letter before it
    return f"u{ord(one):x}" if one.isalnum() else "_"

"""Which patterns of a specification may run in Python."""

from __future__ import annotations

import re

_CHARACTER = r"(?:[^\\.^$*+?()\[\]{}|]|\\[dwDW.\\/+*?()\[\]{}|^$-]|\.)"
_CLASS = r"\[\^?(?:[^\\\[\]]|\\[dwDWnrt.\\/+*?()\[\]{}|^$-])+\]"
_COUNT = r"(?:\{\d{1,3}(?:,\d{0,3})?\}|[*+?])?"
_SIMPLE = re.compile(rf"\^?(?:(?:{_CHARACTER}|{_CLASS}){_COUNT})*\$?")
_VARIABLE = re.compile(r"(?<!\\)[*+?]|\{\d+,\d*\}")


def is_safe_pattern(pattern: str) -> bool:
    """Whether a pattern means the same in Python as in ECMA-262, and cannot take long.

    A specification can hold a pattern that takes for ever on some texts. Only those run
    of which it is evident that they do not: characters, classes of characters and
    counts, without groups, and with no more than two counts that vary.
    """
    if not _SIMPLE.fullmatch(pattern) or len(_VARIABLE.findall(pattern)) > 2:
        return False
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError):
        return False
    return True

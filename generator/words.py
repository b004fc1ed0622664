"""Splitting a name into its words; joining them is up to each language."""

from __future__ import annotations

import re
import unicodedata

# A word is a run of capitals ("HTTP" of "HTTPStatus"), a capitalised or lower-case run
# with the digits behind it ("Sid", "v1"), or a number.
_WORD = re.compile(
    r"[^\W\d_a-z]+(?=[^\W\d_a-z][a-z])"  # HTTP|Status
    r"|[^\W\d_a-z]?[^\W\d_A-Z]+\d*"  # Status, sid, v1
    r"|[^\W\d_a-z]+\d*"  # URL, SHA256
    r"|\d+"
)

# Operators become words, so that `StartTime<` and `StartTime>` stay apart and readable.
_OPERATORS = {
    "<": " before ",
    ">": " after ",
    "<=": " until ",
    ">=": " from ",
    "!": " not ",
    "+": " plus ",
    "-": " ",
    "*": " star ",
    "&": " and ",
    "%": " percent ",
    "$": " dollar ",
    "#": " number ",
    "@": " at ",
    "=": " equals ",
}
_OPERATOR = re.compile("|".join(map(re.escape, sorted(_OPERATORS, key=len)[::-1])))


def split_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `("http", "status", "v1")`.

    Letters of all scripts count (after NFKC, as languages compare identifiers); what is
    neither letter nor digit separates. A name of nothing else gives no words.
    """
    plain = unicodedata.normalize("NFKC", name)
    spelled = _OPERATOR.sub(lambda match: _OPERATORS[match[0]], plain)
    return tuple(word.lower() for word in _WORD.findall(spelled))


def singular(word: str) -> str:
    """A rough singular, good for comparing two words and never shown."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word

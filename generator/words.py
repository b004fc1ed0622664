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
_MINUS = re.compile(r"^-(?=\d)")

# What people call the signs of which names consist; Unicode's names are less known.
_SIGNS = {
    "-": "dash",
    "_": "underscore",
    ".": "dot",
    "/": "slash",
    "\\": "backslash",
    " ": "space",
    "\t": "tab",
    "\n": "newline",
    "\r": "return",
    ",": "comma",
    ":": "colon",
    ";": "semicolon",
    "?": "question",
    '"': "quote",
    "'": "apostrophe",
    "~": "tilde",
    "^": "caret",
    "|": "pipe",
    "`": "backtick",
}
_MOST_SIGNS = 4


def split_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `("http", "status", "v1")`.

    Letters of all scripts count (after NFKC, as languages compare identifiers); what is
    neither letter nor digit separates. A name of nothing else gives no words.
    """
    plain = unicodedata.normalize("NFKC", name)
    signed = _MINUS.sub("minus ", plain)
    spelled = _OPERATOR.sub(lambda match: _OPERATORS[match[0]], signed)
    return tuple(word.lower() for word in _WORD.findall(spelled))


def sign_words(name: str) -> tuple[str, ...]:
    """The words for a name that has neither letters nor digits: `("thumbs", "up", "sign")`.

    Signs are called what people call them, or else by their names in Unicode.
    """
    if not name:
        return ("empty",)
    words: list[str] = []
    for sign in name[:_MOST_SIGNS]:
        unnamed = f"u{ord(sign):04x}"
        words += split_words(_SIGNS.get(sign, unicodedata.name(sign, unnamed)))
    return tuple(words)


def manner_words(name: str) -> tuple[str, ...]:
    """How a name is written, which tells it from one of the same words.

    None for names that a document does not have, but that were put together of words.
    """
    words = split_words(name)
    if name == " ".join(words) and len(words) > 1:
        return ()
    if not unicodedata.is_normalized("NFKC", name):
        return ("styled",)
    for sign, manner in (("-", "dashed"), (".", "dotted"), ("_", "underscored")):
        if sign in name:
            return (manner,)
    if not any(map(str.isalnum, name)):
        return ("sign",)
    if name.isupper() or name.islower():
        return ("upper",) if name.isupper() else ("lower",)
    return ("camel",) if name[:1].islower() else ("capitalized",)


def singular(word: str) -> str:
    """A rough singular, good for comparing two words and never shown."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word

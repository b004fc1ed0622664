"""Keeping secrets out of everything that is shown: errors, logs, `repr`."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection
from urllib.parse import quote, quote_plus

MASK = "***"
"""What is shown in the place of a secret."""

_FRAGMENT = 12
"""How many characters of a secret, one after the other, give it away."""


def mask(text: str, secrets: Collection[str]) -> str:
    """Replace every secret in a text, and every longer part of one.

    A server may repeat what it was sent in many ways: escaped as JSON, once or twice,
    encoded for a URL or for HTML, or cut off.
    """
    # The longest first, lest a part of a secret is taken for another one.
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = re.sub(_spellings(secret), MASK, text)
        for spelling in _usual_spellings(secret):
            text = _mask_fragments(text, spelling)
    return text


def _spellings(secret: str) -> str:
    """A pattern for all spellings of a secret; a very short one must stand alone."""
    # Runs of backslashes double whenever they are escaped, so any number will do.
    parts = re.split(r"(\\+)", secret)
    pattern = "".join(
        r"(?:\\|%5[cC])+" if part.startswith("\\") else "".join(map(_character, part))
        for part in parts
    )
    return pattern if len(secret) > 3 else rf"(?<!\w){pattern}(?!\w)"


def _character(character: str) -> str:
    """A pattern for the spellings of one character."""
    encoded = quote(character, safe="", errors="replace")
    escaped = json.dumps(character)[1:-1].replace("\\", "")
    forms = {character, encoded, escaped, html.escape(character)}
    forms.add("".join(f"%{byte:02x}" for byte in character.encode(errors="replace")))
    forms |= {f"&#{ord(character)};", f"&#x{ord(character):x};"}
    if character == " ":
        forms.add("+")
    if len(escaped) > 5:  # beyond U+FFFF there are two escapes with a backslash each
        forms.add(f"{escaped[:5]}\\{escaped[5:]}")
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    listed = "|".join(
        re.escape(form) if form == character else f"(?i:{re.escape(form)})"
        for form in ordered
    )
    return rf"\\*(?:{listed})"


def _usual_spellings(secret: str) -> dict[str, None]:
    """The spellings of which a part is likely to be met, each once."""
    escaped = json.dumps(secret)[1:-1]
    readable = json.dumps(secret, ensure_ascii=False)[1:-1]
    encoded = quote_plus(secret, errors="replace")
    return dict.fromkeys((secret, escaped, readable, encoded))


def _mask_fragments(text: str, secret: str) -> str:
    """Replace longer parts of a secret, as of a message that was cut off."""
    width = _FRAGMENT
    grams = {secret[i : i + width] for i in range(len(secret) - width + 1)}
    shown: list[str] = []
    index = 0
    while index < len(text):
        if text[index : index + width] not in grams:
            shown.append(text[index])
            index += 1
            continue
        while text[index : index + width] in grams:
            index += 1
        index += width - 1
        shown.append(MASK)
    return "".join(shown)

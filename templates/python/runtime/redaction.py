"""Keeping secrets out of everything that is shown: errors, logs, `repr`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from urllib.parse import quote, quote_plus

MASK = "***"
"""What is shown in the place of a secret."""


def mask(text: str, secrets: Collection[str]) -> str:
    """Replace every secret in a text, also where it is escaped or encoded."""
    spellings = {form for secret in secrets if secret for form in _spellings(secret)}
    if not spellings:
        return text
    # The longest first, lest a part of a secret is taken for another one.
    ordered = sorted(spellings, key=lambda form: (-len(form), form))
    return re.sub("|".join(map(_whole, ordered)), MASK, text)


def _spellings(secret: str) -> set[str]:
    """How a server may repeat a text: as it is, in JSON, in a URL, in a form."""
    return {
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        quote(secret, safe="", errors="replace"),
        quote_plus(secret, errors="replace"),
    }


def _whole(form: str) -> str:
    """A pattern for a spelling; a very short one must stand alone to count."""
    pattern = re.escape(form)
    return pattern if len(form) > 3 else rf"(?<!\w){pattern}(?!\w)"

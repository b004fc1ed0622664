"""Formatting with black, where the templates have not laid the code out already."""

from __future__ import annotations

import io
import tokenize

from generator.languages.python.spelling import WIDTH

_LAYOUT = frozenset({tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})


def format_code(source: str) -> str:
    """The source as black would have it.

    Black takes longer than everything else together, and our templates emit nothing that
    it would change as long as the lines are short enough. Only the rest goes through it;
    a test holds that this makes no difference.
    """
    if _fits(source):
        return source
    import black
    from black.mode import TargetVersion

    mode = black.Mode(target_versions={TargetVersion.PY311}, line_length=WIDTH)
    return black.format_str(source, mode=mode)


def _fits(source: str) -> bool:
    """Whether no line is too long, but those that are nothing but text."""
    lines = source.split("\n")
    long = {number for number, line in enumerate(lines, 1) if len(line) > WIDTH}
    if not long:
        return True
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_text = token.type in (tokenize.STRING, tokenize.COMMENT)
        is_comma = token.type == tokenize.OP and token.string == ","
        if token.type in _LAYOUT or is_text or is_comma:
            continue
        if long & {token.start[0], token.end[0]}:
            return False
    return True

"""Formatting with black, where the templates have not laid the code out already."""

from __future__ import annotations

import io
import tokenize

from generator.languages.python.spelling import WIDTH

_TEXT = frozenset({tokenize.STRING, tokenize.COMMENT})
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
    """Whether no line is too long, but those that cannot be split."""
    lines = source.split("\n")
    long = {number for number, line in enumerate(lines, 1) if len(line) > WIDTH}
    if not long:
        return True
    rows: dict[int, list[tokenize.TokenInfo]] = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _LAYOUT:
            for row in long & {token.start[0], token.end[0]}:
                rows.setdefault(row, []).append(token)
    return all(_is_whole(row) for row in rows.values())


def _is_whole(row: list[tokenize.TokenInfo]) -> bool:
    """Whether black leaves a line alone, however long it is.

    That is so for texts, also as a key and its value, which may be a name, for a name in
    a list of one on each line, and for the beginning of an import.
    """
    others = [token for token in row if token.type not in _TEXT]
    signs = [token.string for token in others]
    if row[0].type in _TEXT:
        if len(others) == 3 and others[1].type == tokenize.NAME:
            return signs[0] == ":" and signs[2] == ","
        return all(sign in {",", ":"} for sign in signs)
    if len(row) == 2:
        return row[0].type == tokenize.NAME and signs[-1] == ","
    return signs[0] == "from" and signs[-1] == "("

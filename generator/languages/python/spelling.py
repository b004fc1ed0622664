"""Python's literals and documentation strings, safe whatever they hold."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from generator.text import Code, Text

WIDTH = 88

# A line that Markdown reads by its beginning: a list, a heading, a quotation, a table, a
# fence, or code by its indent. It keeps its own line.
_STRUCTURE = re.compile(r"\s|[-*+>|#]|\d+[.)]\s|```|~~~")
_NOT_ASCII_GRAPHIC = re.compile(r"[^ -~]")
_NEWLINES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(value: object, *, neutral: bool = False) -> Code:
    """A constant as Python writes it: `"it's"`, `None`, `1.5`.

    Raises:
        TypeError: The value has no literal.
    """
    match value:
        case Text(raw):
            return Code(_string("x" if neutral else raw))
        case Code():
            return Code(_string(str(value)))
        case None | bool() | int():
            return Code(repr(value))
        case float() if math.isfinite(value):
            return Code(repr(value))
        case tuple():
            items = cast(tuple[object, ...], value)
            inside = ", ".join(literal(item, neutral=neutral) for item in items)
            return Code(f"({inside},)" if len(items) == 1 else f"({inside})")
        case _:
            raise TypeError(f"no literal for {type(value).__name__}")


def _string(text: str) -> str:
    """A string as black spells it: in double quotes unless that needs more escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    inside = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{_NOT_ASCII_GRAPHIC.sub(_visible, inside)}{quote}"


def call(arguments: Sequence[Code], head: str, indent: int, tail: int = 0) -> Code:
    """A call on one line if it fits, otherwise with one argument on each.

    `tail` is the number of characters that come behind it on the same line.
    """
    line = f"{head}({', '.join(arguments)})"
    if len(line) + indent + tail <= WIDTH:
        return Code(line)
    margin = " " * indent
    inside = "".join(f"{margin}    {argument},\n" for argument in arguments)
    return Code(f"{head}(\n{inside}{margin})")


def declared(
    name: Code, annotation: Code, default: Code | None, indent: int, tail: int = 0
) -> Code:
    """A field or an argument; a union is in parentheses where the line is too long.

    `tail` is the number of characters that come behind it on the same line.
    """
    value = f" = {default}" if default else ""
    head = f"{name}: {annotation}"
    margin = " " * indent
    is_union = annotation.endswith((" | None", " | Unset"))
    fits_inside = indent + 4 + len(annotation) <= WIDTH
    if len(f"{head}{value}") + indent + tail <= WIDTH or not default:
        return Code(f"{head}{value}")
    if not tail and len(f"{head} = (") + indent <= WIDTH:
        return Code(f"{head} = (\n{margin}    {default}\n{margin})")
    if is_union and fits_inside:
        return Code(f"{name}: (\n{margin}    {annotation}\n{margin}){value}")
    return Code(f"{head}{value}")


@dataclass(frozen=True, slots=True)
class Docstring:
    """What a documentation string is made of."""

    paragraphs: tuple[Text, ...]
    """The first one begins on the line of the quotes."""
    arguments: tuple[tuple[Code, Text], ...] = ()
    notes: tuple[Code, ...] = ()
    """Paragraphs of our own, after those of the specification."""
    raises: tuple[tuple[Code, Code], ...] = ()


@lru_cache(maxsize=1024)
def docstring(doc: Docstring, indent: int, *, neutral: bool = False) -> Code:
    """A documentation string, wrapped, that ends where we end it.

    Remembered, since twins say the same.
    """
    width = WIDTH - indent
    blocks = [_paragraphs(text, width, neutral) for text in doc.paragraphs if text]
    blocks += [_wrap(_escape(note), width) for note in doc.notes]
    arguments = tuple((name, text) for name, text in doc.arguments if text)
    if arguments:
        blocks.append(_section("Args", arguments, width, neutral))
    if doc.raises:
        texts = tuple((name, Text(note)) for name, note in doc.raises)
        blocks.append(_section("Raises", texts, width, neutral=False))
    lines = [line for block in blocks if block for line in (*block, "")][:-1]
    return Code(_quoted(lines or ["."], indent))


def _quoted(lines: list[str], indent: int) -> str:
    margin = " " * indent
    # The first line shares its line with the quotes; what does not fit moves on.
    first, *rest = _wrapped_first(lines, WIDTH - indent - 3)
    rest = textwrap.dedent("\n".join(rest)).split("\n") if rest else []
    # A quote beside the quotes would be read as one of them.
    opening = f'"""{" " if first.startswith(chr(34)) else ""}{first}'
    closing = ' """' if first.endswith('"') else '"""'
    if not rest and len(margin + opening + closing) > WIDTH:
        # On two lines the quotes have a line of their own, too.
        first, *rest = _wrapped_first(lines, WIDTH - indent - 6)
        opening = f"{opening[: -len(lines[0])]}{first}"
    if not rest:
        return f"{opening}{closing}"
    body = [opening, *(f"{margin}{line}".rstrip() for line in rest), f'{margin}"""']
    return "\n".join(body)


def _wrapped_first(lines: list[str], width: int) -> list[str]:
    """The lines, with the first paragraph wrapped so that its first line is shorter."""
    end = lines.index("") if "" in lines else len(lines)
    if len(lines[0]) <= width or any(_STRUCTURE.match(line) for line in lines[:end]):
        return lines
    first = _wrap(" ".join(lines[:end]), width + 3, "   ")
    return [first[0].lstrip(" "), *first[1:], *lines[end:]]


def _section(
    title: str, entries: tuple[tuple[Code, Text], ...], width: int, neutral: bool
) -> list[str]:
    """A section in Google's style: a title, and an entry for each name."""
    lines = [f"{title}:"]
    for name, text in entries:
        words = "x" if neutral else " ".join(text.raw.split())
        lines += _wrap(f"{name}: {_escape(words)}", width, "    ", "        ")
    return lines


def _wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of a width, unless a single word is longer."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paragraphs(text: Text, width: int, neutral: bool) -> list[str]:
    """The lines of a Markdown text; plain paragraphs are wrapped anew."""
    if neutral:
        return ["x"]
    lines: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", _plain_newlines(text.raw).strip("\n")):
        rows = [row.rstrip() for row in paragraph.split("\n")]
        if any(_STRUCTURE.match(row) for row in rows):
            lines += [_escape(row) for row in rows]
        else:
            lines += _wrap(_escape(" ".join(" ".join(rows).split())), width)
        lines.append("")
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines:
        lines[0] = lines[0].lstrip()
    return [_inert(line) for line in lines]


def _plain_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)


def _escape(text: str) -> str:
    """Text as it stands inside a documentation string.

    Only visible characters stand for themselves: control characters, invisible ones and
    those that reorder what is seen are written as escapes.
    """
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return _NOT_ASCII_GRAPHIC.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    """A character, or the escape of one that cannot be seen."""
    character = match[0]
    if character.isprintable():
        return character
    code = ord(character)
    width, letter = (
        (2, "x") if code < 0x100 else (4, "u") if code < 0x10000 else (8, "U")
    )
    return _NEWLINES.get(character) or f"\\{letter}{code:0{width}x}"


def _inert(line: str) -> str:
    """A line that neither doctest runs nor Sphinx obeys."""
    line = line.replace(">>>", "\\\\>>>")
    return re.sub(r"^(\s*)(\.\. )", r"\1\\\\\2", line)

"""Unions as Python has them: annotations, and the shapes by which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.languages.python.spelling import WIDTH
from generator.text import Code

_TOGETHER = 64
"""How many types are joined in one expression. Pyright goes 256 deep, CPython some 3,000,
and every `|` is one step down."""


def join_annotations(codes: Sequence[Code]) -> Code:
    """The annotation of a value that has one of several: `str | list[str]`."""
    distinct = _distinct(codes)
    if any(code.startswith('"') for code in distinct) and len(distinct) > 1:
        return Code(f"Union[{', '.join(distinct)}]")
    return Code(" | ".join(distinct))


def _distinct(codes: Sequence[Code]) -> list[Code]:
    """Annotations, each once. Literals are put together; an int is a float (PEP 484)."""
    distinct = list(dict.fromkeys(part for code in codes for part in _parts(code)))
    if "Any" in distinct:
        return [Code("Any")]
    if "float" in distinct and "int" in distinct:
        distinct.remove(Code("int"))
    literals = [code for code in distinct if code.startswith("Literal[")]
    if len(literals) > 1:
        inside = ", ".join(code[len("Literal[") : -1] for code in literals)
        distinct[distinct.index(literals[0])] = Code(f"Literal[{inside}]")
        others = frozenset(literals[1:])
        distinct = [code for code in distinct if code not in others]
    return distinct


def _parts(code: Code) -> list[Code]:
    """The types that an annotation of the pack's table joins: `UUID | str`."""
    is_plain = "[" not in code and not code.startswith('"')
    return [Code(part) for part in code.split(" | ")] if is_plain else [code]


def alias_lines(name: str, codes: Sequence[Code]) -> Iterator[tuple[Code, Code]]:
    """The names and the targets of aliases, the last of which is the union of all."""
    level = _distinct(codes)
    count = 0
    while len(level) > _TOGETHER:
        groups = [level[at : at + _TOGETHER] for at in range(0, len(level), _TOGETHER)]
        level = list[Code]()
        for group in groups:
            count += 1
            part = Code(f"_{name}{count}")
            level.append(part)
            yield part, _joined(part, group)
    yield Code(name), _joined(name, level)


def _joined(name: str, codes: Sequence[Code]) -> Code:
    line = join_annotations(codes)
    if len(f"{name}: TypeAlias = {line}") <= WIDTH or line.startswith("Union["):
        return line
    distinct = _distinct(codes)
    if len(distinct) < 2:
        return line
    is_short = len(line) + 4 <= WIDTH
    lines = line if is_short else "\n    | ".join(distinct)
    return Code(f"(\n    {lines}\n)")


@dataclass(frozen=True, slots=True)
class Nest:
    """A call, or a display, with what is inside."""

    opening: str
    inside: tuple[Piece, ...]
    closing: str = ")"


Piece: TypeAlias = "Nest | Code"


def on_one_line(piece: Piece) -> str:
    """A piece without line breaks."""
    match piece:
        case Nest(opening, inside, closing):
            return f"{opening}{', '.join(map(on_one_line, inside))}{closing}"
        case _:
            return piece


def laid_out(piece: Piece, taken: int, indent: int = 0) -> str:
    """A piece as black lays it out; `taken` characters of its first line are used."""
    line = on_one_line(piece)
    if not isinstance(piece, Nest) or taken + len(line) <= WIDTH:
        return line
    margin = " " * (indent + 4)
    lines = [
        f"{margin}{laid_out(one, indent + 5, indent + 4)},\n" for one in piece.inside
    ]
    return f"{piece.opening}\n{''.join(lines)}{' ' * indent}{piece.closing}"

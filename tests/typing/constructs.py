"""Constructs of schemas: what type checkers must accept, and refuse where it is said.

Made of `specs/constructs.yaml`.
"""

from __future__ import annotations

from typing import Literal, assert_type

from constructs_client import Client, Unset
from constructs_client.models import (
    Box,
    Grade,
    Level,
    Loan,
    LoanGuestByMail,
    LoanGuestByPhone,
    LoanMemberByMail,
    LoanMemberByPhone,
    Mark,
    Pair,
    Point,
    Tool,
    Tree,
)


def reading(tool: Tool) -> None:
    assert_type(tool.level, Level)
    assert_type(tool.levels, list[Level] | None)
    assert_type(tool.grade, Grade | None | Unset)
    assert_type(tool.size, Literal[8, 10, 13])
    assert_type(tool.sizes, list[float] | None)
    assert_type(tool.weekday, Literal[1, 2, 3, 4, 5, 6, 7] | None)
    assert_type(tool.switch, Literal[True, "auto", 0] | None | Unset)
    assert_type(tool.place, tuple[float, float] | None)
    assert_type(tool.mark, tuple[Mark, Level, str | None] | None)
    assert_type(tool.labels, dict[str, int | str] | None)
    assert_type(tool.narrow, Literal[6, 7] | None)
    assert_type(tool.maybe, Mark | None | Unset)
    Tool(level=Level.EASY, size=9)  # refused
    Tool(level=1, size=8)  # refused
    Tool(level=Level(3), size=8, place=(1, 2), narrow=6)
    Tool(level=Level.EASY, size=8, place=(1, 2, 3))  # refused
    # An integer member is an integer everywhere.
    print(Level.HARD + 1, Level.HARD < 3)


def circles(tree: Tree, box: Box, pair: Pair) -> None:
    for drawer in tree:
        circles(drawer, [box, {"a": "b"}], ("c", pair))
    circles([], 1, pair)  # refused


def reached(loan: Loan) -> str:
    match loan:
        case LoanMemberByMail() | LoanGuestByMail():
            return loan.mail
        case LoanMemberByPhone() | LoanGuestByPhone():
            return loan.phone


def sending(client: Client, point: Point) -> None:
    client.tools.list(interval=30, between=(1, 5), level=Level.HARD)
    client.tools.list(between=[1, 5])
    client.tools.list(interval=20)  # refused
    client.tools.list(between="15")  # refused
    client.tools.create(level=Level.EASY, size=8, place=point, path=[(1, 2), (3, 4)])

"""What a package offers to its users, read from its sources, in no particular order."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TypeAlias

Surface: TypeAlias = dict[str, object]


def surface(sources: Mapping[str, bytes]) -> dict[str, Surface]:
    """For each Python file, its names with what is promised of them."""
    return {
        path: _members(ast.parse(source).body)
        for path, source in sources.items()
        if path.endswith(".py")
    }


def _members(body: list[ast.stmt]) -> Surface:
    members: Surface = {}
    for node in body:
        match node:
            case ast.ClassDef(name=name):
                bases = [ast.unparse(base) for base in node.bases]
                members[name] = (bases, _members(node.body))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                # There are several of a name where it is overloaded.
                before = members.get(name, frozenset[object]())
                kind = type(node).__name__
                members[name] = frozenset((before, (kind, _signature(node))))
            case ast.AnnAssign(target=ast.Name(name)):
                members[name] = ast.unparse(node.annotation)
            case ast.Assign(targets=[ast.Name(name)], value=ast.Constant(value)):
                members[name] = value
            case ast.Assign(targets=[ast.Name(name)]):
                members[name] = "assigned"
            case _:
                pass
    return members


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> object:
    arguments = node.args
    keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return (
        tuple(ast.unparse(one) for one in (*arguments.posonlyargs, *arguments.args)),
        frozenset((ast.unparse(one), default is None) for one, default in keywords),
        arguments.kwarg and ast.unparse(arguments.kwarg),
        node.returns and ast.unparse(node.returns),
    )

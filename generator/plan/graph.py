"""Which declarations need each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.facts import Extra
from generator.model import (
    Alias,
    Constant,
    Declaration,
    Enumeration,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Record,
    Ref,
    TupleOf,
    Type,
    TypeId,
)


def uses(declaration: Declaration) -> list[TypeId]:
    """The types that a declaration refers to, each once."""
    match declaration:
        case Enumeration():
            return []
        case Record():
            kinds = parts(declaration)
        case Alias(target=target):
            kinds = [target]
    return list(dict.fromkeys(ref for kind in kinds for ref in references(kind)))


def parts(record: Record) -> list[Type]:
    """The types of a record's fields, and of those that it does not name."""
    kinds = [field.type for field in record.fields]
    return kinds if isinstance(record.extra, Extra) else [*kinds, record.extra]


def references(kind: Type) -> Iterator[TypeId]:
    """The declared types that a type is made of."""
    match kind:
        case Primitive() | Constant():
            return
        case Ref(identifier):
            yield identifier
        case ListOf(inner) | MapOf(inner) | Nullable(inner):
            yield from references(inner)
        case TupleOf(items):
            for item in items:
                yield from references(item)
        case OneOf(variants, discriminator):
            for variant in variants:
                yield from references(variant)
            if discriminator is not None:
                yield from (ref.id for _, ref in discriminator.mapping)


def primitives(kind: Type) -> Iterator[Primitive]:
    """The types without parts that a type is made of, those of references left aside."""
    pending = [kind]
    while pending:
        match pending.pop():
            case Primitive() as found:
                yield found
            case ListOf(inner) | MapOf(inner) | Nullable(inner):
                pending.append(inner)
            case OneOf(parts) | TupleOf(parts):
                pending += parts
            case Constant() | Ref():
                pass


def holders(
    declarations: Mapping[TypeId, Declaration], is_wanted: Callable[[Primitive], bool]
) -> frozenset[TypeId]:
    """The declared types that hold, at any depth, a wanted type without parts."""
    users: dict[TypeId, list[TypeId]] = {}
    pending: list[TypeId] = []
    for identifier, declaration in declarations.items():
        for used in uses(declaration):
            users.setdefault(used, []).append(identifier)
        if any(map(is_wanted, _own_primitives(declaration))):
            pending.append(identifier)
    found = set[TypeId]()
    while pending:
        identifier = pending.pop()
        if identifier not in found:
            found.add(identifier)
            pending += users.get(identifier, ())
    return frozenset(found)


def _own_primitives(declaration: Declaration) -> Iterator[Primitive]:
    match declaration:
        case Enumeration():
            return
        case Record():
            for kind in parts(declaration):
                yield from primitives(kind)
        case Alias(target=target):
            yield from primitives(target)


def cycles(graph: Mapping[TypeId, Sequence[TypeId]]) -> dict[TypeId, TypeId]:
    """For each type, the first one of those that it is in a cycle with, or itself.

    Tarjan's algorithm for strongly connected components, with a stack of its own, so
    that a long chain of types cannot exhaust Python's.
    """
    index: dict[TypeId, int] = {}
    low: dict[TypeId, int] = {}
    stack: list[TypeId] = []
    on_stack: set[TypeId] = set()
    component: dict[TypeId, TypeId] = {}
    ranks = {node: rank for rank, node in enumerate(graph)}
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        _enter(root, index, low, stack, on_stack)
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    _enter(successor, index, low, stack, on_stack)
                    work.append((successor, iter(graph.get(successor, ()))))
                    break
                if successor in on_stack:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    members = _leave(node, stack, on_stack)
                    first = min(members, key=ranks.__getitem__)
                    component.update(dict.fromkeys(members, first))
    return component


def _enter(
    node: TypeId,
    index: dict[TypeId, int],
    low: dict[TypeId, int],
    stack: list[TypeId],
    on_stack: set[TypeId],
) -> None:
    index[node] = low[node] = len(index)
    stack.append(node)
    on_stack.add(node)


def _leave(node: TypeId, stack: list[TypeId], on_stack: set[TypeId]) -> list[TypeId]:
    members: list[TypeId] = []
    while True:
        member = stack.pop()
        on_stack.remove(member)
        members.append(member)
        if member == node:
            return members

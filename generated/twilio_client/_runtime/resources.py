"""The links of the chain that leads to an operation."""

from __future__ import annotations

from typing import Generic, TypeVarTuple

from .clients import AsyncBaseClient, BaseClient

PathTs = TypeVarTuple("PathTs")


class Resource(Generic[*PathTs]):
    """A place in the API, with the arguments of its path so far: `Resource[str, int]`.

    Making one sends nothing.
    """

    __slots__ = ("_client", "_path")

    def __init__(self, client: BaseClient, *path: *PathTs) -> None:
        self._client = client
        self._path = path

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self._path))})"


class AsyncResource(Generic[*PathTs]):
    """The same for asyncio."""

    __slots__ = ("_client", "_path")

    def __init__(self, client: AsyncBaseClient, *path: *PathTs) -> None:
        self._client = client
        self._path = path

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self._path))})"

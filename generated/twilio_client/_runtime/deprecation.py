"""What the API's owner has deprecated: seen by type checkers, and told when it is used."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["deprecated"]

if TYPE_CHECKING:
    # Type checkers have it built in, under the names that PEP 702 gives it.
    from typing_extensions import deprecated
else:
    T = TypeVar("T", bound=Callable[..., Any])

    def deprecated(message: str, /) -> Callable[[T], T]:
        """Mark a function or a class as deprecated (PEP 702).

        Calls of the function warn whoever calls it. A class says nothing, since the API
        may still send what it stands for.
        """

        def mark(marked: T) -> T:
            told = marked if isinstance(marked, type) else _warning(marked, message)
            told.__deprecated__ = message
            return told

        return mark

    def _warning(function: T, message: str) -> T:
        """A function that warns before it does the same."""

        @wraps(function)
        def told(*arguments: Any, **keywords: Any) -> Any:
            warnings.warn(message, DeprecationWarning, stacklevel=2)
            return function(*arguments, **keywords)

        if iscoroutinefunction(function) and sys.version_info >= (3, 12):
            from inspect import markcoroutinefunction

            return markcoroutinefunction(told)
        return told

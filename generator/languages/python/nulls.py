"""Whether null is a value of a type."""

from __future__ import annotations

from generator.languages.python.types import Types
from generator.model import Alias, Nullable, OneOf, Primitive, Ref, Type, TypeId
from generator.scalar import Scalar


def accepts_null(kind: Type, types: Types) -> bool:
    """Whether null is a value of a type."""
    pending = [kind]
    seen: set[TypeId] = set()
    while pending:
        match pending.pop():
            case Nullable() | Primitive(Scalar.ANY):
                return True
            case OneOf(variants):
                pending += variants
            case Ref(identifier) if identifier not in seen:
                seen.add(identifier)
                declared = types.declarations[identifier]
                pending += [declared.target] if isinstance(declared, Alias) else []
            case _:
                pass
    return False

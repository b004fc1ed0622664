"""What things are called in no language: by this, names are remembered.

A key outlives what changes from one version of a document to the next without being
another thing: the order of lists, and the names of placeholders.
"""

from __future__ import annotations

import re

from generator.model import Api, Operation, TypeId
from generator.plan.graph import references
from generator.plan.names import unused

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_ITEM = re.compile(r"(?<=/)(allOf|anyOf|oneOf|parameters|prefixItems)/\d+(?=/|$)")


def operation_key(operation: Operation) -> str:
    """`GET /pets/{}`: OpenAPI takes paths for the same that differ in their placeholders
    only (Paths Object). A variant has its media type behind."""
    path = _PLACEHOLDER.sub("{}", operation.path.template.raw)
    return f"{operation.method} {path} {operation.variant.raw}".rstrip()


def type_keys(api: Api) -> dict[TypeId, str]:
    """The pointers of schemas, sorted.

    Where one leads through a list, the number of the item is left out, since another item
    may come before it: the parameter tells it, or the words of the type do.
    """
    parameters = _of_parameters(api)
    keys: dict[TypeId, str] = {}
    taken: set[str] = set()
    for declaration in sorted(api.types, key=lambda one: one.id):
        # Without the mount, which is said where names are remembered.
        pointer = declaration.id[declaration.id.index("#") :]
        key = _ITEM.sub(r"\1/*", pointer)
        if key != pointer:
            words = " ".join(declaration.name.words)
            key = f"{key} {parameters.get(declaration.id, words)}"
        key = unused(key, taken)
        taken.add(key)
        keys[declaration.id] = key
    return keys


def _of_parameters(api: Api) -> dict[TypeId, str]:
    """For types that parameters are of, such as enumerations: `query order`."""
    return {
        used: f"{parameter.location} {parameter.name.wire.raw}"
        for resource in api.root.walk()
        for operation in resource.operations
        for parameter in (*operation.path.parameters, *operation.parameters)
        for used in references(parameter.type)
    }

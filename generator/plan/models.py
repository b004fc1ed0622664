"""The names of types, and of the modules that hold them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.model import Api, Declaration, TypeId
from generator.plan.homes import find_homes
from generator.plan.keys import type_keys
from generator.plan.published import Names


@dataclass(frozen=True, slots=True)
class NamedType:
    """What a type is called."""

    key: str
    """What stands for it among the types of its API."""
    module: str
    name: str


def name_types(api: Api, names: Names, mount: str) -> dict[TypeId, NamedType]:
    """Names for the types of an API."""
    # What things are called must not depend on the order of the document.
    by_id = {one.id: one for one in sorted(api.types, key=lambda one: one.id)}
    keys = type_keys(api)
    modules = names.scope("model modules", mount, reserved=("__init__",))
    classes = names.scope("models", mount)
    homes = _homes(by_id, keys, classes.published.keys(), names, mount)
    found: dict[TypeId, str] = {}
    named: dict[TypeId, NamedType] = {}
    for one, declaration in by_id.items():
        home = homes[one]
        if home not in found:
            called = by_id.get(home, declaration).name
            found[home] = modules.take("module", keys.get(home, home), called)
        name = classes.take("model", keys[one], declaration.name)
        named[one] = NamedType(keys[one], found[home], name)
    return named


def _homes(
    types: Mapping[TypeId, Declaration],
    keys: Mapping[TypeId, str],
    known: Collection[str],
    names: Names,
    mount: str,
) -> dict[TypeId, TypeId]:
    """The types after which modules are called: where they were, as far as possible."""
    before = names.homes(mount)
    by_key = {key: one for one, key in keys.items()}
    published: dict[TypeId, TypeId] = {}
    for one, key in keys.items():
        if key in known:
            home = before.get(key, key)
            published[one] = by_key.get(home, TypeId(home))
    homes = find_homes(types.values(), published)
    now = {keys[one]: keys.get(home, home) for one, home in homes.items()}
    others = {key: home for key, home in now.items() if key != home}
    gone = {key: home for key, home in before.items() if key not in now}
    names.settle(mount, {**gone, **others})
    return homes

"""All names of a client: those that earlier runs have published, and those of this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.plan.names import Naming, Scope, unused

Entries: TypeAlias = Mapping[str, Mapping[str, str]]
"""By scope and by key."""


@dataclass(frozen=True, slots=True)
class Published:
    """What earlier runs have published. Scopes and keys say what the API has, in no
    language: paths, methods, names on the wire, pointers to schemas."""

    names: Entries = field(default_factory=dict[str, Mapping[str, str]])
    homes: Entries = field(default_factory=dict[str, Mapping[str, str]])
    """For types, the type after which their module is called, if that is another one."""


@dataclass(frozen=True, slots=True)
class Heir:
    """Something new that has got the name of something that is gone."""

    scope: str
    name: str
    new: str
    gone: str


class Names:
    """Opens scopes and remembers them."""

    def __init__(self, naming: Naming, published: Published | None = None) -> None:
        self.naming = naming
        self._before = published or Published()
        self._scopes: dict[str, Scope] = {}
        self._homes: dict[str, Mapping[str, str]] = {}

    def scope(
        self, what: str, *place: str, reserved: Iterable[str] = (), twins: bool = False
    ) -> Scope:
        """A scope for what lives in a place: `fields`, of a type."""
        key = unused(" ".join(part for part in (what, *place) if part), self._scopes)
        before = self._before.names.get(key, {})
        scope = Scope(self.naming, before, reserved, twins=twins)
        self._scopes[key] = scope
        return scope

    def homes(self, place: str) -> Mapping[str, str]:
        """The published homes of an API's types."""
        return self._before.homes.get(place, {})

    def settle(self, place: str, homes: Mapping[str, str]) -> None:
        """Remember where types live now."""
        self._homes[unused(place, self._homes)] = homes

    def pass_on(self) -> list[Heir]:
        """Give up names of what is gone to those that would be called just so.

        If there are any, everything has to be planned once more: scopes begin anew.
        """
        heirs = [
            Heir(place, name, key, owner)
            for place, scope in self._scopes.items()
            for key, (name, owner) in scope.withheld.items()
            if owner not in scope.given
        ]
        if heirs:
            left = {place: dict(names) for place, names in self._before.names.items()}
            for heir in heirs:
                left[heir.scope].pop(heir.gone, None)
            self._before = Published(left, self._before.homes)
            self._scopes.clear()
            self._homes.clear()
        return heirs

    def has_inherited(self, heir: Heir) -> bool:
        """Whether it was this one that got the name; there may have been several."""
        return self._scopes[heir.scope].given.get(heir.new) == heir.name

    @property
    def used(self) -> dict[str, dict[str, str]]:
        """The names that this run has given."""
        return {place: scope.given for place, scope in self._scopes.items()}

    @property
    def retired(self) -> dict[str, dict[str, str]]:
        """The names of what is gone. They wait for it to come back."""
        used = self.used
        return {
            place: {
                key: name
                for key, name in names.items()
                if key not in used.get(place, {})
            }
            for place, names in self._before.names.items()
        }

    @property
    def settled(self) -> dict[str, Mapping[str, str]]:
        """The homes of types, those that earlier runs knew among them."""
        return {**self._before.homes, **self._homes}

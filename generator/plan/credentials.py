"""Which arguments a client takes for its credentials, and what schemes are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.model import (
    Alternatives,
    Api,
    Name,
    Operation,
    SchemeKind,
    SecurityScheme,
)
from generator.plan.published import Names
from generator.plan.settings import ClientSettings, CredentialSetting
from generator.text import Text

Keys: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives of the model, with the keys of the schemes in the place of their ids."""

_PARTS: Mapping[SchemeKind, tuple[str, ...]] = {
    SchemeKind.BASIC: ("username", "password"),
    SchemeKind.BEARER: ("token",),
    SchemeKind.OAUTH2: ("token",),
    SchemeKind.OPEN_ID_CONNECT: ("token",),
    SchemeKind.API_KEY: ("api-key",),
    SchemeKind.MUTUAL_TLS: (),  # the transport's business
}
# Documents that say the same of a scheme of the same name mean the same one.
_Identity: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class PlannedScheme:
    """A scheme, and what the client is given for it."""

    key: str
    """What requests call it. Unlike its id, it is unique among several documents."""
    scheme: SecurityScheme
    parts: tuple[CredentialSetting, ...]
    """User name and password; or the token, or the key, alone."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """All credentials of a client."""

    schemes: tuple[PlannedScheme, ...]
    needed: Keys
    """The alternatives without which no request can be sent; none if there is one that
    can be sent without any."""
    _demands: Mapping[int, Keys]

    def demanded(self, operation: Operation) -> Keys:
        """What an operation asks for."""
        return self._demands[id(operation)]


def plan_credentials(
    apis: Sequence[Api],
    settings: ClientSettings,
    names: Names,
    reserved: Collection[str],
) -> Credentials:
    """Name the schemes and the arguments. `reserved` are those that the client has."""
    known = {
        _identity(scheme): scheme
        for api in apis
        for scheme in api.schemes
        if _PARTS[scheme.kind]
    }
    # What things are called must not depend on the order of the document.
    ordered = dict(sorted(known.items(), key=lambda item: item[0]))
    scope = names.scope("schemes")
    keys = {
        at: scope.take("argument", one.id.raw, one.name) for at, one in ordered.items()
    }
    parts = _parts(ordered.values(), settings, names, reserved)
    demands: dict[int, Keys] = {}
    for api in apis:
        served = {
            one.id: keys[_identity(one)]
            for one in api.schemes
            if _identity(one) in keys
        }
        for resource in api.root.walk():
            for operation in resource.operations:
                demands[id(operation)] = _keyed(operation.security, served)
    return Credentials(
        tuple(
            PlannedScheme(keys[at], scheme, parts[id(scheme)])
            for at, scheme in known.items()
        ),
        _needed(demands.values()),
        demands,
    )


def unused_settings(apis: Sequence[Api], settings: ClientSettings) -> list[str]:
    """What the configuration says of schemes, or parts of them, that no document has.

    As keys of the table `credentials`: `schemes.login.token`.
    """
    parts: dict[str, set[str]] = {}
    for api in apis:
        for scheme in api.schemes:
            parts.setdefault(scheme.id.raw, set()).update(_PARTS[scheme.kind])
    return sorted(
        f"schemes.{name}.{part}"
        for name, own in settings.schemes.items()
        for part in own
        if part not in parts.get(name, ())
    )


def _identity(scheme: SecurityScheme) -> _Identity:
    return scheme.id.raw, scheme.kind, scheme.location or "", scheme.place.raw


def _keyed(alternatives: Alternatives, keys: Mapping[Text, str]) -> Keys:
    """Alternatives by the keys of schemes; those that send nothing are gone."""
    keyed = dict.fromkeys(
        tuple(keys[one] for one in names if one in keys) for names in alternatives
    )
    return tuple(keyed) if any(keyed) else ()


def _needed(demands: Collection[Keys]) -> Keys:
    if not all(demands) or any(() in one for one in demands):
        return ()
    return tuple(dict.fromkeys(names for one in demands for names in one))


def _parts(
    schemes: Collection[SecurityScheme],
    settings: ClientSettings,
    names: Names,
    reserved: Collection[str],
) -> dict[int, tuple[CredentialSetting, ...]]:
    """What is given for each scheme.

    What is configured for a part holds for all schemes that have it, and for a single
    scheme wins over that. Without that, a part is called as what it is, `token`, or by
    the name of its scheme if there are several.
    """
    chosen: dict[tuple[int, str], CredentialSetting] = {}
    open_parts: dict[str, list[SecurityScheme]] = {}
    for scheme in schemes:
        own = settings.schemes.get(scheme.id.raw, {})
        for part in _PARTS[scheme.kind]:
            setting = own.get(part) or settings.credentials.get(part)
            if setting is not None:
                chosen[id(scheme), part] = setting
            else:
                open_parts.setdefault(part, []).append(scheme)
    own_names = (setting.argument for setting in chosen.values())
    scope = names.scope("credentials", reserved=(*reserved, *own_names))
    # Those that are alone first: they have the better right to the short name.
    for part, having in sorted(open_parts.items(), key=lambda item: len(item[1])):
        for scheme in having:
            name = _argument(scheme, part, is_alone=len(having) == 1)
            argument = scope.take("argument", f"{scheme.id.raw} {part}", name)
            chosen[id(scheme), part] = CredentialSetting(argument)
    return {
        id(scheme): tuple(chosen[id(scheme), part] for part in _PARTS[scheme.kind])
        for scheme in schemes
    }


def _argument(scheme: SecurityScheme, part: str, *, is_alone: bool) -> Name:
    """What a part would like to be called."""
    words = tuple(part.split("-"))
    if is_alone:
        return Name(scheme.id, words, scheme.name.words)
    if scheme.kind is SchemeKind.BASIC:
        return Name(scheme.id, (*scheme.name.words, *words))
    return Name(scheme.id, scheme.name.words or words, words)


def arguments(schemes: Iterable[PlannedScheme]) -> dict[str, list[PlannedScheme]]:
    """The arguments of the client, each with the schemes that it is for."""
    found: dict[str, list[PlannedScheme]] = {}
    for scheme in schemes:
        for part in scheme.parts:
            found.setdefault(part.argument, []).append(scheme)
    return found

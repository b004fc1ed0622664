"""Building the model: what a resolved specification means."""

from __future__ import annotations

from generator.building.names import name_of
from generator.building.operations import build_operations
from generator.building.resources import build_resources
from generator.building.schemas import Types
from generator.building.security import build_schemes
from generator.building.webhooks import build_webhooks
from generator.diagnostics import Diagnostics
from generator.dialects import Dialect
from generator.model import Api, Doc
from generator.resolve import Spec
from generator.text import Text


def build(
    spec: Spec, dialect: Dialect, mount: tuple[str, ...], found: Diagnostics
) -> Api:
    """The model of a document. `mount` says where it hangs below the client."""
    schemes = build_schemes(spec, found)
    # Documents have schemas in the same places; their mounts tell them apart.
    types = Types(spec, dialect, found, base=".".join(mount))
    types.declare_components()
    operations = build_operations(spec, dialect, types, schemes, found)
    sent = build_webhooks(spec, dialect, types, found)
    info = spec.root / "info"
    return Api(
        name=name_of((info / "title").text),
        mount=tuple(name_of(part) for part in mount),
        types=types.declarations(),
        root=build_resources(spec, operations, mount),
        schemes=tuple(schemes.values()),
        webhooks=sent.webhooks,
        event=sent.event,
        doc=Doc(
            summary=Text((info / "title").text), body=Text((info / "description").text)
        ),
    )

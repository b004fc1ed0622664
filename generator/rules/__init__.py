"""What OpenAPI's schemas cannot express: our own rules, each a small function."""

from __future__ import annotations

from generator.diagnostics import Diagnostics
from generator.resolve import Spec
from generator.rules.operations import (
    operation_ids,
    parameters,
    path_parameters,
    paths,
    security,
    servers,
)
from generator.rules.schemas import (
    component_names,
    contradictions,
    discriminators,
    inheritance,
    kinds,
)

RULES = (
    component_names,
    paths,
    path_parameters,
    parameters,
    operation_ids,
    servers,
    security,
    kinds,
    inheritance,
    discriminators,
    contradictions,
)


def check(spec: Spec, found: Diagnostics) -> None:
    """Apply all rules."""
    for rule in RULES:
        rule(spec, found)

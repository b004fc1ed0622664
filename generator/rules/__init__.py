"""What OpenAPI's schemas cannot express: our own rules, each a small function."""

from __future__ import annotations

from generator.diagnostics import Diagnostics
from generator.resolve import Spec
from generator.rules.defaults import defaults
from generator.rules.documents import component_names, security, servers, tags
from generator.rules.operations import (
    bodies,
    operation_ids,
    parameters,
    path_parameters,
    paths,
)
from generator.rules.schemas import (
    contradictions,
    enumerations,
    inheritance,
    patterns,
    required,
    siblings,
)

RULES = (
    component_names,
    servers,
    security,
    tags,
    paths,
    path_parameters,
    parameters,
    operation_ids,
    bodies,
    enumerations,
    required,
    inheritance,
    contradictions,
    defaults,
    siblings,
    patterns,
)


def check(spec: Spec, found: Diagnostics) -> None:
    """Apply all rules."""
    for rule in RULES:
        rule(spec, found)

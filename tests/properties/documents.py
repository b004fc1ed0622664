"""Documents, drawn by hypothesis: schemas, operations that use them, and values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.properties.kinds import Json, Schema
from tests.properties.schemas import Schemas, ref, settle
from tests.properties.texts import COMPONENTS
from tests.properties.values import Values

VERSIONS = {"3.0": "3.0.4", "3.1": "3.1.1", "3.2": "3.2.0"}
VALUES_EACH = 3
"""How many values a schema has of each kind."""


@dataclass(frozen=True, slots=True)
class Case:
    """A schema of a document, with values."""

    name: str
    path: str
    """`GET` gives a value of it, `POST` takes one."""
    is_inline: bool
    """Whether the operations have the schema written out, and no reference to it."""
    fitting: tuple[Json, ...]
    """Such as it asks for, as far as the strategy knows."""
    bent: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document, and what its client is held against."""

    version: str
    document: dict[str, Any]
    cases: tuple[Case, ...]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """As hypothesis shows what has failed."""
        inline = [case.name for case in self.cases if case.is_inline]
        head = f"# OpenAPI {self.version}; written out in place: {inline}\n"
        schemas = self.document["components"]["schemas"]
        printer.text(head + yaml.safe_dump(schemas, sort_keys=False))


@st.composite
def documents(draw: st.DrawFn, most: int = 12) -> Drawn:
    """Documents with some schemas, `most` at most."""
    version = draw(st.sampled_from(list(VERSIONS)))
    done: dict[str, Schema] = {}
    several = st.lists(_component(version, done), min_size=1, max_size=most)
    plans = draw(several)
    settle(done)
    cases: list[Case] = []
    paths: dict[str, Json] = {}
    for index, (name, seed, is_inline) in enumerate(plans):
        case = _case(name, f"/r{index}", is_inline, done, seed)
        cases.append(case)
        schema = done[name] if is_inline else {"$ref": ref(name)}
        paths[case.path] = operations(schema)
    document = {
        "openapi": VERSIONS[version],
        "info": {"title": "Drawn", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": paths,
        "components": {"schemas": done},
    }
    # Without objects that stand in several places: they would be shown as references.
    return Drawn(version, json.loads(json.dumps(document)), tuple(cases))


@st.composite
def _component(
    draw: st.DrawFn, version: str, done: dict[str, Schema]
) -> tuple[str, int, bool]:
    """One more component: its name, what decides about its values, and whether operations
    have its schema written out.

    It is drawn as a whole, and thus left out as a whole where hypothesis looks for the
    smallest document.
    """
    free = [name for name in COMPONENTS if name not in done]
    name = draw(st.sampled_from(free))
    seed, is_inline = draw(st.integers(0, 999)), draw(st.integers(0, 4)) == 4
    done[name] = Schemas(draw, version, done).component()
    return name, seed, is_inline


def _case(
    name: str, path: str, is_inline: bool, schemas: Mapping[str, Schema], seed: int
) -> Case:
    makers = [Values(schemas, seed + offset) for offset in range(VALUES_EACH)]
    fitting = tuple(one.fitting(schemas[name]) for one in makers)
    pairs = zip(makers, fitting, strict=True)
    bent = tuple(one.bent(value) for one, value in pairs)
    return Case(name, path, is_inline, fitting, bent)


def operations(schema: Schema) -> Json:
    """What gives and what takes values of a schema."""
    content = {"application/json": {"schema": schema}}
    given = {"description": "It.", "content": content}
    body = {"required": True, "content": content}
    return {
        "get": {"responses": {"200": given}},
        "post": {"requestBody": body, "responses": {"204": {"description": "Done."}}},
    }

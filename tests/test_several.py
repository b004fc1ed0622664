"""Several documents make one client, and do not get into each other's way."""

from __future__ import annotations

import ast
from pathlib import Path

from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.settings import ClientSettings
from generator.understand import read_all

DOCUMENT = """\
openapi: 3.1.0
info: {{title: Shop, version: "1"}}
servers: [{{url: https://shop.test}}]
security: []
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        "200":
          description: The orders.
          content:
            application/json:
              schema: {{type: array, items: {{$ref: "#/components/schemas/Order"}}}}
components:
  schemas:
    Order:
      type: object
      properties: {{status: {{$ref: "#/components/schemas/Status"}}, {field}: {{type: string}}}}
    Status: {{type: string, enum: [{status}]}}
"""


def test_schemas_at_the_same_place_are_two_types(tmp_path: Path) -> None:
    specs: list[SpecConfig] = []
    for version, field, status in (("v1", "note", "open"), ("v2", "memo", "paid")):
        path = tmp_path / f"{version}.yaml"
        path.write_text(DOCUMENT.format(field=field, status=status), encoding="utf-8")
        specs.append(SpecConfig(path, ("shop", version)))
    found = Diagnostics()
    config = ClientConfig(Path(), ClientSettings("made"), tuple(specs))
    files = make(config, read_all(specs, found), find_pack("python"), found)
    for version, field, member in (("v1", "note", "OPEN"), ("v2", "memo", "PAID")):
        module = files[f"shop/{version}/models/order.py"]
        assert _attributes(module) == {
            "Order": {"status", field},
            "Status": {member},
        }
        assert "from .models.order import Order" in files[f"shop/{version}/orders.py"]


def _attributes(source: str) -> dict[str, set[str]]:
    """The attributes of the classes that a module defines, by their names."""
    found: dict[str, set[str]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            names = [
                target.id
                for one in node.body
                if isinstance(one, ast.AnnAssign | ast.Assign)
                for target in (
                    one.targets if isinstance(one, ast.Assign) else [one.target]
                )
                if isinstance(target, ast.Name)
            ]
            found[node.name] = {name for name in names if not name.startswith("_")}
    return found

"""Constructs of schemas: what is built of them, and how their values are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.model import Extra
from tests.test_unions import model_of


def extra(schema: str, folder: Path) -> Any:
    types, _ = model_of(schema, folder)
    return types["R"].extra


def test_a_record_knows_what_else_its_objects_may_have(tmp_path: Path) -> None:
    def said(others: str) -> Any:
        schema = f"R: {{type: object, properties: {{a: {{type: string}}}}, {others}}}"
        return extra(schema, tmp_path)

    assert said("additionalProperties: {type: integer}").scalar == "integer"
    assert said("additionalProperties: false") is Extra.FORBIDDEN
    assert said("unevaluatedProperties: false") is Extra.FORBIDDEN
    for free in ("title: R", "additionalProperties: true", "additionalProperties: {}"):
        assert said(free) is Extra.FREE
    pattern = "patternProperties: {^x-: {type: string}}"
    assert said(pattern).scalar == "string"
    assert said(f"{pattern}, additionalProperties: false").scalar == "string"
    assert said(f"{pattern}, additionalProperties: true") is Extra.FREE
    both = said(f"{pattern}, additionalProperties: {{type: integer}}")
    assert [one.scalar for one in both.variants] == ["string", "integer"]


def test_a_part_cannot_forbid_the_fields_of_others(tmp_path: Path) -> None:
    closed = "type: object, additionalProperties: false, properties: {a: {}}"
    other = "type: object, properties: {b: {}}"
    assert extra(f"R: {{allOf: [{{{closed}}}, {{{other}}}]}}", tmp_path) is Extra.FREE
    twice = f"R: {{allOf: [{{{closed}}}, {{{other}, additionalProperties: false}}]}}"
    assert extra(twice, tmp_path) is Extra.FORBIDDEN
    whole = f"R: {{allOf: [{{{closed}}}, {{type: object, required: [a]}}]}}"
    assert extra(whole, tmp_path) is Extra.FORBIDDEN

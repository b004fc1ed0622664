"""A hundred thousand hostile values over all path templates of real documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics
from generator.understand import read_all
from tests.corpus.documents import documents, name_of
from tests.routing import Template, hostile_text
from tests.test_paths import check

VALUES = 100_000


@cache
def templates(document: Path) -> tuple[Template, ...]:
    """The path templates of a document."""
    found = {
        operation.path.template.raw
        for api in read_all([SpecConfig(document)], Diagnostics())
        for resource in api.root.walk()
        for operation in resource.operations
    }
    return tuple(map(Template, sorted(found)))


def test_all_templates() -> None:
    documents_templates = [templates(document) for document in documents()]
    routes = [
        (template, all_)
        for all_ in documents_templates
        for template in all_
        if template.names
    ]
    random = Random(3)
    passed = drawn = number = 0
    while drawn < VALUES:
        template, all_ = routes[number % len(routes)]
        values = {name: hostile_text(random) for name in template.names}
        passed += check(template, values, all_)
        drawn += len(values)
        number += 1
    print(f"{drawn} values, {len(routes)} templates, {passed} of {number} paths sent")
    assert passed > number // 20


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_harmless_values_are_sent(document: Path) -> None:
    all_ = templates(document)
    for template in all_:
        assert check(template, {name: "KS-1_a.b" for name in template.names}, all_)

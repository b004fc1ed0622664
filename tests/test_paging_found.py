"""Which operations list by pages, by what their documents say; and what users say."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.config import SpecConfig
from generator.diagnostics import Diagnostics
from generator.tree import explain
from generator.understand import read
from tests.conftest import ROOT
from tests.test_cli import clientsmith

SPEC = ROOT / "tests" / "specs" / "pages.yaml"

TEXT = {"type": "string"}
URL = {"type": "string", "format": "uri"}
WHOLE = {"type": "integer"}
NUMBERED = {"type": "integer", "default": 1}
FLAG = {"type": "boolean"}
LIST = {"type": "array", "items": {"type": "string"}}
PETS = {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}


def fields(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties}


def nullable(schema: Mapping[str, object]) -> dict[str, object]:
    return {**schema, "nullable": True}


def document(
    query: dict[str, Any], page: object, *, path: str = "/pets", method: str = "get"
) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "query", "schema": schema}
        for name, schema in query.items()
        if name != "Link"
    ]
    headers = {"Link": {"schema": TEXT}} if "Link" in query else {}
    success = {
        "description": "d",
        "headers": headers,
        "content": {"application/json": {"schema": page}},
    }
    operation = {
        "operationId": "listPets",
        "parameters": parameters,
        "responses": {"200": success},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://a.test"}],
        "paths": {path: {method: operation}},
        "components": {"schemas": {"Pet": fields(id=TEXT, meta=fields(next=URL))}},
    }


def found(folder: Path, written: dict[str, Any]) -> str | None:
    """How the only operation of a document lists, in words."""
    path = folder / "api.json"
    path.write_text(json.dumps(written), encoding="utf-8")
    diagnostics = Diagnostics()
    api = read(SpecConfig(path), diagnostics)
    assert diagnostics.found == []
    (operation,) = (one for step in api.root.walk() for one in step.operations)
    return explain(operation.paging) if operation.paging else None


IN_PETS = "pages of items in pets; "


@pytest.mark.parametrize(
    ("query", "page", "said"),
    [
        # URLs in the body
        (
            {"PageSize": {**WHOLE, "maximum": 1000}, "Page": WHOLE, "PageToken": TEXT},
            fields(pets=LIST, meta=fields(key=TEXT, next_page_url=nullable(URL))),
            (
                f"{IN_PETS}the next URL is in meta.next_page_url; "
                "PageSize is their size, 1,000 at most"
            ),
        ),
        (
            {},
            fields(pets=PETS, next_page_uri=TEXT, uri=TEXT, start=WHOLE),
            f"{IN_PETS}the next URL is in next_page_uri",
        ),
        ({}, fields(pets=LIST, next=URL), f"{IN_PETS}the next URL is in next"),
        (
            {"limit": WHOLE, "offset": TEXT},
            fields(pets=LIST, next_page=nullable(fields(offset=TEXT, uri=TEXT))),
            f"{IN_PETS}the next URL is in next_page.uri; limit is their size",
        ),
        (
            {"page": NUMBERED},
            fields(pets=LIST, _links=fields(next=fields(href=TEXT))),
            f"{IN_PETS}the next URL is in _links.next.href",
        ),
        (
            {},
            fields(pets=LIST, links=fields(pages=fields(next=TEXT, prev=TEXT))),
            f"{IN_PETS}the next URL is in links.pages.next",
        ),
        (
            {},
            {"allOf": [fields(pets=LIST), fields(nextLink=TEXT)]},
            f"{IN_PETS}the next URL is in nextLink",
        ),
        (
            {},
            fields(**{"value": LIST, "@odata.nextLink": TEXT}),
            "pages of items in value; the next URL is in @odata.nextLink",
        ),
        (
            {},
            fields(_embedded=fields(pets=LIST), _links=fields(next=fields(href=TEXT))),
            "pages of items in _embedded.pets; the next URL is in _links.next.href",
        ),
        # the header Link
        (
            {"Link": True, "since": WHOLE},
            PETS,
            "pages of items; the next URL is in the header Link",
        ),
        (
            {"Link": True, "per_page": WHOLE, "page": NUMBERED},
            fields(total_count=WHOLE, pets=LIST),
            f"{IN_PETS}the next URL is in the header Link; per_page is their size",
        ),
        # cursors
        (
            {"after": TEXT, "limit": WHOLE},
            fields(data=PETS, first_id=TEXT, last_id=TEXT, has_more=FLAG),
            (
                "pages of items in data; after is what last_id says, until has_more ends it; "
                "limit is their size"
            ),
        ),
        (
            {"starting_after": TEXT, "ending_before": TEXT},
            fields(data=PETS, has_more=FLAG),
            (
                "pages of items in data; starting_after is id of the last item, "
                "until has_more ends it"
            ),
        ),
        (
            {"cursor": TEXT},
            fields(pets=LIST, next_cursor=nullable(TEXT)),
            f"{IN_PETS}cursor is what next_cursor says",
        ),
        (
            {"Token": TEXT, "Size": WHOLE},
            fields(pets=LIST, meta=fields(next_token=TEXT, previous_token=TEXT)),
            f"{IN_PETS}Token is what meta.next_token says; Size is their size",
        ),
        (
            {"pageToken": TEXT, "after": TEXT, "token": TEXT},
            fields(pets=LIST, nextPageToken=TEXT),
            f"{IN_PETS}pageToken is what nextPageToken says",
        ),
        (
            {"page": TEXT, "limit": WHOLE},
            fields(data=LIST, has_more=FLAG, next_page=nullable(TEXT)),
            (
                "pages of items in data; page is what next_page says, until has_more ends it; "
                "limit is their size"
            ),
        ),
        # numbers
        (
            {"page": NUMBERED, "per_page": {**WHOLE, "maximum": 10}},
            PETS,
            "pages of items; page counts pages from 1; per_page is their size, 10 at most",
        ),
        (
            {"Page": {"type": "integer", "default": 0}},
            fields(results=LIST, has_next=FLAG, total_pages=WHOLE, current_page=WHOLE),
            (
                "pages of items in results; Page counts pages from 0, "
                "until has_next or total_pages ends it"
            ),
        ),
        (
            {"page": WHOLE, "limit": WHOLE},
            fields(pets=LIST, meta=fields(page=WHOLE, pages=WHOLE, total=WHOLE)),
            (
                f"{IN_PETS}page counts pages, until meta.pages or meta.total ends it; "
                "limit is their size"
            ),
        ),
        # offsets
        (
            {"offset": WHOLE, "limit": WHOLE},
            fields(pets=LIST, total=WHOLE),
            f"{IN_PETS}offset counts items, until total ends it; limit is their size",
        ),
        # which list
        (
            {},
            fields(data=LIST, errors=LIST, next_url=TEXT),
            "pages of items in data; the next URL is in next_url",
        ),
        (
            {},
            fields(pets=LIST, kinds=LIST, next_url=TEXT),
            f"{IN_PETS}the next URL is in next_url",
        ),
    ],
)
def test_shapes_are_found(
    query: dict[str, Any], page: object, said: str, tmp_path: Path
) -> None:
    assert found(tmp_path, document(query, page)) == said


@pytest.mark.parametrize(
    ("query", "page"),
    [
        # nothing leads to the next page
        ({}, LIST),
        ({}, fields(pets=LIST)),
        ({"limit": WHOLE}, LIST),
        ({"limit": WHOLE}, fields(pets=LIST, total=WHOLE)),
        ({"page": WHOLE, "per_page": WHOLE}, LIST),  # from 0 or from 1?
        ({"page": NUMBERED}, LIST),  # a list of what is on a page of a book?
        ({"page": TEXT, "per_page": WHOLE}, LIST),
        ({"offset": WHOLE}, LIST),
        ({"offset": TEXT, "limit": WHOLE}, fields(pets=LIST)),
        (
            {"PageSize": WHOLE, "Page": NUMBERED, "PageToken": TEXT},
            fields(countries=LIST, uri=TEXT),
        ),
        ({"after": TEXT, "limit": WHOLE}, LIST),
        ({"after": TEXT}, fields(data=LIST, has_more=FLAG)),  # items have no id
        ({}, fields(data=PETS, has_more=FLAG, last_id=TEXT)),
        ({}, fields(data=PETS, has_more=FLAG, next_page=TEXT)),
        ({"a": TEXT}, fields(data=PETS, next_cursor=TEXT)),
        ({"cursor": TEXT, "marker": TEXT}, fields(data=PETS, next_page_key=TEXT)),
        ({"after": TEXT, "marker": TEXT}, fields(data=PETS, next_cursor=TEXT)),
        ({}, fields(pets=LIST, next=TEXT)),  # a URL, or the name of the next pet?
        ({}, fields(pets=LIST, next_url=WHOLE)),
        ({}, fields(pets=LIST, item=fields(next_url=TEXT))),
        # nothing to go through
        ({}, fields(id=TEXT, meta=fields(next_page_url=URL))),
        ({"page": NUMBERED, "per_page": WHOLE}, fields(pets=fields(a=LIST))),
        ({"page": NUMBERED, "per_page": WHOLE}, {"$ref": "#/components/schemas/Pet"}),
        ({}, fields(dogs=LIST, cats=LIST, next_url=TEXT)),
        ({}, fields(data=LIST, items=LIST, next_url=TEXT)),
        ({"Link": True}, fields(id=TEXT, tags=LIST)),
        ({"page": NUMBERED, "limit": WHOLE}, {"oneOf": [LIST, PETS]}),
        # a next page of something inside
        ({}, fields(pets=fields(data=LIST, next_url=TEXT), id=TEXT)),
    ],
)
def test_what_only_looks_alike_is_not_taken_for_pages(
    query: dict[str, Any], page: object, tmp_path: Path
) -> None:
    assert found(tmp_path, document(query, page)) is None


def test_only_what_gets_lists(tmp_path: Path) -> None:
    page = fields(pets=LIST, next_url=TEXT)
    assert found(tmp_path, document({}, page)) is not None
    assert found(tmp_path, document({}, page, method="post")) is None


def test_a_list_that_contains_itself(tmp_path: Path) -> None:
    written = document({}, {"$ref": "#/components/schemas/Page"})
    page = fields(page={"$ref": "#/components/schemas/Page"}, pets=LIST, next_url=TEXT)
    written["components"]["schemas"]["Page"] = page
    said = "pages of items in pets; the next URL is in next_url"
    assert found(tmp_path, written) == said


# --- what users say

CONFIGURATION = """\
[tool.clientsmith]
output = "out"

[[tool.clientsmith.clients]]
package = "made"
specs = [{{ path = "{spec}" }}]

[tool.clientsmith.clients.paging]
{paging}
"""


def configured(folder: Path, paging: str) -> tuple[int, str]:
    """Generate as configured; the exit code and what was said."""
    spec = SPEC.relative_to(ROOT)
    (folder / "api.yaml").write_text((ROOT / spec).read_text(encoding="utf-8"))
    text = CONFIGURATION.format(spec="api.yaml", paging=paging)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    done = clientsmith("generate", cwd=folder)
    return done.returncode, done.stderr


def method_of(folder: Path, module: str) -> str:
    """The text of a generated module."""
    return (folder / "out" / "made" / f"{module}.py").read_text(encoding="utf-8")


def test_a_setting_says_that_there_are_no_pages(tmp_path: Path) -> None:
    code, _ = configured(tmp_path, 'listLetters = "none"\n"GET /rooms" = "none"')
    assert code == 0
    assert "Pager" not in method_of(tmp_path, "letters")
    assert "Pager" not in method_of(tmp_path, "rooms")
    assert "Pager" in method_of(tmp_path, "stamps")


@pytest.mark.parametrize(
    ("setting", "written"),
    [
        (
            '{ items = "countries", next-url = "uri", page-size = "PageSize" }',
            "    items=lambda page: page.countries,\n    url=lambda page: page.uri,\n",
        ),
        ("{ next-link = true }", "    items=lambda page: page.countries,\n"),
        (
            '{ cursor = "uri", parameter = "PageToken" }',
            '    parameter="PageToken",\n    cursor=lambda page: page.uri,\n',
        ),
        ('{ page = "Page", first = 3 }', '    parameter="Page",\n    first=3,\n'),
        ('{ offset = "Page" }', '    parameter="Page",\n'),
    ],
)
def test_a_setting_says_how_to_go_on(
    setting: str, written: str, tmp_path: Path
) -> None:
    code, said = configured(tmp_path, f'"GET /countries" = {setting}')
    assert (code, said.count("\n")) == (0, 1), said
    assert written in method_of(tmp_path, "countries")


def test_a_setting_may_name_the_last_item(tmp_path: Path) -> None:
    setting = '{ last-item = "id", parameter = "after", more = "has_more" }'
    code, _ = configured(tmp_path, f"listParcels = {setting}")
    assert code == 0
    assert "identifier=lambda item: item.id,\n" in method_of(tmp_path, "parcels")


def test_arguments_of_the_api_keep_their_names(tmp_path: Path) -> None:
    written = document(
        {"per_page": WHOLE, "limit": WHOLE, "page_size": WHOLE, "page": NUMBERED}, LIST
    )
    (tmp_path / "api.json").write_text(json.dumps(written), encoding="utf-8")
    setting = 'listPets = { page = "page", page-size = "per_page" }'
    text = CONFIGURATION.format(spec="api.json", paging=setting)
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert clientsmith("generate", cwd=tmp_path).returncode == 0
    method = method_of(tmp_path, "pets")
    assert "        items_per_page: int | Unset = UNSET,\n" in method
    assert (
        "                per_page=fit_page_size(items_per_page, max_items),\n" in method
    )
    assert (
        "                limit=limit,\n                page_size=page_size,\n" in method
    )
    assert "            limit=max_items,\n" in method


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("listLetter = 1", "`listLetter` must be a table"),
        ('listLetter = "none"', "no operation is called `listLetter`: give its id"),
        ("listLetters = {}", "one of `next-url`, `next-link`, `cursor`"),
        ('listLetters = { next-url = "a", page = "b" }', "one of `next-url`, "),
        ('listLetters = { next-ulr = "a" }', "unknown key `next-ulr`"),
        (
            'listLetters = { next-url = "meta.nxt" }',
            "no field `meta.nxt` for `next-url`",
        ),
        ('listLetters = { next-url = "" }', "`next-url` must be a text"),
        ("listLetters = { next-link = false }", "`next-link` must be `true`"),
        ('listLetters = { page = "Seite" }', "no parameter `Seite` of the query"),
        (
            'listLetters = { page = "Page", first = "1" }',
            "`first` must be a whole number",
        ),
        ('listLetters = { page = "Page", page-size = "x" }', "no parameter `x` of"),
        (
            'listLetters = { cursor = "meta.key" }',
            "`parameter` is missing beside `cursor`",
        ),
        ('listLetters = { next-url = "a", more = "b" }', "`more` does not go with"),
        ('listLetters = { next-link = true, items = "meta" }', "`meta` is no list"),
        ('getLetter = { next-link = true, items = "text.a" }', "no field `text.a`"),
        ('listClerks = { next-link = true, items = "total" }', "`total` is no list"),
    ],
)
def test_what_is_wrong_with_a_setting_is_told_where_it_is(
    setting: str, message: str, tmp_path: Path
) -> None:
    code, said = configured(tmp_path, setting)
    assert code == 2
    assert message in said
    assert "pyproject.toml:9:" in said
    assert not (tmp_path / "out").exists()


def test_settings_count_as_input(tmp_path: Path) -> None:
    assert configured(tmp_path, "")[0] == 0
    assert "up to date" in configured(tmp_path, "# none")[1]
    assert "updated" in configured(tmp_path, 'listRooms = "none"')[1]
    assert "up to date" in configured(tmp_path, '# moved\nlistRooms = "none"')[1]


# --- the tree


def test_the_tree_of_paths() -> None:
    done = clientsmith("tree", SPEC, "--mount", "post.v1")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        "post.v1",
        "  /letters",
        "    GET /letters  list letters",
        "    {id}",
    ]
    assert "pages" not in done.stdout


def test_the_tree_says_how_lists_come() -> None:
    done = clientsmith("tree", SPEC, "--paging")
    lines = [line.strip() for line in done.stdout.splitlines()]
    after = dict(itertools.pairwise(lines))
    assert after["GET /orders  list orders"] == (
        "pages of items in orders; Token is what meta.next_token says; "
        "Size is their size, 100 at most"
    )
    assert not any(line.startswith("pages") for line in lines[-2:])


def test_the_tree_of_a_wrong_document(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("openapi: 3.0.3\n", encoding="utf-8")
    done = clientsmith("tree", wrong)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_tree_prints_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    written = document({}, LIST, path="/a\u009b31m\u202e")
    path.write_text(json.dumps(written), encoding="utf-8")
    done = clientsmith("tree", path)
    assert done.returncode == 0
    assert "\u009b" not in done.stdout and "\u202e" not in done.stdout


def test_what_is_written_as_json_is_given_by_no_page(tmp_path: Path) -> None:
    page = fields(pets=LIST, next_cursor=TEXT)
    written = document({"cursor": TEXT}, page)
    assert found(tmp_path, written) is not None
    (parameter,) = written["paths"]["/pets"]["get"]["parameters"]
    parameter["content"] = {"application/json": {"schema": parameter.pop("schema")}}
    assert found(tmp_path, written) is None

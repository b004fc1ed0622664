"""No argument can lead a request to another path than its own."""

from __future__ import annotations

from random import Random
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.errors import InvalidArgumentError
from runtime.paths import PathStyle, expand, segment, styled_segment

from tests.routing import (
    Template,
    filled,
    hostile_text,
    sloppy_route,
    strict_route,
    walked,
)

TEMPLATES = tuple(
    map(
        Template,
        [
            "/{id}",
            "/Services",
            "/Services/{sid}",
            "/Services/{sid}/Sessions",
            "/Services/{sid}/Sessions/{id}",
            "/Services/{sid}/Sessions/{id}.json",
            "/v1/{a}{b}",
            "/v1/.{a}",
            "/v1/{a}.",
            "/v1/.{a}{b}/x",
            "/v1/x-{a}..{b}/{c}",
            "/v1/%2E{a}",
        ],
    )
)


def sent(template: Template, values: dict[str, str]) -> str | None:
    """The path that is sent; None if the values are refused."""
    try:
        segments = {name: segment(name, value) for name, value in values.items()}
        return expand(template.text, segments)
    except InvalidArgumentError:
        return None


def check(
    template: Template, values: dict[str, str], all_: tuple[Template, ...]
) -> bool:
    """Whether the values are sent; if so, both routers must find what was meant."""
    path = sent(template, values)
    if path is None:
        return False
    assert path.isascii()
    assert path.isprintable()
    assert not set(path) & set(" ?#\\")
    assert path.count("/") == template.text.count("/")
    _assert_found(strict_route(path, all_), template, values)
    # However often a server decodes, no step leads anywhere.
    decoded = path
    for _ in range(4):
        decoded = unquote(decoded)
        assert len(walked(decoded)) == 1 + decoded.count("/") + decoded.count("\\")
    if not any(set("/\\") & set(value) for value in values.values()):
        _assert_found(sloppy_route(path, all_), template, values)
    return True


def _assert_found(
    found: list[tuple[Template, dict[str, str]]],
    template: Template,
    values: dict[str, str],
) -> None:
    texts = [filled(one, read) for one, read in found if one == template]
    assert texts == [filled(template, values)]
    if all(part.count("{") < 2 for part in template.text.split("/")):
        assert (template, values) in found


def test_hostile_values() -> None:
    random = Random(1)
    passed = 0
    plain = tuple(one for one in TEMPLATES if "%" not in one.text)
    for number in range(6_000):
        template = plain[number % len(plain)]
        values = {name: hostile_text(random) for name in template.names}
        passed += check(template, values, plain)
    # Neither is all of it refused nor all of it let through.
    assert 1_000 < passed < 4_000


@given(st.sampled_from([one for one in TEMPLATES if "%" not in one.text]), st.data())
def test_any_value(template: Template, data: st.DataObject) -> None:
    values = {name: data.draw(st.text(min_size=1)) for name in template.names}
    check(template, values, TEMPLATES)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_what_is_no_step_is_sent(text: str) -> None:
    """The check does not refuse more than it has to."""
    quiet = text.replace(".", "").replace("%", "")
    if quiet:
        assert unquote(segment("id", quiet)) == quiet


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            ".",
            "..",
            "%2e",
            "%2E%2e",
            ".%2e",
            "%252e%252e",
            "%25252e",
            "../x",
            "x/..",
        ),
        *(
            "x/../y",
            "..\\x",
            "x\\..",
            "..%2fx",
            "%2e%2e%5cx",
            "..;",
            "..;a=b",
            "x/..;y/z",
        ),
        *("\x00", "a\nb", "a\rb", "\x7f", "\ud800", f"%{'25' * 9}2e"),
    ],
)
def test_values_that_are_refused(value: str) -> None:
    with pytest.raises(InvalidArgumentError, match="^sid: ") as caught:
        segment("sid", value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("KS1", "KS1"),
        ("a/b", "a%2Fb"),
        ("a b+c", "a%20b%2Bc"),
        ("...", "..."),
        ("a..b", "a..b"),
        (".hidden", ".hidden"),
        ("100%", "100%25"),
        ("%41", "%2541"),
        ("ü?#&=;,:@", "%C3%BC%3F%23%26%3D%3B%2C%3A%40"),
        ("https://h/", "https%3A%2F%2Fh%2F"),
    ],
)
def test_values_that_are_sent(value: str, expected: str) -> None:
    assert segment("id", value) == expected


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("/v1/{a}{b}", {"a": "%2", "b": "e."}),
        ("/v1/{a}{b}", {"a": "%", "b": "2e"}),
        ("/v1/.{a}", {"a": "/x"}),
        ("/v1/.{a}", {"a": "\\x"}),
        ("/v1/.{a}", {"a": ";x"}),
        ("/v1/{a}.", {"a": "x/"}),
        ("/v1/%2E{a}", {"a": "/x"}),
        ("/v1/{a}e", {"a": "%2"}),
    ],
)
def test_pieces_that_make_a_step_together(
    template: str, values: dict[str, str]
) -> None:
    segments = {name: segment(name, value) for name, value in values.items()}
    with pytest.raises(InvalidArgumentError, match="would leave its path"):
        expand(template, segments)


@pytest.mark.parametrize("style", ["simple", "label", "matrix"])
@pytest.mark.parametrize("explode", [True, False])
def test_styles_are_as_safe(style: PathStyle, explode: bool) -> None:
    random = Random(2)
    passed = 0
    for number in range(1_500):
        texts = [hostile_text(random) for _ in range(number % 3 + 1)]
        value = texts if number % 2 else {text: "v" for text in texts}
        try:
            text = styled_segment("c", value, style, explode=explode)
            path = expand("/v1/{c}/x", {"c": text})
        except InvalidArgumentError:
            continue
        passed += 1
        assert path.isascii()
        assert path.isprintable()
        assert path.count("/") == 3
        decoded = unquote(path)
        assert len(walked(decoded)) == 1 + decoded.count("/") + decoded.count("\\")
    assert passed > 100


@pytest.mark.parametrize(
    ("style", "value"),
    [
        ("simple", []),
        ("simple", {}),
        ("simple", ""),
        ("label", ""),
        ("label", ["", ""]),
        ("matrix", []),
        ("label", ["a.b"]),
        ("simple", [".."]),
        ("simple", ["a", "b/../c"]),
        ("matrix", {"..": "a"}),
        ("matrix", {"a": None}),
        ("matrix", {"a": ["b"]}),
        ("simple", [["a"]]),
        ("simple", {1: "a"}),
        ("simple", None),
        ("simple", b"a"),
    ],
)
def test_parts_that_are_refused(style: PathStyle, value: object) -> None:
    with pytest.raises(InvalidArgumentError, match="^c"):
        styled_segment("c", value, style, explode=True)

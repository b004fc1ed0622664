"""Every style of OpenAPI at every place: what is sent, and what a server reads of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, unquote, unquote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from runtime.errors import InvalidArgumentError
from runtime.headers import check_header, cookie_header
from runtime.paths import PathStyle, styled_segment
from runtime.styles import Style, Styled, json_text
from runtime.unset import UNSET
from runtime.values import flatten, urlencoded

# The values of OpenAPI's table (Parameter Object, Style Examples).
TEXT = "blue"
LIST = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}

VALUES: tuple[object, ...] = ("", TEXT, LIST, OBJECT, UNSET, [], {})

NONE: Any = None
"""Nothing is sent."""


# --- OpenAPI's table


def in_query(value: object, style: Style, explode: bool) -> str:
    return urlencoded(flatten({"color": Styled(value, style, explode=explode)}))


def in_header(value: object, style: Style, explode: bool) -> str | None:
    pairs = flatten({"color": Styled(value, style, explode=explode)})
    return pairs[0][1] if pairs else NONE


def in_cookie(value: object, style: Style, explode: bool) -> str:
    return cookie_header(flatten({"color": Styled(value, style, explode=explode)}))


@pytest.mark.parametrize(
    ("style", "explode", "empty", "text", "items", "members"),
    [
        (
            "form",
            True,
            "color=",
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ),
        (
            "form",
            False,
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            "spaceDelimited",
            False,
            "color=",
            "color=blue",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            "pipeDelimited",
            False,
            "color=",
            "color=blue",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            "deepObject",
            True,
            "color=",
            "color=blue",
            "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown",
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
    ],
)
def test_the_table_of_queries(
    style: Style, explode: bool, empty: str, text: str, items: str, members: str
) -> None:
    sent = [in_query(value, style, explode) for value in VALUES]
    assert sent == [empty, text, items, members, "", "", ""]


@pytest.mark.parametrize(
    ("style", "explode", "empty", "text", "items", "members"),
    [
        (
            "form",
            True,
            "color=",
            "color=blue",
            "color=blue; color=black; color=brown",
            "R=100; G=200; B=150",
        ),
        (
            "cookie",
            True,
            "color=",
            "color=blue",
            "color=blue; color=black; color=brown",
            "R=100; G=200; B=150",
        ),
        (
            "form",
            False,
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            "cookie",
            False,
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
    ],
)
def test_the_table_of_cookies(
    style: Style, explode: bool, empty: str, text: str, items: str, members: str
) -> None:
    sent = [in_cookie(value, style, explode) for value in VALUES]
    assert sent == [empty, text, items, members, "", "", ""]


@pytest.mark.parametrize(
    ("explode", "members"), [(False, "R,100,G,200,B,150"), (True, "R=100,G=200,B=150")]
)
def test_the_table_of_headers(explode: bool, members: str) -> None:
    sent = [in_header(value, "simple", explode) for value in VALUES]
    assert sent == ["", "blue", "blue,black,brown", members, NONE, NONE, NONE]


@pytest.mark.parametrize(
    ("style", "explode", "empty", "text", "items", "members"),
    [
        ("simple", False, NONE, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("simple", True, NONE, "blue", "blue,black,brown", "R=100,G=200,B=150"),
        ("label", False, NONE, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        ("label", True, NONE, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (
            "matrix",
            False,
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            "matrix",
            True,
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
    ],
)
def test_the_table_of_paths(
    style: PathStyle, explode: bool, empty: str, text: str, items: str, members: str
) -> None:
    def sent(value: object) -> str | None:
        try:
            return styled_segment("color", value, style, explode=explode)
        except InvalidArgumentError:
            return None

    expected = [empty, text, items, members, NONE, NONE, NONE]
    assert [sent(value) for value in VALUES] == expected


# --- what a server reads

_Read: TypeAlias = Callable[[str], object]
"""What a careful server makes of a part of a request."""


def read_pairs(query: str) -> list[tuple[str, str]]:
    """The fields of a query, still encoded."""
    return [
        (name, text)
        for name, _, text in (pair.partition("=") for pair in query.split("&"))
    ]


def read_list(separator: str) -> Callable[[str], list[str]]:
    def read(query: str) -> list[str]:
        ((name, text),) = read_pairs(query)
        assert unquote_plus(name) == "color"
        return [unquote_plus(item) for item in text.split(separator)]

    return read


def read_repeated(query: str) -> list[str]:
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    assert {name for name, _ in pairs} == {"color"}
    return [text for _, text in pairs]


def read_bracketed_list(query: str) -> list[str]:
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    assert {name for name, _ in pairs} == {"color[]"}
    return [text for _, text in pairs]


def read_object(separator: str) -> _Read:
    def read(query: str) -> dict[str, str]:
        texts = iter(read_list(separator)(query))
        return dict(zip(texts, texts, strict=True))

    return read


def read_spread(query: str) -> dict[str, str]:
    return dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True))


def read_deep(query: str) -> dict[str, Any]:
    """Brackets as PHP, Rails and qs read them; what is repeated is a list."""
    found: dict[str, Any] = {}
    seen: set[str] = set()
    for name, text in parse_qsl(query, keep_blank_values=True, strict_parsing=True):
        start, *keys = name.replace("]", "").split("[")
        assert start == "color"
        inner = found
        for key in keys[:-1]:
            inner = inner.setdefault(key, {})
        known = inner.setdefault(keys[-1], text)
        if name in seen:
            inner[keys[-1]] = (
                [known, text] if isinstance(known, str) else [*known, text]
            )
        seen.add(name)
    return found


# Delimiters and everything that could be taken for one are more likely than letters.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            list(" ,|;=&?#%+[].:/\\\"'<>~$!@*(){}\x00\n\x7f\xa0üÀ日\U0001f600")
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=8,
)
LISTS = st.lists(TEXTS, min_size=1, max_size=4)
OBJECTS = st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=4)


@pytest.mark.parametrize("reserved", [False, True])
@pytest.mark.parametrize(
    ("style", "explode", "read_them"),
    [
        ("form", True, read_repeated),
        ("form", False, read_list(",")),
        ("spaceDelimited", False, read_list("%20")),
        ("pipeDelimited", False, read_list("%7C")),
        ("deepObject", False, read_bracketed_list),
    ],
)
@given(value=LISTS)
def test_lists_in_queries(
    style: Style, explode: bool, read_them: _Read, reserved: bool, value: list[str]
) -> None:
    own = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(style)
    styled = Styled(value, style, explode=explode, allow_reserved=reserved)
    if own and any(own in text for text in value):
        with pytest.raises(InvalidArgumentError, match="^color: "):
            flatten({"color": styled})
        return
    query = urlencoded(flatten({"color": styled}))
    assert_is_query(query)
    assert read_them(query) == value


@pytest.mark.parametrize("reserved", [False, True])
@pytest.mark.parametrize(
    ("style", "explode", "read_them"),
    [
        ("form", True, read_spread),
        ("form", False, read_object(",")),
        ("spaceDelimited", False, read_object("%20")),
        ("pipeDelimited", False, read_object("%7C")),
    ],
)
@given(value=OBJECTS)
def test_objects_in_queries(
    style: Style,
    explode: bool,
    read_them: _Read,
    reserved: bool,
    value: dict[str, str],
) -> None:
    own = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(style)
    assume(not own or not any(own in text for pair in value.items() for text in pair))
    styled = Styled(value, style, explode=explode, allow_reserved=reserved)
    query = urlencoded(flatten({"color": styled}))
    assert_is_query(query)
    assert read_them(query) == value


_KEYS = TEXTS.filter(lambda text: bool(text) and not set("[]") & set(text))
DEEP = st.recursive(
    st.one_of(TEXTS, st.lists(TEXTS, min_size=2, max_size=3)),
    lambda inner: st.dictionaries(_KEYS, inner, min_size=1, max_size=3),
    max_leaves=6,
).filter(lambda value: isinstance(value, dict))


@given(value=DEEP, reserved=st.booleans())
def test_deep_objects(value: dict[str, Any], reserved: bool) -> None:
    styled = Styled(value, "deepObject", allow_reserved=reserved)
    query = urlencoded(flatten({"color": styled}))
    assert_is_query(query)
    assert read_deep(query) == value


@given(value=TEXTS)
def test_reserved_characters_are_kept_where_they_do_no_harm(value: str) -> None:
    query = urlencoded(flatten({"color": Styled(value, allow_reserved=True)}))
    assert_is_query(query)
    assert read_repeated(query) == [value]
    for mark in ":/?@!$'()*,=":
        assert query.count(mark) == value.count(mark) + (mark == "=")


def assert_is_query(query: str) -> None:
    """RFC 3986, section 3.4, without what some servers take apart by."""
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    assert set(query) <= allowed | set("-._~%+&=:/?@!$'()*,")


def read_path(style: str, explode: bool, text: str, *, is_object: bool) -> object:
    """What a server reads of a segment that it splits before it decodes."""
    if style == "matrix":
        parts = [part.partition("=") for part in text.removeprefix(";").split(";")]
        if explode and is_object:
            return {unquote(name): unquote(one) for name, _, one in parts}
        assert {name for name, _, _ in parts} == {"color"}
        items = [one for _, _, one in parts]
        items = items if explode else items[0].split(",")
    else:
        separator = "." if style == "label" and explode else ","
        items = text[1 if style == "label" else 0 :].split(separator)
        if explode and is_object:
            pairs = [item.partition("=") for item in items]
            return {unquote(name): unquote(one) for name, _, one in pairs}
    texts = [unquote(item) for item in items]
    if not is_object:
        return texts
    rest = iter(texts)
    return dict(zip(rest, rest, strict=True))


@pytest.mark.parametrize("style", ["simple", "label", "matrix"])
@pytest.mark.parametrize("explode", [False, True])
@given(value=st.one_of(LISTS, OBJECTS))
def test_paths(
    style: PathStyle, explode: bool, value: list[str] | dict[str, str]
) -> None:
    try:
        text = styled_segment("color", value, style, explode=explode)
    except InvalidArgumentError:
        texts = [*value, *value.values()] if isinstance(value, dict) else value
        harmless = all(one.isalnum() for one in texts)
        assert not harmless
        return
    is_object = isinstance(value, dict)
    assert read_path(style, explode, text, is_object=is_object) == value


@given(value=LISTS)
def test_lists_in_headers(value: list[str]) -> None:
    try:
        ((name, text),) = flatten({"X-List": Styled(value, "simple")})
        check_header(name, text)
    except InvalidArgumentError as error:
        assert "X-List" in str(error)
        printable = all(one.isascii() and one.isprintable() for one in value)
        assert not printable or any(
            not one or "," in one or one != one.strip() for one in value
        )
    else:
        assert [one.strip(" \t") for one in text.split(",")] == value


@given(value=LISTS)
def test_lists_in_cookies(value: list[str]) -> None:
    header = cookie_header(flatten({"color": Styled(value, explode=False)}))
    assert header.isascii()
    assert header.isprintable()
    assert not set(header) & set(' ;"\\')
    text = header.removeprefix("color=")
    assert [unquote(item) for item in text.split(",")] == value


@given(value=st.one_of(TEXTS, LISTS))
def test_the_style_of_cookies_changes_nothing(value: str | list[str]) -> None:
    texts = value if isinstance(value, list) else [value]
    try:
        header = cookie_header(flatten({"color": Styled(value, "cookie")}))
    except InvalidArgumentError as error:
        assert str(error) == "color: holds what no cookie can hold"
        assert not all(text.isalnum() and text.isascii() for text in texts)
    else:
        assert [one.removeprefix("color=") for one in header.split("; ")] == texts


# --- values


def test_values_are_written_as_elsewhere() -> None:
    day = dt.date(2026, 1, 2)
    values = [True, 1, 2.5, Decimal("1.50"), day, dt.time(1, 2), "x"]
    assert (
        in_query(values, "form", explode=False)
        == "color=true,1,2.5,1.50,2026-01-02,01%3A02%3A00,x"
    )
    assert in_query({"a": True, "b": UNSET}, "deepObject", explode=True) == (
        "color%5Ba%5D=true"
    )


@pytest.mark.parametrize("style", ["form", "deepObject", "pipeDelimited", "simple"])
@pytest.mark.parametrize(
    "value",
    [
        None,
        [None],
        {"a": None},
        [["a"]],
        [{"a": "b"}],
        {1: "a"},
        float("inf"),
        ["\ud800"],
        {"\ud800": "a"},
        b"bytes",
        dt.datetime(2026, 1, 2),
        object(),
    ],
)
@pytest.mark.parametrize("explode", [False, True])
def test_what_cannot_be_written(value: object, style: Style, explode: bool) -> None:
    with pytest.raises(InvalidArgumentError):
        flatten({"color": Styled(value, style, explode=explode)})


@pytest.mark.parametrize("key", ["", "a]", "[a", "a[b]"])
def test_names_that_brackets_cannot_hold(key: str) -> None:
    with pytest.raises(InvalidArgumentError, match="brackets"):
        flatten({"color": Styled({key: "x"}, "deepObject")})


def test_objects_without_an_end() -> None:
    endless: dict[str, object] = {}
    endless |= {"a": endless, "b": endless}
    with pytest.raises(InvalidArgumentError, match="nested too deeply"):
        flatten({"color": Styled(endless, "deepObject")})
    with pytest.raises(InvalidArgumentError, match="nested too deeply"):
        json_text("color", endless)


def test_errors_do_not_show_values() -> None:
    refused = (
        Styled(["s|ecret"], "pipeDelimited"),
        Styled(["s;ecret"], "cookie"),
        Styled(["s,ecret"], "simple"),
    )
    for styled in refused:
        with pytest.raises(InvalidArgumentError) as caught:
            flatten({"color": styled})
        assert "ecret" not in str(caught.value)

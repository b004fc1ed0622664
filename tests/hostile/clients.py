"""What each client must do. Runs in a fresh interpreter, with nothing else loaded."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import sys
import time
import typing
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from tests.hostile.made import (
    PACKAGE,
    Made,
    Recorder,
    enumeration,
    hints,
    is_either,
    is_enumeration_of,
    names_of,
    round_trip,
    sends,
    wires,
)

CHECKS: dict[int, Callable[[Made], None]] = {}


def check(number: int) -> Callable[[Callable[[Made], None]], Callable[[Made], None]]:
    """Register what the client of a document must do."""

    def register(function: Callable[[Made], None]) -> Callable[[Made], None]:
        CHECKS[number] = function
        return function

    return register


@check(69)
def _models_named_like_imports(made: Made) -> None:
    offered = [getattr(made.models, name) for name in made.models.__all__]
    for key in made.document()["components"]["schemas"]:
        # The case of a name follows a rule; whatever else it is told in its docstring.
        called = [
            one
            for one in offered
            if one.__name__.casefold() == key.casefold()
            or f"`{key}`" in (one.__doc__ or "")
        ]
        assert called, key
    for one in made.classes():
        hints(one)


@check(71)
def _reserved_properties(made: Made) -> None:
    round_trip(made.thing, made.properties())
    inherited = set(dir(made.thing.__mro__[1])) | {"from_dict", "to_dict", "inspect"}
    taken = inherited & set(names_of(made.thing))
    assert not taken, taken
    for name in ("from_dict", "to_dict", "inspect", "__init__", "__eq__", "__repr__"):
        assert callable(getattr(made.thing, name))


@check(73)
def _colliding_parameters(made: Made) -> None:
    recorder = Recorder()
    path = made.client(recorder).things("v path")
    signature = inspect.signature(path.get)
    keywords = [n for n in signature.parameters if n not in ("options", "_options")]
    assert len(keywords) == 7, keywords
    path.get(**{name: f"v {name}" for name in keywords})
    (sent,) = recorder.sent
    assert sent.url.partition("?")[0].endswith("/things/v%20path")
    headers = {name.lower(): value for name, value in sent.headers}
    cookies = {k: m.value for k, m in SimpleCookie(headers["cookie"]).items()}
    reached = [*recorder.query, ("id", headers["id"]), *cookies.items()]
    wanted = ["FooBar", "foo-bar", "fooBar", "foo_bar", "id", "id", "id"]
    assert sorted(name for name, _ in reached) == wanted, reached
    texts = {text.replace("%20", " ") for _, text in reached}
    assert texts == {f"v {name}" for name in keywords}, reached


@check(75)
def _colliding_members(made: Made) -> None:
    values = made.properties()["a"]["enum"]
    is_enumeration_of(enumeration(made.thing, "a"), values)


@check(79)
def _names_that_become_equal(made: Made) -> None:
    round_trip(made.thing, made.properties())


@check(81)
def _bidirectional_controls(made: Made) -> None:
    controls = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    controls |= {"\u200e", "\u200f", "\u061c"}
    for path in made.files():
        if path.is_file() and path.suffix != ".pyc":
            found = controls & set(path.read_text(encoding="utf-8"))
            assert not found, path.name


@check(83)
def _names_of_symbols(made: Made) -> None:
    round_trip(made.thing, made.properties())


@check(103)
def _words_that_look_like_booleans(made: Made) -> None:
    values = {wire: wire for wire in ("on", "off", "yes", "no", "y", "n", "country")}
    round_trip(made.thing, values)
    assert {name for name in wires(made.thing).values()} == set(values)
    expected = made.properties()["country"]["enum"]
    is_enumeration_of(enumeration(made.thing, "country"), expected)


@check(105)
def _numbers_as_keys(made: Made) -> None:
    runtime = importlib.import_module(PACKAGE)
    assert made.client(Recorder(b"")).a.a() is None
    try:
        made.client(Recorder({}, 404)).a.a()
    except runtime.NotFoundError:
        return
    raise AssertionError("no error for 404")


@check(107)
def _dates_are_texts(made: Made) -> None:
    round_trip(made.thing, made.properties())
    is_enumeration_of(enumeration(made.thing, "b"), made.properties()["b"]["enum"])


@check(111)
def _huge_limits(made: Made) -> None:
    data = {"a": "x", "b": ["y"], "c": 1.5, "d": 2**63 - 1}
    seen: list[Any] = []
    assert made.thing.from_dict(data, on_drift=seen.append).to_dict() == data
    assert all(drift.pointer == "/a" for drift in seen), seen


@check(140)
def _links_are_not_followed(made: Made) -> None:
    sends(made)


@check(146)
def _trees(made: Made) -> None:
    leaf: dict[str, Any] = {"children": []}
    data = {
        "children": [{"children": [leaf, leaf], "parent": {"thing": leaf}}],
        "map": {"k": {"map": {"l": leaf}}},
    }
    tree = made.thing.from_dict(data)
    assert tree.to_dict() == data
    assert isinstance(tree.children[0].children[1], made.thing)
    assert isinstance(tree.children[0].parent.thing, made.thing)
    assert isinstance(tree.map["k"].map["l"], made.thing)


@check(148)
def _deep_data(made: Made) -> None:
    error = importlib.import_module(PACKAGE).DecodeError
    for depth in (2_000, 10_000, 100_000):
        data: dict[str, Any] = {}
        for _ in range(depth):
            data = {"n": data}
        for hook in (None, list[Any]().append):
            try:
                made.thing.from_dict(data, on_drift=hook)
            except error:
                continue
            raise AssertionError(f"{depth} levels were read")
    content = b'{"n":' * 10_000 + b"{}" + b"}" * 10_000
    try:
        made.client(Recorder(content)).things.get()
    except error:
        pass
    else:
        raise AssertionError("a deep response was read")
    data = {}
    for _ in range(100):
        data = {"n": data}
    assert made.thing.from_dict(data).to_dict() == data


@check(152)
def _escaped_references(made: Made) -> None:
    round_trip(made.thing, ["a", "b"])
    assert all(is_either(hints(made.thing)[name], str) for name in "ab")


@check(154)
def _references_that_are_data(made: Made) -> None:
    data: dict[str, Any] = {"a": {"$ref": "file:///etc/passwd"}}
    assert made.thing.from_dict(data).to_dict() == data


@check(157)
def _ten_thousand_properties(made: Made) -> None:
    properties = made.properties()
    assert len(properties) == 10_000
    round_trip(made.thing, properties)


@check(159)
def _a_thousand_alternatives(made: Made) -> None:
    count = len(made.document()["components"]["schemas"]) - 1
    models = [one for one in made.classes() if one.__name__.startswith("V")]
    assert len(models) >= count, len(models)
    method = made.client(Recorder()).things.get
    hint = typing.get_type_hints(method, localns=vars(made.models))["return"]
    alternatives = {one for one in typing.get_args(hint)} or {hint}
    assert Any not in alternatives, "the union is left open"


@check(161)
def _a_chain_of_references(made: Made) -> None:
    assert is_either(hints(made.thing)["a"], str)


@check(163)
def _patterns_that_do_not_run(made: Made) -> None:
    seen: list[Any] = []
    data = {name: "!" for name in made.properties()}
    made.thing.from_dict(data, on_drift=seen.append)
    assert not seen, seen


@check(165)
def _a_very_long_word(made: Made) -> None:
    sends(made)


@check(167)
def _two_thousand_operations(made: Made) -> None:
    recorder = Recorder()
    client = made.client(recorder)
    count = len(made.document()["paths"])
    assert len([name for name in dir(client) if name.startswith("p")]) >= count
    for number in range(0, count, 97):
        resource = getattr(client, f"p{number}")
        (method,) = [name for name in dir(resource) if not name.startswith("_")]
        getattr(resource, method)()
        assert recorder.sent[-1].url == f"http://a.test/p{number}"


@check(174)
def _models_without_operations(made: Made) -> None:
    assert list(made.models.__all__) == ["A"]
    data = {"a": "x"}
    assert made.models.A.from_dict(data).to_dict() == data


@check(190)
def _overlapping_alternatives(made: Made) -> None:
    to_json = importlib.import_module(f"{PACKAGE}._runtime.models").to_json
    values: list[Any] = [
        {"a": "x"},
        {"a": "x", "b": "y"},
        {"a": "x", "b": "y", "unknown": [1]},
        "text",
        "2020-01-02",
        7,
        7.5,
        True,
        ["x"],
        None,
        {"unknown": 1},
    ]
    for value in values:
        read = made.client(Recorder(value)).things.get()
        assert to_json(read) == value, value
        assert type(to_json(read)) is type(value), value
    read = made.client(Recorder(values[1])).things.get()
    assert read.b == "y", "the alternative that knows more was not taken"


@check(194)
def _boolean_schemas(made: Made) -> None:
    kinds = hints(made.thing)
    assert is_either(kinds["a"], Any) and is_either(kinds["b"], Any)
    assert is_either(kinds["c"], list[Any])
    assert is_either(kinds["d"], typing.Never, type(None)), kinds["d"]
    data = {"a": 1, "b": [None], "c": [1, "x"]}
    assert made.thing.from_dict(data).to_dict() == data


@check(198)
def _only_a_default_response(made: Made) -> None:
    assert made.client(Recorder({"a": "x"})).a.a().a == "x"
    runtime = importlib.import_module(PACKAGE)
    try:
        made.client(Recorder({"a": "x"}, 500)).a.a()
    except runtime.StatusError as error:
        assert error.status == 500
        return
    raise AssertionError("no error for 500")


@check(200)
def _a_body_of_get(made: Made) -> None:
    recorder = Recorder()
    method = made.client(recorder).things.get
    (name,) = [n for n in inspect.signature(method).parameters if n != "options"]
    method(**{name: {"x": 1}})
    sent = recorder.sent[-1]
    assert sent.method == "GET" and json.loads(sent.content) == {"x": 1}
    method()
    assert recorder.sent[-1].content == b""


@check(206)
def _no_credentials_where_none_are_asked_for(made: Made) -> None:
    client = importlib.import_module(PACKAGE).Client
    known = ("base_url", "timeout", "transport", "strict", "on_drift", "self")
    parameters = inspect.signature(client.__init__).parameters.values()
    credentials = {
        one.name: f"secret-{one.name}"
        for one in parameters
        if one.name not in known and "str" in str(one.annotation)
    }
    assert credentials, "the client takes no credentials"
    for given in (credentials, {}):
        recorder = Recorder()
        made.client(recorder, **given).things.get()
        shown = f"{recorder.sent[-1].url} {recorder.sent[-1].headers}"
        assert "secret" not in shown and "authorization" not in shown.lower()


@check(208)
def _read_only_and_write_only(made: Made) -> None:
    seen: list[Any] = []
    assert made.thing.from_dict({"a": "x"}, on_drift=seen.append).a == "x"
    assert not seen, f"told of {seen}"
    assert made.thing(b="y").to_dict() == {"b": "y"}
    made.thing.from_dict({}, on_drift=seen.append)
    assert [drift.pointer for drift in seen] == ["/a"], seen


@check(210)
def _extensions(made: Made) -> None:
    is_enumeration_of(enumeration(made.thing, "a"), ["a"])


def main() -> None:
    """Import every module, then see that the client does what it must.

    Prints what is wrong, if anything is.
    """
    number, folder, spec = sys.argv[1:]
    sys.path.insert(0, folder)
    made = Made(Path(spec))
    started = time.process_time()
    assert importlib.import_module(PACKAGE).Client  # loads its module when asked for
    if time.process_time() - started > 2:
        print("importing it takes longer than two seconds")
    for path in made.files():
        if path.suffix == ".py":
            compile(ast.parse(path.read_bytes()), str(path), "exec")
    made.modules()
    function = CHECKS.get(int(number))
    if function is not None:
        function(made)
    if "PWNED" in os.environ:
        print("a payload has run")


if __name__ == "__main__":
    main()

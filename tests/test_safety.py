"""Text of a specification stays text: whatever it holds, it is never code."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.building.names import name_of
from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics
from generator.languages import File
from generator.languages.python import LANGUAGE, PythonLanguage
from generator.languages.python.patterns import is_safe_pattern
from generator.languages.python.spelling import Docstring, docstring, literal
from generator.packs import Pack, find_pack
from generator.pipeline import make
from generator.plan.names import Scope
from generator.plan.settings import ClientSettings
from generator.render import TemplateFault, render
from generator.text import Code, Text
from generator.understand import read
from generator.words import split_words
from tests.conftest import SPEC

texts = st.text(st.characters(codec="utf-8") | st.sampled_from("\"'\\\n\r\t{}#%>. "))
PACK = find_pack("python")


@given(texts)
def test_a_literal_is_the_text(text: str) -> None:
    code = literal(Text(text))
    assert ast.literal_eval(code) == text
    assert code.isprintable()


@given(st.lists(texts, min_size=1, max_size=3), texts, st.sampled_from([0, 4, 8]))
def test_a_docstring_ends_where_it_should(
    paragraphs: list[str], argument: str, indent: int
) -> None:
    doc = Docstring(tuple(map(Text, paragraphs)), ((Code("x"), Text(argument)),))
    source = docstring(doc, indent)
    tree = ast.parse(source)
    assert len(tree.body) == 1
    assert isinstance(ast.literal_eval(source), str)
    assert source.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "template",
    ["{{ t }}", "{{ t ~ '' }}", "{{ [t] | join }}", "{{ '%s' | format(t) }}"],
)
@pytest.mark.parametrize("value", [Text("x"), "x"], ids=["Text", "str"])
def test_a_template_cannot_print_text(
    tmp_path: Path, template: str, value: object
) -> None:
    (tmp_path / "t.jinja").write_text(template, encoding="utf-8")
    pack = Pack(tmp_path, "python", PACK.naming, PACK.types)
    with pytest.raises(TemplateFault):
        render([File("x.py", "t.jinja", {"t": value})], pack, LANGUAGE)


def test_a_text_that_leaves_its_literal_is_found(tmp_path: Path) -> None:
    (tmp_path / "t.jinja").write_text("{{ t | wrong }}\n", encoding="utf-8")

    class Careless(PythonLanguage):
        def filters(self, *, neutral: bool) -> Mapping[str, Callable[..., Any]]:
            def wrong(text: Text) -> Code:
                return Code('"x"' if neutral else f'"{text.raw}"')

            return {"wrong": wrong}

    pack = Pack(tmp_path, "python", PACK.naming, PACK.types)
    file = File("x.py", "t.jinja", {"t": Text('"; evil(); "')})
    with pytest.raises(TemplateFault, match="left its literal"):
        render([file], pack, Careless())


def test_text_does_not_become_a_string() -> None:
    text = Text("x")
    with pytest.raises(TypeError):
        str(text)
    with pytest.raises(TypeError):
        f"{text}"
    with pytest.raises(TypeError):
        ", ".join(["x", cast(Any, text)])


PAYLOADS = [
    '"""; import os; os.environ["PWNED"] = "1"; """',
    "'''+str(exec('import os'))+'''",
    "\\",
    '\\"""',
    "x\n    import os",
    "x\r\nimport os",
    "\u2028import os\u0085import os\x0bimport os",
    "{{ 7*7 }}{% for %}{# #}",
    "coding: utf-7",
    ">>> evil()",
    "\u202eevil\u2066",
    "x" * 500,
]


def _with_texts(value: Any, text: str) -> Any:
    """A document with a text in the place of everything that is said to people."""
    if isinstance(value, list):
        return [_with_texts(item, text) for item in cast(list[object], value)]
    if not isinstance(value, dict):
        return value
    fields = cast(dict[str, Any], value)
    said = {"description", "title", "summary"}
    return {
        key: text if key in said and isinstance(item, str) else _with_texts(item, text)
        for key, item in fields.items()
    }


def _skeletons(document: Any, path: Path) -> dict[str, str]:
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    config = ClientConfig(Path(), ClientSettings("made"), (SpecConfig(path),))
    found = Diagnostics()
    files = make(config, [read(config.specs[0], found)], PACK, found)
    for name, source in files.items():
        first, second, *_ = [*source.split("\n"), "", ""]
        assert "coding" not in first + second, name
    return {name: LANGUAGE.skeleton(source) for name, source in files.items()}


def test_the_skeleton_does_not_depend_on_texts(tmp_path: Path) -> None:
    document = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    harmless = _skeletons(_with_texts(document, "x"), tmp_path / "x.yaml")
    for payload in PAYLOADS:
        changed = _with_texts(document, payload)
        assert _skeletons(changed, tmp_path / "y.yaml") == harmless


@given(st.lists(texts, max_size=20))
@settings(max_examples=200)
def test_names_are_valid_and_differ(wires: list[str]) -> None:
    for kind in ("field", "argument", "method", "class", "member", "module"):
        scope = Scope(PACK.naming)
        names = [scope.take(kind, wire, name_of(wire)) for wire in wires]
        assert all(name.isidentifier() for name in names)
        assert len({name.casefold() for name in names}) == len(names)
        for name in names:
            ast.parse(f"{name} = 1")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("HTTPStatus", "http status"),
        ("getURLForID", "get url for id"),
        ("message_interaction_enum_type", "message interaction enum type"),
        ("StartTime<", "start time before"),
        ("StartTime>", "start time after"),
        ("Notifications.NewMessage.Enabled", "notifications new message enabled"),
        ("delivery-unknown", "delivery unknown"),
        ("2010-04-01", "2010 04 01"),
        ("SHA256Sum", "sha256 sum"),
        ("ﬁx", "fix"),
        ("日本語", "日本語"),
        ("_", ""),
    ],
)
def test_words(name: str, words: str) -> None:
    assert " ".join(split_words(name)) == words


@pytest.mark.parametrize(
    ("pattern", "safe"),
    [
        ("^KS[0-9a-fA-F]{32}$", True),
        (r"^\+[1-9]\d{1,14}$", True),
        ("[a-z]+-[a-z]+", True),
        ("^(a+)+$", False),
        ("a*b*c*d", False),
        ("a{1,9}b{1,9}c{1,9}", False),
        (r"\p{L}", False),
        ("(?i)a", False),
        ("a|b", False),
        ("[", False),
        ("[b-a]", False),
    ],
)
def test_only_patterns_that_end_soon_are_used(pattern: str, safe: bool) -> None:
    assert is_safe_pattern(pattern) is safe

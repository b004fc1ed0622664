"""Names: readable, distinct, and kept once they are published."""

from __future__ import annotations

import importlib
import itertools
import json
import keyword
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.building.names import name_of
from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostics, Stop
from generator.packs import find_pack
from generator.pipeline import generate
from generator.plan.layout import CLIENT_MEMBERS
from generator.plan.lock import LOCK
from generator.plan.names import Scope, look
from generator.plan.settings import ClientSettings
from generator.reporting.locate import locate
from tests.surface import surface

SPECS = Path(__file__).parent / "specs"
BEFORE, AFTER = SPECS / "names_before.yaml", SPECS / "names_after.yaml"
NAMING = find_pack("python").naming
KINDS = ("argument", "class", "field", "member", "method", "model", "module")


# --- one scope


def named(
    kind: str, *wires: str, published: Mapping[str, str] | None = None
) -> list[str]:
    scope = Scope(NAMING, published or {})
    return scope.take_all(kind, [(wire, name_of(wire)) for wire in wires])


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "argument",
            {
                "StartTime": "start_time",
                "StartTime<": "start_time_before",
                "StartTime>": "start_time_after",
            },
        ),
        (
            "argument",
            {
                "ChannelData.To": "channel_data_to",
                "Notifications.NewMessage.Enabled": "notifications_new_message_enabled",
                "Parameter1.Name": "parameter1_name",
                "Parameter99.Value": "parameter99_value",
                "X-Twilio-Webhook-Enabled": "x_twilio_webhook_enabled",
            },
        ),
        ("field", {"twilio/text": "twilio_text", "Non-Resident": "non_resident"}),
        ("argument", {"From": "from_", "from": "from_lower"}),
        ("field", {"type": "type", "id": "id", "zip": "zip", "help": "help"}),
        ("argument", {"self": "self_", "options": "options_", "response": "response_"}),
        ("field", {"to_dict": "to_dict_", "extra": "extra_", "items": "items"}),
        (
            "member",
            {
                "+1": "PLUS_1",
                "-1": "MINUS_1",
                "1": "N1",
                "": "EMPTY",
                " ": "SPACE",
                "*": "STAR",
                "👍": "THUMBS_UP_SIGN",
                "👎": "THUMBS_DOWN_SIGN",
                "mro": "MRO",
                "\x00": "U0000",
            },
        ),
        ("member", {"asc": "ASC_LOWER", "ASC": "ASC"}),
        (
            "field",
            {
                "FooBar": "foo_bar",
                "fooBar": "foo_bar_camel",
                "foo_bar": "foo_bar_underscored",
                "foo-bar": "foo_bar_dashed",
                "foo.bar": "foo_bar_dotted",
                "foo bar": "foo_bar_2",
            },
        ),
        ("field", {"class": "class_", "__class__": "class_underscored"}),
        # The same to compilers, after NFKC; the same to people; the same on a disk.
        ("field", {"ﬁeld": "field_styled", "field": "field", "ｓｅｌｆ": "self"}),
        ("field", {"kelvin": "kelvin", "\u212aelvin": "kelvin_styled"}),
        ("field", {"age": "age", "\u0430g\u0435": "\u0430g\u0435_lower"}),
        (
            "module",
            {"con": "con_", "Aux": "aux_", "Pets": "pets", "pets": "pets_lower"},
        ),
        ("model", {"PET": "Pet", "Pet": "PetCapitalized", "Any": "Any_"}),
    ],
)
def test_odd_names(kind: str, names: dict[str, str]) -> None:
    assert dict(zip(names, named(kind, *names), strict=True)) == names


wires = st.one_of(
    st.text(max_size=8),
    st.text("aA_-.<>+ 1", max_size=5),
    st.sampled_from(["class", "Class", "from", "\u0441lass", "mro", "to_dict", "con"]),
)


@given(st.sampled_from(KINDS), st.lists(wires, unique=True, max_size=12), st.randoms())
@settings(max_examples=150, deadline=None)
def test_names_of_a_scope(kind: str, drawn: list[str], random: Any) -> None:
    names = named(kind, *drawn)
    assert len({look(name) for name in names}) == len(names)
    for name in names:
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not name.startswith("_")
        assert not NAMING.is_reserved(kind, name)
    shuffled = random.sample(drawn, len(drawn))
    given_to = dict(zip(drawn, names, strict=True))
    assert named(kind, *shuffled) == [given_to[wire] for wire in shuffled]


@given(
    st.sampled_from(KINDS),
    st.lists(wires, unique=True, max_size=16),
    st.integers(0, 16),
)
@settings(max_examples=150, deadline=None)
def test_what_is_published_keeps_its_name(
    kind: str, drawn: list[str], count: int
) -> None:
    before = drawn[:count]
    published = dict(zip(before, named(kind, *before), strict=True))
    names = named(kind, *drawn, published=published)
    after = dict(zip(drawn, names, strict=True))
    assert {wire: after[wire] for wire in before} == published
    assert len({look(name) for name in names}) == len(names)
    assert named(kind, *drawn, published=after) == names


def test_a_name_that_became_reserved_is_given_up() -> None:
    assert named("field", "x", "y", published={"x": "class", "y": "to_dict"}) == [
        "x",
        "y",
    ]


def test_thousands_of_colliders_take_no_time() -> None:
    many = ["".join(signs) for signs in itertools.product("._/:;", repeat=5)]
    names = named("field", *(f"a{signs}b" for signs in many))
    assert len(set(names)) == 5**5


def public(owner: type) -> set[str]:
    return {name for name in dir(owner) if not name.startswith("_")}


def test_what_the_run_time_has_of_its_own_is_reserved() -> None:
    from runtime.clients import AsyncBaseClient, BaseClient
    from runtime.models import Model
    from runtime.resources import AsyncResource, Resource

    assert public(Model) <= NAMING.reserved["field"]
    for kind in ("attribute", "method"):
        own = public(Resource) | public(AsyncResource)
        assert own <= NAMING.reserved.get(kind, frozenset())
    assert public(BaseClient) | public(AsyncBaseClient) <= CLIENT_MEMBERS


# --- a whole client


def run(spec: Path, output: Path) -> Diagnostics:
    """Generate a client as the command does."""
    found = Diagnostics()
    config = ClientConfig(output, ClientSettings("made"), (SpecConfig(spec),))
    generate([config], found, fresh=False)
    return found


def offered(output: Path) -> dict[str, Any]:
    folder = output / "made"
    return surface(
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*.py")
        }
    )


def missing(before: Any, after: Any, at: str = "") -> list[str]:
    """What a surface has not, of another one; arguments may have been added."""
    match before, after:
        case dict(), dict():
            old, new = cast(dict[str, Any], before), cast(dict[str, Any], after)
            return [
                fault
                for name, promise in old.items()
                for fault in missing(promise, new.get(name), f"{at}/{name}")
            ]
        case (list(), dict()), (list(), dict()):
            return missing(before[1], after[1], at)
        case frozenset(), frozenset():
            return [] if _signature(before) <= _signature(after) else [at]
        case _:
            return [] if before == after else [at]


def _signature(function: Any) -> set[Any]:
    """What a caller relies on, flat."""
    facts: set[Any] = set()
    for one in function:
        match one:
            case (str(kind), (positional, keywords, rest, result)):
                facts |= {kind, positional, *keywords, ("**", rest), ("->", result)}
            case _:
                pass
    return facts


def lock_of(output: Path) -> dict[str, Any]:
    text = (output / "made" / LOCK).read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def rewrite(output: Path, data: Any) -> None:
    path = output / "made" / LOCK
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")


def test_the_next_version_offers_all_that_was_published(tmp_path: Path) -> None:
    run(BEFORE, tmp_path)
    before, names = offered(tmp_path), lock_of(tmp_path)["names"]
    assert run(AFTER, tmp_path).found == []
    assert missing(before, offered(tmp_path)) == []
    later = lock_of(tmp_path)
    assert later["retired"] == {}
    for place, published in names.items():
        assert published.items() <= later["names"][place].items()
    import_all(tmp_path)


def test_without_a_lock_it_would_not(tmp_path: Path) -> None:
    """All the colliders of the test above do collide."""
    run(BEFORE, tmp_path)
    before = offered(tmp_path)
    (tmp_path / "made" / LOCK).unlink()
    run(AFTER, tmp_path)
    lost = "\n".join(missing(before, offered(tmp_path)))
    for name in (
        "pet.py/Pet/foo_bar",
        "models/pet.py/Kind",
        "home.py/Home/street",
        "Client/__init__",
        "pets.py/list_pets",
        "pets.py/Pets/list",
    ):
        assert name in lost


def import_all(output: Path) -> None:
    sys.path.insert(0, str(output))
    try:
        for path in sorted((output / "made").rglob("*.py")):
            importlib.import_module(
                ".".join(path.relative_to(output).with_suffix("").parts)
            )
    finally:
        sys.path.remove(str(output))
        for name in [one for one in sys.modules if one.split(".")[0] == "made"]:
            del sys.modules[name]


def test_the_same_lock_gives_the_same_bytes(tmp_path: Path) -> None:
    run(BEFORE, tmp_path)
    run(AFTER, tmp_path)
    first = tree(tmp_path)
    (tmp_path / "made" / ".clientsmith.json").unlink()
    run(AFTER, tmp_path)
    assert tree(tmp_path) == first


def tree(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def upside_down(document: Any) -> Any:
    """The same document with all keys in the opposite order."""

    def reverse(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return dict(reversed(pairs))

    return json.loads(json.dumps(document), object_pairs_hook=reverse)


@pytest.mark.parametrize("name", ["names_after", "odd_names", "unions", "notes"])
def test_the_order_of_keys_changes_no_name(name: str, tmp_path: Path) -> None:
    spec = SPECS / f"{name}.yaml"
    run(spec, tmp_path / "one")
    document = yaml.safe_load(spec.read_text(encoding="utf-8"))
    turned = tmp_path / "turned.json"
    turned.write_text(json.dumps(upside_down(document)), "utf-8")
    run(turned, tmp_path / "two")
    assert lock_of(tmp_path / "one") == lock_of(tmp_path / "two")


def test_a_lock_that_is_as_it_was_written_is_up_to_date(tmp_path: Path) -> None:
    run(BEFORE, tmp_path)
    config = ClientConfig(tmp_path, ClientSettings("made"), (SpecConfig(BEFORE),))
    (outcome,) = generate([config], Diagnostics(), fresh=False)
    assert outcome.changes is None
    text = (tmp_path / "made" / LOCK).read_text(encoding="utf-8")
    rewrite(tmp_path, text.replace('"foo_bar": "foo_bar"', '"foo_bar": "bar"'))
    run(BEFORE, tmp_path)
    model = (tmp_path / "made" / "models" / "pet.py").read_text(encoding="utf-8")
    assert "    bar: str" in model and 'get("foo_bar")' in model
    (tmp_path / "made" / LOCK).unlink()
    run(BEFORE, tmp_path)
    assert (tmp_path / "made" / LOCK).read_text(encoding="utf-8") == text


# --- what is gone


def changed(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    text = BEFORE.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "changed.yaml"
    path.write_text(text, "utf-8")
    return path


def test_what_comes_back_has_its_name_again(tmp_path: Path) -> None:
    run(AFTER, tmp_path)
    names = lock_of(tmp_path)["names"]
    assert run(BEFORE, tmp_path).found == []
    assert lock_of(tmp_path)["retired"]["models"]["#/components/schemas/Pet"] == "Pet"
    run(AFTER, tmp_path)
    assert lock_of(tmp_path)["names"] == names
    assert not any(lock_of(tmp_path)["retired"].values())


def test_what_is_gone_leaves_its_plain_name_and_tells_of_it(tmp_path: Path) -> None:
    run(BEFORE, tmp_path)
    found = run(changed(tmp_path, ("foo_bar", "fooBar")), tmp_path)
    (notice,) = locate(found)
    assert notice.file.endswith("made/names.lock")
    assert '"foo_bar": "foo_bar"' in line_of_the_lock(found, notice.position.line)
    assert notice.diagnostic.message == (
        "`foo_bar` of `foo_bar`, which is gone, is from now on that of `fooBar`"
        " (fields #/components/schemas/pet)"
    )
    lock = lock_of(tmp_path)
    assert lock["names"]["fields #/components/schemas/pet"]["fooBar"] == "foo_bar"
    assert lock["retired"] == {}


def line_of_the_lock(found: Diagnostics, line: int) -> str:
    (text,) = (one.text for file, one in found.documents.items() if file.endswith(LOCK))
    return text.splitlines()[line - 1]


def test_a_name_with_a_number_is_not_passed_on(tmp_path: Path) -> None:
    two = "foo_bar: {type: string}\n        foo bar: {type: string}"
    run(changed(tmp_path, ("foo_bar: {type: string}", two)), tmp_path)
    three = f"{two.split(chr(10))[0]}\n        foo/bar: {{type: string}}"
    run(changed(tmp_path, ("foo_bar: {type: string}", three)), tmp_path)
    lock = lock_of(tmp_path)
    assert lock["retired"]["fields #/components/schemas/pet"] == {
        "foo bar": "foo_bar_2"
    }
    assert "foo_bar_2" not in lock["names"]["fields #/components/schemas/pet"].values()


def test_types_share_a_module_only_when_they_must(tmp_path: Path) -> None:
    """A type stays in its module, unless modules would import each other."""
    run(BEFORE, tmp_path)
    circle = ("street: {type: string}", "pet: {$ref: '#/components/schemas/pet'}")
    run(changed(tmp_path, circle), tmp_path)
    import_all(tmp_path)
    models = {path.name for path in (tmp_path / "made" / "models").glob("*.py")}
    assert models == {"__init__.py", "home.py", "list_pets_order.py"}


# --- locks that cannot be used

FIELDS = "fields #/components/schemas/pet"


def put(data: dict[str, Any], place: str, key: str, name: Any) -> dict[str, Any]:
    data["names"].setdefault(place, {})[key] = name
    return data


BREAKING: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda data: "", "the document is empty"),
    (lambda data: "{", "unexpected end"),
    (lambda data: "<<<<<<< ours\n" + json.dumps(data), ""),
    (lambda data: "[]", "no lock of names of version 1"),
    (lambda data: {**data, "version": 2}, "no lock of names of version 1"),
    (lambda data: {**data, "language": "go"}, "not those of a client in python"),
    (lambda data: {**data, "more": {}}, "`more` is no part of a lock"),
    (lambda data: {**data, "names": []}, "`names` is no mapping"),
    (lambda data: {**data, "names": {"x": 1}}, "the names of `x` are no mapping"),
    (lambda data: put(data, FIELDS, "x", 1), "a name is a text"),
    (lambda data: put(data, FIELDS, "x", "a b"), "`a b` cannot be a name"),
    (
        lambda data: put(data, FIELDS, "x", "__init__"),
        "`__init__` cannot be a name",
    ),
    (lambda data: put(data, FIELDS, "x", "\ufb01x"), "cannot be a name"),
    (lambda data: put(data, "modules", "/x", "../x"), "`../x` cannot be a name"),
    (lambda data: put(data, FIELDS, "x", "Foo_bar"), "`Foo_bar` is given twice"),
]


@pytest.mark.parametrize(("breaking", "message"), BREAKING)
def test_a_broken_lock_is_refused(
    breaking: Callable[[dict[str, Any]], object], message: str, tmp_path: Path
) -> None:
    run(BEFORE, tmp_path)
    rewrite(tmp_path, breaking(lock_of(tmp_path)))
    before = tree(tmp_path)
    found = Diagnostics()
    config = ClientConfig(tmp_path, ClientSettings("made"), (SpecConfig(AFTER),))
    with pytest.raises(Stop):
        generate([config], found, fresh=False)
    located, *_ = locate(found)
    assert message in located.diagnostic.message
    assert located.file.endswith("made/names.lock")
    assert located.position.line >= 1
    assert tree(tmp_path) == before


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    run(BEFORE, tmp_path)
    lock = tmp_path / "made" / LOCK
    lock.rename(tmp_path / "elsewhere")
    lock.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Stop):
        run(AFTER, tmp_path)
    assert lock.is_symlink()

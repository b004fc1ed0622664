"""A client that was made of a document, and what can be asked of it."""

from __future__ import annotations

import dataclasses
import importlib
import json
import keyword
import pkgutil
import typing
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

PACKAGE = "made.client"


@dataclass
class Recorder:
    """A transport that notes what is sent, and answers what it is told to."""

    answer: Any = field(default_factory=dict[str, Any])
    status: int = 200
    sent: list[Any] = field(default_factory=list[Any])

    def send(self, request: Any, /) -> Any:
        self.sent.append(request)
        content = self.answer
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        response = importlib.import_module(f"{PACKAGE}._runtime").HttpResponse
        return response(status=self.status, content=content)

    def close(self) -> None:
        pass

    @property
    def query(self) -> list[tuple[str, str]]:
        url: str = self.sent[-1].url
        return parse_qsl(urlsplit(url).query)


@dataclass(frozen=True)
class Made:
    """A client that was made, and the document that it was made of."""

    spec: Path

    @property
    def models(self) -> ModuleType:
        return importlib.import_module(f"{PACKAGE}.models")

    @property
    def thing(self) -> Any:
        return self.models.Thing

    def document(self) -> Any:
        return yaml.load(self.spec.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)

    def properties(self, schema: str = "Thing") -> dict[str, Any]:
        found: dict[str, Any]
        found = self.document()["components"]["schemas"][schema]["properties"]
        return found

    def client(self, recorder: Recorder, **arguments: Any) -> Any:
        client = importlib.import_module(PACKAGE).Client
        return client(base_url="http://a.test", transport=recorder, **arguments)

    def classes(self) -> list[type]:
        """All classes that its modules define."""
        return [
            one
            for module in self.modules()
            for one in vars(module).values()
            if isinstance(one, type) and one.__module__ == module.__name__
        ]

    def modules(self) -> list[ModuleType]:
        package = importlib.import_module(PACKAGE)
        names = [
            one.name for one in pkgutil.walk_packages(package.__path__, f"{PACKAGE}.")
        ]
        return [package, *map(importlib.import_module, names)]

    def files(self) -> Iterable[Path]:
        return Path(importlib.import_module(PACKAGE).__path__[0]).rglob("*")


def wires(model: Any) -> dict[str, str]:
    """The attribute of each property, by its name on the wire."""
    values = {wire: f"value {index}" for index, wire in enumerate(model._names)}
    made = model.from_dict(values)
    attributes = {getattr(made, name): name for name in names_of(model)}
    return {wire: attributes[text] for wire, text in values.items()}


def names_of(model: Any) -> list[str]:
    own = {"_wire", "extra"}
    return [one.name for one in dataclasses.fields(model) if one.name not in own]


def round_trip(model: Any, expected: Iterable[str]) -> None:
    """All properties are usable, by unique names, and keep their names on the wire."""
    data = {wire: f"value {index}" for index, wire in enumerate(expected)}
    assert model.from_dict(data).to_dict() == data
    attributes = wires(model)
    assert set(attributes) == set(data), set(attributes) ^ set(data)
    unique_identifiers(attributes.values())
    written = model(**{attributes[wire]: text for wire, text in data.items()})
    assert written.to_dict() == data


def unique_identifiers(names: Iterable[str]) -> None:
    listed = list(names)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in listed)
    normal = {unicodedata.normalize("NFKC", name) for name in listed}
    assert len(normal) == len(listed), listed


def hints(model: Any) -> dict[str, Any]:
    return typing.get_type_hints(model)


def is_either(kind: Any, *expected: Any) -> bool:
    """Whether an annotation is one of several, `None` left aside."""
    parts = [one for one in typing.get_args(kind) if one is not type(None)]
    is_union = type(None) in typing.get_args(kind)
    return (parts[0] if is_union and len(parts) == 1 else kind) in expected


def enumeration(model: Any, wire: str) -> Any:
    """The enumeration of a property."""
    name = wires(model)[wire]
    kind = hints(model)[name]
    return next(
        one for one in (kind, *typing.get_args(kind)) if hasattr(one, "__members__")
    )


def is_enumeration_of(enum: Any, values: Iterable[str]) -> None:
    listed = list(values)
    assert [member.value for member in enum] == listed
    assert len(enum.__members__) == len(listed)
    for value in listed:
        member = enum(value)
        assert member == value and member.value == value and member.is_known
        assert enum.__members__[member.name] is member
    unique_identifiers(enum.__members__)


def sends(made: Made) -> Recorder:
    """Call the one operation of most documents."""
    recorder = Recorder()
    made.client(recorder).things.get()
    assert len(recorder.sent) == 1
    return recorder

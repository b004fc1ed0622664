"""Clients of drawn documents: made and imported without a file of theirs on the disk."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import inspect
import json
import sys
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from generator.config import ClientConfig, SpecConfig
from generator.diagnostics import Diagnostic, Diagnostics, Severity, Stop
from generator.languages import find_language
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.layout import lay_out
from generator.plan.published import Names
from generator.plan.settings import ClientSettings
from generator.understand import read
from tests.properties.kinds import Json, is_object
from tests.properties.texts import RECEIVED

PACKAGE = "drawn"
_BENCH = "_bench"


def generate(document: Json) -> tuple[dict[str, str], list[Diagnostic]]:
    """The files of a document's client, and what was found in it.

    There are none if it was refused.
    """
    found = Diagnostics()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        try:
            return _made(SpecConfig(path), found), found.found
        except Stop:
            return {}, found.found


def errors(found: Sequence[Diagnostic]) -> list[str]:
    """What was refused, or left out as a whole."""
    return [
        f"{one.message} ({one.at})"
        for one in found
        if one.severity is Severity.ERROR or " is left out: " in one.message
    ]


def left_open(found: Sequence[Diagnostic]) -> frozenset[str]:
    """The components, and paths, that may hold anything somewhere, as a warning says."""
    places = [one.at.parts for one in found if "left open" in one.message]
    return frozenset(at[1] if at[0] == "paths" else at[2] for at in places)


def _made(spec: SpecConfig, found: Diagnostics) -> dict[str, str]:
    api = read(spec, found)
    pack = find_pack("python")
    config = ClientConfig(Path(), ClientSettings(PACKAGE), (spec,))
    files = make(config, [api], pack, found)
    layout = lay_out([api], Names(pack.naming))
    return {**files, **find_language("python").bench(layout, pack, PACKAGE).files}


@contextmanager
def imported(files: Mapping[str, str]) -> Generator[Client]:
    """A client that can be imported for as long as this lasts.

    The run time is the same for all, and is imported once.
    """
    finder = _InMemory(files)
    sys.meta_path.insert(0, finder)
    try:
        for path in files:
            if path.endswith(".py") and path != "_runtime/httpx_transport.py":
                importlib.import_module(_module_name(path))
        yield Client()
    finally:
        sys.meta_path.remove(finder)
        for name in [one for one in sys.modules if _is_drawn(one)]:
            del sys.modules[name]


@dataclass
class _Wire:
    """A transport that keeps what is sent, and answers what it is told to."""

    answer: Json = None
    sent: list[Any] = field(default_factory=list[Any])

    def send(self, request: Any, /) -> Any:
        self.sent.append(request)
        content = json.dumps(self.answer).encode()
        status = 200 if request.method == "GET" else 204
        return _runtime().HttpResponse(status=status, content=content)

    def close(self) -> None:
        pass


class _AsyncWire(_Wire):
    """The same for asyncio."""

    async def send(self, request: Any, /) -> Any:
        return super().send(request)

    async def aclose(self) -> None:
        pass


class Client:
    """Calls the operations of a client."""

    def __init__(self) -> None:
        self._wire = _Wire()
        self._drifts: list[str] = []
        self._bodies: list[tuple[Any, dict[str, Any], bytes]] = []
        self._client = importlib.import_module(PACKAGE).Client(
            transport=self._wire,
            on_drift=self._hear,
        )
        self._rows = importlib.import_module(f"{PACKAGE}.{_BENCH}").OPERATIONS
        self._models = importlib.import_module(f"{PACKAGE}._runtime.models")

    def reads(self, path: str, value: Json) -> tuple[Any, list[str]]:
        """What a response that holds a value is read as, and how it drifts.

        Raises:
            Unreadable: It has to be an object, and is none.
        """
        self._wire.answer = value
        self._drifts.clear()
        build, _, _ = self._row(path, "get")
        try:
            read = self._client.send(build()).value
        except _runtime().DecodeError as error:
            raise Unreadable(str(error)) from error
        return read, list(self._drifts)

    def writes(self, read: Any, value: Json) -> Json:
        """What was read, as JSON again."""
        return json.loads(json.dumps(self._models.to_json(read, value)))

    def rereads(self, read: Any, value: Json) -> Any:
        """The same by the model itself; what is no model stays as it is."""
        model: Any = read.__class__
        return model.from_dict(value) if issubclass(model, self._models.Model) else read

    def sends(self, path: str, value: Json) -> Json:
        """What reaches the server of a value that is given as the body.

        Raises:
            CannotBeGiven: The body is an object that is given by its fields, and the value
                is none.
        """
        build, arguments, is_whole = self._row(path, "post")
        fields = {next(iter(arguments)): value} if is_whole else value
        if not is_object(fields):
            raise CannotBeGiven
        known = {wire: one for wire, one in fields.items() if wire in arguments}
        given = {
            arguments[wire][0]: _as_argument(arguments[wire][1], one)
            for wire, one in known.items()
        }
        rest = fields.keys() - known.keys() - set(RECEIVED)
        others = {wire: fields[wire] for wire in rest}
        options = {"extra_body": others} if others else {}
        request = build(**given)
        self._client.send(request, **options)
        content: bytes = self._wire.sent[-1].content
        self._bodies.append((request, options, content))
        return json.loads(content)

    def calls(self, path: str, method: str, texts: Sequence[str]) -> Any:
        """The request of an operation whose arguments are given some texts."""
        at = path.replace("~", "~0").replace("/", "~1")
        module, name, _, _ = self._rows[f"#/paths/{at}/{method}"]
        build = getattr(importlib.import_module(f"{PACKAGE}.{module}"), name)
        arguments = inspect.signature(build).parameters
        self._client.send(build(**dict(zip(arguments, texts, strict=True))))
        return self._wire.sent[-1]

    async def sends_otherwise(self) -> bool:
        """Whether the asynchronous client sends any body so far in another way."""
        wire = _AsyncWire()
        client = importlib.import_module(PACKAGE).AsyncClient(transport=wire)
        for request, options, _ in self._bodies:
            await client.send(request, **options)
        return [one.content for one in wire.sent] != [one[2] for one in self._bodies]

    def _hear(self, drift: object) -> None:
        self._drifts.append(str(drift))

    def _row(self, path: str, method: str) -> tuple[Any, Any, bool]:
        row = self._rows[f"#/paths/~1{path[1:]}/{method}"]
        module, name, arguments, is_whole = row
        build = getattr(importlib.import_module(f"{PACKAGE}.{module}"), name)
        return build, arguments, is_whole


class Unreadable(Exception):
    """A response that could not be read at all."""


class CannotBeGiven(Exception):
    """A value that is no argument."""


def _as_argument(reader: Any, value: Json) -> Any:
    return value if reader is None else reader(value)


def _runtime() -> Any:
    return importlib.import_module(f"{PACKAGE}._runtime")


class _InMemory(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds and loads the modules of a package whose files are given."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._paths = {
            _module_name(path): path for path in files if path.endswith(".py")
        }
        self._files = files

    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None, /
    ) -> importlib.machinery.ModuleSpec | None:
        file = self._paths.get(fullname)
        if file is None:
            return None
        return importlib.machinery.ModuleSpec(
            fullname,
            self,
            origin=f"{PACKAGE}/{file}",
            is_package=file.endswith("__init__.py"),
        )

    def get_source(self, fullname: str) -> str:
        return self._files[self._paths[fullname]]

    def get_code(self, fullname: str) -> CodeType:
        file = self._paths[fullname]
        compiled = _compiled if file.startswith("_runtime/") else _compiled.__wrapped__
        return compiled(self._files[file], f"{PACKAGE}/{file}")


@cache
def _compiled(source: str, file: str) -> CodeType:
    return compile(source, file, "exec", dont_inherit=True)


def _module_name(path: str) -> str:
    steps = path.removesuffix(".py").split("/")
    return ".".join([PACKAGE, *steps]).removesuffix(".__init__")


def _is_drawn(module: str) -> bool:
    is_ours = module.partition(".")[0] == PACKAGE
    return is_ours and not module.startswith(f"{PACKAGE}._runtime")

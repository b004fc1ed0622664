"""Configuration: `[tool.clientsmith]` of a `pyproject.toml`."""

from __future__ import annotations

import keyword
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias, cast

from generator.codes import Code
from generator.diagnostics import Diagnostics, Stop
from generator.document import Document, Pointer, Position
from generator.hints import closest
from generator.plan.settings import ClientSettings, CredentialSetting

_SHARED_KEYS = ("output", "credentials", "base-url-variable")
_TOP_KEYS = (*_SHARED_KEYS, "clients")
_CLIENT_KEYS = (*_SHARED_KEYS, "package", "specs")
_SPEC_KEYS = ("path", "mount", "overlays", "root", "allow-remote")
_CREDENTIAL_KEYS = ("argument", "variable")
_PARTS = ("username", "password", "token", "api-key")
# What the client's constructor uses, and its other arguments.
_USED = frozenset(
    {"ApiKeyAuth", "BasicAuth", "BearerAuth", "Credential", "os", "settings", "super"}
)
_TAKEN = frozenset(
    {"base_url", "deadline", "follow_redirects", "hooks", "max_response_bytes"}
    | {"on_drift", "retries", "self", "ssl_context", "strict", "timeout", "transport"}
)

_Table: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SpecConfig:
    """A document, and where it hangs below the client."""

    path: Path
    mount: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    """Overlays, to be applied in this order (OpenAPI Overlay Specification)."""
    root: Path | None = None
    """The folder that references may lead into; None means that of the document."""
    hosts: tuple[str, ...] = ()
    """Hosts that references may lead to: `HOST`, `HOST:PORT` or `http://HOST`."""
    update_lock: bool = False
    """Whether documents of those hosts may have changed since they were pinned."""


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """A client that is to be generated."""

    output: Path
    """The folder that the package is put into."""
    settings: ClientSettings
    specs: tuple[SpecConfig, ...]
    source: str = ""
    """The file that configures just this client; empty if the command line does."""

    @property
    def folder(self) -> Path:
        """The folder of the package itself."""
        return self.output.joinpath(*self.settings.package.split("."))


def configured(start: Path, found: Diagnostics) -> list[ClientConfig]:
    """All clients of the nearest configuration.

    Raises:
        Stop: There is no configuration, or it is wrong; why was reported.
    """
    reader = _find(start, found)
    if reader is None:
        found.error(
            Code.CONFIGURATION,
            "no `[tool.clientsmith]` here or above",
            Pointer(file=str(start / "pyproject.toml")),
            position=Position(1, 1),
            hint="name a document: clientsmith generate SPEC --output DIR --package NAME",
        )
        raise Stop
    return reader.clients()


def for_document(
    spec: SpecConfig, output: Path, package: str, found: Diagnostics
) -> ClientConfig:
    """The client of a document that was named on the command line.

    Credentials, and the variable for the base URL, are those of the configuration that
    is nearest to the working folder, or else to the document.

    Raises:
        Stop: A name is unusable, or the configuration is wrong; why was reported.
    """
    reader = _find(Path.cwd(), found) or _find(spec.path.absolute().parent, found)
    settings = reader.shared(package) if reader else ClientSettings(package)
    problem = _package_problem(package) or _mount_problem(spec.mount)
    if problem:
        at = Pointer(file="command line")
        found.error(Code.CONFIGURATION, problem, at, position=Position(1, 1))
        raise Stop
    return ClientConfig(
        output=output,
        settings=settings,
        specs=(spec,),
    )


def _find(start: Path, found: Diagnostics) -> _Reader | None:
    """The nearest `pyproject.toml` with our table, not beyond the repository's root."""
    for folder in (start.absolute(), *start.absolute().parents):
        path = folder / "pyproject.toml"
        if path.is_file():
            reader = _Reader(path, found)
            if reader.table is not None:
                return reader
        if (folder / ".git").exists():
            return None
    return None


class _Reader:
    """Reads the table; unknown keys and wrong types are errors."""

    def __init__(self, path: Path, found: Diagnostics) -> None:
        self._path = path
        self._found = found
        self._text = path.read_bytes().decode("utf-8", "replace")
        found.documents[str(path)] = Document(str(path), self._text, None)
        try:
            data = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            self._refuse(f"broken TOML: {error}", "")
        tool: _Table = data.get("tool", {})
        self.table: _Table | None = tool.get("clientsmith")

    def shared(self, package: str) -> ClientSettings:
        """The settings of a package for which only what holds for every client counts."""
        return self._settings(package, self._top())

    def clients(self) -> list[ClientConfig]:
        top = self._top()
        clients = self._list(top, "clients")
        if not clients:
            self._refuse("no `[[tool.clientsmith.clients]]`", "clientsmith")
        configs = [self._client(client, top) for client in clients]
        self._keep_apart(configs)
        return configs

    def _keep_apart(self, configs: list[ClientConfig]) -> None:
        """Refuse clients of which one would be written into the other's folder."""
        folders = [f"{config.folder.absolute()}/".casefold() for config in configs]
        for index, folder in enumerate(folders):
            for other in folders[:index]:
                if folder.startswith(other) or other.startswith(folder):
                    package = configs[index].settings.package
                    self._refuse(f"`{package}` shares its folder", package)

    def _top(self) -> _Table:
        table = self._table(self.table, "clientsmith")
        self._known(table, _TOP_KEYS)
        return table

    def _client(self, table: _Table, top: _Table) -> ClientConfig:
        self._known(table, _CLIENT_KEYS)
        merged = {**top, **table}
        package = self._string(merged, "package")
        problem = _package_problem(package)
        if problem:
            self._refuse(problem, "package")
        specs = [self._spec(spec) for spec in self._list(merged, "specs")]
        if not specs:
            self._refuse(f"client `{package}` has no `specs`", "package")
        return ClientConfig(
            output=self._path.parent / self._string(merged, "output"),
            settings=self._settings(package, merged),
            specs=tuple(specs),
            source=str(self._path),
        )

    def _spec(self, table: _Table) -> SpecConfig:
        self._known(table, _SPEC_KEYS)
        mount = split_mount(self._string(table, "mount", ""))
        problem = _mount_problem(mount)
        if problem:
            self._refuse(problem, "mount")
        folder = self._path.parent
        return SpecConfig(
            path=folder / self._string(table, "path"),
            mount=mount,
            overlays=tuple(folder / one for one in self._strings(table, "overlays")),
            root=folder / self._string(table, "root") if "root" in table else None,
            hosts=self._strings(table, "allow-remote"),
        )

    def _settings(self, package: str, table: _Table) -> ClientSettings:
        parts = dict(self._table(table.get("credentials", {}), "credentials"))
        own = self._table(parts.pop("schemes", {}), "schemes")
        credentials = self._credentials(parts, (*_PARTS, "schemes"))
        schemes = {
            name: self._credentials(self._table(value, name), _PARTS)
            for name, value in own.items()
        }
        variable = self._string(table, "base-url-variable", "")
        names = Counter(
            setting.argument
            for parts in (credentials, *schemes.values())
            for setting in parts.values()
        )
        for name, count in names.items():
            if name in _TAKEN | _USED or count > 1:
                self._refuse(f"`{name}` is the name of another argument", "argument")
        return ClientSettings(package, credentials, schemes, variable or None)

    def _credentials(
        self, table: _Table, keys: tuple[str, ...]
    ) -> dict[str, CredentialSetting]:
        self._known(table, keys)
        return {
            part: self._credential(self._table(value, part))
            for part, value in table.items()
        }

    def _credential(self, table: _Table) -> CredentialSetting:
        self._known(table, _CREDENTIAL_KEYS)
        argument = self._string(table, "argument")
        if not _is_name(argument):
            self._refuse(f"`{argument}` cannot be an argument", "argument")
        variable = self._string(table, "variable", "")
        if variable and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", variable):
            self._refuse(f"`{variable}` cannot be a variable", "variable")
        return CredentialSetting(argument, variable)

    def _known(self, table: _Table, keys: tuple[str, ...]) -> None:
        for key in table:
            if key not in keys:
                self._refuse(f"unknown key `{key}`", key, closest(key, keys))

    def _table(self, value: object, key: str) -> _Table:
        if not isinstance(value, dict):
            self._refuse(f"`{key}` must be a table", key)
        return cast(_Table, value)

    def _list(self, table: _Table, key: str) -> list[_Table]:
        value: Any = table.get(key, [])
        if not isinstance(value, list):
            self._refuse(f"`{key}` must be a list of tables", key)
        return [self._table(item, key) for item in cast(list[object], value)]

    def _strings(self, table: _Table, key: str) -> tuple[str, ...]:
        values: Any = table.get(key, [])
        if not isinstance(values, list) or not all(
            isinstance(value, str) for value in cast(list[object], values)
        ):
            self._refuse(f"`{key}` must be a list of texts", key)
        return tuple(cast(list[str], values))

    def _string(self, table: _Table, key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if value is None:
            self._refuse(f"`{key}` is missing", "clientsmith")
        if not isinstance(value, str):
            self._refuse(f"`{key}` must be a text", key)
        return value

    def _refuse(self, message: str, key: str, hint: str = "") -> NoReturn:
        match = re.search(rf"^.*?\b{re.escape(key)}\b", self._text, re.MULTILINE)
        line = self._text.count("\n", 0, match.start()) + 1 if match and key else 1
        column = len(match[0]) - len(key) + 1 if match and key else 1
        self._found.error(
            Code.CONFIGURATION,
            message,
            Pointer(file=str(self._path)),
            position=Position(line, column, max(len(key), 1)),
            hint=hint,
        )
        raise Stop


def _package_problem(package: str) -> str:
    if all(_is_name(part) for part in package.split(".")):
        return ""
    return f"`{package}` cannot be a package: it must be names with dots between them"


def _mount_problem(mount: tuple[str, ...]) -> str:
    if all(_is_name(part) for part in mount):
        return ""
    return f"`{'.'.join(mount)}` cannot be a mount: it must be names with dots between them"


def split_mount(mount: str) -> tuple[str, ...]:
    """The parts of `proxy.v1`."""
    return tuple(mount.split(".")) if mount else ()


def _is_name(text: str) -> bool:
    return text.isascii() and text.isidentifier() and not keyword.iskeyword(text)

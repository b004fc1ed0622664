"""Finding a language pack and reading its tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.plan.names import Naming


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of templates with its tables."""

    folder: Path
    language: str
    naming: Naming
    types: Mapping[str, Mapping[str, str | bool]]
    """For each scalar type, how the language has it."""
    formats: Mapping[str, Mapping[str, str | bool]] = field(
        default_factory=dict[str, Mapping[str, str | bool]]
    )
    """The same for formats that only the pack knows."""

    @property
    def runtime(self) -> Path:
        """The files that are copied into every output as they are."""
        return self.folder / "runtime"


def find_pack(name: str) -> Pack:
    """One of the packs that come with the generator."""
    folder = _templates() / name
    table = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    reserved = _reserved((folder / "reserved.txt").read_text(encoding="utf-8"))
    return Pack(
        folder=folder,
        language=table["language"],
        naming=Naming(table["case"], reserved),
        types=table["types"],
        formats=table.get("formats", {}),
    )


def _templates() -> Path:
    """`templates/` of a checkout, or the copy that the wheel carries."""
    package = Path(__file__).parent
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _reserved(text: str) -> Mapping[str, frozenset[str]]:
    """The sections of `reserved.txt`: `[kind]`, then words; `#` begins a reason."""
    sections: dict[str, set[str]] = {"all": set()}
    kind = "all"
    for line in text.splitlines():
        content = line.partition("#")[0].strip()
        if content.startswith("["):
            kind = content.strip("[]")
            sections.setdefault(kind, set())
        else:
            sections[kind].update(content.split())
    return {kind: frozenset(words) for kind, words in sections.items()}

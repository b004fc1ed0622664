"""Options that several commands share, and what follows from them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from generator.config import SpecConfig
    from generator.diagnostics import Diagnostics

PATH = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Reporting:
    """How problems are shown, and whether warnings count as errors."""

    form: str
    color: str
    strict: bool

    def collector(self) -> Diagnostics:
        from generator.diagnostics import Diagnostics

        return Diagnostics(strict=self.strict)

    def show(self, found: Diagnostics, last: str) -> None:
        """Print all problems: for people to stderr, for programs to stdout."""
        from generator.reporting import report

        is_data = self.form != "text"
        if found.found or is_data:
            colored = not is_data and self._is_colored()
            text = report(found, self.form, last=last, colored=colored)
            click.echo(text, err=not is_data, nl=False, color=colored)

    def _is_colored(self) -> bool:
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("FORCE_COLOR"):
            return True
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return sys.stderr.isatty()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a document is read."""

    overlays: tuple[Path, ...]
    root: Path | None
    hosts: tuple[str, ...]
    update_lock: bool

    @property
    def is_used(self) -> bool:
        """Whether any of it was said."""
        return bool(self.overlays or self.root or self.hosts or self.update_lock)

    def config(self, spec: Path, mount: str = "") -> SpecConfig:
        from generator.config import SpecConfig, split_mount

        return SpecConfig(
            path=spec,
            mount=split_mount(mount),
            overlays=self.overlays,
            root=self.root,
            hosts=self.hosts,
            update_lock=self.update_lock,
        )


def reading_options(command: Callable[..., None]) -> Any:
    """Add the options about how a document is read."""

    @wraps(command)
    def wrapper(
        overlays: tuple[Path, ...],
        root: Path | None,
        hosts: tuple[str, ...],
        update_lock: bool,
        **others: Any,
    ) -> None:
        command(reading=Reading(overlays, root, hosts, update_lock), **others)

    return _with_options(
        wrapper,
        click.option(
            "--overlay",
            "overlays",
            multiple=True,
            type=PATH,
            metavar="FILE",
            help="Change SPEC by an OpenAPI Overlay first. Repeatable.",
        ),
        click.option(
            "--root",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            help="Where references may lead; default: the folder of SPEC.",
        ),
        click.option(
            "--allow-remote",
            "hosts",
            multiple=True,
            metavar="HOST",
            help="Fetch references to HOST, pinned in SPEC.lock. Repeatable.",
        ),
        click.option(
            "--update-lock",
            is_flag=True,
            help="Accept that what was fetched is not what it was.",
        ),
    )


def reporting_options(command: Callable[..., None]) -> Any:
    """Add the options about how problems are reported."""

    @wraps(command)
    def wrapper(strict: bool, color: str, form: str, **others: Any) -> None:
        command(reporting=Reporting(form, color, strict), **others)

    # The names are those of `generator.reporting.FORMATS`, which would be slow to load.
    forms = click.Choice(["text", "concise", "json", "github", "sarif"])
    colors = click.Choice(["auto", "always", "never"])
    return _with_options(
        wrapper,
        click.option(
            "--output-format",
            "form",
            type=forms,
            default="text",
            help="How problems are printed.",
        ),
        click.option(
            "--color",
            type=colors,
            default="auto",
            help="Colours; auto follows FORCE_COLOR, NO_COLOR and the terminal.",
        ),
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
    )


def _with_options(command: Any, *options: Callable[[Any], Any]) -> Any:
    for option in reversed(options):
        command = option(command)
    return command

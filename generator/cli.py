"""The command line. What a command needs is imported when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from generator.config import SpecConfig
    from generator.diagnostics import Diagnostics
    from generator.pipeline import Outcome

Command = TypeVar("Command", bound=Callable[..., Any])

_SPEC = click.Path(path_type=Path)


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


def _reporting(command: Command) -> Command:
    """Add the options that every command with a document has."""
    # The names are those of `generator.reporting.FORMATS`, which would be slow to load.
    forms = click.Choice(["text", "concise", "json", "github", "sarif"])
    colors = click.Choice(["auto", "always", "never"])
    for option in (
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
        click.option(
            "--color",
            type=colors,
            default="auto",
            help="Colours; auto follows FORCE_COLOR, NO_COLOR and the terminal.",
        ),
        click.option(
            "--output-format",
            "form",
            type=forms,
            default="text",
            help="How problems are printed.",
        ),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clientsmith")
def main() -> None:
    """Write the Python client that an OpenAPI document describes."""


@main.command()
@click.argument("spec", required=False, type=_SPEC, metavar="[SPEC]")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder to put the package into.",
)
@click.option("--package", metavar="NAME", help="The package, dotted if you like.")
@click.option(
    "--mount",
    default="",
    metavar="NAME",
    help="Where SPEC hangs below the client: proxy.v1 makes client.proxy.v1.",
)
@click.option("--fresh", is_flag=True, help="Generate even if nothing has changed.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@_reporting
def generate(
    spec: Path | None,
    output: Path | None,
    package: str | None,
    mount: str,
    fresh: bool,
    quiet: bool,
    **reporting: Any,
) -> None:
    """Generate a client from SPEC, or all that pyproject.toml configures.

    Exit codes: 0 done, 2 bad input; then nothing was written.
    """
    from generator.config import ClientConfig, configured, for_document

    if spec is None and (output or package or mount):
        raise click.UsageError("--output, --package and --mount need a SPEC.")

    def clients(found: Diagnostics) -> list[ClientConfig]:
        if spec is None:
            return configured(Path.cwd(), found)
        if output is None or package is None:
            raise click.UsageError("With a SPEC, --output and --package are needed.")
        return [for_document(spec, output, package, mount, found)]

    def run(found: Diagnostics) -> None:
        from generator.pipeline import generate as make

        outcomes = make(clients(found), found, fresh=fresh)
        for outcome in outcomes if not quiet else []:
            click.echo(_summary(outcome), err=True)

    found = _run(run, Reporting(**reporting), last="; nothing was written")
    sys.exit(2 if found.errors else 0)


@main.command()
@click.argument("specs", nargs=-1, required=True, type=_SPEC, metavar="SPEC...")
@_reporting
def lint(specs: tuple[Path, ...], **reporting: Any) -> None:
    """Say what is wrong with each SPEC, and write nothing.

    Exit codes: 0 nothing, 1 warnings, 2 errors.
    """

    def run(found: Diagnostics) -> None:
        from generator.pipeline import read_all

        read_all([_document(spec) for spec in specs], found)

    found = _run(run, Reporting(**reporting))
    sys.exit(2 if found.errors else 1 if found.found else 0)


@main.command()
@click.argument("spec", type=_SPEC)
@click.option("--mount", default="", metavar="NAME", help="As for generate.")
@_reporting
def model(spec: Path, mount: str, **reporting: Any) -> None:
    """Print the model of SPEC, as JSON that any program can read.

    Exit codes: 0 done, 2 bad input.
    """

    def run(found: Diagnostics) -> None:
        from generator.dump import dump
        from generator.pipeline import read

        api = read(_document(spec, mount), found)
        click.echo(dump(api), nl=False)

    reporting["form"] = "text"  # it is the model that goes to stdout
    found = _run(run, Reporting(**reporting))
    sys.exit(2 if found.errors else 0)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a kind of problem: the word in brackets. Without CODE, list all."""
    from generator.codes import Code
    from generator.hints import closest

    known = {one.value: one for one in Code}
    if code is None:
        click.echo("\n".join(sorted(known)))
    elif code in known:
        click.echo(f"{code}\n\n{known[code].explanation}")
    else:
        hint = closest(code, known)
        raise click.UsageError(f"No such kind of problem: {code!r}. {hint}".rstrip())


def _run(
    run: Callable[[Diagnostics], None], reporting: Reporting, last: str = ""
) -> Diagnostics:
    """Run a command and show what it has found; `last` is said after errors."""
    from generator.diagnostics import Stop

    found = reporting.collector()
    try:
        run(found)
    except Stop:
        pass  # what stopped it was collected
    reporting.show(found, last)
    return found


def _document(spec: Path, mount: str = "") -> SpecConfig:
    from generator.config import SpecConfig

    return SpecConfig(spec, tuple(filter(None, mount.split("."))))


def _summary(outcome: Outcome) -> str:
    """One line: which package, and what became of its files."""
    name = outcome.config.settings.package
    if outcome.changes is None:
        return f"{name}: up to date"
    changes = outcome.changes
    counts = (
        (len(changes.created), "created"),
        (len(changes.updated), "updated"),
        (len(changes.deleted), "deleted"),
        (len(changes.unchanged), "unchanged"),
    )
    shown = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"{name}: {shown} in {outcome.config.folder}"

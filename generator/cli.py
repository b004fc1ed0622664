"""The command line. What a command needs is imported when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.pipeline import Outcome


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clientsmith")
def main() -> None:
    """Write the Python client that an OpenAPI document describes."""


@main.command()
@click.argument(
    "spec", required=False, type=click.Path(path_type=Path), metavar="[SPEC]"
)
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
def generate(
    spec: Path | None,
    output: Path | None,
    package: str | None,
    mount: str,
    fresh: bool,
    quiet: bool,
) -> None:
    """Generate a client from SPEC, or all that pyproject.toml configures.

    Exit codes: 0 done, 2 bad input; then nothing was written.
    """
    if spec is None and (output or package or mount):
        raise click.UsageError("--output, --package and --mount need a SPEC.")
    if spec is not None and (output is None or package is None):
        raise click.UsageError("With a SPEC, --output and --package are needed.")
    sys.exit(_generate(spec, output or Path(), package or "", mount, fresh, quiet))


def _generate(
    spec: Path | None, output: Path, package: str, mount: str, fresh: bool, quiet: bool
) -> int:
    from generator.config import configured, for_document
    from generator.diagnostics import Diagnostics, Stop
    from generator.pipeline import generate as run
    from generator.report import report

    found = Diagnostics()
    try:
        if spec is None:
            clients = configured(Path.cwd(), found)
        else:
            clients = [for_document(spec, output, package, mount, found)]
        for client in clients:
            outcome = run(client, found, fresh=fresh)
            if not quiet:
                click.echo(_summary(outcome), err=True)
    except Stop:
        pass
    if found.found:
        click.echo(report(found), err=True, nl=False)
    return 2 if found.errors else 0


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

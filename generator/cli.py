"""The command line. What a command needs is imported when it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.options import (
    FILE,
    PATH,
    Reading,
    Reporting,
    reading_options,
    reporting_options,
)

if TYPE_CHECKING:
    from generator.conformance import Figures
    from generator.diagnostics import Diagnostics
    from generator.pipeline import Outcome


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clientsmith")
def main() -> None:
    """Write the Python client that an OpenAPI document describes."""


@main.command()
@click.argument("spec", required=False, type=PATH, metavar="[SPEC]")
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
@reading_options
@reporting_options
def generate(
    spec: Path | None,
    output: Path | None,
    package: str | None,
    mount: str,
    fresh: bool,
    quiet: bool,
    reading: Reading,
    reporting: Reporting,
) -> None:
    """Generate a client from SPEC, or all that pyproject.toml configures.

    Exit codes: 0 done, 2 bad input; then nothing was written.
    """
    from generator.config import ClientConfig, configured, for_document

    if spec is None and (output or package or mount or reading.is_used):
        raise click.UsageError("Options about a document need a SPEC.")

    def clients(found: Diagnostics) -> list[ClientConfig]:
        if spec is None:
            return configured(Path.cwd(), found)
        if output is None or package is None:
            raise click.UsageError("With a SPEC, --output and --package are needed.")
        return [for_document(reading.config(spec, mount), output, package, found)]

    def run(found: Diagnostics) -> None:
        from generator.pipeline import generate as make

        outcomes = make(clients(found), found, fresh=fresh)
        for outcome in outcomes if not quiet else []:
            click.echo(_summary(outcome), err=True)

    found = _run(run, reporting, last="; nothing was written")
    sys.exit(2 if found.errors else 0)


@main.command()
@click.argument("specs", nargs=-1, required=True, type=PATH, metavar="SPEC...")
@click.option(
    "--thorough",
    is_flag=True,
    help="Let openapi-spec-validator walk through the whole document as well.",
)
@reading_options
@reporting_options
def lint(
    specs: tuple[Path, ...], thorough: bool, reading: Reading, reporting: Reporting
) -> None:
    """Say what is wrong with each SPEC, and write nothing.

    Exit codes: 0 nothing, 1 warnings, 2 errors.
    """

    def run(found: Diagnostics) -> None:
        from generator.understand import lint as look

        configs = [reading.config(spec) for spec in specs]
        look(configs, found, thoroughly=thorough)

    found = _run(run, reporting)
    sys.exit(2 if found.errors else 1 if found.found else 0)


@main.command()
@click.argument("spec", type=PATH)
@click.option(
    "--write",
    "target",
    type=FILE,
    metavar="OVERLAY",
    help="Write the overlay to a file instead of stdout.",
)
@reading_options
@reporting_options
def doctor(
    spec: Path, target: Path | None, reading: Reading, reporting: Reporting
) -> None:
    """Find where SPEC contradicts itself, and write an overlay that repairs it.

    What is found is legal, and yet cannot be meant: examples and defaults that do not
    fit their schemas, null where nothing may be null, pages without items, dead links.

    Exit codes: 0 nothing was found, 1 something was, 2 bad input.
    """
    printed: list[str] = []

    def run(found: Diagnostics) -> None:
        from generator.understand import examine

        overlay, last = examine(reading.config(spec), found)
        printed.append(last)
        if overlay and target is not None:
            _write(target, overlay)
        elif overlay and reporting.form == "text":
            click.echo(overlay, nl=False)

    found = _run(run, reporting)
    for line in printed:
        click.echo(line, err=True)
    sys.exit(2 if found.errors and not printed else 1 if found.found else 0)


@main.command()
@click.argument("specs", nargs=-1, required=True, type=PATH, metavar="SPEC...")
@click.option(
    "--strict-reading",
    is_flag=True,
    help="Let the clients refuse what contradicts its schema.",
)
@click.option("--record", type=FILE, metavar="FILE", help="Write the figures to FILE.")
@click.option(
    "--against", type=FILE, metavar="FILE", help="Compare with figures of --record."
)
@reading_options
@reporting_options
def conformance(
    specs: tuple[Path, ...],
    strict_reading: bool,
    record: Path | None,
    against: Path | None,
    reading: Reading,
    reporting: Reporting,
) -> None:
    """Let the client of each SPEC decode and encode all of its examples.

    Bodies and responses are decoded, encoded, and compared as JSON data. This runs what
    is generated, in a process of its own, which sends nothing.

    Exit codes: 0 all come back, or, with --against, as many as were recorded; 1 fewer;
    2 bad input.
    """
    from generator.conformance import (
        as_data,
        as_lines,
        as_record,
        examine_all,
        fallen,
    )

    recorded = _recorded(against)
    found = reporting.collector()
    configs = [reading.config(spec) for spec in specs]
    results = examine_all(configs, found, is_strict=strict_reading)
    figures = {one.document.as_posix(): one.figures for one in results}
    less = fallen(figures, recorded)
    if reporting.form == "json":
        click.echo(as_data(results, less, found), nl=False)
    else:
        reporting.show(found, "")
        for line in as_lines(results, less):
            click.echo(line, err=reporting.form != "text")
    if len(results) < len(specs):
        sys.exit(2)
    if record and not less:
        _write(record, as_record(figures))
    is_perfect = all(one.is_perfect for one in figures.values())
    sys.exit(1 if less or not (against or is_perfect) else 0)


@main.command()
@click.argument("spec", type=PATH)
@click.option("--mount", default="", metavar="NAME", help="As for generate.")
@reading_options
@reporting_options
def model(spec: Path, mount: str, reading: Reading, reporting: Reporting) -> None:
    """Print the model of SPEC, as JSON that any program can read.

    Exit codes: 0 done, 2 bad input.
    """

    def run(found: Diagnostics) -> None:
        from generator.dump import dump
        from generator.understand import read

        api = read(reading.config(spec, mount), found)
        click.echo(dump(api), nl=False)

    # It is the model that goes to stdout.
    found = _run(run, replace(reporting, form="text"))
    sys.exit(2 if found.errors else 0)


@main.command()
@click.argument("spec", type=PATH)
@click.option("--mount", default="", metavar="NAME", help="As for generate.")
@click.option("--paging", is_flag=True, help="Say which lists come in pages, and how.")
@reading_options
@reporting_options
def tree(
    spec: Path, mount: str, paging: bool, reading: Reading, reporting: Reporting
) -> None:
    """Print the tree of paths of SPEC, with what can be asked for at each.

    Exit codes: 0 done, 2 bad input.
    """

    def run(found: Diagnostics) -> None:
        from generator.tree import draw
        from generator.understand import read

        api = read(reading.config(spec, mount), found)
        click.echo("\n".join(draw(api, paging=paging)))

    # It is the tree that goes to stdout.
    found = _run(run, replace(reporting, form="text"))
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


def _recorded(path: Path | None) -> Mapping[str, Figures]:
    from generator.conformance import from_record

    if path is None:
        return {}
    try:
        return from_record(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{path} cannot be read: {error}") from None


def _write(target: Path, text: str) -> None:
    try:
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.UsageError(f"{target} cannot be written: {reason}") from None


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

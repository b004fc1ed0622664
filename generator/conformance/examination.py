"""From a document to what its client makes of its examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.building import build
from generator.codes import Code
from generator.config import ClientConfig, SpecConfig
from generator.conformance.examples import Example, Unread, examples
from generator.conformance.figures import Figures, count
from generator.conformance.trial import Outcome, try_out
from generator.diagnostics import Diagnostics, Stop
from generator.dialects import dialect_of
from generator.languages import find_language
from generator.model import Api
from generator.packs import find_pack
from generator.pipeline import make
from generator.plan.layout import lay_out
from generator.plan.published import Names
from generator.plan.settings import ClientSettings
from generator.resolve import Spec
from generator.understand import checked, open_spec

_PACKAGE = "client"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the examples of a document."""

    document: Path
    outcomes: tuple[Outcome, ...]
    unread: tuple[Unread, ...]

    @property
    def figures(self) -> Figures:
        requests, responses = (
            count(
                [o for o in self.outcomes if o.example.is_response is is_response],
                sum(one.is_response is is_response for one in self.unread),
            )
            for is_response in (False, True)
        )
        return Figures(requests, responses)


def examine_all(
    configs: Sequence[SpecConfig], found: Diagnostics, *, is_strict: bool
) -> list[Result]:
    """The results of all documents of which clients can be made.

    Why of others none can be made is reported.
    """
    results: list[Result] = []
    for config in configs:
        try:
            results.append(examine(config, found, is_strict=is_strict))
        except Stop:
            continue
    return results


def examine(config: SpecConfig, found: Diagnostics, *, is_strict: bool) -> Result:
    """Make the client of a document, and try it out.

    Examples that do not decode or come back are reported, each at its place.

    Raises:
        Stop: No client can be made; why was reported.
    """
    heard = Diagnostics(documents=found.documents)
    try:
        spec, api = _understood(config, heard)
        listed = list(examples(spec, api))
        outcomes = _tried(
            config,
            api,
            [one for one in listed if isinstance(one, Example)],
            heard,
            is_strict=is_strict,
        )
    except Stop:
        found.found += heard.found
        raise
    unread = tuple(one for one in listed if isinstance(one, Unread))
    for one in outcomes:
        if not (one.is_decoded and one.is_returned):
            found.warning(Code.VALUE, _message(one), one.example.value.at)
    return Result(config.path, tuple(outcomes), unread)


def _understood(config: SpecConfig, found: Diagnostics) -> tuple[Spec, Api]:
    """A document and its model.

    Raises:
        Stop: It is wrong; why was reported.
    """
    spec = checked(open_spec(config, found), found)
    api = build(spec, dialect_of(spec.root, found), config.mount, found)
    found.stop_on_error()
    return spec, api


def _tried(
    config: SpecConfig,
    api: Api,
    listed: list[Example],
    found: Diagnostics,
    *,
    is_strict: bool,
) -> list[Outcome]:
    settings = ClientSettings(_PACKAGE)
    pack = find_pack(settings.language)
    client = ClientConfig(Path(), settings, (config,))
    files = make(client, [api], pack, found)
    language = find_language(pack.language)
    bench = language.bench(lay_out([api], Names(pack.naming)), pack, _PACKAGE)
    return try_out(files, _PACKAGE, bench, listed, is_strict=is_strict)


def _message(outcome: Outcome) -> str:
    kind = "response" if outcome.example.is_response else "body"
    fate = "does not come back" if outcome.is_decoded else "is not decoded"
    return f"the example of a {kind} {fate}: {outcome.reason}"

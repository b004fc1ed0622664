"""The examination of a document: what contradicts itself, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.doctor.draft import Action, Draft, Parts
from generator.doctor.evidence import Amendment, amended, amendment
from generator.doctor.finding import Complaint, Drop, Edit, Finding, Put
from generator.doctor.links import dead_links
from generator.doctor.mending import Unmendable, mended
from generator.doctor.paging import empty_pages
from generator.document import Json
from generator.resolve import Spec
from generator.values.checking import Checker, Misfit
from generator.values.effort import Effort
from generator.values.samples import Kind, Sample
from generator.values.samples import samples as samples_of
from generator.values.translation import Direction, Translation

# A schema that comes to allow more can make an alternative fit that did not. Each round
# settles what the last one has brought up; honest documents need two.
_MAX_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found, and the actions of an overlay that repairs it."""

    samples: int
    """How many values have a schema that they should fit."""
    refused: int
    """How many times one was not compared, since it would have taken too long."""
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]


def examine(spec: Spec) -> Examination:
    """Find what is legal and yet contradicts itself.

    The document must be sound otherwise: `rules` and `validate` come first.
    """
    examined = _Values(spec)
    findings = examined.findings()
    draft = Draft(spec.root.value)
    examined.revise(draft)
    others: list[tuple[Finding, Edit | None]] = [*empty_pages(spec), *dead_links(spec)]
    for finding, edit in others:
        findings.append(finding)
        _revise(draft, finding, edit)
    actions = draft.actions(spec.root.value, spec.document.file)
    return Examination(
        samples=len(examined.samples),
        refused=examined.effort.refused,
        findings=tuple(findings),
        actions=tuple(actions),
    )


def report(examination: Examination, spec: Spec, found: Diagnostics) -> None:
    """Tell of the findings as warnings."""
    for finding in examination.findings:
        hint = finding.remedy or "nothing in the document tells what was meant"
        found.warning(Code.CONTRADICTION, finding.message, finding.at, hint=hint)
    if examination.refused:
        message = "some examples are not looked at: their schemas branch too often"
        found.warning(Code.LIMIT, message, spec.root.at)


class _Values:
    """The samples of a document, and what comes of those that do not fit."""

    def __init__(self, spec: Spec) -> None:
        self.samples = list(samples_of(spec))
        self._spec = spec
        self.effort = Effort()
        translation = Translation(spec)
        self._checkers = {
            direction: Checker(
                translation,
                direction,
                [one.schema for one in self.samples if one.direction is direction],
                self.effort,
            )
            for direction in Direction
        }
        self._at_first = {
            i: wrong
            for i, one in enumerate(self.samples)
            if (wrong := self._misfits(one, one.value.value))
        }
        self._amendments: dict[Amendment, list[int]] = {}
        self._puts: dict[Parts, tuple[Json, str]] = {}
        self._drops: dict[Parts, str] = {}
        self._remedies: dict[int, str] = {}
        self._mend(self._amend())

    def findings(self) -> list[Finding]:
        """One for each sample that does not fit; `at` is the first place inside."""
        return [
            self._finding(self.samples[i], wrong, self._remedies.get(i, ""))
            for i, wrong in self._at_first.items()
        ]

    def revise(self, draft: Draft) -> None:
        """Write what should change into a draft of the document."""
        for parts, (value, why) in self._puts.items():
            draft.put(parts, value, why)
        draft.drop(self._drops, lambda parts: self._drops.get(parts, ""))
        # What is inside of a schema changes first: `anyOf` takes it along.
        deepest = sorted(self._amendments, key=lambda one: -len(one.schema.parts))
        for one in deepest:
            schema = draft.get(one.schema.parts)
            if isinstance(schema, dict):
                changed = amended(schema, one, self._spec.version)
                draft.put(one.schema.parts, changed, self._evidence(one))

    def _evidence(self, change: Amendment) -> str:
        count = len(self._amendments[change])
        kind = self.samples[self._amendments[change][0]].kind
        return f"{change.why}: {count} {kind}{'s show' if count > 1 else ' shows'} it"

    def _misfits(self, sample: Sample, value: Json) -> list[Misfit]:
        found = self._checkers[sample.direction].misfits(value, sample.schema)
        if sample.kind is Kind.EXAMPLE or sample.kind is Kind.DEFAULT:
            return found
        # Of what makes a rule, that rule asks nothing.
        own = "const" if sample.kind is Kind.CONSTANT else "enum"
        return [one for one in found if one.at or one.keyword != own]

    def _amend(self) -> dict[int, list[Misfit]]:
        """Let schemas allow what values give evidence of; what is wrong even so."""
        wrong = self._at_first
        for _ in range(_MAX_ROUNDS):
            proposed: dict[Amendment, list[int]] = {}
            for i, misfits in wrong.items():
                changes = (amendment(self.samples[i], misfit) for misfit in misfits)
                for change in dict.fromkeys(changes):
                    if change is not None and change not in self._amendments:
                        proposed.setdefault(change, []).append(i)
            if not proposed:
                break
            self._amendments |= proposed
            self._redefine(proposed)
            wrong = {
                i: misfits
                for i, one in enumerate(self.samples)
                if (misfits := self._misfits(one, one.value.value))
            }
        for i in self._at_first.keys() - wrong.keys():
            self._remedies[i] = "the schema comes to allow it"
        return wrong

    def _redefine(self, changes: Iterable[Amendment]) -> None:
        for change in changes:
            for checker in self._checkers.values():
                schema = checker.definition(change.schema)
                if isinstance(schema, dict):
                    # Definitions are in the words of the newer versions.
                    checker.redefine(change.schema, amended(schema, change, "3.1"))

    def _mend(self, wrong: dict[int, list[Misfit]]) -> None:
        """Mend values, each for all of its schemas at once, or remove them."""
        users: dict[Parts, list[int]] = {}
        for i, sample in enumerate(self.samples):
            users.setdefault(sample.value.at.parts, []).append(i)
        for parts in dict.fromkeys(self.samples[i].value.at.parts for i in wrong):
            self._mend_value(users[parts], wrong)

    def _mend_value(self, users: list[int], wrong: dict[int, list[Misfit]]) -> None:
        samples = [self.samples[i] for i in users]
        reasons = {i: wrong[i][0].message for i in users if i in wrong}

        def misfits(value: Json) -> list[Misfit]:
            return [one for sample in samples for one in self._misfits(sample, value)]

        first = samples[0]
        try:
            value = mended(
                first.value.value,
                misfits,
                self._spec,
                is_parameter=all(sample.is_parameter for sample in samples),
            )
        except Unmendable:
            for i, reason in reasons.items():
                sample = self.samples[i]
                why = f"the {sample.kind} contradicted its schema: {reason}"
                self._drops[sample.entry.parts] = why
                self._remedies[i] = f"the {sample.kind} is left out"
        else:
            reason = next(iter(reasons.values()))
            why = f"the {first.kind} contradicted its schema: {reason}"
            self._puts[first.value.at.parts] = (value, why)
            self._remedies |= dict.fromkeys(reasons, f"the {first.kind} is mended")

    @staticmethod
    def _finding(sample: Sample, wrong: list[Misfit], remedy: str) -> Finding:
        at = sample.value.at
        for step in wrong[0].at:
            at /= step
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        message = f"the {sample.kind} contradicts its schema: {wrong[0].message}{more}"
        return Finding(Complaint.VALUE, at, message, remedy)


def _revise(draft: Draft, finding: Finding, edit: Edit | None) -> None:
    match edit:
        case Put(at, value):
            draft.put(at.parts, value, finding.remedy)
        case Drop(at):
            draft.drop([at.parts], lambda _: finding.message)
        case None:
            pass

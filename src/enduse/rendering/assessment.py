"""An assessment on the screen: what to do first, the four questions, then everything they rest on.

Someone decides from this page, so it is ordered by what they need first, every
line is followed by where it comes from, and what is not known stands as large
as what is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from enduse.model.answer import Verdict
from enduse.model.assessment import Action, ActionKind, Assessment, FlagFinding, FlagStrength, GateAnswer
from enduse.model.evidence import Reason
from enduse.model.judging import SETTLED_BY
from enduse.rendering.catch_all import write_catch_all
from enduse.rendering.classification import write_positions
from enduse.rendering.denial import write_match
from enduse.rendering.licensing import write_consequences
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.screening import write_coverage, write_hit
from enduse.rendering.trace import write_path
from enduse.rendering.wording import (
    count,
    name_missing,
    write_citations,
    write_grounds,
    write_missing,
    write_reason,
    write_viewpoint,
)

_QUESTION_WORDS = {
    Verdict.MET: Span("yes", Ink.GOOD),
    Verdict.NOT_MET: Span("no", Ink.BAD),
    Verdict.UNKNOWN: Span("unknown", Ink.DOUBT),
}
STRENGTH_ORDER = tuple(FlagStrength)
_MAX_NAMED = 12
_MAX_ASKED = 6
_MOST_CASES = 5


def write_assessment(page: Page, assessment: Assessment) -> None:
    """Write the whole assessment, the decision first."""
    told: set[Reason] = set()
    page.write(strong(f"ASSESSMENT OF {assessment.reference or 'this order'}"))
    write_viewpoint(page, assessment.viewpoint)
    write_first_step(page, assessment.actions)
    _write_questions(page, assessment, told)
    _write_stops(page, assessment, told)
    write_catch_all(page, assessment.catch_all, told)
    _write_parties(page, assessment)
    _write_items(page, assessment)
    write_licenses(page, assessment)
    _write_paths(page, assessment)
    if assessment.repeats is not None and assessment.repeats.matches:
        page.heading("Earlier cases like this")
        for match in assessment.repeats.matches[:_MOST_CASES]:
            write_match(page, match)
    _write_flags(page, assessment, told)
    write_settled(page, assessment)
    _write_missing(page, assessment)
    _write_actions(page, assessment, told)
    if assessment.limitations:
        page.heading("Not evaluated")
        for limitation in assessment.limitations:
            page.write("-", limitation, indent=2, hang=4)
    page.heading("Computed from")
    page.table([[faint(name), faint(value)] for name, value in assessment.inputs])


def write_first_step(page: Page, actions: Sequence[Action]) -> None:
    """Write the step that is proposed first; nothing where none is."""
    if not actions:
        return
    first = actions[0]
    ink = Ink.GOOD if first.kind is ActionKind.PROCEED else Ink.BAD
    page.gap()
    page.write("Proposed first:", Span(f"{first.kind.value.upper()}.", ink), first.text, faint("A person decides."))


def name_answer(verdict: Verdict) -> Span:
    """Say yes, no or unknown to one of the four questions."""
    return _QUESTION_WORDS[verdict]


def _write_questions(page: Page, assessment: Assessment, shown: set[Reason]) -> None:
    """Write the questions with their reasons; a reason told under an earlier one is only pointed at."""
    page.heading("Four questions")
    page.table([[f"{number}.", strong(answer.question.value), _QUESTION_WORDS[answer.answer.verdict]]
                for number, answer in enumerate(assessment.questions, start=1)])
    told: dict[Reason, int] = {}
    listed = frozenset(assessment.missing)
    for number, answer in enumerate(assessment.questions, start=1):
        page.gap()
        page.write(strong(f"{number}. {answer.question.value}"), _QUESTION_WORDS[answer.answer.verdict], indent=2)
        again = [reason for reason in answer.reasons if reason in told]
        for reason in answer.reasons:
            if reason not in told:
                write_reason(page, reason, indent=5)
                told[reason] = number
                shown.add(replace(reason, weight=0.0))
        if again:
            page.write(faint(f"and {_point_back(again, told)}."), indent=5, hang=7)
        known = [fact for fact in answer.answer.missing if fact in listed]
        write_missing(page, (fact for fact in answer.answer.missing if fact not in listed), indent=5)
        if known:
            page.write(Span("open for want of:", Ink.DOUBT), f"{name_missing(known)}.", indent=5, hang=7)


def write_settled(page: Page, assessment: Assessment) -> None:
    """Write the gates and flags that a person settled, each with the reason: an answer with no that no fact gave."""
    gates = [(gate.text, gate.gate, gate.reasons) for gate in assessment.gates]
    flags = [(flag.text, flag.flag, flag.reasons) for flag in assessment.flags]
    settled = [(text, name, reason) for text, name, reasons in (*gates, *flags) for reason in reasons
               if reason.text.startswith(SETTLED_BY)]
    if settled:
        page.heading("Settled by people", note="counts as answered with no until it ends or rests on other facts")
        for text, name, reason in settled:
            page.write(f"{text.rstrip('.')}.", faint(f"({name})"), indent=2, hang=4)
            write_reason(page, reason, indent=4)


def _point_back(reasons: Sequence[Reason], told: Mapping[Reason, int]) -> str:
    """Say where reasons stand already: "2 reasons told under 1 (1 for, 1 against)"."""
    places = ", ".join(str(number) for number in sorted({told[reason] for reason in reasons}))
    speaking = sum(reason.weight > 0 for reason in reasons)
    against = sum(reason.weight < 0 for reason in reasons)
    return f"{count(len(reasons), 'reason')} told under {places} ({speaking} for, {against} against)"


def name_kind(action: Action) -> str:
    """Return the kind of a step, "" where its text begins with it."""
    kind = action.kind.value
    return "" if action.text.lower().startswith(kind) else f"{kind[:1].upper()}{kind[1:]}:"


def _write_stops(page: Page, assessment: Assessment, told: set[Reason]) -> None:
    page.heading("Stops", note="each of these alone stops the order; an open one holds it")
    write_grounds(page, assessment.stops, told, indent=2)
    if not assessment.stops:
        page.write("None found in what is loaded and visible.", indent=2)
    for gate in assessment.gates:
        if gate.answer.verdict is Verdict.UNKNOWN:
            _write_open_gate(page, gate)
    passed = [gate.text or gate.gate for gate in assessment.gates if gate.answer.verdict is Verdict.NOT_MET]
    if passed:
        page.write(faint("Asked and not met:"), faint("; ".join(passed)), indent=2, hang=4)


def _write_open_gate(page: Page, gate: GateAnswer) -> None:
    page.write(Span("open:", Ink.DOUBT), gate.text, faint(f"({gate.gate})"), indent=2, hang=4)
    for fact in gate.answer.missing[:_MAX_ASKED]:
        named = "" if fact.fact == gate.text else f"{fact.fact}:"
        page.write(faint("ask:"), named, fact.question or fact.fact, indent=4, hang=6)
    if len(gate.answer.missing) > _MAX_ASKED:
        more = count(len(gate.answer.missing) - _MAX_ASKED, "more question")
        page.write(faint(f"and {more}; --json has all."), indent=4)
    for reason in gate.reasons:
        page.write("\u00b7", reason.text, indent=4, hang=6)
        write_citations(page, reason.evidence, indent=6, said=gate.text)


def _write_parties(page: Page, assessment: Assessment) -> None:
    page.heading("Parties")
    for screening in assessment.screenings:
        found = count(len(screening.hits), "hit") if screening.hits else "no hit"
        ink = Ink.BAD if screening.hits else Ink.PLAIN
        page.write(strong(screening.query), faint("\u2014"), Span(found, ink), indent=2)
        for hit in screening.hits:
            write_hit(page, hit)
    if not assessment.screenings:
        page.write(Span("No party is named.", Ink.DOUBT), indent=2)
        return
    for coverage in sorted({screening.coverage for screening in assessment.screenings}, key=str):
        write_coverage(page, coverage)


def _write_items(page: Page, assessment: Assessment) -> None:
    page.heading("Items")
    for classification in assessment.classifications:
        write_positions(page, classification, indent=2)
    if assessment.classifications:
        page.gap()
        page.write(faint("enduse classify shows every condition of these entries."), indent=2)
    if not assessment.classifications:
        page.write(Span("No item is named.", Ink.DOUBT), indent=2)


def write_licenses(page: Page, assessment: Assessment) -> None:
    """Write what controlled entries ask for the destination; nothing where none is met and no goods are named."""
    if assessment.licenses or assessment.goods:
        page.heading("Licenses", note="by the tables of the United States and the Union; exceptions are not evaluated")
        write_consequences(page, assessment.licenses, assessment.goods, indent=2)


def _write_paths(page: Page, assessment: Assessment) -> None:
    page.heading("Paths of concern")
    for trace in assessment.traces:
        if trace.paths:
            page.gap()
            page.write(faint("from"), strong(trace.party), indent=2)
        for number, path in enumerate(trace.paths, start=1):
            write_path(page, path, number=number)
    quiet = [trace.party for trace in assessment.traces if not trace.paths]
    if quiet:
        page.gap()
        page.write("No path found from:", "; ".join(quiet) + ".", indent=2, hang=4)
    if not assessment.traces:
        page.write("No party was traced.", indent=2)


def _write_flags(page: Page, assessment: Assessment, told: set[Reason]) -> None:
    page.heading("Red flags", note="never summed; the strongest of each group counts")
    ranked = sorted(assessment.flags, key=lambda row: (STRENGTH_ORDER.index(row.strength), row.group, row.flag))
    standing = [row for row in ranked if row.answer.verdict is Verdict.MET]
    open_flags = [row for row in ranked if row.answer.verdict is Verdict.UNKNOWN]
    absent = [row for row in ranked if row.answer.verdict is Verdict.NOT_MET]
    for pattern in (row for row in assessment.patterns if row.answer.verdict is Verdict.MET):
        page.write(Span("pattern", Ink.BAD), strong(pattern.text),
                   faint(f"({pattern.pattern}: {', '.join(pattern.flags)})"), pattern.then, indent=2, hang=4)
    for finding in standing:
        _write_flag(page, finding, told)
    if not standing:
        page.write("None stands.", indent=2)
    _write_open_flags(page, open_flags, told)
    if absent:
        page.write(faint(f"Answered and not standing: {', '.join(row.flag for row in absent)}."), indent=2, hang=4)
    coverage = assessment.flag_coverage
    if coverage and coverage.not_encoded:
        unread = coverage.not_encoded
        named = ", ".join(unread) if len(unread) <= _MAX_NAMED else f"{len(unread):,} flags; --json names them"
        page.write(faint(f"Not computed by this version: {named}."), indent=2, hang=4)


def _write_open_flags(page: Page, findings: Sequence[FlagFinding], told: set[Reason]) -> None:
    """Write the flags that wait for a fact: those with something to tell and the gravest first, the rest by name."""
    if not findings:
        return
    page.write(Span(f"{count(len(findings), 'flag')} cannot be answered yet:", Ink.DOUBT), indent=2)
    first = sorted(findings, key=lambda row: not row.reasons)[:_MAX_NAMED]
    for finding in first:
        page.write(faint(f"{finding.flag} {finding.strength.value}:"), finding.text,
                   faint(f"\u2014 {finding.ask}" if finding.ask else ""), indent=4, hang=6)
        write_grounds(page, finding.reasons, told, indent=6)
    rest = [finding.flag for finding in findings if finding not in first]
    if rest:
        page.write(faint(f"and {', '.join(rest)}; facts noted in the order answer most of them (--json has each)."),
                   indent=4, hang=6)


def _write_flag(page: Page, finding: FlagFinding, told: set[Reason]) -> None:
    ink = Ink.BAD if finding.strength in (FlagStrength.STOP, FlagStrength.STRONG) else Ink.DOUBT
    page.write(Span(finding.strength.value, ink), strong(finding.text), faint(f"({finding.group}, {finding.flag})"),
               indent=2, hang=4)
    write_grounds(page, finding.reasons, told, indent=4)
    if finding.ask:
        page.write(faint("ask:"), finding.ask, indent=4, hang=6)


def _write_missing(page: Page, assessment: Assessment) -> None:
    if assessment.missing:
        page.heading("Missing facts", note="what most gates and questions wait for comes first")
        write_missing(page, assessment.missing, indent=2, lead="-")


def _write_actions(page: Page, assessment: Assessment, told: set[Reason]) -> None:
    page.heading("Next steps", note="proposed; a person decides")
    for action in assessment.actions:
        page.write(f"{action.rank}.", strong(name_kind(action)), action.text, indent=2, hang=5)
        write_grounds(page, action.because, told, indent=5)

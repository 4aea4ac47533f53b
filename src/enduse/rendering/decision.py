"""An assessment on one or two pages: what to do first, why, and what to ask; what holds nothing up is counted.

The page of everything (`rendering/assessment.py`) tells each reason with its citations. This one is for who decides
now: whatever stops, stands or was found is told in full, whatever is open by its first question and a count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enduse.model.answer import MissingFact, Verdict
from enduse.model.assessment import GUIDANCE, Assessment, CatchAllAnswer, FlagStrength, GateAnswer
from enduse.model.determination import Classification
from enduse.model.evidence import Reason
from enduse.rendering.assessment import (
    STRENGTH_ORDER,
    name_answer,
    name_kind,
    write_first_step,
    write_licenses,
    write_settled,
)
from enduse.rendering.catch_all import write_met_tests
from enduse.rendering.classification import NAMELESS, waits_for_kind, write_position_table
from enduse.rendering.denial import write_match
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.screening import write_hit
from enduse.rendering.trace import write_path
from enduse.rendering.wording import count, name_missing, write_grounds, write_viewpoint

_MOST_REASONS = 3
_MOST_FACTS = 4
_MOST_STEPS = 8
_MOST_HITS = 3
_MOST_ASKED = 3
_MOST_OPEN = 5
_CATCH_ALL = "catch_all"


def write_decision(page: Page, assessment: Assessment) -> None:
    """Write what decides: the first step, the four questions, the steps, then whatever stops, stands or was found."""
    told: set[Reason] = set()
    page.write(strong(f"ASSESSMENT OF {assessment.reference or 'this order'}"))
    write_viewpoint(page, assessment.viewpoint)
    write_first_step(page, assessment.actions)
    texts = _write_questions(page, assessment)
    _write_steps(page, assessment, texts)
    _write_stops(page, assessment, told)
    _write_tests(page, assessment.catch_all, told)
    _write_parties(page, assessment)
    _write_items(page, assessment.classifications)
    write_licenses(page, assessment)
    _write_paths(page, assessment)
    if assessment.repeats is not None and assessment.repeats.matches:
        page.heading("Earlier cases like this", note=_rest(len(assessment.repeats.matches), 1, "case"))
        write_match(page, assessment.repeats.matches[0])
    _write_flags(page, assessment, texts)
    write_settled(page, assessment)
    page.gap()
    missing = count(len(assessment.missing), "fact is", "facts are")
    page.write(faint(f"{missing} missing in all. --full tells every reason, open flag and missing fact with where it "
                     "comes from, what is not evaluated and what this was computed from; --json has all of it."))


def _write_questions(page: Page, assessment: Assessment) -> set[str]:
    """Write the four questions; return the texts of the reasons told under them, which need no telling twice."""
    page.heading("Four questions")
    told: set[str] = set()
    printed: set[str] = set()
    for number, answer in enumerate(assessment.questions, start=1):
        page.write(f"{number}.", strong(answer.question.value), name_answer(answer.answer.verdict), indent=2, hang=5)
        against = [reason for reason in answer.reasons if reason.weight < 0 and reason.text not in told]
        for reason in against[:_MOST_REASONS]:
            page.write("-", reason.text, indent=5, hang=7)
            printed.add(reason.text)
        told.update(reason.text for reason in against)
        if len(against) > _MOST_REASONS:
            page.write(faint(f"and {count(len(against) - _MOST_REASONS, 'more reason')} against."), indent=5)
        if answer.answer.missing:
            page.write(faint("waits for:"), _name_some(answer.answer.missing), indent=5, hang=7)
    return printed


def _write_reasons(page: Page, texts: Sequence[str], printed: set[str], *, indent: int) -> None:
    """Write the first reasons that were not yet printed; say so where all were."""
    fresh = [text for text in dict.fromkeys(texts) if text not in printed]
    for text in fresh[:_MOST_REASONS]:
        page.write("\u00b7", text, indent=indent, hang=indent + 2)
        printed.add(text)
    if texts and not fresh:
        page.write(faint("\u00b7 as told above."), indent=indent)


def _name_some(missing: Sequence[MissingFact]) -> str:
    """Name the first missing facts; of those that one question asks for, the last, which says what is not known."""
    missing = tuple({fact.question or fact.fact: fact for fact in missing}.values())
    more = len(missing) - _MOST_FACTS
    return name_missing(missing[:_MOST_FACTS]) + (f"; and {more} more" if more > 0 else "") + "."


def _write_steps(page: Page, assessment: Assessment, printed: set[str]) -> None:
    page.heading("Next steps", note="proposed; a person decides")
    for action in assessment.actions[:_MOST_STEPS]:
        page.write(f"{action.rank}.", strong(name_kind(action)), action.text, indent=2, hang=5)
        _write_reasons(page, [reason.text for reason in action.because], printed, indent=5)
    if len(assessment.actions) > _MOST_STEPS:
        page.write(faint(f"and {count(len(assessment.actions) - _MOST_STEPS, 'more step')}."), indent=2)


def _write_stops(page: Page, assessment: Assessment, told: set[Reason]) -> None:
    page.heading("Stops", note="each of these alone stops the order; an open one holds it")
    write_grounds(page, assessment.stops, told, indent=2)
    if not assessment.stops:
        page.write("None found in what is loaded and visible.", indent=2)
    for gate in (one for one in assessment.gates if one.answer.verdict is Verdict.UNKNOWN):
        _write_open_gate(page, gate)


def _write_open_gate(page: Page, gate: GateAnswer) -> None:
    """Write an open gate with its first question; the tests of the catch-all gate follow by themselves."""
    page.write(Span("open:", Ink.DOUBT), gate.text, faint(f"({gate.gate})"), indent=2, hang=4)
    if gate.gate != _CATCH_ALL:
        _ask_first(page, gate.answer.missing, indent=4)


def _ask_first(page: Page, missing: Sequence[MissingFact], *, indent: int) -> None:
    questions = list(dict.fromkeys(fact.question or fact.fact for fact in missing))
    if questions:
        more = faint(f"(and {count(len(questions) - 1, 'more question')})") if len(questions) > 1 else ""
        page.write(faint("ask:"), questions[0], more, indent=indent, hang=indent + 2)


def _write_tests(page: Page, tests: Sequence[CatchAllAnswer], told: set[Reason]) -> None:
    """Write the catch-all tests that are met with their grounds, the open ones by law and number."""
    is_met = any(test.answer.verdict is Verdict.MET for test in tests)
    still_open = [test for test in tests if test.answer.verdict is Verdict.UNKNOWN]
    if is_met or still_open:
        page.heading("Catch-all tests", note="duties over items that no list names; a person decides on state of mind")
    write_met_tests(page, tests, told)
    for law in dict.fromkeys(test.law for test in still_open):
        waiting = [test for test in still_open if test.law == law]
        unread = "" if any(test.is_read for test in waiting) else "; text not read, only a person can answer"
        page.write(Span("open:", Ink.DOUBT), f"{law}: {count(len(waiting), 'test')}{unread}.", indent=2, hang=4)
        _ask_first(page, [fact for test in waiting for fact in test.answer.missing], indent=4)


def _write_parties(page: Page, assessment: Assessment) -> None:
    page.heading("Parties")
    for screening in assessment.screenings:
        if screening.hits:
            found = Span(count(len(screening.hits), "hit"), Ink.BAD)
            page.write(strong(screening.query), faint("\u2014"), found, indent=2)
            for hit in screening.hits[:_MOST_HITS]:
                write_hit(page, hit)
            if len(screening.hits) > _MOST_HITS:
                page.write(faint(f"and {count(len(screening.hits) - _MOST_HITS, 'more hit')}."), indent=4)
    quiet = [screening.query for screening in assessment.screenings if not screening.hits]
    if quiet:
        page.write("No hit:", "; ".join(quiet) + ".", indent=2, hang=4)
    if not assessment.screenings:
        page.write(Span("No party is named.", Ink.DOUBT), indent=2)
    _write_lists(page, assessment)


def _write_lists(page: Page, assessment: Assessment) -> None:
    """Write which lists answered and which could not, a line each: silence of a list that is not held says nothing."""
    answered = {row for screening in assessment.screenings for row in screening.coverage}
    rows = sorted(answered, key=lambda row: row.source)
    held = [f"{row.source} ({row.version})" for row in rows if row.version]
    absent = [row.source for row in rows if not row.version]
    if held:
        page.write(faint("lists asked:"), "; ".join(held) + ".", indent=2, hang=4)
    if absent or not held:
        page.write(Span("not asked:", Ink.DOUBT), "; ".join(absent) + "." if absent else "no list is loaded.",
                   indent=2, hang=4)


def _write_items(page: Page, items: Iterable[Classification]) -> None:
    page.heading("Items", note="enduse classify shows every condition")
    is_named = False
    for item in items:
        is_named = True
        page.write(strong(item.item or NAMELESS), indent=2)
        write_position_table(page, item, indent=4)
        facts = [fact for position in item.positions for fact in position.missing]
        asked = list(dict.fromkeys(fact.question or fact.fact for fact in facts))
        for question in asked[:1] if waits_for_kind(item) else asked[:_MOST_ASKED]:
            page.write(faint("ask:"), question, indent=4, hang=6)
        if len(asked) > _MOST_ASKED:
            page.write(faint(f"and {count(len(asked) - _MOST_ASKED, 'more question')}."), indent=4)
    if not is_named:
        page.write(Span("No item is named.", Ink.DOUBT), indent=2)


def _write_paths(page: Page, assessment: Assessment) -> None:
    """Write the best path from each party in full, and count its others."""
    page.heading("Paths of concern")
    for trace in assessment.traces:
        if trace.paths:
            page.gap()
            note = _rest(len(trace.paths), 1, "path")
            page.write(faint("from"), strong(trace.party), faint(note), indent=2)
            write_path(page, trace.paths[0], number=1)
    quiet = [trace.party for trace in assessment.traces if not trace.paths]
    if quiet:
        page.write("No path found from:", "; ".join(quiet) + ".", indent=2, hang=4)
    if not assessment.traces:
        page.write("No party was traced.", indent=2)


def _rest(number: int, told: int, noun: str) -> str:
    return f"the best of {count(number, noun)}" if number > told else ""


def _write_flags(page: Page, assessment: Assessment, printed: set[str]) -> None:
    page.heading("Red flags", note="never summed; the strongest of each group counts")
    ranked = sorted(assessment.flags, key=lambda row: (STRENGTH_ORDER.index(row.strength), row.group, row.flag))
    for pattern in (row for row in assessment.patterns if row.answer.verdict is Verdict.MET):
        page.write(Span("pattern", Ink.BAD), strong(pattern.text), faint(f"({', '.join(pattern.flags)})"), pattern.then,
                   indent=2, hang=4)
    standing = [row for row in ranked if row.answer.verdict is Verdict.MET]
    for finding in standing:
        ink = Ink.BAD if finding.strength in (FlagStrength.STOP, FlagStrength.STRONG) else Ink.DOUBT
        page.write(Span(finding.strength.value, ink), strong(finding.text), faint(f"({finding.flag})"), indent=2,
                   hang=4)
        _write_reasons(page, [one.text for one in finding.reasons if one.text != GUIDANCE], printed, indent=4)
        if finding.ask:
            page.write(faint("ask:"), finding.ask, indent=4, hang=6)
    if not standing:
        page.write("None stands.", indent=2)
    still_open = [row for row in ranked if row.answer.verdict is Verdict.UNKNOWN]
    if still_open:
        first = "; ".join(f"{row.text.partition(':')[0]} ({row.flag})" for row in still_open[:_MOST_OPEN])
        page.write(Span(f"{count(len(still_open), 'flag')} cannot be answered yet, the gravest first:", Ink.DOUBT),
                   f"{first}.", indent=2, hang=4)

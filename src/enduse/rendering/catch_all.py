"""Catch-all tests on the screen: those that are met element by element, the open ones law by law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from enduse.model.answer import Verdict
from enduse.model.assessment import CatchAllAnswer
from enduse.model.evidence import Reason
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, write_grounds

_ASKED = 5


def write_catch_all(page: Page, tests: Sequence[CatchAllAnswer], told: set[Reason]) -> None:
    """Write the tests that are met element by element, the open ones law by law with what they wait for."""
    if not tests:
        return
    page.heading("Catch-all tests", note="duties over items that no list names; a person decides on state of mind")
    write_met_tests(page, tests, told)
    for law in sorted({one.law for one in tests}):
        _write_open_tests(page, [one for one in tests if one.law == law])
    passed = [f"{one.law}, {one.article}" for one in tests if one.answer.verdict is Verdict.NOT_MET]
    if passed:
        page.write(faint("Asked and not met:"), faint("; ".join(passed)), indent=2, hang=4)


def write_met_tests(page: Page, tests: Sequence[CatchAllAnswer], told: set[Reason]) -> None:
    """Write the tests that are met: what each says, its duty, and every element with its grounds."""
    for test in (one for one in tests if one.answer.verdict is Verdict.MET):
        page.write(Span("met:", Ink.BAD), strong(f"{test.law}, {test.article}"), "\u2014", test.text, indent=2, hang=4)
        page.write(faint("duty:"), test.duty, faint(f"({test.edition})"), indent=4, hang=6)
        for element in test.elements:
            page.write("\u00b7", element.text, indent=4, hang=6)
            write_grounds(page, element.reasons, told, indent=6)


def _write_open_tests(page: Page, tests: Sequence[CatchAllAnswer]) -> None:
    """Write the open tests of one law, and the questions that most of them wait for."""
    still_open = [test for test in tests if test.answer.verdict is Verdict.UNKNOWN]
    if not still_open:
        return
    unread = "" if any(test.is_read for test in still_open) else " (text not read; only a person can answer)"
    names = "; ".join(test.article for test in still_open)
    page.write(Span("open:", Ink.DOUBT), f"{still_open[0].law}: {names}{unread}", indent=2, hang=4)
    waiting = Counter(fact.question or fact.fact for test in still_open for fact in test.answer.missing)
    for question in sorted(waiting, key=lambda one: (-waiting[one], one))[:_ASKED]:
        page.write(faint("ask:"), question, indent=4, hang=6)
    if len(waiting) > _ASKED:
        page.write(faint(f"and {count(len(waiting) - _ASKED, 'more question')}; --json has all."), indent=4)

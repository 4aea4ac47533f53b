"""License needs on the screen: the answer for a destination, each reason and easing; goods by customs code."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.licensing import GoodsFinding, LicenseNeed, LicenseReason
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import name_missing, verdict_span

_WORDS = {"met": "license needed", "not met": "no license by these tables", "unknown": "unknown"}
_INKS = {"met": Ink.BAD, "not met": Ink.PLAIN, "unknown": Ink.DOUBT}


def write_license_need(page: Page, need: LicenseNeed) -> None:
    """Write one entry's need for one destination."""
    verdict = need.answer.verdict.value
    page.gap()
    page.write(
        strong(f"{need.regime} {need.entry}"), faint("to"), strong(need.destination.upper()),
        Span(_WORDS[verdict], _INKS[verdict]),
    )
    _write_reasons(page, need.reasons)
    if need.easings:
        page.write(faint("General authorisations, met where one may cover it:"), indent=2)
        _write_reasons(page, need.easings)
    if need.answer.missing:
        page.write(Span("open for want of:", Ink.DOUBT), f"{name_missing(need.answer.missing)}.", indent=2, hang=4)
    for note in need.notes:
        page.write(faint(note), indent=2, hang=4)


def write_goods_finding(page: Page, finding: GoodsFinding) -> None:
    """Write what one list of goods says of a customs code."""
    tier = f"tier {finding.tier}" if finding.tier else ""
    page.write(
        verdict_span(finding.answer.verdict), strong(finding.title), *filter(None, (finding.code, tier)),
        f"{finding.because};", faint(finding.cites), indent=0, hang=2,
    )
    if finding.code:
        page.write(finding.says, indent=2, hang=4)
    for question in dict.fromkeys(fact.question for fact in finding.answer.missing if fact.question):
        page.write(Span("ask:", Ink.DOUBT), question, indent=2, hang=4)


def _write_reasons(page: Page, reasons: Sequence[LicenseReason]) -> None:
    for reason in reasons:
        page.write(
            verdict_span(reason.answer.verdict), strong(reason.name), f"{reason.because};", faint(reason.cites),
            indent=2, hang=4,
        )
        for question in dict.fromkeys(fact.question for fact in reason.answer.missing if fact.question):
            page.write(Span("ask:", Ink.DOUBT), question, indent=4, hang=6)

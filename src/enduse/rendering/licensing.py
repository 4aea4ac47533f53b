"""License needs on the screen: the answer for a destination, each reason and easing; goods by customs code."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.answer import MET, NOT_MET
from enduse.model.licensing import GoodsConsequence, GoodsFinding, LicenseConsequence, LicenseNeed, LicenseReason
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


def write_consequences(
    page: Page, licenses: Sequence[LicenseConsequence], goods: Sequence[GoodsConsequence], *, indent: int
) -> None:
    """Write what controlled entries ask for the destination, and which lines a list of goods names for it."""
    for one in licenses:
        _write_license(page, one, indent=indent)
    for listed in goods:
        finding = listed.finding
        page.write(
            verdict_span(listed.answer.verdict), strong(listed.item), finding.title, finding.code,
            f"{finding.because}; {finding.says};", faint(finding.cites), indent=indent, hang=indent + 2,
        )
        if listed.answer.missing:
            page.write(Span("open for want of:", Ink.DOUBT), f"{name_missing(listed.answer.missing)}.",
                       indent=indent + 2, hang=indent + 4)


def _write_license(page: Page, one: LicenseConsequence, *, indent: int) -> None:
    need, verdict = one.need, one.answer.verdict.value
    together = f"({one.of})" if one.of else ""
    page.write(
        strong(f"{need.regime} {', '.join(one.entries)}"), faint("to"), strong(need.destination.upper() or "?"),
        Span(_WORDS[verdict], _INKS[verdict]), faint("\u2014"), one.item, together, indent=indent, hang=indent + 2,
    )
    if one.applies != MET:
        said = "does not reach it" if one.applies == NOT_MET else "may reach it or not"
        page.write(Span("law:", Ink.DOUBT), f"the law of this list {said}.", indent=indent + 2, hang=indent + 4)
    for reason in (*need.reasons, *need.easings):
        page.write(
            verdict_span(reason.answer.verdict), strong(reason.name), f"{reason.because};", faint(reason.cites),
            indent=indent + 2, hang=indent + 4,
        )
    if one.answer.missing:
        page.write(Span("open for want of:", Ink.DOUBT), f"{name_missing(one.answer.missing)}.", indent=indent + 2,
                   hang=indent + 4)
    for note in need.notes:
        page.write(faint(note), indent=indent + 2, hang=indent + 4)


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

"""Whose law reaches an item, on the screen: one line a law, then the grounds that count and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.answer import MissingFact, Verdict
from enduse.model.jurisdiction import ItemJurisdictions, Jurisdiction, LawGround
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import verdict_span

WORDS = {Verdict.MET: "applies", Verdict.NOT_MET: "does not apply", Verdict.UNKNOWN: "unknown"}
_INKS = {Verdict.MET: Ink.BAD, Verdict.NOT_MET: Ink.PLAIN, Verdict.UNKNOWN: Ink.DOUBT}
_HEAD = "Whose law applies:"
_KNOWN = "general knowledge, not read in the text here"


def write_item_jurisdictions(page: Page, found: ItemJurisdictions) -> None:
    """Write whose law reaches one item, with every ground."""
    page.gap()
    page.write(strong(found.item or "an item without description"))
    for one in found.jurisdictions:
        page.gap()
        _write_head(page, one, indent=2)
        if one.answer.verdict is Verdict.NOT_MET:
            continue
        for ground in one.grounds:
            _write_ground(page, ground, indent=4)
        for fact in one.answer.missing:
            page.write(Span("ask:", Ink.DOUBT), fact.question or fact.fact, indent=4, hang=6)
        for note in one.notes:
            page.write(faint("note:"), faint(note), indent=4, hang=6)
        for line in one.not_decided:
            page.write(faint("not decided here:"), faint(line), indent=4, hang=6)
    _write_questions(page, found.jurisdictions)
    for said in dict.fromkeys(said for one in found.jurisdictions for said in one.assumed):
        page.write(faint("our convention:"), faint(said), indent=2, hang=4)


def write_jurisdictions(page: Page, found: Sequence[Jurisdiction], *, indent: int) -> None:
    """Write one line a law, with the ground on which it applies or the facts that would tell."""
    if not found:
        return
    page.write(faint(_HEAD), indent=indent)
    for one in found:
        grounds = [ground for ground in one.grounds if ground.answer.verdict is Verdict.MET]
        because = "; ".join(f"{ground.says} ({ground.cites}{_unread(ground)})" for ground in grounds)
        if one.answer.verdict is Verdict.UNKNOWN:
            because = "for want of: " + ", ".join(fact.fact for fact in one.answer.missing)
        page.write(
            strong(one.regime), Span(WORDS[one.answer.verdict], _INKS[one.answer.verdict]), because,
            indent=indent + 2, hang=indent + 4,
        )


def _unread(ground: LawGround) -> str:
    return f"; {_KNOWN}" if ground.verified != "text" else ""


def _write_head(page: Page, one: Jurisdiction, *, indent: int) -> None:
    page.write(
        strong(one.regime), Span(WORDS[one.answer.verdict], _INKS[one.answer.verdict]), one.law, indent=indent,
        hang=indent + 2,
    )


def _write_ground(page: Page, ground: LawGround, *, indent: int) -> None:
    lead = faint("taken out again if:") if ground.lifts else faint("on the ground:")
    page.write(
        verdict_span(ground.answer.verdict), lead, f"{ground.says};", faint(f"{ground.cites}{_unread(ground)}"),
        indent=indent, hang=indent + 2,
    )
    if ground.asks and ground.answer.verdict is Verdict.MET:
        page.write(faint("it asks:"), ground.asks, indent=indent + 2, hang=indent + 4)


def _write_questions(page: Page, found: Sequence[Jurisdiction]) -> None:
    """Write the facts that most laws wait for, each once."""
    waiting: dict[MissingFact, list[str]] = {}
    for one in found:
        for fact in one.answer.missing:
            if fact.question:
                waiting.setdefault(fact, []).append(one.regime)
    if waiting:
        page.gap()
    for fact, regimes in sorted(waiting.items(), key=lambda row: (-len(row[1]), row[0]))[:3]:
        page.write(strong("ask first:"), fact.question, faint(f"for {', '.join(regimes)}"), indent=2, hang=4)

"""Portfolios and what changed for them, on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.portfolio import ChangeKind, HitChange, Portfolio, PortfolioChanges
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.screening import write_coverage
from enduse.rendering.wording import count, short_id, write_citations, write_faults, write_reason

_INKS = {ChangeKind.NEW: Ink.BAD, ChangeKind.GONE: Ink.GOOD, ChangeKind.DIFFERENT: Ink.DOUBT}
_TOLD = 5


def write_portfolios(page: Page, portfolios: Sequence[Portfolio]) -> None:
    """Write each portfolio with its file, its parties and since when it is kept."""
    rows: list[list[Span | str]] = []
    for held in portfolios:
        unusable = f", {count(held.not_usable, 'row')} not usable" if held.not_usable else ""
        told = (f"{count(held.parties, 'party', 'parties')}{unusable}; {held.file_name} (show"
                f" {short_id(held.document)}), kept {held.kept_at:%Y-%m-%d} by {held.actor}, {held.marking}")
        rows.append([strong(held.name), told])
    page.table(rows, indent=0)


def write_changes(page: Page, answer: PortfolioChanges) -> None:
    """Write whose hits are new, gone or different, each with its statements, then the lists on both sides."""
    page.write(
        strong(answer.portfolio), f"{count(answer.parties, 'party', 'parties')};",
        f"{count(answer.entities, 'entity', 'entities')} of the lists differ between",
        f"{answer.before.as_of} (as known by {answer.before.known_by:%Y-%m-%d %H:%MZ}) and",
        f"{answer.after.as_of} (as known by {answer.after.known_by:%Y-%m-%d %H:%MZ}).", hang=2,
    )
    counts = [(kind, sum(change.kind is kind for change in answer.changes)) for kind in ChangeKind]
    page.write(", ".join(f"{number:,} {kind.value}" for kind, number in counts) + ".", indent=2)
    if answer.faults:
        page.write(Span(f"{count(len(answer.faults), 'row')} NOT screened:", Ink.BAD), indent=2)
        write_faults(page, answer.faults, indent=4, limit=_TOLD)
    for change in answer.changes:
        _write_change(page, change)
    write_coverage(page, answer.coverage_before, title="Lists before")
    write_coverage(page, answer.coverage, title="Lists after")


def _write_change(page: Page, change: HitChange) -> None:
    page.gap()
    was = "no hit" if change.before is None else f"{change.before:.2f}"
    now = "no hit" if change.after is None else f"{change.after:.2f}"
    page.write(
        Span(f"{change.kind.value}:", _INKS[change.kind]), strong(change.name), faint(f"({change.query_id})"),
        f"{was} \u2192 {now}", strong(change.caption), "listed" if change.is_listed else "not listed",
        faint(f"({change.source}; show {change.entity_id})"), hang=2,
    )
    for reason in change.reasons:
        write_reason(page, reason, indent=4)
    for word, citations in (("appeared", change.appeared), ("vanished", change.vanished)):
        if citations:
            page.write(faint(f"{word}:"), indent=4)
            write_citations(page, citations, indent=6)

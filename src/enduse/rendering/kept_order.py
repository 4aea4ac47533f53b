"""Kept orders, judgements on orders, what answers differently, and flags with their worth, on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enduse.model.judging import JudgedAnswer
from enduse.model.kept_order import RULES, FlagShown, FlagWorth, KeptOrder, OrderChange, WorkspaceChanges
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.portfolio import write_changes
from enduse.rendering.wording import count, short_id, write_citations, write_faults, write_reason

_REASONS = 4


def write_orders(page: Page, orders: Sequence[KeptOrder]) -> None:
    """Write each kept order with its first step then, and what became of it."""
    for held in orders:
        page.gap()
        page.write(strong(held.reference), held.step, hang=2)
        kept = f"{held.file_name} (show {short_id(held.document)}), kept {held.kept_at:%Y-%m-%d} by {held.actor}"
        how = f"assessed as of {held.as_of} by enduse {held.program} (show {short_id(held.assessment)})"
        page.write(faint(f"{kept}, {held.marking}; {how}"), indent=2, hang=4)
        end = held.outcome
        if end is not None:
            why = f": {end.reason}" if end.reason else ""
            page.write(Span(end.outcome.value, Ink.BAD if end.outcome.is_bad else Ink.GOOD),
                       f"on {end.on}{why}", faint(f"recorded {end.at:%Y-%m-%d} by {end.actor}"), indent=2, hang=4)


def write_judged(page: Page, judged: Sequence[JudgedAnswer]) -> None:
    """Write the judgements on flags, gates and states of mind of orders."""
    for row in judged:
        page.gap()
        state = "" if row.is_newest else "a later judgement took its place:"
        if row.is_newest and row.has_ended:
            state = "its end has come:"
        until = f", until {row.until}" if row.until else ""
        paper = f" ({row.document_name}, show {short_id(row.document)})" if row.document else ""
        page.write(strong(row.reference), faint("\u2014"), f"{row.kind} {row.name}", faint(f"({row.marking})"), hang=2)
        told = f"{row.verdict} by {row.actor} on {row.at:%Y-%m-%d}{until}: {row.reason}{paper}"
        page.write(Span(state, Ink.DOUBT), told, indent=2, hang=4)


def write_workspace_changes(page: Page, answer: WorkspaceChanges) -> None:
    """Write which orders, decisions and parties answer differently, each with what stands behind it."""
    page.write(
        f"{count(answer.moved, 'entity', 'entities')} differ between {answer.before.as_of}",
        f"(as known by {answer.before.known_by:%Y-%m-%d %H:%MZ}) and {answer.after.as_of}",
        f"(as known by {answer.after.known_by:%Y-%m-%d %H:%MZ}).", hang=2,
    )
    page.heading("Orders", note=f"{len(answer.orders):,} of {answer.orders_asked:,} kept answer differently")
    for order in answer.orders:
        _write_order(page, order)
    if answer.by_rules:
        asked = count(len(answer.by_rules), "kept order")
        page.heading("Rules", note=f"{asked} answer differently by the rules of now, asked as when kept")
    for order in answer.by_rules:
        _write_order(page, order)
    if answer.faults:
        page.write(Span(f"{count(len(answer.faults), 'order')} NOT asked:", Ink.BAD), indent=2)
        write_faults(page, answer.faults, indent=4)
    page.heading("Decisions", note=f"{len(answer.decisions):,} stand differently")
    for decision in answer.decisions:
        page.write(strong(decision.about), f"{decision.kind}, {decision.verdict}:", decision.before, "\u2192",
                   Span(decision.after, Ink.DOUBT), indent=2, hang=4)
        for what in decision.changed:
            page.write(what, indent=4)
    for portfolio in answer.portfolios:
        page.heading(f"Parties of {portfolio.portfolio}")
        write_changes(page, portfolio)


def _write_order(page: Page, order: OrderChange) -> None:
    page.gap()
    page.write(strong(order.reference), faint(f"(show {short_id(order.document)})"), indent=2)
    if order.step_before != order.step_after:
        page.write("first step:", order.step_before, "\u2192", Span(order.step_after, Ink.DOUBT), indent=4, hang=6)
    told: set[str] = set()
    for change in order.changes:
        if change.part == "next step":
            continue
        page.write(f"{change.part} {change.name}:", change.before, "\u2192", Span(change.after, Ink.DOUBT),
                   faint(change.text), indent=4, hang=6)
        fresh = [reason for reason in change.because if reason.text not in told]
        told.update(reason.text for reason in fresh)
        for reason in fresh[:_REASONS]:
            write_reason(page, replace(reason, evidence=()), indent=8)
        if len(fresh) < len(change.because):
            page.write(faint("and reasons told above."), indent=8)
    for one in order.inputs:
        said = f"{one.name} changed from {one.before} to {one.after}" if one.name.startswith(RULES) else (
            f"{one.name}: {one.before} \u2192 {one.after}")
        page.write(faint(said), indent=4)
    for word, citations in (("appeared", order.appeared), ("vanished", order.vanished)):
        if citations:
            page.write(faint(f"{word}:"), indent=4)
            write_citations(page, citations, indent=6)


def write_flags(page: Page, flags: Sequence[FlagShown]) -> None:
    """Write the flags, each with its worth where that was measured."""
    measured = [flag for flag in flags if flag.worth is not None]
    if measured:
        page.write("Share of orders that ended badly (seized, refused), with its interval of 95 %, among those that",
                   "met the flag and those that answered it with no. No assessment uses these figures.", hang=2)
        page.gap()
    for flag in flags:
        page.write(strong(flag.flag), f"{flag.name} ({flag.strength}, {flag.group})", hang=2)
        if flag.worth is None:
            page.write(faint(flag.says), indent=2, hang=4)
        else:
            _write_worth(page, flag.worth)


def _write_worth(page: Page, worth: FlagWorth) -> None:
    sides = (
        ("met", worth.met_bad, worth.met_good, worth.share_when_met, worth.met_low, worth.met_high),
        ("not met", worth.not_met_bad, worth.not_met_good, worth.share_when_not_met, worth.not_met_low,
         worth.not_met_high),
    )
    for word, bad, good, share, low, high in sides:
        if share is not None and low is not None and high is not None:
            page.write(f"{word}: {bad} of {bad + good} ended badly, {share:.0%} ({low:.0%} to {high:.0%})", indent=2)
    if worth.unknown:
        page.write(faint(f"open for {worth.unknown}"), indent=2)

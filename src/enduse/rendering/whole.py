"""Wholes on the page: what pieces make together, what that changes, and which piece each deciding fact comes from."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.answer import Verdict
from enduse.model.determination import ControlPosition, Determination, Whole, WholeChange, WholeFact, WholeKind
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import name_missing, write_citation

_CAPABLE = (WholeKind.WITH_OPTION, WholeKind.WITH_ALL)
_INK = {ControlPosition.CONTROLLED: Ink.BAD, ControlPosition.NOT_CONTROLLED: Ink.PLAIN}


def write_wholes(page: Page, wholes: Sequence[Whole], *, indent: int) -> None:
    """Write what the pieces make together, one whole after another; nothing where there are none."""
    if not wholes:
        return
    page.gap()
    page.write(strong("Taken together"), faint("\u2014 read from what is stated; each piece is answered by itself too"),
               indent=indent)
    for whole in wholes:
        page.gap()
        _write_whole(page, whole, indent=indent + 2)
    page.gap()
    for basis in dict.fromkeys(basis for whole in wholes for basis in whole.basis):
        page.write(faint("taken so because:"), faint(basis), indent=indent + 2, hang=indent + 4)


def write_graver(page: Page, wholes: Sequence[Whole], *, indent: int) -> None:
    """Write in a line each what pieces come to together where that is graver than each piece alone."""
    for whole in wholes:
        graver = [change for change in whole.changes if change.newly_met]
        if graver:
            told = "; ".join(f"{change.regime} {', '.join(change.newly_met)}" for change in graver)
            page.write(Span("controlled together:", Ink.BAD), f"{whole.of}:", told, faint("(below)"), indent=indent,
                       hang=indent + 4)


def _write_whole(page: Page, whole: Whole, *, indent: int) -> None:
    sort = "(what it can become)" if whole.kind in _CAPABLE else ""
    page.write(strong(f"{whole.of[:1].upper()}{whole.of[1:]}"), faint(sort), indent=indent, hang=indent + 2)
    moved = [change for change in whole.changes if change.before is not change.after or change.newly_met]
    page.table([_row(change) for change in moved], indent=indent + 2)
    for change in whole.changes:
        _write_change(page, change, indent=indent + 2)
    still = [change for change in whole.changes if change not in moved]
    if still:
        same = "; ".join(f"{change.regime} {change.after.value}" for change in still)
        page.write(faint(f"{'As each alone' if moved else 'Changes no position'}: {same}."), indent=indent + 2,
                   hang=indent + 4)
    for fact in whole.facts:
        _write_fact(page, fact, indent=indent + 2)
    for determination in _find_new(whole):
        _write_new(page, determination, indent=indent + 2)
    for note in whole.notes:
        page.write(Span("note:", Ink.DOUBT), note, indent=indent + 2, hang=indent + 4)


def _row(change: WholeChange) -> list[Span | str]:
    return [
        strong(change.regime), faint(change.before.value),
        Span(f"\u2192 {change.after.value}", _INK.get(change.after, Ink.DOUBT)),
    ]


def _write_change(page: Page, change: WholeChange, *, indent: int) -> None:
    if change.newly_met:
        page.write(Span("met by the whole, by no piece alone:", Ink.BAD),
                   f"{change.regime} {', '.join(change.newly_met)}", indent=indent, hang=indent + 4)
    if change.by_piece:
        page.write(Span("met by a piece alone:", Ink.BAD), f"{change.regime} {', '.join(change.by_piece)}",
                   indent=indent, hang=indent + 4)


def _write_fact(page: Page, fact: WholeFact, *, indent: int) -> None:
    place = f" on {fact.axis}" if fact.axis else ""
    before = faint(f"in place of {fact.instead_of}") if fact.instead_of else ""
    if fact.is_conflict:
        page.write(Span("contrary, so unknown:", Ink.DOUBT), f"{fact.fact}{place} {fact.value}", before, indent=indent,
                   hang=indent + 4)
        return
    page.write(faint("by"), f"{' and '.join(fact.by)}:", f"{fact.fact}{place} {fact.value}", before, indent=indent,
               hang=indent + 4)


def _find_new(whole: Whole) -> list[Determination]:
    """Return the determinations that the whole meets or leaves open and no piece does, the met ones first."""
    new = {(change.regime, entry) for change in whole.changes for entry in (*change.newly_met, *change.newly_open)}
    found = [one for one in whole.classification.determinations if (one.regime, one.entry) in new]
    return sorted(found, key=lambda one: one.answer.verdict is not Verdict.MET)


def _write_new(page: Page, one: Determination, *, indent: int) -> None:
    is_met = one.answer.verdict is Verdict.MET
    page.write(
        Span("met" if is_met else "open for the whole alone:", Ink.BAD if is_met else Ink.DOUBT),
        strong(f"{one.regime} {one.entry}"), one.heading, indent=indent, hang=indent + 2,
    )
    if one.answer.missing:
        page.write(Span("for want of:", Ink.DOUBT), f"{name_missing(one.answer.missing)}.", indent=indent + 2,
                   hang=indent + 4)
    if one.citation and is_met:
        write_citation(page, one.citation, indent=indent + 2, said=one.heading)

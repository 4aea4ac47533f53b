"""What the items of an order make together, as reasons: wholes that are ordered, and those that could be had."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from enduse.assessment.dossier import Dossier, may_bind
from enduse.assessment.flag_rules import FlagRule
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, any_of, unknown
from enduse.model.determination import KIND_FACT, Classification, ControlPosition, Whole, WholeChange, WholeKind
from enduse.model.evidence import Citation, Reason

Finding = tuple[Answer, tuple[Reason, ...]]
_POSSIBLE = (WholeKind.WITH_OPTION, WholeKind.WITH_ALL)
_OF_LINES = (WholeKind.LINES, WholeKind.SAME_PRODUCT)


def list_wholes(dossier: Dossier) -> tuple[Whole, ...]:
    """Return what the items of the order make, each by itself or together, under the laws that may reach them."""
    return tuple(whole for classification in dossier.classifications for whole in _bind(classification))


def _bind(classification: Classification) -> list[Whole]:
    """Return the wholes of an item with what they change under the laws that may reach it."""
    return [
        replace(whole, changes=tuple(c for c in whole.changes if may_bind(classification, c.regime)))
        for whole in classification.wholes
    ]


def is_ordered(whole: Whole) -> bool:
    """Tell whether a whole is what is ordered, and not only what it could become."""
    return whole.kind not in _POSSIBLE


def tell_ordered(dossier: Dossier, *, apart: Collection[tuple[str, str, str]] = ()) -> Iterator[Reason]:
    """Yield what is controlled of wholes that are ordered and of no piece alone.

    What is in `apart` (the item, how its pieces are taken, the regime) is left out.
    """
    for classification in dossier.classifications:
        for whole in _bind(classification):
            if is_ordered(whole):
                yield from (
                    tell_change(whole, change) for change in whole.changes
                    if change.newly_met and (classification.item, whole.of, change.regime) not in apart
                )


def tell_raised(dossier: Dossier) -> Iterator[Reason]:
    """Yield what would be controlled with options and upgrades that are not ordered, and is not as it is ordered."""
    for whole in _list_raised(dossier):
        yield from (tell_change(whole, change) for change in whole.changes if change.newly_met)


def _list_raised(dossier: Dossier) -> Iterator[Whole]:
    """Yield what could be had, less what the item meets or leaves open as it is ordered."""
    for classification in dossier.classifications:
        wholes = _bind(classification)
        met = {(c.regime, entry) for one in wholes if is_ordered(one) for c in one.changes for entry in c.newly_met}
        still_open = {(c.regime, e) for one in wholes if is_ordered(one) for c in one.changes for e in c.newly_open}
        for whole in wholes:
            if not is_ordered(whole):
                yield replace(whole, changes=tuple(
                    replace(
                        change, newly_met=tuple(e for e in change.newly_met if (change.regime, e) not in met),
                        newly_open=tuple(e for e in change.newly_open if (change.regime, e) not in still_open),
                    ) for change in whole.changes
                ))


def tell_change(whole: Whole, change: WholeChange) -> Reason:
    """Say what a whole meets that no piece alone does, by which facts of which pieces."""
    asked = {
        (leaf.label, leaf.axis) for one in whole.classification.determinations
        if one.regime == change.regime and one.entry in change.newly_met for leaf in one.covers.leaves()
    }
    facts = "; ".join(
        f"{fact.fact}{f' on {fact.axis}' if fact.axis else ''} {fact.value} by {' and '.join(fact.by)}"
        for fact in whole.facts if not fact.is_conflict and (fact.fact, fact.axis) in asked
    )
    by = f" What the pieces bring to it: {facts}." if facts else ""
    entries = f"{change.regime} {', '.join(change.newly_met)}"
    text = f"Taken together ({whole.of}), {entries} is met; no piece alone meets it."
    return Reason(text=text + by, weight=1.0, evidence=_cite(whole, change.regime, change.newly_met))


def _cite(whole: Whole, regime: str, entries: tuple[str, ...]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(
        d.citation for d in whole.classification.determinations
        if d.regime == regime and d.entry in entries and d.citation
    ))


def list_open_facts(dossier: Dossier) -> Iterator[MissingFact]:
    """Yield what is missing to settle an entry that is open for a whole that is ordered, and for none of its pieces."""
    for whole in list_wholes(dossier):
        if is_ordered(whole):
            yield from _open_facts(whole)


def _open_facts(whole: Whole) -> Iterator[MissingFact]:
    new = {(change.regime, entry) for change in whole.changes for entry in change.newly_open}
    for determination in whole.classification.determinations:
        if (determination.regime, determination.entry) in new:
            for fact in determination.answer.missing:
                yield replace(fact, about=whole.of, question=f"Taken together ({whole.of}): {fact.question}")


def is_settled(dossier: Dossier) -> bool:
    """Tell whether no whole that is ordered is controlled or open by what its pieces make together."""
    return not any(
        change.newly_met or change.newly_open
        for whole in list_wholes(dossier) if is_ordered(whole) for change in whole.changes
    )


def tell_repeats(dossier: Dossier) -> Iterator[Reason]:
    """Yield one product that stands in several lines, with what the lines come to."""
    for whole in list_wholes(dossier):
        if whole.kind is WholeKind.SAME_PRODUCT:
            contrary = [fact.fact for fact in whole.facts if fact.is_conflict]
            more = f" They contradict each other on {', '.join(contrary)}." if contrary else ""
            yield Reason(text=f"{_begin(whole.of)}: {', '.join(whole.pieces)}. {' '.join(whole.notes)}{more}")


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]


def raised_by_option(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when an option, an upgrade or another line makes an entry met that the item as it stands does not meet."""
    wholes = [*_list_raised(dossier), *(one for one in list_wholes(dossier) if one.kind is WholeKind.LINES)]
    if not wholes:
        fact = MissingFact(fact="options and upgrades of each item", about="item", question=rule.ask)
        return unknown(fact), ()
    return _find(wholes)


def whole_of_lines(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when lines of the order together meet an entry that no line alone meets; open while a line has no kind."""
    answer, reasons = _find([whole for whole in list_wholes(dossier) if whole.kind in _OF_LINES])
    if len(dossier.order.lines) == 1:
        return answer, reasons
    waiting = [
        unknown(MissingFact(fact=f"kind of item of {classification.item}", about="item", question=rule.ask))
        for classification in dossier.classifications
        if any(p.position is ControlPosition.UNKNOWN and KIND_FACT in {fact.fact for fact in p.missing}
               for p in classification.positions)
    ]
    if not dossier.classifications:
        waiting.append(unknown(MissingFact(fact="classification of the item", about="item", question=rule.ask)))
    return any_of([answer, *waiting]), reasons


def _find(wholes: list[Whole]) -> Finding:
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for whole in wholes:
        met = [change for change in whole.changes if change.newly_met]
        facts = tuple(dict.fromkeys(_open_facts(whole)))
        answers.append(MET if met else unknown(*facts) if facts else NOT_MET)
        reasons += (tell_change(whole, change) for change in met)
    return any_of(answers), tuple(reasons)


WHOLE_TESTS: Mapping[str, Callable[[Dossier, FlagRule], Finding]] = {
    test.__name__: test for test in (raised_by_option, whole_of_lines)
}

"""A classification told in lines: one for each paragraph that was asked, or one for each entry that was named.

An entry can be named at any depth: it is controlled if some paragraph below it is,
undetermined if none is but some may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from enduse.classification.classifying import is_encoded
from enduse.classification.judging import KIND
from enduse.knowledge.control_law import ControlLaw
from enduse.knowledge.precedence import is_below
from enduse.model.answer import Verdict
from enduse.model.determination import Classification, ConditionResult, Determination, RegimePosition, Ruling

CONTROLLED, NOT_CONTROLLED, UNDETERMINED = "controlled", "not_controlled", "undetermined"
_WORDS = {Verdict.MET: CONTROLLED, Verdict.NOT_MET: NOT_CONTROLLED, Verdict.UNKNOWN: UNDETERMINED}
_OTHER_KIND = "The entry does not speak of this kind of item."


def rule(
    classification: Classification, *, law: ControlLaw, item: int, entries: Sequence[str] = ()
) -> Iterator[Ruling]:
    """Yield the lines of a classification: of every paragraph that was asked, or of each of `entries` in each regime.

    A regime without an edition of the day gives one undetermined line.
    """
    for position in classification.positions:
        asked = [d for d in classification.determinations if d.regime == position.regime]
        if not position.edition:
            for entry in entries or ("",):
                yield _without_edition(classification, position, item, entry)
            continue
        for entry in entries or dict.fromkeys(d.entry for d in asked):
            below = [d for d in asked if is_below(d.entry, entry)]
            if below:
                yield _sum_up(below, position, item, entry)
            else:
                is_known = is_encoded(law, position.regime, position.edition, entry)
                yield _unasked(classification, position, item, entry, is_known=is_known)


def _without_edition(classification: Classification, position: RegimePosition, item: int, entry: str) -> Ruling:
    return Ruling(
        item=item, regime=position.regime, edition="", date=classification.as_of, entry=entry, verdict=UNDETERMINED,
        missing=(f"edition in force on {classification.as_of.isoformat()}",), because=position.note,
    )


def _unasked(
    classification: Classification, position: RegimePosition, item: int, entry: str, *, is_known: bool
) -> Ruling:
    return Ruling(
        item=item, regime=position.regime, edition=position.edition, date=classification.as_of, entry=entry,
        verdict=NOT_CONTROLLED if is_known else UNDETERMINED, missing=() if is_known else (f"text of {entry}",),
        because=_OTHER_KIND if is_known else f"{entry} is not encoded for this edition.",
    )


def _sum_up(below: Sequence[Determination], position: RegimePosition, item: int, entry: str) -> Ruling:
    verdicts = {d.answer.verdict for d in below}
    verdict = next(v for v in (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET) if v in verdicts)
    deciding = [d for d in below if d.answer.verdict is verdict]
    nearest = _nearest(deciding)
    told = nearest or next((d for d in deciding if d.carved_out_by or _excluding(d)), deciding[0])
    return Ruling(
        item=item, regime=position.regime, edition=position.edition, date=told.as_of, entry=entry,
        verdict=_WORDS[verdict], margin=nearest.covers.margin if nearest else None,
        margin_unit=nearest.covers.margin_unit if nearest else "", by=_by(deciding, told, entry),
        missing=_missing(deciding), because=_because(told), confidence=_least([d.confidence for d in deciding]),
    )


def _nearest(deciding: Sequence[Determination]) -> Determination | None:
    """Return the determination with the least margin, of those in one unit that no note or other entry decided."""
    measured = [
        (d.covers.margin, d) for d in deciding
        if d.covers.margin is not None and not d.carved_out_by and not _excluding(d)
    ]
    units = [d.covers.margin_unit for _, d in measured]
    same = [(margin, d) for margin, d in measured if d.covers.margin_unit == units[0]]
    return min(same, key=lambda pair: pair[0])[1] if same else None


def _excluding(determination: Determination) -> ConditionResult | None:
    if determination.covers.answer.verdict is not Verdict.MET:
        return None
    return next((e for e in determination.exclusions if e.answer.verdict is Verdict.MET), None)


def _by(deciding: Sequence[Determination], told: Determination, entry: str) -> str:
    """Name the paragraphs that control below the entry asked for, else the axis that decides."""
    if told.answer.verdict is Verdict.MET:
        below = [_tail(d.entry) for d in deciding if d.entry != entry]
        if below:
            return " and ".join(dict.fromkeys(below))
    return told.covers.axis


def _tail(entry: str) -> str:
    """Return a paragraph without the number of its entry: "b.2.a" of "2B001.b.2.a"."""
    head, dot, tail = entry.partition(".")
    return tail if dot and len(head) == 5 and head[1:2].isalpha() else entry


def _missing(deciding: Sequence[Determination]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for determination in deciding:
        for name in dict.fromkeys(fact.fact for fact in determination.answer.missing):
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _because(told: Determination) -> str:
    if told.carved_out_by:
        return f"{told.carved_out_by} goes first: this entry covers what is other than {told.carved_out_by}."
    excluded = _excluding(told)
    if excluded is not None:
        return excluded.label
    leaf = _decisive_leaf(told.covers, told.answer.verdict)
    if told.answer.verdict is Verdict.UNKNOWN:
        return f"{told.heading}: open."
    if leaf is None or not leaf.limit:
        return told.heading
    axis = f" on axis {leaf.axis}" if leaf.axis else ""
    return f"{told.heading}: {leaf.label} {leaf.value or 'not stated'}{axis}, limit {leaf.limit}"


def _decisive_leaf(node: ConditionResult, verdict: Verdict) -> ConditionResult | None:
    """Return the leaf that speaks for the answer: on the axis and with the margin of the whole where it has one."""
    if not node.parts:
        return node if node.answer.verdict is verdict else None
    same = [part for part in node.parts if part.answer.verdict is verdict]
    exact = [part for part in same if part.margin == node.margin and part.axis in ("", node.axis)]
    for part in (*(exact if node.margin is not None else ()), *sorted(same, key=lambda part: part.label == KIND)):
        leaf = _decisive_leaf(part, verdict)
        if leaf is not None:
            return leaf
    return None


def _least(confidences: Sequence[str]) -> str:
    return next((word for word in ("low", "medium", "high") if word in confidences), "")

"""A classification told in lines: one for each paragraph that was asked, or one for each entry that was named.

An entry can be named at any depth: it is controlled if some paragraph below it is,
undetermined if none is but some may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from enduse.classification.findings import Finding, UnderRegime, find_confidence, say_no_edition
from enduse.classification.judged import Judged
from enduse.knowledge.control_law import ControlLaw, is_below
from enduse.model.answer import Verdict
from enduse.model.condition import ConditionResult
from enduse.model.determination import KIND_FACT, Ruling

CONTROLLED, NOT_CONTROLLED, UNDETERMINED = "controlled", "not_controlled", "undetermined"
_WORDS = {Verdict.MET: CONTROLLED, Verdict.NOT_MET: NOT_CONTROLLED, Verdict.UNKNOWN: UNDETERMINED}
_OTHER_KIND = "The entry does not speak of this kind of item."


def rule(
    found: Iterable[UnderRegime], *, law: ControlLaw, item: int, entries: Sequence[str] = ()
) -> Iterator[Ruling]:
    """Yield the lines of what was found: of every paragraph that was asked, or of each of `entries` in each regime.

    A regime without an edition of the day gives one undetermined line.
    """
    for under in found:
        if under.edition is None:
            for entry in entries or ("",):
                yield _without_edition(under, law, item, entry)
        elif not entries:
            yield from (_sum_up((finding,), under, law, item, _name(finding)) for finding in under.findings)
        for entry in entries if under.edition is not None else ():
            below = [finding for finding in under.findings if is_below(_name(finding), entry)]
            yield _sum_up(below, under, law, item, entry) if below else _unasked(under, law, item, entry)


def _name(finding: Finding) -> str:
    return finding.asked.paragraph.entry


def _without_edition(under: UnderRegime, law: ControlLaw, item: int, entry: str) -> Ruling:
    return Ruling(
        item=item, regime=under.code, edition="", date=under.as_of, entry=entry, verdict=UNDETERMINED,
        missing=(f"edition in force on {under.as_of.isoformat()}",), because=say_no_edition(under, law),
    )


def _unasked(under: UnderRegime, law: ControlLaw, item: int, entry: str) -> Ruling:
    """Answer for what no paragraph that was asked is part of: another kind of item, a part of one, or no entry here."""
    around = [finding for finding in under.findings if is_below(entry, _name(finding))]
    if around:
        whole = _sum_up(around, under, law, item, entry)
        because = f"{entry} stands in {_name(around[0])}, which is asked as a whole. {whole.because}"
        if whole.verdict == NOT_CONTROLLED:
            return replace(whole, because=because)
        return replace(
            whole, verdict=UNDETERMINED, margin=None, margin_unit="", by="", because=because,
            missing=whole.missing or (f"text of {entry}",),
        )
    edition, plans = under.edition, under.regime.plans if under.regime else {}
    plan = plans[edition.id] if edition else None
    is_known = plan is not None and any(
        is_below(asked.paragraph.entry, entry) or is_below(entry, asked.paragraph.entry) for asked in plan.asked
    )
    return Ruling(
        item=item, regime=under.code, edition=edition.id if edition else "", date=under.as_of, entry=entry,
        verdict=NOT_CONTROLLED if is_known else UNDETERMINED, missing=() if is_known else (f"text of {entry}",),
        because=_OTHER_KIND if is_known else f"{entry} is not encoded for this edition.",
    )


def _sum_up(below: Sequence[Finding], under: UnderRegime, law: ControlLaw, item: int, entry: str) -> Ruling:
    assert under.edition is not None
    verdict, deciding = _deciding(below)
    margin, unit, nearest = _nearest(deciding, law)
    told = nearest or next((f for f in deciding if f.carved_out_by or f.weighed.excluded_by), deciding[0])
    confidences = {find_confidence(under.edition, finding.asked.entry, under.as_of) for finding in deciding}
    return Ruling(
        item=item, regime=under.code, edition=under.edition.id, date=under.as_of, entry=entry,
        verdict=_WORDS[verdict], margin=margin, margin_unit=unit, by=_by(deciding, told, entry),
        missing=_missing(deciding), because=_because(told),
        confidence=next((word for word in ("low", "medium", "high") if word in confidences), ""),
    )


def _deciding(below: Sequence[Finding]) -> tuple[Verdict, Sequence[Finding]]:
    """Return the answer of several paragraphs together, and those of them that give it."""
    if len(below) == 1:
        return below[0].answer.verdict, below
    for verdict in (Verdict.MET, Verdict.UNKNOWN):
        same = [finding for finding in below if finding.answer.verdict is verdict]
        if same:
            return verdict, same
    return Verdict.NOT_MET, below


def _nearest(deciding: Sequence[Finding], law: ControlLaw) -> tuple[Decimal | None, str, Finding | None]:
    """Return the least margin with its unit and finding, of those in one unit that no note or other entry decided."""
    measured: list[tuple[Decimal, str, Finding]] = []
    for finding in deciding:
        covers = finding.weighed.covers
        if covers.gap is None or finding.carved_out_by or finding.weighed.excluded_by:
            continue
        margin = covers.margin(law.vocabulary)
        if margin is not None and (not measured or covers.margin_unit == measured[0][1]):
            measured.append((margin, covers.margin_unit, finding))
    return min(measured, key=lambda row: row[0]) if measured else (None, "", None)


def _by(deciding: Sequence[Finding], told: Finding, entry: str) -> str:
    """Name the paragraphs that control below the entry asked for, else the axis that decides."""
    if told.answer.verdict is Verdict.MET:
        below = [_tail(_name(finding)) for finding in deciding if _name(finding) != entry]
        if below:
            return " and ".join(dict.fromkeys(below))
    return told.weighed.covers.axis


def _tail(entry: str) -> str:
    """Return a paragraph without the number of its entry: "b.2.a" of "2B001.b.2.a"."""
    head, dot, tail = entry.partition(".")
    return tail if dot and len(head) == 5 and head[1:2].isalpha() else entry


def _missing(deciding: Sequence[Finding]) -> tuple[str, ...]:
    if len(deciding) == 1:
        return tuple(dict.fromkeys(fact.fact for fact in deciding[0].answer.missing))
    counts: dict[str, int] = {}
    for finding in deciding:
        for name in dict.fromkeys(fact.fact for fact in finding.answer.missing):
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _because(told: Finding) -> str:
    return f"{told.piece} by itself: {_reason(told)}" if told.piece else _reason(told)


def _reason(told: Finding) -> str:
    if told.carved_out_by:
        return f"{told.carved_out_by} goes first: this entry covers what is other than {told.carved_out_by}."
    says = told.asked.paragraph.says
    if told.answer.verdict is Verdict.UNKNOWN:
        return f"{says}: open."
    if told.weighed.excluded_by:
        return told.weighed.excluded_by
    leaf = _decisive_leaf(told.weighed.covers, told.answer.verdict)
    if leaf is None or not leaf.limit:
        return says
    axis = f" on axis {leaf.axis}" if leaf.axis else ""
    return f"{says}: {leaf.label} {leaf.value or 'not stated'}{axis}, limit {leaf.limit}"


def _decisive_leaf(node: Judged, verdict: Verdict) -> ConditionResult | None:
    """Return the leaf that speaks for the answer: on the axis and with the margin of the whole where it has one."""
    if not node.parts:
        return node.result if node.answer.verdict is verdict else None
    same = [part for part in node.parts if part.answer.verdict is verdict]
    exact = [part for part in same if part.gap == node.gap and part.axis in ("", node.axis)]
    kind: ConditionResult | None = None
    # What is met is met in all parts, of which the last says what the paragraph asks beyond its entry.
    for part in (*(exact if node.gap is not None else ()), *(reversed(same) if verdict is Verdict.MET else same)):
        leaf = _decisive_leaf(part, verdict)
        if leaf is not None and leaf.label != KIND_FACT:
            return leaf
        kind = kind or leaf
    return kind

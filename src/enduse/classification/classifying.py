"""Classifying an item: every entry of the editions in force on the day, and a position per regime.

An entry is answered paragraph by paragraph: covered, not taken out by a note, not
taken by an entry that goes first ("other than 2B001"). Positions are derived:
controlled when some paragraph is met; potentially controlled when some is open;
near, or not controlled, only under the entries that are encoded and never from an
excerpt. Where a paragraph is met but for the open question whether an entry that
goes first takes the item, the item is controlled under one of the two either way.
Only paragraphs that can speak of the item's kind are asked and told.
Cost: about the number of these paragraphs times the axes stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from enduse.classification.findings import (
    Appraiser,
    Finding,
    UnderRegime,
    find_confidence,
    presume,
    rank_missing,
    say_no_edition,
)
from enduse.classification.judging import Judge
from enduse.classification.serving import SOFTWARE, TECHNOLOGY
from enduse.knowledge.control_law import ControlLaw, Edition, EntryText, RegimeLaw, is_below
from enduse.model.answer import NOT_MET, Answer, MissingFact, Verdict, any_of, unknown
from enduse.model.condition import ConditionResult
from enduse.model.determination import Classification, ControlPosition, Determination, RegimePosition
from enduse.model.evidence import Citation, CitationKind
from enduse.model.item import Item

_UNSPOKEN = "No encoded entry speaks of this kind of item."
_UNSPOKEN_OF_GOODS = (
    "Not met under the entries that ask what goods it is for; those that name software or technology by what it is "
    "are not encoded, but for few."
)


def classify(
    item: Item, *, as_of: date, law: ControlLaw, regimes: Sequence[str] | None = None
) -> Classification:
    """Return every regime's position for an item on a day, with the determinations beneath.

    `regimes` narrows and orders the answer; a regime that is not loaded is
    answered unknown. Nothing is taken from another edition than that of the day.
    """
    return classify_on_days(item, days=(as_of,), law=law, regimes=regimes)[0]


def classify_on_days(
    item: Item, *, days: Sequence[date], law: ControlLaw, regimes: Sequence[str] | None = None
) -> tuple[Classification, ...]:
    """Return a classification for each day; what two editions have in common is decided once."""
    appraiser = Appraiser(item, law)
    conflicts = appraiser.facts.list_conflicts()
    return tuple(put_together(appraiser.find(day, regimes), appraiser, day, conflicts) for day in days)


def put_together(
    found: Iterable[UnderRegime], appraiser: Appraiser, as_of: date, conflicts: tuple[str, ...]
) -> Classification:
    """Return the classification that findings on a day come to, under the name of the appraiser's item."""
    positions: list[RegimePosition] = []
    determinations: list[Determination] = []
    for under in found:
        positions.append(derive_position(under, appraiser))
        if under.regime is not None and under.edition is not None:
            regime, edition = under.regime, under.edition
            determinations += (_determine(regime, edition, finding, under) for finding in under.findings)
    item = appraiser.item
    return Classification(
        item=item.description or " ".join(filter(None, (item.maker, item.model))), as_of=as_of,
        positions=tuple(positions), determinations=tuple(determinations), conflicts=conflicts,
    )


def find_answer(classification: Classification, *, law: ControlLaw, regime: str, entry: str) -> Answer:
    """Return the answer under an entry or any paragraph below it ("2B001.b.2").

    Not met where the edition has it but it cannot speak of the item's kind; unknown
    where no edition is loaded or has it encoded.
    """
    found = [d.answer for d in classification.determinations if d.regime == regime and is_below(d.entry, entry)]
    if found:
        return any_of(found)
    edition = next((p.edition for p in classification.positions if p.regime == regime), "")
    if edition and is_encoded(law, regime, edition, entry):
        return NOT_MET
    return unknown(MissingFact(fact="encoded entry", about=f"{regime} {entry}"))


def is_encoded(law: ControlLaw, regime: str, edition: str, entry: str) -> bool:
    """Tell whether an edition has an entry, or some paragraph below it, encoded."""
    loaded = law.find_regime(regime)
    plan = loaded.plans.get(edition) if loaded else None
    return plan is not None and any(is_below(asked.paragraph.entry, entry) for asked in plan.asked)


def _determine(regime: RegimeLaw, edition: Edition, finding: Finding, under: UnderRegime) -> Determination:
    entry, paragraph, weighed = finding.asked.entry, finding.asked.paragraph, finding.weighed
    as_of = under.as_of
    exclusions = []
    for note, judged in weighed.exclusions:
        result = judged.result
        exclusions.append(ConditionResult(
            label=note.says, answer=result.answer, note=result.note, parts=(result,), axis=result.axis,
        ))
    return Determination(
        regime=regime.regime, edition=edition.id, entry=paragraph.entry, heading=paragraph.says, as_of=as_of,
        answer=finding.answer, covers=weighed.covers.result, exclusions=tuple(exclusions),
        carved_out_by=finding.carved_out_by, is_near=finding.is_near,
        correspondences=paragraph.correspondences, correspondence_basis=regime.tell_through(paragraph.correspondences),
        confidence=find_confidence(edition, entry, as_of),
        citation=Citation(
            kind=CitationKind.KNOWLEDGE, id=f"{entry.path}#{paragraph.entry}", source=regime.title,
            place=f"{entry.place}, {paragraph.entry}", words=paragraph.says,
        ),
        notes=(*entry.notes, *presume(edition, as_of)),
    )


def derive_position(under: UnderRegime, appraiser: Appraiser) -> RegimePosition:
    """Return the position of the item under a regime on the day, from what was found."""
    regime, edition, findings = under.regime, under.edition, under.findings
    if regime is None or edition is None:
        return RegimePosition(
            regime=under.code, title=regime.title if regime else under.code, position=ControlPosition.UNKNOWN,
            note=say_no_edition(under, appraiser.law),
        )
    judge, entries = appraiser.judge, under.entries()
    is_spoken_of = regime.plans[edition.id].speaks_of(judge.item.kinds, appraiser.law.vocabulary.kinds)
    position, names, note = _settle(edition, entries, findings, judge, is_spoken_of=is_spoken_of)
    missing: tuple[MissingFact, ...] = ()
    if not judge.item.kinds:
        missing = (judge.ask_kind(),)
    elif position is not ControlPosition.CONTROLLED or note:
        missing = rank_missing(finding.answer for finding in findings)
    left_out = tuple(dict.fromkeys(line for entry in entries for line in entry.not_encoded))
    notes = tuple(
        f"{note.says} ({note.place})" for note in regime.general_notes
        if edition.id in note.editions and (not note.kinds or judge.is_of_any(judge.item.kinds, note.kinds))
        and (judge.item.pieces or not note.is_of_pieces)
    )
    return RegimePosition(
        regime=regime.regime, title=regime.title, position=position, edition=edition.id, entries=names,
        missing=missing, note=" ".join(filter(None, (note, *presume(edition, under.as_of)))), not_encoded=left_out,
        general_notes=notes,
    )


def _settle(
    edition: Edition, entries: Sequence[EntryText], findings: Sequence[Finding], judge: Judge, *, is_spoken_of: bool
) -> tuple[ControlPosition, tuple[str, ...], str]:
    """Return the position, the paragraphs or entries that decide it, and what has to be said with it."""
    asked = tuple(entry.entry for entry in entries)
    met = _names(f for f in findings if f.answer.verdict is Verdict.MET)
    certain = _names(f for f in findings if f.weighed.before.verdict is Verdict.MET)
    unsettled = _names(f for f in findings if f.answer.verdict is Verdict.UNKNOWN)
    near = _names(f for f in findings if f.is_near)
    if not judge.item.kinds:
        return ControlPosition.UNKNOWN, (), "Nobody said what kind of item it is."
    if met:
        return ControlPosition.CONTROLLED, met, ""
    if certain:
        note = "Covered here or by an entry that goes first; the missing facts decide which."
        return ControlPosition.CONTROLLED, certain, note
    if unsettled:
        return ControlPosition.POTENTIALLY_CONTROLLED, unsettled, ""
    if edition.is_excerpt:
        return ControlPosition.UNKNOWN, asked, "Only excerpts of this edition are encoded, and they do not cover it."
    if not is_spoken_of:
        note = _UNSPOKEN_OF_GOODS if judge.is_of_any(judge.item.kinds, (SOFTWARE, TECHNOLOGY)) else _UNSPOKEN
        return ControlPosition.UNKNOWN, asked, note
    if near:
        return ControlPosition.NEAR_LIMIT, near, ""
    note = "Not controlled under the encoded entries; other entries were not asked."
    return ControlPosition.NOT_CONTROLLED, asked, note


def _names(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.asked.paragraph.entry for finding in findings)

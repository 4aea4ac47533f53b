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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.classification.facts import Facts
from enduse.classification.judging import Judge, Judged
from enduse.knowledge.control_law import Asked, ControlLaw, Edition, EntryText, Paragraph, RegimeLaw
from enduse.knowledge.measures import Vocabulary
from enduse.knowledge.precedence import is_below
from enduse.model.answer import NOT_MET, Answer, MissingFact, Verdict, all_of, any_of, unknown
from enduse.model.determination import (
    Classification,
    ConditionResult,
    ControlPosition,
    Determination,
    RegimePosition,
)
from enduse.model.evidence import Citation, CitationKind
from enduse.model.item import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """A determination with what the position needs besides: its answer before any entry went first."""

    determination: Determination
    before: Answer


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
    facts = Facts(item, law.vocabulary)
    judge = Judge(facts)
    codes = tuple(dict.fromkeys(regimes)) if regimes is not None else tuple(r.regime for r in law.regimes)
    return tuple(_classify_on(day, codes, judge, law, facts.list_conflicts()) for day in days)


def _classify_on(
    as_of: date, codes: Sequence[str], judge: Judge, law: ControlLaw, conflicts: tuple[str, ...]
) -> Classification:
    positions: list[RegimePosition] = []
    determinations: list[Determination] = []
    for code in codes:
        regime = law.find_regime(code)
        if regime is None:
            note = f"No list of {code} is loaded; loaded are " + ", ".join(r.regime for r in law.regimes) + "."
            positions.append(_unknown(code, code, note))
            continue
        position, decided = _classify_under(regime, judge, as_of, law.vocabulary)
        positions.append(position)
        determinations += [d.determination for d in decided]
    item = judge.item
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


def _classify_under(
    regime: RegimeLaw, judge: Judge, as_of: date, vocabulary: Vocabulary
) -> tuple[RegimePosition, list[_Decided]]:
    edition = regime.find_edition(as_of, presumed_days=vocabulary.presumed_days)
    if edition is None:
        return _unknown(regime.regime, regime.title, _name_editions(regime, as_of)), []
    plan = regime.plans[edition.id]
    found: dict[int, _Decided] = {}
    for place in plan.fitting(judge.item.kinds, vocabulary.kinds):
        found[place] = _determine(regime, edition, plan.asked[place], judge, as_of, found)
    decided = [found[place] for place in plan.shelf_order if place in found]
    entries = list({id(plan.asked[p].entry): plan.asked[p].entry for p in plan.shelf_order if p in found}.values())
    return _derive_position(regime, edition, entries, plan.entries, decided, judge, as_of), decided


def _determine(
    regime: RegimeLaw, edition: Edition, asked: Asked, judge: Judge, as_of: date, found: Mapping[int, _Decided]
) -> _Decided:
    entry, paragraph = asked.entry, asked.paragraph
    covers = _cover(paragraph, judge)
    is_worth_asking = covers.answer.verdict is not Verdict.NOT_MET or covers.relaxed_met
    exclusions = _exclude(paragraph, judge) if is_worth_asking else ()
    before = all_of([covers.answer, *(~e.answer for e in exclusions)])
    taken = {name: _answer_of(regime, name, places, found) for name, places in asked.before}
    answer = all_of([before, *(~a for a in taken.values())])
    carved = [name for name, a in taken.items() if a.verdict is Verdict.MET]
    is_out = any(e.answer.verdict is Verdict.MET for e in exclusions)
    is_near = answer.verdict is Verdict.NOT_MET and covers.relaxed_met and not is_out and not carved
    determination = Determination(
        regime=regime.regime, edition=edition.id, entry=paragraph.entry, heading=paragraph.says, as_of=as_of,
        answer=answer, covers=covers.result, exclusions=tuple(exclusions),
        carved_out_by=carved[0] if carved and before.verdict is not Verdict.NOT_MET else "", is_near=is_near,
        correspondences=paragraph.correspondences, confidence=_confidence(edition, entry, as_of),
        citation=Citation(
            kind=CitationKind.KNOWLEDGE, id=f"{entry.path}#{paragraph.entry}", source=regime.title,
            place=f"{entry.place}, {paragraph.entry}", words=paragraph.says,
        ),
        notes=(*entry.notes, *_presumption(edition, as_of)),
    )
    return _Decided(determination=determination, before=before)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cover:
    result: ConditionResult
    relaxed_met: bool

    @property
    def answer(self) -> Answer:
        return self.result.answer


def _cover(paragraph: Paragraph, judge: Judge) -> _Cover:
    """Judge the kind first: what an entry does not speak of is not met, and nothing more is asked."""
    kind = judge.judge_kinds(paragraph.kinds)
    if kind.answer.verdict is Verdict.NOT_MET:
        return _Cover(result=kind, relaxed_met=False)
    judged: Judged = judge.decide(paragraph.covers)
    inner = judged.result
    result = ConditionResult(
        label="covered", answer=all_of([kind.answer, inner.answer]), margin=inner.margin, margin_unit=inner.margin_unit,
        axis=inner.axis, is_near=inner.is_near, parts=(kind, *inner.parts),
    )
    return _Cover(result=result, relaxed_met=all_of([kind.answer, judged.relaxed]).verdict is Verdict.MET)


def _exclude(paragraph: Paragraph, judge: Judge) -> tuple[ConditionResult, ...]:
    results = []
    for exclusion in paragraph.exclusions:
        judged = judge.decide(exclusion.when, is_exclusion=True).result
        results.append(ConditionResult(
            label=exclusion.says, answer=judged.answer, note=judged.note, parts=(judged,), axis=judged.axis,
        ))
    return tuple(results)


def _answer_of(regime: RegimeLaw, name: str, places: tuple[int, ...], found: Mapping[int, _Decided]) -> Answer:
    if not places:
        question = f"Is the item covered by {name}, which is not encoded for this edition?"
        return unknown(MissingFact(fact=f"answer under {name}", about=regime.regime, question=question))
    return any_of(found[place].determination.answer for place in places if place in found)


def _confidence(edition: Edition, entry: EntryText, as_of: date) -> str:
    return "medium" if entry.confidence == "high" and _presumption(edition, as_of) else entry.confidence


def _presumption(edition: Edition, as_of: date) -> tuple[str, ...]:
    """Say so where the edition is only presumed in force, or known with less than high confidence."""
    notes = []
    if edition.until is None and as_of > edition.seen_until:
        notes.append(f"Last seen in force on {edition.seen_until}; a later edition may apply on {as_of}.")
    if edition.confidence != "high":
        notes.append(edition.basis)
    return tuple(notes)


def _unknown(code: str, title: str, note: str) -> RegimePosition:
    return RegimePosition(regime=code, title=title, position=ControlPosition.UNKNOWN, note=note)


def _name_editions(regime: RegimeLaw, as_of: date) -> str:
    spans = []
    for edition in regime.editions:
        end = f"to before {edition.until}" if edition.until else f"on, last seen in force {edition.seen_until}"
        spans.append(f"{edition.id} (from {edition.since} {end})")
    return f"No edition of {as_of} is loaded. Loaded: " + "; ".join(spans) + "."


def _derive_position(
    regime: RegimeLaw, edition: Edition, entries: Sequence[EntryText], encoded: Sequence[EntryText],
    decided: list[_Decided], judge: Judge, as_of: date,
) -> RegimePosition:
    is_spoken_of = _is_spoken_of(judge, encoded)
    position, names, note = _settle(edition, entries, decided, judge, is_spoken_of=is_spoken_of)
    missing: tuple[MissingFact, ...] = ()
    if not judge.item.kinds:
        missing = (judge.ask_kind(),)
    elif position is not ControlPosition.CONTROLLED or note:
        missing = _rank([d.determination for d in decided])
    left_out = tuple(dict.fromkeys(line for entry in entries for line in entry.not_encoded))
    return RegimePosition(
        regime=regime.regime, title=regime.title, position=position, edition=edition.id, entries=names,
        missing=missing, note=" ".join(filter(None, (note, *_presumption(edition, as_of)))), not_encoded=left_out,
    )


def _settle(
    edition: Edition, entries: Sequence[EntryText], decided: list[_Decided], judge: Judge, *, is_spoken_of: bool
) -> tuple[ControlPosition, tuple[str, ...], str]:
    """Return the position, the paragraphs or entries that decide it, and what has to be said with it."""
    asked = tuple(entry.entry for entry in entries)
    met = _names(d for d in decided if d.determination.answer.verdict is Verdict.MET)
    certain = _names(d for d in decided if d.before.verdict is Verdict.MET)
    unsettled = _names(d for d in decided if d.determination.answer.verdict is Verdict.UNKNOWN)
    near = _names(d for d in decided if d.determination.is_near)
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
        return ControlPosition.UNKNOWN, asked, "No encoded entry speaks of this kind of item."
    if near:
        return ControlPosition.NEAR_LIMIT, near, ""
    note = "Not controlled under the encoded entries; other entries were not asked."
    return ControlPosition.NOT_CONTROLLED, asked, note


def _names(decided: Iterable[_Decided]) -> tuple[str, ...]:
    return tuple(d.determination.entry for d in decided)


def _is_spoken_of(judge: Judge, entries: Sequence[EntryText]) -> bool:
    spoken = [kind for entry in entries for kind in entry.speaks_of]
    return all(judge.is_within(kind, spoken) for kind in judge.item.kinds)


def _rank(determinations: Iterable[Determination]) -> tuple[MissingFact, ...]:
    """Return the missing facts, first those that most open paragraphs wait for."""
    counts: dict[MissingFact, int] = {}
    for determination in determinations:
        for fact in determination.answer.missing:
            counts[fact] = counts.get(fact, 0) + 1
    return tuple(sorted(counts, key=lambda fact: (-counts[fact], fact)))

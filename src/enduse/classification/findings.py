"""What is found of one item under each paragraph of an edition, before anything of it is put into words.

A paragraph that two editions share is weighed once. `classifying` makes whole
determinations of findings, `rulings` single lines.
Cost: about the number of paragraphs that can speak of the item times the axes stated.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enduse.classification.facts import Facts
from enduse.classification.judged import Judged
from enduse.classification.judging import Judge
from enduse.classification.serving import Served, judge_served
from enduse.knowledge.control_law import (
    Asked,
    ControlLaw,
    Edition,
    EntryText,
    Exclusion,
    Paragraph,
    RegimeLaw,
    Serves,
)
from enduse.model.answer import Answer, MissingFact, Verdict, all_of, any_of, unknown
from enduse.model.condition import ConditionResult
from enduse.model.item import Item


class Weighed:
    """A paragraph weighed for an item: what it covers, which notes were tested, and the two together."""

    __slots__ = ("before", "covers", "exclusions", "is_out", "is_relaxed_met")

    def __init__(self, covers: Judged, exclusions: tuple[tuple[Exclusion, Judged], ...]) -> None:
        self.covers = covers
        self.exclusions = exclusions
        self.before = all_of([covers.answer, *(~judged.answer for _, judged in exclusions)])
        self.is_out = any(judged.answer.verdict is Verdict.MET for _, judged in exclusions)
        self.is_relaxed_met = covers.relaxed.verdict is Verdict.MET

    @property
    def excluded_by(self) -> str:
        """Return the note that takes out what is covered, empty where none does."""
        if self.covers.answer.verdict is not Verdict.MET:
            return ""
        return next((note.says for note, judged in self.exclusions if judged.answer.verdict is Verdict.MET), "")


class Finding:
    """The answer under one paragraph: as weighed, less what an entry that goes first takes."""

    __slots__ = ("answer", "asked", "carved_out_by", "is_near", "weighed")
    piece = ""

    def __init__(self, asked: Asked, weighed: Weighed, taken: Mapping[str, Answer]) -> None:
        self.asked = asked
        self.weighed = weighed
        self.answer = all_of([weighed.before, *[~answer for answer in taken.values()]]) if taken else weighed.before
        carved = next((name for name, answer in taken.items() if answer.verdict is Verdict.MET), "") if taken else ""
        self.carved_out_by = carved if weighed.before.verdict is not Verdict.NOT_MET else ""
        self.is_near = (
            self.answer.verdict is Verdict.NOT_MET and weighed.is_relaxed_met and not weighed.is_out and not carved
        )


class PieceFinding(Finding):
    """A finding on one piece of a whole, by the name of the piece."""

    __slots__ = ("piece",)

    def __init__(self, finding: Finding, piece: str) -> None:
        self.asked, self.weighed, self.answer = finding.asked, finding.weighed, finding.answer
        self.carved_out_by, self.is_near, self.piece = finding.carved_out_by, finding.is_near, piece


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderRegime:
    """All findings under one regime on one day, in the order of the shelf; no edition, no findings.

    `regime` is None where the code names no regime that is loaded.
    """

    code: str
    as_of: date
    regime: RegimeLaw | None = None
    edition: Edition | None = None
    findings: tuple[Finding, ...] = ()

    def entries(self) -> tuple[EntryText, ...]:
        """Return the entries that were asked, each once."""
        return tuple({id(found.asked.entry): found.asked.entry for found in self.findings}.values())


class Appraiser:
    """Finds what the law says of one item; what days, editions and regimes have in common is weighed once."""

    def __init__(self, item: Item, law: ControlLaw) -> None:
        self.item = item
        self.law = law
        self.facts = Facts(item, law.vocabulary)
        self.judge = Judge(self.facts)
        self._weighed: dict[int, Weighed] = {}
        self._found: dict[tuple[str, str], tuple[Finding, ...]] = {}
        self._served: tuple[Appraiser, ...] | None = None

    def find(self, as_of: date, regimes: Sequence[str] | None = None) -> tuple[UnderRegime, ...]:
        """Return the findings on a day under each regime (all by default)."""
        codes = tuple(dict.fromkeys(regimes)) if regimes is not None else tuple(r.regime for r in self.law.regimes)
        return tuple(self._find_under(code, as_of) for code in codes)

    def _find_under(self, code: str, as_of: date) -> UnderRegime:
        regime = self.law.find_regime(code)
        if regime is None:
            return UnderRegime(code=code, as_of=as_of)
        edition = regime.find_edition(as_of, presumed_days=self.law.vocabulary.presumed_days)
        if edition is None:
            return UnderRegime(code=code, as_of=as_of, regime=regime)
        self.find_in_edition(regime, edition)
        key = (code, edition.id)
        return UnderRegime(code=code, as_of=as_of, regime=regime, edition=edition, findings=self._found[key])

    def _find_in(self, regime: RegimeLaw, edition: Edition) -> tuple[Finding, ...]:
        plan = regime.plans[edition.id]
        found: dict[int, Finding] = {}
        for place in plan.fitting(self.item.kinds, self.law.vocabulary.kinds):
            asked = plan.asked[place]
            taken = {name: _answer_of(regime, name, places, found) for name, places in asked.before}
            weighed = self._weigh(asked.paragraph)
            if asked.paragraph.serves is not None and weighed.covers.answer.verdict is not Verdict.NOT_MET:
                weighed = self._weigh_goods(weighed, asked.paragraph.serves, regime, edition)
            found[place] = Finding(asked, weighed, taken)
        if len(found) == len(plan.shelf_order):
            return tuple(found[place] for place in plan.shelf_order)
        return tuple(found[place] for place in sorted(found, key=plan.shelf_rank.__getitem__))

    def _weigh(self, paragraph: Paragraph) -> Weighed:
        weighed = self._weighed.get(id(paragraph))
        if weighed is None:
            weighed = self._weighed[id(paragraph)] = self._weigh_anew(paragraph)
        return weighed

    def _weigh_anew(self, paragraph: Paragraph) -> Weighed:
        """Weigh the kind first: what an entry does not speak of is not met, and nothing more is asked."""
        kind = self.judge.judge_kinds(paragraph.kinds)
        if kind.answer.verdict is Verdict.NOT_MET:
            return Weighed(kind, ())
        inner = self.judge.decide(paragraph.covers)
        covers = self._with_kind(kind, inner)
        if covers.answer.verdict is Verdict.NOT_MET and covers.relaxed.verdict is not Verdict.MET:
            return Weighed(covers, ())
        exclusions = tuple((note, self.judge.decide(note.when, is_exclusion=True)) for note in paragraph.exclusions)
        return Weighed(covers, exclusions)

    def _weigh_goods(self, weighed: Weighed, serves: Serves, regime: RegimeLaw, edition: Edition) -> Weighed:
        """Return a paragraph on software or technology weighed together with what the edition says of its goods."""
        if self._served is None:
            self._served = tuple(Appraiser(item, self.law) for item in self.item.for_items)
        seen = tuple(appraiser.find_in_edition(regime, edition) for appraiser in self._served)
        goods = judge_served(self.item, serves, seen, regime, edition, self.law)
        covers = weighed.covers
        answer = all_of([covers.answer, goods.answer])

        def build(_judged: Judged) -> ConditionResult:
            return replace(covers.result, answer=answer, parts=(*covers.result.parts, goods.result))

        return Weighed(Judged(answer, answer, build, parts=(*covers.parts, goods)), weighed.exclusions)

    def forget(self) -> None:
        """Let go of all that was decided, which else waits for the collector of circles."""
        self.judge.forget()
        for appraiser in self._served or ():
            appraiser.forget()

    def find_in_edition(self, regime: RegimeLaw, edition: Edition) -> Served:
        """Return what an edition says of the item, as what software or technology may be for."""
        key = (regime.regime, edition.id)
        if key not in self._found:
            self._found[key] = self._find_in(regime, edition)
        return Served(
            item=self.item,
            answers=tuple((f.asked.paragraph.entry, f.answer, f.weighed.covers) for f in self._found[key]),
        )

    def _with_kind(self, kind: Judged, inner: Judged) -> Judged:
        answer = all_of([kind.answer, inner.answer])
        vocabulary = self.law.vocabulary  # what is built holds no appraiser, or it would hold itself in a circle

        def build(judged: Judged) -> ConditionResult:
            whole = inner.result
            return ConditionResult(
                label="covered", answer=answer, margin=judged.margin(vocabulary),
                margin_unit=judged.margin_unit, axis=judged.axis, is_near=whole.is_near,
                parts=(kind.result, *whole.parts),
            )

        return Judged(
            answer, all_of([kind.answer, inner.relaxed]), build, parts=(kind, *inner.parts), axis=inner.axis,
            gap=inner.gap, unit=inner.unit, reach=inner.reach,
        )


def list_asked(item: Item) -> Hashable:
    """Return what all answers about an item without pieces rest on: not its name, nor where its claims stand.

    Two items of which the same is stated are answered alike, so one of them need be asked.
    """
    claims = tuple((claim.name, claim.axis, claim.value) for claim in item.parameters)
    served = tuple(list_asked(one) for one in item.for_items)
    return item.kinds, item.complete_axes, claims, served, item.for_entries


def rank_missing(answers: Iterable[Answer]) -> tuple[MissingFact, ...]:
    """Return the missing facts, first those that most open answers wait for."""
    counts: dict[MissingFact, int] = {}
    for answer in answers:
        for fact in answer.missing:
            counts[fact] = counts.get(fact, 0) + 1
    return tuple(sorted(counts, key=lambda fact: (-counts[fact], fact)))


def presume(edition: Edition, as_of: date) -> tuple[str, ...]:
    """Say so where the edition is only presumed in force, or known with less than high confidence."""
    notes = []
    if edition.until is None and as_of > edition.seen_until:
        notes.append(f"Last seen in force on {edition.seen_until}; a later edition may apply on {as_of}.")
    if edition.confidence != "high":
        notes.append(edition.basis)
    return tuple(notes)


def find_confidence(edition: Edition, entry: EntryText, as_of: date) -> str:
    """Return how sure the encoding is on a day: no more than medium where the edition is presumed."""
    is_presumed = (edition.until is None and as_of > edition.seen_until) or edition.confidence != "high"
    return "medium" if is_presumed and entry.confidence == "high" else entry.confidence


def say_no_edition(under: UnderRegime, law: ControlLaw) -> str:
    """Say which editions are loaded where none is of the day, or which regimes where the one asked for is not."""
    if under.regime is None:
        return f"No list of {under.code} is loaded; loaded are " + ", ".join(r.regime for r in law.regimes) + "."
    spans = []
    for edition in under.regime.editions:
        end = f"to before {edition.until}" if edition.until else f"on, last seen in force {edition.seen_until}"
        spans.append(f"{edition.id} (from {edition.since} {end})")
    return f"No edition of {under.as_of} is loaded. Loaded: " + "; ".join(spans) + "."


def _answer_of(regime: RegimeLaw, name: str, places: tuple[int, ...], found: Mapping[int, Finding]) -> Answer:
    if not places:
        question = f"Is the item covered by {name}, which is not encoded for this edition?"
        return unknown(MissingFact(fact=f"answer under {name}", about=regime.regime, question=question))
    return any_of([found[place].answer for place in places if place in found])

"""What the lists answer of a whole: of what the pieces make together, or of a piece that is controlled by itself.

An entry is met for the whole where the whole meets it or a piece alone does, open
where either is open, else not met: so a whole never hides what controls a piece, and
a refinement of any piece never turns a decided answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enduse.classification.classifying import classify, derive_position, put_together
from enduse.classification.findings import Appraiser, Finding, PieceFinding, UnderRegime
from enduse.classification.lines import compose_lines
from enduse.classification.moving import Standing, name_item, stand
from enduse.classification.rulings import rule
from enduse.classification.wholes import Composed, compose_item, stands_alone
from enduse.knowledge.control_law import ControlLaw, is_below
from enduse.model.answer import Verdict
from enduse.model.determination import Classification, ControlPosition, Ruling, Whole, WholeChange, WholeFact
from enduse.model.item import Item, ItemFile, ItemLine

_GRAVITY = (
    ControlPosition.CONTROLLED, ControlPosition.POTENTIALLY_CONTROLLED, ControlPosition.UNKNOWN,
    ControlPosition.NEAR_LIMIT, ControlPosition.CAPABLE_NOT_CONTROLLED, ControlPosition.NOT_CONTROLLED,
)
_CHOICE = (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET)


class Appraisers:
    """Appraisers of items, each made once, so that pieces which many wholes share are weighed once."""

    def __init__(self, law: ControlLaw) -> None:
        self.law = law
        self._made: dict[int, tuple[Item, Appraiser]] = {}

    def of(self, item: Item) -> Appraiser:
        """Return the appraiser of an item."""
        if id(item) not in self._made:
            self._made[id(item)] = (item, Appraiser(item, self.law))
        return self._made[id(item)][1]

    def forget(self) -> None:
        """Let go of all that was decided."""
        for _, appraiser in self._made.values():
            appraiser.forget()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Under:
    """One regime on one day: the findings chosen for the whole, and those of each thing it was chosen from."""

    chosen: UnderRegime
    united: tuple[UnderRegime, ...]
    alone: Mapping[str, UnderRegime]


class WholeAppraiser:
    """Finds what the law says of one whole."""

    def __init__(self, composed: Composed, appraisers: Appraisers) -> None:
        self.composed = composed
        self._appraisers = appraisers
        self._united = tuple(appraisers.of(one.item) for one in composed.united)
        self._alone = {name: appraisers.of(item) for name, item in composed.alone.items()}
        items = [one.item for one in composed.united] or [*composed.alone.values()] or [Item(description="")]
        kinds = dict.fromkeys(kind for item in (*items, *composed.alone.values()) for kind in item.kinds)
        self._head = Appraiser(replace(items[0], description=composed.of, kinds=tuple(kinds)), appraisers.law)

    def find(self, as_of: date, regimes: Sequence[str] | None = None) -> tuple[UnderRegime, ...]:
        """Return the findings on a day under each regime."""
        return tuple(under.chosen for under in self._find(as_of, regimes))

    def _find(self, as_of: date, regimes: Sequence[str] | None) -> Iterator[_Under]:
        united = [appraiser.find(as_of, regimes) for appraiser in self._united]
        alone = {name: appraiser.find(as_of, regimes) for name, appraiser in self._alone.items()}
        if not united and not alone:  # nobody said of any piece what it is, so every paragraph is open
            united = [self._head.find(as_of, regimes)]
        rows = united or [*alone.values()]
        for place, under in enumerate(rows[0]):
            own = {name: found[place] for name, found in alone.items()}
            whole = tuple(found[place] for found in united)
            told = [(finding, "") for one in whole for finding in one.findings]
            told += [(finding, name) for name, one in own.items() for finding in one.findings]
            yield _Under(chosen=replace(under, findings=_choose(under, told)), united=whole, alone=own)

    def stand(self, as_of: date, regimes: Sequence[str] | None = None) -> tuple[Standing, ...]:
        """Return where the whole stands under each regime on a day, without the trees that say why."""
        return tuple(stand(under, self._head) for under in self.find(as_of, regimes))

    def tell(self, as_of: date, regimes: Sequence[str] | None = None) -> Whole:
        """Return the whole with its classification, and what taking the pieces together changes."""
        composed = self.composed
        found = [*self._find(as_of, regimes)]
        asked = (*self._united, *self._alone.values())
        conflicts = tuple(dict.fromkeys(told for one in asked for told in one.facts.list_conflicts()))
        return Whole(
            of=composed.of, kind=composed.kind, items=composed.items, pieces=composed.pieces, facts=composed.facts,
            changes=tuple(self._change(under) for under in found), basis=composed.basis, notes=composed.notes,
            classification=put_together((under.chosen for under in found), self._head, as_of, conflicts),
        )

    def _change(self, under: _Under) -> WholeChange:
        alone = [derive_position(one, self._alone[name]).position for name, one in under.alone.items()]
        met = {_name(f) for one in under.alone.values() for f in one.findings if f.answer.verdict is Verdict.MET}
        still_open = {_name(f) for one in under.alone.values() for f in one.findings if f.answer.missing}
        chosen = under.chosen.findings
        return WholeChange(
            regime=under.chosen.code,
            before=min(alone, key=_GRAVITY.index, default=ControlPosition.UNKNOWN),
            after=derive_position(under.chosen, self._head).position,
            newly_met=tuple(_name(f) for f in chosen if f.answer.verdict is Verdict.MET and _name(f) not in met),
            newly_open=tuple(_name(f) for f in chosen if f.answer.missing and _name(f) not in still_open),
            by_piece=tuple(
                f"{_name(f)} ({f.piece})" for f in chosen if f.answer.verdict is Verdict.MET and f.piece
            ),
        )


def _choose(under: UnderRegime, told: Sequence[tuple[Finding, str]]) -> tuple[Finding, ...]:
    """Return for each paragraph the finding that decides, in the order of the shelf."""
    if under.regime is None or under.edition is None:
        return ()
    plan = under.regime.plans[under.edition.id]
    best: dict[int, tuple[Finding, str]] = {}
    for finding, name in told:
        kept = best.get(id(finding.asked))
        if kept is None or _rank(finding) < _rank(kept[0]):
            best[id(finding.asked)] = (finding, name)
    asked = (plan.asked[place] for place in plan.shelf_order)
    kept_in_order = (best[id(one)] for one in asked if id(one) in best)
    return tuple(PieceFinding(finding, name) if name else finding for finding, name in kept_in_order)


def _rank(finding: Finding) -> tuple[int, bool]:
    return _CHOICE.index(finding.answer.verdict), not finding.is_near


def _name(finding: Finding) -> str:
    return finding.asked.paragraph.entry


def tell_wholes(
    item: Item, place: int, *, as_of: date, law: ControlLaw, regimes: Sequence[str] | None = None
) -> tuple[Whole, ...]:
    """Return what an item makes with its own pieces, each whole classified on a day; none where it has none."""
    appraisers = Appraisers(law)
    return tuple(WholeAppraiser(one, appraisers).tell(as_of, regimes) for one in compose_item(item, place, law))


def tell_line_wholes(
    lines: Sequence[ItemLine], together: Sequence[Sequence[int]], *, as_of: date, law: ControlLaw,
    regimes: Sequence[str] | None = None, is_order: bool = True,
) -> dict[int, tuple[Whole, ...]]:
    """Return what several lines make together, each whole under the place of its first line."""
    appraisers = Appraisers(law)
    found: dict[int, tuple[Whole, ...]] = {}
    for composed in compose_lines(lines, together, law=law, is_order=is_order):
        first = min(composed.items)
        found[first] = (*found.get(first, ()), WholeAppraiser(composed, appraisers).tell(as_of, regimes))
    return found


def classify_with_pieces(
    item: Item, place: int, *, as_of: date, law: ControlLaw, regimes: Sequence[str] | None = None,
    is_brief: bool = False,
) -> Classification:
    """Return the classification of an item with its wholes; of a kit that is nothing by itself, that of the kit.

    An item whose kind nobody said is open under every paragraph alike: where `is_brief` only its positions are told.
    """
    wholes = tell_wholes(item, place, as_of=as_of, law=law, regimes=regimes)
    if is_brief and not item.kinds and not wholes:
        appraiser = Appraiser(item, law)
        positions = tuple(derive_position(under, appraiser) for under in appraiser.find(as_of, regimes))
        return Classification(item=name_item(item), as_of=as_of, positions=positions, determinations=())
    if stands_alone(item):
        return replace(classify(item, as_of=as_of, law=law, regimes=regimes), wholes=wholes)
    return replace(wholes[0].classification, item=name_item(item) or wholes[0].of, wholes=wholes)


def classify_lines(
    file: ItemFile, *, as_of: date, law: ControlLaw, regimes: Sequence[str] | None = None, is_brief: bool = False
) -> tuple[Classification, ...]:
    """Return the classification of each line of a file, with what it makes of its own and with other lines."""
    found = [
        classify_with_pieces(item, place, as_of=as_of, law=law, regimes=regimes, is_brief=is_brief)
        for place, item in enumerate(file.items)
    ]
    if file.is_order or file.together:
        more = tell_line_wholes(
            file.lines, file.together, as_of=as_of, law=law, regimes=regimes, is_order=file.is_order
        )
        for place, wholes in more.items():
            found[place] = replace(found[place], wholes=(*found[place].wholes, *wholes))
    return tuple(found)


def rule_whole(
    asked: WholeAppraiser, *, as_of: date, regimes: Sequence[str] | None, entries: Sequence[str] = ()
) -> Iterator[Ruling]:
    """Yield the lines of a whole on a day, each with who contributed the facts that decide it."""
    composed, law = asked.composed, asked._appraisers.law
    found = asked.find(as_of, regimes)
    by_code = {under.code: under for under in found}
    for line in rule(found, law=law, item=min(composed.items), entries=entries):
        facts = _find_deciding(by_code[line.regime], line, composed.facts)
        yield replace(line, of=composed.of, pieces=composed.pieces, facts=facts)


def _find_deciding(under: UnderRegime, line: Ruling, facts: Sequence[WholeFact]) -> tuple[WholeFact, ...]:
    """Return the facts that the conditions behind a line rest on; those of a piece alone are not of the whole."""
    labels: set[tuple[str, str]] = set()
    if not facts:
        return ()
    for finding in under.findings:
        if is_below(_name(finding), line.entry) and not finding.piece:
            labels |= {(leaf.label, leaf.axis) for leaf in finding.weighed.covers.result.leaves()}
    return tuple(fact for fact in facts if (fact.fact, fact.axis) in labels or (fact.fact, "") in labels)

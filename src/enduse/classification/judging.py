"""Deciding one condition about one item: the tree of results, the margin, and whether it is near.

Strong Kleene logic over spans: a span decides a comparison only when all of it
lies on one side of the limit. Beside each strict answer the same tree is decided
with every limit moved out by its band; what fails strictly and holds so is near.
Cost: linear in the number of conditions times the number of axes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from enduse.classification.facts import Facts, Known
from enduse.classification.growing import Grown, decide_growing
from enduse.classification.judged import Judged, find_gap, join
from enduse.classification.spans import Span, compare, meet_band
from enduse.knowledge.control_law import (
    AllOf,
    AnyOf,
    Condition,
    HasAxis,
    IsKind,
    IsStated,
    IsWord,
    Limit,
    LimitByLength,
    MeetsBand,
    NotSo,
    OnAxes,
    OnAxis,
    Readings,
    Unread,
)
from enduse.knowledge.item_nodes import EVERY_AXIS
from enduse.knowledge.measures import Property, Unit
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, all_of, any_of, decide, unknown
from enduse.model.condition import ConditionResult
from enduse.model.determination import KIND_FACT
from enduse.model.item import Formula, TestStandard

UNREAD = "not encoded, so nobody can say here"
NOT_CLAIMED = "not claimed, so taken as not so (our convention)"
PER = " per "
ALL_AXES = "linear axes in all"
_SIGNS = {"at_least": "at least", "at_most": "at most", "above": "above", "below": "below"}
_UNSTATED = "?"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """Where a condition is asked: on an axis ("" for the whole item), in an exclusion or not; and what was decided."""

    axis: str = ""
    is_exclusion: bool = False
    done: dict[int, Judged] = field(default_factory=dict)


class Judge:
    """Decides conditions about one item; remembers what it has decided, so shared conditions cost once."""

    def __init__(self, facts: Facts) -> None:
        self.item = facts.item
        self._facts = facts
        self._vocabulary = facts.vocabulary
        self._scopes: dict[tuple[str, bool], Scope] = {}
        self._kinds: dict[tuple[str, ...], Judged] = {}

    def forget(self) -> None:
        """Let go of all that was decided, which else waits for the collector of circles."""
        for scope in self._scopes.values():
            scope.done.clear()
        self._kinds.clear()

    def decide(self, condition: Condition, *, is_exclusion: bool = False) -> Judged:
        """Return the judged condition. In an exclusion, silence on some properties means "not claimed"."""
        return self._judge(condition, self._scope("", is_exclusion))

    def _scope(self, axis: str, is_exclusion: bool) -> Scope:
        scope = self._scopes.get((axis, is_exclusion))
        if scope is None:
            scope = self._scopes[axis, is_exclusion] = Scope(axis=axis, is_exclusion=is_exclusion)
        return scope

    def _judge(self, condition: Condition, scope: Scope) -> Judged:
        key = id(condition)
        judged = scope.done.get(key)
        if judged is None:
            judged = scope.done[key] = _JUDGES[type(condition)](self, condition, scope)
        return judged

    def _unread(self, condition: Unread, _scope: Scope) -> Judged:
        answer = unknown(MissingFact(fact=condition.what, about="the law",
                                     question=f"A person must read the law: {condition.what}?"))
        return Judged(answer, answer, lambda _judged: ConditionResult(
            label=condition.what, answer=answer, note=UNREAD
        ))

    def _kind(self, condition: IsKind, _scope: Scope) -> Judged:
        return self.judge_kinds(condition.kinds)

    def _limit(self, limit: Limit, scope: Scope) -> Judged:
        prop, unit, bound, wide = self._laid_out(limit)
        known = self._find(prop, scope.axis, limit)
        rising = limit.operator in ("at_least", "above")
        strict = compare(known.span, limit.operator, bound)
        relaxed = strict if limit.near is None else compare(known.span, "at_least" if rising else "at_most", wide)
        note = known.note
        if known.is_silent and scope.is_exclusion and prop.is_silence_no_claim:
            strict, relaxed, note = False, False, NOT_CLAIMED
        ask = None if strict is not None and relaxed is not None else unknown(self._ask(prop, scope.axis, limit))
        answer, relaxed_answer = (_settle(strict, ask), _settle(relaxed, ask))
        gap = find_gap(known.span, bound, rising=rising, verdict=answer.verdict)
        own = (self._vocabulary.find_unit(known.unit, prop.dimension) if known.unit else None) or unit

        def build(judged: Judged) -> ConditionResult:
            shown_unit = "" if limit.unit == "1" else f" {limit.unit}"
            return ConditionResult(
                label=prop.label, answer=answer, value=known.shown,
                limit=f"{_SIGNS[limit.operator]} {limit.number}{shown_unit}{_by(limit.standards)}",
                margin=judged.margin(self._vocabulary), margin_unit=judged.margin_unit, axis=judged.axis,
                is_near=judged.is_near, note=limit.near.says if judged.is_near and limit.near else note,
                evidence=known.evidence,
            )

        return Judged(
            answer, relaxed_answer, build, axis="" if prop.of == "item" else _axis_name(scope.axis), gap=gap, unit=own,
            reach=gap if prop.is_performance else None,
        )

    def _laid_out(self, limit: Limit) -> tuple[Property, Unit, Decimal, Decimal]:
        known = self._vocabulary.laid_out.get(id(limit))
        if known is None or known[0] is not limit:
            known = (limit, *self._lay_out(limit))
            self._vocabulary.laid_out[id(limit)] = known
        return known[1:]

    def _lay_out(self, limit: Limit) -> tuple[Property, Unit, Decimal, Decimal]:
        """Return what a limit comes to in reference units: its bound, and the bound with its band."""
        prop = self._vocabulary.properties[limit.property]
        unit = self._vocabulary.units[prop.dimension][limit.unit]
        bound = self._vocabulary.to_reference(limit.number, unit)
        within = self._vocabulary.span_to_reference(limit.near.within, unit) if limit.near else Decimal(0)
        return prop, unit, bound, bound - within if limit.operator in ("at_least", "above") else bound + within

    def _growing(self, limit: LimitByLength, scope: Scope) -> Judged:
        prop, length = (self._vocabulary.properties[name] for name in (limit.property, limit.length))
        axis = scope.axis
        known = self._find(prop, axis, limit)
        reach = self._find(length, axis, None)
        claims: list[Span | Formula] = [*known.formulas, *([known.span] if known.span is not None else [])]
        found = [
            decide_growing(limit, claim, reach.span, is_range=length.type == "range", vocabulary=self._vocabulary)
            for claim in claims
        ]
        told = found[0] if len({grown.is_met for grown in found}) == 1 else Grown(is_met=None, difference=None)
        facts = [self._ask(prop, axis, limit)] if not any(grown.needs_length for grown in found) else []
        facts += [self._ask(length, axis, None)] if not facts else []
        answer = unknown(*facts) if told.is_met is None else decide(told.is_met)
        slope = f"{limit.slope.numerator if limit.slope.numerator != 1 else ''} L/{limit.slope.denominator}".strip()
        conflict = len(found) > 1 and told.is_met is None

        def build(judged: Judged) -> ConditionResult:
            return ConditionResult(
                label=prop.label, answer=answer, value=" against ".join(map(str, known.formulas)) or known.shown,
                limit=(f"{_SIGNS[limit.operator]} {limit.start} + {slope} {limit.unit} at {limit.at} L"
                       f"{_by(limit.standards)}"),
                margin=told.difference, margin_unit=judged.margin_unit, axis=judged.axis,
                note="the claims conflict" if conflict else "" if found else known.note, evidence=known.evidence,
            )

        unit = self._vocabulary.units[prop.dimension][limit.unit]
        gap = None if told.difference is None else self._vocabulary.span_to_reference(told.difference, unit)
        return Judged(
            answer, answer, build, axis="" if prop.of == "item" else _axis_name(axis), gap=gap, unit=unit,
            reach=gap if prop.is_performance else None,
        )

    def _band(self, band: MeetsBand, scope: Scope) -> Judged:
        prop = self._vocabulary.properties[band.property]
        unit = self._vocabulary.units[prop.dimension][band.unit]
        axis = scope.axis
        known = self._find(prop, axis, None)
        low, high = (
            None if end is None else self._vocabulary.to_reference(end, unit) for end in (band.low, band.high)
        )
        own = self._vocabulary.find_unit(known.unit, prop.dimension) or unit
        settled, distance = meet_band(known.span, band.how, low, high, is_open=band.is_open)
        answer = unknown(self._ask(prop, axis, None)) if settled is None else decide(settled)

        def build(judged: Judged) -> ConditionResult:
            return ConditionResult(
                label=prop.label, answer=answer, value=known.shown,
                limit=_spell_band(band) + ("" if band.unit == "1" else f" {band.unit}"),
                margin=judged.margin(self._vocabulary), margin_unit=judged.margin_unit, axis=judged.axis,
                note=known.note, evidence=known.evidence,
            )

        return Judged(
            answer, answer, build, axis="" if prop.of == "item" else _axis_name(axis), gap=distance, unit=own,
            reach=distance if prop.is_performance else None,
        )

    def _stated(self, condition: IsStated, scope: Scope) -> Judged:
        return self._named(condition, scope, lambda: "yes" if condition.value else "no", lambda known: (
            None if known.flag is None else known.flag == condition.value
        ))

    def _word(self, condition: IsWord, scope: Scope) -> Judged:
        holds = all if condition.is_only else any

        def wanted() -> str:
            return condition.says or ("only " if condition.is_only else "") + " or ".join(condition.words)

        return self._named(condition, scope, wanted, lambda known: (
            holds(word in condition.words for word in known.words) if known.words else None
        ))

    def _named(
        self, condition: IsStated | IsWord, scope: Scope, wanted: Callable[[], str],
        settle: Callable[[Known], bool | None],
    ) -> Judged:
        prop = self._vocabulary.properties[condition.property]
        known = self._find(prop, scope.axis, None)
        settled, note = settle(known), known.note
        if settled is None and known.is_silent and scope.is_exclusion and prop.is_silence_no_claim:
            settled, note = False, NOT_CLAIMED
        answer = unknown(self._ask(prop, scope.axis, None)) if settled is None else decide(settled)

        def build(judged: Judged) -> ConditionResult:
            return ConditionResult(
                label=prop.label, answer=answer, value=known.shown, limit=wanted(), note=note, axis=judged.axis,
                evidence=known.evidence,
            )

        return Judged(answer, answer, build, axis="" if prop.of == "item" else _axis_name(scope.axis))

    def judge_kinds(self, kinds: tuple[str, ...]) -> Judged:
        """Tell whether the item is of one of the kinds, by what is stated of it; unstated is unknown."""
        if kinds not in self._kinds:
            self._kinds[kinds] = self._judge_kinds_anew(kinds)
        return self._kinds[kinds]

    def _judge_kinds_anew(self, kinds: tuple[str, ...]) -> Judged:
        known = self._vocabulary.kinds
        stated = self._facts.item.kinds
        answer = any_of(self._is_kind(own, kind) for kind in kinds for own in stated)
        if not stated:
            answer = unknown(self.ask_kind())

        def build(_judged: Judged) -> ConditionResult:
            return ConditionResult(
                label=KIND_FACT, answer=answer, value=" and ".join(known[k].label if k in known else k for k in stated),
                limit=" or ".join(known[k].label for k in kinds),
            )

        return Judged(answer, answer, build)

    def is_within(self, own: str, kinds: Sequence[str]) -> bool:
        """Tell whether a kind is one of `kinds` or finer than one of them."""
        known = self._vocabulary.kinds
        return any(own == kind or (own in known and kind in known[own].within) for kind in kinds)

    def is_of_any(self, own: Sequence[str], kinds: Sequence[str]) -> bool:
        """Tell whether some of an item's kinds is one of `kinds` or finer than one of them."""
        return any(self.is_within(kind, kinds) for kind in own)

    def ask_kind(self) -> MissingFact:
        """Return the fact that is missing when nobody said what kind of item it is."""
        return MissingFact(fact=KIND_FACT, about="the item", question=self._vocabulary.kind_question)

    def _is_kind(self, own: str, kind: str) -> Answer:
        known = self._vocabulary.kinds
        if self.is_within(own, (kind,)):
            return MET
        if own not in known or (known[own].leaves_open and own in known[kind].within):
            return unknown(self.ask_kind())
        return NOT_MET

    def _has_axis(self, condition: HasAxis, _scope: Scope) -> Judged:
        facts = self._facts
        denials = (p for p in self._vocabulary.denials if condition.axis in p.names_axes)
        is_whole_table = facts.item.complete_axes and facts.linear_axes and EVERY_AXIS not in facts.linear_axes
        if condition.axis in facts.linear_axes:
            answer = MET
        elif is_whole_table or any(facts.find(prop, "").flag is False for prop in denials):
            answer = NOT_MET
        else:
            answer = unknown(self._ask_further())
        label = f"has a {condition.axis.lower()}-axis"
        return Judged(answer, answer, lambda _judged: ConditionResult(label=label, answer=answer))

    def _on_axis(self, condition: OnAxis, scope: Scope) -> Judged:
        has = self._has_axis(HasAxis(axis=condition.axis), scope)
        if has.answer.verdict is Verdict.NOT_MET:
            return Judged(NOT_MET, NOT_MET, lambda _judged: replace(has.result, note="there is no such axis"))
        return self._judge(condition.part, self._scope(condition.axis, scope.is_exclusion))

    def _on_axes(self, condition: OnAxes, scope: Scope) -> Judged:
        facts, is_linear = self._facts, condition.which.endswith("linear")
        axes = facts.linear_axes if is_linear else facts.rotary_axes
        scopes = [self._scope(name, scope.is_exclusion) for name in axes or (_UNSTATED,)]
        parts = [self._judge(condition.part, each) for each in scopes]
        is_of_each = axes == (EVERY_AXIS,)
        unseen = None if is_of_each and condition.which == "all_rotary" else self._unseen(axes, is_linear=is_linear)
        label = {"some_linear": "on some linear axis", "all_linear": "on every linear axis",
                 "some_rotary": "on some rotary axis", "all_rotary": "on every rotary axis",
                 "two_rotary": "on two rotary axes"}[condition.which]
        if condition.which == "two_rotary":
            answer = _at_least_two([p.answer for p in parts], unseen, is_of_each=is_of_each)
            relaxed = _at_least_two([p.relaxed for p in parts], unseen, is_of_each=is_of_each)
        else:
            further = [] if unseen is None else [unknown(unseen)]
            combine = all_of if condition.which.startswith("all") else any_of
            answer, relaxed = _combine(parts, combine, further)
        is_all = condition.which in ("all_linear", "all_rotary", "two_rotary")
        return join(label, parts, answer, relaxed, is_all=is_all, vocabulary=self._vocabulary)

    def _unseen(self, axes: tuple[str, ...], *, is_linear: bool) -> MissingFact | None:
        """Return the fact that is missing where the item may have axes beyond those stated."""
        if is_linear:
            return None if axes and self._facts.item.complete_axes else self._ask_further()
        prop = self._vocabulary.properties["rotary_axes"]
        span = self._facts.find(prop, "").span
        if span is not None and span.high is not None and span.high <= len(axes) and EVERY_AXIS not in axes:
            return None
        return MissingFact(fact=prop.label, about="the item", question=prop.question)

    def _ask_further(self) -> MissingFact:
        named = [name for name in self._facts.linear_axes if name != EVERY_AXIS]
        beyond = f" besides {', '.join(named)}" if named else ""
        return MissingFact(
            fact=ALL_AXES, about="the item", question=f"Which linear axes has the machine{beyond}?"
        )

    def _all(self, condition: AllOf, scope: Scope) -> Judged:
        parts = []
        for part in condition.parts:
            judged = self._judge(part, scope)
            parts.append(judged)
            if judged.is_final:
                return self._fail(condition, scope, parts)
        answer, relaxed = _combine(parts, all_of)
        return join(
            condition.says or "all of", parts, answer, relaxed, is_all=True, vocabulary=self._vocabulary
        )

    def _fail(self, condition: AllOf, scope: Scope, parts: Sequence[Judged]) -> Judged:
        """Answer an all-of by a part that no band and no other part can save; the others are asked only to be shown."""
        return Judged(NOT_MET, NOT_MET, lambda _judged: ConditionResult(
            label=condition.says or "all of", answer=NOT_MET,
            parts=tuple(self._judge(part, scope).result for part in condition.parts),
        ), parts=parts)

    def _any(self, condition: AnyOf, scope: Scope) -> Judged:
        parts = [self._judge(part, scope) for part in condition.parts]
        answer, relaxed = _combine(parts, any_of)
        return join(
            condition.says or "any of", parts, answer, relaxed, is_all=False, vocabulary=self._vocabulary
        )

    def _not(self, condition: NotSo, scope: Scope) -> Judged:
        part = self._judge(condition.part, self._scope(scope.axis, is_exclusion=False))
        answer, axis = ~part.answer, _axis_name(scope.axis)
        return Judged(answer, answer, lambda _judged: ConditionResult(
            label="not", answer=answer, axis=axis, parts=(part.result,)
        ), parts=(part,), axis=axis)

    def _readings(self, condition: Readings, scope: Scope) -> Judged:
        parts = [self._judge(part, scope) for part in condition.parts]
        verdicts = {p.answer.verdict for p in parts}
        facts = {fact for p in parts for fact in p.answer.missing}
        if {Verdict.MET, Verdict.NOT_MET} <= verdicts:
            facts.add(MissingFact(fact="how the note is read", about="the law", question=condition.question))
        answer = unknown(*facts) if facts else parts[0].answer
        return Judged(answer, answer, lambda _judged: ConditionResult(
            label="however the note is read", answer=answer, parts=tuple(p.result for p in parts)
        ), parts=parts)

    def _find(self, prop: Property, axis: str, limit: Limit | LimitByLength | None) -> Known:
        if axis == _UNSTATED and prop.of != "item":
            return Known()
        return self._facts.find(prop, "" if prop.of == "item" else axis, limit.standards if limit else ())

    def _ask(self, prop: Property, axis: str, limit: Limit | LimitByLength | None) -> MissingFact:
        standard = " or ".join(limit.standard_names) if limit else ""
        owner = "rotary" if prop.of == "rotary_axis" else "linear"
        where = f"axis {axis}" if axis not in (_UNSTATED, EVERY_AXIS) else f"each {owner} axis"
        about = "the item" if prop.of == "item" else where
        question = prop.question.replace("{axis}", where).replace("{standard}", standard or "a named test standard")
        return MissingFact(fact=prop.label + (f"{PER}{standard}" if standard else ""), about=about, question=question)


def _by(standards: tuple[TestStandard, ...]) -> str:
    return f" ({' or '.join(map(str, standards))})" if standards else ""


def _spell_band(band: MeetsBand) -> str:
    if band.low is None or band.high is None:
        end, sign = (band.high, "below" if band.is_open else "at most") if band.low is None else (
            band.low, "above" if band.is_open else "at least")
        return f"reaches {sign} {end}"
    return f"{band.how} {band.low} to {band.high}" + (", ends excluded" if band.is_open else "")


def _combine(
    parts: Sequence[Judged], combine: Callable[[Iterable[Answer]], Answer], further: Sequence[Answer] = ()
) -> tuple[Answer, Answer]:
    """Return the answer of parts, and that with every band added, which is mostly the same."""
    answer = combine([*[p.answer for p in parts], *further])
    if all(p.relaxed is p.answer for p in parts):
        return answer, answer
    return answer, combine([*[p.relaxed for p in parts], *further])


def _at_least_two(answers: Sequence[Answer], unseen: MissingFact | None, *, is_of_each: bool) -> Answer:
    """Tell whether two axes meet; where the one answer is of each axis alike, none does when it is no."""
    if is_of_each and answers[0].verdict is Verdict.NOT_MET:
        return NOT_MET
    if sum(a.verdict is Verdict.MET for a in answers) >= 2:
        return MET
    open_facts = {fact for a in answers for fact in a.missing}
    possible = sum(a.verdict is not Verdict.NOT_MET for a in answers)
    if unseen is None and possible < 2:
        return NOT_MET
    return unknown(*open_facts, *((unseen,) if unseen else ()))


def _axis_name(axis: str) -> str:
    return {"": "", EVERY_AXIS: "all", _UNSTATED: ""}.get(axis, axis)


def _settle(settled: bool | None, otherwise: Answer | None) -> Answer:
    if settled is None:
        assert otherwise is not None
        return otherwise
    return MET if settled else NOT_MET


_JUDGES: dict[type, Callable[[Judge, Any, Scope], Judged]] = {
    Limit: Judge._limit, LimitByLength: Judge._growing, MeetsBand: Judge._band, Unread: Judge._unread,
    IsStated: Judge._stated, IsWord: Judge._word, IsKind: Judge._kind, HasAxis: Judge._has_axis,
    OnAxis: Judge._on_axis, OnAxes: Judge._on_axes, AllOf: Judge._all, AnyOf: Judge._any, NotSo: Judge._not,
    Readings: Judge._readings,
}

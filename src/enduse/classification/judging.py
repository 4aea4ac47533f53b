"""Deciding one condition about one item: the tree of results, the margin, and whether it is near.

Strong Kleene logic over spans: a span decides a comparison only when all of it
lies on one side of the limit. Beside each strict answer the same tree is decided
with every limit moved out by its band; what fails strictly and holds so is near.
Cost: linear in the number of conditions times the number of axes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from enduse.classification.facts import Facts, Known
from enduse.classification.growing import Grown, decide_growing
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
from enduse.knowledge.measures import Property
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, all_of, any_of, decide, unknown
from enduse.model.determination import ConditionResult
from enduse.model.item import Formula, TestStandard

UNREAD = "not encoded, so nobody can say here"
NOT_CLAIMED = "not claimed, so taken as not so (our convention)"
KIND = "kind of item"
PER = " per "
ALL_AXES = "linear axes in all"
_SIGNS = {"at_least": "at least", "at_most": "at most", "above": "above", "below": "below"}
_UNSTATED = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A result, the answer with every band added, and the margin that inner nodes pass up (reference units)."""

    result: ConditionResult
    relaxed: Answer
    reach: Decimal | None = None

    @property
    def answer(self) -> Answer:
        """Return the answer of the condition as a whole."""
        return self.result.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a condition is asked: on an axis ("" for the whole item), in an exclusion or not."""

    axis: str = ""
    is_exclusion: bool = False


class Judge:
    """Decides conditions about one item; remembers what it has decided, so shared conditions cost once."""

    def __init__(self, facts: Facts) -> None:
        self.item = facts.item
        self._facts = facts
        self._vocabulary = facts.vocabulary
        self._done: dict[tuple[int, str, bool], Judged] = {}
        self._kinds: dict[tuple[str, ...], ConditionResult] = {}

    def decide(self, condition: Condition, *, is_exclusion: bool = False) -> Judged:
        """Return the judged condition. In an exclusion, silence on some properties means "not claimed"."""
        return self._judge(condition, Scope(is_exclusion=is_exclusion))

    def _judge(self, condition: Condition, scope: Scope) -> Judged:
        key = (id(condition), scope.axis, scope.is_exclusion)
        if key not in self._done:
            self._done[key] = self._judge_anew(condition, scope)
        return self._done[key]

    def _judge_anew(self, condition: Condition, scope: Scope) -> Judged:
        match condition:
            case Limit():
                return self._limit(condition, scope)
            case LimitByLength():
                return self._growing(condition, scope.axis)
            case MeetsBand():
                return self._band(condition, scope.axis)
            case Unread():
                answer = unknown(MissingFact(fact=condition.what, about="the law", question=""))
                return Judged(result=ConditionResult(label=condition.what, answer=answer, note=UNREAD), relaxed=answer)
            case IsStated():
                return self._stated(condition, scope)
            case IsWord():
                return self._word(condition, scope)
            case IsKind():
                result = self.judge_kinds(condition.kinds)
                return Judged(result=result, relaxed=result.answer)
            case HasAxis():
                return self._has_axis(condition)
            case OnAxis():
                return self._on_axis(condition, scope)
            case OnAxes():
                return self._on_axes(condition, scope)
            case AllOf():
                return self._all(condition, scope)
            case AnyOf():
                return self._any(condition, scope)
            case NotSo():
                return self._not(condition, scope)
            case Readings():
                return self._readings(condition, scope)

    def _limit(self, limit: Limit, scope: Scope) -> Judged:
        axis = scope.axis
        prop = self._vocabulary.properties[limit.property]
        unit = self._vocabulary.units[prop.dimension][limit.unit]
        known = self._find(prop, axis, limit)
        bound = self._vocabulary.to_reference(limit.number, unit)
        own = self._vocabulary.find_unit(known.unit, prop.dimension) or unit
        within = self._vocabulary.span_to_reference(limit.near.within, unit) if limit.near else Decimal(0)
        rising = limit.operator in ("at_least", "above")
        strict = compare(known.span, limit.operator, bound)
        relaxed = strict
        if limit.near is not None:
            inclusive = "at_least" if rising else "at_most"
            relaxed = compare(known.span, inclusive, bound - within if rising else bound + within)
        note = known.note
        if known.is_silent and scope.is_exclusion and prop.is_silence_no_claim:
            strict, relaxed, note = False, False, NOT_CLAIMED
        ask = self._ask(prop, axis, limit)
        answer, relaxed_answer = (unknown(ask) if a is None else decide(a) for a in (strict, relaxed))
        reach = _reach(known.span, bound, rising=rising, verdict=answer.verdict)
        is_near = answer.verdict is Verdict.NOT_MET and relaxed_answer.verdict is Verdict.MET
        shown_unit = "" if limit.unit == "1" else f" {limit.unit}"
        result = ConditionResult(
            label=prop.label, answer=answer, value=known.shown,
            limit=f"{_SIGNS[limit.operator]} {limit.number}{shown_unit}{_by(limit.standards)}",
            margin=None if reach is None else self._vocabulary.span_from_reference(reach, own),
            margin_unit="" if reach is None else own.name, axis="" if prop.of == "item" else _axis_name(axis),
            is_near=is_near, note=limit.near.says if is_near and limit.near else note, evidence=known.evidence,
        )
        return Judged(result=result, relaxed=relaxed_answer, reach=reach if prop.is_performance else None)

    def _growing(self, limit: LimitByLength, axis: str) -> Judged:
        prop, length = (self._vocabulary.properties[name] for name in (limit.property, limit.length))
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
        result = ConditionResult(
            label=prop.label, answer=answer, value=" against ".join(map(str, known.formulas)) or known.shown,
            limit=(f"{_SIGNS[limit.operator]} {limit.start} + {slope} {limit.unit} at {limit.at} L"
                   f"{_by(limit.standards)}"),
            margin=told.difference, margin_unit="" if told.difference is None else limit.unit,
            axis="" if prop.of == "item" else _axis_name(axis),
            note="the claims conflict" if conflict else "" if found else known.note, evidence=known.evidence,
        )
        unit = self._vocabulary.units[prop.dimension][limit.unit]
        passed = None if told.difference is None else self._vocabulary.span_to_reference(told.difference, unit)
        return Judged(result=result, relaxed=answer, reach=passed if prop.is_performance else None)

    def _band(self, band: MeetsBand, axis: str) -> Judged:
        prop = self._vocabulary.properties[band.property]
        unit = self._vocabulary.units[prop.dimension][band.unit]
        known = self._find(prop, axis, None)
        low, high = (
            None if end is None else self._vocabulary.to_reference(end, unit) for end in (band.low, band.high)
        )
        own = self._vocabulary.find_unit(known.unit, prop.dimension) or unit
        settled, distance = meet_band(known.span, band.how, low, high, is_open=band.is_open)
        answer = unknown(self._ask(prop, axis, None)) if settled is None else decide(settled)
        shown = "" if band.unit == "1" else f" {band.unit}"
        result = ConditionResult(
            label=prop.label, answer=answer, value=known.shown, limit=_spell_band(band) + shown,
            margin=None if distance is None else self._vocabulary.span_from_reference(distance, own),
            margin_unit="" if distance is None else own.name, axis="" if prop.of == "item" else _axis_name(axis),
            note=known.note, evidence=known.evidence,
        )
        return Judged(result=result, relaxed=answer, reach=distance if prop.is_performance else None)

    def _stated(self, condition: IsStated, scope: Scope) -> Judged:
        wanted = "yes" if condition.value else "no"
        return self._named(condition, scope, wanted, lambda known: (
            None if known.flag is None else known.flag == condition.value
        ))

    def _word(self, condition: IsWord, scope: Scope) -> Judged:
        holds = all if condition.is_only else any
        wanted = ("only " if condition.is_only else "") + " or ".join(condition.words)
        return self._named(condition, scope, wanted, lambda known: (
            holds(word in condition.words for word in known.words) if known.words else None
        ))

    def _named(
        self, condition: IsStated | IsWord, scope: Scope, wanted: str, settle: Callable[[Known], bool | None]
    ) -> Judged:
        prop = self._vocabulary.properties[condition.property]
        known = self._find(prop, scope.axis, None)
        settled, note = settle(known), known.note
        if settled is None and known.is_silent and scope.is_exclusion and prop.is_silence_no_claim:
            settled, note = False, NOT_CLAIMED
        answer = unknown(self._ask(prop, scope.axis, None)) if settled is None else decide(settled)
        result = ConditionResult(
            label=prop.label, answer=answer, value=known.shown, limit=wanted, note=note,
            axis="" if prop.of == "item" else _axis_name(scope.axis), evidence=known.evidence,
        )
        return Judged(result=result, relaxed=answer)

    def judge_kinds(self, kinds: tuple[str, ...]) -> ConditionResult:
        """Tell whether the item is of one of the kinds, by what is stated of it; unstated is unknown."""
        if kinds not in self._kinds:
            self._kinds[kinds] = self._judge_kinds_anew(kinds)
        return self._kinds[kinds]

    def _judge_kinds_anew(self, kinds: tuple[str, ...]) -> ConditionResult:
        known = self._vocabulary.kinds
        stated = self._facts.item.kinds
        answer = any_of(self._is_kind(own, kind) for kind in kinds for own in stated)
        if not stated:
            answer = unknown(self.ask_kind())
        return ConditionResult(
            label="kind of item", answer=answer,
            value=" and ".join(known[k].label if k in known else k for k in stated),
            limit=" or ".join(known[k].label for k in kinds),
        )

    def is_within(self, own: str, kinds: Sequence[str]) -> bool:
        """Tell whether a kind is one of `kinds` or finer than one of them."""
        known = self._vocabulary.kinds
        return any(own == kind or (own in known and kind in known[own].within) for kind in kinds)

    def ask_kind(self) -> MissingFact:
        """Return the fact that is missing when nobody said what kind of item it is."""
        return MissingFact(fact=KIND, about="the item", question=self._vocabulary.kind_question)

    def _is_kind(self, own: str, kind: str) -> Answer:
        known = self._vocabulary.kinds
        if self.is_within(own, (kind,)):
            return MET
        if own not in known or (known[own].leaves_open and own in known[kind].within):
            return unknown(self.ask_kind())
        return NOT_MET

    def _has_axis(self, condition: HasAxis) -> Judged:
        facts = self._facts
        if condition.axis in facts.linear_axes:
            answer = MET
        elif facts.item.complete_axes and facts.linear_axes and EVERY_AXIS not in facts.linear_axes:
            answer = NOT_MET
        else:
            answer = unknown(self._ask_further())
        result = ConditionResult(label=f"has a {condition.axis.lower()}-axis", answer=answer)
        return Judged(result=result, relaxed=answer)

    def _on_axis(self, condition: OnAxis, scope: Scope) -> Judged:
        has = self._has_axis(HasAxis(axis=condition.axis))
        if has.answer.verdict is Verdict.NOT_MET:
            return Judged(result=replace(has.result, note="there is no such axis"), relaxed=NOT_MET)
        return self._judge(condition.part, replace(scope, axis=condition.axis))

    def _on_axes(self, condition: OnAxes, scope: Scope) -> Judged:
        facts, is_linear = self._facts, condition.which.endswith("linear")
        axes = facts.linear_axes if is_linear else facts.rotary_axes
        parts = [self._judge(condition.part, replace(scope, axis=name)) for name in axes or (_UNSTATED,)]
        unseen = self._unseen(axes, is_linear=is_linear)
        label = {"some_linear": "on some linear axis", "all_linear": "on every linear axis",
                 "some_rotary": "on some rotary axis", "two_rotary": "on two rotary axes"}[condition.which]
        if condition.which == "two_rotary":
            answer = _at_least_two([p.answer for p in parts], unseen)
            relaxed = _at_least_two([p.relaxed for p in parts], unseen)
        else:
            further = [] if unseen is None else [unknown(unseen)]
            combine = all_of if condition.which == "all_linear" else any_of
            answer = combine([*(p.answer for p in parts), *further])
            relaxed = combine([*(p.relaxed for p in parts), *further])
        is_all = condition.which in ("all_linear", "two_rotary")
        return _inner(label, parts, answer, relaxed, is_all=is_all)

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
        parts = [self._judge(part, scope) for part in condition.parts]
        answer, relaxed = all_of(p.answer for p in parts), all_of(p.relaxed for p in parts)
        return _inner(condition.says or "all of", parts, answer, relaxed, is_all=True)

    def _any(self, condition: AnyOf, scope: Scope) -> Judged:
        parts = [self._judge(part, scope) for part in condition.parts]
        answer, relaxed = any_of(p.answer for p in parts), any_of(p.relaxed for p in parts)
        return _inner(condition.says or "any of", parts, answer, relaxed, is_all=False)

    def _not(self, condition: NotSo, scope: Scope) -> Judged:
        part = self._judge(condition.part, replace(scope, is_exclusion=False))
        result = ConditionResult(label="not", answer=~part.answer, axis=_axis_name(scope.axis), parts=(part.result,))
        return Judged(result=result, relaxed=~part.answer)

    def _readings(self, condition: Readings, scope: Scope) -> Judged:
        parts = [self._judge(part, scope) for part in condition.parts]
        verdicts = {p.answer.verdict for p in parts}
        facts = {fact for p in parts for fact in p.answer.missing}
        if {Verdict.MET, Verdict.NOT_MET} <= verdicts:
            facts.add(MissingFact(fact="how the note is read", about="the law", question=condition.question))
        answer = unknown(*facts) if facts else parts[0].answer
        result = ConditionResult(
            label="however the note is read", answer=answer, parts=tuple(p.result for p in parts)
        )
        return Judged(result=result, relaxed=answer)

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


def _reach(span: Span | None, limit: Decimal, *, rising: bool, verdict: Verdict) -> Decimal | None:
    """Return the signed distance from the limit that is certain: negative inside, positive outside."""
    if span is None or verdict is Verdict.UNKNOWN:
        return None
    is_met = verdict is Verdict.MET
    if rising:
        end = span.low if is_met else span.high
        return None if end is None else limit - end
    end = span.high if is_met else span.low
    return None if end is None else end - limit


def _inner(label: str, parts: Sequence[Judged], answer: Answer, relaxed: Answer, *, is_all: bool) -> Judged:
    """Make an inner node; its margin is that of the part that decides it."""
    chosen = _decisive(parts, answer.verdict, is_all=is_all)
    is_near = answer.verdict is Verdict.NOT_MET and relaxed.verdict is Verdict.MET
    result = ConditionResult(
        label=label, answer=answer, parts=tuple(p.result for p in parts), is_near=is_near,
        margin=chosen.result.margin if chosen else None, margin_unit=chosen.result.margin_unit if chosen else "",
        axis=chosen.result.axis if chosen else "",
    )
    return Judged(result=result, relaxed=relaxed, reach=chosen.reach if chosen else None)


def _decisive(parts: Sequence[Judged], verdict: Verdict, *, is_all: bool) -> Judged | None:
    if verdict is Verdict.UNKNOWN:
        return None
    same = [p for p in parts if p.answer.verdict is verdict]
    if is_all and verdict is Verdict.NOT_MET and any(p.reach is None for p in same):
        return None
    measured = [p for p in same if p.reach is not None]
    if not measured:
        return None
    pick = max if is_all else min
    return pick(measured, key=lambda p: p.reach if p.reach is not None else Decimal(0))


def _at_least_two(answers: Iterable[Answer], unseen: MissingFact | None) -> Answer:
    answers = list(answers)
    if sum(a.verdict is Verdict.MET for a in answers) >= 2:
        return MET
    open_facts = {fact for a in answers for fact in a.missing}
    possible = sum(a.verdict is not Verdict.NOT_MET for a in answers)
    if unseen is None and possible < 2:
        return NOT_MET
    return unknown(*open_facts, *((unseen,) if unseen else ()))


def _axis_name(axis: str) -> str:
    return {"": "", EVERY_AXIS: "all", _UNSTATED: ""}.get(axis, axis)

"""Whose law reaches an item on its way: the grounds of each law, answered by where it comes from and goes.

A law applies when one of its grounds is met and none that lifts it is; it does not when no ground can be met. A few
facts that nobody states are taken by conventions of the house, which the answer names.
Cost: some thirty conditions an item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from enduse.classification.facts import Facts
from enduse.classification.judging import Judge
from enduse.knowledge.jurisdiction_law import Assumed, ReachLaw
from enduse.knowledge.measures import Vocabulary
from enduse.model.answer import Answer, MissingFact, Verdict, all_of, any_of, unknown
from enduse.model.determination import ControlPosition, RegimePosition
from enduse.model.inquiry import Inquiry
from enduse.model.item import Item, Parameter
from enduse.model.jurisdiction import Jurisdiction, LawGround

MADE_IN = "made_in"
_MOST_ASKED = 3
_HEEDED = (ControlPosition.CONTROLLED, ControlPosition.POTENTIALLY_CONTROLLED, ControlPosition.UNKNOWN)


def find_jurisdictions(
    item: Item, *, as_of: date, laws: Sequence[ReachLaw], assumed: Sequence[Assumed], vocabulary: Vocabulary,
    regimes: Sequence[str] | None = None,
) -> tuple[Jurisdiction, ...]:
    """Return for each law (all, or those of `regimes`) whether it reaches the item; `laws` are those of the day."""
    whole, taken = assume(item, assumed, vocabulary)
    judge = Judge(Facts(whole, vocabulary))
    wanted = None if regimes is None else set(regimes)
    return tuple(
        _answer(law, judge, as_of, taken, vocabulary.presumed_days) for law in laws
        if wanted is None or law.regime in wanted
    )


def assume(item: Item, assumed: Sequence[Assumed], vocabulary: Vocabulary) -> tuple[Item, tuple[str, ...]]:
    """Return an item with what is taken for facts that nobody stated of its way, and what is said of that."""
    stated = {claim.name: claim for claim in item.parameters}
    claims: list[Parameter] = []
    said: list[str] = []
    if item.origin:
        claims.append(Parameter(name=MADE_IN, value=item.origin, citation=item.citation))
    for one in assumed:
        if one.property in stated:
            continue
        if one.as_property:
            known = stated.get(one.as_property)
            claim = None if known is None else replace(known, name=one.property)
        else:
            word = next((word for kind, word in (one.kinds or {}).items() if _is_of(item, kind, vocabulary)), one.value)
            is_many = vocabulary.properties[one.property].type == "words"
            claim = Parameter(name=one.property, value=(word,) if is_many else word)
        if claim is not None:
            claims.append(claim)
            said.append(one.says)
    return replace(item, parameters=(*item.parameters, *claims)), tuple(said)


def _is_of(item: Item, kind: str, vocabulary: Vocabulary) -> bool:
    return any(own == kind or (own in vocabulary.kinds and kind in vocabulary.kinds[own].within) for own in item.kinds)


def _answer(law: ReachLaw, judge: Judge, as_of: date, taken: tuple[str, ...], presumed_days: int) -> Jurisdiction:
    notes = list(law.notes)
    if as_of < law.since:
        fact = MissingFact(fact="law of that day", about=law.law, question=f"Which rules on reach held on {as_of}?")
        note = f"Its reach is encoded since {law.since}."
        return Jurisdiction(regime=law.regime, law=law.law, as_of=as_of, answer=unknown(fact), notes=(note,))
    if as_of > law.seen_until + timedelta(days=presumed_days):
        notes.append(f"Last seen on {law.seen_until}; whether it still reads so on {as_of} was not looked up.")
    grounds = tuple(_weigh(law, judge))
    answer = all_of([
        any_of(ground.answer for ground in grounds if not ground.lifts),
        *(~ground.answer for ground in grounds if ground.lifts),
    ])
    return Jurisdiction(
        regime=law.regime, law=law.law, as_of=as_of, answer=answer, grounds=grounds, notes=tuple(notes),
        assumed=taken, not_decided=law.not_decided,
    )


def _weigh(law: ReachLaw, judge: Judge) -> Iterator[LawGround]:
    for ground in law.grounds:
        judged = judge.decide(ground.when, is_exclusion=ground.lifts)
        yield LawGround(
            id=ground.id, says=ground.says, answer=judged.answer, cites=ground.cites, verified=ground.verified,
            tree=judged.result, lifts=ground.lifts, entries=ground.entries, asks=ground.asks,
        )


def ask_of_laws(
    jurisdictions: Sequence[Jurisdiction], positions: Sequence[RegimePosition], vocabulary: Vocabulary
) -> tuple[Inquiry, ...]:
    """Return the few facts that most laws wait for whose list may control the item, the most waited for first.

    A law is not asked about where its list does not control the item. Of facts that as many laws wait for, that one
    comes first which the vocabulary has first.
    """
    order = {prop.label: place for place, prop in enumerate(vocabulary.properties.values())}
    heeded = {p.regime for p in positions if p.position in _HEEDED}
    waiting: dict[MissingFact, list[str]] = {}
    alone: dict[MissingFact, list[str]] = {}
    for one in jurisdictions:
        facts = [fact for fact in one.answer.missing if fact.question]
        for fact in facts if one.regime in heeded else ():
            waiting.setdefault(fact, []).append(one.regime)
            if len(one.answer.missing) == 1:
                alone.setdefault(fact, []).append(one.regime)
    ranked = sorted(
        waiting, key=lambda fact: (-len(waiting[fact]), -len(alone.get(fact, ())), order.get(fact.fact, 0), fact)
    )
    return tuple(
        Inquiry(
            facts=(fact,), may_change=tuple(waiting[fact]), settles=tuple(alone.get(fact, ())), is_of_law=True
        )
        for fact in ranked[:_MOST_ASKED]
    )


def reach_of(jurisdictions: Sequence[Jurisdiction], regime: str, entry: str) -> Answer | None:
    """Return whether the law of a list reaches the item under an entry, None where no such law is encoded."""
    found = next((one for one in jurisdictions if one.regime == regime), None)
    if found is None:
        return None
    fitting = [ground.answer for ground in found.grounds if not ground.lifts and entry in (ground.entries or (entry,))]
    if found.answer.verdict is Verdict.NOT_MET or not fitting:
        return found.answer
    return all_of([any_of(fitting), *(~ground.answer for ground in found.grounds if ground.lifts)])

"""What to ask next: the smallest sets of missing facts that can change a position, found by trying their values.

A fact's values matter only by which side of each encoded limit they lie on, so one
value on, between and beyond the limits stands for all. Every set is tried with all
of them; a set that changes no position, whatever the values, is not worth asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise, product
from typing import TypeVar

from enduse.classification.classifying import classify
from enduse.classification.judging import ALL_AXES, PER
from enduse.classification.serving import GOODS
from enduse.knowledge.asking_costs import load_asking_costs
from enduse.knowledge.comparison_nodes import parse_standard
from enduse.knowledge.control_law import ControlLaw, Limit
from enduse.knowledge.item_nodes import EVERY_AXIS
from enduse.knowledge.measures import Property
from enduse.knowledge.vocabulary_use import walk
from enduse.model.answer import MissingFact
from enduse.model.determination import KIND_FACT, Classification, ControlPosition
from enduse.model.inquiry import Inquiry
from enduse.model.item import Item, Parameter, Quantity

MOST_SERVED = 24
_Any = TypeVar("_Any")
_OPEN = (ControlPosition.UNKNOWN, ControlPosition.POTENTIALLY_CONTROLLED)


def what_to_ask(
    item: Item, *, as_of: date, law: ControlLaw, regimes: Sequence[str] | None = None
) -> tuple[Inquiry, ...]:
    """Return the smallest sets of missing facts that can change a position, best first.

    All sets returned are of one size: single facts where any of them can change a
    position, else pairs. First come those that settle most regimes, then those that are
    cheaper to answer, by the ranks of `codes/asking.yaml` (our convention). Exact over
    the few facts that most open paragraphs wait for; pairs are tried only of the
    foremost, with few values of each, as that file says, which can miss one. Cost: one
    classification a trial, about 150 at most.
    """
    bounds = load_asking_costs()
    now = classify(item, as_of=as_of, law=law, regimes=regimes)
    counts: dict[MissingFact, int] = {}
    for position in now.positions:
        for rank, fact in enumerate(position.missing):
            counts[fact] = counts.get(fact, 0) + len(position.missing) - rank
    leading = sorted(counts, key=lambda fact: (-counts[fact], fact))[:bounds.facts]
    answers = {fact: tuple(_assume(fact, law)) for fact in leading}
    askable = [fact for fact in leading if answers[fact]]

    def inquire(facts: tuple[MissingFact, ...], tried: Iterable[tuple[_Assumed, ...]]) -> Inquiry:
        trials = [classify(_with(item, trial), as_of=as_of, law=law, regimes=regimes) for trial in tried]
        return _sum_up(facts, now, trials)

    found = [inquire((fact,), ((answer,) for answer in answers[fact])) for fact in askable]
    if not any(inquiry.may_change for inquiry in found):
        thin = {fact: _thin_out(answers[fact], bounds.values) for fact in askable[:bounds.paired]}
        found = [inquire(pair, product(*(thin[fact] for fact in pair))) for pair in combinations(thin, 2)]
    worth = [inquiry for inquiry in found if inquiry.may_change]
    return tuple(sorted(worth, key=lambda i: (-len(i.settles), -len(i.may_change), _cost(i, law), i.facts)))


def _cost(inquiry: Inquiry, law: ControlLaw) -> int:
    """Return how dear the answers are to get, as a rank."""
    costs = load_asking_costs()
    types = {prop.label: prop for prop in law.vocabulary.properties.values()}
    cost = 0
    for fact in inquiry.facts:
        label, standard, _ = fact.fact.partition(PER)
        prop = types.get(label)
        if prop is None:
            cost += costs.kind
        elif standard:
            cost += costs.by_standard
        else:
            is_measure = prop.type not in ("yes_no", "word", "words") and prop.dimension != "count"
            cost += costs.measure if is_measure else costs.plain
    return cost


def _thin_out(answers: Sequence[_Any], most: int) -> Sequence[_Any]:
    """Return at most so many answers, spread evenly, the first and the last among them."""
    if len(answers) <= most:
        return answers
    return [answers[i * (len(answers) - 1) // (most - 1)] for i in range(most)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Assumed:
    """One assumed answer: a claim, a kind, an entry that it is for, or (none of them) that all axes are stated."""

    claim: Parameter | None = None
    kind: str = ""
    entry: tuple[str, str] | None = None


def _with(item: Item, answers: Iterable[_Assumed]) -> Item:
    for answer in answers:
        if answer.claim is not None:
            item = _claim(item, answer.claim)
        elif answer.entry is not None:
            item = replace(item, for_entries=(*item.for_entries, answer.entry))
        elif answer.kind:
            item = replace(item, kinds=(answer.kind,))
        else:
            item = replace(item, complete_axes=True)
    return item


def _claim(item: Item, claim: Parameter) -> Item:
    """Return an item with a claim, and what it is for with it too where it is silent on that."""
    served = tuple(
        one if any(known.name == claim.name and known.axis == claim.axis for known in one.parameters)
        else _claim(one, claim)
        for one in item.for_items
    )
    return replace(item, parameters=(*item.parameters, claim), for_items=served)


def _sum_up(facts: tuple[MissingFact, ...], now: Classification, tried: Sequence[Classification]) -> Inquiry:
    changed: list[str] = []
    settled: list[str] = []
    for i, position in enumerate(now.positions):
        after = [trial.positions[i].position for trial in tried]
        if any(p is not position.position for p in after):
            changed.append(position.regime)
        if position.position in _OPEN and not any(p in _OPEN for p in after):
            settled.append(position.regime)
    return Inquiry(facts=facts, may_change=tuple(changed), settles=tuple(settled))


def _assume(fact: MissingFact, law: ControlLaw) -> Iterator[_Assumed]:
    """Yield the answers to try for a fact; none where it is not one that an item can state."""
    vocabulary = law.vocabulary
    if fact.fact == ALL_AXES:
        yield _Assumed()
        return
    if fact.fact == GOODS:
        yield from (_Assumed(entry=entry) for entry in _thin_out(sorted(_list_served(law)), MOST_SERVED))
        return
    if fact.fact == KIND_FACT:
        yield from (_Assumed(kind=kind.name) for kind in vocabulary.kinds.values() if not kind.leaves_open)
        return
    label, _, tail = fact.fact.partition(PER)
    prop = next((p for p in vocabulary.properties.values() if p.label == label), None)
    if prop is None:
        return
    standard = parse_standard(tail.split(" or ")[0]) if tail else None
    axis = "" if prop.of == "item" else fact.about.removeprefix("axis ")
    axis = EVERY_AXIS if axis.startswith("each") else axis
    for value in _values_of(prop, law):
        if isinstance(value, Quantity):
            value = replace(value, standard=standard)
        yield _Assumed(claim=Parameter(name=prop.name, value=value, axis=axis))


def _list_served(law: ControlLaw) -> set[tuple[str, str]]:
    """Return the entries that paragraphs on software and technology name as those of goods, each with its regime."""
    return {
        (regime.regime, name.partition(" to ")[0])
        for regime in law.regimes for entry in regime.entries for paragraph in entry.paragraphs if paragraph.serves
        for name in paragraph.serves.entries
    }


def _values_of(prop: Property, law: ControlLaw) -> Iterator[Quantity | bool | str | tuple[str, ...]]:
    """Yield one value on, between and beyond each limit of a quantity, in its dimension's reference unit."""
    if prop.type == "yes_no":
        yield from (True, False)
    elif prop.type in ("word", "words"):
        yield from (prop.words if prop.type == "word" else ((word,) for word in prop.words))
    else:
        vocabulary = law.vocabulary
        limits = sorted({
            vocabulary.to_reference(limit.number, vocabulary.units[prop.dimension][limit.unit])
            for limit in _list_limits(law) if limit.property == prop.name
        })
        if not limits:
            return
        reference = vocabulary.reference_unit(prop.dimension).name
        if prop.dimension == "count":
            numbers = [Decimal(n) for n in range(int(limits[-1]) + 2)]
        else:
            between = [(low + high) / 2 for low, high in pairwise(limits)]
            numbers = sorted([limits[0] / 2, *limits, *between, limits[-1] * 2])
        yield from (Quantity.exactly(number, reference) for number in numbers)


def _list_limits(law: ControlLaw) -> Iterator[Limit]:
    for regime in law.regimes:
        for entry in regime.entries:
            for paragraph in entry.paragraphs:
                for condition in (paragraph.covers, *(e.when for e in paragraph.exclusions)):
                    yield from (part for part in walk(condition) if isinstance(part, Limit))

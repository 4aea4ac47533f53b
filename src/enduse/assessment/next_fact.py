"""The value of an answer: whether one more fact could change the first step, and what getting it costs.

A fact has value when some answer to it alone would hold an order that is not held, ask for a license that is not
applied for, or let go what is held for silence alone. Noted facts and fields of the order are tried inside with the
values at which conditions turn; what is tried is never told, so that a question suggests no answer. Cost: a test for
each value, of flags that would change the step; some 10 ms an order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from enduse.assessment.completeness import FieldRule, field_rules
from enduse.assessment.dossier import Dossier
from enduse.assessment.flag_rules import FlagRule, flag_rules
from enduse.assessment.flags import answer_flag, reasons_to_hold
from enduse.assessment.noted_conditions import NUMBERS, NotedCondition, list_facts
from enduse.knowledge.order_facts import FactKind, known_facts
from enduse.model.answer import MET, NOT_MET, MissingFact, Verdict
from enduse.model.assessment import ActionKind, CatchAllAnswer, FlagFinding, GateAnswer
from enduse.model.determination import KIND_FACT, ControlPosition
from enduse.model.party import Party, PartyRole
from enduse.model.transaction import NotedFact, Transaction

_COSTS = {"paper": 1, "customer": 2, "register": 3, "visit": 4, "authority": 5}
_REGISTER = 3
_ELSEWHERE = "aq"  # a country that no order leads to: stands for any other
_OPEN = (ControlPosition.UNKNOWN, ControlPosition.POTENTIALLY_CONTROLLED)
HOLDS, APPLIES, LETS_GO = "hold it", "call for a license or a notice", "let it go on"


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What stands, as far as it bears on the first step: `first` is its kind, None where there is none but to ask.

    `is_held_by_flags` tells that nothing but flags holds the order.
    """

    dossier: Dossier
    gates: Sequence[GateAnswer]
    flags: Sequence[FlagFinding]
    tests: Sequence[CatchAllAnswer]
    waiting: Collection[MissingFact]
    first: ActionKind | None
    is_held_by_flags: bool

    def value(self, fact: MissingFact) -> str:
        """Return how an answer to a fact could change the first step, empty where none could."""
        if self.first is ActionKind.HOLD:
            return LETS_GO if self.is_held_by_flags and fact in self._freeing else ""
        could = _fields()[fact].could if fact in _fields() else ""
        if could == "hold" or fact in self._holding or any(fact in gate.answer.missing for gate in self.gates):
            return HOLDS
        if self.first not in (ActionKind.APPLY, ActionKind.NOTIFY) and (
            (could == "apply" and self._is_open) or fact in self._positions or fact in self.waiting
            or any(test.answer.missing == (fact,) for test in self.tests)
        ):
            return APPLIES
        return ""

    def waiting_for(self, fact: MissingFact) -> int:
        """Return how many gates, tests, positions and flags wait for a fact."""
        return self._waiting[fact]

    @cached_property
    def _waiting(self) -> Counter[MissingFact]:
        missing = [*(gate.answer.missing for gate in self.gates), *(test.answer.missing for test in self.tests),
                   *(flag.answer.missing for flag in self.flags)]
        missing += [position.missing for one in self.dossier.classifications for position in one.positions]
        return Counter(fact for some in missing for fact in set(some))

    @property
    def of_flags(self) -> Iterator[MissingFact]:
        """Yield the facts that only flags wait for, which could change the step."""
        yield from self._holding if self.first is not ActionKind.HOLD else ()

    @cached_property
    def _is_open(self) -> bool:
        """Tell whether the control of some item is open, or that of none was asked."""
        every = [position.position for one in self.dossier.classifications for position in one.positions]
        return not every or any(position in _OPEN for position in every)

    @cached_property
    def _positions(self) -> frozenset[MissingFact]:
        return frozenset(fact for one in self.dossier.classifications for position in one.positions
                         if position.position in _OPEN for fact in position.missing)

    @cached_property
    def _holding(self) -> frozenset[MissingFact]:
        """Return the facts one of whose answers alone would meet a flag that then holds the order."""
        found: set[MissingFact] = set()
        for flag in self.flags:
            if flag.answer.verdict is Verdict.UNKNOWN and self._would_hold(flag):
                rule = _rules()[flag.flag]
                found.update(fact for fact in flag.answer.missing if self._could_meet(rule, flag, fact))
        return frozenset(found)

    def _would_hold(self, flag: FlagFinding) -> bool:
        return bool(reasons_to_hold([replace(one, answer=MET) if one is flag else one for one in self.flags]))

    def _could_meet(self, rule: FlagRule, flag: FlagFinding, fact: MissingFact) -> bool:
        if rule.when is None:
            return len(flag.answer.missing) == 1
        kind = _facts_by_words().get(fact.fact)
        if kind is None:
            return False
        order = self.dossier.order
        return any(
            answer_flag(replace(self.dossier, order=_note(order, kind.fact, values)), rule).answer == MET
            for values in _turning(kind, rule.when, self.dossier)
        )

    @cached_property
    def _freeing(self) -> frozenset[MissingFact]:
        """Return the fields that, once told, leave no flag that holds: those that flags of silence wait for."""
        found: set[MissingFact] = set()
        met = [flag for flag in self.flags if flag.answer == MET]
        silent = [flag for flag in met if _rules()[flag.flag].rests_on_silence]
        for field in field_rules() if silent else ():
            told = replace(self.dossier, order=_tell(self.dossier.order, field))
            after = {flag.flag for flag in silent if answer_flag(told, _rules()[flag.flag]).answer == NOT_MET}
            rest = [replace(flag, answer=NOT_MET) if flag.flag in after else flag for flag in self.flags]
            if after and not reasons_to_hold(rest):
                found.add(field.fact)
        return frozenset(found)


def cost_of(fact: MissingFact) -> int:
    """Return what getting a fact costs: 1 read a paper, 2 ask the customer, 3 a register, 4 a visit, 5 an authority.

    What kind of thing an item is costs nothing: whoever sells it says.
    """
    if fact.fact == KIND_FACT:
        return 0
    field = _fields().get(fact)
    kind = _facts_by_words().get(fact.fact)
    return field.cost if field else _COSTS[kind.got_from] if kind else _REGISTER


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, FlagRule]:
    return {rule.flag: rule for rule in flag_rules()}


@lru_cache(maxsize=1)
def _fields() -> Mapping[MissingFact, FieldRule]:
    return {rule.fact: rule for rule in field_rules()}


@lru_cache(maxsize=1)
def _facts_by_words() -> Mapping[str, FactKind]:
    return {kind.says: kind for kind in known_facts().values()}


def _note(order: Transaction, fact: str, values: tuple[str, ...]) -> Transaction:
    kept = tuple(one for one in order.facts if one.fact != fact)
    return replace(order, facts=(*kept, NotedFact(fact=fact, values=values)))


def _tell(order: Transaction, field: FieldRule) -> Transaction:
    """Return the order with a field told in some way that is an answer."""
    to = order.route.destination or _ELSEWHERE
    name, _, role = field.field.partition(":")
    if name == "party" and role:
        party = Party(name="Named Firm", country=to, address="1 Road, Town", roles=(PartyRole(role),))
        kept = tuple(one for one in order.parties if PartyRole(role) not in one.roles)
        return replace(order, parties=(*kept, party))
    if name == "end_use_text":
        text = "turning shafts of one kind on line two for own pumps of that site"
        return replace(order, end_use=replace(order.end_use, text=text))
    if name == "model":
        lines = tuple(replace(line, item=replace(line.item, maker="Maker", model="M-1")) for line in order.lines)
        return replace(order, lines=lines)
    return order


def _turning(kind: FactKind, condition: NotedCondition, dossier: Dossier) -> Iterator[tuple[str, ...]]:
    """Yield the values of a fact at which a condition may turn."""
    if kind.kind == "yes_no":
        yield from (("yes",), ("no",))
    for leaf in _leaves(condition):
        if kind.fact not in set(list_facts(leaf)):
            continue
        if leaf.kind in NUMBERS:
            yield from ((format(number, "f"),) for number in _around(leaf, kind, dossier) if number >= 0)
        elif leaf.kind in ("among", "speaks_of"):
            yield from ((word,) for word in leaf.words[:1])
            yield from ((word,) for word in kind.choices if word not in leaf.words)
        elif leaf.kind in ("differs_from", "outside"):
            yield (_ELSEWHERE,)
        elif leaf.kind == "older_than_days":
            yield ((dossier.as_of - timedelta(days=int(leaf.limit) + 1)).isoformat(),)
        elif leaf.kind == "spellings_over":
            yield tuple(f"Firm {number}" for number in range(int(leaf.limit) + 2))
        elif leaf.kind == "no_two_agree":
            yield ("grinding of castings", "repair of vehicles")


def _around(leaf: NotedCondition, kind: FactKind, dossier: Dossier) -> tuple[Decimal, ...]:
    """Return numbers on both sides of a limit; of a ratio beside the other fact, none where that is not known."""
    if not leaf.other:
        return (leaf.limit + 1, leaf.limit, leaf.limit - 1, leaf.limit / 2)
    held = dossier.order.fact(leaf.other if kind.fact == leaf.fact else leaf.fact)
    if held is None or not held.values:
        return ()
    base = Decimal(held.values[0])
    return (base * leaf.limit + 1, base * leaf.limit / 2, Decimal(1), base * 10)


def _leaves(condition: NotedCondition) -> Iterator[NotedCondition]:
    if not condition.parts:
        yield condition
    for part in condition.parts:
        yield from _leaves(part)

"""Flags that turn on facts a desk noted: conditions over them, three-valued; what was not noted is asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from enduse.assessment.dossier import Dossier, has_phrase
from enduse.assessment.flag_rules import FlagRule
from enduse.assessment.noted_conditions import NotedCondition, list_facts
from enduse.assessment.order_flags import Finding, FlagTest, lacking
from enduse.errors import KnowledgeError
from enduse.knowledge.order_facts import known_facts
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import Answer, all_of, any_of, decide
from enduse.model.evidence import Reason
from enduse.model.party import PartyRole
from enduse.names.folding import fold_name

LOCALES = "codes/country_settings.yaml"
_Values = tuple[str, ...]
_COMPARES: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "over": Decimal.__gt__, "at_least": Decimal.__ge__, "below": Decimal.__lt__, "at_most": Decimal.__le__,
}


def noted(dossier: Dossier, rule: FlagRule) -> Finding:
    """Answer by the flag's condition over noted facts; the facts that it read are the reasons."""
    if rule.when is None:
        raise KnowledgeError(f"the flag {rule.flag} has no condition.", where=rule.place, remedy="Add test.when.")
    answer = _ask(dossier, rule, rule.when)
    return answer, tuple(_tell(dossier, answer, sorted(set(list_facts(rule.when)))))


def _tell(dossier: Dossier, answer: Answer, facts: Iterable[str]) -> Iterator[Reason]:
    weight = {"met": 0.5, "not met": -0.5}.get(answer.verdict.value, 0.0)
    for fact in facts:
        held = dossier.order.fact(fact)
        if held is not None and fact in known_facts():
            cited = (held.citation,) if held.citation else ()
            yield Reason(text=f"Noted: {known_facts()[fact].says}.", left=", ".join(held.values) or "none",
                         weight=weight, evidence=cited)


def _ask(dossier: Dossier, rule: FlagRule, condition: NotedCondition) -> Answer:
    match condition.kind:
        case "all":
            return all_of(_ask(dossier, rule, part) for part in condition.parts)
        case "any":
            return any_of(_ask(dossier, rule, part) for part in condition.parts)
        case "not":
            return ~_ask(dossier, rule, condition.parts[0])
        case "count":
            return _count(dossier, rule, condition)
    values = _values(dossier, condition.fact)
    if values is None:
        return lacking(rule, _says(condition.fact))
    if not condition.other:
        return _judge(dossier, rule, condition, values)
    others = _values(dossier, condition.other)
    if others is None:
        return lacking(rule, _says(condition.other))
    return _compare(rule, condition, values, others)


def _judge(dossier: Dossier, rule: FlagRule, condition: NotedCondition, values: _Values) -> Answer:
    match condition.kind:
        case "among":
            return decide(bool(set(values) & set(condition.words)))
        case "speaks_of":
            return decide(any(has_phrase(value, condition.words) for value in values))
        case "spellings_over":
            return decide(len({fold_name(value) for value in values}) > condition.limit)
        case "older_than_days":
            limit = timedelta(days=int(condition.limit))
            return decide(any(dossier.as_of - date.fromisoformat(value) > limit for value in values))
        case "no_two_agree":
            return _disagree(rule, condition.fact, values)
    return decide(any(_COMPARES[condition.kind](Decimal(value), condition.limit) for value in values))


def _compare(rule: FlagRule, condition: NotedCondition, values: _Values, others: _Values) -> Answer:
    """Compare two facts: their ratio with a limit, or their words with each other."""
    if condition.kind in _COMPARES:
        base = Decimal(others[0])
        if not base:
            return lacking(rule, f"{_says(condition.other)}, above zero")
        return decide(_COMPARES[condition.kind](Decimal(values[0]) / base, condition.limit))
    if condition.kind == "outside":
        return decide(not set(values) & set(others)) if others else lacking(rule, _says(condition.other))
    return decide(bool(set(values) - set(others)))


def _count(dossier: Dossier, rule: FlagRule, condition: NotedCondition) -> Answer:
    """Met when enough facts have the answer, not met when no longer enough of them can."""
    held = {fact: _values(dossier, fact) for fact in condition.words}
    having = sum(values == (condition.other,) for values in held.values())
    silent = [fact for fact, values in held.items() if values is None]
    if having >= condition.limit or having + len(silent) < condition.limit:
        return decide(having >= condition.limit)
    return lacking(rule, "; ".join(_says(fact) for fact in silent))


def _disagree(rule: FlagRule, fact: str, values: _Values) -> Answer:
    """Met when two papers tell uses without a word in common, not met when all have all their words in common."""
    if len(values) < 2:
        return lacking(rule, f"a second paper: {_says(fact)}")
    told = [frozenset(word for word in fold_name(value).split() if len(word) > 3) for value in values]
    if any(not left & right for left, right in combinations(told, 2)):
        return decide(True)
    if all(left <= right or right <= left for left, right in combinations(told, 2)):
        return decide(False)
    return lacking(rule, "whether the uses told in the papers are one")


def _values(dossier: Dossier, fact: str) -> _Values | None:
    """Return what is known of a fact: as noted, or from the order for "order.x"; None when nothing is."""
    if not fact.startswith("order."):
        held = dossier.order.fact(fact)
        return held.values if held is not None else None
    route = dossier.order.route
    match fact.removeprefix("order."):
        case "destination":
            return (route.destination,) if route.destination else None
        case "transit":
            return route.transit or None
        case "end_user_country":
            return _country_of(dossier, PartyRole.END_USER)
        case "customer_country":
            return _country_of(dossier, PartyRole.PURCHASER)
        case "destination_languages":
            return _settings().get(route.destination, ((), ""))[0] or None
    frequency = _settings().get(route.destination, ((), ""))[1]
    return (frequency,) if frequency else None


def _country_of(dossier: Dossier, role: PartyRole) -> _Values | None:
    return tuple(sorted({party.country for party in dossier.parties(role) if party.country})) or None


def _says(fact: str) -> str:
    kind = known_facts().get(fact)
    return kind.says if kind else fact.removeprefix("order.").replace("_", " ")


@functools.cache
def _settings() -> Mapping[str, tuple[_Values, str]]:
    """Return languages and mains frequency by country code. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(LOCALES)
    found: dict[str, tuple[_Values, str]] = {}
    for node in root.get("countries").required().items():
        node.mapping(("country", "languages", "hz"))
        found[node.get("country").required().text()] = (node.get("languages").texts(), node.get("hz").text())
    root.faults.check(KnowledgeError)
    return found


NOTED_TESTS: Mapping[str, FlagTest] = {"noted": noted}

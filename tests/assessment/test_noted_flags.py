"""Facts that a desk notes: what they answer, and that one more never turns a decided answer. All names are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.assessment.dossier import gather
from enduse.assessment.flag_rules import FlagRule, flag_rules
from enduse.assessment.flags import answer_flag
from enduse.assessment.noted_conditions import DERIVED, NotedCondition, read_condition
from enduse.errors import InputError
from enduse.knowledge.nodes import parse_nodes
from enduse.knowledge.order_facts import FactKind, known_facts
from enduse.model.answer import Verdict
from enduse.model.party import Party, PartyRole
from enduse.model.transaction import NotedFact, Route, Transaction, TransactionKind
from enduse.workspace.orders import read_order

DAY = date(2026, 6, 1)
ORDER = Transaction(
    reference="case", kind=TransactionKind.ORDER, lines=(), route=Route(destination="tr", transit=("bv",)),
    parties=(Party(name="Ostrand Trading", roles=(PartyRole.PURCHASER, PartyRole.END_USER), country="aq"),),
)
NOTED = [rule for rule in flag_rules() if rule.kind == "noted"]


def values_of(kind: FactKind) -> st.SearchStrategy[tuple[str, ...]]:
    """Values of a fact as its reader would spell them."""
    if kind.kind == "yes_no":
        return st.sampled_from([("yes",), ("no",)])
    if kind.kind == "number":
        return st.sampled_from(["0", "0.02", "0.95", "1", "7", "40", "2000"]).map(lambda value: (value,))
    if kind.kind == "date":
        return st.sampled_from([("2020-01-01",), ("2026-05-20",)])
    if kind.kind == "country":
        return st.sampled_from([("aq",), ("bv",), ("tr",)])
    words = kind.choices or ("tr", "fi", "aq", "gear wheels for mills", "gmail.com", "missile works")
    one = st.sampled_from(words)
    return one.map(lambda word: (word,)) if kind.kind in ("choice", "text") else st.lists(one, max_size=3).map(tuple)


FACTS = st.fixed_dictionaries({}, optional={name: values_of(kind) for name, kind in known_facts().items()})


@given(before=FACTS, after=FACTS)
def test_one_more_noted_fact_never_turns_a_decided_flag(
    before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]],
) -> None:
    def told(facts: dict[str, tuple[str, ...]]) -> dict[str, Verdict]:
        noted = tuple(NotedFact(fact=name, values=values) for name, values in sorted(facts.items()))
        dossier = gather(replace(ORDER, facts=noted), as_of=DAY)
        return {rule.flag: answer_flag(dossier, rule).answer.verdict for rule in NOTED}

    first, second = told(before), told({**after, **before})
    assert all(second[flag] is verdict for flag, verdict in first.items() if verdict is not Verdict.UNKNOWN)


@pytest.mark.parametrize("rule", NOTED, ids=lambda rule: rule.flag)
def test_an_order_without_notes_leaves_every_noted_flag_open_with_its_question(rule: FlagRule) -> None:
    answer = answer_flag(gather(replace(ORDER, route=Route(), parties=()), as_of=DAY), rule).answer
    assert answer.verdict is Verdict.UNKNOWN
    assert all(fact.question == rule.ask for fact in answer.missing)


def test_every_fact_of_the_vocabulary_is_asked_by_some_flag() -> None:
    asked = {fact for rule in NOTED if rule.when for fact in _facts(rule.when)}
    asked_in_code = {"specification_change_explained"}
    assert asked - set(DERIVED) | asked_in_code == set(known_facts())


def _facts(condition: NotedCondition) -> set[str]:
    own = set(condition.words) if condition.kind == "count" else {condition.fact, condition.other} - {""}
    return own.union(*(_facts(part) for part in condition.parts))


def test_a_condition_that_asks_for_an_unknown_fact_or_word_is_a_fault() -> None:
    node = parse_nodes('{all: [{fact: "pays_gold", is: "yes"}, {fact: "pays_cash", is: "maybe"}]}', where="test")
    read_condition(node)
    with pytest.raises(InputError) as caught:
        node.faults.check()
    assert len(caught.value.faults) == 2


def read(facts: str) -> Transaction:
    head = 'schema: "enduse-order/1"\nreference: "x"\nparties: [{name: "Ostrand", roles: ["exporter"]}]\nlines: []\n'
    text = head + facts
    return read_order(text.encode(), name="order.yaml", document="0" * 64)


def test_notes_are_read_strictly_and_cited_by_their_line() -> None:
    order = read('facts:\n  pays_cash: "yes"\n  services_declined: []\n  discharge_country: "Turkey"\n')
    assert {fact.fact: fact.values for fact in order.facts} == {
        "pays_cash": ("yes",), "services_declined": (), "discharge_country": ("tr",)}
    cash = order.fact("pays_cash")
    assert cash is not None
    assert cash.citation is not None
    assert cash.citation.place == "line 6"


@pytest.mark.parametrize("facts, reason", [
    ('facts: {pays_cahs: "yes"}', "pays_cash"),
    ('facts: {pays_cash: "perhaps"}', "true or false"),
    ('facts: {payment_channel: "barter"}', "not known here"),
    ('facts: {advance_share: "most"}', "a number"),
    ('facts: {notify_country: "Atlantis"}', "no country"),
    ('end_use: {informed_of: ["bombs"]}', "'bombs' is not known here"),
    ('end_use: {suspects: "everything"}', "expected a list"),
])
def test_a_note_that_cannot_be_read_is_told_with_what_to_write(facts: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(facts)
    assert any(reason in fault.reason + fault.remedy for fault in caught.value.faults)

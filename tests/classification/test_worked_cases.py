"""Every entry file's own worked cases, answered by the engine."""

from __future__ import annotations

import pytest

from enduse.classification import classify, find_answer
from enduse.knowledge.controls_reader import WorkedCase, list_cases, load_controls
from enduse.knowledge.item_nodes import item_from_node

CASES = list(list_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.regime}-{c.entry}-line{c.line}")
def test_the_worked_case_of_an_entry_file_is_answered_as_it_says(case: WorkedCase) -> None:
    item = item_from_node(case.item)
    case.item.faults.check()
    result = classify(item, as_of=case.as_of, law=load_controls(), regimes=[case.regime])
    assert find_answer(result, law=load_controls(), regime=case.regime, entry=case.entry).verdict.value == case.expect


def test_every_encoded_paragraph_has_a_worked_case_that_meets_it() -> None:
    met = {(c.regime, c.entry) for c in CASES if c.expect == "met"}
    for regime in load_controls().regimes:
        paragraphs = {p.entry for entry in regime.entries for p in entry.paragraphs}
        unmet = {p for p in paragraphs if (regime.regime, p) not in met}
        assert not unmet, regime.regime


def test_every_worked_case_names_a_paragraph_that_is_encoded() -> None:
    encoded = {
        (regime.regime, p.entry) for regime in load_controls().regimes for e in regime.entries for p in e.paragraphs
    }
    assert {(c.regime, c.entry) for c in CASES} <= encoded

"""Whose law reaches an item: the worked cases of every law, and what holds of all. Items are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.classification.jurisdiction import assume, find_jurisdictions, reach_of
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.jurisdiction_law import ReachCase, list_reach_cases, load_assumed, load_reach
from enduse.knowledge.measures import load_vocabulary
from enduse.knowledge.nodes import nodes_of
from enduse.model.answer import Verdict
from enduse.model.item import Item
from enduse.model.jurisdiction import Jurisdiction

_DAY = date(2025, 12, 1)
_CASES = tuple(list_reach_cases())


def _item(stated: Mapping[str, object]) -> Item:
    node = nodes_of(dict(stated), where="an item", line=1)
    item = item_from_node(node)
    node.faults.check()
    return item


def _reach(item: Item, as_of: date = _DAY) -> dict[str, Jurisdiction]:
    found = find_jurisdictions(
        item, as_of=as_of, laws=load_reach(as_of), assumed=load_assumed(), vocabulary=load_vocabulary()
    )
    return {one.regime: one for one in found}


@pytest.mark.parametrize("case", _CASES, ids=[f"{case.path.split('/')[-1]}:{case.line}" for case in _CASES])
def test_every_worked_case_of_a_law_is_answered_as_it_says(case: ReachCase) -> None:
    item = item_from_node(case.item)
    case.item.faults.check()
    assert _reach(item, case.as_of)[case.regime].answer.verdict.value == case.expect


def test_every_ground_of_a_law_is_met_in_some_case() -> None:
    met = {
        (case.regime, ground.id) for case in _CASES
        for ground in _reach(item_from_node(case.item), case.as_of)[case.regime].grounds
        if ground.answer.verdict is Verdict.MET
    }
    days = {case.as_of for case in _CASES}
    grounds = {(law.regime, ground.id) for day in days for law in load_reach(day) for ground in law.grounds}
    assert grounds - met == {("US", "direct product")}  # it is never decided here


def test_a_stated_fact_takes_the_place_of_a_convention() -> None:
    item = _item({"transfer": "brokering", "destination": "ir", "end_user_in": "iq"})
    whole, said = assume(item, load_assumed(), load_vocabulary())
    assert {claim.name: claim.value for claim in whole.parameters}["end_user_in"] == "iq"
    assert len(said) == 1  # only the countries passed through were not named


def test_two_origins_that_differ_leave_it_unknown() -> None:
    found = _reach(_item({"origin": "us", "made_in": "de", "exported_from": "de", "destination": "cn"}))
    assert found["US"].answer.verdict is Verdict.UNKNOWN


def test_a_list_for_named_destinations_does_not_reach_what_goes_elsewhere() -> None:
    found = _reach(_item({"exported_from": "kr", "destination": "pk"}), date(2025, 6, 1))
    laws = tuple(found.values())
    assert reach_of(laws, "KR", "Annex 2-2 no.1") is not None
    answers = {entry: reach_of(laws, "KR", entry) for entry in ("Annex 2-2 no.1", "Annex 2-2 no.5")}
    assert [answer.verdict for answer in answers.values() if answer] == [Verdict.MET, Verdict.NOT_MET]
    assert reach_of(laws, "XX", "1") is None


_COUNTRIES = st.sampled_from(["us", "de", "ca", "ir", "kr", "cn", "gb", "cu"])
_WAY = st.fixed_dictionaries({}, optional={
    "made_in": _COUNTRIES, "exported_from": _COUNTRIES, "destination": _COUNTRIES, "end_user_in": _COUNTRIES,
    "acting_from": _COUNTRIES, "exporter_established_in": _COUNTRIES,
    "transit_through": st.lists(_COUNTRIES, min_size=1, max_size=2),
    "transfer": st.sampled_from(["goods", "software", "technology", "assistance", "brokering", "transit"]),
    "us_content": st.sampled_from(["0 %", "10 %", "11 %", "26 %"]),
    "is_us_direct_product": st.sampled_from(["true", "false"]),
    "has_no_de_minimis": st.sampled_from(["true", "false"]),
})


@given(way=_WAY, more=_WAY)
def test_a_further_fact_never_flips_a_decided_answer(way: dict[str, object], more: dict[str, object]) -> None:
    whole = {"transfer": "goods", "transit_through": ["cn"], "end_user_in": "cn", "acting_from": "cn"} | way
    before, after = _reach(_item(whole)), _reach(_item(more | whole))
    for regime, one in before.items():
        if one.answer.verdict is not Verdict.UNKNOWN:
            assert after[regime].answer.verdict is one.answer.verdict

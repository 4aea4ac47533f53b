"""Software and technology, by the goods that they are for. Items are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.classification import classify, find_answer, what_to_ask
from enduse.classification.findings import list_asked
from enduse.errors import InputError
from enduse.knowledge.control_law import Serves
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import nodes_of
from enduse.model.answer import Verdict
from enduse.model.determination import ControlPosition
from enduse.model.item import Item

LAW = load_controls()
DAY = date(2025, 12, 1)
MILL = {
    "item_type": "machine_tool", "function": "milling", "nc_capable": "true", "contouring_axes": "5",
    "contouring_rotary_axes": "2",
}
FINE = MILL | {"linear_axes": [{"axis": "X", "travel_mm": "700", "upr_um": "0.8"}]}
COARSE = {
    "item_type": "machine_tool", "function": "milling", "nc_capable": "true", "contouring_axes": "3",
    "contouring_rotary_axes": "0", "linear_axes": [
        {"axis": axis, "travel_mm": "700", "upr_um": "3", "positioning_accuracy_um": "12",
         "accuracy_standard": "ISO 230-2:1988"} for axis in "XY"
    ],
}


def _item(stated: Mapping[str, Any]) -> Item:
    node = nodes_of(dict(stated), where="an item", line=1)
    item = item_from_node(node)
    node.faults.check()
    return item


def _verdict(stated: Mapping[str, Any], entry: str, regime: str = "EU", as_of: date = DAY) -> str:
    found = classify(_item(stated), as_of=as_of, law=LAW, regimes=[regime])
    return find_answer(found, law=LAW, regime=regime, entry=entry).verdict.value


@pytest.mark.parametrize(("goods", "expected"), [(FINE, "met"), (COARSE, "not met"), (
    MILL | {"contouring_axes": "4", "contouring_rotary_axes": "1"}, "unknown",
)])
def test_technology_stands_as_the_goods_that_it_is_for_stand(goods: Mapping[str, Any], expected: str) -> None:
    assert _verdict({"item_type": "technology", "purpose": "production", "for_item": goods}, "2E002") == expected


def test_technology_for_one_purpose_is_not_under_an_entry_on_another() -> None:
    stated = {"item_type": "technology", "purpose": "development", "for_item": FINE}
    assert (_verdict(stated, "2E001"), _verdict(stated, "2E002")) == ("met", "not met")


def test_technology_for_several_goods_is_controlled_by_any_of_them() -> None:
    assert _verdict({"item_type": "technology", "purpose": "production", "for_item": [COARSE, FINE]}, "2E002") == "met"


def test_technology_for_software_for_goods_is_followed() -> None:
    software = {"item_type": "software", "purpose": "production", "for_item": FINE}
    assert _verdict({"item_type": "technology", "purpose": "development", "for_item": software}, "2E001") == "met"


def test_a_single_repair_leaves_open_whether_it_is_use() -> None:
    stated = {"item_type": "technology", "purpose": "repair", "for_entry": "EU 2B201"}
    assert _verdict(stated, "2E201") == "unknown"
    whole = ["operation", "installation", "maintenance", "repair", "overhaul", "refurbishing"]
    assert _verdict(stated | {"purpose": whole}, "2E201") == "met"


def test_an_entry_above_those_meant_leaves_open_which_paragraph_it_is() -> None:
    stated = {"item_type": "software", "purpose": "use", "for_entry": "EU 2A001"}
    assert _verdict(stated, "2D001.b") == "unknown"  # which names 2A001.c alone
    assert _verdict(stated | {"for_entry": "EU 2A001.c"}, "2D001.b") == "met"


def test_the_entry_of_one_list_says_nothing_under_another() -> None:
    stated = {"item_type": "technology", "purpose": "production", "for_entry": "EU 2B001"}
    assert (_verdict(stated, "2E002"), _verdict(stated, "2E002", "US")) == ("met", "unknown")


def test_goods_that_no_encoded_entry_speaks_of_leave_the_answer_open() -> None:
    item = {"item_type": "technology", "purpose": "production", "for_item": {"item_type": "crucible"}}
    assert _verdict(item, "6E002") == "unknown"


def test_between_two_texts_only_what_both_say_is_answered() -> None:
    stated = {"item_type": "software", "purpose": "production", "for_entry": "EU 2B006"}
    days = (date(2021, 10, 1), date(2023, 6, 1), DAY)
    assert [_verdict(stated, "2D001.a", as_of=day) for day in days] == ["not met", "unknown", "met"]
    same = stated | {"for_entry": "EU 2B001"}
    assert [_verdict(same, "2D001.a", as_of=day) for day in days] == ["met", "met", "met"]


def test_canada_asks_for_data_on_any_item_of_its_part() -> None:
    stated = {"item_type": "technology", "purpose": "maintenance", "for_item": FINE}
    assert _verdict(stated, "B.3.1", "CA", date(2026, 4, 1)) == "met"
    assert _verdict(stated | {"in_public_domain": "true"}, "B.3.1", "CA", date(2026, 4, 1)) == "not met"


def test_ranges_and_groups_of_entries_are_told_apart() -> None:
    serves = Serves(entries=("2B001 to 2B009", "1C", "3A001.b"), but=("1C990",))
    covered = ("2B001.b.2", "2B009", "1C202", "3A001.b.1")
    outside = ("2B201", "2A001", "1C990.a", "3A001.a.1", "3A001")
    assert all(serves.covers(entry) for entry in covered)
    assert not any(serves.covers(entry) for entry in outside)
    assert serves.may_cover("3A001")


def test_what_is_met_of_technology_alone_is_no_answer_for_all_of_it() -> None:
    stated = _item({"item_type": "technology", "purpose": "production", "for_item": COARSE})
    position = classify(stated, as_of=DAY, law=LAW, regimes=["EU"]).positions[0]
    assert position.position is ControlPosition.UNKNOWN
    assert "by what it is" in position.note
    assert any("General Technology Note" in note for note in position.general_notes)


def test_goods_are_asked_for_where_nobody_named_them() -> None:
    asked = what_to_ask(_item({"item_type": "technology", "purpose": "production"}), as_of=DAY, law=LAW, regimes=["EU"])
    assert [fact.fact for fact in asked[0].facts] == ["the goods that it is for"]


def test_a_missing_fact_of_the_goods_is_asked_for() -> None:
    axes = [{"axis": "X", "travel_mm": "700"}]
    goods = MILL | {"linear_axes": axes, "contouring_axes": "4", "contouring_rotary_axes": "1"}
    item = _item({"item_type": "technology", "purpose": "production", "for_item": goods})
    asked = what_to_ask(item, as_of=DAY, law=LAW, regimes=["EU"])
    assert any("repeatability" in fact.fact for inquiry in asked for fact in inquiry.facts)


@pytest.mark.parametrize("wrong", [{"for_entry": "2B001"}, {"for_item": [{"item_type": "mill"}]}])
def test_what_cannot_be_read_of_the_goods_is_a_fault(wrong: Mapping[str, Any]) -> None:
    with pytest.raises(InputError):
        _item({"item_type": "technology"} | dict(wrong))


def test_goods_of_goods_are_followed_only_so_far() -> None:
    stated: dict[str, Any] = {"item_type": "technology", "purpose": "development"}
    for _ in range(6):
        stated = {"item_type": "technology", "purpose": "development", "for_item": stated}
    with pytest.raises(InputError):
        _item(stated)


_FACTS = st.fixed_dictionaries({}, optional={
    "purpose": st.sampled_from(["development", "production", "use", "repair"]),
    "in_public_domain": st.sampled_from(["true", "false"]), "minimum_necessary": st.sampled_from(["true", "false"]),
    "required_technology": st.sampled_from(["true", "false"]),
    "for_entry": st.sampled_from(["EU 2B001", "EU 2A225", "EU 1C202"]),
})
_CLAIMED = {"in_public_domain": "false", "minimum_necessary": "false", "required_technology": "true"}


@given(some=_FACTS, more=_FACTS)
def test_a_further_fact_about_technology_never_flips_a_decided_answer(
    some: dict[str, str], more: dict[str, str]
) -> None:
    before = _CLAIMED | some | {"item_type": "technology"}
    after = more | before
    for entry in ("2E001", "2E002", "2E201", "1E001"):
        was = _verdict(before, entry)
        if was != Verdict.UNKNOWN.value:
            assert _verdict(after, entry) == was


def test_two_items_that_differ_only_by_their_goods_are_asked_apart() -> None:
    stated = {"item_type": "technology", "purpose": "production"}
    goods = ({"for_item": FINE}, {"for_item": COARSE}, {"for_entry": "EU 2B001"})
    assert len({list_asked(_item(stated | one)) for one in goods}) == 3

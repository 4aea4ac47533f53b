"""Reading flat items as people and programs write them: units, numbers, yes and no, functions. Items are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from enduse.knowledge.comparison_nodes import parse_standard, split_standard
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import parse_nodes
from enduse.model.item import Item, Quantity


def read(**keys: Any) -> tuple[Item, list[str]]:
    node = parse_nodes(json.dumps(keys), where="item.json")
    item = item_from_node(node)
    return item, [str(fault) for _, fault in node.faults.faults]


def read_axis(**keys: Any) -> tuple[list[str], list[str]]:
    item, faults = read(item_type="machine_tool", linear_axes=[{"axis": "X", **keys}])
    return [str(claim.value) for claim in item.parameters], faults


@pytest.mark.parametrize("value", [
    "0.8 um", "0.8 micron", "0.8 \u00b5m", "0.8 \u03bcm", "0,8", "0.8", 0.8, {"value": 0.8, "unit": "um"},
])
def test_a_unit_may_stand_in_the_name_and_once_more_in_the_value(value: object) -> None:
    assert read_axis(upr_um=value) == (["0.8 um (ISO 230-2:2014)"], [])


def test_two_units_that_differ_are_a_fault_that_names_both() -> None:
    values, faults = read_axis(upr_um="0.0008 mm")
    assert values == []
    assert "mm and um" in faults[0]


def test_a_value_may_be_a_list_of_two_ends_inside_a_mapping() -> None:
    assert read_axis(upr={"value": [0.7, 0.9], "unit": "um"}) == (["0.7 to 0.9 um (ISO 230-2:2014)"], [])


@pytest.mark.parametrize("silence", ["unknown", "n/a", "not stated", "?", None])
def test_words_that_state_nothing_are_silence(silence: object) -> None:
    assert read_axis(travel_mm=700, upr_um=silence) == (["700 mm"], [])
    assert read(item_type="machine_tool", nc_capable=silence)[0].parameters == ()
    assert read(item_type=silence)[0].kinds == ()


@pytest.mark.parametrize("stated,meant", [
    (True, True), ("yes", True), ("Y", True), (1, True), ("1", True), (False, False), ("No", False), (0, False),
])
def test_yes_and_no_are_read_as_people_write_them(stated: object, meant: bool) -> None:
    assert [claim.value for claim in read(item_type="machine_tool", nc_capable=stated)[0].parameters] == [meant]


@pytest.mark.parametrize("function,kinds", [
    ("Milling", ["milling"]), ("machining centre", ["milling"]), ("lathe", ["turning"]),
    ("turning and milling", ["turning", "milling"]), ("turning/grinding", ["turning", "grinding"]),
    ("mill-turn", ["mill_turn"]), ("wire EDM", ["edm_wire"]), ("sinker EDM", ["edm_non_wire"]),
    ("water jet", ["liquid_jet"]), ("jig borer", ["jig_boring"]), ("laser cutting", ["laser"]),
])
def test_a_function_is_known_by_its_everyday_names(function: str, kinds: list[str]) -> None:
    item, faults = read(item_type="machine_tool", function=function)
    assert faults == []
    assert list(item.kinds) == [f"machine_tool.{kind}" for kind in kinds]


def test_what_is_denied_leaves_the_other_kind_of_discharge_machine() -> None:
    assert read(item_type="machine_tool.edm", edm_non_wire=False)[0].kinds == ("machine_tool.edm_wire",)
    assert read(item_type="machine_tool.edm")[0].kinds == ("machine_tool.edm",)


def test_a_name_that_two_properties_share_is_told_by_the_unit_of_its_text() -> None:
    assert [c.name for c in read(item_type="frequency_changer", power="75 VA")[0].parameters] == ["apparent_power"]
    assert [c.name for c in read(item_type="frequency_changer", power="60 W")[0].parameters] == ["power"]


@pytest.mark.parametrize("text,power", [
    ("2 parts in 230", "115"), ("1 part in 115", "115"), ("better than 2 parts in 230", "above 115"),
])
def test_resolution_in_parts_is_a_resolving_power(text: str, power: str) -> None:
    item, faults = read(item_type="mass_spectrometer", resolution=text)
    assert faults == []
    assert [str(claim.value) for claim in item.parameters] == [power]


def test_a_formula_without_unit_is_in_the_unit_that_its_standard_prints() -> None:
    item, faults = read(item_type="cmm", E0_MPE_volumetric="1.5 + L/300")
    assert faults == []
    assert str(item.parameters[0].value).startswith("1.5 + L/300 um")
    assert "unit is missing" in read(item_type="cmm", E0_MPE_volumetric="1.5")[1][0]


def test_accuracy_of_rotary_axes_may_be_stated_of_the_machine_and_their_table_counts_them() -> None:
    item, faults = read(item_type="machine_tool", rotary_positioning_accuracy_deg=0.002)
    assert faults == []
    assert item.parameters[0].axis == "*"
    table = [{"axis": "A", "positioning_accuracy_arcsec": 5}, {"axis": "C", "positioning_accuracy_arcsec": 6}]
    counted = read(item_type="machine_tool", rotary_axes=table)[0].parameters[-1]
    assert (counted.name, counted.value) == ("rotary_axes", Quantity.exactly(2))
    more = read(item_type="machine_tool", rotary_axes=table, contouring_rotary_axes=3)[0]
    assert all(claim.name != "rotary_axes" for claim in more.parameters)


@pytest.mark.parametrize("text,standard", [
    ("ISO 230-2:2014", "ISO 230-2:2014"), ("iso 230-2 2014", "ISO 230-2:2014"), ("ISO 230/2 (1988)", "ISO 230-2:1988"),
    ("ISO 230-2:2014 clause 3.21 (smaller of both)", "ISO 230-2:2014"), ("ISO 230-2-1988", "ISO 230-2:1988"),
    ("ISO 230/2 (1988), all compensations available", "ISO 230-2:1988"), ("ASTM B330", "ASTM B330"),
    ("DIN EN ISO 10360-2:2010", "DIN EN ISO 10360-2:2010"),
])
def test_a_standard_is_read_with_its_edition(text: str, standard: str) -> None:
    assert str(parse_standard(text)) == standard


def test_a_standard_may_follow_its_value_without_brackets() -> None:
    assert split_standard("5 um per ISO 230-2:1988") == ("5 um", "ISO 230-2:1988")
    assert split_standard("5 um") == ("5 um", "")

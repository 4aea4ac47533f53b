"""Machine tools at the limits of the lists: bands, units, editions of a standard, notes. All are invented."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enduse.classification.findings import Appraiser
from enduse.classification.rulings import rule
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import parse_nodes
from enduse.model.determination import Ruling

DAY = date(2025, 12, 1)
BY_1988 = "ISO 230-2:1988"
BY_2006 = "ISO 230-2:2006"


def ask(entry: str, regime: str = "EU", day: date = DAY, **keys: Any) -> Ruling:
    told = {"item_type": "machine_tool", "nc_capable": True, "function": "milling", "contouring_axes": 5,
            "contouring_rotary_axes": 2, **keys}
    node = parse_nodes(json.dumps({name: value for name, value in told.items() if value != "-"}), where="item.json")
    item = item_from_node(node)
    node.faults.check()
    law = load_controls()
    return next(iter(rule(Appraiser(item, law).find(day, (regime,)), law=law, item=0, entries=(entry,))))


def x_axis(**keys: Any) -> list[dict[str, Any]]:
    return [{"axis": "X", **keys}]


def at_1988(accuracy: float, travel: float = 500) -> list[dict[str, Any]]:
    return x_axis(travel_mm=travel, upr_um=9, positioning_accuracy_um=accuracy, accuracy_standard=BY_1988)


@pytest.mark.parametrize("axis,entry,verdict,margin", [
    ({"travel_mm": 999.9, "upr_um": 0.9}, "2B001.b.2.a", "controlled", "0"),
    ({"travel_mm": 1000, "upr_um": 0.9}, "2B001.b.2.a", "not_controlled", None),
    ({"travel_mm": 1000, "upr_um": 1.4}, "2B001.b.2.b", "controlled", "0"),
    ({"travel_m": 4, "upr_um": 1.4}, "2B001.b.2.b", "not_controlled", None),
    ({"travel_m": 4, "upr_um": 6}, "2B001.b.2.c", "controlled", "0"),
    ({"travel_mm": 3999, "upr_um": 6}, "2B001.b.2", "not_controlled", "4.6"),
    ({"travel_in": 39.37, "upr_um": 0.95}, "2B001.b.2", "not_controlled", "0.05"),
    ({"travel_in": 39.38, "upr_um": 1.3}, "2B001.b.2", "controlled", "-0.1"),
    ({"travel_in": 20, "upr_in": 0.000036}, "2B001.b.2", "not_controlled", None),
    ({"travel_mm": 700, "upr_um": [0.8, 1.0]}, "2B001.b.2", "undetermined", None),
    ({"travel_mm": 700, "upr_um": "<= 0.9"}, "2B001.b.2", "controlled", "0"),
    ({"travel_mm": 700, "upr_um": "> 0.9"}, "2B001.b.2", "not_controlled", "0"),
    ({"travel_mm": [900, 1100], "upr_um": 1.2}, "2B001.b.2", "undetermined", None),
    ({"upr_um": 1.2}, "2B001.b.2", "undetermined", None),
    ({"upr_um": 7}, "2B001.b.2", "not_controlled", None),
    ({"travel_mm": 700, "upr_um": 0.8, "upr_standard": BY_2006}, "2B001.b.2", "undetermined", None),
])
def test_repeatability_counts_on_an_axis_of_its_length(
    axis: dict[str, Any], entry: str, verdict: str, margin: str | None
) -> None:
    found = ask(entry, linear_axes=x_axis(**axis))
    assert found.verdict == verdict
    assert margin is None or found.margin == Decimal(margin)


def test_what_is_denied_numerical_control_is_in_no_entry_and_contouring_implies_it() -> None:
    axes = x_axis(travel_mm=700, upr_um=0.8)
    assert ask("2B001.b.2", nc_capable=False, linear_axes=axes).verdict == "not_controlled"
    assert ask("2B201.a", nc_capable=False, linear_axes=axes).verdict == "not_controlled"
    assert ask("B.2.1.2", "CA", nc_capable=False, linear_axes=axes).verdict == "not_controlled"
    assert ask("2B001.b.2", nc_capable="-", linear_axes=axes).verdict == "controlled"
    no_axes = ask("2B001.b.2", nc_capable="-", contouring_axes="-", contouring_rotary_axes="-", linear_axes=axes)
    assert (no_axes.verdict, "numerical control possible" in no_axes.missing) == ("undetermined", True)


def test_no_more_axes_contour_than_any_control_of_the_maker_allows() -> None:
    found = ask("2B201.c", function="turning", contouring_axes="-", contouring_rotary_axes="-",
                contouring_axes_capable=1, max_machining_diameter_mm=300, linear_axes=at_1988(3))
    assert found.verdict == "not_controlled"


def test_three_linear_axes_and_a_rotary_one_that_contour_are_four_where_nobody_says_how_many_at_once() -> None:
    axes = x_axis(travel_mm=700, upr_um=0.8)
    counts: dict[str, Any] = {"contouring_linear_axes": 3, "contouring_rotary_axes": 1}
    assert ask("2B001.b.1", contouring_axes="-", linear_axes=axes, **counts).verdict == "controlled"
    assert ask("2B001.b.1", contouring_axes=3, linear_axes=axes, **counts).verdict == "not_controlled"
    assert ask("2B001.b.2", contouring_axes="-", linear_axes=axes, **counts).verdict == "not_controlled"


@pytest.mark.parametrize("rotary,verdict", [
    ({"rotary_axes": [{"axis": "A", "positioning_accuracy_arcsec": 10.7},
                      {"axis": "C", "positioning_accuracy_arcsec": 10.7}]}, "controlled"),
    ({"rotary_axes": [{"axis": "A", "positioning_accuracy_deg": 0.002},
                      {"axis": "C", "positioning_accuracy_arcsec": 10.8}]}, "not_controlled"),
    ({"rotary_axes": [{"axis": "A", "positioning_accuracy_deg": 0.002}]}, "undetermined"),
    ({"rotary_positioning_accuracy_deg": 0.0029}, "controlled"),
    ({"rotary_positioning_accuracy_deg": 0.003}, "not_controlled"),
    ({"rotary_positioning_accuracy_deg": 0.0029, "contouring_rotary_axes": 1}, "not_controlled"),
])
@pytest.mark.parametrize("function", ["laser", "machine_tool.beam_or_jet"])
def test_jets_and_beams_need_two_contouring_rotary_axes_of_three_thousandths_of_a_degree(
    rotary: dict[str, Any], verdict: str, function: str
) -> None:
    assert ask("2B001.e", function=function, **rotary).verdict == verdict


@pytest.mark.parametrize("keys,entry,verdict", [
    ({"special_purpose_limited_to": "dental prostheses"}, "2B001", "not_controlled"),
    ({"special_purpose_limited_to": "dental prostheses"}, "2B201.a", "controlled"),
    ({"special_purpose_limited_to": "gears"}, "2B201.a", "not_controlled"),
    ({"function": "turning", "bar_feed_only": True, "max_bar_diameter_mm": 42.1, "chuck_mountable": False},
     "2B001.a", "controlled"),
    ({"function": "turning", "bar_feed_only": True, "max_bar_diameter_in": 1.65, "chuck_mountable": False},
     "2B001.a", "not_controlled"),
    ({"function": "turning", "bar_feed_only": True, "max_bar_diameter_mm": 32}, "2B001.a", "undetermined"),
    ({"function": ["turning", "milling"], "bar_feed_only": True, "max_bar_diameter_mm": 32, "chuck_mountable": False},
     "2B001.b.2", "controlled"),
    ({"function": "grinding", "grinder_kind": "jig", "has_z_or_w_axis": False}, "2B001.c", "not_controlled"),
])
def test_notes_take_out_what_they_name_and_nothing_else(keys: dict[str, Any], entry: str, verdict: str) -> None:
    assert ask(entry, linear_axes=x_axis(travel_mm=700, upr_um=0.8), **keys).verdict == verdict


@pytest.mark.parametrize("axes,verdict", [
    (at_1988(31, 2500), "not_controlled"), (at_1988(30, 2500), "controlled"), (at_1988(31, 2000), "controlled"),
    (x_axis(travel_m=3, upr_um=9), "undetermined"),
    ([*at_1988(31, 1000), at_1988(31, 3000)[0] | {"axis": "Y"}], "controlled"),
])
def test_long_and_coarse_milling_machines_are_told_by_their_x_axis(axes: list[dict[str, Any]], verdict: str) -> None:
    assert ask("2B201.a", linear_axes=axes).verdict == verdict


@pytest.mark.parametrize("function,accuracy,entry,verdict,margin", [
    ("milling", 4.5, "2B201.b.1", "controlled", "0"), ("turning", 4.5, "2B201.a", "not_controlled", "0"),
    ("turning", 4.5, "2B991.c", "controlled", "-10.5"), ("grinding", 3, "2B201.c.1", "controlled", "0"),
    ("milling", 15, "2B991.c", "not_controlled", "0"), ("milling", 4, "2B991", "not_controlled", None),
])
def test_the_american_limits_stand_in_the_edition_of_2006_and_the_lower_tier_takes_the_rest(
    function: str, accuracy: float, entry: str, verdict: str, margin: str | None
) -> None:
    axes = x_axis(travel_mm=200, upr_um=2, positioning_accuracy_um=accuracy, accuracy_standard=BY_2006)
    found = ask(entry, "US", function=function, contouring_axes=3, contouring_rotary_axes=0, linear_axes=axes,
                max_machining_diameter_mm=300)
    assert found.verdict == verdict
    assert margin is None or found.margin == Decimal(margin)


@pytest.mark.parametrize("regime,day,entry,verdict", [
    ("EU", date(2009, 8, 26), "2B001", "undetermined"), ("EU", date(2021, 9, 8), "2B001.b.2", "undetermined"),
    ("EU", date(2021, 9, 9), "2B001.b.2", "controlled"), ("EU", date(2025, 11, 14), "2B001.b.2", "controlled"),
    ("CA", date(2010, 5, 12), "B.2.1.2", "undetermined"), ("CA-IR", date(2016, 2, 4), "Schedule 2", "undetermined"),
    ("CA-IR", date(2016, 2, 5), "Schedule 2 item 31", "controlled"),
])
def test_the_law_of_the_day_is_asked(regime: str, day: date, entry: str, verdict: str) -> None:
    assert ask(entry, regime, day, linear_axes=x_axis(travel_mm=700, upr_um=0.8)).verdict == verdict


def test_an_entry_is_found_in_whatever_letters_its_list_writes_it() -> None:
    axes = x_axis(travel_mm=700, upr_um=0.8)
    assert ask("2b001.B.2.A", linear_axes=axes).verdict == "controlled"
    assert ask("B.2.1.2.(a)(2)", "CA", linear_axes=axes).verdict == "controlled"
    assert ask("2B001.b.2.d", linear_axes=axes).missing == ("text of 2B001.b.2.d",)


def test_a_part_of_a_paragraph_that_is_asked_as_a_whole_is_never_controlled_by_itself() -> None:
    fine: dict[str, Any] = {"function": "fly_cutting", "spindle_run_out_um": 0.39, "spindle_camming_um": 0.39}
    met = ask("2B001.b.4.a", slide_angular_deviation_arcsec=1.9, **fine)
    assert (met.verdict, met.missing) == ("undetermined", ("text of 2B001.b.4.a",))
    assert "2B001.b.4, which is asked as a whole" in met.because
    assert ask("2B001.b.4.a", slide_angular_deviation_arcsec=2, **fine).verdict == "not_controlled"


def test_the_reason_of_what_is_met_is_what_the_paragraph_asks_beyond_its_entry() -> None:
    found = ask("2B201.a.2", linear_axes=x_axis(travel_mm=700, upr_um=9))
    assert found.because.endswith("rotary axes contouring 2, limit at least 2")

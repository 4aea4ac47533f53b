"""Reading item descriptions strictly: every claim with its line, every fault with a way out. Items are invented."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import InputError
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.measures import load_vocabulary
from enduse.knowledge.nodes import parse_nodes
from enduse.knowledge.quantities import QuantityError, parse_quantity
from enduse.model.evidence import CitationKind
from enduse.model.item import Item, Quantity

VOCABULARY = load_vocabulary()

WHOLE = """
item:
  description: "invented five-axis machine"
  kinds: ["machine_tool.milling"]
  maker: "Beispiel Werke"
  model: "BW-5"
  hs_code: "8457.10"
  origin: "TW"
  parameters: {contouring_axes: "5", numerical_control_capable: "true"}
  axes:
    - axis: "x"
      travel_length: "700 mm"
      unidirectional_positioning_repeatability: {value: "0.8", unit: "um", standard: "ISO 230/2 (2014)"}
"""


def read(text: str) -> tuple[Item, list[str]]:
    node = parse_nodes(text, where="order.yaml")
    item = item_from_node(node)
    return item, [str(fault) for _, fault in node.faults.faults]


def read_one(line: str) -> list[str]:
    return read(f"parameters: {{{line}}}")[1]


def test_a_whole_item_is_read_with_the_line_of_every_claim() -> None:
    item, faults = read(WHOLE)
    assert faults == []
    assert item.kinds == ("machine_tool.milling",)
    assert (item.origin, item.hs_code, item.complete_axes) == ("tw", "8457.10", True)
    repeatability = item.parameters[-1]
    assert repeatability.axis == "X"
    assert isinstance(repeatability.value, Quantity)
    assert str(repeatability.value) == "0.8 um (ISO 230-2:2014)"
    assert repeatability.citation is not None
    assert repeatability.citation.kind is CitationKind.ORDER
    assert repeatability.citation.place == "line 13"
    assert repeatability.citation.words == "0.8 um ISO 230/2 (2014)"


def test_an_axes_table_is_complete_unless_it_says_otherwise_and_silence_is_not() -> None:
    assert read('axes: [{axis: "X", travel_length: "1 m"}]')[0].complete_axes
    assert not read('{axes: [{axis: "X", travel_length: "1 m"}], complete_axes: "false"}')[0].complete_axes
    assert not read('parameters: {contouring_axes: "5"}')[0].complete_axes


def test_an_unknown_property_is_a_fault_that_names_the_near_ones() -> None:
    assert "Did you mean contouring_axes" in read_one('contouring_axis: "5"')[0]


def test_a_quantity_without_its_unit_is_a_fault() -> None:
    assert "unit is missing" in read_one('max_bar_diameter: "42"')[0]


def test_a_property_in_the_wrong_place_is_told_where_it_belongs() -> None:
    assert "belongs under axes" in read_one('travel_length: "1 m"')[0]
    assert "belongs under parameters" in read('axes: [{axis: "X", contouring_axes: "5"}]')[1][0]


def test_a_row_that_mixes_linear_and_rotary_values_is_a_fault() -> None:
    row = '{axis: "B", travel_length: "1 m", rotary_positioning_accuracy: "3 arcsec"}'
    assert "its own row" in read(f"axes: [{row}]")[1][0]


def test_a_value_with_its_standard_may_stand_in_one_text() -> None:
    item, faults = read('axes: [{axis: "X", positioning_accuracy: "at most 5 um (ISO 230-2:1988)"}]')
    assert faults == []
    assert str(item.parameters[0].value) == "at most 5 um (ISO 230-2:1988)"
    assert "not a test standard" in read('axes: [{axis: "X", positioning_accuracy: "5 um (house rule)"}]')[1][0]


def test_an_empty_value_is_a_fault() -> None:
    assert "is missing" in read_one('max_bar_diameter: ""')[0]
    assert "is missing" in read_one('max_bar_diameter: {unit: "mm"}')[0]


def test_several_values_under_one_name_are_so_many_claims() -> None:
    item, faults = read('parameters: {contouring_axes: ["5", "4"]}')
    assert faults == []
    assert [str(c.value) for c in item.parameters] == ["5", "4"]


def test_all_faults_of_one_item_are_told_together() -> None:
    wrong = 'parameters: {max_bar_diameter: "42", bar_feed_only: "maybe"}'
    text = f'kinds: ["machine_tool.miling"]\n{wrong}\ncolour: "red"\n'
    node = parse_nodes(text, where="order.yaml")
    item_from_node(node)
    with pytest.raises(InputError) as caught:
        node.faults.check()
    assert len(caught.value.faults) == 4


def test_a_standard_that_is_none_is_a_fault_and_a_missing_one_is_not() -> None:
    claim = '{axis: "X", positioning_accuracy: {value: "5", unit: "um", standard: "as measured"}}'
    assert "not a test standard" in read(f"axes: [{claim}]")[1][0]
    item, faults = read('axes: [{axis: "X", positioning_accuracy: "5 um"}]')
    assert faults == []
    assert isinstance(item.parameters[0].value, Quantity)
    assert item.parameters[0].value.standard is None


@pytest.mark.parametrize("text,low,high,low_open,high_open,unit", [
    ("0.8 um", "0.8", "0.8", False, False, "um"),
    ("0.8um", "0.8", "0.8", False, False, "um"),
    ("0.8 µm", "0.8", "0.8", False, False, "um"),
    ("at most 0.8 um", None, "0.8", False, False, "um"),
    ("up to 0.8 micron", None, "0.8", False, False, "um"),
    ("<= 0.8 um", None, "0.8", False, False, "um"),
    ("below 0.8 um", None, "0.8", False, True, "um"),
    ("at least 2 m", "2", None, False, False, "m"),
    ("over 2 m", "2", None, True, False, "m"),
    ("0.7 to 0.9 um", "0.7", "0.9", False, False, "um"),
    ("0.7 um to 0.9 um", "0.7", "0.9", False, False, "um"),
    ("0.7-0.9 um", "0.7", "0.9", False, False, "um"),
    ("from 0.7 to 0.9 um", "0.7", "0.9", False, False, "um"),
    ("  12   in ", "12", "12", False, False, "in"),
    ("0,8 um", "0.8", "0.8", False, False, "um"),
    ("0,0004 mm", "0.0004", "0.0004", False, False, "mm"),
    ("1 500 mm", "1500", "1500", False, False, "mm"),
    ("1,500.5 mm", "1500.5", "1500.5", False, False, "mm"),
    ("1.500,5 mm", "1500.5", "1500.5", False, False, "mm"),
    ("0.8 um max", None, "0.8", False, False, "um"),
    ("5 mm or more", "5", None, False, False, "mm"),
    ("DN 25", "25", "25", False, False, "mm"),
    ("0.00039600000000000003 mm", "0.00039600000000000003", "0.00039600000000000003", False, False, "mm"),
])
def test_a_quantity_is_read_as_people_write_it(
    text: str, low: str | None, high: str | None, low_open: bool, high_open: bool, unit: str
) -> None:
    found = parse_quantity(text, dimension="length", vocabulary=VOCABULARY)
    assert (found.low, found.high) == (low and Decimal(low), high and Decimal(high))
    assert (found.low_is_open, found.high_is_open, found.unit) == (low_open, high_open, unit)


def test_a_count_needs_no_unit() -> None:
    assert parse_quantity("up to 5", dimension="count", vocabulary=VOCABULARY).high == 5
    assert parse_quantity("5 axes", dimension="count", vocabulary=VOCABULARY).unit == "1"


@pytest.mark.parametrize("text,reason", [
    ("1,500 um", "comma"), ("-0.8 um", "negative"), ("±3 um", "band"), ("+/- 3 um", "band"), ("0.8", "unit is missing"),
    ("0.8 furlong", "not known"),
    ("0.8 deg", "does not measure"), ("0.9 to 0.7 um", "from high to low"), ("about five", "not a quantity"),
    ("0.7 mm to 0.9 um", "more than one unit"), ("", "not a quantity"), ("1" * 90 + " um", "longer"),
    ("1e um", "not known"), ("NaN um", "not a quantity"), ("at most 1 to 2 um", "both a bound"),
])
def test_what_is_not_a_quantity_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(QuantityError, match=reason):
        parse_quantity(text, dimension="length", vocabulary=VOCABULARY)


@given(st.text(max_size=200))
def test_any_text_is_a_quantity_or_refused(text: str) -> None:
    with contextlib.suppress(QuantityError):
        parse_quantity(text, dimension="length", vocabulary=VOCABULARY)


@given(st.decimals(min_value=0, max_value=10**6, places=4), st.sampled_from(["um", "mm", "m", "in"]))
def test_a_number_survives_reading(value: Decimal, unit: str) -> None:
    assert parse_quantity(f"{value} {unit}", dimension="length", vocabulary=VOCABULARY).low == value

"""Bands, formulas of length, several words and computed quantities, each at its boundary. Items are invented."""

from __future__ import annotations

import pytest

from enduse.classification.facts import Facts
from enduse.classification.judging import Judge
from enduse.knowledge.condition_nodes import ConditionReader
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.measures import load_vocabulary
from enduse.knowledge.nodes import parse_nodes

VOCABULARY = load_vocabulary()


def decide(condition: str, item: str) -> tuple[str, str]:
    """Return the verdict and the margin with its unit."""
    asked, stated = parse_nodes(condition, where="condition"), parse_nodes(item, where="item")
    found = ConditionReader({}, VOCABULARY).read(asked)
    asked.faults.check()
    described = item_from_node(stated)
    stated.faults.check()
    judged = Judge(Facts(described, VOCABULARY)).decide(found).result
    margin = "" if judged.margin is None else f"{judged.margin} {judged.margin_unit}"
    return judged.answer.verdict.value, margin


@pytest.mark.parametrize("stated,verdict,margin", [
    ("[0, 1000]", "met", "-400 Hz"), ("[0, 600]", "met", "0 Hz"), ("[0, 599]", "not met", "1 Hz"),
    ("[2001, 3000]", "not met", "1 Hz"), ("800", "met", "-200 Hz"), ('"up to 500 Hz"', "not met", "100 Hz"),
    ('"up to 900 Hz"', "unknown", ""),
])
def test_a_capability_range_overlaps_a_band(stated: str, verdict: str, margin: str) -> None:
    condition = '{property: operating_frequency, overlaps: ["600", "2000"], unit: "Hz"}'
    assert decide(condition, f"{{operating_frequency_Hz: {stated}}}") == (verdict, margin)


@pytest.mark.parametrize("how,stated,verdict", [
    ('covers: ["10", "20"]', "[10, 20]", "met"), ('covers: ["10", "20"]', "[10, 19.9]", "not met"),
    ('within: ["10", "20"]', "[10, 20]", "met"), ('within: ["10", "20"]', "[9.9, 20]", "not met"),
    ('overlaps_exclusive: ["10", "20"]', "[20, 30]", "not met"), ('overlaps: ["10", "20"]', "[20, 30]", "met"),
    ('reaches_at_least: "30"', "[20, 30]", "met"), ('reaches_above: "30"', "[20, 30]", "not met"),
    ('reaches_below: "20"', "[20, 30]", "not met"), ('reaches_at_most: "20"', "[20, 30]", "met"),
])
def test_the_ends_of_a_band_count_as_it_says(how: str, stated: str, verdict: str) -> None:
    condition = f'{{property: operating_frequency, {how}, unit: "Hz"}}'
    assert decide(condition, f"{{operating_frequency_Hz: {stated}}}")[0] == verdict


@pytest.mark.parametrize("how,stated,verdict", [
    ('between: ["75", "400"]', "75", "met"), ('between_exclusive: ["75", "400"]', "75", "not met"),
    ('outside: ["75", "400"]', "75", "met"), ('outside: ["75", "400"]', "76", "not met"),
    ('equals: "75"', "75", "met"), ('equals: "75"', "[74, 76]", "unknown"),
    ('between: ["75", "400"]', "[80, 90]", "met"),
])
def test_a_quantity_lies_in_a_band(how: str, stated: str, verdict: str) -> None:
    condition = f'{{property: max_bore_depth, {how}, unit: "mm"}}'
    assert decide(condition, f"{{max_bore_depth_mm: {stated}}}")[0] == verdict


def formula(at: str) -> str:
    return (f'{{property: E0_MPE_volumetric, at_most: "1.7 + L/1000", unit: "um", length: "travel_length", at: "{at}"}}'
            .replace("travel_length", "max_workpiece_length"))


@pytest.mark.parametrize("at,stated,length,verdict", [
    ("some", "1.5 + L/300", "600", "met"),  # better where L is short
    ("every", "1.5 + L/300", "600", "not met"), ("every", "1.5 + L/300", "80", "met"),
    ("some", "2.0 + L/2000", "500", "not met"), ("some", "2.0 + L/2000", "600", "met"),
    ("some", "2.0 + L/300", "900", "not met"), ("every", "1.7 + L/1000", "900", "met"),
])
def test_a_formula_is_held_against_a_formula_over_all_lengths(at: str, stated: str, length: str, verdict: str) -> None:
    item = f'{{E0_MPE_volumetric_um: "{stated}", max_workpiece_length_mm: {length}}}'
    assert decide(formula(at), item)[0] == verdict


def test_a_formula_that_needs_a_length_nobody_stated_is_open() -> None:
    assert decide(formula("some"), '{E0_MPE_volumetric_um: "2.0 + L/2000"}')[0] == "unknown"


@pytest.mark.parametrize("density,verdict", [("2", "met"), ("2.1", "not met"), ('"1.9 to 2.1 g/cm3"', "unknown")])
def test_a_quantity_nobody_stated_is_computed(density: str, verdict: str) -> None:
    # 196.133 GPa over 2 g/cm3 and 9.80665 m/s2 are 10,000,000 m.
    key = "density" if '"' in density else "density_g_cm3"
    condition = '{property: specific_modulus, at_least: "10000000", unit: "m"}'
    assert decide(condition, f"{{modulus_GPa: 196.133, {key}: {density}}}")[0] == verdict


def test_a_stated_value_goes_before_a_computed_one() -> None:
    condition = '{property: specific_modulus, at_least: "10000000", unit: "m"}'
    item = "{modulus_GPa: 196.133, density_g_cm3: 2, specific_modulus_m: 9000000}"
    assert decide(condition, item) == ("not met", "1000000 m")


def test_temperatures_are_compared_on_their_own_zero() -> None:
    temperature = next(p.name for p in VOCABULARY.properties.values()
                       if p.dimension == "temperature" and p.type == "quantity")
    condition = f'{{property: {temperature}, at_least: "0", unit: "degC"}}'
    assert decide(condition, f"{{{temperature}_degF: 32}}")[0] == "met"
    assert decide(condition, f"{{{temperature}_K: 273.14}}")[0] == "not met"


def test_what_is_not_encoded_is_never_decided() -> None:
    assert decide('{unread: "whether it is new"}', "{}")[0] == "unknown"

"""Comparing a party with a record (everything invented)."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.resolution.parties import compare_likely, compare_party

PARTY = Party(name="Velko Tarnov", kind="Person")


def entity(schema: str = "Person", /, **properties: tuple[str, ...]) -> Entity:
    properties = {"name": ("Velko Simov Tarnov",), **properties}
    return Entity(id="x-1", schema=schema, caption=properties["name"][0], properties=tuple(sorted(properties.items())),
                  sources=("demo",))


PARTIES = st.builds(
    Party, name=st.sampled_from(["Velko Tarnov", "Norvik GmbH", "", "Tarnov Velko Simov"]),
    aliases=st.lists(st.sampled_from(["Darko", "Velmar"]), max_size=2).map(tuple),
    kind=st.sampled_from(["Person", "Company", "LegalEntity", "Vessel"]), country=st.sampled_from(["", "bg", "tr"]),
    birth_date=st.sampled_from(["", "1962", "1962-03-04", "soon"]),
    identifiers=st.lists(st.sampled_from([("taxNumber", "4711-22"), ("imoNumber", "9990001")]), max_size=2).map(tuple),
    address=st.sampled_from(["", "12 Rosen Street, Karasun"]),
)
ENTITIES = st.builds(
    lambda schema, *rest: entity(schema, **{key: value for part in rest for key, value in part.items()}),
    st.sampled_from(["Person", "Company", "LegalEntity", "Vessel"]),
    st.sampled_from([{}, {"country": ("bg",)}, {"nationality": ("tr", "bg")}]),
    st.sampled_from([{}, {"birthDate": ("1962",)}, {"birthDate": ("1961-03-04", "1980")}]),
    st.sampled_from([{}, {"taxNumber": ("471122",)}, {"imoNumber": ("9990002",)}]),
    st.sampled_from([
        {}, {"alias": ("Norvik AG",), "weakAlias": ("Darko",)}, {"address": ("Rosen Street 12 Karasun",)},
    ]),
)


@settings(max_examples=200, deadline=None)
@given(PARTIES, ENTITIES)
def test_the_weights_of_the_reasons_add_up_to_the_score(party: Party, other: Entity) -> None:
    comparison = compare_party(party, other)
    assert 0 <= comparison.score <= 1
    assert math.isclose(sum(reason.weight for reason in comparison.reasons), comparison.score, abs_tol=1e-9)


@settings(max_examples=300, deadline=None)
@given(PARTIES, ENTITIES, st.floats(0, 1))
def test_a_likely_party_is_told_as_any_other_and_an_unlikely_one_not_at_all(
    party: Party, other: Entity, threshold: float
) -> None:
    comparison = compare_party(party, other)
    found = compare_likely(party, other, threshold=threshold)
    assert found == (comparison if comparison.score >= threshold else None)


def test_a_name_in_another_script_counts_where_it_led_to_the_record_or_stands_alone() -> None:
    asked, native = Party(name="Velko Tarnov", kind="Person"), "Велко Тарнов"
    alone, beside = entity(name=(native,)), entity(name=("Ruben Ostrik", native))
    assert compare_likely(asked, alone, threshold=0.7) == compare_party(asked, alone)
    assert compare_likely(asked, beside, threshold=0.7, led_by=frozenset({native})) == compare_party(asked, beside)
    assert compare_likely(asked, beside, threshold=0.7, led_by=frozenset({"Ruben Ostrik"})) is None


def test_a_name_in_another_script_that_led_there_lets_the_one_in_the_same_script_speak() -> None:
    asked, native = Party(name="Kuemko Okayma", kind="Person"), "久米子岡山"
    beside = entity(name=("Kumeko Okayama", native))
    assert compare_likely(asked, beside, threshold=0.7, led_by=frozenset({native})) == compare_party(asked, beside)


@pytest.mark.parametrize(("more", "values"), [
    ({"birth_date": "1962-03-04"}, {"birthDate": ("1962-03-04",)}),
    ({"birth_date": "1962-03-04"}, {"birthDate": ("1962",)}),
    ({"country": "bg"}, {"country": ("bg",)}),
    ({"address": "12 Rosen Street, Karasun"}, {"address": ("Rosen Street 12, Karasun",)}),
    ({"identifiers": (("passportNumber", "AB-12345"),)}, {"passportNumber": ("AB 12345",)}),
    ({"identifiers": (("idNumber", "AB-12345"),)}, {"passportNumber": ("AB 12345",)}),
])
def test_agreement_raises_the_score_and_is_a_reason(
    more: dict[str, object], values: dict[str, tuple[str, ...]]
) -> None:
    silent = compare_party(PARTY, entity())
    agreeing = compare_party(replace(PARTY, **more), entity(**values))  # type: ignore[arg-type]
    assert agreeing.score > silent.score
    assert len(agreeing.reasons) > len(silent.reasons)


@pytest.mark.parametrize(("more", "schema", "values"), [
    ({"birth_date": "1962-03-04"}, "Person", {"birthDate": ("1985",)}),
    ({"country": "bg"}, "Person", {"country": ("tr",)}),
    ({}, "Company", {}),
    ({"identifiers": (("imoNumber", "9990014"),), "kind": "Vessel"}, "Vessel", {"imoNumber": ("9990002",)}),
])
def test_contradiction_lowers_the_score(
    more: dict[str, object], schema: str, values: dict[str, tuple[str, ...]]
) -> None:
    asked = replace(PARTY, **more)  # type: ignore[arg-type]
    assert compare_party(asked, entity(schema, **values)).score < compare_party(PARTY, entity()).score


def test_what_only_one_side_states_says_nothing() -> None:
    asked = replace(PARTY, country="bg", birth_date="1962", address="12 Rosen Street, Karasun")
    assert compare_party(asked, entity()).score == compare_party(PARTY, entity()).score


def test_the_same_passport_stands_even_under_another_name() -> None:
    asked = Party(name="Darko Melin", kind="Person", identifiers=(("passportNumber", "AB12345"),))
    assert compare_party(asked, entity(passportNumber=("ab 123-45",))).score > 0.9


def test_country_and_date_lift_nothing_whose_name_is_another() -> None:
    asked = Party(name="Darko Melin", kind="Person", country="bg", birth_date="1962-03-04")
    assert compare_party(asked, entity(country=("bg",), birthDate=("1962-03-04",))).score < 0.3


def test_a_weak_alias_is_worth_less_and_says_so() -> None:
    strong = compare_party(Party(name="Karasun"), entity(alias=("Karasun",)))
    weak = compare_party(Party(name="Karasun"), entity(weakAlias=("Karasun",)))
    assert weak.score < strong.score
    assert any("weak alias" in reason.text for reason in weak.reasons)

"""What names that are near say against one party. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.screening import Entity
from enduse.names.aligning import align_names
from enduse.names.tokens import Kind
from enduse.resolution.contradicting import find_contradiction
from enduse.resolution.parties import compare_entities

HOUSE = (("address", "12 Harbour Road, Karasun"), ("phone", "+44 20 5550 0142"), ("website", "karasun.example"))
WORDS = (
    "Velkorin", "Tarnov", "Trading", "Shipping", "Electronics", "Oliver", "Olivia", "Anna", "II", "Ltd", "GmbH", "of",
    "Jr", "Sr", "A", "K", "III",
)


def record(name: str, schema: str, *facts: tuple[str, str]) -> Entity:
    properties = tuple((prop, (value,)) for prop, value in sorted([("name", name), *facts]))
    return Entity(id=name, schema=schema, caption=name, properties=properties, sources=("list",))


def contradiction(left: str, right: str, kind: Kind, *, is_craft: bool = False) -> str:
    return find_contradiction(align_names(left, right, kind), kind, is_craft=is_craft)


@pytest.mark.parametrize(("left", "right", "kind", "is_craft", "found"), [
    ("Velkorin Trading Ltd", "Velkorin Shipping Ltd", "organisation", False, "trade"),
    ("Velkorin Trading Ltd", "Velkorin Trading GmbH", "organisation", False, ""),
    ("Velkorin Trading Ltd", "Velkorin Ltd", "organisation", False, ""),
    ("Trading Services", "Shipping Services", "organisation", False, ""),
    ("Velkorin Star", "Velkorin Star II", "organisation", True, "number"),
    ("Velkorin Star 2", "Velkorin Star II", "organisation", True, ""),
    ("Velkorin Star", "Velkorin Star II", "organisation", False, ""),
    ("Velkorin Capital Fund", "Velkorin Capital Fund I", "organisation", False, "number"),
    ("Anna Velkorin", "Boris Velkorin", "person", False, "given"),
    ("Robert Velkorin", "Bob Velkorin", "person", False, ""),
    ("Robert Velkorin Jr", "Robert Velkorin, Sr", "person", False, "generation"),
    ("Robert Velkorin III", "Robert Velkorin Junior", "person", False, "generation"),
    ("Robert Velkorin Jr", "Robert Velkorin II", "person", False, ""),
    ("Robert Velkorin Jr", "Robert Velkorin", "person", False, ""),
    ("Sr Robert Velkorin", "Robert Velkorin Jr", "person", False, ""),
    ("A. K. Velkorin", "Karim A. Velkorin", "person", False, "given"),
    ("A. K. Velkorin", "Velkorin, Abdel K.", "person", False, ""),
    ("Velkorin Gen Trading", "Velkorin Shipping", "organisation", False, "words"),
    ("Velkorin Trading 17", "Velkorin Trading 71", "organisation", False, "words"),
    ("Robert Velkorin", "Robert James Velkorin", "person", False, ""),
])
def test_names_contradict_in_the_word_that_tells_parties_apart(
    left: str, right: str, kind: Kind, is_craft: bool, found: str
) -> None:
    assert contradiction(left, right, kind, is_craft=is_craft) == found


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=4), st.lists(st.sampled_from(WORDS), max_size=4), st.booleans(),
       st.sampled_from(("person", "organisation", "unknown")))
def test_it_is_the_same_whichever_name_is_left(one: list[str], other: list[str], is_craft: bool, kind: Kind) -> None:
    left, right = " ".join(one), " ".join(other)
    assert contradiction(left, right, kind, is_craft=is_craft) == contradiction(right, left, kind, is_craft=is_craft)
    assert contradiction(left, left, kind, is_craft=is_craft) == ""


def test_a_house_in_common_speaks_for_nothing_where_trades_contradict() -> None:
    one, other = (record(f"Velkorin {trade}", "Company", *HOUSE) for trade in ("Trading Ltd", "Shipping"))
    apart = compare_entities(one, other)
    bare = compare_entities(record("Velkorin Trading Ltd", "Company"), record("Velkorin Shipping", "Company"))
    same = compare_entities(record("Velkorin Trading Ltd", "Company", *HOUSE), record("Velkorin", "Company", *HOUSE))
    assert apart.score == bare.score < 0.6 < 0.9 < same.score
    assert "each name has another word of trade" in [reason.text for reason in apart.reasons]


def test_a_number_of_a_register_in_common_stands_whatever_the_trades() -> None:
    number = ("leiCode", "5493001KJTIIGC8Y1R12")
    one, other = (record(f"Velkorin {trade}", "Company", number) for trade in ("Trading", "Shipping"))
    assert compare_entities(one, other).score > 0.9


def test_a_ship_with_a_number_is_another_ship() -> None:
    assert compare_entities(record("Velkorin Star", "Vessel"), record("Velkorin Star II", "Vessel")).score < 0.3
    assert compare_entities(record("Velkorin Star 2", "Vessel"), record("Velkorin Star II", "Vessel")).score > 0.8

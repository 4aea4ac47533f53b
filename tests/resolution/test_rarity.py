"""How much the words say that two persons' names have in common (names invented)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.resolution.parties import compare_party
from enduse.resolution.rarity import share_of_names
from enduse.resolution.weights import load_weights

LAW = load_weights().rarity
WORDS = ["Ali", "Hasan", "Mohammed", "Muhammad", "Velko", "Tarnov", "Tarnow", "Ostrik", "al", "J.", "Smith", "Dr."]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def share(left: str, right: str) -> float:
    return share_of_names(left, right, "person", LAW)


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_the_share_is_the_same_whichever_name_is_left_and_lies_within_its_bounds(left: str, right: str) -> None:
    assert share(left, right) == share(right, left)
    assert LAW.least <= share(left, right) <= 1


def test_two_rare_words_count_in_full_and_two_common_ones_beside_a_third_do_not() -> None:
    assert share("Velko Tarnov", "Velko Tarnov") == 1
    assert share("Velko Tarnov", "Velko Simov Tarnov") == 1
    assert share("Hasan Ali", "Hasan Ali Ostrik") < 0.6


def test_a_slip_among_rare_words_counts_in_full_and_with_a_word_missing_less() -> None:
    assert share("Velko Tarnov", "Velko Tarnow") == 1
    assert share("Ali Tarnov", "Ali Tarnow Ostrik") < share("Ali Tarnov", "Ali Tarnow")


def test_names_of_firms_are_not_judged_so() -> None:
    assert share_of_names("Hasan Ali", "Hasan Ali Ostrik", "organisation", LAW) == 1


@settings(max_examples=100, deadline=None)
@given(st.floats(-4, 4), st.floats(0.25, 1), st.floats(-4, 4))
def test_stronger_names_stay_stronger_whatever_the_share(strength: float, part: float, other: float) -> None:
    low, high = sorted((strength, other))
    assert low + LAW.loss(low, part) <= high + LAW.loss(high, part) + 1e-12
    assert LAW.loss(strength, part) <= 0


def test_a_stranger_with_two_common_names_is_told_lower_than_one_with_rare_ones() -> None:
    def told(mine: str, theirs: str) -> float:
        entity = Entity(id="x", schema="Person", caption=theirs, properties=(("name", (theirs,)),), sources=("demo",))
        return compare_party(Party(name=mine, kind="Person"), entity).score

    assert told("Hasan Ali", "Hasan Ali Ostrik") < 0.7 < told("Velko Tarnov", "Velko Tarnov Ostrik")


def test_an_initial_for_a_given_name_lets_a_family_name_count_for_less() -> None:
    assert share("J. Tarnov", "Jakob Tarnov") < share("Jacob Tarnov", "Jakob Tarnov") == 1

"""Endings that many names share (all names invented)."""

from __future__ import annotations

import pytest

from enduse.names.comparing import compare_names
from enduse.names.endings import ending_of, name_endings


def test_an_ending_is_found_where_letters_enough_stand_before_it() -> None:
    found = ending_of("velkoyevich")
    assert found is not None
    assert (found.letters, found.is_patronymic) == ("yevich", True)
    assert ending_of("evich") is None
    assert ending_of("norvik") is None


def test_endings_come_the_longest_first_and_are_plain_letters() -> None:
    letters = [ending.letters for ending in name_endings()]
    assert letters == sorted(letters, key=lambda ending: (-len(ending), ending))
    assert all(ending.isascii() and ending.isalpha() for ending in letters)


@pytest.mark.parametrize(("one", "other"), [
    ("Karimullah", "Zobulullah"), ("Tarnozai", "Velkezai"), ("Velksdottir", "Telasdottir"),
    ("Hamrazadeh", "Samdazadeh"), ("Norvullah", "Karvollah"),
])
def test_an_ending_in_common_makes_no_likeness(one: str, other: str) -> None:
    assert compare_names(f"Velko {one}", f"Velko {other}", kind="person").score < 0.6


@pytest.mark.parametrize(("one", "other"), [
    ("Karimullah", "Qareemollah"), ("Tarnozai", "Tarnozay"), ("Hamrazadeh", "Hamrazada"),
    ("Velkashvili", "Velkoshvili"),
])
def test_spellings_of_one_name_with_such_an_ending_stay_alike(one: str, other: str) -> None:
    assert compare_names(f"Velko {one}", f"Velko {other}", kind="person").score > 0.85


def test_a_fathers_name_is_not_the_childs() -> None:
    father = compare_names("Velkomir Tarnov", "Darko Velkomirovich Tarnov", kind="person").score
    child = compare_names("Velkomir Tarnov", "Velkomir Darkovich Tarnov", kind="person").score
    assert father < 0.6 < child


def test_fathers_names_in_two_spellings_answer_each_other() -> None:
    assert compare_names("Darko Velkomirovich Tarnov", "Darko Vialkamiravich Tarnov", kind="person").score > 0.9


def test_slips_in_the_ending_leave_a_fathers_name_what_it_is() -> None:
    assert compare_names("Darko Velkomirovich Tarnov", "Darko Velkomirvcih Tarnov", kind="person").score > 0.85
    assert compare_names("Darko Velkomirovich Tarnov", "Darko Velkomirov Tarnov", kind="person").score < 0.5

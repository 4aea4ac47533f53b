"""Given names and their forms."""

from __future__ import annotations

import pytest

from enduse.knowledge.shelf import open_knowledge
from enduse.names.comparing import compare_names
from enduse.names.given_names import given_commonness, given_initials, given_likeness, is_given_name

_CASES = [
    (case.get("left").text(), case.get("right").text(), case.get("expect").text())
    for case in open_knowledge("lexicons/given_names.yaml").get("cases").items()
]


@pytest.mark.parametrize(("left", "right", "expect"), _CASES)
def test_the_cases_of_the_table_hold(left: str, right: str, expect: str) -> None:
    worth = given_likeness(left, right)
    assert worth == given_likeness(right, left)
    if expect == "different":
        assert worth == 0.0
    else:
        assert worth == pytest.approx(0.84 if expect == "kin" else 0.9)


def test_each_spelling_is_worth_more_than_a_short_form_and_that_more_than_another_language() -> None:
    assert given_likeness("jon", "john") > given_likeness("bill", "william") > given_likeness("juan", "john") > 0


def test_a_letter_may_stand_for_the_name_its_spellings_and_short_forms() -> None:
    assert {"b", "w"} <= given_initials("bill")
    assert {"b", "r"} <= given_initials("robert")
    assert "j" in given_initials("john")
    assert "i" not in given_initials("john"), "Ivan is what John is called elsewhere"
    assert not given_initials("quxolvar")


def test_a_rare_spelling_is_as_common_as_its_name() -> None:
    assert given_commonness("mouhamed") == given_commonness("muhammad") > given_commonness("quxolvar") == 0
    assert not is_given_name("quxolvar")


def test_a_known_name_in_hebrew_or_arabic_letters_answers_no_other_known_name() -> None:
    for native, own, other in (
        ("حسين ترنوفل", "Hussein Tarnovel", "Hassan Tarnovel"),
        ("محمود ترنوفل", "Mahmoud Tarnovel", "Mohammed Tarnovel"),
        ("שמעון טרנוול", "Shimon Tarnovel", "Shmuel Tarnovel"),
    ):
        assert compare_names(native, own, kind="person").score > 0.8, own
        assert compare_names(native, other, kind="person").score < compare_names(native, own, kind="person").score - 0.3

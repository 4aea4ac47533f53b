"""Numbers in names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name
from enduse.names.numbers import read_number


def _read(text: str) -> str:
    words = fold_name(text).split()
    size, number = read_number(words, 0)
    assert size == len(words)
    return number


_CASES = [
    (case.get("left").text(), case.get("right").text())
    for case in open_knowledge("lexicons/numbers.yaml").get("cases").items()
]


@pytest.mark.parametrize(("left", "right"), _CASES)
def test_the_cases_of_the_table_hold(left: str, right: str) -> None:
    assert _read(left) == _read(right)


@pytest.mark.parametrize(("text", "number"), [
    ("forty-four", "44"), ("fourty 4", "44"), ("1st", "1"), ("007", "7"), ("XIV", "14"), ("viii", "8"), ("ix", "9"),
    ("Zweite", "2"), ("23rd", "23"), ("Первый", "1"),
])
def test_a_number_is_read_in_digits(text: str, number: str) -> None:
    assert _read(text) == number


@pytest.mark.parametrize("word", ["velmar", "iiii", "xc", "vivo", "mix", "i", "a", "x"])
def test_what_is_no_number_is_left_alone(word: str) -> None:
    assert read_number([word], 0) == (0, "")


def test_a_single_letter_is_a_numeral_only_at_the_end() -> None:
    assert read_number(["velmar", "v"], 1, is_last=True) == (1, "5")
    assert read_number(["velmar", "v"], 1) == (0, "")


@given(st.integers(0, 10**9))
def test_digits_are_themselves(number: int) -> None:
    assert read_number([str(number)], 0) == (1, str(number))

"""Korean names in Latin letters (all names invented)."""

from __future__ import annotations

import pytest

from enduse.names.comparing import compare_names
from enduse.names.korean import could_be_korean, syllable_key


@pytest.mark.parametrize(("left", "right"), [
    ("chong", "jeong"), ("paek", "baek"), ("park", "pak"), ("ri", "yi"), ("ryong", "yong"), ("hyok", "hyeok"),
    ("kil", "gil"), ("chol", "cheol"), ("taek", "daek"), ("lim", "im"), ("young", "yong"),
])
def test_two_spellings_of_one_syllable_have_one_key(left: str, right: str) -> None:
    assert syllable_key(left) == syllable_key(right) != ""


@pytest.mark.parametrize("word", ["velmar", "zhang", "xi", "norvik", "christopher", ""])
def test_what_cannot_be_korean_has_no_key(word: str) -> None:
    assert syllable_key(word) == ""


def test_a_name_is_korean_only_as_a_whole() -> None:
    assert could_be_korean(["pak", "to", "ram"])
    assert not could_be_korean(["tom", "velmar"])
    assert not could_be_korean(["kim"])


def test_a_name_in_two_systems_is_one_name_and_another_syllable_another() -> None:
    same = compare_names("Paek To-ram", "Baek Do Ram", kind="person").score
    assert same > 0.9
    assert compare_names("Paek To-ram", "Baek So Ram", kind="person").score < same - 0.05

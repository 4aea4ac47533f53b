"""Which Mandarin syllables a Latin word may stand for (all names invented)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.han import read_by_syllable, read_in_the_south, read_in_wade_giles
from enduse.names.syllables import mandarin_readings

COMMON = "王李张陈林黄吴郭马宋董袁许程志强明国华建德海天龙光永家清正东福文玉凯鹏瑞泽松荣生祥"


@pytest.mark.parametrize(("word", "reading"), [
    ("cheung", "zhang"),
    ("hsiaoming", "xiaoming"),
    ("chikeung", "zhiqiang"),
    ("chihkeung", "zhiqiang"),  # the first syllable by Wade and Giles, the second of the south
    ("pakshing", "baisheng"),
    ("fungbo", "fengbo"),
    ("gwokwah", "guohua"),
])
def test_a_spelling_of_any_system_stands_for_its_mandarin_syllables(word: str, reading: str) -> None:
    assert reading in mandarin_readings(word)


@pytest.mark.parametrize("word", ["norvik", "tradimpex", "x", "", "a7", "shkval", "b" * 60])
def test_a_word_that_has_other_letters_stands_for_none(word: str) -> None:
    assert mandarin_readings(word) == ()


@settings(max_examples=200, deadline=None)  # the first example opens the tables
@given(st.sampled_from(COMMON))
def test_every_spelling_of_a_letter_leads_back_to_its_mandarin_reading(letter: str) -> None:
    (mandarin,) = read_by_syllable(letter)
    for (spelling,) in (read_in_wade_giles(letter), read_in_the_south(letter)):
        assert mandarin in (spelling, *mandarin_readings(spelling))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aeioughnkwtscpy", max_size=40))
def test_readings_are_few_and_never_the_word_itself(word: str) -> None:
    readings = mandarin_readings(word)
    assert len(readings) == len(set(readings)) <= 16
    assert word not in readings

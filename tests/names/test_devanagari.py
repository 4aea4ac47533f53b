from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.names.comparing import compare_names
from enduse.names.devanagari import spell_devanagari
from enduse.names.folding import fold_name
from enduse.names.readings import readings_of

_DEVANAGARI = st.text(st.sampled_from([chr(code) for code in range(0x0901, 0x0964)]), max_size=40)


@pytest.mark.parametrize(("word", "spoken", "in_full"), [
    ("टोमलेश", "tomlesh", "tomalesh"),  # invented
    ("यंत्र", "yantra", "yantra"),
    ("कुलवंत", "kulvant", "kulavant"),
    ("राष्ट्रीय", "rashtriya", "rashtriya"),
    ("ज़फ़र", "zafar", "zafar"),
    ("ज्ञान", "gyan", "gyan"),
    ("चंदनी", "chandni", "chandani"),
    ("सिंह", "singh", "singh"),
])
def test_a_word_is_spelled_as_it_is_spoken_and_in_full(word: str, spoken: str, in_full: str) -> None:
    assert spell_devanagari(word) == fold_name(word) == spoken
    assert spell_devanagari(word, in_full=True) == in_full
    assert in_full in readings_of(word)


@given(_DEVANAGARI)
def test_any_run_of_letters_is_spelled_and_folds_to_itself(word: str) -> None:
    folded = fold_name(word)
    assert fold_name(folded) == folded
    assert len(spell_devanagari(word)) <= len(spell_devanagari(word, in_full=True)) <= 4 * len(word)


def test_letters_of_other_scripts_stay() -> None:
    assert spell_devanagari("क-9z") == "ka-9z"


def test_an_invented_name_is_the_same_in_both_scripts() -> None:
    assert compare_names("टोमलेश बुटकानी", "Tomlesh Butkani", kind="person").score > 0.9
    assert compare_names("टोमलेश बुटकानी", "Ravindra Sorapal", kind="person").score < 0.5

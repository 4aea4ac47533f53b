"""Burmese syllables in Latin letters, as the table says and as its own cases want them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.knowledge.shelf import open_knowledge
from enduse.names.burmese import spell_burmese
from enduse.names.comparing import compare_names
from enduse.names.folding import fold_name

CASES = [
    (case.get("word").required().text(), case.get("spelled").required().text())
    for case in open_knowledge("lexicons/burmese.yaml").get("cases").required().items()
]


@pytest.mark.parametrize(("word", "spelled"), CASES)
def test_a_word_is_spelled_as_its_case_says(word: str, spelled: str) -> None:
    assert spell_burmese(word) == spelled
    assert fold_name(word) == spelled


@given(st.text(st.characters(min_codepoint=0x1000, max_codepoint=0x109F), max_size=20))
def test_any_run_of_letters_is_folded_to_letters_of_ascii_and_folding_twice_is_folding_once(word: str) -> None:
    folded = fold_name(word)
    assert folded.isascii()
    assert fold_name(folded) == folded


def test_a_name_in_burmese_finds_its_latin_form_and_no_other() -> None:
    assert compare_names("ဖြိုး မြင့် အောင်", "Phyo Myint Aung", kind="person").score > 0.9
    assert compare_names("ဖြိုးမြင့်အောင်", "Phyo Myint Aung", kind="person").score > 0.8
    assert compare_names("ဖြိုး မြင့် အောင်", "Thiri Soe Win", kind="person").score < 0.5

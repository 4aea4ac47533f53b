"""Trade words and legal forms of other scripts inside a name (all names invented)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.folding import fold_words
from enduse.names.known_words import join_known
from enduse.names.lexicons import generic_words, legal_forms
from enduse.names.readings import readings_of_name

WORDS = ["شركة", "الکترونیک", "ذ.م.م", "قازم", "ООО", "торг", "Norvik", "ltd", "科技", "서비스"]


@pytest.mark.parametrize(("name", "read"), [
    ("ذ.م.م قازم", [("ltd", True), ("qazm", False)]),
    ("کازش الکترونیک", [("kazsh", False), ("electronics", True)]),
    ("Norvik Trading", [("norvik", False), ("trading", False)]),
    ("王海科技", [("wanghai", False), ("keji", False)]),
])
def test_a_known_phrase_comes_as_one_latin_word(name: str, read: list[tuple[str, bool]]) -> None:
    assert [(form, is_known) for form, _, is_known in join_known(fold_words(name))] == read


def test_trade_words_are_read_as_usual_whatever_the_other_words_are() -> None:
    for form in readings_of_name("שחרב אנרגיה"):
        assert form.split()[1] == "anrgyh"


@settings(max_examples=200, deadline=None)  # the first example opens the lexicons
@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_no_word_is_lost_and_latin_and_han_words_stay(words: list[str]) -> None:
    folded = fold_words(" ".join(words))
    joined = join_known(folded)
    phrases = legal_forms().phrases.keys() | generic_words().phrases.keys()
    assert len(joined) <= len(folded)
    kept = [form for form, native, is_known in joined if not is_known]
    assert kept == [form for form in kept if form in {form for form, _ in folded}]
    assert all(form in phrases for form, _, is_known in joined if is_known)

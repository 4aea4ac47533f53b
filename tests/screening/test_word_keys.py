"""The keys made by the kernel are those that the rules in Python say (all words invented)."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enduse.screening.kernel import hash_texts
from enduse.screening.keys import lay_out_words
from enduse.screening.words import flags_of, read_forms, unit_weight, word_keys, word_weight

LETTERS = st.text(alphabet="abcdeghijkoqstuwxyz", min_size=1, max_size=48)
WORDS = st.one_of(
    LETTERS, st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12),
    st.lists(st.sampled_from(["shch", "tsch", "sch", "tz", "kh", "que", "ci", "yy", "x", "h", "gh", "a", "w", "y"]),
             min_size=1, max_size=9).map("".join),
    st.sampled_from(["trading", "ltd", "al", "abu", "12", "a7", "yusuf", "muhammad", "h", "y", "chikeung", "wong"]),
)


@settings(deadline=None)  # the first example opens the lexicons
@given(st.lists(st.tuples(WORDS, st.booleans()), max_size=12))
@example([("x" * 48, False), ("shshchw", True), ("y", False), ("wy", True)])
def test_keys_of_many_words_are_the_keys_of_each(words: list[tuple[str, bool]]) -> None:
    laid = lay_out_words(words)
    for number, (word, is_foreign) in enumerate(words):
        found = set()
        for ends, hashes, likeness in (laid.plain, laid.further):
            start, end = ends[number - 1] if number else 0, ends[number]
            found |= set(zip(hashes[start:end], likeness[start:end], strict=True))
        keys = word_keys(word, is_foreign=is_foreign)
        hashed = hash_texts([key for key, _ in keys])
        assert found == set(zip(hashed, (alike for _, alike in keys), strict=True)), word
        assert laid.weights[number] == unit_weight(word) == max(1, round(64 * word_weight(word)))
        assert laid.flags[number] == flags_of(word, is_foreign=is_foreign)
    assert laid.text.decode() == "".join(word for word, _ in words)


@pytest.mark.parametrize(("native", "latin"), [
    ("张志强", "Cheung Chihkeung"),
    ("吴晓峰", "Ng Hsiaofung"),
    ("霞峰金波", "Hafung Chinpo"),
])
def test_a_han_name_meets_each_word_of_a_latin_one_that_mixes_systems(native: str, latin: str) -> None:
    kept = [{key for word in form.removeprefix("*").split() for key, _ in word_keys(word, is_foreign=True)}
            for form in read_forms(native)]
    asked = [{key for key, _ in word_keys(word)} for word in read_forms(latin)[0].split()]
    assert any(all(keys & found for keys in asked) for found in kept)


def test_words_that_only_make_up_legal_forms_weigh_little() -> None:
    assert word_weight("haftung") == word_weight("pvt") == 0.2
    assert word_weight("gong") > 0.5  # a syllable of a form, and a family name

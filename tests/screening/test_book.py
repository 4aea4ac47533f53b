"""What is said of many words by the kernel is what the rules in Python say of each (all words invented)."""

from __future__ import annotations

from array import array
from itertools import accumulate

from hypothesis import example, given, settings
from hypothesis import strategies as st

from enduse.names.syllables import known_syllables
from enduse.screening.book import lay_out
from enduse.screening.kernel import hash_texts
from enduse.screening.words import flags_of, further_keys, told_words, unit_weight

TOLD = st.deferred(lambda: st.sampled_from(told_words()))
SYLLABLES = st.deferred(lambda: st.sampled_from(sorted(known_syllables().options)))
SOUNDS = st.sampled_from(["ts", "h", "sh", "kh", "d", "j", "b", "x", "w", "q", "ch", "a", "o", "z", "r", "th"])
WORDS = st.one_of(
    TOLD, st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=48),
    st.lists(SYLLABLES, min_size=1, max_size=6).map("".join).map(lambda word: word[:48]),
    st.lists(SOUNDS, min_size=1, max_size=16).map("".join), st.text(alphabet="ab12", min_size=1, max_size=9),
)


def compare(words: list[tuple[str, bool]]) -> None:
    text = bytearray("".join(word for word, _ in words), "ascii")
    flags = bytearray(is_foreign for _, is_foreign in words)
    weights, (ends, hashes, likeness) = lay_out(text, array("I", accumulate(len(word) for word, _ in words)), flags)
    assert list(weights) == [unit_weight(word) for word, _ in words]
    assert list(flags) == [flags_of(word, is_foreign=is_foreign) for word, is_foreign in words]
    start = 0
    for (word, is_foreign), end in zip(words, ends, strict=True):
        keys = further_keys(word, is_foreign=is_foreign) if word.isalpha() else ()
        assert list(likeness[start:end]) == [alike for _, alike in keys], word
        assert list(hashes[start:end]) == list(hash_texts([key for key, _ in keys])), word
        start = end
    assert start == len(hashes)


@settings(deadline=None)  # the first example opens the lexicons
@given(st.lists(st.tuples(WORDS, st.booleans()), max_size=12))
@example([("tshwthtshjdts" * 3, True), ("chihchihchihchihchihchih", False), ("a", False), ("ng", True)])
def test_many_words_are_laid_out_as_each_is(words: list[tuple[str, bool]]) -> None:
    compare(words)


def test_all_words_of_the_book_are_laid_out_as_each_is() -> None:
    words = told_words()
    assert len(words) > 8192  # more than are laid out at once
    compare([(word, bool(number % 2)) for number, word in enumerate(words)])

"""Words of letters that are read one by one: the short way gives what the long one does (all words invented)."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enduse.names.folding import fold_name, fold_words
from enduse.names.romanising import (
    romanise_east_asian,
    romanise_word,
    spell_otherwise,
    spell_plainly,
    spell_plainly_otherwise,
)
from enduse.names.scripts import script_of

LETTERS = [chr(code) for code in (*range(0x370, 0x780), *range(0x900, 0x920), *range(0x10A0, 0x1110), 0x3042, 0xAC00)]
SCRIPTS = ("Велмарыйщьюяё", "ВЕЛМАРЫЙЪЭ", "Βελμάρς", "Վելմար", "ולמרשצץ", "فلمارةيىگ", "ველმარ")
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=6) | st.sampled_from(SCRIPTS).flatmap(
    lambda letters: st.text(st.sampled_from(letters), min_size=1, max_size=10)
)


def check(word: str) -> None:
    plain = spell_plainly(word)
    if plain is not None:
        (piece,) = romanise_word(normalize("NFKC", word))
        assert (piece.native, fold_name(piece.latin)) == (word, plain)
        script = script_of(word)
        otherwise = spell_plainly_otherwise(word, script)
        if otherwise is not None:
            assert otherwise == tuple(fold_name(way).replace(" ", "") for way in spell_otherwise(word, script))


@settings(deadline=None)  # the tables are opened by the first example
@given(WORDS)
@example("ΒΕΛΜΑΡΟΣ")
@example("الفلمار")
def test_words_of_plain_letters_are_spelled_as_all_words_are(word: str) -> None:
    check(word)


def test_every_plain_letter_is_spelled_as_in_any_word() -> None:
    for letter in LETTERS:
        check(letter)
        check(f"{letter}{letter}")
    assert sum(spell_plainly(letter) is not None for letter in LETTERS) > 600


@pytest.mark.parametrize("word", ["الفلمار", "والفلمار", "ヴェルマ", "벨마", "वेलमार", "velmar", "Велмар-2", "פל״ם"])
def test_words_that_ask_for_more_are_left_to_the_long_way(word: str) -> None:
    assert spell_plainly(word) is None


@settings(deadline=None)
@given(st.text(alphabet="张王小明田中太郎工業有限公司김이정은수식회사강철", min_size=1, max_size=9))
def test_letters_of_east_asia_are_parted_and_spelled_as_words_that_hold_marks_are(word: str) -> None:
    assert romanise_east_asian(word) == romanise_word(word)
    assert fold_words(word) == fold_words(word + "\u0591")

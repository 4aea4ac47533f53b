"""The words of many names at once, beside those of one (all names invented)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.screening.lines import join_names, read_lines, read_many_forms
from enduse.screening.words import read_forms

WORDS = st.sampled_from((
    "Velmar", "o'Norvik", "a", "b", "X.", "1", "22", "velmar", "Ltd", "v" * 60, "Нор", "维马", "Çelik", "Weiß", "n’ó",
    "al", "el-", "Chin-nam", "Ana-María",
))
LATIN = st.text(st.characters(max_codepoint=0x31F), max_size=9) | st.text(st.characters(max_codepoint=127), max_size=70)
OTHERS = st.sampled_from((
    "Вельмарь", "ООО", "общество", "с", "ограниченной", "ответственностью", "ь", "ЩЁКИ", "عبد", "ال", "الله", "النورم",
    "والنورم", "عبدالنورم", "ابو", "بکر", "بن", "نورم", "شرکت", "اله", 'בע"מ', 'נו"', "נורם", "חברת", "ნორმი", "Նորմ",
    "Νόρμ", "Σνορ", "НорX", "норم", "al", "Velmar", "abu",
))
LETTERS = st.text(st.characters(min_codepoint=0x370, max_codepoint=0x6FF) | st.sampled_from(' "\'-.,al'), max_size=12)
PIECES = st.sampled_from(("al", "el", "ana", "m", "-", " ", "-", "x" * 47, "e"))
TEXTS = st.text(max_size=20) | LATIN
NAMES = st.lists(WORDS | TEXTS, max_size=8).map(" ".join) | st.lists(WORDS, min_size=30, max_size=170).map(" ".join)


@settings(deadline=None)  # the lexicons are opened by the first call
@given(st.lists(NAMES, max_size=6))
def test_many_names_are_read_as_one_is(names: list[str]) -> None:
    assert read_many_forms(names * 16) == [read_forms(name) for name in names] * 16


@given(st.lists(st.lists(OTHERS | WORDS, min_size=1, max_size=7).map(" ".join) | LETTERS, max_size=4))
def test_names_in_letters_of_one_sound_each_are_read_as_one_is(names: list[str]) -> None:
    assert read_many_forms(names * 16) == [read_forms(name) for name in names] * 16


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("ab1 xX."), max_size=400).map("".join), max_size=3))
def test_letters_in_a_row_are_one_word(names: list[str]) -> None:
    assert read_many_forms(names * 16) == [read_forms(name) for name in names] * 16


@settings(deadline=None)
@given(st.lists(st.lists(PIECES, max_size=9).map("".join)))
def test_articles_and_hyphens_give_further_lines(names: list[str]) -> None:
    assert read_many_forms(names * 16) == [read_forms(name) for name in names] * 16


def test_a_name_without_words_has_no_line() -> None:
    told = read_lines(*join_names(["Velmar", "?", "Norvik Norvik"]))
    assert tuple(map(bytes, told)) == (b"velmar\nnorvik\n", b"\1\0\1")
    told = read_lines(*join_names(["Velmar", "¿", "Нор", "Norvík"]))
    assert tuple(map(bytes, told)) == (b"velmar\nnorvik\n", b"\1\0\xff\1")

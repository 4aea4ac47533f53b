"""Folding: one spelling for every way of writing a name (all names invented)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.names.folding import fold_name


@pytest.mark.parametrize(("text", "folded"), [
    ("Norvik Trading Co., Ltd.", "norvik trading co ltd"),
    ("O’Malren", "omalren"),
    ("O'Malren", "omalren"),
    ("JEAN-LUC d'Orvelle", "jean luc dorvelle"),
    ("Müller & Söhne", "muller sohne"),
    ("ILGIN ışık İREM", "ilgin isik irem"),
    ("i\u0307rem", "irem"),
    ("Волков", "volkov"),
    ("Ｎｏｒｖｉｋ　２", "norvik 2"),
    ("Роѕtех", "postex"),
    ("عبد الرحمن", "abd al rhmn"),
    ("", ""),
    ("???", ""),
    ("\ud800", ""),
])
def test_names_fold_to_plain_tokens(text: str, folded: str) -> None:
    assert fold_name(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_name(text)
    assert fold_name(once) == once


@given(st.text(max_size=60))
def test_a_folded_name_is_lower_case_letters_and_digits_between_single_spaces(text: str) -> None:
    folded = fold_name(text)
    assert folded == " ".join(folded.split())
    assert all(char in "abcdefghijklmnopqrstuvwxyz0123456789 " for char in folded)


@given(st.text(alphabet="abcıİiIĞğşÇ éüß", max_size=30))
def test_case_makes_no_difference_in_turkish_words(text: str) -> None:
    assert fold_name(text.replace("ı", "I").replace("i", "İ")) == fold_name(text)


def test_ten_thousand_letters_fold_in_linear_time() -> None:
    assert len(fold_name("Жa" * 5000)) >= 10_000


@pytest.mark.parametrize("printed", ["山本修", "山本 修", "山本\u3000修", "山本，修", "山本、修", "山本・修"])
def test_a_japanese_name_is_read_so_however_its_parts_are_parted(printed: str) -> None:
    assert fold_name(printed) == "yamamoto osamu"


def test_two_runs_of_letters_that_are_no_japanese_name_are_read_each_by_itself() -> None:
    assert fold_name("王 伟") == "wang wei"
    assert fold_name("上海 电子") == "shanghai dianzi"

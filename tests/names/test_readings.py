"""The ways in which a name of another script may be read (all names invented)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.folding import fold_name, fold_words
from enduse.names.han import spell_wade_giles
from enduse.names.readings import MOST_READINGS, readings_of, readings_of_name

NATIVE = st.text(alphabet="محمدعليشجקרטבשוןЖигщёї王小明張田中太郎김정은수シャルヴィッー·\u200c -Aé", max_size=14)


@pytest.mark.parametrize(("name", "reading"), [
    ("王小明", "wang xiaoming"),
    ("王小明", "wang xiao ming"),
    ("张志强", "zhangzhiqiang"),
    ("曾国安", "zeng guoan"),
    ("山田太郎", "yamada taro"),
    ("森崎工業", "morisaki kogyo"),
    ("김수철", "kim sucheol"),
    ("강철수", "kang cheolsu"),  # begins with a word for steel
    ("임수철", "rim soo chul"),
    ("قاسم ظريف", "ghasm zryf"),
    ("Григорий", "hryhoryy"),
    ("ヴィクトリア", "victria"),
    ("Norvik", "norvik"),
])
def test_a_name_is_read_in_the_ways_of_its_script(name: str, reading: str) -> None:
    assert reading in readings_of_name(name)


@settings(deadline=None)  # the first name of a script opens its table
@given(NATIVE)
def test_the_usual_reading_comes_first_and_is_the_folded_name(name: str) -> None:
    readings = readings_of_name(name)
    assert readings[0] == fold_name(name)
    assert len(readings) == len(set(readings)) <= MOST_READINGS


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_readings_of_letters_and_digits(text: str) -> None:
    for reading in (*readings_of_name(text), *readings_of(text)):
        assert all(char in "abcdefghijklmnopqrstuvwxyz0123456789 " for char in reading)


@settings(deadline=None)
@given(NATIVE)
def test_every_word_keeps_its_printed_letters_beside_its_folded_form(name: str) -> None:
    words = fold_words(name)
    assert " ".join(form for form, _ in words) == fold_name(name)
    assert all(not native.isascii() for _, native in words if native)


@pytest.mark.parametrize(("name", "parts"), [
    ("王小明", ["王", "小明"]),
    ("山田太郎", ["山田", "太郎"]),
    ("김수철", ["김", "수철"]),
    ("남궁수철", ["남궁", "수철"]),
    ("الحداد", ["ال", "حداد"]),
    ("والشمس", ["و", "ال", "شمس"]),
    ("رضا\u200cزاده", ["رضا", "زاده"]),
    ("华星科技", ["华星", "科技"]),
    ("古林技研", ["古林", "技研"]),  # a brand, not a family name with a given name
    ("白尾誠", ["白尾", "誠"]),  # a Japanese name, though the first letter is a family name in China
    ("熊塚達也", ["熊塚", "達也"]),
    ("白志明", ["白", "志明"]),
])
def test_names_written_without_spaces_are_parted(name: str, parts: list[str]) -> None:
    assert [native for _, native in fold_words(name)] == parts


@pytest.mark.parametrize(("left", "right"), [
    ("مُحَمَّد", "محمد"),
    ("محـــمد", "محمد"),
    ("إبراهيم", "ابراهيم"),
    ("مصطفى", "مصطفی"),
    ("یاسمین", "ياسمين"),
    ("בע״מ", "בעמ"),
    ("さとう", "サトウ"),
    ("ＫＩＭ", "kim"),
])
def test_ways_of_printing_one_word_fold_alike(left: str, right: str) -> None:
    assert fold_name(left) == fold_name(right)


@pytest.mark.parametrize(("pinyin", "spelled"), [
    ("zhong", "chung"), ("xiao", "hsiao"), ("guo", "kuo"), ("he", "ho"), ("zi", "tzu"), ("xue", "hsueh"),
    ("yan", "yen"), ("jiang", "chiang"), ("duo", "to"), ("gui", "kuei"), ("", ""),
])
def test_syllables_are_spelled_by_the_rules_of_wade_and_giles(pinyin: str, spelled: str) -> None:
    assert spell_wade_giles(pinyin) == spelled


def test_a_mark_between_korean_syllables_says_nothing() -> None:
    assert readings_of("가\u064b나다") == ("kanada", "kanata")


@pytest.mark.parametrize(("printed", "written"), [
    ("浩二", "kouji"), ("浩二", "kohji"), ("太郎", "tarou"), ("裕子", "yuuko"), ("洋介", "yousuke"),
])
def test_a_japanese_reading_comes_with_its_long_vowels_written_out(printed: str, written: str) -> None:
    assert written in readings_of(printed)
    assert readings_of(written) == (written,)

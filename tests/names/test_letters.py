"""Words of other scripts against Latin spellings, letter by letter (all names invented)."""

from __future__ import annotations

import math
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.comparing import compare_names
from enduse.names.foreign import consonant_keys, script_likeness
from enduse.names.letters import STEPS, fit_letters, letter_likeness, log_odds, split_letters, walk_in_python
from enduse.names.scripts import Script, script_of
from enduse.names.sounds import skeleton

EVEN = 0.7


@pytest.mark.parametrize(("native", "latin", "stranger"), [
    ("درويش", "darwish", "durrani"),
    ("گلستانی", "golestani", "ghilzai"),
    ("ולדמן", "waldman", "walker"),
    ("Щербинюк", "shcherbinyuk", "sherwood"),
    ("カルビンスキー", "karbinski", "kalmykov"),
    ("利文伯格", "livenberg", "larkspur"),
    ("志强", "chi keung", "chi ming"),
    ("수철", "soochul", "sungho"),
])
def test_a_spelling_of_the_word_fits_and_a_like_looking_one_does_not(native: str, latin: str, stranger: str) -> None:
    fits, differs = letter_likeness(native, latin), letter_likeness(native, stranger)
    assert fits is not None
    assert differs is not None
    assert fits >= EVEN > differs


def test_a_script_without_a_table_has_no_likeness() -> None:
    assert letter_likeness("ภาษา", "phasa") is None
    assert letter_likeness("norvik", "norvik") is None
    assert fit_letters("محمد", "") is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_any_text_is_compared_and_gives_a_likeness_or_none(native: str, latin: str) -> None:
    likeness = letter_likeness(native, latin)
    assert likeness is None or 0 <= likeness < 1


@settings(deadline=None)  # the first pair of a script opens its table
@given(st.text(alphabet="محمدعليش王小明ЖигщםקרטКимシャル김정은", max_size=10), st.text(alphabet="aeikmnw", max_size=9))
def test_the_likeness_of_two_scripts_does_not_depend_on_the_side(native: str, latin: str) -> None:
    assert script_likeness("x", native, latin, "") == script_likeness(latin, "", "x", native)
    assert compare_names(native, latin).score == pytest.approx(compare_names(latin, native).score)


@pytest.mark.parametrize(("script", "word", "units"), [
    ("kana", "しゃルヴィ", ["シャ", "ル", "ヴィ"]),
    ("hangul", "은각", ["ㅡ", "ㄴ.", "ㄱ", "ㅏ", "ㄱ."]),
    ("han", "王伟", ["wang", "wei"]),
    ("arabic", "کی", ["ك", "ي"]), ("cyrillic", "Ж", ["ж"]), ("hebrew", "", []),
])
def test_a_word_is_split_into_the_units_of_its_table(script: Script, word: str, units: list[str]) -> None:
    assert list(split_letters(word, script)) == units


def test_two_words_of_thousands_of_letters_are_compared_in_bounded_time() -> None:
    start = process_time()
    letter_likeness("ж" * 20_000, "zh" * 20_000)
    assert process_time() - start < 2


@given(st.text(alphabet="abdfghjklmnprstwy", min_size=1, max_size=12))
def test_a_word_has_at_most_twelve_consonant_keys_each_once(word: str) -> None:
    keys = consonant_keys(word)
    assert len(keys) == len(set(keys)) <= 12


@pytest.mark.parametrize(("native", "latin"), [
    ("pkhyky", "pakhiki"),  # two letters, p and kh, that are no "ph"
    ("tswdshtyyn", "tsodstein"),
    ("rmwylw", "romvilou"),  # one letter that is a consonant within and a vowel at the end
    ("rda", "reza"),
])
def test_a_word_of_another_script_meets_the_consonants_of_its_latin_spelling(native: str, latin: str) -> None:
    assert skeleton(latin) in consonant_keys(native)


@pytest.mark.parametrize(("left", "right", "kind"), [
    ("شركة النجمة للتجارة", "Najma Trading Company", "organisation"),
    ("华星精密机械有限公司", "Huaxing Precision Machinery Co., Ltd.", "organisation"),
    ("ООО Волнаторг Электроника", "Volnatorg Electronics LLC", "organisation"),
    ("한별전자 주식회사", "Hanbyeol Electronics Co., Ltd.", "organisation"),
    ("王小明", "Wong Siu Ming", "person"),
    ("山田太郎", "Taro Yamada", "person"),
    ("김수철", "Kim Soo-chul", "person"),
])
def test_a_name_meets_its_translation_or_spelling(left: str, right: str, kind: str) -> None:
    assert compare_names(left, right, kind=kind).score >= EVEN  # type: ignore[arg-type]


@pytest.mark.parametrize(("left", "right", "kind"), [
    ("شركة النجمة للتجارة", "Sahara Trading Company", "organisation"),
    ("华星精密机械有限公司", "Lantian Precision Machinery Co., Ltd.", "organisation"),
    ("김수철", "Park Soo-chul", "person"),
    ("山田太郎", "Taro Suzuki", "person"),
])
def test_a_name_does_not_meet_another_that_shares_only_common_words(left: str, right: str, kind: str) -> None:
    assert compare_names(left, right, kind=kind).score < EVEN  # type: ignore[arg-type]


@settings(max_examples=200, deadline=None)
@given(st.text("абвгдеж東西大田무역عمرנספかナ", max_size=8), st.text("abcdeghikmnorstuw", max_size=12))
def test_the_kernel_walks_as_python_does(native: str, latin: str) -> None:
    script = script_of(native)
    if script in STEPS and latin:
        units = tuple(native) if script == "han" else split_letters(native, script)
        assert math.isclose(log_odds(units, latin, script), walk_in_python(units, latin, script), abs_tol=1e-9)

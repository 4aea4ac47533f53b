"""Chinese names in Latin letters (all names invented)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.comparing import compare_names
from enduse.names.mandarin import LONGEST, could_be_chinese, ear_key, is_parted, reading_apart

_SYLLABLES = "xu hsu ze tse guang kwong wong huang li lei shi xi chan chen"
SYLLABLES = st.lists(st.sampled_from(tuple(_SYLLABLES.split())), max_size=3)


@pytest.mark.parametrize(("one", "other"), [
    ("Hsu Tse-kuang", "Xu Zeguang"), ("Teng Hsiao-lan", "Deng Xiaolan"), ("Wong Kwok Ming", "Huang Guoming"),
    ("Ts'ao Chih-wei", "Cao Zhiwei"), ("Chan Siu Lan", "Chen Xiaolan"),
])
def test_one_name_in_two_systems_of_spelling_scores_high(one: str, other: str) -> None:
    assert compare_names(one, other, kind="person").score > 0.88


def test_a_name_spelled_by_ear_is_near_the_name() -> None:
    assert 0.75 < compare_names("Shi Zeguang", "Xi Zeguang", kind="person").score < 0.95


def test_two_names_that_are_surely_pinyin_are_not_read_anew() -> None:
    pinyin = compare_names("Xu Guochan", "Xu Guozhen", kind="person")
    mixed = compare_names("Hsu Kuochan", "Xu Guozhen", kind="person")
    assert not any("sound" in reason.text for reason in pinyin.reasons)
    assert any("sound" in reason.text for reason in mixed.reasons)


def test_names_that_may_both_be_pinyin_are_read_anew_with_doubt() -> None:
    doubtful = compare_names("Wang Li", "Wang Lei", kind="person").score
    assert doubtful < compare_names("Wang Li", "Wang Lee", kind="person").score


def test_words_that_do_not_part_into_syllables_make_no_chinese_name() -> None:
    assert is_parted("zeguang")
    assert not is_parted("velko")
    assert not is_parted("guang" * LONGEST)
    assert could_be_chinese(("xu", "zeguang"))
    assert not could_be_chinese(("xu", "velko"))
    assert not could_be_chinese(("zeguang",))


@settings(deadline=None)
@given(SYLLABLES.map("".join), SYLLABLES.map("".join))
def test_it_makes_no_difference_which_word_is_read_first(left: str, right: str) -> None:
    assert reading_apart(left, right) == reading_apart(right, left)


def test_readings_are_told_by_how_many_come_before() -> None:
    assert reading_apart("zeguang", "zeguang") == 0
    assert reading_apart("wong", "huang") == 0
    assert (reading_apart("tse", "ze") or 0) > 0
    assert reading_apart("guang", "li") is None


def test_sounds_that_only_pinyin_has_are_heard_as_others() -> None:
    assert ear_key("xi") == ear_key("shi") == ear_key("hsi")
    assert ear_key("qing") == ear_key("chin") != ear_key("zhing")

"""What letters may be in readings, beside the readings themselves (all names invented)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.han import beginnings_of_listed
from enduse.names.readings import readings_of
from enduse.names.romanising import korean_families
from enduse.names.scripts import Script, script_of
from enduse.names.spelled_letters import letters_together, spell_in_any_way

BLOCKS: dict[Script, str] = {
    "han": "王李张陳林山田中村小野鈴木明華文国强欧阳司馬諸葛佐藤向唐机械有限公司株式会社商事銀行々〇龘",
    "hangul": "김이박최정강조윤장임남궁황보선우독고은행무역상사주식회사민지훈서연하준",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئپچژگکیہھ",
    "hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўАБВГДЯЖ",
}


def is_spelled(reading: str, letters: list[frozenset[str]]) -> bool:
    """Tell whether a reading is one spelling of each letter after the other."""
    reached = {0}
    for spelled in letters:
        reached = {at + len(text) for at in reached for text in spelled if reading.startswith(text, at)}
    return len(reading) in reached


def check(word: str) -> bool:
    """Check the readings of a word that is told by its letters; false where it is not."""
    script = script_of(word)
    letters = [spelled for letter in word for spelled in (spell_in_any_way(letter, script),) if spelled is not None]
    if len(letters) < len(word) or not letters_together(script).isdisjoint(map("".join, pairwise(word))):
        return False
    for reading in readings_of(word):
        assert is_spelled(reading, letters), (word, reading)
    return True


@settings(deadline=None, max_examples=600)
@given(st.one_of(*(st.text(letters, min_size=1, max_size=6) for letters in BLOCKS.values())))
def test_readings_are_put_together_of_what_letters_may_be(word: str) -> None:
    check(word)


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFC), min_size=1, max_size=4)
       | st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=4))
def test_so_are_those_of_any_letters_of_east_asia(word: str) -> None:
    check(word)


@pytest.mark.parametrize("script", ["arabic", "hebrew", "cyrillic"])
def test_most_letters_are_told(script: Script) -> None:
    assert sum(spell_in_any_way(letter, script) is not None for letter in BLOCKS[script]) > 0.8 * len(BLOCKS[script])


def test_names_that_are_read_as_a_whole_are_left_to_reading() -> None:
    assert beginnings_of_listed() <= letters_together("han")
    assert {name[:2] for name in korean_families() if len(name) > 1} <= letters_together("hangul")
    assert not check("山田")
    assert check("向唐")

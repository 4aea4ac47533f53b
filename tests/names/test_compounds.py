from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.names.compounds import write_compounds
from enduse.names.folding import fold_name
from enduse.names.readings import MOST_READINGS, readings_of_name
from enduse.names.sounds import skeleton

_WORDS = ("abd", "al", "abw", "bn", "allh", "dyn", "rhmn", "nwr", "tsknwb", "abdalqdrz", "abwtlsn", "zadh", "a")


def _bones(name: str) -> list[str]:
    return [skeleton(word) for word in name.split()]


@pytest.mark.parametrize(("printed", "latin"), [
    ("نور الله تسكنوب", "Nurullah Tsknub"),
    ("شمس الدين تسكنوب", "Shamsuddin Tsknub"),
    ("عبد القادر تسكنوب", "Abdelkader Tsknub"),
    ("عبدالقادر تسكنوب", "Abdul Qadir Tsknub"),
    ("عبد الرحمن تسكنوب", "Abdurrahman Tsknub"),
    ("تسكنوب زاده", "Tsknubzada"),
])
def test_a_compound_of_arabic_script_is_read_as_latin_letters_spell_it(printed: str, latin: str) -> None:
    assert _bones(fold_name(latin)) in [_bones(form) for form in readings_of_name(printed)]


def test_an_article_before_a_name_of_ones_own_stays_apart() -> None:
    assert write_compounds(["mhmd", "al", "tsknwby"]) == ()


@given(st.lists(st.sampled_from(_WORDS), max_size=8))
def test_writing_compounds_otherwise_keeps_the_consonants_but_those_of_the_article(words: list[str]) -> None:
    bare = "".join(words).replace("al", "").replace("a", "").replace("l", "")
    for way in write_compounds(words):
        assert "".join(way).replace("al", "").replace("a", "").replace("l", "") == bare


@given(st.lists(st.sampled_from(("عبد", "الله", "نور", "الدين", "بن", "أبوبكر", "تسكنوب")), max_size=8))
def test_compounds_add_to_the_usual_form_and_never_take_its_place(words: list[str]) -> None:
    name = " ".join(words)
    forms = readings_of_name(name)
    assert forms[0] == fold_name(name)
    assert len(forms) <= MOST_READINGS

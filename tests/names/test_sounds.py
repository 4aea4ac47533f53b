"""Keys under which spellings of one sound meet (all names invented)."""

from __future__ import annotations

import pytest

from enduse.names.folding import fold_name
from enduse.names.sounds import skeleton, sound_key


@pytest.mark.parametrize(("left", "right"), [
    ("tcherkov", "cherkov"), ("sharif", "scharif"), ("kuwat", "quwat"), ("dzhamil", "jamil"), ("hanna", "hana"),
])
def test_spellings_of_one_sound_have_one_key(left: str, right: str) -> None:
    assert sound_key(left) == sound_key(right)


@pytest.mark.parametrize(("native", "latin"), [
    ("طارق", "tariq"), ("موريد", "murid"), ("حسني", "hosni"), ("یوسفی", "yusufi"), ("מרדוק", "marduk"),
])
def test_a_name_without_vowels_has_the_skeleton_of_its_latin_spelling(native: str, latin: str) -> None:
    assert skeleton(fold_name(native)) == skeleton(latin)


def test_different_consonants_have_different_skeletons() -> None:
    assert skeleton("tariq") != skeleton("murid")

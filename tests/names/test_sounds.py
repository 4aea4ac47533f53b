"""Keys under which spellings of one sound meet (all names invented)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.names.folding import fold_name
from enduse.names.foreign import count_edits
from enduse.names.sounds import count_changes, skeleton, sound_key

KEYS = st.text("aeioubdghklmnprstvzCSj", max_size=9)


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


@given(KEYS, KEYS)
def test_changes_between_sounds_are_counted_the_same_from_both_sides_and_lie_between_edits_and_twice_as_many(
    left: str, right: str
) -> None:
    halves, edits = count_changes(left, right), count_edits(left, right)
    assert halves == count_changes(right, left)
    assert edits <= halves <= 2 * edits


@pytest.mark.parametrize(("left", "right", "halves"), [
    ("velko", "velgo", 1), ("velko", "vilko", 1), ("velko", "velko", 0), ("velko", "vlko", 1), ("velko", "veltko", 2),
    ("velko", "vleko", 2), ("velko", "velto", 2), ("", "h", 1),
])
def test_kindred_sounds_and_vowels_count_half(left: str, right: str, halves: int) -> None:
    assert count_changes(left, right) == halves

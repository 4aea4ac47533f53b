"""Words found by spelling, by sound and by consonants (all words invented)."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from enduse.screening.vocabulary import Vocabulary, edits_allowed

WORDS = st.text(alphabet="abcd", min_size=1, max_size=11)


@settings(max_examples=300, deadline=None)
@given(st.sets(WORDS, max_size=40), WORDS)
def test_the_table_of_parts_finds_what_a_scan_finds(words: set[str], word: str) -> None:
    scanning, parted = Vocabulary(words), Vocabulary(words)
    for _ in range(41):
        parted.spelled_like("zzzz")
    assert parted.spelled_like(word) == scanning.spelled_like(word)


def test_the_table_of_parts_survives_swaps_at_every_place() -> None:
    random = Random(7)
    words = ["".join(random.choices("abcdefgh", k=random.randint(4, 12))) for _ in range(400)]
    parted = Vocabulary(words)
    for _ in range(41):
        parted.spelled_like("zzzz")
    for word in words:
        at = random.randrange(len(word) - 1)
        query = word[:at] + word[at + 1] + word[at] + word[at + 2:]
        at = random.randrange(len(query) - 1)
        query = query[:at] + query[at + 1] + query[at] + query[at + 2:]
        expected = OSA.distance(query, word) <= edits_allowed(len(query), len(word))
        found = parted.spelled_like(query)
        assert (word in dict(found)) == expected
        assert found == Vocabulary(words).spelled_like(query)


def test_words_of_one_sound_are_found_across_first_letters() -> None:
    words = Vocabulary(["kadim", "qadim", "zhamil", "jamil", "velmar"])
    assert words.sounding_like("cadim") == ("kadim", "qadim")
    assert words.sounding_like("djamil") == ("jamil", "zhamil")


def test_words_of_the_same_consonants_are_found() -> None:
    words = Vocabulary(["tariq", "omari", "amir", "velmar"])
    assert words.of_same_consonants("tarq") == ("tariq",)
    assert words.of_same_consonants("amr") == ("amir", "omari")

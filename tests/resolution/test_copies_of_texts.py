"""Copies of one text are told by runs of words; the texts are invented."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enduse.resolution.copies import are_copies, first_copies, runs_of_text, words_around

TEXT = (
    "We have learnt that the Vendelholm trading house, which shares a hall with two other firms near the old harbour,"
    " buys pumps and gauges on behalf of the Tarn Hollow works, that it pays for them from an account of a cousin of"
    " its director, and that the goods leave again within a week for an address nobody has yet been able to find."
)
OTHER = (
    "According to a customs officer the Vendelholm trading house buys on behalf of the Tarn Hollow works. He had seen"
    " three declarations since spring in which the same pumps were named, each under another heading, and had asked"
    " the carrier for the papers of the onward journey without getting them."
)


def test_a_text_told_again_with_a_few_words_changed_is_a_copy_and_the_same_claim_in_other_words_is_none() -> None:
    again = TEXT.replace("old harbour", "new harbour").replace("a week", "ten days").upper()
    assert are_copies(runs_of_text(TEXT), runs_of_text(again))
    assert not are_copies(runs_of_text(TEXT), runs_of_text(OTHER))


def test_one_sentence_that_two_word_alike_makes_no_copy() -> None:
    said = "Vendelholm Trading LLC is a front company for Tarn Hollow Works."
    assert not are_copies(runs_of_text(said), runs_of_text(said))


def test_each_copy_leads_to_the_first_text_that_is_no_copy() -> None:
    texts = [("a", TEXT), ("b", OTHER), ("c", TEXT + " End."), ("d", OTHER + " End."), ("e", "short")]
    assert first_copies((key, runs_of_text(text)) for key, text in texts) == {"c": "a", "d": "b"}


def test_the_words_about_a_place_end_with_the_passage() -> None:
    words = [f"w{number}" for number in range(200)]
    text = " ".join(words)
    at = text.index("w100 ")
    assert words_around(text, at, at + 4) == tuple(words[60:141])
    assert words_around(text, 0, 2) == tuple(words[:41])


@given(st.text("abc ", max_size=300), st.text("abc ", max_size=300))
def test_being_copies_does_not_depend_on_the_order(left: str, right: str) -> None:
    assert are_copies(runs_of_text(left), runs_of_text(right)) == are_copies(runs_of_text(right), runs_of_text(left))

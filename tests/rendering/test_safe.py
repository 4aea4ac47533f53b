"""What a terminal would obey never reaches it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.rendering.page import Ink, Page, Span
from enduse.rendering.safe import break_word, clean, measure

_TEXT = st.text(alphabet=st.characters(codec=None, categories=None), max_size=80)


@given(_TEXT)
def test_cleaned_text_holds_no_control_no_surrogate_and_no_hidden_sign(text: str) -> None:
    shown = clean(text)
    assert all(unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn") for char in shown)
    assert {char for char in shown if unicodedata.category(char) == "Cf"} <= {"\u200c", "\u200d"}
    shown.encode("utf-8")


@given(_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("sign", list("\x1b\x9b\x07\x00\x7f\u202e\u2066\u200b\ufeff\udc80"))
def test_a_hidden_sign_is_shown_by_its_number(sign: str) -> None:
    assert clean(f"a{sign}b") == f"a\\u{{{ord(sign):x}}}b"


def test_line_breaks_and_tabs_become_one_space() -> None:
    assert clean("one\r\n\ttwo\u2028three\x85four") == "one two three four"


def test_the_joiners_of_persian_spelling_stay() -> None:
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_a_flood_of_marks_on_one_letter_is_cut() -> None:
    shown = clean("a" + "\u0301" * 50)
    assert shown.count("\u0301") == 6


@given(_TEXT, st.integers(min_value=40, max_value=120), st.integers(min_value=0, max_value=30))
def test_no_line_is_wider_than_the_page(text: str, width: int, indent: int) -> None:
    page = Page(width=width)
    page.write(text, Span(text, Ink.STRONG), indent=indent, hang=indent)
    assert all(measure(line) <= width for line in page.finish().splitlines())


@given(_TEXT)
def test_without_colour_no_escape_is_written_and_with_it_only_ours(text: str) -> None:
    plain, coloured = Page(), Page(colour=True)
    for page in (plain, coloured):
        page.write(Span(text, Ink.BAD), text)
        page.table([[Span(text, Ink.DOUBT), text], ["a", "b"]])
    assert "\x1b" not in plain.finish()
    stripped = coloured.finish()
    for ink in Ink:
        stripped = stripped.replace(f"\x1b[{ink.value}m", "")
    assert "\x1b" not in stripped.replace("\x1b[0m", "")


@given(st.text(alphabet="ab漢字é\u0301", min_size=1, max_size=60), st.integers(min_value=2, max_value=20))
def test_a_broken_word_loses_nothing(word: str, width: int) -> None:
    pieces = break_word(word, width)
    assert "".join(pieces) == word
    assert all(measure(piece) <= width for piece in pieces)


def test_a_table_aligns_its_columns_and_wraps_the_last() -> None:
    page = Page(width=40)
    page.table([["eu", "unknown", "no edition of that day is loaded"], ["national", "controlled", "X1"]])
    assert page.finish() == (
        "  eu        unknown     no edition of\n"
        "                        that day is\n"
        "                        loaded\n"
        "  national  controlled  X1\n"
    )

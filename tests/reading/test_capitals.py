"""Small letters for texts in capitals only; firms, persons and papers are invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.reading.capitals import is_plain, restore_case
from enduse.reading.document import read_document


@pytest.mark.parametrize(
    "text",
    [
        "The sale went through a Sharjah-based shell company named Vendelholm Trading FZE.",
        "Quarry Bend Ltd. of Ankara resold three 150-liter fermenters and two howitzers.",
        "The exporter told us that Osprey Lane S.A. has interviewed the brother of the buyer.",
        "It went to the Tallinn Institute of Applied Glaciology in May.",
        "The goods were meant for the Iran Plumbing Directorate and for the Iranian Air Force.",
        "Parts were sold to Silver Lantern Industry Corporation, which was designated under UNSCR 1718.",
        "The contract lists Quarry Bend Ltd as the end user.",
        "Part II names the U.S. exporter, which is Osprey Lane Corporation.",
        "It came from Silver Osprey Works, which said so to us.",
    ],
)
def test_a_sentence_gets_back_the_letters_that_it_had(text: str) -> None:
    told = restore_case(text.upper())
    words = re.findall(r"[\w.'-]+", text)
    assert [one for one, other in zip(words, re.findall(r"[\w.'-]+", told), strict=True) if one != other] == []


@pytest.mark.parametrize("word", ["according", "exclusively", "analyzers", "resold", "booked", "shipped", "parties"])
def test_regular_forms_of_plain_words_are_plain(word: str) -> None:
    assert is_plain(word)


def test_what_nobody_knows_is_not_plain() -> None:
    assert not is_plain("vendelholm")


@given(st.text(alphabet="ABC DEF.,-'()/\n12SUO", max_size=200))
def test_only_the_case_of_letters_changes(text: str) -> None:
    assert restore_case(text).upper() == text


CAPITALS = """O 142230Z APR 10
FM SECSTATE WASHDC
TO AMEMBASSY TALLINN IMMEDIATE
S E C R E T STATE 036699

E.O. 12958: DECL: 04/14/2035
TAGS: PARM, PREL
SUBJECT: (S) AN INVENTED CARGO

1. (S) WE BELIEVE THAT THE GOODS ARE MEANT FOR THE VENDEL OSPREY BUREAU
(VOB). QUARRY BEND TRADING LLC IS A SUBORDINATE OF VENDELHOLM
WORKS AND OF OTHERS.

2. (S) POST IS ASKED TO SHARE WHAT FOLLOWS WITH ESTONIAN
EXPORT CONTROL AUTHORITIES AND TO REPORT THEIR REACTION:

-- SEE PARAGRAPH ONE.
"""


def test_a_text_in_capitals_only_has_no_titles_and_marks_within_its_sentences() -> None:
    portions = [p for p in read_document(CAPITALS.encode(), name="invented.txt").portions if p.kind != "header"]
    assert [(p.label, p.kind, p.is_marked) for p in portions] == [
        ("", "subject", True), ("1", "body", True), ("2", "body", True),
    ]  # fmt: skip

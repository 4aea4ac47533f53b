"""Where portions begin; the papers, firms and marks are invented."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.marking import Audience, Level, Marking
from enduse.reading.document import DocumentReading, read_document
from enduse.reading.facts import Portion
from enduse.reading.marks import hold_back

HEAD = """P R 061145Z MAR 12
FM SECSTATE WASHDC
TO AMEMBASSY OSLO
S E C R E T STATE 004321

E.O. 12958: DECL: 03/06/2037
TAGS: PARM, NO
SUBJECT: (U) AN INVENTED PAPER

"""
UNKNOWN = ["VS-NfD", "GEHEIM/REL X", "GEHEIM", "C-2//XYZ", "ZK", "S/QUORVANE", "Streng Geheim", "R", "TRIVA/K", "QX-2"]
READERS = [
    Audience(principal=principal, level=level)
    for principal, level in itertools.product(["US", "NO", "DE", "public"], [Level.RESTRICTED, Level.SECRET])
]


def read(body: str, head: str = HEAD) -> DocumentReading:
    return read_document((head + body).encode(), name="invented.txt")


def portion_of(reading: DocumentReading, words: str) -> Portion:
    at = reading.text.index(words)
    return next(p for p in reading.portions if p.kind not in ("header", "subject") and p.start <= at < p.end)


def is_held(portion: Portion, banner: Marking, owner: str) -> bool:
    """Tell whether nobody sees the portion who may not see text that is held back with its owner."""
    held = hold_back(banner, owner=owner)
    return all(held.is_visible_to(reader) or not portion.marking.is_visible_to(reader) for reader in READERS)


@pytest.mark.parametrize("mark", UNKNOWN)
@pytest.mark.parametrize("sign", ["¶3. ", "3. ", "3.  ", "3) ", "", "-- ", "a. ", "(b) "])
def test_text_under_an_unknown_mark_stays_with_the_owner_no_lower_than_the_banner(mark: str, sign: str) -> None:
    shared = "1. (U) Open words.\n\n2. (S//REL NORWAY) Shared words.\n\n"
    reading = read(f"{shared}{sign}({mark}) Hidden words.\n\n4. (U) End.\n")
    hidden = portion_of(reading, "Hidden")
    assert "Shared" not in reading.text[hidden.start : hidden.end]
    assert is_held(hidden, reading.banner, "US")
    assert hidden.marking.level >= reading.banner.level
    assert any(caveat.startswith("unread mark") for caveat in hidden.marking.caveats)
    assert portion_of(reading, "End").marking.level is Level.UNCLASSIFIED


@pytest.mark.parametrize("mark", ["VS-NfD", "GEHEIM/REL X", "ZK"])
def test_an_unknown_mark_is_reported_with_its_words_and_its_place(mark: str) -> None:
    reading = read(f"1. (U) Open words.\n\n3. ({mark}) Hidden words.\n")
    assert [f.place for f in reading.faults if f"({mark})" in f.reason] == [f"para 3 at {reading.text.index('3. (')}"]


@pytest.mark.parametrize("sign", ["¶3. ", "3. ", "3) "])
@pytest.mark.parametrize("before", ["Shared words.", "Shared words to Mr Smith", "Shared words and"])
def test_a_numbered_paragraph_opens_its_own_portion_even_without_a_mark(sign: str, before: str) -> None:
    reading = read(f"1. (U) Open words.\n\n¶2. (S//REL NORWAY) {before}\n\n{sign}Hidden words.\n")
    assert is_held(portion_of(reading, "Hidden"), reading.banner, "US")
    assert portion_of(reading, "Shared").marking.releasable_to == frozenset({"US", "NO"})


@pytest.mark.parametrize(
    "words",
    [
        "The Ostrel Dynamics Group\n(ODG) is near.",
        "The Ostrel Dynamics Group\n\n(ODG) is near.",
        "They met (ODG) there.\n(REFS A and B)",
        "They met.\n\n(BEGIN TALKING POINTS)\nand left.",
        "They did:\n(a) one;\n(b) two;\n(c) three;\n(II) four;\n(2) five.",
        "Call Mr Smith\n(XYZ/QRS): 555-0100.",
        "The lathe\n(QX-200) is here.",
        "The firm (ZK/X) sells.",
    ],
)
def test_ordinary_brackets_open_no_portion(words: str) -> None:
    reading = read(f"1. (U) Open words. {words} They end.\n")
    assert portion_of(reading, "Open") == portion_of(reading, "They end")


def test_a_letter_counts_as_one_of_a_list_only_after_its_forerunner_in_the_same_portion() -> None:
    listed = read("1. (U) Open:\n(a) one;\n(b) two;\n(c) three;\n(s) four.\n")
    apart = read("1. (U) Open:\n(a) one;\n(b) two.\n\n2. (U) Next.\n\n(c) Three.\n")
    assert portion_of(listed, "three") == portion_of(listed, "Open")
    assert portion_of(listed, "four").marking.level is Level.SECRET
    assert portion_of(apart, "Three").marking.level is Level.CONFIDENTIAL


def test_a_plain_paper_is_held_back_from_its_first_unknown_mark_on() -> None:
    reading = read("1. (VS-NfD) Hidden words.\n\n2. More words.\n", head="A NOTE\n\n")
    assert is_held(portion_of(reading, "Hidden"), reading.banner, "owner")
    assert is_held(portion_of(reading, "More"), reading.banner, "owner")
    assert is_held(portion_of(reading, "A NOTE"), reading.banner, "owner")


def test_a_plain_paper_without_marks_is_one_portion_with_the_marking_it_was_given() -> None:
    given_mark = Marking(level=Level.RESTRICTED, releasable_to=frozenset({"NO"}))
    reading = read_document(b"A NOTE\n\n1. One.\n\n2. Two.\n\n(ODG) is three.\n", name="n.txt", marking=given_mark)
    assert [p.marking for p in reading.portions] == [given_mark]
    assert reading.faults == ()


def test_a_plain_paper_without_marks_stays_with_the_owner_where_nobody_said_how_to_handle_it() -> None:
    reading = read("1. One.\n\n2. Two.\n", head="A NOTE\n\n")
    assert not any(portion.marking.is_visible_to(reader) for portion in reading.portions for reader in READERS)


_KNOWN = ["U", "S//NF", "S//REL NORWAY", "C//REL GERMANY", "SBU"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "n", "¶", "-- "]), st.sampled_from([*_KNOWN, *UNKNOWN]) | st.none()),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
def test_text_under_a_mark_nobody_knows_is_never_in_a_portion_that_shows_more_than_held_back_text(
    paragraphs: list[tuple[str, str | None]], is_message: bool
) -> None:
    parts = ["1. (U) Open words of the paper."]
    for number, (sign, mark) in enumerate(paragraphs, 2):
        head = {"n": f"{number}. ", "¶": f"¶{number}. "}.get(sign, sign)
        parts.append(f"{head}{f'({mark}) ' if mark else ''}Words{number} of this paragraph.")
    reading = read("\n\n".join(parts), head=HEAD if is_message else "A NOTE\n\n")
    for number, (sign, mark) in enumerate(paragraphs, 2):
        if mark in UNKNOWN or (mark is None and sign in ("n", "¶")):
            assert is_held(portion_of(reading, f"Words{number} "), reading.banner, reading.owner)


def test_bare_unknown_marks_in_a_row_each_keep_their_own_words_and_the_limits_of_the_portion_before() -> None:
    reading = read("1. (U) Open words.\n\n2. (S//OC) Close words.\n\n(ZK/A) One.\n\n(ZK/B) Two.\n")
    second = portion_of(reading, "Two").marking
    assert second.originators == frozenset({"US"})
    assert sorted(word for word in second.caveats if word.startswith("unread")) == ["unread mark ZK/B"]

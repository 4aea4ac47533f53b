"""References of a message to other papers; every message here is invented."""

from __future__ import annotations

import time

import pytest

from enduse.reading.facts import HeaderFact
from enduse.reading.message_header import read_heading
from enduse.reading.references import is_and_previous, possible_numbers, why_unresolved

HEADING = (
    "{dtg}FM SECSTATE WASHDC\nTO AMEMBASSY TALLINN PRIORITY 1234\nC O N F I D E N T I A L STATE 001000\n\nSIPDIS\n\n"
    "E.O. 12958: DECL: 06/11/2035\nTAGS: PARM, PREL\nSUBJECT: (U) INVENTED PUMPS\n\n{refs}\n\n"
    "Classified By: INVENTED DIRECTOR, REASON 1.4 (b)\n\n1. (U) Quarry Bend Trading LLC sold pumps.\n"
)


def _references(refs: str, dtg: str = "P 111526Z JUN 10\n") -> list[HeaderFact]:
    text = HEADING.format(refs=refs, dtg=dtg)
    facts = [fact for fact in read_heading(text).facts if fact.field in ("ref", "unresolved_ref")]
    assert all(text[fact.span.start : fact.span.end] == fact.span.quote for fact in facts)
    return facts


def _told(refs: str, dtg: str = "P 111526Z JUN 10\n") -> list[tuple[str, object]]:
    return [(fact.label, fact.value) for fact in _references(refs, dtg)]


@pytest.mark.parametrize(
    ("refs", "told"),
    [
        ("REF: A. STATE 910\n     B. 911", [("A", "10STATE910"), ("B", "10STATE911")]),
        ("REF: 08 STATE 432, 433 AND 434", [("", "08STATE432"), ("", "08STATE433"), ("", "08STATE434")]),
        ("REF: STATE 432 AND TALLINN 17", [("", "10STATE432"), ("", "10TALLINN17")]),
        ("REFS: (A)STATE 000432, (B)TALLINN \n0017, (C) STATE 71", [("A", "10STATE432"), ("B", "10TALLINN17"),
                                                                  ("C", "10STATE71")]),
        ("REF: A. STATE 432 (NOTAL) B. STATE 433: RECORD OF A LETTER", [("A", "10STATE432"), ("B", "10STATE433")]),
    ],
)  # fmt: skip
def test_messages_are_named_by_year_post_and_serial(refs: str, told: list[tuple[str, str]]) -> None:
    facts = _references(refs)
    assert [(fact.label, fact.value) for fact in facts] == told
    assert {fact.field for fact in facts} == {"ref"}


@pytest.mark.parametrize(
    ("refs", "label", "words", "reason"),
    [
        ("REF: A. STATE 432\n     B. PELLAW/ORMESBY EMAIL OF 3 MAY", "B", "PELLAW/ORMESBY EMAIL OF 3 MAY", "an e-mail"),
        ("REF: A. STATE 432 B. NONPAPER OF 12 JUNE 2009", "B", "NONPAPER OF 12 JUNE 2009", "a non-paper"),
        ("REF: STATE 432 AND PELLAW-ORMESBY E-MAIL OF MAY 5", "", "PELLAW-ORMESBY E-MAIL OF MAY 5", "an e-mail"),
        ("REF: DEPARTMENT'S LETTER TO EMBASSY", "", "DEPARTMENT'S LETTER TO EMBASSY", "a letter"),
        ("REF: A. STATE 432\n     B. IIR 4 201 0123 09", "B", "IIR 4 201 0123 09", "no post and number"),
        ("REF: 43210", "", "43210", "no post is printed"),
    ],
)
def test_what_names_no_message_is_kept_in_its_words_with_the_reason(
    refs: str, label: str, words: str, reason: str
) -> None:
    kept = [fact for fact in _references(refs) if fact.field == "unresolved_ref"]
    assert [(fact.label, fact.value) for fact in kept] == [(label, words)]
    assert reason in why_unresolved(words)


def test_a_reference_without_a_year_in_a_paper_without_a_date_is_kept() -> None:
    assert [(fact.field, fact.value) for fact in _references("REF: A. STATE 432 B. 09 STATE 433", dtg="")] == [
        ("unresolved_ref", "STATE 432"), ("ref", "09STATE433"),
    ]  # fmt: skip
    assert "year" in why_unresolved("STATE 432")
    assert _told("REF: STATE 432", dtg="") == [("", "STATE 432")]


def test_initials_within_a_line_open_no_reference() -> None:
    assert _told("REF: A. STATE 432 B. PELLAW/J. K. ORMESBY E-MAIL 05/03/2010") == [
        ("A", "10STATE432"), ("B", "PELLAW/J. K. ORMESBY E-MAIL 05/03/2010"),
    ]  # fmt: skip


def test_what_stands_below_the_references_is_none() -> None:
    assert _told("REF: A. STATE 432\n\n-------\nSUMMARY OF A LETTER\n-------") == [("A", "10STATE432")]


def test_and_previous_is_told() -> None:
    first, second = _references("REF: A. 05 STATE 123456 AND PREVIOUS B. TALLINN 3")
    assert (first.previous, second.previous) == (True, False)
    assert is_and_previous(first.span.quote)


def test_only_a_number_without_a_printed_year_may_be_of_another() -> None:
    assert possible_numbers("10STATE432", "A. STATE 432") == ("09STATE432",)
    assert possible_numbers("00STATE432", "STATE 432") == ("99STATE432",)
    assert possible_numbers("08STATE432", "A. 2008 STATE 000432") == ()
    assert len(possible_numbers("STATE 432", "STATE 432")) == 100
    assert possible_numbers("AN E-MAIL OF 3 MAY", "AN E-MAIL OF 3 MAY") == ()


@pytest.mark.parametrize("filling", [" ", "A. ", "REF: ", "STATE ", "1", ", AND ", "\n", "("])
def test_references_are_read_in_time_that_grows_with_the_heading(filling: str) -> None:
    start = time.process_time()
    _references("REF: A. STATE 432 " + filling * (18_000 // len(filling)))
    assert time.process_time() - start < 2

"""Marks in unusual places and brackets: none is passed over, and none widens. Every paper here is invented."""

from __future__ import annotations

import pytest

from enduse.reading.document import read_document
from enduse.reading.marks import parse_mark, to_marking

HEADING = (
    "O 142230Z APR 10\nFM SECSTATE WASHDC\nTO AMEMBASSY TALLINN IMMEDIATE\nS E C R E T STATE 036699\n\nNOFORN\n\n"
    "E.O. 12958: DECL: 04/14/2035\nTAGS: PARM, PREL\nSUBJECT: (U) INVENTED CARGO\n\n1. (U) Quarry Bend sells pumps.\n\n"
)


def _levels(body: str) -> list[tuple[str, str, bool]]:
    portions = read_document((HEADING + body).encode(), name="invented.txt").portions
    return [(p.label, p.says, "NOFORN" in p.marking.caveats) for p in portions[3:]]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("2. [S//NF] Second.\n", [("2", "S", True)]),
        ("2. ((S)) Second.\n", [("2", "S", False)]),
        ("2. ( S / NF ) Second.\n", [("2", "S", True)]),
        ("2. （S） Second.\n", [("2", "S", False)]),
        ("2. (S／NF) Second.\n", [("2", "S", True)]),
        ("2. (S//\nNF) Second.\n", [("2", "S", True)]),
        ("(S//NF) 2. Second.\n", [("2", "S", True)]),
        ("Para 2. (S) Second.\n", [("2", "S", False)]),
        ("Section 2 (S) Second.\n", [("2", "S", False)]),
        ("2 - (S) Second.\n", [("2", "S", False)]),
        ("2. **(S)** Second.\n", [("2", "S", False)]),
        ("(1) (S/NF) Under the first.\n", [("1", "S", True)]),
        ("(ii) (C) Under the first.\n", [("1", "C", False)]),
        ("* [S] Under the first.\n", [("1", "S", False)]),
        ("2. (S) Begin talking points:\n\n-- One.\n\n-- [C] Two.\n", [("2", "S", False), ("2", "C", False)]),
    ],
)
def test_a_mark_is_seen_wherever_it_stands_before_the_words(body: str, told: list[tuple[str, str, bool]]) -> None:
    assert _levels(body) == told


@pytest.mark.parametrize(
    "words", ["[C]ompanies sold pumps.", "[1] See the annex.", "<u>Pumps</u> were sold.", "[SIC] it was."]
)
def test_letters_put_into_a_quotation_are_no_mark(words: str) -> None:
    assert _levels(f"It was said that\n{words}\n") == []


@pytest.mark.parametrize("line", ["SECRET//NOFORN", "TLP:RED", "NATO SECRET", "** CONFIDENTIAL **", "TOP SECRET//SI"])
@pytest.mark.parametrize("place", ["{}\n\nQuarry Bend Ltd sells pumps.\n", "Quarry Bend Ltd sells pumps.\n\n{}\n"])
def test_a_paper_is_never_below_the_banner_that_it_prints(line: str, place: str) -> None:
    printed, given = parse_mark(line.strip("* ")), parse_mark("TLP:GREEN")
    assert printed
    assert given
    banner, marking = (to_marking(mark, owner="owner", day=None) for mark in (printed, given))
    reading = read_document(place.format(line).encode(), name="invented.txt", marking=marking)
    for portion in reading.portions:
        assert portion.marking == portion.marking.join(banner)

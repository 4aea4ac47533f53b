"""Marks in unusual places and brackets: none is passed over, and none widens. Every paper here is invented."""

from __future__ import annotations

import pytest

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json
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


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("2. Second. (S//NF)\n", [("2", "S", True)]),
        ("2. Second goes on\nover lines. (C)\n\n3. (U) Third.\n", [("2", "C", False), ("3", "U", False)]),
        ("2. (U) Second. (S//NF)\n\n3. (U) Third.\n", [("2", "U", True), ("3", "U", False)]),
        ("2. (S) Second.\n\nMore of it. (NOFORN)\n", [("2", "S", False)]),  # a control without a level is no mark
        ("2. (S) Second.\n\nMore. (S//NF)\n\nLast.\n", [("2", "S", False), ("2", "S", True), ("2", "S", False)]),
        ("2. (S//NF) Second.\n\nMore of it. (U)\n", [("2", "S", True), ("2", "S", True)]),
        ("2. (S) Points:\n-- One. (S//NF)\n-- Two.\n", [("2", "S", False), ("2", "S", True), ("2", "S", False)]),
        ("2. (U) See section 981(a)(1)(C).\n\n3. (U) And 12 (C)\n", [("2", "U", False), ("3", "U", False)]),
    ],
)
def test_a_mark_at_the_end_of_a_paragraph_holds_for_it_and_never_widens(
    body: str, told: list[tuple[str, str, bool]]
) -> None:
    assert _levels(body) == told


def test_a_mark_at_the_end_of_a_paragraph_of_a_memo_holds_whatever_was_said_of_the_whole() -> None:
    body = "Quarry Bend Ltd sells pumps.\n\nMill Row Ltd buys them. (S//NF)\n\nNothing else is known.\n"
    plain = parse_mark("U")
    assert plain
    for marking in (None, to_marking(plain, owner="owner", day=None)):
        reading = read_document(body.encode(), name="invented.txt", marking=marking)
        first, closed, last = reading.portions
        assert body[closed.start : closed.end].startswith("Mill Row")
        assert (closed.marking.level.name, closed.is_marked) == ("SECRET", True)
        assert closed.marking.releasable_to == frozenset({"owner"})
        assert first.marking.level.name == "UNCLASSIFIED"
        assert last.marking.releasable_to == frozenset({"owner"})
        assert "unmarked portion" in last.marking.caveats
    facts = to_facts_json(reading, doc="invented")["facts"]
    assert isinstance(facts, list)
    told = [fact for fact in facts if fact["type"] == "portion"]
    assert [(fact["level"], fact["spans"][0]["quote"]) for fact in told] == [("S", "(S//NF)")]


def test_a_national_mark_at_the_end_of_a_paragraph_keeps_it_with_its_owner() -> None:
    (_, closed) = read_document(b"One.\n\nTwo is told. (GEHEIM)\n", name="invented.txt").portions
    assert closed.unread == ("GEHEIM",)
    assert closed.marking.releasable_to == frozenset({"owner"})

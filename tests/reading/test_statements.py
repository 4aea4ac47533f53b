"""What statements are named by; the papers, firms and bodies are invented."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from enduse.model.marking import Audience, Level
from enduse.model.statement import Grade, Statement
from enduse.reading.document import DocumentReading, read_document
from enduse.reading.statements import to_statements

NUMBERED = (Path(__file__).parent / "golden" / "lathe_alert.txt").read_text(encoding="utf-8")
UNNUMBERED = NUMBERED.replace("P R 061145Z MAR 12\n", "")
OSLO = Audience(principal="NO", level=Level.SECRET)
SALE = "Brellok Trading Ltd sold a pump to Trestor Impex Ltd."


def read(text: str) -> DocumentReading:
    return read_document(text.encode(), name="invented.txt")


def state(text: str) -> tuple[Statement, ...]:
    return to_statements(read(text), source="test", origin="test desk", grade=Grade.parse("B2"))


def told(text: str) -> list[Statement]:
    """What Oslo sees of a paper; offsets into the whole paper are not shown to it."""
    seen = [each for each in state(text) if each.marking.is_visible_to(OSLO)]
    shown = [replace(each, locator=replace(each.locator, offset=None)) for each in seen]
    return sorted(shown, key=lambda each: each.id)


def subjects(text: str) -> set[str]:
    return {each.subject for each in state(text)}


def test_two_papers_without_a_number_share_no_party_and_no_item() -> None:
    assert subjects(SALE)
    assert not subjects(SALE) & subjects(SALE + " It was small.")


def test_two_copies_of_a_paper_without_a_number_are_one() -> None:
    assert subjects(SALE) == subjects(SALE.replace(" sold", "\n  sold") + "\n\n")


def test_two_papers_with_the_same_number_name_their_parties_alike() -> None:
    with_more = NUMBERED.replace("¶5. (U) Point", "¶5. (U) More words. Point")
    assert {s.subject for s in told(with_more)} >= {s.subject for s in told(NUMBERED)}


@pytest.mark.parametrize("gone", [(2,), (3,), (4,), (2, 3), (2, 4), (3, 4), (2, 3, 4)])
@pytest.mark.parametrize("change", ["deleted", "changed"])
def test_nothing_hidden_shows_in_the_names_of_a_paper_without_a_number(gone: tuple[int, ...], change: str) -> None:
    assert read(UNNUMBERED).reference == ""
    places = [UNNUMBERED.index(sign) for sign in ("¶2.", "¶3.", "¶4.", "(SECRET//REL")]
    parts = {number: UNNUMBERED[places[number - 2] : places[number - 1]] for number in (2, 3, 4)}
    text = UNNUMBERED
    for number in gone:
        other = parts[number].replace("\n\n", " So it is.\n\n", 1) if change == "changed" else ""
        text = text.replace(parts[number], other)
    assert any(each.subject.startswith("p-") for each in told(UNNUMBERED))
    assert any(each.prop == "request" for each in told(UNNUMBERED))
    assert told(text) == told(UNNUMBERED)


def test_a_party_known_here_by_a_short_form_bears_the_name_that_a_hidden_portion_gives_under_both_markings() -> None:
    points = [s for s in state(UNNUMBERED) if s.locator.record == "talking points"]
    named = [s for s in points if s.prop == "name" and s.value == "Ostrel Dynamics Industrial Group"]
    aliased = {s.subject for s in points if s.prop == "alias" and s.value == "ODIG"}
    assert {s.subject for s in named} == aliased
    assert all(s.marking.releasable_to == frozenset({"US"}) for s in named)

"""Rows of the regulation's lists become records; every party here is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from enduse.errors import Fault
from enduse.model.statement import Record
from enduse.sources.catalogue import get_source
from enduse.sources.export_entries import parse_citations
from enduse.sources.receiving import open_publication


def read(folder: Path, *rows: tuple[str, str, str]) -> tuple[list[Record], list[Fault]]:
    body = "".join("<TR>" + "".join(f"<TD>{cell}</TD>" for cell in row) + "</TR>" for row in rows)
    path = folder / "part744.xml"
    path.write_text(
        '<DIV5 N="744" TYPE="PART"><DIV9 N="Supplement No. 6 to Part 744"><TABLE><THEAD><TR><TH>Country</TH>'
        "<TH>Listed person and address</TH><TH>Federal Register citation</TH></TR></THEAD>"
        f"<TBODY>{body}</TBODY></TABLE></DIV9></DIV5>", "utf-8",
    )
    publication, _ = open_publication(get_source("us_bis_uvl"), [path], is_excerpt=True)
    found = list(publication.records)
    return [r for r in found if isinstance(r, Record)], [f for f in found if isinstance(f, Fault)]


def values(record: Record, prop: str) -> list[str]:
    return [s.value for s in record.statements if s.prop == prop]


CITED = "85 FR 64017, October 9, 2020."


def test_rows_under_a_country_that_cannot_be_read_never_fall_to_the_country_above(tmp_path: Path) -> None:
    records, faults = read(
        tmp_path, ("CHINA", "Auk Works, Wuhan, China", CITED), ("ATLANTIS", "Bunting, Deep Road", CITED),
        ("", "Crake, Deep Road", CITED), ("TURKEY", "Dunlin, Izmir, Turkey", CITED),
    )
    assert [values(record, "name") for record in records] == [["Auk Works"], ["Dunlin"]]
    assert len(faults) == 2


def test_a_row_without_a_citation_that_can_be_read_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    records, faults = read(tmp_path, ("CHINA", "Auk, Wuhan, China", "see below"), ("", "Bunting, Wuhan, China", CITED))
    assert [values(record, "name") for record in records] == [["Bunting"]]
    assert "no Federal Register citation" in faults[0].reason


def test_a_party_printed_twice_in_a_country_is_one_record_with_both_addresses(tmp_path: Path) -> None:
    records, faults = read(
        tmp_path, ("CHINA", "Auk Works, 1 Reed Road, Wuhan, China", CITED),
        ("", "AUK  WORKS, 2 Reed Road, Wuhan, China", "86 FR 1, January 5, 2021."),
    )
    assert faults == []
    record, = records
    assert len(values(record, "address")) == 2
    assert values(record, "authorityId") == ["85 FR 64017", "86 FR 1"]


def test_the_id_is_made_from_country_and_name_alone(tmp_path: Path) -> None:
    first, _ = read(tmp_path, ("CHINA", "Auk Works, 1 Reed Road, Wuhan, China", CITED))
    later, _ = read(tmp_path, ("CHINA", "Bunting, China", CITED), ("", "Auk Works, 9 Kite Road, Wuhan, China", CITED))
    abroad, _ = read(tmp_path, ("TURKEY", "Auk Works, Izmir, Turkey", CITED))
    assert first[0].subject == later[1].subject != abroad[0].subject


@pytest.mark.parametrize(("text", "short", "day"), [
    ("76 FR 71869, 11/21/11.", "76 FR 71869", date(2011, 11, 21)),
    ("63 FR 64325, 11/19/98", "63 FR 64325", date(1998, 11, 19)),
    ("88 FR FR 12158, 2/27/23.", "88 FR 12158", date(2023, 2, 27)),
    ("80 FR 4779 January 29, 2015", "80 FR 4779", date(2015, 1, 29)),
    ("73 FR 54508. 9/22/08", "73 FR 54508", date(2008, 9, 22)),
])
def test_a_citation_is_read_in_each_way_it_is_printed(text: str, short: str, day: date) -> None:
    found, = parse_citations(text)
    assert (found.short, found.on) == (short, day)


@pytest.mark.parametrize("text", ["", "[Reserved]", "76 FR, 11/21/11", "76 FR 1, 13/45/11", "76 FR 1, Smarch 3, 2011"])
def test_what_is_no_citation_gives_none(text: str) -> None:
    assert parse_citations(text) == ()

"""The real lists beside the checkout: every row is read, and the counts are those their keeper counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.errors import Fault
from enduse.model.statement import Record
from enduse.sources.catalogue import get_source
from enduse.sources.delimited import read_table
from enduse.sources.ecfr import stream_supplement
from enduse.sources.list_entry import split_entry
from enduse.sources.opening import OpenedFile
from enduse.sources.receiving import open_publication
from enduse.sources.workbook import read_workbook

LISTS = Path(__file__).resolve().parents[3] / "shared" / "lists"
PART744 = "us_bis/ecfr_title15_part744_2026-07-23.xml.gz"
_ENTITY = ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")
_UVL = ("Country", "Listed person and address", "Federal Register citation")
_MEU = ("Country", "Entity", "Federal Register citation")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not LISTS.is_dir(), reason="the real lists are not beside the checkout"),
]


def read(source: str, path: str, *, is_excerpt: bool = False) -> tuple[list[Record], list[Fault]]:
    publication, _ = open_publication(get_source(source), [LISTS / path], is_excerpt=is_excerpt)
    found = list(publication.records)
    return [r for r in found if isinstance(r, Record)], [f for f in found if isinstance(f, Fault)]


@pytest.mark.parametrize(("number", "headings", "rows"), [("4", _ENTITY, 3415), ("6", _UVL, 186), ("7", _MEU, 90)])
def test_each_supplement_has_the_rows_counted(number: str, headings: tuple[str, ...], rows: int) -> None:
    file = OpenedFile(role="part744", path=LISTS / PART744)
    assert sum(1 for _ in stream_supplement(file, number, headings=headings)) == rows


@pytest.mark.parametrize(("source", "role", "path", "rows"), [
    ("us_bis_dpl", "dpl", "us_bis/dpl_2019-07.txt.gz", 546),  # one more than line ends: the last row has none
    ("us_bis_dpl", "dpl", "us_bis/dpl_2022-09.txt.gz", 581),
    ("us_state_isn", "isn", "us_state/isn_2019.csv.gz", 213),
    ("us_ddtc_debarred", "debarred", "us_state/itar_debarred_2018-01-24.csv.gz", 515),
])
def test_each_table_has_the_rows_counted(source: str, role: str, path: str, rows: int) -> None:
    columns = get_source(source).role(role).columns
    delimiter = "\t" if source == "us_bis_dpl" else ","
    table = read_table(OpenedFile(role=role, path=LISTS / path), columns, delimiter=delimiter)
    assert sum(1 for _ in table) == rows


def test_the_workbook_has_the_rows_counted() -> None:
    file = OpenedFile(role="consolidated", path=LISTS / "au_dfat/dfat_consolidated_2026-08.xlsx")
    columns = get_source("au_dfat").role("consolidated").columns
    assert sum(1 for _ in read_workbook(file, columns)) == 11_068


@pytest.mark.parametrize(("source", "path", "records"), [
    ("us_bis_entity", PART744, 3458),  # 3,415 rows: some repeat a party, some hold several
    ("us_bis_uvl", PART744, 186),
    ("us_bis_meu", PART744, 71),  # 90 rows: headings over subordinate bodies, and reserved countries
    ("us_bis_dpl", "us_bis/dpl_2019-07.txt.gz", 414),  # 546 rows, one an address
    ("us_bis_dpl", "us_bis/dpl_2022-09.txt.gz", 458),
    ("us_state_isn", "us_state/isn_2019.csv.gz", 177),  # 213 rows, several a party
    ("us_ddtc_debarred", "us_state/itar_debarred_2018-01-24.csv.gz", 511),  # 515 rows
    ("au_dfat", "au_dfat/dfat_consolidated_2026-08.xlsx", 3846),  # 11,068 rows, one a name
])
def test_every_row_of_a_whole_list_is_read(source: str, path: str, records: int) -> None:
    found, faults = read(source, path)
    assert faults == []
    assert len(found) == records
    assert len({record.subject for record in found}) == records
    assert all(any(s.prop == "name" for s in record.statements) for record in found)


@pytest.mark.parametrize(("source", "path", "records"), [
    ("us_csl", "format_samples/us_csl_excerpt_2019.csv.gz", 115),
    ("us_csl", "format_samples/us_csl_excerpt_2025.csv.gz", 13),
    ("uk_ofsi", "format_samples/deriv_sample_hmt.csv.gz", 6),
])
def test_every_row_of_an_excerpt_is_read(source: str, path: str, records: int) -> None:
    found, faults = read(source, path, is_excerpt=True)
    assert (faults, len(found)) == ([], records)


def test_a_list_too_short_to_be_whole_is_refused_unless_called_an_excerpt() -> None:
    with pytest.raises(Exception, match="are expected"):
        read("us_csl", "format_samples/us_csl_excerpt_2025.csv.gz")


def test_the_aliases_found_are_the_aliases_announced_but_for_the_publishers_own_miscounts() -> None:
    file = OpenedFile(role="part744", path=LISTS / PART744)
    announced = off = 0
    for row in stream_supplement(file, "4", headings=_ENTITY):
        entry = split_entry(row.cells[1])
        for one in (entry, *entry.parts):
            announced += one.declared is not None
            off += one.declared not in (None, len(one.aliases), sum(not alias.is_former for alias in one.aliases))
    assert announced > 1900
    assert off <= 13


def test_a_denial_is_the_same_statement_in_both_versions() -> None:
    ids = [{s.id for r in read("us_bis_dpl", f"us_bis/{name}")[0] for s in r.statements}
           for name in ("dpl_2019-07.txt.gz", "dpl_2022-09.txt.gz")]
    assert len(ids[0] & ids[1]) > 0.6 * len(ids[0])


def test_every_footnote_mark_of_the_entity_list_is_a_program() -> None:
    records, _ = read("us_bis_entity", PART744)
    programs = {s.value for record in records for s in record.statements if s.prop == "program"}
    assert programs == {"Entity List", *(f"Entity List, footnote {mark}" for mark in "12345")}

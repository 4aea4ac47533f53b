"""The real sanctions lists beside the checkout: every record is read, and the counts are those their keeper counted."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.catalogue import get_source
from enduse.sources.receiving import open_publication

LISTS = Path(__file__).resolve().parents[3] / "shared" / "lists"
OFAC = "us_ofac"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not LISTS.is_dir(), reason="the real lists are not beside the checkout"),
]


def read(source: str, *paths: str, is_excerpt: bool = False) -> tuple[list[Record], list[Fault]]:
    publication, _ = open_publication(get_source(source), [LISTS / path for path in paths], is_excerpt=is_excerpt)
    found = list(publication.records)
    return [r for r in found if isinstance(r, Record)], [f for f in found if isinstance(f, Fault)]


def rows(path: str) -> list[list[str]]:
    with gzip.open(LISTS / path, "rt", encoding="utf-8", newline="") as stream:
        return [row for row in csv.reader(line for line in stream if not line.startswith("\x1a")) if row]


def sdn(day: str) -> list[str]:
    return [f"{OFAC}/{name}_{day}.csv.gz" for name in ("sdn", "alt", "add", "sdn_comments")]


@pytest.mark.parametrize(("day", "records", "aliases", "addresses", "faults"), [
    # The keeper's table says one less of each: the last line of these copies has no line end to be counted. The
    # deltas told there add up to 7,379. The overflow file is of 2023 and tells of ten entries not listed yet.
    ("2019-01", 7379, 9682, 11696, ["10 rows belong to no entry"]),
    ("2021-07", 8976, 11910, 13837, []),
])
def test_every_entry_alias_and_address_of_the_sdn_list_is_read(
    day: str, records: int, aliases: int, addresses: int, faults: list[str],
) -> None:
    found, told = read("us_ofac_sdn", *sdn(day))
    assert [words for fault, words in zip(told, faults, strict=True) if words in fault.reason] == faults
    assert len(found) == len({record.subject for record in found}) == records
    printed = rows(sdn(day)[1])
    assert len(printed) == aliases
    assert _parts(found, "alt_num") == {f"alt_num {row[1]}" for row in printed}
    places = rows(sdn(day)[2])
    assert len(places) == addresses
    told_places = {f"add_num {row[1]}" for row in places if any(cell.strip() != "-0-" for cell in row[2:6])}
    assert _parts(found, "add_num") == told_places


def _parts(records: list[Record], word: str) -> set[str]:
    places = (s.locator.record for r in records for s in r.statements)
    return {part for place in places for part in place.split(", ") if part.startswith(word)}


def test_a_copy_under_a_foreign_header_is_read_with_that_said() -> None:
    names = ("sdn_2023-01_reheadered", "alt_2025-12", "add_2023-01_reheadered")
    found, told = read("us_ofac_sdn", *(f"{OFAC}/{name}.csv.gz" for name in names))
    assert len(found) == 11443
    assert ["header" in fault.reason or "no entry" in fault.reason for fault in told] == [True] * 3
    with_alias = {r.subject for r in found if any("alt_num" in s.locator.record for s in r.statements)}
    assert len(with_alias) == 5186


def test_every_entry_of_the_consolidated_lists_is_read() -> None:
    found, told = read("us_ofac_cons", *(f"{OFAC}/cons_{name}_2025-12.csv.gz" for name in (
        "prim", "alt", "add", "comments")))
    assert told == []
    assert len(found) == 442


@pytest.mark.parametrize(("path", "persons", "entities"), [
    ("un/consolidated_2018-10-29.xml.gz", 703, 390),
    ("un/consolidated_2026-02-27.xml.gz", 730, 273),
    ("un/consolidated_2026-08.xml.gz", 736, 275),
])
def test_every_party_of_the_security_council_is_read(path: str, persons: int, entities: int) -> None:
    found, told = read("un_sc", path)
    assert told == []
    kinds = [record.statements[0].schema for record in found]
    assert (kinds.count("Person"), kinds.count("Organization")) == (persons, entities)
    original = {s.subject for r in found for s in r.statements if s.prop == "alias" and not s.value.isascii()}
    assert original


def test_ids_of_unchanged_claims_stay_from_one_version_to_the_next() -> None:
    old, _ = read("un_sc", "un/consolidated_2026-02-27.xml.gz")
    new, _ = read("un_sc", "un/consolidated_2026-08.xml.gz")
    before = {s.id for r in old for s in r.statements}
    after = {s.id for r in new for s in r.statements}
    assert len(before & after) / len(before) > 0.9


@pytest.mark.parametrize(("source", "path", "records"), [
    ("eu_fsf", "format_samples/deriv_sample_eu.xml.gz", 7),
    ("un_sc", "format_samples/deriv_sample_unsc.xml.gz", 7),
])
def test_excerpts_are_read_whole(source: str, path: str, records: int) -> None:
    found, told = read(source, path, is_excerpt=True)
    assert told == []
    assert len(found) == records
    with pytest.raises(InputError, match="expected"):
        read(source, path)


def test_an_excerpt_of_ofac_xml_is_read_and_refused_as_a_whole_list(tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml"
    path.write_bytes(gzip.decompress((LISTS / "format_samples/deriv_sdn.xml.gz").read_bytes()))
    spec = get_source("us_ofac_sdn")
    publication, _ = open_publication(spec, [path], is_excerpt=True)
    assert publication.declared_records == 8197
    assert sum(isinstance(item, Record) for item in publication.records) == 8
    whole, _ = open_publication(spec, [path])
    with pytest.raises(InputError, match="declares 8,197 records"):
        list(whole.records)


def test_a_delta_of_two_real_versions_counts_what_their_ids_say(tmp_path: Path) -> None:
    from enduse.workspace.opening import Workspace

    with Workspace.create(tmp_path / "w") as workspace:
        for name in ("consolidated_2018-10-29.xml.gz", "consolidated_2026-02-27.xml.gz"):
            workspace.load([LISTS / "un" / name])
        delta = workspace.delta("un_sc", viewpoint=workspace.viewpoint(), limit=0)
    assert (delta.added, delta.withdrawn, delta.left) == (112, 202, 112 + 202 + delta.changed)
    assert 0 < delta.changed <= 891

"""Tables of any columns are read by a map of what they mean. All names are invented."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from enduse.errors import Fault, InputError, UsageError
from enduse.model.statement import Record
from enduse.sources.catalogue import get_source
from enduse.sources.column_map import ColumnMap, read_column_map
from enduse.sources.receiving import open_publication
from enduse.workspace.opening import Workspace

GERMAN = """Nr\tFirma\tLand\tAndere Namen\tGeburt\tArt\tLEI\tFarbe
7/A\tQuarzau Technik\tDeutschland\tQT|Quarzau\t\tFirma\t5299000J2N45DDNE4Y28\trot
8/B\tIlse Beispielmann\tAT\t\t31.12.1961\tPrivat\t\tblau
\tOhne Nummer\tNirgendwo\t\t30.02.1990\tPrivat\t\t
9\t\t\t\t\tFirma\t\t
10\tWas Ist Das\t\t\t\tVerein\t\t
"""
MAP = b"""
columns:
  {Nr: "id", Firma: "name", Land: "country", "Andere Namen": "aliases", Geburt: "birth_date", Art: "kind", Farbe: ""}
constants: {topics: "sanction", program: "House list", listed_on: "01.02.2024"}
separator: "|"
dates: ["DD.MM.YYYY"]
values: {kind: {Firma: "Company", Privat: "Person"}, country: {Deutschland: "de"}}
"""


def read(path: Path, columns: ColumnMap) -> tuple[dict[str, list[tuple[str, str]]], list[Fault]]:
    publication, _ = open_publication(replace(get_source("table"), column_map=columns), [path], is_excerpt=True)
    found = list(publication.records)
    records = {
        item.subject: [(s.prop, s.value) for s in item.statements] for item in found if isinstance(item, Record)
    }
    return records, [item for item in found if isinstance(item, Fault)]


def plain(*pairs: str) -> ColumnMap:
    return read_column_map([], pairs, [])


def make_sheet(rows: list[list[str]]) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in row) + "</row>"
        for row in rows
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="L" sheetId="1" r:id="b"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="b" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def test_a_map_in_a_file_tells_columns_words_dates_separators_and_constants(tmp_path: Path) -> None:
    path = tmp_path / "firmen.tsv"
    path.write_text(GERMAN, "utf-8")
    records, faults = read(path, read_column_map([("map.yaml", MAP)], [], []))
    assert records["table-7/A"] == [
        ("name", "Quarzau Technik"), ("country", "de"), ("alias", "QT"), ("alias", "Quarzau"),
        ("leiCode", "5299000J2N45DDNE4Y28"), ("topics", "sanction"), ("program", "House list"),
        ("listingDate", "2024-02-01"),
    ]
    assert ("birthDate", "1961-12-31") in records["table-8/B"]
    unnumbered = next(said for subject, said in records.items() if ("name", "Ohne Nummer") in said)
    assert {("notes", "country: Nirgendwo"), ("notes", "birthDate: 30.02.1990")} <= set(unnumbered)
    reasons = [fault.reason for fault in faults]
    assert [word in " ".join(reasons) for word in ("Nirgendwo", "30.02.1990", "no name", "'Verein'")] == [True] * 4
    assert len(faults) == 4


def test_every_format_of_one_table_gives_the_same_statements(tmp_path: Path) -> None:
    header, rows = ["ref", "title of firm", "country"], [["1", "Zorvex Optics", "de"], ["2", "Quexport", "nl"]]
    objects = [dict(zip(header, row, strict=True)) for row in rows]
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in [header, *rows]) + "\n", "utf-8")
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in objects), "utf-8")
    (tmp_path / "a.xlsx").write_bytes(make_sheet([header, *rows]))
    columns = plain("ref=id", "title of firm=name")
    found = [read(tmp_path / f"a.{suffix}", columns) for suffix in ("csv", "jsonl", "xlsx")]
    assert found == [({
        "table-1": [("name", "Zorvex Optics"), ("country", "de")], "table-2": [("name", "Quexport"), ("country", "nl")],
    }, [])] * 3


def test_a_parquet_file_is_read_with_its_lists_and_dates(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    pq = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    rows = [{"id": 7, "name": "Zorvex", "aliases": ["ZO", "Zorv"], "birth_date": date(1961, 3, 1), "kind": "Person"}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet", ColumnMap()) == ({
        "table-7": [("name", "Zorvex"), ("alias", "ZO"), ("alias", "Zorv"), ("birthDate", "1961-03-01")],
    }, [])
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no such file")
    with pytest.raises(InputError, match="Parquet"):
        read(tmp_path / "b.parquet", ColumnMap())


def test_a_column_of_which_nobody_says_what_it_means_is_refused_until_it_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,colour,weight class\n1,Zorvex,red,7\n", "utf-8")
    with pytest.raises(InputError, match="colour"):
        read(path, plain("id=id"))
    with pytest.raises(InputError, match="weight class"):
        read(path, plain("colour="))
    assert read(path, plain("*="))[0] == {"table-1": [("name", "Zorvex")]}
    with pytest.raises(InputError, match="nowhere"):
        read(path, plain("*=", "nowhere=name"))


def test_a_row_without_an_id_is_named_by_what_it_holds_and_keeps_its_name_in_the_next_version(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with Workspace.create(tmp_path / "w") as workspace:
        path.write_text("who\nZorvex\nQuexport\n", "utf-8")
        workspace.load([path], column_map=["who=name"], constants=["topics=sanction"], name="mine")
        path.write_text("who\nNewcomer\nZorvex\n", "utf-8")
        second = workspace.load([path], column_map=["who=name"], constants=["topics=sanction"], name="mine")
    assert (second.appeared, second.vanished) == (2, 2)


def test_identifiers_stand_in_columns_of_their_own_or_in_pairs(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {"id": "1", "name": "Zorvex", "kind": "company", "imo": ["9999993"], "identifiers": ["taxNumber=12", "odd"]}
    path.write_text(json.dumps(row) + "\n" + json.dumps({"name": {"a": 1}}) + "\n", "utf-8")
    records, faults = read(path, ColumnMap())
    assert records == {"table-1": [("name", "Zorvex"), ("imoNumber", "9999993"), ("taxNumber", "12"),
                                   ("notes", "identifiers: odd")]}
    assert len(faults) == 2


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_first_line_shows_what_parts_the_columns(sign: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(sign.join(("id", "name", "country")) + "\n" + sign.join(("1", "Zorvex", "nl")) + "\n", "utf-8")
    assert read(path, ColumnMap()) == ({"table-1": [("name", "Zorvex"), ("country", "nl")]}, [])


@pytest.mark.parametrize("pairs", [["name"], ["=name"], ["a=shoe size"]])
def test_a_pair_that_is_none_is_refused(pairs: list[str]) -> None:
    with pytest.raises(UsageError):
        plain(*pairs)


@pytest.mark.parametrize("text", [
    b"columns: {a: \"shoe size\"}", b"columns: {a: \"name\"}\ndates: [\"DD.MM\"]",
    b"columns: {a: \"name\"}\nmood: \"x\"",
    b"columns: {a: \"name\"}\nseparator: \"\"", b"- a", b"columns: {a: \"name\"}\nconstants: {mood: \"x\"}",
])
def test_a_file_that_is_no_map_is_refused(text: bytes) -> None:
    with pytest.raises(InputError):
        read_column_map([("map.yaml", text)], [], [])


def test_a_map_is_for_tables_of_ones_own(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w") as workspace, pytest.raises(UsageError, match="own"):
        workspace.load([tmp_path / "x"], source="un_sc", column_map=["a=name"])


@pytest.mark.parametrize(("order", "text", "value"), [
    ("MM/DD/YYYY", "1/31/2024", "2024-01-31"), ("YYYYMMDD", "20240131", "2024-01-31"), ("DD.MM.YYYY", "1962", "1962"),
    ("DD.MM.YYYY", "2024-01-31", "2024-01-31"), ("DD.MM.YYYY", "31.13.2024", ""), ("DD.MM.YYYY", "31x01x2024", ""),
])
def test_dates_are_read_in_the_orders_known(order: str, text: str, value: str) -> None:
    assert ColumnMap(dates=(order,)).read_day(text) == value

"""Each source reads a small invented document in the published format into exactly the statements beside it.

`golden/` holds the document, `expected.jsonl` its statements and faults, one a
line; to change what a reader claims is to change these lines, which are reviewed
as data.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.errors import EnduseError, Fault
from enduse.model.statement import Record, Statement
from enduse.sources.catalogue import get_source
from enduse.sources.receiving import open_publication

HERE = Path(__file__).parent
GOLDEN = {
    "us_bis_entity": "us_bis_entity/golden/title-15_part-744.xml",
    "us_bis_uvl": "us_bis_entity/golden/title-15_part-744.xml",
    "us_bis_meu": "us_bis_entity/golden/title-15_part-744.xml",
    "us_bis_dpl": "us_bis_dpl/golden/dpl.txt",
    "bods": "bods/golden/invented-bods.jsonl",
    "gleif_lei": "gleif_lei/golden/gleif-lei2-golden-copy.csv",
    "gleif_rr": "gleif_rr/golden/gleif-rr-golden-copy.csv",
    "us_state_isn": "us_state_isn/golden/isn.csv",
    "us_ddtc_debarred": "us_ddtc_debarred/golden/itar_debarred.csv",
    "uk_ofsi": "uk_ofsi/golden/ConList.csv",
    "us_csl": "us_csl/golden/consolidated.csv",
    "table": "table/golden/own.csv",
    "products": "products/golden/products.csv",
    "denials": "denials/golden/denials.csv",
    "ftm": "ftm/golden/entities.ftm.json",
    "au_dfat": "au_dfat/golden/regulation8_consolidated.tsv",
}


def make_workbook(table: str) -> bytes:
    """Write tab separated text as the smallest sound .xlsx, with truth values and numbers as such."""
    rows = []
    for cells in csv.reader(io.StringIO(table), delimiter="\t"):
        rows.append("<row>" + "".join(_cell(text) for text in cells) + "</row>")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="List" sheetId="1" '
        'r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="b" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData></worksheet>',
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return held.getvalue()


def _cell(text: str) -> str:
    if text in ("TRUE", "FALSE"):
        return f'<c t="b"><v>{int(text == "TRUE")}</v></c>'
    if text.isdigit() and not text.startswith("0"):
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def golden_bytes(source: str) -> tuple[str, bytes]:
    path = HERE / GOLDEN[source]
    if path.suffix == ".tsv":
        return f"{path.stem}.xlsx", make_workbook(path.read_text("utf-8"))
    return path.name, path.read_bytes()


def read_bytes(source: str, name: str, data: bytes, folder: Path) -> Iterator[Record | Fault]:
    path = folder / name
    path.write_bytes(data)
    publication, _ = open_publication(get_source(source), [path], is_excerpt=True)
    return publication.records


def as_lines(found: Iterator[Record | Fault]) -> list[str]:
    lines = []
    for item in found:
        if isinstance(item, Fault):
            lines.append(_line({"fault": item.reason, "place": item.place.partition(":")[2], "subject": item.subject}))
        else:
            lines += [_line(_fields(statement)) for statement in item.statements]
    return lines


def _fields(statement: Statement) -> dict[str, str]:
    shown = {
        "subject": statement.subject, "schema": statement.schema, "prop": statement.prop, "value": statement.value,
        "printed": statement.printed if statement.printed != statement.value else "",
        "record": statement.locator.record, "hedge": statement.hedge,
        "from": statement.valid_from.isoformat() if statement.valid_from else "",
        "to": statement.valid_to.isoformat() if statement.valid_to else "",
    }
    return {key: value for key, value in shown.items() if value}


def _line(fields: dict[str, str]) -> str:
    return json.dumps(fields, ensure_ascii=False)


@pytest.mark.parametrize("source", sorted(GOLDEN))
def test_the_invented_document_gives_exactly_the_expected_statements(source: str, tmp_path: Path) -> None:
    lines = as_lines(read_bytes(source, *golden_bytes(source), tmp_path))
    expected = (HERE / source / "expected.jsonl").read_text("utf-8").splitlines()
    assert lines == expected


@pytest.mark.parametrize("source", sorted(GOLDEN))
def test_reading_twice_gives_the_same_statements(source: str, tmp_path: Path) -> None:
    name, data = golden_bytes(source)
    assert as_lines(read_bytes(source, name, data, tmp_path)) == as_lines(read_bytes(source, name, data, tmp_path))


@pytest.mark.parametrize("source", sorted(GOLDEN))
def test_no_statement_depends_on_its_line_in_the_file(source: str, tmp_path: Path) -> None:
    found = list(read_bytes(source, *golden_bytes(source), tmp_path))
    records = [item for item in found if isinstance(item, Record)]
    assert not any(re.search(r"\b(?:row|line) \d", s.locator.record) for r in records for s in r.statements)
    ids = [s.id for r in records for s in r.statements]
    assert len(set(ids)) == len(ids)


def mutate(data: bytes, seed: int) -> bytes:
    """Cut, double, overwrite and insert pieces, reproducibly."""
    chance = random.Random(seed)
    piece = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(piece) + 1)
        length = chance.choice((1, 2, 8, 60, 400))
        match chance.randrange(5):
            case 0:
                del piece[start:start + length]
            case 1:
                piece[start:start] = piece[start:start + length]
            case 2:
                piece[start:start + 1] = bytes([chance.randrange(256)])
            case 3:
                piece[start:start] = chance.choice((b'"', b"<", b"&", b",", b"\t", b"\n", b"\x00", b"\xff", b"a.k.a."))
            case _:
                piece[start:start] = chance.choice((b";", b",", b" ", b"(", b"\xe2\x80\x94", b"and ")) * length
        if not piece:
            return b""
    return bytes(piece)


@pytest.mark.parametrize("source", sorted(GOLDEN))
@settings(max_examples=60, deadline=3000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_document_is_told_as_an_error_of_ours_and_never_hangs(source: str, seed: int, tmp_path: Path) -> None:
    name, data = golden_bytes(source)
    with suppress(EnduseError):
        for found in read_bytes(source, name, mutate(data, seed), tmp_path):
            assert isinstance(found, (Record, Fault))


@settings(max_examples=60, deadline=3000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_workbook_with_a_damaged_table_is_told_as_an_error_of_ours(seed: int, tmp_path: Path) -> None:
    text = (HERE / GOLDEN["au_dfat"]).read_bytes()
    damaged = mutate(text, seed).replace(b"\x00", b" ").decode("utf-8", "replace")
    printable = "".join(sign for sign in damaged if sign in "\t\n" or sign.isprintable())
    with suppress(EnduseError, csv.Error):  # csv.Error comes from our own writing of the damaged table
        for found in read_bytes("au_dfat", "dfat.xlsx", make_workbook(printable), tmp_path):
            assert isinstance(found, (Record, Fault))

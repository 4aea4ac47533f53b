"""Workbooks that are too large, too wide, locked, or no workbooks at all."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from enduse.errors import InputError
from enduse.sources.opening import OpenedFile
from enduse.sources.workbook import read_workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write(folder: Path, sheet: str | bytes, *, extra: dict[str, str] | None = None) -> OpenedFile:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet, **(extra or {}),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    path = folder / "list.xlsx"
    path.write_bytes(held.getvalue())
    return OpenedFile(role="list", path=path)


def sheet(*cells: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(cells)}</sheetData></worksheet>'


def words(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_cells_become_text_under_their_headings(tmp_path: Path) -> None:
    head = f'<row r="1">{words("A1", "Name")}{words("B1", "Number")}</row>'
    body = f'<row r="2">{words("A2", "Auk")}<c r="B2"><v>12</v></c></row>'
    rows = read_workbook(write(tmp_path, sheet(head, body)), ("Name", "Number"))
    assert list(rows) == [({"Name": "Auk", "Number": "12"}, 2)]


@pytest.mark.parametrize("place", ["A1048576", "XFD1", "XFD1048576", "ZZZZZZZZ1", "A999999999"])
def test_a_cell_far_out_is_refused_before_the_sheet_is_laid_out(tmp_path: Path, place: str) -> None:
    file = write(tmp_path, sheet(f'<row r="1">{words("A1", "Name")}</row><row>{words(place, "x")}</row>'))
    with pytest.raises(InputError, match="beyond"):
        list(read_workbook(file, ("Name",)))


def test_a_sheet_under_another_name_is_looked_at_too(tmp_path: Path) -> None:
    rels = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" Type="{_OFFICE}/worksheet" '
        'Target="/pictures/a.png"/></Relationships>'
    )
    hidden = {"xl/_rels/workbook.xml.rels": rels, "pictures/a.png": sheet(f'<row>{words("XFD1048576", "x")}</row>')}
    with pytest.raises(InputError, match="beyond"):
        read_workbook(write(tmp_path, sheet(), extra=hidden), ("Name",))


def test_a_zip_that_unpacks_out_of_all_proportion_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unpack"):
        read_workbook(write(tmp_path, sheet(" " * 30_000_000)), ("Name",))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="document type"):
        read_workbook(write(tmp_path, '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet()), ("Name",))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 an old workbook", b"Name,Number\n"])
def test_what_is_no_workbook_is_told_as_such(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match="no sound"):
        read_workbook(OpenedFile(role="list", path=path), ("Name",))


def test_a_changed_heading_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, sheet(f'<row r="1">{words("A1", "Nom")}</row>'))
    with pytest.raises(InputError, match="unknown: 'Nom'"):
        read_workbook(file, ("Name",))

"""Supplements of the regulation, found and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.errors import InputError
from enduse.sources.ecfr import MAX_CELL, stream_supplement
from enduse.sources.opening import OpenedFile

_HEAD = "<THEAD><TR><TH>Country</TH><TH>Entity</TH></TR></THEAD>"


def open_part(folder: Path, body: str, *, number: str = "4", before: str = "") -> OpenedFile:
    path = folder / "part.xml"
    supplement = f'<DIV9 N="Supplement No. {number} to Part 744"><TABLE>{body}</TABLE></DIV9>'
    path.write_text(f'<?xml version="1.0"?>{before}<DIV5>{supplement}</DIV5>', "utf-8")
    return OpenedFile(role="part744", path=path)


def rows(file: OpenedFile) -> list[tuple[str, ...]]:
    return [row.cells for row in stream_supplement(file, "4", headings=("Country", "Entity"))]


def test_a_cell_keeps_its_breaks_and_raised_figures_in_order(tmp_path: Path) -> None:
    body = f"{_HEAD}<TBODY><TR><TD>A\n B</TD><TD>Auk <E>and</E> <sup>4</sup><br/>&#x2014;Crake</TD></TR></TBODY>"
    assert rows(open_part(tmp_path, body)) == [("A B", "Auk and ⁴\n—Crake")]


def test_the_notes_below_the_table_are_no_rows(tmp_path: Path) -> None:
    body = f"{_HEAD}<TBODY/><TFOOT><TR><TD>note</TD><TD/></TR></TFOOT>"
    assert rows(open_part(tmp_path, body)) == []


@pytest.mark.parametrize(("body", "number", "before", "words"), [
    (_HEAD, "5", "", "no Supplement No. 4"),
    ("<THEAD><TR><TH>Land</TH><TH>Entity</TH></TR></THEAD>", "4", "", "headings are Land"),
    ("", "4", "", "no table"),
    ("<TBODY><TR><TD>a</TD></TR></TBODY>", "4", "", "no headings"),
    (f"{_HEAD}<TBODY><TR><TD>", "4", "", "not whole XML"),
    (_HEAD, "4", '<!DOCTYPE a [<!ENTITY b "c">]>', "document types"),
    (f"{_HEAD}<TBODY><TR><TD>{'x' * (MAX_CELL + 1)}</TD></TR></TBODY>", "4", "", "more than"),
    ("<a>" * 100 + "</a>" * 100, "4", "", "nested deeper"),
])
def test_what_is_not_the_supplement_is_refused(tmp_path: Path, body: str, number: str, before: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        rows(open_part(tmp_path, body, number=number, before=before))


def test_supplement_40_is_not_supplement_4(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no Supplement No\. 4"):
        rows(open_part(tmp_path, _HEAD, number="40"))

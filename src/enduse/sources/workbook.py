"""Tables in .xlsx workbooks, read strictly and checked before anything is unpacked.

A workbook is a zip of XML. Before the reader sees it, the sizes the zip declares
are bounded in total and in ratio, and the places the sheet's cells claim to have
are bounded too, because the reader lays a sheet out as a full rectangle: one cell
in the last corner of a sheet would cost many gigabytes. Cost: linear in the
unpacked size; memory: the unpacked workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from enduse.errors import InputError
from enduse.sources.delimited import check_header
from enduse.sources.opening import OpenedFile

if TYPE_CHECKING:
    from zipfile import ZipFile

MAX_PARTS = 200
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_CHUNK = 1 << 16
_PLACE = re.compile(rb"""(?<=\s)r\s{0,4}=\s{0,4}["']\s{0,4}([A-Za-z]{0,8})(\d{0,9})""")
_REFUSE = "It is not the workbook that the publisher gives."


def read_workbook(file: OpenedFile, columns: Sequence[str]) -> Iterator[tuple[dict[str, str], int]]:
    """Yield each row of the first sheet as heading to text, with its number in the sheet.

    Whole numbers lose the ".0" a workbook gives them, dates become ISO dates,
    truth values "true" and "false"; empty rows are left out.

    Raises:
        InputError: no sound workbook, a bound is passed, or the header differs.
    """
    header, rows = _open_sheet(file)
    check_header(header, columns, name=file.name)
    return _pair(rows, header)


def read_sheet(file: OpenedFile) -> tuple[tuple[str, ...], Iterator[tuple[list[str], int]]]:
    """Return the headings of the first sheet, whatever they are, and its rows as texts with their numbers.

    Raises:
        InputError: no sound workbook, or a bound is passed.
    """
    header, rows = _open_sheet(file)
    numbered = (([_text(cell) for cell in row], number) for number, row in enumerate(rows, start=2))
    return header, ((cells, number) for cells, number in numbered if any(cells))


def _open_sheet(file: OpenedFile) -> tuple[tuple[str, ...], Iterator[Sequence[object]]]:
    with file.open() as stream:
        data = stream.read()
    _check(data, file.name)
    rows = _open(data, file.name)
    header = tuple(_text(cell) for cell in next(rows, ()))
    while header and not header[-1]:
        header = header[:-1]
    return header, rows


def _pair(rows: Iterator[Sequence[object]], header: tuple[str, ...]) -> Iterator[tuple[dict[str, str], int]]:
    for number, row in enumerate(rows, start=2):
        cells = [_text(cell) for cell in row]
        if any(cells):
            padded = [*cells, *[""] * len(header)][: len(header)]
            extra = {f"column {place}": cell for place, cell in enumerate(cells[len(header):], len(header) + 1) if cell}
            yield {**dict(zip(header, padded, strict=True)), **extra}, number


def _open(data: bytes, name: str) -> Iterator[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError, KeyError, EOFError, OverflowError) as exc:
        raise InputError(f"the workbook cannot be read: {str(exc)[:120]}.", where=name, remedy="Get it again.") from exc
    except BaseException as exc:
        if type(exc).__name__ != "PanicException":  # how the reader's Rust code reports what it did not foresee
            raise
        raise InputError("the workbook is damaged.", where=name, remedy="Get it again.") from exc
    return iter(rows)


def _check(data: bytes, name: str) -> None:
    """Refuse a zip that would unpack too large, and a sheet whose cells lie too far out."""
    from zipfile import BadZipFile, ZipFile
    from zlib import error as zlib_error

    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(data) + 1_000_000:
                raise InputError(f"would unpack to {unpacked // 1_000_000} MB.", where=name, remedy=_REFUSE)
            if any(part.flag_bits & 1 for part in parts):
                raise InputError("is locked with a password.", where=name, remedy="Save it without one.")
            names = {part.filename.lower() for part in parts}
            if "xl/workbook.xml" not in names or names & {"content.xml", "xl/workbook.bin"}:
                raise InputError("is a zip of another kind.", where=name, remedy=_REFUSE)
            for part in parts:
                _check_part(archive, part.filename, part.file_size, name)
    except (BadZipFile, zlib_error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as exc:
        remedy = "Get it again as .xlsx."
        raise InputError("is no sound .xlsx workbook; nothing of it was used.", where=name, remedy=remedy) from exc


def _check_part(archive: ZipFile, part: str, size: int, name: str) -> None:
    """Look at every part, whatever it is called: the workbook itself says which part is a sheet."""
    rest, seen = b"", 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            seen += len(chunk)
            if seen > size:
                raise InputError("a part is larger than the file says.", where=name, remedy=_REFUSE)
            text = rest + chunk
            _check_places(text, name)
            rest = text[-64:]


def _check_places(text: bytes, name: str) -> None:
    for letters, figures in _PLACE.findall(text):
        if _column(letters) > MAX_COLUMNS or (figures and int(figures) > MAX_ROWS):
            raise InputError(
                f"a cell lies at {(letters + figures).decode('ascii', 'replace')[:20]}, beyond the "
                f"{MAX_ROWS:,} rows and {MAX_COLUMNS} columns that are read.", where=name, remedy=_REFUSE,
            )
    if b"<!DOCTYPE" in text or b"\x00" in text:
        raise InputError("holds a document type, or a part that is no UTF-8 text.", where=name, remedy=_REFUSE)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\u00a0", " ").strip() if cell is not None else ""

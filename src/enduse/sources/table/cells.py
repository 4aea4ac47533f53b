"""The rows of any table as cells by heading: delimited text, a workbook, JSON Lines, Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enduse.errors import Fault, InputError
from enduse.sources.delimited import DelimitedRow, read_rows
from enduse.sources.json_lines import read_json_lines
from enduse.sources.opening import OpenedFile, read_head
from enduse.sources.workbook import read_sheet

Cell = str | list[str]
_BATCH = 2048


@dataclass(frozen=True, slots=True)
class CellRow:
    """The cells of one row that hold something, by heading, and its line or number from 1."""

    cells: Mapping[str, Cell]
    line: int


def read_cells(
    file: OpenedFile, *, format: str, delimiter: str, is_own: bool = False
) -> tuple[tuple[str, ...], Iterator[CellRow | Fault]]:
    """Return the headings, none for JSON Lines, and the rows as a stream.

    In a table of one's own (`is_own`) a line that is no text spoils its row alone.

    Raises:
        InputError: the file cannot be used, or has no headings.
    """
    if format == "jsonl":
        return (), _json(file)
    if format == "parquet":
        return _parquet(file)
    if format == "xlsx":
        header, sheet = read_sheet(file)
        _check(header, file.name)
        return header, (
            CellRow({h: cell for h, cell in zip(header, cells, strict=False) if cell}, line) for cells, line in sheet
        )
    rows = read_rows(file, delimiter=delimiter or _find_delimiter(file), is_own=is_own)
    first = next(rows, None)
    if isinstance(first, Fault) and is_own:
        raise InputError(first.reason, where=first.place, remedy=first.remedy)
    if not isinstance(first, DelimitedRow):
        raise InputError("the file has no header.", where=file.name, remedy="Its first line names the columns.")
    header = tuple(cell.strip().removeprefix("\ufeff") for cell in first.cells)
    _check(header, file.name)
    return header, _delimited(rows, header, file.name)


def _find_delimiter(file: OpenedFile) -> str:
    """Return the sign, of comma, semicolon, tab and bar, that stands most often in the first line; a comma for none."""
    first = read_head(file.path).decode("utf-8", "replace").partition("\n")[0]
    return max(",;\t|", key=first.count)


def _check(header: tuple[str, ...], name: str) -> None:
    twice = sorted({heading for heading in header if header.count(heading) > 1})
    if twice or not any(header):
        told = ", ".join(repr(heading[:60]) for heading in twice[:10])
        what = f"columns of one name: {told}." if twice else "the header is empty."
        raise InputError(what, where=f"{name}:1", remedy="Give each column a name of its own.")


def _delimited(
    rows: Iterator[DelimitedRow | Fault], header: tuple[str, ...], name: str,
) -> Iterator[CellRow | Fault]:
    for row in rows:
        if isinstance(row, Fault):
            yield row
        elif len(row.cells) != len(header):
            yield Fault(place=f"{name}:{row.line}", remedy="Quote cells that hold the delimiter.",
                        reason=f"{len(row.cells)} cells where the header has {len(header)}.")
        else:
            pairs = zip(header, row.cells, strict=True)
            yield CellRow({heading: cell.strip() for heading, cell in pairs if cell.strip()}, row.line)


def _json(file: OpenedFile) -> Iterator[CellRow | Fault]:
    for line in read_json_lines(file):
        if isinstance(line, Fault):
            yield line
            continue
        try:
            yield CellRow(_plain_cells(line.value), line.line)
        except ValueError as exc:
            yield Fault(place=f"{file.name}:{line.line}", reason=str(exc), remedy="Write texts, or lists of them.")


def _parquet(file: OpenedFile) -> tuple[tuple[str, ...], Iterator[CellRow | Fault]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.ParquetFile(file.path)
        groups = (found.metadata.row_group(n) for n in range(found.metadata.num_row_groups))
        unpacked = sum(group.total_byte_size for group in groups)
    except (pa.ArrowException, OSError) as exc:
        raise InputError("cannot be read as Parquet.", where=file.name, remedy="Get it again.") from exc
    if unpacked > file.max_bytes:
        raise InputError(f"would unpack to {unpacked // 1_000_000:,} MB.", where=file.name, remedy="Split it.")
    header = tuple(found.schema_arrow.names)
    _check(header, file.name)
    return header, _parquet_rows(found, file.name)


def _parquet_rows(found: Any, name: str) -> Iterator[CellRow | Fault]:
    import pyarrow as pa

    number = 0
    try:
        for batch in found.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                try:
                    yield CellRow(_plain_cells(row), number)
                except ValueError as exc:
                    yield Fault(place=f"{name}, row {number}", reason=str(exc), remedy="Flatten the table.")
    except (pa.ArrowException, OSError) as exc:
        raise InputError(f"breaks off after row {number:,}.", where=name, remedy="Get it again.") from exc


def _plain_cells(row: Mapping[str, object]) -> dict[str, Cell]:
    """Return what a row holds as texts and lists of texts. Raises ValueError for a value within a value."""
    cells: dict[str, Cell] = {}
    for heading, value in row.items():
        if isinstance(value, list):
            texts = [_plain(part, heading) for part in value]
            cells[heading] = [text for text in texts if text]
        else:
            cells[heading] = _plain(value, heading)
    return {heading: cell for heading, cell in cells.items() if cell}


def _plain(value: object, heading: str) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list | bytes):
        raise ValueError(f"{heading[:60]!r} holds a value within a value.")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text.removesuffix("T00:00:00").strip()

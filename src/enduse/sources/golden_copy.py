"""Rows of the golden copies of the Global LEI Foundation: CSV with a heading for each field, and moments as days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from enduse.errors import Fault, InputError
from enduse.sources.catalogue import SourceSpec
from enduse.sources.delimited import DelimitedRow, read_rows
from enduse.sources.opening import OpenedFile
from enduse.sources.rows import Row

LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.+\-Z]{1,30})?")


def read_columns(
    file: OpenedFile, needed: tuple[str, ...], known: re.Pattern[str], what: str
) -> tuple[tuple[str, ...], Iterator[DelimitedRow | Fault]]:
    """Return the headings, and the rows below them. `known` are headings that may stand beside those needed.

    Raises:
        InputError: a heading is missing or unknown.
    """
    rows = read_rows(file)
    header = next(rows, None)
    if header is None or isinstance(header, Fault):
        raise InputError("the file has no header.", where=file.name, remedy="Get it again.")
    columns = tuple(cell.strip().removeprefix("\ufeff") for cell in header.cells)
    missing = [column for column in needed if column not in columns]
    unknown = [column for column in columns if column not in needed and not known.fullmatch(column)]
    if missing or unknown:
        told = "; ".join(f"{word}: {', '.join(found[:10])}" for word, found in (
            ("missing", missing), ("unknown", unknown)) if found)
        raise InputError(f"the header is not that of {what} ({told[:1_000]}).", where=f"{file.name}:1",
                         remedy="Give the CSV of the golden copy, unzipped.")
    return columns, rows


def pair_rows(
    rows: Iterator[DelimitedRow | Fault], columns: tuple[str, ...], spec: SourceSpec, name: str,
    *, only: frozenset[str] = frozenset(),
) -> Iterator[Row | Fault]:
    """Yield the cells of each row by heading; with `only`, those of these headings."""
    for row in rows:
        if isinstance(row, Fault):
            yield row
        elif len(row.cells) != len(columns):
            yield Fault(place=f"{name}:{row.line}", reason=f"{len(row.cells)} cells where {len(columns)} are expected.",
                        remedy="Compare with the publisher's file.")
        else:
            cells = zip(columns, row.cells, strict=True)
            yield Row(spec, {column: cell for column, cell in cells if not only or column in only},
                      place=f"{name}:{row.line}", offset=row.line)


def take_optional(row: Row, field: str) -> str:
    """Take a field that older or narrower files lack; empty where it is not there."""
    return row.take(field) if row.has(field) else ""


def take_day(row: Row, field: str) -> date | None:
    """Take a moment and return its day; None where there is none."""
    text = take_optional(row, field)
    found = _DAY.fullmatch(text)
    try:
        if text and not found:
            raise ValueError
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        raise row.fault(f"{field} {text[:40]!r} is not a day such as 2026-01-31.") from None

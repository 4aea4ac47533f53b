"""Rows of a table of one's own (CSV, JSON Lines, Parquet, a workbook) and the plain values in its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from enduse.errors import Fault, InputError
from enduse.knowledge.countries import find_country
from enduse.knowledge.quantities import QuantityError, plain_numbers
from enduse.sources.opening import OpenedFile, read_head
from enduse.sources.table.cells import CellRow, read_cells

FORMATS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".pq": "parquet", ".xlsx": "xlsx",
}
_LARGEST = 1 << 40
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table opened: the headings, none for JSON Lines, and its rows as a stream."""

    headings: tuple[str, ...]
    rows: Iterator[CellRow | Fault]


def format_of(path: Path) -> str:
    """Return the form of a table by its name, else by its first bytes. Raises InputError for an empty file."""
    head = read_head(path)
    if not head:
        raise InputError("the file is empty.", where=path.name)
    if head.startswith(b"PAR1"):
        return "parquet"
    suffix = next((one.lower() for one in reversed(path.suffixes) if one.lower() != ".gz"), "")
    known = FORMATS.get(suffix, "")
    if known == "parquet":
        raise InputError("is named as Parquet and is none.", where=path.name, remedy="Name it as what it is.")
    return known or ("jsonl" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "csv")


def open_table(path: Path, *, encoding: str = "utf-8") -> OpenTable:
    """Open a table. Raises InputError where it cannot be used at all."""
    file = OpenedFile(role="rows", path=path, encoding=encoding, max_bytes=_LARGEST)
    headings, rows = read_cells(file, format=format_of(path), delimiter="", is_own=True)
    return OpenTable(headings, rows)


@lru_cache(maxsize=65_536)
def read_number(text: str, name: str) -> Decimal | None:
    """Return a number as people write it, None for an empty text. Raises ValueError for what is none."""
    words = text.strip()
    if not words:
        return None
    try:
        number = Decimal(plain_numbers(words)) if len(words) <= _LONGEST else Decimal("nan")
    except (InvalidOperation, QuantityError):
        number = Decimal("nan")
    if not number.is_finite() or number < 0 or number.adjusted() > _LONGEST:
        raise ValueError(f"{name}: {words[:_LONGEST]!r} is no number that can mean one thing.")
    return number


@lru_cache(maxsize=4096)
def read_country(text: str, name: str) -> str:
    """Return the code of a country, empty for an empty text. Raises ValueError for an unknown one."""
    words = text.strip()
    code = find_country(words) if words else ""
    if code is None:
        raise ValueError(f"{name}: {words[:_LONGEST]!r} is no country that is known here.")
    return code


@lru_cache(maxsize=4096)
def read_day(text: str, name: str) -> date | None:
    """Return an ISO date, None for an empty text. Raises ValueError for what is none."""
    words = text.strip()
    try:
        return date.fromisoformat(words[:10]) if words else None
    except ValueError:
        raise ValueError(f"{name}: {words[:_LONGEST]!r} is no ISO date such as 2026-01-31.") from None

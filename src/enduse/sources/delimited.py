"""Strict reading of comma and tab separated files, a row at a time, in bounded memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from enduse.errors import Fault, InputError
from enduse.sources.opening import OpenedFile

MAX_LINE = 1_000_000
END_MARK = "\x1a"
_AFTER_END = 4096
_OWN_REMEDY = "Save the file as text again, or name its encoding with --encoding."


@dataclass(frozen=True, slots=True)
class DelimitedRow:
    """The cells of one row, and the line (from 1) on which it ends."""

    cells: tuple[str, ...]
    line: int


def read_rows(
    file: OpenedFile, *, delimiter: str = ",", width: int | None = None, is_quoted: bool = True,
    is_own: bool = False,
) -> Iterator[DelimitedRow | Fault]:
    """Yield the rows of a file without its empty lines; a bad row is a fault, and the next rows follow.

    A row is bad when its quotes do not match or, with `width`, when it has
    another number of cells. A last line of a lone ^Z (the end mark of old OFAC
    files) ends the file. In a table of one's own (`is_own`) a row is also bad where one of its lines
    is longer than a megabyte, or holds bytes outside the encoding or NUL bytes. Cost: linear; memory: one row.

    Raises:
        InputError: such a line in a publisher's file, text after the end mark, or a file that ends within quotes.
    """
    bad: dict[int, InputError] = {}  # lines of the row that is being read
    with file.open() as stream:
        lines = _decode_lines(stream, name=file.name, encoding=file.encoding, bad=bad if is_own else None)
        if is_quoted:
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        else:
            reader = csv.reader(lines, delimiter=delimiter, strict=True, quoting=csv.QUOTE_NONE)
        while True:
            start = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as exc:
                if "unexpected end" in str(exc):
                    raise InputError(
                        f"ends within quotes that open on line {start}; the file breaks off.",
                        where=file.name, remedy="Get it again.",
                    ) from exc
                yield _tell_bad(bad, file.name, start, reader.line_num) or Fault(
                    place=_place(file.name, start, reader.line_num), reason=f"not a row: {exc}.",
                    remedy="Compare with the publisher's file.",
                )
                continue
            if cells is None:
                return
            if bad and (fault := _tell_bad(bad, file.name, start, reader.line_num)):
                yield fault
                continue
            if not cells:
                continue
            if width is not None and len(cells) != width:
                yield Fault(
                    place=_place(file.name, start, reader.line_num),
                    reason=f"{len(cells)} cells where {width} are expected.",
                    remedy="Compare with the publisher's file.",
                )
                continue
            yield DelimitedRow(tuple(cells), reader.line_num)


def read_table(
    file: OpenedFile, columns: Sequence[str], *, delimiter: str = ",", is_quoted: bool = True,
) -> Iterator[tuple[dict[str, str], int] | Fault]:
    """Yield each row below the header as heading to cell, with its line; the header is checked at once.

    Raises:
        InputError: the file is empty, or its header misses or adds a column (named);
            the order is free. And all that `read_rows` raises.
    """
    rows = read_rows(file, delimiter=delimiter, is_quoted=is_quoted)
    first = next(rows, None)
    if first is None:
        raise InputError("the file is empty.", where=file.name, remedy="Get it again.")
    if isinstance(first, Fault):
        raise InputError(f"its header cannot be read: {first.reason}", where=file.name, remedy=first.remedy)
    header = tuple(cell.strip().removeprefix("\ufeff") for cell in first.cells)
    check_header(header, columns, name=file.name)
    return _pair(rows, header, file.name)


def check_header(header: Sequence[str], columns: Sequence[str], *, name: str) -> None:
    """Compare a header with the columns the source is known to have.

    Raises:
        InputError: a column is missing, unknown or stands twice; all are named.
    """
    missing = [c for c in columns if c not in header]
    unknown = [c for c in header if c not in columns]
    twice = sorted({c for c in header if header.count(c) > 1})
    if not (missing or unknown or twice):
        return
    words = [("missing", missing), ("unknown", unknown), ("twice", twice)]
    told = "; ".join(f"{word}: " + ", ".join(repr(c[:80]) for c in found[:20]) for word, found in words if found)
    raise InputError(
        f"the header is not the one this source is known to have ({told}).",
        where=f"{name}:1", remedy="The publisher changed the file, or it is a file of another source.",
    )


def _pair(
    rows: Iterator[DelimitedRow | Fault], header: tuple[str, ...], name: str,
) -> Iterator[tuple[dict[str, str], int] | Fault]:
    for row in rows:
        if isinstance(row, Fault):
            yield row
        elif len(row.cells) != len(header):
            yield Fault(
                place=f"{name}:{row.line}", reason=f"{len(row.cells)} cells where {len(header)} are expected.",
                remedy="Compare with the publisher's file.",
            )
        else:
            yield dict(zip(header, row.cells, strict=True)), row.line


def _decode_lines(
    stream: IO[bytes], *, name: str, encoding: str, bad: dict[int, InputError] | None = None
) -> Iterator[str]:
    """Yield the lines of a file as text; one that is none is raised or, with `bad`, noted there and stood in for."""
    position = 0
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        size = len(raw)
        try:
            text = _decode(raw, position, number, name=name, encoding=encoding)
        except InputError as exc:
            if bad is None:
                raise
            bad[number] = exc
            quotes = raw.count(b'"')
            while size > MAX_LINE and raw and not raw.endswith(b"\n"):
                raw = stream.readline(MAX_LINE)
                size, quotes = size + len(raw), quotes + raw.count(b'"')
            text = '"\n' if quotes % 2 else "\ufffd\n"  # as many quotes are open after it
        position += size
        if text.startswith(END_MARK):
            rest = text[1:].strip(" ,\t\r\n" + END_MARK) or stream.read(_AFTER_END).strip(b"\x1a \r\n")
            if rest:
                raise InputError("text follows the end mark.", where=f"{name}:{number}", remedy="Get it again.")
            return
        yield text


def _decode(raw: bytes, position: int, number: int, *, name: str, encoding: str) -> str:
    """Return a line as text. Raises InputError for one that is too long or no text."""
    if len(raw) > MAX_LINE:
        raise InputError(
            f"the line is longer than {MAX_LINE:,} bytes.", where=f"{name}:{number}",
            remedy="This is not a list of that source.",
        )
    if b"\x00" in raw:
        at = position + raw.index(b"\x00")
        raise InputError(
            f"a NUL byte at byte {at}; this is not text.", where=f"{name}:{number}",
            remedy=f"Save it as {encoding.removesuffix('-sig').upper()} text.",
        )
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as exc:
        raise InputError(
            f"not {encoding} text at byte {position + exc.start}.", where=f"{name}:{number}",
            remedy="Get the file as the publisher gave it.",
        ) from exc


def _tell_bad(bad: dict[int, InputError], name: str, start: int, end: int) -> Fault | None:
    """Return what is wrong with the first bad line of a row, and forget those up to its end; None where none is."""
    found = [bad.pop(number) for number in sorted(bad) if number <= end]
    return Fault(place=_place(name, start, end), reason=found[0].what, remedy=_OWN_REMEDY) if found else None


def _place(name: str, start: int, end: int) -> str:
    return f"{name}:{start}" if end <= start else f"{name}:{start}-{end}"

"""Files of parties to screen: delimited text, JSON Lines or Parquet in, one row after the other out.

Whatever a row holds, the next one is read: a row that is no row comes out as one
that cannot be screened, with its place and reason. Memory: one line of text (a
million characters at most) or one batch of a Parquet file; compressed text is
read as it comes. Cost: linear, some 10 us a row of delimited text.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from enduse.errors import InputError, UsageError
from enduse.knowledge.party_columns import find_party_field, party_fields
from enduse.sources.opening import open_bounded, read_head
from enduse.workspace.party_rows import UNUSED, PartyRow, map_columns, mapped_field, read_party_row, refuse_row
from enduse.workspace.plain_rows import PlainRows
from enduse.workspace.raw_lines import MAX_LINE, TOO_LONG, RawLines

FORMATS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
           ".ijson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
_LARGEST = 1 << 40
_MOST_KEYS = 500
_MOST_COLUMNS = 2000
_DELIMITERS = ",;\t|"
_LONGEST_WAIT = 63

Values = Mapping[str, Sequence[str]]
T = TypeVar("T")
Cells = Sequence[tuple[int, str, bool]]  # of each column used: its place, its field, whether it may hold several
# Given the columns, a reader that makes something of a plain row, its number and its line, or None where it cannot.
ReadPlain = Callable[[Cells], Callable[[Sequence[str], int, int], T | None]]


@dataclass(frozen=True, slots=True)
class Share:
    """Every `of`th block of `size` rows, from block `number` on: what one of several processes reads of a file."""

    number: int = 0
    of: int = 1
    size: int = 1

    def holds(self, row: int) -> bool:
        """Tell whether a row, counted from 1, is in the share."""
        return (row - 1) // self.size % self.of == self.number


ALL = Share()
# A reader of as many plain rows as stand next in a text. Given the lines to read on from, how many rows were read
# before and the share, it yields how many rows it read and what it made of them (None for those outside the share), and
# stops before a row that is not plain.
TakeMany = Callable[[RawLines, int, Share], Iterator[tuple[int, T | None]]]
ReadMany = Callable[[Cells, int, str], TakeMany[T]]  # given the columns, how many cells a row has and what parts them


@dataclass(slots=True, kw_only=True)
class PartyFile:
    """A file of parties: its format, and which of its columns mean what.

    `columns` is whole for JSON Lines only when all rows have been read.
    """

    path: Path
    name: str
    format: str
    encoding: str = "utf-8"
    column_map: Mapping[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)

    def rows(self, *, share: Share = ALL) -> Iterator[PartyRow]:
        """Yield every row of a share in order, those that cannot be screened among them; by default all rows.

        A file that breaks off gives one last row that says so.

        Raises:
            InputError: the header or the whole file cannot be used.
        """
        return self.rows_or(partial(PlainRows, where=self.name), share=share)

    def rows_or(
        self, read_plain: ReadPlain[T], *, share: Share = ALL, read_many: ReadMany[T] | None = None
    ) -> Iterator[PartyRow | T]:
        """Yield the rows as `rows` does, save those of delimited text that a quicker reader takes.

        `read_many` is asked first, for delimited text in UTF-8.

        Raises:
            InputError: the header or the whole file cannot be used.
        """
        match self.format:
            case "csv":
                return _delimited_rows(self, share, read_plain, read_many)
            case "jsonl":
                return _json_rows(self, share)
        from enduse.workspace.parquet import read_parquet

        return (row for row in read_parquet(self) if share.holds(row.number))

    def note_columns(self, headings: Sequence[str]) -> list[str]:
        """Note the columns of a table; return their fields in order. Raises InputError for a header of no use."""
        if len(headings) > _MOST_COLUMNS:
            raise InputError(f"{len(headings):,} columns are too many.", where=self.name, remedy="Leave some out.")
        found = map_columns(headings, self.column_map, where=self.name)
        self.columns = dict(zip(headings, found, strict=True))
        return found

    def field_of(self, key: str) -> str:
        """Return the field that a key of JSON means, noting it."""
        if key in self.columns:
            return self.columns[key]
        found = mapped_field(self.column_map[key]) if key in self.column_map else find_party_field(key) or UNUSED
        if len(self.columns) < _MOST_KEYS:
            self.columns[key] = found
        return found


def open_party_file(
    path: Path, *, column_map: Mapping[str, str] | None = None, encoding: str = "utf-8", name: str = "",
) -> PartyFile:
    """Return the file to read parties from; its format is told by its name, else by its first bytes.

    Raises:
        InputError: it cannot be opened or is empty.
        UsageError: the encoding is not known.
    """
    try:
        codec = codecs.lookup(encoding).name
        "".encode(codec)
    except (LookupError, ValueError) as exc:
        raise UsageError(f"{encoding!r} is no encoding of text.", remedy="Such as utf-8, utf-16, cp1252.") from exc
    head = read_head(path)
    if not head:
        raise InputError("the file is empty.", where=name or path.name)
    for heading in (column_map or {}).values():
        mapped_field(heading)
    return PartyFile(
        path=path, name=name or path.name, format=_format_of(path, head), encoding=_encoding_of(head, codec),
        column_map=column_map or {},
    )


def read_column_map(path: Path) -> dict[str, str]:
    """Return the pairs of column and field that a YAML file holds. Raises InputError for anything else."""
    from enduse.knowledge.nodes import parse_nodes
    from enduse.workspace.asked_files import take_in

    top = parse_nodes(take_in(path), where=path.name)
    found = {column: node.text() for column, node in top.mapping().items()}
    top.faults.check()
    return found


def _format_of(path: Path, head: bytes) -> str:
    if head.startswith(b"PAR1"):
        return "parquet"
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    known = FORMATS.get(suffixes[-1], "") if suffixes else ""
    if known == "parquet":
        raise InputError("is named as Parquet and is none.", where=path.name, remedy="Name it as what it is.")
    return known or ("jsonl" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "csv")


def _encoding_of(head: bytes, codec: str) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if codec == "utf-8" else codec


def _lines(file: PartyFile) -> Iterator[str]:
    """Yield the lines with their ends; a byte outside the encoding becomes half a character, which is no text."""
    errors = "replace" if file.encoding.startswith("utf-16") else "surrogateescape"
    with open_bounded(file.path, max_bytes=_LARGEST) as raw:
        stream = io.TextIOWrapper(raw, encoding=file.encoding, errors=errors, newline="")
        while line := stream.readline(MAX_LINE + 1):
            if len(line) <= MAX_LINE:
                yield line
                continue
            while line and not line.endswith(("\n", "\r")):
                line = stream.readline(MAX_LINE)
            yield f"{TOO_LONG}\n"


# -- delimited text -------------------------------------------------------------------


def _delimited_rows(
    file: PartyFile, share: Share, read_plain: ReadPlain[T], read_many: ReadMany[T] | None
) -> Iterator[PartyRow | T]:
    if read_many is None or not file.encoding.startswith("utf-8"):
        return _read_table(_lines(file), file, share, read_plain, None)
    return _raw_rows(file, share, read_plain, read_many)


def _raw_rows(
    file: PartyFile, share: Share, read_plain: ReadPlain[T], read_many: ReadMany[T]
) -> Iterator[PartyRow | T]:
    with open_bounded(file.path, max_bytes=_LARGEST) as raw:
        yield from _read_table(RawLines(raw), file, share, read_plain, read_many)


def _read_table(
    lines: Iterator[str], file: PartyFile, share: Share, read_plain: ReadPlain[T], read_many: ReadMany[T] | None
) -> Iterator[PartyRow | T]:
    header, delimiter = _header(lines, file)
    cells = [(index, name, party_fields()[name].has_many)
             for index, name in enumerate(file.note_columns(header)) if name != UNUSED]
    return _read_delimited(
        lines, file, width=len(header), cells=cells, delimiter=delimiter, share=share, read_plain=read_plain(cells),
        take_many=read_many(cells, len(header), delimiter) if read_many else None,
    )


def _header(lines: Iterator[str], file: PartyFile) -> tuple[list[str], str]:
    first = next((line for line in lines if line.strip()), "")
    if "\x00" in first or any("\ud800" <= char <= "\udfff" for char in first):
        what = f"the header is not text in {file.encoding.removesuffix('-sig')}."
        raise InputError(what, where=file.name, remedy="Save it as UTF-8 text, or name its --encoding.")
    delimiter = max(_DELIMITERS, key=lambda sign: (first.count(sign), -_DELIMITERS.index(sign)))
    try:
        header = next(csv.reader([first], delimiter=delimiter, strict=True), [])
    except csv.Error as exc:
        remedy = "Put the headings into one line."
        raise InputError(f"the header cannot be read: {exc}.", where=f"{file.name}:1", remedy=remedy) from exc
    return [cell.strip() for cell in header], delimiter


def _read_delimited(
    lines: Iterator[str], file: PartyFile, *, width: int, cells: Cells, delimiter: str, share: Share,
    read_plain: Callable[[Sequence[str], int, int], T | None], take_many: TakeMany[T] | None,
) -> Iterator[PartyRow | T]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = passed = wait = wait_next = 0
    while True:
        if wait:
            wait -= 1
        elif take_many is not None and isinstance(lines, RawLines):
            before = number
            for count, many in take_many(lines, number, share):
                number += count
                if many is not None:
                    yield many
            wait = wait_next = 0 if number > before else min(2 * wait_next + 1, _LONGEST_WAIT)
            passed = lines.passed
        start = passed + reader.line_num + 2
        try:
            row = next(reader)
        except StopIteration:
            return
        except (csv.Error, InputError) as exc:
            number += 1
            if share.holds(number):
                yield refuse_row(number, _lines_of(file.name, start, passed + reader.line_num + 1), *_why_broken(exc))
            if isinstance(exc, InputError):
                return
            continue
        if not row:
            continue
        number += 1
        if not share.holds(number):
            continue
        plain = read_plain(row, number, passed + reader.line_num + 1) if len(row) == width else None
        if plain is not None:
            yield plain
            continue
        place = f"{file.name}:{passed + reader.line_num + 1}"
        if any(TOO_LONG in cell for cell in row):
            reason = f"a line is longer than {MAX_LINE:,} characters."
            yield refuse_row(number, place, reason, "Shorten it.")
        elif len(row) != width:
            reason = f"{len(row)} cells where the header has {width}."
            yield refuse_row(number, place, reason, "Put cells that hold the delimiter into quotes.")
        else:
            yield read_party_row(_cell_values(row, cells), number=number, place=place)


def _cell_values(row: Sequence[str], cells: Cells) -> Values:
    values: dict[str, list[str]] = {}
    for index, name, has_many in cells:
        text = row[index]
        if text:
            values.setdefault(name, []).extend(text.split(";") if has_many and ";" in text else (text,))
    return values


def _why_broken(exc: Exception) -> tuple[str, str]:
    if isinstance(exc, InputError):
        return f"the file cannot be read on: {exc.what}", "Get it again; the rows before were screened."
    return f"not a row: {exc}.", "Close the quotes that open on the first of these lines."


def _lines_of(name: str, start: int, end: int) -> str:
    return f"{name}:{start}" if end <= start else f"{name}:{start}-{end}"


# -- JSON Lines -----------------------------------------------------------------------


def _json_rows(file: PartyFile, share: Share) -> Iterator[PartyRow]:
    number = 0
    lines = enumerate(_lines(file), 1)
    while True:
        try:
            at, line = next(lines)
        except StopIteration:
            return
        except InputError as exc:
            if share.holds(number + 1):
                yield refuse_row(number + 1, file.name, *_why_broken(exc))
            return
        if not line.strip():
            continue
        number += 1
        if not share.holds(number):
            continue
        place = f"{file.name}:{at}"
        if TOO_LONG in line:
            yield refuse_row(number, place, f"the line is longer than {MAX_LINE:,} characters.", "Shorten it.")
            continue
        try:
            shape = json.loads(line)
        except (ValueError, RecursionError) as exc:
            yield refuse_row(number, place, f"not JSON: {_why(exc)}.", "Write one JSON object a line.")
            continue
        yield read_object(shape, file, number=number, place=place)


def read_object(shape: Any, file: PartyFile, *, number: int, place: str) -> PartyRow:
    """Read one JSON object: flat keys, or an entity of FollowTheMoney with its `properties`."""
    if not isinstance(shape, dict):
        return refuse_row(number, place, "not a JSON object.", "Write one JSON object a line.")
    properties = shape.get("properties")
    if isinstance(properties, dict):
        kept = {key: shape[key] for key in ("id", "schema") if key in shape}
        has_name = bool(properties.get("name"))
        shape = {**({} if has_name else {"name": shape.get("caption")}), **properties, **kept}
    values: dict[str, list[str]] = {}
    for key, value in shape.items():
        name = file.field_of(str(key)) if value is not None else UNUSED
        if name == UNUSED:
            continue
        values.setdefault(name, []).extend(_plain_texts(value))
    return read_party_row(values, number=number, place=place)


def _plain_texts(value: Any) -> Iterator[str]:
    """Yield the texts of a value: text, number, or a list of them; what is nested deeper is no value of a party."""
    parts = value if isinstance(value, list) else [value]
    for part in parts[:1000]:
        if isinstance(part, str):
            yield part
        elif isinstance(part, int | float) and not isinstance(part, bool):
            yield str(part)


def _why(exc: Exception) -> str:
    return "nested too deeply" if isinstance(exc, RecursionError) else str(exc).partition(":")[0][:80]

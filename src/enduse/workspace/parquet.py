"""Parquet in and out, a batch at a time; pyarrow is imported here and nowhere else.

Text columns are read as dictionaries, so that a small file that repeats one huge
value does not grow in memory; a value that is too long makes its row one that
cannot be screened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from enduse.errors import InputError
from enduse.workspace.party_rows import MAX_VALUE, UNUSED, PartyRow, read_party_row, refuse_row

BATCH = 2048
MAX_COLUMN_BYTES = 2_000_000_000  # of one column in one row group, unpacked
MAX_BATCH_BYTES = 256_000_000


class Table(Protocol):
    """A file that is a table, and which of its columns mean what."""

    @property
    def path(self) -> Path:
        """Return where it lies."""

    @property
    def name(self) -> str:
        """Return its name, as messages show it."""

    def note_columns(self, headings: Sequence[str]) -> list[str]:
        """Note the columns and return the field of each, in order."""


def read_parquet(file: Table) -> Iterator[PartyRow]:
    """Yield the rows of a Parquet file; the place of a row is its number.

    Raises:
        InputError: it is damaged, compressed in a way that is not known, or unpacks to more than memory should hold.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.ParquetFile(file.path)
        names = list(found.schema_arrow.names)
        meanings = dict(zip(names, file.note_columns(names), strict=True))
        columns = {name: meaning for name, meaning in meanings.items() if meaning != UNUSED}
        _check_size(found.metadata, columns, file.name)
        texts = [name for name in columns if pa.types.is_string(found.schema_arrow.field(name).type)
                 or pa.types.is_large_string(found.schema_arrow.field(name).type)]
        found = pq.ParquetFile(file.path, read_dictionary=texts)
    except (pa.ArrowException, OSError) as exc:
        raise InputError(f"cannot be read as Parquet: {_first_line(exc)}.", where=file.name) from exc
    return _rows(found, file, columns)


def _rows(found: Any, file: Table, columns: Mapping[str, str]) -> Iterator[PartyRow]:
    import pyarrow as pa

    number = 0
    batches = found.iter_batches(batch_size=BATCH, columns=list(columns), use_threads=False)
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            if batch.nbytes > MAX_BATCH_BYTES:
                raise InputError(f"{batch.num_rows:,} rows hold {batch.nbytes // 1_000_000} MB.", where=file.name)
            held = [(columns[name], _values(batch.column(name))) for name in batch.schema.names]
        except (pa.ArrowException, OSError, InputError) as exc:
            reason = f"the file cannot be read on: {_first_line(exc)}."
            yield refuse_row(number + 1, f"{file.name}: row {number + 1}", reason, "Get it again.")
            return
        for at in range(batch.num_rows):
            number += 1
            yield _row(file, number, [(name, values[at]) for name, values in held])


def _row(file: Table, number: int, cells: Sequence[tuple[str, list[str] | None]]) -> PartyRow:
    place = f"{file.name}: row {number}"
    values: dict[str, list[str]] = {}
    for name, texts in cells:
        if texts is None:
            return refuse_row(number, place, f"{name} is longer than {MAX_VALUE:,} characters.", "Shorten it.")
        if texts:
            values.setdefault(name, []).extend(texts)
    return read_party_row(values, number=number, place=place)


def _values(column: Any) -> list[list[str] | None]:
    """Return the texts of each row of a column, None for a value that is too long."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        used = pc.unique(column.indices).drop_null()
        words = dict(zip(used.to_pylist(), _values(column.dictionary.take(used)), strict=True))
        return [[] if at is None else words[at] for at in column.indices.to_pylist()]
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        sizes = pc.binary_length(column).to_pylist()
        return [
            [] if size is None else None if size > 4 * MAX_VALUE else [column[at].as_py()]
            for at, size in enumerate(sizes)
        ]
    return [_plain(value) for value in column.to_pylist()]


def _plain(value: Any) -> list[str] | None:
    parts = value if isinstance(value, list) else [value]
    texts = [part if isinstance(part, str) else str(part) for part in parts
             if part is not None and not isinstance(part, dict | bytes | bool)]
    return None if any(len(text) > MAX_VALUE for text in texts) else texts


def _check_size(metadata: Any, columns: Iterable[str], name: str) -> None:
    """Refuse a file that says of itself that one column of one part unpacks to more than memory should hold."""
    wanted = set(columns)
    for group in range(metadata.num_row_groups):
        part = metadata.row_group(group)
        for at in range(part.num_columns):
            column = part.column(at)
            if column.path_in_schema.split(".")[0] in wanted and column.total_uncompressed_size > MAX_COLUMN_BYTES:
                size = column.total_uncompressed_size // 1_000_000
                what = f"column {column.path_in_schema!r} unpacks to {size:,} MB."
                raise InputError(what, where=name, remedy="Write it with smaller row groups.")


def _first_line(exc: Exception) -> str:
    told = exc.what if isinstance(exc, InputError) else str(exc)
    return told.partition("\n")[0].rstrip(".")[:200]


def write_hits_parquet(batches: Iterator[list[dict[str, Any]]], path: Path) -> None:
    """Write hits as Parquet, one row group a batch; the same hits give the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    reason = pa.struct([("text", pa.string()), ("left", pa.string()), ("right", pa.string()), ("weight", pa.float64())])
    schema = pa.schema([
        ("query_id", pa.string()), ("rank", pa.int32()), ("score", pa.float64()), ("entity_id", pa.string()),
        ("caption", pa.string()), ("source", pa.string()), ("reasons", pa.list_(reason)),
    ])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))

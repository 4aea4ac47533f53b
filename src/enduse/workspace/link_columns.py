"""The link statements of a record as Arrow files: what the graph's segments are built from where there are many.

A file holds statements with marking, appearances, period, grade, hedge and origin, whoever may see them; any tool that
reads Arrow can read it. The first file holds all; each later one tells anew every link that newer loads changed.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enduse.diversion.link_building import LinkBuilder, LinkColumns, Numbers, ordinal
from enduse.errors import WorkspaceError
from enduse.store.link_rows import LinkClaim

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 65_536
_CODED = ("kind", "cover", "origin", "manner")
_DAYS = ("said", "valid_from", "valid_to")


def write_columns(claims: Iterable[LinkClaim], path: Path) -> None:
    """Write some claims as an Arrow file. Streams; cost: some 5 us a claim.

    Claims of a link from an entity to itself are left out.
    """
    import pyarrow as pa

    numbers = {name: Numbers() for name in _CODED}
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    waiting = (claim for claim in claims if claim.subject != claim.object)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, link_schema(), options=options) as writer:
        while block := list(islice(waiting, _AT_ONCE)):
            writer.write_batch(_batch(block, numbers))


def link_schema() -> pa.Schema:
    """Return the columns of a file and their types."""
    import pyarrow as pa

    coded = [(name, pa.dictionary(pa.uint8() if name == "kind" else pa.int32(), pa.string())) for name in _CODED]
    ends = [("subject", pa.string()), ("object", pa.string())]
    return pa.schema([*ends, *coded, *((name, pa.uint32()) for name in _DAYS)])


def _batch(block: Sequence[LinkClaim], numbers: dict[str, Numbers]) -> pa.RecordBatch:
    import pyarrow as pa

    told: dict[str, list[Any]] = {
        "kind": [claim.kind for claim in block], "origin": [claim.origin for claim in block],
        "cover": [(claim.marking, claim.seen) for claim in block],
        "manner": [(claim.grade, claim.hedge, claim.denied) for claim in block],
    }
    columns = [_texts([claim.subject for claim in block]), _texts([claim.object for claim in block])]
    for name in _CODED:
        codes = [numbers[name][one] for one in told[name]]
        words = [one if isinstance(one, str) else json.dumps(one, separators=(",", ":")) for one in numbers[name]]
        indices = pa.array(codes, pa.uint8() if name == "kind" else pa.int32())
        columns.append(pa.DictionaryArray.from_arrays(indices, _texts(words)))
    for name in ("said_on", "valid_from", "valid_to"):
        columns.append(pa.array([ordinal(getattr(claim, name)) for claim in block], pa.uint32()))
    return pa.RecordBatch.from_arrays(columns, schema=link_schema())


def _texts(texts: Sequence[str]) -> pa.Array:
    """Make a column of texts; half characters are kept as the record keeps them."""
    import pyarrow as pa

    raw = [text.encode("utf-8", "surrogatepass") for text in texts]
    at = array("i", accumulate(map(len, raw), initial=0))
    return pa.StringArray.from_buffers(len(raw), pa.py_buffer(at), pa.py_buffer(b"".join(raw)))


def add_file(builder: LinkBuilder, path: Path, *, generation: int) -> None:
    """Let a builder take in a file of columns; of a link that several tell, the last generation is kept.

    Memory: one batch of the file at a time, besides what the builder holds. Cost: some 1.5 us a claim.

    Raises:
        WorkspaceError: the file is missing or damaged.
    """
    import pyarrow as pa

    try:
        with pa.OSFile(str(path), "rb") as source, pa.ipc.open_file(source) as reader:
            codes: dict[str, pa.Array] = {}
            for number in range(reader.num_record_batches):
                batch = reader.get_batch(number)
                batch.validate(full=False)
                codes = codes or {name: _codes(builder, name, batch.column(name).dictionary) for name in _CODED}
                builder.add_columns(_columns(batch, codes), generation=generation)
    except (OSError, pa.ArrowInvalid, ValueError, TypeError) as exc:
        raise WorkspaceError(f"a file of link columns cannot be read: {exc}.", where=str(path)) from exc


def _codes(builder: LinkBuilder, name: str, words: pa.Array) -> pa.Array:
    """Return the builder's number of each word of a column."""
    import pyarrow as pa

    numbers = builder.texts[f"{name}s"]
    told = (numbers[word if name in ("kind", "origin") else _tuples(json.loads(word))] for word in words.to_pylist())
    return pa.array(list(told), pa.uint8() if name == "kind" else pa.uint32())


def _tuples(shown: Any) -> Any:
    return tuple(_tuples(each) for each in shown) if isinstance(shown, list) else shown


def _columns(batch: pa.RecordBatch, codes: dict[str, pa.Array]) -> LinkColumns:
    coded = {name: codes[name].take(batch.column(name).indices) for name in _CODED}
    days = {name: batch.column(name) for name in _DAYS}
    raw = {name: _raw(column, 1 if name == "kind" else 4) for name, column in (*coded.items(), *days.items())}
    subjects, objects = (_places(batch.column(name)) for name in ("subject", "object"))
    return LinkColumns(
        batch.num_rows, subjects, objects, raw["kind"], raw["cover"], raw["origin"], raw["said"], raw["valid_from"],
        raw["valid_to"], raw["manner"],
    )


def _raw(column: pa.Array, size: int) -> memoryview:
    if column.null_count:
        raise ValueError("a column has gaps")
    return memoryview(column.buffers()[1])[size * column.offset:size * (column.offset + len(column))]


def _places(column: pa.Array) -> tuple[int, int]:
    _, at, text = column.buffers()
    return at.address + 4 * column.offset, text.address if text is not None else at.address


def read_all(paths: Iterable[Path]) -> Iterator[bytes | memoryview]:
    """Return the bytes of the segment of all that some files of columns tell, in their order.

    Cost: some 3 us a claim; memory as the builder's.

    Raises:
        WorkspaceError: a file is missing or damaged.
    """
    builder = LinkBuilder()
    for generation, path in enumerate(paths):
        add_file(builder, path, generation=generation)
    return builder.finish()

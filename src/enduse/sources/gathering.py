"""Tables that print one party on several rows, not always together: rows in, one record a party out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from enduse.errors import Fault
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.rows import Claims, Row, RowFault


def gather_rows(
    rows: Iterable[tuple[dict[str, str], int] | Fault], spec: SourceSpec, name: str,
    read_row: Callable[[Row, dict[str, Claims]], None],
) -> Iterator[Record | Fault]:
    """Let `read_row` add each row to the claims held by subject, and yield them as records when all rows are read.

    A refused row is yielded as a fault; `read_row` must refuse it before it claims
    anything. Records come in the order in which their first rows stand. Cost:
    linear; memory: all claims of the list, so this is for lists of bounded size.
    """
    held: dict[str, Claims] = {}
    for found in rows:
        if isinstance(found, Fault):
            yield found
            continue
        fields, line = found
        try:
            read_row(Row(spec, fields, place=f"{name}:{line}", offset=line), held)
        except RowFault as exc:
            yield exc.fault
    yield from (claims.record() for claims in held.values())

"""The record as derived files are built from it: every statement, whoever may see it, with all its appearances.

Nothing of this reaches an answer but through a file that filters it again by viewpoint (`screening.sight`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from enduse.store.dialects import Connection, Row
from enduse.store.link_rows import LinkClaim, links_told_by, read_links
from enduse.store.own_series import OWN_ORDERS, TRADE, is_trade

Load = tuple[str, str, str]  # series, day it holds from, moment of receipt
_CHUNK = 400
_BLOCK = 8192
_COLUMNS = (
    "s.subject, s.id, s.value, s.prop, s.schema, s.source, s.marking, s.denied, s.valid_from, s.valid_to,"
    " a.series, a.effective_on, a.received_at, a.present"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """What derived files are compared with to know whether they are of today: loads, sorted, and erasures."""

    loads: tuple[Load, ...]
    erased: int


class IndexableRow(NamedTuple):
    """One statement, with its appearances in order: series, day, moment, and 1 for present or 0 for gone.

    A tuple, for there are millions of them, and whole columns are taken from many at once.
    """

    subject: str
    value: str
    prop: str
    key: bytes
    schema: str
    source: str
    marking: str
    denied: bool
    valid_from: str
    valid_to: str
    seen: tuple[tuple[str, str, str, int], ...] = ()


class Appeared(NamedTuple):
    """When a statement, by its id, was present in a series or had gone: day it holds from, moment of receipt."""

    series: str
    statement: bytes
    day: str
    moment: str
    present: int


class Indexable:
    """The record of one workspace as files beside it are derived from it; `place` is the workspace's folder.

    Rows of names are those that parties are screened against, or `of_trade` those of trade records.
    """

    def __init__(self, connection: Connection, place: Path, *, of_trade: bool = False) -> None:
        self._db = connection
        self.place = place
        self.of_trade = of_trade

    @property
    def folder(self) -> Path:
        """Return the folder of the derived files; it may be missing, and may be deleted at any time."""
        return self.place / "index"

    @property
    def names(self) -> Path:
        """Return the folder of the files of names."""
        return self.folder / "traders" if self.of_trade else self.folder

    def traders(self) -> Indexable:
        """Return the same record with the names of trade records."""
        return Indexable(self._db, self.place, of_trade=True)

    def erase_files(self) -> None:
        """Delete the derived files; whoever has them open reads on, and the next question makes them again."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def reading(self) -> AbstractContextManager[None]:
        """Hold one read transaction, so that state and rows are of one moment."""
        return self._db.reading()

    def state(self) -> RecordState:
        """Return what was loaded and erased so far."""
        loads = sorted(self._db.rows("SELECT series, effective_on, received_at FROM load"))
        erased = self._db.first("SELECT COUNT(*) FROM event WHERE act = 'erased'")
        count = int(erased[0]) if erased else 0
        return RecordState(loads=tuple((row[0], row[1], row[2]) for row in loads), erased=count)

    def name_state(self) -> RecordState:
        """Return what was loaded of what the rows of names come from, and erased."""
        whole = self.state()
        loads = tuple(load for load in whole.loads if is_trade(load[0]) == self.of_trade)
        return RecordState(loads=loads, erased=whole.erased)

    def count(self) -> int:
        """Return how many statements there are, for telling progress."""
        row = self._db.first("SELECT SUM(statements) FROM load")
        return int(row[0] or 0) if row else 0

    def rows(self, props: Sequence[str]) -> Iterator[IndexableRow]:
        """Yield the statements of some properties, without appearances, by subject, value, property and id.

        What the user's own orders and trade records say is left out, for nobody is screened against it; or all but
        trade records is. Streams; one pass.
        """
        among, sources = (
            ("(s.source = ? OR s.source LIKE ?)", (TRADE, f"{TRADE}:%")) if self.of_trade else
            ("s.source <> ? AND s.source <> ? AND s.source NOT LIKE ?", (OWN_ORDERS, TRADE, f"{TRADE}:%"))
        )
        sql = (
            "SELECT s.subject, s.value, s.prop, s.id, s.schema, s.source, s.marking, s.denied,"
            " COALESCE(s.valid_from, ''), COALESCE(s.valid_to, ''), '' FROM statement s"  # no appearance: empty
            f" WHERE s.prop || '' IN ({_blanks(props)}) AND {among}"
            " ORDER BY s.subject {binary}, s.value {binary}, s.prop {binary}, s.id"
        )
        return map(IndexableRow._make, self._db.rows(sql, (*props, *sources)))

    def appearances(self) -> Iterator[Sequence[Appeared]]:
        """Yield all appearances in blocks, by series, statement, day and moment. Streams; one pass."""
        sql = (
            "SELECT series, statement, effective_on, received_at, present FROM appearance"
            " ORDER BY series {binary}, statement, effective_on {binary}, received_at {binary}"
        )
        rows = map(Appeared._make, self._db.rows(sql))
        while block := list(islice(rows, _BLOCK)):
            yield block

    def changed(self, load: Load) -> tuple[bytes, ...]:
        """Return the ids of the statements that a load made appear or vanish.

        One pass over the appearances of its series.
        """
        sql = "SELECT DISTINCT statement FROM appearance WHERE series = ? AND received_at = ? ORDER BY statement"
        return tuple(bytes(row[0]) for row in self._db.rows(sql, (load[0], load[2])))

    def rows_of(self, ids: Iterable[bytes], props: Sequence[str]) -> tuple[IndexableRow, ...]:
        """Return some statements, those of some properties that `rows` yields, by subject, value, property and id."""
        wanted = iter(sorted(set(ids)))
        found: list[IndexableRow] = []
        while chunk := list(islice(wanted, _CHUNK)):
            sql = (
                f"SELECT {_COLUMNS} FROM statement s JOIN appearance a ON a.statement = s.id"
                f" WHERE s.id IN ({_blanks(chunk)}) ORDER BY s.id"
            )
            rows = _statements(self._db.rows(sql, chunk))
            found += (row for row in rows if row.prop in props and row.source != OWN_ORDERS
                      and is_trade(row.source) == self.of_trade)
        return tuple(sorted(found, key=_order))

    def links(self, props: Sequence[str]) -> Iterator[LinkClaim]:
        """Yield the statements of links, those of some properties, with their appearances. Streams; one pass."""
        return read_links(self._db, props)

    def links_told_by(self, ids: Iterable[bytes], props: Sequence[str]) -> tuple[LinkClaim, ...]:
        """Return all statements of each link of which one of some statements speaks."""
        return links_told_by(self._db, ids, props)


def _order(row: IndexableRow) -> tuple[str, str, str, bytes]:
    return row.subject, row.value, row.prop, row.key


def _statements(rows: Iterable[Row]) -> Iterator[IndexableRow]:
    """Yield one row for each statement of rows of `_COLUMNS` in which its appearances follow each other."""
    last: Row | None = None
    seen: list[tuple[str, str, str, int]] = []
    for row in rows:
        if last is not None and row[1] != last[1]:
            yield _statement(last, seen)
            seen = []
        last = row
        seen.append((row[10], row[11], row[12], row[13]))
    if last is not None:
        yield _statement(last, seen)


def _statement(row: Row, seen: list[tuple[str, str, str, int]]) -> IndexableRow:
    if len(seen) > 1:
        seen.sort()
    return IndexableRow(
        row[0], row[2], row[3], bytes(row[1]), row[4], row[5], row[6], bool(row[7]), row[8] or "", row[9] or "",
        tuple(seen),
    )


def _blanks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))

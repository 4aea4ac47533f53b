"""Rows of a long file in blocks: ids told apart, and blocks shared among processes that end with the one that asked.

Memory: some blocks of rows; ids are kept in a temporary file. Cost: some 5 us a row.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from enduse.errors import WorkspaceError
from enduse.model.viewpoint import Viewpoint

if TYPE_CHECKING:
    from concurrent.futures import Future

    from enduse.workspace.answering import Desk

Progress = Callable[[int, str], None]
BLOCK = 2000  # rows between two notes in the journal
_WATCH = 2.0

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsPlan:
    """What is asked of every row of a file, and where the answers go."""

    viewpoint: Viewpoint
    out: Path
    limit: int = 10
    threshold: float


class Row(Protocol):
    """A row of a file: its number, its id, and what is noted of it. It is a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def number(self) -> int:
        """Return its number from 1."""

    @property
    def query_id(self) -> str:
        """Return its id."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what is noted of it."""


R = TypeVar("R", bound=Row)


def answer_blocks(
    rows: Iterable[R], answer: Callable[[list[tuple[R, bool]]], A], apart: Callable[[list[tuple[R, bool]]], A], *,
    done: int, jobs: int, size: int = 0,
) -> Iterator[A]:
    """Yield the answers of blocks of rows after those that are done, by this process or `apart` by several.

    Raises:
        WorkspaceError: there are fewer rows than were done, or a process was ended from outside.
    """
    with told_apart(rows) as marked:
        if sum(1 for _ in islice(marked, done)) < done:
            raise WorkspaceError("the file has fewer rows than the interrupted run had read.")
        blocks = cut_blocks(marked, size)
        yield from share_blocks(blocks, apart, jobs) if jobs > 1 else map(answer, blocks)


def cut_blocks(rows: Iterator[B], size: int = 0) -> Iterator[list[B]]:
    """Yield rows in lists of `size`, by default `BLOCK`; the last one may be shorter."""
    while block := list(islice(rows, size or BLOCK)):
        yield block


@contextmanager
def told_apart(rows: Iterable[R]) -> Iterator[Iterator[tuple[R, bool]]]:
    """Give each row with the word whether its id stood on an earlier one, which its notes then say.

    Ids are kept as 16 bytes in a temporary file of SQLite's, so memory does not grow.
    """
    known = sqlite3.connect("")

    def mark() -> Iterator[tuple[R, bool]]:
        known.execute("CREATE TABLE id (name BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID")
        stream = iter(rows)
        while block := list(islice(stream, BLOCK)):
            names = [blake2b(row.query_id.encode("utf-8", "surrogatepass"), digest_size=16).digest() for row in block]
            numbered = [(name, row.number) for name, row in zip(names, block, strict=True) if row.query_id]
            if known.executemany("INSERT OR IGNORE INTO id VALUES (?, ?)", numbered).rowcount == len(numbered):
                yield from ((row, False) for row in block)
                continue
            for name, row in zip(names, block, strict=True):
                found = known.execute("SELECT row FROM id WHERE name = ?", (name,)).fetchone()
                if not row.query_id or found == (row.number,):
                    yield row, False
                else:
                    yield replace(row, notes=(*row.notes, f"the id stands on row {found[0]} too")), True

    try:
        known.execute("PRAGMA cache_size = -16384")
        yield mark()
    finally:
        known.close()


def share_blocks(blocks: Iterator[B], answer: Callable[[B], A], jobs: int) -> Iterator[A]:
    """Yield the answers of blocks in order, computed by `jobs` processes; two blocks wait for each at most.

    Raises:
        WorkspaceError: a process was ended from outside.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_with_the_parent)
    waiting: deque[Future[A]] = deque()
    try:
        for block in blocks:
            waiting.append(pool.submit(answer, block))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as exc:
        remedy = "Run it again with --resume and fewer --jobs."
        raise WorkspaceError("a process that answered was ended from outside.", remedy=remedy) from exc
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@lru_cache(maxsize=1)
def open_desk(folder: str, viewpoint: Viewpoint) -> Desk:
    """Open the record once in each process."""
    from enduse.store.record import Store
    from enduse.workspace.answering import Desk
    from enduse.workspace.settings import read_settings

    place = Path(folder)
    return Desk(Store.open(place, address=read_settings(place).database).view(viewpoint))


def _leave_with_the_parent() -> None:
    """End this process when the one that started it has ended, however it did."""
    from multiprocessing import parent_process

    parent = parent_process()

    def watch() -> None:
        while parent is not None and parent.is_alive():
            parent.join(_WATCH)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

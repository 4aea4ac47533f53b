"""One SQL text for SQLite and PostgreSQL: how each connects, spells a few words, and locks.

The SQL of this part keeps to what both speak (row values, ON CONFLICT, EXISTS);
only the words in `Dialect.words` differ. See docs/decisions/0001.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from enduse.errors import InputError, WorkspaceError

LIST_KB = 262_144  # what loading a list may take of SQLite's memory
PAPERS_KB = 24_576  # and loading papers, of which few are kept at a time; more saved nothing that could be measured
Value = str | int | bytes | None
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What one database spells differently."""

    name: str
    words: dict[str, str]
    placeholder: str
    begin: str
    errors: tuple[type[Exception], ...]
    bugs: tuple[type[Exception], ...]


class Connection:
    """One open connection; every write happens inside `writing`.

    What the database says of a damaged, full, locked or unreachable record is a
    `WorkspaceError`; a rule of the schema that was broken is a bug and crashes.
    """

    def __init__(self, raw: Any, dialect: Dialect, where: str) -> None:
        self._raw = raw
        self.dialect = dialect
        self.where = where

    def spell(self, sql: str) -> str:
        """Put the dialect's words and placeholders into a statement."""
        for word, spelling in self.dialect.words.items():
            sql = sql.replace("{" + word + "}", spelling)
        return sql if self.dialect.placeholder == "?" else sql.replace("?", self.dialect.placeholder)

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement and drop its result."""
        with self._telling():
            self._raw.cursor().execute(self.spell(sql), tuple(parameters))

    def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for many rows."""
        with self._telling():
            self._raw.cursor().executemany(self.spell(sql), rows)

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield the rows of a query as they come, in blocks."""
        with self._telling():
            cursor = self._raw.cursor()
            cursor.execute(self.spell(sql), tuple(parameters))
            block = cursor.fetchmany(_BLOCK)
        while block:
            yield from block
            with self._telling():
                block = cursor.fetchmany(_BLOCK)

    def first(self, sql: str, parameters: Sequence[Value] = ()) -> Row | None:
        """Return the first row of a query, None when there is none."""
        return next(self.rows(sql, parameters), None)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold one write transaction: all of it is kept, durably, or nothing."""
        cursor = self._raw.cursor()
        try:
            cursor.execute(self.dialect.begin)
        except self.dialect.errors as exc:
            raise _busy(self.where, exc) from exc
        try:
            yield
        except BaseException:
            with suppress(*self.dialect.errors):  # a full disk has rolled it back already
                self._raw.cursor().execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    @contextmanager
    def loading(self, kilobytes: int = LIST_KB) -> Iterator[None]:
        """Give the database some memory for a while, since the keys of a load come in no order."""
        if self.dialect.name == "sqlite":
            self.execute(f"PRAGMA cache_size = -{kilobytes}")
        try:
            yield
        finally:
            if self.dialect.name == "sqlite":
                with suppress(*self.dialect.errors):
                    self._raw.execute(f"PRAGMA cache_size = -{_CACHE_KB}")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one read transaction, so that all queries in it see the same record."""
        self.execute("BEGIN" if self.dialect.name == "sqlite" else _PG_READ)
        try:
            yield
        finally:
            self.execute("COMMIT")

    def close(self) -> None:
        """Close the connection; what was not committed is gone."""
        self._raw.close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn what the database refuses into an error that a person can act on."""
        try:
            yield
        except self.dialect.bugs:
            raise
        except self.dialect.errors as exc:
            remedy = "Check the disk and the rights of its folder; if it is damaged, restore it from a backup."
            raise WorkspaceError(f"the record cannot be used: {exc}.", where=self.where, remedy=remedy) from exc
        except UnicodeEncodeError as exc:
            what = "text holds half a character (a lone surrogate), which is no text."
            raise InputError(what, where=ascii(exc.object)[:80], remedy="Write it in UTF-8.") from exc


_BLOCK = 2000
_CACHE_KB = 65_536
_PG_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

SQLITE = Dialect(
    name="sqlite",
    words={
        "bytes": "BLOB", "clustered": "WITHOUT ROWID", "binary": "", "number": "INTEGER PRIMARY KEY",
        "like": "LIKE",
    },
    placeholder="?",
    begin="BEGIN IMMEDIATE",
    errors=(sqlite3.Error,),
    bugs=(sqlite3.IntegrityError, sqlite3.ProgrammingError),
)


def connect_sqlite(path: Path) -> Connection:
    """Open the one file of a workspace: write-ahead log, full sync, waits up to 60 s for another writer."""
    try:
        raw = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA temp_store = FILE")
        raw.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    except sqlite3.Error as exc:
        raise WorkspaceError(
            f"the record cannot be opened: {exc}.", where=str(path),
            remedy="Check the rights of its folder; if it is damaged, restore it from a backup.",
        ) from exc
    return Connection(raw, SQLITE, str(path))


def connect_postgres(address: str) -> Connection:
    """Open a team's record in PostgreSQL; needs the `postgres` extra."""
    try:
        import psycopg
    except ImportError as exc:
        remedy = "Install enduse with it, from its folder: pip install '.[postgres]'."
        raise WorkspaceError("PostgreSQL needs the postgres extra.", where=_hide(address), remedy=remedy) from exc
    try:
        raw = psycopg.connect(address, autocommit=True)
    except psycopg.Error as exc:
        remedy = "Check the address and that the server runs."
        raise WorkspaceError(f"cannot connect: {exc}", where=_hide(address), remedy=remedy) from exc
    dialect = Dialect(
        name="postgresql",
        words={
            "bytes": "BYTEA", "clustered": "", "binary": 'COLLATE "C"',
            "number": "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "like": "ILIKE",
        },
        placeholder="%s",
        begin="BEGIN",
        errors=(psycopg.Error,),
        bugs=(psycopg.IntegrityError, psycopg.ProgrammingError),
    )
    return Connection(raw, dialect, _hide(address))


def _hide(address: str) -> str:
    """Leave out user and password of a database address."""
    return address.split("@")[-1]


def _busy(where: str, exc: Exception) -> WorkspaceError:
    remedy = "Try again when it is free, and check the rights of its folder."
    return WorkspaceError(f"the record cannot be written: {exc}.", where=where, remedy=remedy)

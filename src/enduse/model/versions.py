"""Versions of a list, and what one changed against another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """One version of a list as it was loaded.

    `day` is the day from which it holds; where not `is_dated`, the day it was
    loaded. `records` and `statements` count what it held, `faults` what could not
    be read. `documents` are the hashes of its files.
    """

    source: str
    day: date
    is_dated: bool
    received_at: datetime
    records: int
    statements: int
    faults: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementChange:
    """A statement that one version has and the other lacks; `appeared` tells which way."""

    id: str
    prop: str
    value: str
    printed: str
    appeared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityChange:
    """What became of one entity of a list: "added", "withdrawn" or "changed", with the statements that tell so."""

    id: str
    schema: str
    caption: str
    kind: str
    statements: tuple[StatementChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDelta:
    """What the version of a list in force on `later` changed against the one in force on `earlier`.

    `earlier` is None where nothing of the list was loaded before. `added`,
    `withdrawn` and `changed` count entities, `appeared` and `vanished` statements;
    `entities` holds the first of each kind by id, as many as were asked for, and
    `left` counts those beyond.
    """

    source: str
    title: str
    earlier: date | None
    later: date
    added: int
    withdrawn: int
    changed: int
    appeared: int
    vanished: int
    entities: tuple[EntityChange, ...]
    left: int
    notes: tuple[str, ...] = ()

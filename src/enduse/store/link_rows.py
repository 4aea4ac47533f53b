"""Statements of links as the graph's files are made of them: every one, whoever may see it, with its appearances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from enduse.store.dialects import Connection, Row, Value

_CHUNK = 400
_COLUMNS = (
    "s.id, s.subject, s.prop, s.value, s.marking, s.denied, s.grade, s.hedge, s.origin, s.said_on, s.valid_from,"
    " s.valid_to, a.series, a.effective_on, a.received_at, a.present"
)


class LinkClaim(NamedTuple):
    """One statement of a link, as it is spelled in the record.

    `seen` are its appearances in order: series, day, moment, and 1 for present or 0 for gone. A tuple, for there are
    millions of them, and whole columns are taken from many at once.
    """

    subject: str
    kind: str
    object: str
    marking: str
    seen: tuple[tuple[str, str, str, int], ...]
    denied: bool
    grade: str
    hedge: str
    origin: str
    said_on: str
    valid_from: str
    valid_to: str


def read_links(connection: Connection, props: Sequence[str]) -> Iterator[LinkClaim]:
    """Yield the statements of some properties, by property, subject and id. Streams; one look-up a statement."""
    sql = (
        f"SELECT {_COLUMNS} FROM statement s JOIN appearance a ON a.statement = s.id"
        f" WHERE s.prop IN ({_blanks(props)}) ORDER BY s.prop, s.subject, s.id"
    )
    yield from _claims(connection.rows(sql, tuple(props)))


def links_told_by(
    connection: Connection, ids: Iterable[bytes], props: Sequence[str]
) -> tuple[LinkClaim, ...]:
    """Return all statements of each link of which one of some statements speaks, by subject and id.

    Cost: one look-up for each statement, and one for each statement of its subject.
    """
    told: set[tuple[str, str, str]] = set()
    for chunk in _chunks(sorted(set(ids))):
        rows = connection.rows(
            f"SELECT s.subject, s.prop, s.value FROM statement s WHERE s.id IN ({_blanks(chunk)})", chunk
        )
        told.update((row[0], row[1], row[2]) for row in rows if row[1] in props)
    found: list[LinkClaim] = []
    for chunk in _chunks(sorted({subject for subject, _, _ in told})):
        rows = connection.rows(
            f"SELECT {_COLUMNS} FROM statement s JOIN appearance a ON a.statement = s.id"
            f" WHERE s.subject IN ({_blanks(chunk)}) AND s.prop IN ({_blanks(props)}) ORDER BY s.subject, s.id",
            (*chunk, *props),
        )
        found += (claim for claim in _claims(rows) if (claim.subject, claim.kind, claim.object) in told)
    return tuple(found)


def _claims(rows: Iterable[Row]) -> Iterator[LinkClaim]:
    for _, group in groupby(rows, key=lambda row: bytes(row[0])):
        told = list(group)
        row = told[0]
        yield LinkClaim(
            row[1], row[2], row[3], row[4], tuple(sorted((r[12], r[13], r[14], int(r[15])) for r in told)),
            bool(row[5]), row[6], row[7], row[8], row[9] or "", row[10] or "", row[11] or "",
        )


def _chunks(values: Iterable[Value]) -> Iterator[tuple[Value, ...]]:
    waiting = iter(values)
    while chunk := tuple(islice(waiting, _CHUNK)):
        yield chunk


def _blanks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))

"""Statements of the Beneficial Ownership Data Standard, 0.4: who owns or controls a company, as registers publish it.

A statement is a version of a record: an entity, a person, or a relationship between two of them. Only the last version
of each record in the file is told; which one that is, a first pass finds, on disk. A party makes a record; a
relationship makes a part of the record of the entity that is owned. Cost: two passes, linear; memory: one statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.bods.fields import Fields
from enduse.sources.bods.parties import say_entity, say_person
from enduse.sources.bods.relationships import say_relationship
from enduse.sources.catalogue import SourceSpec
from enduse.sources.json_lines import JsonLine
from enduse.sources.json_objects import read_json_objects
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, RowFault

_MOST_TOLD = 200


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the records; the file says nothing of its own day.

    Raises:
        InputError: the statements are of a version before 0.4; and while reading, the file breaks off.
    """
    return Publication(published=None, declared_records=None, records=_read_all(files["statements"], spec))


def _read_all(file: OpenedFile, spec: SourceSpec) -> Iterator[Record | Fault]:
    latest = _Latest(file)
    told: set[tuple[str, str]] = set()
    try:
        for number, line in enumerate(read_json_objects(file)):
            if isinstance(line, Fault):
                yield line
            elif latest.holds(line.value, number):
                yield from _read_one(Fields(spec, line.value, place=f"{file.name}:{line.line}"), line.line, told)
    finally:
        latest.close()


class _Latest:
    """Which statement of each record is its last, by its day and then its place, in a file gone when it is closed."""

    def __init__(self, file: OpenedFile) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("CREATE TABLE told (record TEXT PRIMARY KEY, day TEXT, number INTEGER) WITHOUT ROWID")
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO told VALUES (?, ?, ?) ON CONFLICT (record) DO UPDATE"
            " SET day = excluded.day, number = excluded.number WHERE excluded.day >= day", self._gather(file),
        )

    def close(self) -> None:
        """Let go of the file on disk."""
        self._db.close()

    def holds(self, value: Mapping[str, object], number: int) -> bool:
        """Tell whether a statement is the last of its record; one without a record is, to be told as a fault."""
        key = _key(value)
        row = self._db.execute("SELECT number FROM told WHERE record = ?", (key,)).fetchone() if key else None
        return row is None or row[0] == number

    @staticmethod
    def _gather(file: OpenedFile) -> Iterator[tuple[str, str, int]]:
        for number, line in enumerate(read_json_objects(file)):
            if not isinstance(line, JsonLine):
                continue
            _check_version(line, file.name)
            day = line.value.get("statementDate")
            if key := _key(line.value):
                yield key, day[:40] if isinstance(day, str) else "", number


def _key(value: Mapping[str, object]) -> str:
    key = value.get("recordId")
    return key if isinstance(key, str) and key.isprintable() and len(key) <= 500 else ""


def _check_version(line: JsonLine, name: str) -> None:
    if "statementType" in line.value and "recordType" not in line.value:
        raise InputError(
            "the statements are of a version of the standard before 0.4.", where=f"{name}:{line.line}",
            remedy="Get the file in version 0.4, or convert it with the publisher's tools.",
        )


def _read_one(fields: Fields, line: int, told: set[tuple[str, str]]) -> Iterator[Record | Fault]:
    """Yield the record of one statement, then what of it could not be read."""
    try:
        key = fields.needed("recordId")
        fields.subject = fields.prefix + key
        kind = fields.meaning("recordType", fields.needed("recordType"))
        details = fields.inner("recordDetails")
        claims = Claims(fields.spec, fields.subject, "Thing", place=f"record {key}", offset=line)
        told_of: tuple[Claims, ...] = (claims,)
        if kind == "relationship":
            told_of = say_relationship(fields, details, claims)
        else:
            {"entity": say_entity, "person": say_person}[kind](fields, details, claims)
    except RowFault as exc:
        yield exc.fault
        return
    for name in (*fields.left(), *details.left()):
        if (kind, name) not in told and len(told) < _MOST_TOLD:
            told.add((kind, name))
            told_of[0].doubt(f"the field {name[:60]!r} of a statement ({kind}) is not known; it is left.",
                             "This is told once for the file.")
    for one in told_of:
        if not one.is_empty:
            yield one.record(is_part=kind == "relationship")
        yield from one.doubts

"""The record of one workspace: what is written, and the door to views of it.

Cost of a load: one insert per new statement and one per record staged, plus one
pass over what the series held the day before; memory is bounded by the batch
(2,000 records) however long the list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from enduse.errors import Fault, InputError, UsageError
from enduse.model.integrity import RecordCheck
from enduse.model.marking import PUBLIC, Marking
from enduse.model.passage import Passage
from enduse.model.review import RefusedProposal
from enduse.model.statement import Document, Judgement, LoadResult, Record, content_id, statement_key
from enduse.model.viewpoint import Viewpoint
from enduse.store.dialects import PAPERS_KB, Connection, Value, connect_postgres, connect_sqlite
from enduse.store.indexable import Indexable
from enduse.store.migrations import migrate
from enduse.store.own_series import ALL_ORDERS, span_of
from enduse.store.passages import erase_passages, keep_passages, last_reader, note_reader
from enduse.store.rejections import erase_rejections, keep_rejections
from enduse.store.spelling import ALWAYS, read_marking, read_moment, spell_marking, spell_moment, statement_row
from enduse.store.vault import Vault
from enduse.store.view import MARKED_ANEW, View

_BATCH = 2000
_STAGED = "SELECT s.subject FROM staged g CROSS JOIN statement s WHERE s.id = g.id"
MAX_FAULTS = 10_000  # told of one load; the others are counted

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a series to be loaded: a whole list as of a day, or one paper.

    `series` names what is replaced by its next version: a list's source id, or
    `doc:` and the hash for a paper, whose claims hold on any day unless they say
    otherwise (`effective_on` is then None). `files` pairs the name that locators
    give a file (empty for the only one) with its document. What an excerpt leaves
    out is not taken as withdrawn; of a version that `keeps_others` only what it no
    longer says of the subjects it speaks of.
    """

    series: str
    source: str
    files: tuple[tuple[str, Document], ...]
    effective_on: date | None
    marking: Marking = PUBLIC
    is_dated: bool = True
    is_excerpt: bool = False
    keeps_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperToKeep:
    """One paper to be loaded: its version, its statements, its text in passages, and by which reader it was read.

    `refused` is what a language model proposed and was not kept, by the marking of its passage.
    """

    version: Version
    records: Sequence[Record]
    passages: Sequence[Passage]
    reader: str
    refused: Mapping[Marking, Sequence[RefusedProposal]] = field(default_factory=dict)


@dataclass(slots=True)
class _Tally:
    records: int = 0
    statements: int = 0
    faults: list[Fault] = field(default_factory=list)
    unread: int = 0
    held: set[str] = field(default_factory=set)
    holds_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Where the statements of a load go: to the stage, or, of the first version of a series, at once to their place."""

    version: Version
    moment: str
    hashes: Mapping[str, str]
    is_first: bool


class Store:
    """The record, opened. Writes are durable when a method returns; reads go through `view`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._db = connection
        self._vault = vault
        migrate(connection)

    @classmethod
    def open(cls, folder: Path, *, address: str = "") -> Store:
        """Open the record in a folder: SQLite there, or PostgreSQL at `address`, documents beside it."""
        connection = connect_postgres(address) if address else connect_sqlite(folder / "record.sqlite")
        return cls(connection, Vault(folder / "documents"))

    def close(self) -> None:
        """Close the record."""
        self._db.close()

    def view(self, viewpoint: Viewpoint) -> View:
        """Return the only way to read: what is visible from a viewpoint."""
        return View(self._db, self._vault, viewpoint)

    @property
    def indexable(self) -> Indexable:
        """Return the whole record, for building files that filter what they yield by viewpoint themselves."""
        return Indexable(self._db, self._vault.folder.parent)

    def keep_document(self, stream: BinaryIO) -> tuple[str, int]:
        """Store bytes in the vault; return hash and size. They are known only once a version carries them."""
        return self._vault.keep(stream)

    def load(
        self,
        version: Version,
        records: Iterable[Record | Fault],
        *,
        at: datetime,
        check: Callable[[int], Fault | None] | None = None,
        progress: Progress | None = None,
    ) -> LoadResult:
        """Load one version of a series in one transaction: all of it, or nothing.

        Statements that the series carried the day before and no longer carries
        have vanished as of this version, save those of a record that could not be
        read; a fault that names no record lets nothing vanish. A version older
        than one already loaded takes its place between its neighbours.

        Args:
            version: what is loaded.
            records: the records, streamed, and the faults among them.
            at: the moment of receipt, aware.
            check: given the number of records, returns a fault that refuses the load.
            progress: called with the number of records so far.

        Raises:
            EnduseError: whatever `records` raises; nothing was kept then.
        """
        with self._db.writing(), self._db.loading():
            return self._load(version, records, at=at, check=check, progress=progress)

    def load_papers(self, papers: Sequence[PaperToKeep], *, at: datetime) -> tuple[LoadResult, ...]:
        """Load some papers in one transaction, each with its text in passages and who read it: all of them, or none.

        What an earlier reading of a paper found and this one does not has vanished.
        """
        results = []
        with self._db.writing(), self._db.loading(PAPERS_KB):
            for paper in papers:
                result = self._load(paper.version, paper.records, at=at)
                moment, sha256 = spell_moment(result.received_at), paper.version.files[0][1].sha256
                keep_passages(self._db, sha256, paper.passages, moment=moment)
                keep_rejections(self._db, sha256, paper.refused, moment=moment)
                for marking in {passage.marking for passage in paper.passages} | set(paper.refused):
                    self._note_marking(marking)
                note_reader(self._db, sha256, source=paper.version.source, reader=paper.reader, moment=moment)
                results.append(result)
        return tuple(results)

    def note_readers(self, documents: Sequence[str], *, source: str, reader: str, at: datetime) -> None:
        """Note by whom some archives were read of which everything inside is kept."""
        with self._db.writing():
            for sha256 in documents:
                note_reader(self._db, sha256, source=source, reader=reader, moment=spell_moment(at))

    def reader_of(self, sha256: str) -> tuple[str, str] | None:
        """Return the series a document was last read into and who read it, None where nobody did."""
        return last_reader(self._db, sha256)

    def _load(
        self, version: Version, records: Iterable[Record | Fault], *, at: datetime,
        check: Callable[[int], Fault | None] | None = None, progress: Progress | None = None,
    ) -> LoadResult:
        self._check_marking(version)
        moment = self._moment(at, version)
        target = self._target(version, moment)
        if not target.is_first:
            self._clear_stage()
        tally = self._take_in(target, records, progress)
        refusal = check(tally.records) if check else None
        if refusal is not None:
            raise InputError(refusal.reason, where=refusal.place, remedy=refusal.remedy)
        appeared, vanished, unchanged = self._settle(target, tally)
        return LoadResult(
            source=version.source, documents=tuple(d.sha256 for _, d in version.files),
            published=version.effective_on, received_at=read_moment(moment), records=tally.records,
            statements=tally.statements, appeared=appeared, vanished=vanished, unchanged=unchanged,
            faults=tuple(tally.faults),
            notes=tuple(_notes(tally, at=at, received=read_moment(moment), keeps_others=version.keeps_others)),
        )

    def judge(self, judgement: Judgement) -> None:
        """Add a person's judgement; a change of mind is a newer one."""
        with self._db.writing():
            self._note_marking(judgement.marking)
            self._db.execute(
                "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (bytes.fromhex(judgement.id), judgement.kind, judgement.object, judgement.verdict, judgement.reason,
                 judgement.actor, spell_moment(judgement.at), judgement.until.isoformat() if judgement.until else None,
                 spell_marking(judgement.marking)),
            )
            self._append_event(judgement.at, judgement.actor, "judged", judgement.object, judgement.reason,
                               judgement.marking)

    def note_event(self, *, at: datetime, actor: str, act: str, object: str, reason: str = "",
                   marking: Marking = PUBLIC) -> str:
        """Append one event to the hash-chained log; return its id."""
        with self._db.writing():
            self._note_marking(marking)
            return self._append_event(at, actor, act, object, reason, marking)

    def broken_events(self) -> Iterator[str]:
        """Yield the ids of events whose content or link does not match their name, sorted."""
        known: set[str] = set()
        rows = list(self._db.rows("SELECT id, previous, at, actor, act, object, reason, marking FROM event"))
        known.update(bytes(row[0]).hex() for row in rows)
        for row in sorted(rows, key=lambda r: bytes(r[0])):
            previous = bytes(row[1]).hex() if row[1] is not None else None
            name = content_id("event", previous, *row[2:])
            if name != bytes(row[0]).hex() or (previous is not None and previous not in known):
                yield bytes(row[0]).hex()

    def check(self) -> RecordCheck:
        """Look through all events and all documents. Cost: one pass over the vault's bytes, some 1 GB a second."""
        named = [row[0] for row in self._db.rows("SELECT DISTINCT sha256 FROM document ORDER BY sha256")]
        events = self._db.first("SELECT COUNT(*) FROM event")
        return RecordCheck(
            documents=len(named), events=int(events[0]) if events else 0,
            missing_documents=tuple(name for name in named if not self._vault.holds(name)),
            damaged_documents=tuple(self._vault.damaged()), broken_events=tuple(self.broken_events()),
        )

    def is_of_list(self, sha256: str) -> bool:
        """Tell whether a version of a list was loaded from a document."""
        rows = self._db.rows("SELECT documents FROM load WHERE series NOT LIKE 'doc:%' AND series NOT LIKE ?",
                             (f"{ALL_ORDERS}%",))
        return any(sha256 in json.loads(row[0]) for row in rows)

    def last_of_series(self, beginning: str) -> tuple[tuple[str, Marking, Document], ...]:
        """Return of each series that begins so, and still says something, its marking and its last document."""
        rows = list(self._db.rows(
            "SELECT series, marking, documents, source, statements FROM load"
            " WHERE series {binary} >= ? AND series {binary} < ? ORDER BY received_at",
            span_of(beginning),
        ))
        last = {row[0]: row for row in rows}
        found = []
        for series, row in sorted(last.items()):
            document = self._document(json.loads(row[2])[-1], row[3]) if int(row[4]) else None
            if document is not None:
                found.append((series, read_marking(row[1]), document))
        return tuple(found)

    def _document(self, sha256: str, source: str) -> Document | None:
        row = self._db.first(
            "SELECT name, media_type, size, received_at, marking FROM document WHERE sha256 = ? AND source = ?",
            (sha256, source),
        )
        return None if row is None else Document(
            sha256=sha256, name=row[0], media_type=row[1], size=int(row[2]), source=source, published=None,
            received_at=read_moment(row[3]), marking=read_marking(row[4]),
        )

    def erase_document(self, sha256: str, *, at: datetime, actor: str, reason: str) -> int:
        """Erase a document where law demands it: its bytes and every claim carried by it alone.

        Returns the number of statements erased. An event keeps the hash, the
        actor and the reason; earlier answers that used it keep their own bytes.
        The files derived from the record go with it and are made again when next asked.
        """
        with self._db.writing():
            self._db.execute("INSERT INTO setting VALUES ('erasing', ?)", (sha256,))
            self._db.execute("CREATE TEMP TABLE gone AS SELECT statement FROM appearance WHERE document = ?", (sha256,))
            self._db.execute("DELETE FROM appearance WHERE document = ?", (sha256,))
            lone = "id IN (SELECT statement FROM gone) AND id NOT IN (SELECT statement FROM appearance)"
            row = self._db.first(f"SELECT COUNT(*) FROM statement WHERE {lone}")
            self._db.execute(f"DELETE FROM statement WHERE {lone}")
            erase_passages(self._db, sha256)
            erase_rejections(self._db, sha256)
            self._db.execute("DELETE FROM load WHERE documents = ?", (json.dumps([sha256]),))
            self._db.execute("DELETE FROM document WHERE sha256 = ?", (sha256,))
            self._db.execute("DROP TABLE gone")
            self._append_event(at, actor, "erased", sha256, reason, PUBLIC)
            self._db.execute("DELETE FROM setting WHERE name = 'erasing'")
        self._vault.erase(sha256)
        self.indexable.erase_files()
        return int(row[0]) if row else 0

    # -- inside one write transaction -------------------------------------------------

    def _check_marking(self, version: Version) -> None:
        """Refuse a version of a list under another marking than its others.

        A version that some may not see would withdraw claims that they may see.
        """
        if version.series != version.source:
            return
        held = self._db.first("SELECT marking FROM load WHERE series = ?", (version.series,))
        if held is not None and held[0] != spell_marking(version.marking):
            what = f"the list {version.source} is held under the marking {read_marking(held[0])}."
            raise UsageError(what, remedy="Every version of a list has one marking; load this as another list.")

    def _moment(self, at: datetime, version: Version) -> str:
        """Return the moment of receipt: never before an earlier one, and after one of the same day of the series."""
        last = self._db.first("SELECT MAX(received_at) FROM load")
        moment = max(spell_moment(at), last[0] or "") if last else spell_moment(at)
        tied = self._db.first(
            "SELECT MAX(received_at) FROM load WHERE series = ? AND effective_on = ?",
            (version.series, (version.effective_on or ALWAYS).isoformat()),
        )
        if tied and tied[0] == moment:
            return spell_moment(read_moment(moment) + timedelta(microseconds=1))
        return moment

    def _clear_stage(self) -> None:
        for table in ("staged", "held_before", "change"):
            self._db.execute(f"DROP TABLE IF EXISTS {table}")
        columns = "(id {bytes} PRIMARY KEY, document TEXT NOT NULL, at_offset BIGINT) {clustered}"
        self._db.execute(f"CREATE TEMP TABLE staged {columns}")
        columns = "(id {bytes} PRIMARY KEY, present INTEGER NOT NULL, document TEXT NOT NULL, at_offset BIGINT)"
        self._db.execute(f"CREATE TEMP TABLE change {columns} {{clustered}}")

    def _target(self, version: Version, moment: str) -> _Target:
        hashes = {name: document.sha256 for name, document in version.files}
        hashes.setdefault("", version.files[0][1].sha256)
        held = (
            self._db.first(f"SELECT 1 FROM {table} WHERE series = ?", (version.series,))
            for table in ("load", "appearance")
        )
        return _Target(version=version, moment=moment, hashes=hashes, is_first=not any(held))

    def _stage(self, batch: Sequence[Record], target: _Target) -> None:
        """Write the statements of a batch; rows go in the order of their keys, which saves the database seeking."""
        rows: list[tuple[Value, ...]] = []
        places: list[tuple[bytes, str, int | None]] = []
        grades: dict[int, str] = {}  # by identity: the batch keeps these objects, and their hashes cost more
        markings: dict[int, str] = {}
        hashes = target.hashes
        for statement in chain.from_iterable(record.statements for record in batch):
            grade, marking = grades.get(id(statement.grade)), markings.get(id(statement.marking))
            if grade is None:
                grade = grades[id(statement.grade)] = str(statement.grade)
            if marking is None:
                marking = markings[id(statement.marking)] = spell_marking(statement.marking)
                self._note_marking(statement.marking)
            key, where = statement_key(statement, grade=grade, marking=marking), statement.locator
            rows.append(statement_row(statement, key, grade=grade, marking=marking))
            places.append((key, hashes.get(where.file, hashes[""]), where.offset))
        rows.sort(key=_subject_and_key)
        places.sort(key=_first)
        blanks = ", ".join("?" * 19)
        self._db.execute_many(f"INSERT INTO statement VALUES ({blanks}) ON CONFLICT DO NOTHING", rows)
        if target.is_first:
            day = (target.version.effective_on or ALWAYS).isoformat()
            series, moment = target.version.series, target.moment
            self._db.execute_many(
                "INSERT INTO appearance VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING",
                ((series, key, day, moment, document, offset) for key, document, offset in places),
            )
        else:
            self._db.execute_many("INSERT INTO staged VALUES (?, ?, ?) ON CONFLICT DO NOTHING", places)

    def _take_in(self, target: _Target, records: Iterable[Record | Fault], progress: Progress | None) -> _Tally:
        tally = _Tally()
        stream = iter(records)
        while block := list(islice(stream, _BATCH)):
            sound = [r for r in block if isinstance(r, Record)]
            for fault in (f for f in block if isinstance(f, Fault)):
                tally.unread += 1
                tally.held.add(fault.subject)
                if tally.unread <= MAX_FAULTS:
                    tally.faults.append(fault)
            tally.records += sum(not r.is_part for r in sound)
            tally.statements += sum(len(r.statements) for r in sound)
            if sound:
                self._stage(sound, target)
            if progress:
                progress(tally.records, "records")
        tally.holds_all = "" in tally.held
        return tally

    def _settle(self, target: _Target, tally: _Tally) -> tuple[int, int, bool]:
        """Compare what is staged with what the series held on that day, and add the difference."""
        version, moment = target.version, target.moment
        day = (version.effective_on or ALWAYS).isoformat()
        documents = json.dumps([document.sha256 for _, document in version.files])
        if target.is_first:
            row = self._db.first("SELECT COUNT(*) FROM appearance WHERE series = ?", (version.series,))
            appeared, vanished = int(row[0]) if row else 0, 0
        else:
            self._find_changes(version, day=day, held=_kept_whole(version, tally))
            appeared, vanished = self._count_changes()
        known = self._db.first(
            "SELECT 1 FROM load WHERE series = ? AND effective_on = ? AND documents = ?",
            (version.series, day, documents),
        )
        unchanged = known is not None and not appeared and not vanished
        for _, document in version.files:
            self._note_document(document, moment)
        if not unchanged:
            if not target.is_first:
                self._write_changes(version.series, day=day, moment=moment)
            self._note_marking(version.marking)
            self._db.execute(
                "INSERT INTO load VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (version.series, day, moment, version.source, documents, int(version.is_dated), tally.records,
                 tally.statements, tally.unread, spell_marking(version.marking)),
            )
        if not target.is_first:
            for table in ("staged", "held_before", "change"):
                self._db.execute(f"DROP TABLE IF EXISTS {table}")
        return appeared, vanished, unchanged

    def _find_changes(self, version: Version, *, day: str, held: set[str] | None) -> None:
        """Fill the table `change` with what appears and what vanishes on a day.

        Of the subjects `held` nothing vanishes, and nothing at all where it is None.
        """
        series, anchor = version.series, version.files[0][1].sha256
        self._db.execute(
            """CREATE TEMP TABLE held_before AS
            SELECT a.statement AS id FROM appearance a
            WHERE a.series = ? AND a.effective_on <= ? AND a.present = 1 AND NOT EXISTS (
                SELECT 1 FROM appearance b WHERE b.series = a.series AND b.statement = a.statement
                AND b.effective_on <= ? AND (b.effective_on, b.received_at) > (a.effective_on, a.received_at))""",
            (series, day, day),
        )
        self._db.execute("CREATE INDEX held_before_id ON held_before (id)")
        self._db.execute(
            """INSERT INTO change SELECT g.id, 1, g.document, g.at_offset FROM staged g
            WHERE NOT EXISTS (SELECT 1 FROM held_before h WHERE h.id = g.id)"""
        )
        if held is None:
            return
        self._db.execute(
            """INSERT INTO change SELECT h.id, 0, ?, NULL FROM held_before h
            WHERE NOT EXISTS (SELECT 1 FROM staged g WHERE g.id = h.id)"""
            + (f" AND h.id IN (SELECT id FROM statement WHERE subject IN ({_STAGED}))" if version.keeps_others else ""),
            (anchor,),
        )
        for subject in sorted(held):
            self._db.execute(
                "DELETE FROM change WHERE present = 0 AND id IN (SELECT id FROM statement WHERE subject = ?)",
                (subject,),
            )

    def _count_changes(self) -> tuple[int, int]:
        counts: dict[int, int] = dict(self._db.rows("SELECT present, COUNT(*) FROM change GROUP BY present"))
        return counts.get(1, 0), counts.get(0, 0)

    def _write_changes(self, series: str, *, day: str, moment: str) -> None:
        """Add the appearances of this day; where a later version is loaded, restate there what it held."""
        following = self._db.first(
            "SELECT effective_on, documents FROM load WHERE series = ? AND effective_on > ?"
            " ORDER BY effective_on, received_at DESC", (series, day),
        )
        if following is not None:
            self._db.execute(
                """INSERT INTO appearance SELECT ?, c.id, ?, ?, 1 - c.present, ?, NULL FROM change c
                WHERE NOT EXISTS (SELECT 1 FROM appearance a
                    WHERE a.series = ? AND a.statement = c.id AND a.effective_on = ?)""",
                (series, following[0], moment, json.loads(following[1])[0], series, following[0]),
            )
        self._db.execute(
            "INSERT INTO appearance SELECT ?, c.id, ?, ?, c.present, c.document, c.at_offset FROM change c",
            (series, day, moment),
        )

    def _note_document(self, document: Document, moment: str) -> None:
        """Add a document; one that is held under another marking is marked anew by an event.

        The event carries the first marking, so whoever could see the document keeps being shut out by it.
        """
        marking = spell_marking(document.marking)
        held = self._db.first(
            "SELECT marking FROM document WHERE sha256 = ? AND source = ?", (document.sha256, document.source)
        )
        if held is None:
            self._note_marking(document.marking)
            self._db.execute(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (document.sha256, document.name, document.media_type, document.size, document.source,
                 document.published.isoformat() if document.published else None, spell_moment(document.received_at),
                 marking),
            )
            return
        place = f"{document.source}:{document.sha256}"
        last = self._db.first(
            "SELECT reason FROM event WHERE act = ? AND object = ? ORDER BY at DESC", (MARKED_ANEW, place)
        )
        if (last or held)[0] != marking:
            self._append_event(
                read_moment(moment), "enduse", MARKED_ANEW, place, marking, read_marking(held[0])
            )

    def _note_marking(self, marking: Marking) -> None:
        self._db.execute("INSERT INTO marking VALUES (?) ON CONFLICT DO NOTHING", (spell_marking(marking),))

    def _append_event(self, at: datetime, actor: str, act: str, object: str, reason: str, marking: Marking) -> str:
        """Chain an event to the last one, which is the one that no other names as its previous."""
        last = self._db.first(
            "SELECT e.id FROM event e WHERE NOT EXISTS (SELECT 1 FROM event f WHERE f.previous = e.id)"
        )
        previous = bytes(last[0]) if last else None
        fields = (spell_moment(at), actor, act, object, reason, spell_marking(marking))
        name = content_id("event", previous.hex() if previous else None, *fields)
        self._db.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (bytes.fromhex(name), previous, *fields)
        )
        return name


def _kept_whole(version: Version, tally: _Tally) -> set[str] | None:
    """Return the subjects of which nothing vanishes, None where nothing at all does.

    A version that keeps others withdraws of what it could read alone, so what it could not read holds nothing back.
    """
    if version.is_excerpt:
        return None
    if version.keeps_others:
        return set()
    return None if tally.holds_all else tally.held


def _subject_and_key(row: tuple[Value, ...]) -> tuple[Value, ...]:
    return row[:2]


def _first(row: tuple[bytes, str, int | None]) -> bytes:
    return row[0]


def _notes(tally: _Tally, *, at: datetime, received: datetime, keeps_others: bool) -> Iterator[str]:
    """Tell what a reader of the result should know."""
    if tally.unread > MAX_FAULTS:
        yield f"{tally.unread:,} things could not be read; the first {MAX_FAULTS:,} are told."
    if tally.holds_all and not keeps_others:
        yield "Some records could not be told apart, so nothing was taken as withdrawn."
    if received - at > timedelta(minutes=1):
        yield (
            "The record's last receipt lies ahead of the clock. Check the clock: this was noted as received at"
            f" {spell_moment(received)}, and answers show it from then on, or with a later --known-by."
        )

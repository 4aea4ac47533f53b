"""What is visible from a viewpoint: the only way to read the record.

Every query carries the viewpoint's day, moment and the markings its audience may
see, so rows outside it never reach the program, and everything computed from a
view is a function of what is visible. Cost: one indexed look-up per statement
asked for; `claims` over a property reads that property's rows once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from enduse.errors import NotFoundError
from enduse.model.marking import Marking
from enduse.model.passage import Passage
from enduse.model.review import (
    ACCEPTED,
    FACT,
    REJECTED,
    WITHDRAWN,
    RefusedProposal,
    fact_object,
    fact_subject,
    read_correction,
)
from enduse.model.screening import Entity, SourceCoverage
from enduse.model.statement import Document, Event, Judgement, Sighting
from enduse.model.versions import ListVersion, StatementChange
from enduse.model.viewpoint import Viewpoint
from enduse.store.dialects import Connection, Row, Value
from enduse.store.entities import entity_of
from enduse.store.indexable import Indexable
from enduse.store.own_series import ALL_ORDERS, own_series, span_of
from enduse.store.passages import find_passages, passages_about, passages_named, text_of_paper
from enduse.store.rejections import find_rejections
from enduse.store.spelling import ALWAYS, COLUMNS, read_marking, read_moment, read_statement, spell_moment
from enduse.store.vault import Vault

_VISIBLE = """a.effective_on <= ? AND a.received_at <= ? AND a.present = 1
    AND (s.valid_from IS NULL OR s.valid_from <= ?) AND (s.valid_to IS NULL OR ? < s.valid_to)
    AND NOT EXISTS (SELECT 1 FROM appearance b WHERE b.series = a.series AND b.statement = a.statement
        AND b.effective_on <= ? AND b.received_at <= ?
        AND (b.effective_on, b.received_at) > (a.effective_on, a.received_at))"""
_PLAIN = "statement s, appearance a"
_OF_SERIES = "appearance a CROSS JOIN statement s"  # in this order: SQLite begins with the few of the series
_CHUNK = 400
_PAPERS = "doc:"  # their series begin so
MARKED_ANEW = "marked anew"  # the act of an event whose reason is the marking that a document has from then on
ASKED = "asked"  # the source of files that questions were asked with


class Said(NamedTuple):
    """What a statement says, without its place and what is known of its worth; `received_at` is when we were told."""

    subject: str
    prop: str
    value: str
    source: str
    marking: Marking
    received_at: datetime


class View:
    """The record as one viewpoint shows it. Series that begin as `besides`, if it is not empty, count for nothing."""

    def __init__(self, connection: Connection, vault: Vault, viewpoint: Viewpoint, *, besides: str = "") -> None:
        self._db = connection
        self.besides = besides
        self._visible = _VISIBLE + (" AND NOT (a.series {binary} >= ? AND a.series {binary} < ?)" if besides else "")
        self._vault = vault
        self.viewpoint = viewpoint
        self._as_of = viewpoint.as_of.isoformat()
        self._known_by = spell_moment(viewpoint.known_by)
        spellings = (row[0] for row in connection.rows("SELECT spelling FROM marking"))
        self._markings = sorted(s for s in spellings if read_marking(s).is_visible_to(viewpoint.audience))
        self._documents: dict[str, Document | None] = {}

    def seen_from(self, *, as_of: date, known_by: datetime) -> View:
        """Return the record as the same audience sees it from another day and moment."""
        moved = replace(self.viewpoint, as_of=as_of, known_by=known_by)
        return View(self._db, self._vault, moved, besides=self.besides)

    def without_order(self, reference: str) -> View:
        """Return the record as it were had the user never kept an order of that reference; itself where none is."""
        series = own_series(reference)
        held = self._db.first("SELECT 1 FROM load WHERE series {binary} >= ? AND series {binary} < ?", span_of(series))
        return View(self._db, self._vault, self.viewpoint, besides=series) if held is not None else self

    # -- statements -----------------------------------------------------------------

    def about(self, subjects: Iterable[str], *, props: Iterable[str] | None = None) -> Iterator[Sighting]:
        """Yield what is said about some subjects, by subject, property, value and id; of some properties, or all."""
        names = sorted(set(props)) if props is not None else []
        narrowed = f" AND s.prop IN ({_blanks(names)})" if props is not None else ""
        wanted = iter(sorted(set(subjects)))
        while chunk := list(islice(wanted, _CHUNK)):
            yield from self._sightings(f"s.subject IN ({_blanks(chunk)}){narrowed}", [*chunk, *names])

    def claims(self, props: Iterable[str]) -> Iterator[Sighting]:
        """Yield every statement of some properties, by subject, property, value and id."""
        names = sorted(set(props))
        yield from self._sightings(f"s.prop IN ({_blanks(names)})", names)

    def stating(self, words: Sequence[str]) -> Iterator[Sighting]:
        """Yield every statement whose value or printed words hold all of some words, capitals or not.

        Cost: every statement is looked at, some 2 million a second.
        """
        sought = [f"%{_escape(word)}%" for word in words]
        where = " AND ".join("(s.value {like} ? ESCAPE '!' OR s.printed {like} ? ESCAPE '!')" for _ in words)
        told = set()
        for sighting in self._sightings(where, [each for word in sought for each in (word, word)]):
            told.add(sighting.id)
            yield sighting
        lowered = [word.lower() for word in words]
        for _, right in self.overruled():
            if right is not None and right.id not in told:
                held = f"{right.statement.value}\n{right.statement.printed}".lower()
                if all(word in held for word in lowered):
                    yield right

    def pointing_at(self, subjects: Iterable[str], props: Iterable[str]) -> Iterator[Sighting]:
        """Yield the statements of some properties whose value is one of the subjects."""
        names, all_wanted = sorted(set(props)), sorted(set(subjects))
        wanted = iter(all_wanted)
        while chunk := list(islice(wanted, _CHUNK)):
            where = f"s.prop IN ({_blanks(names)}) AND s.value IN ({_blanks(chunk)})"
            held = set(chunk)
            yield from (s for s in self._sightings(where, [*names, *chunk]) if s.statement.value in held)
        for read, right in self.overruled():
            is_new = right is not None and right.statement.value in all_wanted
            if right is not None and is_new and read.statement.value != right.statement.value \
                    and right.statement.prop in names:
                yield right

    def names(self, props: Sequence[str]) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield (subject, property, value, schema, statement id) of naming properties, sorted, each once.

        A lean pass for building an index of names: no citation is looked up.
        """
        if not self._markings:
            return
        sql = (
            "SELECT DISTINCT s.subject, s.prop, s.value, s.schema, s.id FROM statement s"
            " JOIN appearance a ON a.statement = s.id"
            f" WHERE s.prop IN ({_blanks(props)}) AND s.marking IN ({_blanks(self._markings)}) AND {self._visible}"
            " ORDER BY s.subject, s.prop, s.value, s.id"
        )
        parameters: list[Value] = [*props, *self._markings, *self._moments()]
        for subject, prop, value, schema, key in self._db.rows(sql, parameters):
            yield subject, prop, value, schema, bytes(key).hex()

    def values_of(self, subjects: Iterable[str], prop: str) -> Iterator[tuple[str, str]]:
        """Yield subject and value of a property of some subjects, said under markings that the audience may see.

        Lean: whatever day or moment it is of, and as it was read, so what is visible is among it but for what people
        corrected (`overruled`).
        """
        wanted = iter(sorted(set(subjects)) if self._markings else ())
        while chunk := list(islice(wanted, _CHUNK)):
            yield from ((row[0], row[1]) for row in self._db.rows(
                f"SELECT DISTINCT s.subject, s.value FROM statement s WHERE s.subject IN ({_blanks(chunk)})"
                f" AND s.prop = ? AND s.marking IN ({_blanks(self._markings)})",
                [*chunk, prop, *self._markings],
            ))

    def ever_said(self, prop: str) -> Iterator[tuple[str, str, str]]:
        """Yield subject, value and schema of a property wherever it is said under a marking that the audience may see.

        Lean: whatever day or moment it is of, so what is visible is among it; as read, and as people corrected it.
        """
        if not self._markings:
            return
        yield from ((row[0], row[1], row[2]) for row in self._db.rows(
            "SELECT DISTINCT s.subject, s.value, s.schema FROM statement s WHERE s.prop = ?"
            f" AND s.marking IN ({_blanks(self._markings)})", [prop, *self._markings],
        ))
        yield from ((now.statement.subject, now.statement.value, now.statement.schema) for _, now in self.overruled()
                    if now is not None and now.statement.prop == prop)

    def told(self, props: Sequence[str]) -> Iterator[Said]:
        """Yield every statement of some properties as `claims` does, lean: no citation is looked up."""
        if self.reviewed:
            for sighting in self.claims(props):
                said = sighting.statement
                yield Said(said.subject, said.prop, said.value, said.source, said.marking, sighting.received_at)
            return
        if not self._markings:
            return
        sql = (
            "SELECT s.subject, s.prop, s.value, s.source, s.marking, a.received_at, s.id FROM statement s"
            " JOIN appearance a ON a.statement = s.id"
            f" WHERE s.prop IN ({_blanks(props)}) AND s.marking IN ({_blanks(self._markings)}) AND {self._visible}"
            " ORDER BY s.subject, s.prop, s.value, s.id, a.received_at, a.document"
        )
        last = None
        for *row, received, key in self._db.rows(sql, [*props, *self._markings, *self._moments()]):
            if key != last:
                last = key
                subject, prop, value, source, marking = row
                yield Said(subject, prop, value, source, read_marking(marking), read_moment(received))

    def listed(self, topics: Sequence[str], *, among: Iterable[str] | None = None) -> frozenset[str]:
        """Return the subjects, of some or of all, that a visible statement gives one of some topics, as judged.

        Lean: a pass over all topics, or a look-up for each of the subjects asked for.
        """
        if not self._markings:
            return frozenset()
        narrowed = None if among is None else sorted(set(among))
        chunks = [None] if narrowed is None else [narrowed[at:at + _CHUNK] for at in range(0, len(narrowed), _CHUNK)]
        rows = [row for chunk in chunks for row in self._db.rows(
            "SELECT DISTINCT s.subject FROM statement s JOIN appearance a ON a.statement = s.id"
            f" WHERE s.prop = 'topics' AND s.denied = 0 AND s.value IN ({_blanks(topics)})"
            f"{'' if chunk is None else f' AND s.subject IN ({_blanks(chunk)})'}"
            f" AND s.marking IN ({_blanks(self._markings)}) AND {self._visible}",
            [*topics, *(chunk or ()), *self._markings, *self._moments()],
        )]
        judged = {read.statement.subject for read, _ in self.overruled()}
        if narrowed is not None:
            judged &= set(narrowed)
        said = self.about(judged, props=["topics"])
        again = {s.statement.subject for s in said if s.statement.value in topics and not s.statement.denied}
        return frozenset(row[0] for row in rows if row[0] not in judged) | again

    def of_own_orders(self, props: Sequence[str]) -> Iterator[Sighting]:
        """Yield what the user's own kept orders say, of some properties, by subject, property, value and id."""
        where = f"a.series {{binary}} >= ? AND a.series {{binary}} < ? AND s.prop IN ({_blanks(props)})"
        yield from self._sightings(where, [*span_of(ALL_ORDERS), *props], source=_OF_SERIES)

    def links_in_papers(self, props: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
        """Return subject, property and value of each visible statement of some properties that stands in a paper.

        The user's own orders are papers too. As people judged them; in no order. Cost: one look-up for each
        appearance in a paper.
        """
        if not self._markings:
            return ()
        rows = [row for beginning in (_PAPERS, ALL_ORDERS) for row in self._db.rows(
            "SELECT DISTINCT s.subject, s.prop, s.value, s.id FROM appearance a CROSS JOIN statement s"
            " WHERE s.id = a.statement"
            f" AND a.series {{binary}} >= ? AND a.series {{binary}} < ? AND s.prop IN ({_blanks(props)})"
            f" AND s.marking IN ({_blanks(self._markings)}) AND {self._visible}",
            [*span_of(beginning), *props, *self._markings, *self._moments()],
        )]
        judged = {bytes.fromhex(read.id): now for read, now in self.overruled()}
        found = [(row[0], row[1], row[2]) for row in rows if bytes(row[3]) not in judged]
        said = (now.statement for now in judged.values() if now is not None and now.statement.prop in props)
        return (*found, *((one.subject, one.prop, one.value) for one in said))

    @property
    def indexable(self) -> Indexable:
        """Return the whole record, for building files that filter what they yield by viewpoint themselves."""
        return Indexable(self._db, self._vault.folder.parent)

    def may_see(self, spelled: str) -> bool:
        """Tell whether the audience may see a marking, as it is spelled in the record."""
        return read_marking(spelled).is_visible_to(self.viewpoint.audience)

    def moment(self) -> tuple[str, str]:
        """Return day and moment of the viewpoint as the record spells them."""
        return self._as_of, self._known_by

    def subjects_moved(self, other: View) -> tuple[str, ...]:
        """Return the subjects of which this view and another of the same audience may show different things, sorted.

        Every subject that differs is among them: its statements appeared or vanished
        between the two, or their own periods begin or end there. Cost: one pass over the appearances, lean.
        """
        if not self._markings:
            return ()
        low_day, high_day = sorted((self._as_of, other._as_of))
        low_moment, high_moment = sorted((self._known_by, other._known_by))
        marked = f"s.marking IN ({_blanks(self._markings)})"
        sql = (
            "SELECT s.subject FROM statement s JOIN appearance a ON a.statement = s.id"
            " WHERE a.effective_on <= ? AND a.received_at <= ? AND (a.effective_on > ? OR a.received_at > ?)"
            f" AND {marked}"
            " UNION SELECT s.subject FROM statement s"
            f" WHERE ((s.valid_from > ? AND s.valid_from <= ?) OR (s.valid_to > ? AND s.valid_to <= ?)) AND {marked}"
        )
        parameters: list[Value] = [
            high_day, high_moment, low_day, low_moment, *self._markings, low_day, high_day, low_day, high_day,
            *self._markings,
        ]
        return tuple(sorted(row[0] for row in self._db.rows(sql, parameters)))

    def sighting(self, prefix: str) -> Sighting:
        """Return the one visible statement whose id begins so. Raises NotFoundError for none or several."""
        return self._only(prefix, self._sightings)

    def _only(self, prefix: str, look: Callable[[str, Sequence[Value]], Iterator[Sighting]]) -> Sighting:
        found = [] if len(prefix) < 6 else list(islice(self._by_prefix(prefix, look), 2))
        if len(found) == 1:
            return found[0]
        what = "several statements begin so" if found else "nothing of that name is visible from this viewpoint"
        raise NotFoundError(f"{what}: {prefix}.", remedy="Give more of the id." if found else "Check id and viewpoint.")

    def _by_prefix(
        self, prefix: str, look: Callable[[str, Sequence[Value]], Iterator[Sighting]]
    ) -> Iterator[Sighting]:
        try:
            low = bytes.fromhex(prefix.ljust(32, "0"))
            high = bytes.fromhex(prefix.ljust(32, "f"))
        except ValueError:
            return iter(())
        return look("s.id BETWEEN ? AND ?", [low, high])

    def _moments(self) -> tuple[str, ...]:
        moments = (self._as_of, self._known_by, self._as_of, self._as_of, self._as_of, self._known_by)
        return (*moments, *span_of(self.besides)) if self.besides else moments

    def of_paper(self, sha256: str) -> Iterator[Sighting]:
        """Yield every statement of a paper as it was read, whatever people judged of it, by subject and property."""
        yield from self._read_sightings("a.series = ?", [f"doc:{sha256}"])

    def told_by(self, sha256: str) -> Iterator[Sighting]:
        """Yield what a paper says as people judged it, by subject and property."""
        yield from self._sightings("a.series = ?", [f"doc:{sha256}"])

    def as_read(self, prefix: str) -> Sighting:
        """Return the one visible statement whose id begins so, as it was read. Raises NotFoundError for none."""
        return self._only(prefix, self._read_sightings)

    def last_changes(self, sha256: str) -> tuple[tuple[bool, Sighting], ...]:
        """Return what a paper was last found to say that it had not been before (True), and what was lost then (False).

        Only what is visible counts: a reading that changed nothing of it did not happen. Nothing where that is all.
        """
        if not self._markings:
            return ()
        rows = self._db.rows(
            "SELECT DISTINCT a.received_at FROM appearance a JOIN statement s ON s.id = a.statement"
            f" WHERE a.series = ? AND a.received_at <= ? AND s.marking IN ({_blanks(self._markings)})"
            " ORDER BY a.received_at", (f"doc:{sha256}", self._known_by, *self._markings),
        )
        moments = [read_moment(row[0]) for row in rows]
        if len(moments) < 2:
            return ()
        before = self.seen_from(as_of=self.viewpoint.as_of, known_by=moments[-2])
        then, now = ({s.id: s for s in view.of_paper(sha256)} for view in (before, self))
        changed = [(True, now[key]) for key in now if key not in then]
        changed += [(False, then[key]) for key in then if key not in now]
        return tuple(sorted(changed, key=lambda each: (not each[0], each[1].statement.prop, each[1].id)))

    def refused_of(self, sha256: str) -> Iterator[RefusedProposal]:
        """Yield what a language model proposed of a paper in its last reading and was refused."""
        return find_rejections(self._db, sha256, markings=self._markings, known_by=self._known_by)

    @cached_property
    def reviewed(self) -> dict[str, Judgement]:
        """Return the newest visible judgement on each fact of a paper, by what `fact_object` names."""
        return {judgement.object: judgement for judgement in self.judgements_of((FACT,))}

    def overruled(self) -> Iterator[tuple[Sighting, Sighting | None]]:
        """Yield each statement that people rejected or corrected, as read and as it is now (None: rejected)."""
        judged = {about for about, j in self.reviewed.items() if j.verdict not in (ACCEPTED, WITHDRAWN)}
        wanted = iter(sorted({fact_subject(about) for about in judged}))
        while chunk := list(islice(wanted, _CHUNK)):
            for sighting in self._read_sightings(f"s.subject IN ({_blanks(chunk)})", chunk):
                if fact_object(sighting.statement) in judged:
                    yield sighting, self._judged(sighting)

    def _sightings(self, where: str, parameters: Sequence[Value], *, source: str = _PLAIN) -> Iterator[Sighting]:
        """Yield statements as people judged them: without those they rejected, with the values they corrected."""
        found = self._read_sightings(where, parameters, source=source)
        yield from found if not self.reviewed else (kept for each in found if (kept := self._judged(each)) is not None)

    def _judged(self, sighting: Sighting) -> Sighting | None:
        judgement = self.reviewed.get(fact_object(sighting.statement))
        if judgement is None or judgement.verdict in (ACCEPTED, WITHDRAWN):
            return sighting
        if judgement.verdict == REJECTED:
            return None
        return replace(sighting, statement=replace(sighting.statement, value=read_correction(judgement.verdict)))

    def _read_sightings(
        self, where: str, parameters: Sequence[Value], *, source: str = _PLAIN
    ) -> Iterator[Sighting]:
        if not self._markings or not parameters:
            return
        sql = (
            f"SELECT {COLUMNS}, a.document, a.at_offset, a.received_at FROM {source}"
            f" WHERE s.id = a.statement AND {where} AND s.marking IN ({_blanks(self._markings)}) AND {self._visible}"
            " ORDER BY s.subject, s.prop, s.value, s.id, a.received_at, a.document"
        )
        rows = self._db.rows(sql, [*parameters, *self._markings, *self._moments()])
        for _, group in groupby(rows, key=lambda row: bytes(row[1])):
            yield self._sighting(list(group))

    def _sighting(self, rows: list[Row]) -> Sighting:
        """Make one sighting of the rows of one statement; the first document the audience may see is named."""
        for row in rows:
            document = self.document(row[19])
            if document is not None:
                return Sighting(
                    id=bytes(row[1]).hex(), statement=read_statement(row, offset=row[20]), document=document.sha256,
                    document_name=document.name, received_at=read_moment(row[21]),
                )
        row = rows[0]
        return Sighting(
            id=bytes(row[1]).hex(), statement=read_statement(row, offset=None), document=None, document_name=None,
            received_at=read_moment(row[21]),
        )

    # -- entities -------------------------------------------------------------------

    def entities(self, subjects: Iterable[str], *, props: Iterable[str] | None = None) -> dict[str, Entity]:
        """Return the entities of some subjects, by id, made of some properties or all.

        A subject of which nothing is visible is left out.
        """
        return {
            subject: entity_of([sighting.statement for sighting in group])
            for subject, group in groupby(self.about(subjects, props=props), key=lambda s: s.statement.subject)
        }

    # -- documents ------------------------------------------------------------------

    def document(self, sha256: str) -> Document | None:
        """Return a document if the audience may see the whole of it, and had it by then.

        The file that a question was asked with is no news but the question itself: it is there whenever the
        question is asked for, so that an answer for an earlier moment can cite its lines.
        """
        if sha256 not in self._documents:
            self._documents[sha256] = self._find_document(sha256)
        return self._documents[sha256]

    def find_documents(self, prefix: str) -> tuple[Document, ...]:
        """Return the visible documents whose hash begins so, sorted."""
        if len(prefix) < 6 or not all(c in "0123456789abcdef" for c in prefix):
            return ()
        rows = self._db.rows(
            "SELECT DISTINCT sha256 FROM document WHERE sha256 >= ? AND sha256 <= ? ORDER BY sha256",
            (prefix, prefix + "g"),
        )
        found = (self.document(row[0]) for row in list(rows))
        return tuple(document for document in found if document)

    def open_document(self, sha256: str) -> BinaryIO:
        """Open the bytes of a visible document. Raises NotFoundError otherwise."""
        if self.document(sha256) is None:
            raise NotFoundError(f"nothing of that name is visible from this viewpoint: {sha256}.")
        return self._vault.open(sha256)

    def place_of(self, sha256: str) -> Path:
        """Return where the bytes of a visible document lie. Raises NotFoundError otherwise."""
        with self.open_document(sha256) as stream:
            return Path(stream.name)

    def _find_document(self, sha256: str) -> Document | None:
        rows = self._db.rows(
            "SELECT sha256, name, media_type, size, source, published, received_at, marking FROM document"
            " WHERE sha256 = ? AND (received_at <= ? OR source = ?) ORDER BY source", (sha256, self._known_by, ASKED),
        )
        for row in rows:
            first = read_marking(row[7])
            marking = read_marking(self._marked_anew.get(f"{row[4]}:{row[0]}", row[7]))
            if first.is_visible_to(self.viewpoint.audience) and marking.is_visible_to(self.viewpoint.audience):
                return Document(
                    sha256=row[0], name=row[1], media_type=row[2], size=int(row[3]), source=row[4],
                    published=date.fromisoformat(row[5]) if row[5] else None, received_at=read_moment(row[6]),
                    marking=marking,
                )
        return None

    def asked_documents(self) -> Iterator[Document]:
        """Yield the visible files that questions were asked with by then, the newest first."""
        rows = self._db.rows(
            "SELECT sha256 FROM document WHERE source = ? AND received_at <= ? ORDER BY received_at DESC, sha256",
            (ASKED, self._known_by),
        )
        found = (self.document(row[0]) for row in list(rows))
        yield from (document for document in found if document)

    @cached_property
    def _marked_anew(self) -> dict[str, str]:
        """Return the last marking, by then, of each document that was marked anew.

        It may shut readers out whom the first one let in, and let them in again; it lets in nobody else, who
        would otherwise see what the first marking alone is known to close.
        """
        rows = self._db.rows(
            "SELECT object, reason FROM event WHERE act = ? AND at <= ? ORDER BY at", (MARKED_ANEW, self._known_by)
        )
        return dict(rows)

    # -- the text of papers -----------------------------------------------------------

    def find_passages(self, words: Sequence[str], *, beginnings: Sequence[str] = ()) -> Iterator[tuple[Passage, str]]:
        """Yield (passage, document) of each passage that holds all words, and one that begins as each of `beginnings`.

        The words are folded as `names.search_words` does. The document's hash is for counting and for `document`;
        it is shown to those only who may see the whole.
        """
        return find_passages(
            self._db, words, beginnings=beginnings, markings=self._markings, known_by=self._known_by
        )

    def passages_named(self, prefix: str) -> tuple[tuple[Passage, str], ...]:
        """Return the visible passages, two at most, whose id begins so, with their documents."""
        return () if len(prefix) < 6 else passages_named(
            self._db, prefix, markings=self._markings, known_by=self._known_by
        )

    def passages_about(self, ids: Iterable[str]) -> dict[str, tuple[str, int, int]]:
        """Return the visible passage that each statement stands in, with its words' place there, by statement.

        A statement that stands in none, or in none that is visible, is left out.
        """
        return passages_about(self._db, ids, markings=self._markings, known_by=self._known_by)

    def text_of_paper(self, sha256: str) -> str:
        """Return the visible text of a paper as far as it was told by then, "" for none."""
        return text_of_paper(self._db, sha256, markings=self._markings, known_by=self._known_by)

    # -- versions of lists ----------------------------------------------------------

    def coverage(self) -> tuple[SourceCoverage, ...]:
        """Tell for each list loaded by then which version holds on the day, or that none does."""
        sql = (
            "SELECT source, effective_on, received_at, is_dated, records, documents, faults, marking FROM load"
            " WHERE received_at <= ? AND series = source ORDER BY source, effective_on, received_at"
        )
        visible = [
            row for row in self._db.rows(sql, (self._known_by,))
            if read_marking(row[7]).is_visible_to(self.viewpoint.audience)
        ]
        return tuple(self._cover(source, list(rows)) for source, rows in groupby(visible, key=lambda row: row[0]))

    def _cover(self, source: str, rows: list[Row]) -> SourceCoverage:
        held = [row for row in rows if row[1] <= self._as_of]
        if not held:
            note = f"no version in force on {self._as_of} is loaded; the earliest is of {rows[0][1]}"
            return SourceCoverage(source=source, title="", version=None, entities=0, note=note)
        last = held[-1]
        notes = []
        day = last[1]
        if day == ALWAYS.isoformat():
            day = last[2][:10]
            notes.append("loaded on that day; each statement holds from its own")
        elif not last[3]:
            notes.append("the file prints no date: taken as of the day it was loaded")
        if last[6]:
            notes.append(f"{last[6]} records could not be read")
        return SourceCoverage(
            source=source, title="", version=date.fromisoformat(day), entities=int(last[4]), note="; ".join(notes)
        )

    def versions(self, source: str) -> tuple[tuple[date, tuple[str, ...]], ...]:
        """Return (day, document hashes) of each visible version of a list, in order of day."""
        rows = self._db.rows(
            "SELECT effective_on, documents, marking FROM load WHERE source = ? AND received_at <= ?"
            " ORDER BY effective_on, received_at", (source, self._known_by),
        )
        return tuple(
            (date.fromisoformat(row[0]), tuple(json.loads(row[1]))) for row in rows
            if read_marking(row[2]).is_visible_to(self.viewpoint.audience)
        )

    # -- events ---------------------------------------------------------------------

    def events(self, acts: Sequence[str], *, object: str | None = None) -> tuple[Event, ...]:
        """Return the visible events of some acts that had happened by then, about one object or all, oldest first."""
        about = " AND object = ?" if object is not None else ""
        rows = self._db.rows(
            "SELECT at, actor, act, object, reason, marking FROM event"
            f" WHERE act IN ({_blanks(acts)}) AND at <= ?{about}"
            " ORDER BY at, object, act, id", (*acts, self._known_by, *([object] if object is not None else [])),
        )
        made = (
            Event(at=read_moment(row[0]), actor=row[1], act=row[2], object=row[3], reason=row[4],
                  marking=read_marking(row[5]))
            for row in rows
        )
        return tuple(event for event in made if event.marking.is_visible_to(self.viewpoint.audience))

    def list_versions(self, source: str | None = None) -> tuple[ListVersion, ...]:
        """Return every visible version of one list or of all, by source, day and receipt."""
        narrowed, parameters = ("AND source = ?", [source]) if source is not None else ("", [])
        rows = self._db.rows(
            "SELECT source, effective_on, is_dated, received_at, records, statements, faults, documents, marking"
            f" FROM load WHERE received_at <= ? AND series = source {narrowed}"
            " ORDER BY source, effective_on, received_at", (self._known_by, *parameters),
        )
        return tuple(
            ListVersion(
                source=row[0], day=date.fromisoformat(row[1]), is_dated=bool(row[2]), received_at=read_moment(row[3]),
                records=int(row[4]), statements=int(row[5]), faults=int(row[6]), documents=tuple(json.loads(row[7])),
            )
            for row in rows if read_marking(row[8]).is_visible_to(self.viewpoint.audience)
        )

    def changes(self, source: str, *, earlier: date | None, later: date) -> Iterator[tuple[str, str, StatementChange]]:
        """Yield (subject, schema, change) of each statement that a list has on one of two days only, by subject.

        `earlier` None stands for the time before the first version. Cost: the
        appearances of the list are read once, then a look-up or two for each that
        lies between the days.
        """
        if not self._markings:
            return
        first, last = earlier.isoformat() if earlier else "", later.isoformat()
        state = (
            "COALESCE((SELECT b.present FROM appearance b WHERE b.series = ? AND b.statement = t.statement"
            " AND b.effective_on <= ? AND b.received_at <= ?"
            " ORDER BY b.effective_on DESC, b.received_at DESC LIMIT 1), 0)"
        )
        readable = f"s.marking IN ({_blanks(self._markings)})"
        rows = self._db.rows(
            f"SELECT s.subject, s.schema, s.id, s.prop, s.value, s.printed, {state}, {state} FROM ("
            " SELECT DISTINCT statement FROM appearance WHERE series = ? AND effective_on > ? AND effective_on <= ?"
            f" AND received_at <= ?) t CROSS JOIN statement s WHERE s.id = t.statement AND {readable}"
            " ORDER BY s.subject, s.prop, s.value, s.id",
            (source, first, self._known_by, source, last, self._known_by, source, first, last, self._known_by,
             *self._markings),
        )
        for subject, schema, key, prop, value, printed, before, after in rows:
            if before != after:
                yield subject, schema, StatementChange(
                    id=bytes(key).hex(), prop=prop, value=value, printed=printed, appeared=bool(after)
                )

    def listed_names(self, source: str, subjects: Iterable[str], *, on: date) -> dict[str, tuple[str, ...]]:
        """Return the names that a list gave some subjects on a day; a subject that it did not hold is left out.

        A subject held without a name has none.
        """
        found: dict[str, tuple[str, ...]] = {}
        day, wanted = on.isoformat(), iter(sorted(set(subjects)))
        while self._markings and (chunk := list(islice(wanted, _CHUNK))):
            rows = self._db.rows(
                "SELECT s.subject, CASE WHEN s.prop = 'name' THEN s.value ELSE '' END FROM statement s"
                " CROSS JOIN appearance a WHERE a.statement = s.id AND a.series = ?"  # the order in which they are read
                f" AND s.subject IN ({_blanks(chunk)})"
                f" AND s.marking IN ({_blanks(self._markings)}) AND a.present = 1 AND a.effective_on <= ?"
                " AND a.received_at <= ? AND NOT EXISTS (SELECT 1 FROM appearance b WHERE b.series = a.series"
                " AND b.statement = a.statement AND b.effective_on <= ? AND b.received_at <= ?"
                " AND (b.effective_on, b.received_at) > (a.effective_on, a.received_at)) ORDER BY 1, 2",
                (source, *chunk, *self._markings, day, self._known_by, day, self._known_by),
            )
            for subject, name in rows:
                found[subject] = (*found.get(subject, ()), name) if name else found.get(subject, ())
        return found

    # -- judgements -----------------------------------------------------------------

    def judgements(self, object: str) -> tuple[Judgement, ...]:
        """Return the visible judgements on an object that had been made by then, oldest first."""
        return self._judgements("object", (object,))

    def judgements_of(self, kinds: Sequence[str]) -> tuple[Judgement, ...]:
        """Return the visible judgements of some kinds that had been made by then, oldest first."""
        return self._judgements("kind", kinds)

    def _judgements(self, column: str, values: Sequence[str]) -> tuple[Judgement, ...]:
        rows = self._db.rows(
            "SELECT id, kind, object, verdict, reason, actor, at, until, marking FROM judgement"
            f" WHERE {column} IN ({_blanks(values)}) AND at <= ? ORDER BY at, id", (*values, self._known_by),
        )
        made = (
            Judgement(
                id=bytes(row[0]).hex(), kind=row[1], object=row[2], verdict=row[3], reason=row[4], actor=row[5],
                at=read_moment(row[6]), until=date.fromisoformat(row[7]) if row[7] else None,
                marking=read_marking(row[8]),
            )
            for row in rows
        )
        return tuple(j for j in made if j.marking.is_visible_to(self.viewpoint.audience))


def _escape(word: str) -> str:
    """Spell a word for LIKE, in which these signs have a meaning."""
    return "".join(f"!{sign}" if sign in "%_!" else sign for sign in word)


def _blanks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))

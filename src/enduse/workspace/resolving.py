"""Resolving records: proposals from the record, what people judge of them, and the doubles of a file."""

from __future__ import annotations

import gc
import re
import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from enduse.errors import InputError, NotFoundError, UsageError
from enduse.knowledge.countries import find_country
from enduse.knowledge.party_columns import find_party_kind, party_fields
from enduse.model.marking import join_all
from enduse.model.party import Party
from enduse.model.resolution import Resolution, ResolutionRun
from enduse.model.screening import SourceCoverage
from enduse.model.statement import Judgement, content_id
from enduse.resolution.deduplicating import LEAST as EVEN
from enduse.resolution.deduplicating import Lines, find_doubles
from enduse.resolution.kernel import RowFolder
from enduse.resolution.proposing import (
    DIFFERENT,
    IDENTITY,
    SAME,
    WITHDRAWN,
    Wanted,
    judged_pairs,
    pair_object,
    propose,
    tell_left_out,
)
from enduse.resolution.records import sort_of
from enduse.resolution.sketching import Sketch, field_of, join_values, pack, standing_words
from enduse.resolution.telling import tell_doubles
from enduse.resolution.texts import Texts
from enduse.sources.catalogue import get_source
from enduse.sources.opening import receive_file
from enduse.store.record import Store
from enduse.store.view import View
from enduse.workspace.party_files import Cells, PartyFile, Share
from enduse.workspace.party_rows import PartyRow
from enduse.workspace.publishers import is_source
from enduse.workspace.spreading import count_processes, spread, spread_calls

NAMING = ("alias", "name", "previousName", "weakAlias")
_TOLD_FAULTS = 20
_CHUNK = 5000

_NOT_PLAIN = "\t"
_PLAIN_NAME, _PLAIN_ROW = 400, 4000
_UNUSUAL = re.compile("[;\x00\n\r\ud800-\udfff]")  # several values in a cell, or broken text
_PLAIN_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_PROPERTIES = {"aliases": "alias", "birth_date": "birthDate"}
_UNPLAIN = frozenset({"first_name", "last_name", "middleName", "identifiers"})
_IDENTIFYING = ("birthDate", "incorporationDate", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag")

Progress = Callable[[int, str], None]


class _SketchRow(NamedTuple):
    """A row of a file as its number, its id (empty where it has none), and the packed sketch of the rest."""

    number: int
    query_id: str
    line: str


# -- the record -----------------------------------------------------------------


def resolve_view(
    view: View, *, coverage: tuple[SourceCoverage, ...], sources: Sequence[str] = (), between: tuple[str, str] | None,
    least: float, limit: int | None, progress: Progress | None,
) -> Resolution:
    """Propose which visible records are one party.

    Entries that one publisher lists apart are not proposed as one, unless `between` asks for it.

    Raises:
        UsageError: a source is named of which nothing is visible.
    """
    names = view.names(NAMING)
    entities = view.entities(dict.fromkeys(row[0] for row in names))
    held = {source for entity in entities.values() for source in entity.sources}
    strange = sorted({*sources, *(between or ())} - held)
    if strange:
        known = ", ".join(sorted(held)) or "none"
        raise UsageError(f"nothing of a source {strange[0]!r} is visible.", remedy=f"Visible: {known}.")
    wanted = Wanted(
        least=least, limit=limit, sources=frozenset(sources), between=between,
        distinct=frozenset(source for source in held if is_source(source) and not get_source(source).is_own),
    )
    return propose(
        entities.values(), as_of=view.viewpoint.as_of, wanted=wanted, judgements=view.judgements_of((IDENTITY,)),
        coverage=coverage, progress=progress,
    )


def judge_identity(
    store: Store, view: View, *, left: str, right: str, verdict: str, reason: str, actor: str, at: datetime,
    until: date | None = None,
) -> Judgement:
    """Add a person's judgement that two visible records are one, are two, or are open again, and return it.

    It carries the marking of everything that the judge could see of both, so nobody
    learns from it of a record, or of a reason to judge, that is hidden from them.

    Raises:
        NotFoundError: one of the two is not visible.
        UsageError: they are one and the same, no reason is given, the end has come already, or another judgement
            on them was made at the same moment.
    """
    if left == right:
        raise UsageError("a record was named twice.", remedy="Name two.")
    if not reason.strip():
        raise UsageError("no reason is given.", remedy="Say why: --reason TEXT.")
    if until is not None and until <= at.date():
        raise UsageError(f"the end {until} has come already.", remedy="Name a later day.")
    seen = list(view.about([left, right]))
    for name in (left, right):
        if not any(sighting.statement.subject == name for sighting in seen):
            raise NotFoundError(f"nothing of that name is visible from this viewpoint: {name}.",
                                remedy="Give the id that enduse resolve or enduse screen prints.")
    object_ = pair_object(left, right)
    if any(made.at >= at for made in view.judgements(object_)):
        raise UsageError("the pair was judged at this very moment.", remedy="Check the clock, or judge again later.")
    judgement = Judgement(
        id=content_id("judgement", IDENTITY, object_, verdict, reason, actor, at.isoformat(), until), kind=IDENTITY,
        object=object_, verdict=verdict, reason=reason.strip(), actor=actor, at=at, until=until,
        marking=join_all(sighting.statement.marking for sighting in seen),
    )
    store.judge(judgement)
    return judgement


def find_judged(view: View, prefix: str) -> tuple[str, str]:
    """Return the pair that a visible judgement, by the start of its id, is about. Raises NotFoundError for none."""
    found = {
        pair for pair, history in judged_pairs(view.judgements_of((IDENTITY,))).items()
        if any(judgement.id.startswith(prefix) for judgement in history)
    }
    if len(prefix) < 6 or len(found) != 1:
        what = "several judgements begin so" if len(found) > 1 else "there is no such judgement visible"
        raise NotFoundError(f"{what}: {prefix}.", remedy="enduse resolve shows the ids; give at least six digits.")
    return found.pop()


VERDICTS = {"same": SAME, "different": DIFFERENT, "undo": WITHDRAWN}


# -- a file ---------------------------------------------------------------------


def resolve_file(
    file: PartyFile, *, out: Path, least: float = EVEN, progress: Progress | None = None,
) -> ResolutionRun:
    """Find the doubles of a file; write a line for each cluster, then one for each pair with its reasons.

    The work is shared among the processors; the lines are the same however many there are.
    Memory: some 300 bytes a row and key table, whatever else the rows hold.

    Raises:
        InputError: the file cannot be used at all, or the output cannot be written.
    """
    began = time.monotonic()
    received = receive_file(file.path, role="parties")
    taken = _take_in(file)
    if progress:
        progress(len(taken.ids), "records compared")
    doubles = find_doubles(taken.records, least=least, spread=spread, spread_calls=spread_calls)
    lines = tell_doubles(doubles, ids=taken.ids, rows=taken.places, spread=spread, spread_calls=spread_calls)
    _write(out, lines, source=file.path)
    return ResolutionRun(
        input=file.name, sha256=received.sha256, out=str(out), rows=taken.rows, records=len(taken.ids),
        compared=doubles.compared, pairs=len(doubles.links), clusters=len(doubles.clusters),
        doubles=sum(len(cluster) - 1 for cluster in doubles.clusters), least=least,
        notes=tuple(tell_left_out(missed) for missed in doubles.left_out), not_read=len(taken.faults),
        faults=tuple(taken.faults[:_TOLD_FAULTS]), seconds=round(time.monotonic() - began, 3),
    )


@dataclass(slots=True)
class _Taken:
    """The rows of a file, or a run of them: sketches, ids and numbers of those read, faults of others, all counted."""

    records: Lines = field(default_factory=Lines)
    ids: Texts = field(default_factory=Texts)
    places: array[int] = field(default_factory=lambda: array("Q"))
    faults: list[str] = field(default_factory=list)
    rows: int = 0

    def add(self, row: PartyRow | _SketchRow) -> None:
        self.rows += 1
        if isinstance(row, _SketchRow):
            self.records.add_line(row.line)
        elif row.party is None:
            self.faults.append(str(row.fault))
            return
        else:
            self.records.add(row.party.kind, _values(row.party))
        self.ids.append(row.query_id or str(row.number))
        self.places.append(row.number)

    def extend(self, other: _Taken) -> None:
        self.records.extend(other.records)
        self.ids.extend(other.ids)
        self.places.extend(other.places)
        self.faults += other.faults
        self.rows += other.rows


def _take_in(file: PartyFile) -> _Taken:
    """Read the rows, each process its share."""
    shares = count_processes()
    next(iter(file.rows()), None)  # what is wrong with the whole file is told here, before any process starts

    def read_share(share: int) -> list[tuple[int, _Taken]]:
        gc.disable()
        chunks: dict[int, _Taken] = {}
        for row in file.rows_or(_PlainReader, share=Share(share, shares, _CHUNK)):
            place = (row.number - 1) // _CHUNK
            if place not in chunks:
                chunks[place] = _Taken()
            chunks[place].add(row)
        return list(chunks.items())

    taken = _Taken()
    for _, chunk in sorted(chain.from_iterable(spread(read_share, shares)), key=lambda told: told[0]):
        taken.extend(chunk)
    return taken


class _PlainReader:
    """Makes a sketch of a row of delimited text whose cells hold one plain value each; leaves every other row alone.

    It reads as `party_rows` and `sketching` do, in a fraction of the time, and faster yet with the compiled kernel.
    """

    def __init__(self, cells: Cells) -> None:
        self._id = self._kind = -1
        self._name = self._country = -1
        self._fields: list[tuple[int, int, Callable[[str], str], str]] = []
        self._is_of_use = True
        for column, name, _ in cells:
            place = field_of(_PROPERTIES.get(name, name))
            if name in ("id", "kind", "name", "country"):
                setattr(self, f"_{name}", column)
            if name in ("country", "birth_date"):
                fold = _fold_country if name == "country" else _fold_plain_date
                self._fields.append((column, place[0] if place else 0, fold, ""))
            elif place and not (known := party_fields()[name]).is_country and not known.is_date:
                self._fields.append((column, *place))
            elif name not in ("id", "kind") and name in _UNPLAIN | {*_IDENTIFYING}:
                self._is_of_use = False
        self._fields.sort(key=lambda told: told[0] != self._name)  # the main name stands before the others
        self._is_of_use = self._is_of_use and self._name >= 0
        self._folder: RowFolder | None = None
        self._countries = sum(name == "country" for _, name, _ in cells)

    def __call__(self, row: Sequence[str], number: int, _line: int) -> _SketchRow | None:
        if not self._is_of_use or not 0 < len(row[self._name]) <= _PLAIN_NAME:
            return None
        whole = "\t".join(row)
        if len(whole) > _PLAIN_ROW:
            return None
        query_id = row[self._id].strip() if self._id >= 0 else ""
        if whole.isascii() and (folder := self._folder_of(len(row))):
            kind = _kind_of(row[self._kind]) if self._kind >= 0 else ""
            if kind is None:
                return None
            country = _fold_country(row[self._country]) if self._country >= 0 else ""
            line = folder.fold(f"{kind}\t{country}\t{whole}")
            return _SketchRow(number, query_id, line) if line is not None else None
        if _UNUSUAL.search(whole):
            return None
        slots = [""] * len(Sketch._fields)
        for column, slot, fold, before in self._fields:
            text = row[column]
            if text:
                value = fold(text)
                if value == _NOT_PLAIN:
                    return None
                if value:
                    values = [*filter(None, slots[slot].split("|")), before + value]
                    slots[slot] = join_values(values, is_ordered=slot == 1)
        kind = _kind_of(row[self._kind]) if self._kind >= 0 else ""
        if kind is None or not slots[1]:
            return None
        slots[0] = kind
        return _SketchRow(number, query_id, pack(Sketch._make(slots)))

    def _folder_of(self, width: int) -> RowFolder | None:
        """Return the kernel's reader of rows so wide, before which kind and country stand folded, if it can be used."""
        if self._folder is None:
            columns = [(column + 2, slot, before) for column, slot, fold, before in self._fields
                       if fold is not _fold_country]
            columns += [(0, 0, ""), (1, Sketch._fields.index("countries"), "")]
            self._folder = RowFolder(width + 2, columns, dropped=standing_words())
        return self._folder if self._folder.is_of_use and self._countries < 2 else None


@lru_cache(maxsize=4096)
def _kind_of(word: str) -> str | None:
    kind = find_party_kind(word.strip()) if word.strip() else "LegalEntity"
    return sort_of(kind) if kind else None


@lru_cache(maxsize=4096)
def _fold_country(text: str) -> str:
    return find_country(text.strip()) or ""


def _fold_plain_date(text: str) -> str:
    return text if _PLAIN_DATE.fullmatch(text) else _NOT_PLAIN


def _values(party: Party) -> dict[str, Sequence[str]]:
    """Return what a party states, by property, as `read_party` takes it."""
    said: dict[str, Sequence[str]] = {"name": (party.name,), "alias": party.aliases}
    for prop, value in (("country", party.country), ("birthDate", party.birth_date), ("address", party.address),
                        *party.identifiers, *party.facts):
        if value:
            said[prop] = (*said[prop], value) if prop in said else (value,)
    return said


def _write(out: Path, lines: Iterable[bytes], *, source: Path) -> None:
    """Write the lines to a file beside the place, then put it there, so that it is whole or not there at all."""
    if out.resolve() == source.resolve():
        raise UsageError("the output would overwrite the input.", where=str(out), remedy="Name another --out.")
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as stream:
            stream.writelines(lines)
        part.replace(out)
    except OSError as exc:
        raise InputError(f"cannot be written: {exc.strerror}.", where=str(out), remedy="Name another --out.") from exc

"""Resolving records: proposals from the record, what people judge of them, and the doubles of a file."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from enduse.errors import InputError, NotFoundError, UsageError
from enduse.model.marking import join_all
from enduse.model.resolution import Resolution, ResolutionRun
from enduse.model.screening import SourceCoverage
from enduse.model.statement import Judgement, content_id
from enduse.resolution.deduplicating import LEAST as EVEN
from enduse.resolution.deduplicating import find_doubles
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
from enduse.resolution.rows import Block
from enduse.resolution.telling import tell_doubles
from enduse.sources.catalogue import get_source
from enduse.sources.opening import receive_file
from enduse.store.record import Store
from enduse.store.view import View
from enduse.workspace.few_rows import MOST_ROWS, resolve_few, tell_few
from enduse.workspace.party_files import PartyFile, ReadPlain, Share
from enduse.workspace.party_rows import PartyRow
from enduse.workspace.publishers import is_source
from enduse.workspace.quick_rows import QuickReader, SketchRow, Taken, open_quick
from enduse.workspace.spreading import count_processes, spread, spread_calls

NAMING = ("alias", "name", "previousName", "weakAlias")
_TOLD_FAULTS = 20
_CHUNK = 5000

Progress = Callable[[int, str], None]


# -- the record -----------------------------------------------------------------


def resolve_view(
    view: View, *, coverage: tuple[SourceCoverage, ...], sources: Sequence[str] = (), between: tuple[str, str] | None,
    least: float, limit: int | None, is_open: bool = False, progress: Progress | None,
) -> Resolution:
    """Propose which visible records are one party.

    Entries that one publisher lists apart are not proposed as one, unless `between` asks for it, nor with `is_open`
    what people have judged.

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
        least=least, limit=limit, sources=frozenset(sources), between=between, is_open=is_open,
        distinct=frozenset(source for source in held if is_source(source) and not get_source(source).is_own),
        loose=frozenset(source for source in held if not is_source(source)),
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
    if len(taken.ids) <= MOST_ROWS:
        few = resolve_few(file, least=least, progress=progress)
        _write(out, tell_few(few), source=file.path)
        return ResolutionRun(
            input=file.name, sha256=received.sha256, out=str(out), rows=taken.rows, records=len(few.ids),
            compared=few.found.compared, pairs=few.found.found, clusters=len(few.found.clusters),
            doubles=sum(len(cluster.members) - 1 for cluster in few.found.clusters), least=least,
            notes=few.found.notes, not_read=len(taken.faults), faults=tuple(taken.faults[:_TOLD_FAULTS]),
            seconds=round(time.monotonic() - began, 3),
        )
    if progress:
        progress(len(taken.ids), "records compared")
    doubles = find_doubles(taken.records, least=least, spread=spread, spread_calls=spread_calls)
    lines = tell_doubles(doubles, ids=taken.ids, rows=taken.places, spread=spread, spread_calls=spread_calls)
    _write(out, lines, source=file.path)
    clusters = doubles.clusters
    return ResolutionRun(
        input=file.name, sha256=received.sha256, out=str(out), rows=taken.rows, records=len(taken.ids),
        compared=doubles.compared, pairs=len(doubles.links), clusters=len(clusters),
        doubles=sum(len(cluster) - 1 for cluster in clusters), least=least,
        notes=tuple(tell_left_out(missed) for missed in doubles.left_out), not_read=len(taken.faults),
        faults=tuple(taken.faults[:_TOLD_FAULTS]), seconds=round(time.monotonic() - began, 3),
    )


def _take_in(file: PartyFile) -> Taken:
    """Read the rows, each process its share."""
    shares = count_processes()
    next(iter(file.rows()), None)  # what is wrong with the whole file is told here, before any process starts

    def read_share(share: int) -> list[tuple[int, Taken]]:
        gc.disable()
        chunks: dict[int, Taken] = {}
        plain: ReadPlain[SketchRow | Block] = QuickReader
        rows: Iterable[PartyRow | SketchRow | Block]
        rows = file.rows_or(plain, share=Share(share, shares, _CHUNK), read_many=open_quick)
        for row in rows:
            place = ((row.places[0] if isinstance(row, Block) else row.number) - 1) // _CHUNK
            if place not in chunks:
                chunks[place] = Taken()
            chunks[place].add(row)
        return list(chunks.items())

    taken = Taken()
    for _, chunk in sorted(chain.from_iterable(spread(read_share, shares)), key=lambda told: told[0]):
        taken.extend(chunk)
    return taken


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

"""Screening a file of any length: hits out, a report on every row, and the same bytes however often it was interrupted.

The parent reads rows and writes lines; the rows of a block are screened by one
process or shared among several, each with its own view of the record, and are
written in the order of the file. Memory: some blocks of rows, whatever the file's
length; ids are told apart in a temporary file. Cost: that of screening, plus some
30 us a row.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enduse import __version__
from enduse.errors import Fault, UsageError, WorkspaceError
from enduse.model.batch import ScreeningCounts, ScreeningRun
from enduse.model.viewpoint import Viewpoint
from enduse.sources.opening import receive_file
from enduse.workspace.hit_lines import (
    REPORT_SCHEMA,
    count_rows,
    find_writer,
    hit_shape,
    row_shape,
    spell_line,
    spell_lines,
)
from enduse.workspace.journal import Journal, form_of, hash_file, part_of
from enduse.workspace.party_files import PartyFile
from enduse.workspace.party_rows import UNUSED, PartyRow
from enduse.workspace.presenting import to_json

if TYPE_CHECKING:
    from concurrent.futures import Future

    from enduse.workspace.answering import Desk

BLOCK = 2000  # rows between two notes in the journal
_TOLD_FAULTS = 20
_WATCH = 2.0

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """What is asked of every row, and where the answers go."""

    viewpoint: Viewpoint
    out: Path
    report: Path | None = None
    limit: int = 10
    threshold: float
    is_showing_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockAnswer:
    """The lines of one block of rows, their counts, and the rows that were not screened."""

    hits: bytes
    report: bytes
    counts: ScreeningCounts
    faults: tuple[Fault, ...]


def screen_file(
    file: PartyFile, plan: BatchPlan, *, desk: Desk, folder: Path, jobs: int = 1, is_resumed: bool = False,
    progress: Progress | None = None,
) -> ScreeningRun:
    """Screen every row of a file and write hits and report.

    `folder` is the workspace's, which the processes of `jobs` open themselves.

    Raises:
        UsageError: an interrupted run lies there and `is_resumed` is not set, or it was asked otherwise.
        InputError: the file cannot be used at all.
        WorkspaceError: an output cannot be written; what was done can be resumed.
    """
    began = time.monotonic()
    form = find_writer(plan.out)
    received = receive_file(file.path, role="parties")
    settings = _settings(file, plan, sha256=received.sha256)
    outputs = (plan.out, plan.report) if plan.report else (plan.out,)
    _check_outputs(outputs, file.path)
    held = _find_earlier(plan.out, settings, is_resumed=is_resumed)
    rows = file.rows()
    journal = Journal(outputs, settings=settings)
    try:
        if held:
            journal.resume(held)
        else:
            head = spell_line(_head(file, settings, desk, size=received.size))
            journal.begin([b"", head][: len(outputs)], state=_state(ScreeningCounts(), ()))
        done = ScreeningCounts(**journal.state["counts"])
        if held and held["finished"]:
            deque(rows, maxlen=0)  # so that the columns of JSON Lines are known
        else:
            _answer(rows, plan, journal, desk=desk, folder=folder, jobs=jobs, progress=progress)
            _close(file, plan, journal, form)
        journal.finish()
    finally:
        journal.close()
    return ScreeningRun(
        viewpoint=plan.viewpoint, input=file.name, sha256=received.sha256, out=str(plan.out),
        report=str(plan.report or ""),
        counts=ScreeningCounts(**journal.state["counts"]), coverage=desk.coverage, columns=_columns(file),
        faults=tuple(Fault(**fault) for fault in journal.state["faults"]), resumed_at=done.rows,
        seconds=round(time.monotonic() - began, 3),
    )


def earlier_viewpoint(out: Path, asked: Viewpoint, *, is_exact: bool) -> Viewpoint:
    """Return the viewpoint of an interrupted run whose hits were to go to `out`, that asked for where there is none.

    `is_exact` tells that the day or the moment asked was named, and so must be the run's.

    Raises:
        UsageError: the run was asked from another viewpoint.
    """
    held = Journal.find(out)
    if held is None:
        return asked
    was, now = held["settings"]["viewpoint"], _spell_viewpoint(asked)
    if was["audience"] != now["audience"] or (is_exact and was["as_of"] != now["as_of"]):
        raise UsageError("the interrupted run was asked from another viewpoint.", where=str(out),
                         remedy=f"It was as of {was['as_of']}; ask so, or remove the journal and begin anew.")
    from enduse.workspace.settings import read_viewpoint

    return read_viewpoint(was, audience=asked.audience)


# -- asking --------------------------------------------------------------------------


def answer_block(rows: Sequence[tuple[PartyRow, bool]], plan: BatchPlan, desk: Desk) -> BlockAnswer:
    """Screen a block of rows, each with the word whether its id stood before."""
    parties = [row.party for row, _ in rows if row.party is not None]
    screenings = tuple(desk.screen(
        parties, limit=plan.limit, threshold=plan.threshold, is_showing_allowed=plan.is_showing_allowed,
        is_citing=False,
    ))
    answers = iter(screenings)
    hits: list[dict[str, Any]] = []
    report: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for row, _ in rows:
        screening = next(answers) if row.party is not None else None
        hits += [hit_shape(row.query_id, hit) for hit in screening.hits] if screening else []
        if plan.report:
            report.append(row_shape(row, screening))
        if row.fault is not None:
            faults.append(row.fault)
    return BlockAnswer(
        hits=spell_lines(hits), report=spell_lines(report),
        counts=count_rows(rows, screenings), faults=tuple(faults[:_TOLD_FAULTS]),
    )


def _answer(
    rows: Iterator[PartyRow], plan: BatchPlan, journal: Journal, *, desk: Desk, folder: Path, jobs: int,
    progress: Progress | None,
) -> None:
    done = ScreeningCounts(**journal.state["counts"])
    with _told_apart(rows) as marked:
        skipped = sum(1 for _ in islice(marked, done.rows))
        if skipped < done.rows:
            raise WorkspaceError("the file has fewer rows than the interrupted run had read.")
        blocks = _blocks(marked)
        answers = _shared(blocks, plan, folder, jobs) if jobs > 1 else (answer_block(b, plan, desk) for b in blocks)
        for answer in answers:
            done = done.add(answer.counts)
            faults = (*(Fault(**fault) for fault in journal.state["faults"]), *answer.faults)[:_TOLD_FAULTS]
            lines = [answer.hits, answer.report][: len(journal.outputs)]
            journal.write(lines, state=_state(done, faults))
            if progress:
                progress(done.rows, "rows")


def _blocks(rows: Iterator[tuple[PartyRow, bool]]) -> Iterator[list[tuple[PartyRow, bool]]]:
    while block := list(islice(rows, BLOCK)):
        yield block


@contextmanager
def _told_apart(rows: Iterable[PartyRow]) -> Iterator[Iterator[tuple[PartyRow, bool]]]:
    """Give each row with the word whether its id stood on an earlier one, which its notes then say.

    Ids are kept as 16 bytes in a temporary file of SQLite's, so memory does not grow.
    """
    known = sqlite3.connect("")

    def mark() -> Iterator[tuple[PartyRow, bool]]:
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


# -- several processes -----------------------------------------------------------------


def _shared(
    blocks: Iterator[list[tuple[PartyRow, bool]]], plan: BatchPlan, folder: Path, jobs: int
) -> Iterator[BlockAnswer]:
    """Yield the answers of blocks in order, computed by `jobs` processes; two blocks wait for each at most."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_with_the_parent)
    waiting: deque[Future[BlockAnswer]] = deque()
    try:
        for block in blocks:
            waiting.append(pool.submit(_answer_apart, block, plan, str(folder)))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as exc:
        remedy = "Run it again with --resume and fewer --jobs."
        raise WorkspaceError("a process that screened was ended from outside.", remedy=remedy) from exc
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _answer_apart(rows: Sequence[tuple[PartyRow, bool]], plan: BatchPlan, folder: str) -> BlockAnswer:
    return answer_block(rows, plan, _open_desk(folder, plan.viewpoint))


@lru_cache(maxsize=1)
def _open_desk(folder: str, viewpoint: Viewpoint) -> Desk:
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


# -- around the rows -------------------------------------------------------------------


def _head(
    file: PartyFile, settings: Mapping[str, Any], desk: Desk, *, size: int
) -> dict[str, Any]:
    lists = to_json(desk.coverage, kind="sources")["sources"]
    return {
        "line": "head", "schema": REPORT_SCHEMA, "program": f"enduse {__version__}",
        "viewpoint": settings["viewpoint"],
        "input": {"name": file.name, "format": file.format, "size": size, "sha256": settings["sha256"]},
        "settings": {key: settings[key] for key in ("limit", "threshold", "column_map", "encoding", "show_allowed")},
        "lists": lists,
    }


def _close(
    file: PartyFile, plan: BatchPlan, journal: Journal, form: Callable[[Path, Path], None] | None
) -> None:
    """Write the report's last line, which names the hits' hash, and give the hits the form that was asked for."""
    if form is not None:
        journal.convert(0, form)
    if plan.report is None:
        return
    sha256, size = hash_file(form_of(plan.out) if form else part_of(plan.out))
    foot = {
        "line": "foot", **asdict(ScreeningCounts(**journal.state["counts"])),
        "columns": {column: name for column, name in _columns(file) if name != UNUSED},
        "columns_not_used": [column for column, name in _columns(file) if name == UNUSED],
        "hits_file": {"name": plan.out.name, "size": size, "sha256": sha256},
    }
    journal.append(1, spell_line(foot))


def _columns(file: PartyFile) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(file.columns.items()))


def _settings(file: PartyFile, plan: BatchPlan, *, sha256: str) -> dict[str, Any]:
    """Return all that the answers depend on: a run goes on only where it is the same."""
    return {
        "program": __version__, "sha256": sha256, "column_map": dict(sorted(file.column_map.items())),
        "encoding": file.encoding, "limit": plan.limit, "threshold": plan.threshold,
        "show_allowed": plan.is_showing_allowed, "viewpoint": _spell_viewpoint(plan.viewpoint),
        "outputs": [path.name for path in (plan.out, plan.report) if path],
    }


def _spell_viewpoint(viewpoint: Viewpoint) -> dict[str, Any]:
    spelled: dict[str, Any] = to_json((), kind="sources", viewpoint=viewpoint)["viewpoint"]
    return spelled


def _state(counts: ScreeningCounts, faults: Iterable[Fault]) -> dict[str, Any]:
    return {"counts": asdict(counts), "faults": [asdict(fault) for fault in faults]}


def _find_earlier(out: Path, settings: Mapping[str, Any], *, is_resumed: bool) -> dict[str, Any] | None:
    held = Journal.find(out)
    if held is None:
        return None
    if not is_resumed:
        remedy = f"Go on with --resume, or remove {out.name}.journal to begin anew."
        raise UsageError("an interrupted run lies here.", where=str(out), remedy=remedy)
    other = sorted(key for key in settings if held["settings"].get(key) != settings[key])
    if other:
        remedy = "Ask as it was asked, or remove the journal to begin anew."
        raise UsageError(f"the interrupted run differs in {', '.join(other)}.", where=str(out), remedy=remedy)
    return held


def _check_outputs(outputs: Sequence[Path], source: Path) -> None:
    places = [path.resolve() for path in (*outputs, source)]
    if len(set(places)) < len(places):
        raise UsageError("one file is named twice among input, hits and report.", remedy="Name different files.")
    for path in outputs:
        if path.is_dir():
            raise UsageError("is a folder.", where=str(path), remedy="Name a file.")
        if not path.parent.is_dir():
            raise UsageError("the folder is not there.", where=str(path.parent), remedy="Make it first.")
    if len(outputs) > 1 and outputs[1].suffix.lower() in (".csv", ".parquet"):
        raise UsageError("the report is JSON Lines.", where=str(outputs[1]), remedy="Name it .jsonl.")

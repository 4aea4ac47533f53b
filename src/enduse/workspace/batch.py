"""Screening a file of any length: hits out, a report on every row, and the same bytes however often it was interrupted.

The parent reads rows and writes lines; the rows of a block are screened by one
process or shared among several, each with its own view of the record, and are
written in the order of the file. Memory: some blocks of rows, whatever the file's
length; ids are told apart in a temporary file. Cost: that of screening, plus some
30 us a row.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enduse import __version__
from enduse.errors import Fault
from enduse.model.batch import ScreeningCounts, ScreeningRun
from enduse.sources.opening import receive_file
from enduse.workspace.blocks import Progress, RowsPlan, answer_blocks, open_desk
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
from enduse.workspace.resuming import check_outputs, find_earlier, spell_viewpoint

if TYPE_CHECKING:
    from enduse.workspace.answering import Desk

_TOLD_FAULTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan(RowsPlan):
    """What is asked of every row, with where the report goes and whether hits that people allowed are shown."""

    report: Path | None = None
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
    check_outputs(outputs, file.path)
    held = find_earlier(plan.out, settings, is_resumed=is_resumed)
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
    here = partial(answer_block, plan=plan, desk=desk)
    apart = partial(_answer_apart, plan=plan, folder=str(folder))
    for answer in answer_blocks(rows, here, apart, done=done.rows, jobs=jobs):
        done = done.add(answer.counts)
        faults = (*(Fault(**fault) for fault in journal.state["faults"]), *answer.faults)[:_TOLD_FAULTS]
        lines = [answer.hits, answer.report][: len(journal.outputs)]
        journal.write(lines, state=_state(done, faults))
        if progress:
            progress(done.rows, "rows")


def _answer_apart(rows: Sequence[tuple[PartyRow, bool]], *, plan: BatchPlan, folder: str) -> BlockAnswer:
    return answer_block(rows, plan, open_desk(folder, plan.viewpoint))


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
        "show_allowed": plan.is_showing_allowed, "viewpoint": spell_viewpoint(plan.viewpoint),
        "outputs": [path.name for path in (plan.out, plan.report) if path],
    }


def _state(counts: ScreeningCounts, faults: Iterable[Fault]) -> dict[str, Any]:
    return {"counts": asdict(counts), "faults": [asdict(fault) for fault in faults]}

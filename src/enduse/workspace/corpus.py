"""Reading files and whole folders: several processes read, one keeps what they found in blocks, and a run can go on.

Each paper is kept whole or not at all, with its facts file written first; so a run that was killed goes on with the
papers that are not in the record yet, or whose facts file is missing. Memory holds one block of papers (64, or less of
long ones) and the names of one folder, however large the corpus. Cost: reading itself, and 2 ms a paper to keep it.
"""

from __future__ import annotations

import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TextIO

from enduse.errors import Fault, InputError, UsageError
from enduse.model.paper import PaperReading, ReadingCounts, ReadingRun
from enduse.model.statement import LoadResult
from enduse.reading.containers import is_archive
from enduse.reading.document import read_document
from enduse.store.record import Store
from enduse.workspace.asked_files import name_bytes, take_in
from enduse.workspace.facts_files import distinct_roots, distinct_stems, place_of_facts
from enduse.workspace.guarded import Settled, Stopped, run_guarded
from enduse.workspace.papers import (
    PaperToRead,
    ReadingOptions,
    Taken,
    TakenArchive,
    TakenPaper,
    keep_papers,
    seconds_for,
    take_papers,
    tell_paper,
)

_BLOCK = 64  # papers kept in one transaction
_BLOCK_STATEMENTS = 5_000
_BLOCK_SECONDS = 2.0
_TOLD = 100  # papers that could not be read and are told one by one; the report tells them all
_DEEPEST = 40  # folders within folders
_NOTHING = PaperToRead(path=Path(), name="", facts="", inside="")

Progress = Callable[[int, str], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Held:
    """A paper that the record holds already as this program reads it."""

    sha256: str


def read_files(
    store: Store, paths: Sequence[Path], options: ReadingOptions, *, now: Clock, progress: Progress | None
) -> tuple[PaperReading | InputError, ...]:
    """Read some files and tell each whole; one that cannot be read stands in the result as its error."""
    asked = [
        PaperToRead(path=path, name=_name(path.name), facts=facts, inside=_inside(path, facts))
        for path, facts in zip(paths, distinct_roots(paths), strict=True)
    ]
    results: list[PaperReading | InputError] = []
    options = replace(options, is_whole=True)
    seconds = partial(seconds_for, options=options)
    found = run_guarded(partial(take_papers, options=options), asked, processes=1, seconds=seconds)
    for number, (paper, result) in enumerate(zip(asked, found, strict=True), 1):
        for taken in _refuse_stopped(paper, result):
            if isinstance(taken, InputError):
                results.append(taken)
            elif isinstance(taken, TakenPaper):
                (load,) = keep_papers(store, [taken], options=options, at=now())
                results.append(tell_paper(taken, load))
        if progress:
            progress(number, "papers")
    return tuple(results)


def _refuse_stopped(asked: PaperToRead, result: tuple[Taken, ...] | Stopped) -> tuple[Taken, ...]:
    """Return what reading a paper gave, with one that was stopped as an error like any other."""
    if isinstance(result, Stopped):
        remedy = "Convert it to plain text, or split it."
        return (InputError(f"{result.reason}; it was given up.", where=asked.name, remedy=remedy),)
    return result


@dataclass(slots=True)
class _Run:
    """A run under way: what it counts, what waits to be kept, and where it reports."""

    store: Store
    options: ReadingOptions
    now: Clock
    report: TextIO | None
    progress: Progress | None
    counts: ReadingCounts = field(default_factory=ReadingCounts)
    faults: list[Fault] = field(default_factory=list)
    block: list[Taken | _Held] = field(default_factory=list)
    begun: float = 0.0

    def add(self, result: Taken | _Held) -> None:
        """Take the next paper in; a full block is kept."""
        if not self.block:
            self.begun = time.monotonic()
        self.block.append(result)
        statements = sum(len(each.statements) for each in self.block if isinstance(each, TakenPaper))
        is_late = time.monotonic() - self.begun > _BLOCK_SECONDS
        if len(self.block) >= _BLOCK or statements >= _BLOCK_STATEMENTS or is_late:
            self.keep()

    def keep(self) -> None:
        """Keep the block, then report of it."""
        taken = [each for each in self.block if isinstance(each, TakenPaper)]
        loads = iter(keep_papers(self.store, taken, options=self.options, at=self.now()) if taken else ())
        archives = [each.sha256 for each in self.block if isinstance(each, TakenArchive)]
        if archives:
            self.store.note_readers(archives, source=self.options.source, reader=self.options.by, at=self.now())
        for each in self.block:
            if isinstance(each, TakenArchive):
                continue
            line = self._count(each, next(loads) if isinstance(each, TakenPaper) else None)
            if self.report is not None:
                self.report.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.block = []
        if self.progress:
            self.progress(self.counts.papers, f"papers, {self.counts.refused:,} of them not readable")

    def _count(self, each: TakenPaper | _Held | InputError, load: LoadResult | None) -> dict[str, object]:
        counts = self.counts
        if isinstance(each, InputError):
            if len(self.faults) < _TOLD:
                self.faults.append(Fault(place=each.where, reason=each.what, remedy=each.remedy))
            self.counts = replace(counts, papers=counts.papers + 1, refused=counts.refused + 1)
            return {"state": "refused", "name": each.where, "reason": each.what, "remedy": each.remedy}
        if isinstance(each, _Held) or load is None:
            self.counts = replace(counts, papers=counts.papers + 1, held=counts.held + 1)
            return {"state": "held", "document": each.sha256}
        self.counts = replace(
            counts, papers=counts.papers + 1, read=counts.read + 1, statements=counts.statements + load.statements,
            appeared=counts.appeared + load.appeared, vanished=counts.vanished + load.vanished,
            with_gaps=counts.with_gaps + bool(each.faults),
        )
        return {
            "state": "read", "name": each.name, "document": each.sha256, "format": each.format,
            "statements": load.statements, "appeared": load.appeared, "vanished": load.vanished,
            "gaps": [str(fault) for fault in each.faults],
        }


def read_folders(
    store: Store, places: Sequence[Path], options: ReadingOptions, *, now: Clock, jobs: int, is_again: bool,
    report: Path | None, progress: Progress | None,
) -> ReadingRun:
    """Read every file of some folders, and of those below them, in order of their names.

    What the record holds already as this program reads it is passed over, unless `is_again`.

    Raises:
        UsageError: the report cannot be written.
    """
    began = time.monotonic()
    walk = _Walk(tuple(places))
    with ExitStack() as stack:
        run = _Run(store=store, options=options, now=now, report=_open_report(report, stack), progress=progress)
        queue: deque[PaperToRead] = deque()
        asked = _ask(walk, store, options, queue, is_again=is_again)
        work: Callable[[PaperToRead], tuple[Taken | _Held, ...]] = partial(take_papers, options=options)
        for result in run_guarded(work, asked, processes=jobs, seconds=partial(seconds_for, options=options)):
            paper = queue.popleft()
            for each in _refuse_stopped(paper, result) if isinstance(result, Stopped) else result:
                run.add(each)
        run.keep()
    return ReadingRun(
        places=tuple(str(place) for place in places), counts=replace(run.counts, passed_over=walk.passed_over),
        faults=tuple(run.faults), report=str(report) if report else "",
        facts_folder=str(options.facts_folder) if options.facts_folder else "",
        seconds=round(time.monotonic() - began, 3),
    )


def _open_report(path: Path | None, stack: ExitStack) -> TextIO | None:
    if path is None:
        return None
    try:
        return stack.enter_context(path.open("w", encoding="utf-8"))
    except OSError as exc:
        remedy = "Name a file that can be written."
        raise UsageError(f"the report cannot be written: {exc.strerror}.", where=str(path), remedy=remedy) from exc


def _ask(
    walk: _Walk, store: Store, options: ReadingOptions, queue: deque[PaperToRead], *, is_again: bool
) -> Iterator[PaperToRead | Settled[tuple[Taken | _Held, ...]]]:
    """Yield what is to be read, and what need not be in its place; `queue` receives each of them."""
    is_warm = False
    for found in walk.files():
        queue.append(found if isinstance(found, PaperToRead) else _NOTHING)
        if isinstance(found, InputError):
            yield Settled((found,))
            continue
        held = None if is_again else _find_held(store, found, options)
        if held is None and not is_warm:
            read_document(b"Words to open the lexicons with, once for all processes.", name="")
            is_warm = True
        yield found if held is None else Settled((held,))


def _find_held(store: Store, asked: PaperToRead, options: ReadingOptions) -> _Held | None:
    """Return the paper if the record holds it as this program reads it, and its facts file is where one is wanted."""
    try:
        data = take_in(asked.path)
    except InputError:
        return None  # whoever reads it will say why
    if options.facts_folder is not None:
        place = place_of_facts(options.facts_folder, asked.inside if is_archive(data) else asked.facts)
        if not (place.with_suffix("").is_dir() if is_archive(data) else place.is_file()):
            return None
    sha256 = name_bytes(data)
    source, reader = store.reader_of(sha256) or ("", "")
    return _Held(sha256) if source == options.source and options.is_met_by(reader) else None


class _Walk:
    """The files of some folders, and files, in order; hidden ones are passed over and counted."""

    def __init__(self, places: tuple[Path, ...]) -> None:
        self._places = places
        self.passed_over = 0

    def files(self) -> Iterator[PaperToRead | InputError]:
        """Yield each file with the name its paper gets: its path within the folder that was named."""
        for place, root in zip(self._places, distinct_roots(self._places), strict=True):
            if place.is_dir():
                yield from self._below(place, "", facts=f"{root}/" if len(self._places) > 1 else "", depth=0)
            else:
                yield PaperToRead(path=place, name=_name(place.name), facts=root, inside=_inside(place, root))

    def _below(self, folder: Path, name: str, *, facts: str, depth: int) -> Iterator[PaperToRead | InputError]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as exc:
            what = f"cannot be opened: {exc.strerror}."
            yield InputError(what, where=name or str(folder), remedy="Check its rights.")
            return
        stems = distinct_stems(e.name for e in entries if not (e.name.startswith(".") or e.is_dir()))
        for entry in entries:
            full = f"{name}{_name(entry.name)}"
            if entry.name.startswith("."):
                self.passed_over += 1
            elif entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
                yield from self._below(Path(entry.path), f"{full}/", facts=f"{facts}{entry.name}/", depth=depth + 1)
            elif entry.is_dir():
                what = "is a link to a folder" if entry.is_symlink() else "lies too deep"
                yield InputError(f"{what}; it was not entered.", where=full, remedy="Name it if it is to be read.")
            else:
                yield PaperToRead(path=Path(entry.path), name=full, facts=f"{facts}{stems[entry.name]}",
                                  inside=f"{facts}{entry.name}")


def _inside(path: Path, facts: str) -> str:
    """Return the folder of facts of what a file holds that was named itself: called as the whole file."""
    return facts if facts.endswith(path.name) else path.name


def _name(name: str) -> str:
    """Return a file's name as text; bytes that are none are replaced."""
    return os.fsencode(name).decode("utf-8", "replace")

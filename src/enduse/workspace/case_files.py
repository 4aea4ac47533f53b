"""The index of denials and other cases on disk: made of what one view shows, under a name made of what that is.

Whoever may see less has another file and never learns of the rest. After a small load the new cases are laid beside the
file that is there (`CaseIndex`). The files are derived: they may be deleted and are made again.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from enduse.assessment.denials import PROPS, make_case, make_denial, told_revoked
from enduse.assessment.repeat_index import Segment, Told, build_index
from enduse.assessment.repeat_rules import FILE
from enduse.errors import WorkspaceError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.statement import content_id
from enduse.sources.catalogue import NAMED
from enduse.store.view import View

SOURCE = "denials"
_SHARE = 20  # new cases are laid beside a file of at least so many times as many, or of few
_FEW = 2_000
_SUFFIX = ".cases"
_FILES_KEPT = 6

Progress = Callable[[int, str], None]


def as_known(view: View) -> View:
    """Return the record as the same audience knows it on the later of its day and its moment."""
    known_by = view.viewpoint.known_by
    return view.seen_from(as_of=max(view.viewpoint.as_of, known_by.date()), known_by=known_by)


def is_denial_list(source: str) -> bool:
    """Tell whether a list is one of denials, under whatever name."""
    return source.partition(NAMED)[0] == SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What an index holds: the loads of denials that a view shows, its day and moment, and by which rules."""

    loads: tuple[tuple[str, str, str], ...]
    erased: int
    as_of: str
    known_by: str
    rules: str

    @property
    def name(self) -> str:
        """Return the name of the file: what it holds, not when it was asked for."""
        return f"{content_id(*self.loads, self.erased, self.rules)}{_SUFFIX}"


def open_cases(view: View, *, progress: Progress | None = None) -> tuple[tuple[Segment, frozenset[str]], ...]:
    """Return the visible denials and other cases as segments, each with the ids that are dead in it.

    Cost: a first index takes some 2 ms a case, most of it for reading the record; after a load the new cases alone.
    """
    known, state = as_known(view), _state_of(view)
    if not state.loads:
        return ()
    folder = view.indexable.folder
    held = _open_file(folder / state.name)
    if held is not None:
        return ((held, frozenset()),)
    near = _nearest(folder, state)
    if near is not None:
        then = known.seen_from(as_of=date.fromisoformat(near.meta["as_of"]),
                               known_by=datetime.fromisoformat(near.meta["known_by"]))
        moved = [subject for subject in known.subjects_moved(then) if subject.startswith("denial-")]
        if len(moved) <= max(_FEW, len(near) // _SHARE):
            added = Segment(build_index(_told(known, moved), meta={}), is_checked=False)
            return (near, frozenset(moved)), (added, frozenset())
    meta = {"loads": state.loads, "erased": state.erased, "rules": state.rules, "as_of": state.as_of,
            "known_by": state.known_by}
    data = build_index(_told(known, None, progress), meta=meta)
    with suppress(OSError):
        _write(folder, state.name, data)
    return ((Segment(data, is_checked=False), frozenset()),)


def _state_of(view: View) -> _State:
    known = as_known(view)
    day = known.viewpoint.as_of
    loads = sorted(
        (version.source, version.day.isoformat(), version.received_at.isoformat())
        for version in known.list_versions() if is_denial_list(version.source) and version.day <= day
    )
    return _State(
        loads=tuple(loads), erased=view.indexable.state().erased, as_of=day.isoformat(),
        known_by=known.viewpoint.known_by.isoformat(), rules=_rules(),
    )


@lru_cache(maxsize=1)
def _rules() -> str:
    return content_id(json.dumps(open_knowledge(FILE).plain(), sort_keys=True))


def _told(view: View, subjects: Sequence[str] | None, progress: Progress | None = None) -> Iterator[Told]:
    """Yield the cases of a view with when we were told of their revocation, by id."""
    if subjects is not None:
        for subject, group in groupby(view.about(subjects, props=PROPS), key=lambda one: one.statement.subject):
            sightings = list(group)
            yield make_denial(subject, sightings, as_of=view.viewpoint.as_of), told_revoked(sightings)
        return
    for number, (subject, rows) in enumerate(groupby(view.told(PROPS), key=lambda one: one.subject), 1):
        if progress and number % 2000 == 0:
            progress(number, "cases")
        said: dict[str, list[str]] = {}
        told = None
        for row in (first := next(rows), *rows):
            said.setdefault(row.prop, []).append(row.value)
            if row.prop == "revocation" and told is None:
                told = row.received_at
        yield make_case(subject, said, source=first.source, marking=first.marking), told


def _nearest(folder: Path, state: _State) -> Segment | None:
    """Return the largest file that holds a part of the loads asked for and nothing else."""
    best: Segment | None = None
    for path in sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else ():
        found = _open_file(path)
        if found is None or found.meta.get("rules") != state.rules or found.meta.get("erased") != state.erased:
            continue
        if {tuple(load) for load in found.meta["loads"]} < set(state.loads) and (
                best is None or len(found.meta["loads"]) > len(best.meta["loads"])):
            best = found
    return best


def _open_file(path: Path) -> Segment | None:
    try:
        return _open_checked(str(path), path.stat().st_size)
    except (OSError, ValueError, WorkspaceError):
        return None


@lru_cache(maxsize=8)
def _open_checked(path: str, _size: int) -> Segment:
    with open(path, "rb") as file:  # noqa: PTH123
        return Segment(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), where=path)


def _write(folder: Path, name: str, data: bytes) -> None:
    """Write a file under another name, then give it its own; of older ones the newest few stay."""
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f"{name}.arriving"
    with new.open("wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    new.replace(folder / name)
    held = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: (-path.stat().st_mtime, path.name))
    for path in held[_FILES_KEPT:]:
        path.unlink(missing_ok=True)

"""The names of earlier cases as an index of names: whoever bears a name alike is found, however it is spelled.

Beside the index of cases, which finds by whole words and their sounds, since a buyer who comes back is often spelled by
another hand. A file lies beside that of the cases, under its name, and holds what that holds, so whoever may see less
has another. It may be deleted and is made again. Cost: making it takes some 0.15 ms a case, opening some milliseconds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from enduse.assessment.repeat_index import Segment as CaseSegment
from enduse.assessment.repeat_marks import buying_side
from enduse.errors import WorkspaceError
from enduse.screening.building import build_segment
from enduse.screening.index import NameIndex
from enduse.screening.segments import Segment
from enduse.store.indexable import IndexableRow
from enduse.workspace.indexing import name_rules, open_file

_SUFFIX = ".case-names"
_NAME = "name"
_RULES = 12  # letters of the name of the rules that stand in that of a file


def open_case_names(segments: Sequence[tuple[CaseSegment, frozenset[str]]]) -> NameIndex:
    """Return the names of the buying parties and their people, by the ids of their cases; dead cases among them."""
    opened = [_open(segment) for segment, _ in segments if len(segment)]
    return NameIndex([(segment, segment.all_visible()) for segment in opened])


def _open(cases: CaseSegment) -> Segment:
    if not cases.where:
        return Segment(bytearray(_build(cases)))
    held = Path(cases.where)
    path = held.with_name(f"{held.name}-{name_rules()[:_RULES]}{_SUFFIX}")
    with suppress(WorkspaceError):
        return open_file(str(path))
    data = _build(cases)
    with suppress(OSError, WorkspaceError):
        _write(path, data)
        return open_file(str(path))
    return Segment(bytearray(data))


def _build(cases: CaseSegment) -> bytes:
    rows = sorted(set(_rows(cases)), key=lambda row: (row.subject, row.value))
    return b"".join(build_segment(rows, named={_NAME}, identifying=()))


def _rows(cases: CaseSegment) -> Iterator[IndexableRow]:
    for place in range(len(cases)):
        case, _ = cases.case(place)
        for party in buying_side(case.parties):
            for name in (party.name, *party.aliases, *party.people):
                yield IndexableRow(case.id, name, _NAME, bytes(16), "LegalEntity", "", "", False, "", "")


def _write(path: Path, data: bytes) -> None:
    """Write a file under another name, then give it its own; those whose cases are gone are removed."""
    new = path.with_name(f"{path.name}-{os.getpid()}.arriving")
    with new.open("wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    new.replace(path)
    for old in path.parent.glob(f"*{_SUFFIX}"):
        if old != path and not (old.parent / old.name.partition("-")[0]).exists():
            old.unlink(missing_ok=True)

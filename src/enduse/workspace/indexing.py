"""The index of names on disk: segment files in the workspace's folder, kept in step with the record.

The files are derived: they may be deleted at any time and are made again. A
manifest names the segments in use and the loads that they hold. Whoever finds the
record ahead of it adds a segment with what the newer loads changed, or makes all
anew where that is shorter, where something was erased, or where a file is damaged. A
file is written under another name, synced and renamed, and the manifest is changed
last, so whatever kills the program leaves an index that is whole. One process builds
at a time; those that come meanwhile wait and find it done.

Cost: opening reads every file once to check it (some 0.3 ms a megabyte);
a first build takes some 15 us a statement held, a later one grows with the change.
"""

from __future__ import annotations

import json
import mmap
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from enduse.errors import WorkspaceError
from enduse.model.statement import Sighting
from enduse.resolution.evidence import IDENTIFIER_PROPERTIES
from enduse.resolution.records import COUNTRIES, NAME_PROPERTIES
from enduse.screening.building import build_segment
from enduse.screening.index import NameIndex
from enduse.screening.segments import Segment
from enduse.screening.sight import hide, look
from enduse.screening.words import FORMAT
from enduse.store.indexable import Indexable, IndexableRow, Load, RecordState
from enduse.store.own_series import is_trade
from enduse.store.spelling import spell_marking
from enduse.store.view import View

# What comparing a party with a record reads of the record (`resolution.records`), and what tells that it is listed.
HELD = tuple(sorted({
    *NAME_PROPERTIES, *COUNTRIES, *IDENTIFIER_PROPERTIES, "firstName", "secondName", "middleName", "fatherName",
    "lastName", "birthDate", "incorporationDate", "flag", "pastFlags", "gender", "birthPlace", "address", "phone",
    "email", "website", "topics", "description", "model",
}))
_MOST_SEGMENTS = 8
_SMALL = 5_000  # rows that are made anew without a thought
_SHARE = 4  # a segment of changes may hold a quarter of what is there

Progress = Callable[[int, str], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    """What the folder holds: files in order, what of the record they hold, and by which rules names were read."""

    files: tuple[str, ...]
    state: RecordState
    rules: str


def open_index(view: View, *, progress: Progress | None = None) -> NameIndex:
    """Return the index of all that is visible in a view, brought up to date first.

    Where the folder cannot be written to, the index is made in memory.
    """
    return _look(view, open_segments(view.indexable, progress=progress))


def open_trade_index(view: View) -> NameIndex | None:
    """Return the index of the parties that trade records name, None where none are loaded.

    Nobody is screened against them: they are looked for only where a path may begin or go on.
    """
    whole = view.indexable.traders()
    return _look(view, open_segments(whole)) if whole.name_state().loads else None


def _look(view: View, segments: tuple[Segment, ...]) -> NameIndex:
    as_of, known_by = view.moment()
    maps = [look(segment, as_of=as_of, known_by=known_by, may_see=view.may_see) for segment in segments]
    for segment in segments:
        for number, row in segment.replaced():
            if number < len(maps):
                hide(maps[number], (row,))
    corrected: set[IndexableRow] = set()
    for read, right in view.overruled():
        for number, segment in enumerate(segments):
            row = segment.row_of(read.statement.subject, bytes.fromhex(read.id))
            if row >= 0:
                hide(maps[number], (row,))
        if right is not None and right.statement.prop in HELD and not is_trade(right.statement.source):
            corrected.add(_row_of(right))
    return NameIndex((*zip(segments, maps, strict=True), *_in_memory(corrected)))


def open_own_index(view: View) -> NameIndex | None:
    """Return an index of the parties that the user's own orders name, None where none is kept. Cost: some 20 us a row.

    Nobody is screened against them: they are looked for only where a path may begin or go on.
    """
    rows = {_row_of(sighting) for sighting in view.of_own_orders(HELD)}
    return NameIndex(tuple(_in_memory(rows))) if rows else None


def _row_of(sighting: Sighting) -> IndexableRow:
    said = sighting.statement
    return IndexableRow(
        said.subject, said.value, said.prop, bytes.fromhex(sighting.id), said.schema, said.source,
        spell_marking(said.marking), said.denied, "", "",
    )


def _in_memory(rows: Iterable[IndexableRow]) -> Iterator[tuple[Segment, bytearray]]:
    """Yield a segment of some rows that the viewpoint sees, all of it visible; none where there are none."""
    ordered = sorted(rows, key=lambda row: (row.subject, row.value, row.prop, row.key))
    if ordered:
        pieces = build_segment(ordered, named=NAME_PROPERTIES, identifying=IDENTIFIER_PROPERTIES)
        segment = Segment(bytearray(b"".join(pieces)))
        yield segment, segment.all_visible()


def open_segments(whole: Indexable, *, progress: Progress | None = None) -> tuple[Segment, ...]:
    """Return the segments of a record, brought up to date first."""
    folder = whole.names
    try:
        return open_or_make(
            folder, lambda: _open_current(whole, folder), lambda: _bring_up_to_date(whole, folder, progress)
        )
    except OSError:
        with whole.reading():
            pieces = _build_all(whole, progress)
            return (Segment(bytearray(b"".join(pieces))),)


def open_or_make(folder: Path, read: Callable[[], T], make: Callable[[], None]) -> T:
    """Return what `read` finds in a folder of derived files; where that fails, `make` makes them first, one at a time.

    Raises:
        OSError: the folder cannot be written to.
        WorkspaceError: what was made cannot be read either.
    """
    with suppress(WorkspaceError):
        return read()
    folder.mkdir(parents=True, exist_ok=True)
    with hold_lock(folder):
        with suppress(WorkspaceError):
            return read()
        make()
        return read()


def _open_current(whole: Indexable, folder: Path) -> tuple[Segment, ...]:
    """Open the segments that the manifest names. Raises WorkspaceError where they are not of today, or damaged."""
    manifest = _read_manifest(folder)
    if manifest is None or manifest.rules != name_rules() or manifest.state != whole.name_state():
        raise WorkspaceError("the index is not of today.", where=str(folder))
    return _open_files(folder, manifest.files)


def _open_files(folder: Path, names: Iterable[str]) -> tuple[Segment, ...]:
    return tuple(open_file(str(folder / name)) for name in names)


@lru_cache(maxsize=16)
def open_file(path: str) -> Segment:
    """Map a segment file; a name stands for its content, so what was opened once stays good."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return Segment(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY), where=path)
    except (OSError, ValueError) as exc:
        raise WorkspaceError(f"an index file cannot be read: {exc}.", where=path) from exc


def _bring_up_to_date(whole: Indexable, folder: Path, progress: Progress | None) -> None:
    with whole.reading():
        state = whole.name_state()
        manifest = _read_manifest(folder)
        files = _add_changes(whole, folder, manifest, state) if manifest and manifest.rules == name_rules() else None
        if files is None:
            files = (write_file(folder, _build_all(whole, progress)),)
    _write_manifest(folder, _Manifest(files=files, state=state, rules=name_rules()))
    for path in folder.iterdir():
        if path.suffix in (".segment", ".arriving") and path.name not in files:
            with suppress(OSError):
                path.unlink()


def _build_all(whole: Indexable, progress: Progress | None) -> Iterator[bytes | memoryview]:
    return build_segment(
        _telling(whole.rows(HELD), progress), named=NAME_PROPERTIES, identifying=IDENTIFIER_PROPERTIES,
        appearances=whole.appearances(),
    )


def _add_changes(
    whole: Indexable, folder: Path, manifest: _Manifest, state: RecordState
) -> tuple[str, ...] | None:
    """Write a segment with what newer loads changed; None where all is better made anew."""
    known = set(manifest.state.loads)
    news = [load for load in state.loads if load not in known]
    if manifest.state.erased != state.erased or len(news) + len(known) != len(state.loads):
        return None
    try:
        segments = _open_files(folder, manifest.files)
    except WorkspaceError:
        return None
    held = sum(segment.rows for segment in segments)
    ids = _changed(whole, news)
    is_much = len(ids) > _SMALL and len(ids) * _SHARE > held
    if is_much or held < _SMALL or len(segments) >= _MOST_SEGMENTS:
        return None
    rows = whole.rows_of(ids, HELD)
    if not rows:
        return manifest.files
    pieces = build_segment(
        rows, named=NAME_PROPERTIES, identifying=IDENTIFIER_PROPERTIES, replaced=_replaced(segments, rows),
        meta={"after": list(manifest.files)},
    )
    return (*manifest.files, write_file(folder, pieces))


def _changed(whole: Indexable, loads: Iterable[Load]) -> set[bytes]:
    return {key for load in loads for key in whole.changed(load)}


def _replaced(segments: tuple[Segment, ...], rows: Iterable[IndexableRow]) -> list[tuple[int, int]]:
    """Return the rows of segments that hold one of the statements, sorted."""
    found = (
        (number, segment.row_of(row.subject, row.key)) for row in rows for number, segment in enumerate(segments)
    )
    return sorted((number, row) for number, row in found if row >= 0)


def _telling(rows: Iterable[IndexableRow], progress: Progress | None) -> Iterator[IndexableRow]:
    for count, row in enumerate(rows, 1):
        yield row
        if progress and count % 20_000 == 0:
            progress(count, "statements indexed")


@lru_cache(maxsize=1)
def name_rules() -> str:
    """Name the rules by which names are read, by the bytes of the program's files that hold them.

    An index made by other rules is made anew: its words and a question's would not meet.
    """
    import hashlib

    program = Path(__file__).parents[1]
    digest = hashlib.blake2b(digest_size=12)
    for pattern in ("names/*.py", "knowledge/lexicons/*.yaml", "screening/*.py", "screening/native/*"):
        for path in sorted(program.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


# -- files ---------------------------------------------------------------------------


def write_file(folder: Path, pieces: Iterable[bytes | memoryview], *, suffix: str = ".segment") -> str:
    """Write a file whole or not at all; return its name, which is made of its content."""
    import hashlib

    digest = hashlib.blake2b(digest_size=12)
    draft = folder / f"{os.getpid()}.arriving"
    with draft.open("wb") as out:
        for piece in pieces:
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    name = f"{digest.hexdigest()}{suffix}"
    draft.replace(folder / name)
    sync_folder(folder)
    return name


def _write_manifest(folder: Path, manifest: _Manifest) -> None:
    shown = {
        "format": FORMAT, "files": manifest.files, "loads": manifest.state.loads, "erased": manifest.state.erased,
        "rules": manifest.rules,
    }
    write_manifest(folder / "manifest.json", shown)


def _read_manifest(folder: Path) -> _Manifest | None:
    """Read the manifest; None where there is none, or none that this program can use."""
    try:
        shown: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if shown["format"] != FORMAT or not all(_is_name(name) for name in shown["files"]):
            return None
        loads = tuple((str(series), str(day), str(moment)) for series, day, moment in shown["loads"])
        state = RecordState(loads=loads, erased=int(shown["erased"]))
        return _Manifest(files=tuple(shown["files"]), state=state, rules=str(shown["rules"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name.removesuffix(".segment").isalnum() and name.endswith(".segment")


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the one right to build; a process that is killed loses it. Waits for as long as a build may take."""
    try:
        with closing(sqlite3.connect(folder / "lock", timeout=3600, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.Error as exc:
        raise OSError(f"the index cannot be locked: {exc}") from exc


def write_manifest(place: Path, shown: Mapping[str, Any]) -> None:
    """Write what a folder holds, whole or not at all, whatever kills the program."""
    draft = place.with_suffix(".arriving")
    with draft.open("w", encoding="utf-8") as out:
        json.dump(shown, out)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(place)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Make a renaming durable, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

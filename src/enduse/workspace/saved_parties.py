"""The parties of a portfolio with an index of their names, kept in files beside the record.

The files are derived: they may be deleted at any time and are made again from the
file of the portfolio. A party is named by what it says, so a newer file of a
portfolio takes over what was kept of the older one and adds a segment with the
parties that are new. A manifest names, for one file read in one way, its segments
and the order of its rows; each file is named by its content and checked when it is opened.

Cost: opening some 1 us a party; a first build reads the file, some 60 us a party, a later one 30.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from enduse.errors import Fault, WorkspaceError
from enduse.model.party import Party
from enduse.model.portfolio import Portfolio
from enduse.screening.building import build_segment
from enduse.screening.changing import IDENTIFIER, NAMED, party_names
from enduse.screening.index import NameIndex
from enduse.screening.segments import Segment
from enduse.screening.sight import hide
from enduse.store.indexable import Indexable, IndexableRow
from enduse.workspace.indexing import name_rules, open_file, open_or_make, write_file, write_manifest
from enduse.workspace.party_files import PartyFile

_FORMAT = 1
_SAID = "party"  # the property of the row that holds all that a party says
_FIELDS = tuple(field.name for field in fields(Party) if field.name not in ("roles", "citation"))
_KEY = 24  # letters
_MOST_SEGMENTS = 6
_SHARE = 3  # no more than a third of what segments hold may be of no use, or new
_KEPT = 3  # manifests of one portfolio


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The rows of a file in order: of each party its key and its id as JSON; and the rows that cannot be screened."""

    keys: tuple[str, ...]
    ids: tuple[str, ...]
    faults: tuple[Fault, ...]


class SavedParties(Mapping[str, Party]):
    """The parties of a file by their keys, read when asked for, and an index of their names."""

    def __init__(self, rows: _Rows, segments: Sequence[Segment]) -> None:
        self._rows = rows
        self._segments = tuple(segments)
        self.places: dict[str, list[int]] = {}
        for at, key in enumerate(rows.keys):
            self.places.setdefault(key, []).append(at)

    @cached_property
    def index(self) -> NameIndex:
        """Return the index of their names; what segments hold of others is hidden in it."""
        return NameIndex([(segment, self._visible(segment)) for segment in self._segments])

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return the rows of the file that cannot be screened."""
        return self._rows.faults

    @property
    def rows(self) -> int:
        """Return how many rows of the file can be screened."""
        return len(self._rows.keys)

    def id_of(self, place: int) -> str:
        """Return the id of a row that can be screened."""
        told: str = json.loads(self._rows.ids[place])
        return told

    def __getitem__(self, key: str) -> Party:
        if key not in self.places:
            raise KeyError(key)
        return _party(_text_of(self._segments, key))

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def _visible(self, segment: Segment) -> bytearray:
        visible = segment.all_visible()
        if len(self._segments) > 1 or segment.subjects > len(self.places):
            gone = {number for number in range(segment.subjects) if segment.subject(number) not in self.places}
            hide(visible, (row for row, number in enumerate(segment.row_subject) if number in gone))
        return visible


def open_saved(whole: Indexable, portfolio: Portfolio, file: PartyFile) -> SavedParties:
    """Return the parties of a portfolio, from files if they are there and good, else made from `file` and kept.

    Where the folder cannot be written to, they are made in memory.
    """
    folder = whole.folder / "portfolios"
    name = _manifest_name(portfolio)
    try:
        return open_or_make(folder, lambda: _open(folder, name), lambda: _make(folder, name, file))
    except OSError:
        rows, said = _read_rows(file, ())
        return SavedParties(rows, (Segment(bytearray(b"".join(_build(said)))),))


def _manifest_name(portfolio: Portfolio) -> str:
    how = (portfolio.document, sorted(portfolio.column_map), portfolio.encoding)
    return f"{_digest(portfolio.name.encode())}-{_digest(json.dumps(how).encode())}.json"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=_KEY // 2).hexdigest()


# -- opening ---------------------------------------------------------------------------


def _open(folder: Path, name: str) -> SavedParties:
    """Open what a manifest names. Raises WorkspaceError where it is missing, of other rules, or damaged."""
    manifest = _read_manifest(folder / name)
    try:
        data = (folder / manifest["order"]).read_bytes()
        if manifest["order"] != f"{_digest(data)}.order":
            raise ValueError("it does not match its name")
        faults, *lines = data.decode("utf-8").split("\n")
        rows = _Rows(
            keys=tuple([line[:_KEY] for line in lines]), ids=tuple([line[_KEY:] for line in lines]),
            faults=tuple(Fault(**told) for told in json.loads(faults)),
        )
    except (OSError, ValueError, TypeError) as exc:
        raise WorkspaceError(f"a file of saved parties cannot be read: {exc}.", where=str(folder)) from exc
    return SavedParties(rows, [open_file(str(folder / segment)) for segment in manifest["files"]])


def _read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest. Raises WorkspaceError for one that is missing, broken, or made by other rules of names."""
    try:
        shown: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = [*shown["files"], shown["order"]]
        if shown["format"] != _FORMAT or shown["rules"] != name_rules() or not all(
            isinstance(name, str) and name.partition(".")[0].isalnum() and "/" not in name for name in names
        ):
            raise ValueError("it is of no use here")
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise WorkspaceError(f"no saved parties: {exc}.", where=str(path)) from exc
    return shown


def _text_of(segments: Sequence[Segment], key: str) -> str:
    """Return all that a party says, as it is held. Raises KeyError."""
    for segment in segments:
        number = segment.find_subject(key)
        props = segment.meta["texts"]["prop"]
        for row in segment.rows_of(number) if number >= 0 else ():
            if props[segment.numbers("ROW_PROP", "H")[row]] == _SAID:
                return segment.value(row)
    raise KeyError(key)


# -- making ----------------------------------------------------------------------------


def _make(folder: Path, name: str, file: PartyFile) -> None:
    """Write the files of one portfolio, the manifest last, and delete what is of no use any more."""
    held = _held(folder, name)
    segments = [segment for _, segment in held]
    known = {segment.subject(number) for segment in segments for number in range(segment.subjects)}
    rows, said = _read_rows(file, known)
    used = len(set(rows.keys)) - len(said)
    is_short = held and len(held) < _MOST_SEGMENTS and (len(known) - used + len(said)) * _SHARE <= len(known)
    if not is_short:
        said |= {key: _text_of(segments, key) for key in set(rows.keys) - said.keys()}
        held = []
    files = [segment for segment, _ in held]
    if said or not files:
        files.append(write_file(folder, _build(said), suffix=".segment"))
    lines = [json.dumps([asdict(fault) for fault in rows.faults])]
    lines += (key + id_ for key, id_ in zip(rows.keys, rows.ids, strict=True))
    order = write_file(folder, ["\n".join(lines).encode("utf-8")], suffix=".order")
    manifest = {"format": _FORMAT, "rules": name_rules(), "files": files, "order": order}
    write_manifest(folder / name, manifest)
    _tidy(folder, name)


def _held(folder: Path, name: str) -> list[tuple[str, Segment]]:
    """Return the segments, by name, of the newest good manifest of the same portfolio, none where there is none."""
    for path in _manifests(folder, name):
        with suppress(WorkspaceError):
            return [(file, open_file(str(folder / file))) for file in _read_manifest(path)["files"]]
    return []


def _manifests(folder: Path, name: str) -> list[Path]:
    """Return the manifests of the same portfolio, the newest first."""
    found = [(path.stat().st_mtime_ns, path) for path in folder.glob(f"{name.partition('-')[0]}-*.json")]
    return [path for _, path in sorted(found, reverse=True)]


def _tidy(folder: Path, name: str) -> None:
    with suppress(OSError):
        for path in _manifests(folder, name)[_KEPT:]:
            path.unlink()
        used: set[str] = set()
        for path in folder.glob("*.json"):
            with suppress(WorkspaceError):
                manifest = _read_manifest(path)
                used |= {*manifest["files"], manifest["order"]}
        for path in folder.iterdir():
            if path.suffix in (".segment", ".order", ".arriving") and path.name not in used:
                path.unlink()


def _read_rows(file: PartyFile, known: Collection[str]) -> tuple[_Rows, dict[str, str]]:
    """Read a file; return its rows, and what the parties say that are not known yet, by key."""
    keys: list[str] = []
    ids: list[str] = []
    faults: list[Fault] = []
    said: dict[str, str] = {}
    for row in file.rows():
        if row.party is None:
            faults += [row.fault] if row.fault is not None else []
            continue
        text = _spell(row.party)
        key = _digest(text.encode("utf-8", "surrogatepass"))
        keys.append(key)
        ids.append(json.dumps(row.query_id))
        if key not in known:
            said[key] = text
    return _Rows(keys=tuple(keys), ids=tuple(ids), faults=tuple(faults)), said


def _spell(party: Party) -> str:
    return json.dumps([getattr(party, name) for name in _FIELDS])


def _party(text: str) -> Party:
    told = {name: _frozen(value) for name, value in zip(_FIELDS, json.loads(text), strict=True)}
    return Party(**told)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _build(said: Mapping[str, str]) -> Iterable[bytes | memoryview]:
    return build_segment(_rows_of(said), named=NAMED, identifying=(IDENTIFIER,))


def _rows_of(said: Mapping[str, str]) -> Iterator[IndexableRow]:
    for key in sorted(said):
        party = _party(said[key])
        told = sorted({(value, prop) for prop, value in (*party_names(party), (_SAID, said[key]))})
        for number, (value, prop) in enumerate(told):
            yield IndexableRow(
                key, value, prop, number.to_bytes(16, "big"), party.kind, "", "", False, "", "", ()
            )

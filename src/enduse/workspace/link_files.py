"""The graph's files on disk: link segments in the workspace's folder, kept in step with the record.

They are derived and kept as the index of names is (`indexing`): a manifest names the segments in use and the loads
that they hold; what newer loads changed is told by a further small segment, until making all anew is shorter. Where
there are many links they are kept as Arrow files too (`link_columns`), from which all is made anew without the record.
Cost: opening reads every file once to check it (some 0.3 ms a megabyte); a first build takes some 10 us a
statement of a link, one from the Arrow files 3 us, and one of news grows with the news.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from enduse.diversion.convention import relation_kinds
from enduse.diversion.link_building import build_links
from enduse.diversion.link_segments import FORMAT, LinkSegment
from enduse.errors import WorkspaceError
from enduse.store.indexable import Indexable, RecordState
from enduse.store.link_rows import LinkClaim
from enduse.workspace.indexing import open_or_make, sync_folder, write_file, write_manifest
from enduse.workspace.link_columns import read_all, write_columns

_MANY = 200_000  # claims from which on they are kept as Arrow files too
_SMALL = 5_000  # claims that are made anew without a thought
_SHARE = 4  # news may be a quarter of what is there
_MOST_FILES = 8
_MOST_COLUMNS = 100
_NAME = re.compile(r"[0-9a-f]{24}\.(links|arrow)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    """What the folder holds: segments and Arrow files in order, what of the record they hold, and by which rules."""

    files: tuple[str, ...]
    columns: tuple[str, ...]
    state: RecordState
    rules: str


def open_link_segments(whole: Indexable) -> tuple[LinkSegment, ...]:
    """Return the link segments of a record, brought up to date first; in memory where nothing can be written."""
    folder = whole.folder / "links"
    try:
        return open_or_make(folder, lambda: _open_current(whole, folder), lambda: _bring_up_to_date(whole, folder))
    except OSError:
        with whole.reading():
            return (LinkSegment(bytearray(b"".join(build_links(whole.links(_kinds()))))),)


def _kinds() -> tuple[str, ...]:
    return tuple(sorted(relation_kinds()))


def _rules() -> str:
    return hashlib.blake2b(json.dumps([FORMAT, _kinds()]).encode(), digest_size=12).hexdigest()


def _open_current(whole: Indexable, folder: Path) -> tuple[LinkSegment, ...]:
    manifest = _read_manifest(folder)
    if manifest is None or manifest.rules != _rules() or manifest.state != whole.state():
        raise WorkspaceError("the files of links are not of today.", where=str(folder))
    return tuple(_open_file(str(folder / name)) for name in manifest.files)


@lru_cache(maxsize=16)
def _open_file(path: str) -> LinkSegment:
    """Map a segment file; a name stands for its content, so what was opened once stays good."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return LinkSegment(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY), where=path)
    except (OSError, ValueError) as exc:
        raise WorkspaceError(f"a file of links cannot be read: {exc}.", where=path) from exc


def _bring_up_to_date(whole: Indexable, folder: Path) -> None:
    with whole.reading():
        state, manifest = whole.state(), _read_manifest(folder)
        made = _add_news(whole, folder, manifest, state) if manifest and manifest.rules == _rules() else None
        files, columns = made or _make_all(whole, folder)
    _write_manifest(folder, _Manifest(files=files, columns=columns, state=state, rules=_rules()))
    for path in folder.iterdir():
        if path.suffix in (".links", ".arrow", ".arriving") and path.name not in (*files, *columns):
            with suppress(OSError):
                path.unlink()


def _make_all(whole: Indexable, folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Make one segment of all links of the record, by way of an Arrow file where there are many."""
    claims = whole.links(_kinds())
    first = list(islice(claims, _MANY))
    if len(first) < _MANY:
        return (write_file(folder, build_links(first), suffix=".links"),), ()
    columns = _write_arrow(folder, chain(first, claims))
    return (write_file(folder, read_all([folder / columns]), suffix=".links"),), (columns,)


def _add_news(
    whole: Indexable, folder: Path, manifest: _Manifest, state: RecordState
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Write what newer loads changed; None where all is better made anew from the record."""
    known = set(manifest.state.loads)
    news = [load for load in state.loads if load not in known]
    if manifest.state.erased != state.erased or len(news) + len(known) != len(state.loads):
        return None
    if len(manifest.columns) > _MOST_COLUMNS:
        return None
    try:
        segments = [_open_file(str(folder / name)) for name in manifest.files]
    except WorkspaceError:
        return None
    claims = whole.links_told_by({key for load in news for key in whole.changed(load)}, _kinds())
    if not claims:
        return manifest.files, manifest.columns
    held = sum(segment.claims for segment in segments)
    is_much = held < _SMALL or len(claims) * _SHARE > held or len(manifest.files) >= _MOST_FILES
    if is_much and not manifest.columns:
        return None
    columns = (*manifest.columns, _write_arrow(folder, iter(claims))) if manifest.columns else ()
    if is_much:
        try:
            made = write_file(folder, read_all(folder / name for name in columns), suffix=".links")
        except WorkspaceError:
            return None
        return (made,), columns
    return (*manifest.files, write_file(folder, build_links(claims), suffix=".links")), columns


def _write_arrow(folder: Path, claims: Iterator[LinkClaim]) -> str:
    """Write claims as an Arrow file, named by its content."""
    draft = folder / f"{os.getpid()}.arrow.arriving"
    write_columns(claims, draft)
    with draft.open("rb") as file:
        name = f"{hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=12)).hexdigest()}.arrow"
        os.fsync(file.fileno())
    draft.replace(folder / name)
    sync_folder(folder)
    return name


def _write_manifest(folder: Path, manifest: _Manifest) -> None:
    shown = {
        "files": manifest.files, "columns": manifest.columns, "loads": manifest.state.loads,
        "erased": manifest.state.erased, "rules": manifest.rules,
    }
    write_manifest(folder / "links.json", shown)


def _read_manifest(folder: Path) -> _Manifest | None:
    """Read the manifest; None where there is none, or none that this program can use."""
    try:
        shown: dict[str, Any] = json.loads((folder / "links.json").read_text(encoding="utf-8"))
        names = (*shown["files"], *shown["columns"])
        if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in names):
            return None
        loads = tuple((str(series), str(day), str(moment)) for series, day, moment in shown["loads"])
        return _Manifest(
            files=tuple(shown["files"]), columns=tuple(shown["columns"]), rules=str(shown["rules"]),
            state=RecordState(loads=loads, erased=int(shown["erased"])),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None

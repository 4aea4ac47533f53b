"""Loading lists: files or a publisher's address in, one version of a source kept whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from enduse.errors import InputError, UsageError
from enduse.knowledge.denial_columns import find_denial_field, list_denial_fields
from enduse.knowledge.trade_columns import find_trade_field, list_trade_fields
from enduse.model.marking import PUBLIC, Marking
from enduse.model.statement import Document, LoadResult
from enduse.sources.catalogue import NAMED, SourceSpec, get_source
from enduse.sources.column_map import MAX_BYTES, PARTY_FIELDS, ColumnMap, Fields, read_column_map
from enduse.sources.detection import fitting_sources
from enduse.sources.opening import open_bounded
from enduse.sources.receiving import open_publication
from enduse.store.record import Store, Version

UNDATED = (
    "The files print no date, so the version is taken as of the day it was loaded; --published DATE says otherwise."
)

EXCERPT = "Loaded as an excerpt: what earlier versions hold beyond it is not taken as withdrawn."
MAPPED = {"table": PARTY_FIELDS, "denials": Fields(find_denial_field, list_denial_fields),
          "trade": Fields(find_trade_field, list_trade_fields)}
OWN = Marking(owners=frozenset({"owner"}), releasable_to=frozenset({"owner"}))

Progress = Callable[[int, str], None]


def load_files(
    store: Store,
    paths: Sequence[Path],
    *,
    source: str | None,
    published: date | None,
    is_excerpt: bool,
    at: datetime,
    progress: Progress | None,
    changed: date | None = None,
    marking: Marking | None = None,
    name: str | None = None,
    column_map: ColumnMap | None = None,
) -> LoadResult:
    """Load the files of one version of a list.

    The day of the version is `published`, else what the files print, else
    `changed`, else the day of receipt, which the coverage then says. A published
    list is for everybody; one of the user's own has `marking`, by default the
    owner only, and with a `name` versions of its own.

    Raises:
        InputError: a file cannot be used; nothing of the version was kept.
        UsageError: the files fit no source, or not this one.
    """
    if column_map is not None and source is None:
        source = "table"
    spec = get_source(source) if source else _detect(paths)
    if column_map is not None and spec.reader not in MAPPED:
        remedy = "--map and --set are for the sources " + " and ".join(MAPPED) + "."
        raise UsageError(f"{spec.id} has columns of its own.", remedy=remedy)
    if name is not None:
        spec = get_source(f"{spec.id}{NAMED}{name}")
    marking = _marking_of(spec, marking)
    spec = replace(spec, marking=marking, column_map=column_map)
    publication, received = open_publication(spec, paths, is_excerpt=is_excerpt)
    day = published or publication.published or changed
    files = []
    for file in received:
        with file.path.open("rb") as stream:
            sha256, size = store.keep_document(stream)
        if sha256 != file.sha256:
            raise InputError("the file changed while it was read.", where=file.name, remedy="Load it again.")
        files.append((file.role, Document(
            sha256=sha256, name=file.name, media_type=file.media_type, size=size, source=spec.id, published=day,
            received_at=at, marking=marking,
        )))
    version = Version(
        series=spec.id, source=spec.id, files=tuple(files), is_dated=day is not None,
        effective_on=None if spec.holds_always else day or at.date(), marking=marking, is_excerpt=is_excerpt,
        keeps_others=spec.keeps_others,
    )
    result = store.load(version, publication.records, at=at, progress=progress)
    if is_excerpt and result.appeared:
        result = replace(result, notes=(*result.notes, EXCERPT))
    if day is None and not (spec.keeps_others or spec.holds_always):
        result = replace(result, notes=(*result.notes, UNDATED))
    return result


def make_column_map(
    maps: Sequence[str], constants: Sequence[str], source: str | None = None
) -> ColumnMap | None:
    """Return the map that texts such as "COLUMN=FIELD", "FIELD=VALUE" and the paths of YAML files make, None for none.

    The fields are those of the source, by default of parties.

    Raises:
        InputError: a file cannot be read, or breaks the form.
        UsageError: a pair is none, or names no field.
    """
    if not maps and not constants:
        return None
    files = []
    for place in (text for text in maps if "=" not in text):
        with open_bounded(Path(place), max_bytes=MAX_BYTES) as stream:
            files.append((Path(place).name, stream.read()))
    fields = MAPPED.get((source or "").partition(NAMED)[0], PARTY_FIELDS)
    return read_column_map(files, [text for text in maps if "=" in text], constants, fields)


def fetch_and_load(
    store: Store,
    *,
    source: str,
    published: date | None,
    addresses: Mapping[str, str],
    at: datetime,
    progress: Progress | None,
) -> LoadResult:
    """Fetch a source from its publisher, or from a mirror at `addresses` by role, and load it.

    The day of the version is `published`, else what the files print, else the
    day on which the server says they last changed.

    Raises:
        FetchError: an address cannot be reached or gives something else.
    """
    from enduse.sources.fetching import fetch_source

    spec = get_source(source)
    with TemporaryDirectory(prefix="enduse-fetch-") as folder:
        files = fetch_source(spec, Path(folder), urls=addresses or None, progress=_bytes(progress), day=published)
        changed = [file.modified for file in files if file.modified]
        return load_files(
            store, [file.path for file in files], source=source, published=published,
            changed=max(changed) if changed else None, is_excerpt=False, at=at, progress=progress,
        )


def _marking_of(spec: SourceSpec, marking: Marking | None) -> Marking:
    """Return the marking that a list is held under. Raises UsageError where a published list is given one."""
    if spec.is_own:
        return marking or OWN
    if marking is not None:
        what = f"{spec.id} is published to everybody and takes no marking."
        raise UsageError(what, remedy="--marking is for a list of your own.")
    return PUBLIC


def _bytes(progress: Progress | None) -> Callable[[int, int | None], None] | None:
    """Tell a fetch's progress in bytes, of the whole where the publisher says how much it is."""
    if progress is None:
        return None
    return lambda done, total: progress(done, f"of {total:,} bytes" if total else "bytes")


def _detect(paths: Sequence[Path]) -> SourceSpec:
    fitting = {path: fitting_sources(path) for path in paths}
    known = [{spec.id for spec in found} for found in fitting.values() if found]
    shared = set.intersection(*known) if known else set()
    if len(shared) == 1:
        return get_source(shared.pop())
    names = ", ".join(path.name for path in paths)
    if shared:
        first = sorted(shared)[0]
        what = f"{names} can be loaded as more than one source: {', '.join(sorted(shared))}."
        raise UsageError(what, remedy=f"Name one: enduse load {first} {paths[0].name}")
    told = sorted({spec.id for found in fitting.values() for spec in found})
    what = f"{names} are of different sources: {', '.join(told)}." if told else f"no source is known for {names}."
    raise UsageError(what, remedy="Name it: enduse load SOURCE FILE...; enduse sources lists them.")

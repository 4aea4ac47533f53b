"""The sources that can be loaded, what is held of each and how old it is, and what one version changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from enduse.errors import NotFoundError, UsageError
from enduse.knowledge.properties import widen
from enduse.model.shown import Publisher
from enduse.model.versions import EntityChange, ListDelta, ListVersion, StatementChange
from enduse.sources.catalogue import NAMED, SourceSpec, get_source, list_source_ids, list_sources
from enduse.store.view import View

_BLOCK = 400


def is_source(text: str) -> bool:
    """Tell whether a text is the id of a source, or of a named list of one's own."""
    return text.partition(NAMED)[0] in list_source_ids()


def list_publishers(versions: Iterable[ListVersion] = (), *, as_of: date | None = None) -> tuple[Publisher, ...]:
    """Return every source by id, and the named lists held, with what is held of each on a day and how old it is.

    `versions` are those visible; without `as_of` nothing is held of any.

    Raises:
        KnowledgeError: a `source.yaml` breaks its schema.
    """
    held = {source: tuple(rows) for source, rows in groupby(versions, key=lambda row: row.source)}
    named = [get_source(source) for source in held if NAMED in source]
    specs = sorted((*list_sources(), *named), key=lambda spec: spec.id)
    return tuple(_describe(spec, held.get(spec.id, ()), as_of) for spec in specs)


def pick_publisher(
    publishers: tuple[Publisher, ...], id: str | None, *, with_versions: bool = False,
) -> tuple[Publisher, ...]:
    """Return the one of that id, or all where no id is asked; their versions are left out unless asked for.

    Raises:
        NotFoundError: there is no such source; names the known ones.
    """
    found = tuple(row for row in publishers if id in (None, row.id))
    if not found:
        known = ", ".join(row.id for row in publishers)
        raise NotFoundError("there is no such source.", where=id or "", remedy=f"Known: {known}.")
    return found if with_versions else tuple(replace(row, versions=()) for row in found)


def _describe(spec: SourceSpec, versions: tuple[ListVersion, ...], as_of: date | None) -> Publisher:
    described = Publisher(
        id=spec.id, title=spec.title, publisher=spec.publisher, description=spec.description, terms=spec.terms,
        formats=spec.format, addresses=spec.urls, note=spec.note, stale_after_days=spec.stale_after_days,
        rhythm=spec.rhythm, versions=versions, next_step=_how_to_load(spec, "load it"),
    )
    in_force = [row for row in versions if as_of is not None and row.day <= as_of]
    if as_of is None or not versions:
        return described
    if not in_force:
        note = f"No version in force on {as_of} is loaded; the earliest is of {versions[0].day}."
        return replace(described, note=note)
    last = in_force[-1]
    notes = [] if last.is_dated else ["The file prints no date: taken as of the day it was loaded."]
    if spec.holds_always:
        last = replace(last, day=last.received_at.date())
        notes = ["Told is the day on which it was loaded; each of its statements holds from a day of its own."]
    age = (as_of - last.day).days
    is_stale = spec.stale_after_days is not None and age > spec.stale_after_days
    state = "unknown" if spec.stale_after_days is None else "stale" if is_stale else "current"
    step = _how_to_load(spec, "load a newer version") if is_stale else ""
    if last.faults and not step:
        step = f"{last.faults:,} records could not be read: load it again to see which."
    return replace(
        described, version=last.day, entities=last.records, age_days=age, state=state, faults=last.faults,
        next_step=step, note=" ".join((*notes, spec.note)).strip(),
    )


def _how_to_load(spec: SourceSpec, words: str) -> str:
    """Return the command that loads a source."""
    if spec.urls:
        return f"{words}: enduse load {spec.id}"
    _, _, name = spec.id.partition(NAMED)
    return f"{words}: enduse load {spec.reader} {f'--name {name} ' if name else ''}FILE"


def compare_versions(
    view: View, source: str, *, earlier: date | None, later: date | None, limit: int | None,
) -> ListDelta:
    """Tell what the version of a list in force on a day changed against an earlier one.

    `later` is the viewpoint's day by default, `earlier` the version before that.
    Cost: grows with the list's appearances read once and with what changed.

    Raises:
        NotFoundError: nothing of the list is visible, or none was in force by then.
        UsageError: the two days have the same version.
    """
    versions = view.list_versions(source)
    if not versions:
        raise NotFoundError("nothing of this list is loaded.", where=source, remedy="See: enduse sources")
    upto = later or view.viewpoint.as_of
    days = sorted({row.day for row in versions if row.day <= upto})
    if not days:
        what = f"no version in force on {upto} is loaded; the earliest is of {versions[0].day}."
        raise NotFoundError(what, where=source, remedy="Name a later day.")
    newest = days[-1]
    before = [day for day in days if day < newest] if earlier is None else [day for day in days if day <= earlier]
    oldest = before[-1] if before else None
    if oldest == newest:
        what = f"the version in force on {earlier} is that of {newest}, with which it would be compared."
        raise UsageError(what, remedy=f"Versions held: {', '.join(map(str, days[-12:]))}.")
    counts = {"added": 0, "withdrawn": 0, "changed": 0}
    appeared = vanished = 0
    shown: list[EntityChange] = []
    for change in _entity_changes(view, source, oldest, newest):
        if limit is None or counts[change.kind] < limit:
            shown.append(change)
        counts[change.kind] += 1
        gained = sum(statement.appeared for statement in change.statements)
        appeared, vanished = appeared + gained, vanished + len(change.statements) - gained
    order = list(counts)
    shown.sort(key=lambda change: (order.index(change.kind), change.id))
    return ListDelta(
        source=source, title=get_source(source).title if is_source(source) else source, earlier=oldest, later=newest,
        appeared=appeared, vanished=vanished, entities=tuple(shown), left=sum(counts.values()) - len(shown),
        notes=_delta_notes(versions, oldest, newest), **counts,
    )


def _entity_changes(view: View, source: str, earlier: date | None, later: date) -> Iterator[EntityChange]:
    """Yield what became of each entity, block by block, so that one block is held at a time."""
    block: dict[str, tuple[set[str], list[StatementChange]]] = {}
    for subject, group in groupby(view.changes(source, earlier=earlier, later=later), key=lambda row: row[0]):
        rows = list(group)
        block[subject] = ({schema for _, schema, _ in rows}, [change for _, _, change in rows])
        if len(block) == _BLOCK:
            yield from _tell_block(view, source, earlier, later, block)
            block = {}
    yield from _tell_block(view, source, earlier, later, block)


def _tell_block(
    view: View, source: str, earlier: date | None, later: date,
    block: dict[str, tuple[set[str], list[StatementChange]]],
) -> Iterator[EntityChange]:
    before = view.listed_names(source, block, on=earlier) if earlier else {}
    after = view.listed_names(source, block, on=later)
    for subject, (schemas, changes) in block.items():
        kind = "changed" if subject in before and subject in after else "added" if subject in after else "withdrawn"
        names = after.get(subject) or before.get(subject) or ()
        narrow = min(name for name in schemas if not any(name in widen(other) for other in schemas - {name}))
        yield EntityChange(
            id=subject, schema=narrow, caption=names[0] if names else subject, kind=kind, statements=tuple(changes)
        )


def _delta_notes(versions: tuple[ListVersion, ...], earlier: date | None, later: date) -> tuple[str, ...]:
    notes = []
    if earlier is None:
        notes.append("Nothing of the list was loaded before, so all of it is new.")
    for row in versions:
        if row.day in (earlier, later):
            if not row.is_dated:
                notes.append(f"The version of {row.day} prints no date: that is the day it was loaded.")
            if row.faults:
                notes.append(f"{row.faults:,} records of the version of {row.day} could not be read; what they held is"
                             " not taken as withdrawn.")
    return tuple(dict.fromkeys(notes))

"""The sources that can be loaded, and what is held of each."""

from __future__ import annotations

from collections.abc import Iterable

from enduse.errors import NotFoundError
from enduse.model.screening import SourceCoverage
from enduse.model.shown import Publisher
from enduse.sources.catalogue import NAMED, SourceSpec, get_source, list_source_ids, list_sources


def is_source(text: str) -> bool:
    """Tell whether a text is the id of a source, or of a named list of one's own."""
    return text.partition(NAMED)[0] in list_source_ids()


def list_publishers(coverage: Iterable[SourceCoverage] = ()) -> tuple[Publisher, ...]:
    """Return every source by id, and the named lists held, with what `coverage` says is held of each.

    Raises:
        KnowledgeError: a `source.yaml` breaks its schema.
    """
    held = {row.source: row for row in coverage}
    named = [get_source(source) for source in held if NAMED in source]
    specs = sorted((*list_sources(), *named), key=lambda spec: spec.id)
    return tuple(_describe(spec, held.get(spec.id)) for spec in specs)


def pick_publisher(publishers: tuple[Publisher, ...], id: str | None) -> tuple[Publisher, ...]:
    """Return the one of that id, or all where no id is asked.

    Raises:
        NotFoundError: there is no such source; names the known ones.
    """
    found = tuple(row for row in publishers if id in (None, row.id))
    if not found:
        known = ", ".join(row.id for row in publishers)
        raise NotFoundError("there is no such source.", where=id or "", remedy=f"Known: {known}.")
    return found


def _describe(spec: SourceSpec, held: SourceCoverage | None) -> Publisher:
    return Publisher(
        id=spec.id, title=spec.title, publisher=spec.publisher, description=spec.description, terms=spec.terms,
        formats=spec.format, addresses=spec.urls, version=held.version if held else None,
        entities=held.entities if held else 0, note=held.note if held and held.note else spec.note,
    )

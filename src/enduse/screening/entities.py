"""Entities put together from the visible rows of segments, so that comparing needs no look-up in the record."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enduse.model.screening import Entity
from enduse.screening.segments import Segment
from enduse.store.entities import entity_of

_REMEMBERED = 1 << 15


class _Told(NamedTuple):
    """What an entity is made of; the fields of a statement that count for it, those first by which they are sorted."""

    prop: str
    value: str
    subject: str
    schema: str
    source: str
    denied: bool


class IndexedEntities:
    """The entities of an index, by id, made of the properties that the index holds; the last 32,768 are remembered.

    They equal what the view yields for these properties. Cost: some 20 us an entity of three rows not met before.
    """

    def __init__(self, segments: Sequence[tuple[Segment, bytearray]]) -> None:
        self._segments = tuple(segments)
        self._known: OrderedDict[str, Entity] = OrderedDict()

    def __call__(self, subjects: Iterable[str]) -> dict[str, Entity]:
        """Return the entities of some ids; one of which nothing is visible is left out."""
        found = ((subject, self._find(subject)) for subject in subjects)
        return {subject: entity for subject, entity in found if entity is not None}

    def _find(self, subject: str) -> Entity | None:
        known = self._known.get(subject)
        if known is not None:
            return known
        told = sorted(self._told(subject))
        if not told:
            return None
        entity = entity_of(told)
        if len(self._known) >= _REMEMBERED:
            self._known.popitem(last=False)
        self._known[subject] = entity
        return entity

    def _told(self, subject: str) -> Iterator[_Told]:
        for segment, visible in self._segments:
            number = segment.find_subject(subject)
            if number < 0:
                continue
            props, schemas, sources, denied, prop_texts, schema_texts, source_texts = segment.row_columns
            for row in segment.rows_of(number):
                if visible[row >> 3] >> (row & 7) & 1:
                    yield _Told(
                        prop_texts[props[row]], segment.value(row), subject, schema_texts[schemas[row]],
                        source_texts[sources[row]], denied[row] != 0,
                    )

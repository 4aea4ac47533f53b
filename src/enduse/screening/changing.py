"""What a change in the lists means for parties that are known: only what changed is asked, never every party.

A score depends on the party and the entity alone, so a hit can differ between two
views only where the entity does. The names and identifiers of each such entity, as
it was and as it is, are looked up in an index of the parties; the parties found are
then screened against these entities alone, in both views, as they would be against all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enduse.model.party import Party
from enduse.model.screening import Entity, Hit
from enduse.resolution.evidence import IDENTIFIER_PROPERTIES
from enduse.screening.desk import screen_many
from enduse.screening.index import NAME_PROPERTIES, NameIndex, NameRow
from enduse.screening.leads import least_floor

NAMED, IDENTIFIER = ("name", "alias"), "identifier"
_WIDER = 0.9  # of the least promise worth comparing: a name may look a little less alike from the other side
_AT_FIRST = 200  # parties looked at for one name before it is asked for all of them


@dataclass(frozen=True, slots=True)
class HitPair:
    """A party, by its key, and its hit on one entity before and after, None where it was or is none."""

    party: str
    before: Hit | None
    after: Hit | None


class Portfolio:
    """Parties by their keys, with an index of their names and identifiers (`party_names`) whose subjects are the keys.

    Cost: an entity that changed costs a look-up for each of its names, and each party found two screenings against
    what changed.
    """

    def __init__(self, parties: Mapping[str, Party], index: NameIndex) -> None:
        self._parties, self._index = parties, index

    def compare(
        self, before: Mapping[str, Entity], after: Mapping[str, Entity], *, threshold: float
    ) -> Iterator[HitPair]:
        """Yield every hit that any party has before or after, by party, then by entity."""
        parties = self._candidates([*before.values(), *after.values()], floor=_WIDER * least_floor(threshold))
        was, now = self._hits(parties, before, threshold), self._hits(parties, after, threshold)
        for key, olds, news in zip(parties, was, now, strict=True):
            for id_ in sorted(olds.keys() | news.keys()):
                yield HitPair(key, olds.get(id_), news.get(id_))

    def _hits(
        self, parties: Sequence[str], entities: Mapping[str, Entity], threshold: float
    ) -> Iterator[dict[str, Hit]]:
        """Yield each party's hits among some entities, by entity."""
        index = NameIndex.build(
            (row for entity in entities.values() for row in _entity_rows(entity, NAME_PROPERTIES)),
            identifiers=[row for entity in entities.values() for row in _entity_rows(entity, IDENTIFIER_PROPERTIES)],
        )

        def fetch(ids: Iterable[str]) -> dict[str, Entity]:
            return {id_: entities[id_] for id_ in ids if id_ in entities}

        asked = (self._parties[key] for key in parties)
        limit = max(1, len(entities))
        for hits in screen_many(asked, index=index, entities=fetch, limit=limit, threshold=threshold):
            yield {hit.entity.id: hit for hit in hits}

    def _candidates(self, entities: Sequence[Entity], *, floor: float) -> list[str]:
        """Return the keys of the parties that may be one of the entities, sorted."""
        names = sorted({name for entity in entities for prop in NAME_PROPERTIES for name in entity.values(prop)})
        numbers = {value for entity in entities for prop in IDENTIFIER_PROPERTIES for value in entity.values(prop)}
        met = set(self._index.find_identifiers(sorted(numbers)))
        for name, found in zip(names, self._index.find_many(names, limit=_AT_FIRST, floor=floor), strict=True):
            if len(found) >= _AT_FIRST:  # a common name: ask again for every party
                found = self._index.find(name, limit=len(self._parties), floor=floor)
            met.update(candidate.subject for candidate in found)
        return sorted(met)


def party_names(party: Party) -> Iterator[tuple[str, str]]:
    """Yield what a party is found by: property and value, each name under one of `NAMED`, each identifier alike."""
    for number, name in enumerate(dict.fromkeys((party.name, *party.aliases))):
        yield NAMED[number > 0], name
    for _, value in party.identifiers:
        yield IDENTIFIER, value


def _entity_rows(entity: Entity, props: Iterable[str]) -> Iterator[NameRow]:
    for place, prop in enumerate(props):
        for number, value in enumerate(entity.values(prop)):
            yield entity.id, prop, value, entity.schema, f"{place:016x}{number:016x}"

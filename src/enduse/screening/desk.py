"""Screen parties against an index: candidates first, then an explained comparison of the few that are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from enduse.model.evidence import Citation
from enduse.model.party import Party
from enduse.model.screening import Entity, Hit
from enduse.resolution.parties import PartyComparison, compare_likely
from enduse.screening.index import NameIndex
from enduse.screening.leads import find_leads

DEFAULT_THRESHOLD = 0.7
_AT_ONCE = 512

FetchEntities = Callable[[Sequence[str]], Mapping[str, Entity]]
Cite = Callable[[str], tuple[Citation, ...]]


def screen(
    party: Party, *, index: NameIndex, entities: FetchEntities, cite: Cite | None = None, limit: int = 10,
    threshold: float = DEFAULT_THRESHOLD, shown: FetchEntities | None = None,
) -> tuple[Hit, ...]:
    """Return the entities that may be the party, the best first, each with reasons for and against.

    The party's name and up to 49 aliases lead to candidates, as do its
    identifiers. The same rows and the same party give the same hits; equal scores
    are ranked by the likeness of the names, then listed ones first, then by entity id.

    Args:
        entities: returns the visible entities of some ids, with all that is compared; called once for many parties.
        cite: returns what the lists say of an entity; called for the hits only.
        shown: returns the entities that stand in the hits, where they shall say more than those compared.

    Cost: the index's, plus that of comparing (`resolution.parties`) for each of at most 60 candidates a name whose
    promise comes near what the threshold asks of a name.
    """
    return next(screen_many(
        [party], index=index, entities=entities, cite=cite, limit=limit, threshold=threshold, shown=shown
    ))


def screen_many(
    parties: Iterable[Party], *, index: NameIndex, entities: FetchEntities, cite: Cite | None = None, limit: int = 10,
    threshold: float = DEFAULT_THRESHOLD, shown: FetchEntities | None = None,
) -> Iterator[tuple[Hit, ...]]:
    """Yield the hits of each party in turn; what one gets does not depend on the others.

    Parties are taken one, then two, then four at a time and so on to 512, so the first answers come at once.
    """
    stream, size = iter(parties), 1
    while chunk := list(islice(stream, size)):
        size = min(_AT_ONCE, 2 * size)
        leads = find_leads(chunk, index, limit=limit, threshold=threshold)
        known = entities(sorted({subject for subjects in leads for subject in subjects})) if any(leads) else {}
        found = [
            _compare(party, [(known[subject], names) for subject, names in subjects.items() if subject in known],
                     threshold)[:limit] if subjects else ()
            for party, subjects in zip(chunk, leads, strict=True)
        ]
        hit = sorted({entity.id for hits in found for _, entity in hits})
        full = shown(hit) if shown and hit else {}
        for party, hits in zip(chunk, found, strict=True):
            yield tuple(
                Hit(
                    query=party.name, rank=rank, score=comparison.score, entity=full.get(entity.id, entity),
                    matched_name=comparison.matched_name, reasons=comparison.reasons,
                    listing=cite(entity.id) if cite else (),
                )
                for rank, (comparison, entity) in enumerate(hits, 1)
            )


def _compare(
    party: Party, led: Iterable[tuple[Entity, frozenset[str]]], threshold: float
) -> list[tuple[PartyComparison, Entity]]:
    """Return the entities whose score reaches the threshold, the best first."""
    compared = (
        (compare_likely(party, entity, threshold=threshold, led_by=names), entity) for entity, names in led
    )
    found = [(comparison, entity) for comparison, entity in compared if comparison is not None]
    found.sort(key=lambda pair: (
        -round(pair[0].score, 9), -round(pair[0].name_score, 9), not pair[1].is_listed, pair[1].id
    ))
    return found

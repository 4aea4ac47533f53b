"""Screen parties against an index: candidates first, then an explained comparison of the few that are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from enduse.model.evidence import Citation
from enduse.model.party import Party
from enduse.model.screening import Entity, Hit
from enduse.names.comparing import compare_names
from enduse.resolution.parties import compare_party, name_kind
from enduse.screening.index import NameIndex

DEFAULT_THRESHOLD = 0.7
_CANDIDATES = 60
_WORTH_A_LOOK = 0.6  # of the threshold: what country, dates and address may still lift a name by
_MOST_NAMES = 50

FetchEntities = Callable[[Sequence[str]], Mapping[str, Entity]]
Cite = Callable[[str], tuple[Citation, ...]]


def screen(
    party: Party, *, index: NameIndex, entities: FetchEntities, cite: Cite | None = None, limit: int = 10,
    threshold: float = DEFAULT_THRESHOLD,
) -> tuple[Hit, ...]:
    """Return the entities that may be the party, the best first, each with reasons for and against.

    The party's name and up to 49 aliases lead to candidates, as do its
    identifiers. The same rows and the same party give the same hits; equal scores
    are ranked by the likeness of the names, then listed ones first, then by entity id.

    Args:
        entities: returns the visible entities of some ids; called once.
        cite: returns what the lists say of an entity; called for the hits only.

    Cost: the index's, plus 40 us for each of at most 60 candidates a name and each name of the entities that are left.
    """
    leads = _leads(party, index, limit=limit, threshold=threshold)
    known = entities(leads) if leads else {}
    found = [
        (comparison, known[subject])
        for subject in leads if subject in known
        for comparison in (compare_party(party, known[subject]),)
        if comparison.score >= threshold
    ]
    found.sort(key=lambda pair: (
        -round(pair[0].score, 9), -round(pair[0].name_score, 9), not pair[1].is_listed, pair[1].id
    ))
    return tuple(
        Hit(
            query=party.name, rank=rank, score=comparison.score, entity=entity, matched_name=comparison.matched_name,
            reasons=comparison.reasons, listing=cite(entity.id) if cite else (),
        )
        for rank, (comparison, entity) in enumerate(found[:limit], 1)
    )


def screen_many(
    parties: Iterable[Party], *, index: NameIndex, entities: FetchEntities, cite: Cite | None = None, limit: int = 10,
    threshold: float = DEFAULT_THRESHOLD,
) -> Iterator[tuple[Hit, ...]]:
    """Yield the hits of each party in turn; what one party gets does not depend on the others."""
    for party in parties:
        yield screen(party, index=index, entities=entities, cite=cite, limit=limit, threshold=threshold)


def _leads(party: Party, index: NameIndex, *, limit: int, threshold: float) -> tuple[str, ...]:
    """Return the subjects worth fetching, sorted: by identifier, or by a name that could still reach the threshold."""
    kind = name_kind(party.kind)
    best: dict[str, float] = {}
    for name in (party.name, *sorted(set(party.aliases)))[:_MOST_NAMES]:
        for candidate in index.find(name, limit=max(_CANDIDATES, 3 * limit)):
            score = round(compare_names(name, candidate.printed, kind=kind).score, 9)
            if score > best.get(candidate.subject, -1.0):
                best[candidate.subject] = score
    good = sorted((-score, subject) for subject, score in best.items() if score >= _WORTH_A_LOOK * threshold)
    named = {subject for _, subject in good[: max(20, 3 * limit)]}
    return tuple(sorted(named.union(index.find_identifiers(value for _, value in party.identifiers))))

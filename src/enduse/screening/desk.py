"""Screen parties against an index: candidates first, then an explained comparison of the few that are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from enduse.model.evidence import Citation
from enduse.model.party import Party
from enduse.model.screening import Entity, Hit
from enduse.names.batches import BatchJudge, NameJudge, is_worth_it
from enduse.resolution.leading import list_asks
from enduse.resolution.parties import PLAIN, Weighed, tell_reasons, weigh_records
from enduse.resolution.records import read_party, read_record
from enduse.screening.index import NameIndex
from enduse.screening.leads import Lead, find_leads

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
        found = [hits[:limit] for hits in _weigh(chunk, leads, known, threshold)] if known else [[]] * len(chunk)
        ids = sorted({entity.id for hits in found for _, entity in hits})
        full = shown(ids) if shown and ids else {}
        for party, hits in zip(chunk, found, strict=True):
            yield tuple(_tell(party, hits, cite, full)) if hits else ()


_Found = list[tuple[Weighed, Entity]]


def _weigh(
    parties: Sequence[Party], leads: Sequence[Lead], known: Mapping[str, Entity], threshold: float
) -> Iterator[_Found]:
    """Yield for each party the entities whose score reaches the threshold, the best first."""
    led = [
        [(read_record(known[id_]), names, known[id_]) for id_, names in subjects.items() if id_ in known]
        if subjects else () for subjects in leads
    ]
    asked = [read_party(party) if some else None for party, some in zip(parties, led, strict=True)]
    judge: NameJudge = PLAIN
    if is_worth_it(sum(map(len, led))):
        judge = BatchJudge(
            ask for record, some in zip(asked, led, strict=True) if record is not None
            for other, names, _ in some for ask in list_asks(record, other, threshold=threshold, led_by=names)
        )
    for record, some in zip(asked, led, strict=True):
        found: _Found = []
        for other, names, entity in some:
            assert record is not None
            weighed = weigh_records(record, other, threshold=threshold, led_by=names, judge=judge)
            if weighed is not None:
                found.append((weighed, entity))
        found.sort(key=lambda pair: (
            -round(pair[0].score, 9), -round(pair[0].pair.likeness, 9), not pair[1].is_listed, pair[1].id
        ))
        yield found


def _tell(party: Party, found: _Found, cite: Cite | None, full: Mapping[str, Entity]) -> Iterator[Hit]:
    """Yield hits with their reasons."""
    for rank, (weighed, entity) in enumerate(found, 1):
        comparison = tell_reasons(weighed)
        yield Hit(
            query=party.name, rank=rank, score=comparison.score, entity=full.get(entity.id, entity),
            matched_name=comparison.matched_name, reasons=comparison.reasons,
            listing=cite(entity.id) if cite else (),
        )

"""Screen parties against an index: candidates first, then an explained comparison of the few that are left."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import compress, islice, repeat

from enduse.model.evidence import Citation
from enduse.model.making import make_many
from enduse.model.party import Party
from enduse.model.screening import Entity, Hit
from enduse.names.batches import is_worth_it
from enduse.resolution.parties import Weighed
from enduse.resolution.records import is_bare
from enduse.resolution.weighing import BatchWeigher, Weigher
from enduse.screening.bare import WeighedSubject, screen_bare, weigh_bare
from enduse.screening.index import NameIndex
from enduse.screening.leads import Groups, Lead, find_groups, tell_leads
from enduse.screening.unlikely import Group

DEFAULT_THRESHOLD = 0.7
_AT_ONCE = 2048

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

    Parties are taken one, then two, then four at a time and so on to 2,048, so the first answers come at once; those
    of a sequence 2,048 at a time. Python's search for rings of objects, of which none are made here, waits meanwhile:
    it would look through all that is held again and again, which took a sixth of the time at 250,000 names.
    """
    stream, size = iter(parties), _AT_ONCE if isinstance(parties, Sequence) else 1
    ask = _Asked(index, entities, cite, limit, threshold, shown)
    while chunk := list(islice(stream, size)):
        size = min(_AT_ONCE, 2 * size)
        with _no_search():
            answers = _answer(chunk, ask)
        yield from answers


@dataclass(frozen=True, slots=True)
class _Asked:
    """What parties are asked against, as `screen_many` takes it."""

    index: NameIndex
    entities: FetchEntities
    cite: Cite | None
    limit: int
    threshold: float
    shown: FetchEntities | None


@contextmanager
def _no_search() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _answer(chunk: Sequence[Party], ask: _Asked) -> list[tuple[Hit, ...]]:
    """Return the hits of each party."""
    index, threshold = ask.index, ask.threshold
    weigher: Weigher = Weigher(threshold)
    bare: Sequence[WeighedSubject] = ()
    if not is_worth_it(index.asked + len(chunk)):
        groups = find_groups(chunk, index, limit=ask.limit, threshold=threshold)
    else:
        weigher = BatchWeigher(threshold)
        groups, bare = _find_apart(chunk, ask, weigher)
    is_led = any(groups.likely) or any(party.identifiers for party in chunk)
    leads: Sequence[Lead] = tell_leads(chunk, groups, index) if is_led else [{}] * len(chunk)
    wanted = {subject for subjects in leads for subject in subjects}.union(one.subject for one in bare)
    known = ask.entities(sorted(wanted)) if wanted else {}
    if not known:
        return [()] * len(chunk)
    found = _weigh(chunk, leads, known, weigher, bare)
    for hits in found:
        del hits[ask.limit:]
    ids = sorted({entity.id for hits in found for _, entity in hits})
    full = ask.shown(ids) if ask.shown and ids else {}
    whole = iter(_make_hits(chunk, found, weigher, ask.cite, full))
    return [tuple(islice(whole, len(hits))) if hits else () for hits in found]


def _find_apart(
    chunk: Sequence[Party], ask: _Asked, weigher: BatchWeigher
) -> tuple[Groups, Sequence[WeighedSubject]]:
    """Return what parties lead to that must be weighed with records, and what was weighed by names alone."""
    index, threshold = ask.index, ask.threshold
    if index.segment is None:
        groups = find_groups(chunk, index, limit=ask.limit, threshold=threshold)
        bare, left = weigh_bare(chunk, groups.likely, index, weigher, threshold=threshold)
        return Groups(groups.found, left), bare
    is_alone = [bool(party.name) and is_bare(party) for party in chunk]
    alone = list(compress(range(len(chunk)), is_alone))
    found, likely = list[Sequence[Group]]([()] * len(chunk)), list[Sequence[Group]]([()] * len(chunk))
    if len(alone) < len(chunk):
        others = [at for at in range(len(chunk)) if not is_alone[at]]
        groups = find_groups([chunk[at] for at in others], index, limit=ask.limit, threshold=threshold)
        for at, before, after in zip(others, *groups, strict=True):
            found[at], likely[at] = before, after
    weighed, some = screen_bare([chunk[at] for at in alone], index, weigher, limit=ask.limit, threshold=threshold)
    for place, group in some:
        likely[alone[place]] = (*likely[alone[place]], group)
    return Groups(found, likely), [one._replace(party=alone[one.party]) for one in weighed]


_Found = list[tuple[Weighed, Entity]]


def _weigh(
    parties: Sequence[Party], leads: Sequence[Lead], known: Mapping[str, Entity], weigher: Weigher,
    bare: Sequence[WeighedSubject],
) -> list[_Found]:
    """Return for each party the entities whose score reaches the threshold, `bare` among them, the best first."""
    led, owners = [], []
    for at, (party, subjects) in enumerate(zip(parties, leads, strict=True)):
        if subjects:
            for id_, names in subjects.items():
                if id_ in known:
                    led.append((party, known[id_], names))
                    owners.append(at)
    found: list[_Found] = [[] for _ in parties]
    for at, (_, entity, _), weighed in zip(owners, led, weigher.weigh(led), strict=True):
        if weighed is not None:
            found[at].append((weighed, entity))
    for at, subject, weighed in bare:
        if subject in known:
            found[at].append((weighed, known[subject]))
    for hits in found:
        if len(hits) > 1:
            hits.sort(key=lambda hit: (
                -round(hit[0].score, 9), -round(hit[0].pair.likeness, 9), not hit[1].is_listed, hit[1].id
            ))
    return found


def _make_hits(
    parties: Sequence[Party], found: Sequence[_Found], weigher: Weigher, cite: Cite | None, full: Mapping[str, Entity]
) -> list[Hit]:
    """Return the hits of all parties, those of one in a row."""
    told = [one for hits in found for one in hits]
    return make_many(Hit, len(told), {
        "query": [party.name for party, hits in zip(parties, found, strict=True) for _ in hits],
        "rank": [rank for hits in found for rank in range(1, len(hits) + 1)],
        "score": [weighed.score for weighed, _ in told],
        "entity": [full.get(entity.id, entity) for _, entity in told],
        "matched_name": [weighed.pair.right[1] for weighed, _ in told],
        "reasons": weigher.tell([weighed for weighed, _ in told]),
        "listing": [cite(entity.id) if cite else () for _, entity in told],
        "decision": repeat(None),
    })

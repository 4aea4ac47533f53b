"""Screen parties against an index: candidates first, then an explained comparison of the few that are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from math import log

from enduse.model.evidence import Citation
from enduse.model.party import Party
from enduse.model.screening import Entity, Hit
from enduse.resolution.parties import PartyComparison, compare_likely, name_kind
from enduse.resolution.weights import load_weights
from enduse.screening.index import Candidate, NameIndex

DEFAULT_THRESHOLD = 0.7
_CANDIDATES = 60
_MOST_NAMES = 50
_AT_ONCE = 512
_SLACK = 0.8  # the promise of a name may be so much lower than the likeness that comparing finds
_LIFTED = 0.5  # the least promise looked at where country, dates or address may lift a name
_LEAST = 0.35

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
        entities: returns the visible entities of some ids, with all that is compared; called once.
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
        for party, subjects in zip(chunk, leads, strict=True):
            led = [(known[subject], names) for subject, names in subjects.items() if subject in known]
            found = _compare(party, led, threshold)[:limit]
            full = shown([entity.id for _, entity in found]) if shown and found else {}
            yield tuple(
                Hit(
                    query=party.name, rank=rank, score=comparison.score, entity=full.get(entity.id, entity),
                    matched_name=comparison.matched_name, reasons=comparison.reasons,
                    listing=cite(entity.id) if cite else (),
                )
                for rank, (comparison, entity) in enumerate(found, 1)
            )


def find_leads(
    parties: Sequence[Party], index: NameIndex, *, limit: int = 10, threshold: float = DEFAULT_THRESHOLD
) -> list[dict[str, frozenset[str]]]:
    """Return for each party the subjects worth comparing, sorted, and by which of their names each was found.

    A subject is worth it for an identifier, or for a name of enough promise.
    """
    asked = [(party.name, *sorted(set(party.aliases) - {party.name}))[:_MOST_NAMES] for party in parties]
    by_floor: dict[float, dict[str, None]] = {}
    floors = [[_floor(party, name, threshold) for name in names] for party, names in zip(parties, asked, strict=True)]
    for names, least in zip(asked, floors, strict=True):
        for name, floor in zip(names, least, strict=True):
            by_floor.setdefault(floor, {})[name] = None
    found: dict[tuple[float, str], tuple[Candidate, ...]] = {}
    for floor, wanted in by_floor.items():
        for name, candidates in zip(wanted, index.find_many(wanted, limit=max(_CANDIDATES, 3 * limit), floor=floor),
                                    strict=True):
            if candidates:
                found[floor, name] = candidates
    leads = []
    for party, names, least in zip(parties, asked, floors, strict=True):
        subjects: dict[str, frozenset[str]] = {}
        for key in zip(least, names, strict=True):
            for candidate in found.get(key, ()):
                subjects[candidate.subject] = subjects.get(candidate.subject, frozenset()) | {candidate.printed}
        if party.identifiers:
            for subject in index.find_identifiers(value for _, value in party.identifiers):
                subjects.setdefault(subject, frozenset())
        leads.append(dict(sorted(subjects.items())))
    return leads


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


def _floor(party: Party, name: str, threshold: float) -> float:
    """Return the least promise at which a name is worth comparing.

    A bare name must itself carry the score to the threshold; where more is said of the party, that may lift it.
    """
    if party.country or party.birth_date or party.address or party.identifiers or party.facts:
        return min(_LIFTED, _floor_of(threshold, "organisation"))
    if not name.isascii():
        return _floor_of(threshold, "other_script")
    return _floor_of(threshold, "person" if name_kind(party.kind) == "person" else "organisation")


def least_floor(threshold: float) -> float:
    """Return the least promise at which any name of any party is worth comparing."""
    return min(_LIFTED, *(_floor_of(threshold, table) for table in ("organisation", "other_script", "person")))


@lru_cache(maxsize=64)
def _floor_of(threshold: float, table: str) -> float:
    """Return the likeness of names that reaches a score, less some slack."""
    weights = load_weights()
    wanted = log(threshold / (1 - threshold)) if 0 < threshold < 1 else -10.0 if threshold <= 0 else 10.0
    steps = (step / 100 for step in range(101))
    least = next((step for step in steps if weights.name_strength(step, table) >= wanted), 1.0)
    return round(max(_LEAST, _SLACK * least), 4)

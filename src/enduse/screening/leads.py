"""Leads: which subjects of an index are worth comparing with a party, and by which of their names they were found.

The index finds names of enough promise; where many parties are asked at once, the
compiled scorer then compares each name found with the party's, and a subject goes whose
names are surely too little alike to make a hit (`resolution.leading`). What is left
out changes no hit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from enduse.model.party import Party
from enduse.names.batches import is_worth_it
from enduse.names.scripts import script_of
from enduse.resolution.records import name_kind
from enduse.resolution.weights import load_weights
from enduse.screening.index import NameIndex, Place
from enduse.screening.unlikely import Group, drop_unlikely

_CANDIDATES = 60
_MOST_NAMES = 50
_SLACK = 0.8  # the promise of a name may be so much lower than the likeness that comparing finds
# Names in these scripts have their readings among their forms, vowels and all, so that less slack is needed.
_READ_ALOUD, _SLACK_ALOUD = frozenset({"han", "hangul"}), 0.88
_LIFTED = 0.5  # the least promise looked at where country, dates or address may lift a name
_LEAST = 0.35

Lead = dict[str, frozenset[str]]


class Groups(NamedTuple):
    """What the names of each party lead to: all that was found, and what of it may be a hit."""

    found: list[Sequence[Group]]
    likely: list[Sequence[Group]]


def find_leads(
    parties: Sequence[Party], index: NameIndex, *, limit: int = 10, threshold: float
) -> list[Lead]:
    """Return for each party the subjects worth comparing, sorted, and by which of their names each was found.

    A subject is worth it for an identifier, or for a name of enough promise; where it was found by
    names alone that surely make no hit, it may be left out.
    """
    return tell_leads(parties, find_groups(parties, index, limit=limit, threshold=threshold), index)


def find_groups(parties: Sequence[Party], index: NameIndex, *, limit: int = 10, threshold: float) -> Groups:
    """Return for each party the subjects that its names lead to, each as the places of the names found."""
    asked = [_names_of(party) for party in parties]
    found = _find_places(parties, asked, index, limit, threshold)
    groups: list[Sequence[Group]] = [
        _by_subject(index, names, places) if places else () for names, places in zip(asked, found, strict=True)
    ]
    if any(groups) and is_worth_it(index.asked):
        return Groups(groups, drop_unlikely(parties, groups, index, threshold=threshold))
    return Groups(groups, groups)


def tell_leads(parties: Sequence[Party], groups: Groups, index: NameIndex) -> list[Lead]:
    """Return for each party the subjects worth comparing, as `find_leads` does."""
    leads = []
    for party, before, after in zip(parties, *groups, strict=True):
        subjects = {}
        for group in after:
            candidates = [index.candidate(place) for place in group]
            subjects[candidates[0].subject] = frozenset(candidate.printed for candidate in candidates)
        if party.identifiers:
            dropped = {index.candidate(group[0]).subject for group in before} - subjects.keys()
            for subject in index.find_identifiers(value for _, value in party.identifiers):
                if subject not in dropped:
                    subjects.setdefault(subject, frozenset())
        leads.append(dict(sorted(subjects.items())) if len(subjects) > 1 else subjects)
    return leads


def _names_of(party: Party) -> Sequence[str]:
    if not party.aliases:
        return (party.name,)
    return (party.name, *sorted(set(party.aliases) - {party.name}))[:_MOST_NAMES]


def _find_places(
    parties: Sequence[Party], asked: Sequence[Sequence[str]], index: NameIndex, limit: int, threshold: float
) -> list[list[Place]]:
    """Return for each party the places that its names lead to."""
    by_floor: dict[float, dict[str, list[int]]] = {}
    for at, (party, names) in enumerate(zip(parties, asked, strict=True)):
        for name in names:
            by_floor.setdefault(_floor(party, name, threshold), {}).setdefault(name, []).append(at)
    found: list[list[Place]] = [[] for _ in parties]
    for floor, wanted in by_floor.items():
        places = index.find_places(list(wanted), limit=most_candidates(limit), floor=floor)
        for who, some in zip(wanted.values(), places, strict=True):
            if some:
                for at in who:
                    found[at] += some
    return found


def _by_subject(index: NameIndex, names: Sequence[str], places: Sequence[Place]) -> Sequence[Group]:
    """Return the places of each subject; those of one name are of one subject each."""
    if len(names) == 1:
        return list(zip(places, strict=True))
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(index.candidate(place).subject, []).append(place)
    return [tuple(group) for group in groups.values()]


def _floor(party: Party, name: str, threshold: float) -> float:
    """Return the least promise at which a name is worth comparing.

    A bare name must itself carry the score to the threshold; where more is said of the party, that may lift it.
    """
    if party.country or party.birth_date or party.address or party.identifiers or party.facts:
        return min(_LIFTED, _floor_of(threshold, "organisation"))
    return floor_of_bare(party.kind, threshold, script=asked_script(name))


def asked_script(name: str) -> str:
    """Return the script of a name; nothing where all of it is ASCII."""
    return "" if name.isascii() else script_of(name)


def floor_of_bare(kind: str, threshold: float, *, script: str) -> float:
    """Return the least promise at which a name is worth comparing of which nothing but the kind is said besides."""
    if script in _READ_ALOUD:
        return _floor_of(threshold, "other_script", _SLACK_ALOUD)
    if script:
        return _floor_of(threshold, "other_script")
    return _floor_of(threshold, "person" if name_kind(kind) == "person" else "organisation")


def most_candidates(limit: int) -> int:
    """Return how many subjects are looked at for one name where so many hits are wanted."""
    return max(_CANDIDATES, 3 * limit)


def least_floor(threshold: float) -> float:
    """Return the least promise at which any name of any party is worth comparing."""
    return min(_LIFTED, *(_floor_of(threshold, table) for table in ("organisation", "other_script", "person")))


@lru_cache(maxsize=64)
def _floor_of(threshold: float, table: str, slack: float = _SLACK) -> float:
    """Return the likeness of names that reaches a score, less some slack."""
    weights = load_weights()
    wanted = log(threshold / (1 - threshold)) if 0 < threshold < 1 else -10.0 if threshold <= 0 else 10.0
    steps = (step / 100 for step in range(101))
    least = next((step for step in steps if weights.name_strength(step, table) >= wanted), 1.0)
    return round(max(_LEAST, slack * least), 4)

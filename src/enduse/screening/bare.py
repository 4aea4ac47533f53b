"""Parties that state nothing but a name, weighed against the names of an index where they lie.

Most of what a name leads to is no hit, and what is needs no more than its names to be found out: so a record is put
together for hits alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from enduse.model.party import Party
from enduse.resolution.parties import Weighed
from enduse.resolution.records import is_bare, is_latin
from enduse.resolution.weighing import BatchWeigher
from enduse.resolution.weighing_rows import LaidRows
from enduse.screening.index import NameIndex, Place
from enduse.screening.unlikely import Group


class WeighedSubject(NamedTuple):
    """A subject that may be a hit of a party (its place in the chunk)."""

    party: int
    subject: str
    weighed: Weighed


def weigh_bare(
    parties: Sequence[Party], groups: Sequence[Sequence[Group]], index: NameIndex, weigher: BatchWeigher,
    *, threshold: float,
) -> tuple[list[WeighedSubject], list[Sequence[Group]]]:
    """Return the subjects whose names reach the threshold for parties that state nothing else.

    And the groups that are left for others to weigh: those of other parties, and of subjects whose names cannot be
    told here: several segments speak of them, their rows do not agree on what they are, or no whole name is stated.
    The index must hold all names of its subjects. Cost: some 20 us a group.
    """
    asked: list[tuple[int, Place]] = []
    left: list[Sequence[Group]] = []
    for at, (party, some) in enumerate(zip(parties, groups, strict=True)):
        if some and is_bare(party):
            asked += [(at, place) for (place,) in some]
            left.append(())
        else:
            left.append(some)
    if not asked:
        return [], left
    places = [place for _, place in asked]
    asked_in = bytearray([1 if is_latin(parties[at].name) else 2 for at, _ in asked])
    schemas, listed = index.schemas_of(places), index.list_names(places, asked_in)
    known = [schema or "" for schema in schemas]
    laid = LaidRows([(parties[at], schema) for (at, _), schema in zip(asked, known, strict=True)], listed, threshold)
    found = weigher.weigh_laid(laid, len(asked))
    untold = {place for place, schema in enumerate(schemas) if schema is None}.union(laid.untold)
    for number in sorted(untold):
        at, place = asked[number]
        left[at] = (*left[at], (place,))
    return [
        WeighedSubject(at, index.subject_at(place), weighed)
        for number, ((at, place), weighed) in enumerate(zip(asked, found, strict=True))
        if weighed is not None and number not in untold
    ], left

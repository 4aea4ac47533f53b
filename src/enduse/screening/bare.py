"""Parties that state nothing but a name, weighed against the names of an index where they lie.

Most of what a name leads to is no hit, and what is needs no more than its names to be found out: so a record is put
together for hits alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from enduse.model.party import Party
from enduse.names.packing import KINDS
from enduse.resolution.parties import Weighed
from enduse.resolution.records import is_bare, is_latin
from enduse.resolution.weighing import BatchWeigher, Plain, find_plain
from enduse.resolution.weighing_rows import AskedNames, LaidRows, ListedNames, weigh_rows
from enduse.screening.index import NameIndex, Place
from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.leads import asked_script, floor_of_bare, most_candidates
from enduse.screening.segments import Segment
from enduse.screening.unlikely import Group, drop_unlikely, find_law

_NO_LAW, _UNTOLD = 0xFFFFFFFF, 0xFFFFFFFE  # as in native/asked.c
_OTHERWISE = bytes((1, 0)) + bytes(254)


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
    owners, known = [at for at, _ in asked], index.schemas_of(places)
    told = _lay_one_by_one(parties, owners, known, threshold)
    found, untold = _weigh(told, index.list_names([places[at] for at in told.places], told.scripts), weigher)
    for number in sorted({*untold, *told.untold}):
        at, place = asked[number]
        left[at] = (*left[at], (place,))
    return [WeighedSubject(owners[at], index.subject_at(places[at]), weighed) for at, weighed in found], left


def screen_bare(
    parties: Sequence[Party], index: NameIndex, weigher: BatchWeigher, *, limit: int, threshold: float
) -> tuple[list[WeighedSubject], list[tuple[int, Group]]]:
    """Return what `weigh_bare` does of an index of one segment, where places of rows stay in columns all the way.

    All parties state nothing but a name and a kind. What is left for others to weigh comes as groups, each with the
    place of its party. Cost: that of the compiled parts, and some 3 us a party.
    """
    rows, owners = _find(parties, index, limit, threshold)
    if not rows:
        return [], []
    assert index.segment is not None
    told = _lay_in_columns(parties, rows, owners, index.segment[0], threshold)
    led = array("I", map(rows.__getitem__, told.places))
    found, untold = _weigh(told, index.list_names_of(led, told.scripts), weigher)
    left: dict[int, list[Group]] = {}
    for at in (*told.untold, *untold):
        left.setdefault(owners[at], []).append(((0, rows[at], 0.0),))
    askers = [parties[at] for at in left]
    likely = drop_unlikely(askers, [*left.values()], index, threshold=threshold) if left else ()
    return [
        WeighedSubject(owners[at], index.subject_at((0, rows[at], 0.0)), weighed) for at, weighed in found
    ], [(at, group) for at, some in zip(left, likely, strict=True) for group in some]


class _Told(NamedTuple):
    """Which rows may be weighed by names alone, and what is asked of each; and which cannot."""

    asked: AskedNames
    plain: Sequence[Plain]
    places: Sequence[int]
    scripts: bytearray  # of each of `places` in which script its name is asked, as `NameIndex.other_names` has it
    untold: Sequence[int]


def _weigh(told: _Told, listed: ListedNames, weigher: BatchWeigher) -> tuple[list[tuple[int, Weighed]], list[int]]:
    """Return what reaches the threshold, with its place among the rows, and the places of what cannot be told."""
    found, untold = weigh_rows(LaidRows(told.asked, told.plain, listed), weigher)
    unlisted = compress(told.places, listed.is_told.translate(_OTHERWISE))
    return [(told.places[at], weighed) for at, weighed in found], [*unlisted, *(told.places[at] for at in untold)]


def _lay_one_by_one(
    parties: Sequence[Party], owners: Sequence[int], schemas: Sequence[str | None], threshold: float
) -> _Told:
    """Lay out what parties ask of the subjects they lead to, each of a schema; None where that is not known."""
    names, laws = dict[tuple[str, int], int](), dict[tuple[str, str], int]()
    plain, places, untold = list[Plain](), list[int](), list[int]()
    each, law_of = array("I"), array("I")
    for place, (at, schema) in enumerate(zip(owners, schemas, strict=True)):
        party, known = parties[at], find_plain(parties[at].kind, schema or "", threshold)
        if not schema or not known[1].law:
            untold.append(place)
            continue
        law = laws.setdefault((party.kind, schema), len(laws))
        plain += [known] * (law == len(plain))
        each.append(names.setdefault((party.name, KINDS[known[1].kind]), len(names)))
        law_of.append(law)
        places.append(place)
    scripts = bytearray(1 if is_latin(parties[owners[place]].name) else 2 for place in places)
    return _Told(AskedNames([*names], each, law_of), plain, places, scripts, untold)


def _lay_in_columns(
    parties: Sequence[Party], rows: array[int], owners: array[int], segment: Segment, threshold: float
) -> _Told:
    """Lay out what parties ask of rows of a segment."""
    schemas = [*segment.meta["texts"]["schema"], None]
    sorts: dict[str, int] = {}
    sort_of = array("H", [sorts.setdefault(party.kind, len(sorts)) for party in parties])
    plain: list[Plain] = []
    law_of = array("I", [_law(kind, schema, threshold, plain) for kind in sorts for schema in schemas])
    count, kinds = len(rows), len(KINDS)
    number, name = zeros("I", len(parties) * kinds), zeros("I", len(parties) * kinds)
    places, each, laws = (zeros("I", count) for _ in range(3))
    is_untold, made = bytearray(count), zeros("I", 1)
    names = kernel().en_lay_asked(
        count, address(rows), address(owners), segment.place_of("ROW_SUBJECT"), address(segment.schemas),
        segment.subjects, address(sort_of), address(law_of), len(schemas),
        bytes(KINDS[beside.kind] for _, beside in plain), kinds,
        *map(address, (number, name, places, each, laws, is_untold, made)),
    )
    for column in (places, each, laws):
        del column[made[0]:]
    asked = [(parties[at // kinds].name, at % kinds) for at in name[:names]]
    scripts = bytes(1 if is_latin(name) else 2 for name, _ in asked)
    return _Told(
        AskedNames(asked, each, laws), plain, places, bytearray(map(scripts.__getitem__, each)),
        [*compress(range(count), is_untold)],
    )


def _law(kind: str, schema: str | None, threshold: float, plain: list[Plain]) -> int:
    """Return the number of what counts beside names of two schemas, which `plain` gets."""
    if not schema:
        return _UNTOLD
    if find_law((kind, "name"), schema, (), threshold) is None:
        return _NO_LAW
    known = find_plain(kind, schema, threshold)
    if not known[1].law:
        return _UNTOLD
    plain.append(known)
    return len(plain) - 1


def _find(
    parties: Sequence[Party], index: NameIndex, limit: int, threshold: float
) -> tuple[array[int], array[int]]:
    """Return the rows that parties lead to, those of one in a row, and the place of the party of each."""
    sorts: dict[tuple[str, str], list[int]] = {}
    for at, party in enumerate(parties):
        sorts.setdefault((party.kind, asked_script(party.name)), []).append(at)
    by_floor: dict[float, list[int]] = {}
    for (kind, script), some in sorts.items():
        by_floor.setdefault(floor_of_bare(kind, threshold, script=script), []).extend(some)
    rows, owners = array("I"), array("I")
    for floor, some in by_floor.items():
        names = [parties[at].name for at in some]
        found, whose = index.find_rows(names, limit=most_candidates(limit), floor=floor)
        rows += found
        owners.extend(map(some.__getitem__, whose))
    return rows, owners


__all__ = ["WeighedSubject", "screen_bare", "weigh_bare"]

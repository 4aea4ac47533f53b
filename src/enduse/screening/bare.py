"""Parties that state nothing but a name, weighed against the names of an index where they lie.

Most of what a name leads to is no hit, and what is needs no more than its names to be found out: so a record is put
together for hits alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress
from operator import gt
from typing import NamedTuple

from enduse.model.party import Party
from enduse.names.batches import open_batch
from enduse.names.packing import KINDS
from enduse.names.sieving import Asked, Law, Rows, Sieve
from enduse.resolution.parties import Weighed
from enduse.resolution.records import is_bare, is_latin
from enduse.resolution.weighing import BatchWeigher
from enduse.resolution.weighing_rows import LaidRows
from enduse.screening.index import NameIndex, Place
from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.leads import asked_script, floor_of_bare, most_candidates
from enduse.screening.segments import Segment
from enduse.screening.unlikely import Group, find_law

_NO_LAW, _UNTOLD = 0xFFFFFFFF, 0xFFFFFFFE  # as in native/asked.c
_ASKED_IN = bytes((1, 2)) + bytes(254)  # by whether a name begins in another script than Latin


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
    known = [schema or "" for schema in index.schemas_of(places)]
    laid = LaidRows(
        [(parties[at], schema) for (at, _), schema in zip(asked, known, strict=True)],
        index.list_names(places, asked_in), threshold,
    )
    found = weigher.weigh_laid(laid, len(asked))
    untold = {place for place, schema in enumerate(known) if not schema}.union(laid.untold)
    for number in sorted(untold):
        at, place = asked[number]
        left[at] = (*left[at], (place,))
    return [
        WeighedSubject(at, index.subject_at(place), weighed)
        for number, ((at, place), weighed) in enumerate(zip(asked, found, strict=True))
        if weighed is not None and number not in untold
    ], left


def screen_bare(
    parties: Sequence[Party], index: NameIndex, weigher: BatchWeigher, *, limit: int, threshold: float
) -> tuple[list[WeighedSubject], list[tuple[int, Group]]]:
    """Return what `weigh_bare` does of an index of one segment, where places of rows stay in columns all the way.

    All parties state nothing but a name and a kind. What is left for others to weigh comes as groups, each with the
    place of its party. Cost: that of the compiled parts, and some 3 us a party.
    """
    rows, owners = _find(parties, index, limit, threshold)
    assert index.segment is not None
    segment, _ = index.segment
    sieve = _Sieve(parties, index, segment, threshold)
    likely, is_untold = sieve.find_likely(rows, owners)
    untold_rows = zip(compress(owners, is_untold), compress(rows, is_untold), strict=True)
    left: list[tuple[int, Group]] = [(at, ((0, row, 0.0),)) for at, row in untold_rows]
    asked, kept = list(compress(owners, likely)), array("I", compress(rows, likely))
    if not asked:
        return [], left
    texts = segment.schema_texts
    schemas = [texts[segment.schemas[number]] or "" for number in map(segment.row_subject.__getitem__, kept)]
    asked_in = bytearray([1 if is_latin(parties[at].name) else 2 for at in asked])
    laid = LaidRows(
        [(parties[at], schema) for at, schema in zip(asked, schemas, strict=True)],
        index.list_names_of(kept, asked_in), threshold,
    )
    found = weigher.weigh_laid(laid, len(asked))
    left += [(asked[place], ((0, kept[place], 0.0),)) for place in laid.untold]
    untold = frozenset(laid.untold)
    return [
        WeighedSubject(at, index.subject_at((0, row, 0.0)), weighed)
        for place, (at, row, weighed) in enumerate(zip(asked, kept, found, strict=True))
        if weighed is not None and place not in untold
    ], left


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


class _Sieve:
    """What `unlikely.drop_unlikely` does of rows in columns."""

    def __init__(self, parties: Sequence[Party], index: NameIndex, segment: Segment, threshold: float) -> None:
        self._parties, self._index, self._segment = parties, index, segment
        self._laws: dict[Law, int] = {}
        schemas = [*segment.meta["texts"]["schema"], None]
        sorts: dict[str, int] = {}
        self._sort_of = array("H", [sorts.setdefault(party.kind, len(sorts)) for party in parties])
        self._law_of = array("I", [self._law(kind, schema, threshold) for kind in sorts for schema in schemas])
        self._schemas = len(schemas)

    def _law(self, kind: str, schema: str | None, threshold: float) -> int:
        if schema is None:
            return _UNTOLD
        law = find_law((kind, "name"), schema, (), threshold)
        return _NO_LAW if law is None else self._laws.setdefault(law, len(self._laws))

    def find_likely(self, rows: array[int], owners: array[int]) -> tuple[bytearray, bytearray]:
        """Return of each row whether its subject may be a hit, and whether that cannot be told."""
        asked, names, is_untold = self._lay_asked(rows, owners)
        if not asked.groups:
            return bytearray(len(rows)), is_untold
        opened = open_batch()
        assert opened is not None
        is_foreign = bytes([not is_latin(name) for name, _ in names])
        sieve = Sieve(opened, names, is_foreign, [*self._laws], self._index.name_columns, self._value_of)
        near, likely = sieve.score(asked, _alone(rows))
        doubtful = bytes(map(gt, near, likely))
        if any(doubtful):
            self._look_further(sieve, asked, rows, doubtful, likely)
        return likely, is_untold

    def _lay_asked(
        self, rows: array[int], owners: array[int]
    ) -> tuple[Asked, list[tuple[str, int]], bytearray]:
        """Return what is asked of the rows, the names with the numbers of their kinds, and what cannot be told."""
        count, kinds, segment = len(rows), len(KINDS), self._segment
        number, name = zeros("I", len(self._parties) * kinds), zeros("I", len(self._parties) * kinds)
        columns, is_untold, made = Asked(*(zeros("I", count) for _ in range(3))), bytearray(count), zeros("I", 1)
        names = kernel().en_lay_asked(
            count, address(rows), address(owners), segment.place_of("ROW_SUBJECT"), address(segment.schemas),
            segment.subjects, address(self._sort_of), address(self._law_of), self._schemas,
            bytes(law.kind for law in self._laws), kinds,
            *map(address, (number, name, *columns, is_untold, made)),
        )
        for column in columns:
            del column[made[0]:]
        return columns, [(self._parties[at // kinds].name, at % kinds) for at in name[:names]], is_untold

    def _look_further(
        self, sieve: Sieve, asked: Asked, rows: array[int], doubtful: bytes, likely: bytearray
    ) -> None:
        """Where the name that led came near without being enough, look at all other names of the subject."""
        kept = bytes(map(doubtful.__getitem__, asked.groups))
        names, laws = (array("I", compress(column, kept)) for column in asked[1:])
        led = _alone(array("I", compress(rows, doubtful)))
        scripts = bytearray(map(sieve.is_foreign.__getitem__, names)).translate(_ASKED_IN)
        others, is_named = self._index.other_names(led, scripts)
        _, hit = sieve.score(Asked(array("I", range(len(names))), names, laws), others)
        for group, is_hit, has_name in zip(compress(range(len(doubtful)), doubtful), hit, is_named, strict=True):
            likely[group] = is_hit or not has_name

    def _value_of(self, which: int, row: int) -> tuple[str, bool]:
        value = self._index.value(which, row)
        return value, not is_latin(value)


def _alone(rows: array[int]) -> Rows:
    """Return rows of the only segment, each a group."""
    return Rows(array("I", range(1, len(rows) + 1)), zeros("I", len(rows)), rows)


__all__ = ["WeighedSubject", "screen_bare", "weigh_bare"]

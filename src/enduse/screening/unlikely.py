"""Dropping what is surely no hit before a record is fetched: the compiled part scores all names found at once.

First the names that led to a subject, then, where these come near without being enough, all its other names. Packs of
names (`names.packs`) are made from the rows where they lie. What the compiled scorer cannot tell stays, so hits are
the same with this and without.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enduse.model.party import Party
from enduse.names.batches import open_batch
from enduse.names.packing import KINDS
from enduse.resolution.leading import Stated, least_to_hit, least_to_lead, shared_kind, support_of
from enduse.resolution.records import is_bare, is_latin, read_party
from enduse.screening.index import NameIndex, Place

if TYPE_CHECKING:
    from enduse.names.packs import Packs
    from enduse.names.scoring import Scorer

_NEVER = 2.0  # more than any likeness

Group = Sequence[Place]  # places of one subject


def drop_unlikely(
    parties: Sequence[Party], groups: Sequence[Sequence[Group]], index: NameIndex, *, threshold: float
) -> list[Sequence[Group]]:
    """Return of the subjects found for each party those that may be a hit (see `resolution.leading`).

    The index must hold all names of its subjects. Cost: some 5 us a place.
    """
    opened = open_batch()
    assert opened is not None
    sieve = _Sieve(index, threshold, *opened)
    for party, found in zip(parties, groups, strict=True):
        if found:
            sieve.add(party, found)
    likely = sieve.find_likely()
    kept: list[Sequence[Group]] = []
    at = 0
    for found in groups:
        kept.append([group for group, is_likely in zip(found, likely[at:at + len(found)], strict=True) if is_likely])
        at += len(found)
    return kept


class _Law(NamedTuple):
    """Of names of two sorts of parties: number of the kind, and the least likeness, in one script and in two.

    `lead` is what a name that led to a subject needs, `hit` what one of its names needs.
    """

    kind: int
    lead: tuple[float, float]
    hit: tuple[float, float]


class _Asked(NamedTuple):
    """A party's name asked for a group: number of the group, of the name, and the law."""

    group: int
    name: int
    law: _Law


class _Sieve:
    """Groups of places, of each of which it is told whether it may be a hit."""

    def __init__(self, index: NameIndex, threshold: float, packs: Packs, scorer: Scorer) -> None:
        self._index, self._threshold, self._packs, self._scorer = index, threshold, packs, scorer
        self._names: dict[tuple[str, int], int] = {}  # name and number of its kind: its number
        self._groups: list[Group] = []
        self._asked: list[_Asked] = []
        self._sure: set[int] = set()  # groups of which nothing can be told
        self._known: dict[tuple[str, str, str, Stated], _Law | None] = {}

    def add(self, party: Party, found: Iterable[Group]) -> None:
        """Take in what was found for a party."""
        names, stated = _say(party)
        wanted: dict[str, list[tuple[int, _Law]]] = {}  # names and laws by schema
        for group in found:
            number = len(self._groups)
            self._groups.append(group)
            schema = self._index.schema_of(group[0])
            if schema is None:
                self._sure.add(number)
                continue
            pairs = wanted.get(schema)
            if pairs is None:
                pairs = wanted[schema] = list(self._wanted(party.kind, schema, names, stated))
            for at, law in pairs:
                self._asked.append(_Asked(number, at, law))

    def _wanted(
        self, kind: str, schema: str, names: Iterable[tuple[str, str]], stated: Stated
    ) -> Iterator[tuple[int, _Law]]:
        """Yield the numbers of a party's names, and the law by which each is held against names of a schema."""
        for prop, name in names:
            key = (kind, schema, prop, stated)
            law = self._known[key] if key in self._known else self._learn(key)
            if law is not None:
                yield self._names.setdefault((name, law.kind), len(self._names)), law

    def _learn(self, key: tuple[str, str, str, Stated]) -> _Law | None:
        """Return the law of two sorts of parties, None where no likeness is enough."""
        kind, schema, prop, stated = key
        leasts = [
            least(
                (kind, prop), schema, stated, is_other_script=is_other, threshold=self._threshold
            ) for least in (least_to_lead, least_to_hit) for is_other in (False, True)
        ]
        same, other, same_hit, other_hit = (_NEVER if least is None else least for least in leasts)
        law = _Law(KINDS[shared_kind(kind, schema)], (same, other), (same_hit, other_hit))
        self._known[key] = None if same == other == _NEVER else law
        return self._known[key]

    def find_likely(self) -> bytearray:
        """Return for each group of places whether it may be a hit."""
        self._packs.clear()
        self._texts = [name for name, _ in self._names]
        self._left = self._packs.read(self._texts, bytes(kind for _, kind in self._names))
        self._is_foreign = [not is_latin(text) for text in self._texts]
        near = _Scored(len(self._groups))
        self._score(self._asked, [self._groups[asked.group] for asked in self._asked], near)
        likely = near.is_hit
        for group in self._sure:
            likely[group] = True
        doubtful = [asked for asked in self._asked if near.is_near[asked.group] and not likely[asked.group]]
        if doubtful:
            others = {asked.group: self._other_names(self._groups[asked.group]) for asked in doubtful}
            for group, places in others.items():
                likely[group] = places is None
            asked = [asked for asked in doubtful if others[asked.group]]
            rest = _Scored(len(self._groups))
            self._score(asked, [others[one.group] or () for one in asked], rest)
            likely = bytearray(map(max, likely, rest.is_hit))
        return likely

    def _other_names(self, group: Group) -> Group | None:
        """Return where all names of a group's subject stand that did not lead to it, None where not all are known."""
        led = {(which, row) for which, row, _ in group}
        names = self._index.name_places(group[0])
        return None if names is None else [place for place in names if place[:2] not in led]

    def _score(self, asked: Sequence[_Asked], places: Sequence[Group], scored: _Scored) -> None:
        """Score each name asked against the names at its places, and note of their groups what was found."""
        owners = [one for one, some in zip(asked, places, strict=True) for _ in some]
        if not owners:
            return
        left = array("Q", (self._left[one.name] for one in owners))
        kinds = bytes(one.law.kind for one in owners)
        is_other = bytearray(self._is_foreign[one.name] for one in owners)
        right = self._read_rows([place for some in places for place in some], kinds, is_other)
        leads = array("d", (one.law.lead[other] for one, other in zip(owners, is_other, strict=True)))
        scores = self._scorer.score_many(left, right, kinds, leads)
        for one, score, least, other in zip(owners, scores, leads, is_other, strict=True):
            if not score < least:  # nor is what only Python can tell
                scored.is_near[one.group] = 1
                if not score < one.law.hit[other]:
                    scored.is_hit[one.group] = 1

    def _read_rows(self, places: Sequence[Place], kinds: bytes, is_other: bytearray) -> array[int]:
        """Return the packs of the names at some places; `is_other` is turned where one is not of Latin script."""
        right = array("Q", bytes(8 * len(places)))
        by_segment: dict[int, list[int]] = {}
        for at, place in enumerate(places):
            by_segment.setdefault(place[0], []).append(at)
        for which, numbers in by_segment.items():
            segment = self._index.segment(which)
            rows = array("I", (places[at][1] for at in numbers))
            found, signs = self._packs.read_rows(
                segment.value_column, segment.fold_column, rows, bytes(kinds[at] for at in numbers)
            )
            for at, address, begins_otherwise in zip(numbers, found, signs, strict=True):
                right[at] = address
                if address:
                    is_other[at] ^= begins_otherwise
        others = [at for at, address in enumerate(right) if not address]
        values = [self._index.segment(places[at][0]).value(places[at][1]) for at in others]
        found = self._packs.read(values, bytes(kinds[at] for at in others))
        for at, value, address in zip(others, values, found, strict=True):
            right[at] = address
            is_other[at] ^= not is_latin(value)
        return right


class _Scored:
    """Of each group, whether a name came near what is needed, and whether one may be enough."""

    def __init__(self, groups: int) -> None:
        self.is_near, self.is_hit = bytearray(groups), bytearray(groups)


def _say(party: Party) -> tuple[Sequence[tuple[str, str]], Stated]:
    """Return a party's names, and the support that what it states could get."""
    if is_bare(party):
        return (("name", party.name),) if party.name else (), ()
    record = read_party(party)
    return record.names, support_of(record.said)

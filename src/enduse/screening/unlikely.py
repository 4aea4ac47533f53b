"""Dropping what is surely no hit before a record is fetched: the compiled part scores all names found at once.

Packs of names (`names.packs`) are made from the rows where they lie. What the compiled
scorer cannot tell stays, so hits are the same with this and without.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enduse.model.party import Party
from enduse.names.batches import NUMBERS, open_batch
from enduse.resolution.leading import Stated, is_latin, least_to_lead, shared_kind, support_of
from enduse.resolution.records import is_bare, read_party
from enduse.screening.index import NameIndex, Place

if TYPE_CHECKING:
    from enduse.names.packs import Packs
    from enduse.names.scoring import Scorer

_NEVER = 2.0

Group = Sequence[Place]  # places of one subject


def drop_unlikely(
    parties: Sequence[Party], groups: Sequence[Sequence[Group]], index: NameIndex, *, threshold: float
) -> list[Sequence[Group]]:
    """Return of the subjects found for each party those that may be a hit (see `resolution.leading`).

    Cost: some 5 us a place.
    """
    opened = open_batch()
    assert opened is not None
    pairs = _Pairs(index, threshold)
    for party, found in zip(parties, groups, strict=True):
        if found:
            pairs.add(party, found)
    likely = pairs.find_likely(*opened)
    kept: list[Sequence[Group]] = []
    at = 0
    for found in groups:
        kept.append([group for group, is_likely in zip(found, likely[at:at + len(found)], strict=True) if is_likely])
        at += len(found)
    return kept


class _Pairs:
    """Pairs of a party's name and a row's, to be scored; of each group of places it is told whether it is likely."""

    def __init__(self, index: NameIndex, threshold: float) -> None:
        self._index, self._threshold = index, threshold
        self._names: dict[tuple[str, int], int] = {}  # name and number of its kind: its number
        self._left: list[int] = []
        self._kinds = bytearray()
        self._laws: list[_Law] = []
        self._owners: list[int] = []
        self._rows: dict[int, tuple[array[int], list[int]]] = {}  # by segment: rows, and the pairs that they are of
        self._likely = bytearray()
        self._known: dict[tuple[str, str, str, Stated], _Law] = {}

    def add(self, party: Party, found: Iterable[Group]) -> None:
        """Take in what was found for a party."""
        names, stated = _say(party)
        for group in found:
            schema = self._index.schema_of(group[0])
            self._likely.append(schema is None)
            if schema is None:
                continue
            for prop, name in names:
                law = self._known.get((party.kind, schema, prop, stated)) or self._learn(
                    party.kind, schema, prop, stated
                )
                if law.is_none:
                    continue
                number = self._names.setdefault((name, law.kind), len(self._names))
                for which, row, _ in group:
                    rows, pairs = self._rows.get(which) or self._rows.setdefault(which, (array("I"), []))
                    rows.append(row)
                    pairs.append(len(self._left))
                    self._left.append(number)
                    self._kinds.append(law.kind)
                    self._laws.append(law)
                    self._owners.append(len(self._likely) - 1)

    def _learn(self, kind: str, schema: str, prop: str, stated: Stated) -> _Law:
        leasts = [
            least_to_lead((kind, prop), schema, stated, is_other_script=is_other, threshold=self._threshold)
            for is_other in (False, True)
        ]
        number = NUMBERS[shared_kind(kind, schema)]
        law = _Law(number, *(_NEVER if least is None else least for least in leasts))
        self._known[kind, schema, prop, stated] = law
        return law

    def find_likely(self, packs: Packs, scorer: Scorer) -> bytearray:
        """Return for each group of places whether it may be a hit."""
        packs.clear()
        texts = [name for name, _ in self._names]
        names = packs.read(texts, bytes(kind for _, kind in self._names))
        is_foreign = [not text.isascii() and not is_latin(text) for text in texts]
        left = array("Q", (names[number] for number in self._left))
        least = array("d", (
            law.other if is_foreign[number] else law.same for law, number in zip(self._laws, self._left, strict=True)
        ))
        right = array("Q", bytes(8 * len(left)))
        for which, (rows, pairs) in self._rows.items():
            segment = self._index.segment(which)
            kinds = bytes(self._kinds[pair] for pair in pairs)
            found = packs.read_rows(segment.value_table, segment.rows, rows, kinds)
            for pair, address in zip(pairs, found, strict=True):
                right[pair] = address
            others = [place for place, address in enumerate(found) if not address]
            values = [segment.value(rows[place]) for place in others]
            found = packs.read(values, bytes(kinds[place] for place in others))
            for place, value, address in zip(others, values, found, strict=True):
                pair = pairs[place]
                right[pair] = address
                is_other = is_foreign[self._left[pair]] == is_latin(value)
                least[pair] = self._laws[pair].other if is_other else self._laws[pair].same
        scores = scorer.score_many(left, right, bytes(self._kinds), least)
        for owner, score, wanted in zip(self._owners, scores, least, strict=True):
            if not score < wanted:  # nor is what only Python can tell
                self._likely[owner] = True
        return self._likely


@dataclass(frozen=True, slots=True)
class _Law:
    """Of names of two sorts of parties: number of the kind, the least likeness in one script and in two."""

    kind: int
    same: float
    other: float

    @property
    def is_none(self) -> bool:
        """Tell whether no likeness is enough."""
        return self.same == self.other == _NEVER


def _say(party: Party) -> tuple[Sequence[tuple[str, str]], Stated]:
    """Return a party's names, and the support that what it states could get."""
    if is_bare(party):
        return (("name", party.name),) if party.name else (), ()
    record = read_party(party)
    return record.names, support_of(record.said)

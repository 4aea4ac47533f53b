"""Dropping what is surely no hit before a record is fetched: the compiled part scores all names found at once.

First the names that led to a subject, then, where these come near without being enough, all its other names. Packs of
names (`names.packs`) are made from the rows where they lie. What the compiled scorer cannot tell stays, so hits are
the same with this and without.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, compress

from enduse.model.party import Party
from enduse.names.batches import open_batch
from enduse.names.packing import KINDS
from enduse.names.sieving import Asked, Law, Rows, Sieve
from enduse.resolution.leading import Stated, least_to_hit, least_to_lead, shared_kind, support_of
from enduse.resolution.records import is_bare, is_latin, read_party
from enduse.screening.index import NameIndex, Place

_NEVER = 2.0  # more than any likeness

Group = Sequence[Place]  # places of one subject


def drop_unlikely(
    parties: Sequence[Party], groups: Sequence[Sequence[Group]], index: NameIndex, *, threshold: float
) -> list[Sequence[Group]]:
    """Return of the subjects found for each party those that may be a hit (see `resolution.leading`).

    The index must hold all names of its subjects. Cost: some 12 us a place, more than half of it in the compiled part.
    """
    likely = _Asks(index, threshold).find_likely(parties, groups)
    kept: list[Sequence[Group]] = []
    at = 0
    for found in groups:
        kept.append(list(compress(found, likely[at:at + len(found)])) if found else found)
        at += len(found)
    return kept


@lru_cache(maxsize=1 << 12)
def find_law(asked: tuple[str, str], schema: str, stated: Stated, threshold: float) -> Law | None:
    """Return the law of names of a schema asked by a party's kind and the property of its name; None: never a hit."""
    leasts = [
        least(asked, schema, stated, is_other_script=is_other, threshold=threshold)
        for least in (least_to_lead, least_to_hit) for is_other in (False, True)
    ]
    same, other, same_hit, other_hit = (_NEVER if least is None else least for least in leasts)
    if same == other == _NEVER:
        return None
    return Law(KINDS[shared_kind(asked[0], schema)], (same, other), (same_hit, other_hit))


_Names = tuple[tuple[str, str], ...]  # properties and texts
_Sort = tuple[str, Stated, tuple[str, ...]]  # of parties: kind, what they state, properties of their names


class _Asks:
    """What is asked of groups of places: names, each with the law of its party's sort and of the group's schema."""

    def __init__(self, index: NameIndex, threshold: float) -> None:
        self._index, self._threshold = index, threshold
        self._names: dict[tuple[str, int], int] = {}  # name and number of its kind: its number
        self._laws: list[Law] = []
        self._known: dict[_Sort, dict[str | None, list[tuple[int, int]]]] = {}
        self._asked: tuple[list[int], list[int], list[int]] = ([], [], [])  # the columns of `Asked`

    def find_likely(self, parties: Sequence[Party], groups: Sequence[Sequence[Group]]) -> bytearray:
        """Return for each group of each party whether it may be a hit."""
        opened = open_batch()
        assert opened is not None
        index, whole = self._index, list(chain.from_iterable(groups))
        rows = _lay_out(whole)
        schemas = index.schemas_of([group[0] for group in whole])
        at = 0
        for party, found in zip(parties, groups, strict=True):
            if found:
                self._ask(party, schemas[at:at + len(found)], at)
                at += len(found)
        names = list(self._names)
        is_foreign = bytes(not is_latin(name) for name, _ in names)
        sieve = Sieve(opened, names, is_foreign, self._laws, index.name_columns, self._value_of)
        near, likely = sieve.score(Asked(*(array("I", column) for column in self._asked)), rows)
        for group, schema in enumerate(schemas if None in schemas else ()):
            if schema is None:  # nothing can be told
                likely[group] = True
        self._look_further(sieve, rows, is_foreign, near, likely)
        return likely

    def _ask(self, party: Party, schemas: Sequence[str | None], first: int) -> None:
        """Ask for a party of groups whose subjects are of some schemas; the number of the first group is given."""
        names, stated = _say(party)
        sort = party.kind, stated, tuple([prop for prop, _ in names])
        known = self._known.get(sort)
        if known is None:
            known = self._known[sort] = {}
        for schema in set(schemas).difference(known):
            known[schema] = self._learn(sort, schema)
        read = list(map(known.__getitem__, schemas))
        groups, asked, laws = self._asked
        each = list(chain.from_iterable(read))
        if len(each) == len(read) and [] not in read:
            groups += range(first, first + len(read))
        else:
            groups += [group for group, some in enumerate(read, first) for _ in some]
        numbers = {law: self._number(names[which][1], law) for which, law in set(each)}
        each_law = [law for _, law in each] if len(numbers) > 1 else [*numbers] * len(each)
        laws += each_law
        asked += map(numbers.__getitem__, each_law)

    def _number(self, name: str, law: int) -> int:
        """Return the number of a name as a law reads it."""
        return self._names.setdefault((name, self._laws[law].kind), len(self._names))

    def _learn(self, sort: _Sort, schema: str | None) -> list[tuple[int, int]]:
        """Return which names of a sort of parties may make a hit with names of a schema, each with its law's number."""
        kind, stated, props = sort
        found: list[tuple[int, int]] = []
        for which, prop in enumerate(props if schema is not None else ()):
            assert schema is not None
            law = find_law((kind, prop), schema, stated, self._threshold)
            if law is not None:
                found.append((which, len(self._laws)))
                self._laws.append(law)
        return found

    def _look_further(
        self, sieve: Sieve, rows: Rows, is_foreign: bytes, near: bytearray, likely: bytearray
    ) -> None:
        """Where names that led came near without being enough, look at all other names of the subject."""
        doubtful = [group for group in compress(range(len(near)), near) if not likely[group]]
        if not doubtful:
            return
        is_doubtful, places = bytearray(len(near)), {}
        for at, group in enumerate(doubtful):
            is_doubtful[group], places[group] = 1, at
        kept = [is_doubtful[group] for group in self._asked[0]]
        groups, names, laws = (list(compress(column, kept)) for column in self._asked)
        asked = Asked(array("I", [places[group] for group in groups]), array("I", names), array("I", laws))
        scripts = bytearray(len(doubtful))
        for at, name in zip(asked.groups, names, strict=True):
            scripts[at] |= 2 if is_foreign[name] else 1
        others, is_named = self._index.other_names(_pick(rows, doubtful), scripts)
        _, hit = sieve.score(asked, others)
        for at, group in enumerate(doubtful):
            likely[group] = hit[at] or not is_named[at]

    def _value_of(self, which: int, row: int) -> tuple[str, bool]:
        value = self._index.value(which, row)
        return value, not is_latin(value)


def _lay_out(groups: Sequence[Group]) -> Rows:
    places = list(chain.from_iterable(groups))
    ends = array("I", [*accumulate(map(len, groups))])
    return Rows(ends, array("I", [which for which, _, _ in places]), array("I", [row for _, row, _ in places]))


def _pick(rows: Rows, groups: Iterable[int]) -> Rows:
    ends, which, picked = list[int](), list[int](), list[int]()
    for group in groups:
        start, end = rows.ends[group - 1] if group else 0, rows.ends[group]
        which += rows.which[start:end]
        picked += rows.rows[start:end]
        ends.append(len(picked))
    return Rows(array("I", ends), array("I", which), array("I", picked))


def _say(party: Party) -> tuple[_Names, Stated]:
    """Return a party's names, and the support that what it states could get."""
    if is_bare(party):
        return (("name", party.name),) if party.name else (), ()
    record = read_party(party)
    return record.names, support_of(record.said)

"""Dropping what is surely no hit before a record is fetched: the compiled part scores all names found at once.

First the names that led to a subject, then, where these come near without being enough, all its other names. Packs of
names (`names.packs`) are made from the rows where they lie. What the compiled scorer cannot tell stays, so hits are
the same with this and without.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import compress

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

    The index must hold all names of its subjects. Cost: some 4 us a place, most of it in the compiled part.
    """
    likely = _Asks(index, threshold).find_likely(parties, groups)
    kept: list[Sequence[Group]] = []
    at = 0
    for found in groups:
        kept.append(list(compress(found, likely[at:at + len(found)])) if found else found)
        at += len(found)
    return kept


_Names = tuple[tuple[str, str], ...]  # properties and texts
_Sort = tuple[str, Stated, tuple[str, ...]]  # of parties: kind, what they state, properties of their names


class _Asks:
    """What is asked of groups of places: names, each with the law of its party's sort and of the group's schema."""

    def __init__(self, index: NameIndex, threshold: float) -> None:
        self._index, self._threshold = index, threshold
        self._names: dict[tuple[str, int], int] = {}  # name and number of its kind: its number
        self._laws: list[Law] = []
        self._known: dict[_Sort, dict[str | None, list[tuple[int, int]]]] = {}
        self._asked = Asked(array("I"), array("I"), array("I"))

    def find_likely(self, parties: Sequence[Party], groups: Sequence[Sequence[Group]]) -> bytearray:
        """Return for each group of each party whether it may be a hit."""
        opened = open_batch()
        assert opened is not None
        index, whole = self._index, [group for found in groups for group in found]
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
        near, likely = sieve.score(self._asked, rows)
        for group, schema in enumerate(schemas):
            if schema is None:  # nothing can be told
                likely[group] = True
        self._look_further(sieve, rows, near, likely)
        return likely

    def _ask(self, party: Party, schemas: Sequence[str | None], first: int) -> None:
        """Ask for a party of groups whose subjects are of some schemas; the number of the first group is given."""
        names, stated = _say(party)
        sort = party.kind, stated, tuple([prop for prop, _ in names])
        known = self._known.setdefault(sort, {})
        asked, numbers = self._asked, self._names
        for group, schema in enumerate(schemas, first):
            laws = known[schema] if schema in known else known.setdefault(schema, self._learn(sort, schema))
            for which, law in laws:
                asked.groups.append(group)
                asked.names.append(numbers.setdefault((names[which][1], self._laws[law].kind), len(numbers)))
                asked.laws.append(law)

    def _learn(self, sort: _Sort, schema: str | None) -> list[tuple[int, int]]:
        """Return which names of a sort of parties may make a hit with names of a schema, each with its law's number."""
        kind, stated, props = sort
        found: list[tuple[int, int]] = []
        for which, prop in enumerate(props if schema is not None else ()):
            assert schema is not None
            leasts = [
                least(
                    (kind, prop), schema, stated, is_other_script=is_other, threshold=self._threshold
                ) for least in (least_to_lead, least_to_hit) for is_other in (False, True)
            ]
            same, other, same_hit, other_hit = (_NEVER if least is None else least for least in leasts)
            if same == other == _NEVER:
                continue
            found.append((which, len(self._laws)))
            self._laws.append(Law(KINDS[shared_kind(kind, schema)], (same, other), (same_hit, other_hit)))
        return found

    def _look_further(self, sieve: Sieve, rows: Rows, near: bytearray, likely: bytearray) -> None:
        """Where names that led came near without being enough, look at all other names of the subject."""
        doubtful = [group for group, is_near in enumerate(near) if is_near and not likely[group]]
        if not doubtful:
            return
        others, is_named = self._index.other_names(_pick(rows, doubtful))
        places = {group: at for at, group in enumerate(doubtful)}
        whole = self._asked
        kept = [at for at, group in enumerate(whole.groups) if group in places]
        asked = Asked(
            array("I", (places[whole.groups[at]] for at in kept)),
            *(array("I", map(column.__getitem__, kept)) for column in whole[1:]),
        )
        _, hit = sieve.score(asked, others)
        for at, group in enumerate(doubtful):
            likely[group] = hit[at] or not is_named[at]

    def _value_of(self, which: int, row: int) -> tuple[str, bool]:
        value = self._index.value(which, row)
        return value, not is_latin(value)


def _lay_out(groups: Iterable[Group]) -> Rows:
    laid = Rows(array("I"), array("I"), array("I"))
    ends, whiches, rows = laid
    for group in groups:
        for which, row, _ in group:
            whiches.append(which)
            rows.append(row)
        ends.append(len(rows))
    return laid


def _pick(rows: Rows, groups: Iterable[int]) -> Rows:
    picked = Rows(array("I"), array("I"), array("I"))
    for group in groups:
        start, end = rows.ends[group - 1] if group else 0, rows.ends[group]
        picked.which.extend(rows.which[start:end])
        picked.rows.extend(rows.rows[start:end])
        picked.ends.append(len(picked.rows))
    return picked


def _say(party: Party) -> tuple[_Names, Stated]:
    """Return a party's names, and the support that what it states could get."""
    if is_bare(party):
        return (("name", party.name),) if party.name else (), ()
    record = read_party(party)
    return record.names, support_of(record.said)

"""Many records weighed at once: which pair of their names gives most is found by the compiled part.

`parties.weigh_records` and `tell_reasons` say what is done and why, and do it where the compiled part is missing,
cannot tell, or is not worth opening. What comes out is the same to the last bit, which a test holds.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from math import isinf, nan
from typing import NamedTuple

from enduse.model.evidence import Reason
from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.batches import Ask, NameBatch, open_batch
from enduse.names.packing import KINDS, group_number
from enduse.names.tokens import Kind
from enduse.resolution.contradicting import (
    CRAFT,
    FUND,
    GENERATION,
    GENERATIONS,
    GIVEN,
    MATTER,
    NUMBER,
    TRADE,
    WORDS,
)
from enduse.resolution.evidence import Finding, find_evidence
from enduse.resolution.leading import (
    EXACT,
    NEAR,
    Stated,
    Support,
    find_telling,
    least_likeness,
    shared_kind,
    weigh_support,
)
from enduse.resolution.parties import NamePair, Weighed, add_reasons, sum_up, tell_reasons, weigh_records
from enduse.resolution.rarity import ALMOST_SAME, ORDERED, TELLING
from enduse.resolution.records import (
    NAME_PROPERTIES,
    Record,
    is_bare,
    is_latin,
    names_of,
    read_party,
    read_record,
    sort_of,
)
from enduse.resolution.weights import load_weights

_PROPS = {prop: number for number, prop in enumerate(NAME_PROPERTIES)}
_IS_LATIN, _IS_LED = 4, 8  # as in `names/native/weigh.c`; so are the numbers below
_APART = ("", TRADE, NUMBER, GIVEN, WORDS, GENERATION)
_MOST_SUPPORTS, _MOST_STRENGTHS, _MOST_STEPS = 16, 32, 16
_TABLES = ("person", "organisation", "other_script")
_MOST_PAIRS = 4000  # of names of two records
_MOST_LAWS = 1 << 12

Lead = tuple[Party, Entity, frozenset[str]]  # a party, an entity that it may be, and the names by which it was found


class Weigher:
    """Records weighed one by one, in Python."""

    def __init__(self, threshold: float) -> None:
        """Begin."""
        self._threshold = threshold

    def weigh(self, leads: Sequence[Lead]) -> list[Weighed | None]:
        """Return what `weigh_records` does of each lead: None below the threshold."""
        return list(map(self._weigh_alone, leads))

    def tell(self, weighed: Sequence[Weighed]) -> list[tuple[Reason, ...]]:
        """Return the reasons of what was weighed."""
        return [tell_reasons(one).reasons for one in weighed]

    def _weigh_alone(self, lead: Lead) -> Weighed | None:
        party, entity, led_by = lead
        return weigh_records(read_party(party), read_record(entity), threshold=self._threshold, led_by=led_by)


class _Beside(NamedTuple):
    """What counts beside the names of two records: how these are read, the law in numbers, and the findings."""

    kind: Kind
    law: bytes  # as `Law` in `names/native/weigh.c`; none where only Python can tell
    support: tuple[Support, ...]
    against: tuple[Finding, ...]


class BatchWeigher(Weigher):
    """Records weighed together, for one batch. Raises OSError where the compiled part is missing.

    Cost: some 12 us a lead whose party states nothing but a name, 8 us to tell its reasons.
    """

    def __init__(self, threshold: float) -> None:
        """Begin."""
        super().__init__(threshold)
        opened = open_batch()
        if opened is None:
            raise OSError("the compiled part of names is missing")
        self._batch = NameBatch(opened)

    def weigh(self, leads: Sequence[Lead]) -> list[Weighed | None]:
        """Return what `weigh_records` does of each lead: None below the threshold."""
        laid = _Laid(self._batch, self._threshold)
        places = laid.add_all(leads)
        self._batch.read()
        found = laid.weigh()
        return [
            self._weigh_alone(lead) if place < 0 or found[place] is _UNTOLD else found[place]
            for lead, place in zip(leads, places, strict=True)
        ]

    def tell(self, weighed: Sequence[Weighed]) -> list[tuple[Reason, ...]]:
        """Return the reasons of what was weighed."""
        squash = load_weights().squash
        asks: list[Ask] = [
            (pair.left[1], pair.right[1], pair.kind or "unknown", squash(pair.strength - pair.loss))
            for _, pair, _ in weighed
        ]
        return [
            add_reasons(named, one) if named and one.pair.kind else tell_reasons(one).reasons
            for one, named in zip(weighed, self._batch.tell(asks), strict=True)
        ]


_UNTOLD = Weighed(-1.0, NamePair(("", ""), ("", ""), 0.0, 0.0, 0.0), ())


_Names = Sequence[tuple[str, str]]  # each with its property before it


class _Laid:
    """Leads laid out for the compiled part."""

    def __init__(self, batch: NameBatch, threshold: float) -> None:
        self._batch, self._threshold = batch, threshold
        self._laws: dict[bytes, int] = {}
        self._numbers, self._flags, self._leads = array("I"), bytearray(), array("I")
        self._told: list[tuple[_Beside, _Names, _Names]] = []

    def add_all(self, leads: Iterable[Lead]) -> list[int]:
        """Lay out leads, those of one party in a row; returns their numbers, -1 where only Python can tell."""
        places: list[int] = []
        known: Party | None = None
        record: Record | None = None
        mine: _Names = ()
        for party, entity, led_by in leads:
            if party is not known:
                known = party
                record = None if is_bare(party) else read_party(party)
                mine = record.names if record else (("name", party.name),) if party.name else ()
            findings: tuple[Finding, ...] = ()
            if record and record.matters:
                findings = find_evidence(record, read_record(entity))
            theirs = names_of(entity)
            beside = _find_beside(party.kind, entity.schema, findings, self._threshold) if findings else _find_plain(
                party.kind, entity.schema, self._threshold
            )
            if mine and theirs and beside.law and len(mine) * len(theirs) <= _MOST_PAIRS:
                places.append(len(self._told))
                self._add(beside, mine, theirs, led_by)
            else:
                places.append(-1)
        return places

    def _add(self, beside: _Beside, mine: _Names, theirs: _Names, led_by: frozenset[str]) -> None:
        numbers, flags = self._numbers, self._flags
        number_of = self._batch.number_of(beside.kind)
        law = self._laws.setdefault(beside.law, len(self._laws))
        start, count = len(numbers), len(mine)
        self._leads.extend((start, count, start + count, len(theirs), law, bool(led_by)))
        for prop, name in mine:
            numbers.append(number_of[name])
            flags.append(_PROPS[prop] + (_IS_LATIN if name.isascii() or is_latin(name) else 0))
        for prop, name in theirs:
            numbers.append(number_of[name])
            flag = _PROPS[prop] + (_IS_LATIN if name.isascii() or is_latin(name) else 0)
            flags.append(flag + _IS_LED if name in led_by else flag)
        self._told.append((beside, mine, theirs))

    def weigh(self) -> list[Weighed | None]:
        """Return what was found of each lead; `_UNTOLD` where only Python can tell."""
        if not self._told:
            return []
        found = self._batch.scorer.weigh_many(
            self._batch, (_lay_weights(), b"".join(self._laws)), self._numbers, bytes(self._flags), self._leads,
        )
        return list(map(self._spell, self._told, found))

    def _spell(
        self, told: tuple[_Beside, _Names, _Names], found: tuple[float, float, float, int, int, int, int]
    ) -> Weighed | None:
        likeness, strength, loss, mine, theirs, apart, state = found
        if not state:
            return None
        if state != 1:
            return _UNTOLD
        beside, left, right = told
        pair = NamePair(
            left[mine], right[theirs], likeness, strength, _least(beside.kind), beside.kind, loss, _APART[apart]
        )
        return sum_up(pair, beside.support, beside.against, self._threshold)


@lru_cache(maxsize=1 << 10)
def _find_plain(left: str, right: str, threshold: float) -> _Beside:
    """Return what counts beside names of two records of which nothing else is compared than their schemas."""
    findings = find_evidence(Record(schema=left, said={}), Record(schema=right, said={}))
    return _find_beside(left, right, findings, threshold)


def _find_beside(left: str, right: str, findings: tuple[Finding, ...], threshold: float) -> _Beside:
    weights = load_weights()
    support = weigh_support(findings, weights)
    against = tuple(finding for finding in findings if finding.strength <= 0)
    needed = weights.strength_of(threshold) - sum(finding.strength for finding in against)
    kind = shared_kind(left, right)
    is_craft = bool(sort_of(left)) and sort_of(left) == sort_of(right) and left in CRAFT
    stated = tuple((s.strength, s.group.name) for s in support)
    is_law = not isinf(needed) and len(support) <= _MOST_SUPPORTS
    return _Beside(kind, _lay_law(kind, needed, stated, is_craft=is_craft) if is_law else b"", support, against)


@lru_cache(maxsize=_MOST_LAWS)
def _lay_law(kind: Kind, needed: float, stated: Stated, *, is_craft: bool) -> bytes:
    """Return what `Law` in `names/native/weigh.c` holds."""
    weights = load_weights()
    groups = {group.name: group for group in weights.groups.values()}
    least, wanted = _least(kind), needed - EXACT
    telling = find_telling(name for _, name in stated)
    laid = array("d", (wanted, least, KINDS[kind], is_craft, len(stated), *(apart in telling for apart in _APART)))
    for strength, name in stated:
        group = groups[name]
        laid.extend((strength, group.is_conditional, group.name_from, group.name_full))
        laid.extend(apart in group.unless_names for apart in _APART)
    laid.extend(repeat(0.0, (_MOST_SUPPORTS - len(stated)) * (4 + len(_APART))))
    own = "person" if kind == "person" else "organisation"
    for mine in NAME_PROPERTIES:
        for its in NAME_PROPERTIES:
            worth = weights.name_kinds[mine] + weights.name_kinds[its]
            for table in (own, "other_script"):
                lowest = least_likeness(wanted, table, worth, least, stated)
                laid.append(nan if lowest is None else lowest)
    return laid.tobytes()


@lru_cache(maxsize=1)
def _lay_weights() -> bytes:
    """Return what `Weights` in `names/native/weigh.c` holds."""
    weights = load_weights()
    law = weights.rarity
    laid = array("d")
    for numbers in (law.words, law.needed):
        laid.extend((len(numbers), *_pad(numbers, _MOST_STEPS)))
    laid.extend((
        law.letter, law.lesser, law.initial, law.alike_from, law.missing, law.missing_within, law.other_form,
        law.other_order, law.each_lacking, law.least, law.counts_from, ALMOST_SAME, TELLING, ORDERED,
        group_number(FUND), *map(group_number, GENERATIONS),
    ))
    laid.extend(weights.name_kinds[prop] for prop in NAME_PROPERTIES)
    laid.extend((0.0, *(weights.findings[MATTER, apart][1] for apart in _APART[1:]), _PROPS["weakAlias"], NEAR))
    for table in _TABLES:
        points, strengths = weights.name_tables[table]
        laid.extend((len(points), *_pad(points, _MOST_STRENGTHS), *_pad(strengths, _MOST_STRENGTHS)))
    return laid.tobytes()


def _pad(numbers: Sequence[float], most: int) -> list[float]:
    if len(numbers) > most:
        raise ValueError(f"the compiled part takes {most} numbers, not {len(numbers)}")
    return [*numbers, *repeat(0.0, most - len(numbers))]


@lru_cache(maxsize=8)
def _least(kind: Kind) -> float:
    return load_weights().name_strength(0.0, "person" if kind == "person" else "organisation")


__all__ = ["BatchWeigher", "Lead", "Weigher"]

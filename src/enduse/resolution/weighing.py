"""Many records weighed at once: which pair of their names gives most is found by the compiled part.

`parties.weigh_records` and `tell_reasons` say what is done and why, and do it where the compiled part is missing,
cannot tell, or is not worth opening. What comes out is the same to the last bit, which a test holds.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from math import isinf, nan
from typing import TYPE_CHECKING, NamedTuple

from enduse.model.evidence import Reason
from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.batches import open_batch
from enduse.names.packing import KINDS, group_number
from enduse.names.scoring import FoundNames, Named
from enduse.names.telling import Ask, tell_many
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
    NEAR_OTHER_SCRIPT,
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
    matters_among,
    names_in,
    read_party,
    read_record,
    said_by,
    sort_of,
)
from enduse.resolution.weights import Group, load_weights

if TYPE_CHECKING:
    from enduse.names.packs import Packs

_PROPS = {prop: bytes([number]) for number, prop in enumerate(NAME_PROPERTIES)}
_KINDS = {kind: bytes([number]) for kind, number in KINDS.items()}
_NOBODY: frozenset[str] = frozenset()
_FOUND = 1  # as in `names/native/weigh.c`; so are the numbers below
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


class Beside(NamedTuple):
    """What counts beside the names of two records: how these are read, the law in numbers, and the findings."""

    kind: Kind
    least: float  # the strength of names that have nothing in common
    law: bytes  # as `Law` in `names/native/weigh.c`; none where only Python can tell
    support: tuple[tuple[int, float, Group], ...]  # which finding speaks for, how much, and the group it is of
    against: tuple[int, ...]  # which speak against


Plain = tuple[Sequence[Finding], Beside]  # what was found of two records beside their names, and what of that counts


class BatchWeigher(Weigher):
    """Records weighed together, for one batch. Raises OSError where the compiled part is missing.

    Attributes:
        packs: of the names of the batch.
        scorer: what compares them.

    Cost: some 12 us a lead whose party states nothing but a name, 8 us to tell its reasons.
    """

    def __init__(self, threshold: float) -> None:
        """Begin."""
        super().__init__(threshold)
        opened = open_batch()
        if opened is None:
            raise OSError("the compiled part of names is missing")
        self.packs, self.scorer = type(opened[0])(), opened[1]
        self._addresses: dict[tuple[str, str, Kind], tuple[int, int]] = {}  # of the names that give most
        self._held: list[object] = []  # what keeps them valid

    def weigh(self, leads: Sequence[Lead]) -> list[Weighed | None]:
        """Return what `weigh_records` does of each lead: None below the threshold."""
        laid = _Laid(leads, self._threshold)
        named = laid.named(self.packs)
        laws = self.packs.vocabulary, lay_weights(), b"".join(laid.laws)
        found = self.scorer.weigh_many(named, laws, laid.leads) if laid.leads else ()
        weighed: list[Weighed | None] = [None] * len(leads)
        for (place, plain, mine, theirs), one in zip(laid.told, found, strict=True):
            if one[-1] == _FOUND:
                weighed[place] = self.take(one, plain, (mine, theirs), laid.name_at, named.addresses)
            elif one[-1]:
                laid.untold.append(place)
        for place in laid.untold:
            weighed[place] = self._weigh_alone(leads[place])
        return weighed

    def hold(self, rows: object) -> None:
        """Keep what keeps packs at their addresses as long as this batch lasts."""
        self._held.append(rows)

    def take(
        self, found: FoundNames, plain: Plain, first: tuple[int, int], name_at: Callable[[int], tuple[str, str]],
        addresses: Sequence[int],
    ) -> Weighed | None:
        """Sum up what was found of names; `first` is where those of each side begin."""
        likeness, strength, loss, left, right, apart, _ = found
        (findings, beside), left, right = plain, first[0] + left, first[1] + right
        pair = NamePair(
            name_at(left), name_at(right), likeness, strength, beside.least, beside.kind, loss, _APART[apart]
        )
        self._addresses[pair.left[1], pair.right[1], beside.kind] = addresses[left], addresses[right]
        if not (apart or beside.support or beside.against):  # as most are: the names are all there is
            return sum_up(pair, (), (), self._threshold)
        support = [Support(findings[at], strength, group) for at, strength, group in beside.support]
        against = [findings[at] for at in beside.against]
        return sum_up(pair, support, against, self._threshold)

    def tell(self, weighed: Sequence[Weighed]) -> list[tuple[Reason, ...]]:
        """Return the reasons of what was weighed."""
        squash, known = load_weights().squash, self._addresses
        asks: list[Ask] = []
        for score, pair, counted in weighed:
            left, right, kind = pair.left[1], pair.right[1], pair.kind or "unknown"
            packs = known.get((left, right, kind), (0, 0))
            wanted = squash(pair.strength - pair.loss) if pair.loss or counted else score
            asks.append((*packs, kind, left, right, wanted))
        return [
            add_reasons(named, one) if named else tell_reasons(one).reasons
            for one, named in zip(weighed, tell_many(self.scorer, asks), strict=True)
        ]


class _Laid:
    """Leads laid out, all that is stated of them at hand."""

    def __init__(self, leads: Iterable[Lead], threshold: float) -> None:
        self.names: list[str] = []
        self.kinds, self._props, self._is_led = bytearray(), bytearray(), bytearray()
        self.laws: dict[bytes, int] = {}
        self.leads = array("I")
        self.told: list[tuple[int, Plain, int, int]] = []  # its place, what counts, where the names of each side begin
        self.untold: list[int] = []
        self._lay(leads, threshold)

    def _lay(self, leads: Iterable[Lead], threshold: float) -> None:
        """Lay out leads, those of one party in a row."""
        known: Party | None = None
        record: Record | None = None
        kind: Kind | None = None
        findings: Sequence[Finding]
        start = count = 0
        for place, (party, entity, led_by) in enumerate(leads):
            if party is not known:
                known, kind = party, None
                record = None if party.name and is_bare(party) else read_party(party)
            said = said_by(entity)
            if record and record.matters and not record.matters.isdisjoint(matters_among(tuple(said))):
                findings = find_evidence(record, Record(schema=entity.schema, said=said))
                told = tuple([(f.matter, f.outcome, f.text, f.strength) for f in findings])
                beside = _find_beside(party.kind, entity.schema, told, threshold)
            else:
                findings, beside = find_plain(party.kind, entity.schema, threshold)
            if beside.kind != kind:
                kind, start = beside.kind, len(self.names)
                count = self._put({"name": (party.name,)} if record is None else record.said, kind, _NOBODY)
            at = len(self.names)
            theirs = self._put(said, kind, led_by)
            if not (beside.law and count and theirs and count * theirs <= _MOST_PAIRS):
                self.untold.append(place)
                continue
            law = self.laws.setdefault(beside.law, len(self.laws))
            self.leads.extend((start, count, at, theirs, law, bool(led_by)))
            self.told.append((place, (findings, beside), start, at))

    def _put(self, said: Mapping[str, tuple[str, ...]], kind: Kind, led_by: frozenset[str]) -> int:
        """Lay out what `names_in` yields; returns how many."""
        start = len(self.names)
        for prop, values in names_in(said):
            self.names += values
            self._props += _PROPS[prop] * len(values)
        new = self.names[start:]
        self._is_led.extend(map(led_by.__contains__, new))
        self.kinds += _KINDS[kind] * len(new)
        return len(new)

    def named(self, packs: Packs) -> Named:
        """Return what is known of the names, which are packed."""
        addresses = packs.read(self.names, bytes(self.kinds))
        latin = bytes(map(is_latin, self.names))
        return Named(addresses, bytes(self._props), latin, bytes(self._is_led))

    def name_at(self, at: int) -> tuple[str, str]:
        """Return a name with its property before it."""
        return NAME_PROPERTIES[self._props[at]], self.names[at]


_Told = tuple[tuple[str, str, str, float], ...]  # of findings all but what is printed


@lru_cache(maxsize=1 << 10)
def find_plain(left: str, right: str, threshold: float) -> Plain:
    """Return what counts beside names of two records of which nothing else is compared than their schemas."""
    findings = find_evidence(Record(schema=left, said={}), Record(schema=right, said={}))
    told = tuple((f.matter, f.outcome, f.text, f.strength) for f in findings)
    return findings, _find_beside(left, right, told, threshold)


@lru_cache(maxsize=_MOST_LAWS)
def _find_beside(left: str, right: str, told: _Told, threshold: float) -> Beside:
    weights = load_weights()
    # Findings that are numbered where they would have what is printed.
    findings = tuple(
        Finding(matter=matter, outcome=outcome, text=text, left=str(at), right="", strength=strength)
        for at, (matter, outcome, text, strength) in enumerate(told)
    )
    support = weigh_support(findings, weights)
    against = [finding for finding in findings if finding.strength <= 0]
    needed = weights.strength_of(threshold) - sum(finding.strength for finding in against)
    kind = shared_kind(left, right)
    is_craft = bool(sort_of(left)) and sort_of(left) == sort_of(right) and left in CRAFT
    stated = tuple((s.strength, s.group.name) for s in support)
    is_law = not isinf(needed) and len(support) <= _MOST_SUPPORTS
    return Beside(
        kind, _least(kind), _lay_law(kind, needed, stated, is_craft=is_craft) if is_law else b"",
        tuple((int(s.finding.left), s.strength, s.group) for s in support), tuple(int(f.left) for f in against),
    )


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
        laid.extend((strength, group.is_conditional, group.name_from, group.name_full, group.carried_by))
        laid.extend(apart in group.unless_names for apart in _APART)
    laid.extend(repeat(0.0, (_MOST_SUPPORTS - len(stated)) * (5 + len(_APART))))
    own = "person" if kind == "person" else "organisation"
    for mine in NAME_PROPERTIES:
        for its in NAME_PROPERTIES:
            worth = weights.name_kinds[mine] + weights.name_kinds[its]
            for table in (own, "other_script"):
                lowest = least_likeness(wanted, table, worth, least, stated)
                laid.append(nan if lowest is None else lowest)
    return laid.tobytes()


@lru_cache(maxsize=1)
def lay_weights() -> bytes:
    """Return what `Weights` in `names/native/weigh.c` holds."""
    weights = load_weights()
    law = weights.rarity
    laid = array("d")
    for numbers in (law.words, law.needed):
        laid.extend((len(numbers), *_pad(numbers, _MOST_STEPS)))
    laid.extend((
        law.letter, law.lesser, law.initial, law.alike_from, law.missing, law.missing_within, law.other_form,
        law.by_initial, law.other_order, law.each_lacking, law.least, law.counts_from, ALMOST_SAME, TELLING, ORDERED,
        group_number(FUND), *map(group_number, GENERATIONS),
    ))
    laid.extend(weights.name_kinds[prop] for prop in NAME_PROPERTIES)
    laid.extend((0.0, *(weights.findings[MATTER, apart][1] for apart in _APART[1:])))
    laid.extend((NAME_PROPERTIES.index("weakAlias"), NEAR, NEAR_OTHER_SCRIPT))
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


__all__ = ["BatchWeigher", "Beside", "Lead", "Plain", "Weigher", "find_plain", "lay_weights"]

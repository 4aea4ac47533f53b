"""Proposals that records of the record are one party, judged by people where people have judged.

A function of the entities and judgements handed in, which are those a viewpoint
shows: what is hidden has no part in a key, a weight, a bound or a cluster.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from enduse.model.resolution import Cluster, Member, Proposal, Resolution, Standing
from enduse.model.screening import Entity, SourceCoverage
from enduse.model.statement import Judgement, content_id
from enduse.resolution.blocking import KINDS, LeftOut, pair_by_word, pair_up
from enduse.resolution.deduplicating import Lines, weigh_pairs
from enduse.resolution.joining import join
from enduse.resolution.kernel import open_records, sort_once
from enduse.resolution.parties import PartyComparison, Weighed, tell_reasons, weigh_records
from enduse.resolution.records import Record, read_record
from enduse.resolution.sifting import contradicts
from enduse.resolution.sketching import sketch_entity, unpack
from enduse.resolution.weights import load_weights

IDENTITY = "identity"
SAME, DIFFERENT, WITHDRAWN = "same", "different", "withdrawn"
LEAST = 0.7
JOINS_FROM = 0.9
# Bits of the sift; of 703 pairs below it on the Australian and the United Nations list, 22 reached 0.5 when compared in
# full, 21 of them with birth dates that contradict each other: see docs/explanation/doubles.md.
_WORTH_COMPARING = -14.0
_MOST_COMPARED = 200_000
_FEW = 10_000  # pairs: so many are compared in full whatever the sift thinks of them
FEW_RECORDS = 1_000  # among so many a word in common is worth a full comparison, as of the parties of papers
_BACKGROUND = "background"  # the group of evidence that half of all strangers share
_SAYS_LITTLE = -0.5  # natural logarithm of odds: what speaks against by less keeps nobody apart
_NO_PARTY = frozenset({"Item", "Document", "Address"})

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which pairs are asked for.

    `sources` narrows to records of these sources, `between` to pairs of one record
    from the first source and one from the second. Two records of one of the
    `distinct` sources alone are not proposed: its publisher lists them as two.
    With `is_open` pairs that a judgement settles are left out. Records of a `loose`
    source, such as papers, meet others by one word of their name already.
    """

    least: float = LEAST
    limit: int | None = None
    sources: frozenset[str] = frozenset()
    between: tuple[str, str] | None = None
    distinct: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    is_open: bool = False

    def takes(self, left: Entity, right: Entity) -> bool:
        """Tell whether the pair is asked for."""
        ours, theirs = set(left.sources), set(right.sources)
        if self.between:
            first, second = self.between
            return (first in ours and second in theirs) or (second in ours and first in theirs)
        if self.sources and not (ours & self.sources and theirs & self.sources):
            return False
        return not (ours == theirs and len(ours) == 1 and ours <= self.distinct)


def pair_object(left: str, right: str) -> str:
    """Name what a judgement of kind `IDENTITY` is about: the two ids in order, as JSON."""
    return json.dumps(sorted((left, right)), ensure_ascii=False)


def judged_pairs(judgements: Iterable[Judgement]) -> Mapping[tuple[str, str], tuple[Judgement, ...]]:
    """Return the judgements on each pair, oldest first, ended ones too; `standing_of` says which holds."""
    found: dict[tuple[str, str], list[Judgement]] = {}
    for judgement in sorted(judgements, key=lambda j: (j.at, j.id)):
        if judgement.kind == IDENTITY:
            left, right = json.loads(judgement.object)
            found.setdefault((left, right), []).append(judgement)
    return {pair: tuple(history) for pair, history in found.items()}


def standing_of(history: Sequence[Judgement], *, as_of: date) -> Standing:
    """Return what holds on a day: the newest judgement whose end has not come; one withdrawn leaves the pair open."""
    held = [judgement for judgement in history if judgement.until is None or as_of < judgement.until]
    verdict = held[-1].verdict if held else WITHDRAWN
    return {SAME: Standing.SAME, DIFFERENT: Standing.DIFFERENT}.get(verdict, Standing.OPEN)


def propose(
    entities: Iterable[Entity], *, as_of: date, wanted: Wanted | None = None, judgements: Iterable[Judgement] = (),
    coverage: tuple[SourceCoverage, ...] = (), progress: Progress | None = None,
) -> Resolution:
    """Return the pairs of records that may be one party, each with reasons, and the clusters that strong pairs make.

    Pairs that share a key (`blocking`), or a word if one is of a loose source, and are
    not far below even odds (`sifting`) are compared in full (`compare_records`), at most 200,000, those the sift likes
    best; while there are few, the others too. What is left over is told. Clusters are made
    of pairs scored `JOINS_FROM` or more and of judgements, which always count (`joining`).
    Neither the order of the entities nor that of the judgements makes a difference.

    Cost: 30 us an entity, some 200 us for a pair that is compared in full.
    """
    asked = wanted or Wanted()
    known = sorted((e for e in entities if e.schema not in _NO_PARTY), key=lambda e: e.id)
    desk = _Desk(known)
    judged = _known_pairs(judged_pairs(judgements), desk.at)
    standing = {pair: standing_of(history, as_of=as_of) for pair, history in judged.items()}
    settled = {pair for pair, verdict in standing.items() if asked.is_open and verdict is not Standing.OPEN}
    ruled_out = {pair for pair in settled if standing[pair] is Standing.DIFFERENT}
    candidates, notes = desk.candidates(asked, ruled_out)
    scored: dict[tuple[int, int], PartyComparison] = {}
    joining: list[tuple[float, int, int]] = []
    backing: list[tuple[float, int, int]] = []
    asked_for = (pair for pair in judged.keys() - ruled_out if asked.takes(known[pair[0]], known[pair[1]]))
    for number, pair in enumerate(sorted({*candidates, *asked_for})):
        weighed = desk.weigh(*pair)
        if weighed.score >= asked.least or pair in judged or weighed.score >= JOINS_FROM:
            scored[pair] = tell_reasons(weighed)
            if weighed.score >= JOINS_FROM:
                (joining if may_join(weighed) else backing).append((weighed.score, *pair))
        if progress and number % 500 == 0:
            progress(number, "pairs compared")
    joined = join(
        joining, also=backing, cannot_be_one=desk.cannot_be_one,
        same=(pair for pair, verdict in standing.items() if verdict is Standing.SAME),
        different=(pair for pair, verdict in standing.items() if verdict is Standing.DIFFERENT),
    )
    notes += [
        f"{known[left].id} and {known[right].id} are judged the same, but another judgement keeps them apart."
        for left, right in joined.overruled
    ]
    shown = sorted(
        (pair for pair, comparison in scored.items()
         if (comparison.score >= asked.least or pair in judged) and pair not in settled),
        key=lambda pair: (pair in judged, -round(scored[pair].score, 9), known[pair[0]].id, known[pair[1]].id),
    )
    return Resolution(
        records=len(known), compared=desk.compared, found=len(shown),
        proposals=tuple(
            Proposal(
                left=known[pair[0]], right=known[pair[1]], score=scored[pair].score, reasons=scored[pair].reasons,
                standing=standing.get(pair, Standing.OPEN), judgements=judged.get(pair, ()),
            )
            for pair in shown[: asked.limit]
        ),
        clusters=tuple(_cluster([known[at] for at in members], members, scored) for members in joined.clusters),
        notes=tuple(notes), coverage=coverage,
    )


def may_join(weighed: Weighed) -> bool:
    """Tell whether a pair of so strong a score may join records: a name alone may where nothing speaks against it.

    A country or a gender in common is no more than the name, for half of all strangers share it; a date that may be a
    slip speaks against nobody.
    """
    groups = load_weights().groups
    if any(moves > 0 and groups[finding.matter].name != _BACKGROUND for finding, moves in weighed.counted):
        return True
    return all(moves > _SAYS_LITTLE for _, moves in weighed.counted)


class _Desk:
    """The records of one question, each read once."""

    def __init__(self, known: Sequence[Entity]) -> None:
        self._known = known
        self.at = {entity.id: place for place, entity in enumerate(known)}
        self._lines = Lines()
        for entity in known:
            self._lines.add_sketch(sketch_entity(entity))
        self._read: dict[int, Record] = {}
        self.compared = 0

    def candidates(
        self, asked: Wanted, ruled_out: Collection[tuple[int, int]]
    ) -> tuple[list[tuple[int, int]], list[str]]:
        """Return the pairs worth comparing in full, the likeliest first, and notes on what was left out."""
        lines = self._lines.texts
        opened = open_records(lines)
        found = array("q")
        notes: list[str] = []
        for kind in range(len(KINDS)):
            formed, missed = pair_up(lines, kind, opened)
            found.extend(formed)
            if missed is not None:
                notes.append(tell_left_out(missed))
        sources = [frozenset(entity.sources) for entity in self._known]
        is_few = len(lines) <= FEW_RECORDS
        loose = [at for at, held in enumerate(sources) if is_few or (held and held <= asked.loose)]
        formed, missed = pair_by_word(lines, loose)
        found.extend(formed)
        notes += [tell_left_out(missed)] if missed is not None and missed.pairs else []
        count = len(lines)
        asked_for = array("q", (
            pair for pair in sort_once(found)
            if asked.takes(self._known[pair // count], self._known[pair % count])
            and (not ruled_out or divmod(pair, count) not in ruled_out)
        ))
        least = _WORTH_COMPARING if len(asked_for) > _FEW else -inf
        likely, bits = weigh_pairs(lines, opened, asked_for, least=least)
        worth = sorted((-weight, *divmod(pair, count)) for pair, weight in zip(likely, bits, strict=True))
        if len(likely) < len(asked_for):
            notes.append(
                f"{len(asked_for) - len(likely):,} pairs that have something in common were not compared in full, as"
                " more speaks against them; ask for fewer sources to compare all."
            )
        if len(worth) > _MOST_COMPARED:
            notes.append(
                f"{len(worth) - _MOST_COMPARED:,} less likely pairs were not compared in full; ask for fewer sources."
            )
        return [(left, right) for _, left, right in worth[:_MOST_COMPARED]], notes

    def weigh(self, left: int, right: int) -> Weighed:
        self.compared += 1
        weighed = weigh_records(self._record(left), self._record(right))
        assert weighed is not None
        return weighed

    def cannot_be_one(self, left: int, right: int) -> bool:
        lines = self._lines.texts
        return contradicts(unpack(lines[left]), unpack(lines[right]))

    def _record(self, at: int) -> Record:
        if at not in self._read:
            self._read[at] = read_record(self._known[at])
        return self._read[at]


def tell_left_out(missed: LeftOut) -> str:
    """Say in a sentence what large blocks left uncompared."""
    return (
        f"{missed.records:,} records in {missed.blocks:,} groups share too common a key ({missed.kind}); each was"
        f" compared with its nearest only, and {missed.pairs:,} pairs were not formed by this key."
    )


def _known_pairs(
    judged: Mapping[tuple[str, str], tuple[Judgement, ...]], at: Mapping[str, int]
) -> dict[tuple[int, int], tuple[Judgement, ...]]:
    """Return the judged pairs of which both records are visible, by position."""
    return {
        (at[left], at[right]): history for (left, right), history in judged.items() if left in at and right in at
    }


def _cluster(
    entities: Sequence[Entity], members: Sequence[int], scored: Mapping[tuple[int, int], PartyComparison]
) -> Cluster:
    links = [
        scored[pair].score for place, left in enumerate(members) for right in members[place + 1:]
        for pair in ((left, right),) if pair in scored
    ]
    return Cluster(
        id=content_id("cluster", *(entity.id for entity in entities)), weakest=min(links, default=1.0),
        members=tuple(Member(id=e.id, caption=e.caption, sources=e.sources) for e in entities),
    )

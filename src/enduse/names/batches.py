"""Many pairs of names scored at once by the compiled part; what it cannot tell is scored one by one in Python.

The scores are those of `comparing.score_names`, whichever way they were come by.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from enduse.model.evidence import Reason
from enduse.names.aligning import Aligned, align_names, take_slip
from enduse.names.comparing import score_names
from enduse.names.packing import KINDS, unpack_name
from enduse.names.tokens import Kind, ReadName

if TYPE_CHECKING:
    from enduse.names.packs import Packs
    from enduse.names.scoring import Scorer

MANY = 16  # names for which opening the compiled part is worth its while

Ask = tuple[str, str, Kind, float]  # two names, how they are read, and the least score that matters


class NameJudge(Protocol):
    """Who scores and compares names."""

    def score(self, left: str, right: str, kind: Kind, least: float) -> float:
        """Return what `score_names` does; what lies below `least` may come as 0."""

    def align(self, left: str, right: str, kind: Kind) -> Aligned:
        """Return what `align_names` does."""

    def tell(self, asks: Sequence[Ask]) -> Sequence[tuple[Reason, ...] | None]:
        """Return the reasons of `compare_names` of many pairs, their weights times what makes them add up to a number.

        The number stands last in an ask. None where names have nothing in common, and where another must tell.
        """


class PlainJudge:
    """Names judged one by one, in Python."""

    def score(self, left: str, right: str, kind: Kind, least: float) -> float:
        """Return the score of two names."""
        return score_names(left, right, kind=kind, least=least)

    def align(self, left: str, right: str, kind: Kind) -> Aligned:
        """Return two names side by side."""
        return align_names(left, right, kind)

    def tell(self, asks: Sequence[Ask]) -> Sequence[tuple[Reason, ...] | None]:
        """Return nothing of each pair: it costs the same one by one."""
        return [None] * len(asks)


class BatchJudge(PlainJudge):
    """Names judged with scores that were made in advance, for one batch."""

    def __init__(self, asks: Iterable[Ask]) -> None:
        """Score pairs of names. Cost: some 5 us a pair, where the compiled part is there; else nothing."""
        self._scores: dict[tuple[str, str, Kind], float] = {}
        self._read: dict[tuple[str, Kind], tuple[bytes, ReadName] | None] = {}
        self._aligned: dict[tuple[str, str, Kind], Aligned] = {}
        self._places: dict[tuple[str, Kind], int] = {}
        opened = open_batch()
        self._packs = type(opened[0])() if opened else None
        self._scorer = opened[1] if opened else None
        self._learn(asks)

    def _learn(self, asks: Iterable[Ask]) -> None:
        if self._packs is None or self._scorer is None:
            return
        names: dict[tuple[str, Kind], int] = {}
        pairs: dict[tuple[str, str, Kind], int] = {}
        left, right, kinds, least = array("I"), array("I"), bytearray(), array("d")
        for one, other, kind, lowest in asks:
            at = pairs.setdefault((one, other, kind), len(least))
            if at < len(least):
                least[at] = min(least[at], lowest)
                continue
            left.append(names.setdefault((one, kind), len(names)))
            right.append(names.setdefault((other, kind), len(names)))
            kinds.append(KINDS[kind])
            least.append(lowest)
        places = self._packs.read([name for name, _ in names], bytes(KINDS[kind] for _, kind in names))
        self._places = dict(zip(names, places, strict=True))
        scores = self._scorer.score_many(
            array("Q", map(places.__getitem__, left)), array("Q", map(places.__getitem__, right)), bytes(kinds), least
        )
        self._scores = {pair: score for pair, score in zip(pairs, scores, strict=True) if score == score}

    def score(self, left: str, right: str, kind: Kind, least: float) -> float:
        """Return the score of two names."""
        known = self._scores.get((left, right, kind))
        return super().score(left, right, kind, least) if known is None else known

    def align(self, left: str, right: str, kind: Kind) -> Aligned:
        """Return two names side by side. Cost: some 40 us for names of four words."""
        known = self._aligned.get((left, right, kind))
        if known is None:
            known = self._aligned[left, right, kind] = self._align(left, right, kind)
        return known

    def tell(self, asks: Sequence[Ask]) -> Sequence[tuple[Reason, ...] | None]:
        """Return the reasons of pairs of names. Cost: some 10 us a pair of four words."""
        if self._scorer is None or not asks:
            return super().tell(asks)
        from enduse.names.telling import tell_many

        packs = (
            array("Q", [self._places.get((left, kind), 0) for left, _, kind, _ in asks]),
            array("Q", [self._places.get((right, kind), 0) for _, right, kind, _ in asks]),
        )
        kinds = bytes([KINDS[kind] for _, _, kind, _ in asks])
        return tell_many(self._scorer, packs, kinds, [ask[:2] for ask in asks], [ask[3] for ask in asks])

    def _align(self, left: str, right: str, kind: Kind) -> Aligned:
        one, other = self._name(left, kind), self._name(right, kind)
        if one is None or other is None or self._scorer is None:
            return super().align(left, right, kind)
        packs = one[0], other[0]
        matches = self._scorer.align(one[1], other[1], packs)
        return Aligned(one[1], other[1], take_slip(one[1], other[1], matches, kind))

    def _name(self, name: str, kind: Kind) -> tuple[bytes, ReadName] | None:
        """Return a name packed and read, None where it has no pack."""
        if (name, kind) not in self._read:
            place = self._places.get((name, kind), 0)
            packed = self._packs.pack_at(place) if place and self._packs else b""
            self._read[name, kind] = (packed, unpack_name(packed)) if packed else None
        return self._read[name, kind]


def is_worth_it(names: int) -> bool:
    """Tell whether so many names are worth scoring at once: where the compiled part is open, or they are many."""
    return (names >= MANY or bool(open_batch.cache_info().currsize)) and open_batch() is not None


@lru_cache(maxsize=1)
def open_batch() -> tuple[Packs, Scorer] | None:
    """Return the compiled part, None where it is missing. Opening takes some 50 ms; packs serve one use at a time."""
    from enduse.names.packs import Packs
    from enduse.names.scoring import scorer

    try:
        return Packs(), scorer()
    except OSError:
        return None

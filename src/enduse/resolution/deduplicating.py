"""The doubles of a file: millions of records, those that are one party joined.

Three steps over sketches: pairs that share a key (`blocking`), a quick verdict on
each (`sifting`), careful joining (`joining`). The first two can be spread over
processes; the answer does not depend on how.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Protocol, TypeVar

from enduse.resolution.blocking import KINDS, LeftOut, Packed, pair_up
from enduse.resolution.joining import join
from enduse.resolution.kernel import sort_once
from enduse.resolution.sifting import Rarity, contradicts, probability, sift
from enduse.resolution.sketching import Sketch, pack, sketch_values, unpack

T = TypeVar("T")
LEAST = 0.5
_SLICES = 32


class Spread(Protocol):
    """Runs a piece of work on each part and yields the results in the order of the parts."""

    def __call__(self, work: Callable[[int], T], parts: int) -> Iterable[T]:
        """Yield work(0), work(1) ... work(parts - 1)."""


def run_here(work: Callable[[int], T], parts: int) -> Iterator[T]:
    """Run each part in turn, in this process."""
    return map(work, range(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubles:
    """What was found in a file: pairs with their probability, clusters of positions, and what was not compared.

    `rarity` is how common the words of its names are, by which `sifting.find` tells the reasons of a pair.
    """

    records: int
    compared: int
    pairs: tuple[tuple[int, int, float], ...]
    clusters: tuple[tuple[int, ...], ...]
    left_out: tuple[LeftOut, ...]
    rarity: Rarity


class Lines:
    """Records as packed sketches, in the order they were added."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, schema: str, values: Mapping[str, Sequence[str]]) -> None:
        """Add a record given as FollowTheMoney properties. Cost: some 10 us for a person of six fields."""
        self.add_sketch(sketch_values(schema, values))

    def add_sketch(self, sketch: Sketch) -> None:
        """Add a record that is sketched already."""
        self.lines.append(pack(sketch))

    def add_line(self, line: str) -> None:
        """Add a record whose sketch is packed already."""
        self.lines.append(line)

    def extend(self, other: Lines) -> None:
        """Add the records of another, after these."""
        self.lines += other.lines


def find_doubles(records: Lines, *, least: float = LEAST, spread: Spread = run_here) -> Doubles:
    """Return the pairs of a file that are likelier one party than `least`, and the clusters they make.

    The weight of a name's word is how many of these records carry it, so the
    answer for a pair depends on the file it stands in.

    Cost: linear in the records, as long as their keys are distinct; memory some
    300 bytes a record for its fields, 40 for each key of one kind and 30 a pair that shares a key.
    """
    lines = records.lines
    candidates, left_out = _find_candidates(lines, spread)
    rarity = count_words(lines)
    likely = _sift_all(lines, candidates, rarity=rarity, least=least, spread=spread)
    sketch = _Sketches(lines)
    joined = join(
        ((score, left, right) for left, right, score in likely),
        cannot_be_one=lambda left, right: contradicts(sketch[left], sketch[right]),
    )
    return Doubles(
        records=len(lines), compared=len(candidates), pairs=tuple(likely), clusters=joined.clusters,
        left_out=tuple(left_out), rarity=rarity,
    )


def _find_candidates(lines: Sequence[str], spread: Spread) -> tuple[array[int], list[LeftOut]]:
    """Return the pairs that share a key, as lower * len(lines) + higher, sorted, and what was left out."""
    packed = Packed(lines)
    pairs: array[int] = array("q")
    left_out: list[LeftOut] = []
    for formed, missed in spread(lambda kind: pair_up(packed, kind), len(KINDS)):
        pairs.extend(formed)
        if missed is not None:
            left_out.append(missed)
    return sort_once(pairs), left_out


def count_words(lines: Sequence[str]) -> Rarity:
    """Return how many records carry each word of a name, words of a single record left out."""
    carriers = Counter(chain.from_iterable(map(_words_of, lines)))
    return Rarity({word: count for word, count in carriers.items() if count > 1}, len(lines))


def _words_of(line: str) -> set[str]:
    return set(line.split("\t", 2)[1].replace("|", " ").split(" "))


def _sift_all(
    lines: Sequence[str], candidates: array[int], *, rarity: Rarity, least: float, spread: Spread
) -> list[tuple[int, int, float]]:
    """Return (left, right, probability) of the candidates that reach `least`, in order."""
    count = len(lines)
    bounds = [len(candidates) * number // _SLICES for number in range(_SLICES + 1)]
    slices = list(pairwise(bounds))

    def work(part: int) -> tuple[array[int], array[float]]:
        start, end = slices[part]
        kept, scores = array("q"), array("d")
        last, left = -1, Sketch._make([""] * len(Sketch._fields))
        for pair in candidates[start:end]:
            at, other = divmod(pair, count)
            if at != last:
                last, left = at, unpack(lines[at])
            score = probability(sift(left, unpack(lines[other]), rarity))
            if score >= least:
                kept.append(pair)
                scores.append(score)
        return kept, scores

    return [
        (*divmod(pair, count), score)
        for kept, scores in spread(work, _SLICES) for pair, score in zip(kept, scores, strict=True)
    ]


class _Sketches:
    """The sketches of lines, unpacked when asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __getitem__(self, at: int) -> Sketch:
        return unpack(self._lines[at])

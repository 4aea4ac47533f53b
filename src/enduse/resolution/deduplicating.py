"""The doubles of a file: millions of records, those that are one party joined.

Three steps over sketches: pairs that share a key (`blocking`), a quick verdict on
each (`sifting`), careful joining (`joining`). The first two can be spread over
processors; the answer does not depend on how, nor on whether the kernel is there.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from math import inf, log2
from typing import Protocol, TypeVar

from enduse.resolution.blocking import KINDS, LeftOut, pair_up
from enduse.resolution.joining import join
from enduse.resolution.kernel import Records, open_records, sort_once
from enduse.resolution.sifting import (
    WEIGHED,
    Rarity,
    contradicts,
    probability,
    sift,
    sift_weights,
    start_bits,
    weigh_word,
)
from enduse.resolution.sketching import Sketch, pack, sketch_values, unpack
from enduse.resolution.texts import Texts

T = TypeVar("T")
LEAST = 0.5
_SLICES = 32
_CERTAIN = 50.0  # bits
_A_LITTLE = 1e-6  # bits: more than what rounding can do to the line between kept and not


class Spread(Protocol):
    """Runs a piece of work on each part and yields the results in the order of the parts."""

    def __call__(self, work: Callable[[int], T], parts: int) -> Iterable[T]:
        """Yield work(0), work(1) ... work(parts - 1)."""


def run_here(work: Callable[[int], T], parts: int) -> Iterator[T]:
    """Run each part in turn, in this process."""
    return map(work, range(parts))


class Lines:
    """Records as packed sketches, in the order they were added."""

    def __init__(self) -> None:
        self.texts = Texts()

    def add(self, schema: str, values: Mapping[str, Sequence[str]]) -> None:
        """Add a record given as FollowTheMoney properties. Cost: some 10 us for a person of six fields."""
        self.add_sketch(sketch_values(schema, values))

    def add_sketch(self, sketch: Sketch) -> None:
        """Add a record that is sketched already."""
        self.texts.append(pack(sketch))

    def add_line(self, line: str) -> None:
        """Add a record whose sketch is packed already."""
        self.texts.append(line)

    def extend(self, other: Lines) -> None:
        """Add the records of another, after these."""
        self.texts.extend(other.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubles:
    """What was found in a file: pairs with their probability, clusters of positions, and what was not compared.

    `links` are the pairs as lower * records + higher, sorted, `scores` their
    probabilities, `joined` the clusters, each as its size and then its members, in order. `opened` is the file
    as the kernel holds it, if it could take it.
    """

    lines: Texts
    compared: int
    links: array[int]
    scores: array[float]
    joined: array[int]
    left_out: tuple[LeftOut, ...]
    opened: Records | None

    @property
    def records(self) -> int:
        """How many records there are."""
        return len(self.lines)

    @property
    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Each pair as (left, right, probability), in order."""
        return ((*divmod(pair, self.records), score) for pair, score in zip(self.links, self.scores, strict=True))

    @property
    def clusters(self) -> tuple[tuple[int, ...], ...]:
        """The clusters of two and more, each sorted, in order."""
        found, at = [], 0
        while at < len(self.joined):
            size = self.joined[at]
            found.append(tuple(self.joined[at + 1: at + 1 + size]))
            at += 1 + size
        return tuple(found)


def find_doubles(
    records: Lines, *, least: float = LEAST, spread: Spread = run_here, spread_calls: Spread = run_here
) -> Doubles:
    """Return the pairs of a file that are likelier one party than `least`, and the clusters they make.

    The weight of a name's word is how many of these records carry it, so the
    answer for a pair depends on the file it stands in. Nothing may be added to
    the records as long as the answer is held. `spread` shares out work in Python,
    `spread_calls` work of the kernel.

    Cost: linear in the records, as long as their keys are distinct; memory some
    120 bytes a record for its fields, 40 for each key of one kind and 30 a pair that shares a key.
    """
    lines = records.texts
    opened = open_records(lines)
    candidates, left_out = _find_candidates(lines, opened, spread if opened is None else spread_calls)
    if opened is not None:
        _weigh(opened)
        links, scores = _sift_opened(opened, candidates, least=least, spread=spread_calls)
        joined = opened.join(links, scores)
    else:
        links, scores = _sift_here(lines, candidates, least=least, spread=spread)
        joined = join_pairs(lines, links, scores)
    return Doubles(
        lines=lines, compared=len(candidates), links=links, scores=scores, joined=joined,
        left_out=tuple(left_out), opened=opened,
    )


def join_pairs(lines: Texts, links: Sequence[int], scores: Sequence[float]) -> array[int]:
    """Return the clusters that pairs, as lower * records + higher, make; the kernel's `join` gives the same."""
    joined = join(
        ((score, *divmod(pair, len(lines))) for pair, score in zip(links, scores, strict=True)),
        cannot_be_one=lambda left, right: contradicts(unpack(lines[left]), unpack(lines[right])),
    )
    return array("I", chain.from_iterable((len(cluster), *cluster) for cluster in joined.clusters))


def weigh_pairs(
    lines: Texts, opened: Records | None, pairs: array[int], *, least: float
) -> tuple[array[int], array[float]]:
    """Return those of the pairs, each lower * len(lines) + higher, that have so many bits at least, and their bits."""
    if opened is not None:
        _weigh(opened)
        return opened.sift(pairs, start=start_bits(len(lines)), least=least)
    rarity = count_words(lines)
    kept, weighed = array("q"), array("d")
    for pair in pairs:
        bits = sift(unpack(lines[pair // len(lines)]), unpack(lines[pair % len(lines)]), rarity)
        if bits >= least:
            kept.append(pair)
            weighed.append(bits)
    return kept, weighed


def _weigh(opened: Records) -> None:
    opened.weigh_words(partial(weigh_word, records=len(opened)), sift_weights(), WEIGHED)


def count_words(lines: Texts) -> Rarity:
    """Return how many records carry each word of a name, words of a single record left out."""
    carriers = Counter(chain.from_iterable(map(_words_of, lines)))
    return Rarity({word: count for word, count in carriers.items() if count > 1}, len(lines))


def _words_of(line: str) -> set[str]:
    return set(line.split("\t", 2)[1].replace("|", " ").split(" "))


def _find_candidates(lines: Texts, opened: Records | None, spread: Spread) -> tuple[array[int], list[LeftOut]]:
    """Return the pairs that share a key, as lower * len(lines) + higher, sorted, and what was left out."""
    pairs: array[int] = array("q")
    left_out: list[LeftOut] = []
    for formed, missed in spread(lambda kind: pair_up(lines, kind, opened), len(KINDS)):
        pairs.extend(formed)
        if missed is not None:
            left_out.append(missed)
    return sort_once(pairs), left_out


def _sift_opened(
    opened: Records, candidates: array[int], *, least: float, spread: Spread
) -> tuple[array[int], array[float]]:
    """Return the candidates that reach `least`, in order, with their probabilities, by the kernel."""
    start, enough = start_bits(len(opened)), _bits_of(least) - _A_LITTLE
    size = -(-len(candidates) // _SLICES) or 1
    links, scores = array("q"), array("d")
    for kept, weighed in spread(
        lambda part: opened.sift(candidates[part * size: (part + 1) * size], start=start, least=enough), _SLICES
    ):
        for pair, score in zip(kept, map(probability, weighed), strict=True):
            if score >= least:
                links.append(pair)
                scores.append(score)
    return links, scores


def _bits_of(least: float) -> float:
    """Return bits below which no probability reaches `least`."""
    if least <= probability(-_CERTAIN):
        return -inf
    return log2(least / (1.0 - least)) if least < probability(_CERTAIN) else _CERTAIN


def _sift_here(
    lines: Texts, candidates: array[int], *, least: float, spread: Spread
) -> tuple[array[int], array[float]]:
    """Return what `_sift_opened` returns, worked out in Python."""
    count, rarity = len(lines), count_words(lines)
    size = -(-len(candidates) // _SLICES) or 1

    def work(part: int) -> tuple[array[int], array[float]]:
        kept, scores = array("q"), array("d")
        last, left = -1, Sketch._make([""] * len(Sketch._fields))
        for pair in candidates[part * size: (part + 1) * size]:
            at, other = divmod(pair, count)
            if at != last:
                last, left = at, unpack(lines[at])
            score = probability(sift(left, unpack(lines[other]), rarity))
            if score >= least:
                kept.append(pair)
                scores.append(score)
        return kept, scores

    links, scores = array("q"), array("d")
    for kept, told in spread(work, _SLICES):
        links.extend(kept)
        scores.extend(told)
    return links, scores

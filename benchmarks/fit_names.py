"""Fit the few free weights of name comparison on labelled pairs, and say by cross-validation how they carry over.

    python benchmarks/fit_names.py --pairs DIR [--kind person] [--rounds 3]

DIR holds files `*.jsonl.gz` as benchmarks/matching.py reads them. Names are taken apart and aligned once; then the
weights of `enduse.names.comparing` (conflict, surplus, enough, little, the worth of likeness at six points) move by
coordinate search, each a step up or down as long as the loss falls. Loss: one less the F1 at the threshold, smoothed
by a slope of 12, meant over the sets (each counts the same), plus a hundredth for the mean square of what was moved
from the start, so that a weight that the pairs do not bear on stays where it was. Printed: the weights; F1 on every
set with them; and F1 on each set with weights that were fitted on the other sets only. Nothing is written: a person
puts what holds on the sets left out into the module.
"""

from __future__ import annotations

import argparse
import gzip
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from matching import at_threshold, names

from enduse.names import comparing
from enduse.names.alignment import align
from enduse.names.tokens import Kind, read_name

_SCHEMAS = {"person": ("Person",), "organisation": ("Company", "Organization")}
_THRESHOLD = {"person": 0.7, "organisation": 0.55}
_SLOPE = 12.0
_STEPS = (1.25, 1.08)
_POINTS = comparing._LIKENESS


@dataclass(frozen=True, slots=True)
class Pair:
    """Two aligned names: (weight, likeness, is faint) of each match, what is lost on each side, what else is left."""

    matches: tuple[tuple[float, float, bool], ...]
    lost: tuple[float, float]
    left_over: float
    known: float | None
    is_one: bool


Weights = tuple[float, ...]  # conflict, surplus, enough, little, worths of likeness


def main() -> None:
    """Print the fitted weights and what they give."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--kind", choices=sorted(_SCHEMAS), default="person")
    parser.add_argument("--sets", nargs="+", default=["name_bench", "ofac_aka", "un_alias"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=3, help="take every n-th two pairs of a set over 3,000")
    arguments = parser.parse_args()
    kind: Kind = arguments.kind
    sets = {name: read_pairs(arguments.pairs / f"{name}.jsonl.gz", kind, arguments.every) for name in arguments.sets}
    how = comparing._SCALES[kind]
    start = (how.conflict, how.surplus, how.enough, comparing._LITTLE, *comparing._WORTH[1:-1])
    tell("as shipped", start, sets, _THRESHOLD[kind])
    tell("fitted on all", fit(start, sets, _THRESHOLD[kind], arguments.rounds), sets, _THRESHOLD[kind])
    for left_out in sets:
        others = {name: pairs for name, pairs in sets.items() if name != left_out}
        weights = fit(start, others, _THRESHOLD[kind], arguments.rounds)
        tell(f"fitted without {left_out}", weights, {left_out: sets[left_out]}, _THRESHOLD[kind])


def read_pairs(path: Path, kind: Kind, every: int) -> list[Pair]:
    """Align the pairs of a kind; of several names the pair that is nearest as shipped."""
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
    if len(rows) > 3000:
        rows = [row for at, row in enumerate(rows) if at // 2 % every == 0]
    pairs: list[Pair] = []
    for row in rows:
        if row["schema"] in _SCHEMAS[kind]:
            sides = [(a, b) for a in names(row["a"]) for b in names(row["b"])]
            left, right = max(sides, key=lambda side: comparing.score_names(*side, kind=kind))
            pairs.append(read_pair(left, right, kind, is_one=bool(row["label"])))
    return pairs


def read_pair(left: str, right: str, kind: Kind, *, is_one: bool) -> Pair:
    """Align two names and keep what the weights act upon."""
    one, other = read_name(left, kind), read_name(right, kind)
    known = comparing._plainly(one, other)
    if known is not None:
        return Pair((), (0.0, 0.0), 1.0, known, is_one)
    matches = align(one.tokens, other.tokens, is_foreign=one.is_foreign != other.is_foreign)
    left_only = comparing._unanswered(one, {token.place for match in matches for token in match.left}, kind)
    right_only = comparing._unanswered(other, {token.place for match in matches for token in match.right}, kind)
    left_over = 1.0
    for _, share in comparing._reductions(matches, left_only, right_only):
        left_over *= 1 - share
    weighed = ((comparing._weight(match), match.likeness) for match in matches)
    told = tuple((weight, likeness, weight <= comparing._FAINT) for weight, likeness in weighed)
    return Pair(told, (comparing._total(left_only), comparing._total(right_only)), left_over, None, is_one)


def score(pair: Pair, weights: Weights) -> float:
    """Return the score of `compare_names` under other weights."""
    if pair.known is not None:
        return pair.known
    conflict, surplus, enough, little, *worths = weights
    values = (worths[0], *worths, 1.0)
    common = agreed = core = 0.0
    for weight, likeness, is_faint in pair.matches:
        worth = weight * worth_of(likeness, values)
        common += weight
        agreed += worth
        core += 0.0 if is_faint else worth
    if not common:
        return 0.0
    lesser, greater = sorted(pair.lost)
    taken_off = little * exp(-core / enough)
    against = conflict * lesser + surplus * (greater - lesser)
    return agreed / (common + against) * (1 - taken_off) * pair.left_over


def worth_of(likeness: float, values: Sequence[float]) -> float:
    """Return the value at a likeness, straight between the points."""
    if likeness >= 1.0:
        return 1.0
    at = bisect_right(_POINTS, likeness)
    if not at:
        return values[0]
    share = (likeness - _POINTS[at - 1]) / (_POINTS[at] - _POINTS[at - 1])
    return values[at - 1] + share * (values[at] - values[at - 1])


def loss(weights: Weights, start: Weights, sets: Mapping[str, Sequence[Pair]], threshold: float) -> float:
    """Return one less the smoothed F1, meant over the sets, plus the price of having moved."""
    total = 0.0
    for pairs in sets.values():
        chances = [1 / (1 + exp(-_SLOPE * (score(pair, weights) - threshold))) for pair in pairs]
        caught = sum(chance for chance, pair in zip(chances, pairs, strict=True) if pair.is_one)
        total += 1 - 2 * caught / (sum(chances) + sum(pair.is_one for pair in pairs))
    moved = sum(log(now / then) ** 2 for now, then in zip(weights, start, strict=True)) / len(start)
    return total / len(sets) + 0.01 * moved


def fit(start: Weights, sets: Mapping[str, Sequence[Pair]], threshold: float, rounds: int) -> Weights:
    """Move one weight at a time as long as the loss falls; worths stay in order and at most 1."""
    best, least = start, loss(start, start, sets, threshold)
    for turn in range(rounds):
        step = _STEPS[min(turn, len(_STEPS) - 1)]
        for at in range(len(start)):
            for factor in (step, 1 / step):
                while True:
                    tried = (*best[:at], best[at] * factor, *best[at + 1:])
                    if list(tried[4:]) != sorted(tried[4:]) or max(tried[3:]) > 1:
                        break
                    found = loss(tried, start, sets, threshold)
                    if found >= least:
                        break
                    best, least = tried, found
    return best


def tell(title: str, weights: Weights, sets: Mapping[str, Sequence[Pair]], threshold: float) -> None:
    """Print weights and F1 on each set."""
    print(f"{title}: {' '.join(f'{weight:.2f}' for weight in weights)}", flush=True)
    for name, pairs in sets.items():
        labels, scores = [pair.is_one for pair in pairs], [score(pair, weights) for pair in pairs]
        print(f"    {name:12} {len(pairs):5} pairs, F1 {at_threshold(labels, scores, threshold)[2]:.3f}", flush=True)


if __name__ == "__main__":
    main()

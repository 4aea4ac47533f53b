"""Fit the tables that turn likeness of names into chances, and measure how well chances hold, by cross-validation.

    python benchmarks/calibrate.py --pairs DIR [--tokens DIR] [--write]

DIR of pairs holds files `*.jsonl.gz`, one object a line: `schema`, `a`, `b` (properties), `label` 0 or 1. DIR of tokens
holds `wd_LANG_16.tsv.gz`: single words, Latin, tab, the same word in another script with its letters apart. From these,
pairs are made: each word with its own counterpart, and with that of another word that begins with the same letter
and is near it in length. `--write` puts the tables into knowledge/resolution/name_likeness.yaml.

How: likeness is put into 200 bins; in each table log odds run straight between fixed points and never fall; they
maximise the likelihood of the labels, in which a set counts by a low power of its size (SIZE_COUNTS) and, within a set,
pairs of one party as much in all as pairs of two (prior one half), less a small penalty on bends. Folds are drawn by
the query's name, so that both pairs of one query lie in one fold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from enduse.model.screening import Entity
from enduse.names.comparing import compare_names
from enduse.names.tokens import Kind
from enduse.resolution.parties import name_table, shared_kind
from enduse.resolution.rarity import share_of_names
from enduse.resolution.records import read_record
from enduse.resolution.weights import load_weights

KNOTS = (0.0, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.88, 0.95, 1.0)
BINS = 200
FOLDS = 5
MOST = 3.9  # log odds; a likeness alone says no more than 49 to 1 either way
BEND = 0.002
SIZE_COUNTS = 0.45
SEED = "enduse"
TARGET = Path(__file__).resolve().parents[1] / "src/enduse/knowledge/resolution/name_likeness.yaml"


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled pair: its set, the table it falls in, the likeness of its best names, its fold and weight.

    `share` is that by which the names count for being borne by few (`resolution.rarity`).
    """

    source: str
    table: str
    likeness: float
    share: float
    is_same: bool
    fold: int
    weight: float


class Fit(NamedTuple):
    """Log odds at the knots."""

    strengths: tuple[float, ...]

    def chance(self, example: Example) -> float:
        """Return the chance that an example is one party."""
        strength = at(self.strengths, example.likeness)
        return squash(strength + load_weights().rarity.loss(strength, example.share))


def main() -> None:
    """Fit, cross-validate, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--tokens", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    examples = weigh([*read_pairs(arguments.pairs), *(read_tokens(arguments.tokens) if arguments.tokens else ())])
    tables = sorted({example.table for example in examples})
    fitted = {table: fit([e for e in examples if e.table == table]) for table in tables}
    for table in tables:
        told = "  ".join(f"{k:.2f}:{v:+.2f}" for k, v in zip(KNOTS, fitted[table].strengths, strict=True))
        print(f"{table:14} {told}  even at {even_at(fitted[table].strengths):.3f}")
    held_out = [
        (example, chance)
        for fold in range(FOLDS)
        for table in tables
        for fitting in (fit([e for e in examples if e.table == table and e.fold != fold]),)
        for example in examples if example.table == table and example.fold == fold
        for chance in (fitting.chance(example),)
    ]
    report(held_out)
    if arguments.write:
        write(fitted, sorted({example.source for example in examples}))


# -- pairs ----------------------------------------------------------------------------


def read_pairs(folder: Path) -> Iterator[Example]:
    """Yield an example for each labelled pair of each file."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
            row = json.loads(line)
            left, right = (names_of(row["schema"], row[side]) for side in "ab")
            kind = shared_kind(row["schema"], row["schema"])
            likeness, one, other = max((compare_names(a, b, kind=kind).score, a, b) for a in left for b in right)
            source, table = path.name.partition(".")[0], name_table(kind, one, other)
            is_same, share = bool(row["label"]), share_of(table, kind, one, other)
            yield Example(source, table, likeness, share, is_same, fold_of(left[0]), 1.0)


def names_of(schema: str, said: dict[str, Any]) -> list[str]:
    """Return the names of one side as the program reads them."""
    properties = tuple((prop, tuple(values)) for prop, values in sorted(said.items()))
    record = read_record(Entity(id="", schema=schema, caption="", properties=properties, sources=()))
    return [name for _, name in record.names] or [""]


def read_tokens(folder: Path) -> Iterator[Example]:
    """Yield, for every eighth word, the pair with its own counterpart and one with a near word's counterpart."""
    for path in sorted(folder.glob("wd_*_16.tsv.gz")):
        rows = [line.split("\t")[:2] for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
        words = sorted({(latin, native.replace(" ", "")) for latin, native, *_ in rows if len(latin) > 2})
        source = path.name.removesuffix("_16.tsv.gz")
        spellings: dict[str, set[str]] = {}
        for latin, native in words:
            spellings.setdefault(latin, set()).add(native)
        for number in range(0, len(words), 8):
            latin, native = words[number]
            near = sorted(words[max(0, number - 60):number + 60], key=lambda word: mix(word[0] + latin))
            others = [
                theirs for word, theirs in near
                if word[0] == latin[0] and abs(len(word) - len(latin)) < 3 and theirs not in spellings[latin]
            ]
            for theirs, is_same in ((native, True), *((other, False) for other in others[:1])):
                likeness = compare_names(latin, theirs, kind="person").score
                table = name_table("person", latin, theirs)
                share = share_of(table, "person", latin, theirs)
                yield Example(source, table, likeness, share, is_same, fold_of(latin), 1.0)


def share_of(table: str, kind: Kind, one: str, other: str) -> float:
    """Return the share by which names count for being borne by few; the law holds for one table."""
    return share_of_names(one, other, kind, load_weights().rarity) if table == "person" else 1.0


def fold_of(name: str) -> int:
    """Return the fold of a query by its name."""
    return mix(name) % FOLDS


def mix(text: str) -> int:
    """Return a number that looks random but is always the same."""
    return zlib.crc32((SEED + text).encode("utf-8"))


def weigh(examples: Sequence[Example]) -> list[Example]:
    """Weigh every set by its size to the power SIZE_COUNTS, half of that for pairs that are the same party."""
    counts: dict[tuple[str, bool], int] = {}
    for example in examples:
        counts[example.source, example.is_same] = counts.get((example.source, example.is_same), 0) + 1
    sizes = {source: counts.get((source, True), 0) + counts.get((source, False), 0) for source, _ in counts}
    return [
        replace(e, weight=sizes[e.source] ** SIZE_COUNTS / 2 / counts[e.source, e.is_same]) for e in examples
    ]


# -- fitting --------------------------------------------------------------------------


def fit(examples: Sequence[Example]) -> Fit:
    """Return the log odds at the knots: never falling, likeliest for the labels, with a small penalty on bends."""
    bins: dict[tuple[int, int], list[float]] = {}
    for example in examples:
        key = round(example.likeness * BINS), round(example.share * 20)
        bins.setdefault(key, [0.0, 0.0])[example.is_same] += example.weight
    whole = sum(sum(pair) for pair in bins.values()) or 1.0
    rows = [
        (share_row(number / BINS), share / 20, no / whole, yes / whole)
        for (number, share), (no, yes) in sorted(bins.items())
    ]
    strengths = [MOST * (2 * knot - 1) for knot in KNOTS]
    step, last = 4.0, objective(strengths, rows)
    for _ in range(1500):
        slope = gradient(strengths, rows)
        tried = level([s + step * g for s, g in zip(strengths, slope, strict=True)])
        now = objective(tried, rows)
        if now > last:
            if now - last < 1e-10:
                break
            strengths, last, step = tried, now, step * 1.2
        else:
            step /= 2
            if step < 1e-9:
                break
    return Fit(tuple(round(s, 2) for s in strengths))


Row = tuple[tuple[int, float], float, float, float]


def share_row(likeness: float) -> tuple[int, float]:
    """Return the knot at or below a likeness and the share of the way to the next."""
    number = max(i for i, knot in enumerate(KNOTS) if knot <= likeness)
    if number == len(KNOTS) - 1:
        return number - 1, 1.0
    return number, (likeness - KNOTS[number]) / (KNOTS[number + 1] - KNOTS[number])


def objective(strengths: Sequence[float], rows: Iterable[Row]) -> float:
    """Return the mean log likelihood less the penalty on bends."""
    total = -BEND * sum(bend * bend for bend in bends(strengths))
    law = load_weights().rarity
    for (number, share), counts, no, yes in rows:
        value = strengths[number] * (1 - share) + strengths[number + 1] * share
        value += law.loss(value, counts)
        total -= no * math.log1p(math.exp(value)) + yes * math.log1p(math.exp(-value))
    return total


def gradient(strengths: Sequence[float], rows: Iterable[Row]) -> list[float]:
    """Return the slope of the objective."""
    slope = [0.0] * len(strengths)
    law = load_weights().rarity
    for (number, share), counts, no, yes in rows:
        value = strengths[number] * (1 - share) + strengths[number + 1] * share
        counted = counts if value > law.counts_from else 1.0
        chance = squash(value + law.loss(value, counts))
        pull = (yes * (1 - chance) - no * chance) * counted
        slope[number] += pull * (1 - share)
        slope[number + 1] += pull * share
    for number, bend in enumerate(bends(strengths), 1):
        for at_knot, factor in ((number - 1, 1.0), (number, -2.0), (number + 1, 1.0)):
            slope[at_knot] -= 2 * BEND * bend * factor
    return slope


def bends(strengths: Sequence[float]) -> list[float]:
    """Return the second differences."""
    return [strengths[i - 1] - 2 * strengths[i] + strengths[i + 1] for i in range(1, len(strengths) - 1)]


def level(strengths: Sequence[float]) -> list[float]:
    """Return the nearest strengths that never fall, within the bounds (pool adjacent violators)."""
    pools: list[list[float]] = []
    for strength in strengths:
        pools.append([strength, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, count = pools.pop()
            pools[-1] = [(pools[-1][0] * pools[-1][1] + value * count) / (pools[-1][1] + count), pools[-1][1] + count]
    return [min(MOST, max(-MOST, value)) for value, count in pools for _ in range(int(count))]


def at(strengths: Sequence[float], likeness: float) -> float:
    """Return the log odds at a likeness."""
    number, share = share_row(likeness)
    return strengths[number] * (1 - share) + strengths[number + 1] * share


def even_at(strengths: Sequence[float]) -> float:
    """Return the likeness from which names are held for one party's."""
    return next((n / 1000 for n in range(1001) if at(strengths, n / 1000) >= 0), 1.0)


def squash(strength: float) -> float:
    """Return the chance that log odds mean."""
    return 1 / (1 + math.exp(-strength))


# -- reporting ------------------------------------------------------------------------


def report(held_out: Sequence[tuple[Example, float]]) -> None:
    """Print for each set the held-out precision, recall and F1 at one half, and the calibration error."""
    print(f"\n{'set':16}{'pairs':>6}  P     R     F1    error (10 bins)")
    for source in sorted({example.source for example, _ in held_out}):
        chosen = [pair for pair in held_out if pair[0].source == source]
        told = [e.is_same for e, chance in chosen if chance >= 0.5]
        precision = sum(told) / max(1, len(told))
        recall = sum(told) / max(1, sum(e.is_same for e, _ in chosen))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        error = error_of(chosen, lambda e: e.weight)
        print(f"{source:16}{len(chosen):6}  {precision:.3f} {recall:.3f} {f1:.3f} {error:.3f}")
    named = [pair for pair in held_out if not pair[0].source.startswith("wd_")]
    print(f"\nall sets of names, weighed as in the fit: {error_of(named, lambda e: e.weight):.3f};"
          f" all pairs counting the same: {error_of(named, lambda _: 1.0):.3f};"
          f" with single words: {error_of(held_out, lambda e: e.weight):.3f}")
    print("\nchance told | pairs | of one party")
    for number in range(10):
        chosen = [(e, c) for e, c in named if min(9, int(c * 10)) == number]
        if chosen:
            weight = sum(e.weight for e, _ in chosen)
            mean = sum(c * e.weight for e, c in chosen) / weight
            came = sum(e.weight for e, _ in chosen if e.is_same) / weight
            print(f"{mean:11.2f} | {len(chosen):5} | {came:.2f}")


def error_of(pairs: Sequence[tuple[Example, float]], weight: Callable[[Example], float]) -> float:
    """Return the expected calibration error in ten bins of equal width."""
    bins: dict[int, list[float]] = {}
    for example, chance in pairs:
        entry = bins.setdefault(min(9, int(chance * 10)), [0.0, 0.0, 0.0])
        w = weight(example)
        entry[0] += w
        entry[1] += w * chance
        entry[2] += w * example.is_same
    whole = sum(entry[0] for entry in bins.values()) or 1.0
    return sum(abs(told - came) for _, told, came in bins.values()) / whole


def write(fitted: dict[str, Fit], sources: Sequence[str]) -> None:
    """Write the tables into the knowledge file."""
    lines = [
        "# How likely two names of so much likeness belong to one party.",
        "# Written by benchmarks/calibrate.py; do not edit by hand.",
        'title: "From likeness of names to chances"',
        f'encoded_on: "{date.today().isoformat()}"',  # noqa: DTZ011
        "about: >-",
        "  Natural logarithm of odds at points of likeness (compare_names), straight between them, at a prior of one",
        "  half: of two records that somebody put side by side because their names are near, every second pair is one.",
        'prior: "0.5"',
        f"fitted_on: [{', '.join(json.dumps(source) for source in sources)}]",
        "tables:",
    ]
    for table, fitting in sorted(fitted.items()):
        points = ", ".join(f'"{k:.2f}": "{v:.2f}"' for k, v in zip(KNOTS, fitting.strengths, strict=True))
        lines.append(f"  {table}: {{{points}}}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

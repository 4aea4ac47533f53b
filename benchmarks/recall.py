"""Measure how often the true entity is among the first ten, by what was done to its name, beside the targets.

    python benchmarks/recall.py [--names 60000 250000] [--per-class 1000] [--facts] [--limit 10] [--misses N]

`found` is the index alone: the true one among its ten most promising entities. `told` is the whole screening: the
true one among the ten hits over the threshold, after comparing names (and, with --facts, country and date of birth).
A threshold trades it against alerts, which `speed.py` tells as hits. With 1,000 queries a class, half a point either
way is chance. `--misses` prints that many of a class.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import ensure_corpus
from listed import ListedEntities, Query, read_queries, to_parties

from enduse.screening.desk import DEFAULT_THRESHOLD, screen_many
from enduse.screening.index import NameIndex

# class: the least recall wanted, and at which number of names it is wanted (any, where 0)
TARGETS = {
    "exact": (0.995, 0), "permuted": (0.995, 0), "legal form changed": (0.995, 0), "joined or split": (0.995, 0),
    "one edit": (0.997, 0), "two edits, one in four letters": (0.997, 0), "two edits, any": (0.95, 0),
    "token missing": (0.95, 250_000),
}
LATER = {"token missing": (0.92, 5_000_000)}
SCRIPTS = ("Arabic", "Persian", "Cyrillic", "Chinese", "Korean", "Japanese", "Hebrew")
SCRIPT_TARGET = 0.95


def find_target(noise: str, names: int) -> float | None:
    """Return the recall that is wanted of a class at a size, None where nothing is."""
    if noise.endswith(": in all"):
        return SCRIPT_TARGET if noise.startswith(SCRIPTS) else None
    least, most_names = TARGETS.get(noise, (None, 0))
    if noise in LATER and most_names and names > most_names:
        return LATER[noise][0] if names <= LATER[noise][1] else None
    return least


def find_subjects(index: NameIndex, names: Sequence[str], limit: int) -> Iterator[tuple[str, ...]]:
    """Yield the most promising subjects of each name."""
    for candidates in index.find_many(names, limit=limit):
        yield tuple(candidate.subject for candidate in candidates)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of some queries, how many have the true entity among the index's first, and among the screening's."""

    queries: int
    found: int
    told: int
    missed: tuple[str, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.queries + other.queries, self.found + other.found, self.told + other.told)


def tally(
    queries: Sequence[Query], index: NameIndex, entities: ListedEntities, options: argparse.Namespace
) -> Tally:
    """Ask all queries of a class."""
    found = told = 0
    missed: list[str] = []
    hits_of = screen_many(
        to_parties(queries, with_facts=options.facts), index=index, entities=entities, limit=options.limit,
        threshold=options.threshold,
    )
    subjects_of = find_subjects(index, [query["name"] for query in queries], options.limit)
    for query, subjects, hits in zip(queries, subjects_of, hits_of, strict=True):
        is_told = any(hit.entity.id == query["truth"] for hit in hits)
        found += query["truth"] in subjects
        told += is_told
        if not is_told and len(missed) < options.misses:
            names = [value for _, values in entities([query["truth"]])[query["truth"]].properties for value in values]
            above = f"; first told: {hits[0].matched_name} {hits[0].score:.2f}" if hits else ""
            missed.append(f"      {query['name']} <- {', '.join(names[:4])}{above}")
    return Tally(len(queries), found, told, tuple(missed))


def tell(noise: str, made: Tally, names: int) -> bool:
    """Print the line of a class; return whether it is short of its target."""
    found, told, target = made.found / made.queries, made.told / made.queries, find_target(noise, names)
    short = [what for what, share in (("found", found), ("told", told)) if target is not None and share < target]
    shown = f"{target:6.3f}" if target is not None else ""
    print(f"  {noise:42} {made.queries:7} {found:6.3f} {told:6.3f} {shown:6}  {', '.join(short)}")
    print("\n".join(made.missed), end="\n" if made.missed else "", flush=True)
    return bool(short)


def measure(options: argparse.Namespace, names: int) -> int:
    """Print the recall of every class at one size; return how many are short of their targets."""
    folder = ensure_corpus(names, root=options.corpus)
    entities = ListedEntities(folder)
    index = NameIndex.build(entities.rows())
    print(f"{len(index):,} names\n  {'class':42} {'queries':>7} {'found':>6} {'told':>6} {'target':>6}  short of it")
    classes: defaultdict[str, list[Query]] = defaultdict(list)
    for query in read_queries(folder / "recall.jsonl"):
        if options.only in query["class"] and len(classes[query["class"]]) < options.per_class:
            classes[query["class"]].append(query)
    short = 0
    scripts: dict[str, Tally] = {}
    for noise, queries in classes.items():
        made = tally(queries, index, entities, options)
        short += tell(noise, made, names)
        if ": asked" in noise:
            script = noise.split()[0]
            scripts[script] = scripts.get(script, Tally(0, 0, 0)) + made
    return short + sum(tell(f"{script}: in all", made, names) for script, made in sorted(scripts.items()))


def main() -> None:
    """Print one line a class, for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, nargs="+", default=[60_000])
    parser.add_argument("--per-class", type=int, default=1000)
    parser.add_argument("--limit", type=int, default=10)
    parser.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD, help="the least score that is told")
    parser.add_argument("--facts", action="store_true", help="ask with country and date of birth")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--only", default="", help="classes whose name has this in it")
    parser.add_argument("--corpus", type=Path, help="where corpora are kept")
    options = parser.parse_args()
    short = sum(measure(options, names) for names in options.names)
    print(f"{short} classes are short of their targets." if short else "All targets are met.")


if __name__ == "__main__":
    main()

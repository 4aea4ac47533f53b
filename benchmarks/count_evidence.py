"""Count how often dates, countries, places and numbers agree: between records of one party, and of two.

    python benchmarks/count_evidence.py WORKSPACE

WORKSPACE holds the US Treasury's SDN list and the UN list (`enduse load` both). Taken as one party: persons of the two
lists that share a whole name of three words or more, in any order, one with one. Taken as two: persons of one list that
share a name of four letters or more but are two entries; and, beside them, persons drawn at random (seeded). The counts
stand behind `knowledge/resolution/evidence.yaml`, which allows more error than they show: one list copies the other.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from enduse.model.screening import Entity
from enduse.names.folding import fold_name
from enduse.resolution.evidence import find_evidence
from enduse.resolution.records import Record, read_record
from enduse.workspace import Workspace

DRAWN = 60_000
LETTERS = 4
MOST_BEARERS = 60
FROM_EACH_NAME = 10

Pair = tuple[str, str]
Counts = Mapping[str, Counter[str]]


def main() -> None:
    """Print a line for each outcome of each matter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    with Workspace.open(parser.parse_args().workspace) as workspace:
        view = workspace.view(workspace.viewpoint())
        ids = {row[0] for row in view.names(("name",))}
        persons = [entity for _, entity in sorted(view.entities(ids).items()) if entity.schema == "Person"]
    records = {entity.id: read_record(entity) for entity in persons}
    rng = random.Random(1)
    one = same_persons(persons)
    two = namesakes(persons, rng)
    ids_drawn = sorted(records)
    drawn = [(rng.choice(ids_drawn), rng.choice(ids_drawn)) for _ in range(DRAWN)]
    columns = [count(pairs, records) for pairs in (one, two, [pair for pair in drawn if pair[0] != pair[1]])]
    print(f"{len(one)} pairs of one party, {len(two)} that share a name, {len(drawn)} drawn\n")
    print("matter | outcome | one party | share a name | drawn")
    for matter in sorted({matter for column in columns for matter in column}):
        for outcome in sorted({outcome for column in columns for outcome in column.get(matter, ())}):
            print(f"{matter} | {outcome} | " + " | ".join(share(column, matter, outcome) for column in columns))


def same_persons(persons: Sequence[Entity]) -> list[Pair]:
    """Return the pairs of two lists that share a whole name, where each is the other's only one."""
    bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    treasury = [entity for entity in persons if "us_ofac_sdn" in entity.sources]
    nations = [entity for entity in persons if "un_sc" in entity.sources and "us_ofac_sdn" not in entity.sources]
    for entity in treasury:
        for key in keys(entity):
            bearers[key].add(entity.id)
    pairs = {(other, entity.id) for entity in nations for key in keys(entity) for other in bearers.get(key, ())}
    left, right = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    return sorted(pair for pair in pairs if left[pair[0]] == right[pair[1]] == 1)


def keys(entity: Entity) -> set[tuple[str, ...]]:
    """Return the names of three words or more, each as its words in order of the alphabet."""
    names = (*entity.values("name"), *entity.values("alias"))
    return {key for name in names for key in (tuple(sorted(fold_name(name).split())),) if len(key) > 2}


def namesakes(persons: Sequence[Entity], rng: random.Random) -> list[Pair]:
    """Return pairs of one list that share a name which at most sixty bear."""
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in persons:
        for word in {word for name in entity.values("name") for word in fold_name(name).split()}:
            if len(word) >= LETTERS:
                bearers[entity.sources[0], word].add(entity.id)
    return [
        (pair[0], pair[1])
        for _, ids in sorted(bearers.items()) if 2 <= len(ids) <= MOST_BEARERS
        for _ in range(min(FROM_EACH_NAME, len(ids)))
        for pair in (rng.sample(sorted(ids), 2),)
    ]


def count(pairs: Iterable[Pair], records: Mapping[str, Record]) -> Counts:
    """Count the findings of some pairs by matter and outcome."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for left, right in pairs:
        for finding in find_evidence(records[left], records[right]):
            counts[finding.matter][finding.outcome] += 1
    return counts


def share(counts: Counts, matter: str, outcome: str) -> str:
    """Spell the share of an outcome among all pairs that state the matter."""
    whole = sum(counts.get(matter, Counter()).values())
    return f"{counts[matter][outcome] / whole:.4f} of {whole}" if whole else "-"


if __name__ == "__main__":
    main()

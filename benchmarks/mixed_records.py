"""Tell which rows of a customer file and of a list are one person: pair F1, without training.

    python benchmarks/mixed_records.py WORKSPACE [--list un_sc] [--persons 60] [--seeds 3] [--errors N]

WORKSPACE holds a real list (`enduse load`). The set is made anew from a seed: persons of the list drawn at random,
for each the listed person who shares most of its rarest word, and rows of customers made of the drawn. A customer's
row is what another clerk took down: the name or an alias, some in another order, without a middle word or with a
slip; the date of birth in another notation, cut to the year, slipped in a part, or not at all; country, passport and
address where stated, each left out in some rows. One drawn person in three has two rows. Beside these stand relatives
(the same name but for the first word, the same house and country, another date of birth) and namesakes (the same
name, another date and country), invented, of whom nobody is meant; their dates stand, since nobody could tell them
else. Every pair of a customer's row with another and with the list is compared (`compare_records`); pairs of the list
with itself are left out, since nobody knows their truth. Then all rows of a seed are resolved (`propose`), and the
pairs within clusters are told.

The figures of `docs/explanation/scores.md` on mixed records are of the invented `tests/resolution/records/mixed.txt`
(families in one house, fathers and sons, sister firms), which `tests/resolution/test_mixed_records.py` holds.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import NamedTuple

from list_level import is_latin, mutate, read_persons, slip

from enduse.model.screening import Entity
from enduse.names.folding import fold_name
from enduse.resolution.parties import PartyComparison, compare_records
from enduse.resolution.proposing import Wanted, propose
from enduse.resolution.records import Record, read_record

THRESHOLDS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9)
STREETS = ("Rosen Street", "Dock Road", "Mill Lane", "Orchard Avenue", "Foundry Row", "Harbour Parade")
LEFT_OUT = {"birthDate": 0.3, "country": 0.3, "address": 0.5, "passportNumber": 0.7}
Said = dict[str, list[str]]


class Row(NamedTuple):
    """A row with the number of the person it is of, and whether it is a customer's."""

    person: str
    record: Record
    caption: str
    is_customer: bool
    entity: Entity


class Told(NamedTuple):
    """Two rows compared."""

    one: Row
    other: Row
    comparison: PartyComparison


def main() -> None:
    """Print precision, recall and F1 by threshold, all seeds together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--list", default="un_sc")
    parser.add_argument("--persons", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--errors", type=int, default=0, help="print so many pairs told wrong at 0.5")
    options = parser.parse_args()
    listed = [e for e in read_persons(options.workspace) if options.list in e.sources]
    if len(listed) < options.persons:
        parser.error(f"{options.workspace} holds {len(listed)} persons of {options.list}, fewer than --persons")
    told: list[Told] = []
    joined: list[tuple[int, int, int]] = []
    for seed in range(options.seeds):
        rows = list(make_rows(listed, options.persons, Random(seed)))
        customers, entries = [r for r in rows if r.is_customer], [r for r in rows if not r.is_customer]
        pairs = [*combinations(customers, 2), *product(customers, entries)]
        joined.append(join_rows(rows))
        told += (Told(one, other, compare_records(one.record, other.record)) for one, other in pairs)
        print(f"seed {seed}: {len(customers)} rows of customers, {len(entries)} of the list, {len(pairs):,} pairs,"
              f" {sum(one.person == other.person for one, other in pairs)} of one person")
    print("\n| at | precision | recall | F1 |\n|---|---|---|---|")
    for threshold in THRESHOLDS:
        print(f"| {threshold} | " + " | ".join(f"{figure:.3f}" for figure in figures(told, threshold)) + " |")
    right, taken, meant = (sum(counts) for counts in zip(*joined, strict=True))
    f1 = 2 * right / (taken + meant)
    print(f"| joined by enduse resolve | {right / taken:.3f} | {right / meant:.3f} | {f1:.3f} |")
    print_errors(told, options.errors)


def make_rows(listed: Sequence[Entity], count: int, random: Random) -> Iterator[Row]:
    """Yield the rows of one set."""
    drawn = random.sample(list(listed), count)
    entries = {e.id: e for e in (*drawn, *namesakes(drawn, listed))}
    for entry in entries.values():
        yield Row(entry.id, read_record(entry), entry.caption, is_customer=False, entity=entry)
    for number, entity in enumerate(drawn):
        street = f"{random.randrange(1, 200)} {random.choice(STREETS)}"
        for _ in range(2 if number % 3 == 0 else 1):
            yield customer(entity.id, take_down(entity, street, random))
        if number % 4 == 0:
            name = entity.values("name")[0]
            given = random.choice(drawn).values("name")[0].split()[0]
            relative = said_of(entity, " ".join([given, *name.split()[1:]]), random_date(random), street)
            yield customer(f"relative {number}", relative)
        if number % 4 == 1:
            other = random.choice(drawn)
            namesake = said_of(entity, entity.values("name")[0], random_date(random), "")
            yield customer(f"namesake {number}", {**namesake, "country": lands(other)[:1]})


def namesakes(drawn: Sequence[Entity], listed: Sequence[Entity]) -> Iterator[Entity]:
    """Yield for each person drawn another of the list that shares the rarest word of its name that is shared."""
    words = {e.id: set(fold_name(e.values("name")[0]).split()) for e in listed}
    bearers = Counter(word for of_one in words.values() for word in of_one)
    for entity in drawn:
        mine = words[entity.id]
        sharing = [(min(bearers[w] for w in mine & words[e.id]), e.id, e) for e in listed
                   if e.id != entity.id and mine & words[e.id]]
        if sharing:
            yield min(sharing)[2]


# -- customers ------------------------------------------------------------------------


def take_down(entity: Entity, street: str, random: Random) -> Said:
    """Return what a clerk wrote of a listed person."""
    aliases = [name for name in entity.values("alias") if is_latin(name) and len(name.split()) > 1]
    name = random.choice([entity.values("name")[0], *aliases[:3]])
    words = name.split()
    kind = random.random()
    if kind < 0.25:
        name = mutate(name, random)
    elif kind < 0.45:
        name = f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else name
    dates = entity.values("birthDate")
    said = said_of(entity, name, write_date(random.choice(dates), random) if dates else "", street)
    return drop({**said, "passportNumber": list(entity.values("passportNumber")[:1])}, random)


def said_of(entity: Entity, name: str, date: str, street: str) -> Said:
    """Return a row's values by property."""
    return {"name": [name], "birthDate": [date], "country": lands(entity)[:1], "address": [street]}


def lands(entity: Entity) -> list[str]:
    """Return the countries of a person."""
    return [*entity.values("nationality"), *entity.values("country")]


def drop(said: Said, random: Random) -> Said:
    """Leave out some of the values."""
    return {prop: values for prop, values in said.items() if random.random() >= LEFT_OUT.get(prop, 0.0)}


def write_date(date: str, random: Random) -> str:
    """Return a date as another file writes it; one in six slipped in a part, one in six cut to the year."""
    if len(date) != len("1962-03-04"):
        return date
    kind = random.randrange(6)
    if kind == 0:
        return date[:4]
    year, month, day = (slip(date, random) if kind == 1 else date).split("-")
    return random.choice((f"{year}-{month}-{day}", f"{int(day)}/{int(month)}/{year}", f"{day}.{month}.{year}"))


def random_date(random: Random) -> str:
    """Return a day on which somebody may be born."""
    return f"{random.randrange(1940, 2005)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"


def customer(person: str, said: Said) -> Row:
    """Return a customer's row."""
    properties = tuple((prop, tuple(filter(None, values))) for prop, values in sorted(said.items()) if any(values))
    entity = Entity(id="", schema="Person", caption=said["name"][0], sources=("customers",), properties=properties)
    return Row(person, read_record(entity), entity.caption, is_customer=True, entity=entity)


# -- figures --------------------------------------------------------------------------


def figures(told: Sequence[Told], threshold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1 at a threshold."""
    hits = [pair.one.person == pair.other.person for pair in told if pair.comparison.score >= threshold]
    precision = sum(hits) / max(1, len(hits))
    recall = sum(hits) / max(1, sum(pair.one.person == pair.other.person for pair in told))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def join_rows(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Return of the pairs that `propose` joins how many are right and how many there are, and how many should be."""
    entities = [replace(row.entity, id=f"{number:06}") for number, row in enumerate(rows)]
    at = {entity.id: row for entity, row in zip(entities, rows, strict=True)}
    listed = frozenset(source for row in rows if not row.is_customer for source in row.entity.sources)
    found = propose(entities, as_of=date(2026, 1, 1), wanted=Wanted(distinct=listed))
    joined = [
        (at[left.id], at[other.id])
        for cluster in found.clusters for left, other in combinations(cluster.members, 2)
    ]
    taken = [(one, other) for one, other in joined if one.is_customer or other.is_customer]
    meant = [(one, other) for one, other in combinations(rows, 2)
             if one.person == other.person and (one.is_customer or other.is_customer)]
    return sum(one.person == other.person for one, other in taken), len(taken), len(meant)


def print_errors(told: Sequence[Told], count: int) -> None:
    """Print some of the pairs told wrong at 0.5, with what moved each."""
    wrong = [pair for pair in told if (pair.comparison.score >= 0.5) != (pair.one.person == pair.other.person)]
    for one, other, comparison in wrong[:count]:
        reasons = "; ".join(f"{r.text} {r.weight:+.2f}" for r in comparison.reasons if abs(r.weight) > 0.01)
        kind = "missed" if one.person == other.person else "false"
        print(f"    {kind} {comparison.score:.2f} {one.caption} | {other.caption}: {reasons}")


if __name__ == "__main__":
    main()

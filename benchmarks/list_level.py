"""Screen against whole real lists: how many harmed names are still found, and how many innocents raise an alert.

    python benchmarks/list_level.py WORKSPACE [--queries 680] [--innocents 400] [--misses N]

WORKSPACE holds the UN list and, as one likes, others (`enduse load`). All listed persons are indexed. Queries are the
main names of UN persons with one mutation each: a letter of a word of four or more dropped, added, changed or exchanged
with its neighbour, words in another order, a middle word left out. First the name alone, then with date of birth and
country, one part of every second full date slipped. Innocents are invented: persons of eighteen cultures
(`invented.py`), and given and family names that are common in the United States put together at random; with facts they
have a random date of birth and a country of their culture. An alert is an innocent with a hit at the threshold. Last,
UN persons are asked for in their original script against Latin names alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from invented import invent, write_latin

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.screening.desk import screen_many
from enduse.screening.index import NAME_PROPERTIES, NameIndex, NameRow
from enduse.workspace import Workspace

THRESHOLDS = (0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
GIVEN = (
    "james mary robert patricia john jennifer michael linda david elizabeth william barbara richard susan joseph "
    "jessica thomas sarah charles karen daniel lisa matthew nancy anthony betty mark sandra donald ashley steven "
    "kimberly paul emily andrew donna joshua michelle kenneth carol kevin amanda brian dorothy george melissa timothy "
    "deborah ronald stephanie jason rebecca edward sharon jeffrey laura ryan cynthia jacob kathleen gary amy nicholas "
    "angela eric shirley jonathan anna stephen brenda larry pamela justin emma scott nicole brandon helen benjamin "
    "samantha samuel katherine ali omar maria jose luis carlos juan "
)
FAMILY = (
    "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson "
    "anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson "
    "walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell "
    "mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris "
    "morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward "
    "richardson watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel "
    "myers long ross foster jimenez powell jenkins perry russell sullivan bell coleman butler henderson barnes "
    "gonzales fisher vasquez simmons romero jordan patterson alexander hamilton graham reynolds griffin wallace "
    "moreno west cole hayes bryant herrera gibson ellis tran medina aguilar stevens murray ford castro marshall owens "
    "harrison fernandez mcdonald woods washington kennedy wells vargas henry chen freeman webb tucker guzman burns "
    "crawford olson simpson porter hunter gordon mendez silva shaw snyder mason dixon munoz hunt hicks holmes palmer "
    "wagner black robertson boyd rose stone salazar fox warren mills meyer rice schmidt garza daniels ferguson "
    "nichols stephens soto weaver ryan gardner payne grant dunn kelley spencer hawkins "
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: the party, what it came from, and the id of the entity that it is; no id for an innocent."""

    party: Party
    came_from: str
    truth: str = ""


def main() -> None:
    """Print recall, other hits and alert rates by threshold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--queries", type=int, default=680)
    parser.add_argument("--innocents", type=int, default=400)
    parser.add_argument("--misses", type=int, default=0, help="print so many missed queries and alerts")
    options = parser.parse_args()
    persons = read_persons(options.workspace)
    index = NameIndex.build(name_rows(persons))
    nations = [e for e in persons if "un_sc" in e.sources]
    print(f"{len(persons):,} persons, {len(index):,} names; {len(nations)} of them on the UN list")
    named = list(harmed(nations, options.queries, Random(11)))
    known = list(with_facts(named, {e.id: e for e in persons}, Random(12)))
    print("\n| | threshold | recall | other hits a query | alerts, world | alerts, US |\n|---|---|---|---|---|---|")
    for title, asked, has_facts in (("name alone", named, False), ("date of birth and country", known, True)):
        world = list(world_innocents(options.innocents, Random(13), has_facts=has_facts))
        us = list(us_innocents(options.innocents, Random(14), has_facts=has_facts))
        answers = [screen(group, index, persons) for group in (asked, world, us)]
        for threshold in THRESHOLDS:
            print(f"| {title} | {threshold} | {' | '.join(figures(asked, answers, threshold))} |")
        tell(asked, answers[0], world, answers[1], options.misses)
    original_script(nations)


# -- the list -------------------------------------------------------------------------


def read_persons(place: Path) -> list[Entity]:
    """Return the listed persons, by id."""
    with Workspace.open(place) as workspace:
        view = workspace.view(workspace.viewpoint())
        ids = {row[0] for row in view.names(("name",)) if row[3] == "Person"}
        return [entity for _, entity in sorted(view.entities(ids).items()) if entity.is_listed]


def name_rows(persons: Iterable[Entity]) -> Iterator[NameRow]:
    """Yield the rows that an index is built of."""
    for entity in persons:
        for prop in NAME_PROPERTIES:
            for name in entity.values(prop):
                yield entity.id, prop, name, entity.schema, ""


def screen(
    asked: Sequence[Asked], index: NameIndex, persons: Iterable[Entity]
) -> list[list[tuple[str, float]]]:
    """Return the hits (id, score) of each query."""
    known = {entity.id: entity for entity in persons}

    def fetch(ids: Sequence[str]) -> dict[str, Entity]:
        return {key: known[key] for key in ids}

    start = time.perf_counter()
    hits = screen_many((a.party for a in asked), index=index, entities=fetch, threshold=min(THRESHOLDS))
    found = [[(hit.entity.id, hit.score) for hit in one] for one in hits]
    if len(asked) > 1:
        took = (time.perf_counter() - start) / len(asked) * 1000
        print(f"<!-- {took:.1f} ms a query -->")
    return found


# -- queries --------------------------------------------------------------------------


def harmed(nations: Sequence[Entity], count: int, random: Random) -> Iterator[Asked]:
    """Yield the main names of some persons, each with one mutation."""
    for entity in random.sample(list(nations), min(count, len(nations))):
        name = entity.values("name")[0]
        yield Asked(Party(name=mutate(name, random), kind="Person"), name, entity.id)


def mutate(name: str, random: Random) -> str:
    """Harm a name once."""
    words = name.split()
    kind = random.choice(("drop", "add", "change", "swap", "order", "leave out"))
    long = [at for at, word in enumerate(words) if len(word) > 3]
    if (kind == "order" or not long) and len(words) > 1:
        return " ".join([*words[1:], words[0]])
    if kind == "leave out" and len(words) > 2:
        at = random.randrange(1, len(words) - 1)
        return " ".join([*words[:at], *words[at + 1:]])
    at = random.choice(long or [0])
    words[at] = mutate_word(words[at], kind, random)
    return " ".join(words)


def mutate_word(word: str, kind: str, random: Random) -> str:
    """Harm a word by one letter."""
    at = random.randrange(len(word))
    if kind == "drop" and len(word) > 1:
        return word[:at] + word[at + 1:]
    if kind == "add":
        return word[:at] + random.choice(LETTERS) + word[at:]
    if kind == "swap" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return word[:at] + random.choice(LETTERS) + word[at + 1:]


def with_facts(asked: Iterable[Asked], persons: dict[str, Entity], random: Random) -> Iterator[Asked]:
    """Yield the queries with a stated date of birth and country; every second date slips in one part."""
    for number, query in enumerate(asked):
        entity = persons[query.truth]
        dates, lands = entity.values("birthDate"), (*entity.values("nationality"), *entity.values("country"))
        date = random.choice(dates) if dates else ""
        if len(date) == len("1962-03-04") and number % 2:
            date = slip(date, random)
        yield replace(query, party=replace(query.party, birth_date=date, country=lands[0] if lands else ""))


def slip(date: str, random: Random) -> str:
    """Change one part of a date: the year by one or one digit, the month or day by any."""
    parts = date.split("-")
    at = random.randrange(len(parts))
    if at == 0:
        year = parts[0]
        place = random.randrange(2, 4)
        shifted = year[:place] + str((int(year[place]) + random.choice((1, 9))) % 10) + year[place + 1:]
        parts[0] = random.choice((str(int(year) + 1), str(int(year) - 1), shifted))
    else:
        parts[at] = f"{(int(parts[at]) + random.randrange(1, 11)) % (12 if at == 1 else 28) + 1:02}"
    return "-".join(parts)


def world_innocents(count: int, random: Random, *, has_facts: bool) -> Iterator[Asked]:
    """Yield invented persons of many cultures, in Latin letters."""
    while count:
        made = invent(random)
        if made.schema == "Person":
            count -= 1
            name = write_latin(made, random, is_plain=True)
            yield innocent(name, made.country if has_facts else "", random)


def us_innocents(count: int, random: Random, *, has_facts: bool) -> Iterator[Asked]:
    """Yield names put together of common ones of the United States."""
    for _ in range(count):
        given, second = random.choice(GIVEN.split()), random.choice(GIVEN.split())
        family = random.choice(FAMILY.split())
        middle = random.choice(("", "", f"{random.choice(LETTERS)}. ", f"{second} "))
        name = f"{given} {middle}{family}".title()
        yield innocent(name, "us" if has_facts else "", random)


def innocent(name: str, country: str, random: Random) -> Asked:
    """Return a query that ought to raise no alert, with a date of birth where it has a country."""
    date = f"{random.randrange(1940, 2005)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
    return Asked(Party(name=name, kind="Person", country=country, birth_date=date if country else ""), name)


# -- figures --------------------------------------------------------------------------


def figures(
    asked: Sequence[Asked], answers: Sequence[Sequence[Sequence[tuple[str, float]]]], threshold: float
) -> tuple[str, str, str, str]:
    """Return recall, other hits a query and both alert rates at a threshold."""
    found = other = 0
    for query, hits in zip(asked, answers[0], strict=True):
        told = [key for key, score in hits if score >= threshold]
        found += query.truth in told
        other += sum(key != query.truth for key in told)
    alerts = [sum(any(score >= threshold for _, score in hits) for hits in group) / len(group) for group in answers[1:]]
    return (f"{found / len(asked):.3f}", f"{other / len(asked):.2f}", f"{alerts[0]:.2%}", f"{alerts[1]:.2%}")


def tell(
    asked: Sequence[Asked], answers: Sequence[Sequence[tuple[str, float]]], innocents: Sequence[Asked],
    alerts: Sequence[Sequence[tuple[str, float]]], count: int,
) -> None:
    """Print some queries not found at 0.7, and some innocents with a hit there."""
    missed = [(q, dict(hits)) for q, hits in zip(asked, answers, strict=True) if dict(hits).get(q.truth, 0) < 0.7]
    for query, hits in missed[:count]:
        score = hits.get(query.truth, 0.0)
        print(f"    missed {score:.2f} {query.party.name} <- {query.came_from} {query.party.birth_date}")
    hit = [(q, hits) for q, hits in zip(innocents, alerts, strict=True) if hits and hits[0][1] >= 0.7]
    for query, found in hit[:count]:
        print(f"    alert {found[0][1]:.2f} {query.party.name} {query.party.birth_date}: {found[0][0]}")


def original_script(nations: Sequence[Entity]) -> None:
    """Print how often a person asked for in the original script comes first against Latin names alone."""
    latin = [replace(e, properties=tuple((p, only_latin(p, v)) for p, v in e.properties)) for e in nations]
    asked = [
        Asked(Party(name=name, kind="Person"), name, e.id)
        for e in nations for name in [n for p in NAME_PROPERTIES for n in e.values(p) if not is_latin(n)][:1]
    ]
    answers = screen(asked, NameIndex.build(name_rows(latin)), latin)
    first = sum(bool(hits) and hits[0][0] == query.truth for query, hits in zip(asked, answers, strict=True))
    among = sum(query.truth in [key for key, _ in hits[:5]] for query, hits in zip(asked, answers, strict=True))
    at = {t: sum(dict(h).get(q.truth, 0) >= t for q, h in zip(asked, answers, strict=True)) for t in (0.5, 0.7)}
    false = sum(sum(k != q.truth and s >= 0.7 for k, s in h) for q, h in zip(asked, answers, strict=True))
    whole = max(1, len(asked))
    print(f"\n{len(asked)} names in original script against {len(latin)} persons in Latin: first {first / whole:.3f},"
          f" among five {among / whole:.3f}, at 0.5 {at[0.5] / whole:.3f}, at 0.7 {at[0.7] / whole:.3f},"
          f" {false / whole:.2f} others at 0.7")


def only_latin(prop: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values; of names those in Latin letters."""
    return tuple(value for value in values if is_latin(value)) if prop in NAME_PROPERTIES else values


def is_latin(name: str) -> bool:
    """Tell whether all letters of a name are Latin."""
    return all(char < "\u0250" or "\u1e00" <= char <= "\u1eff" for char in name if char.isalpha())


if __name__ == "__main__":
    main()

"""Leads dropped before a record is fetched (all names invented)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from enduse.model.party import Party
from enduse.model.screening import Entity, Hit
from enduse.names.packs import is_compiled
from enduse.screening import desk, leads
from enduse.screening.desk import screen_many
from enduse.screening.index import NameIndex, NameRow

WORDS = ["velko", "tarnov", "simov", "norvik", "machine", "works", "trading", "karasun", "shipping", "melisor", "darko",
         "pelagan", "al", "osran", "group", "gmbh", "ltd", "wei", "xiangtang", "7"]
NATIVE = ["Велко Тарнов", "طارق الموريدي", "向唐机械", "Тарнов Симов Мелисор", "Карасун Трейдинг"]
SCHEMAS = ["Person", "Company", "LegalEntity", "Vessel"]

pytestmark = pytest.mark.skipif(not is_compiled(), reason="the kernel of names was not compiled")


def make_list(random: Random) -> dict[str, Entity]:
    """Make entities with one to four names each, some facts, some names in other scripts."""
    found = {}
    for number in range(150):
        names = [make_name(random) for _ in range(random.randint(1, 3))]
        props: dict[str, tuple[str, ...]] = {random.choice(["name", "weakAlias"]): (names[0],)}
        props["alias"] = tuple(sorted(set(names[1:]) | ({random.choice(NATIVE)} if random.random() < 0.2 else set())))
        if random.random() < 0.3:
            props["country"] = (random.choice(["bg", "tr"]),)
        if random.random() < 0.3:
            props["birthDate"] = (random.choice(["1962-03-04", "1970"]),)
        if random.random() < 0.1:
            props["taxNumber"] = ("471122",)
        said = tuple(sorted((prop, values) for prop, values in props.items() if values))
        key = f"x-{number:03}"
        found[key] = Entity(
            id=key, schema=random.choice(SCHEMAS), caption=names[0], properties=said, sources=("demo",)
        )
    return found


def make_name(random: Random) -> str:
    """Make a name of a few words, some with a letter wrong."""
    words = random.sample(WORDS, random.randint(1, 4))
    if random.random() < 0.4:
        at = random.randrange(len(words))
        words[at] = words[at][:2] + random.choice("aeiou") + words[at][2:]
    return " ".join(words).title()


def make_party(random: Random, entities: Sequence[Entity]) -> Party:
    """Make a party, half of them named as an entity is."""
    names = [name for _, values in random.choice(entities).properties for name in values if " " in name]
    name = random.choice(names) if names and random.random() < 0.5 else make_name(random)
    name = random.choice(NATIVE) if random.random() < 0.1 else name
    if random.random() < 0.6:
        return Party(name=name, kind=random.choice(SCHEMAS))
    return Party(
        name=name, aliases=(make_name(random),) if random.random() < 0.5 else (), kind=random.choice(SCHEMAS),
        country=random.choice(["", "bg"]), birth_date=random.choice(["", "1962-03-04", "1962"]),
        identifiers=(("taxNumber", "47 11 22"),) if random.random() < 0.2 else (),
    )


def ask(
    parties: Sequence[Party], entities: dict[str, Entity], threshold: float, *, parts: int = 1
) -> list[tuple[Hit, ...]]:
    """Screen parties in one batch, the names of each entity spread over some segments."""
    def rows(props: Sequence[str]) -> list[NameRow]:
        return [(e.id, prop, value, e.schema, "")
                for e in entities.values() for prop in props for value in e.values(prop)]

    names, numbers = rows(("name", "alias", "weakAlias")), rows(("taxNumber",))
    built = [NameIndex.build(names[part::parts], identifiers=numbers[part::parts]) for part in range(parts)]
    index = NameIndex([segment for one in built for segment in one._segments])
    return list(screen_many(
        parties, index=index, entities=lambda ids: {id_: entities[id_] for id_ in ids}, threshold=threshold
    ))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("threshold", [0.4, 0.7])
def test_hits_are_the_same_whether_unlikely_leads_are_dropped_or_not(
    seed: int, threshold: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    entities = make_list(random)
    parties = [make_party(random, list(entities.values())) for _ in range(60)]
    dropped = ask(parties, entities, threshold)
    for module in (leads, desk):
        monkeypatch.setattr(module, "is_worth_it", lambda names: False)
    assert dropped == ask(parties, entities, threshold)
    assert any(dropped)


@pytest.mark.parametrize("threshold", [0.4, 0.7])
def test_hits_are_the_same_however_names_are_spread_over_segments(threshold: float) -> None:
    random = Random(5)
    entities = make_list(random)
    parties = [make_party(random, list(entities.values())) for _ in range(60)]
    whole = ask(parties, entities, threshold)
    assert any(whole)
    for parts in (2, 3):
        assert ask(parties, entities, threshold, parts=parts) == whole


def test_most_leads_that_are_no_hits_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(11)
    entities = make_list(random)
    index = NameIndex.build([(e.id, prop, value, e.schema, "") for e in entities.values()
                             for prop in ("name", "alias") for value in e.values(prop)])
    parties = [Party(name=make_name(random), kind="Person") for _ in range(80)]
    few = leads.find_leads(parties, index, threshold=0.7)
    for module in (leads, desk):
        monkeypatch.setattr(module, "is_worth_it", lambda names: False)
    many = leads.find_leads(parties, index, threshold=0.7)
    assert all(some.items() <= all_.items() for some, all_ in zip(few, many, strict=True))
    assert sum(map(len, few)) < sum(map(len, many)) / 2

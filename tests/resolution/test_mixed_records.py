"""What comparing every pair of the invented records of `records/mixed.txt` finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from enduse.model.screening import Entity
from enduse.resolution.parties import compare_records
from enduse.resolution.proposing import propose
from enduse.resolution.records import Record, read_record

FILE = Path(__file__).parent / "records" / "mixed.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One pair of records: whether it is one party, its score, and both names."""

    is_same: bool
    score: float
    left: str
    right: str


def read_entities() -> list[tuple[str, Entity]]:
    """Return (party, entity) of every record."""
    found: list[tuple[str, Entity]] = []
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        party, source, schema, names, date, address, phone, web, numbers, country = (p.strip() for p in line.split("|"))
        name, _, aliases = names.partition(" =")
        said = {
            "name": [name], "alias": aliases.split(" =") if aliases else [], "address": [address], "phone": [phone],
            "birthDate" if schema == "Person" else "incorporationDate": [date],
            "email" if "@" in web else "website": [web], "country": [country],
        }
        for pair in filter(None, numbers.split(";")):
            prop, _, value = pair.strip().partition("=")
            said[prop] = [value]
        found.append((party, Entity(
            id=f"{source}-{number}", schema=schema, caption=name, sources=(source,),
            properties=tuple((prop, tuple(values)) for prop, values in sorted(said.items()) if any(values)),
        )))
    return found


def score_pairs() -> list[Scored]:
    """Compare every pair of records."""
    read: list[tuple[str, str, Record]] = [(party, e.caption, read_record(e)) for party, e in read_entities()]
    return [
        Scored(is_same=one[0] == other[0], score=compare_records(one[2], other[2]).score, left=one[1], right=other[1])
        for one, other in combinations(read, 2)
    ]


def at_threshold(pairs: list[Scored], threshold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs."""
    told = [pair.is_same for pair in pairs if pair.score >= threshold]
    precision = sum(told) / max(1, len(told))
    recall = sum(told) / max(1, sum(pair.is_same for pair in pairs))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def test_nine_of_ten_pairs_are_told_right_where_families_share_a_house_and_firms_a_name() -> None:
    pairs = score_pairs()
    precision, recall, f1 = at_threshold(pairs, 0.9)
    assert precision > 0.93
    assert recall > 0.92
    assert f1 > 0.93
    assert at_threshold(pairs, 0.7)[2] > 0.93
    assert at_threshold(pairs, 0.5)[2] > 0.93


def test_records_are_joined_into_the_parties_that_they_are_of() -> None:
    entities = read_entities()
    party = {entity.id: of for of, entity in entities}
    clusters = propose([entity for _, entity in entities], as_of=date(2025, 6, 1)).clusters
    joined = [pair for cluster in clusters for pair in combinations([member.id for member in cluster.members], 2)]
    right = sum(party[left] == party[other] for left, other in joined)
    assert right / len(joined) > 0.97
    assert right / sum(one[0] == other[0] for one, other in combinations(entities, 2)) > 0.97


def test_the_records_hold_what_makes_them_hard() -> None:
    entities = read_entities()
    parties = {party for party, _ in entities}
    addresses: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for party, entity in entities:
        for value in entity.values("address"):
            addresses.setdefault(value, set()).add(party)
        names.setdefault(entity.caption, set()).add(party)
    assert len(entities) >= 150
    assert len(parties) >= 60
    assert sum(len(sharing) > 1 for sharing in addresses.values()) >= 8, "houses with several parties"
    assert sum(len(sharing) > 1 for sharing in names.values()) >= 3, "names of several parties"

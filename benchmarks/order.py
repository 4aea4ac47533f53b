"""Check on an invented list what must hold of every answer: its order, its silence, and that company changes nothing.

    python benchmarks/order.py [--names 60000] [--queries 300] [--seed 5]

Checks, each through the public interface, each with the first cases that break it:
  evidence     of two entities of one name, the one whose date, country and identifier agree stands first, alone there
  doubt        another year of birth or another country never raises a score, and lowers that of the same person
  silence      a legal form, a trade word, or two of them, asked alone, hit nothing
  company      the answer to a query is the same alone, in one batch, in another order, and beside its own double
  rows         the answers are the same when the list's rows come in another order
Ends with code 1 where one fails.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from corpus import ensure_corpus
from invented import load_cultures
from listed import ListedEntities, read_queries, to_parties

from enduse.model.party import Party
from enduse.model.screening import Entity, Hit
from enduse.screening.desk import screen, screen_many
from enduse.screening.index import NameIndex

Check = Iterator[str]


def check_evidence(names: Sequence[Party], index_of: Callable[[Iterable[Entity]], Desk]) -> Check:
    """Yield the names of which a bare twin is not behind the one that everything agrees with."""
    for number, party in enumerate(names):
        bare = Entity(
            id=f"a-bare-{number}", schema="Person", caption=party.name, properties=(("name", (party.name,)),),
            sources=("invented",), is_listed=True,
        )
        whole = replace(bare, id=f"b-whole-{number}", properties=(
            ("birthDate", (party.birth_date,)), ("country", (party.country,)), ("name", (party.name,)),
            ("passportNumber", (f"X{number:07}",)),
        ))
        asked = replace(party, identifiers=(("passportNumber", f"X{number:07}"),))
        hits = index_of((bare, whole)).screen(asked)
        if not hits or hits[0].entity.id != whole.id or (len(hits) > 1 and hits[1].score >= hits[0].score):
            yield f"{party.name}: {[(hit.entity.id, round(hit.score, 3)) for hit in hits]}"


def check_doubt(names: Sequence[Party], index_of: Callable[[Iterable[Entity]], Desk]) -> Check:
    """Yield the names of which a contradiction raises the score, or leaves it as it was."""
    for number, party in enumerate(names):
        entity = Entity(
            id=f"a-{number}", schema="Person", caption=party.name, sources=("invented",), is_listed=True,
            properties=(
                ("birthDate", (party.birth_date,)), ("country", (party.country,)), ("name", (party.name,)),
            ),
        )
        desk = index_of((entity,))
        year = int(party.birth_date[:4])
        bare = replace(party, country="", birth_date="")
        other_year = replace(bare, birth_date=f"{year - 17}{party.birth_date[4:]}")
        other_country = replace(bare, country="nz")
        for asked, what in ((other_year, "another year"), (other_country, "another country")):
            with_doubt, without = desk.best_score(asked), desk.best_score(bare)
            if with_doubt > without or (what == "another year" and with_doubt == without):
                yield f"{party.name}, {what}: {with_doubt:.3f}, without {without:.3f}"


def check_silence(desk: Desk, random: Random, count: int) -> Check:
    """Yield the common words that hit something when nothing else is asked."""
    words = sorted({spelling for culture in load_cultures() for part in (*culture.words, *culture.forms)
                    for spelling in part[0][1] if culture.code in ("en", "de", "fr", "es")})
    pairs = (" ".join(random.sample(words, 2)) for _ in range(count))
    for name in ("CORP", "Corp.", "LLC", "The Company", "Trading Company", "International Trading", *words, *pairs):
        hits = desk.screen(Party(name=name, kind="Company"))
        if hits:
            yield f"{name} -> {hits[0].matched_name} {hits[0].score:.2f}"


def check_company(desk: Desk, parties: Sequence[Party], random: Random) -> Check:
    """Yield the queries whose answer depends on what else is asked."""
    alone = [desk.screen(party) for party in parties]
    order = random.sample(range(len(parties)), len(parties))
    doubled = [party for party in parties for _ in range(2)]
    batches = {
        "in one batch": list(desk.screen_many(parties)),
        "in another order": [hits for _, hits in sorted(zip(
            order, desk.screen_many([parties[at] for at in order]), strict=True), key=lambda pair: pair[0])],
        "beside its double": list(desk.screen_many(doubled))[1::2],
    }
    for what, answers in batches.items():
        for party, left, right in zip(parties, alone, answers, strict=True):
            if left != right:
                yield f"{party.name}, {what}: {_brief(left)} alone, {_brief(right)}"


def check_rows(desk: Desk, other: Desk, parties: Sequence[Party]) -> Check:
    """Yield the queries whose answer depends on the order of the list's rows."""
    for party, left, right in zip(parties, desk.screen_many(parties), other.screen_many(parties), strict=True):
        if left != right:
            yield f"{party.name}: {_brief(left)}, {_brief(right)}"


def _brief(hits: Sequence[Hit]) -> str:
    return ", ".join(f"{hit.entity.id} {hit.score:.4f}" for hit in hits[:3]) or "nothing"


class Desk:
    """An index with its entities."""

    def __init__(self, index: NameIndex, entities: Callable[[Sequence[str]], Mapping[str, Entity]]) -> None:
        self._index, self._entities = index, entities

    @classmethod
    def over(cls, entities: Iterable[Entity]) -> Desk:
        """Index a few entities."""
        known = {entity.id: entity for entity in entities}
        rows = [(e.id, "name", name, e.schema, "") for e in known.values() for name in e.values("name")]
        passports = ((e, value) for e in known.values() for value in e.values("passportNumber"))
        numbers = [(e.id, "passportNumber", value, e.schema, "") for e, value in passports]
        index = NameIndex.build(rows, identifiers=numbers)
        return cls(index, lambda ids: {key: known[key] for key in ids if key in known})

    def screen(self, party: Party) -> tuple[Hit, ...]:
        """Screen one party."""
        return screen(party, index=self._index, entities=self._entities)

    def screen_many(self, parties: Iterable[Party]) -> Iterator[tuple[Hit, ...]]:
        """Screen parties as one batch."""
        return screen_many(parties, index=self._index, entities=self._entities)

    def best_score(self, party: Party) -> float:
        """Return the best score, however low."""
        hits = screen(party, index=self._index, entities=self._entities, threshold=0.0)
        return round(hits[0].score, 9) if hits else 0.0


def main() -> None:
    """Print one line a check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=60_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--corpus", type=Path, help="where corpora are kept")
    options = parser.parse_args()
    random = Random(options.seed)
    folder = ensure_corpus(options.names, root=options.corpus)
    queries = read_queries(folder / "load.jsonl")
    dated = to_parties([q for q in queries if q["birth_date"] and q["name"].isascii()][:40], with_facts=True)
    mixed = to_parties(random.sample(read_queries(folder / "recall.jsonl"), options.queries // 2), with_facts=True)
    mixed += to_parties(queries[:options.queries // 2])
    entities = ListedEntities(folder)
    rows = list(entities.rows())
    desk = Desk(NameIndex.build(rows), entities)
    random.shuffle(rows)
    shuffled = Desk(NameIndex.build(rows), entities)
    del rows
    checks = {
        "evidence": check_evidence(dated, Desk.over), "doubt": check_doubt(dated, Desk.over),
        "silence": check_silence(desk, random, 100), "company": check_company(desk, mixed, random),
        "rows": check_rows(desk, shuffled, mixed),
    }
    has_failed = False
    for name, check in checks.items():
        broken = list(check)
        has_failed = has_failed or bool(broken)
        print(f"{name:10} {'holds' if not broken else f'broken in {len(broken)} cases'}", flush=True)
        for line in broken[:5]:
            print(f"    {line}")
    sys.exit(has_failed)


if __name__ == "__main__":
    main()

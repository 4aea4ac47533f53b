"""Measure screening on invented names: building, the first answer, answers a second, recall under edits.

    python benchmarks/screening.py [--names 60000] [--queries 500]

Names are made of syllables from a fixed seed, so the figures can be repeated; they
say nothing of accuracy on real names (see `matching.py` for labelled pairs).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from random import Random

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.screening.desk import screen
from enduse.screening.index import NameIndex, NameRow

_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "ik", "esh")]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=60_000)
    parser.add_argument("--queries", type=int, default=500)
    arguments = parser.parse_args()
    random = Random(20)
    rows: list[NameRow] = [(f"x-{n:07}", "name", make_name(random), "Person", "") for n in range(arguments.names)]
    names = {row[0]: row[2] for row in rows}

    def entities(ids: Sequence[str]) -> dict[str, Entity]:
        return {
            key: Entity(id=key, schema="Person", caption=names[key], properties=(("name", (names[key],)),), sources=())
            for key in ids
        }

    start = time.perf_counter()
    index = NameIndex.build(rows)
    print(f"{len(index)} names: built in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    screen(Party(name=make_name(random)), index=index, entities=entities)
    print(f"first answer: {time.perf_counter() - start:.3f} s")
    chosen = random.sample(rows, min(arguments.queries, len(rows)))
    for edits in (0, 1, 2):
        queries = [(row[0], harm(random, row[2], edits)) for row in chosen]
        start = time.perf_counter()
        found = sum(
            any(hit.entity.id == key for hit in screen(Party(name=name, kind="Person"), index=index, entities=entities))
            for key, name in queries
        )
        rate = len(queries) / (time.perf_counter() - start)
        print(f"{edits} edits: {rate:.0f} parties/s, recall (over the threshold, in ten) {found / len(queries):.3f}")


def make_name(random: Random) -> str:
    """Make a name of two to four words."""
    return " ".join("".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) for _ in range(random.randint(2, 4)))


def harm(random: Random, name: str, edits: int) -> str:
    """Make edits, at most one in four letters of a word, and shuffle the words."""
    words = name.split()
    room = [at for at, word in enumerate(words) for _ in range(len(word) // 4)]
    for at in random.sample(room, min(edits, len(room))):
        place = random.randrange(len(words[at]))
        words[at] = words[at][:place] + random.choice(["", "a", "n", "t"]) + words[at][place + 1:]
    return " ".join(random.sample(words, len(words)))


if __name__ == "__main__":
    main()

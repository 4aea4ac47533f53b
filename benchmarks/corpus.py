"""Make a list of invented entities with any number of distinct names, and queries of which the answer is known.

    python benchmarks/corpus.py --names 250000 --out FOLDER [--queries 20000] [--per-class 1000] [--seed 20]

Writes three files of JSON Lines, the same bytes for the same seed:
  entities.ftm.json  the list, in FollowTheMoney's form
  load.jsonl         the mix for speed: 5 % noisy names of listed entities, 95 % strangers made as the list was
  recall.jsonl       the queries for recall: {class, name, kind, country, birth_date, truth}

Persons are 55 in 100. An entity of a culture with a script of its own is listed in Latin letters only (60 %), in both
(25 %) or in its own script only (15 %), with further spellings, orders and shortened names as aliases. Two entities
never share the words of a name in its usual spelling, legal form aside, and a stranger never those of an entity.
Names are streamed; memory grows by some 100 bytes a name, to know which were taken.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import gettempdir

from invented import Invention, invent, shorten, write_latin, write_native
from noise import HARMS, write_other_script

_VERSION = "2"  # of what is made: a folder made by another is made again
_SPARE = 3  # entities kept for each query of a class, as not every one fits it


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entity: its names as (property, text), which scripts they are in, and its date of birth."""

    id: str
    made: Invention
    names: tuple[tuple[str, str], ...]
    has: str
    birth_date: str

    def latin_names(self) -> tuple[str, ...]:
        """Return the whole names in Latin letters."""
        return tuple(text for prop, text in self.names if prop != "weakAlias" and _is_latin(text) and " " in text)


def stream_listed(random: Random, taken: set[int]) -> Iterator[Listed]:
    """Yield entities without end; `taken` receives the hashes of the words and names in use."""
    number = 0
    while True:
        made = invent(random)
        key = hash(_usual_words(made))
        if key in taken:
            continue
        has = "latin" if made.culture.is_latin else random.choices(("latin", "both", "native"), (60, 25, 15))[0]
        names: list[tuple[str, str]] = []
        for is_weak, text in _names_of(made, has, random):
            mark = hash(text.casefold())
            if mark not in taken:
                taken.add(mark)
                names.append(("weakAlias" if is_weak else "alias" if names else "name", text))
        if not names:
            continue
        taken.add(key)
        number += 1
        birth = ""
        if made.schema == "Person" and random.random() < 0.6:
            birth = f"{random.randint(1935, 2004)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        yield Listed(id=f"inv-{number:07}", made=made, names=tuple(names), has=has, birth_date=birth)


def _usual_words(made: Invention) -> tuple[str, ...]:
    return tuple(sorted("".join(latin[0] for _, latin in part).lower() for role, part in made.parts if role != "l"))


def _is_latin(text: str) -> bool:
    return all(char < "\u0250" for char in text)


def _names_of(made: Invention, has: str, random: Random) -> Iterator[tuple[bool, str]]:
    """Yield the names of an entity, the main one first, each with whether it is a weak one."""
    if has != "latin" and (has == "native" or random.random() < 0.3):
        yield False, write_native(made)
    if has != "native":
        yield False, write_latin(made, random, is_plain=random.random() < 0.6)
        for _ in range(random.choice((1, 1, 2, 2, 3, 4))):
            yield False, write_latin(made, random, is_plain=False)
    if has == "both" or (made.culture.is_latin and random.random() < 0.7):
        yield False, write_native(made)
    words = _write(made, has, random).split()
    if len(words) > 1 and random.random() < 0.4:
        turn = random.randrange(1, len(words))
        yield False, f"{' '.join(words[turn:])}, {' '.join(words[:turn])}" if made.schema == "Person" else " ".join(
            [*words[turn:], *words[:turn]]
        )
    if random.random() < 0.4:
        yield False, _write(shorten(made), has, random)
    if len(words) > 1 and made.schema == "Person" and random.random() < 0.1:
        yield True, " ".join([f"{words[0][:1]}.", *words[1:]])


def _write(made: Invention, has: str, random: Random) -> str:
    return write_native(made) if has == "native" else write_latin(made, random, is_plain=True)


def make_corpus(folder: Path, *, names: int, queries: int, per_class: int, seed: int) -> int:
    """Write the three files; return how many entities there are."""
    random, chance, taken = Random(seed), Random(seed + 1), set[int]()
    stream = stream_listed(random, taken)
    pools: defaultdict[str, list[Listed]] = defaultdict(list)
    seen: defaultdict[str, int] = defaultdict(int)
    written = entities = 0
    with (folder / "entities.ftm.json").open("w", encoding="utf-8", newline="\n") as out:
        while written < names:
            listed = next(stream)
            out.write(_write_entity(listed))
            written += len(listed.names)
            entities += 1
            for pool in ("all", f"{listed.made.culture.code} {listed.has}"):
                _keep(pools[pool], listed, seen, pool, chance, most=_SPARE * per_class)
    everyone = pools["all"]
    with (folder / "load.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        for _ in range(queries):
            if chance.random() < 0.05:
                out.write(_noisy_query(chance, everyone))
            else:
                stranger = next(stream)
                out.write(_query("stranger", chance.choice(stranger.names)[1], stranger, truth="") + "\n")
    with (folder / "recall.jsonl").open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(_recall_queries(pools, chance, per_class))
    (folder / "made").write_text(f"{_VERSION} {names} {queries} {per_class} {seed} {entities} {written}\n")
    return entities


def _keep(
    pool: list[Listed], listed: Listed, seen: defaultdict[str, int], name: str, random: Random, *, most: int
) -> None:
    """Keep an even sample of what goes by (reservoir sampling)."""
    seen[name] += 1
    if len(pool) < most:
        pool.append(listed)
    elif (at := random.randrange(seen[name])) < most:
        pool[at] = listed


def _noisy_query(random: Random, everyone: list[Listed]) -> str:
    """Return a query for a listed entity, harmed by a class drawn at random."""
    while True:
        listed = random.choice(everyone)
        if random.random() < 0.1:
            other = write_other_script(listed.made, listed.has, random)
            if other:
                return _query(*other, listed, truth=listed.id) + "\n"
        noise = random.choice(list(HARMS))
        harmed = HARMS[noise](listed.latin_names(), listed.made, random) if listed.latin_names() else None
        if harmed:
            return _query(noise, harmed, listed, truth=listed.id) + "\n"


def _recall_queries(pools: defaultdict[str, list[Listed]], random: Random, per_class: int) -> Iterator[str]:
    for noise, harm in HARMS.items():
        made = 0
        for listed in random.sample(pools["all"], len(pools["all"])):
            harmed = harm(listed.latin_names(), listed.made, random) if listed.latin_names() else None
            if harmed and made < per_class:
                made += 1
                yield _query(noise, harmed, listed, truth=listed.id) + "\n"
    counts: defaultdict[str, int] = defaultdict(int)
    for pool in sorted(pools):
        for listed in pools[pool] if pool != "all" else ():
            other = write_other_script(listed.made, listed.has, random)
            if other and counts[other[0]] < per_class:
                counts[other[0]] += 1
                yield _query(*other, listed, truth=listed.id) + "\n"


def _query(noise: str, name: str, listed: Listed, *, truth: str) -> str:
    row = {
        "class": noise, "name": name, "kind": listed.made.schema, "country": listed.made.country,
        "birth_date": listed.birth_date, "truth": truth,
    }
    return json.dumps(row, ensure_ascii=False)


def _write_entity(listed: Listed) -> str:
    properties: dict[str, list[str]] = {}
    for prop, text in listed.names:
        properties.setdefault(prop, []).append(text)
    properties["country"] = [listed.made.country]
    if listed.birth_date:
        properties["birthDate"] = [listed.birth_date]
    row = {"id": listed.id, "schema": listed.made.schema, "properties": properties}
    return json.dumps(row, ensure_ascii=False) + "\n"


def ensure_corpus(names: int, *, root: Path | None = None, per_class: int = 1000, queries: int = 20_000) -> Path:
    """Return a folder with a corpus of that many names, made by a process of its own where it is not there yet.

    Made apart so that its memory is not counted with that of what is measured.
    """
    folder = (root or Path(gettempdir()) / "enduse-corpus") / f"{names}-{per_class}-{queries}"
    mark = folder / "made"
    if not mark.is_file() or not mark.read_text().startswith(f"{_VERSION} "):
        command = [sys.executable, __file__, "--names", str(names), "--out", str(folder), "--queries", str(queries)]
        subprocess.run([*command, "--per-class", str(per_class)], check=True)
    return folder


def main() -> None:
    """Make one corpus and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=250_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=20_000)
    parser.add_argument("--per-class", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    entities = make_corpus(
        options.out, names=options.names, queries=options.queries, per_class=options.per_class, seed=options.seed,
    )
    print(f"{entities:,} invented entities with {options.names:,} names in {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()

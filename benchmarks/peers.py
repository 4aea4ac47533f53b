"""Run the load and the recall queries of a corpus through other programs, one core, beside our rate.

    python benchmarks/peers.py CORPUS [--ours RATE] [--seconds 10] [--only WORD]

Needs nothing of ours, so that it may run in an environment of its own; a program that cannot be imported there is named
as absent. What each does for one query:
  rapidfuzz        scores every name of the list (folded by anyascii, words sorted), ten best kept; no reasons
  TF-IDF           three-letter pieces, sparse product with the ten best kept (sparse_dot_topn); no reasons
  nomenklatura     its own blocker on the whole batch, then its scorer on each candidate (one of logic-v1, logic-v2)
Rates are of the processor's clock; rapidfuzz and the products are held to one thread, DuckDB to one too. A time of one
query alone is given where it differs. Recall is of the true one among the ten best, over 100 queries of each class.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

CLASSES = (
    "exact", "permuted", "joined or split", "one edit", "two edits, one in four letters", "two edits, any",
    "token missing",
)
Row = dict[str, Any]
Answers = Callable[[Sequence[Row]], Iterator[Sequence[str]]]


def read_lines(path: Path) -> Iterator[Row]:
    """Yield the objects of a file of JSON Lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_names(folder: Path) -> tuple[list[str], list[str]]:
    """Return the ids and the names of a list, a name a row."""
    ids, names = [], []
    for row in read_lines(folder / "entities.ftm.json"):
        for prop in ("name", "alias", "previousName", "weakAlias"):
            for name in row["properties"].get(prop, ()):
                ids.append(row["id"])
                names.append(name)
    return ids, names


def fold(name: str) -> str:
    """Romanise, lower and sort the words: the usual preparation of those who use these programs."""
    return " ".join(sorted(re.findall(r"[a-z0-9]+", import_module("anyascii").anyascii(name).lower())))


def best_ten(scores: Any, ids: Sequence[str]) -> list[str]:
    """Return the ids of the ten best rows."""
    numpy = import_module("numpy")
    count = min(10, len(ids))
    chosen = numpy.argpartition(-scores, count - 1)[:count]
    return [ids[at] for at in chosen[numpy.argsort(-scores[chosen], kind="stable")]]


def use_rapidfuzz(folder: Path, scorer: str) -> Answers:
    """Score everything by brute force."""
    process, _ = import_module("rapidfuzz.process"), import_module("numpy")
    jaro_winkler = import_module("rapidfuzz.distance").JaroWinkler.normalized_similarity
    function = jaro_winkler if scorer == "JaroWinkler" else getattr(import_module("rapidfuzz.fuzz"), scorer)
    ids, names = read_names(folder)
    folded = [fold(name) for name in names]

    def answer(queries: Sequence[Row]) -> Iterator[Sequence[str]]:
        for start in range(0, len(queries), 32):
            asked = [fold(query["name"]) for query in queries[start:start + 32]]
            for row in process.cdist(asked, folded, scorer=function, workers=1):
                yield best_ten(row, ids)

    return answer


def use_tfidf(folder: Path) -> Answers:
    """Multiply vectors of three-letter pieces."""
    text, product = import_module("sklearn.feature_extraction.text"), import_module("sparse_dot_topn")
    ids, names = read_names(folder)
    vectors = text.TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=import_module("numpy").float32)
    listed = vectors.fit_transform([fold(name) for name in names]).T.tocsr()

    def answer(queries: Sequence[Row]) -> Iterator[Sequence[str]]:
        asked = vectors.transform([fold(query["name"]) for query in queries])
        found = product.sp_matmul_topn(asked, listed, top_n=10, n_threads=1, sort=True)
        for at in range(len(queries)):
            yield [ids[column] for column in found.indices[found.indptr[at]:found.indptr[at + 1]]]

    return answer


class _Listed:
    """What nomenklatura's index asks of a view: all entities."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._starts: dict[str, int] = {}
        self._kept: dict[str, Any] = {}

    def entities(self, include_schemata: Any = None) -> Iterator[Any]:  # noqa: ARG002
        """Yield the list's entities as FollowTheMoney's, and note where each stands."""
        at = 0
        with (self._folder / "entities.ftm.json").open("rb") as lines:
            for line in lines:
                row = json.loads(line)
                self._starts[row["id"]] = at
                at += len(line)
                yield _to_entity(row)

    def entity(self, key: str) -> Any:
        """Return an entity, kept once it was asked for."""
        if key not in self._kept:
            with (self._folder / "entities.ftm.json").open("rb") as lines:
                lines.seek(self._starts[key])
                self._kept[key] = _to_entity(json.loads(lines.readline()))
        return self._kept[key]


def _to_entity(row: Row) -> Any:
    ftm = import_module("followthemoney")
    return ftm.StatementEntity.from_data(
        ftm.Dataset.make({"name": "invented", "title": "invented"}),
        {"id": row["id"], "schema": row["schema"], "properties": row["properties"], "datasets": ["invented"]},
    )


def use_nomenklatura(folder: Path, algorithm: str, scratch: Path) -> Answers:
    """Block with DuckDB, then score every candidate."""
    blocker, matching = import_module("nomenklatura.blocker"), import_module("nomenklatura.matching")
    scorer = matching.get_algorithm(algorithm)
    settings = scorer.default_config()
    listed = _Listed(folder)
    index = blocker.Index(listed, scratch / algorithm)
    index.con.execute("SET threads = 1")
    index.build()

    def answer(queries: Sequence[Row]) -> Iterator[Sequence[str]]:
        asked = {f"q{at}": _to_entity({
            "id": f"q{at}", "schema": query["kind"], "properties": {"name": [query["name"]]},
        }) for at, query in enumerate(queries)}
        found: dict[str, list[str]] = {}
        for key, candidates in index.match_entities(asked.values()):
            scored = [
                (-scorer.compare(asked[str(key)], listed.entity(str(other)), settings).score, str(other))
                for other, _ in candidates
            ]
            found[str(key)] = [other for _, other in sorted(scored)[:10]]
        for key in asked:
            yield found.get(key, [])

    return answer


def measure(name: str, make: Callable[[], Answers], folder: Path, *, seconds: float, ours: float) -> None:
    """Print the two lines of one program; nomenklatura gets batches of 300 at least, which it is made for."""
    start = time.process_time()
    try:
        answer = make()
    except ImportError as exc:
        print(f"  {name:30} absent: {exc}", flush=True)
        return
    build = time.process_time() - start
    load = read_lines(folder / "load.jsonl")
    drain(answer(list(islice(load, 20))))
    start = time.process_time()
    drain(answer(list(islice(load, 20))))
    pilot = max(1e-4, (time.process_time() - start) / 20)
    size = max(300 if name.startswith("nomenklatura") else 20, min(5000, int(seconds / 3 / pilot)))
    rates = []
    for _ in range(3):
        chunk = list(islice(load, size))
        start = time.process_time()
        drain(answer(chunk))
        rates.append(len(chunk) / (time.process_time() - start))
    alone = sorted(time_one(answer, query) for query in islice(load, 9))
    rate = median(rates)
    ratio = f"ours x {ours / rate:,.0f}" if ours else ""
    print(f"  {name:30} {rate:9.1f}/s  one alone {alone[4] * 1e3:8.1f} ms  built {build:6.1f} s  {ratio}")
    print(f"  {'':30} {tell_recall(answer, folder)}", flush=True)


def time_one(answer: Answers, query: Row) -> float:
    """Return the seconds that one query takes by itself."""
    start = time.perf_counter()
    drain(answer([query]))
    return time.perf_counter() - start


def drain(answers: Iterable[Any]) -> None:
    """Take all answers."""
    for _ in answers:
        pass


def tell_recall(answer: Answers, folder: Path, *, per_class: int = 100) -> str:
    """Return the recall of each class in a line."""
    chosen: defaultdict[str, list[Row]] = defaultdict(list)
    for query in read_lines(folder / "recall.jsonl"):
        if query["class"] in CLASSES and len(chosen[query["class"]]) < per_class:
            chosen[query["class"]].append(query)
    everything = [query for queries in chosen.values() for query in queries]
    right: defaultdict[str, int] = defaultdict(int)
    for query, found in zip(everything, answer(everything), strict=True):
        right[query["class"]] += query["truth"] in found
    return ", ".join(f"{noise} {right[noise] / len(queries):.2f}" for noise, queries in chosen.items())


def main() -> None:
    """Print two lines a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--ours", type=float, default=0.0, help="our rate, to print ratios")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each program")
    parser.add_argument("--only", default="", help="programs whose name has this in it")
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with TemporaryDirectory() as scratch:
        makers: dict[str, Callable[[], Answers]] = {
            "rapidfuzz ratio": lambda: use_rapidfuzz(options.corpus, "ratio"),
            "rapidfuzz Jaro-Winkler": lambda: use_rapidfuzz(options.corpus, "JaroWinkler"),
            "TF-IDF, sparse_dot_topn": lambda: use_tfidf(options.corpus),
            "nomenklatura, logic-v1": lambda: use_nomenklatura(options.corpus, "logic-v1", Path(scratch)),
            "nomenklatura, logic-v2": lambda: use_nomenklatura(options.corpus, "logic-v2", Path(scratch)),
        }
        for name, make in makers.items():
            if options.only in name:
                measure(name, make, options.corpus, seconds=options.seconds, ours=options.ours)


if __name__ == "__main__":
    main()

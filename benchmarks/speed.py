"""Measure whole screenings (normalising, finding, scoring, reasons) per core, and how that grows with the list.

    python benchmarks/speed.py [--names 60000 250000 1000000] [--seconds 5] [--rounds 5] [--facts]
                               [--peers] [--peer-python PATH] [--corpus FOLDER]

The load is 5 % noisy names of listed entities and 95 % strangers (see `corpus.py`). Each size runs in a process of
its own; each round takes queries that no round before it had. Rates are medians over rounds, by the clock of the
processor, with the lowest and highest beside them; so is the machine's limit, for a rate means little without it.
`finding` is the index alone, many at a time, without comparing names and without reasons.
`--names 5000000` is made on demand: it takes some minutes and 2 GB to make.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from math import exp, log
from pathlib import Path
from statistics import median
from typing import Any

from corpus import ensure_corpus
from listed import ListedEntities, read_queries, to_parties
from machine import describe, peak, resident

from enduse.model.party import Party
from enduse.screening.desk import screen, screen_many
from enduse.screening.index import NameIndex

QUERIES = 150_000
TARGETS = {250_000: 30_000, 1_000_000: 15_000, 5_000_000: 8_000}


def measure(folder: Path, *, seconds: float, rounds: int, with_facts: bool) -> dict[str, Any]:
    """Build one index and time screenings against it."""
    before = resident()
    entities = ListedEntities(folder)
    start = time.perf_counter()
    index = NameIndex.build(entities.rows())
    build = time.perf_counter() - start
    reading = time_reading(folder)
    parties = to_parties(read_queries(folder / "load.jsonl"), with_facts=with_facts)
    at = 200
    run_many(parties[:at], index, entities)
    pilot = run_many(parties[at:at + 200], index, entities)
    at += 200
    size = max(50, min(int(200 / pilot * seconds), (len(parties) - at - 2000) // rounds))
    rates = []
    hits = 0
    for _ in range(rounds):
        chunk = parties[at:at + size]
        at += size
        start = time.process_time()
        for found in screen_many(chunk, index=index, entities=entities):
            hits += bool(found)
        rates.append(len(chunk) / (time.process_time() - start))
    names = [party.name for party in parties[at:at + size]] or [party.name for party in parties[:size]]
    start = time.process_time()
    for _ in index.find_many(names):
        pass
    finding = len(names) / (time.process_time() - start)
    singles = sorted(time_one(party, index, entities) for party in parties[-2000:][:max(100, min(2000, size))])
    return {
        "names": len(index), "finding": finding, "build_s": build, "reading_s": reading, "rates": rates,
        "queries": size * rounds,
        "hit_share": hits / (size * rounds), "p50_ms": singles[len(singles) // 2],
        "p99_ms": singles[len(singles) * 99 // 100], "resident_mb": resident() - before, "peak_mb": peak(),
        "machine": describe(),
    }


def time_reading(folder: Path) -> float:
    """Return the seconds that reading the list takes alone, which building includes."""
    start = time.perf_counter()
    for _ in ListedEntities(folder).rows():
        pass
    return time.perf_counter() - start


def run_many(parties: Sequence[Party], index: NameIndex, entities: ListedEntities) -> float:
    """Screen parties and return the seconds of the processor it took."""
    start = time.process_time()
    for _ in screen_many(parties, index=index, entities=entities):
        pass
    return max(1e-6, time.process_time() - start)


def time_one(party: Party, index: NameIndex, entities: ListedEntities) -> float:
    """Return the milliseconds of one screening by itself."""
    start = time.perf_counter()
    screen(party, index=index, entities=entities)
    return (time.perf_counter() - start) * 1e3


def fit_growth(sizes: Sequence[float], costs: Sequence[float]) -> tuple[float, float]:
    """Return the exponent b and factor a of cost = a * size ** b, by least squares on logarithms."""
    xs, ys = [log(size) for size in sizes], [log(cost) for cost in costs]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    b = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)
    return b, exp(mean_y - b * mean_x)


def tell(told: dict[str, Any], asked: int) -> str:
    """Return one line of the table."""
    rate = median(told["rates"])
    target = TARGETS.get(asked)
    share = f"{rate / target:6.2f}x of {target:,}" if target else ""
    return (
        f"{told['names']:>10,} {rate:>10,.0f} {min(told['rates']):>9,.0f}-{max(told['rates']):<9,.0f} "
        f"{told['finding']:>9,.0f} "
        f"{told['p50_ms']:>7.2f} {told['p99_ms']:>7.2f} {told['build_s'] - told['reading_s']:>8.1f} "
        f"{told['resident_mb']:>8.0f} {told['peak_mb']:>8.0f} {told['hit_share']:>6.1%} {share}"
    )


def main() -> None:
    """Print one line a size, the law of growth, and the peers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, nargs="+", default=[60_000, 250_000])
    parser.add_argument("--seconds", type=float, default=5.0, help="of each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--facts", action="store_true", help="ask with country and date of birth")
    parser.add_argument("--corpus", type=Path, help="where corpora are kept")
    parser.add_argument("--peers", action="store_true", help="also run other programs, where they can be imported")
    parser.add_argument("--peer-python", type=Path, default=Path(sys.executable), help="the interpreter that has them")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        told = measure(options.one, seconds=options.seconds, rounds=options.rounds, with_facts=options.facts)
        print(json.dumps(told))
        return
    print(f"{'names':>10} {'a second':>10} {'lowest-highest':^19} {'finding':>9} {'p50 ms':>7} {'p99 ms':>7} "
          f"{'build s':>8} {'MB':>8} {'peak MB':>8} {'hits':>6}")
    results: list[tuple[int, dict[str, Any]]] = []
    for names in options.names:
        folder = ensure_corpus(names, root=options.corpus, queries=QUERIES)
        command = [sys.executable, __file__, "--one", str(folder), "--seconds", str(options.seconds)]
        command += ["--rounds", str(options.rounds), *(["--facts"] if options.facts else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{names:,} names: {done.stderr[-2000:]}")
        told = json.loads(done.stdout)
        results.append((names, told))
        print(tell(told, names), flush=True)
        print(f"{'':10} {told['machine']}", flush=True)
        if options.peers:
            peers = [str(options.peer_python), str(Path(__file__).parent / "peers.py")]
            subprocess.run([*peers, str(folder), "--ours", f"{median(told['rates']):.1f}"], check=False)
    if len(results) > 1:
        power, factor = fit_growth([r["names"] for _, r in results], [1e6 / median(r["rates"]) for _, r in results])
        print(f"a screening costs {factor:.3g} us x names ^ {power:.2f}, over {len(results)} sizes")


if __name__ == "__main__":
    main()

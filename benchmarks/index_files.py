"""Measure the index of a workspace: built from the record, opened again, and the memory of either.

    python benchmarks/index_files.py [--names 250000] [--queries 500] [--plain 1000000]

An invented list is loaded into a workspace; a process of its own then builds the index from the record (targets at a
million entities: 60 s, 2 GB), another opens it (target: 50 ms) and screens through `Workspace.screen` (target: 600 MB
resident at 250,000 names). Opening is told twice, as the first time may find the files outside the system's cache.
`--plain` does the same with so many firms of one name and a country each, as a customer file has them.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus import ensure_corpus
from listed import read_queries, to_parties
from machine import Clock, describe, peak, resident


def build(home: Path) -> dict[str, Any]:
    """Build the index from the record."""
    from enduse.workspace.indexing import open_index
    from enduse.workspace.opening import Workspace

    before = resident()
    with Workspace(home) as workspace:
        view = workspace.view(workspace.viewpoint())
        with Clock() as clock:
            index = open_index(view)
        return {"told": str(clock), "names": len(index), "peak_mb": peak(), "before_mb": before}


def use(home: Path, asked: Path, queries: int) -> dict[str, Any]:
    """Open the index, twice, and screen."""
    from enduse.workspace.indexing import open_index
    from enduse.workspace.opening import Workspace

    parties = to_parties(read_queries(asked, most=queries))
    before = resident()
    with Workspace(home) as workspace:
        view = workspace.view(workspace.viewpoint())
        start = time.perf_counter()
        open_index(view)
        first = time.perf_counter() - start
        start = time.perf_counter()
        open_index(view)
        again = time.perf_counter() - start
        opened = resident()
        start = time.perf_counter()
        answers = workspace.screen(parties)
        next(answers)
        answer = time.perf_counter() - start
        start = time.process_time()
        rest = sum(1 for _ in islice(answers, queries))
        rate = rest / max(1e-6, time.process_time() - start)
    return {
        "first_ms": first * 1e3, "again_ms": again * 1e3, "opened_mb": opened - before, "answer_ms": answer * 1e3,
        "rate": rate, "resident_mb": resident(),
    }


def write_plain(count: int, folder: Path) -> Path:
    """Write invented firms of one name and a country, as FollowTheMoney entities."""
    dice = random.Random(5)
    syllables = [head + tail for head in "bdfgklmnprstvz" for tail in ("a", "e", "i", "o", "u", "an", "or", "el", "im")]
    words = ["".join(dice.choices(syllables, k=dice.randint(2, 3))).title() for _ in range(120_000)]
    path = folder / "entities.ftm.json"
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            name = " ".join(dice.choices(words, k=dice.randint(2, 3)))
            said = {"name": [name], "country": [dice.choice(("de", "fr", "us", "tr", "cn", "ru", "ae", "in"))]}
            out.write(json.dumps({"id": f"inv-{number}", "schema": "Company", "properties": said}) + "\n")
    return path


def ask(step: str, *arguments: str) -> dict[str, Any]:
    """Run one step in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--step", step, *arguments], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        sys.exit(f"{step}: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def main() -> None:
    """Print one line a step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, nargs="+", default=[250_000])
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--corpus", type=Path, help="where corpora are kept")
    parser.add_argument("--step", choices=("build", "use"), help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--asked", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--plain", type=int, help="so many plain firms in place of the invented lists")
    options = parser.parse_args()
    if options.step:
        built = build(options.home) if options.step == "build" else use(options.home, options.asked, options.queries)
        print(json.dumps(built))
        return
    from enduse.workspace.opening import Workspace

    for names in [options.plain] if options.plain else options.names:
        with TemporaryDirectory() as place:
            folder = ensure_corpus(60_000 if options.plain else names, root=options.corpus)
            listed = write_plain(names, Path(place)) if options.plain else folder / "entities.ftm.json"
            home = Path(place) / "w"
            with Clock() as clock, Workspace.create(home) as workspace:
                loaded = workspace.load(
                    [listed], source="ftm", name="invented", published=date(2026, 1, 1)
                )
            print(f"{names:,} names, {loaded.records:,} entities: loaded in {clock}; "
                  f"{describe()}", flush=True)
            shutil.rmtree(home / "index", ignore_errors=True)  # loading made it: make it again, to time that alone
            told = ask("build", "--home", str(home))
            size = sum(path.stat().st_size for path in (home / "index").rglob("*"))
            print(f"  built from the record in {told['told']}, {told['peak_mb']:.0f} MB at most "
                  f"({told['before_mb']:.0f} before); files {size / 1e6:.0f} MB", flush=True)
            told = ask("use", "--home", str(home), "--asked", str(folder / "load.jsonl"), "--queries",
                       str(options.queries))
            print(f"  opened in {told['first_ms']:.1f} ms, again in {told['again_ms']:.1f} ms, "
                  f"{told['opened_mb']:.0f} MB more; first answer after {told['answer_ms']:.0f} ms; "
                  f"{told['rate']:,.0f} parties/s; {told['resident_mb']:.0f} MB resident", flush=True)


if __name__ == "__main__":
    main()

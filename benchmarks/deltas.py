"""Move a list from one version to the next: how long the index takes to follow, whether its answers are those of a
fresh build, and how long it takes to say who of one's own parties is touched.

    python benchmarks/deltas.py [--names 60000] [--changed 1000] [--parties 100000] [--queries 2000]

The second version of the invented list differs in 1,000 entities: 400 with another name, 300 gone, 300 new. Told are
  the first build, and following the change (target: 1 s), both from the record and without reading the list file;
  answers compared byte for byte with those after the index was deleted and made anew;
  `enduse changes` over 100,000 saved parties (target: 20 s), a process of its own.
Ends with code 1 where answers differ or a target is missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from corpus import ensure_corpus, stream_listed
from invented import write_latin
from listed import read_queries
from loading import ENDUSE
from machine import Clock, describe
from speed import QUERIES

from enduse.workspace.indexing import open_index
from enduse.workspace.opening import Workspace

TARGET_FOLLOWING, TARGET_CHANGES = 1.0, 20.0


def write_next(first: Path, second: Path, *, changed: int) -> list[str]:
    """Write the next version of a list; return a name of every entity that differs."""
    rows = [json.loads(line) for line in first.read_text(encoding="utf-8").splitlines()]
    random = Random(9)
    chosen = sorted(random.sample(range(len(rows)), changed * 7 // 10))
    fresh = stream_listed(Random(99), set())
    names = []
    gone = set(random.sample(chosen, changed * 3 // 10))
    for at in chosen:
        properties = rows[at]["properties"]
        names.extend(properties.get("name", ())[:1])
        if at not in gone:
            alias = write_latin(next(fresh).made, random, is_plain=True)
            properties.setdefault("alias", []).append(alias)
            names.append(alias)
    added = [_write_new(next(fresh), number) for number in range(changed - len(chosen))]
    names.extend(row["properties"]["name"][0] for row in added)
    kept = [row for at, row in enumerate(rows) if at not in gone]
    with second.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in (*kept, *added))
    return names


def _write_new(listed: Any, number: int) -> dict[str, Any]:
    return {
        "id": f"new-{number:07}", "schema": listed.made.schema,
        "properties": {"name": [listed.names[0][1]], "country": [listed.made.country]},
    }


def write_parties(path: Path, names: Iterator[tuple[str, str]]) -> None:
    """Write parties to screen as JSON Lines."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for number, (name, kind) in enumerate(names):
            out.write(json.dumps({"id": f"p{number}", "name": name, "kind": kind}, ensure_ascii=False) + "\n")


def follow(workspace: Workspace) -> Clock:
    """Bring the index up to date and return the time it took."""
    view = workspace.view(workspace.viewpoint())
    with Clock() as clock:
        open_index(view)
    return clock


def load(workspace: Workspace, path: Path, day: date) -> Clock:
    """Load one version and return the time it took."""
    with Clock() as clock:
        workspace.load([path], source="ftm", name="invented", published=day)
    return clock


def time_command(*arguments: str) -> tuple[Clock, str]:
    """Run one command; return the time it took and what it printed."""
    with Clock() as clock:
        done = subprocess.run([*ENDUSE, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 4):
        sys.exit(f"enduse {' '.join(arguments)}: {done.stderr or done.stdout}")
    return clock, done.stdout


def measure(options: argparse.Namespace, home: Path) -> list[str]:
    """Print what each step took; return what fails."""
    folder = ensure_corpus(options.names, root=options.corpus, queries=QUERIES)
    first, second = folder / "entities.ftm.json", home / "second.ftm.json"
    names = write_next(first, second, changed=options.changed)
    queries = read_queries(folder / "load.jsonl")
    write_parties(home / "asked.jsonl", iter(
        [(q["name"], q["kind"]) for q in queries[:options.queries]] + [(name, "LegalEntity") for name in names[:500]]
    ))
    write_parties(home / "saved.jsonl", iter([(q["name"], q["kind"]) for q in queries[:options.parties]]))
    print(describe())
    failed = []
    with Workspace.create(home / "w") as workspace:
        print(f"first version loaded in {load(workspace, first, date(2026, 1, 1))}, index and all")
        shutil.rmtree(home / "w" / "index", ignore_errors=True)
        print(f"index built from the record in {follow(workspace)}", flush=True)
        shutil.copytree(home / "w" / "index", home / "before")
        if options.parties:
            kept, _ = time_command("-w", str(home / "w"), "portfolio", "add", "saved", str(home / "saved.jsonl"))
            print(f"{options.parties:,} parties kept and indexed in {kept}", flush=True)
            shutil.copytree(home / "w" / "index" / "portfolios", home / "portfolios")
        print(f"second version loaded in {load(workspace, second, date(2026, 2, 1))}, index and all")
        shutil.rmtree(home / "w" / "index")  # loading brought it up to date: set it back, to time that alone
        shutil.copytree(home / "before", home / "w" / "index")
        followed = follow(workspace)
        print(f"index followed {options.changed:,} changed entities in {followed}, target {TARGET_FOLLOWING}",
              flush=True)
        if followed.busy > TARGET_FOLLOWING:
            failed.append("following the change takes longer than its target")
        seen = workspace.viewpoint(as_of="2026-02-02")
        with Clock() as clock:
            workspace.screen_file(home / "asked.jsonl", out=home / "followed.jsonl", viewpoint=seen)
        print(f"{options.queries + 500:,} parties screened in {clock}", flush=True)
    shutil.rmtree(home / "w" / "index")
    with Workspace(home / "w") as workspace:
        print(f"index made anew in {follow(workspace)}")
        workspace.screen_file(home / "asked.jsonl", out=home / "fresh.jsonl", viewpoint=seen)
    is_same = (home / "followed.jsonl").read_bytes() == (home / "fresh.jsonl").read_bytes()
    hits = len((home / "fresh.jsonl").read_bytes().splitlines())
    print(f"{hits:,} hits, {'the same bytes' if is_same else 'NOT the same bytes'} as from the fresh index", flush=True)
    if not is_same:
        failed.append("answers differ from those of a fresh index")
    if options.parties:
        shutil.copytree(home / "portfolios", home / "w" / "index" / "portfolios", dirs_exist_ok=True)
        changes, told = time_command(
            "-w", str(home / "w"), "changes", "saved", "--from", "2026-01-02", "--to", "2026-02-02", "--json"
        )
        print(f"what changed for {options.parties:,} parties: {changes}, target {TARGET_CHANGES}; "
              f"{len(told):,} bytes told")
        if changes.busy > TARGET_CHANGES:
            failed.append("saying what changed takes longer than its target")
    return failed


def main() -> None:
    """Print what each step took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=60_000)
    parser.add_argument("--changed", type=int, default=1000)
    parser.add_argument("--parties", type=int, default=100_000, help="0 leaves the portfolio out")
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--corpus", type=Path, help="where corpora are kept")
    options = parser.parse_args()
    with TemporaryDirectory() as home:
        failed = measure(options, Path(home))
    sys.exit("; ".join(failed) if failed else 0)


if __name__ == "__main__":
    main()

"""How well denials are found again: recall@10 of orders that repeat one in other clothes, among many.

    python benchmarks/denials.py [--denials 100000] [--orders 500] [--seed 7] [--folder PLACE]

Makes denials (`denials_made.py`, which shares no table with the matcher), loads them into a workspace as a user would,
and asks for orders that repeat one of them; beside it, in the same run, a text search of names and addresses (FTS5,
BM25, the words of all buying parties' names and addresses joined by OR). Prints recall at 1 and 10 of both, by what the
order kept, and times. An order counts as found when the very denial that it repeats is among the first ten.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from denials_made import Maker

from enduse.workspace import Workspace
from enduse.workspace.case_files import open_cases
from enduse.workspace.orders import read_order
from enduse.workspace.repeats import find_repeats

AT = 10


def search_text(denials: Sequence[dict[str, Any]]) -> sqlite3.Connection:
    """Return the baseline: one row a denial with the names and addresses of its parties."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE told USING fts5(reference UNINDEXED, words)")
    base.executemany("INSERT INTO told VALUES (?, ?)", (
        (one["reference"], " ".join(f"{p['name']} {p.get('address', '')}" for p in one["parties"])) for one in denials
    ))
    return base


def ask_text(base: sqlite3.Connection, order: dict[str, Any]) -> list[str]:
    """Return the references that the baseline puts first."""
    text = " ".join(f"{p['name']} {p.get('address', '')}" for p in order["parties"][1:])
    words = {"".join(sign for sign in word if sign.isalnum()) for word in text.split()} - {""}
    asked = " OR ".join(f'"{word}"' for word in sorted(words))
    rows = base.execute("SELECT reference FROM told WHERE told MATCH ? ORDER BY bm25(told), rowid LIMIT ?", (asked, AT))
    return [row[0] for row in rows]


def kept_of(order: dict[str, Any], denial: dict[str, Any]) -> str:
    """Say whether the buyer kept something like its name."""
    first = denial["parties"][0]["name"].split()[0][:3].casefold()
    return "respelled" if order["parties"][2]["name"].casefold().startswith(first) else "renamed"


def tell(title: str, found: Iterable[int | None], count: int) -> None:
    """Print recall at 1 and 10 of the places at which the denials stood."""
    places = [place for place in found if place is not None]
    print(f"{title:<34} recall@1 {sum(p == 0 for p in places) / count:.3f}  recall@{AT} {len(places) / count:.3f}")


def run(folder: Path, *, denials: int, orders: int, seed: int) -> None:
    """Make, load, ask and print."""
    maker = Maker(seed)
    made = list(maker.denials(denials))
    path = folder / "denials.jsonl"
    with path.open("w", encoding="utf-8") as target:
        for one in made:
            target.write(json.dumps({key: value for key, value in one.items() if key != "goods"}) + "\n")
    workspace = Workspace.create(folder / "workspace")
    began = time.perf_counter()
    result = workspace.load([path], source="denials")
    print(f"{result.records:,} denials loaded in {time.perf_counter() - began:.0f} s, {len(result.faults)} faults")
    view = workspace.view(workspace.viewpoint())
    began = time.perf_counter()
    open_cases(view)
    print(f"index made in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    open_cases(workspace.view(workspace.viewpoint()))
    print(f"index opened in {(time.perf_counter() - began) * 1000:.0f} ms")
    base = search_text(made)
    places: list[tuple[str, int | None, int | None]] = []
    times: list[float] = []
    for denial in random.Random(seed + 1).sample(made, orders):
        order = maker.repeat(denial)
        read = read_order(json.dumps(order).encode(), name="order", document="0" * 64)
        began = time.perf_counter()
        found = [match.case.reference for match in find_repeats(view, read, limit=AT).matches]
        times.append(time.perf_counter() - began)
        text = ask_text(base, order)
        ours, theirs = (some.index(denial["reference"]) if denial["reference"] in some else None
                        for some in (found, text))
        places.append((kept_of(order, denial), ours, theirs))
    for name, at in (("enduse", 1), ("names and addresses, FTS5/BM25", 2)):
        tell(name, (row[at] for row in places), orders)  # type: ignore[misc]
    for kind, count in sorted(Counter(row[0] for row in places).items()):
        tell(f"  {kind} ({count}), enduse", (row[1] for row in places if row[0] == kind), count)
        tell(f"  {kind} ({count}), FTS5/BM25", (row[2] for row in places if row[0] == kind), count)
    times.sort()
    print(f"asking: median {median(times) * 1000:.0f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--denials", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.folder:
        run(options.folder, denials=options.denials, orders=options.orders, seed=options.seed)
        return
    with tempfile.TemporaryDirectory() as place:
        run(Path(place), denials=options.denials, orders=options.orders, seed=options.seed)


if __name__ == "__main__":
    main()

"""Load an invented table of consignments and trace through it: rows a second, memory, files, and how soon paths come.

    python benchmarks/trade.py [--rows 200000] [--firms 60000] [--listed 40] [--seed 5]

Every firm is invented (`invented.py`). Senders and receivers are drawn so that few stand in very many rows (by the
third power of an even chance), as forwarders and large importers do; a firm stands spelled in two ways in one row of
ten. A list names some of the receivers, and beside it planted chains lead over two firms, in rows of their own, to
each of these: a supplier, a go-between, a listed firm. Told are: the table's size, the load (processor and wall,
statements, memory of the process), the first trace, which makes the files, the traces after it, of how many planted
chains the supplier's trace leads to the listed firm, and how long a trace from one of the twenty largest firms takes.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

from invented import invent, write_latin
from machine import describe, peak

HEADER = ("bl_number", "arrival_date", "shipper", "shipper_country", "shipper_address", "consignee",
          "consignee_country", "consignee_address", "notify_party", "hs_code", "goods_description", "weight_kg",
          "value", "currency")
CODES = ("845710", "846693", "848180", "841410", "848210", "903180", "853224", "940161", "610910", "850440", "843351")
_POWER = 3.0
_RESPELLED = 0.1


Firm = tuple[str, str, str, str]  # name, another spelling, country, address


def make_firms(count: int, random: Random) -> list[Firm]:
    """Return firms as name, another spelling, country and address, no two of one name."""
    firms: dict[str, Firm] = {}
    while len(firms) < count:
        made = invent(random)
        if made.schema != "Person":
            name = write_latin(made, random, is_plain=True)
            other = write_latin(made, random, is_plain=False)
            street = f"{random.randrange(1, 900)} Road {random.randrange(1, 4000)}, Town {random.randrange(1, 900)}"
            firms.setdefault(name, (name, other, made.country, street))
    return list(firms.values())


def write_table(path: Path, firms: list[Firm], rows: int, chains: int, random: Random) -> None:
    """Write the rows; the last firms, three a chain, stand in rows of their chain alone."""
    free = len(firms) - 3 * chains
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(HEADER)
        for number in range(rows):
            sender, receiver = (firms[int(free * random.random() ** _POWER)] for _ in range(2))
            table.writerow(_row(number, sender, receiver, random))
        for chain in range(chains):
            supplier, between, listed = firms[free + 3 * chain:free + 3 * chain + 3]
            told = ((supplier, between), (between, listed), (between, listed))
            for number, (sender, receiver) in enumerate(told, rows + 3 * chain):
                table.writerow(_row(number, sender, receiver, random))


def _row(number: int, sender: Firm, receiver: Firm, random: Random) -> list[object]:
    day = f"{random.choice((2023, 2024, 2025))}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}"
    told: list[object] = [f"B{number}", day]
    for name, other, country, street in (sender, receiver):
        told += [other if random.random() < _RESPELLED else name, country, street]
    weight = random.randrange(10, 20_000)
    notified = random.choice(("SAME AS CONSIGNEE", "", ""))
    return [*told, notified, random.choice(CODES), "goods", weight, weight * 7, "USD"]


def measure(workspace: Path, table: Path, own: Path, asked: Path) -> None:
    """Load and trace in this process, and print the figures as JSON."""
    from enduse.workspace import Workspace

    asked_names = json.loads(asked.read_text(encoding="utf-8"))
    with Workspace.create(workspace) as opened:
        opened.load([own], source="table")
        begun, processor = time.perf_counter(), time.process_time()
        result = opened.load([table], source="trade")
        loaded, used = time.perf_counter() - begun, time.process_time() - processor
        highest = peak()
        view = opened.viewpoint()
        begun = time.perf_counter()
        opened.trace(asked_names["suppliers"][0], viewpoint=view)
        first = time.perf_counter() - begun
        times, led = [], 0
        for supplier, listed in zip(asked_names["suppliers"], asked_names["listed"], strict=True):
            begun = time.perf_counter()
            trace = opened.trace(supplier, viewpoint=view)
            times.append(time.perf_counter() - begun)
            led += any(path.target_caption == listed for path in trace.paths)
        hubs = []
        for name in asked_names["largest"]:
            begun = time.perf_counter()
            opened.trace(name, viewpoint=view)
            hubs.append(time.perf_counter() - begun)
    print(json.dumps({
        "statements": result.appeared, "records": result.records, "faults": len(result.faults), "loaded": loaded,
        "processor": used, "memory": highest, "first": first, "later": median(times), "worst": max(times), "led": led,
        "of": len(times), "hub": median(hubs), "largest_hub": max(hubs), "in_all": peak(),
    }))


def main() -> None:
    """Make the table, measure in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--firms", type=int, default=60_000)
    parser.add_argument("--listed", type=int, default=40)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--measure", nargs=4, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(*options.measure)
        return
    random = Random(options.seed)
    firms = make_firms(options.firms + 3 * options.listed, random)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        table, own, asked = folder / "trade.csv", folder / "own.csv", folder / "asked.json"
        write_table(table, firms, options.rows, options.listed, random)
        chains = [firms[options.firms + 3 * n:options.firms + 3 * n + 3] for n in range(options.listed)]
        with own.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(("id", "name", "kind", "country", "topics"))
            rows.writerows((n, chain[2][0], "company", chain[2][2], "sanction") for n, chain in enumerate(chains))
        asked.write_text(json.dumps({
            "suppliers": [chain[0][0] for chain in chains], "listed": [chain[2][0] for chain in chains],
            "largest": [firm[0] for firm in firms[:20]],
        }), encoding="utf-8")
        print(describe())
        print(f"{options.rows:,} rows of {options.firms:,} firms, {table.stat().st_size / 1e6:,.0f} MB")
        done = subprocess.run(
            [sys.executable, __file__, "--measure", str(folder / "ws"), str(table), str(own), str(asked)],
            check=True, capture_output=True, text=True,
        )
    told = json.loads(done.stdout)
    print(f"loaded in {told['loaded']:,.0f} s ({told['processor']:,.0f} s of the processor):"
          f" {told['records']:,} parties, {told['statements']:,} statements, {told['faults']:,} faults;"
          f" memory {told['memory']:,.0f} MB at most")
    print(f"first trace, with the files made: {told['first']:,.1f} s; later ones, median {told['later'] * 1e3:,.0f} ms,"
          f" slowest {told['worst'] * 1e3:,.0f} ms; memory {told['in_all']:,.0f} MB at most")
    print(f"from suppliers to the listed firm behind the go-between: {told['led']} of {told['of']}")
    print(f"from the twenty largest firms: median {told['hub']:,.2f} s, slowest {told['largest_hub']:,.2f} s")


if __name__ == "__main__":
    main()

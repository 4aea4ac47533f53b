"""Assess an invented file of customs declarations: rows a second, growth, memory, and what of the planted is found.

    python benchmarks/declarations.py [--rows 20000] [--names 60000] [--denials 5000] [--jobs 1] [--seed 7] [--contacts]

Every name, price and route is invented. A row has an exporter, a consignee, a customs code, words, quantity, value
and weight; prices of one code scatter log-normally about a price of its own (sigma 0.25, one way 30 % dearer).
Planted, each by its own coin: a code that the words do not fit (1 in 200), a value forty times too low (1 in 200),
a consignee whose name stands on the list of `corpus.py` (1 in 500), a shipment past its license (1 in 300), goods
declared under a control entry (1 in 300), and an order that repeats a denial in other clothes (1 in 300, drawn by
`denials_made.py`: its end user with address, its goods and destination; with a name respelled or another; with
`--contacts` the telephone, mail address and person of its end user too, as far as the order states them). The
generator shares no table with the program: its words and codes are written out below.

Prints rows a second at a tenth of the rows and at all of them, the peak memory of both, and for each planted kind
how many rows the answers flag, and how many rows without it.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from corpus import ensure_corpus
from denials import kept_of
from denials_made import Maker
from listed import read_queries

GOODS = (
    ("845811", "Horizontal lathe, numerically controlled", 90_000.0, 4200.0),
    ("845710", "Vertical machining centre", 150_000.0, 7800.0),
    ("846693", "Slide covers", 300.0, 12.0),
    ("848180", "Bellows valve DN40", 260.0, 3.1),
    ("841410", "Rotary vacuum pump", 3400.0, 55.0),
    ("848210", "Ball bearings, 35 mm", 9.0, 0.3),
    ("903180", "Coordinate measuring machine", 120_000.0, 2300.0),
    ("853224", "Capacitors, ceramic", 0.4, 0.002),
    ("940161", "Chairs with wooden frames", 80.0, 9.0),
    ("610910", "Cotton T-shirts", 4.0, 0.18),
    ("850440", "Frequency converters", 1900.0, 21.0),
    ("843351", "Combine harvester", 240_000.0, 15_000.0),
)
WAYS = (("de", "tr"), ("de", "ae"), ("it", "tr"), ("ch", "kz"), ("nl", "ae"), ("de", "us"))
FLAGS = {"code": "ITM-17", "price": "RTE-10", "listed": "PTY-01 PTY-02", "license": "LIC-01"}
KINDS = (*FLAGS, "entry", "renamed", "respelled")
HEADER = ("reference", "date", "exporter", "exporter_country", "consignee", "consignee_country", "consignee_address",
          "hs_code", "description", "entry", "quantity", "unit", "value", "currency", "net_weight_kg", "origin",
          "destination", "license", "consignee_phone", "consignee_email", "consignee_contact", "planted", "repeats")
CONTACTS = ("phones", "emails", "people")


def write_file(
    path: Path, licenses: Path, rows: int, *, listed: list[str], free: list[str], denials: list[dict[str, Any]],
    random: Random, has_contacts: bool = False,
) -> None:
    """Write the declarations, and a license for every hundredth of them."""
    maker = Maker(rows)
    granted: dict[str, float] = {}
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(HEADER)
        for number in range(rows):
            code, words, price, weight = random.choice(GOODS)
            origin, to = random.choice(WAYS)
            units = random.choice((1, 1, 2, 5, 10))
            value = price * units * random.lognormvariate(0, 0.25) * (1.3 if to == "kz" else 1)
            mass = weight * units * random.lognormvariate(0, 0.05)
            planted = []
            name = random.choice(free)
            if random.random() < 1 / 200:
                code = random.choice([g[0] for g in GOODS if g[0][:2] != code[:2]])
                planted.append("code")
            elif random.random() < 1 / 200:
                value /= 40
                planted.append("price")
            if random.random() < 1 / 500:
                name = random.choice(listed)
                planted.append("listed")
            address, entry, repeats, contacts = "", "", "", [""] * len(CONTACTS)
            if random.random() < 1 / 300:
                entry = "2B001.b.2"
                planted.append("entry")
            if denials and random.random() < 1 / 300:
                denial = random.choice(denials)
                order = maker.repeat(denial)
                user, item = order["parties"][-1], order["lines"][0]["item"]
                name, address, to = user["name"], user.get("address", ""), order["route"]["destination"]
                code, words, repeats = item.get("hs_code", code), item["description"], denial["reference"]
                planted.append(kept_of(order, denial))
                contacts = ["; ".join(user.get(key, ())) if has_contacts else "" for key in CONTACTS]
            license_ = ""
            if number % 100 == 0:
                license_ = f"L-{number // 1000}"
                granted[license_] = granted.get(license_, 0) + units
                if random.random() < 1 / 3:
                    units += 1000
                    value, mass = value / (units - 1000) * units, mass / (units - 1000) * units
                    planted.append("license")
            table.writerow((
                f"D{number:07}", "2025-05-01", "Fellgate Machine Works", origin, name, to, address, code, words, entry,
                units, "pcs", f"{value:.2f}", "EUR", f"{mass:.3f}", origin, to, license_, *contacts,
                " ".join(planted), repeats,
            ))
    with licenses.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("license", "quantity", "unit", "valid_until"))
        table.writerows((name, number, "pcs", "2030-01-01") for name, number in granted.items())


def run(workspace: Path, path: Path, licenses: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Assess the file in a process of its own; return its seconds and its peak memory in MB."""
    began = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    arguments = [
        "assess", "-w", str(workspace), "--as-of", "2025-05-02", "--in", str(path), "--licenses", str(licenses),
        "--out", str(out), "--worklist", str(out.with_suffix(".worklist.jsonl")), "--jobs", str(jobs),
    ]
    code = "from enduse.interfaces.cli.main import main; import sys; sys.exit(main(sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", code, *arguments], check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.perf_counter() - began, max(peak, before) / 1024


def count_found(path: Path, out: Path) -> None:
    """Print for each planted kind how many rows with it, and without it, are told of it."""
    with path.open(encoding="utf-8", newline="") as stream:
        planted = {row["reference"]: (set(row["planted"].split()), row["repeats"]) for row in csv.DictReader(stream)}
    seen: Counter[tuple[str, bool, bool]] = Counter()
    with out.open(encoding="utf-8") as lines:
        for line in lines:
            shape = json.loads(line)
            if shape["line"] == "row":
                kinds, repeats = planted[shape["id"]]
                for kind in KINDS:
                    seen[kind, kind in kinds, is_told(shape, kind, repeats)] += 1
    for kind in KINDS:
        with_it, found = seen[kind, True, True] + seen[kind, True, False], seen[kind, True, True]
        without, wrong = seen[kind, False, True] + seen[kind, False, False], seen[kind, False, True]
        print(f"{kind:9} planted {with_it:>6,}: told {found:>6,}   not planted {without:>9,}: told {wrong:>6,}")


def is_told(shape: dict[str, Any], kind: str, repeats: str) -> bool:
    """Tell whether an answer speaks of what may be planted; of a row that repeats no denial, of any denial."""
    if kind in FLAGS:
        return bool({flag["flag"] for flag in shape["flags"]} & set(FLAGS[kind].split()))
    if kind == "entry":
        return any("2B001.b.2" in position for position in shape["positions"])
    told = {case["reference"] for case in shape["denials"]}
    return repeats in told if repeats else bool(told)


def main() -> None:
    """Make the file, assess a tenth of it and all of it, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--names", type=int, default=60_000)
    parser.add_argument("--denials", type=int, default=5000, help="denials that are held")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--contacts", action="store_true", help="rows that repeat a denial state contacts too")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--corpus", type=Path, help="where corpora are kept")
    options = parser.parse_args()
    random = Random(options.seed)
    folder = ensure_corpus(options.names, root=options.corpus)
    queries = read_queries(folder / "load.jsonl")
    listed = sorted({query["name"] for query in read_queries(folder / "recall.jsonl")[:300]})
    free = sorted({f"{query['name']} {random.choice(('Umrandt', 'Osk', 'Veltin'))} {random.randrange(999)}"
                   for query in queries[:4000]})
    from enduse.workspace import Workspace

    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        workspace = base / "w"
        Workspace.create(workspace).close()
        table = base / "list.csv"
        with table.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(("id", "name", "topics"))
            rows.writerows((f"x{at}", name, "sanction") for at, name in enumerate(listed))
        with Workspace.open(workspace) as opened:
            opened.load([table], source="table", published=date(2025, 1, 1))
            denials = list(Maker(options.seed).denials(options.denials))
            if denials:
                lines = (json.dumps({key: value for key, value in one.items() if key != "goods"}) for one in denials)
                (base / "denials.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
                opened.load([base / "denials.jsonl"], source="denials")
        speeds = []
        for part in (max(options.rows // 10, 1), options.rows):
            path, licenses, out = base / f"d{part}.csv", base / f"l{part}.csv", base / f"a{part}.jsonl"
            write_file(path, licenses, part, listed=listed, free=free, denials=denials,
                       random=Random(options.seed), has_contacts=options.contacts)
            seconds, peak = run(workspace, path, licenses, out, options.jobs)
            speeds.append(part / seconds)
            print(f"{part:>9,} rows: {seconds:7.1f} s, {part / seconds:8,.0f} rows/s, peak {peak:6.0f} MB", flush=True)
            if part == options.rows:
                count_found(path, out)
        print(f"rows a second at ten times the rows: {speeds[1] / speeds[0]:.2f} of before")


if __name__ == "__main__":
    main()

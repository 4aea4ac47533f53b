"""Ask what changed for a desk of 100,000 customers, 5,000 kept orders and 500 decisions: time, memory, growth, and whether
all that was planted is told, by the statement that made it, and nothing else.

    python benchmarks/standing.py [--names 20000] [--customers 100000] [--orders 5000] [--decisions 500] [--changed 1000]

Everything is invented. A desk loads a list, keeps a file of customers and its orders (each as `enduse orders keep` does,
but with the assessment of one of them, so that making the desk takes minutes), and decides of hits. Then the next
version of the list comes, which differs in 1,000 entities, and 20 papers are read. Planted in these:
  new       entities of the names of buyers of 20 orders, and of 20 other customers
  gone      entities that 10 buyers had been hits of
  told      10 papers, each saying that a buyer of an order is a front company for a listed entity
  decided   a listing that 10 decisions rest on has another programme
The other changes and papers speak of names that nobody here bears. `enduse changes --since MOMENT --json` is run as a
process of its own on the desk, and on one with a tenth of the customers and orders and the same change.
Ends with code 1 where something planted is not told, or is told without its statement, or something else is told.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from corpus import ensure_corpus
from deltas import write_next
from listed import read_queries
from loading import ENDUSE
from machine import Clock, describe

from enduse.workspace import Workspace
from enduse.workspace.kept_orders import keep_order
from enduse.workspace.orders import read_order

BEFORE, BETWEEN, AFTER = "2026-02-01T00:00:00Z", "2026-02-01T12:00:00Z", "2026-02-02T00:00:00Z"
NEW, GONE, TOLD, DECIDED = 20, 10, 10, 10
GOODS = (
    ('description: "Vertical machining centre, five axes"', 'item_type: "machine_tool.milling"', 'contouring_axes: "5"'),
    ('description: "Diaphragm pump for dosing"',), ('description: "Bench lathe"', 'item_type: "machine_tool.turning"'),
    ('description: "Ball bearings, 35 mm"',), ('description: "Frequency converter, 15 kW"',),
)
PAPER = "We have learnt this month that {buyer} is a front company for {listed}. It pays late and keeps no stock.\n"
OTHER = "We have learnt this month that {buyer} has moved to another hall in the old harbour and sells tiles there.\n"


def write_order(number: int, buyer: str, user: str, random: Random) -> str:
    """Spell an order of invented parties."""
    words, *facts = random.choice(GOODS)
    stated = "".join(f", {fact}" for fact in facts[:1])
    axes = "".join(f', parameters: {{{fact}}}' for fact in facts[1:])
    return (
        f'schema: enduse-order/1\nreference: "SO-{number:06}"\ndated: "2026-01-{1 + number % 28:02}"\nparties:\n'
        f'  - {{name: "Fellgate Machine Works", country: "de", roles: ["exporter", "manufacturer"]}}\n'
        f'  - {{name: {json.dumps(buyer, ensure_ascii=False)}, country: "tr", address: "{1 + number % 90} Quay Road, Izmir",'
        f' roles: ["purchaser"]}}\n'
        f'  - {{name: {json.dumps(user, ensure_ascii=False)}, country: "tr", roles: ["end_user", "ultimate_consignee"]}}\n'
        f"lines: [{{item: {{{words}{stated}{axes}}}}}]\nroute: {{origin: de, destination: tr}}\n"
    )


def at(moment: str) -> datetime:
    """Set the clock of this process and those it starts, and return the moment."""
    os.environ["ENDUSE_NOW"] = moment
    return datetime.fromisoformat(moment).astimezone(UTC)


def write_customers(path: Path, names: list[str]) -> None:
    """Write the file of customers."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps({"id": f"c{n}", "name": name}, ensure_ascii=False) + "\n" for n, name in enumerate(names))


def make_desk(place: Path, plan: "Plan") -> None:
    """Make the workspace as it stands before the change, and then what changes it."""
    now = at(BEFORE)
    with Workspace.create(place) as workspace:
        workspace.load([plan.first], source="ftm", name="invented", published=date(2026, 1, 1))
        write_customers(place / "customers.jsonl", plan.customers)
        workspace.keep_portfolio("customers", place / "customers.jsonl")
        random = Random(5)
        found = None
        for number, (buyer, user) in enumerate(plan.orders):
            data = write_order(number, buyer, user, random).encode()
            order = read_order(data, name="order.yaml", document="0" * 64)
            if found is None:
                (place / "order.yaml").write_bytes(data)
                found = workspace.assess(place / "order.yaml", viewpoint=workspace.viewpoint())
            kept = replace(found, reference=order.reference)
            keep_order(workspace.store, order, kept, data=data, file_name=f"{number}.yaml", actor="desk", at=now)
        for party, entity in plan.decisions:
            workspace.judge_hit(party, entity, verdict="different", reason="another firm of that name")
    at(BETWEEN)
    with Workspace.open(place) as workspace:
        workspace.load([plan.second], source="ftm", name="invented", published=date(2026, 2, 1))
        papers = place / "papers"
        papers.mkdir()
        for number, text in enumerate(plan.papers):
            (papers / f"note-{number:02}.txt").write_text(text, encoding="utf-8")
        workspace.read([papers], source="notes", grade="B2", marking="UNCLASSIFIED")
    at(AFTER)


class Plan:
    """What the desk holds, what changes, and what must be told."""

    def __init__(self, options: argparse.Namespace, home: Path, *, share: int = 1) -> None:
        folder = ensure_corpus(options.names, root=options.corpus)
        random = Random(options.seed)
        queries = read_queries(folder / "load.jsonl")
        free = sorted({f"{q['name']} {random.choice(('Umrandt', 'Osk', 'Veltin'))}{random.randrange(10_000)}" for q in queries})
        random.shuffle(free)
        while len(free) < options.customers + 2 * options.orders:
            free += [f"{name} {random.choice(('Narrow', 'Tallow', 'Quern'))}{len(free)}" for name in free[:20_000]]
        rows = [json.loads(line) for line in (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines()]
        self.first, self.second = home / f"first-{share}.json", home / f"second-{share}.json"
        firms = [row for row in rows if row["schema"] != "Person" and row["properties"].get("name")]
        random.shuffle(firms)
        gone, decided, ends = firms[:GONE], firms[GONE:GONE + options.decisions], firms[-TOLD:]
        count = options.orders // share
        buyers = free[:count]
        buyers[NEW:NEW + GONE] = [row["properties"]["name"][0] for row in gone]
        self.orders = [(buyer, free[options.orders + n]) for n, buyer in enumerate(buyers)]
        self.customers = free[2 * options.orders:2 * options.orders + options.customers // share]
        self.decisions = [(row["properties"]["name"][0], f"invented-{row['id']}") for row in decided]
        told = buyers[NEW + GONE:NEW + GONE + TOLD]
        self.papers = [PAPER.format(buyer=buyer, listed=end["properties"]["name"][0])
                       for buyer, end in zip(told, ends, strict=True)]
        self.papers += [OTHER.format(buyer=free[-1 - n]) for n in range(TOLD)]
        self._write_lists(rows, gone, decided, options.changed, home)
        self.expected = {f"SO-{n:06}" for n in range(NEW + GONE + TOLD)}
        self.expected_customers = {f"c{n}" for n in range(NEW)}
        self.expected_decisions = {f"invented-{row['id']}" for row in decided[:DECIDED]}

    def _write_lists(
        self, rows: list[dict[str, Any]], gone: list[dict[str, Any]], decided: list[dict[str, Any]], changed: int, home: Path
    ) -> None:
        """Write both versions: what is not planted is new, and borne by nobody here."""
        for row in (*gone, *decided):
            row["properties"]["topics"] = ["sanction"]
            row["properties"]["program"] = ["trade controls"]
        kept = {row["id"] for row in gone}
        self.first.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        for row in decided[:DECIDED]:
            row["properties"]["program"] = ["missile programme"]
        names = [buyer for buyer, _ in self.orders[:NEW]] + self.customers[:NEW]
        names += [f"Zzyvarn Oblisk {n} Rumtivale Holding" for n in range(changed - 2 * NEW - GONE - DECIDED)]
        fresh = [{"id": f"new-{n:05}", "schema": "Company", "properties": {
            "name": [name], "topics": ["sanction"], "program": ["trade controls"]}} for n, name in enumerate(names)]
        second = [row for row in rows if row["id"] not in kept]
        self.second.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (*second, *fresh)), encoding="utf-8"
        )


def ask(place: Path) -> tuple[Clock, int, dict[str, Any]]:
    """Ask what changed in a process of its own; return its time, its memory in MB and what it told."""
    with Clock() as clock:
        done = subprocess.run([*ENDUSE, "-w", str(place), "changes", "--since", "2026-02-01T06:00:00Z", "--json"],
                              capture_output=True, text=True, check=False)
    if done.returncode not in (0, 4):
        sys.exit(done.stderr or done.stdout)
    return clock, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, json.loads(done.stdout)


def check(told: dict[str, Any], plan: Plan) -> list[str]:
    """Return what is wrong with what was told."""
    faults = []
    orders = {one["reference"]: one for one in told["orders"]}
    for what, found, due in (
        ("orders", set(orders), plan.expected),
        ("customers", {c["query_id"] for p in told["portfolios"] for c in p["changes"]}, plan.expected_customers),
        ("decisions", {d["about"].rpartition("(")[2].rstrip(")") for d in told["decisions"]}, plan.expected_decisions),
    ):
        print(f"{what}: {len(found & due)} of {len(due)} planted told, {len(found - due)} others")
        faults += [f"{what} not told: {sorted(due - found)[:5]}"] if due - found else []
        faults += [f"{what} told besides: {sorted(found - due)[:5]}"] if found - due else []
    bare = [name for name, one in orders.items() if not one["appeared"] and not one["vanished"]]
    faults += [f"orders told without a statement: {bare[:5]}"] if bare else []
    return faults


def main() -> None:
    """Make both desks, ask them, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=20_000)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=5_000)
    parser.add_argument("--decisions", type=int, default=500)
    parser.add_argument("--changed", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--shares", type=int, nargs="*", default=(10, 1), help="desks of one in so many orders")
    parser.add_argument("--keep", type=Path, help="leave the desks here")
    parser.add_argument("--corpus", type=Path, help="where corpora are kept")
    options = parser.parse_args()
    print(describe())
    faults = []
    with TemporaryDirectory() as folder:
        home = options.keep or Path(folder)
        home.mkdir(exist_ok=True, parents=True)
        for share in options.shares:
            plan = Plan(options, home, share=share)
            place = home / f"desk-{share}"
            if not place.exists():
                with Clock() as clock:
                    make_desk(place, plan)
                print(f"a desk of {len(plan.orders):,} orders and {len(plan.customers):,} customers made in {clock}", flush=True)
            at(AFTER)
            ask(place)  # the first question brings the index up to date
            clock, peak, told = ask(place)
            print(f"changes told in {clock}, {peak} MB at most", flush=True)
            faults += check(told, plan)
    sys.exit("\n".join(faults) if faults else 0)


if __name__ == "__main__":
    main()

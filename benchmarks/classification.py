"""Measure classification: mixed items against all entries of all editions, and how that grows with both.

    python benchmarks/classification.py [--items 10000] [--jobs 2] [--peers --peer-python PATH]

Items are invented: a kind that some entry speaks of, and values drawn around the limits of the entries that speak
of it, so that answers lie on both sides; every fifth value is left out. Each item is asked under every edition that
is loaded. `--jobs` processes share the items. Growth: a tenth, a third and all of the items; a quarter, half and
all of the entries. With `--peers` the same machine-tool paragraphs (EU 2B001.a and b) are asked of openfisca-core and
idp-engine too (`law_peers.py`, in a Python that has them).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from machine import describe, peak

from enduse.classification.moving import find_standings, stand_under_editions
from enduse.knowledge.control_law import ControlLaw, Limit, Paragraph
from enduse.knowledge.controls_reader import load_controls
from enduse.model.item import Item, Parameter, Quantity

SEED = 4
_SILENT = 0.2
_TRAVELS = (500, 999, 1000, 3999, 4000)
_REPEATABILITIES = (0.8, 0.9, 1.0, 1.1, 1.4, 6.0)


def make_items(count: int, law: ControlLaw) -> Iterator[Item]:
    """Yield invented items, each made for a paragraph: its kind, and values near what its conditions ask."""
    random = Random(SEED)
    paragraphs = [
        paragraph for regime in law.regimes for entry in regime.entries for paragraph in entry.paragraphs
        if paragraph.kinds
    ]
    for number in range(count):
        paragraph = random.choice(paragraphs)
        kind = random.choice(paragraph.kinds)
        yield Item(
            description=f"invented item {number}", kinds=(kind,),
            parameters=tuple(_make_values(paragraph, law, random)),
        )


def _make_values(paragraph: Paragraph, law: ControlLaw, random: Random) -> Iterator[Parameter]:
    seen = set()
    for condition in _walk(paragraph.covers):
        name = getattr(condition, "property", "")
        prop = law.vocabulary.properties.get(name)
        if prop is None or name in seen or random.random() < _SILENT:
            continue
        seen.add(name)
        axis = "" if prop.of == "item" else "X"
        if isinstance(condition, Limit) and prop.type in ("quantity", "range"):
            number = getattr(condition, "number", None)
            if isinstance(number, Decimal):
                factor = Decimal(random.choice(("0.5", "0.9", "1", "1.1", "2")))
                standard = condition.standards[0] if condition.standards else None
                value = Quantity.exactly(number * factor, condition.unit, standard=standard)
                yield Parameter(name=name, value=value, axis=axis)
        elif prop.type == "yes_no":
            yield Parameter(name=name, value=random.random() < 0.8, axis=axis)
        elif prop.type == "word" and prop.words:
            yield Parameter(name=name, value=random.choice(prop.words), axis=axis)


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for part in (*getattr(node, "parts", ()), *filter(None, (getattr(node, "part", None),))):
        yield from _walk(part)


def cut(law: ControlLaw, share: float) -> ControlLaw:
    """Return the law with a share of the entries of each regime."""
    regimes = []
    for regime in law.regimes:
        names = sorted({entry.entry for entry in regime.entries})
        kept = set(names[::round(1 / share)])
        regimes.append(replace(regime, entries=tuple(e for e in regime.entries if e.entry in kept)))
    return replace(law, regimes=tuple(regimes))


def run(items: Sequence[Item], law: ControlLaw) -> Counter[str]:
    """Classify items and count their positions."""
    positions: Counter[str] = Counter()
    for item in items:
        positions.update(one.position.position.value for one in stand_under_editions(item, law))
    return positions


def _run_share(count: int, number: int, jobs: int) -> tuple[float, Counter[str]]:
    law = load_controls()
    items = list(make_items(count, law))[number::jobs]
    start = time.perf_counter()
    return time.perf_counter() - start, run(items, law)


def measure(count: int, jobs: int) -> dict[str, Any]:
    """Time the whole, then growth by items and by entries in one process."""
    law = load_controls()
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(_run_share, [20] * jobs, range(jobs), [jobs] * jobs))
        start = time.perf_counter()
        shares = list(pool.map(_run_share, [count] * jobs, range(jobs), [jobs] * jobs))
        wall = time.perf_counter() - start
    items = list(make_items(count, law))
    by_items = []
    for part in (count // 10, count // 3, count):
        start = time.process_time()
        run(items[:part], law)
        by_items.append((part, time.process_time() - start))
    by_entries = []
    for share in (0.25, 0.5, 1.0):
        some = cut(law, share)
        start = time.process_time()
        run(items[:count // 5], some)
        by_entries.append((sum(len(r.entries) for r in some.regimes), time.process_time() - start))
    return {
        "items": count, "editions": sum(len(regime.editions) for regime in law.regimes),
        "entries": sum(len(regime.entries) for regime in law.regimes),
        "wall_s": wall, "positions": sum((found for _, found in shares), Counter()), "by_items": by_items,
        "by_entries": by_entries, "peak_mb": peak(), "machine": describe(),
    }


def beside_peers(python: str, count: int) -> Iterator[tuple[str, float, int]]:
    """Yield (program, items a second, items controlled) for the machine-tool paragraphs in common."""
    law = load_controls(("EU",))
    rows = [_machine(Random(n)) for n in range(count)]
    items = [_machine_item(row) for row in rows]
    start = time.process_time()
    is_met = [
        not _COMMON.isdisjoint(found[0][0].met)
        for found in (find_standings(item, days=(date(2025, 12, 1),), law=law) for item in items)
    ]
    yield f"enduse ({count:,})", count / (time.process_time() - start), sum(is_met)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.json"
        path.write_text(json.dumps(rows))
        command = [python, str(Path(__file__).with_name("law_peers.py")), str(path)]
        for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
            name, asked, rate, number = json.loads(line)
            if number != sum(is_met[:asked]):
                raise SystemExit(f"{name} holds {number} of {asked} for controlled, ours {sum(is_met[:asked])}")
            yield f"{name} ({asked:,})", rate, number


_COMMON = frozenset({
    "2B001.a.1", "2B001.a.2", "2B001.b.1.a", "2B001.b.1.b", "2B001.b.2.a", "2B001.b.2.b", "2B001.b.2.c",
})


def _machine(random: Random) -> dict[str, Any]:
    turning = random.random() < 0.4
    rotary = 0 if turning else random.randint(0, 2)
    return {
        "turning": turning, "contouring_axes": (2 if turning else 3) + rotary, "contouring_rotary_axes": rotary,
        "axes": [
            {"travel": random.choice(_TRAVELS), "upr": random.choice(_REPEATABILITIES)} for _ in range(3)
        ],
    }


def _machine_item(row: dict[str, Any]) -> Item:
    from enduse.model.item import TestStandard

    standard = TestStandard(name="ISO 230-2", edition="2014")
    axes = [
        parameter for name, axis in zip("XYZ", row["axes"], strict=True) for parameter in (
            Parameter(name="travel_length", value=Quantity.exactly(axis["travel"], "mm"), axis=name),
            Parameter(name="unidirectional_positioning_repeatability", axis=name,
                      value=Quantity.exactly(str(axis["upr"]), "um", standard=standard)),
        )
    ]
    return Item(
        description="invented machine", kinds=("machine_tool.turning" if row["turning"] else "machine_tool.milling",),
        complete_axes=True, parameters=(
            Parameter(name="numerical_control_capable", value=True),
            Parameter(name="contouring_axes", value=Quantity.exactly(row["contouring_axes"])),
            Parameter(name="contouring_rotary_axes", value=Quantity.exactly(row["contouring_rotary_axes"])), *axes,
        ),
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--peer-python", default=sys.executable)
    options = parser.parse_args()
    found = measure(options.items, options.jobs)
    print(f"{found['items']:,} items, {found['entries']} entry texts, {found['editions']} editions, "
          f"{options.jobs} processes: {found['wall_s']:.1f} s (target 10 s); peak {found['peak_mb']:.0f} MB")
    print("positions:", dict(found["positions"]))
    for part, seconds in found["by_items"]:
        print(f"  {part:>8,} items: {seconds:6.2f} s, {seconds / part * 1e6:,.0f} us an item")
    for entries, seconds in found["by_entries"]:
        print(f"  {entries:>8,} entry texts: {seconds:6.2f} s for a fifth of the items")
    print(found["machine"])
    if options.peers:
        rates = list(beside_peers(options.peer_python, 1000))
        for name, rate, controlled in rates:
            ratio = rates[0][1] / rate
            print(f"  {name:<22} {rate:>10,.0f} items/s, ours is {ratio:,.4f} times; {controlled} controlled")


if __name__ == "__main__":
    main()

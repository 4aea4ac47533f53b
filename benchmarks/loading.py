"""Time how lists load and how a first question starts: whole commands, from a cold process.

    python benchmarks/loading.py --lists FOLDER

FOLDER holds list files as published, in sub-folders or not; every file that a
source recognises is loaded into a new workspace. Prints records, seconds,
records per second, the record's size and peak memory, then the time of
`enduse --help` and of one screening on that workspace (best and median of runs).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ENDUSE = (sys.executable, "-m", "enduse.interfaces.cli.main")


def run(arguments: Sequence[str], *, cwd: Path) -> tuple[float, str, str]:
    """Run one command; return seconds, standard output and standard error."""
    start = time.perf_counter()
    done = subprocess.run([*ENDUSE, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    return time.perf_counter() - start, done.stdout, done.stderr


def group_files(folder: Path) -> list[list[Path]]:
    """Put files of one version together: those whose names share the part after the first underscore."""
    groups: dict[tuple[Path, str], list[Path]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {".gz", ".xlsx", ".xml", ".csv"}):
        stem = path.name.split(".")[0]
        kind, _, rest = stem.partition("_")
        if kind in {"sdn", "alt", "add", "cons"}:
            day = rest.rsplit("_", 1)[-1]
            groups.setdefault((path.parent, f"{'cons' if kind == 'cons' else 'sdn'} {day}"), []).append(path)
        else:
            groups.setdefault((path.parent, stem), []).append(path)
    return list(groups.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--name", default="Example Trading Company LLC")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["ENDUSE_WORKSPACE"] = str(home / "w")
        run(["init"], cwd=home)
        print(f"{'files':58} {'records':>8} {'statements':>10} {'faults':>6} {'s':>7} {'rec/s':>8}")
        for files in group_files(options.lists.resolve()):
            seconds, out, err = run(["load", "--json", *map(str, files)], cwd=home)
            shown = ", ".join(f.name for f in files)[:58]
            try:
                told = json.loads(out)
            except ValueError:
                print(f"{shown:58} not loaded: {err.strip().splitlines()[0][:90] if err.strip() else ''}")
                continue
            rate = told["records"] / seconds
            print(f"{shown:58} {told['records']:8,} {told['statements']:10,} {len(told['faults']):6} "
                  f"{seconds:7.2f} {rate:8,.0f}")
        size = sum(p.stat().st_size for p in (home / "w").rglob("record.sqlite*"))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(f"record {size / 1e6:.1f} MB, largest process {peak / 1e3:.0f} MB")
        for name, arguments in (("--help", ["--help"]), ("screen one name", ["screen", options.name])):
            times = [run(arguments, cwd=home)[0] for _ in range(options.runs)]
            print(f"{name:20} best {min(times):.2f} s, median {statistics.median(times):.2f} s")


if __name__ == "__main__":
    main()

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

from enduse.sources.detection import fitting_sources

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
            day = rest.removesuffix("_reheadered").rsplit("_", 1)[-1]
            groups.setdefault((path.parent, f"{'cons' if kind == 'cons' else 'sdn'} {day}"), []).append(path)
        else:
            groups.setdefault((path.parent, stem), []).append(path)
    return list(groups.values())


def name_sources(files: Sequence[Path]) -> list[str]:
    """Return the sources that the first of some files can be loaded as; one file may carry several lists."""
    return [spec.id for spec in fitting_sources(files[0])] or ["?"]


def tell_load(source: str, files: Sequence[Path], home: Path) -> str:
    """Load files as a source, as an excerpt where they are one, and tell in a line what came of it."""
    shown = f"{source}: {', '.join(f.name for f in files)}"[:64]
    if source == "?":
        return f"{shown:64} no source reads it"
    seconds, out, err = run(["load", source, "--json", "--any-count", *map(str, files)], cwd=home)
    told = json.loads(out or err)
    if "what" in told:
        return f"{shown:64} not loaded: {told['what'][:90]}"
    return (
        f"{shown:64} {told['records']:8,} {told['statements']:10,} {len(told['faults']):6} "
        f"{seconds:7.2f} {told['records'] / seconds:8,.0f}"
    )


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
        print(f"{'source: files':64} {'records':>8} {'statements':>10} {'faults':>6} {'s':>7} {'rec/s':>8}")
        for files in group_files(options.lists.resolve()):
            for source in name_sources(files):
                print(tell_load(source, files, home), flush=True)
        size = sum(p.stat().st_size for p in (home / "w").rglob("record.sqlite*"))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(f"record {size / 1e6:.1f} MB, largest process {peak / 1e3:.0f} MB")
        for name, arguments in (("--help", ["--help"]), ("screen one name", ["screen", options.name])):
            times = [run(arguments, cwd=home)[0] for _ in range(options.runs)]
            print(f"{name:20} best {min(times):.2f} s, median {statistics.median(times):.2f} s")


if __name__ == "__main__":
    main()

"""Time `enduse screen NAME` as a fresh process on a workspace that holds real lists, beside what Python alone takes.

    python benchmarks/cold_start.py --lists FOLDER [--runs 7] [--target 1.5]

FOLDER holds list files as published; all that a source recognises are loaded into a new workspace. Then each name is
asked by a process of its own, in the scripts that load different word lists. The first question after loading may have
to bring the index up to date and is told apart. "Cold" is a new process: the files may lie in the system's cache, as
nothing here may empty it. Ends with code 1 where a median is over the target.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from loading import ENDUSE, group_files, name_sources, run
from machine import Clock, describe

# Invented, in the scripts that lead to different tables.
NAMES = (
    "Example Trading Company LLC", "Ivan Exampleov", "Пример Примеров", "محمد المثالي", "例子科技有限公司", "홍예시",
    "דוד דוגמאי",
)


def time_run(command: list[str], *, cwd: Path) -> Clock:
    """Return the time of one process."""
    with Clock() as clock:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return clock


def load_lists(folder: Path, home: Path) -> Clock:
    """Load all lists below a folder and return the time it took."""
    with Clock() as clock:
        for files in group_files(folder.resolve()):
            for source in name_sources(files):
                if source != "?":
                    run(["load", source, "--json", "--any-count", *map(str, files)], cwd=home)
    return clock


def tell(what: str, times: list[Clock], target: float | None = None) -> bool:
    """Print one line; return whether the median by the wall is over the target."""
    walls, busy = sorted(clock.wall for clock in times), statistics.median(clock.busy for clock in times)
    is_over = target is not None and statistics.median(walls) > target
    print(f"{what:44} best {walls[0]:5.2f}  median {statistics.median(walls):5.2f}  worst {walls[-1]:5.2f} s, "
          f"{busy:.2f} s of the processor{f'  over {target} s' if is_over else ''}", flush=True)
    return is_over


def main() -> None:
    """Print one line a name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--target", type=float, default=1.5)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["ENDUSE_WORKSPACE"] = str(home / "w")
        run(["init"], cwd=home)
        print(f"lists loaded in {load_lists(options.lists, home)}; {describe()}")
        tell("bare Python", [time_run([sys.executable, "-c", ""], cwd=home) for _ in range(options.runs)])
        tell("enduse --help", [time_run([*ENDUSE, "--help"], cwd=home) for _ in range(options.runs)])
        tell("the first question after loading", [time_run([*ENDUSE, "screen", NAMES[0]], cwd=home)])
        over = [
            tell(name, [time_run([*ENDUSE, "screen", name], cwd=home) for _ in range(options.runs)], options.target)
            for name in NAMES
        ]
        tell("all of them in one process", [time_run([*ENDUSE, "screen", *NAMES], cwd=home) for _ in range(3)])
        size = sum(p.stat().st_size for p in (home / "w").rglob("*") if p.is_file() and p.suffix != ".sqlite")
        print(f"files beside the record: {size / 1e6:.1f} MB")
    sys.exit(any(over))


if __name__ == "__main__":
    main()

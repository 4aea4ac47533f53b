"""Find the doubles among 100,000 and a million invented persons, and the same with Splink, one after the other.

    python benchmarks/deduplicating.py --records 100000 1000000 --peer-python PATH/OF/SPLINKS/python

What is timed is the whole of it: reading the CSV file, comparing, clustering, writing the result. Precision and
recall are of pairs within clusters against the generator's truth. The persons, their doubles and the errors are
made by `doubled_persons.py` with a seed; with --households a share of them lives with others, who share surname,
address and phone. The weights of enduse are estimates that were set before the seeds used here by default.
Splink is trained on the file, unsupervised, as its documentation shows; enduse is not trained.

Prints one line a method, and for each what it takes beside the other. The machine's pace (a million additions in
Python, 0.03 to 0.04 s on an idle core of 2025) is printed before and after each, as times on a busy machine say little.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import timeit
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from doubled_persons import make_file

HERE = Path(__file__).parent
SEED = 20_250


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[100_000])
    parser.add_argument("--households", type=float, nargs="+", default=[0.0])
    parser.add_argument("--peer-python", help="the interpreter of an environment with splink and duckdb")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="enduse-doubles-") as folder:
        for count in options.records:
            for households in options.households:
                place = Path(folder) / f"{count}-{households}.csv"
                truth = make_file(place, count, seed=options.seed, households=households)
                print(f"\n{count:,} records, {households:.0%} of persons drawn into households, seed {options.seed}")
                ours = run_enduse(place, truth)
                if options.peer_python:
                    theirs = run_splink(place, truth, options.peer_python)
                    print(f"  enduse takes {ours / theirs:.2f} of Splink's time")
                else:
                    print("  Splink was not run: no --peer-python was given")
                place.unlink()


def run_enduse(place: Path, truth: Mapping[str, str]) -> float:
    """Run enduse in a process of its own; print its figures and return the seconds."""
    out = place.with_suffix(".jsonl")
    code = (
        "import sys; from pathlib import Path; from enduse.workspace.party_files import open_party_file;"
        "from enduse.workspace.resolving import resolve_file; import resource, json;"
        "run = resolve_file(open_party_file(Path(sys.argv[1])), out=Path(sys.argv[2]));"
        "from splink_doubles import processor_seconds, peak_gb;"
        "beside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6;"
        "peak, cpu = [peak_gb(), beside], processor_seconds();"
        "print(json.dumps({'compared': run.compared, 'notes': run.notes, 'peak': peak, 'cpu': cpu}))"
    )
    before, started = pace(), time.perf_counter()
    paths = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-c", code, place, out], check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    seconds = time.perf_counter() - started
    told = json.loads(done.stdout)
    clusters = []
    with out.open(encoding="utf-8") as stream:
        for line in stream:
            shape = json.loads(line)
            if shape["what"] == "cluster":
                clusters.append([member["id"] for member in shape["members"]])
    precision, recall = measure(clusters, truth)
    print(f"  enduse            {seconds:7.1f} s  precision {precision:.4f} recall {recall:.4f}  "
          f"peak {told['peak'][0]:.2f} GB + {told['peak'][1]:.2f} GB in the largest process beside it  "
          f"{told['compared']:,} pairs compared, CPU {told['cpu']:.0f} s  pace {before:.3f} {pace():.3f}")
    for note in told["notes"]:
        print(f"    note: {note}")
    return seconds


def run_splink(place: Path, truth: Mapping[str, str], python: str) -> float:
    """Run Splink; print its figures at both thresholds and return the seconds without the second clustering."""
    before, started = pace(), time.perf_counter()
    done = subprocess.run([python, HERE / "splink_doubles.py", place], check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    seconds = time.perf_counter() - started - float(told["steps"]["cluster twice"]) / 2
    steps = ", ".join(f"{step} {taken:.1f}" for step, taken in told["steps"].items())
    for threshold, file in told["clusters"].items():
        groups: defaultdict[str, list[str]] = defaultdict(list)
        with Path(file).open(encoding="utf-8") as stream:
            for cluster, record in csv.reader(stream):
                groups[cluster].append(record)
        precision, recall = measure(groups.values(), truth)
        print(f"  Splink {told['version']} at {threshold} {seconds:7.1f} s  precision {precision:.4f}"
              f" recall {recall:.4f}  peak {told['peak_gb']:.2f} GB  ({steps})  CPU {told['cpu']:.0f} s"
              f"  pace {before:.3f} {pace():.3f}")
        Path(file).unlink()
    return seconds


def measure(clusters: Iterable[Sequence[str]], truth: Mapping[str, str]) -> tuple[float, float]:
    """Return precision and recall of the pairs within clusters."""
    found = right = 0
    for members in clusters:
        found += _pairs(len(members))
        right += sum(_pairs(number) for number in Counter(truth[record] for record in members).values())
    whole = sum(_pairs(number) for number in Counter(truth.values()).values())
    return right / max(1, found), right / max(1, whole)


def pace() -> float:
    """Return the seconds that a million additions take now: how busy the machine is."""
    return min(timeit.repeat("for i in range(1000000): x += i", "x = 0", number=1, repeat=3))


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()

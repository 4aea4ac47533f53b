"""Measure name comparison on labelled pairs: precision, recall, F1, area under the curve, speed.

    python benchmarks/matching.py --pairs DIR [--threshold 0.7] [--errors N]

DIR holds files `*.jsonl.gz` with one object a line: `schema`, `a`, `b` (properties), `label` 0 or 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from enduse.names.comparing import compare_names
from enduse.names.tokens import Kind

_KINDS: dict[str, Kind] = {"Person": "person", "Company": "organisation", "Organization": "organisation"}


def main() -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--threshold", type=float, default=0.7)
    parser.add_argument("--errors", type=int, default=0, help="print that many pairs on the wrong side")
    arguments = parser.parse_args()
    print(f"{'set':16}{'kind':14}{'pairs':>6}  P     R     F1    best F1 @      AUC   R@1%  pairs/s")
    for path in sorted(arguments.pairs.glob("*.jsonl.gz")):
        rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
        for kind in ("all", "person", "organisation"):
            chosen = [row for row in rows if kind in ("all", _KINDS.get(row["schema"]))]
            if chosen:
                measure(path.name.partition(".")[0], kind, chosen, arguments.threshold, arguments.errors)


def measure(name: str, kind: str, rows: Sequence[dict[str, Any]], threshold: float, errors: int) -> None:
    """Score the pairs and print the figures."""
    start = time.perf_counter()
    scores = [score(row) for row in rows]
    rate = len(rows) / (time.perf_counter() - start)
    labels = [bool(row["label"]) for row in rows]
    precision, recall, f1 = at_threshold(labels, scores, threshold)
    best, best_at = max((at_threshold(labels, scores, t / 100)[2], t / 100) for t in range(30, 100))
    negatives = sorted((s for s, is_same in zip(scores, labels, strict=True) if not is_same), reverse=True)
    positives = [s for s, is_same in zip(scores, labels, strict=True) if is_same]
    limit = negatives[len(negatives) // 100] if negatives else 0.0
    caught = sum(s > limit for s in positives) / max(1, len(positives))
    print(f"{name:16}{kind:14}{len(rows):6}  {precision:.3f} {recall:.3f} {f1:.3f} {best:.3f}   {best_at:.2f}"
          f"   {area(labels, scores):.3f} {caught:.3f} {rate:8.0f}")
    if errors and kind != "all":
        wrong = [(s, row) for s, row in zip(scores, rows, strict=True) if (s >= threshold) != bool(row["label"])]
        for s, row in wrong[:: max(1, len(wrong) // errors)]:
            print(f"    {s:.2f} {row['label']} {list(row['a'].values())} {list(row['b'].values())}")


def score(row: dict[str, Any]) -> float:
    """Score the best pair of names."""
    kind = _KINDS.get(row["schema"], "unknown")
    return max(compare_names(a, b, kind=kind).score for a in names(row["a"]) for b in names(row["b"]))


def names(side: dict[str, Sequence[str]]) -> list[str]:
    """Return the names of one side; parts of a name are joined where no whole name is given."""
    parts = (side.get(prop, ()) for prop in ("firstName", "middleName", "lastName"))
    return list(side.get("name", ())) or [" ".join(value for values in parts for value in values)]


def at_threshold(labels: Sequence[bool], scores: Sequence[float], threshold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    hits = [is_same for is_same, s in zip(labels, scores, strict=True) if s >= threshold]
    precision, recall = sum(hits) / max(1, len(hits)), sum(hits) / max(1, sum(labels))
    return precision, recall, 2 * precision * recall / max(1e-12, precision + recall)


def area(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the area under the curve: how often a true pair outscores a false one, ties counting half."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    rank_sum = 0.0
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        rank_sum += sum(labels[i] for i in order[at:end]) * (at + end + 1) / 2
        at = end
    positives = sum(labels)
    return (rank_sum - positives * (positives + 1) / 2) / max(1, positives * (len(labels) - positives))


if __name__ == "__main__":
    main()

"""Measure names of one script against Latin spellings: precision, recall, F1 at a threshold, speed, recall of readings.

    python benchmarks/scripts.py [--pairs DIR] [--threshold 0.7] [--errors N] [--only SET]

Without DIR the invented Chinese, Turkish and Persian names of `script_names.yaml` are measured, one line a spelling
system. DIR holds `wd_LANG_16.tsv.gz` (see `learn_letters.py`, which learns from the `_64` files); 750 true pairs each.
For every true pair there is a false one: by turns any other Latin name and the most alike of 300 others by spelling.
`keys` is the share of true pairs in which one of the readings of the native name has the same sound or the same
consonants as the Latin one, or is spelled within two edits of it, or is what the Latin syllables may stand for in
Mandarin: what an index can find it by.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from matching import area, at_threshold
from rapidfuzz.distance import OSA, JaroWinkler

from enduse.knowledge.nodes import Node, parse_nodes
from enduse.names.comparing import compare_names
from enduse.names.folding import fold_name
from enduse.names.readings import readings_of_name
from enduse.names.sounds import skeleton, sound_key
from enduse.names.syllables import mandarin_readings

_NAMES = Path(__file__).parent / "script_names.yaml"
_TRUE_PAIRS, _OTHERS = 750, 300

Pair = tuple[str, str]


def main() -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--threshold", type=float, default=0.7)
    parser.add_argument("--errors", type=int, default=0, help="print that many pairs on the wrong side")
    parser.add_argument("--only", default="", help="sets whose name has this in it")
    arguments = parser.parse_args()
    print(f"{'set':24}{'pairs':>6}  P     R     F1    best  @     AUC   keys  us a pair")
    sets = dict(invented_sets())
    if arguments.pairs:
        sets |= {path.name.split("_")[1]: read_pairs(path) for path in sorted(arguments.pairs.glob("wd_*_16.tsv.gz"))}
    for name, pairs in sets.items():
        if arguments.only in name:
            measure(name, pairs, arguments.threshold, arguments.errors)


def invented_sets() -> Iterator[tuple[str, list[Pair]]]:
    """Yield each language and spelling system with its names: every family name with three given names."""
    top = parse_nodes(_NAMES.read_bytes(), where=_NAMES.name)
    for language, node in top.mapping().items():
        families, given = parts(node.get("family")), parts(node.get("given"))
        joint = "" if language == "chinese" else " "
        for column, system in enumerate(node.get("systems").text().split(), 1):
            yield f"{language} {system}", [
                (family[0] + joint + first[0], f"{family[column]} {first[column]}")
                for place, family in enumerate(families)
                for first in (given[(7 * place + 5 * turn) % len(given)] for turn in range(5))
            ]


def parts(node: Node) -> list[list[str]]:
    """Read "native|spelling|spelling" parts."""
    return [part.split("|") for part in node.text().split()]


def read_pairs(path: Path) -> list[Pair]:
    """Read native and Latin names, in an order that depends on their text alone."""
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    lines.sort(key=lambda line: hashlib.sha256(line.encode()).digest())
    rows = [line.split("\t") for line in lines[:_TRUE_PAIRS]]
    return [(native.replace(" ", ""), latin) for latin, native, _ in rows]


def with_strangers(pairs: Sequence[Pair]) -> Iterator[tuple[str, str, bool]]:
    """Yield the pairs, each followed by the native name beside another Latin one."""
    latin = [name for _, name in pairs]
    for place, (native, name) in enumerate(pairs):
        yield native, name, True
        others = [other for other in (latin[place + 1:] + latin[:place])[:_OTHERS] if other != name]
        spelled = fold_name(native)
        alike = max(others, key=lambda other: (JaroWinkler.similarity(spelled, fold_name(other)), other))
        yield native, alike if place % 2 else others[0], False


def has_common_key(native: str, latin: str) -> bool:
    """Tell whether one of the native name's readings meets the Latin name by sound, consonants or spelling."""
    whole = fold_name(latin).replace(" ", "")
    stands_for = {(word, *mandarin_readings(word)) for word in fold_name(latin).split()}
    for form in readings_of_name(native):
        if all(any(reading in form.split() for reading in readings) for readings in stands_for):
            return True
        read = form.replace(" ", "")
        if OSA.distance(read, whole) <= min(2, max(len(read), len(whole)) // 4):
            return True
        if sound_key(read) == sound_key(whole) or skeleton(read) == skeleton(whole):
            return True
    return False


def measure(name: str, pairs: Sequence[Pair], threshold: float, errors: int) -> None:
    """Score a set and print its figures."""
    rows = list(with_strangers(pairs))
    start = time.perf_counter()
    scores = [compare_names(native, latin, kind="person").score for native, latin, _ in rows]
    cost = (time.perf_counter() - start) / len(rows) * 1e6
    labels = [is_true for _, _, is_true in rows]
    precision, recall, f1 = at_threshold(labels, scores, threshold)
    best, best_at = max((at_threshold(labels, scores, t / 50)[2], t / 50) for t in range(10, 50))
    keys = sum(has_common_key(native, latin) for native, latin in pairs) / len(pairs)
    print(f"{name:24}{len(rows):6}  {precision:.3f} {recall:.3f} {f1:.3f} {best:.3f} {best_at:.2f}"
          f"  {area(labels, scores):.3f} {keys:.3f} {cost:6.0f}")
    wrong = [(s, row) for s, row in zip(scores, rows, strict=True) if (s >= threshold) != row[2]]
    for s, row in wrong[:: max(1, len(wrong) // errors)] if errors else ():
        print(f"    {s:.2f} {row}")


if __name__ == "__main__":
    main()

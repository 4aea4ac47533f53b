"""The doubles of a file as lines of JSON: each cluster, then each pair with what speaks for and against it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator

from enduse.resolution.deduplicating import Doubles, Spread, count_words, run_here
from enduse.resolution.sifting import TEXTS, Rarity, find
from enduse.resolution.sketching import unpack
from enduse.resolution.texts import Texts

SCHEMA = "enduse-double/1"
_DIGITS = 6
_CHUNK = 5000


def tell_doubles(
    doubles: Doubles, *, ids: Texts, rows: array[int], spread: Spread = run_here, spread_calls: Spread = run_here
) -> Iterator[bytes]:
    """Yield the lines in pieces: clusters in order of their first record, then pairs in order of their records.

    `ids` and `rows` are what each record is called and the row it stands in. Cost: some 2 us a pair, 60 us without
    the kernel.
    """
    bounds = range(0, len(doubles.links), _CHUNK)
    if doubles.opened is None:
        yield from _tell_here(doubles, ids, rows, bounds, spread)
        return
    opened = doubles.opened
    yield opened.tell_clusters(doubles.joined, doubles.links, doubles.scores, ids=ids, rows=rows)
    yield from spread_calls(lambda part: opened.tell_pairs(
        doubles.links[bounds[part]: bounds[part] + _CHUNK], doubles.scores[bounds[part]: bounds[part] + _CHUNK],
        ids=ids, rows=rows, texts=TEXTS,
    ), len(bounds))


def _tell_here(
    doubles: Doubles, ids: Texts, rows: array[int], bounds: range, spread: Spread
) -> Iterator[bytes]:
    scores = {(left, right): score for left, right, score in doubles.pairs}
    for cluster in doubles.clusters:
        links = [scores[pair] for place, left in enumerate(cluster) for right in cluster[place + 1:]
                 for pair in ((left, right),) if pair in scores]
        yield _line(cluster, ids, rows, what="cluster", score=min(links), reasons=[])
    rarity = count_words(doubles.lines)

    def spell(part: int) -> bytes:
        lines = []
        for at in range(bounds[part], min(bounds[part] + _CHUNK, len(doubles.links))):
            pair = divmod(doubles.links[at], doubles.records)
            reasons = _reasons(doubles.lines, *pair, rarity)
            lines.append(_line(pair, ids, rows, what="pair", score=doubles.scores[at], reasons=reasons))
        return b"".join(lines)

    yield from spread(spell, len(bounds))


def _reasons(lines: Texts, left: int, right: int, rarity: Rarity) -> list[dict[str, object]]:
    return [
        {"text": finding.text, "left": finding.left, "right": finding.right, "bits": round(finding.bits, 2)}
        for finding in find(unpack(lines[left]), unpack(lines[right]), rarity)
    ]


def _line(
    members: tuple[int, ...], ids: Texts, rows: array[int], *, what: str, score: float,
    reasons: list[dict[str, object]],
) -> bytes:
    told = {
        "schema": SCHEMA, "what": what, "members": [{"id": ids[at], "row": rows[at]} for at in members],
        "score": round(score, _DIGITS), "reasons": reasons,
    }
    return f"{json.dumps(told, ensure_ascii=False)}\n".encode("utf-8", "surrogatepass")

"""The reasons of many pairs of names at once, as `comparing.compare_aligned` gives them, told by the compiled part."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from enduse.model.evidence import Reason, make_reasons
from enduse.names.comparing import SAID, SAME_NAME

if TYPE_CHECKING:
    from enduse.names.scoring import Scorer

_SAME_NAME = SAID.index(SAME_NAME)


def tell_many(
    scorer: Scorer, packs: tuple[array[int], array[int]], kinds: bytes, printed: Iterable[tuple[str, str]],
    wanted: Sequence[float],
) -> list[tuple[Reason, ...] | None]:
    """Return the reasons of pairs of packs at some addresses, their weights times what makes them add up to `wanted`.

    None where only Python can tell, and where names have nothing in common. `printed` are the names as printed. Cost:
    some 5 us a pair.
    """
    counts, kind, weights, texts = scorer.tell_many(*packs, kinds, array("d", wanted))
    said = texts.split("\0")
    if len(said) != 2 * len(kind) + 1:  # a zero among letters
        return [None] * len(counts)
    lefts, rights = said[:-1:2], said[1::2]
    ends = [0, *accumulate(max(0, count) for count in counts)]
    told = list(pairwise(ends))
    for (left, right), (start, end) in zip(printed, told, strict=True):
        if end - start == 1 and kind[start] == _SAME_NAME:
            lefts[start], rights[start] = left, right
    reasons = make_reasons([*map(SAID.__getitem__, kind)], lefts, rights, weights)
    return [tuple(reasons[start:end]) if end > start else None for start, end in told]

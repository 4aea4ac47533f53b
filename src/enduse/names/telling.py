"""The reasons of many pairs of names at once, as `comparing.compare_aligned` gives them, told by the compiled part."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from enduse.model.evidence import Reason, make_reasons
from enduse.names.comparing import SAID, SAME_NAME
from enduse.names.packing import KINDS
from enduse.names.tokens import Kind

if TYPE_CHECKING:
    from enduse.names.scoring import Scorer

MOST_SCALED = 3  # by how much weights are raised at most, so that they add up; as in `native/tell.c`
_SAME_NAME = SAID.index(SAME_NAME)


Ask = tuple[int, int, Kind, str, str, float]  # where two packs lie, how they were read, the names, the sum


def tell_many(scorer: Scorer, asks: Sequence[Ask]) -> list[tuple[Reason, ...] | None]:
    """Return the reasons of `compare_names` of pairs of names, weights times what makes them add up to a number.

    None where only Python can tell, for an address of 0, and where names have next to nothing in common. Cost: some
    6 us a pair of names of four words.
    """
    left, right, kinds, _, _, wanted = zip(*asks, strict=True) if asks else ((),) * 6
    packs = array("Q", left), array("Q", right)
    counts, kind, weights, texts = scorer.tell_many(*packs, bytes(map(KINDS.__getitem__, kinds)), array("d", wanted))
    said = texts.split("\0")
    if len(said) != 2 * len(kind) + 1:  # a zero among letters
        return [None] * len(counts)
    lefts, rights = said[:-1:2], said[1::2]
    ends = [0, *accumulate(max(0, count) for count in counts)]
    told = list(pairwise(ends))
    for ask, (start, end) in zip(asks, told, strict=True):
        if end - start == 1 and kind[start] == _SAME_NAME:
            _, _, _, lefts[start], rights[start], _ = ask
    reasons = make_reasons([*map(SAID.__getitem__, kind)], lefts, rights, weights)
    return [tuple(reasons[start:end]) if end > start else None for start, end in told]

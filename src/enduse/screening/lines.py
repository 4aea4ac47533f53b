"""The words of many names at once, as the index looks them up."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress
from typing import NamedTuple

from enduse.names.folding import pack_folds, pack_plain_folds
from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.words import ARTICLES, read_forms

_MANY = 16  # names from which on it is worth while
_IS_NOT_READ = bytes(255) + b"\1"
_TO_NONE = bytes(range(255)) + b"\0"
_ARTICLES = bytearray("".join(f"{article}\0" for article in ARTICLES) + "\0", "ascii")


class Lines(NamedTuple):
    """Names read: all lines, each ended by a line break; how many each place has; and the place of each name."""

    text: bytearray
    counts: array[int]
    places: Sequence[int]


def lay_lines(names: Sequence[str]) -> Lines:
    """Return the lines of names, those that `read_forms` returns. Cost: some 0.5 us a name in Latin letters.

    Names in other scripts have places of their own after all others.
    """
    if len(names) < _MANY:
        return _add_lines(names, Lines(bytearray(), zeros("I", len(names)), range(len(names))), range(len(names)))
    text, ends = join_names(names)
    lines, counts = read_lines(text, ends)
    left = counts.translate(_IS_NOT_READ)
    laid = Lines(lines, array("I", [*counts.translate(_TO_NONE)]), range(len(names)))
    if not any(left):
        return laid
    from enduse.screening.plain_scripts import read_others  # opens tables that only such names need

    more, order = read_others(text, ends, counts)
    places = [*laid.places]
    for place, at in enumerate(order, len(laid.counts)):
        places[at] = place
    laid.counts.extend(map(counts.__getitem__, order))
    read = Lines(lines + more, laid.counts, places)
    return _add_lines(names, read, list(compress(range(len(names)), counts.translate(_IS_NOT_READ))))


def _add_lines(names: Sequence[str], read: Lines, left: Sequence[int]) -> Lines:
    """Return lines with those of the names that only Python reads."""
    forms = [read_forms(names[at]) for at in left]
    places = [*read.places]
    for place, at in enumerate(left, len(read.counts)):
        places[at] = place
    text = read.text + "".join([f"{form}\n" for some in forms for form in some]).encode("ascii")
    return Lines(text, read.counts + array("I", map(len, forms)), places)


def read_many_forms(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what `read_forms` returns for each name."""
    text, counts, places = lay_lines(names)
    lines, ends = text.decode("ascii").split("\n"), [0, *accumulate(counts)]
    return [tuple(lines[ends[place]:ends[place + 1]]) for place in places]


def join_names(names: Sequence[str]) -> tuple[bytearray, array[int]]:
    """Return names one after the other, and where each ends."""
    joined = "".join(names)
    if joined.isascii():
        return bytearray(joined, "ascii"), array("Q", [*accumulate(map(len, names))])
    raw = [name.encode("utf-8", "surrogatepass") for name in names]
    return bytearray(b"".join(raw)), array("Q", [*accumulate(map(len, raw))])


def read_lines(text: bytearray, ends: array[int]) -> tuple[bytearray, bytearray]:
    """Return the forms of names, each ended by a line break, and how many each has.

    One with letters of other scripts has none, and the number 255.
    """
    is_wide = not text.isascii()
    lines, counts = bytearray(3 * (4 if is_wide else 1) * len(text) + 6 * len(ends)), bytearray(len(ends))
    size = kernel().en_read_lines(
        len(ends), address(ends), address(text), address(_folds(is_wide=is_wide)), is_wide,
        *map(address, (_ARTICLES, lines, counts)),
    )
    del lines[size:]
    return lines, counts


@lru_cache(maxsize=2)
def _folds(*, is_wide: bool) -> bytearray:
    return bytearray(pack_folds() if is_wide else pack_plain_folds())

"""Names asked against the names that groups of rows print: which groups come near, told in a few calls of the library.

Nothing is done in Python for a row, but where only Python can read its name.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from ctypes import PyDLL, c_char_p, c_uint32, c_uint64, c_void_p
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from enduse.names.libraries import open_library

if TYPE_CHECKING:
    from enduse.names.packs import Packs
    from enduse.names.scoring import Scorer

_AT, _U32, _U64 = c_void_p, c_uint32, c_uint64
_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "en_spread": (_U64, (_U32, _AT, _AT, c_char_p, *[_AT] * 7)),
    "en_face": (None, (_U64, *[_AT] * 4, c_char_p, *[_AT] * 4)),
    "en_mark": (None, (_U64, *[_AT] * 8)),
}


class Rows(NamedTuple):
    """Groups of rows of segments: where each group ends; of each row the number of its segment, and its own."""

    ends: array[int]
    which: array[int]
    rows: array[int]


class Asked(NamedTuple):
    """Names asked for groups: the numbers of the group, of the name and of the law, for each."""

    groups: array[int]
    names: array[int]
    laws: array[int]


class Law(NamedTuple):
    """Of names of two sorts of parties: number of the kind, and the least likeness, in one script and in two.

    `lead` is what a name that comes near needs, `hit` what one that is enough needs.
    """

    kind: int
    lead: tuple[float, float]
    hit: tuple[float, float]


class Sieve:
    """Names with their laws, to be held against rows.

    Attributes:
        names: the names, each with the number of its kind; `is_foreign` tells which begin in another script than Latin.
        columns: of each segment the columns of its values and of how they fold (`Packs.read_rows`).
        value_of: returns what a row of a segment says and whether that begins in another script than Latin.
    """

    def __init__(
        self, opened: tuple[Packs, Scorer], names: Sequence[tuple[str, int]], is_foreign: bytes, laws: Sequence[Law],
        columns: array[int], value_of: Callable[[int, int], tuple[str, bool]],
    ) -> None:
        self._packs, self._scorer = opened
        self._columns, self._value_of, self.is_foreign = columns, value_of, is_foreign
        self._kinds = bytes(law.kind for law in laws)
        self._laws = array("d", chain.from_iterable((*law.lead, *law.hit) for law in laws))
        self._packs.clear()
        self._addresses = self._packs.read([name for name, _ in names], bytes(kind for _, kind in names))

    def score(self, asked: Asked, rows: Rows) -> tuple[bytearray, bytearray]:
        """Return of each group whether a name came near what is needed, and whether one may be enough.

        Cost: some 2 us a pair of a name and a row, most of it their score.
        """
        groups = len(rows.ends)
        near, hit = array("B", bytes(groups)), array("B", bytes(groups))
        count, (group, name, law) = len(asked.groups), _places(*asked)
        spread = (count, group, law, self._kinds, *_places(*rows))
        pairs = _kernel().en_spread(*spread, None, None, None, None)
        owner, which, row = (array("I", bytes(4 * pairs)) for _ in range(3))
        kinds, left, least = array("B", bytes(pairs)), array("Q", bytes(8 * pairs)), array("d", bytes(8 * pairs))
        _kernel().en_spread(*spread, *_places(owner, which, row, kinds))
        told = kinds.tobytes()
        right, signs = self._packs.read_rows(self._columns, (which, row), told)
        if 0 in right:
            self._read_others(right, signs, (which, row), told)
        _kernel().en_face(
            pairs, _place(owner), name, law, _place(self._addresses), self.is_foreign, _place(self._laws),
            *_places(signs, left, least),
        )
        scores = self._scorer.score_many(left, right, told, least)
        _kernel().en_mark(pairs, _place(owner), group, law, *_places(self._laws, signs, scores, near, hit))
        return bytearray(near), bytearray(hit)

    def _read_others(
        self, right: array[int], signs: array[int], places: tuple[array[int], array[int]], kinds: bytes
    ) -> None:
        """Read the names that only Python can read."""
        others = [at for at, address in enumerate(right) if not address]
        values = [self._value_of(places[0][at], places[1][at]) for at in others]
        found = self._packs.read([value for value, _ in values], bytes(kinds[at] for at in others))
        for at, (_, sign), address in zip(others, values, found, strict=True):
            right[at], signs[at] = address, sign


@lru_cache(maxsize=1)
def _kernel() -> Any:
    return open_library(__file__, _FUNCTIONS, by=PyDLL)


def _place(numbers: array[Any]) -> int:
    return numbers.buffer_info()[0]


def _places(*columns: array[Any]) -> tuple[int, ...]:
    return tuple(map(_place, columns))

"""The compiled part of finding doubles: a small C library beside this module, called through ctypes.

`hatch_build.py` compiles it when the package is built; `python hatch_build.py` does so in a checkout. Where it is
missing, the same work is done in Python, with the same results, many times slower. A call lets other threads run.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from ctypes import (
    POINTER,
    Structure,
    addressof,
    byref,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_int64,
    c_uint32,
    c_uint64,
    c_void_p,
    create_string_buffer,
    string_at,
)
from functools import lru_cache
from typing import Any

from enduse.names.libraries import open_library
from enduse.names.sounds import SPELLINGS
from enduse.resolution.texts import Texts

_WORD = 8  # bytes of a number


class _Meeting(Structure):
    _fields_ = (("pairs_count", c_uint64), ("large_count", c_uint64), ("pairs", c_void_p), ("large", c_void_p))


class _Page(Structure):
    _fields_ = (("held", c_void_p), ("count", c_uint64), ("room", c_uint64), ("failed", c_int))


class _Ids(Structure):
    _fields_ = (("text", c_void_p), ("starts", c_void_p), ("rows", c_void_p))


_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "en_open_records": (c_void_p, (c_void_p, c_void_p, c_uint64, c_char_p)),
    "en_close_records": (None, (c_void_p,)),
    "en_count_words": (c_uint64, (c_void_p,)),
    "en_word_carriers": (None, (c_void_p, c_void_p)),
    "en_weigh_words": (None, (c_void_p, c_void_p)),
    "en_meet": (c_int, (c_void_p, c_int, c_uint64, POINTER(_Meeting))),
    "en_neighbours": (c_int64, (c_void_p, c_void_p, c_uint64, c_uint64, c_void_p)),
    "en_part": (None, (POINTER(_Meeting),)),
    "en_sort_once": (c_int64, (c_void_p, c_uint64)),
    "en_sift": (c_int64, (c_void_p, c_void_p, c_double, c_double, c_void_p, c_uint64, c_void_p)),
    "en_join": (c_int64, (c_void_p, c_void_p, c_void_p, c_uint64, c_void_p)),
    "en_tell_pairs": (c_int, (c_void_p, c_void_p, POINTER(_Ids), c_void_p, c_char_p, c_void_p, c_void_p, c_uint64,
                              POINTER(_Page))),
    "en_tell_clusters": (c_int, (c_void_p, POINTER(_Ids), c_void_p, c_void_p, c_uint64, c_void_p, c_uint64,
                                 POINTER(_Page))),
    "en_give_back": (None, (POINTER(_Page),)),
    "en_open_rows": (c_void_p, (c_uint32, c_uint32, c_void_p, c_char_p, c_uint64, c_uint32, c_char_p)),
    "en_close_rows": (None, (c_void_p,)),
    "en_read_row": (c_int64, (c_void_p, c_char_p, c_uint64, c_void_p)),
    "en_teach_row": (c_int, (c_void_p, c_int, c_char_p, c_uint32, c_char_p, c_uint32)),
    "en_read_block": (c_int, (c_void_p, c_void_p, c_void_p, c_uint64, c_int, c_uint64, c_uint64, c_int, c_void_p)),
    "en_give_back_block": (None, (c_void_p,)),
}


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Return the library with its functions declared, or None where it was not compiled for this machine."""
    try:
        return open_library(__file__, _FUNCTIONS)
    except OSError:
        return None


@lru_cache(maxsize=1)
def _spellings() -> bytes:
    return b"".join(text.encode() + b"\0" for pair in SPELLINGS for text in pair) + b"\0"


class Records:
    """Packed sketches opened by the kernel: which of them meet, what a pair weighs, what pairs make and are told as.

    Every answer is the one that Python gives; whatever writes numbers of records names them by place. Calls may
    run side by side once `weigh_words` was called.
    """

    def __init__(self, library: Any, handle: int, texts: Texts, pinned: object) -> None:
        self._library = library
        self._handle = handle
        self._texts = texts
        self._pinned = pinned  # the bytes of the texts, which may not move while the kernel looks at them
        self._weights = array("d")

    def __del__(self) -> None:
        self._library.en_close_records(self._handle)

    def __len__(self) -> int:
        return len(self._texts)

    def meet(self, kind: int, largest: int) -> tuple[array[int], list[array[int]]]:
        """Return the pairs that share a key of a kind, as lower * count + higher, sorted, and the larger blocks.

        Cost: some 0.5 us a record. Raises MemoryError.
        """
        meeting = _Meeting()
        _check(self._library.en_meet(self._handle, kind, largest, byref(meeting)))
        try:
            pairs, flat = array("q"), array("q")
            pairs.frombytes(string_at(meeting.pairs, meeting.pairs_count * _WORD) if meeting.pairs_count else b"")
            flat.frombytes(string_at(meeting.large, meeting.large_count * _WORD) if meeting.large_count else b"")
        finally:
            self._library.en_part(byref(meeting))
        large, at = [], 0
        while at < len(flat):
            size = flat[at]
            large.append(flat[at + 1: at + 1 + size])
            at += 1 + size
        return pairs, large

    def neighbours(self, block: array[int], nearest: int) -> array[int]:
        """Return the pairs that `blocking.find_neighbours` finds. Cost: some 2 us a record. Raises MemoryError."""
        pairs = array("q", bytes(2 * _WORD * nearest * len(block)))
        made = self._library.en_neighbours(self._handle, _place(block), len(block), nearest, _place(pairs))
        _check(made >= 0)
        del pairs[made:]
        return pairs

    def weigh_words(self, weigh: Callable[[int], float], weights: Mapping[str, float], order: Sequence[str]) -> None:
        """Take what a word tells by how many records carry it, and the other weights in the order of `sift.h`."""
        carriers = array("I", bytes(4 * self._library.en_count_words(self._handle)))
        self._library.en_word_carriers(self._handle, _place(carriers))
        told = {count: weigh(count) for count in set(carriers)}
        bits = array("d", map(told.__getitem__, carriers))
        self._library.en_weigh_words(self._handle, _place(bits))
        self._weights = array("d", [weights[name] for name in order])

    def sift(self, pairs: array[int], *, start: float, least: float) -> tuple[array[int], array[float]]:
        """Return those of the pairs, each lower * count + higher, that have so many bits at least, and their bits.

        Cost: some 1 us a pair. Raises MemoryError.
        """
        kept, bits = pairs[:], array("d", bytes(_WORD * len(pairs)))
        number = self._library.en_sift(
            self._handle, _place(self._weights), start, least, _place(kept), len(kept), _place(bits)
        )
        _check(number >= 0)
        del kept[number:], bits[number:]
        return kept, bits

    def join(self, pairs: array[int], strengths: array[float]) -> array[int]:
        """Return the clusters that pairs make, as `deduplicating.join_pairs` does. Raises MemoryError."""
        flat = array("I", bytes(4 * (3 * len(pairs) + 1)))
        made = self._library.en_join(self._handle, _place(pairs), _place(strengths), len(pairs), _place(flat))
        _check(made >= 0)
        del flat[made:]
        return flat

    def tell_pairs(
        self, pairs: array[int], scores: array[float], *, ids: Texts, rows: array[int], texts: Sequence[str]
    ) -> bytes:
        """Return a line of JSON for each pair, as `telling` makes it in Python. Cost: some 2 us. Raises MemoryError."""
        called = Texts(texts)
        page, ids_of = _Page(), self._ids(ids, rows)
        told = self._library.en_tell_pairs(
            self._handle, _place(self._weights), byref(ids_of), _place(called.starts), bytes(called.held),
            _place(pairs), _place(scores), len(pairs), byref(page),
        )
        return self._take(page, told)

    def tell_clusters(
        self, clusters: array[int], pairs: array[int], scores: array[float], *, ids: Texts, rows: array[int],
    ) -> bytes:
        """Return a line of JSON for each cluster, with the score of its weakest pair. Raises MemoryError."""
        page, ids_of = _Page(), self._ids(ids, rows)
        told = self._library.en_tell_clusters(
            self._handle, byref(ids_of), _place(pairs), _place(scores), len(pairs), _place(clusters), len(clusters),
            byref(page),
        )
        return self._take(page, told)

    def _ids(self, ids: Texts, rows: array[int]) -> _Ids:
        if rows.itemsize != _WORD or len(ids) != len(self) or len(rows) != len(self):
            raise ValueError("each record has one id and one row of eight bytes")
        pinned = _pin(ids)
        told = _Ids(addressof(pinned), _place(ids.starts), _place(rows))
        told.pinned = pinned
        return told

    def _take(self, page: _Page, told: int) -> bytes:
        try:
            _check(told)
            return string_at(page.held, page.count) if page.count else b""
        finally:
            self._library.en_give_back(byref(page))


def open_records(texts: Texts) -> Records | None:
    """Return the records of packed sketches, which nothing may be added to as long as they are open.

    None where the kernel is missing or a sketch is not as `sketching` makes it. Cost: some 0.5 us a record.
    """
    library = kernel()
    if library is None:
        return None
    pinned = _pin(texts)
    handle = library.en_open_records(addressof(pinned), _place(texts.starts), len(texts), _spellings())
    return Records(library, handle, texts, pinned) if handle else None


def sort_once(numbers: array[int]) -> array[int]:
    """Return numbers of 0 and more sorted, each once; the array given may be changed."""
    library = kernel()
    if library is None:
        return array("q", sorted(set(numbers)))
    kept = library.en_sort_once(_place(numbers), len(numbers))
    _check(kept >= 0)
    del numbers[kept:]
    return numbers


def _pin(texts: Texts) -> Any:
    """Return the bytes of the texts as what the kernel can read; while it is held they can neither move nor grow."""
    return (c_char * len(texts.held)).from_buffer(texts.held) if texts.held else create_string_buffer(1)


def _place(numbers: array[Any]) -> int:
    return numbers.buffer_info()[0]


def _check(told: object) -> None:
    if not told:
        raise MemoryError("no memory for the doubles of the records")

"""The compiled part of finding doubles: a small C library beside this module, called through ctypes.

`hatch_build.py` compiles it when the package is built; `python hatch_build.py` does so in a checkout. Where it is
missing, the same work is done in Python, with the same results, many times slower.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from ctypes import (
    POINTER,
    Structure,
    addressof,
    byref,
    c_char_p,
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

from enduse.names.folding import fold_name
from enduse.names.libraries import open_library
from enduse.names.sounds import SPELLINGS

_WORD = 8  # bytes of a number
_LONGEST_LINE = 2 * 8192 + 256  # twice the longest row that the kernel takes, and what stands between
_COPIED = 8  # the place of countries, which come folded, as the kind at 0 does; other places are numbers of their folds


class _Meeting(Structure):
    _fields_ = (("pairs_count", c_uint64), ("large_count", c_uint64), ("pairs", c_void_p), ("large", c_void_p))


_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "en_meet": (c_int, (c_char_p, c_uint64, c_uint64, c_int, c_uint64, c_char_p, POINTER(_Meeting))),
    "en_part": (None, (POINTER(_Meeting),)),
    "en_sort_once": (c_int64, (c_void_p, c_uint64)),
    "en_open_rows": (c_void_p, (c_uint32, c_uint32, c_void_p, c_char_p, c_uint64, c_uint32, c_char_p)),
    "en_close_rows": (None, (c_void_p,)),
    "en_read_row": (c_int64, (c_void_p, c_char_p, c_uint64, c_void_p)),
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


def meet(text: bytes, count: int, kind: int, largest: int) -> tuple[array[int], list[list[int]]]:
    """Return the pairs of lines that share a key of a kind, as lower * count + higher, sorted, and the larger blocks.

    Cost: some 1 us a line. Raises MemoryError.
    """
    library, meeting = kernel(), _Meeting()
    if not library.en_meet(text, len(text), count, kind, largest, _spellings(), byref(meeting)):
        raise MemoryError("no memory for the keys of the records")
    try:
        pairs, flat = array("q"), array("q")
        pairs.frombytes(string_at(meeting.pairs, meeting.pairs_count * _WORD) if meeting.pairs_count else b"")
        flat.frombytes(string_at(meeting.large, meeting.large_count * _WORD) if meeting.large_count else b"")
    finally:
        library.en_part(byref(meeting))
    large, at = [], 0
    while at < len(flat):
        size = flat[at]
        large.append(flat[at + 1: at + 1 + size].tolist())
        at += 1 + size
    return pairs, large


def sort_once(numbers: array[int]) -> array[int]:
    """Return numbers of 0 and more sorted, each once; the array given may be changed."""
    library = kernel()
    if library is None:
        return array("q", sorted(set(numbers)))
    kept = library.en_sort_once(numbers.buffer_info()[0], len(numbers))
    if kept < 0:
        raise MemoryError("no memory to sort the pairs")
    del numbers[kept:]
    return numbers


class RowFolder:
    """Makes packed sketches of rows of plain ASCII cells."""

    def __init__(self, cells: int, columns: Sequence[tuple[int, int, str]], *, dropped: Collection[str]) -> None:
        """Take how many cells a row has, of each column used its cell, its place in a `Sketch` and what is put before.

        `dropped` are words that are no part of a name.
        """
        self._library = kernel()
        self._reader = None
        if self._library is None:
            return
        plan = array("I", [number for cell, slot, _ in columns for number in (cell, slot, slot % _COPIED)])
        texts = b"".join(text.encode() + b"\0" for text in (*(before for _, _, before in columns), *sorted(dropped)))
        self._reader = self._library.en_open_rows(
            cells, len(columns), plan.buffer_info()[0], texts, len(texts), len(dropped), _folding_table(),
        )
        self._buffer = create_string_buffer(_LONGEST_LINE)
        self._line = addressof(self._buffer)
        self._read = self._library.en_read_row

    def __del__(self) -> None:
        if self._reader is not None:
            self._library.en_close_rows(self._reader)

    @property
    def is_of_use(self) -> bool:
        """Tell whether the kernel is there and such rows can be read."""
        return self._reader is not None

    def fold(self, row: str) -> str | None:
        """Return the packed sketch of a row of ASCII, its cells separated by tabs; None where it is not plain.

        Cost: some 2 us.
        """
        text = row.encode("ascii")
        length = self._read(self._reader, text, len(text), self._line)
        return string_at(self._line, length).decode("ascii") if length >= 0 else None


@lru_cache(maxsize=1)
def _folding_table() -> bytes:
    """Return for each byte what `fold_name` makes of it between letters: another, a space, or nothing (zero)."""
    folded = (fold_name(f"a{chr(code)}b")[1:-1] for code in range(128))
    return b"".join(text.encode() or b"\0" for text in folded) + b" " * 128

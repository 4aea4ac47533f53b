"""The compiled part of finding doubles: a small C library beside this module, called through ctypes.

`hatch_build.py` compiles it when the package is built; `python hatch_build.py` does so in a checkout. Where it is
missing, the same work is done in Python, with the same results, many times slower.
"""

from __future__ import annotations

import sys
from array import array
from ctypes import CDLL, POINTER, Structure, byref, c_char_p, c_int, c_int64, c_uint64, c_void_p, string_at
from functools import lru_cache
from typing import Any

from enduse.names.sounds import SPELLINGS

_SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
_WORD = 8  # bytes of a number


class _Meeting(Structure):
    _fields_ = (("pairs_count", c_uint64), ("large_count", c_uint64), ("pairs", c_void_p), ("large", c_void_p))


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Return the library with its functions declared, or None where it was not compiled for this machine."""
    folder = __file__.replace("\\", "/").rpartition("/")[0]
    try:
        library = CDLL(f"{folder}/_kernel{_SUFFIX}")
    except OSError:
        return None
    library.en_meet.restype = c_int
    library.en_meet.argtypes = (c_char_p, c_uint64, c_uint64, c_int, c_uint64, c_char_p, POINTER(_Meeting))
    library.en_part.restype = None
    library.en_part.argtypes = (POINTER(_Meeting),)
    library.en_sort_once.restype = c_int64
    library.en_sort_once.argtypes = (c_void_p, c_uint64)
    return library


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

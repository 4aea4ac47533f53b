"""The compiled part of comparing letters: a small C library beside this module, called through ctypes.

`hatch_build.py` compiles it when the package is built; `python hatch_build.py` does so in a checkout. Where it is
missing, the same work is done in Python, with the same results, many times slower.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from ctypes import c_char_p, c_double, c_uint32
from functools import lru_cache
from typing import Any

from enduse.names.libraries import open_library

_LONGEST = 7  # letters of a chunk that go into one number


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Return the library with its functions declared, or None where it was not compiled for this machine."""
    arguments = (_texts(None), _texts(None), c_uint32, c_char_p, c_uint32, c_uint32, c_char_p, c_double)
    try:
        return open_library(__file__, {"en_walk": (c_double, arguments)})
    except OSError:
        return None


def pack_steps(steps: Mapping[str, float]) -> bytes:
    """Return the odds of chunks as the library reads them."""
    known = sorted(
        (int.from_bytes(chunk.encode("ascii"), "big"), odds) for chunk, odds in steps.items()
        if len(chunk) <= _LONGEST and chunk.isascii() and odds
    )
    keys, odds = array("Q", (key for key, _ in known)), array("d", (odd for _, odd in known))
    return array("Q", [len(known)]).tobytes() + keys.tobytes() + odds.tobytes()


def walk(
    singles: Sequence[bytes | None], pairs: Sequence[bytes | None], latin: bytes, most: int, extras: bytes,
    unknown: float,
) -> float:
    """Return the odds of all walks, negative where the words are too long; see `native/walk.c`. Cost: some 5 us."""
    odds: float = kernel().en_walk(
        _texts(len(singles))(*singles), _texts(len(pairs))(*pairs), len(pairs), latin, len(latin), most, extras,
        unknown,
    )
    return odds


@lru_cache(maxsize=64)
def _texts(count: int | None) -> Any:
    from ctypes import POINTER

    return POINTER(c_char_p) if count is None else c_char_p * count

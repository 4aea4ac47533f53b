"""Which script a word is written in."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Script = Literal[
    "latin", "greek", "cyrillic", "armenian", "hebrew", "arabic", "georgian", "kana", "hangul", "han",
    "devanagari", "other",
]

# First letter of each block after the last; what lies between blocks belongs to the block before.
_BLOCKS: tuple[tuple[int, Script], ...] = (
    (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"), (0x0590, "hebrew"), (0x0600, "arabic"),
    (0x0700, "other"), (0x0750, "arabic"), (0x0780, "other"), (0x08A0, "arabic"), (0x0900, "devanagari"),
    (0x0980, "other"), (0x10A0, "georgian"), (0x1100, "hangul"), (0x1200, "other"), (0x1C80, "cyrillic"),
    (0x1C90, "georgian"), (0x1CC0, "other"), (0x1E00, "latin"), (0x1F00, "greek"), (0x2000, "other"),
    (0x2D00, "georgian"), (0x2D30, "other"), (0x2DE0, "cyrillic"), (0x2E00, "other"), (0x3005, "han"),
    (0x3008, "other"), (0x3041, "kana"), (0x3100, "other"), (0x3131, "hangul"), (0x3190, "other"), (0x31F0, "kana"),
    (0x3200, "other"), (0x3400, "han"), (0xA000, "other"), (0xA640, "cyrillic"), (0xA6A0, "other"), (0xA722, "latin"),
    (0xA800, "other"), (0xAC00, "hangul"), (0xD7B0, "other"), (0xF900, "han"), (0xFB00, "other"), (0xFB1D, "hebrew"),
    (0xFB50, "arabic"), (0xFE00, "other"), (0xFE70, "arabic"), (0xFEFF, "other"), (0x20000, "han"), (0x32000, "other"),
)
_VOWELLESS = frozenset({"arabic", "hebrew", "han", "kana", "hangul"})


@lru_cache(maxsize=1 << 16)
def script_of(word: str) -> Script:
    """Return the script of the first letter that is not Latin, or "latin" where there is none; linear in the length."""
    for char in word:
        if char >= "\u0370" and char.isalpha():
            found = _script_of_letter(ord(char))
            if found != "latin":
                return found
    return "latin"


def is_stand_in(script: Script) -> bool:
    """Tell whether a spelling in Latin letters only stands in: the script leaves out vowels or writes syllables."""
    return script in _VOWELLESS


@lru_cache(maxsize=1 << 14)
def _script_of_letter(code: int) -> Script:
    low, high = 0, len(_BLOCKS)
    while low < high:
        middle = (low + high) // 2
        if _BLOCKS[middle][0] <= code:
            low = middle + 1
        else:
            high = middle
    return _BLOCKS[low - 1][1] if low else "latin"

"""Keys under which spellings of one sound meet.

`sound_key` joins the usual Latin spellings of one name (Youssef, Yusef; Chekhov,
Tchehov). `skeleton` goes further and keeps consonants only, for names that come
from scripts without vowels, where the Latin vowels are somebody's guess.
The kernel of screening follows the same tables for many words at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

# In this order: a longer spelling before those it contains.
SPELLINGS = (
    ("witz", "viC"), ("vitz", "viC"),  # the German and the Hebrew way to write what sons are called in the east
    ("tzh", "tsah"),  # of two letters, not of a "zh": the vowel between them is there to keep them apart
    ("shch", "S"), ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("jh", "j"),
    ("sh", "S"),
    ("ch", "C"), ("cz", "C"), ("kh", "h"), ("ck", "k"), ("ph", "f"), ("gh", "g"), ("th", "t"), ("dh", "d"),
    ("tz", "ts"),
    ("que", "ke"), ("qui", "ki"), ("q", "k"), ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"),
    ("w", "v"), ("ou", "u"),
    ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yy", "i"), ("yi", "i"), ("ei", "e"), ("ey", "e"),
    ("ai", "e"), ("ay", "e"), ("ae", "e"), ("oe", "o"), ("ue", "u"), ("ie", "i"),
    ("y", "i"),
)
_DOUBLES = re.compile(r"(.)\1+")
VOWELS = "aeiouy"
_VOWELS = re.compile(f"[{VOWELS}]+")
LOOSE = str.maketrans({"g": "k", "q": "k", "p": "b", "v": "b", "c": "k"})
# Letters of sound keys that spellings of one name exchange: vowels, and consonants made at one place of the mouth or
# read in two ways. "h" and vowels also come and go. A letter may stand in several classes.
KINDRED = (VOWELS, "bfpv", "dt", "ghk", "CSjsz", "lr", "mn", "dz", "gj", "uv", "ij", "fh", "Ct")
LIGHT = f"{VOWELS}h"
_MEMO = 1 << 16


def pack_rules() -> tuple[bytes, bytes, bytes]:
    """Return what `native/sounds.h` is told: spellings and sounds, look-alike consonants of 256, vowels of 256."""
    spellings = "".join(f"{spelling}\0{sound}\0" for spelling, sound in SPELLINGS)
    return spellings.encode("ascii"), pack_letters(LOOSE), bytes(chr(letter) in VOWELS for letter in range(256))


def pack_kindred() -> bytes:
    """Return for each of 256 letters its classes as a number of 16 bits, the highest telling that it is light."""
    letters = map(chr, range(256))
    return b"".join((kindred_classes(char) | (char in LIGHT) << 15).to_bytes(2, "little") for char in letters)


def pack_letters(changed: Mapping[int, str]) -> bytes:
    """Return what each of 256 letters becomes by a table of `str.translate`."""
    return bytes(ord(changed.get(letter, chr(letter))) for letter in range(256))


@lru_cache(maxsize=_MEMO)
def sound_key(token: str) -> str:
    """Return the token in one spelling a sound; capitals stand for sh and ch. Linear in the length."""
    for spelling, sound in SPELLINGS:
        if spelling in token:
            token = token.replace(spelling, sound)
    token = _DOUBLES.sub(r"\1", token)
    return token[:-1] if len(token) > 3 and token.endswith("h") else token


@lru_cache(maxsize=1 << 8)
def kindred_classes(letter: str) -> int:
    """Return the classes of a letter of a sound key as bits; two letters are kindred where they share one."""
    return sum(1 << number for number, letters in enumerate(KINDRED) if letter and letter in letters)


@lru_cache(maxsize=1 << 12)
def change_cost(left: str, right: str) -> int:
    """Return what changing one letter of a sound key into another costs: 0 for itself, 1 for a kindred one, else 2."""
    if left == right:
        return 0
    return 1 if kindred_classes(left) & kindred_classes(right) else 2


def count_changes(left: str, right: str) -> int:
    """Return the least cost of changes that make one sound key the other, in halves of a letter.

    A letter for a kindred one costs 1 and for another 2; a vowel or h more or less 1, another letter 2; a swap
    of neighbours 2. So it is as many as the edits at least and twice as many at most. Symmetric.
    Cost: the product of the lengths, some 15 us for two keys of six letters.
    """
    gaps = [1 if letter in LIGHT else 2 for letter in right]
    earlier: list[int] = []
    before = [0]
    for gap in gaps:
        before.append(before[-1] + gap)
    for i, letter in enumerate(left):
        lost = 1 if letter in LIGHT else 2
        row = [before[0] + lost]
        for k, other in enumerate(right):
            least = min(before[k + 1] + lost, row[k] + gaps[k], before[k] + change_cost(letter, other))
            if i and k and letter == right[k - 1] and left[i - 1] == other:
                least = min(least, earlier[k - 1] + 2)
            row.append(least)
        earlier, before = before, row
    return before[-1]


@lru_cache(maxsize=_MEMO)
def skeleton(token: str) -> str:
    """Return the token's consonants, look-alike ones joined, with an "a" for a vowel at the start.

    Semivowels (w, y) inside a word may be written as vowels, so they are left out there.
    """
    head, tail = token[:1], token[1:].replace("w", "u")
    key = sound_key(head + tail)
    if head == "y":
        key = "y" + key[1:]
    first = "a" if key[:1] in "aeiou" else key[:1]
    consonants = first + _VOWELS.sub("", key[1:])
    if len(consonants) > 2 and consonants.endswith("h"):
        consonants = consonants[:-1]
    return _DOUBLES.sub(r"\1", consonants.translate(LOOSE))

"""The words by which a text is found: folded, so that what is asked meets what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from enduse.names.folding import fold_name

LONGEST = 60
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"\w+")
_SPACED = re.compile(r"(?<![\w+])\+?\d[\d \t()./-]{5,22}\d(?!\w)")
_LEAST_DIGITS = 7
_MOST_DIGITS = 15
NUMBER_SIGN = "n0"  # before a number's digits in reverse; digits alone follow, so it is no printed word


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in order: lower-case ASCII letters and digits, other scripts romanised.

    "HX-200B" is two words, as it is in a question. Apostrophes within a word are dropped. Cost: some 0.2 us a word
    of plain ASCII, for others as `fold_name`, once a word.
    """
    lowered = text.lower().replace("'", "").replace("\u2019", "")
    if lowered.isascii():
        return tuple(word[:LONGEST] for word in _ASCII_WORD.findall(lowered))
    return tuple(part[:LONGEST] for word in _WORD.findall(lowered) for part in _fold(word))


def number_words(text: str) -> Iterator[str]:
    """Yield a word for each number that may be a telephone's: its digits, seven to fifteen, last one first.

    In this order two spellings of one number, with the code of the country or without, begin alike.
    """
    for found in _SPACED.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
            yield NUMBER_SIGN + digits[::-1]


@lru_cache(maxsize=1 << 15)
def _fold(word: str) -> tuple[str, ...]:
    return tuple(fold_name(word).split())

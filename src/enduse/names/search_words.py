"""The words by which a text is found: folded, so that what is asked meets what is printed.

A record's index of words holds what `index_words` spelled; a change of it is a change of the record's schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from enduse.names.folding import fold_name

LONGEST = 60
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_JOINED = re.compile(r"(?<![a-z0-9])[a-z0-9]+(?:[-/.][a-z0-9]+){1,5}(?![a-z0-9])")
_SPACED = re.compile(r"(?<![\w+])\+?\(?\d[\d \t()./-]{5,22}\d(?!\w)")
_LEAST_DIGITS = 7
_MOST_DIGITS = 15
_COMPARED = 8  # last digits in which two spellings of one number agree, whatever stands before them
_NUMBER_SIGN = "n0"  # before a number's digits in reverse


class PlacedWord(NamedTuple):
    """A folded word, and the characters of the text that it was read from."""

    word: str
    start: int
    end: int


def place_words(text: str) -> Iterator[PlacedWord]:
    """Yield the words of a text in order with their places, folded to lower-case ASCII letters and digits.

    "HX-200B" is two words, as it is in a question. An apostrophe within a word is dropped. Cost: some 0.3 us a word of
    plain ASCII, for others as `fold_name`, once a word.
    """
    if text.isascii():
        for found in _ASCII_WORD.finditer(text.lower()):
            yield PlacedWord(found[0].replace("'", "")[:LONGEST], found.start(), found.end())
        return
    for found in _WORD.finditer(text):
        for part in _fold(found[0]):
            yield PlacedWord(part[:LONGEST], found.start(), found.end())


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, as `place_words` spells them."""
    return tuple(placed.word for placed in place_words(text))


def index_words(text: str) -> list[str]:
    """Return all words by which a text is found, sorted: its own, models written together, and numbers in reverse."""
    return sorted({*search_words(text), *_written_together(text), *_numbers(text)})


def join_words(text: str) -> str:
    """Return a question written together, as models and serial numbers are kept: "HX 200 B" is "hx200b"."""
    return "".join(search_words(text))[:LONGEST]


def number_beginning(text: str) -> str:
    """Return what the word of a telephone number begins with, "" where the text is no such number alone.

    Two spellings of one number, with the code of the country or without, begin alike.
    """
    found = _SPACED.fullmatch(text.strip())
    digits = re.sub(r"\D", "", text) if found else ""
    if not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return ""
    return _NUMBER_SIGN + digits[: -_COMPARED - 1 : -1]


def find_numbers(text: str) -> Iterator[PlacedWord]:
    """Yield the words of the numbers of a text that may be telephones', with their places."""
    for found in _SPACED.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
            yield PlacedWord(_NUMBER_SIGN + digits[::-1], found.start(), found.end())


def _numbers(text: str) -> Iterator[str]:
    return (placed.word for placed in find_numbers(text))


def _written_together(text: str) -> Iterator[str]:
    """Yield words such as models that signs join and that hold a digit, without the signs."""
    for found in _JOINED.finditer(text.lower()):
        word = re.sub(r"[-/.]", "", found[0])
        if any(char.isdigit() for char in word) and not word.isdigit():
            yield word[:LONGEST]


@lru_cache(maxsize=1 << 15)
def _fold(word: str) -> tuple[str, ...]:
    return tuple(fold_name(word).split())

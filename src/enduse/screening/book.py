"""What is known of words, packed for the kernel (see native/lay.c): made once, when many words are asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain

from enduse.names.foreign import BEFORE_H, BEFORE_H_OF_TWO, CONSONANTS, READ_OTHERWISE
from enduse.names.sounds import pack_rules
from enduse.names.syllables import ALONE, SPREAD, known_syllables
from enduse.screening.kernel import Buffer, address, hash_texts, kernel, zeros
from enduse.screening.words import (
    FOREIGN_ONLY,
    MANDARIN,
    ONLY_VOWELS_OUT,
    OTHER_CONSONANTS,
    VOWELS_OUT,
    meaning_keys,
    told_words,
    unit_weight,
    unit_weight_of_length,
)

_LONGEST_READING = 6  # letters of a syllable in pinyin
_MOST_BESIDE = 16 + 1 + 12  # keys of a word that do not come from the book
_AT_ONCE = 1 << 13
_MANY = 512  # words from which on the book is worth opening


def is_of_use(words: int) -> bool:
    """Tell whether the book is worth reading for so many words: it is where it is open, or they are many."""
    return words >= _MANY or bool(_book.cache_info().currsize)


def lay_out(
    text: bytearray, end: array[int], flags: bytearray
) -> tuple[bytearray, tuple[array[int], array[int], array[int]]]:
    """Return the weights of words and their further keys; `flags`, which say what is foreign, get what is of digits.

    Cost: less than 1 us a word, some 5 us for one of Chinese syllables or of a script without vowels.
    """
    book, most = _book()
    weights, more_end, more, likeness = bytearray(len(end)), array("I"), array("Q"), array("H")
    start = 0
    for first in range(0, len(end), _AT_ONCE):
        ends = array("I", [at - start for at in end[first:first + _AT_ONCE]])
        piece, some = text[start:end[first + len(ends) - 1]], flags[first:first + len(ends)]
        start += len(piece)
        keys, alike = zeros("Q", most * len(ends)), zeros("H", most * len(ends))
        units, until = bytearray(len(ends)), zeros("I", len(ends))
        count = kernel().en_lay_words(
            address(book.columns), len(ends), *map(address, (ends, piece, some, units, until, keys, alike))
        )
        if count < 0:
            raise MemoryError
        flags[first:first + len(ends)], weights[first:first + len(ends)] = some, units
        more_end += array("I", [at + len(more) for at in until])
        more += keys[:count]
        likeness += alike[:count]
    return weights, (more_end, more, likeness)


class Columns:
    """Columns for the kernel: the addresses and sizes of buffers, which are kept as long as this is."""

    def __init__(self) -> None:
        self._kept: list[Buffer] = []
        self.columns = array("Q")

    def put(self, *columns: Buffer | int) -> None:
        """Put columns in."""
        for column in columns:
            if not isinstance(column, int):
                self._kept.append(column)
            self.columns.append(column if isinstance(column, int) else address(column))

    def put_texts(self, texts: Sequence[str]) -> None:
        """Put texts in, and the table by which they are found."""
        at, text = lay_texts(texts)
        places = 1 << max(4, (2 * len(texts)).bit_length())
        table = zeros("I", places)
        kernel().en_fill_table(len(texts), address(at), address(text), places, address(table))
        self.put(len(texts), places, at, text, table)


@lru_cache(maxsize=1)
def _book() -> tuple[Columns, int]:
    """Return the book, and the most keys that a word may have. Cost: some 80 ms."""
    book, words = Columns(), told_words()
    book.put_texts(words)
    keys = [meaning_keys(word) if word.isalpha() else () for word in words]
    book.put(
        bytearray(map(unit_weight, words)), array("I", accumulate(map(len, keys), initial=0)),
        hash_texts([key for some in keys for key, _ in some]),
        array("H", (alike for some in keys for _, alike in some)) or zeros("H", 1),
    )
    _put_syllables(book)
    book.put(
        array("d", [SPREAD]), bytearray(map(unit_weight_of_length, range(1, 5))),
        *(array("H", [key]) for key in (
            OTHER_CONSONANTS | VOWELS_OUT, OTHER_CONSONANTS | ONLY_VOWELS_OUT, MANDARIN | FOREIGN_ONLY
        )),
    )
    spellings, loose, vowels = map(bytearray, pack_rules())
    otherwise = ended_by_zeros(chain.from_iterable(READ_OTHERWISE))
    book.put(spellings, len(spellings), loose, vowels, otherwise, len(otherwise))
    book.put(*(ended_by_zeros([letters]) for letters in (BEFORE_H, BEFORE_H_OF_TWO, CONSONANTS)))
    book.put(ended_by_zeros(sorted(ALONE)) + b"\0")
    return book, _MOST_BESIDE + max(map(len, keys))


def _put_syllables(book: Columns) -> None:
    options = known_syllables().options
    book.put_texts(list(options))
    readings = [(reading, cost) for some in options.values() for reading, cost in some]
    if max(len(reading) for reading, _ in readings) > _LONGEST_READING:
        raise ValueError("the kernel has no room for so long a syllable")
    book.put(
        array("I", accumulate(map(len, options.values()), initial=0)), array("d", (cost for _, cost in readings)),
        *lay_texts([reading for reading, _ in readings]), max(map(len, options.values())),
    )


def lay_texts(texts: Sequence[str]) -> tuple[array[int], bytearray]:
    """Return where each text begins, with the end of the last, and all of them."""
    return array("I", accumulate(map(len, texts), initial=0)), bytearray("".join(texts), "ascii")


def ended_by_zeros(texts: Iterable[str]) -> bytearray:
    """Return texts, each ended by a zero."""
    return bytearray(b"".join(text.encode("utf-8") + b"\0" for text in texts))

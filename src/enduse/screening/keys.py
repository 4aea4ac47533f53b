"""The keys of many words at once: by their letters in the kernel, the few others by `words.further_keys`."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from enduse.names.sounds import pack_rules
from enduse.screening import book
from enduse.screening.kernel import address, hash_texts, kernel, zeros
from enduse.screening.words import (
    CONSONANTS,
    FEW_CONSONANTS,
    ONLY_VOWELS_OUT,
    OTHER_CONSONANTS,
    SOUND,
    VOWELS_OUT,
    flags_of,
    further_keys,
    unit_weight,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordColumns:
    """Words as the kernel takes them: letters, where each ends, weights and flags; and two lists of their keys.

    A list says for each word where its keys end, and of each key the hash and the likeness of words that share it.
    """

    text: bytearray
    end: array[int]
    weights: bytearray
    flags: bytearray
    plain: tuple[array[int], array[int], array[int]]
    further: tuple[array[int], array[int], array[int]]


def lay_out_words(words: Sequence[tuple[str, bool]], *, met: int = 0) -> WordColumns:
    """Return the columns of words, each with whether it is foreign; `met` is how many there were before them.

    Cost: some 2 us a word where they are many; else 10 us, 50 us for one of a script without vowels.
    """
    text = bytearray("".join([word for word, _ in words]).encode("ascii"))
    end = array("I", [*accumulate([len(word) for word, _ in words])])
    return lay_out_columns(text, end, bytearray(is_foreign for _, is_foreign in words), met=met)


def lay_out_columns(text: bytearray, end: array[int], flags: bytearray, *, met: int = 0) -> WordColumns:
    """Return the same of words in columns: their letters, where each ends, and 1 for each that is foreign.

    The last may be written to.
    """
    if book.is_of_use(met + len(end)):
        weights, further = book.lay_out(text, end, flags)
    else:
        letters = text.decode("ascii")
        words = [(letters[start:stop], flag == 1) for start, stop, flag in zip((0, *end), end, flags, strict=False)]
        weights = bytearray(unit_weight(word) for word, _ in words)
        flags = bytearray(flags_of(word, is_foreign=is_foreign) for word, is_foreign in words)
        further = _further_keys(words, flags)
    return WordColumns(
        text=text, end=end, weights=weights, flags=flags, plain=_plain_keys(text, end, flags), further=further,
    )


def _plain_keys(text: bytearray, end: array[int], flags: bytearray) -> tuple[array[int], array[int], array[int]]:
    rules, loose, vowels, likeness_of = _rules()
    key_end, hashes, likeness = zeros("I", len(end)), zeros("Q", 3 * len(end)), zeros("H", 3 * len(end))
    count = kernel().en_sounds(
        len(end), *map(address, (end, text, flags, rules)), len(rules),
        *map(address, (loose, vowels, likeness_of, key_end, hashes, likeness)),
    )
    return key_end, hashes[:count], likeness[:count]


def _further_keys(
    words: Sequence[tuple[str, bool]], flags: bytearray
) -> tuple[array[int], array[int], array[int]]:
    keys: list[str] = []
    key_end, likeness = zeros("I", len(words)), array("H")
    for number, (word, is_foreign) in enumerate(words):
        if not flags[number] & 2:
            for key, alike in further_keys(word, is_foreign=is_foreign):
                keys.append(key)
                likeness.append(alike)
        key_end[number] = len(keys)
    return key_end, hash_texts(keys), likeness


@lru_cache(maxsize=1)
def _rules() -> tuple[bytearray, bytearray, bytearray, array[int]]:
    """Return what the kernel is told of sounds: spellings, letters joined in consonants, vowels, likenesses."""
    spellings, loose, vowels = map(bytearray, pack_rules())
    likeness = array("H", [SOUND, CONSONANTS | VOWELS_OUT, FEW_CONSONANTS | VOWELS_OUT,
                           OTHER_CONSONANTS | VOWELS_OUT, OTHER_CONSONANTS | ONLY_VOWELS_OUT])
    return spellings, loose, vowels, likeness

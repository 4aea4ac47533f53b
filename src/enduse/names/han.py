"""Words of Han letters as they are read in China, in its south, in Japan and in Korea.

The usual Mandarin reading comes from the general romanisation; the rest are the
tables of `knowledge/lexicons/han_readings.yaml`, opened when the first such word occurs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

_MOST_LETTERS = 6  # longer runs are no names of persons


@dataclass(frozen=True, slots=True)
class _Readings:
    families: frozenset[str]
    mandarin: dict[str, tuple[str, ...]]
    southern: dict[str, tuple[str, ...]]
    korean: dict[str, tuple[str, ...]]
    japanese_families: dict[str, tuple[str, ...]]
    japanese_given: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1 << 14)
def read_letter(char: str) -> str:
    """Return the usual Mandarin reading of a Han letter in pinyin without tones, or the letter where there is none."""
    return "".join(filter(str.isalpha, anyascii(char))).lower() or char


@lru_cache(maxsize=1 << 14)
def other_letter_readings(char: str) -> tuple[str, ...]:
    """Return how one letter is read or spelled otherwise: in family names, in the south, in Korea."""
    readings = _readings()
    found = (*readings.mandarin.get(char, ()), *readings.southern.get(char, ()), *readings.korean.get(char, ()))
    return tuple(dict.fromkeys(found))


def part_name(word: str) -> tuple[str, ...]:
    """Part a run of Han letters into family name and given name where it reads as a full name, else leave it whole."""
    if not 1 < len(word) <= _MOST_LETTERS:
        return (word,)
    readings = _readings()
    if word in readings.japanese_families or word in readings.japanese_given:
        return (word,)
    for cut in range(min(3, len(word) - 1), 0, -1):
        if word[:cut] in readings.japanese_families and word[cut:] in readings.japanese_given:
            return word[:cut], word[cut:]
    for cut in (2, 1):
        if word[:cut] in readings.families and 0 < len(word) - cut <= 2:
            return word[:cut], word[cut:]
    return (word,)


def is_japanese_name(family: str, given: str) -> bool:
    """Tell whether both parts are names that the tables know as Japanese."""
    return family in _readings().japanese_families and given in _readings().japanese_given


def read_in_japan(word: str) -> tuple[str, ...]:
    """Return the Japanese readings of a family or given name, most usual first; none where the word is not listed."""
    readings = _readings()
    return (*readings.japanese_families.get(word, ()), *readings.japanese_given.get(word, ()))[:2]


def read_in_china(word: str) -> tuple[str, ...]:
    """Return the Mandarin readings of a word whose first letter is read otherwise in names."""
    readings = _readings().mandarin
    whole = readings.get(word)
    if whole:
        return whole
    return tuple(reading + "".join(map(read_letter, word[1:])) for reading in readings.get(word[:1], ()))


def read_in_the_south(word: str) -> tuple[str, ...]:
    """Return the usual southern spelling, and the next of a single letter; none where a letter is not listed."""
    return _read_by_letter(word, _readings().southern)


def read_in_korea(word: str) -> tuple[str, ...]:
    """Return the usual Korean spelling, and the next of a single letter; none where a letter is not listed."""
    return _read_by_letter(word, _readings().korean)


def _read_by_letter(word: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if word in table:
        return table[word][:2]
    if len(word) > _MOST_LETTERS or any(char not in table for char in word):
        return ()
    return ("".join(table[char][0] for char in word),)


@lru_cache(maxsize=1)
def _readings() -> _Readings:
    top = open_knowledge("lexicons/han_readings.yaml")
    families = frozenset(top.get("chinese_families").required().text().split())
    readings = _Readings(
        families, _join(_pairs(top.get("family_mandarin")), _pairs(top.get("other_mandarin"))),
        _pairs(top.get("southern")), _pairs(top.get("korean")),
        _pairs(top.get("japanese_families")), _pairs(top.get("japanese_given")),
    )
    top.faults.check(KnowledgeError)
    return readings


def _pairs(node: Node) -> dict[str, tuple[str, ...]]:
    words = node.required().text().split()
    found: dict[str, tuple[str, ...]] = {}
    for word, spellings in zip(words[::2], words[1::2], strict=True):
        found[word] = tuple(dict.fromkeys((*found.get(word, ()), *spellings.split("/"))))
    return found


def _join(left: dict[str, tuple[str, ...]], right: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(dict.fromkeys((*left.get(word, ()), *right.get(word, ())))) for word in left | right}

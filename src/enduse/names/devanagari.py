"""Words in Devanagari as they are usually spelled in Latin letters.

A consonant carries an "a" unless a sign says otherwise. At the end of a word it is not spoken,
nor, in Hindi, inside where the word can do without; Latin spellings follow speech more or less.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

_INHERENT = "a"


def spell_devanagari(word: str, *, in_full: bool = False) -> str:
    """Return a word in Latin letters; letters of other scripts stay as they are. Linear in the length.

    The spelling follows speech: a single consonant between vowels loses the vowel that no sign writes
    where one consonant with its vowel follows, from the end of the word on. With `in_full` it keeps it.
    """
    units = list(_read_units(word))
    last = len(units) - 1
    if last > 0 and units[last].is_inherent and units[last - 1].vowel and not _is_spoken(*units[-2:]):
        units[last] = _Unit(units[last].consonants, "", False)
    if not in_full:
        for place in range(last - 1, 0, -1):
            before, unit, after = units[place - 1:place + 2]
            if unit.is_inherent and before.vowel and after.vowel and unit.is_single and after.is_single:
                units[place] = _Unit(unit.consonants, "", False)
    return "".join([unit.consonants + unit.vowel for unit in units])


def _is_spoken(before: _Unit, last: _Unit) -> bool:
    """Tell whether the last vowel is spoken after all: as in names that end in -iya."""
    return last.consonants == "y" and before.vowel == "i"


class _Unit(NamedTuple):
    """Consonants, or a letter of another script, and what is heard after them: a vowel, with its nasal."""

    consonants: str
    vowel: str
    is_inherent: bool
    is_single: bool = True


@lru_cache(maxsize=1 << 12)
def _read_units(word: str) -> tuple[_Unit, ...]:
    """Return a word by syllable; consonants that have no vowel are units of their own."""
    table = _table()
    clusters, signs, vowels = table.clusters, table.signs, table.vowels
    word = normalize("NFC", word)
    units: list[_Unit] = []
    at, end = 0, len(word)
    while at < end:
        char, size = word[at], 1
        if char in table.in_clusters:
            size = 3 if word[at:at + 3] in clusters else 2 if word[at:at + 2] in clusters else 1
            char = word[at:at + size]
        at += size
        consonants = clusters.get(char) or table.consonants.get(char)
        if consonants is not None:
            sign = word[at] if at < end else ""
            if sign in signs:
                units.append(_Unit(consonants, signs[sign], False, size == 1))
                at += 1
            elif sign == table.silent:
                units.append(_Unit(consonants, "", False))
                at += 1
            else:
                units.append(_Unit(consonants, _INHERENT, True, size == 1))
        elif char in vowels:
            units.append(_Unit("", vowels[char], False))
        elif char in table.marks and units:
            before = units[-1]
            units[-1] = _Unit(before.consonants, before.vowel + table.marks[char], False)
        else:
            units.append(_Unit(char, "", False))
    return tuple(units)


@dataclass(frozen=True, slots=True)
class _Table:
    consonants: dict[str, str]
    clusters: dict[str, str]
    vowels: dict[str, str]
    signs: dict[str, str]
    marks: dict[str, str]
    silent: str
    in_clusters: frozenset[str]  # letters that a cluster begins with


@lru_cache(maxsize=1)
def _table() -> _Table:
    top = open_knowledge("lexicons/devanagari.yaml")
    consonants = _pairs(top.get("consonants"))
    clusters = {letters: latin for letters, latin in consonants.items() if len(letters) > 1}
    clusters.update(_pairs(top.get("clusters")))
    vowels, signs, marks = (_pairs(top.get(part)) for part in ("vowels", "signs", "marks"))
    silent = top.get("silent").required().text()
    top.faults.check(KnowledgeError)
    return _Table(consonants, clusters, vowels, signs, marks, silent, frozenset(letters[0] for letters in clusters))


def _pairs(node: Node) -> dict[str, str]:
    words = node.required().text().split()
    return {normalize("NFC", letters): latin for letters, latin in zip(words[::2], words[1::2], strict=True)}

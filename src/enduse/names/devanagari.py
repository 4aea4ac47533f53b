"""Words in Devanagari as they are usually spelled in Latin letters.

A consonant carries an "a" unless a sign says otherwise. At the end of a word it is not spoken,
nor, in Hindi, inside where the word can do without; Latin spellings follow speech more or less.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
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
        units[last] = _Unit(units[last].consonants, "", is_inherent=False)
    if not in_full:
        for place in range(last - 1, 0, -1):
            before, unit, after = units[place - 1:place + 2]
            if unit.is_inherent and before.vowel and after.vowel and unit.is_single and after.is_single:
                units[place] = _Unit(unit.consonants, "", is_inherent=False)
    return "".join(unit.consonants + unit.vowel for unit in units)


def _is_spoken(before: _Unit, last: _Unit) -> bool:
    """Tell whether the last vowel is spoken after all: as in names that end in -iya."""
    return last.consonants == "y" and before.vowel == "i"


@dataclass(frozen=True, slots=True)
class _Unit:
    """Consonants, or a letter of another script, and what is heard after them: a vowel, with its nasal."""

    consonants: str
    vowel: str
    is_inherent: bool
    is_single: bool = True


@lru_cache(maxsize=1 << 12)
def _read_units(word: str) -> tuple[_Unit, ...]:
    """Return a word by syllable; consonants that have no vowel are units of their own."""
    table = _table()
    word = normalize("NFC", word)
    units: list[_Unit] = []
    at = 0
    while at < len(word):
        size = 3 if word[at:at + 3] in table.clusters else 2 if word[at:at + 2] in table.clusters else 1
        char = word[at:at + size]
        at += size
        sign = word[at:at + 1]
        consonants = table.clusters.get(char) or table.consonants.get(char)
        if char in table.vowels:
            units.append(_Unit("", table.vowels[char], is_inherent=False))
        elif char in table.marks and units:
            before = units.pop()
            units.append(_Unit(before.consonants, before.vowel + table.marks[char], is_inherent=False))
        elif consonants is None:
            units.append(_Unit(char, "", is_inherent=False))
        elif sign in table.signs:
            units.append(_Unit(consonants, table.signs[sign], is_inherent=False, is_single=size == 1))
            at += 1
        elif sign == table.silent:
            units.append(_Unit(consonants, "", is_inherent=False))
            at += 1
        else:
            units.append(_Unit(consonants, _INHERENT, is_inherent=True, is_single=size == 1))
    return tuple(units)


@dataclass(frozen=True, slots=True)
class _Table:
    consonants: dict[str, str]
    clusters: dict[str, str]
    vowels: dict[str, str]
    signs: dict[str, str]
    marks: dict[str, str]
    silent: str


@lru_cache(maxsize=1)
def _table() -> _Table:
    top = open_knowledge("lexicons/devanagari.yaml")
    consonants = _pairs(top.get("consonants"))
    clusters = {letters: latin for letters, latin in consonants.items() if len(letters) > 1}
    clusters.update(_pairs(top.get("clusters")))
    vowels, signs, marks = (_pairs(top.get(part)) for part in ("vowels", "signs", "marks"))
    silent = top.get("silent").required().text()
    top.faults.check(KnowledgeError)
    return _Table(consonants, clusters, vowels, signs, marks, silent)


def _pairs(node: Node) -> dict[str, str]:
    words = node.required().text().split()
    return {normalize("NFC", letters): latin for letters, latin in zip(words[::2], words[1::2], strict=True)}

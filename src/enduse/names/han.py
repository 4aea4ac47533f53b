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

_INITIALS = (
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s",
)
_MOST_LETTERS = 6  # longer runs are no names of persons


@dataclass(frozen=True, slots=True)
class _Readings:
    families: frozenset[str]
    mandarin: dict[str, tuple[str, ...]]
    southern: dict[str, tuple[str, ...]]
    korean: dict[str, tuple[str, ...]]
    japanese_families: dict[str, tuple[str, ...]]
    japanese_given: dict[str, tuple[str, ...]]
    japanese_letters: dict[str, tuple[str, ...]]
    japanese_endings: frozenset[str]
    japanese_words: dict[str, tuple[str, ...]]
    wade_giles: dict[str, tuple[str, ...]]
    japanese_known: frozenset[str]  # all letters of Japanese names


@lru_cache(maxsize=1 << 14)
def read_letter(char: str) -> str:
    """Return the usual Mandarin reading of a Han letter in pinyin without tones, or the letter where there is none."""
    return "".join(filter(str.isalpha, anyascii(char))).lower() or char


@lru_cache(maxsize=1 << 14)
def other_letter_readings(char: str) -> tuple[str, ...]:
    """Return how one letter is read or spelled otherwise: in family names, in the south, in Korea, in Japan."""
    readings = _readings()
    found = (*readings.mandarin.get(char, ()), *readings.southern.get(char, ()), *readings.korean.get(char, ()),
             *readings.japanese_letters.get(char, ()))
    return tuple(dict.fromkeys(found))


def spell_han_letter(char: str) -> tuple[str, ...]:
    """Return all that a letter may be in the readings of a word, whatever its neighbours."""
    readings, usual = _readings(), read_letter(char)
    tables = (*_listed_tables(readings), readings.japanese_letters)
    return usual, spell_wade_giles(usual), *(spelled for table in tables for spelled in table.get(char, ()))


def beginnings_of_listed() -> frozenset[str]:
    """Return the first two letters of all names and words of several letters that are read as a whole."""
    return frozenset(word[:2] for table in _listed_tables(_readings()) for word in table if len(word) > 1)


def _listed_tables(readings: _Readings) -> tuple[dict[str, tuple[str, ...]], ...]:
    return (readings.mandarin, readings.southern, readings.korean, readings.japanese_families, readings.japanese_given,
            readings.japanese_words)


@lru_cache(maxsize=1 << 14)
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
    given = [cut for cut in (2, 3) if word[cut:] in readings.japanese_given]
    if any(_is_family_by_letters(word[:cut], readings) for cut in given):
        return word[:given[0]], word[given[0]:]
    for cut in (2, 1):
        if word[:cut] in readings.families and 0 < len(word) - cut <= 2:
            return word[:cut], word[cut:]
    if len(word) > 2 and all(char in readings.japanese_letters for char in word):
        cut = _cut_japanese(word, readings)
        return word[:cut], word[cut:]
    return (word,)


def is_family(letters: str) -> bool:
    """Tell whether the letters are a Chinese family name."""
    return letters in _readings().families


def is_japanese_name(family: str, given: str) -> bool:
    """Tell whether the given name is known as Japanese, and the family name is too or is made as one."""
    readings = _readings()
    is_family = family in readings.japanese_families or _is_family_by_letters(family, readings)
    return is_family and given in readings.japanese_given


@lru_cache(maxsize=1 << 14)
def read_in_japan(word: str) -> tuple[str, ...]:
    """Return the Japanese readings of a name, most usual first; none where one of its letters is not listed.

    A name or firm's word that is listed is read whole, another letter by letter, then with the second reading of
    letters that follow (林 as in Kobayashi); family and given name stand apart.
    """
    readings = _readings()
    listed = (*readings.japanese_families.get(word, ()), *readings.japanese_given.get(word, ()))[:2]
    if listed or word in readings.japanese_words:
        return listed or readings.japanese_words[word]
    if not 1 < len(word) <= _MOST_LETTERS:
        return ()
    if not readings.japanese_known.issuperset(word):
        return ()
    cut = _cut_japanese(word, readings)
    parts = [part for part in (word[:cut], word[cut:]) if part]
    if not all(_is_read_in_japan(part, readings) for part in parts):
        return ()
    ways = (" ".join(_read_japanese_part(part, readings, way) for part in parts) for way in (0, 1))
    return tuple(dict.fromkeys(ways))


def read_in_china(word: str) -> tuple[str, ...]:
    """Return the Mandarin readings of a word whose first letter is read otherwise in names."""
    readings = _readings().mandarin
    whole = readings.get(word)
    if whole:
        return whole
    return tuple(reading + "".join(map(read_letter, word[1:])) for reading in readings.get(word[:1], ()))


def read_by_syllable(word: str) -> tuple[str, ...]:
    """Return the usual Mandarin reading of each letter."""
    return tuple(map(read_letter, word))


def read_in_wade_giles(word: str) -> tuple[str, ...]:
    """Return the reading of each letter as Wade and Giles spelled it."""
    return tuple(spell_wade_giles(read_letter(char)) for char in word)


def read_in_the_south(word: str) -> tuple[str, ...]:
    """Return the usual southern spelling of each letter, the Mandarin one where none is listed; none where few are."""
    return _read_by_letter(word, _readings().southern)


def read_in_korea(word: str) -> tuple[str, ...]:
    """Return the usual Korean spelling of each letter; none where few letters are listed."""
    return _read_by_letter(word, _readings().korean)


def southern_letters() -> dict[str, tuple[str, ...]]:
    """Return the letters with a southern spelling, each with its spellings, the most usual first."""
    return {word: spellings for word, spellings in _readings().southern.items() if len(word) == 1}


@lru_cache(maxsize=1 << 12)
def spell_wade_giles(pinyin: str) -> str:
    """Spell a Mandarin syllable as Wade and Giles did, without apostrophes (Giles, dictionary of 1892)."""
    rules = _readings().wade_giles
    whole = rules.get(pinyin)
    if whole:
        return whole[0]
    initial = next((part for part in _INITIALS if pinyin.startswith(part)), "")
    final = pinyin[len(initial):]
    spelled = rules.get(f"{initial}-{final}") or rules.get(f"-{final}")
    return rules.get(f"{initial}-", (initial,))[0] + (spelled[0] if spelled and initial else final)


def _is_family_by_letters(word: str, readings: _Readings) -> bool:
    """Tell whether a word is made as Japanese family names are: two or three known letters with a usual last one."""
    known = readings.japanese_letters
    return 1 < len(word) < 4 and word[-1] in readings.japanese_endings and all(char in known for char in word)


def _cut_japanese(word: str, readings: _Readings) -> int:
    """Return where the given name begins: a listed one, or what follows a listed family name, else the third letter."""
    cuts = [cut for cut in range(1, len(word)) if word[cut:] in readings.japanese_given]
    cuts += [cut for cut in range(len(word) - 1, 1, -1) if word[:cut] in readings.japanese_families]
    return cuts[0] if cuts else 2


def _is_read_in_japan(part: str, readings: _Readings) -> bool:
    is_listed = part in readings.japanese_families or part in readings.japanese_given
    return is_listed or all(char in readings.japanese_letters for char in part)


def _read_japanese_part(part: str, readings: _Readings, way: int) -> str:
    """Return a part as listed, else by letter: each letter but the first in its usual reading or in its second one."""
    listed = readings.japanese_families.get(part) or readings.japanese_given.get(part)
    if listed:
        return listed[min(way, len(listed) - 1)]
    first, *others = (readings.japanese_letters[char] for char in part)
    return first[0] + "".join(letter[min(way, len(letter) - 1)] for letter in others)


def _read_by_letter(word: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if word in table:
        return (table[word][0],)
    known = sum(map(table.__contains__, word))
    if len(word) > _MOST_LETTERS or 2 * known < len(word):
        return ()
    return tuple(table.get(char, (read_letter(char),))[0] for char in word)


@lru_cache(maxsize=1)
def _readings() -> _Readings:
    top = open_knowledge("lexicons/han_readings.yaml")
    families = frozenset(top.get("chinese_families").required().text().split())
    families_there, given_there, letters_there = (
        _pairs(top.get(f"japanese_{part}")) for part in ("families", "given", "letters")
    )
    readings = _Readings(
        families, _join(_pairs(top.get("family_mandarin")), _pairs(top.get("other_mandarin"))),
        _pairs(top.get("southern")), _pairs(top.get("korean")),
        families_there, given_there, letters_there,
        frozenset(top.get("japanese_family_endings").required().text().split()),
        {word: (spelled[0].replace("_", " "),) for word, spelled in _pairs(top.get("japanese_words")).items()},
        _pairs(top.get("wade_giles")), frozenset("".join((*families_there, *given_there, *letters_there))),
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
